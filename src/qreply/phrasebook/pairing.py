"""Find which phrases of two states of a book are the same, where their ids do not tell."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Literal

from qreply.phrasebook.flat_text import flat_texts
from qreply.phrasebook.model import Phrase

Ground = Literal["id", "text", "code", "title", "near"]
"""Why two phrases are taken for one: the same id, the same words, code or title, or nearly the same words."""

GROUNDS: tuple[Ground, ...] = ("text", "code", "title", "near")
NO_ID = "?"  # the id of what has none begins so

_ALIKE = (
    50  # of a hundred that the words of one phrase share before and after; of others one pair in 1,000 does
)
_NEAR = 75  # and those of phrases that have nothing else in common
_AHEAD = 5  # by which the nearest phrase must be nearer than the next
_SHORT = 12  # characters below which near words are no wonder
_MAX_PAIRS = 400_000  # comparisons of words in one scenario: half a second

Pairs = dict[str, tuple[Phrase, Ground]]
"""What a phrase was, by its id as it is, and why it is taken for that."""


def paired(old: Mapping[str, Phrase], new: Mapping[str, Phrase]) -> Pairs:
    """Return which phrases of `old` those of `new` were, both by id.

    A phrase is known by its id, else by what it says, by its code or by its title, each if no other has the same;
    else by nearly the same words in its scenario, if no other is as near. In another scenario the same code or title
    is not enough where the words have nothing in common.
    """
    pairs: Pairs = {key: (old[key], "id") for key in new if key in old and not key.startswith(NO_ID)}
    gone = [phrase for key, phrase in old.items() if key not in pairs]
    added = [phrase for key, phrase in new.items() if key not in pairs]
    words = Words()
    for ground, key_of in _KEYS:
        if not gone or not added:
            return pairs
        found = [
            (was, phrase)
            for was, phrase in _alone_with_key(gone, added, key_of)
            if ground == "text" or was.scenario == phrase.scenario or are_alike(was, phrase, words)
        ]
        gone, added = _take(found, ground, pairs, gone, added)
    _take(list(_nearest(gone, added, words)), "near", pairs, gone, added)
    return pairs


def _take(
    found: Iterable[tuple[Phrase, Phrase]],
    ground: Ground,
    pairs: Pairs,
    gone: Sequence[Phrase],
    added: Sequence[Phrase],
) -> tuple[list[Phrase], list[Phrase]]:
    """Put what was found into the pairs; returns those that are left on either side."""
    taken = set()
    for was, phrase in found:
        pairs[phrase.id] = was, ground
        taken.add(was.id)
    return [one for one in gone if one.id not in taken], [one for one in added if one.id not in pairs]


def _alone_with_key(
    gone: Sequence[Phrase], added: Sequence[Phrase], key_of: Callable[[Phrase], object]
) -> Iterator[tuple[Phrase, Phrase]]:
    """Yield phrases that alone have the same key on either side."""
    known = {key_of(phrase): phrase for phrase in gone}
    counts = [Counter(map(key_of, side)) for side in (gone, added)]
    for phrase in added:
        key = key_of(phrase)
        if key and counts[0][key] == counts[1][key] == 1:
            yield known[key], phrase


_KEYS: tuple[tuple[Ground, Callable[[Phrase], object]], ...] = (
    (
        "text",
        lambda phrase: (phrase.title, phrase.wordings, tuple(sorted(phrase.platform_wordings.items()))),
    ),
    ("text", lambda phrase: phrase.wordings),
    ("code", lambda phrase: phrase.code.casefold()),
    ("title", lambda phrase: phrase.title),
)


class Words:
    """What phrases say as plain text, each worked out once."""

    def __init__(self) -> None:
        self._known: dict[int, str] = {}

    def of(self, phrase: Phrase) -> str:
        """Return the words of the phrase, which must live as long as this."""
        if (known := self._known.get(id(phrase))) is None:
            texts = (text for said in flat_texts(phrase).values() for wording in said for text in wording)
            known = self._known[id(phrase)] = "\n".join(dict.fromkeys(texts))
        return known


def are_alike(was: Phrase, phrase: Phrase, words: Words) -> bool:
    """Tell whether two phrases say things alike, as one does before and after an edit."""
    from rapidfuzz.fuzz import partial_ratio  # mostly ids tell

    return partial_ratio(words.of(was), words.of(phrase)) >= _ALIKE


def _nearest(
    gone: Iterable[Phrase], added: Iterable[Phrase], words: Words
) -> Iterator[tuple[Phrase, Phrase]]:
    """Yield phrases of one scenario that are nearest to one another, with none else as near."""
    from rapidfuzz.fuzz import ratio
    from rapidfuzz.process import extract

    sides: dict[str, tuple[list[Phrase], list[Phrase]]] = defaultdict(lambda: ([], []))
    for at, phrases in enumerate((gone, added)):
        for phrase in phrases:
            sides[phrase.scenario][at].append(phrase)
    for before, after in sides.values():
        if not before or not after or len(before) * len(after) > _MAX_PAIRS:
            continue
        texts = [list(map(words.of, side)) for side in (before, after)]

        def best(text: str, among: Sequence[str]) -> int:
            hits = extract(text, among, scorer=ratio, limit=2, score_cutoff=_NEAR - _AHEAD)
            is_clear = len(hits) == 1 or (len(hits) > 1 and hits[0][1] - hits[1][1] >= _AHEAD)
            return hits[0][2] if is_clear and hits[0][1] >= _NEAR else -1

        for index, text in enumerate(texts[1]):
            at = best(text, texts[0]) if len(text) >= _SHORT else -1
            if at >= 0 and len(texts[0][at]) >= _SHORT and best(texts[0][at], texts[1]) == index:
                yield before[at], after[index]
