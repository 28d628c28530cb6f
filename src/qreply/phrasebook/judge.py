"""Which regular expressions can be used: those that no text of the lengths there are keeps busy.

The judge reads a pattern's tree and adds up, for the worst text, the steps that a backtracking matcher takes from one
place: what follows a repeat or a choice is tried again for each way in which that matches, except for ways that what
follows cannot go on from. The sum is an upper bound: a harmless pattern may be refused, a harmful one is not accepted.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Sequence
from enum import Enum
from functools import reduce
from itertools import combinations
from operator import or_
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any, NamedTuple

from qreply.phrasebook.charset import ANYTHING, NOTHING, Charset, charset_of
from qreply.phrasebook.limits import PAGE, PAGE_LINE, REPLY, VALUE

MOST_STEPS = 300_000_000
"""Of a pattern on its worst text. One takes 3 ns at most: a second for the longest reply there may be, made for the
pattern, 0.1 s for one of 500 code points. The shipped rules take 20 ms of it at most."""

_NEVER = 1e18  # steps; as good as never
_PREFIX = 6  # characters of a branch that are compared


class Use(Enum):
    """What a pattern is matched against: the longest text, and from how many places of it."""

    VALUE = (VALUE, 1)  # a value, whole
    FOUND = (PAGE_LINE, PAGE)  # a value in the clipboard: within a line, from each place of the page
    SEARCH = (REPLY, REPLY)  # a rule


def problem_of(pattern: str, use: Use) -> str:
    """The code of what is wrong with `pattern`, or nothing: `bad-pattern` is none at all, `slow-pattern` may hang."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # of what `[[` may mean one day
        try:
            re.compile(pattern)
            length, places = use.value
            return "slow-pattern" if places * steps(pattern, length) > MOST_STEPS else ""
        except (re.error, RecursionError, OverflowError):
            return "bad-pattern"


def steps(pattern: str, length: int) -> float:
    """The most steps that `pattern` takes from one place of any text of `length` code points; raises re.error."""
    tree = parser.parse(pattern)
    return _Judge(length).sequence(tree, tree.state.flags, None).steps


class _Cost(NamedTuple):
    """Of a piece of a pattern at one place of the worst text."""

    ways: float  # in which it matches and what follows may match too
    steps: float  # to find them all


class _Judge:
    """Of texts of `length` code points. In its methods, `follow` is what may come next, None for the text's end too."""

    def __init__(self, length: int) -> None:
        self._length = length

    def sequence(self, nodes: Any, flags: int, follow: Charset | None) -> _Cost:
        ways, total = 1.0, 0.0
        for kind, argument in reversed(nodes):  # from the end, where what follows is known
            cost = self._node(kind, argument, flags, follow)
            total = cost.steps + cost.ways * total
            ways = min(ways * cost.ways, _NEVER)
            follow = _and_then(_begin_of(kind, argument, flags), follow)
        return _Cost(ways, min(total, _NEVER))

    def _node(self, kind: Any, argument: Any, flags: int, follow: Charset | None) -> _Cost:
        match kind:
            case sre.SUBPATTERN:
                return self.sequence(argument[3], _flags(argument, flags), follow)
            case sre.BRANCH:
                return self._branch(argument[1], flags, follow)
            case sre.MAX_REPEAT | sre.MIN_REPEAT:
                return self._repeat(argument, flags, follow)
            case sre.POSSESSIVE_REPEAT:
                return _Cost(1, self._repeat(argument, flags, None).steps)
            case sre.ATOMIC_GROUP:
                return _Cost(1, self.sequence(argument, flags, None).steps)
            case sre.ASSERT | sre.ASSERT_NOT:
                return _Cost(1, self.sequence(argument[1], flags, None).steps)
            case sre.GROUPREF_EXISTS:
                return self._branch([one or [] for one in argument[1:]], flags, follow)
            case sre.GROUPREF:
                return _Cost(1, self._length)
            case _:
                return _Cost(1, 1)  # a character, or ^ and the like

    def _repeat(self, argument: Any, flags: int, follow: Charset | None) -> _Cost:
        """Each time round, all ways of the body anew; as often as the text is long, unless told how often."""
        least, most = (min(int(times), self._length) for times in argument[:2])
        first, empty = _begin(argument[2], flags)
        after = None if follow is None else follow | first
        body = self.sequence(argument[2], flags, after)
        ways, paths, rounds = float(least == 0), 1.0, 1.0
        for time in range(1, most + 1):
            paths *= max(body.ways, 1.0)
            rounds += paths
            ways += paths * (time >= least)
            if rounds > _NEVER:
                break
        if body.ways <= 1 and not empty and follow is not None and not first.meets(follow):
            ways = 1.0  # what follows cannot go on from a shorter match
        return _Cost(ways, rounds * body.steps + ways)

    def _branch(self, branches: Sequence[Any], flags: int, follow: Charset | None) -> _Cost:
        """One of several; the ways of those add up that a text can match alike."""
        costs = [self.sequence(one, flags, follow) for one in branches]
        prefixes = [_prefix(one, flags) for one in branches]
        groups = [{at} for at in range(len(costs))]
        for one, other in combinations(range(len(costs)), 2):
            if groups[one] is not groups[other] and _both(prefixes[one], prefixes[other], follow):
                groups[one] |= groups[other]
                for at in groups[other]:
                    groups[at] = groups[one]
        worst = [[costs[at] for at in group] for group in groups]
        ways = max(sum(cost.ways for cost in group) for group in worst)
        return _Cost(ways, max(sum(cost.steps for cost in group) for group in worst) + len(branches))


