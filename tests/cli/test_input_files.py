"""Files that commands read: what of a folder is left out is said, and nothing that was read is written over."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from qreply.cli import run
from qreply.history.records import SearchRecord
from qreply.reports.histories import history_file_of
from tests.cli.test_commands import BOOK as BOOK_FILE

PICK = SearchRecord(1_790_000_000, "code", "fh", "logistics/ship-when", 3.0)


@pytest.fixture
def qreply(tmp_path: Path) -> Callable[..., int]:
    """Run a command with a small book."""
    book = tmp_path / "书" / "logistics.yaml"
    book.parent.mkdir()
    book.write_text(BOOK_FILE, encoding="utf-8")
    return lambda *argv: run([*map(str, argv), "--phrasebook", str(book.parent)])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a history, what is none, another kind of file and a folder."""
    folder = tmp_path / "记录"
    (folder / "十一月").mkdir(parents=True)
    (folder / "小夏.csv").write_bytes(history_file_of([PICK], "小夏.csv"))
    (folder / "订单.csv").write_text("单号,金额\n1,2\n", encoding="utf-8")
    (folder / "说明.docx").write_bytes(b"x")
    (folder / ".DS_Store").write_bytes(b"x")
    return folder


def test_of_a_folder_it_is_said_what_is_not_read(
    folder: Path, qreply: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    assert qreply("stats", "--merge", folder, "--format", "json") == 0
    shown = capsys.readouterr()
    assert json.loads(shown.out)["total"]["count"] == 1
    assert "子文件夹没有读：十一月" in shown.err
    assert f"{folder}/**/*" in shown.err
    assert "没有读：说明.docx" in shown.err
    assert "没有算进去：" in shown.err
    assert "订单.csv 不是 qreply 的使用记录" in shown.err
    assert "DS_Store" not in shown.err
    assert qreply("stats", "--merge", folder / "订单.csv") == 1  # the one that is named stops it
    (folder / "小夏.csv").unlink()
    assert qreply("stats", "--merge", folder) == 1


def test_one_unclear_log_of_a_folder_is_left_out_and_a_copy_counts_once(
    tmp_path: Path, qreply: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    logs = tmp_path / "聊天"
    logs.mkdir()
    for name in ("一.txt", "一副本.txt"):
        (logs / name).write_text("什么时候发货\n", encoding="utf-8")
    (logs / "乱.csv").write_text("甲,乙\n1,2\n", encoding="utf-8")
    assert qreply("audit", logs) == 0
    shown = capsys.readouterr()
    assert "1 条问题" in shown.out
    assert "乱.csv" in shown.err
    assert "一副本.txt 和 一.txt 一模一样" in shown.err
    assert qreply("audit", logs / "乱.csv") == 2


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("argv", "file"),
    [
        (("audit", "{t}/问.txt", "-o", "{t}/问.txt"), "问.txt"),
        (("stats", "--merge", "{t}/记录", "-o", "{t}/记录/小夏.csv"), "记录/小夏.csv"),
        (("audit", "{t}/问.txt", "--draft", "{t}/书/logistics.yaml"), "书/logistics.yaml"),
        (
            ("report", "--merge", "{t}/记录", "--format", "html", "-o", "{t}/书/rules/shop.yaml"),
            "书/rules/shop.yaml",
        ),
        (("check", "--format", "text", "-o", "{t}/书/logistics.yaml"), "书/logistics.yaml"),
    ],
)
def test_what_is_read_and_the_books_in_use_are_never_written_over(
    tmp_path: Path,
    qreply: Callable[..., int],
    capsys: pytest.CaptureFixture[str],
    *,
    argv: tuple[str, ...],
    file: str,
) -> None:
    (tmp_path / "问.txt").write_text("增值税专票\n", encoding="utf-8")
    (tmp_path / "书" / "rules").mkdir()
    (tmp_path / "书" / "rules" / "shop.yaml").write_text("rules: []\n", encoding="utf-8")
    before = (tmp_path / file).read_bytes()
    assert qreply(*(part.format(t=tmp_path) for part in argv), "--force") != 0
    assert (tmp_path / file).read_bytes() == before
    assert file.rpartition("/")[2] in capsys.readouterr().err
    assert (
        qreply("audit", tmp_path / "问.txt", "--draft", tmp_path / "书" / "new.yaml") == 0
    )  # nothing was there


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (("stats", "-o", "统计.csv", "--format", "json"), "--format csv"),
        (("report", "-o", "周.xlsx", "--format", "html"), "--format xlsx"),
        (("audit", "问.txt", "--draft", "新话术"), "--draft 新话术.yaml"),
    ],
)
def test_a_file_s_name_and_its_format_agree(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    qreply: Callable[..., int],
    capsys: pytest.CaptureFixture[str],
    *,
    argv: tuple[str, ...],
    said: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "问.txt").write_text("增值税专票\n", encoding="utf-8")
    assert qreply(*argv) == 2
    assert said in capsys.readouterr().err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["书", "问.txt"]
