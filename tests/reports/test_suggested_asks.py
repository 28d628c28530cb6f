"""A lead is told which asks the book lacks, and a command that finds has learned what the screen has."""

from __future__ import annotations

from pathlib import Path

import pytest

from qreply.cli import run
from qreply.history.database import Database
from qreply.history.records import SearchRecord
from qreply.phrasebook.loader import load
from qreply.phrasebook.model import Phrase, Phrasebook
from qreply.reports.suggested_asks import suggest_asks
from qreply.search import Index
from qreply.storage.locations import history_path

BOOK = """phrases:
  - id: care
    title: 洗涤方法
    asks: [怎么洗]
    reply: 亲，手洗就好~
  - id: fade
    title: 会不会掉色
    asks: [掉色吗]
    reply: 亲，不掉色的~
  - id: wash
    title: 洗了缩水
    asks: [洗了变小]
    reply: 亲，您先别急~
"""


def picks(query: str, phrase: str, times: int = 1, kind: str = "hanzi") -> list[SearchRecord]:
    return [SearchRecord(1_795_000_000, kind, query, phrase)] * times  # type: ignore[arg-type]


@pytest.fixture
def index() -> Index:
    phrases = (
        Phrase("a/care", "a", "洗涤方法", (("好",),), asks=("怎么洗",)),
        Phrase("a/fade", "a", "会不会掉色", (("好",),), asks=("掉色吗",)),
    )
    return Index.build(Phrasebook(phrases=phrases))


@pytest.mark.parametrize(
    ("searches", "asks"),
    [
        (picks("能扔滚筒里转吗", "a/care", 3), [("能扔滚筒里转吗", 3)]),
        (
            picks("能扔滚筒里转吗", "a/care", 1) + picks("可以扔滚筒里转吗", "a/care", 1),
            [("能扔滚筒里转吗", 2)],
        ),
        (picks("能扔滚筒里转吗", "a/care", 1), []),  # once may have been a slip
        (picks("怎么洗呀", "a/care", 5), []),  # found first anyway
        (picks("能扔滚筒里转吗", "a/care", 2) + picks("能扔滚筒里转吗", "a/fade", 2), []),  # disputed
        (picks("水洗##度行吗", "a/care", 3), []),  # a number is masked
        (picks("jx", "a/care", 9, "initials"), []),
        (picks("能扔滚筒里转吗", "a/gone", 9), []),
    ],
)
def test_asks_worth_adding(index: Index, searches: list[SearchRecord], asks: list[tuple[str, int]]) -> None:
    assert [ask for one in suggest_asks(searches, index) for ask in one.asks] == asks


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "book"
    path.mkdir()
    (path / "pre-sale.yaml").write_text(BOOK, encoding="utf-8")
    history = Database(history_path())
    history.add(picks("能扔滚筒里转吗", "pre-sale/care", 3) + picks("滚筒转两圈没事吧", "pre-sale/care", 2))
    history.close()
    return path


def test_asks_are_yaml_that_the_loader_reads(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["stats", "--asks", "--phrasebook", str(book)]) == 0
    out = capsys.readouterr().out
    assert "# 洗涤方法（pre-sale.yaml 第 2 行）" in out
    file = book / "pre-sale.yaml"
    file.write_text("phrases:\n" + out + "  title: 洗涤方法\n  reply: 好\n", encoding="utf-8")
    (phrase,) = load([book]).phrases
    assert phrase.asks == ("能扔滚筒里转吗", "滚筒转两圈没事吧")


def test_find_has_learned_what_was_picked(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    query = "衣服能扔滚筒里转吗"
    assert run(["find", query, "--phrasebook", str(book)]) == 0
    assert capsys.readouterr().out.startswith("pre-sale/care\t\t洗涤方法\t能扔滚筒里转吗")
    run(["find", query, "--no-history", "--phrasebook", str(book)])
    assert "能扔滚筒里转吗" not in capsys.readouterr().out
    assert run(["stats", "--forget"]) == 0
    run(["find", query, "--phrasebook", str(book)])
    assert "能扔滚筒里转吗" not in capsys.readouterr().out


def test_a_broken_history_is_no_reason_not_to_find(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    history_path().write_bytes(b"no database")
    assert run(["find", "怎么洗", "--phrasebook", str(book)]) == 0
    assert "pre-sale/care" in capsys.readouterr().out
