"""Where something of a loaded phrase stands in its file.

Positions are not kept with the phrases: where there is something to say of one, it is parsed again, alone where it
begins with a dash as usual, else with its file.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from yaml.events import ScalarEvent

from qreply.phrasebook.model import Phrase, Problem
from qreply.phrasebook.reading.source import Source, read
from qreply.phrasebook.reading.yaml_nodes import Mapping, Node, Refused, Sequence, offset_of
from qreply.phrasebook.reading.yaml_tree import compose
from qreply.phrasebook.yaml_keys import FILE, PHRASE

_At = tuple[int, int]

_ODD_BREAK = re.compile("[\x85\u2028\u2029]")  # ends a line for YAML, not for `Source`
_DASH = re.compile(r"( *)- +(?=[^\s#])")


class _Found(NamedTuple):
    """A phrase in its file; what is parsed of it begins at the offset `ahead`."""

    start: int
    ahead: int = 0
    mapping: Mapping | None = None


class Locator:
    """Finds lines and columns, both from 1.

    The phrase's first line where the file has changed meanwhile.
    """

    def __init__(self) -> None:
        self._sources: dict[str, Source] = {}
        self._has_usual_lines: dict[str, bool] = {}
        self._alone: dict[tuple[str, int], _Found | None] = {}
        self._of_files: dict[str, dict[int, Mapping]] = {}

    def key(self, phrase: Phrase, name: str) -> _At:
        """Return where the value of the phrase's key stands, or its file's."""
        node, ahead = self._value(phrase, name)
        return self._position(phrase, ahead + offset_of(node)) if node is not None else (phrase.line, 1)

    def item(self, phrase: Phrase, name: str, text: str) -> _At:
        """Return where `text` stands among the key's items."""
        node, ahead = self._value(phrase, name)
        if isinstance(node, Sequence):
            for item in reversed(node.items):
                if isinstance(item, ScalarEvent) and " ".join(item.value.split()) == text:
                    return self._position(phrase, ahead + offset_of(item))
        return self.key(phrase, name)

    def text(self, phrase: Phrase, text: str) -> _At:
        """Return where `text` first stands inside the phrase."""
        source = self._source(phrase.path)
        found = self._found(phrase)
        if found is None:
            return phrase.line, 1
        at = source.text.find(text.partition("\n")[0], found.start)
        return self._position(phrase, at if at >= 0 else found.start)

    def with_source(self, problem: Problem) -> Problem:
        """Return the problem with the line it is about."""
        source = self._source(problem.path)
        return problem._replace(source=source.line(problem.line)) if source.text else problem

    def _position(self, phrase: Phrase, offset: int) -> _At:
        return self._source(phrase.path).position(offset)

    def _source(self, path: str) -> Source:
        if path not in self._sources:
            self._sources[path] = read(Path(path))
        return self._sources[path]

    def _found(self, phrase: Phrase) -> _Found | None:
        key = phrase.path, phrase.line
        if key not in self._alone:
            self._alone[key] = self._find(phrase)
        return self._alone[key]

    def _find(self, phrase: Phrase) -> _Found | None:
        source = self._source(phrase.path)
        if phrase.path not in self._has_usual_lines:
            self._has_usual_lines[phrase.path] = bool(source.text) and not _ODD_BREAK.search(source.text)
        if self._has_usual_lines[phrase.path] and (found := _find_alone(source, phrase.line)) is not None:
            return found
        if phrase.path not in self._of_files:
            self._of_files[phrase.path] = phrases_by_line(source.text)
        mapping = self._of_files[phrase.path].get(phrase.line)
        return None if mapping is None else _Found(mapping.start, 0, mapping)

    def _value(self, phrase: Phrase, name: str) -> tuple[Node | None, int]:
        """Return the value of the phrase's key, and how far its offsets are from those of the file."""
        found = self._found(phrase)
        if found is None or found.mapping is None:
            return None, 0
        values = (value for key, value in found.mapping.entries if _named(key, name))
        return next(values, None), found.ahead


def _find_alone(source: Source, line: int) -> _Found | None:
    """Find the phrase that begins in `line` behind a dash, and parse no more than it.

    None where it takes the whole file to tell.
    """
    ahead = source.offset(line)
    if (dash := _DASH.match(source.text, ahead)) is None:
        return None
    next_one = re.compile(rf"(?<=[\n\r]) {{0,{len(dash[1])}}}[^\s#]").search(source.text, dash.end())
    try:
        root = compose(source.text[ahead : next_one.start() if next_one else len(source.text)])
    except Refused:
        return None  # such as a quote that goes on below
    if isinstance(root, Sequence) and len(root.items) == 1 and isinstance(root.items[0], Mapping):
        return _Found(dash.end(), ahead, root.items[0])
    return None


def _named(key: ScalarEvent, name: str) -> bool:
    known = PHRASE.by_name.get(key.value)
    return known is not None and known.name == name


def phrases_by_line(text: str) -> dict[int, Mapping]:
    """Return the phrases of a file by the line they begin in; none if it is not YAML."""
    try:
        root = compose(text)
    except Refused:
        return {}
    found: dict[int, Mapping] = {}
    for key, value in root.entries if isinstance(root, Mapping) else ():
        known = FILE.by_name.get(key.value)
        if known is not None and known.name == "phrases" and isinstance(value, Sequence):
            found.update((item.line, item) for item in value.items if isinstance(item, Mapping))
    return found
