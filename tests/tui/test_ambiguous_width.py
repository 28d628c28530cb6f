"""On a terminal that draws characters of ambiguous width over two cells, nothing of the screen moves."""

from __future__ import annotations

from collections.abc import Iterator
from unicodedata import category, east_asian_width

import pytest
from rich import cells
from textual.events import CursorPosition
from textual.scrollbar import ScrollBarRender

from qreply.phrasebook.model import Phrase, Phrasebook, Scenario
from qreply.search.storage.index_cache import IndexedPhrasebook
from qreply.settings.settings import Settings
from qreply.storage.locations import settings_path
from qreply.tui.cell_width import ASCII_MARKS, Marks, marks, use_marks
from qreply.tui.textual_patches.ambiguous_width import QUESTION
from qreply.workspace.workspace import Workspace
from tests.conftest import FakeClipboard
from tests.support import tour
from tests.support.piloting import running, type_in

BOOK = Phrasebook(
    scenarios=(Scenario("logistics", "物流"),),
    phrases=tuple(
        Phrase(
            f"logistics/{code}", "logistics", title, ((reply,),), code=code, asks=(f"什么时候“发”①{code}",)
        )
        for code, title, reply in (
            ("thsq", "发货“以后”……说的", "亲——您的“宝贝”……①今天发出 ★ → 请放心"),
            ("thbf", "发货普通", "亲，今天发"),
            ("yfzl", "发货·运费·怎么①②③算，这个标题很长很长很长很长很长很长", "“运费”由我们承担"),
        )
    ),
)


@pytest.fixture(autouse=True)
def _wide() -> Iterator[None]:
    kept = {
        name: getattr(cells, name) for name in ("load_cell_table", "_SINGLE_CELLS", "_is_single_cell_widths")
    }
    bars = ScrollBarRender.VERTICAL_BARS, ScrollBarRender.HORIZONTAL_BARS
    yield
    for name, value in kept.items():
        setattr(cells, name, value)
    ScrollBarRender.VERTICAL_BARS, ScrollBarRender.HORIZONTAL_BARS = bars
    cells.get_character_cell_size.cache_clear()
    cells.cached_cell_len.cache_clear()
    use_marks(Marks())


def drawn(line: str, columns: int) -> str:
    """What is seen of a line that a terminal with wide ambiguous characters is sent: cell by cell, cut at its end."""
    seen, used = "", 0
    for char in line:
        width = 2 if east_asian_width(char) in "WFA" and category(char) not in ("Mn", "Me", "Cf") else 1
        if used + width > columns:
            break
        seen, used = seen + char, used + width
    assert used == columns or not line.strip(), f"{used} cells instead of {columns}: {line!r}"
    return seen


@pytest.mark.parametrize("size", [(46, 20), (60, 24), (100, 30)])
async def test_every_line_fills_its_cells_and_codes_stay_whole(
    size: tuple[int, int], clipboard: FakeClipboard
) -> None:
    workspace = Workspace(IndexedPhrasebook.of(BOOK), Settings(settings_path()))
    async with running(workspace, clipboard, size=size) as pilot:
        pilot.app.post_message(CursorPosition(2, 1))  # what such a terminal answers
        await pilot.pause()
        for query in ("", "fahuo", "“发”①"):
            await type_in(pilot, query)
            lines = [strip.text for strip in tour.drawn(pilot.app.screen)]
            assert len(lines) == size[1]
            shown = [drawn(line, size[0]) for line in lines]
            for code in ("thsq", "thbf", "yfzl"):
                assert any(code in line for line in shown), f"{code} is cut off for {query!r}"
            for line in shown:
                if line[:1] in ("▌", "▏", "★") or "…" in line[-1:]:
                    pytest.fail(f"the frame is drawn with what moves it: {line!r}")
            await pilot.press("escape")


@pytest.mark.parametrize(("column", "wide"), [(1, False), (2, True), (30, False)])
async def test_the_terminal_s_answer_says_how_wide_it_draws(
    column: int, wide: bool, clipboard: FakeClipboard
) -> None:
    workspace = Workspace(IndexedPhrasebook.of(BOOK), Settings(settings_path()))
    async with running(workspace, clipboard) as pilot:
        pilot.app.post_message(CursorPosition(column, 1))
        await pilot.pause()
        assert (marks() is ASCII_MARKS) is wide
        assert cells.cell_len("“") == (2 if wide else 1)


def test_the_question_leaves_the_cursor_and_no_character() -> None:
    assert QUESTION.startswith("\x1b7")
    assert QUESTION.endswith("  \x1b8")
