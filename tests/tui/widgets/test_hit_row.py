"""A row holds to its width whatever stands in it, and says no more than it has room for."""

from __future__ import annotations

import pytest
from rich.cells import cell_len
from rich.style import Style
from textual.strip import Strip

from qreply.search.results import Hit, Match
from qreply.tui.widgets.hit_row import draw_row
from tests.conftest import BOOK

SHIP = BOOK.phrases[0]
ASK = Match("asks", "几时发货呀", ((2, 4),))


def row_of(hit: Hit, width: int, index: int = 0, *, refusal: str = "", news: str = "") -> Strip:
    return draw_row(
        hit,
        index,
        width,
        lambda *_: Style(),
        is_drafted=False,
        is_far=False,
        is_starred=bool(news),
        refusal=refusal,
        news=news,
    )


@pytest.mark.parametrize("width", [20, 33, 48, 80])
@pytest.mark.parametrize("title", ["发", "什么时候发货", "问一问" * 20, "a👍🏽b" * 9], ids=range(4))
@pytest.mark.parametrize(("refusal", "news"), [("", ""), ("过期了，不能发", ""), ("", "新 ")], ids=range(3))
def test_a_row_fills_its_width_exactly(width: int, title: str, refusal: str, news: str) -> None:
    hit = Hit(SHIP._replace(title=title), 1.0, (ASK,))
    hit.clause = 2
    row = row_of(hit, width, refusal=refusal, news=news)
    assert sum(cell_len(segment.text) for segment in row) == row.cell_length == width


@pytest.mark.parametrize(("index", "digit"), [(0, "1"), (8, "9"), (9, " ")])
def test_the_first_nine_have_a_digit(index: int, digit: str) -> None:
    assert row_of(Hit(SHIP, 1.0, (ASK,)), 48, index).text[1] == digit


def test_why_it_cannot_be_sent_goes_before_why_it_was_found() -> None:
    hit = Hit(SHIP, 1.0, (ASK,))
    assert "几时发货呀" in row_of(hit, 48).text
    assert "几时发货呀" not in row_of(hit, 48, refusal="过期了").text
    assert "过期了" in row_of(hit, 48, refusal="过期了").text
