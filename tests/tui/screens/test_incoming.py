"""A customer's message on the clipboard, as the query."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from queue import SimpleQueue

import pytest

from qreply.clipboard import HIDDEN
from qreply.clipboard.changes import Changes
from qreply.settings.settings import Settings
from qreply.tui import clipboard_follower
from qreply.tui.actions import incoming
from qreply.tui.widgets.line_input import QueryInput
from qreply.workspace.workspace import Workspace
from tests.conftest import FakeClipboard
from tests.support.piloting import Run, copied, preview, running, text, until
from tests.support.piloting import desk as state

QUESTION = "你好，到底什么时候发货啊"


@pytest.fixture(autouse=True)
def _in_no_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was typed a moment ago is long since typed, and a look never takes too long."""
    monkeypatch.setattr(incoming, "TYPING_SECONDS", 0.0)
    monkeypatch.setattr(incoming, "PATIENCE", 60.0)
    monkeypatch.setattr(clipboard_follower, "CALM_SECONDS", 0.0)


@pytest.fixture
def desk(make_desk: Callable[..., Workspace]) -> Workspace:
    return make_desk()


@asynccontextmanager
async def following(desk: Workspace, clipboard: FakeClipboard, mode: str = "focus") -> AsyncIterator[Run]:
    desk.apply_settings(desk.settings._replace(follow_clipboard=mode))
    clipboard.is_followed = True
    async with running(desk, clipboard) as pilot:
        await until(pilot, lambda: clipboard.reads > 0 or mode == "off")
        await pilot.pause()
        yield pilot


def query(pilot: Run) -> str:
    return pilot.app.screen.query_one(QueryInput).value


async def come_back(pilot: Run, clipboard: FakeClipboard, message: str) -> None:
    """Copy `message` in the chat and take the window up again."""
    pilot.app.app_focus = False
    await pilot.pause()
    clipboard.texts.append(message)
    pilot.app.app_focus = True


async def test_one_key_copies_the_answer(desk: Workspace, clipboard: FakeClipboard) -> None:
    """Copied in the chat, Alt+Tab, Enter."""
    async with following(desk, clipboard) as pilot:
        await come_back(pilot, clipboard, QUESTION)
        await pilot.press("enter")  # before anything was seen: Enter waits for it
        await copied(pilot, clipboard, 2)
    assert clipboard.texts[-1].startswith("亲，付款后48小时内发出")


async def test_it_is_marked_and_esc_brings_back_what_was_there(
    desk: Workspace, clipboard: FakeClipboard
) -> None:
    async with following(desk, clipboard) as pilot:
        await pilot.press(*"dh")
        await come_back(pilot, clipboard, QUESTION)
        await until(pilot, lambda: "来自剪贴板" in text(pilot, "#prompt"))
        assert query(pilot) == "到底什么时候发货啊"
        assert "Esc 拿回原来的" in text(pilot, "#status")
        assert "付款后48小时" in preview(pilot)
        await pilot.press("escape")
        await pilot.pause()
        assert query(pilot) == "dh"
        assert "来自剪贴板" not in text(pilot, "#prompt")
        assert "单号" in preview(pilot)
        await pilot.press("escape")
        assert query(pilot) == ""


async def test_typing_takes_its_place(desk: Workspace, clipboard: FakeClipboard) -> None:
    async with following(desk, clipboard) as pilot:
        await come_back(pilot, clipboard, QUESTION)
        await until(pilot, lambda: query(pilot) != "")
        await pilot.press(*"dh")
        assert query(pilot) == "dh"
        assert "来自剪贴板" not in text(pilot, "#prompt")


@pytest.mark.parametrize("what", ["off", "form", "start", "number"])
async def test_what_is_left_alone(what: str, desk: Workspace, clipboard: FakeClipboard) -> None:
    clipboard.texts.append("已经在那里的，什么时候发货")
    async with following(desk, clipboard, "off" if what == "off" else "focus") as pilot:
        if what == "form":  # a value for it may be in the text
            await pilot.press(*"dh", "ctrl+f")
            await pilot.pause()
        before, reads = query(pilot), clipboard.reads
        message = {"start": clipboard.texts[0], "number": "YT1234567890123"}.get(what, QUESTION)
        await come_back(pilot, clipboard, message)
        if what != "off":
            await until(pilot, lambda: clipboard.reads > reads)
        await pilot.pause()
        assert query(pilot) == before


