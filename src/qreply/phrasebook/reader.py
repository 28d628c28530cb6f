"""One file's text → what it holds, apart from all other files, so that a changed file can be read again alone."""

from __future__ import annotations

from collections.abc import Mapping as Lookup
from dataclasses import dataclass, field
from pathlib import PurePath

from yaml.events import ScalarEvent

from qreply.phrasebook.declarations import placeholder, rule, validity
from qreply.phrasebook.fields import Fields
from qreply.phrasebook.keys import FILE
from qreply.phrasebook.mistakes import explain
from qreply.phrasebook.model import Phrase, Placeholder, Problem, Rule, Scope, Validity
from qreply.phrasebook.phrases import Draft, Mention, PhraseReader
from qreply.phrasebook.source import Source
from qreply.phrasebook.yaml_events import Mapping, Node, Refused, entries, offset_of


@dataclass(frozen=True)
class FileBook:
    """What one file holds. Not `whole`: something is wrong with the file itself, and phrases may be missing."""

    path: str
    scenario: str = ""
    scenario_at: tuple[int, int] = (1, 1)
    title: str = ""
    valid: tuple[Validity, ...] = ()  # of the whole file; its phrases have it too
    valid_at: tuple[int, int] = (1, 1)
    phrases: tuple[Phrase, ...] = ()
    hidden: tuple[Mention, ...] = ()  # whole ids that `hide: true` takes out of earlier books
    placeholders: Lookup[str, Placeholder] = field(default_factory=dict)
    fragments: Lookup[str, str] = field(default_factory=dict)
    rules: tuple[Rule, ...] = ()
    rule_ids: tuple[Mention, ...] = ()  # where they stand, in the order of `rules`
    problems: tuple[Problem, ...] = ()
    ids: tuple[Mention, ...] = ()  # where the phrases' ids stand, in the order of `phrases`
    failed: Lookup[str, int] = field(default_factory=dict)  # phrases with errors: id → where they would stand
    fields: tuple[Mention, ...] = ()  # placeholders that its texts name
    includes: tuple[Mention, ...] = ()  # fragments that its texts include
    nexts: tuple[Mention, ...] = ()  # ids that its phrases name as `next`, whole
    whole: bool = True
    digest: bytes = b""


def read_file(source: Source) -> FileBook:
    """What the file holds, problems and all; never raises for what stands in it."""
    if any(problem.severity == "error" for problem in source.problems):
        return FileBook(source.path, problems=tuple(source.problems), whole=False, digest=source.digest)
    reader = _Reader(source)
    try:
        reader.read()
    except Refused as refused:
        del source.problems[reader.settled :]  # what the slip broke off is not worth a word
        explain(source, refused)
        slip = source.problems[-1]
        earlier = [
            found for found in source.problems[:-1] if (found.code, found.line) != (slip.code, slip.line)
        ]
        source.problems = [*earlier, slip]
        return FileBook(source.path, problems=tuple(source.problems), whole=False, digest=source.digest)
    return reader.book()


