"""What still waits when the application leaves: nothing of it is worked through."""

from __future__ import annotations

import signal
import sys

import pytest

from qreply.tui.widgets.line_input import QueryInput
from qreply.workspace.workspace import Workspace
from tests.conftest import FakeClipboard
from tests.support.piloting import burst, running, type_in


async def test_keys_that_wait_when_the_application_leaves_are_dropped(
    workspace: Workspace, clipboard: FakeClipboard
) -> None:
    async with running(workspace, clipboard) as pilot:
        await type_in(pilot, "fh")
        query = pilot.app.screen.query_one(QueryInput)
        pilot.app.exit(return_code=129)
        await burst(pilot, *"yh", "enter", "backspace")
        assert query.value == "fh"
    assert clipboard.texts == []
    assert pilot.app.return_code == 129


async def test_ctrl_q_drops_the_keys_behind_it(workspace: Workspace, clipboard: FakeClipboard) -> None:
    async with running(workspace, clipboard) as pilot:
        query = pilot.app.screen.query_one(QueryInput)
        await burst(pilot, *"fh", "ctrl+q", *"yh", "enter")
        assert query.value == "fh"
    assert clipboard.texts == []


SIGNS = ("TERM", "HUP", "INT", "QUIT", "USR1", "USR2", "ALRM", "ABRT", "XCPU")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
async def test_no_signal_ends_the_program_as_it_stands(
    workspace: Workspace, clipboard: FakeClipboard
) -> None:
    """What follows one is held in a real terminal, for some of them."""
    signs = [signal.Signals[f"SIG{name}"] for name in SIGNS]
    assert signal.SIG_DFL in map(signal.getsignal, signs)
    async with running(workspace, clipboard):
        assert [sign for sign in signs if signal.getsignal(sign) is signal.SIG_DFL] == []
