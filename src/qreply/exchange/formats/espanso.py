"""Espanso match files. What would run a program there is reported and asked for here; nothing is ever run."""

from __future__ import annotations

import re
from collections import ChainMap, Counter
from collections.abc import Mapping, Sequence
from typing import cast

from yaml.events import ScalarEvent

from qreply.errors import QReplyError
from qreply.exchange import import_limits
from qreply.exchange.batch import ImportBatch, ImportedPhrase, TooLongError, line
from qreply.exchange.formats.espanso_vars import Variable, Variables
from qreply.exchange.formats.html_text import text_of_html
from qreply.exchange.formats.spreadsheet import tidied
from qreply.exchange.formats.variables import BRACES, template
from qreply.i18n import t
from qreply.phrasebook.model import Phrase, Scope, Wording
from qreply.phrasebook.reading import yaml_tree
from qreply.phrasebook.reading.source import Source
from qreply.phrasebook.reading.syntax_errors import explain
from qreply.text.safety import clean_line

Value = str | list["Value"] | dict[str, "Value"]

_TOP_KEY = re.compile(r"^(matches|global_vars|imports)[ \t]*:", re.MULTILINE)
_FORM_FIELD = re.compile(r"\[\[\s*(\w+)\s*\]\]")
_TAKEN = frozenset(
    (
        "trigger",
        "triggers",
        "replace",
        "form",
        "form_fields",
        "vars",
        "label",
        "search_terms",
        "html",
        "markdown",
    )
)
_PREFIX = re.compile(r"[:;,./\\!@#]+(?=\w)")


def is_espanso(text: str) -> bool:
    """Whether the text is a match file."""
    first = next(
        (each for each in text.splitlines() if each.strip() and not each.startswith(("#", "---", "%"))), ""
    )
    return re.match(r"[\w$-]+[ \t]*:", first) is not None and _TOP_KEY.search(text) is not None


def read(text: str, batch: ImportBatch) -> None:
    """Add the file's matches to the batch; raises QReplyError if it is not YAML that can be read safely."""
    source = Source(batch.format, text)
    try:
        root = yaml_tree.compose(text)
    except yaml_tree.Refused as refused:
        explain(source, refused)
        problem = source.problems[-1]
        raise QReplyError(f"{line(problem.line)}：{problem.message}", problem.hint) from refused
    if not isinstance(root, yaml_tree.Mapping):
        raise QReplyError(t("exchange.unknown-format"), t("exchange.known-formats"))
    reader = _Reader(batch)
    for key, node in root.entries:
        if key.value == "global_vars" and isinstance(node, yaml_tree.Sequence):
            reader.shared = [_plain(item) for item in node.items]
    for key, node in root.entries:
        if key.value == "matches" and isinstance(node, yaml_tree.Sequence):
            reader.read(node.items)
        elif key.value not in ("matches", "global_vars", "$schema"):
            batch.note("refused", "espanso-key", name=clean_line(key.value))
    reader.finish()