async def test_what_is_being_typed_is_left_alone(
    desk: Workspace, clipboard: FakeClipboard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(incoming, "TYPING_SECONDS", 3600.0)
    async with following(desk, clipboard) as pilot:
        await pilot.press(*"dh")
        await come_back(pilot, clipboard, QUESTION)
        await until(pilot, lambda: clipboard.reads > 1)
        await pilot.pause()
        assert query(pilot) == "dh"


class Copies(Changes):
    """Tells of copies as the test makes them."""

    def __init__(self) -> None:
        self.copies: SimpleQueue[bool] = SimpleQueue()
        self.is_closed = False

    def wait(self, seconds: float) -> bool:
        time.sleep(min(seconds, 0.01))
        return not self.copies.empty() and self.copies.get()

    def close(self) -> None:
        self.is_closed = True


async def test_live_needs_no_coming_back(desk: Workspace, clipboard: FakeClipboard) -> None:
    copies = Copies()
    clipboard.watch = lambda: copies
    async with following(desk, clipboard, "live") as pilot:
        for message, found in (("什么时候发货啊", "付款后48小时"), ("物流太慢了，你们管不管", "非常抱歉")):
            clipboard.texts.append(message)
            copies.copies.put(True)
            await until(pilot, lambda found=found: found in preview(pilot))  # type: ignore[misc]
    for _ in range(1000):
        if copies.is_closed:
            break
        await asyncio.sleep(0.01)
    assert copies.is_closed


async def test_a_password_in_the_place_of_a_reply_is_said_and_not_taken(
    desk: Workspace, clipboard: FakeClipboard
) -> None:
    copies = Copies()
    clipboard.watch = lambda: copies
    async with following(desk, clipboard, "live") as pilot:
        await pilot.press(*"fh", "enter")
        await copied(pilot, clipboard)
        assert "已在剪贴板" in state(pilot)
        clipboard.texts.append(HIDDEN)
        copies.copies.put(True)
        await until(pilot, lambda: "已被别的程序改掉" in state(pilot))
        assert query(pilot) == "fh"


async def test_live_waits_for_a_form_to_be_left(
    desk: Workspace, clipboard: FakeClipboard, monkeypatch: pytest.MonkeyPatch
) -> None:
    copies = Copies()
    clipboard.watch = lambda: copies
    async with following(desk, clipboard, "live") as pilot:
        monkeypatch.setattr(incoming, "TYPING_SECONDS", 0.01)
        await pilot.press(*"dh", "ctrl+f")
        await pilot.pause()
        clipboard.texts.append(QUESTION)
        reads = clipboard.reads
        copies.copies.put(True)
        await until(pilot, lambda: clipboard.reads > reads)
        await pilot.pause(0.05)
        assert query(pilot) == "dh"
        await pilot.press("escape")
        await until(pilot, lambda: query(pilot) == "到底什么时候发货啊")


async def test_where_nothing_tells_of_copies_it_is_said(desk: Workspace, clipboard: FakeClipboard) -> None:
    async with following(desk, clipboard, "live") as pilot:
        await until(pilot, lambda: "切回窗口时再看" in text(pilot, "#status"))


async def test_a_window_that_was_behind_at_the_start_takes_the_first_key(
    desk: Workspace, clipboard: FakeClipboard
) -> None:
    async with running(desk, clipboard) as pilot:
        pilot.app.app_focus = False
        pilot.app._last_focused_on_app_blur = None  # as when nothing had the cursor yet
        await pilot.pause()
        await pilot.press(*"dh")
        await pilot.pause()
        assert query(pilot) == "dh"


def test_the_settings_default() -> None:
    assert Settings(Path("x")).follow_clipboard == "focus"
