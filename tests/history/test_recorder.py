"""What is kept of searches and picks, whatever happens to the file."""

from __future__ import annotations

import contextlib
import os
import random
import sqlite3
import time
from pathlib import Path

import pytest

from qreply.history.database import BusyError, DamagedError, Database, NewerError, files_of_history
from qreply.history.recorder import HistoryRecorder
from qreply.history.records import MAX_QUERY, SearchRecord, kind_of
from tests.conftest import MONDAY
from tests.support.killing import adding, killed
from tests.support.systems import LINKS, needs_posix

AT = int(MONDAY.timestamp())

KILLS = 20


def pick(phrase: str = "logistics/track", query: str = "单号", at: int = AT) -> SearchRecord:
    return SearchRecord(at, "hanzi", query, phrase, 3.5)


def kept(path: Path) -> list[SearchRecord]:
    database = Database(path)
    try:
        return database.searches()
    finally:
        database.close()


def written(path: Path, *searches: SearchRecord) -> list[str]:
    """What the agent is told while `searches` are kept at `path`."""
    notices: list[str] = []
    history = HistoryRecorder(path, lambda: MONDAY)
    history.notices.listen(notices.append)
    for search in searches:
        history.add(search)
    history.close(patience=20)
    return notices


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "history.db"


@pytest.mark.parametrize(
    ("query", "kind"),
    [
        ("什么时候发货", "hanzi"),
        ("fahuo", "pinyin"),
        ("smshfh", "initials"),
        ("fa货", "mixed"),
        ("FH", "code"),
        ("", "none"),
        ("？！", "none"),
    ],
)
def test_the_kind_of_a_query(query: str, kind: str) -> None:
    assert kind_of(query, code="fh") == kind


def test_what_was_added_is_there_the_next_time(path: Path) -> None:
    assert written(path, pick(), pick("pre-sale/stock")) == []
    assert written(path, SearchRecord(AT, "pasted", found=False)) == []
    assert kept(path) == [pick(), pick("pre-sale/stock"), SearchRecord(AT, "pasted", found=False)]
    assert (path.stat().st_mode & 0o077 == 0) or os.name == "nt"


def test_nothing_waits_for_a_file_that_others_hold(path: Path) -> None:
    written(path, pick())
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    history = HistoryRecorder(path)
    began = time.monotonic()
    history.add(pick("pre-sale/stock"))
    history.picks(1.0)
    history.close(patience=0.1)
    assert time.monotonic() - began < 4
    holder.execute("COMMIT")
    holder.close()
    history.close(patience=20)
    assert kept(path) == [pick(), pick("pre-sale/stock")]


