"""Qianniu's CSV of quick phrases, in GBK as it reads it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from qreply.exchange.batch import ImportNote
from qreply.exchange.formats.delimited import quote_formula, text_of
from qreply.exchange.formats.spreadsheet import NESTED
from qreply.exchange.formats.variables import brace_of
from qreply.i18n import join_words
from qreply.phrasebook.model import Phrase, Phrasebook, Placeholder, Scope
from qreply.phrasebook.references import expand_fragments, placeholder_names
from qreply.phrasebook.template import FieldNode, Node, PartNode, TextNode, parse
from qreply.reply.values import ABSENT, DEFAULT_SALUTATION, SALUTATION

HEADER = ("快捷短语编码", "快捷短语", "快捷短语分组")
_ENCODING = "gbk"


def qianniu_of(book: Phrasebook, values: Mapping[str, str]) -> tuple[bytes, list[ImportNote]]:
    """Return the CSV and what it cannot hold; every wording, and each of its messages, is a row.

    Placeholders are filled from `values`, the shop's, or by their defaults; those with neither stay as they are.
    """
    titles = {scenario.name: scenario.title for scenario in book.scenarios}
    notes: list[ImportNote] = []
    rows = [HEADER]
    for phrase in book.phrases:
        texts = list(texts_in_rows(phrase, values))
        notes += _notes(phrase, texts)
        for text in texts:
            group = NESTED.join(filter(None, (titles.get(phrase.scenario, phrase.scenario), phrase.group)))
            missing = "".join(dict.fromkeys(char for char in phrase.code + text + group if not _holds(char)))
            if missing:
                notes.append(
                    ImportNote("changed", "lost.characters", phrase.id, {"characters": " ".join(missing)})
                )
            rows.append((_no_formula(phrase.code), _no_formula(text), _no_formula(group)))
    return text_of(rows).encode(_ENCODING, "replace"), notes


def _no_formula(cell: str) -> str:
    """Put a tab before what a spreadsheet would calculate.

    Qianniu itself puts one before its texts, and takes it away.
    """
    return f"\t{cell}" if quote_formula(cell) != cell else cell


def texts_in_rows(phrase: Phrase, values: Mapping[str, str], *, parts: bool = False) -> Iterator[str]:
    """Yield the text of each row that the phrase becomes, filled as far as is known.

    With `parts` those parts stay in, too, that depend on what is not known.
    """
    whole = expand_fragments(phrase)
    wordings = whole.wordings or next(iter(whole.platform_wordings.values()))
    for wording in dict.fromkeys(wordings):
        yield from ("".join(_filled(parse(text).nodes, phrase.scope, values, parts)) for text in wording)


def _filled(nodes: Iterable[Node], scope: Scope, values: Mapping[str, str], parts: bool) -> Iterator[str]:
    """Yield the text with what is known filled in.

    A part that depends on what is not known is left out, unless `parts` are to stay.
    """
    for node in nodes:
        if isinstance(node, TextNode):
            yield node.text
        elif isinstance(node, FieldNode):
            value = _value(node, scope, values)
            yield "{{" + node.name + "}}" if value is None else value
        elif isinstance(node, PartNode) and (parts or _value(FieldNode(node.name), scope, values)):
            yield from _filled(node.children, scope, values, parts)


def _value(field: FieldNode, scope: Scope, values: Mapping[str, str]) -> str | None:
    """Return what the field is filled with without an agent, None if only an agent can tell."""
    if brace := brace_of(field.name, scope):
        return brace
    known = scope.placeholders.get(field.name, Placeholder(field.name))
    if (given := values.get(field.name)) is not None:
        return None if given == ABSENT else given
    if known.date or not known.takes_default:
        return None
    options = field.options or known.options
    default = known.default if field.default is None else field.default
    if default is None and options:
        default = options[0]
    return DEFAULT_SALUTATION if default is None and field.name == SALUTATION else default


def _notes(phrase: Phrase, texts: Iterable[str]) -> Iterator[ImportNote]:
    names = {name: None for text in texts for name in placeholder_names(text)}
    if names:
        yield ImportNote("doubtful", "lost.placeholders", phrase.id, {"names": join_words(names)})
    if len(phrase.wordings) > 1:
        yield ImportNote("changed", "lost.variants-as-rows", phrase.id)
    if any(len(wording) > 1 for wording in phrase.wordings):
        yield ImportNote("changed", "lost.messages-as-rows", phrase.id)


def _holds(char: str) -> bool:
    try:
        char.encode(_ENCODING)
    except UnicodeEncodeError:
        return False
    return True
