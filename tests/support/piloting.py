"""Driving the screen through Pilot, for every test of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any

from textual import events
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Static

from qreply.tui.app import QReplyApp
from qreply.tui.screens.main import MainScreen
from qreply.tui.widgets.customer_bar import CustomerBar
from qreply.tui.widgets.frame import FrameLine
from qreply.tui.widgets.hit_list import HitList
from qreply.tui.widgets.preview import Notes, Preview
from qreply.tui.widgets.status_bar import StatusBar
from qreply.workspace.workspace import Workspace
from tests.conftest import FakeClipboard

Run = Pilot[None]


@asynccontextmanager
async def running(
    workspace: Workspace,
    clipboard: FakeClipboard,
    *,
    size: tuple[int, int] = (100, 30),
    query: str = "",
    pick: bool = False,
    keymap: Mapping[str, str] | None = None,
    hotkeys: Mapping[str, str] | None = None,
    make_screen: Callable[..., MainScreen] = MainScreen,
) -> AsyncIterator[Run]:
    app = QReplyApp(
        lambda _: workspace,
        clipboard,
        query=query,
        pick=pick,
        keymap=keymap,
        hotkeys=hotkeys,
        make_screen=make_screen,
    )
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: isinstance(app.screen, MainScreen) and app.screen.ready)
        yield pilot


async def until(pilot: Run, true: Callable[[], bool]) -> None:
    for _ in range(2_000):
        await pilot.pause()
        if true():
            return
        await asyncio.sleep(0.01)
    raise AssertionError(f"never came true; the status says: {status(pilot)}")


async def in_front(pilot: Run, kind: type[Screen[Any]]) -> None:
    """Wait until a screen of this kind takes keys: in front it is before its lines are made."""
    await until(pilot, lambda: isinstance(pilot.app.screen, kind) and pilot.app.screen.is_mounted)


def status(pilot: Run) -> str:
    return text(pilot, StatusBar) if pilot.app.is_running else ""


def text(pilot: Run, what: str | type[Static]) -> str:
    found = pilot.app.screen.query(what)
    return str(found.first(Static).content) if found else ""


def rows(pilot: Run) -> list[str]:
    """The rows of the list without its frame."""
    hits = pilot.app.screen.query_one(HitList)
    lines = [hits.render_line(y).text for y in range(hits.size.height)]
    return [line.removeprefix("│").removesuffix("│").rstrip() for line in lines if line[:1] not in "╭├╰─"]


def preview(pilot: Run) -> str:
    """What is said of the reply: its title and place, its text, and what stands below."""
    screen = pilot.app.screen
    head, below = screen.query_one("#reply-head", FrameLine), screen.query_one(Notes)
    return "\n".join([head.plain, screen.query_one(Preview).plain, *([below.plain] if below.display else [])])


def desk(pilot: Run) -> str:
    """How the reply on the desk and the clipboard stand."""
    return pilot.app.screen.query_one("#reply-state", FrameLine).plain


def customers(pilot: Run) -> str:
    return pilot.app.screen.query_one(CustomerBar).render().plain


def overview(pilot: Run) -> str:
    """The keys as F1 shows them."""
    return "\n".join(str(part.content) for part in pilot.app.screen.query("#help Static").results(Static))


async def type_in(pilot: Run, query: str) -> None:
    await pilot.press(*query)
    await pilot.pause()


async def burst(pilot: Run, *keys: str) -> None:
    """Press `keys` as a slow connection delivers them: all at once."""
    for key in keys:
        pilot.app.post_message(events.Key(key, key if len(key) == 1 else None))
    await pilot.pause()


async def copied(pilot: Run, clipboard: FakeClipboard, count: int = 1) -> None:
    await until(pilot, lambda: len(clipboard.texts) == count and "正在" not in status(pilot))
