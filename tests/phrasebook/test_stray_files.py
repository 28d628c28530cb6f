"""Files beside a book: copies and other endings are named, and never read."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from qreply.phrasebook.lint import check
from qreply.phrasebook.loader import load

BOOK = "scenario: pre-sale\nphrases:\n  - {{title: {title}, asks: [{title}], reply: 亲，{title}}}\n"
NOW = datetime(2026, 11, 22)

COPIES = [
    "return - 副本.yaml",
    "return - 副本 (2).yaml",
    "return - Copy.yaml",
    "return copy.yaml",
    "副本 return.yaml",
    "Copy of return.yaml",
    "return(1).yaml",
    "return (2).yaml",
    "return（1）.yaml",
    "return.sync-conflict-20261127-102233-ABCDEFG.yaml",
    "return (小夏的冲突副本 2026-11-27).yaml",
    "return (conflicted copy 2026-11-27).yaml",
    "return_备份.yaml",
    "return.bak.yaml",
]


def write(folder: Path, name: str, title: str) -> None:
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text(BOOK.format(title=title), "utf-8")


@pytest.mark.parametrize("name", COPIES)
def test_a_copy_is_named_and_the_file_itself_wins(name: str, tmp_path: Path) -> None:
    write(tmp_path, name, "旧的")
    write(tmp_path, "return.yaml", "新的")
    assert [phrase.title for phrase in load([tmp_path]).phrases] == ["新的"]
    (problem,) = check([tmp_path], NOW)
    assert (problem.code, problem.severity, Path(problem.path).name) == ("copy-not-read", "warning", name)
    assert name in problem.message
    assert "return.yaml" in problem.message


@pytest.mark.parametrize("name", ["return(1).yaml", "a - 副本.yaml", "logistics_2.yaml", "双11备份.yaml"])
def test_what_is_a_copy_of_nothing_here_is_read(name: str, tmp_path: Path) -> None:
    write(tmp_path, name, "新的")
    write(tmp_path, "logistics.yaml", "物流")
    assert len(load([tmp_path]).phrases) == 2
    assert check([tmp_path], NOW) == []


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("活动.yaml.txt", "ending-not-read"),
        ("return.yml.bak", "ending-not-read"),
        ("子文件夹/x.yaml", "folder-not-read"),
    ],
)
def test_what_is_not_read_is_named(name: str, code: str, tmp_path: Path) -> None:
    write(tmp_path, "return.yaml", "新的")
    write(tmp_path, name, "旧的")
    assert [phrase.title for phrase in load([tmp_path]).phrases] == ["新的"]
    assert [problem.code for problem in check([tmp_path], NOW)] == [code]


def test_other_files_are_nobodys_business(tmp_path: Path) -> None:
    write(tmp_path, "return.yaml", "新的")
    for name in ("README.md", "图片.png", ".git"):
        (tmp_path / name).write_text("", "utf-8")
    assert check([tmp_path], NOW) == []


def test_replies_that_differ_in_a_number_or_a_negation_are_two(tmp_path: Path) -> None:
    replies = [f"亲，您的包裹会在{hours}小时内从仓库发出，请您耐心等一等哦" for hours in (24, 48)]
    replies.append("亲，这件衣服可以放进洗衣机里洗，水温三十度就好")
    replies.append("亲，这件衣服不可以放进洗衣机里洗，水温三十度就好")
    items = "".join(
        f"  - {{title: 题{at}, asks: [问{at}], reply: {reply}}}\n" for at, reply in enumerate(replies)
    )
    (tmp_path / "a.yaml").write_text("scenario: pre-sale\nphrases:\n" + items, "utf-8")
    assert check([tmp_path], NOW) == []
