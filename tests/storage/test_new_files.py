"""Writing: whole or not at all, never in another's place, whatever happens meanwhile."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from qreply.cli import run
from qreply.phrasebook.loader import load
from qreply.storage.new_files import add_files
from tests.support.foreign_books import names

ROUNDS = 12
PHRASES = 60
IMPORT = """
import sys
from qreply.cli import run
print("ready", flush=True)
sys.exit(run(["import", sys.argv[1], "--to", sys.argv[2], "--write"]))
"""


def test_another_file_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("mine")
    with pytest.raises(FileExistsError):
        add_files(tmp_path, {"a.yaml": "theirs"})
    assert (tmp_path / "a.yaml").read_text() == "mine"
    assert names(tmp_path) == ["a.yaml"]


def test_a_drive_without_links_will_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_self: Path, _target: Path) -> None:
        raise PermissionError(1, "no links here")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    add_files(tmp_path, {"a.yaml": "new"})
    with pytest.raises(FileExistsError):
        add_files(tmp_path, {"a.yaml": "newer"})
    assert (tmp_path / "a.yaml").read_text() == "new"
    assert names(tmp_path) == ["a.yaml"]


def test_what_a_crash_left_goes_at_the_next_writing(tmp_path: Path) -> None:
    stale, fresh = tmp_path / ".a.yaml.1.qreply-new", tmp_path / ".a.yaml.2.qreply-new"
    stale.write_text("half")
    fresh.write_text("another process is at it")
    os.utime(stale, (time.time() - 3600,) * 2)
    add_files(tmp_path, {"b.yaml": "new"})
    assert names(tmp_path) == [fresh.name, "b.yaml"]


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL there")
def test_kill_9_leaves_whole_files_and_the_next_import_the_rest(tmp_path: Path) -> None:
    groups = ("物流", "售前", "投诉", "退换", "老客户")
    rows = "".join(f"c{at},第{at}条话术，内容各不相同{at * at},{groups[at % 5]}\n" for at in range(PHRASES))
    (tmp_path / "in.csv").write_text("快捷短语编码,快捷短语,快捷短语分组\n" + rows, encoding="gbk")
    chance = random.Random(9)
    for number in range(ROUNDS):
        folder = tmp_path / f"book{number // 4}"
        process = subprocess.Popen(
            [sys.executable, "-c", IMPORT, str(tmp_path / "in.csv"), str(folder)],
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        with process:
            assert process.stdout is not None
            process.stdout.readline()
            if number % 2:
                time.sleep(chance.uniform(0, 0.3))
            while number % 2 == 0 and process.poll() is None and not any(folder.glob("*.yaml")):
                time.sleep(0.001)  # as soon as the first of five files is there
            process.send_signal(signal.SIGKILL)
        if folder.exists() and any(folder.glob("*.yaml")):
            book = load([folder])
            assert [problem for problem in book.problems if problem.severity == "error"] == []
            assert len({phrase.code for phrase in book.phrases}) == len(book.phrases)
    for folder in tmp_path.glob("book*"):
        for left in folder.glob(".*"):
            os.utime(left, (time.time() - 3600,) * 2)
        for _ in range(2):
            assert run(["import", str(tmp_path / "in.csv"), "--to", str(folder), "--write"]) == 0
        assert {phrase.code for phrase in load([folder]).phrases} == {f"c{at}" for at in range(PHRASES)}
        assert list(folder.glob(".*")) == []
