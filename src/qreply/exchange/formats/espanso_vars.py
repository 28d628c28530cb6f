"""The variables of one espanso match as placeholders of ours."""

from __future__ import annotations

import re
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass
from typing import Any

from qreply.exchange.batch import ImportBatch, Room
from qreply.exchange.formats.date_formats import from_seconds, from_strftime
from qreply.exchange.formats.espanso_file import text_at
from qreply.exchange.formats.variables import Tag, field_tag
from qreply.exchange.import_limits import TEXT
from qreply.i18n import join_words, t
from qreply.phrasebook.model import Placeholder
from qreply.reply.values import DATE_FORM, TIME_FORM
from qreply.text.safety import clean_line

_REFERENCE = re.compile(r"\{\{\s*(\w+)(?:\.(\w+))?\s*\}\}")
_ASKED = r"^\s*(\S[^\n\[\]]*?)\s*[:：]\s*\[\[\s*{name}\s*\]\]"
_MAX_DEPTH = 8
_CLOCK = {"今天": DATE_FORM, "现在": TIME_FORM}


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable as the match file declares it."""

    name: str
    type: str
    params: Mapping[str, Any]


class Variables:
    """What a match's texts may refer to; `declared` collects the placeholders that come of it."""

    def __init__(
        self,
        variables: MutableMapping[str, Variable],
        texts: Mapping[str, str],
        batch: ImportBatch,
        place: str,
    ) -> None:
        self.declared: dict[str, Placeholder] = {}
        self._known = variables
        self._room = Room()
        self._texts = texts
        self._batch = batch
        self._place = place

    def add(self, variable: Variable) -> None:
        """Know one more variable."""
        self._known[variable.name] = variable

    def choices(self, text: str) -> list[str]:
        """Return the texts among which a match that is nothing but a random variable chooses."""
        found = _REFERENCE.fullmatch(text.strip())
        variable = self._known.get(found[1]) if found else None
        if variable is None or variable.type != "random":
            return []
        return [choice for choice in _values(variable.params.get("choices")) if choice.strip()]

    def pieces(self, text: str, depth: int = 0) -> list[str | Tag]:
        """Return the text with its references resolved."""
        found: list[str | Tag] = []
        end = 0
        for reference in _REFERENCE.finditer(text):
            found.append(_unescaped(text[end : reference.start()]))
            found += self._resolve(reference, depth)
            end = reference.end()
        return [*found, _unescaped(text[end:])]

    def _resolve(self, reference: re.Match[str], depth: int) -> list[str | Tag]:
        name, part = reference[1], reference[2] or ""
        variable = self._known.get(name)
        if variable is None or depth >= _MAX_DEPTH:
            if variable is None and name not in _CLOCK:
                self._batch.note("doubtful", "unknown-variable", self._place, written=reference[0])
            return [field_tag(part or name)]
        params = variable.params
        match variable.type:
            case "echo":
                return self._written_out(text_at(params, "echo"), depth)
            case "match" if (trigger := text_at(params, "trigger")) in self._texts:
                self._batch.note("changed", "nested", self._place, written=clean_line(trigger))
                return self._written_out(self._texts[trigger], depth)
            case "date":
                return [self._date(variable)]
            case "form":
                return [self._form_field(variable, part or name)]
            case "choice" | "random":
                values = params.get("values" if variable.type == "choice" else "choices")
                return [self._field(Placeholder(name, options=tuple(map(clean_line, _values(values)))))]
            case "clipboard":
                return [self._field(Placeholder(name, from_clipboard=True))]
        command = " ".join(text_at(params, "cmd").split() or map(str, _values(params.get("args"))))
        self._batch.note(
            "doubtful", "code", self._place, name=variable.type, command=clean_line(command)[:80]
        )
        return [self._field(Placeholder(name))]

    def _written_out(self, text: str, depth: int) -> list[str | Tag]:
        self._room.take(text)
        return self.pieces(text, depth + 1)

    def _form_field(self, form: Variable, name: str) -> Tag:
        fields = form.params.get("fields")
        field = fields.get(name, {}) if isinstance(fields, dict) else {}
        field = field if isinstance(field, dict) else {}
        layout = text_at(form.params, "layout")[:TEXT]
        asked = re.search(_ASKED.replace("{name}", re.escape(name)), layout, re.MULTILINE)
        ask = clean_line(asked[1]) if asked and asked[1] != name else ""
        options = tuple(map(clean_line, _values(field.get("values"))))
        default = clean_line(field["default"]) if isinstance(field.get("default"), str) else None
        return self._field(Placeholder(name, ask=ask, default=default, options=options))

    def _date(self, variable: Variable) -> Tag:
        form, offset = text_at(variable.params, "format"), text_at(variable.params, "offset") or "0"
        ours = from_strftime(form, text_at(variable.params, "locale"))
        moved = from_seconds(int(offset)) if re.fullmatch(r"[+-]?\d{1,12}", offset) else None
        if ours is None or moved is None:
            self._batch.note("doubtful", "date", self._place, written=clean_line(f"{form} {offset}"))
            return self._field(Placeholder(variable.name))
        if _CLOCK.get(variable.name) == ours and moved == "+0d":
            return field_tag(variable.name)
        return self._field(Placeholder(variable.name, date=moved, format=ours))

    def _field(self, known: Placeholder) -> Tag:
        """Return the tag of a placeholder.

        A second one of the same name that means something else gets a number.
        """
        tag = field_tag(known.name)
        number = 2
        while (other := self.declared.get(tag.text[2:-2])) and other._replace(name=known.name) != known:
            tag = field_tag(f"{known.name}{number}")
            number += 1
        name = tag.text[2:-2]
        if known != Placeholder(known.name):
            self.declared[name] = known._replace(name=name, options=tuple(filter(None, known.options)))
            code = f"placeholder-{'date' if known.date else 'options' if known.options else 'asked'}"
            values = {"day": _day(known.date), "form": known.format, "options": join_words(known.options)}
            self._batch.note("changed", code, self._place, name=name, **values)
        return tag


def _day(date: str) -> str:
    """Return how a day is called that lies so many days from today."""
    days = int(date.removesuffix("d")) if re.fullmatch(r"[+-]\d+d", date) else 0
    sort = "today" if not days else "later" if days > 0 else "earlier"
    return t(f"exchange.day.{sort}", count=abs(days))


def _unescaped(text: str) -> str:
    return text.replace("\\{\\{", "{{").replace("\\}\\}", "}}")


def _values(value: object) -> list[str]:
    if isinstance(value, str):
        return [each for each in value.splitlines() if each.strip()]
    if not isinstance(value, list):
        return []
    return [
        text_at(each, "id") or text_at(each, "label") if isinstance(each, dict) else each
        for each in value
        if isinstance(each, (dict, str))
    ]