@pytest.mark.parametrize("damage", ["cut", "head", "flipped", "text", "other", "journal"])
def test_a_damaged_file_is_set_aside_and_begun_anew(path: Path, damage: str) -> None:
    written(path, *(pick(query=f"问题{letter}") for letter in "甲乙丙丁" * 100))
    data = bytearray(path.read_bytes())
    match damage:
        case "cut":
            data = data[: len(data) // 2 + 100]
        case "head":
            data[:16] = b"\xff" * 16
        case "flipped":
            data[4096:4120] = bytes(byte ^ 0xFF for byte in data[4096:4120])
        case "text":
            data = bytearray("不是数据库".encode() * 500)
        case "other":
            path.unlink()
            other = sqlite3.connect(path)
            other.execute("CREATE TABLE recipes (name)")
            other.commit()
            other.close()
            data = bytearray(path.read_bytes())
        case "journal":
            data[:16] = b"\xff" * 16
            Path(f"{path}-journal").write_bytes(b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + bytes(600))
    path.write_bytes(data)
    notices = written(path, pick())
    assert len(notices) == 1
    assert "history.damaged-20261123-093000.db" in notices[0]
    assert path.with_name("history.damaged-20261123-093000.db").read_bytes() == data
    assert kept(path) == [pick()]
    assert written(path, pick()) == []
    assert len(kept(path)) == 2


def test_flipped_bits_are_never_more_than_a_notice(path: Path) -> None:
    written(path, *(pick(query=f"问题{letter}") for letter in "甲乙丙丁" * 50))
    sound = path.read_bytes()
    chance = random.Random(7)
    for _ in range(40):
        data = bytearray(sound)
        for _ in range(3):
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        for file in files_of_history(path):
            file.unlink()
        path.write_bytes(data)
        notices = written(path, pick("complaint/slow"))
        assert len(notices) <= 1
        # A flip in the header may make it a file of the future, which is left alone.
        assert "新版" in "".join(notices) or pick("complaint/slow") in kept(path)


def test_a_newer_file_is_left_alone(path: Path) -> None:
    written(path, pick())
    newer = sqlite3.connect(path)
    newer.execute("PRAGMA user_version = 2")
    newer.close()
    before = path.read_bytes()
    assert len(written(path, pick())) == 1
    assert path.read_bytes() == before
    with pytest.raises(NewerError):
        Database(path)


@pytest.mark.parametrize(
    "obstacle", ["file", "folder", pytest.param("nothing-there", marks=needs_posix(LINKS))]
)
def test_where_nothing_can_be_written_the_agent_is_told_once(path: Path, obstacle: str) -> None:
    path.parent.mkdir()
    match obstacle:
        case "file":
            path = path.parent / "a-file" / "history.db"
            path.parent.write_text("in the way")
        case "folder":
            path.mkdir()
        case "nothing-there":
            path.symlink_to(path.parent / "gone" / "history.db")
    assert len(written(path, pick(), pick(), pick())) == 1


def test_a_full_disk_is_told_once_and_what_was_there_stays(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(path, pick())
    original = Database.add

    def add(self: Database, searches: list[SearchRecord]) -> None:
        self._connection.execute("PRAGMA max_page_count = 1")  # SQLite then reports a full disk
        original(self, searches)

    monkeypatch.setattr(Database, "add", add)
    notices = written(path, *(pick(query="问" * MAX_QUERY) for _ in range(200)))
    assert len(notices) == 1
    assert "不影响复制" in notices[0]
    assert kept(path)[0] == pick()
    assert len(kept(path)) < 200  # as many as there was room for


def test_a_search_is_kept_whole_or_not_at_all_when_killed(path: Path) -> None:
    acknowledged = killed(path, KILLS)
    halves = [search.phrase for search in kept(path)]
    assert halves == ["first", "second"] * (len(halves) // 2)
    assert len(halves) // 2 >= acknowledged
    written(path, pick())  # a journal that was begun and never used goes with the next addition
    assert files_of_history(path) == [path]


@pytest.mark.parametrize("step", ["quick_check(1)", "application_id", "user_version"])
def test_a_file_that_another_is_just_making_is_not_taken_for_damaged(
    path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    original = Database._pragma

    def pragma(self: Database, name: str) -> object:
        value = original(self, name)
        if name == step:
            monkeypatch.setattr(Database, "_pragma", original)
            with contextlib.suppress(BusyError):  # it may have to wait until the first has looked
                Database(path).close()
        return value

    monkeypatch.setattr(Database, "_pragma", pragma)
    monkeypatch.setattr("qreply.history.database._PATIENCE", 0)
    Database(path).close()
    assert written(path, pick()) == []
    assert kept(path) == [pick()]


def test_eight_at_once_lose_nothing(path: Path) -> None:
    children = [adding(path, name, 10) for name in "甲乙丙丁戊己庚辛"]
    for child in children:
        child.communicate(timeout=60)
    assert [child.returncode for child in children] == [0] * 8
    searches = kept(path)
    assert len(searches) == 8 * 10 * 2
    for name in "甲乙丙丁戊己庚辛":
        assert [search.at for search in searches if search.query == name] == [n // 2 for n in range(20)]


def test_erased_is_gone_from_the_bytes_too(path: Path) -> None:
    written(path, pick(query="金丝雀"))
    assert "金丝雀".encode() in path.read_bytes()
    database = Database(path)
    database.erase()
    database.close()
    assert "金丝雀".encode() not in path.read_bytes()
    assert kept(path) == []


def test_a_file_that_is_only_read_is_not_made(path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        Database(path, write=False)
    path.parent.mkdir()
    path.write_text("this is no database, and long enough to tell" * 40)
    with pytest.raises(DamagedError):
        Database(path, write=False)
