"""Whatever is pressed, each line of the screen says what is so now, and the clipboard's says the truth."""

from __future__ import annotations

from random import Random

import pytest

from qreply.tui.screens.main import MainScreen
from qreply.tui.state_line import describe_clipboard, describe_desk, name_customer
from qreply.tui.widgets.frame import FrameLine
from qreply.tui.widgets.preview import Preview
from qreply.tui.widgets.reply_pane import ReplyPane
from qreply.workspace.clipboard_record import Presence
from qreply.workspace.workspace import Workspace
from tests.conftest import FakeClipboard
from tests.support.piloting import Run, customers, rows, running, status, until

KEYS = (
    *("f", "h", "y", "d", "m", "c", "1", "backspace", "space"),
    *["enter"] * 6,
    *("down", "up", "tab", "shift+tab", "escape", "alt+1", "alt+2", "home", "end"),
    *(
        "ctrl+n",
        "ctrl+b",
        "ctrl+l",
        "ctrl+k",
        "ctrl+r",
        "ctrl+t",
        "ctrl+e",
        "ctrl+f",
        "ctrl+g",
        "ctrl+y",
        "ctrl+d",
    ),
)
ELSEWHERE = "SF1234567890123"  # what another program puts on the clipboard


@pytest.mark.parametrize(("seed", "size"), [(1, (100, 30)), (2, (45, 16)), (3, (80, 24)), (4, (100, 30))])
async def test_every_line_agrees_with_the_state(
    workspace: Workspace, clipboard: FakeClipboard, seed: int, size: tuple[int, int]
) -> None:
    random = Random(seed)
    async with running(workspace, clipboard, size=size) as pilot:
        pressed: list[str] = []
        for _ in range(60):
            if random.random() < 0.05:
                pressed.append("(another program copies)")
                clipboard.texts.append(ELSEWHERE)
                pilot.app.app_focus = False
                await pilot.pause()
                pilot.app.app_focus = True
            else:
                pressed.append(random.choice(KEYS))
                await pilot.press(pressed[-1])
            await settled(pilot)
            check(pilot, clipboard, pressed)


async def settled(pilot: Run) -> None:
    """Wait for what is copied, read, filled and shown in turns of its own."""
    screen = main(pilot)
    await until(pilot, lambda: not (screen.reply_pane.is_busy or "正在" in status(pilot)))
    await pilot.pause()


def main(pilot: Run) -> MainScreen:
    assert isinstance(pilot.app.screen, MainScreen)
    return pilot.app.screen


def check(pilot: Run, clipboard: FakeClipboard, pressed: list[str]) -> None:
    screen = main(pilot)
    session = screen.session
    rendered = screen.query_one(ReplyPane).shown_reply()
    head = screen.query_one("#reply-head", FrameLine).plain
    state = screen.query_one("#reply-state", FrameLine).plain
    where = f"{' '.join(pressed)}: {state}"

    assert screen.query_one(Preview).reply == (rendered.text if rendered else ""), where
    assert head.startswith(rendered.phrase.title if rendered else "没有"), where
    told = "".join(text for text, _ in describe_clipboard(session))
    desk = describe_desk(session, rendered, screen.key_of("note")).signed
    assert state == "  ".join(filter(None, (desk, told))), where

    copied = session.sending.clipboard.copied
    if copied is not None and copied.presence is Presence.VERIFIED:
        assert clipboard.texts[-1] == copied.rendered.text, where
    if "已在剪贴板" in state:
        assert clipboard.texts[-1] == screen.query_one(Preview).reply, where
        assert name_customer(session.customer) in state, where
    if "已复制" in status(pilot):
        assert clipboard.texts[-1] == (copied.rendered.text if copied else None), where
        assert copied is not None, where
        assert copied.customer is session.customer, where

    titles = [hit.phrase.title for hit in session.search_state.hits]
    shown = [row for row in rows(pilot) if row.strip(" │▌▏")[:1].isdigit()]
    assert all(title in row for title, row in zip(titles, shown, strict=False)), where
    cursor = [row for row in rows(pilot) if "▌" in row]
    draft, selected = session.draft, session.search_state.phrase
    is_hit = draft is not None and selected is not None and draft.phrase.id == selected.id
    assert len(cursor) == int(is_hit), where
    for customer in session.customers.all:
        assert f" {customer.number} {customer.label}".rstrip() in customers(pilot), where
