"""What the files of a book declare beside their phrases, to compare it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, NamedTuple

from qreply.phrasebook.model import Placeholder
from qreply.phrasebook.reading.file import ParsedFile

Declaration = Literal["title", "placeholder", "fragment"]
Declared = Mapping[tuple[Declaration, str], tuple[str | Placeholder, ...]]
"""What is declared under a name; more than once where files declare it otherwise."""


class DeclaredChange(NamedTuple):
    """A title, placeholder or fragment that is declared otherwise; () for not at all."""

    kind: Declaration
    name: str
    old: tuple[str | Placeholder, ...]
    new: tuple[str | Placeholder, ...]


def declared_in(files: Iterable[ParsedFile]) -> Declared:
    """Return what the files declare, in whichever of them."""
    found: dict[tuple[Declaration, str], dict[str | Placeholder, None]] = {}
    for file in files:
        if file.title:
            found.setdefault(("title", file.scenario), {})[file.title] = None
        for name, text in file.fragments.items():
            found.setdefault(("fragment", name), {})[text] = None
        for name, known in file.placeholders.items():
            found.setdefault(("placeholder", name), {})[known] = None
    return {key: tuple(values) for key, values in found.items()}


def declared_changes(old: Declared, new: Declared) -> Iterator[DeclaredChange]:
    """Yield what is declared otherwise, in any order of the files."""
    for key in dict.fromkeys((*old, *new)):
        was, now = old.get(key, ()), new.get(key, ())
        if set(was) != set(now):
            yield DeclaredChange(*key, was, now)
