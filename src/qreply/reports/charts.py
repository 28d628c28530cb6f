"""Draw charts of picks as SVG: columns and bars, each beside that of the period before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil

from qreply.i18n import t
from qreply.reports.markup import Markup, element
from qreply.text.safety import clean_line

_WIDTH = 960.0  # units of the drawing, which the page scales
_HEIGHT = 190.0
_ROOM_ABOVE, _ROOM_BELOW = 18.0, 24.0
_LABEL_WIDTH = 190.0
_ROW_HEIGHT = 30.0
_LETTER, _HANZI = 6.6, 12.0  # how wide characters of a label are, at most


@dataclass(frozen=True, slots=True)
class Bar:
    """A label, its number, and what that was before, None if nothing; `form` writes numbers."""

    label: str
    now: float
    before: float | None
    form: Callable[[float], str] = "{:g}".format

    @property
    def told(self) -> str:
        """Return what a pointer on the bar is told."""
        if self.before is None:
            return t("report.bar-alone", label=self.label, now=self.form(self.now))
        return t("report.bar", label=self.label, now=self.form(self.now), before=self.form(self.before))


def draw_columns(bars: Sequence[Bar], title: str) -> Markup:
    """Draw a column each, with its number above and its label below."""
    largest = _largest(bars)
    step = _WIDTH / max(len(bars), 1)
    width = min(step * 0.36, 34.0)
    ground = _HEIGHT - _ROOM_BELOW
    scale = (ground - _ROOM_ABOVE) / largest
    every = ceil((max(map(_width, (bar.label for bar in bars)), default=0) + _LETTER) / step)
    parts = [element("line", x1=0, x2=_WIDTH, y1=ground, y2=ground)]
    for at, bar in enumerate(bars):
        middle = (at + 0.5) * step
        columns = (
            _column("before", middle - width, width, (bar.before or 0) * scale, ground),
            _column("now", middle, width, bar.now * scale, ground),
        )
        parts.append(element("g", element("title", bar.told), *columns))
        if bar.now:
            parts.append(_text(bar.form(bar.now), middle + width / 2, ground - bar.now * scale - 5, "middle"))
        if at % every == 0:
            at_left = _width(bar.label) / 2 > middle  # which the edge would cut
            place = (0.0, "start") if at_left else (middle, "middle")
            parts.append(_text(bar.label, place[0], _HEIGHT - 6, place[1], cls="quiet"))
    return _drawing(parts, _HEIGHT, title)


def draw_rows(bars: Sequence[Bar], title: str, *, largest: float = 0.0, mark: float = 0.0) -> Markup:
    """Draw a bar each, below one another, with its label before it and its number behind.

    The scale goes up to `largest`, if that is given; a `mark` is a line at that number.
    """
    scale = (_WIDTH - _LABEL_WIDTH - 110) / max(largest or _largest(bars), mark)
    parts = []
    if mark:
        at = _LABEL_WIDTH + mark * scale
        parts.append(element("line", cls="mark", x1=at, x2=at, y1=0, y2=len(bars) * _ROW_HEIGHT))
    for at, bar in enumerate(bars):
        top, before = at * _ROW_HEIGHT, bar.before or 0
        lines = (
            element("rect", cls="now", x=_LABEL_WIDTH, y=top + 5, width=bar.now * scale, height=12, rx=2),
            element("rect", cls="before", x=_LABEL_WIDTH, y=top + 19, width=before * scale, height=4, rx=2),
        )
        parts.append(element("g", element("title", bar.told), *lines))
        parts.append(_text(_shorten(bar.label), _LABEL_WIDTH - 10, top + 16, "end"))
        parts.append(_text(bar.form(bar.now), _LABEL_WIDTH + bar.now * scale + 7, top + 16, "start"))
    return _drawing(parts, len(bars) * _ROW_HEIGHT + 4, title)


def _largest(bars: Sequence[Bar]) -> float:
    return max((max(bar.now, bar.before or 0) for bar in bars), default=0) or 1


def _column(kind: str, left: float, width: float, height: float, ground: float) -> Markup:
    return element("rect", cls=kind, x=left, y=ground - height, width=width - 1, height=height, rx=2)


def _text(words: str, x: float, y: float, anchor: str, cls: str = "") -> Markup:
    return element("text", words, {"text-anchor": anchor}, cls=cls, x=x, y=y)


def _drawing(parts: Sequence[Markup], height: float, title: str) -> Markup:
    box = f"0 0 {_WIDTH:g} {height:g}"
    return element("svg", *parts, {"aria-label": title}, viewBox=box, role="img")


def _width(label: str) -> float:
    return sum(_LETTER if character < "\u1100" else _HANZI for character in label)


def _shorten(label: str) -> str:
    """Cut a label to the room that it has."""
    label, room = clean_line(label), _LABEL_WIDTH - 14
    if _width(label) <= room:
        return label
    while label and _width(label) + _HANZI > room:
        label = label[:-1]
    return f"{label}…"
