"""What a terminal shows of the frames that were sent to it, to be held against the screen drawn anew."""

from __future__ import annotations

import re
from functools import partial

from rich.cells import cell_len
from textual._compositor import CompositorUpdate
from textual.app import App
from textual.screen import Screen
from textual.widget import Widget

from tests.support.piloting import Run

_PIECE = re.compile(r"\x1b\[(?P<parameters>[\d;?]*)(?P<final>[A-Za-z])|(?P<line>\n)|(?P<text>[^\x1b\n]+)")

Cell = tuple[str, str]  # what stands there, empty behind a wide character, and how it looks


class Painted:
    """The cells of a terminal that has no scrolling and no other sequences than moves and looks."""

    def __init__(self) -> None:
        self.cells: dict[tuple[int, int], Cell] = {}
        self._x = self._y = 0
        self._look = ""

    def take(self, sequence: str) -> None:
        """Show what is sent, as a terminal does: half of a wide character that is drawn over is blank."""
        for piece in _PIECE.finditer(sequence):
            if piece["line"]:
                self._x, self._y = 0, self._y + 1
            elif piece["text"]:
                for character in piece["text"]:
                    self._put(character)
            elif piece["final"] == "H":
                self._y, self._x = (int(number) - 1 for number in piece["parameters"].split(";"))
            elif piece["final"] == "m":
                self._look = piece["parameters"].removeprefix("0")

    def _put(self, character: str) -> None:
        width = cell_len(character)
        if not width:
            return  # it belongs to the one before
        before, behind = (self._x - 1, self._y), (self._x + width, self._y)
        if self.cells.get((self._x, self._y), (" ", ""))[0] == "" and before in self.cells:
            self.cells[before] = (" ", self.cells[before][1])
        if self.cells.get(behind, (" ", ""))[0] == "":
            self.cells[behind] = (" ", self.cells[behind][1])
        self.cells[self._x, self._y] = (character, self._look)
        if width == 2:
            self.cells[self._x + 1, self._y] = ("", self._look)
        self._x += width

    def lines(self, width: int, height: int) -> list[str]:
        """Return what can be read in a window of this size."""
        return ["".join(self.cells.get((x, y), ("?", ""))[0] for x in range(width)) for y in range(height)]


class Watched:
    """A program without a terminal, and what a terminal would show of it."""

    def __init__(self, pilot: Run) -> None:
        self._app = pilot.app
        self.painted = drawn_anew(self._app)
        self.frames = 0
        self._app._display = partial(self._display, self._app._display)  # type: ignore[method-assign]

    def _display(self, display: object, screen: Screen[object], update: object) -> None:
        del display  # which does nothing without a terminal
        app = self._app
        if isinstance(update, CompositorUpdate) and not app._batch_count and screen is app.screen:
            self.frames += 1
            self.painted.take(update.render_segments(app.console))

    async def differences(self, pilot: Run) -> list[tuple[str, str]]:
        """Return the lines that stay otherwise than they would be drawn now: as shown, and as they should be."""
        for _ in range(25):
            now = drawn_anew(self._app)
            wrong = [place for place, cell in now.cells.items() if self.painted.cells.get(place) != cell]
            if not wrong:
                return []
            await pilot.pause()  # the next frame may be due
        shown, wanted = self.painted.lines(*self._app.size), now.lines(*self._app.size)
        return [(shown[y], wanted[y]) for y in sorted({y for _, y in wrong})]


def drawn_anew(app: App[None]) -> Painted:
    """Return the screen as it is without anything that was kept of earlier frames."""
    for widget in app.screen.walk_children(Widget, with_self=True):
        widget._styles_cache.clear()
    painted = Painted()
    for y, strip in enumerate(app.screen._compositor.render_strips()):
        painted.take(f"\x1b[{y + 1};1H{strip.render(app.console)}")
    return painted
