"""Compatibility forms → plain characters, with where each stands in the text as given."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qreply.text.nfkc import normalize


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("𝐕𝐗", "VX"),
        ("🆅🆇", "VX"),
        ("🅥🅧", "VX"),
        ("ⓋⓍ", "VX"),
        ("ᵛˣ", "vx"),
        ("wēixìn", "weixin"),
        ("¹³⁸¹²³⁴⁵⁶⁷⁸", "13812345678"),
        ("𝟏𝟑𝟖", "138"),
        ("❶❸❽⓿", "1380"),
        ("⒈⒊⒏", "138"),
        ("⑴⑶⑻", "138"),
        ("㊀㊂㈧", "一三八"),
        ("９⓿二肆⁹₈③⑸⒋➃㈤㊄", "90二肆983544五五"),
        ("㎏", "kg"),
        ("ＹＴ７３", "YT73"),
        ("亲，您好！", "亲,您好!"),
    ],
)
def test_written_forms_are_levelled(written: str, plain: str) -> None:
    assert normalize(written).text == plain


@pytest.mark.parametrize("text", ["", "亲abc 123", "👨‍👩‍👧", "汉\ufe00", "ü\u0301"])
def test_every_character_has_a_place_in_the_text(text: str) -> None:
    found = normalize(text)
    assert len(found.text) == len(found.offsets)


@given(st.text(max_size=60))
def test_offsets_never_go_back_and_nothing_is_lost(text: str) -> None:
    found = normalize(text)
    assert len(found.text) == len(found.offsets)
    assert list(found.offsets) == sorted(found.offsets)
    assert set(found.offsets) == set(range(len(text)))
    assert found.text == "".join(normalize(character).text for character in text)


@given(st.text(max_size=60))
def test_what_is_normal_stays(text: str) -> None:
    once = normalize(text).text
    assert normalize(once).text == once
