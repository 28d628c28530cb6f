"""Fragments that texts include: whether they exist, and whether they end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches

from qreply.phrasebook.model import Phrase, Problem
from qreply.phrasebook.reader import FileBook
from qreply.phrasebook.template import Include, parse, walk


def broken_includes(file: FileBook, fragments: Mapping[str, str]) -> tuple[set[str], list[Problem]]:
    """Ids of the file's phrases that include a fragment which is unknown or never ends, and the problems."""
    faults = {mention.name: _fault(mention.name, fragments, ()) for mention in file.includes}
    problems = []
    for mention in file.includes:
        if (fault := faults[mention.name]) is not None:
            code, name = fault
            near = get_close_matches(name, fragments, 1, 0.5)
            code = "mistyped-fragment" if near and code == "unknown-fragment" else code
            values = {"name": name, "near": near[0] if near else ""}
            problems.append(Problem(code, file.path, mention.line, mention.column, "error", values))
    faulty = {name for name, fault in faults.items() if fault is not None}
    if not faulty:
        return set(), []
    broken = {
        phrase.id for phrase in file.phrases if any(_includes(text) & faulty for text in texts_of(phrase))
    }
    return broken, problems


def texts_of(phrase: Phrase) -> Iterator[str]:
    """Every text of the phrase that a customer may get, on whatever platform."""
    for wordings in (phrase.wordings, *phrase.platform_wordings.values()):
        for wording in wordings:
            yield from wording


def _includes(text: str) -> set[str]:
    return {node.fragment for node in walk(parse(text).nodes) if isinstance(node, Include)}


def _fault(name: str, fragments: Mapping[str, str], within: tuple[str, ...]) -> tuple[str, str] | None:
    """What is wrong with including `name`, as a problem's code and the name it is about; None if nothing is."""
    if name in within:
        return "fragment-cycle", name
    if name not in fragments:
        return "unknown-fragment", name
    inner: Iterable[str] = sorted(_includes(fragments[name]))
    return next((fault for other in inner if (fault := _fault(other, fragments, (*within, name)))), None)
