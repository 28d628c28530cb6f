"""Find what a phrase's texts refer to.

That is declared placeholders and fragments, named directly or through other fragments.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from qreply.phrasebook.fragments import texts_of
from qreply.phrasebook.model import Phrase, Scope, Wording
from qreply.phrasebook.template import IncludeNode, TextNode, parse, walk

_INCLUDE = re.compile(r"[{｛]{2}\s*[>＞]\s*([^{}｛｝\n]*?)\s*[}｝]{2}")


def used_scope(phrase: Phrase) -> Scope:
    """Return the part of the phrase's scope that its texts refer to."""
    placeholders, fragments = {}, {}
    waiting = list(texts_of(phrase))
    while waiting:
        for node in walk(parse(waiting.pop()).nodes):
            if isinstance(node, TextNode):
                continue
            if isinstance(node, IncludeNode):
                if node.fragment not in fragments and node.fragment in phrase.scope.fragments:
                    fragments[node.fragment] = phrase.scope.fragments[node.fragment]
                    waiting.append(fragments[node.fragment])
            elif node.name in phrase.scope.placeholders:
                placeholders[node.name] = phrase.scope.placeholders[node.name]
    return Scope(dict(sorted(placeholders.items())), dict(sorted(fragments.items())))


def placeholder_names(text: str) -> Iterator[str]:
    """Yield the names of the placeholders in `text`, in reading order, each once."""
    nodes = walk(parse(text).nodes)
    yield from dict.fromkeys(node.name for node in nodes if not isinstance(node, (TextNode, IncludeNode)))


def expand_fragments(phrase: Phrase) -> Phrase:
    """Return the phrase with its fragments written out, for formats that know none."""

    def wordings(given: tuple[Wording, ...]) -> tuple[Wording, ...]:
        return tuple(tuple(_expand(text, phrase.scope.fragments) for text in wording) for wording in given)

    platforms = {name: wordings(given) for name, given in phrase.platform_wordings.items()}
    return phrase._replace(wordings=wordings(phrase.wordings), platform_wordings=platforms)


def _expand(text: str, fragments: Mapping[str, str], within: tuple[str, ...] = ()) -> str:
    def expand_tag(tag: re.Match[str]) -> str:
        name = tag[1]
        if name in within or name not in fragments:
            return tag[0]
        return _expand(fragments[name], fragments, (*within, name))

    return _INCLUDE.sub(expand_tag, text)
