"""Where something of a loaded phrase stands in its file.

Positions are not kept with the phrases: a file is parsed again, once, and only if there is something to say.
"""

from __future__ import annotations

from pathlib import Path

from yaml.events import ScalarEvent

from qreply.phrasebook.model import Phrase, Problem
from qreply.phrasebook.reading.source import Source, read
from qreply.phrasebook.reading.yaml_tree import Mapping, Node, Refused, Sequence, compose, offset_of
from qreply.phrasebook.yaml_keys import FILE, PHRASE

_At = tuple[int, int]


class Locator:
    """Finds lines and columns, both from 1.

    The phrase's first line where the file has changed meanwhile.
    """

    def __init__(self) -> None:
        self._sources: dict[str, Source] = {}
        self._phrases: dict[str, dict[int, Mapping]] = {}

    def key(self, phrase: Phrase, name: str) -> _At:
        """Return where the value of the phrase's key stands, or its file's."""
        node = self._value(phrase, name)
        return self._position(phrase, offset_of(node)) if node is not None else (phrase.line, 1)

    def item(self, phrase: Phrase, name: str, text: str) -> _At:
        """Return where `text` stands among the key's items."""
        node = self._value(phrase, name)
        if isinstance(node, Sequence):
            for item in reversed(node.items):
                if isinstance(item, ScalarEvent) and " ".join(item.value.split()) == text:
                    return self._position(phrase, offset_of(item))
        return self.key(phrase, name)

    def text(self, phrase: Phrase, text: str) -> _At:
        """Return where `text` first stands inside the phrase."""
        source = self._source(phrase.path)
        mapping = self._mapping(phrase)
        if mapping is None:
            return phrase.line, 1
        at = source.text.find(text.partition("\n")[0], mapping.start)
        return self._position(phrase, at if at >= 0 else mapping.start)

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

    def _mapping(self, phrase: Phrase) -> Mapping | None:
        if phrase.path not in self._phrases:
            self._phrases[phrase.path] = phrases_by_line(self._source(phrase.path).text)
        return self._phrases[phrase.path].get(phrase.line)

    def _value(self, phrase: Phrase, name: str) -> Node | None:
        mapping = self._mapping(phrase)
        if mapping is None:
            return None
        return next((value for key, value in mapping.entries if _named(key, name)), None)


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
