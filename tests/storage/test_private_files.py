"""What qreply keeps is only its user's to read, whatever the umask, and is trusted only if it is theirs."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from qreply.history.database import Database
from qreply.history.records import SearchRecord
from qreply.phrasebook.loader import load
from qreply.search.storage.index_cache import IndexCache
from qreply.storage.atomic import DRAFT_SUFFIX, save_over, sweep
from qreply.storage.fingerprint import fingerprint
from qreply.storage.json_state import read_state, write_state
from qreply.storage.private_files import is_trusted, make_private_folder, write_private

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows' folders have access lists instead")


@pytest.fixture(params=[0o000, 0o022, 0o077], ids=oct)
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "book.yaml"
    path.write_text("scenario: logistics\nphrases:\n  - {id: ship, title: 发货, reply: 今天发}\n", "utf-8")
    return path


def test_files_are_0600_and_folders_0700(tmp_path: Path, book: Path, umask: int) -> None:
    del umask
    kept = tmp_path / "kept"
    kept.mkdir(mode=0o755)
    kept.chmod(0o777)
    write_state(kept / "favourites.json", ["a/b"])
    IndexCache(kept / "cache").save(fingerprint([book]), load([book]))
    database = Database(kept / "state" / "history.db")
    database.add([SearchRecord(5, "hanzi", "发货", "logistics/ship")])
    database.close()
    for path in [kept, *kept.rglob("*")]:
        assert oct(path.stat().st_mode & 0o777) == ("0o700" if path.is_dir() else "0o600"), path
    assert {path.suffix for path in kept.rglob("*.*")} == {".json", ".db", ".catalogue", ".segment"}


def test_what_a_killed_writer_left_goes_and_what_one_is_writing_stays(tmp_path: Path) -> None:
    old, new = (tmp_path / f".favourites.json.{part}{DRAFT_SUFFIX}" for part in ("1234", "5678"))
    for path in (old, new):
        path.write_bytes(b"half")
    os.utime(old, (time.time() - 3600,) * 2)
    write_state(tmp_path / "favourites.json", ["a/b"])
    assert {path.name for path in tmp_path.iterdir()} == {"favourites.json", new.name}
    sweep(tmp_path / "none")


def test_a_write_that_fails_leaves_the_old_and_nothing_else(tmp_path: Path) -> None:
    write_private(tmp_path / "a", b"old")
    (tmp_path / "b").mkdir()
    with pytest.raises(OSError, match="b"):
        write_private(tmp_path / "b", b"new")
    assert {path.name for path in tmp_path.iterdir()} == {"a", "b"}


def test_a_path_in_no_known_encoding_can_be_kept(tmp_path: Path) -> None:
    write_state(tmp_path / "a.json", {"收藏": os.fsdecode(b"/home/\xff\xfe")})
    assert read_state(tmp_path / "a.json") == {"收藏": "/home/\udcff\udcfe"}


def test_a_home_in_no_known_encoding_is_no_crash(tmp_path: Path) -> None:
    home = os.fsencode(tmp_path) + b"/\xff\xfe"
    try:
        os.mkdir(home)  # noqa: PTH102 - a name that no text is
    except OSError:
        pytest.skip("this file system takes only text")
    environ = {**os.environb, b"HOME": home}
    for name in (b"XDG_CONFIG_HOME", b"XDG_CACHE_HOME", b"XDG_STATE_HOME"):
        environ.pop(name, None)
    for command in (["init"], ["find", "zenmetuihuo"], ["find", "zenmetuihuo"], ["stats"], ["doctor"]):
        done = subprocess.run(
            [sys.executable, "-m", "qreply", *command], env=environ, capture_output=True, check=False
        )
        assert "出错退出" not in done.stderr.decode()
        assert done.returncode == {"stats": 1, "doctor": done.returncode}.get(command[0], 0)


# -- the index


OURS = os.geteuid() if hasattr(os, "geteuid") else 0


def status(mode: int, owner: int) -> os.stat_result:
    return os.stat_result((0o100000 | mode, 0, 0, 1, owner, 0, 0, 0, 0, 0))


@pytest.mark.parametrize(
    ("mode", "owner", "trusted"),
    [
        (0o600, OURS, True),
        (0o644, OURS, True),
        (0o600, 0, True),
        (0o620, OURS, False),
        (0o602, OURS, False),
        (0o600, OURS + 4711, False),
        (0o644, OURS + 4711, False),
    ],
)
def test_only_what_others_cannot_have_written_is_trusted(mode: int, owner: int, trusted: bool) -> None:
    assert is_trusted(status(mode, owner)) == trusted


@pytest.mark.parametrize("kind", ["*.catalogue", "*.segment"])
def test_an_index_that_others_can_write_to_is_made_anew(tmp_path: Path, book: Path, kind: str) -> None:
    store = IndexCache(tmp_path / "cache")
    store.save(fingerprint([book]), load([book]))
    assert store.open([book]) is not None
    for path in store.folder.glob(kind):
        path.chmod(0o666)
    assert store.open([book]) is None
    store.save(fingerprint([book]), load([book]))
    assert store.open([book]) is not None
    assert {path.stat().st_mode & 0o777 for path in store.folder.iterdir()} == {0o600}


def test_a_folder_that_cannot_be_made_is_an_oserror(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OSError, match="file"):
        make_private_folder(tmp_path / "file" / "folder")


# -- books keep their owner


@pytest.mark.skipif(OURS != 0, reason="only root can give files away")
def test_a_saved_book_keeps_owner_group_and_mode(book: Path) -> None:
    os.chown(book, 1234, 2345)
    book.chmod(0o664)
    save_over(book, b"new", book.read_bytes())
    now = book.stat()
    assert (now.st_uid, now.st_gid, now.st_mode & 0o777) == (1234, 2345, 0o664)
    assert book.read_bytes() == b"new"
