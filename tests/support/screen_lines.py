"""Whether each line of the screen says what is so: for the test of random keys, and for the soak."""

from __future__ import annotations

from qreply.tui.cell_width import fit
from qreply.tui.screens.main import MainScreen
from qreply.tui.state_line import describe_clipboard, describe_draft_state
from qreply.tui.widgets.customer_bar import MAX_LABEL
from qreply.tui.widgets.frame import FrameLine
from qreply.tui.widgets.preview import Preview
from qreply.tui.widgets.reply_pane import ReplyPane
from qreply.workspace.clipboard_record import Presence
from tests.conftest import FakeClipboard
from tests.support.piloting import Run, customers, rows, status, until

RANDOM_KEYS = (
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


async def all_settled(pilot: Run) -> None:
    """Wait for what is copied, read, filled and shown in turns of its own."""
    pane = main(pilot).reply_pane
    await until(
        pilot,
        lambda: not (pane._is_behind or pane.clipboard_watch._is_reading or pane._copying._departure),
    )
    await pilot.pause()


def main(pilot: Run) -> MainScreen:
    assert isinstance(pilot.app.screen, MainScreen)
    return pilot.app.screen


def check_lines(pilot: Run, clipboard: FakeClipboard, pressed: list[str]) -> None:
    screen = main(pilot)
    session = screen.session
    rendered = screen.query_one(ReplyPane).shown_reply()
    head = screen.query_one("#reply-head", FrameLine).plain
    state = screen.query_one("#reply-state", FrameLine).plain
    where = f"{' '.join(pressed)}: {state}"

    previewed, reply = screen.query_one(Preview).reply, rendered.text if rendered else ""
    assert previewed == reply, f"{where}\n{previewed}\n{reply}"
    assert head.startswith(rendered.phrase.title if rendered else "没有"), where
    told = "".join(text for text, _ in describe_clipboard(session))
    desk = describe_draft_state(session, rendered, screen.key_of("note")).signed
    assert state == "  ".join(filter(None, (desk, told))), where

    copied = session.sending.clipboard_record.copied
    if copied is not None and copied.presence is Presence.VERIFIED:
        assert clipboard.texts[-1] == copied.rendered.text, where
    if "已在剪贴板" in state:
        assert clipboard.texts[-1] == screen.query_one(Preview).reply, where
    if "已复制" in status(pilot):
        assert clipboard.texts[-1] == (copied.rendered.text if copied else None), where
        assert copied is not None, where
        assert copied.customer is session.customer, where

    if not screen.hit_list.size.height:
        return  # in a window this low nothing is left for the list
    titles = [hit.phrase.title for hit in session.search_state.hits]
    for row in rows(pilot):
        digit = row[1:2]  # behind the mark of the scenario
        assert not digit.isdigit() or titles[int(digit) - 1][:4] in row, where
    cursor = [row for row in rows(pilot) if "▌" in row]
    draft, selected = session.draft, session.search_state.phrase
    is_hit = draft is not None and selected is not None and draft.phrase.id == selected.id
    assert len(cursor) == int(is_hit), where
    customer = session.customer
    label = fit(customer.label, MAX_LABEL)
    assert f" {customer.number} {label}".rstrip() in customers(pilot), where
