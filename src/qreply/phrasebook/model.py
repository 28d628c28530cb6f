"""The phrasebook as the rest of qreply sees it: frozen, and free of where it came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from types import MappingProxyType
from typing import Literal, NamedTuple

from qreply.i18n import t
from qreply.i18n.platform import NAMES

Severity = Literal["error", "warning"]
Level = Literal["block", "warn", "off"]

# One way of saying a phrase: its messages, sent one after another; nearly always just one.
Wording = tuple[str, ...]

SHIPPED_SCENARIOS = ("pre-sale", "logistics", "complaint", "return")
# What customers call the platforms, by the names that settings and books use; Tmall counts as Taobao.
PLATFORMS: Mapping[str, str] = MappingProxyType({name: title for name, (title, _) in NAMES.items()})
DEFAULT_PLATFORM = next(iter(PLATFORMS))


class Problem(NamedTuple):
    """Something wrong in a phrasebook file, at `line` and `column` (from 1, in code points).

    `code` is stable and names the texts `problem.<code>` and `problem.<code>.hint`, filled with `values`;
    `source` is the offending line as it stands in the file.
    """

    code: str
    path: str
    line: int
    column: int
    severity: Severity = "error"
    values: Mapping[str, str] = MappingProxyType({})
    source: str = ""

    @property
    def message(self) -> str:
        """Return what is wrong, in the user's language."""
        return t(f"problem.{self.code}", line=self.line, **self.values)

    @property
    def hint(self) -> str:
        """Return how to mend it."""
        return t(f"problem.{self.code}.hint", line=self.line, **self.values)


class Placeholder(NamedTuple):
    """What is known about `{{name}}` beyond its name.

    A `default` of None means that a value is required.
    """

    name: str
    ask: str = ""
    default: str | None = None
    options: tuple[str, ...] = ()
    pattern: str = ""
    date: str = ""
    format: str = ""
    from_clipboard: bool = False
    remember: bool = False
    private: bool = False
    commits: bool = False  # the value gives something away or states a fact of this order: never by default
    from_shop: bool = False  # a fact the shop decides, kept in its values: never by default either
    example: str = ""
    kind: str = ""  # one of `kinds.PATTERNS`

    @property
    def takes_default(self) -> bool:
        """Tell whether anything but the agent or the shop may give the value."""
        return not (self.commits or self.from_shop)


class Scope(NamedTuple):
    """The placeholders and fragments that a phrase's text may name.

    They are looked up in its file, in its book, then in earlier books.
    """

    placeholders: Mapping[str, Placeholder] = MappingProxyType({})
    fragments: Mapping[str, str] = MappingProxyType({})


class Validity(NamedTuple):
    """When a phrase may be sent: local time, both ends inclusive, None for an open end."""

    since: datetime | None = None
    until: datetime | None = None

    def holds(self, now: datetime) -> bool:
        """Tell whether `now` lies inside."""
        return (self.since is None or self.since <= now) and (self.until is None or now <= self.until)


class Phrase(NamedTuple):
    """A canned reply with what it takes to find it. `id` is whole, `logistics/ship-delay`."""

    id: str
    scenario: str
    title: str
    wordings: tuple[Wording, ...]
    group: str = ""
    code: str = ""
    asks: tuple[str, ...] = ()
    negative_words: tuple[str, ...] = ()  # `not` in the files: words that speak against this phrase
    tags: tuple[str, ...] = ()
    platform_wordings: Mapping[str, tuple[Wording, ...]] = MappingProxyType({})
    only: tuple[str, ...] = ()
    note: str = ""
    next: tuple[str, ...] = ()
    no_answer: str = ""  # the phrase to offer where the shop has not what this one is about
    images: tuple[str, ...] = ()
    readings: Mapping[str, str] = MappingProxyType({})
    valid: tuple[Validity, ...] = ()  # the file's and the phrase's own; all must hold
    scope: Scope = Scope()
    path: str = ""
    line: int = 0
    more_codes: tuple[str, ...] = ()  # beside `code`, which is shown

    @property
    def codes(self) -> tuple[str, ...]:
        """Return all codes that bring it first, that which is shown before the others."""
        return (self.code, *self.more_codes) if self.code else ()

    @property
    def content(self) -> Phrase:
        """Return the phrase apart from where it stands and what it may name.

        It is equal for phrases that say the same.
        """
        return self._replace(scope=Scope(), path="", line=0)

    def wordings_on(self, platform: str) -> tuple[Wording, ...]:
        """Return the wordings for `platform`, which replace the general ones where it has its own."""
        return self.platform_wordings.get(platform) or self.wordings

    def available_on(self, platform: str) -> bool:
        """Tell whether the phrase is meant for `platform` at all."""
        return not self.only or platform in self.only

    def valid_at(self, now: datetime) -> bool:
        """Tell whether it may be sent at `now`."""
        return all(validity.holds(now) for validity in self.valid)


class Scenario(NamedTuple):
    """A tab of the screen: the first half of its phrases' ids, and what the tab shows."""

    name: str
    title: str


class Telling(NamedTuple):
    """The words by which a match of a pattern is told.

    A match holds one of `words`, and one of each set in `also`. There are no `words` where none are known; no match
    is longer than `width`.
    """

    words: tuple[str, ...]
    width: int
    also: tuple[tuple[str, ...], ...] = ()


class Rule(NamedTuple):
    """A compliance rule; see reply/compliance.py for how it is applied.

    Two kinds forbid nothing and hold words for the others: one that `stands_for` a word, which its words disguise,
    and one whose words make up a `word_class` that patterns name (`disguises` and `classes` in the files).
    """

    id: str
    level: Level
    why: str
    words: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()  # as written, with the {blocks} of phrasebook/pattern_blocks.py
    exceptions: tuple[str, ...] = ()  # `except` in the files: words or /patterns/ in which a hit is harmless
    suggestion: str | None = None
    platforms: tuple[str, ...] = ()
    checked: str = ""  # the month someone last looked the rule up, 2026-11
    # For each pattern: by which words a match is told, and how long it can be.
    tellings: tuple[Telling, ...] = ()
    stands_for: str = ""
    word_class: str = ""
    like: str = ""  # the kind of offence that a sentence is like, see reply/likeness.py
    path: str = ""
    line: int = 0

    @property
    def is_table(self) -> bool:
        """Tell whether it only holds words for other rules."""
        return bool(self.stands_for or self.word_class)


@dataclass(frozen=True)
class Phrasebook:
    """All books, overlaid: scenarios, phrases, rules, and what was wrong.

    Scenarios are in tab order, phrases in the books' order.
    """

    scenarios: tuple[Scenario, ...] = ()
    phrases: tuple[Phrase, ...] = ()
    rules: tuple[Rule, ...] = ()
    problems: tuple[Problem, ...] = ()

    @cached_property
    def by_id(self) -> Mapping[str, Phrase]:
        """Return the phrases by their whole id."""
        return {phrase.id: phrase for phrase in self.phrases}
