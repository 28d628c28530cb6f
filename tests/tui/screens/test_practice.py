"""A practice on the screen: found and copied as always, judged, and nothing leaves."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

from qreply.clipboard import Clipboard
from qreply.clipboard.backends.nowhere import NowhereBackend
from qreply.reports.practice_results import PracticeResults
from qreply.settings.settings import Shop
from qreply.storage.locations import history_path, practice_path
from qreply.tui.screens.main import MainScreen
from qreply.tui.screens.practice_run import PracticeScreen
from qreply.tui.screens.practice_summary import PracticeSummaryScreen
from qreply.tui.widgets.frame import FrameLine
from qreply.tui.widgets.queue_bar import QueueBar
from qreply.workspace.practice_messages import PracticeMessage
from qreply.workspace.workspace import Workspace
from tests.conftest import FakeClipboard
from tests.support.piloting import Run, in_front, preview, running, status, text, type_in, until

ASKED = (
    PracticeMessage("在吗 什么时侯发货呀", frozenset({"logistics/ship-when"})),
    PracticeMessage("单号发我一下。。", frozenset({"logistics/track"})),
)


def practising(
    messages: Sequence[PracticeMessage] = ASKED, over: Callable[[PracticeResults], object] = lambda _: None
) -> Callable[..., MainScreen]:
    def make(open_workspace: Callable[..., Workspace], _: Clipboard, **options: object) -> PracticeScreen:
        del options
        return PracticeScreen(open_workspace, lambda _: messages, Clipboard([NowhereBackend()]), on_over=over)

    return make


def message(pilot: Run) -> str:
    return text(pilot, QueueBar)


async def test_a_practice_from_its_first_message_to_its_figures(
    workspace: Workspace, clipboard: FakeClipboard
) -> None:
    over: list[PracticeResults] = []
    async with running(workspace, clipboard, make_screen=practising(over=over.append)) as pilot:
        await until(pilot, lambda: "什么时侯发货" in message(pilot))
        await type_in(pilot, "yh")
        await pilot.press("enter")
        await until(pilot, lambda: "该用“什么时候发货”（fh）" in status(pilot))
        assert "1/2" in message(pilot)
        assert "没有真的复制" in pilot.app.screen.query_one("#reply-state", FrameLine).plain
        await pilot.press("escape", *"fahuo", "enter")
        await until(pilot, lambda: "2/2" in message(pilot))
        assert "对了" in status(pilot)
        await type_in(pilot, "dh")
        assert "【" not in preview(pilot)  # what an agent would look up is there
        await pilot.press("enter")
        await in_front(pilot, PracticeSummaryScreen)
        shown = text(pilot, "#practice-summary Static")
        for words in (
            "一次就对 1/2（50%）",
            "用了 有货，该用 什么时候发货（fh）",
            "打 fh，比“fahuo”少按 3 下",
        ):
            assert words in shown
        await pilot.press("escape")
        await pilot.pause()
    assert [one.right for one in over] == [1]
    assert clipboard.texts == []
    assert [type(one) for one in json.loads(practice_path().read_text("utf-8"))[0]][:4] == [int] * 4
    assert not history_path().exists()
    assert not (history_path().parent / "sent.json").exists()


async def test_giving_up_shows_what_was_wanted_and_leaving_shows_the_figures_so_far(
    workspace: Workspace, clipboard: FakeClipboard
) -> None:
    async with running(workspace, clipboard, make_screen=practising()) as pilot:
        await pilot.press("alt+x")
        await until(pilot, lambda: "2/2" in message(pilot))
        assert "该用“什么时候发货”（fh）" in status(pilot)
        await pilot.press("ctrl+q")
        await in_front(pilot, PracticeSummaryScreen)
        assert "练了 1 条" in text(pilot, "#practice-summary Static")


async def test_the_palettes_practice_comes_back_to_the_work_as_it_was(
    make_desk: Callable[..., Workspace], clipboard: FakeClipboard
) -> None:
    workspace = make_desk(shops=(Shop("小店"),))
    async with running(workspace, clipboard) as pilot:
        await type_in(pilot, "yh")
        main = pilot.app.screen
        await pilot.press("alt+g")
        await until(pilot, lambda: isinstance(pilot.app.screen, PracticeScreen) and bool(message(pilot)))
        await pilot.press("ctrl+n", "ctrl+w", "alt+s")  # which would write, or begin other work
        await pilot.pause()
        assert isinstance(pilot.app.screen, PracticeScreen)
        await pilot.press("enter")
        await until(pilot, lambda: "正在" not in status(pilot))
        await pilot.press("alt+x", "ctrl+q")
        await in_front(pilot, PracticeSummaryScreen)
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is main)
        assert clipboard.texts == []
        await pilot.press("enter")
        await until(pilot, lambda: clipboard.texts == ["亲，有货的，可以直接拍~"])
