"""One message of a phrase, filled as far as it can be: the text, and everything that stands in its way."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from qreply.language import t
from qreply.phrasebook.model import Phrase, Placeholder, Rule, Scope
from qreply.phrasebook.template import Field, Include, Node, Part, Text, parse
from qreply.reply.compliance import Finding, review
from qreply.reply.values import Origin, Profile, Value, resolve
from qreply.safety import clean


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text: plain (no `name`), a filled placeholder with its `origin`, or an open one (no origin)."""

    text: str
    name: str = ""
    origin: Origin | None = None

    @property
    def open(self) -> bool:
        """Whether a value is still missing here."""
        return bool(self.name) and self.origin is None


@dataclass(frozen=True, slots=True)
class Slot:
    """A placeholder that the text shows, with its value as far as there is one."""

    name: str
    ask: str
    value: Value | None
    options: tuple[str, ...] = ()
    fits: bool = True  # whether the value matches the placeholder's pattern

    @property
    def open(self) -> bool:
        """Whether the text must not leave because of it."""
        return self.value is None or not self.fits


@dataclass(frozen=True, slots=True)
class Prepared:
    """A message ready to leave, unless a slot is open, it has expired, or its template is broken."""

    phrase: Phrase
    pieces: tuple[Piece, ...]
    slots: tuple[Slot, ...]
    findings: tuple[Finding, ...]
    expired: bool
    broken: bool

    @property
    def text(self) -> str:
        """What would be copied; open placeholders stand as 【名】, so never copy it while there is a `refusal`."""
        return "".join(piece.text for piece in self.pieces)

    @property
    def needs(self) -> tuple[Slot, ...]:
        """What is still missing or does not fit, in the text's order."""
        return tuple(slot for slot in self.slots if slot.open)

    @property
    def refusal(self) -> str:
        """Why the text must not leave, in the user's language; empty if it may."""
        if self.broken:
            return t("reply.broken")
        if self.expired:
            return t("reply.expired")
        if missing := [slot.name for slot in self.slots if slot.value is None]:
            return t("reply.missing", names="、".join(missing))
        if blocks := [finding for finding in self.findings if finding.blocks]:
            return t("reply.blocked", text=self.text[blocks[0].start : blocks[0].end], why=blocks[0].rule.why)
        if misfits := [slot.name for slot in self.slots if not slot.fits]:
            return t("reply.misfit", names="、".join(misfits))
        return ""


def prepare(
    phrase: Phrase,
    message: str,
    *,
    typed: Mapping[str, str],
    profile: Profile,
    rules: Sequence[Rule],
    now: datetime,
) -> Prepared:
    """`message`, one of the phrase's, with every value that is known at `now`, checked against `rules`."""
    filling = _Filling(phrase.scope, {name: clean(value) for name, value in typed.items()}, profile, now)
    nodes = tuple(filling.expand(message))
    filling.collect_defaults(nodes)
    pieces = _trim(list(filling.render(nodes)))
    text = "".join(piece.text for piece in pieces)
    findings = review(text, rules, profile.platform, _own(pieces))
    return Prepared(
        phrase,
        pieces,
        tuple(filling.slots.values()),
        tuple(findings),
        expired=not phrase.valid_at(now),
        broken=filling.broken,
    )


def _own(pieces: Sequence[Piece]) -> list[tuple[int, int]]:
    """Where the shop's own values stand."""
    spans, end = [], 0
    for piece in pieces:
        start, end = end, end + len(piece.text)
        if piece.origin is Origin.SHOP:
            spans.append((start, end))
    return spans


class _Filling:
    """One rendering: the fields by name, and the slots found on the way, in order."""

    def __init__(self, scope: Scope, typed: Mapping[str, str], profile: Profile, now: datetime) -> None:
        self.scope = scope
        self.typed = typed
        self.profile = profile
        self.now = now
        self.slots: dict[str, Slot] = {}
        self.fields: dict[str, Field] = {}
        self.broken = False

    def expand(self, text: str, inside: tuple[str, ...] = ()) -> Iterator[Node]:
        """The nodes of `text` with fragments put in their places."""
        template = parse(text)
        self.broken |= bool(template.flaws)
        yield from self._expand(template.nodes, inside)

    def _expand(self, nodes: tuple[Node, ...], inside: tuple[str, ...]) -> Iterator[Node]:
        for node in nodes:
            if isinstance(node, Part):
                yield Part(node.name, tuple(self._expand(node.children, inside)))
            elif not isinstance(node, Include):
                yield node
            elif node.fragment in inside or node.fragment not in self.scope.fragments:
                self.broken = True
            else:
                fragment = self.scope.fragments[node.fragment].rstrip("\n")
                yield from self.expand(fragment, (*inside, node.fragment))

    def collect_defaults(self, nodes: tuple[Node, ...]) -> None:
        """Remember, for each name, the first place that says most: a default or options hold for the whole text."""
        for node in nodes:
            if isinstance(node, Part):
                self.collect_defaults(node.children)
            elif isinstance(node, Field):
                known = self.fields.get(node.name)
                if known is None or (known.default is None and not known.options):
                    self.fields[node.name] = node

    def render(self, nodes: tuple[Node, ...]) -> Iterator[Piece]:
        for node in nodes:
            if isinstance(node, Text):
                yield Piece(node.text)
            elif isinstance(node, Part):
                value = self.value(node.name)
                if value is not None and value.text:
                    yield from self.render(node.children)
            elif isinstance(node, Field):
                yield self._fill(node.name)

    def value(self, name: str) -> Value | None:
        field = self.fields.get(name)
        return resolve(
            name,
            typed=self.typed,
            profile=self.profile,
            now=self.now,
            inline_default=field.default if field else None,
            declared=self.scope.placeholders.get(name),
        )

    def _fill(self, name: str) -> Piece:
        slot = self.slots.setdefault(name, self._slot(name))
        if slot.value is None:
            return Piece(f"【{name}】", name)
        return Piece(slot.value.text, name, slot.value.origin)

    def _slot(self, name: str) -> Slot:
        declared = self.scope.placeholders.get(name) or Placeholder(name)
        value = self.value(name)
        fits = value is None or not declared.pattern or bool(re.fullmatch(declared.pattern, value.text))
        field = self.fields[name]
        options = field.options or declared.options
        if options and field.default and field.default not in options:
            options = (field.default, *options)
        return Slot(name, declared.ask or name, value, options, fits)


def _trim(pieces: list[Piece]) -> tuple[Piece, ...]:
    """Without the newlines at both ends, such as the last one of a `|` block."""
    full = [bool(piece.name or piece.text.strip("\n")) for piece in pieces]
    if not any(full):
        return ()
    kept = pieces[full.index(True) : len(full) - full[::-1].index(True)]
    if not kept[0].name:
        kept[0] = Piece(kept[0].text.lstrip("\n"))
    if not kept[-1].name:
        kept[-1] = Piece(kept[-1].text.rstrip("\n"))
    return tuple(kept)
