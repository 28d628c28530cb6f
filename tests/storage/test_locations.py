"""The folders that qreply keeps its files in."""

from __future__ import annotations

import platformdirs
import pytest

from qreply.cli import run
from qreply.storage.locations import cache_path, history_path, settings_path

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
