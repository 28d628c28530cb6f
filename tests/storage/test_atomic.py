"""The one writer: whole or not at all, with the rights of what was there, and patient with readers on Windows."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from qreply.history.favourites import Favourites
from qreply.phrasebook.model import Phrase, Phrasebook
from qreply.runtime import background
from qreply.search.storage.index_cache import IndexCache
from qreply.storage import atomic
from qreply.storage.atomic import DRAFT_SUFFIX, put_file, save_over, write_file
from qreply.storage.fingerprint import fingerprint
from qreply.storage.json_state import read_state
from qreply.storage.new_files import add_files
from qreply.storage.private_files import write_private

ACCESS_DENIED, SHARING_VIOLATION, PRIVILEGE_NOT_HELD = 5, 32, 1314

WRITERS = {
    "write_file": lambda path: write_file(path, b"new", replace=True),
    "put_file": lambda path: put_file(path, b"new", replace=True),
    "save_over": lambda path: save_over(path, b"new", b"old"),
    "write_private": lambda path: write_private(path, b"new"),
}
every_writer = pytest.mark.parametrize("write", WRITERS.values(), ids=WRITERS)
Refuse = Callable[[int, int], list[float]]


def windows_error(number: int) -> PermissionError:
    error = PermissionError(13, "denied")
    error.winerror = number  # type: ignore[attr-defined, unused-ignore]
    return error


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "folder" / "book.yaml"
    path.parent.mkdir()
    path.write_bytes(b"old")
    return path


@pytest.fixture
def refuse(monkeypatch: pytest.MonkeyPatch) -> Refuse:
    """Windows as it refuses to replace a file so many times; its clock goes by the pauses alone."""

    def make(number: int, times: int) -> list[float]:
        pauses: list[float] = []
        replace = Path.replace

        def refused(self: Path, target: Path) -> Path:
            if len(pauses) < times:
                raise windows_error(number)
            return replace(self, target)

        monkeypatch.setattr(Path, "replace", refused)
        monkeypatch.setattr(time, "sleep", pauses.append)
        monkeypatch.setattr(time, "monotonic", lambda: sum(pauses))
        return pauses

    return make


def names(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


@every_writer
@pytest.mark.parametrize("number", [ACCESS_DENIED, SHARING_VIOLATION])
def test_a_file_that_is_read_for_a_moment_is_written_all_the_same(
    path: Path, refuse: Refuse, write: Callable[[Path], None], number: int
) -> None:
    pauses = refuse(number, 20)
    write(path)
    assert path.read_bytes() == b"new"
    assert len(pauses) == 20
    assert names(path.parent) == ["book.yaml"]


@every_writer
def test_a_file_that_stays_open_is_given_up_after_a_second_and_stays_as_it_was(
    path: Path, refuse: Refuse, write: Callable[[Path], None]
) -> None:
    pauses = refuse(SHARING_VIOLATION, 10_000)
    with pytest.raises(PermissionError):
        write(path)
    assert 0.9 < sum(pauses) < 1.1
    assert path.read_bytes() == b"old"
    assert names(path.parent) == ["book.yaml"]


@every_writer
def test_what_waiting_cannot_change_is_not_waited_for(
    path: Path, refuse: Refuse, write: Callable[[Path], None]
) -> None:
    pauses = refuse(PRIVILEGE_NOT_HELD, 10_000)
    with pytest.raises(PermissionError):
        write(path)
    assert pauses == []


@every_writer
def test_a_full_disk_leaves_the_old_file_and_no_draft(
    path: Path, write: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Full:
        def __enter__(self) -> Full:
            return self

        def __exit__(self, *_: object) -> None:
            pass

        def write(self, _data: bytes) -> int:
            raise OSError(28, "No space left on device")

    def opened(handle: int, *_: object) -> Full:
        os.close(handle)
        return Full()

    if write is WRITERS["save_over"]:  # it reads the file first, by the same function
        monkeypatch.setattr(atomic, "read_regular", lambda *_: b"old")
    monkeypatch.setattr(os, "fdopen", opened)
    monkeypatch.setattr(os, "fchmod", lambda *_: None, raising=False)
    with pytest.raises(OSError, match="No space"):
        write(path)
    assert path.read_bytes() == b"old"
    assert names(path.parent) == ["book.yaml"]


@pytest.mark.skipif(os.name == "nt", reason="Windows' files have access lists instead")
@every_writer
def test_permissions_stay_and_private_files_are_the_users_alone(
    path: Path, write: Callable[[Path], None]
) -> None:
    path.chmod(0o664)
    write(path)
    mode = path.stat().st_mode & 0o777
    assert mode == (0o600 if write is WRITERS["write_private"] else 0o664)


def test_a_new_file_never_takes_anothers_place(path: Path) -> None:
    with pytest.raises(FileExistsError):
        put_file(path, b"new", replace=False)
    assert path.read_bytes() == b"old"
    assert names(path.parent) == ["book.yaml"]


def test_what_was_saved_by_another_meanwhile_stays(path: Path) -> None:
    with pytest.raises(BlockingIOError):
        save_over(path, b"new", b"older")
    assert path.read_bytes() == b"old"
    assert names(path.parent) == ["book.yaml"]


def test_one_at_a_time_saves_a_file_and_a_crashed_one_is_not_waited_for(path: Path, refuse: Refuse) -> None:
    lock = path.with_name(f".{path.name}{DRAFT_SUFFIX}")
    lock.write_bytes(b"half")
    refuse(ACCESS_DENIED, 0)
    with pytest.raises(BlockingIOError):
        save_over(path, b"new", b"old")
    os.utime(lock, (time.time() - 60,) * 2)
    save_over(path, b"new", b"old")
    assert path.read_bytes() == b"new"
    assert names(path.parent) == ["book.yaml"]


def test_only_stale_drafts_are_swept(path: Path) -> None:
    stale = path.with_name(f".book.yaml.1{DRAFT_SUFFIX}")
    fresh = path.with_name(f".book.yaml.2{DRAFT_SUFFIX}")
    other = path.with_name(f".other.yaml.3{DRAFT_SUFFIX}")
    for draft in (stale, fresh, other):
        draft.write_bytes(b"half")
    for draft in (stale, other):
        os.utime(draft, (time.time() - 3600,) * 2)
    put_file(path, b"new", replace=True)
    assert names(path.parent) == sorted([fresh.name, other.name, "book.yaml"])
    add_files(path.parent, {"new.yaml": "new"})
    assert names(path.parent) == sorted([fresh.name, "book.yaml", "new.yaml"])


def test_a_star_that_cannot_be_kept_is_not_lost_in_silence(tmp_path: Path, refuse: Refuse) -> None:
    path = tmp_path / "favourites.json"
    failures: list[background.Failure] = []
    stop = background.listen(failures.append)
    favourites = Favourites(path)
    favourites.toggle("logistics/ship")
    assert failures == []
    refuse(ACCESS_DENIED, 10_000)
    assert favourites.toggle("logistics/late")
    stop()
    assert [failure.kind for failure in failures] == ["PermissionError"]
    assert "logistics/late" in favourites  # for as long as the program runs
    assert read_state(path) == ["logistics/ship"]


def test_a_damaged_index_that_another_program_holds_is_made_anew_under_a_fresh_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = Phrasebook(phrases=(Phrase("a/b", "a", "什么时候发货", (("今天",),), path="a.yaml"),))
    store = IndexCache(tmp_path / "cache")
    store.save(fingerprint([]), book)
    (held,) = store.folder.glob("*.segment")
    damaged = held.read_bytes()[:-1] + b"\0"
    held.write_bytes(damaged)
    unlink, replace = Path.unlink, Path.replace

    def unlink_unless_held(self: Path, missing_ok: bool = False) -> None:
        if self == held:
            raise windows_error(ACCESS_DENIED)
        unlink(self, missing_ok)

    def replace_unless_held(self: Path, target: Path) -> Path:
        if target == held:
            raise windows_error(ACCESS_DENIED)
        return replace(self, target)

    monkeypatch.setattr(Path, "unlink", unlink_unless_held)
    monkeypatch.setattr(Path, "replace", replace_unless_held)
    for _ in range(2):  # the second time the fresh one is taken
        assert store.save(fingerprint([]), book).index.find("fahuo")
        opened = store.open([])
        assert opened is not None
        assert [hit.phrase.id for hit in opened.index.find("fahuo")] == ["a/b"]
        assert len(list(store.folder.glob("*.segment"))) == 2
    assert held.read_bytes() == damaged