class _Reader:
    def __init__(self, source: Source) -> None:
        self._source = source
        self._fields = Fields(source)
        self._phrases = PhraseReader(self._fields)
        self._scenario = ""
        self._scenario_at = 0
        self._title = ""
        self._valid_at = 0
        self._valid: tuple[Validity, ...] = ()
        self._placeholders: dict[str, Placeholder] = {}
        self._fragments: dict[str, str] = {}
        self._rules: dict[str, Rule] = {}
        self._rules_at: dict[str, int] = {}
        self._whole = True
        self.settled = 0  # how many problems are about what ended before the last entry

    def read(self) -> None:
        """Walk the file's top mapping; raises Refused."""
        last: ScalarEvent | None = None
        name = ""
        seen: set[str] = set()
        for key, node, is_item in entries(self._source.text):
            if key is None:
                self._fields.entries(node, FILE)
                self._whole = False
                return
            if key is not last:
                last, name = key, self._top_key(key, seen)
            self.settled = len(self._source.problems)
            if name == "phrases" and is_item:
                self._phrases.read(node)
            elif name:
                self._fields.failed = False
                self._value(name, node, is_item)
                self._whole = self._whole and not self._fields.failed

    def book(self) -> FileBook:
        """What has been read."""
        if not self._scenario and self._phrases.drafts:
            self._scenario = PurePath(self._source.path).stem
            self._source.report("no-scenario", 0, "warning", name=self._scenario)
        scope = Scope(self._placeholders, self._fragments)
        drafts = self._phrases.drafts
        return FileBook(
            self._source.path,
            self._scenario,
            self._source.position(self._scenario_at),
            self._title,
            self._valid,
            self._source.position(self._valid_at),
            tuple([self._phrase(draft, scope) for draft in drafts]),
            self._phrases.mentions(self._phrases.hidden, self._whole_id),
            self._placeholders,
            self._fragments,
            tuple(self._rules.values()),
            self._phrases.mentions(self._rules_at),
            tuple(self._source.problems),
            tuple([draft.at for draft in drafts]),
            {self._whole_id(key): place for key, place in self._phrases.failed.items()},
            self._phrases.mentions(self._phrases.named),
            self._phrases.mentions(self._phrases.included),
            self._phrases.mentions(self._phrases.nexts, self._whole_id),
            self._whole,
            self._source.digest,
        )

    def _top_key(self, key: ScalarEvent, seen: set[str]) -> str:
        known = FILE.by_name.get(key.value)
        if known is None:
            self._fields.unknown_key(key, FILE)
        elif known.name in seen:
            self._fields.fail("duplicate-key", offset_of(key), key=key.value)
        else:
            seen.add(known.name)
            return known.name
        self._whole = False
        return ""

    def _value(self, name: str, node: Node, is_item: bool) -> None:
        if name == "rules" and is_item:
            self._rule(node)
        elif name == "scenario":
            self._scenario, self._scenario_at = self._fields.line(node), offset_of(node)
        elif name == "title":
            self._title = self._fields.line(node)
        elif name == "valid":
            self._valid, self._valid_at = (validity(self._fields, node),), offset_of(node)
        elif name == "placeholders":
            self._placeholders = {
                found: placeholder(self._fields, found, value) for found, _, value in self._fields.named(node)
            }
        elif name == "fragments":
            self._fragments = {
                found: self._phrases.template(value) for found, _, value in self._fields.named(node)
            }
        elif not isinstance(node, ScalarEvent) or node.value:
            self._no_list(node)

    def _rule(self, node: Node) -> None:
        if (found := rule(self._fields, node)) is None:
            return
        if found.id in self._rules:
            self._fields.fail("duplicate-id", offset_of(node), id=found.id)
        else:
            self._rules[found.id] = found
            self._rules_at[found.id] = offset_of(node)

    def _no_list(self, node: Node) -> None:
        if isinstance(node, Mapping) and node.entries and node.entries[0][0].value[:1] in ("-", "－"):
            dash = node.entries[0][0]
            self._fields.fail("no-space-dash" if dash.value[0] == "-" else "wide-dash", offset_of(dash))
        else:
            self._fields.fail("list-expected", offset_of(node))

    def _whole_id(self, key: str) -> str:
        return key if "/" in key else f"{self._scenario}/{key}"

    def _phrase(self, draft: Draft, scope: Scope) -> Phrase:
        values = draft.values
        if "valid" in values or self._valid:
            values["valid"] = self._valid + values.get("valid", ())
        if "next" in values:
            values["next"] = tuple([self._whole_id(key) for key in values["next"]])
        scenario = self._scenario
        return Phrase(
            f"{scenario}/{draft.key}",
            scenario,
            scope=scope,
            path=self._source.path,
            line=draft.line,
            **values,
        )