class _Prefix(NamedTuple):
    """What a branch begins with, character by character; `whole` if it is no more than that."""

    characters: tuple[Charset, ...]
    whole: bool


def _both(one: _Prefix, other: _Prefix, follow: Charset | None) -> bool:
    """Whether a text can match both, and go on after either."""
    if not all(mine.meets(theirs) for mine, theirs in zip(one.characters, other.characters, strict=False)):
        return False
    short, long = sorted((one, other), key=lambda prefix: len(prefix.characters))
    at = len(short.characters)
    if follow is None or not short.whole or at == len(long.characters):
        return True
    return long.characters[at].meets(follow)


def _prefix(nodes: Any, flags: int) -> _Prefix:
    found: list[Charset] = []
    for kind, argument in nodes:
        if kind is sre.SUBPATTERN:
            inner = _prefix(argument[3], _flags(argument, flags))
            found += inner.characters
            if not inner.whole:
                return _Prefix(tuple(found), whole=False)
        elif (characters := charset_of(kind, argument, flags)) is None or len(found) == _PREFIX:
            return _Prefix(tuple(found), whole=False)
        else:
            found.append(characters)
    return _Prefix(tuple(found), whole=True)


def _begin(nodes: Any, flags: int) -> tuple[Charset, bool]:
    """What `nodes` one after the other may begin with, and whether they may match nothing."""
    first = NOTHING
    for kind, argument in nodes:
        more, empty = _begin_of(kind, argument, flags)
        first |= more
        if not empty:
            return first, False
    return first, True


def _begin_of(kind: Any, argument: Any, flags: int) -> tuple[Charset, bool]:
    if (characters := charset_of(kind, argument, flags)) is not None:
        return characters, False
    match kind:
        case sre.SUBPATTERN:
            return _begin(argument[3], _flags(argument, flags))
        case sre.BRANCH:
            begins = [_begin(one, flags) for one in argument[1]]
            return reduce(or_, (first for first, _ in begins)), any(empty for _, empty in begins)
        case sre.MAX_REPEAT | sre.MIN_REPEAT | sre.POSSESSIVE_REPEAT:
            first, empty = _begin(argument[2], flags)
            return first, empty or not argument[0]
        case sre.ATOMIC_GROUP:
            return _begin(argument, flags)
        case sre.ASSERT | sre.ASSERT_NOT | sre.AT:
            return NOTHING, True
        case _:
            return ANYTHING, True  # a group again


def _and_then(begin: tuple[Charset, bool], follow: Charset | None) -> Charset | None:
    first, empty = begin
    if not empty:
        return first
    return None if follow is None else first | follow


def _flags(group: Any, flags: int) -> int:
    _, added, removed, _ = group
    return (flags | int(added)) & ~int(removed)
