"""Keys of one's own, the palette, the overview of keys, and questions put down for the lead."""

from __future__ import annotations

import re
from threading import Event

import pytest
from textual.widgets import OptionList

from qreply.history.recorder import HistoryRecorder
from qreply.i18n import use_language
from qreply.reports.histories import read_history
from qreply.reports.statistics import report
from qreply.search.storage.index_cache import Progress
from qreply.settings.key_names import is_reported
from qreply.settings.settings import Settings
from qreply.storage.locations import history_path
from qreply.tui.app import QReplyApp
from qreply.tui.keys import BINDINGS, BY_NAME, GROUPS, clashes, find_wrong_key, series_of
from qreply.tui.presenter import describe_noted
from qreply.tui.screens.help import HelpScreen
from qreply.tui.screens.palette import Palette
from qreply.tui.widgets.line_input import QueryInput
from qreply.tui.widgets.scenario_tabs import ScenarioTabs
from qreply.workspace.question_notes import NotedQuestion, NoteOutcome
from qreply.workspace.workspace import Workspace
from tests.conftest import FakeClipboard
from tests.support.piloting import Run, copied, desk, overview, preview, rows, running, status, type_in, until


def commands(pilot: Run) -> list[str]:
    options = pilot.app.screen.query_one(OptionList)
    return [str(options.get_option_at_index(place).prompt) for place in range(options.option_count)]


@pytest.mark.parametrize("query", ["换说法", "huan", "hsf", "reword"])
async def test_the_palette_finds_an_action_by_any_name_and_runs_it(
    workspace: Workspace, clipboard: FakeClipboard, query: str
) -> None:
    async with running(workspace, clipboard) as pilot:
        await type_in(pilot, "fh")
        first = preview(pilot)
        await pilot.press("ctrl+p", *query)
        await pilot.pause()
        assert "换说法" in commands(pilot)[0]
        assert "Reword" in commands(pilot)[0]
        assert "Ctrl+R" in commands(pilot)[0]
        await pilot.press("enter")
        await until(pilot, lambda: preview(pilot) != first)
        assert pilot.app.screen.query_one("#query", QueryInput).value == "fh"


async def test_the_palette_can_be_walked_and_left(workspace: Workspace, clipboard: FakeClipboard) -> None:
    async with running(workspace, clipboard, size=(45, 16)) as pilot:
        await pilot.press("ctrl+p", "down", "down", "up", "pagedown", "pageup")
        await pilot.pause()
        assert isinstance(pilot.app.screen, Palette)
        await pilot.press("escape")
        await pilot.pause()
        assert not isinstance(pilot.app.screen, Palette)
        await pilot.press("ctrl+p", *"!!", "enter")
        await pilot.pause()
        assert commands(pilot) == ["没有这个命令"]


def test_every_key_is_known_to_terminals_has_an_id_and_stands_in_the_overview() -> None:
    assert len(BY_NAME) == len(BINDINGS)
    assert all(is_reported(key) for binding in BINDINGS for key in binding.key.split(","))
    shown = {name for group in GROUPS.values() for name in group}
    assert shown == {
        kind if number else name for name, binding in BY_NAME.items() for kind, number in [series_of(binding)]
    }
    assert not list(clashes({}, {}))


@pytest.mark.parametrize(
    ("key", "good"),
    [
        ("f12", True),
        ("ctrl+x", True),
        ("ctrl+pageup", True),
        ("alt+f", False),
        ("ctrl+shift+a", False),
        ("f25", False),
        ("ß", False),
    ],
)
def test_only_keys_that_terminals_report_are_taken(key: str, good: bool) -> None:
    assert is_reported(key) is good


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_the_overview_shows_keys_as_they_are_bound(
    workspace: Workspace, clipboard: FakeClipboard, language: str
) -> None:
    use_language("en" if language == "en" else "zh")
    workspace.settings = workspace.settings._replace(hotkeys={"f12": "logistics/ship-when"})
    async with running(
        workspace, clipboard, keymap={"wording": "alt+k"}, hotkeys=workspace.settings.hotkeys
    ) as pilot:
        await pilot.press("f1")
        await pilot.pause()
        assert isinstance(pilot.app.screen, HelpScreen)
        shown = overview(pilot)
        assert re.search(r"Alt\+K +(换说法|Reword)", shown)
        assert re.search(r"F12 +什么时候发货", shown)
        assert "Alt+1 … Alt+9" in shown


async def test_a_hotkey_copies_its_phrase_whatever_is_typed(
    workspace: Workspace, clipboard: FakeClipboard
) -> None:
    async with running(
        workspace, clipboard, hotkeys={"f12": "logistics/ship-when", "alt+z": "logistics/none"}
    ) as pilot:
        await type_in(pilot, "tuihuo")
        await pilot.press("f12")
        await copied(pilot, clipboard)
        assert "48小时" in clipboard.texts[0]
        await pilot.press("alt+z")
        await pilot.pause()
        assert "logistics/none" in status(pilot)


