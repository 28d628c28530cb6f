"""Write phrases as an espanso match file.

Wordings become random choices, placeholders a form, and dates espanso's dates.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import groupby

from qreply.exchange.batch import ImportNote
from qreply.exchange.formats.date_formats import to_seconds, to_strftime
from qreply.exchange.formats.variables import Tag, brace_of
from qreply.phrasebook.model import Phrase, Phrasebook, Placeholder
from qreply.phrasebook.references import expand_fragments
from qreply.phrasebook.template import FieldNode, Node, PartNode, TextNode, parse
from qreply.phrasebook.writing.yaml_writer import Tree, Writer
from qreply.reply.values import DATE_FORM, DEFAULT_SALUTATION, SALUTATION, TIME_FORM

_CLOCK = {"今天": DATE_FORM, "现在": TIME_FORM}
_FORM = "form1"


def espanso_of(book: Phrasebook) -> tuple[str, list[ImportNote]]:
    """Return the match file, and what espanso cannot hold."""
    notes: list[ImportNote] = []
    writer = Writer(exact=True)
    text = "matches:\n"
    for phrase in book.phrases:
        text += writer.item(_Match(expand_fragments(phrase), notes).tree(), 2)
    return text, notes


class _Match:
    def __init__(self, phrase: Phrase, notes: list[ImportNote]) -> None:
        self._phrase = phrase
        self._notes = notes
        self._fields: dict[str, Placeholder] = {}
        self._dates: dict[str, Placeholder] = {}

    def tree(self) -> dict[str, Tree]:
        phrase = self._phrase
        wordings = phrase.wordings or next(iter(phrase.platform_wordings.values()))
        if any(len(wording) > 1 for wording in wordings):
            self._lost("messages")
        texts = [self._text("\n".join(wording)) for wording in wordings]
        tree: dict[str, Tree] = {"trigger": f":{phrase.code}"} if phrase.code else {}
        tree |= {"label": phrase.title, "replace": texts[0] if len(texts) == 1 else "{{random1}}"}
        variables = [*self._form(), *self._date_variables()]
        if len(texts) > 1:
            variables.append({"name": "random1", "type": "random", "params": {"choices": texts}})
        if variables:
            tree["vars"] = variables
        if phrase.asks:
            tree["search_terms"] = phrase.asks
        return tree

    def _text(self, text: str) -> str:
        """Return the text with references for fields.

        Literal runs are joined before their braces are escaped.
        """
        pieces = groupby(self._written(parse(text).nodes), key=lambda piece: isinstance(piece, Tag))
        return "".join(
            "".join(piece.text if isinstance(piece, Tag) else piece for piece in run)
            if is_tag
            else self._escaped("".join(map(str, run)))
            for is_tag, run in pieces
        )

    def _escaped(self, literal: str) -> str:
        if "\\{\\{" in literal or "\\}\\}" in literal:
            self._lost("escaped-braces")  # espanso takes the backslashes for its own
        return literal.replace("{{", "\\{\\{").replace("}}", "\\}\\}")

    def _written(self, nodes: tuple[Node, ...]) -> Iterator[str | Tag]:
        for node in nodes:
            if isinstance(node, TextNode):
                yield node.text
            elif isinstance(node, FieldNode):
                yield brace_of(node.name, self._phrase.scope) or Tag(self._reference(node))
            elif isinstance(node, PartNode):
                self._lost("optional-part")
                yield from self._written(node.children)

    def _reference(self, field: FieldNode) -> str:
        known = self._phrase.scope.placeholders.get(field.name, Placeholder(field.name))
        name = re.sub(r"\W", "_", field.name)
        if field.default is not None and known.takes_default:
            known = known._replace(default=field.default)
        if field.options:
            known = known._replace(options=field.options)
        if field.name in _CLOCK:
            known = known._replace(date="+0d", format=known.format or _CLOCK[field.name])
        if field.name == SALUTATION and known.default is None:
            known = known._replace(default=DEFAULT_SALUTATION)
        if known.date and field.default is None:
            if to_seconds(known.date) is not None:
                self._dates[name] = known
                return "{{" + name + "}}"
            self._lost("working-days")
        if (
            known.pattern
            or known.private
            or known.from_clipboard
            or known.remember
            or not known.takes_default
        ):
            self._lost("placeholder-details")
        self._fields.setdefault(name, known)
        return "{{" + _FORM + "." + name + "}}"

    def _form(self) -> Iterator[Mapping[str, Tree]]:
        if not self._fields:
            return
        layout = "\n".join(f"{known.ask or name}：[[{name}]]" for name, known in self._fields.items())
        fields: dict[str, Tree] = {}
        for name, known in self._fields.items():
            tree: dict[str, Tree] = {}
            if known.options:
                tree |= {"type": "choice", "values": known.options}
            if known.default is not None:
                tree["default"] = known.default
            if tree:
                fields[name] = tree
        params: dict[str, Tree] = {"layout": layout}
        yield {"name": _FORM, "type": "form", "params": params | ({"fields": fields} if fields else {})}

    def _date_variables(self) -> Iterator[Mapping[str, Tree]]:
        for name, known in self._dates.items():
            form = to_strftime(known.format or DATE_FORM)
            params: dict[str, Tree] = {"format": form}
            if offset := to_seconds(known.date):
                params["offset"] = offset
            if "%a" in form:
                params["locale"] = "zh-CN"
            yield {"name": name, "type": "date", "params": params}

    def _lost(self, code: str) -> None:
        note = ImportNote("changed", f"lost.{code}", self._phrase.id)
        if note not in self._notes[-4:]:
            self._notes.append(note)
