"""Render one message of a phrase: the text as far as it is known, and what is in its way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from qreply.phrasebook.limits import REPLY
from qreply.phrasebook.model import Phrase, Placeholder, Rule, Scope
from qreply.phrasebook.template import FieldNode, IncludeNode, Node, PartNode, TextNode, parse
from qreply.reply.compliance import review
from qreply.reply.couriers import derive_couriers
from qreply.reply.rendered_reply import Edit, RenderedReply, Slot, TextRun, apply_edit, find_shop_values
from qreply.reply.value_forms import fitted
from qreply.reply.values import Origin, Value, ValueSources, is_absent, is_valid, may_remember
from qreply.text.safety import clean


def prepare(
    phrase: Phrase,
    message: str,
    *,
    known: ValueSources,
    rules: Sequence[Rule],
    now: datetime,
    edits: Sequence[Edit] = (),
) -> RenderedReply:
    """Render `message` of the phrase with every value known at `now`; check it against `rules`.

    `edits` are words to replace in the filled text, such as a rule's suggestions that the agent has taken.
    """
    filling, pieces = _fill(phrase.scope, message, known, now)
    if more := _add_couriers(filling, known):
        filling, pieces = _fill(phrase.scope, message, more, now)
    for edit in edits:
        pieces = apply_edit(pieces, edit)
    text = "".join(piece.text for piece in pieces)
    findings = review(text, rules, known.profile.platform, find_shop_values(pieces))
    return RenderedReply(
        phrase,
        pieces,
        tuple(filling.slots.values()),
        tuple(findings),
        expired=not phrase.valid_at(now),
        broken=filling.broken,
    )


def _fill(
    scope: Scope, message: str, known: ValueSources, now: datetime
) -> tuple[_Filling, tuple[TextRun, ...]]:
    filling = _Filling(scope, known, now)
    nodes = tuple(filling.expand(message))
    filling.collect_defaults(nodes)
    return filling, _trim(list(_truncate(filling.render(nodes))))


def _add_couriers(filling: _Filling, known: ValueSources) -> ValueSources | None:
    """Add the courier that a tracking number tells, in this reply or told to them before.

    A number that is new in this reply tells of another parcel than the courier carried from the last one.
    """
    values = [slot.value for slot in filling.slots.values() if slot.asked and slot.value]
    fresh = [value.text for value in values if value.origin in (Origin.TYPED, Origin.LISTED, Origin.OFFERED)]
    placeholders = filling.scope.placeholders
    if derived := derive_couriers(fresh, placeholders):
        carried = {name: value for name, value in known.carried.items() if name not in derived}
        return known._replace(derived=derived, carried=carried)
    derived = derive_couriers(known.carried.values(), placeholders)
    return known._replace(derived=derived) if derived else None


def _truncate(pieces: Iterable[TextRun]) -> Iterator[TextRun]:
    """Cut `pieces` behind the first that is too much: a long value may be in a thousand places."""
    length = 0
    for piece in pieces:
        yield piece
        length += len(piece.text)
        if length > REPLY:
            return


class _Filling:
    """One rendering: the fields by name, and the slots found on the way, in order."""

    def __init__(self, scope: Scope, known: ValueSources, now: datetime) -> None:
        self.scope = scope
        self.known = known
        self.now = now
        self.slots: dict[str, Slot] = {}
        self.fields: dict[str, FieldNode] = {}
        self.broken = False

    def expand(self, text: str, inside: tuple[str, ...] = ()) -> Iterator[Node]:
        """Parse `text` and put fragments in their places."""
        template = parse(text)
        self.broken |= bool(template.flaws)
        yield from self._expand(template.nodes, inside)

    def _expand(self, nodes: tuple[Node, ...], inside: tuple[str, ...]) -> Iterator[Node]:
        for node in nodes:
            if isinstance(node, PartNode):
                yield PartNode(node.name, tuple(self._expand(node.children, inside)))
            elif not isinstance(node, IncludeNode):
                yield node
            elif node.fragment in inside or node.fragment not in self.scope.fragments:
                self.broken = True
            else:
                fragment = self.scope.fragments[node.fragment].rstrip("\n")
                yield from self.expand(fragment, (*inside, node.fragment))

    def collect_defaults(self, nodes: tuple[Node, ...]) -> None:
        """Remember for each name the first place with a default or options; they hold everywhere."""
        for node in nodes:
            if isinstance(node, PartNode):
                self.collect_defaults(node.children)
            elif isinstance(node, FieldNode):
                known = self.fields.get(node.name)
                if known is None or (known.default is None and not known.options):
                    self.fields[node.name] = node

    def render(self, nodes: tuple[Node, ...]) -> Iterator[TextRun]:
        for node in nodes:
            if isinstance(node, TextNode):
                yield TextRun(node.text)
            elif isinstance(node, PartNode):
                slot = self._slot(node.name, part=True)
                if slot.value is not None and slot.value.text and not slot.absent:
                    yield from self.render(node.children)
            elif isinstance(node, FieldNode):
                yield self._fill(self._slot(node.name, asked=True))

    def _fill(self, slot: Slot) -> TextRun:
        if slot.value is None or slot.missing:
            return TextRun(f"【{slot.name}】", slot.name)
        return TextRun(slot.value.text, slot.name, slot.value.origin)

    def _slot(self, name: str, *, asked: bool = False, part: bool = False) -> Slot:
        slot = self.slots.get(name) or self._new_slot(name)
        slot = self.slots[name] = slot._replace(asked=slot.asked or asked, part=slot.part or part)
        return slot

    def _new_slot(self, name: str) -> Slot:
        field = self.fields.get(name) or FieldNode(name)
        declared = self.scope.placeholders.get(name) or Placeholder(name)
        value = self.known.resolve(name, self.now, field.default, declared)
        if value is not None:
            value = Value(fitted(clean(value.text), declared.pattern), value.origin)
        options = field.options or declared.options
        if options and field.default and field.default not in options:
            options = (field.default, *options)
        return Slot(
            name,
            declared.ask or name,
            value,
            options,
            fits=value is None or is_valid(value.text, declared),
            asked=False,
            flag=name not in self.fields,
            remember=value is not None and may_remember(declared, value.text),
            pattern=declared.pattern,
            rival=self._rival(name, value),
            required=self.known.fallback(name, self.now, field.default, declared) is None,
            from_shop=declared.from_shop,
            absent=value is not None and is_absent(value.text, declared),
            example=declared.example,
        )

    def _rival(self, name: str, value: Value | None) -> str:
        if value is None or value.origin is not Origin.CARRIED:
            return ""
        rival = clean(self.known.rivals.get(name, ""))
        return "" if rival == value.text else rival


def _trim(pieces: list[TextRun]) -> tuple[TextRun, ...]:
    """Remove the newlines at both ends, such as the last one of a `|` block."""
    full = [bool(piece.name or piece.text.strip("\n")) for piece in pieces]
    if not any(full):
        return ()
    kept = pieces[full.index(True) : len(full) - full[::-1].index(True)]
    if not kept[0].name:
        kept[0] = TextRun(kept[0].text.lstrip("\n"))
    if not kept[-1].name:
        kept[-1] = TextRun(kept[-1].text.rstrip("\n"))
    return tuple(kept)
