"""Inputs take and give back emoji whole, in the query, in the form and in a reply being written."""

from __future__ import annotations

import gc
import weakref
from itertools import pairwise

from textual import events
from textual.app import App, ComposeResult

from qreply.tui.widgets.line_input import LineInput
from qreply.tui.widgets.reply_editor import ReplyEditor

EMOJI = ["👨‍👩‍👧", "👍🏽", "🇨🇳", "1️⃣", "❤️"]
TEXT = f"亲{''.join(EMOJI)}好"


class Inputs(App[None]):
    def compose(self) -> ComposeResult:
        yield LineInput(TEXT, id="line")
        yield ReplyEditor(TEXT)


async def test_a_line_steps_over_and_deletes_emoji_whole() -> None:
    app = Inputs()
    async with app.run_test() as pilot:
        line = app.query_one(LineInput)
        line.focus()
        await pilot.press("end")
        places = [line.cursor_position]
        for _ in range(7):
            await pilot.press("left")
            places.append(line.cursor_position)
        assert [TEXT[end:begin] for begin, end in pairwise(places)] == [
            "好",
            *reversed(EMOJI),
            "亲",
        ]
        await pilot.press("right", "right", "backspace")
        assert line.value == TEXT.replace(EMOJI[0], "")
        await pilot.press("delete", "shift+right", "x")
        assert line.value == f"亲x{''.join(EMOJI[3:])}好"


async def test_a_reply_being_written_steps_over_and_deletes_emoji_whole() -> None:
    app = Inputs()
    async with app.run_test() as pilot:
        area = app.query_one(ReplyEditor)
        area.focus()
        area.move_cursor((0, len(TEXT)))
        await pilot.press("left", "left", "backspace")
        assert area.text == TEXT.replace(EMOJI[3], "")
        area.move_cursor((0, 3))  # as a click into the middle of the family
        assert area.cursor_location == (0, 1)
        await pilot.press("delete", "shift+right", "x")
        assert area.text == f"亲x{EMOJI[2]}{EMOJI[4]}好"


async def test_ctrl_a_selects_all_as_elsewhere_on_windows() -> None:
    app = Inputs()
    async with app.run_test() as pilot:
        line, area = app.query_one(LineInput), app.query_one(ReplyEditor)
        line.focus()
        await pilot.press("end", "ctrl+a", "x")
        area.focus()
        await pilot.press("ctrl+a", "y")
        assert (line.value, area.text) == ("x", "y")


async def test_an_emoji_that_comes_character_by_character_keeps_its_joiners() -> None:
    app = Inputs()
    async with app.run_test() as pilot:
        for widget in (app.query_one(LineInput), app.query_one(ReplyEditor)):
            widget.focus()
            await pilot.press("end", "a")  # no joiner behind a letter
            for character in f"\u200d{EMOJI[0]}":
                app.post_message(events.Key("x" if character.isprintable() else "joiner", character))
                await pilot.pause()
        assert app.query_one(LineInput).value == f"{TEXT}a{EMOJI[0]}"
        assert app.query_one(ReplyEditor).text == f"{TEXT}a{EMOJI[0]}"


async def test_inputs_that_were_removed_do_not_pile_up() -> None:
    app = Inputs()
    gone = []
    async with app.run_test() as pilot:
        for _ in range(8):
            line = LineInput("")
            await app.mount(line)
            await line.remove()
            await pilot.pause()
            gone.append(weakref.ref(line))
        del line
        gc.collect()
        assert sum(one() is not None for one in gone) < 4
