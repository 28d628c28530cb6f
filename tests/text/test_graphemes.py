"""One step of the cursor is what people see as one character."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qreply.text.graphemes import boundary_after, boundary_before, floor_boundary, split_graphemes

WHOLE = ["👨‍👩‍👧", "👍🏽", "🇨🇳", "1️⃣", "❤️", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "é", "好", "a", "，"]
PIECES = st.lists(st.sampled_from([*WHOLE, "\u200d", "\ufe0f", "🏽", "🇨"]), max_size=8).map("".join)


@pytest.mark.parametrize("whole", WHOLE)
@pytest.mark.parametrize(("before", "behind"), [("", ""), ("亲", "发"), ("ab", "1"), ("😊", "😊")])
def test_a_step_over_a_character_goes_over_all_of_it(whole: str, before: str, behind: str) -> None:
    text, begin, end = before + whole + behind, len(before), len(before) + len(whole)
    assert boundary_after(text, begin) == end
    assert boundary_before(text, end) == begin
    assert {floor_boundary(text, index) for index in range(begin, end)} == {begin}


@given(PIECES)
def test_steps_lead_through_the_whole_text_and_back_over_the_same_places(text: str) -> None:
    forward = [0]
    while forward[-1] < len(text):
        forward.append(boundary_after(text, forward[-1]))
    backward = [len(text)]
    while backward[-1] > 0:
        backward.append(boundary_before(text, backward[-1]))
    assert forward == backward[::-1]
    assert "".join(split_graphemes(text)) == text
    assert boundary_after(text, len(text)) == len(text)
    assert boundary_before(text, 0) == 0
