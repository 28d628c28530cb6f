"""What a phrase's replies come to: as plain text, as what can be sent, and exactly."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from qreply.phrasebook.model import Phrase, Placeholder, Scope, Wording
from qreply.phrasebook.references import expand_fragments
from qreply.phrasebook.template import FieldNode, IncludeNode, Node, PartNode, TextNode, parse, walk

PART = re.compile("［有(?P<name>[^：［］]+)时：|［|］")
"""Where an optional part begins and ends in a flat text; a ［ without a name is the text's own."""


def flat_texts(phrase: Phrase) -> Mapping[str, tuple[Wording, ...]]:
    """Return the phrase's messages by platform, fragments and defaults written out.

    A choice stands with all there is to choose, what is the default first; an optional part with its condition.
    """
    whole = expand_fragments(phrase) if phrase.scope.fragments else phrase

    def flat(given: tuple[Wording, ...]) -> tuple[Wording, ...]:
        return tuple(tuple(_flat_text(text, phrase.scope) for text in wording) for wording in given)

    return {"": flat(whole.wordings)} | {name: flat(given) for name, given in whole.platform_wordings.items()}


def plain_text(phrase: Phrase) -> str:
    """Return the phrase's first wording, flat."""
    whole = expand_fragments(phrase)
    return "\n".join(_flat_text(text, phrase.scope) for text in (*whole.wordings, ("",))[0])


def _flat_text(text: str, scope: Scope) -> str:
    return "".join(_flat_nodes(parse(text).nodes, scope)).strip()


def _flat_nodes(nodes: Iterable[Node], scope: Scope) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, TextNode):
            yield node.text
        elif isinstance(node, PartNode):
            yield f"［有{node.name}时："
            yield from _flat_nodes(node.children, scope)
            yield "］"
        elif isinstance(node, FieldNode):
            yield _flat_field(filled_by(node, scope))


def filled_by(node: FieldNode | PartNode, scope: Scope) -> Placeholder:
    """Return what is known of the placeholder at `node`, from there or its declaration."""
    known = scope.placeholders.get(node.name) or Placeholder(node.name)
    if isinstance(node, PartNode):
        return known
    default = known.default if node.default is None else node.default
    return known._replace(default=default, options=node.options or known.options)


def _flat_field(known: Placeholder) -> str:
    default = known.default or ""
    if date := default if re.fullmatch(r"[+-]\d+\w*", default) else known.date:
        return f"〔{known.name} {date}〕"
    options = tuple(dict.fromkeys((default, *known.options))) if default else known.options
    if len(options) > 1 or (options and not default):
        return f"〔{known.name}：{'/'.join(options)}〕"
    return default or f"〔{known.name}〕"


def sendable_texts(text: str, scope: Scope) -> Iterator[str]:
    """Yield what `text` can come to: with its defaults, then with its options."""
    nodes = parse(text).nodes
    fields = [filled_by(node, scope) for node in walk(nodes) if isinstance(node, FieldNode)]
    for choice in range(-1, max((len(known.options) for known in fields), default=0)):
        yield "".join(_chosen(nodes, scope, choice))


def _chosen(nodes: Iterable[Node], scope: Scope, choice: int) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, TextNode):
            yield node.text
        elif isinstance(node, PartNode):
            yield from _chosen(node.children, scope, choice)
        elif isinstance(node, FieldNode):
            known = filled_by(node, scope)
            values = (known.default or f"〔{node.name}〕", *known.options)
            yield values[choice + 1] if choice + 1 < len(values) else values[0]


Meaning = Mapping[str, tuple[tuple[tuple[object, ...], ...], ...]]


def meaning_of(phrase: Phrase) -> Meaning:
    """Return all that the phrase's messages come to, by platform.

    It is equal where nobody can tell them apart.
    """
    whole = expand_fragments(phrase) if phrase.scope.fragments else phrase

    def meant(given: tuple[Wording, ...]) -> tuple[tuple[tuple[object, ...], ...], ...]:
        return tuple(
            tuple(tuple(_meant(parse(text.strip()).nodes, phrase.scope)) for text in wording)
            for wording in given
        )

    return {"": meant(whole.wordings)} | {
        name: meant(given) for name, given in whole.platform_wordings.items()
    }


def _meant(nodes: Iterable[Node], scope: Scope) -> Iterator[object]:
    for node in nodes:
        if isinstance(node, IncludeNode):
            yield node.fragment
        elif isinstance(node, TextNode):
            yield node
        elif isinstance(node, PartNode):
            yield filled_by(node, scope), tuple(_meant(node.children, scope))
        else:
            yield filled_by(node, scope)


def fields_of(phrase: Phrase) -> dict[str, tuple[Placeholder, ...]]:
    """Return how the placeholders of the phrase are filled, by name.

    There are several where the default is not the same everywhere.
    """
    whole = expand_fragments(phrase) if phrase.scope.fragments else phrase
    found: dict[str, dict[Placeholder, None]] = {}
    for given in (whole.wordings, *whole.platform_wordings.values()):
        for text in (text for wording in given for text in wording):
            for node in walk(parse(text).nodes):
                if isinstance(node, (FieldNode, PartNode)):
                    found.setdefault(node.name, {})[filled_by(node, phrase.scope)] = None
    return {name: tuple(known) for name, known in found.items()}
