"""What commands say of books that are broken or away, each in the same words."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from qreply.cli import run
from qreply.text.shell_quoting import quote_argument

BOOK = """scenario: logistics
phrases:
  - {id: ship, title: 几时发货, code: fh, asks: [几时发], reply: 今天发}
  - {id: slow, title: 太慢, reply: 抱歉}
"""
BROKEN = BOOK.replace("phrases:", "phrases：")
SINCE = r"(?:整个文件)?先用 \d\d-\d\d \d\d:\d\d 的内容"
COMMANDS = [
    "find fh",
    "show fh",
    "shop",
    "rules",
    "audit {folder}/q.txt",
    "report -o -",
    "export -o - --format csv",
]


@pytest.fixture
def book(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """Make a book of which a copy is kept."""
    folder = tmp_path / "我的 书"
    folder.mkdir()
    (folder / "a.yaml").write_text(BOOK, encoding="utf-8")
    (tmp_path / "q.txt").write_text("几时发货\n", encoding="utf-8")
    assert run(["find", "fh", "--phrasebook", str(folder)]) == 0
    assert capsys.readouterr().err == ""
    return folder


def said_by(command: str, book: Path, capsys: pytest.CaptureFixture[str]) -> str:
    words = [word.format(folder=book.parent) for word in command.split()]
    run([*words, "--phrasebook", str(book)])
    return capsys.readouterr().err


@pytest.mark.parametrize("command", COMMANDS[:-1])
def test_every_command_says_what_is_used_in_place_of_a_broken_file(
    command: str, book: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (book / "a.yaml").write_text(BROKEN, encoding="utf-8")
    said = said_by(command, book, capsys)
    assert re.search(rf"a\.yaml:2 整个文件{SINCE}", said)
    assert f"qreply check {quote_argument(book)}" in said


@pytest.mark.parametrize("command", COMMANDS[:-1])
def test_every_command_says_that_a_book_is_away(
    command: str, book: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.rmtree(book)
    said = said_by(command, book, capsys)
    assert re.search(rf"话术本 \S*我的 书：{SINCE}", said)
    assert "qreply check" not in said
    assert "。 " not in said


def test_an_export_counts_what_it_leaves_out(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (book / "a.yaml").write_text(BROKEN, encoding="utf-8")
    assert "a.yaml 里有错误，因此有 2 条没有导出" in said_by(COMMANDS[-1], book, capsys)


def test_doctor_counts_what_is_in_use(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (book / "a.yaml").write_text(BROKEN, encoding="utf-8")
    run(["doctor", "--phrasebook", str(book)])
    said = capsys.readouterr().out
    assert "0 条话术，1 个错误" in said
    assert re.search(rf"a\.yaml：整个文件{SINCE}", said)
    assert "能用的有 2 条" in said


def test_what_is_proposed_names_the_book(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    quoted = quote_argument(book)
    assert f"qreply check {quoted}" in said_by("replace 抱歉 对不起 --write", book, capsys)
    table = quote_argument(book.parent / "a.xlsx")
    said = said_by("export {folder}/a.xlsx", book, capsys)
    assert f"qreply import {table} --to {quoted} --update" in said


LOST = {
    "a default that another book bars": ("reply: '补{{额=5}}元'", False),
    "a fragment that is nowhere": ("reply: '{{>没有}}'", True),
    "a key that is none": ("repyl: 好", True),
}


@pytest.mark.parametrize(("said", "is_lost"), LOST.values(), ids=LOST)
def test_an_export_tells_of_no_loss_but_what_is_lost(
    said: str, is_lost: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main, branch = tmp_path / "总店", tmp_path / "分店"
    for book in (main, branch):
        book.mkdir()
    (main / "a.yaml").write_text(
        "scenario: s\nplaceholders: {额: {ask: 补多少, commits: true}}\n"
        "phrases: [{id: a, title: 补, reply: '补{{额}}元'}]\n",
        encoding="utf-8",
    )
    (branch / "b.yaml").write_text(f"scenario: s\nphrases: [{{id: b, title: 二, {said}}}]\n", "utf-8")
    out = tmp_path / "a.json"
    run(["export", str(out), "--phrasebook", str(main), "--phrasebook", str(branch)])
    assert ("没有导出" in capsys.readouterr().err) == is_lost
    assert ("二" in out.read_text("utf-8")) == (not is_lost)
