"""Render one message of a phrase: the text as far as it is known, and what is in its way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from qreply.phrasebook.limits import REPLY
from qreply.phrasebook.model import Phrase, Rule, Scope
from qreply.phrasebook.template import FieldNode, IncludeNode, Node, PartNode, TextNode, is_plain, parse
from qreply.reply.compliance import review
from qreply.reply.couriers import derive_couriers
from qreply.reply.rendered_reply import (
    Edit,
    Field,
    RenderedReply,
    TextRun,
    apply_edit,
    find_shop_values,
    needs_of,
)
from qreply.reply.value_forms import fitted
from qreply.reply.values import Origin, Value, ValueSources, declared_of, is_absent, is_valid, may_remember
from qreply.text.safety import clean


def prepare(
    phrase: Phrase,
    message: str,
    *,
    sources: ValueSources,
    rules: Sequence[Rule],
    now: datetime,
    edits: Sequence[Edit] = (),
) -> RenderedReply:
    """Render `message` of the phrase with every value known at `now`; check it against `rules`.

    `edits` are words to replace in the filled text, such as a rule's suggestions that the agent has taken.
    """
    filled = fill(phrase, message, sources=sources, now=now, edits=edits)
    platform, exempt = sources.profile.platform, find_shop_values(filled.pieces)
    return filled._replace(findings=tuple(review(filled.text, rules, platform, exempt)))


def fill(
    phrase: Phrase, message: str, *, sources: ValueSources, now: datetime, edits: Sequence[Edit] = ()
) -> RenderedReply:
    """Render `message` as `prepare` does, without a look at what rules say of it."""
    filling, pieces = _fill_all(phrase.scope, message, sources, now)
    for edit in edits:
        pieces = apply_edit(pieces, edit)
    return RenderedReply(
        phrase,
        pieces,
        tuple(filling.fields.values()),
        (),
        expired=not phrase.valid_at(now),
        broken=filling.broken,
    )


def text_of_plain(message: str) -> str | None:
    """Return what `message` comes to if there is nothing to fill in, None if there is."""
    return message.strip("\n") if is_plain(message) else None


def find_needs(phrase: Phrase, message: str, sources: ValueSources, now: datetime) -> tuple[Field, ...]:
    """Return what `message` needs, as `prepare` would, but check no rule, which takes longest."""
    filling, _ = _fill_all(phrase.scope, message, sources, now)
    return needs_of(filling.fields.values())


def _fill_all(
    scope: Scope, message: str, sources: ValueSources, now: datetime
) -> tuple[_Filling, tuple[TextRun, ...]]:
    """Fill in what is known, then what follows from it."""
    if (plain := text_of_plain(message)) is not None:
        return _Filling(scope, sources, now), (TextRun(plain),) if plain else ()
    filling, pieces = _fill(scope, message, sources, now)
    if more := _add_couriers(filling, sources):
        return _fill(scope, message, more, now)
    return filling, pieces


def _fill(
    scope: Scope, message: str, sources: ValueSources, now: datetime
) -> tuple[_Filling, tuple[TextRun, ...]]:
    filling = _Filling(scope, sources, now)
    nodes = tuple(filling.expand(message))
    filling.collect_defaults(nodes)
    return filling, _trim(list(_truncate(filling.render(nodes))))


def _add_couriers(filling: _Filling, sources: ValueSources) -> ValueSources | None:
    """Add the courier that a tracking number tells, in this reply or told to them before.

    A number that is new in this reply tells of another parcel than the courier carried from the last one.
    """
    values = [field.value for field in filling.fields.values() if field.asked and field.value]
    fresh = [value.text for value in values if value.origin in (Origin.TYPED, Origin.LISTED, Origin.OFFERED)]
    placeholders = filling.scope.placeholders
    if derived := derive_couriers(fresh, placeholders):
        carried = {name: value for name, value in sources.carried.items() if name not in derived}
        return sources._replace(derived=derived, carried=carried)
    derived = derive_couriers(sources.carried.values(), placeholders)
    return sources._replace(derived=derived) if derived else None


def _truncate(pieces: Iterable[TextRun]) -> Iterator[TextRun]:
    """Cut `pieces` behind the first that is too much: a long value may be in a thousand places."""
    length = 0
    for piece in pieces:
        yield piece
        length += len(piece.text)
        if length > REPLY:
            return


class _Filling:
    """One rendering: its fields in order, and where the text names each of them first."""

    def __init__(self, scope: Scope, sources: ValueSources, now: datetime) -> None:
        self.scope = scope
        self.sources = sources
        self.now = now
        self.fields: dict[str, Field] = {}
        self.places: dict[str, FieldNode] = {}
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
                known = self.places.get(node.name)
                if known is None or (known.default is None and not known.options):
                    self.places[node.name] = node

    def render(self, nodes: tuple[Node, ...]) -> Iterator[TextRun]:
        for node in nodes:
            if isinstance(node, TextNode):
                yield TextRun(node.text)
            elif isinstance(node, PartNode):
                field = self._field(node.name, part=True)
                if field.value is not None and field.value.text and not field.absent:
                    yield from self.render(node.children)
            elif isinstance(node, FieldNode):
                yield self._fill(self._field(node.name, asked=True))

    def _fill(self, field: Field) -> TextRun:
        if field.value is None or field.missing:
            return TextRun(f"【{field.name}】", field.name)
        return TextRun(field.value.text, field.name, field.value.origin)

    def _field(self, name: str, *, asked: bool = False, part: bool = False) -> Field:
        field = self.fields.get(name) or self._new_field(name)
        field = self.fields[name] = field._replace(asked=field.asked or asked, part=field.part or part)
        return field

    def _new_field(self, name: str) -> Field:
        place = self.places.get(name) or FieldNode(name)
        declared = declared_of(name, self.scope.placeholders)
        value = self.sources.resolve(name, self.now, place.default, declared)
        if value is not None:
            value = Value(fitted(clean(value.text), declared.pattern), value.origin)
        options = place.options or declared.options
        if options and place.default and place.default not in options:
            options = (place.default, *options)
        return Field(
            name,
            declared.ask or name,
            value,
            options,
            fits=value is None or is_valid(value.text, declared),
            asked=False,
            flag=name not in self.places,
            remember=value is not None and may_remember(declared, value.text),
            pattern=declared.pattern,
            rival=self._rival(name, value),
            required=self.sources.fallback(name, self.now, place.default, declared) is None,
            from_shop=declared.from_shop,
            absent=value is not None and is_absent(value.text, declared),
            example=declared.example,
        )

    def _rival(self, name: str, value: Value | None) -> str:
        if value is None or value.origin is not Origin.CARRIED:
            return ""
        rival = clean(self.sources.rivals.get(name, ""))
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
