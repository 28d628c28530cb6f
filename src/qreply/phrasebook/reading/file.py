"""Read what one file holds, apart from all other files, so that it can be read again alone."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Mapping as Lookup
from dataclasses import dataclass, field
from pathlib import PurePath

from yaml.events import ScalarEvent

from qreply.phrasebook.model import Phrase, Placeholder, Problem, Rule, Scope, Validity
from qreply.phrasebook.reading.declarations import placeholder, rule, validity, word_table
from qreply.phrasebook.reading.fields import Fields
from qreply.phrasebook.reading.phrases import PhraseReader, Reference
from qreply.phrasebook.reading.source import Source, says_empty
from qreply.phrasebook.reading.usual_phrases import WORD, UsualPhrase, take_out
from qreply.phrasebook.reading.yaml_nodes import Mapping, Node, Refused, Sequence, offset_of
from qreply.phrasebook.reading.yaml_tree import entries
from qreply.phrasebook.yaml_keys import FILE, WORD_TABLES

_TABLE = re.compile(r"[^\n,\t:：]{1,30}(?:,|\t)[^\n]*")
_CONFLICT = re.compile(r"^<{7}(?: |$)(?=[\s\S]*^>{7}(?: |$))", re.MULTILINE)


@dataclass(frozen=True)
class ParsedFile:
    """What one file holds.

    If it is not `whole`, something is wrong with the file itself, and phrases may be missing.
    """

    path: str
    scenario: str = ""
    scenario_at: tuple[int, int] = (1, 1)
    title: str = ""
    valid: tuple[Validity, ...] = ()  # of the whole file; its phrases have it too
    valid_at: tuple[int, int] = (1, 1)
    phrases: tuple[Phrase, ...] = ()
    hidden: tuple[Reference, ...] = ()  # whole ids that `hide: true` takes out of earlier books
    placeholders: Lookup[str, Placeholder] = field(default_factory=dict)
    fragments: Lookup[str, str] = field(default_factory=dict)
    rules: tuple[Rule, ...] = ()
    rule_ids: tuple[Reference, ...] = ()  # where they stand, in the order of `rules`
    problems: tuple[Problem, ...] = ()
    ids: tuple[tuple[int, int], ...] = ()  # line and column of the phrases' ids, in the order of `phrases`
    failed: Lookup[str, int] = field(default_factory=dict)  # phrases with errors: id → where they would stand
    fields: tuple[Reference, ...] = ()  # placeholders that its texts name
    includes: tuple[Reference, ...] = ()  # fragments that its texts include
    nexts: tuple[Reference, ...] = ()  # ids that its phrases name as `next`, whole
    no_answers: tuple[Reference, ...] = ()  # and as `no-answer`
    defaults: tuple[Reference, ...] = ()  # placeholders to which its texts give a default, each time they do
    whole: bool = True
    digest: bytes = b""


def read_file(source: Source) -> ParsedFile:
    """Return what the file holds, problems and all; never raises for what stands in it."""
    if any(problem.severity == "error" for problem in source.problems):
        return ParsedFile(source.path, problems=tuple(source.problems), whole=False, digest=source.digest)
    if (conflict := find_conflict(source.text)) >= 0:
        source.report("conflict-mark", conflict)
        return ParsedFile(source.path, problems=tuple(source.problems), whole=False, digest=source.digest)
    with contextlib.suppress(_UnusualError):
        return _read(source, quickly=True)
    return _read(source, quickly=False)  # out here, where the error no longer holds what was read before it


def _read(source: Source, *, quickly: bool) -> ParsedFile:
    """Return what the file holds; raises _UnusualError if it cannot be read `quickly`."""
    found_before = len(source.problems)
    reader = _Reader(source, quickly=quickly)
    try:
        reader.read()
        if reader.late:  # what stands below the phrases counts for them too, as is known now
            del source.problems[found_before:]
            reader = _Reader(source, reader.scenario, reader.valid, quickly=quickly)
            reader.read()
    except _UnusualError:
        del source.problems[found_before:]
        raise
    except Refused as refused:
        if reader.has_usual:
            del source.problems[found_before:]
            raise _UnusualError from refused
        from qreply.phrasebook.reading.syntax_errors import explain  # most files need none of its patterns

        reader.stop_short()
        explain(source, refused, reader.last_at)
    return reader.book()


class _UnusualError(Exception):
    """What was taken for a usual phrase stands elsewhere, or has an id that another one has."""


def read_items(source: Source, scenario: str, valid: tuple[Validity, ...]) -> ParsedFile:
    """Return the phrases in a text that is nothing else.

    Their `scenario` and when they are `valid` stand elsewhere in their file.
    """
    reader = _Reader(source, scenario, valid)
    try:
        reader.read()
    except Refused:
        reader.stop_short()
    return reader.book()


def find_conflict(text: str) -> int:
    """Return the offset of a conflict that is not resolved; -1 if there is none."""
    found = _CONFLICT.search(text) if "<<<<<<<" in text else None
    return found.start() if found else -1


class _Reader:
    def __init__(
        self,
        source: Source,
        scenario: str = "",
        valid: tuple[Validity, ...] = (),
        *,
        quickly: bool = False,
    ) -> None:
        self.scenario = scenario
        self.valid = valid
        self.late = False  # whether scenario or validity stand below phrases that need them
        self._settled = (0, 0)  # how many problems and phrases there were before the last entry
        self._last: Node | None = None  # this one
        self._given = bool(scenario or valid)
        self._source = source
        self._fields = Fields(source)
        self._scenario_at = 0
        self._title = ""
        self._valid_at = 0
        self._placeholders: dict[str, Placeholder] = {}
        self._fragments: dict[str, str] = {}
        self._phrases = PhraseReader(self._fields, Scope(self._placeholders, self._fragments))
        self._rules: dict[str, Rule] = {}
        self._rules_at: dict[str, int] = {}
        self._whole = True
        self._text = source.text
        self._usual: dict[int, list[UsualPhrase]] = {}
        if quickly and self._fields.is_plain:
            self._text, self._usual = take_out(source.text)

    @property
    def has_usual(self) -> bool:
        """Tell whether phrases are read without the parser."""
        return bool(self._usual)

    @property
    def last_at(self) -> int:
        """Return the offset of the last entry that was read, 0 if none was."""
        return offset_of(self._last) if self._last is not None else 0

    def read(self) -> None:
        """Walk the file's top mapping.

        Raises Refused, and _UnusualError where it must be read with the parser alone.
        """
        waiting = len(self._usual)
        last: ScalarEvent | None = None
        name = ""
        seen: set[str] = set()
        for key, node, is_item in entries(self._text):
            if key is None:
                self._no_top(node)
                self._whole = False
                return
            self._settled = (len(self._source.problems), len(self._phrases.phrases))
            self._last = node
            if key is not last:
                last, name = key, self._top_key(key, seen)
            if name == "phrases" and is_item:
                if waiting and (usual := self._usual_at(node)):
                    waiting -= 1
                    if not all(map(self._phrases.take, usual)):
                        raise _UnusualError
                else:
                    self._phrases.read(node)
            elif name:
                self._fields.failed = False
                self._value(name, node, is_item)
                self._whole = self._whole and not self._fields.failed
        if waiting:
            raise _UnusualError

    def _usual_at(self, node: Node) -> list[UsualPhrase] | None:
        return self._usual.get(offset_of(node)) if type(node) is ScalarEvent and node.value == WORD else None

    def _no_top(self, node: Node) -> None:
        """Say why the file is no mapping."""
        if isinstance(node, Sequence) and not node.flow:
            self._fields.fail("list-without-phrases", offset_of(node))
        elif isinstance(node, ScalarEvent) and _TABLE.match(node.value):
            self._fields.fail("table-text", offset_of(node))
        else:
            self._fields.entries(node, FILE)

    def stop_short(self) -> None:
        """Forget the last entry, which a slip in the punctuation broke off; those before are sound."""
        problems, phrases = self._settled
        del self._source.problems[problems:], self._phrases.phrases[phrases:], self._phrases.ids[phrases:]
        self._whole = False

    def book(self) -> ParsedFile:
        """Return what has been read."""
        phrases = self._phrases
        if phrases.phrases and not self.scenario:
            self._source.report("no-scenario", 0, "warning", name=phrases.scenario)
        if self._is_empty():
            self._source.report("empty-file", 0, "warning")
        return ParsedFile(
            self._source.path,
            self.scenario or phrases.scenario,
            self._source.position(self._scenario_at),
            self._title,
            self.valid,
            self._source.position(self._valid_at),
            tuple(phrases.phrases),
            phrases.references(phrases.hidden.items()),
            self._placeholders,
            self._fragments,
            tuple(self._rules.values()),
            phrases.references(self._rules_at.items()),
            tuple(self._source.problems),
            tuple(phrases.ids),
            phrases.failed,
            phrases.references(phrases.named.items()),
            phrases.references(phrases.included.items()),
            phrases.references(phrases.nexts.items()),
            phrases.references(phrases.no_answers.items()),
            phrases.references(phrases.defaults),
            self._whole,
            self._source.digest,
        )

    def _is_empty(self) -> bool:
        """Tell whether the file says nothing, though nothing is wrong with it."""
        phrases = self._phrases
        said = (
            phrases.phrases,
            phrases.hidden,
            phrases.failed,
            self._rules,
            self._placeholders,
            self._fragments,
        )
        waits = PurePath(self._source.path).parent.name == "rules"  # a file of examples, as `init` writes it
        if not self._whole or waits or any(said) or self._source.problems:
            return False
        return not says_empty(self._source.text)

    def _top_key(self, key: ScalarEvent, seen: set[str]) -> str:
        known = FILE.by_name.get(key.value)
        if known is None:
            self._fields.unknown_key(key, FILE)
        elif known.name in seen:
            self._fields.fail("duplicate-key", offset_of(key), key=key.value)
        else:
            seen.add(known.name)
            if known.name == "phrases":
                self._phrases.scenario = self.scenario or PurePath(self._source.path).stem
                self._phrases.valid = self.valid
            elif known.name in ("scenario", "valid") and "phrases" in seen:
                self.late = not self._given
            return known.name
        self._whole = False
        return ""

    def _value(self, name: str, node: Node, is_item: bool) -> None:
        if name in WORD_TABLES or (name == "rules" and is_item):
            self._rules_of(name, node)
        elif name == "scenario":
            self.scenario, self._scenario_at = self._fields.line(node), offset_of(node)
        elif name == "title":
            self._title = self._fields.line(node)
        elif name == "valid":
            self.valid, self._valid_at = (validity(self._fields, node),), offset_of(node)
        elif name == "placeholders":
            for found, _, value in self._fields.named(node):
                self._placeholders[found] = placeholder(self._fields, found, value)
        elif name == "fragments":
            for found, _, value in self._fields.named(node):
                text = self._phrases.template(value)
                if text or not self._fields.failed:  # else replies would go without it
                    self._fragments[found] = text
        elif not isinstance(node, ScalarEvent) or node.value:
            self._no_list(node)

    def _rules_of(self, name: str, node: Node) -> None:
        is_table = name in WORD_TABLES
        found = word_table(self._fields, name, node) if is_table else [rule(self._fields, node)]
        for one in found:
            if one is not None and one.id in self._rules:
                self._fields.fail("duplicate-id", offset_of(node), id=one.id)
            elif one is not None:
                self._rules[one.id] = one
                self._rules_at[one.id] = offset_of(node)

    def _no_list(self, node: Node) -> None:
        if isinstance(node, Mapping) and node.entries and node.entries[0][0].value[:1] in ("-", "－"):
            dash = node.entries[0][0]
            self._fields.fail("no-space-dash" if dash.value[0] == "-" else "wide-dash", offset_of(dash))
        else:
            self._fields.fail("list-expected", offset_of(node))
