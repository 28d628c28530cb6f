"""What has changed since the agent last looked: noted, shown, and gone a day later."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from qreply.phrasebook.comparison import compare_snapshots
from qreply.phrasebook.snapshots import BookSnapshot, take_book_snapshot
from qreply.storage.locations import shipped_phrasebook
from qreply.workspace.book_copies import BookCopies
from qreply.workspace.book_news import BookNews
from qreply.workspace.books import BookSource
from tests.conftest import until

BOOK = """scenario: s
phrases:
  - {id: ship, title: 发货, reply: 48小时内发}
  - {id: hi, title: 问候, reply: 您好}
  - {id: old, title: 旧的, reply: 旧话}
"""
AFTER = """scenario: s
phrases:
  - {id: ship, title: 发货, reply: 24小时内发}
  - {id: hi, title: 问候, reply: 您好呀, asks: [在吗]}
  - {id: gift, title: 赠品, reply: 有的}
"""
KINDS = [("s/ship", "promise"), ("s/hi", "changed"), ("s/gift", "new"), ("s/old", "gone")]
HOUR = 3600.0


class Clock:
    now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


def snapshot(path: Path, text: str) -> BookSnapshot:
    path.write_text(text, encoding="utf-8")
    return take_book_snapshot(path)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return tmp_path / "a.yaml"


def test_news_last_a_day_from_when_they_are_shown_and_outlast_a_restart(book: Path, tmp_path: Path) -> None:
    clock = Clock()
    path = tmp_path / "state" / "news.json"
    old, new = snapshot(book, BOOK), snapshot(book, AFTER)
    assert BookNews(path, clock).note(compare_snapshots(old, new), book)
    clock.now += 50 * HOUR  # the weekend
    news = BookNews(path, clock)
    assert [(item.id, item.kind) for item in news.all([book])] == KINDS
    assert {item.id for item in news.take_unshown([book])} == set(dict(KINDS))
    assert news.all([book])[0].promises == (("48小时", "24小时"),)
    until(lambda: BookNews(path, clock).take_unshown([book]) == [])
    clock.now += 23 * HOUR
    assert [(item.id, item.kind) for item in BookNews(path, clock).all([book])] == KINDS
    clock.now += 2 * HOUR
    assert BookNews(path, clock).all([book]) == []


def test_each_book_has_its_own_news(book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, other = tmp_path / "news.json", tmp_path / "other.yaml"
    old, new = snapshot(book, BOOK), snapshot(book, AFTER)
    BookNews(path).note(compare_snapshots(old, new), book)
    BookNews(path).note(compare_snapshots(old, snapshot(book, BOOK.replace("48", "12"))), other)
    news = BookNews(path)
    assert [item.promises for item in news.take_unshown([other])] == [(("48小时", "12小时"),)]
    monkeypatch.chdir(tmp_path)
    assert {item.id: item.kind for item in news.take_unshown([Path("a.yaml")])} == dict(KINDS)
    assert [item.id for item in news.all([other])] == ["s/ship"]


UNSEEN = {
    "further on": (["48", "72", "96"], [("48小时", "96小时")]),
    "and back": (["48", "72", "48"], []),
    "and another": (
        ["48", "48小时内发，补5元。24", "36小时内发，补5元。24"],
        [("", "补5元"), ("", "24小时"), ("48小时", "36小时")],
    ),
}


@pytest.mark.parametrize(("edits", "promises"), UNSEEN.values(), ids=UNSEEN)
def test_what_was_edited_again_before_anyone_looked_is_told_from_what_they_know(
    edits: list[str], promises: list[tuple[str, str]], book: Path
) -> None:
    news = BookNews()
    for old, new in pairwise([snapshot(book, BOOK.replace("48", edit)) for edit in edits]):
        news.note(compare_snapshots(old, new), book)
    (item,) = news.all([book])
    assert sorted(item.promises) == sorted(promises)
    assert item.kind == ("promise" if promises else "changed")


def test_news_of_one_book_push_out_none_of_another(
    book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qreply.workspace.book_news._MAX_ITEMS", 2)
    news, other = BookNews(), tmp_path / "other.yaml"
    old, new = snapshot(book, BOOK), snapshot(book, AFTER)
    news.note(compare_snapshots(old, snapshot(book, BOOK.replace("48", "24"))), other)
    news.note(compare_snapshots(old, new), book)
    assert [len(news.all([one])) for one in (book, other)] == [2, 1]


def test_what_was_seen_is_told_from_what_it_was_then(book: Path) -> None:
    news = BookNews()
    first, second, third = (snapshot(book, BOOK.replace("48", hours)) for hours in ("48", "72", "96"))
    news.note(compare_snapshots(first, second), book)
    news.take_unshown([book])
    news.note(compare_snapshots(second, third), book)
    assert news.all([book])[0].promises == (("72小时", "96小时"),)


def test_what_nobody_says_otherwise_is_no_news(book: Path) -> None:
    news = BookNews()
    old, new = snapshot(book, BOOK), snapshot(book, BOOK.replace("title: 问候", "title: 打招呼, asks: [在]"))
    assert not news.note(compare_snapshots(old, new), book)
    assert news.all([book]) == []


def test_what_is_new_stays_new_when_it_is_edited_again(book: Path) -> None:
    news = BookNews()
    texts = [BOOK, AFTER, AFTER.replace("有的", "没有")]
    snapshots = [snapshot(book, text) for text in texts]
    for old, new in pairwise(snapshots):
        news.note(compare_snapshots(old, new), book)
    assert {item.id: item.kind for item in news.all([book])} == dict(KINDS)


@pytest.mark.parametrize(
    "content", ["", "{}", "[[1]]", '[["a","b","odd",[],1,null,""]]', '[["a","b","new",1,1,null,""]]']
)
def test_a_damaged_file_is_no_news(content: str, tmp_path: Path) -> None:
    path = tmp_path / "news.json"
    path.write_text(content, encoding="utf-8")
    assert BookNews(path).all([Path()]) == []


def test_books_that_are_opened_note_what_has_changed_since_but_for_the_agents_own(
    book: Path, tmp_path: Path
) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(BOOK.replace("scenario: s", "scenario: own"), encoding="utf-8")
    for text in (BOOK, AFTER):
        snapshot(book, text)
        own.write_text(text.replace("scenario: s", "scenario: own"), encoding="utf-8")
        source = BookSource(
            [book, own],
            shipped_phrasebook() / "rules",
            tmp_path / "cache",
            copies=BookCopies(tmp_path / "copies", news=tmp_path / "news.json", own=own),
        )
        source.open()
        source.keep()
    assert [(item.id, item.kind) for item in source.news()] == KINDS


BROKEN = BOOK.replace("{id: ship, title", "{id: ship, titel")
UNREADABLE = BOOK.replace("phrases:", "phrases：")


@pytest.mark.parametrize("watched", [False, True])
@pytest.mark.parametrize("broken", [BROKEN, UNREADABLE], ids=["phrase", "file"])
def test_what_is_broken_for_a_while_is_neither_gone_nor_new(
    broken: str, watched: bool, book: Path, tmp_path: Path
) -> None:
    copies = BookCopies(tmp_path / "copies", news=tmp_path / "news.json")
    copies.keep(snapshot(book, BOOK), (), watched=watched)
    copies.keep(snapshot(book, broken), [str(book)], watched=watched)
    assert copies.news.all([book]) == []
    copies.keep(snapshot(book, BOOK.replace("48小时", "24小时")), (), watched=watched)
    assert [(item.id, item.kind, item.promises) for item in copies.news.all([book])] == [
        ("s/ship", "promise", (("48小时", "24小时"),))
    ]
