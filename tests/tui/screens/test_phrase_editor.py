"""Writing one's own phrases on the screen, and opening the files of all others."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from textual import events

from qreply.i18n import Language, use_language
from qreply.phrasebook.loader import load
from qreply.phrasebook.model import Phrase
from qreply.settings.settings import Settings
from qreply.storage.locations import own_book_path, shipped_phrasebook
from qreply.tui.app import QReplyApp
from qreply.tui.external_editor import editing
from qreply.tui.screens.phrase_editor import PhraseEditorScreen
from qreply.tui.widgets.form import FieldInput
from qreply.tui.widgets.prose import Prose
from qreply.tui.widgets.reply_editor import ReplyEditor
from qreply.tui.widgets.status_bar import KeyBar
from qreply.workspace.finder import find
from qreply.workspace.workspace import Workspace
from tests.authoring.test_own_book import FILE
from tests.conftest import FakeClipboard
from tests.support.piloting import Run, burst, in_front, preview, rows, running, status, type_in, until
from tests.support.systems import IS_WINDOWS


async def writing(pilot: Run, key: str) -> None:
    await pilot.press(key)
    await in_front(pilot, PhraseEditorScreen)
    await pilot.pause()


def remarks(pilot: Run) -> str:
    return pilot.app.screen.query_one("#write-remarks", Prose).plain


def entry(pilot: Run, name: str) -> FieldInput:
    return next(one for one in pilot.app.screen.query(FieldInput) if one.field.name == name)


def reply(pilot: Run) -> ReplyEditor:
    return pilot.app.screen.query_one(ReplyEditor)


def own() -> dict[str, Phrase]:
    return dict(load([own_book_path()]).by_id)


async def closed(pilot: Run) -> None:
    await until(pilot, lambda: not isinstance(pilot.app.screen, PhraseEditorScreen))


@pytest.mark.parametrize(("size", "language"), [((45, 16), "zh"), ((100, 30), "en"), ((45, 16), "en")])
async def test_a_question_that_found_nothing_becomes_a_phrase(
    workspace: Workspace, clipboard: FakeClipboard, size: tuple[int, int], language: Language
) -> None:
    use_language(language)
    async with running(workspace, clipboard, size=size) as pilot:
        await type_in(pilot, "蘑菇汤")
        assert "^w" in pilot.app.screen.query_one(KeyBar).render().plain
        await writing(pilot, "ctrl+w")
        assert entry(pilot, "asks").value == "蘑菇汤"
        assert "✗" not in remarks(pilot)  # nothing is wrong before it is begun
        await pilot.press("开")
        await until(pilot, lambda: remarks(pilot).count("✗") == 1)
        await pilot.press(*"蘑菇", "enter", "4", "tab", "tab", *"kmg", "enter")
        await pilot.press(*"亲[b]{{称呼}}", "enter", *"现开", "enter", *"---", "enter", *"第二条")
        await until(pilot, lambda: remarks(pilot).startswith("✓"))
        screen = pilot.app.screen
        assert reply(pilot).size.height >= 4
        assert all(screen.region.contains_region(widget.region) for widget in screen.children)
        await pilot.press("ctrl+s")
        await closed(pilot)
        await until(pilot, lambda: "开蘑菇" in status(pilot))
        assert pilot.app.screen.query_one("#query").has_focus
    (phrase,) = own().values()
    assert phrase.wordings == (("亲[b]{{称呼}}\n现开", "第二条"),)
    assert (phrase.scenario, phrase.asks, phrase.code) == ("own", ("蘑菇汤",), "kmg")


async def test_a_phrase_is_adapted_from_its_template_and_no_customer_is_written(
    workspace: Workspace, clipboard: FakeClipboard
) -> None:
    async with running(workspace, clipboard) as pilot:
        await type_in(pilot, "dh")
        await pilot.press("enter", *"13800001111", "escape")
        assert "13800001111" in preview(pilot)
        await writing(pilot, "ctrl+x")
        assert reply(pilot).text == "亲，{{快递}}单号{{快递单号}}，请留意~"
        await pilot.press("end", "!", "ctrl+s")
        await closed(pilot)
        assert "13800001111" in preview(pilot)  # what was typed for the customer is still there
    assert own()["logistics/track"].wordings == (("亲，{{快递}}单号{{快递单号}}，请留意~!",),)
    assert "13800001111" not in "".join(path.read_text("utf-8") for path in own_book_path().iterdir())


@contextmanager
def own_desk(tmp_path: Path) -> Iterator[Workspace]:
    team = tmp_path / "team.yaml"
    team.write_text(
        "scenario: logistics\nphrases:\n  - {id: ship, title: 发, asks: [几时发], reply: 团队的}\n", "utf-8"
    )
    own_book_path().mkdir(parents=True)
    (own_book_path() / "logistics.yaml").write_text(FILE, encoding="utf-8")
    workspace = Workspace.open(Settings(tmp_path / "settings.yaml", books=(team,)))
    try:
        yield workspace
    finally:
        workspace.close()


async def test_an_own_phrase_is_changed_then_deleted_and_found_as_it_is_each_time(
    tmp_path: Path, clipboard: FakeClipboard
) -> None:
    with own_desk(tmp_path) as workspace:
        async with running(workspace, clipboard) as pilot:
            await type_in(pilot, "几时发")
            await writing(pilot, "ctrl+x")
            await pilot.press("home", *"嗯 ", "ctrl+s")
            await closed(pilot)
            await until(
                pilot,
                lambda: "嗯 亲，两天内发~" in preview(pilot),
            )
            assert "嗯 亲，两天内发~" in (own_book_path() / "logistics.yaml").read_text("utf-8")
            await writing(pilot, "ctrl+x")
            await pilot.press("f8")
            assert "再按一次" in remarks(pilot)
            await pilot.press("f8")
            await closed(pilot)
            await until(pilot, lambda: "团队的" in preview(pilot))


async def test_what_was_written_is_not_lost_by_one_key(
    workspace: Workspace, clipboard: FakeClipboard
) -> None:
    async with running(workspace, clipboard) as pilot:
        await writing(pilot, "ctrl+w")
        await pilot.press("escape")
        await closed(pilot)  # nothing to lose
        await writing(pilot, "ctrl+w")
        await pilot.press("标", "escape")
        assert "还没保存，再按一次 Esc" in remarks(pilot)
        await pilot.press("题", "escape")
        assert entry(pilot, "title").value == "标题"
        await pilot.press("ctrl+s")
        assert "还没写回复" in remarks(pilot)
        await pilot.press("escape", "escape")
        await closed(pilot)
    assert not own_book_path().exists()


async def test_pastes_are_cleaned_and_come_from_the_system_too(
    workspace: Workspace, clipboard: FakeClipboard
) -> None:
    clipboard.texts.append("剪贴板\x1b]52;c;eA==\x07\r\n二")
    async with running(workspace, clipboard) as pilot:
        await writing(pilot, "ctrl+x")
        reply(pilot).select_all()
        await pilot.app.on_event(events.Paste("一\x1b[31m\u202e行\r\n\tx"))
        assert reply(pilot).text == "一[31m行\n x"
        await pilot.press("ctrl+v")
        await until(pilot, lambda: reply(pilot).text.endswith("剪贴板]52;c;eA==\n二"))


async def test_a_failed_save_keeps_the_text_and_a_second_goes_over_a_change_elsewhere(
    tmp_path: Path, clipboard: FakeClipboard
) -> None:
    with own_desk(tmp_path) as workspace:
        async with running(workspace, clipboard) as pilot:
            await type_in(pilot, "几时发")
            await writing(pilot, "ctrl+x")
            path = own_book_path() / "logistics.yaml"
            path.write_text(FILE.replace("慢一点", "快一点"), encoding="utf-8")
            await pilot.press("home", *"嗯 ", "ctrl+s")
            await until(pilot, lambda: "别处" in remarks(pilot))
            assert reply(pilot).text.startswith("嗯 ")
            await pilot.press("ctrl+s")
            await closed(pilot)
    assert own()["logistics/ship"].note == "快一点"
    assert own()["logistics/ship"].wordings[0][0].startswith("嗯 ")


async def test_books_of_the_command_line_are_said_before_a_word_is_written(
    workspace: Workspace, clipboard: FakeClipboard
) -> None:
    workspace.settings = workspace.settings._replace(only_books=(Path("book"),))
    async with running(workspace, clipboard) as pilot:
        await pilot.press("ctrl+w")
        await until(pilot, lambda: "--phrasebook" in status(pilot))
        assert rows(pilot)


@pytest.mark.parametrize(
    ("environ", "platform", "command", "windowed"),
    [
        ({"EDITOR": "vim"}, "linux", ("vim", "+7", "书.yaml"), False),
        ({"VISUAL": "nano -w", "EDITOR": "vim"}, "linux", ("nano", "-w", "+7", "书.yaml"), False),
        (
            {"EDITOR": "'/opt/my apps/code' -n"},
            "darwin",
            ("/opt/my apps/code", "-n", "-g", "书.yaml:7"),
            True,
        ),
        (
            {"EDITOR": '"C:\\Apps\\Code.exe" -n'},
            "win32",
            ("C:\\Apps\\Code.exe", "-n", "-g", "书.yaml:7"),
            True,
        ),
        ({"EDITOR": "C:\\npp\\notepad++.exe"}, "win32", ("C:\\npp\\notepad++.exe", "-n7", "书.yaml"), True),
        ({"EDITOR": "hx"}, "linux", ("hx", "书.yaml:7"), False),
        ({"EDITOR": "ours"}, "linux", ("ours", "书.yaml"), False),
        ({}, "win32", ("notepad", "书.yaml"), True),
        ({"EDITOR": " "}, "darwin", ("open", "-t", "书.yaml"), True),
    ],
)
def test_editors_are_told_the_line_in_their_own_way(
    environ: dict[str, str], platform: str, command: tuple[str, ...], windowed: bool
) -> None:
    how = editing(environ, platform, Path("书.yaml"), 7)
    assert how is not None
    assert (how.command, how.windowed) == (command, windowed)


async def test_a_key_opens_the_phrases_file_where_it_stands(
    tmp_path: Path, clipboard: FakeClipboard, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("VISUAL", "EDITOR"):
        monkeypatch.delenv(name, raising=False)
    if IS_WINDOWS:
        pytest.skip("Windows opens a window for it")
    monkeypatch.setattr("sys.platform", "linux")
    place = str(own_book_path() / "logistics.yaml")
    with own_desk(tmp_path) as workspace:
        async with running(workspace, clipboard) as pilot:
            await type_in(pilot, "几时发")
            await pilot.press("f12")
            assert f"{place}:5" in status(pilot)
            ran: list[tuple[str, ...]] = []
            monkeypatch.setattr(subprocess, "Popen", lambda command, **_: ran.append(command))
            monkeypatch.setattr(shutil, "which", lambda name: f"C:\\Code\\bin\\{name}.cmd")
            monkeypatch.setenv("EDITOR", "code")
            await pilot.press("f12")
            assert ran == [("C:\\Code\\bin\\code.cmd", "-g", f"{place}:5")]


@pytest.mark.usefixtures("indexed")
async def test_the_shipped_book_is_not_opened_but_adapted(
    clipboard: FakeClipboard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", "code")
    workspace = Workspace.open(Settings(Path("settings.yaml")))
    assert find(workspace, "").hits[0].phrase.path.startswith(str(shipped_phrasebook()))
    async with QReplyApp(lambda _: workspace, clipboard).run_test(size=(100, 30)) as pilot:
        await until(pilot, lambda: "就绪" in status(pilot))
        await pilot.press("f12")
        await until(pilot, lambda: "Ctrl+X" in status(pilot))
        workspace.close()


async def test_a_burst_of_keys_walks_as_far_as_it_says(
    workspace: Workspace, clipboard: FakeClipboard
) -> None:
    async with running(workspace, clipboard) as pilot:
        await writing(pilot, "ctrl+w")
        await burst(pilot, *"开专票", "tab", "tab", "tab", *"zp")
        assert (entry(pilot, "title").value, entry(pilot, "code").value) == ("开专票", "zp")
