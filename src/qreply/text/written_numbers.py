"""Numbers as replies write them, in digits or hanzi, and holes where one is to be filled in."""

from __future__ import annotations

import re

DIGITS = r"(?:\d+(?:,\d{3})+|\d+)(?:\.\d+)?"
HANZI = "[零〇一二两三四五六七八九十百千万]+半?|半"
HOLE = r"〔[^〔〕]*〕"  # a placeholder that has no value yet
NUMBER = rf"(?:{DIGITS}|{HOLE}|{HANZI})"
RANGE = rf"{NUMBER}(?:\s*(?:-|~|—|–|到|至|、|或|/)\s*{NUMBER})?"

_EITHER = re.compile("[一二两三四五六七八九]{2}")
_DIGIT_OF = {char: digit for digit, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_POWER_OF = {"十": 10, "百": 100, "千": 1000}


def amount_key(text: str, scale: float = 1, more: float = 0) -> str:
    """Return the numbers of a range, or the one there is, times `scale`, as a key.

    `more` is added to the last one first.
    """
    numbers = re.findall(NUMBER, text)
    if len(numbers) == 1 and _EITHER.fullmatch(text):  # 三五天
        numbers = list(text)
    keys = [number_key(number, scale) for number in numbers[:-1]]
    return "-".join([*keys, number_key(numbers[-1], scale, more)])


def number_key(number: str, scale: float = 1, more: float = 0) -> str:
    """Return one number plus `more`, times `scale`, as a key; a hole as it is."""
    value = number_value(number)
    return number if value is None else f"{round((value + more) * scale, 4):.12g}"


def in_digits(text: str) -> str:
    """Write hanzi numbers in `text` in digits."""
    return re.sub(HANZI, lambda hit: number_key(hit[0]), text)


def number_value(number: str) -> float | None:
    """Return the value of a number in digits or hanzi; None for a hole."""
    if number[:1] == "〔":
        return None
    plain = number.replace(",", "")
    if plain[:1].isdecimal():
        return float(plain)
    return _hanzi_value(number)


def _hanzi_value(text: str) -> float:
    half = 0.5 if text.endswith("半") else 0.0
    total = section = digit = 0
    has_power = any(char in _POWER_OF or char == "万" for char in text)
    for char in text.removesuffix("半"):
        if char in _DIGIT_OF:
            digit = _DIGIT_OF[char] if has_power else digit * 10 + _DIGIT_OF[char]
        elif char in _POWER_OF:
            section += (digit or 1) * _POWER_OF[char]
            digit = 0
        else:
            total += (section + digit or 1) * 10000
            section = digit = 0
    return total + section + digit + half
