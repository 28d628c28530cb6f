"""The settings screen, from the palette: what is shown, tried and saved."""

from __future__ import annotations

from pathlib import Path

from qreply.settings.reader import load_settings
from qreply.settings.settings import Shop
from qreply.tui.screens.main import MainScreen
from qreply.tui.screens.preferences import PreferencesScreen
from qreply.workspace.workspace import Workspace
from tests.conftest import FakeClipboard
from tests.support.piloting import in_front, running, status, text, until


async def test_name_theme_and_another_shop_are_changed_at_any_time(
    workspace: Workspace, clipboard: FakeClipboard, tmp_path: Path
) -> None:
    path = tmp_path / "settings.yaml"
    path.write_text("agent: 老名字\nshops:\n  - name: 花店\n    platform: taobao\n", "utf-8")
    workspace.apply_settings(load_settings(path))
    async with running(workspace, clipboard) as pilot:
        await pilot.press("ctrl+p", *"shezhi", "enter")
        await in_front(pilot, PreferencesScreen)
        await pilot.pause()
        await pilot.press("tab", "2")
        await until(pilot, lambda: pilot.app.theme == "qreply-light")
        await pilot.press("escape")
        await in_front(pilot, MainScreen)
        assert pilot.app.theme == "qreply-dark"
        assert load_settings(path) == workspace.settings

        await pilot.press("alt+c")
        await in_front(pilot, PreferencesScreen)
        await pilot.pause()
        await pilot.press(
            *"Xia", "enter", "2", "enter", "enter", "3", "enter", *"book", "enter", "2", "enter"
        )
        await in_front(pilot, MainScreen)
        assert "Ctrl+O" in status(pilot)
        await pilot.press("ctrl+o")
        await pilot.pause()
        assert text(pilot, "#shop") == "拼多多 · book"
    settings = load_settings(path)
    assert (settings.agent, settings.theme) == ("Xia", "qreply-light")
    assert settings.follow_clipboard == workspace.settings.follow_clipboard == "off"
    assert settings.shops == (Shop("花店", "taobao"), Shop("book", "pdd"))
