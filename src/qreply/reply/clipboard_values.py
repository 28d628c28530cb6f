"""Read placeholders' values in a copied text: an order page, a message, a number.

Only placeholders declared `from: clipboard` are offered anything. A declared pattern decides; without one, the name
tells the kind (订单号, 单号, 金额, 电话, 日期).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from time import thread_time

from qreply.phrasebook.expressions import compiled
from qreply.phrasebook.limits import PAGE, PAGE_LINE
from qreply.phrasebook.model import Placeholder
from qreply.reply.couriers import TRACKING
from qreply.text.safety import clean

PAGE_TIME = 0.1
"""Seconds of CPU that a declared pattern may take for a page of the clipboard."""

_LONG_LINE = re.compile(rf"[^\n]{{{PAGE_LINE}}}")  # as long as a declared pattern can be trusted with

# Order numbers of Taobao have 16 to 20 digits, of Pinduoduo 6, a dash and 15.
_ORDER = re.compile(r"\d{6}-\d{15}|\d{16,20}")
_PHONE = re.compile(r"1[3-9]\d{9}|0\d{2,3}-?\d{7,8}")

# Kinds by what a name contains, most telling first.
_KINDS = (
    ("订单", _ORDER),
    ("单号", re.compile(r"[A-Za-z]{2,4}\d{9,15}|\d{12,15}")),
    ("电话", _PHONE),
    ("手机", _PHONE),
    ("金额", re.compile(r"(?<=[¥￥])\s*\d{1,6}(?:\.\d{1,2})?|\d{1,6}(?:\.\d{1,2})?(?=\s*元)")),
    ("日", re.compile(r"(?:\d{4}年)?\d{1,2}月\d{1,2}[日号]|\d{4}-\d{2}-\d{2}")),
)
# What looks like these is never taken for anything else, however wide a pattern is.
_UNMISTAKABLE = (("订单", _ORDER), ("电话", _PHONE), ("手机", _PHONE))


def offers(text: str, placeholders: Mapping[str, Placeholder]) -> dict[str, str]:
    """Return the values that `text` holds for `placeholders`, by name; the first of several."""
    if not text:  # as with most keys
        return {}
    text = _LONG_LINE.sub(r"\g<0>\n", clean(text[:PAGE]))
    found: dict[str, str] = {}
    for name, placeholder in placeholders.items():
        if placeholder.from_clipboard and (value := _first(text, placeholder)):
            found[name] = value
    return found


def _first(text: str, placeholder: Placeholder) -> str:
    """Return the first stretch of `text` that is a value of `placeholder`.

    It is never a piece of a longer number.
    """
    kind = next((kind.pattern for word, kind in _KINDS if word in placeholder.name), "")
    pattern = placeholder.pattern or kind
    if not pattern:
        return ""
    found = _found(rf"(?<![A-Za-z0-9-])(?:{pattern})(?![A-Za-z0-9-])", text)
    values = [value for hit in found if (value := hit.strip()) and not _is_another(value, placeholder.name)]
    return next((value for value in values if TRACKING.fullmatch(value)), values[0] if values else "")


def _found(pattern: str, text: str) -> list[str]:
    """Return what `pattern` matches within the lines of `text`; nothing if it takes too long."""
    import regex

    try:
        whole = compiled(pattern)
        deadline = thread_time() + PAGE_TIME
        return [
            hit[0]
            for line in text.split("\n")
            for hit in whole.finditer(line, timeout=max(deadline - thread_time(), 0.001))
        ]
    except (regex.error, TimeoutError):  # a pattern with flags of its own cannot stand inside another
        return []


def _is_another(value: str, name: str) -> bool:
    words = {word for word, kind in _UNMISTAKABLE if kind.fullmatch(value)}
    return bool(words) and not any(word in name for word in words)
