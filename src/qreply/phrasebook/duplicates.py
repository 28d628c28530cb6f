"""Phrases of one book that say the same, or nearly."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from rapidfuzz.fuzz import ratio
from rapidfuzz.process import extract_iter, extractOne

from qreply.phrasebook.model import Phrase

_NO_WORD = re.compile(r"[^\w\0]+")
_NEARLY = 92  # of a hundred that two replies share
_SHORT = 12  # characters below which near replies are no wonder
_END = 10  # characters that near replies begin or end with
_CROWD = 40  # phrases of the same beginning that are compared with one another


class Twin(NamedTuple):
    """A phrase that repeats an earlier one.

    `phrase` repeats `first`; `code` names in what.
    """

    code: str
    phrase: Phrase
    first: Phrase


def twins_in(phrases: Sequence[Phrase]) -> Iterator[Twin]:
    """Find phrases that repeat an earlier one's title or reply, or nearly so, in their scenario."""
    titles: dict[tuple[str, str], Phrase] = {}
    replies: dict[str, Phrase] = {}
    crowds: dict[str, _Crowd] = {}
    bare_titles = _bare(phrase.title for phrase in phrases)
    bare_replies = _bare(" ".join(phrase.wordings[0]) if phrase.wordings else "" for phrase in phrases)
    for phrase, title, reply in zip(phrases, bare_titles, bare_replies, strict=False):
        first = titles.setdefault((phrase.scenario, title), phrase)
        if first is not phrase and _may_meet(first, phrase):
            yield Twin("title-twice", phrase, first)
        if not reply:
            continue
        first = replies.setdefault(reply, phrase)
        if first is not phrase and _may_meet(first, phrase):
            yield Twin("reply-twice", phrase, first)
        elif len(reply) >= _SHORT:
            ends = f"^{reply[:_END]}", f"{reply[-_END:]}$"
            if near := _near(reply, phrase, ends, crowds):
                yield Twin("reply-nearly-twice", phrase, near)
            for end in ends:
                crowd = crowds.setdefault(end, _Crowd([], []))
                if len(crowd.replies) < _CROWD:
                    crowd.replies.append(reply)
                    crowd.phrases.append(phrase)


class _Crowd(NamedTuple):
    """The first replies that begin or end alike, and whose they are."""

    replies: list[str]
    phrases: list[Phrase]


def _near(reply: str, phrase: Phrase, ends: Sequence[str], crowds: dict[str, _Crowd]) -> Phrase | None:
    for end in ends:
        if (crowd := crowds.get(end)) is None:
            continue
        # Mostly there is none, and to ask for the best takes less than to go through all.
        if extractOne(reply, crowd.replies, scorer=ratio, score_cutoff=_NEARLY) is None:
            continue
        for other, _, place in extract_iter(reply, crowd.replies, scorer=ratio, score_cutoff=_NEARLY):
            if _may_meet(earlier := crowd.phrases[place], phrase) and not _differs(reply, other):
                return earlier
    return None


def _differs(one: str, other: str) -> bool:
    """Tell whether they differ in what replies are about: numbers, or a negation."""
    return re.findall(r"\d+", one) != re.findall(r"\d+", other) or _negations(one) != _negations(other)


def _negations(text: str) -> list[str]:
    return re.findall("[不没无未别]", text)


def _may_meet(one: Phrase, other: Phrase) -> bool:
    """Tell whether both may be offered at the same time on the same platform."""
    return (
        not one.only or not other.only or bool(set(one.only) & set(other.only))
    ) and one.valid == other.valid


def _bare(texts: Iterable[str]) -> list[str]:
    """Return of each text its letters, digits and hanzi; all at once, which takes half the time."""
    return _NO_WORD.sub("", "\0".join(texts)).casefold().split("\0")
