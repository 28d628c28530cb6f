"""Put tone marks and digits, 儿, dialect and chat spelling into the words of the book.

Queries alone are folded, since that changes their length; where something stands is shown in phrases only.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from itertools import pairwise

from qreply.text.pinyin import syllables

_ROWS = "qwertyuiop asdfghjkl zxcvbnm"
_SHORTEST_WALK = 6
_WALKED = 0.8

# Letters in circles and squares that no normalisation form knows.
_ENCLOSED = {first + at: chr(97 + at) for first in (0x1F150, 0x1F170) for at in range(26)}

_MARKED = "[\u00c0-\u024f\u1e00-\u1eff]"
_U_WITH_COLON = "(?i)(?<=[nl])u[:：](?=[a-z]|$|\\s)"
_TONED = r"(?<![a-zA-Z0-9])(?:[a-zA-Z]{1,6}[1-5])+(?:[a-zA-Z]{1,6})?(?![a-zA-Z0-9])"
_TONED_SYLLABLE = "([a-zA-Z]+)[1-5]"

_DIGITS = frozenset("12345")

# Compiled where they are first used: that takes longer than finding a reply.
_compiled = cache(re.compile)

# Dialect and chat, each with what the book says; only what hardly means anything else.
_WORDS = {
    "咋样": "怎么样",
    "咋": "怎么",
    "肿么": "怎么",
    "肿磨": "怎么",
    "啥子": "什么",
    "啥": "什么",
    "神马": "什么",
    "虾米": "什么",
    "什莫": "什么",
    "嘛时候": "什么时候",
    "几时": "什么时候",
    "几多": "多少",
    "木有": "没有",
    "米有": "没有",
    "冇": "没有",
    "东东": "东西",
    "灰常": "非常",
    "介个": "这个",
    "内个": "那个",
    "这儿": "这里",
    "那儿": "那里",
    "哪儿": "哪里",
    "俺": "我",
    "偶们": "我们",
    "我滴": "我的",
    "你滴": "你的",
    "好滴": "好的",
    "好哒": "好的",
    "伐": "吗",
    "zher": "zheli",
    "nar": "nali",
}
_FOLDED = "|".join(sorted(_WORDS, key=len, reverse=True))
# 能退不 asks, 要不要 and 我不 do not; 能退么 asks, too.
_ASKING = "(?<=[一-鿿]{2})(?<!要)(?<!还)(?:不|么|嘛|木|没)(?=[\\s?？!！~～。]*$)"


def level_forms(text: str) -> str:
    """Return `text` in plain forms, without marks and digits of tones."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).translate(_ENCLOSED)
        text = _compiled(_MARKED).sub(_without_mark, text)
    if ":" in text or "：" in text:
        text = _compiled(_U_WITH_COLON).sub("v", text)
    return text if _DIGITS.isdisjoint(text) else _compiled(_TONED).sub(_without_tones, text)


def fold_words(text: str) -> str:
    """Return `text` with dialect and chat in the book's words."""
    if text.isascii() and "r" not in text:
        return text
    text = _compiled(_ASKING).sub("吗", text)
    folded: str = _compiled(_FOLDED).sub(lambda hit: _fold_word(hit, text), text)
    return folded


def is_keyboard_walk(letters: str) -> bool:
    """Tell whether the keys were hardly meant: most are beside the one before (asdfqwer).

    Of two letters of a title's initials one in eight is its neighbour; of six letters hardly ever four pairs are.
    """
    keys = letters.replace(" ", "")
    if len(keys) < _SHORTEST_WALK or not keys.isascii() or not keys.isalpha():
        return False
    beside = sum(one == two or one + two in _ROWS or two + one in _ROWS for one, two in pairwise(keys))
    return beside >= _WALKED * (len(keys) - 1)


def _fold_word(hit: re.Match[str], text: str) -> str:
    word = hit[0]
    if word.isascii() and text[hit.end() : hit.end() + 1].isalpha() and text[hit.end()].isascii():
        return word  # narongyi begins with nar, and means no 那儿
    return _WORDS[word]


def _without_mark(hit: re.Match[str]) -> str:
    """Return a Latin letter without its marks; ü, in any tone, is v."""
    parts = unicodedata.normalize("NFD", hit[0])
    if parts[0] in "uU" and "\u0308" in parts:
        return "v"
    return parts[0] if parts[0].isascii() else hit[0]


def _without_tones(hit: re.Match[str]) -> str:
    """Return fa1huo4 as fahuo; a5 and s925 are what they are."""
    said = _compiled(_TONED_SYLLABLE).findall(hit[0])
    if len(said) < 2 or not all(one.lower() in syllables() for one in said):
        return hit[0]
    return _compiled(_TONED_SYLLABLE).sub(r"\1", hit[0])