async def test_wrong_keys_of_the_settings_are_named_at_the_start(
    workspace: Workspace, clipboard: FakeClipboard
) -> None:
    for settings, said in (
        (
            Settings(workspace.settings.path, hotkeys={"ctrl+r": "logistics/ship-when"}),
            ("ctrl+r", "logistics/ship-when", "换说法"),
        ),
        (Settings(workspace.settings.path, hotkeys={"f12": "logistics/none"}), ("logistics/none",)),
        (
            Settings(workspace.settings.path, keymap={"wording": "f12", "fill": "f12"}),
            ("f12", "换说法", "改填写"),
        ),
    ):
        workspace.settings = settings
        async with running(workspace, clipboard, keymap=settings.keymap, hotkeys=settings.hotkeys) as pilot:
            assert all(word in status(pilot) for word in said)


async def test_each_scenario_has_a_key(workspace: Workspace, clipboard: FakeClipboard) -> None:
    async with running(workspace, clipboard) as pilot:
        tabs = pilot.app.screen.query_one(ScenarioTabs)
        reached = []
        for key in "qwertyuio":
            await pilot.press(f"alt+{key}")
            reached.append(tabs.current)
        names = ["", *(scenario.name for scenario in workspace.phrasebook.scenarios)]
        assert reached == (names + [names[-1]] * 9)[:9]


async def test_a_question_is_noted_for_the_lead(workspace: Workspace, clipboard: FakeClipboard) -> None:
    workspace.history = HistoryRecorder(history_path())
    async with running(workspace, clipboard) as pilot:
        await pilot.press("ctrl+u")
        assert "先输入" in status(pilot)
        await type_in(pilot, "能开专票吗13812345678")
        await pilot.press("ctrl+u")
        assert "“能开专票吗”" in status(pilot)
        pilot.app.screen.query_one(QueryInput).value = "我叫张三" * 20
        await pilot.press("ctrl+u")
        assert "40" in status(pilot)
    found = report(read_history(history_path()), {})
    assert [(group.text, group.count) for group in found.noted] == [("能开专票吗", 1)]
    assert [missed.group.text for missed in found.missed] == []


async def test_without_a_history_nothing_is_said_to_be_noted(
    workspace: Workspace, clipboard: FakeClipboard
) -> None:
    async with running(workspace, clipboard) as pilot:
        await type_in(pilot, "专票")
        await pilot.press("ctrl+u")
        assert "没有记" in status(pilot)


async def test_it_says_that_nothing_quite_fits(workspace: Workspace, clipboard: FakeClipboard) -> None:
    async with running(workspace, clipboard) as pilot:
        await type_in(pilot, "你们公司在哪个城市呀")
        await until(pilot, lambda: "没有很像的" in desk(pilot))
        pilot.app.screen.query_one(QueryInput).value = "什么时候发货"
        await until(pilot, lambda: "没有很像的" not in desk(pilot))


async def test_an_empty_scenario_tells_of_hits_in_others(
    workspace: Workspace, clipboard: FakeClipboard
) -> None:
    async with running(workspace, clipboard) as pilot:
        await type_in(pilot, "什么时候发货")
        for _ in workspace.phrasebook.scenarios:
            await pilot.press("tab")
            if not any(row.strip() for row in rows(pilot)):
                assert re.search(r"别的场景有 \d+ 条", preview(pilot))
                return
        raise AssertionError("every scenario had a hit")


async def test_a_key_that_the_keymap_has_won_is_in_the_overview_once(
    workspace: Workspace, clipboard: FakeClipboard
) -> None:
    hotkeys = {"f10": "logistics/ship-when"}
    workspace.settings = workspace.settings._replace(hotkeys=hotkeys, keymap={"wording": "f10"})
    async with running(workspace, clipboard, keymap={"wording": "f10"}, hotkeys=hotkeys) as pilot:
        await pilot.press("f1")
        await pilot.pause()
        assert overview(pilot).count("F10") == 1


async def test_the_overview_shows_what_there_is_before_the_phrasebook_is_open(
    workspace: Workspace, clipboard: FakeClipboard
) -> None:
    is_open = Event()

    def open_slowly(_: Progress) -> Workspace:
        is_open.wait(60)
        return workspace

    async with QReplyApp(open_slowly, clipboard).run_test() as pilot:
        await pilot.press("f1")
        await until(pilot, lambda: "列出全部按键" in overview(pilot))
        assert "复制这条回复" not in overview(pilot)
        is_open.set()


def test_of_several_mistakes_in_the_keys_the_first_is_told_and_the_others_counted(
    workspace: Workspace,
) -> None:
    hotkeys = {"f10": "logistics/ship-when", "f11": "logistics/none", "alt+a": "logistics/nil"}
    workspace.settings = workspace.settings._replace(hotkeys=hotkeys, keymap={"wording": "f10"})
    said = find_wrong_key(workspace)
    assert "f10" in said
    assert "还有 2 处" in said


@pytest.mark.parametrize(("has_team", "command"), [(False, "qreply stats"), (True, "qreply team inbox")])
def test_who_notes_a_question_hears_where_the_lead_reads_it(has_team: bool, command: str) -> None:
    noted = NotedQuestion(NoteOutcome.NOTED, "能开专票吗")
    assert command in describe_noted(noted, has_team=has_team)[0]
