"""Make HTML and SVG in which every text is escaped, whoever wrote it."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

_EMPTY = frozenset(("meta", "rect", "line"))  # which hold nothing


class Markup(str):
    """Text that is HTML already; every other string is escaped where it is put in."""

    __slots__ = ()


def element(
    name: str, /, *content: str | Mapping[str, str], cls: str = "", **attributes: str | float
) -> Markup:
    """Make an element.

    A mapping among its content has attributes whose names are no names in Python.
    """
    given: dict[str, str | float] = {"class": cls} if cls else {}
    inner = []
    for part in content:
        if isinstance(part, str):
            inner.append(part if isinstance(part, Markup) else escape(part))
        else:
            given |= part
    given |= attributes
    head = "".join(f' {key.replace("_", "-")}="{escape(_plain(value))}"' for key, value in given.items())
    if name in _EMPTY and not inner:
        return Markup(f"<{name}{head}>" if name == "meta" else f"<{name}{head}/>")
    return Markup(f"<{name}{head}>{''.join(inner)}</{name}>")


def join(*parts: Markup) -> Markup:
    """Put elements one after another."""
    return Markup("".join(parts))


def _plain(value: str | float) -> str:
    return value if isinstance(value, str) else f"{value:.1f}".removesuffix(".0")
