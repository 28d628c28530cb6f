"""Reads the phrases of one file into drafts, which wait for what may stand after them: scenario and validity."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from yaml.events import ScalarEvent

from qreply.phrasebook import scalars
from qreply.phrasebook.declarations import platforms, validity
from qreply.phrasebook.fields import Fields
from qreply.phrasebook.keys import ON_PLATFORM, PHRASE
from qreply.phrasebook.model import Wording
from qreply.phrasebook.template import Field, Include, Part, Text, names_in, parse, walk, wide_tags
from qreply.phrasebook.yaml_events import Mapping as MappingNode
from qreply.phrasebook.yaml_events import Node, Sequence, offset_of

_THIRD_BRACE = re.compile(r"\{(?=\{\{)|(?<=\}\})\}")


@dataclass(frozen=True, slots=True)
class Mention:
    """Where a name stands in a file: line and column from 1."""

    name: str
    line: int
    column: int


@dataclass(slots=True)
class Draft:
    """A phrase but for what its file adds; `values` are arguments of Phrase."""

    key: str
    line: int
    at: Mention
    values: dict[str, Any]


class PhraseReader:
    """Collects drafts, and what their texts and `next` name, with the offset of the first mention."""

    def __init__(self, fields: Fields) -> None:
        self.drafts: list[Draft] = []
        self.failed: dict[str, int] = {}  # key → how many drafts stand before it
        self.hidden: dict[str, int] = {}
        self.named: dict[str, int] = {}
        self.included: dict[str, int] = {}
        self.nexts: dict[str, int] = {}
        self._keys: set[str] = set()
        self._fields = fields
        self._source = fields.source
        self._wide = any(mark in fields.source.text for mark in "｛｝＝｜？／＞")
        self._readers: dict[str, Callable[[Node], Any]] = {
            **dict.fromkeys(("id", "title", "group", "code"), fields.line),
            **dict.fromkeys(("asks", "not", "tags", "images"), fields.lines),
            "reply": self.template,
            "variants": self._variants,
            "messages": self._messages,
            "platforms": self._platforms,
            "only": lambda node: platforms(fields, node),
            "note": fields.text,
            "valid": lambda node: (validity(fields, node),),
            "next": self._next,
            "readings": self._readings,
            "hide": lambda node: fields.choice(node, PHRASE.by_name["hide"]),
        }

    def read(self, node: Node) -> None:
        """Read one item of `phrases`."""
        fields = self._fields
        if isinstance(node, ScalarEvent) and not node.value:
            self._source.report("empty-item", offset_of(node), "warning")
            return
        fields.failed = False
        found = fields.entries(node, PHRASE)
        readers = self._readers
        values = {name: readers[name](value) for name, value in found.items()}
        key = values.pop("id", "") or values.get("title", "")
        if not key:
            if not fields.failed:
                fields.fail("no-id", offset_of(node))
            return
        at = found.get("id") or found["title"]
        if values.pop("hide", ""):
            self.hidden[key] = offset_of(at)
            return
        self._check(node, key, found, values)
        if fields.failed:
            self.failed.setdefault(key, len(self.drafts))
            return
        self._keep(node, key, at, values)

    def template(self, node: Node) -> str:
        """The text of `node`, its template checked and the names in it noted."""
        text = self._fields.text(node)
        if ("{" in text or "｛" in text or "}}" in text or "｝｝" in text) and isinstance(node, ScalarEvent):
            self._note_tags(text, node)
        return text

    def mentions(self, offsets: dict[str, int], name: Callable[[str], str] = str) -> tuple[Mention, ...]:
        """`offsets` as mentions of the names that `name` makes of them."""
        return tuple(Mention(name(key), *self._source.position(offset)) for key, offset in offsets.items())

    def _keep(self, node: Node, key: str, at: Node, values: dict[str, Any]) -> None:
        line = node.line if isinstance(node, MappingNode) else 1
        mark: Any = at.start_mark if isinstance(at, ScalarEvent) else None
        mention = Mention(key, mark.line + 1, mark.column + 1)
        if "not" in values:
            values["unless"] = values.pop("not")
        self.drafts.append(Draft(key, line, mention, values))

    def _check(self, node: Node, key: str, found: dict[str, Node], values: dict[str, Any]) -> None:
        fields = self._fields
        if key in self._keys:
            fields.fail("duplicate-id", offset_of(found.get("id") or found["title"]), id=key)
        self._keys.add(key)
        if not values.get("title") and not fields.failed:
            self._source.report("no-title", offset_of(node), "warning", id=key)
        values["title"] = values.get("title") or key
        if "messages" in values and ("reply" in values or "variants" in values):
            fields.fail("reply-and-messages", offset_of(found["messages"]))
        wordings = _wordings(values)
        by_platform = values.pop("platforms", None)
        if by_platform:
            values["platform_wordings"] = by_platform
        if not wordings and not by_platform and not fields.failed:
            fields.fail("empty-reply", offset_of(found.get("reply") or node), id=key)
        values["wordings"] = wordings
        if not values.get("asks") and not fields.failed:
            self._source.report("no-asks", offset_of(found.get("asks") or node), "warning", id=key)

    def _variants(self, node: Node) -> tuple[Wording, ...]:
        if not isinstance(node, Sequence):
            return tuple((text,) for text in (self.template(node),) if text)
        wordings = (self._messages(item) for item in node.items)
        return tuple(wording for wording in wordings if wording)

    def _messages(self, node: Node) -> Wording:
        texts = [self.template(item) for item in (node.items if isinstance(node, Sequence) else [node])]
        if not all(texts) and not self._fields.failed:
            self._source.report("empty-item", offset_of(node), "warning")
        return tuple(filter(None, texts))

    def _platforms(self, node: Node) -> Mapping[str, tuple[Wording, ...]]:
        known = PHRASE.by_name["platforms"].choices
        found: dict[str, tuple[Wording, ...]] = {}
        for name, key, value in self._fields.named(node):
            if name.lower() not in known:
                self._source.report("unknown-platform", offset_of(key), "warning", name=name)
            values = {
                entry: self._readers[entry](text)
                for entry, text in self._fields.entries(value, ON_PLATFORM).items()
            }
            if wordings := _wordings(values):
                found[known.get(name.lower(), name)] = wordings
            elif not self._fields.failed:
                self._fields.fail("empty-reply", offset_of(key), id=name)
        return found

    def _next(self, node: Node) -> tuple[str, ...]:
        keys = self._fields.lines(node)
        for at, key in enumerate(keys):
            if key not in self.nexts:
                item = node.items[min(at, len(node.items) - 1)] if isinstance(node, Sequence) else node
                self.nexts[key] = offset_of(item)
        return keys

    def _readings(self, node: Node) -> dict[str, str]:
        return {name: self._fields.line(value) for name, _, value in self._fields.named(node)}

    def _note_tags(self, text: str, node: ScalarEvent) -> None:
        ahead = max(node.value.find(text[:1]), 0)  # the line breaks that `text` has lost at its front
        if self._wide:
            for start, written, mended in wide_tags(text):
                at = scalars.place(self._source, node, start + ahead)
                self._source.report("wide-braces", at, "warning", written=written, mended=mended)
        for brace in _THIRD_BRACE.finditer(text):
            at = scalars.place(self._source, node, brace.start() + ahead)
            self._source.report("third-brace", at, "warning")
        if (tags := names_in(text)) is None:
            template = parse(text)
            for flaw in template.flaws:
                at = scalars.place(self._source, node, flaw.start + ahead)
                self._fields.fail(flaw.code, at, name=flaw.name)
            tags = [_kind_and_name(found) for found in walk(template.nodes) if not isinstance(found, Text)]
        for kind, name in tags:
            noted = self.included if kind == ">" else self.named
            if name not in noted and kind != "/":
                noted[name] = scalars.place(self._source, node, node.value.find(name))


def _kind_and_name(node: Field | Part | Include) -> tuple[str, str]:
    return (">", node.fragment) if isinstance(node, Include) else ("", node.name)


def _wordings(values: dict[str, Any]) -> tuple[Wording, ...]:
    """Takes what is said out of `values`: the reply or the messages first, then the variants."""
    reply = values.pop("reply", "")
    first: Wording = values.pop("messages", ()) or ((reply,) if reply else ())
    variants: tuple[Wording, ...] = values.pop("variants", ())
    return (first, *variants) if first else variants
