"""`qreply diff`: two books side by side, a book and its export, a book and its past."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
from datetime import datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest

from qreply.cli import run
from qreply.phrasebook.snapshot_store import Snapshots
from qreply.phrasebook.snapshots import take_book_snapshot
from qreply.storage.locations import copies_path

BOOK = """scenario: logistics
phrases:
  - {id: ship, title: 几时发货, code: fh, asks: [几时发], reply: '亲，48小时内发<b>'}
  - {id: slow, title: 太慢, reply: 抱歉}
"""
AFTER = BOOK.replace("48", "24").replace(
    "id: slow, title: 太慢, reply: 抱歉", "id: gift, title: 赠品, reply: 送您小礼物"
)

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


@pytest.fixture
def books(tmp_path: Path) -> tuple[Path, Path]:
    paths = tmp_path / "old", tmp_path / "new"
    for path, text in zip(paths, (BOOK, AFTER), strict=True):
        path.mkdir()
        (path / "a.yaml").write_text(text, encoding="utf-8")
    return paths


def diff(capsys: pytest.CaptureFixture[str], *argv: object) -> tuple[str, str]:
    assert run(["diff", *map(str, argv)]) == 0
    captured = capsys.readouterr()
    return captured.out, captured.err


def test_promises_come_first_then_new_and_gone(
    books: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    out, err = diff(capsys, *books)
    assert err == ""
    assert "承诺变了 1 条，新增 1 条，删除 1 条" in out
    places = [out.index(words) for words in ("48小时 → 24小时", "赠品", "太慢")]
    assert places == sorted(places)
    only, _ = diff(capsys, *books, "--promises")
    assert "48小时 → 24小时" in only
    assert "赠品" not in only
    same, _ = diff(capsys, books[0], books[0])
    assert "没有变化" in same


def test_programs_get_json(books: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    out, _ = diff(capsys, *books, "--format", "json")
    found = json.loads(out)
    assert list(found) == ["promises", "new", "gone"]
    assert found["promises"][0]["changes"][0] == {
        "label": "", "old": "48小时", "new": "24小时", "promise": True,
    }  # fmt: skip


class Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        assert not [value for name, value in attrs if name in ("src", "href")]

    def handle_data(self, data: str) -> None:
        self.words += data


def test_a_page_stands_alone_and_shows_texts_as_they_are(
    books: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    diff(capsys, *books, "-o", tmp_path / "晨会.html")
    page = Page()
    page.feed((tmp_path / "晨会.html").read_text(encoding="utf-8"))
    assert "b" not in page.tags
    assert "script" not in page.tags
    assert "内发<b>" in page.words
    out, _ = diff(capsys, *books, "--format", "md")
    assert "~~48小时~~ → **24小时**" in out
    assert "\\<b\\>" in out


@pytest.mark.parametrize("suffix", ["csv", "json"])
def test_a_book_is_compared_with_its_export(
    suffix: str, books: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    export = tmp_path / f"备份.{suffix}"
    assert run(["export", str(export), "--phrasebook", str(books[0])]) == 0
    assert "没有变化" in diff(capsys, export, books[0])[0]
    assert "48小时 → 24小时" in diff(capsys, export, books[1])[0]


@needs_git
@pytest.mark.parametrize("name", ["", "a.yaml"])
def test_since_finds_the_commit_before(
    name: str, books: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    old, _ = books
    git = ["git", "-C", str(old), "-c", "user.name=a", "-c", "user.email=a@b.c"]
    when = (datetime.now() - timedelta(days=3)).isoformat()
    dates = {**os.environ, "GIT_COMMITTER_DATE": when, "GIT_AUTHOR_DATE": when}
    subprocess.run([*git, "init", "-q"], check=True)
    subprocess.run([*git, "add", "."], check=True)
    subprocess.run([*git, "commit", "-qm", "x"], check=True, env=dates)
    (old / "a.yaml").write_text(AFTER, encoding="utf-8")
    out, _ = diff(capsys, "--since", "昨天", old / name)
    assert "从 git " in out
    assert "48小时 → 24小时" in out
    assert "太慢" in out


def test_since_finds_the_copy_that_was_kept(
    books: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    old, other = books
    three_days_ago = (datetime.now() - timedelta(days=3)).timestamp()
    Snapshots(copies_path(), lambda: three_days_ago).keep(take_book_snapshot(old), ())
    (old / "a.yaml").write_text(AFTER, encoding="utf-8")
    (other / "a.yaml").write_text(BOOK.replace("logistics", "return"), encoding="utf-8")
    out, err = diff(capsys, "--since", "昨天", old, other)
    assert "48小时 → 24小时" in out
    assert f"{other}：没有以前的内容" in err


BLOCKS = """scenario: logistics
phrases:
  - id: ship
    title: 几时发货
    reply: 亲，48小时内发
  - id: slow
    title: 太慢
    reply: 抱歉
