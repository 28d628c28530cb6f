"""`qreply check` and `qreply schema`, as people and programs read them."""

from __future__ import annotations

import json
from argparse import Namespace
from pathlib import Path

import pytest

from qreply.cli.check import run
from qreply.cli.problem_list import as_text, width
from qreply.phrasebook.model import Problem
from qreply.settings.settings import Settings
from tests.support.systems import LINKS, needs_posix

WRONG = "scenario: logistics\nphrases:\n  - title：发货\n    asks: [怎么还没发货]\n    reply: 亲\n"
WARNED = "scenario: logistics\nphrases:\n  - title: 发货\n    reply: 亲\n"
FINE = "scenario: logistics\nphrases:\n  - title: 发货\n    asks: [怎么还没发货]\n    reply: 亲\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "book.yaml"


def check(*paths: Path, form: str = "text", fix: bool = False, show_all: bool = False) -> int:
    settings = Settings(Path("settings.yaml"))
    return run(
        Namespace(paths=list(paths), format=form, output=None, fix=fix, all=show_all, settings=settings)
    )


def test_text_shows_the_line_and_a_caret_below_the_place(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_text(WRONG, "utf-8")
    assert check(file) == 1
    where, line, caret, mend, summary = capsys.readouterr().out.splitlines()
    assert where.startswith(f"{file}:3:10: 错误：")
    assert where.endswith("[wide-colon]")
    assert line == "      - title：发货"
    assert caret.index("^") == width(line[: line.index("：")])
    assert mend.strip().startswith("改法：")
    assert "1 个错误" in summary
    assert "--fix" in summary


@pytest.mark.parametrize(
    "content",
    ["", "\n\n", "# 还没写\n", "scenario: logistics\n", "scenario: logistics\ntitle: 物流\nphrases:\n"],
)
def test_a_file_without_phrases_is_a_warning(
    file: Path, capsys: pytest.CaptureFixture[str], content: str
) -> None:
    file.write_text(content, "utf-8")
    assert check(file) == 0
    shown = capsys.readouterr().out
    assert f"{file}:1:1: 提醒：文件里没有话术，也没有规则" in shown
    assert "0 个错误" in shown


@pytest.mark.parametrize(
    "content",
    [
        "fragments:\n  落款: 有事找我\n",
        "placeholders:\n  天数: {default: 3}\n",
        "scenario: logistics\nphrases:\n  - id: a\n    hide: true\n",
    ],
)
def test_a_file_that_serves_other_files_needs_no_phrases(
    file: Path, capsys: pytest.CaptureFixture[str], content: str
) -> None:
    file.write_text(content, "utf-8")
    check(file)
    assert "一条话术都没有" not in capsys.readouterr().out


@pytest.mark.parametrize(("before", "columns"), [("  title", 7), ("标题", 4), ("a标\u0301", 3), ("👍 ", 3)])
def test_the_caret_stands_right_below_wide_characters(before: str, columns: int) -> None:
    problem = Problem(
        "wide-colon", "a.yaml", 1, len(before) + 1, values={"key": "x"}, source=before + "：发货"
    )
    caret = as_text(problem, colour=False).splitlines()[2]
    assert caret == " " * (4 + columns) + "^"


def test_a_long_line_is_shown_around_the_place() -> None:
    source = "亲" * 200 + "：" + "好" * 200
    problem = Problem("wide-colon", "a.yaml", 1, 201, values={"key": "x"}, source=source)
    _, line, caret, _ = as_text(problem, colour=False).splitlines()
    assert width(line) <= 100
    assert width(line[: line.index("：")]) == caret.index("^")


def test_what_is_unsafe_in_the_line_does_not_reach_the_terminal() -> None:
    problem = Problem("wide-colon", "a.yaml", 1, 6, values={"key": "\x1b[31m"}, source="a\x1b[2J\u202e：")
    assert "\x1b" not in as_text(problem, colour=False)
    assert "\u202e" not in as_text(problem, colour=False)


def test_warnings_alone_pass(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text(WARNED, "utf-8")
    assert check(file) == 0
    assert "1 个提醒" in capsys.readouterr().out


def test_a_fine_book_is_called_fine(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text(FINE, "utf-8")
    assert check(file.parent) == 0
    assert "没有问题" in capsys.readouterr().out


def test_json_is_for_programs(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text(WRONG, "utf-8")
    assert check(file, form="json") == 1
    (found,) = json.loads(capsys.readouterr().out)
    assert found == {
        "path": str(file),
        "line": 3,
        "column": 10,
        "severity": "error",
        "code": "wide-colon",
        "message": found["message"],
        "hint": found["hint"],
    }


def test_json_of_a_fine_book_is_an_empty_list(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text(FINE, "utf-8")
    assert check(file, form="json") == 0
    assert json.loads(capsys.readouterr().out) == []


def test_github_annotations_are_one_escaped_line_each(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = file.parent / "a,b" / "100%"
    place.mkdir(parents=True)
    (place / "book.yaml").write_text(WRONG, "utf-8")
    assert check(place, form="github") == 1
    (line,) = capsys.readouterr().out.splitlines()
    assert line.startswith("::error file=")
    assert "a%2Cb/100%25/book.yaml,line=3,col=10,title=wide-colon::" in line


def test_fix_mends_and_tells_what_is_left(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text(WRONG, "utf-8")
    assert check(file, fix=True) == 0
    said = capsys.readouterr()
    assert "没有问题" in said.out
    assert "修好了 1 处" in said.err
    assert file.read_text("utf-8") == FINE


def test_fix_leaves_a_fine_file_alone(file: Path) -> None:
    file.write_text(FINE, "utf-8")
    before = file.stat()
    assert check(file, fix=True) == 0
    assert file.stat().st_ino == before.st_ino
    assert file.stat().st_mtime_ns == before.st_mtime_ns


@needs_posix(LINKS)
def test_fix_keeps_links_and_modes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target, link = tmp_path / "target.yaml", tmp_path / "link" / "book.yaml"
    target.write_text(WRONG, "utf-8")
    target.chmod(0o640)
    link.parent.mkdir()
    link.symlink_to(target)
    assert check(link, fix=True) == 0
    assert link.is_symlink()
    assert target.read_text("utf-8") == FINE
    assert target.stat().st_mode & 0o777 == 0o640
    capsys.readouterr()


def test_colour_only_on_a_terminal() -> None:
    problem = Problem("wide-colon", "a.yaml", 1, 1, values={"key": "x"}, source="：")
    assert "\x1b[31m" in as_text(problem, colour=True)
    assert "\x1b" not in as_text(problem, colour=False)


BOOK = """\
scenario: logistics
phrases:
  - title: 发货
    asks: [怎么还没发货]
    reply: 亲，{{天数=48小时|24小时}}内发出
  - title: 加我
    asks: [怎么联系]
    reply: 亲，加我微信abc12345聊
  - title: 好评
    asks: [要好评吗]
    reply: 满意的话记得给个五星哦
"""
RULE = "rules:\n  - id: own-hours\n    level: warn\n    words: [24小时]\n    why: 店里定的\n"
STEPS: tuple[dict[str, str], ...] = (
    {"book.yaml": BOOK},
    {"book.yaml": BOOK.replace("内发出", "内肯定发出，全网最低价")},
    {"rules/own.yaml": RULE},
    {"rules/own.yaml": RULE.replace("level: warn", "level: block")},
    {"rules/own.yaml": RULE.replace("24小时", "48小时")},
    {"rules/own.yaml": RULE + "  - id: contact-wechat\n    level: off\n"},
    {"book.yaml": BOOK.replace("title: 加我", "title：加我")},
    {"book.yaml": BOOK, "rules/own.yaml": "rules: []\n"},
    {"book.yaml": BOOK + BOOK.partition("phrases:\n")[2].replace("title: ", "title: 又")},
)


def test_a_check_finds_the_same_whatever_is_kept_of_those_before(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """After each edit: with what the checks before have kept, spoilt or not, and as a first one."""
    (tmp_path / "book" / "rules").mkdir(parents=True)

    def found(kept: Path) -> str:
        monkeypatch.setattr("qreply.cli.check.verdicts_path", lambda: kept)
        check(tmp_path / "book", form="json")
        return capsys.readouterr().out

    seen = set()
    for number, files in enumerate(STEPS):
        for name, text in files.items():
            (tmp_path / "book" / name).write_text(text, "utf-8")
        for file in (tmp_path / "kept").glob("*.json") if number % 3 == 1 else ():
            file.write_bytes(file.read_bytes()[:-1] + b" ")
        later = found(tmp_path / "kept")
        assert later == found(tmp_path / f"new{number}")
        seen.add(later)
    assert len(seen) == len(STEPS) - 1  # the last but one is as the first
