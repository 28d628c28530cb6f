"""List the hits, drawing only the rows in sight, which keeps a key under a frame."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from qreply.i18n import t
from qreply.phrasebook.model import SHIPPED_SCENARIOS, Phrase
from qreply.search.results import Hit
from qreply.tui.blocked_phrases import BlockedPhrases
from qreply.tui.cell_width import marks
from qreply.tui.textual_patches.compositor import call_after
from qreply.tui.textual_patches.line_widget import LineWidget
from qreply.tui.widgets.frame import Words, rule
from qreply.tui.widgets.hit_row import draw_row
from qreply.workspace.book_news import NewsItem
from qreply.workspace.search_state import SearchState

_PARTS = (
    *("digit", "title", "code", "why", "match", "refused", "own", "far", "frame", "head", "unsure", "count"),
    *SHIPPED_SCENARIOS,
)
QUIET = 0.1  # seconds after a key, for what can wait


class HitList(LineWidget):
    """Hits with their digits, one a row.

    The cursor's stands out while it is the reply that Enter copies.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"hits--cursor", *(f"hits--{part}" for part in _PARTS)}

    cursor: reactive[int] = reactive(0, init=False)
    # The id of the phrase that Enter copies: not always the cursor's.
    drafted_id: reactive[str] = reactive("")

    class Chosen(Message):
        """The row under the cursor was clicked."""

    def __init__(self, on_move: Callable[[int], object]) -> None:
        """Call `on_move` with the cursor's row in the turn of the key."""
        super().__init__(id="hits")
        self.starred: Container[str] = ()
        self.news: Mapping[str, NewsItem] = {}
        self.clock: Callable[[], datetime] = datetime.now
        self.blocked: BlockedPhrases | None = None
        self._looking = False
        self._on_move = on_move
        self._hits: Sequence[Hit] = ()
        self._likely = 0  # hits, from the first on, that are nearly as good as the best
        self._total = 0
        self._is_query = self._is_unsure = False
        self._top = 0

    def set_hits(self, state: SearchState) -> None:
        """Show the hits of `state`, those that are likely to be meant apart from the others."""
        self._hits, cursor = state.hits, state.selected
        self._is_query = bool(state.query.strip())
        self._is_unsure = self._is_query and bool(state.hits) and not state.is_confident
        self._likely = state.likely if self._is_query else len(state.hits)
        self._total = state.counts.get(state.scenario, 0) if state.scenario else state.total
        self._top = max(0, self._line_of(cursor) - self._room + 1)
        self.set_reactive(HitList.cursor, cursor)
        self.refresh()
        self._look_soon()

    def move(self, by: int) -> None:
        """Move the cursor by `by` rows, stopping at the ends."""
        self.cursor = max(0, min(self.cursor + by, len(self._hits) - 1))

    @property
    def page(self) -> int:
        """Return how many rows a page key moves."""
        return max(1, self._room - 1)

    # -- its lines: the frame's, one a hit, and one between the likely hits and the others

    @property
    def _is_framed(self) -> bool:
        return self.screen.has_class("wide")

    @property
    def _head(self) -> int:
        """Return how many lines its heading takes; none where there is no room for it."""
        return int(self._is_framed or self.screen.has_class("tall"))

    @property
    def _room(self) -> int:
        """Return how many lines of hits it has."""
        return max(1, self.size.height - self._head - int(self._is_framed))

    @property
    def _parting(self) -> int:
        """Return the line between the likely hits and the others; -1 where there is none."""
        return self._likely if 0 < self._likely < len(self._hits) else -1

    def _line_of(self, row: int) -> int:
        return row + 1 if 0 <= self._parting <= row else row

    def _row_at(self, y: int) -> int | None:
        """Return the hit's row at the widget's line `y`; None in the frame, or below the last."""
        line = self._top + y - self._head
        if not 0 <= y - self._head < self._room or line == self._parting:
            return None
        row = line - 1 if 0 <= self._parting < line else line
        return row if row < len(self._hits) else None

    def _bring_into_sight(self) -> None:
        # As little as it takes, with a row above that of the cursor, and without empty lines below the last.
        line, lines = self._line_of(self.cursor), self._line_of(len(self._hits))
        first = max(0, min(self._top, line - 1, lines - self._room))
        self._top = max(first, line - self._room + 1)

    def watch_cursor(self, row: int) -> None:
        self._bring_into_sight()
        self.refresh()
        self._look_soon()
        self._on_move(row)

    def on_resize(self) -> None:
        self._bring_into_sight()

    def on_click(self, event: events.Click) -> None:
        row = self._row_at(event.y)
        if row is None:
            return
        if row == self.cursor:
            self.post_message(self.Chosen())
        self.cursor = row

    def on_mouse_scroll_down(self) -> None:
        self.move(1)

    def on_mouse_scroll_up(self) -> None:
        self.move(-1)

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        if self._head and y == 0:
            return self._rule(marks().top, self._heading(), self._measure())
        if self._is_framed and y == self.size.height - 1:
            return self._rule(marks().bottom, (), ())
        row, inner = self._row_at(y), width - 2 * int(self._is_framed)
        if row is None and self._top + y - self._head == self._parting and self._parting > 0:
            count = max(self._total, len(self._hits)) - self._likely
            words = ((t("screen.further", count=count), self.style_of("hits--head")),)
            return self._rule(marks().middle, words, ())
        strip = Strip.blank(inner, self.style_of()) if row is None else self._row(row, inner)
        if not self._is_framed:
            return strip
        side = Segment(marks().vertical, self.style_of("hits--frame"))
        return Strip([side, *strip, side], width)

    def _heading(self) -> Sequence[Words]:
        if self._is_unsure:
            return ((t("screen.unlike"), self.style_of("hits--unsure")),)
        if not self._is_query:
            return ((t("screen.browsing"), self.style_of("hits--head")),)
        words = t("screen.likely", count=self._likely) if self._likely else t("screen.no-hits.title")
        return ((words, self.style_of("hits--head")),)

    def _measure(self) -> Sequence[Words]:
        """Return which of the hits are in sight, where not all are."""
        last = min(len(self._hits), self._top + self._room - int(0 <= self._parting < self._top + self._room))
        first = self._top + 1
        if not self._hits or (first == 1 and last == self._total):
            return ()
        return (
            (t("screen.in-sight", first=first, last=last, total=self._total), self.style_of("hits--count")),
        )

    def _rule(self, ends: tuple[str, str], left: Sequence[Words], right: Sequence[Words]) -> Strip:
        if not self._is_framed:
            ends = (marks().horizontal, marks().horizontal)
        width = self.size.width
        return Strip(rule(width, self.style_of("hits--frame"), ends, left, right), width)

    def _is_drafted(self, row: int) -> bool:
        return row == self.cursor and self._hits[row].phrase.id == self.drafted_id

    def _refusal(self, phrase: Phrase) -> str:
        """Return why `phrase` cannot be sent whatever is typed, as far as it is known."""
        if not phrase.valid_at(self.clock()):
            return t("reply.expired")
        return t("reply.barred") if self.blocked and phrase in self.blocked else ""

    def _look_soon(self) -> None:
        """Look, when the key has been painted, for rows that a rule blocks."""
        if self.blocked and not self._looking:
            self._looking = True
            call_after(QUIET, self, self._look)

    def _look(self) -> None:
        self._looking = False
        if self.blocked:
            phrases = [hit.phrase for hit in self._hits[self._top : self._top + self._room]]
            before = [phrase in self.blocked for phrase in phrases]
            if self.blocked.look_up(phrases):
                self._look_soon()
            if before != [phrase in self.blocked for phrase in phrases]:
                self.refresh()

    def _row(self, row: int, width: int) -> Strip:
        hit = self._hits[row]
        is_drafted = self._is_drafted(row)
        news = self.news.get(hit.phrase.id)
        return draw_row(
            hit,
            row,
            width,
            partial(self.style_of, "hits--cursor") if is_drafted else self.style_of,
            is_drafted=is_drafted,
            is_far=row >= self._likely and not is_drafted,
            is_starred=hit.phrase.id in self.starred,
            refusal=self._refusal(hit.phrase),
            news=t(f"news.mark-{news.kind}") if news else "",
        )
