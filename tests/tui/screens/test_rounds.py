"""A round on the screen: one Enter a customer, and what goes on around it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import pytest

from qreply.history.records import SearchRecord
from qreply.storage.locations import history_path
from qreply.tui.screens.main import MainScreen
from qreply.tui.widgets.queue_bar import QueueBar
from qreply.workspace import served_round
from qreply.workspace.done_list import DoneList, read_done
from qreply.workspace.round import Round, RowState
from qreply.workspace.round_list import RoundRow
from qreply.workspace.round_replies import RoundReplies, find_in
from qreply.workspace.workspace import Workspace
from tests.conftest import FakeClipboard
from tests.support.piloting import Run, copied, preview, rows, running, status, text, type_in, until

NUMBERS = [f"YT{number:010}" for number in range(1, 7)]


@pytest.fixture(autouse=True)
def _in_no_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever presses Enter here has pasted already."""
    monkeypatch.setattr(served_round, "PASTE_SECONDS", 0.0)


def listed(statuses: Sequence[str]) -> list[RoundRow]:
    return [
        RoundRow(number, f"顾客{number}", status, values={"快递单号": NUMBERS[number - 1]})
        for number, status in enumerate(statuses, 1)
    ]


def with_round(
    workspace: Workspace, *statuses: str, on_change: Callable[[Round], object] = lambda _: None
) -> Callable[..., MainScreen]:
    queue = Round(listed(statuses), RoundReplies(find_in(workspace), {}, {}))
    return partial(MainScreen, on_ready=lambda screen: screen.begin_round(queue, on_change))


def queue_bar(pilot: Run) -> str:
    return text(pilot, QueueBar)


async def test_one_enter_a_customer(workspace: Workspace, clipboard: FakeClipboard, tmp_path: Path) -> None:
    done = DoneList(tmp_path / "done.txt", listed(["dh"] * 4))

    def keep(queue: Round) -> None:
        done.save(queue.numbers(RowState.DONE), lambda _: None)

    async with running(
        workspace, clipboard, make_screen=with_round(workspace, *["dh"] * 4, on_change=keep)
    ) as pilot:
        for count, number in enumerate(NUMBERS[:4], 1):
            assert f"{count}/4" in queue_bar(pilot)
            assert number in preview(pilot)
            await pilot.press("enter")
            await copied(pilot, clipboard, count)
            await until(pilot, lambda: f"顾客{count}" in status(pilot))  # noqa: B023 - at once
        assert [number in one for number, one in zip(NUMBERS, clipboard.texts, strict=False)] == [True] * 4
        assert "名单走完了" in queue_bar(pilot)
        await pilot.press("enter")
        await pilot.pause()
        assert len(clipboard.texts) == 4
    done.close()
    assert read_done(tmp_path / "done.txt", listed(["dh"] * 4)).numbers == {1, 2, 3, 4}


async def test_skip_back_and_undo(workspace: Workspace, clipboard: FakeClipboard) -> None:
    async with running(workspace, clipboard, make_screen=with_round(workspace, "dh", "dh", "dh")) as pilot:
        for key, place, shown in (
            ("alt+x", "2/3", NUMBERS[1]),
            ("alt+k", "1/3", NUMBERS[0]),
            ("alt+z", "1/3", NUMBERS[0]),
        ):
            await pilot.press(key)
            await pilot.pause()
            assert place in queue_bar(pilot)
            assert shown in preview(pilot)
        assert "跳过" not in queue_bar(pilot)
        await pilot.press("enter")
        await copied(pilot, clipboard)
        await until(pilot, lambda: "2/3" in queue_bar(pilot))
        await pilot.press("alt+z")
        await pilot.pause()
        assert "1/3" in queue_bar(pilot)
        assert "已发 0" in queue_bar(pilot)


