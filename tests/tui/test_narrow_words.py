"""What is said in a line or two is read whole in a strip of 45 columns, in both languages."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.style import Style

from qreply import tui
from qreply.i18n import Language, t, table, use_language
from qreply.phrasebook.model import Phrase, Phrasebook, Scenario
from qreply.tui.screens.main import MainScreen
from qreply.tui.state_line import SIGNS
from qreply.tui.widgets.frame import rule
from qreply.tui.widgets.scenario_tabs import ScenarioTabs
from qreply.tui.widgets.short_lines import MAX_LINES, SEPARATOR, lines_of
from qreply.tui.widgets.status_bar import KeyBar, StatusBar
from qreply.workspace.workspace import Workspace
from tests.conftest import FakeClipboard
from tests.support.piloting import running, type_in

STRIP = 45
STATUS = STRIP - 2  # within its padding
SAYERS = {"say", "warn", "warn_lastingly", "Remark"}

# What stands in the texts: as long as it usually is.
VALUES = {
    "agent": "小雨",
    "carried": "…1111",
    "client": "旺旺",
    "command": "qreply team inbox",
    "count": "268",
    "done": "120",
    "first": "发货后改地址",
    "id": "pre-sale/greet",
    "key": "Ctrl+U",
    "keys": "Alt+1…9",
    "limit": "100",
    "name": "快递单号",
    "names": "快递、快递单号",
    "nick": "tb8837261_2012",
    "number": "2",
    "path": "~/.config/qreply/settings.yaml",
    "promised": "2",
    "promises": "8901 16:30、王姐 明天 09:30",
    "query": "能寄到新疆吗要几天",
    "reason": "没有权限",
    "seconds": "12",
    "status": "已到达所在城市",
    "taken": "什么时候发货",
    "time": "明天 16:30",
    "title": "七天无理由退货",
    "total": "5",
    "way": "tmux",
    "which": " 1/3 ",
    "why": "settings.yaml:8:3 “wording”写了两次",
    "winner": "复制",
    "others": "第 9 条",
    "other": "答复延迟致歉",
}

# What is said by a name that is not written out where it is said.
NAMED_ELSEWHERE = (
    "clipboard.no-way",
    "news.told",
    "news.told-promises",
    "practice.late",
    "practice.right",
    "practice.taken",
    "practice.wrong",
    "reminder.brought",
    "reminder.brought-alone",
    "reminder.late",
    "reminder.leave",
    "reminder.pressing",
    "reply.carried",
    "reply.no-answer",
    "reply.nothing",
    "reply.series-over",
    "round.nobody-before",
    "round.nothing-left",
    "round.nothing-to-undo",
    "round.passed",
    "round.paste-first",
    "round.undone",
    "screen.added",
    "screen.clash",
    "screen.confirm",
    "screen.confirm-added",
    "screen.copied",
    "screen.copied-for",
    "screen.note-off",
    "screen.note-too-long",
    "screen.noted",
    "screen.nothing-to-note",
    "screen.picture-sent",
    "screen.rival-keys",
    "screen.starred",
    "screen.start-done",
    "screen.unstarred",
)

# What the frame of the reply says, in one line.
IN_FRAME = (
    "practice.nowhere",
    "screen.draft-copied",
    "screen.draft-series-over",
    "screen.draft-unconfirmed",
    "screen.fill",
    "screen.not-copied",
    "screen.weak",
)


def names_said() -> Iterator[str]:
    """The names of texts that are given to what shows them in the status line."""
    for path in Path(str(tui.__file__)).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called in SAYERS:
                for inner in ast.walk(node):
                    if isinstance(inner, ast.Constant) and _is_name(inner.value):
                        yield str(inner.value)


def _is_name(value: object) -> bool:
    if (
        not isinstance(value, str)
        or value.count(".") != 1
        or not value.replace(".", "").replace("-", "").islower()
    ):
        return False
    area, name = value.split(".")
    try:
        return name in table(area)
    except ModuleNotFoundError:
        return False


SAID = sorted({*names_said(), *NAMED_ELSEWHERE} - set(IN_FRAME))


def values_in_words() -> dict[str, str]:
    """Values that are texts themselves, in the current language."""
    return {
        "customer": t("screen.customer-name", number=2, label="8901"),
        "label": t("reminder.unnamed-at", number=1, time="09:30"),
        "more": t("reminder.more", count=2),
        "rival": t("screen.rival", name="快递单号", rival="…2222"),
        "wanted": t("practice.wanted", title="想晚点发货", code="wdfh"),
        "words": t("reply.unsure"),
    }


def spoken(name: str, language: Language) -> str:
    use_language(language)
    try:
        return t(name, **VALUES, **values_in_words())
    finally:
        use_language("zh")


def test_the_texts_of_the_status_line_are_found() -> None:
    assert {"screen.loading", "round.begun", "shop.saved", "writing.saved"} <= set(SAID)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", SAID)
def test_a_status_is_read_whole(name: str, language: Language) -> None:
    text = f"{SIGNS['warning']}{spoken(name, language)}"
    lines = lines_of(text, STATUS)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert len(lines) <= MAX_LINES


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("screen.copied", "shop.keep"),
        ("round.told", "round.next"),
        ("screen.ready", "history.failed"),
        ("screen.fill", "shop.keep"),
    ],
)
def test_so_are_two_in_a_row(name: str, hint: str, language: Language) -> None:
    text = f"{SIGNS['warning']}{spoken(name, language)}{SEPARATOR}{spoken(hint, language)}"
    assert "".join(lines_of(text, STATUS)).replace(" ", "") == text.replace(" ", "")


def test_a_line_ends_between_two_parts_where_it_can() -> None:
    text = "! 再按 Alt+D 换成“告知处理进度” · 说好 04:11 前回 顾客1（04:10聊的）"
    assert lines_of(text, STATUS) == [
        "! 再按 Alt+D 换成“告知处理进度” ·",
        "说好 04:11 前回 顾客1（04:10聊的）",
    ]


def test_of_too_many_words_the_longest_part_is_cut() -> None:
    """What to do is read, however long the reason is."""
    asked = spoken("screen.confirm", "zh").split(SEPARATOR)[-1]
    *_, last = lines_of(SEPARATOR.join(["“加微信”请留意：" + "平台会处罚，" * 20, asked]), STATUS)
    assert last.endswith(f"…{SEPARATOR}{asked}")


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", IN_FRAME)
def test_the_frame_says_what_matters_before_what_else_is_known(name: str, language: Language) -> None:
    text = f"{SIGNS['warning']}{spoken(name, language)}"
    held = "剪贴板 ✓ 什么时候发货 → 顾客1"
    plain = Style()
    line = "".join(
        segment.text
        for segment in rule(STRIP, plain, ("─", "─"), [(text, plain)], [(held, plain)], left_first=True)
    )
    assert cell_len(line) == STRIP
    assert f" {text.split(SEPARATOR, maxsplit=1)[0]}" in line


@given(st.lists(st.text("一二，。abc（） ", max_size=60), min_size=1, max_size=4), st.integers(8, 60))
def test_any_words_take_two_lines_at_most(parts: list[str], width: int) -> None:
    text = SEPARATOR.join(parts)
    lines = lines_of(text, width)
    assert len(lines) <= MAX_LINES
    assert all(cell_len(line.rstrip()) <= width for line in lines)


async def test_on_a_low_screen_the_second_line_takes_the_place_of_the_keys(
    workspace: Workspace, clipboard: FakeClipboard
) -> None:
    async with running(workspace, clipboard, size=(STRIP, 16)) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, MainScreen)
        heights = screen.query_one(StatusBar).size.height, screen.query_one("#body").size.height
        screen.say("要做的事" * 10, "warning")
        await pilot.pause()
        assert screen.query_one(StatusBar).size.height == heights[0] + 1
        assert screen.query_one("#body").size.height == heights[1]
        assert not screen.query_one(KeyBar).display
        await type_in(pilot, "fh")  # which it is not about
        assert screen.query_one(KeyBar).display
        assert (screen.query_one(StatusBar).size.height, screen.query_one("#body").size.height) == heights


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_that_nothing_is_quite_like_the_query_stands_above_the_hits_however_many_tabs_there_are(
    make_desk: Callable[..., Workspace], clipboard: FakeClipboard, language: Language
) -> None:
    scenarios = tuple(Scenario(f"s{number}", f"场景{number}") for number in range(6))
    phrases = tuple(
        Phrase(f"{one.name}/a", one.name, f"{one.title}发货", (("好的",),), asks=("什么时候发货",))
        for one in scenarios
    )
    book = Phrasebook(scenarios, phrases)
    use_language(language)
    try:
        async with running(make_desk(book), clipboard, size=(STRIP, 16)) as pilot:
            await type_in(pilot, "外星人什么时候来地球")
            tabs = pilot.app.screen.query_one(ScenarioTabs)
            assert t("screen.unlike") in tabs.render_line(0).text
            assert cell_len(tabs.render_line(0).text) == STRIP
    finally:
        use_language("zh")
