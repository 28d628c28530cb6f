"""Fragments that texts include: whether they exist, whether they end, and what they come to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING, NamedTuple

from qreply.phrasebook.limits import DEPTH, NAMES, REPLY
from qreply.phrasebook.model import Phrase, Problem, Wording
from qreply.phrasebook.template import kinds_and_names, names_in, parse

if TYPE_CHECKING:
    from qreply.phrasebook.reading.file import ParsedFile

_INCLUDE = ">"


def broken_includes(file: ParsedFile, fragments: Mapping[str, str]) -> tuple[set[str], list[Problem]]:
    """Return the ids of phrases with broken includes, and the problems.

    Such a phrase cannot be used: a fragment in it is unknown or never ends, or makes the reply too long or ask for
    too much.
    """
    if not file.includes:
        return set(), []
    expansion = _Expansion(fragments)
    faults = {mention.name: expansion.fault(mention.name) for mention in file.includes}
    problems = []
    for mention in file.includes:
        if (fault := faults[mention.name]) is not None:
            code, name = fault
            near = get_close_matches(name, fragments, 1, 0.5) if code == "unknown-fragment" else []
            code = "mistyped-fragment" if near else code
            values = {"name": name, "near": near[0] if near else ""}
            problems.append(Problem(code, file.path, mention.line, mention.column, "error", values))
    faulty = {name for name, fault in faults.items() if fault is not None}
    broken = set()
    most = expansion.most()
    for phrase, at in zip(file.phrases, file.ids, strict=True):
        if not faulty and all(_is_small(wording, most) for wording in _wordings(phrase)):
            continue
        wordings = [[_tagged(text) for text in wording] for wording in _wordings(phrase)]
        tags = (tag for wording in wordings for tagged in wording for tag in tagged.tags)
        included = {name for kind, name in tags if kind == _INCLUDE}
        if included & faulty:
            broken.add(phrase.id)
        elif included and (excess := _excess(phrase.id, wordings, expansion)):
            broken.add(phrase.id)
            problems.append(Problem(excess[0], file.path, *at, "error", excess[1]))
    return broken, problems


def texts_of(phrase: Phrase) -> Iterator[str]:
    """Return every text of the phrase that a customer may get, on whatever platform."""
    for wording in _wordings(phrase):
        yield from wording


def _wordings(phrase: Phrase) -> Iterator[Wording]:
    for wordings in (phrase.wordings, *phrase.platform_wordings.values()):
        yield from wordings


def _excess(
    phrase_id: str, wordings: Iterable[Iterable[_Tagged]], expansion: _Expansion
) -> tuple[str, dict[str, str]] | None:
    """Return the code of what is too much in one of the phrase's wordings, with its values."""
    for wording in wordings:
        length, names = expansion.of(wording)
        if length > REPLY:
            return "over-limit-expanded", {"id": phrase_id, "length": str(length), "limit": str(REPLY)}
        if len(names) > NAMES:
            return "too-many-names", {"count": str(len(names)), "limit": str(NAMES)}
    return None


def _is_small(wording: Wording, limit: int) -> bool:
    """Tell whether it is far from too much even if each tag comes to `limit`.

    This quick look does for nearly all.
    """
    room = REPLY // max(len(wording), 1)
    return all(len(text) + (text.count("{") + text.count("｛")) * limit <= room for text in wording)


class _Size(NamedTuple):
    """What a text comes to with all that it includes: code points, and names that it asks for."""

    length: int
    names: frozenset[str]


class _Expansion:
    """Fragments with what they include, each worked out once.

    Twenty that include one another grow without end.
    """

    def __init__(self, fragments: Mapping[str, str]) -> None:
        self._fragments = fragments
        self._sizes: dict[str, _Size] = {}

    def fault(self, name: str, within: tuple[str, ...] = ()) -> tuple[str, str] | None:
        """Return what is wrong with including `name`, as a problem's code and the name it is about.

        Returns None if nothing is.
        """
        if name in self._sizes:
            return None
        if name in within:
            return "fragment-cycle", name
        if name not in self._fragments:
            return "unknown-fragment", name
        if len(within) >= DEPTH:
            return "fragments-too-deep", name
        text = _tagged(self._fragments[name])
        inner = sorted({other for kind, other in text.tags if kind == _INCLUDE})
        if fault := next((fault for other in inner if (fault := self.fault(other, (*within, name)))), None):
            return fault
        self._sizes[name] = self.of([text])
        return None

    def most(self) -> int:
        """Return what a tag comes to at most, in code points.

        A name counts as its share of what a reply may be.
        """
        share = REPLY // NAMES + 1
        return max(
            (max(size.length, share * max(len(size.names), 1)) for size in self._sizes.values()),
            default=share,
        )

    def of(self, texts: Iterable[_Tagged]) -> _Size:
        """Return what `texts` come to; their fragments have no fault."""
        length = 0
        names: set[str] = set()
        for text in texts:
            length += text.length
            for kind, name in text.tags:
                if kind == _INCLUDE:
                    more = self._sizes[name]
                    length += more.length
                    names |= more.names
                else:
                    names.add(name)
        return _Size(length, frozenset(names))


class _Tagged(NamedTuple):
    """A text's length, and kind and name of each of its tags, as `names_in` has them."""

    length: int
    tags: Sequence[tuple[str, str]]


def _tagged(text: str) -> _Tagged:
    tags = names_in(text)
    return _Tagged(len(text), kinds_and_names(parse(text).nodes) if tags is None else tags)
