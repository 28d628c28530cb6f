"""Find where something of a loaded phrase stands in its file.

Positions are not kept with the phrases: where there is something to say of one, it is parsed again, alone where it
begins with a dash as usual, else with its file.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, partial
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
_LATE = 1_000_000_000  # more places than are asked for

_DASH = re.compile(r"( *)- +(?=[^\s#])")


class _Block(NamedTuple):
    """The lines of a phrase behind a dash, from `first` to `end`; the phrase begins at `start`."""

    first: int
    start: int
    end: int


class Locator:
    """Finds lines and columns, both from 1.

    Where the file has changed meanwhile it gives the phrase's first line.
    """

    def __init__(self) -> None:
        self._sources: dict[str, Source] = {}
        self._has_usual_lines: dict[str, bool] = {}
        self._blocks: dict[tuple[str, int], _Block | None] = {}
        self._parsed: dict[tuple[str, int], tuple[Mapping | None, int]] = {}
        self._of_files: dict[str, dict[int, Mapping]] = {}

    def key(self, phrase: Phrase, name: str) -> _At:
        """Return where the value of the phrase's key stands, or its file's."""
        return self._key_at(phrase, name)

    def _key_at(self, phrase: Phrase, name: str) -> _At:
        if (block := self._block(phrase)) and (
            at := _find_value(self._source(phrase.path).text, name, block)
        ) >= 0:
            return self._position(phrase, at)
        node, ahead = self._value(phrase, name)
        return self._position(phrase, ahead + offset_of(node)) if node is not None else (phrase.line, 1)

    def item(self, phrase: Phrase, name: str, text: str) -> _At:
        """Return where `text` stands among the key's items."""
        source = self._source(phrase.path)
        if (block := self._block(phrase)) and (at := _find_item(source.text, text, block)) >= 0:
            return source.position(at)
        node, ahead = self._value(phrase, name)
        if isinstance(node, Sequence):
            for item in reversed(node.items):
                if isinstance(item, ScalarEvent) and " ".join(item.value.split()) == text:
                    return self._position(phrase, ahead + offset_of(item))
        return self._key_at(phrase, name)

    def text(self, phrase: Phrase, text: str) -> _At:
        """Return where `text` first stands inside the phrase."""
        source = self._source(phrase.path)
        if block := self._block(phrase):
            start = block.start
        elif mapping := self._of_file(phrase):
            start = mapping.start
        else:
            return phrase.line, 1
        at = source.text.find(text.partition("\n")[0], start)
        return self._position(phrase, at if at >= 0 else start)

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

    def _block(self, phrase: Phrase) -> _Block | None:
        """Return the phrase's lines; None where it takes the whole file to tell."""
        key = phrase.path, phrase.line
        if key not in self._blocks:
            self._blocks[key] = self._find_block(phrase)
        return self._blocks[key]

    def _find_block(self, phrase: Phrase) -> _Block | None:
        source = self._source(phrase.path)
        if phrase.path not in self._has_usual_lines:
            self._has_usual_lines[phrase.path] = bool(source.text) and not _ODD_BREAK.search(source.text)
        if not self._has_usual_lines[phrase.path]:
            return None
        first = source.offset(phrase.line)
        if (dash := _DASH.match(source.text, first)) is None:
            return None
        following = _end_of_block(len(dash[1])).search(source.text, dash.end())
        return _Block(first, dash.end(), following.start() + 1 if following else len(source.text))

    def _of_file(self, phrase: Phrase) -> Mapping | None:
        if phrase.path not in self._of_files:
            self._of_files[phrase.path] = phrases_by_line(self._source(phrase.path).text)
        return self._of_files[phrase.path].get(phrase.line)

    def _value(self, phrase: Phrase, name: str) -> tuple[Node | None, int]:
        """Return the value of the phrase's key, and how far its offsets are from those of the file."""
        key = phrase.path, phrase.line
        if key not in self._parsed:
            self._parsed[key] = self._parse(phrase)
        mapping, ahead = self._parsed[key]
        values = (value for key, value in mapping.entries if _named(key, name)) if mapping else ()
        return next(iter(values), None), ahead

    def _parse(self, phrase: Phrase) -> tuple[Mapping | None, int]:
        """Return the phrase, parsed alone if that can be, and the offset at which it was."""
        if block := self._block(phrase):
            try:
                root = compose(self._source(phrase.path).text[block.first : block.end])
            except Refused:  # such as a quote that goes on below
                root = None
            if isinstance(root, Sequence) and len(root.items) == 1 and isinstance(root.items[0], Mapping):
                return root.items[0], block.first
        return self._of_file(phrase), 0


class LateLocator(Locator):
    """Finds a place when it is wanted: few are shown of what a book has thousands of.

    Until then it gives the phrase's line, and a column below 0.
    """

    def __init__(self) -> None:
        super().__init__()
        self._finders: list[Callable[[], _At]] = []

    def key(self, phrase: Phrase, name: str) -> _At:
        """Return what stands for the place until it is wanted."""
        return self._later(phrase, partial(super().key, phrase, name))

    def item(self, phrase: Phrase, name: str, text: str) -> _At:
        """Return what stands for the place until it is wanted."""
        return self._later(phrase, partial(super().item, phrase, name, text))

    def text(self, phrase: Phrase, text: str) -> _At:
        """Return what stands for the place until it is wanted."""
        return self._later(phrase, partial(super().text, phrase, text))

    def placed(self, problem: Problem) -> Problem:
        """Return the problem at its place, with the line it is about."""
        if problem.column < 0:
            line, column = self._finders[problem.column + _LATE]()
            problem = problem._replace(line=line, column=column)
        return problem if problem.source else self.with_source(problem)

    def _later(self, phrase: Phrase, find: Callable[[], _At]) -> _At:
        self._finders.append(find)
        return phrase.line, len(self._finders) - 1 - _LATE  # what is asked for first comes first


@cache
def _end_of_block(indent: int) -> re.Pattern[str]:
    return re.compile(rf"[\n\r] {{0,{indent}}}[^\s#]")


def _find_item(content: str, text: str, block: _Block) -> int:
    """Find `text` as a plain item of a list in the block; -1 where that is not beyond doubt."""
    at = content.find(text, block.start, block.end) if text else -1
    if at < 0 or content.find(text, at + 1, block.end) >= 0:
        return -1
    before = content[max(block.start, at - 2) : at]
    is_item = before in ("- ", ", ") or before[-1:] in ("[", ",")
    return at if is_item and content[at + len(text) : at + len(text) + 1] in (",", "]", "\n", "\r") else -1


def _find_value(content: str, name: str, block: _Block) -> int:
    """Find the value of the key of that name; -1 where that is not beyond doubt.

    The value stands on the key's line. What looks like a key is none only within quotes or brackets that are still
    open.
    """
    line = _key_line(name, block.start - block.first)
    if (found := line.search(content, block.start, block.end)) is None:
        return -1
    before = content[block.start : found.start()]
    if '"' in before or "'" in before or "{" in before or before.count("[") != before.count("]"):
        return -1
    return found.end()


@cache
def _key_line(name: str, indent: int) -> re.Pattern[str]:
    names = "|".join(re.escape(one) for one, key in PHRASE.by_name.items() if key.name == name)
    return re.compile(rf"(?<=[\n\r] {{{indent}}})(?:{names})[ \t]*:[ \t]+(?=[^\s#])")


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
