"""Read the phrases of one file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from yaml import Mark
from yaml.events import ScalarEvent

from qreply.phrasebook import limits
from qreply.phrasebook.model import Phrase, Scope, Validity, Wording
from qreply.phrasebook.reading import scalars
from qreply.phrasebook.reading.declarations import platforms, validity
from qreply.phrasebook.reading.fields import Fields
from qreply.phrasebook.reading.usual_phrases import UsualPhrase
from qreply.phrasebook.reading.yaml_nodes import Mapping as MappingNode
from qreply.phrasebook.reading.yaml_nodes import Node, Sequence, offset_of
from qreply.phrasebook.tags import DEFAULT
from qreply.phrasebook.template import kinds_and_names, names_in, parse, wide_tags
from qreply.phrasebook.yaml_keys import ON_PLATFORM, PHRASE

NO_READINGS: Mapping[str, str] = MappingProxyType({})

_THIRD_BRACE = re.compile(r"(?<=\}\})\}")


class Reference(NamedTuple):
    """Where a name stands in a file: line and column from 1."""

    name: str
    line: int
    column: int


class PhraseReader:
    """Collects phrases, and what their texts and `next` name.

    Each name is kept with the offset of its first mention. `scenario` and `valid` are the file's, and set before the
    phrases are read; `scope` may be filled later.
    """

    def __init__(self, fields: Fields, scope: Scope) -> None:
        self.scenario = ""
        self.valid: tuple[Validity, ...] = ()
        self.phrases: list[Phrase] = []
        self.ids: list[tuple[int, int]] = []  # line and column of each phrase's id
        self.failed: dict[str, int] = {}  # id → how many phrases stand before it
        self._scope = scope
        self.hidden: dict[str, int] = {}
        self.named: dict[str, int] = {}
        self.included: dict[str, int] = {}
        self.nexts: dict[str, int] = {}
        self.no_answers: dict[str, int] = {}
        self.defaults: list[tuple[str, int]] = []  # each `{{name=…}}` in a text: its name and offset
        self._keys: set[str] = set()
        self._noted: set[tuple[tuple[str, str], ...]] = set()
        self._fields = fields
        self._source = fields.source
        readers: dict[str, Callable[[Node], Any]] = {
            **dict.fromkeys(("id", "title", "group"), fields.line),
            "code": fields.codes,
            **dict.fromkeys(("asks", "not", "tags", "images"), fields.lines),
            "reply": self.template,
            "variants": self._variants,
            "messages": self._messages,
            "platforms": self._platforms,
            "only": lambda node: platforms(fields, node),
            "note": lambda node: fields.text(node, limits.NOTE),
            "valid": lambda node: (validity(fields, node),),
            "next": self._next,
            "no-answer": self._no_answer,
            "readings": self._readings,
            "hide": lambda node: fields.choice(node, PHRASE.by_name["hide"]),
        }
        self._readers = readers
        self._by_name = {name: (key.name, readers[key.name]) for name, key in PHRASE.by_name.items()}

    def read(self, node: Node) -> None:
        """Read one item of `phrases`."""
        fields = self._fields
        if isinstance(node, ScalarEvent) and not node.value:
            self._source.report("empty-item", offset_of(node), "warning")
            return
        fields.failed = False
        found: dict[str, Node] = {}
        values: dict[str, Any] = {}
        by_name = self._by_name
        for key_node, value in fields.entries_of(node, PHRASE):
            if (known := by_name.get(key_node.value)) is None:
                fields.unknown_key(key_node, PHRASE)
            elif (name := known[0]) in found:
                if fields.duplicate_key(key_node, name, PHRASE):
                    break  # what follows belongs to the next phrase
            else:
                found[name] = value
                values[name] = known[1](value)
        key = values.pop("id", "") or values.get("title", "")
        if not key:
            if not fields.failed:
                fields.fail("no-id", offset_of(node))
            return
        at = found.get("id") or found["title"]
        if values.pop("hide", ""):
            self.hidden[self._id(key)] = offset_of(at)
            return
        self._check(node, key, found, values)
        if fields.failed:
            self.failed.setdefault(self._id(key), len(self.phrases))
            return
        mark: Any = at.start_mark if isinstance(at, ScalarEvent) else None
        self.ids.append((mark.line + 1, mark.column + 1))
        self._keep(key, values, node.line if isinstance(node, MappingNode) else 1)

    def take(self, usual: UsualPhrase) -> bool:
        """Take a phrase that was read without the parser; not where another one has its id."""
        values: dict[str, Any] = usual.values
        key = values.get("id") or values["title"]
        if key in self._keys:
            return False
        self._keys.add(key)
        self._fields.failed = False
        reply = values["reply"]
        if _may_have_tags(reply):
            start, end = usual.reply_at
            if self._source.text[start - 1] == "\n":
                start = self._source.text.rindex("|", 0, start)  # where the parser says that it begins
            marks = Mark("", start, 0, 0, None, 0), Mark("", end, 0, 0, None, 0)
            self._note_tags(reply, ScalarEvent(None, None, (True, False), reply, *marks))
        if self._fields.failed:
            self.failed.setdefault(self._id(key), len(self.phrases))
            return True
        values["wordings"] = ((reply,),)
        self.ids.append((usual.line, usual.column))
        self._keep(key, values, usual.line)
        return True

    def template(self, node: Node) -> str:
        """Return the text of `node`, its template checked and the names in it noted."""
        text = self._fields.text(node, limits.REPLY)
        if _may_have_tags(text) and isinstance(node, ScalarEvent):
            self._note_tags(text, node)
        return text

    def references(self, offsets: Iterable[tuple[str, int]]) -> tuple[Reference, ...]:
        """Return the names, given with their offsets, with their lines and columns."""
        return tuple(Reference(name, *self._source.position(offset)) for name, offset in offsets)

    def _id(self, key: str) -> str:
        """Return the whole id; who writes it whole means the same."""
        head = self.scenario + "/"
        return key if key.startswith(head) else head + key

    def _keep(self, key: str, values: dict[str, Any], line: int) -> None:
        get = values.get
        codes: tuple[str, ...] = get("code", ())
        self.phrases.append(
            Phrase(
                self._id(key),
                self.scenario,
                values["title"],
                values["wordings"],
                get("group", ""),
                codes[0] if codes else "",
                get("asks", ()),
                get("not", ()),
                get("tags", ()),
                get("platforms") or {},
                get("only", ()),
                get("note", ""),
                get("next", ()),
                get("no-answer", ""),
                get("images", ()),
                get("readings") or NO_READINGS,
                self.valid + values["valid"] if "valid" in values else self.valid,
                self._scope,
                self._source.path,
                line,
                codes[1:],
            )
        )

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
        if not wordings and not values.get("platforms") and not fields.failed:
            fields.fail("empty-reply", offset_of(found.get("reply") or node), id=key)
        values["wordings"] = wordings
        if not values.get("asks") and not fields.failed:
            self._source.report("no-asks", offset_of(found.get("asks") or node), "warning", id=key)

    def _variants(self, node: Node) -> tuple[Wording, ...]:
        if not isinstance(node, Sequence):
            return tuple((text,) for text in (self.template(node),) if text)
        if not self._fields.few(node, limits.ITEMS):
            return ()
        wordings = (self._messages(item) for item in node.items)
        return tuple(wording for wording in wordings if wording)

    def _messages(self, node: Node) -> Wording:
        if isinstance(node, Sequence) and not self._fields.few(node, limits.ITEMS):
            return ()
        texts = [self.template(item) for item in (node.items if isinstance(node, Sequence) else [node])]
        if not all(texts) and not self._fields.failed:
            self._source.report("empty-item", offset_of(node), "warning")
        if (length := len("\n".join(texts))) > limits.REPLY:
            self._fields.fail("over-limit", offset_of(node), length=str(length), limit=str(limits.REPLY))
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

    def _no_answer(self, node: Node) -> str:
        key = self._whole(self._fields.line(node))
        if key:
            self.no_answers.setdefault(key, offset_of(node))
        return key

    def _whole(self, key: str) -> str:
        """Return the whole id of another phrase, whose scenario may be left out if it is the file's."""
        return key if "/" in key or not key else f"{self.scenario}/{key}"

    def _next(self, node: Node) -> tuple[str, ...]:
        written = self._fields.lines(node)
        keys = tuple(map(self._whole, written))
        for at, key in enumerate(keys):
            if key not in self.nexts:
                item = node.items[min(at, len(node.items) - 1)] if isinstance(node, Sequence) else node
                self.nexts[key] = offset_of(item)
        return keys

    def _readings(self, node: Node) -> dict[str, str]:
        if isinstance(node, ScalarEvent) and node.value:
            self._fields.fail("readings-text", offset_of(node))
            return {}
        readings = {}
        for name, _, value in self._fields.named(node):
            readings[name] = self._fields.line(value)
            if re.search("[\u4e00-\u9fff]", readings[name]):
                self._source.report("bad-reading", offset_of(value), "warning", value=readings[name])
        return readings

    def _note_tags(self, text: str, node: ScalarEvent) -> None:
        for default in DEFAULT.finditer(text):
            at = scalars.place(self._source, node, node.value.find(default[0]))
            self.defaults.append((default[1], at))
        tags = names_in(text)
        if tags is None or "}}}" in text:
            tags = self._look_closer(text, node)
        if tags in self._noted:
            return
        self._noted.add(tags)
        if (
            len(tags) > limits.NAMES
            and (count := len({name for kind, name in tags if kind != ">"})) > limits.NAMES
        ):
            at = scalars.span(node)[0]
            self._fields.fail("too-many-names", at, count=str(count), limit=str(limits.NAMES))
        for kind, name in tags:
            noted = self.included if kind == ">" else self.named
            if name not in noted and kind != "/":
                noted[name] = scalars.place(self._source, node, node.value.find(name))

    def _look_closer(self, text: str, node: ScalarEvent) -> tuple[tuple[str, str], ...]:
        """Report what is wrong in the template; return the kinds and names of its tags."""
        ahead = max(node.value.find(text[:1]), 0)  # the line breaks that `text` has lost at its front
        for brace in _THIRD_BRACE.finditer(text):
            at = scalars.place(self._source, node, brace.start() + ahead)
            self._source.report("third-brace", at, "warning")
        for start, written, mended in wide_tags(text):
            at = scalars.place(self._source, node, start + ahead)
            self._source.report("wide-braces", at, "warning", written=written, mended=mended)
        template = parse(text)
        for flaw in template.flaws:
            at = scalars.place(self._source, node, flaw.start + ahead)
            self._fields.fail(flaw.code, at, name=flaw.name)
        return kinds_and_names(template.nodes)


def _may_have_tags(text: str) -> bool:
    return "{" in text or "｛" in text or "}}" in text or "｝｝" in text


def _wordings(values: dict[str, Any]) -> tuple[Wording, ...]:
    """Return what is said: the reply or the messages first, then the variants."""
    reply = values.get("reply", "")
    if reply and "messages" not in values and "variants" not in values:
        return ((reply,),)
    first: Wording = values.get("messages", ()) or ((reply,) if reply else ())
    variants: tuple[Wording, ...] = values.get("variants", ())
    return (first, *variants) if first else variants
