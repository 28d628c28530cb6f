"""How well a phrase answers a query: evidence added up over its lines, and a little for how it begins."""

from __future__ import annotations

from collections.abc import Sequence
from math import log

from qreply.search.names import initial_name, sound_names
from qreply.search.profile import TITLE_LINES, Profile
from qreply.search.query import Gram, Query
from qreply.search.tokens import Token

# A gram counts by the share of a phrase's lines that hold it, to this power: in two lines of ten it says more than
# in one, but not twice as much. (Measured on customers' questions; the best single line does far worse.)
SHARE_POWER = 0.7
# Initials meet by chance so often that only how many lines have them tells.
INITIALS_SHARE_POWER = 1.0

# The rarity of a gram, log(1 + phrases / phrases that hold it), to this power.
RARITY_POWER = 1.3

# Long-winded lines hold many grams by chance, initials above all; a phrase's evidence is divided by how many times
# its average line is as long as a usual one, to these powers.
SIZE_POWER = 0.25
INITIALS_SIZE_POWER = 0.8
_USUAL_SIZE = 10.0

# Evidence for a phrase is multiplied by this if the query holds one of its `not` words.
UNLESS = 0.25

# What it adds to hold the whole query at the beginning of the title, or as the title, or as a whole line, or at a
# line's beginning: shares of all that the query's grams could bring. Agents type titles; customers' questions are
# hardly ever literally there, so these decide shorthand and leave sentences alone.
TITLE_BEGINS = 0.5
TITLE_EQUALS = 0.5
LINE_BEGINS = 0.15
LINE_EQUALS = 0.35


# Phrases with more lines than this are treated as having as many.
_MOST_LINES = 255
_POWERS = [count**SHARE_POWER for count in range(_MOST_LINES + 1)]
_INITIALS_POWERS = [count**INITIALS_SHARE_POWER for count in range(_MOST_LINES + 1)]


def rarity(size: int, holding: int) -> float:
    """What the rarity of a gram makes of its worth, where `holding` of `size` phrases have it."""
    return log(1 + size / holding) ** RARITY_POWER


class Scorer:
    """Scores profiles for one query. `weighed` are its grams with their worth, rarity included."""

    def __init__(self, query: Query, weighed: Sequence[tuple[Gram, float]]) -> None:
        self._query = query
        self._grams = [
            (name, [(gram.text, worth) for gram, worth in weighed if gram.name == name])
            for name in ("hanzi", "sounds", "initials", "meanings")
        ]
        self._whole = sum(worth for gram, worth in weighed if gram.name)
        self._literal = _literal(query.tokens)

    def score(self, profile: Profile) -> float:
        """The evidence that `profile` answers the query; 0 is none at all, and there is no upper bound."""
        size = max(profile.size, 1.0) / _USUAL_SIZE
        total = 0.0
        for name, grams in self._grams:
            if not grams:
                continue
            if name == "initials":
                lines, powers, size_power = profile.lines - TITLE_LINES + 1, _INITIALS_POWERS, INITIALS_SIZE_POWER
            else:
                lines, powers, size_power = profile.lines, _POWERS, SIZE_POWER
            lines = min(lines, _MOST_LINES)
            count_in = getattr(profile, name).count
            found = 0.0
            for text, worth in grams:
                if count := count_in(text):
                    found += worth * powers[min(count, lines)]
            total += found / powers[lines] / size**size_power
        total += self._whole * self._share_of_beginning(profile)
        if profile.unless and any(word and word in self._query.text for word in profile.unless):
            total *= UNLESS
        return total

    def _share_of_beginning(self, profile: Profile) -> float:
        share = 0.0
        name, literal = self._literal
        lines: str = getattr(profile, name)
        if f"\n{literal}" in lines:
            share += LINE_EQUALS if f"\n{literal}\n" in lines else LINE_BEGINS
        tokens = self._query.tokens
        end = len(tokens) + 1
        if profile.hanzi.find("\n", 1, end) < 0 and all(map(_same, tokens, *_title(profile, end))):
            share += TITLE_EQUALS if profile.hanzi[end] == "\n" else TITLE_BEGINS
        return share


def _title(profile: Profile, end: int) -> tuple[str, str, str]:
    return profile.hanzi[1:end], profile.sounds[1:end], profile.initials[1:end]


def _same(token: Token, hanzi: str, sound: str, initial: str) -> bool:
    if token.hanzi == hanzi:
        return True
    if token.sounds:
        names = sound_names()
        return any(names.get(one) == sound for one in token.sounds)
    return not token.hanzi and initial == initial_name(token.initials[0])


def _literal(tokens: Sequence[Token]) -> tuple[str, str]:
    """The whole query under the narrowest kind of name that all its tokens have, and that kind."""
    if all(token.hanzi for token in tokens):
        return "hanzi", "".join(token.hanzi for token in tokens)
    names = sound_names()
    if all(token.sounds for token in tokens):
        return "sounds", "".join(names.get(token.sounds[0], "") for token in tokens)
    return "initials", "".join(initial_name(token.initials[0]) for token in tokens if token.initials)