async def test_a_reply_that_is_found_serves_the_others_of_its_status(
    workspace: Workspace, clipboard: FakeClipboard
) -> None:
    async with running(workspace, clipboard, make_screen=with_round(workspace, "没听过", "没听过")) as pilot:
        assert "这位发哪条" in preview(pilot)
        await pilot.press("enter")
        await pilot.pause()
        assert clipboard.texts == []
        await type_in(pilot, "dh")
        await pilot.press("enter")
        await copied(pilot, clipboard)
        await until(pilot, lambda: "2/2" in queue_bar(pilot))
        assert pilot.app.screen.query_one("#query").value == ""  # type: ignore[attr-defined]
        assert NUMBERS[1] in preview(pilot)
        await until(pilot, lambda: "同样状态的后面都用“报单号”" in status(pilot))


async def test_a_chat_in_between(workspace: Workspace, clipboard: FakeClipboard) -> None:
    async with running(workspace, clipboard, make_screen=with_round(workspace, "dh", "dh")) as pilot:
        await pilot.press("ctrl+n")
        await type_in(pilot, "yh")
        assert "回到名单" in queue_bar(pilot)
        await pilot.press("enter")
        await copied(pilot, clipboard)
        assert "有货" in clipboard.texts[0]
        await pilot.press("escape", "alt+l")
        await pilot.pause()
        assert "1/2" in queue_bar(pilot)
        assert NUMBERS[0] in preview(pilot)


async def test_rows_that_were_copied_from_a_table_become_a_round(
    workspace: Workspace, clipboard: FakeClipboard
) -> None:
    clipboard.texts.append(
        "".join(f"顾客{n}\t{NUMBERS[n]}\tdh\n" for n in range(3)).join(("昵称\t单号\t话术\n", ""))
    )
    async with running(workspace, clipboard) as pilot:
        await pilot.press("alt+l")
        await until(pilot, lambda: "1/3" in queue_bar(pilot))
        assert NUMBERS[0] in preview(pilot)


async def test_a_round_is_not_replaced_by_mistake(workspace: Workspace, clipboard: FakeClipboard) -> None:
    clipboard.texts.append("\n".join(NUMBERS))
    async with running(workspace, clipboard, make_screen=with_round(workspace, "dh", "dh")) as pilot:
        await pilot.press("alt+l")
        await until(pilot, lambda: "还没走完" in status(pilot))
        assert "1/2" in queue_bar(pilot)
        await pilot.press("alt+l")
        await until(pilot, lambda: "1/6" in queue_bar(pilot))


async def test_a_pasted_list_is_offered_as_a_round(workspace: Workspace, clipboard: FakeClipboard) -> None:
    async with running(workspace, clipboard) as pilot:
        pilot.app.screen.query_one("#query").put("\n".join(NUMBERS))  # type: ignore[attr-defined]
        await until(pilot, lambda: "6 位顾客的名单" in status(pilot))
        assert not queue_bar(pilot)
        await pilot.press("alt+l")
        await until(pilot, lambda: "1/6" in queue_bar(pilot))
        await pilot.press("ctrl+q")
        await until(pilot, lambda: "名单停在第 1 行（共 6 行，已发 0）" in status(pilot))
        assert pilot.app.is_running
        await pilot.press("ctrl+q")
        await pilot.pause()
        assert pilot.app.return_code == 0


async def test_what_is_no_list_says_how_to_come_by_one(
    workspace: Workspace, clipboard: FakeClipboard
) -> None:
    clipboard.texts.append("什么时候发货")
    async with running(workspace, clipboard) as pilot:
        await pilot.press("alt+l")
        await until(pilot, lambda: "不是名单" in status(pilot))
        assert rows(pilot)[0]


async def test_nothing_of_a_round_is_kept(
    workspace: Workspace, clipboard: FakeClipboard, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[SearchRecord] = []
    monkeypatch.setattr(workspace, "record", kept.append)
    async with running(workspace, clipboard, make_screen=with_round(workspace, "dh", "dh")) as pilot:
        await type_in(pilot, "fahuo")
        await pilot.press("enter")
        await copied(pilot, clipboard)
        await pilot.press("enter")
        await copied(pilot, clipboard, 2)
    assert kept == []
    state = history_path().parent
    written = (
        [path.read_text("utf-8") for path in state.rglob("*") if path.is_file()] if state.exists() else []
    )
    assert not any(number[-4:] in one or "顾客" in one for number in NUMBERS for one in written)
    assert not (state / "sent.json").exists()
