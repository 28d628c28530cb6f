"""The folders that qreply keeps its files in."""

from __future__ import annotations

from pathlib import Path

import platformdirs
import pytest

from qreply.cli import run
from qreply.settings.settings import Settings
from qreply.storage import locations
from qreply.storage.locations import (
    cache_path,
    crash_log_path,
    favourites_path,
    history_path,
    is_own_path,
    own_book_path,
    remembered_path,
    settings_path,
)
from tests.support.systems import LINKS, needs_posix

FOLDERS = {"cache_path", "verdicts_path", "copies_path", "own_book_path"}
FILES = sorted({name for name in vars(locations) if name.endswith("_path")} - FOLDERS - {"is_own_path"})
PLACES = [None, "/somewhere", "/some where/", "relative", "", " "]


@pytest.mark.parametrize("home", PLACES)
@pytest.mark.parametrize("xdg", PLACES)
def test_folders_are_where_platformdirs_has_them(
    home: str | None, xdg: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for kind in ("CONFIG", "CACHE", "STATE"):
        monkeypatch.delenv(f"XDG_{kind}_HOME")
        if xdg is not None:
            monkeypatch.setenv(f"XDG_{kind}_HOME", xdg)
    monkeypatch.delenv("HOME")
    if home is not None:
        monkeypatch.setenv("HOME", home)
    assert settings_path().parent == platformdirs.user_config_path("qreply", appauthor=False)
    assert cache_path() == platformdirs.user_cache_path("qreply", appauthor=False)
    assert history_path().parent == platformdirs.user_state_path("qreply", appauthor=False)


def test_a_user_without_a_home_finds_replies_all_the_same(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(name)

    def nowhere(*_: object, **__: object) -> None:
        raise RuntimeError

    for kind in ("config", "cache", "state", "log"):
        monkeypatch.setattr(f"platformdirs.user_{kind}_path", nowhere)
    assert run(["find", "fahuo"]) == 0
    assert run(["init"]) == 1
    assert "无法写入" in capsys.readouterr().err


def test_tests_keep_off_the_users_own_files(tmp_path: Path) -> None:
    """On every system: otherwise they would empty an engineer's settings and forget what she has sent."""
    mine = tmp_path / "home"
    places = [settings_path(), cache_path(), history_path(), remembered_path(), favourites_path()]
    for place in (*places, own_book_path(), crash_log_path(), Path.home(), Path("~").expanduser()):
        assert place.is_relative_to(mine)


@needs_posix(LINKS)
def test_the_own_book_that_is_named_by_another_spelling_is_taken_once(tmp_path: Path) -> None:
    """As on disks that ignore case; a link stands in for them."""
    own = own_book_path()
    own.mkdir(parents=True)
    (own / "a.yaml").write_text("scenario: a\n", encoding="utf-8")
    other = tmp_path / "OWN"
    other.symlink_to(own)
    assert Settings(settings_path(), books=(other,)).all_books == (other,)
    assert Settings(settings_path(), books=(tmp_path,)).all_books == (tmp_path, own)


@needs_posix(LINKS)
@pytest.mark.parametrize("name", FILES)
def test_a_hard_link_to_any_of_our_files_is_ours(name: str, tmp_path: Path) -> None:
    file, link = getattr(locations, name)(), tmp_path / "elsewhere" / "list.csv"
    for path in (file, link):
        path.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("", encoding="utf-8")
    assert not is_own_path(link, tmp_path / "settings.yaml")
    link.hardlink_to(file)
    assert is_own_path(link, tmp_path / "settings.yaml")


def test_what_lies_in_our_folders_is_ours(tmp_path: Path) -> None:
    for name in sorted(FOLDERS):
        assert is_own_path(getattr(locations, name)().resolve() / "list.csv", tmp_path / "settings.yaml"), (
            name
        )