"""
KEPT_BY = {
    "diff with an export": ["diff", "{table}", "{book}"],
    "diff that knows no past": ["diff", "--since", "昨天", "{book}"],
    "replace": ["replace", "48", "36", "--write", "--phrasebook", "{book}"],
    "update": ["import", "{table}", "--to", "{book}", "--update", "--write"],
    "import": ["import", "{more}", "--to", "{book}", "--write"],
}


@pytest.mark.parametrize("argv", KEPT_BY.values(), ids=KEPT_BY)
def test_who_never_opens_the_screen_has_a_past_to_compare_with(
    argv: list[str], books: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book, table, more = books[0], tmp_path / "t.csv", tmp_path / "more.csv"
    (book / "a.yaml").write_text(BLOCKS, encoding="utf-8")
    assert run(["export", str(table), "--phrasebook", str(book)]) == 0
    table.write_text(table.read_text("utf-8-sig").replace("抱歉", "实在抱歉"), encoding="utf-8-sig")
    more.write_text("标题,内容\n几点上班,每天都在\n", encoding="utf-8-sig")
    run([word.format(book=book, table=table, more=more) for word in argv])
    (book / "a.yaml").write_text(BLOCKS.replace("48", "24"), encoding="utf-8")
    out, err = diff(capsys, "--since", "昨天", book)
    assert "48小时 → 24小时" in out
    assert "和它比的" in err


@pytest.mark.parametrize(
    ("argv", "code", "said"),
    [
        (["old"], 2, "qreply diff --since 昨天 old"),
        (["--since", "明年", "old"], 2, "--since"),
        (["--since", "2月30日", "old"], 2, "2月30日"),
        (["--since", "2999-01-01", "old"], 2, "还没到"),
        (["--since", "昨天", "old"], 1, "没有这本话术以前的内容"),
        (["old", "nowhere"], 1, "nowhere"),
    ],
)
def test_what_cannot_be_compared_is_said(
    argv: list[str], code: int, said: str, books: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    with contextlib.chdir(books[0].parent):
        assert run(["diff", *argv]) == code
    assert said in capsys.readouterr().err


def test_a_broken_side_is_named(books: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    (books[1] / "a.yaml").write_text("phrases：\n", encoding="utf-8")
    _, err = diff(capsys, *books)
    assert "处错误" in err


def test_the_first_line_counts_as_the_headings_do(
    books: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    old, new = books
    first = (
        BOOK.replace("抱歉", "抱歉, valid: {until: 2027-01-31}") + "  - {id: hi, title: 问候, reply: 您好}\n"
    )
    second = (
        first.replace("48", "24").replace("2027-01-31", "2027-02-28").replace("reply: 您好", "reply: 在的")
    )
    (old / "a.yaml").write_text(first, encoding="utf-8")
    (new / "a.yaml").write_text(second, encoding="utf-8")
    out, _ = diff(capsys, old, new)
    assert "承诺变了 2 条，新增 0 条，删除 0 条，回复改了 1 条，别的改动 0 条" in out
    assert "承诺变了（2）" in out
    assert "回复改了（1）" in out


def commit(folder: Path, days_ago: int) -> None:
    when = (datetime.now() - timedelta(days=days_ago)).isoformat()
    dates = {**os.environ, "GIT_COMMITTER_DATE": when, "GIT_AUTHOR_DATE": when}
    git = ["git", "-C", str(folder), "-c", "user.name=a", "-c", "user.email=a@b.c"]
    subprocess.run([*git, "init", "-q"], check=True)
    subprocess.run([*git, "add", "."], check=True)
    subprocess.run([*git, "commit", "-qm", "x"], check=True, env=dates)


@pytest.mark.parametrize("kept_by", [pytest.param("git", marks=needs_git), "copy"])
@pytest.mark.parametrize(("since", "is_later"), [("5天前", True), ("昨天", False)])
def test_what_was_compared_with_is_said_where_it_is_of_a_later_day(
    since: str, is_later: bool, kept_by: str, books: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    old, _ = books
    then = datetime.now() - timedelta(days=3)
    if kept_by == "git":
        commit(old, 3)
    else:
        Snapshots(copies_path(), then.timestamp).keep(take_book_snapshot(old), ())
    (old / "a.yaml").write_text(AFTER, encoding="utf-8")
    out, err = diff(capsys, "--since", since, old)
    assert "48小时 → 24小时" in out
    assert ("和它比的" in err) == is_later
    if is_later:
        assert f"{then:%m-%d %H:%M}" in err


@needs_git
def test_of_git_and_copies_the_earlier_stands_for_a_moment_before_both(
    books: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    old, _ = books
    commit(old, 1)
    earlier = (old / "a.yaml").read_text("utf-8").replace("48", "72")
    text = (old / "a.yaml").read_text("utf-8")
    (old / "a.yaml").write_text(earlier, encoding="utf-8")
    Snapshots(copies_path(), (datetime.now() - timedelta(days=2)).timestamp).keep(take_book_snapshot(old), ())
    (old / "a.yaml").write_text(text, encoding="utf-8")
    assert "72小时 → 48小时" in diff(capsys, "--since", "7d", old)[0]


def test_what_has_no_title_is_named_by_its_words(
    books: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    export = tmp_path / "千牛.csv"
    assert run(["export", str(export), "--format", "qianniu", "--phrasebook", str(books[1])]) == 0
    out, _ = diff(capsys, books[0], export, "--format", "json")
    titles = [entry["title"] for section in json.loads(out).values() for entry in section]
    assert titles
    assert all(titles)


@pytest.mark.parametrize("broken", [("id: ship, title", "id: ship, titel"), ("phrases:", "phrases：")])
def test_what_is_only_broken_now_is_not_gone_since(
    broken: tuple[str, str], books: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    old, _ = books
    then = datetime.now() - timedelta(days=3)
    Snapshots(copies_path(), then.timestamp).keep(take_book_snapshot(old), ())
    (old / "a.yaml").write_text(BOOK.replace(*broken), encoding="utf-8")
    out, err = diff(capsys, "--since", "昨天", old)
    assert "没有变化" in out
    assert f"qreply check {old}" in err


QIANNIU = """快捷短语编码,快捷短语,快捷短语分组
fh,"亲，付款后24小时内发出，<b>仓库按付款顺序打包",物流
fh,"两种说法都在，发出后能看到单号",物流
tk,"赠品送完了，补您5元红包",物流
new,"这是千牛里新加的一条",物流
"""
OURS = """scenario: logistics
title: 物流
fragments: {打包: 仓库按付款顺序打包}
phrases:
  - id: ship
    title: 几时发货
    code: fh
    asks: [几时发]
    reply: '亲，付款后48小时内发出，<b>{{>打包}}'
    variants: ['{{问=两}}种说法都在，发出后能看到单号']
    only: [taobao]
  - {id: refund, title: 多久退款, code: tk, reply: 退货签收以后3天内原路退回}
