"""Date formats: other tools' to ours and back, where both can say the same."""

from __future__ import annotations

import re
from collections.abc import Iterable

_OURS = re.compile("YYYY|MM|M|DD|D|HH|H|mm|W")
_PAIRS = {
    "%Y": "YYYY",
    "%m": "MM",
    "%-m": "M",
    "%d": "DD",
    "%-d": "D",
    "%e": "D",
    "%H": "HH",
    "%-H": "H",
    "%M": "mm",
}
_TOGETHER = {"%F": "%Y-%m-%d", "%R": "%H:%M", "%D": "%m/%d/%y"}
_STRFTIME = re.compile("%[-_0^#]?[A-Za-z%]")
_DAY = 86_400


def from_tokens(tokens: Iterable[tuple[str, bool]]) -> str | None:
    """Make our format of (text, is a token) pairs.

    Returns None if literal letters or neighbours would be misread.
    """
    kept = [(text, is_token) for text, is_token in tokens if text]
    joined = "".join(text for text, _ in kept)
    meant, at = [], 0
    for text, is_token in kept:
        if is_token:
            meant.append((at, at + len(text)))
        at += len(text)
    return joined if [found.span() for found in _OURS.finditer(joined)] == meant and joined else None


def from_strftime(form: str, locale: str = "") -> str | None:
    """Return a strftime format as ours, None if ours cannot say it."""
    for short, long in _TOGETHER.items():
        form = form.replace(short, long)
    pairs = _PAIRS | ({"%a": "W", "%A": "星期W"} if locale.lower().startswith("zh") else {})
    tokens: list[tuple[str, bool]] = []
    end = 0
    for found in _STRFTIME.finditer(form):
        tokens.append((form[end : found.start()], False))
        end = found.end()
        if found[0] == "%%":
            tokens.append(("%", False))
        elif (ours := pairs.get(found[0])) is None:
            return None
        elif ours == "星期W":
            tokens += [("星期", False), ("W", True)]
        else:
            tokens.append((ours, True))
    return from_tokens([*tokens, (form[end:], False)])


def to_strftime(form: str) -> str:
    """Give our format as strftime's, to be read with a Chinese locale."""
    back = {ours: theirs for theirs, ours in reversed(_PAIRS.items())} | {"W": "%a"}
    back["D"] = "%-d"
    return _OURS.sub(lambda token: back[token[0]], form.replace("%", "%%"))


def from_seconds(offset: int) -> str | None:
    """Return a distance in seconds as ours, None unless it is whole days that ours can count."""
    days, rest = divmod(offset, _DAY)
    return None if rest or abs(days) > 999 else f"{days:+d}d"


def to_seconds(offset: str) -> int | None:
    """Give our distance in seconds, None for working days, whose number depends on the day."""
    found = re.fullmatch(r"([+-]?\d{1,3})([dw])", offset)
    return None if found is None else int(found[1]) * (7 if found[2] == "w" else 1) * _DAY