class _Reader:
    def __init__(self, batch: ImportBatch) -> None:
        self.shared: list[Value] = []
        self._batch = batch
        self._texts: dict[str, str] = {}
        self._settings: Counter[str] = Counter()
        self._prefixes: Counter[str] = Counter()

    def read(self, nodes: Sequence[yaml_tree.Node]) -> None:
        """Take the matches."""
        found: list[tuple[str, dict[str, Value]]] = []
        for node in nodes:
            place = line(node.line) if isinstance(node, yaml_tree.Mapping) else ""
            match = _plain(node)
            if isinstance(match, dict):
                found.append((place, match))
            elif match:
                self._batch.note("refused", "no-text", place, shown=clean_line(str(match))[:40])
        for _, match in found:
            for trigger in _triggers(match):
                self._texts.setdefault(trigger, _text(match, "replace"))
        if len(found) > import_limits.ROWS:
            raise QReplyError(t("exchange.too-many-rows", limit=import_limits.ROWS), t("exchange.split.hint"))
        shared = {variable.name: variable for variable in _variables(self.shared)}
        for place, match in found:
            before = len(self._batch.notes)
            try:
                self._add(place, match, shared)
            except TooLongError:
                del self._batch.notes[before:]
                name = clean_line(" ".join(_triggers(match))[: import_limits.LABEL])[:40]
                self._batch.note(
                    "refused", "refers-too-much", place, name=name, limit=str(import_limits.TEXT)
                )

    def finish(self) -> None:
        """Note what was the same in many matches."""
        for name, count in self._settings.items():
            self._batch.note("changed", "setting", name=name, count=str(count))
        for prefix, count in self._prefixes.items():
            self._batch.note("changed", "prefix", prefix=prefix, count=str(count))

    def _add(self, place: str, match: dict[str, Value], shared: Mapping[str, Variable]) -> None:
        triggers = _triggers(match)
        for key in match:
            if key not in _TAKEN and key not in ("regex", "image_path"):
                self._settings[clean_line(key)] += 1
        if regex := _text(match, "regex"):
            self._batch.note("changed", "regex", place, pattern=clean_line(regex))
        own = {variable.name: variable for variable in _variables(match.get("vars", []))}
        variables = Variables(
            ChainMap(own, cast(dict[str, Variable], shared)), self._texts, self._batch, place
        )
        wordings = self._wordings(place, match, variables)
        if not wordings:
            code = "only-image" if match.get("image_path") else "no-text"
            shown = clean_line(_text(match, "label") or " ".join(triggers) or _text(match, "image_path"))
            self._batch.note("refused", code, place, shown=shown[:40])
            return
        if image := clean_line(_text(match, "image_path")):
            self._batch.note("changed", "image", place, name=image)
        texts = "".join(text for wording in wordings for text in wording)
        declared = variables.declared | {
            name: known for name, known in BRACES.items() if f"{{{{{name}}}}}" in texts
        }
        codes = [clean_line(self._bare(trigger)) for trigger in triggers]
        terms = match.get("search_terms", [])
        phrase = Phrase(
            "",
            "",
            clean_line(_text(match, "label")),
            wordings,
            code=codes[0] if codes else "",
            asks=tuple(dict.fromkeys(filter(None, (clean_line(str(term)) for term in _list(terms))))),
            tags=tuple(dict.fromkeys(codes[1:])),
            images=(image,) if image else (),
            scope=Scope(declared),
        )
        self._batch.imported_phrases.append(ImportedPhrase(place, phrase))

    def _wordings(self, place: str, match: dict[str, Value], variables: Variables) -> tuple[Wording, ...]:
        text = _text(match, "replace")
        if not text and (markdown := _text(match, "markdown")):
            self._batch.note("changed", "markup", place)
            text = markdown
        if not text and (html := _text(match, "html")):
            self._batch.note("changed", "markup", place)
            text = text_of_html(html[: import_limits.HTML])
        if not text and (form := _text(match, "form")):
            variables.add(Variable("form1", "form", {"fields": match.get("form_fields", {}), "layout": ""}))
            text = _FORM_FIELD.sub(r"{{form1.\1}}", form)
        if len(text) > import_limits.TEXT:
            raise TooLongError
        if "$|$" in text:
            self._batch.note("changed", "keystroke", place, written="$|$")
            text = text.replace("$|$", "")
        texts = variables.choices(text) or [text]
        filled = (template(variables.pieces(tidied(self._batch, place, each))) for each in texts)
        return tuple((each,) for each in filled if each.strip())

    def _bare(self, trigger: str) -> str:
        """The trigger without the sign that keeps it apart from ordinary typing, which qreply does not need."""
        if found := _PREFIX.match(trigger):
            self._prefixes[found[0]] += 1
            return trigger[found.end() :]
        return trigger


def _plain(node: yaml_tree.Node) -> Value:
    if isinstance(node, ScalarEvent):
        return str(node.value)
    if isinstance(node, yaml_tree.Mapping):
        return {key.value: _plain(value) for key, value in node.entries}
    return [_plain(item) for item in node.items]


def _triggers(match: Mapping[str, Value]) -> list[str]:
    single = _text(match, "trigger")
    return (
        [single]
        if single
        else [trigger for trigger in _list(match.get("triggers", [])) if isinstance(trigger, str)]
    )


def _variables(values: Value) -> list[Variable]:
    return [
        Variable(_text(value, "name"), _text(value, "type"), params if isinstance(params, dict) else {})
        for value in _list(values)
        if isinstance(value, dict)
        for params in [value.get("params", {})]
    ]


def _list(value: Value) -> list[Value]:
    return value if isinstance(value, list) else [value] if value else []


def _text(mapping: Mapping[str, Value], key: str) -> str:
    return value if isinstance(value := mapping.get(key), str) else ""