"""


def test_another_tools_export_is_paired_by_code_and_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book, export = tmp_path / "book", tmp_path / "千牛.csv"
    (book / "rules").mkdir(parents=True)
    (book / "a.yaml").write_text(OURS, encoding="utf-8")
    (book / "rules" / "r.yaml").write_text("rules:\n  - {id: own, words: [绝对], why: 不能说}\n", "utf-8")
    assert run(["export", str(export), "--format", "qianniu", "--phrasebook", str(book)]) == 0
    espanso = tmp_path / "match.yml"
    assert run(["export", str(espanso), "--phrasebook", str(book)]) == 0
    for sides in ((book, export), (export, book), (book, espanso), (espanso, export)):
        out, _ = diff(capsys, *sides)
        assert "没有变化" in out
        assert "文字相同 2 条" in out
    export.write_text(QIANNIU, encoding="gbk")
    found = json.loads(diff(capsys, book, export, "--format", "json")[0])
    assert {name: [(one["id"], one["paired_by"]) for one in told] for name, told in found.items()} == {
        "promises": [("logistics/ship", "code")],
        "new": [("", "")],
        "replies": [("logistics/refund", "code")],  # 3 days became a gift: no promise that changed
    }
    other = tmp_path / "旺旺.csv"
    other.write_text("分组,快捷编码,标题,内容\n物流,new,新的,这是千牛里新加的一条\n", "utf-8")
    found = json.loads(diff(capsys, export, other, "--format", "json")[0])
    assert [(name, len(told)) for name, told in found.items()] == [
        ("gone", 2)
    ]  # rows of both stand in line 2
    text, _ = diff(capsys, book, export)
    assert "48小时 → 24小时" in text
    assert "（第 5 行）" in text


@needs_git
def test_a_past_state_that_cannot_be_read_whole_is_named_and_the_rest_compared(
    books: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    old, _ = books
    git = ["git", "-C", str(old), "-c", "user.name=a", "-c", "user.email=a@b.c"]
    when = (datetime.now() - timedelta(days=3)).isoformat()
    dates = {**os.environ, "GIT_COMMITTER_DATE": when, "GIT_AUTHOR_DATE": when}
    other = BOOK.replace("logistics", "return")
    (old / "b.yaml").write_text("scenario: return\nfragments：\n" + other.partition("\n")[2], "utf-8")
    (old / "c.yaml").write_text(
        "scenario: c\nphrases: [{id: lean, title: 靠, reply: '{{>落款}}'}]\n", "utf-8"
    )
    subprocess.run([*git, "init", "-q"], check=True)
    subprocess.run([*git, "add", "."], check=True)
    subprocess.run([*git, "commit", "-qm", "x"], check=True, env=dates)
    (old / "a.yaml").write_text(AFTER, encoding="utf-8")
    (old / "b.yaml").write_text(other + "fragments: {落款: 好}\n", encoding="utf-8")
    out, err = diff(capsys, "--since", "昨天", old)
    assert "承诺变了 1 条，新增 1 条，删除 1 条" in out  # as a.yaml alone has it
    assert "b.yaml 有错误，读不全：3 条没有比" in err
    for name in ("b.yaml", "c.yaml"):
        shutil.copy(old / name, books[1] / name)
    (books[1] / "b.yaml").write_text("phrases：\n", encoding="utf-8")
    out, err = diff(capsys, old, books[1])
    assert "没有变化" in out  # though c.yaml leans on what cannot be read
    assert "b.yaml 有错误，读不全：3 条没有比" in err


PLAINLY = {
    "sentences in another order": (
        "亲，48小时内发<b>",
        "先打包。后发货。",
        "后发货。先打包。",
        "先打包。后发货。 → 后发货。先打包。",
    ),
    "for one platform": ("reply: 抱歉", "reply: 抱歉", "reply: 抱歉, only: [taobao]", "+ 淘宝"),
}


@pytest.mark.parametrize("edit", PLAINLY.values(), ids=PLAINLY)
def test_changes_are_said_plainly(
    edit: tuple[str, str, str, str], books: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    place, was, now, said = edit
    for path, words in zip(books, (was, now), strict=True):
        (path / "a.yaml").write_text(BOOK.replace(place, words), encoding="utf-8")
    assert said in diff(capsys, *books)[0]
