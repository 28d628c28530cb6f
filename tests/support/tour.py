"""A walk through all that the screen can show, for tests of how it looks and of what it says.

The book's own words are English: whatever else is read on the way is qreply's.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

from textual.geometry import Region
from textual.screen import ModalScreen, Screen
from textual.strip import Strip

from qreply.clipboard import Status
from qreply.phrasebook.model import (
    Phrase,
    Phrasebook,
    Placeholder,
    Problem,
    Rule,
    Scenario,
    Scope,
    Validity,
    Wording,
)
from qreply.search.storage.index_cache import IndexedPhrasebook
from qreply.settings.settings import Settings, Shop
from qreply.tui.screens.first_run import FirstRunScreen
from qreply.tui.widgets.line_input import QueryInput
from qreply.workspace.workspace import Workspace
from tests.conftest import FakeClipboard
from tests.support.piloting import Run, copied, running

NOON = datetime(2026, 11, 23, 12, 30)
TYPED = ("available", "qqqqxxxx9", "me", "Path")
OVER = Validity(until=datetime(2026, 11, 11))


def _phrase(name: str, title: str, code: str, *messages: str) -> Phrase:
    return Phrase(name, name.partition("/")[0], title, (tuple(messages),), code=code, group="Group")


def _with(phrase: Phrase, *wordings: Wording) -> Phrase:
    return phrase._replace(wordings=(*phrase.wordings, *wordings))


BOOK = Phrasebook(
    scenarios=tuple(
        Scenario(name, name.title()) for name in ("pre-sale", "logistics", "complaint", "return", "own")
    ),
    phrases=(
        _phrase("pre-sale/stock", "In stock", "stock", "Yes, {{count=3}} left at {{shop}}.")._replace(
            asks=("is it available",),
            note="Look first.",
            images=("shelf.jpg",),
            next=("logistics/track",),
        ),
        _phrase(
            "logistics/track", "Tracking number", "track", "{{carrier}} {{number}}{{?gift}} +{{/gift}}"
        )._replace(
            scope=Scope(
                {
                    "carrier": Placeholder("carrier", options=("SF", "ZTO"), default="SF"),
                    "number": Placeholder(
                        "number", ask="Which number", pattern=r"\d{10,15}", from_clipboard=True
                    ),
                    "gift": Placeholder("gift", from_shop=True, example="a pair of socks"),
                }
            ),
        ),
        _phrase("complaint/slow", "Slow parcel", "slow", "Sorry.", "We look into it."),
        _with(
            _phrase("return/how", "How to return", "back", "Send it back within 7 days."),
            ("Just send it back.",),
        ),
        _phrase("return/sale", "Sale return", "sale", "Only today.")._replace(valid=(OVER,)),
        _phrase("own/contact", "Contact", "contact", "Add me on wechat: {{id}}."),
        _phrase("own/promise", "Promise", "promise", "It is there tomorrow."),
    ),
    rules=(
        Rule("wechat", "block", "No contact outside.", words=("wechat",), suggestion="this chat"),
        Rule("sure", "warn", "Do not promise.", words=("tomorrow",)),
    ),
    problems=(Problem("no-asks", "a.yaml", 3, 5, "warning", {"id": "stock"}),),
)
SHOPS = (
    Shop("Corner shop", values={"shop": "the corner"}),
    Shop("Book shop", "pdd", {"shop": "the library"}),
)


async def _ask(pilot: Run, query: str) -> None:
    await pilot.press("escape")  # from the form, if it is open
    pilot.app.screen.query_one(QueryInput).value = query
    await pilot.pause()


async def tour(size: tuple[int, int] = (100, 30)) -> AsyncIterator[tuple[str, Run]]:
    """Go from scene to scene; each is yielded with its name while it is on the screen."""
    settings = Settings(Path("settings.yaml"), shops=SHOPS)
    workspace, clipboard = Workspace(IndexedPhrasebook.of(BOOK), settings, lambda: NOON), FakeClipboard()
    async with running(workspace, clipboard, size=size) as pilot:
        yield "start", pilot
        for scene, keys in (
            ("starred", ["ctrl+d", "down", "down"]),
            ("last tab", ["shift+tab"]),
            ("all tabs", ["tab"]),
        ):
            await pilot.press(*keys)
            yield scene, pilot
        for scene, query, keys in (
            ("hits", "available", []),
            ("expired", "sale", ["enter"]),
            ("two wordings", "back", []),
            ("nothing found", "qqqqxxxx9", []),
            ("warned", "promise", ["enter"]),
            ("form", "contact", ["enter"]),
            ("blocked", "", [*"me", "enter"]),
            ("suggestion", "", ["ctrl+s"]),
            ("misfit", "track", ["enter", *"12", "enter"]),
            ("all fields", "", ["ctrl+f"]),
            ("another customer", "", ["escape", "ctrl+n"]),
            ("other shop", "", ["ctrl+o"]),
            ("help", "", ["f1"]),
            ("palette", "", ["escape", "ctrl+p", "down"]),
            ("shop values", "", ["escape", "alt+s"]),
            ("writing", "", ["escape", "escape", "ctrl+w", *"Own"]),
        ):
            if query:
                await _ask(pilot, query)
            await pilot.press(*keys)
            await pilot.pause()
            yield scene, pilot
        pilot.app.screen.dismiss()
        pilot.app.push_screen(FirstRunScreen(Path("settings.yaml")))
        await pilot.pause()
        yield "first time", pilot
        pilot.app.screen.dismiss()
        await pilot.pause()
        await _ask(pilot, "stock")
        outcomes = {"copied": Status.VERIFIED, "sent": Status.SENT, "by hand": Status.FAILED}
        for count, (scene, status) in enumerate(outcomes.items(), 1):
            clipboard.status = status
            await pilot.press("enter")
            await copied(pilot, clipboard, count)
            yield scene, pilot


def drawn(screen: Screen[object]) -> list[Strip]:
    """What stands on `screen`, line by line, as it goes to the terminal; of one before another only its own part."""
    strips = screen._compositor.render_strips()
    if not isinstance(screen, ModalScreen):
        return strips
    own = Region.from_union([child.region for child in screen.children])
    return [strip.crop(own.x, own.right) for strip in strips[own.y : own.bottom]]
