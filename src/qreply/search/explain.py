"""Why a phrase was found: its fields that hold grams of the query, and where."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from qreply.phrasebook.model import Phrase
from qreply.phrasebook.tags import words_of
from qreply.search.hit import Match
from qreply.search.meanings import meanings_in
from qreply.search.names import NONE, initial_name, sound_names
from qreply.search.pinyin import other_readings, sound
from qreply.search.profile import REPLY, TITLE, WORDS, plain_code
from qreply.search.query import Query
from qreply.search.speech import speech_of
from qreply.search.text import normalise, normalise_lines

# More fields than this tell nobody more.
_MOST_MATCHES = 3

# What has less than this share of the best covered character's evidence is in the text by chance.
_LEAST_SHARE = 0.2


def explain(phrase: Phrase, query: Query) -> tuple[Match, ...]:
    """The matches of `phrase`, the field with the weightiest evidence first; at least one."""
    worths = {gram.keys[0]: gram.worth for gram in query.grams if len(gram.keys) == 1}
    fields = list(_fields(phrase))
    # What only meanings, or other readings of heteronyms, can explain is looked for everywhere.
    found = _matches(_likely(fields, phrase, worths), phrase, worths) or _matches(fields, phrase, worths)
    code = plain_code(phrase.code)
    if code and code == query.code:
        found.insert(0, Match("code", phrase.code, ((0, len(phrase.code)),)))
    elif query.code and code.startswith(query.code):
        found = [*found[: _MOST_MATCHES - 1], Match("code", phrase.code, ((0, len(query.code)),))]
    return tuple(found[:_MOST_MATCHES])


def _likely(
    fields: Sequence[tuple[str, str]], phrase: Phrase, worths: Mapping[str, float]
) -> list[tuple[str, str]]:
    """The few fields with the weightiest evidence, weighed in haste, in their order."""
    lines = [line.replace(" ", "") for line in normalise_lines(text for _, text in fields)]
    said = speech_of("\n".join(lines), phrase.readings)
    replied = {gram.removeprefix(REPLY): worth for gram, worth in worths.items() if gram.startswith(REPLY)}
    weighed = []
    rows = zip(fields, lines, said.sounds.split("\n"), said.initials.split("\n"), strict=True)
    for order, (field, line, sounds, initials) in enumerate(rows):
        if field[0] == "reply":
            worth = sum(worth for gram, worth in replied.items() if gram in sounds)
        else:
            text = f"{line}{NONE}{sounds}{NONE}\n{initials}\n"
            worth = sum(worth for gram, worth in worths.items() if gram in text)
        weighed.append((-worth, order, field))
    weighed.sort(key=lambda entry: entry[:2])
    return [field for worth, _, field in weighed[:_MOST_MATCHES] if worth]


def _matches(fields: Sequence[tuple[str, str]], phrase: Phrase, worths: Mapping[str, float]) -> list[Match]:
    found: list[tuple[float, int, Match]] = []
    for order, (name, text) in enumerate(fields):
        spans, worth = _spans(name, text, phrase, worths)
        if worth:
            found.append((-worth, order, Match(name, text, spans)))
    found.sort(key=lambda entry: entry[:2])
    return [match for _, _, match in found]


def _fields(phrase: Phrase) -> Iterator[tuple[str, str]]:
    yield "title", phrase.title
    for ask in phrase.asks:
        yield "ask", ask
    for tag in phrase.tags:
        yield "tag", tag
    for wording in phrase.wordings:
        for message in wording:
            yield "reply", words_of(message)


def _spans(
    name: str, text: str, phrase: Phrase, worths: Mapping[str, float]
) -> tuple[tuple[tuple[int, int], ...], float]:
    """Where `text` holds grams of the query, and what these are worth together, each counted once."""
    plain = normalise(text)
    places = [at for at, character in enumerate(plain) if character != " "]
    covered = [0.0] * len(places)
    seen: dict[str, float] = {}
    line = plain.replace(" ", "")
    for grams in (_grams(name, line, phrase, worths), meanings_in(line)):
        # A word of the same meaning is shown only where nothing is literally there.
        if any(covered):
            break
        for gram, first, last in grams:
            worth = worths.get(gram)
            if worth:
                seen[gram] = worth
                for at in range(first, last):
                    covered[at] += worth
    enough = max(covered, default=0.0) * _LEAST_SHARE
    spans: list[tuple[int, int]] = []
    for at, worth in zip(places, covered, strict=True):
        if not worth or worth < enough:
            continue
        if spans and spans[-1][1] == at:
            spans[-1] = (spans[-1][0], at + 1)
        else:
            spans.append((at, at + 1))
    return tuple(spans), sum(seen.values())


def _grams(name: str, text: str, phrase: Phrase, wanted: Iterable[str]) -> Iterator[tuple[str, int, int]]:
    """The grams of a field, each with the half-open range of its characters."""
    sounds, initials = _ways_to_say(text, phrase)
    if name == "reply":
        for gram, first, last in _pairs(sounds):
            yield REPLY + gram, first, last
        return
    hanzi = [{one} for one in text]
    for row in (hanzi, sounds):
        yield from ((one, at, at + 1) for at, choices in enumerate(row) for one in choices)
        yield from _pairs(row)
    yield from _pairs(initials)
    for one in initials[:1]:
        yield from ((f"\n{initial}", 0, 1) for initial in one)
    for one in initials[-1:]:
        yield from ((f"{initial}\n", len(text) - 1, len(text)) for initial in one)
    yield from ((word[0], word.start(), word.end()) for word in WORDS.finditer(text))
    if name == "title":
        for gram in wanted:
            beginning = gram.removeprefix(TITLE)
            if beginning != gram and len(beginning) <= len(text):
                for row in (sounds, initials):
                    if all(one in choices for one, choices in zip(beginning, row, strict=False)):
                        yield gram, 0, len(beginning)


def _pairs(row: list[set[str]]) -> Iterator[tuple[str, int, int]]:
    for at, (one_of, two_of) in enumerate(pairwise(row)):
        for one in one_of:
            for two in two_of:
                yield one + two, at, at + 2


def _ways_to_say(text: str, phrase: Phrase) -> tuple[list[set[str]], list[set[str]]]:
    """For each character the names of its sounds and of its initials."""
    said = speech_of(text, phrase.readings)
    names = sound_names()
    sounds = [{one} for one in said.sounds]
    initials = [{one} for one in said.initials]
    for at, character in enumerate(text):
        for other in other_readings(character):
            sounds[at].add(names[sound(other)])
            initials[at].add(initial_name(other[0]))
    return sounds, initials
