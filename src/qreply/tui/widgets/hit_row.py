"""Draw one hit as a row: its digit, its title, what of it matched, and its code."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from qreply.i18n import t
from qreply.phrasebook.model import SHIPPED_SCENARIOS
from qreply.search.results import Hit
from qreply.tui.cell_width import fit, marks, plain_emoji
from qreply.tui.keys import NUMBERED

_AROUND = 5  # cells of a row for the bar, the digit, the star and the gap
_TITLE_SHARE = 0.5  # of the row, at most, when there is something to say about the match

Spans = Sequence[tuple[int, int]]


def draw_row(
    hit: Hit,
    index: int,
    width: int,
    style: Callable[..., Style],
    *,
    is_drafted: bool,
    is_far: bool,
    is_starred: bool,
    refusal: str,
    news: str,
) -> Strip:
    """Return the row of `hit`, which is at `index` of the list, in `width` cells.

    `style` gives the style of the component classes it is called with. `refusal` says why the phrase cannot be sent,
    `news` marks what has changed in it; "" for neither.
    """
    phrase = hit.phrase
    usual, match = style("hits--why"), style("hits--far" if is_far else "hits--match")
    colour = phrase.scenario if phrase.scenario in SHIPPED_SCENARIOS else "own"
    digit = str(index + 1) if index < NUMBERED else " "
    code = fit(phrase.code, width // 4)
    field = hit.best.field if hit.best else ""
    room = width - _AROUND - cell_len(code) - (2 if code else 1)
    why = [Segment(refusal, style("hits--refused"))] if refusal else _why(hit, usual, match)
    plain = usual if refusal else style("hits--far" if is_far else "hits--title")
    spans = hit.best.spans if hit.best and field == "title" else ()
    title = _spanned(phrase.title, spans, plain, match)
    if news:
        title.insert(0, Segment(news, style("hits--unsure")))
    if hit.clause:
        title.insert(0, Segment(f"{marks().clauses[hit.clause - 1]} ", style("hits--digit")))
    taken = min(_cells(title), max(8, int(room * _TITLE_SHARE)) if why else room)
    parts = [
        Segment(marks().cursor if is_drafted else marks().row, style(f"hits--{colour}")),
        Segment(digit, style("hits--far" if is_far else "hits--digit")),
        Segment(marks().star if is_starred else " ", style("hits--digit")),
        *_crop(title, taken, plain),
        Segment("  ", style()),
        *_crop(why, max(0, room - taken), usual),
        Segment(" ", style()),
        *(
            (Segment(code, match if field == "code" else style("hits--code")), Segment(" ", style()))
            if code
            else ()
        ),
    ]
    return Strip(parts, width) if room >= taken else Strip(parts).adjust_cell_length(width, style())


def _why(hit: Hit, plain: Style, match: Style) -> list[Segment]:
    """Return the customer's wording that hit, with the spans that did.

    Without a query it returns the phrase's group.
    """
    if not hit.best:
        return [Segment(hit.phrase.group, plain)] if hit.phrase.group else []
    if hit.best.field in ("title", "code"):
        return []
    picked = [Segment(t("screen.picked-before"), plain)] if hit.best.field == "picked" else []
    return [*picked, *_spanned(hit.best.text.replace("\n", " "), hit.best.spans, plain, match)]


def _spanned(text: str, spans: Spans, plain: Style, match: Style) -> list[Segment]:
    """Return `text` with what matched standing out."""
    parts: list[tuple[str, Style]] = []
    end = 0
    for start, stop in spans:
        parts += [(text[end:start], plain), (text[start:stop], match)]
        end = stop
    parts.append((text[end:], plain))
    return [Segment(plain_emoji(words), style) for words, style in parts if words]


def _cells(segments: Sequence[Segment]) -> int:
    return sum(cell_len(segment.text) for segment in segments)


def _crop(segments: list[Segment], width: int, plain: Style) -> list[Segment]:
    """Return `segments` in exactly `width` cells, with an ellipsis where something is cut."""
    if (room := width - _cells(segments)) >= 0:
        return [*segments, Segment(" " * room, plain)] if room else segments
    ellipsis = marks().ellipsis
    if width < cell_len(ellipsis):
        return [Segment(" " * width, plain)] if width else []
    cut = Strip(segments).crop(0, width - cell_len(ellipsis))
    return list(Strip([*cut, Segment(ellipsis, plain)]).adjust_cell_length(width, plain))
