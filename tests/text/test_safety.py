"""What reaches a terminal or a customer: nothing that acts or hides, and everything else byte for byte."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qreply.text.safety import clean, clean_line, unsafe_characters
from tests.support.unsafe_payloads import PAYLOADS

SAFE = {
    "hanzi and full-width punctuation": "亲，您好～【店名】《说明》：“7天”——无理由！……￥９．９",
    "Wangwang's emoticons": "/:087/:^_^/:-F/:807 /:)-(",
    "emoji": "😀👍🏻🎉🈵㊗️㊙️🉐",
    "emoji of several": "👨‍👩‍👧‍👦👩🏽‍💻🧑‍🤝‍🧑👩‍❤️‍💋‍👨🐻‍❄️",
    "emoji with a flag": "🏳️‍🌈🏴‍☠️🏳️‍⚧️",
    "flags": "🇨🇳🏴󠁧󠁢󠁳󠁣󠁴󠁿🏴󠁧󠁢󠁷󠁬󠁳󠁿",
    "keycaps": "1️⃣2️⃣#️⃣*️⃣0⃣",
    "text or emoji": "❤️❤︎☎️☺️✔️✖️‼️⁉️©️®️™️ℹ️〰️〽️",
    "gender signs": "🏃‍♂️🏃🏿‍♀️👨‍⚕️🧑‍⚖️👨‍✈️",
    "directions": "🏃‍➡️🙂‍↔️🙂‍↕️",
    "chains of joiners": "👁️‍🗨️⛓️‍💥❤️‍🔥❤️‍🩹",
    "shapes of hanzi": "葛\U000e0100城市 辻\U000e0101 神\ufe00",
    "Traditional and rare hanzi": "繁體 𠮷野家 㐂 〇 豈",
    "Mongolian": "ᠮᠣᠩᠭᠣᠯ\u180b",
    "other scripts": "Ünïcödé Ελλάδα Кириллица עברית العربية ไทย हिन्दी 한국어 ひらがな",
    "accents": "café cafe\u0301",
    "blanks": "a b\u00a0c\u3000d\u2003e",
    "newlines": "\n一\n\n二\n",
    "markup": "[red]不是颜色[/] [/x] {{名}} <b>&amp;</b> \\[x] `rm`",
    "symbols": "→←↑↓①②③℃％‰±×÷√∞≈≠★☆●○◆■□▲△※§№",
    "private use": "\ue000\uf8ff",
    "replacement": "\ufffd\ufffc",
}


@pytest.mark.parametrize("text", SAFE.values(), ids=SAFE)
def test_what_is_safe_is_untouched(text: str) -> None:
    assert clean(text) == text
    assert not unsafe_characters().search(text)


def acts_or_hides(character: str) -> bool:
    """By Unicode's own categories: controls, formats, separators of lines, surrogates."""
    return character != "\n" and unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp"}


@pytest.mark.parametrize("text", PAYLOADS.values(), ids=PAYLOADS)
def test_payloads_are_found_and_cleaned(text: str) -> None:
    assert unsafe_characters().search(text)
    cleaned = clean(text)
    assert not unsafe_characters().search(cleaned)
    flags = cleaned.replace("🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f", "")
    assert not any(acts_or_hides(character) for character in flags)


def test_there_are_payloads_enough() -> None:
    assert len(PAYLOADS) >= 60


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("a\r\nb\rc\vd\fe\x85f\u2028g\u2029h", "a\nb\nc\nd\ne\nf\ng\nh"),
        ("a\tb", "a b"),
        ("转账\u202e0001\u202c元", "转账0001元"),
        ("\x1b]52;c;5Lqy\x07亲", "]52;c;5Lqy亲"),
        ("微\u200b信\u200d号", "微信号"),
        ("微\ufe0f\u200d😀", "微😀"),
        ("❤\ufe0f\ufe0f\u200d🔥", "❤\ufe0f🔥"),
        ("138\ufe0f0013", "1380013"),
        ("\ufeff首行", "首行"),
        ("x\U000e0041\U000e0042\U000e0043y", "xy"),
        ("🏴\U000e0067\U000e0062\U000e0062", "🏴"),
        ("\ud83d\ude00", ""),
        ("", ""),
    ],
)
def test_cleaning(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


@pytest.mark.parametrize(
    ("text", "line"),
    [("  a \n\n b\tc\r\n", "a b c"), ("\x1b[0m", "[0m"), ("\n", ""), ("全角\u3000空格", "全角 空格")],
)
def test_one_line(text: str, line: str) -> None:
    assert clean_line(text) == line


ANYTHING = st.text(st.characters(categories=None, exclude_categories=()), max_size=60)
NASTY = st.lists(
    st.sampled_from(
        [*"亲a1#❤😀👨🏽🏴🇨", *"\r\n\t\x00\x1b\x9b\u200b\u200d\ufe0e\ufe0f\u20e3\ufe00\u180b", "\ud83d"]
    )
    | st.sampled_from([chr(0xE0000 + code) for code in (0x00, 0x41, 0x61, 0x62, 0x67, 0x7F, 0x100)]),
    max_size=12,
).map("".join)


@given(ANYTHING | NASTY)
def test_cleaning_leaves_nothing_and_twice_is_once(text: str) -> None:
    cleaned = clean(text)
    assert not unsafe_characters().search(cleaned)
    assert clean(cleaned) == cleaned
    cleaned.encode()  # no lone surrogates
    assert not any(
        unicodedata.category(character) in {"Cc", "Zl", "Zp", "Cs"}
        for character in cleaned
        if character != "\n"
    )


@given(ANYTHING | NASTY)
def test_cleaning_only_takes_away(text: str) -> None:
    rest = iter(text.replace("\r\n", "\n"))
    for character in clean(text):
        assert any(
            found == character
            or (character == "\n" and found in "\r\v\f\x85\u2028\u2029")
            or (character == " " and found == "\t")
            for found in rest
        )


@given(ANYTHING | NASTY)
def test_unsafe_is_found_where_it_is_cleaned(text: str) -> None:
    """`check` names a character exactly when cleaning would change more than a tab."""
    assert bool(unsafe_characters().search(text)) == (clean(text) != text.replace("\t", " "))


@given(ANYTHING)
def test_a_line_is_one_line(text: str) -> None:
    line = clean_line(text)
    assert line == line.strip()
    assert len(line.splitlines()) <= 1


@given(st.text(st.characters(categories=("L", "N", "P", "S", "Mn", "Zs")), max_size=60))
def test_letters_signs_and_marks_are_never_touched(text: str) -> None:
    invisible = unsafe_characters().sub("", text)
    for character in set(text) - set(invisible):
        assert unicodedata.category(character) in {"Mn", "Lo"}  # variation selectors, Hangul fillers
    assert clean(text) == invisible
