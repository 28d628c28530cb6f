"""Read espanso's match files.

Nothing is ever run: what a program would give there is reported, and asked for as a placeholder here.
"""

from __future__ import annotations

import re
from collections import ChainMap, Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import cast

from qreply.errors import QReplyError
from qreply.exchange import import_limits
from qreply.exchange.batch import ImportBatch, ImportedPhrase, TooLongError, line
from qreply.exchange.formats.espanso_file import (
    MatchFile,
    Shared,
    Value,
    as_list,
    follow_imports,
    parse_file,
    text_at,
    triggers_of,
)
from qreply.exchange.formats.espanso_vars import Variable, Variables
from qreply.exchange.formats.html_text import text_of_html, text_of_markdown
from qreply.exchange.formats.spreadsheet import tidied
from qreply.exchange.formats.variables import BRACES, template
from qreply.i18n import t
from qreply.phrasebook.model import Phrase, Scope, Wording
from qreply.text.safety import clean_line

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


def read(text: str, batch: ImportBatch, path: Path | None = None, shared: Shared | None = None) -> None:
    """Add the file's matches to the batch.

    Raises QReplyError if it is not YAML that can be read safely.

    Its imports are read too where they lie in the folder of `path`, unless that comes in as a whole, with `shared`.
    """
    files: dict[Path | None, tuple[Callable[[int], str], MatchFile]] = {
        path: (line, parse_file(text, batch.format))
    }
    if path is not None and shared is None:
        follow_imports(path, files, batch)
    known = shared or Shared()
    reader = _Reader(batch, known)
    if shared is None:
        for _, file in files.values():
            known.add(file)
    count = sum(len(file.matches) for _, file in files.values())
    if count > import_limits.ROWS:
        raise QReplyError(t("exchange.too-many-rows", limit=import_limits.ROWS), t("exchange.split.hint"))
    for place_of, file in files.values():
        for name in (*file.unknown, *(["imports"] if path is None and file.imports else [])):
            batch.note("refused", "espanso-key", name=name)
        for number, shown in file.odd:
            batch.note("refused", "no-text", place_of(number), shown=shown)
        reader.read([(place_of(number), match) for number, match in file.matches])
    reader.finish()


class _Reader:
    def __init__(self, batch: ImportBatch, shared: Shared) -> None:
        self._shared = shared
        self._batch = batch
        self._settings: Counter[str] = Counter()
        self._prefixes: Counter[str] = Counter()

    def read(self, matches: Sequence[tuple[str, dict[str, Value]]]) -> None:
        """Take the matches."""
        shared = {variable.name: variable for variable in _variables(self._shared.variables)}
        for place, match in matches:
            before = len(self._batch.notes)
            try:
                self._add(place, match, shared)
            except TooLongError:
                del self._batch.notes[before:]
                name = clean_line(" ".join(triggers_of(match))[: import_limits.LABEL])[:40]
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
        triggers = triggers_of(match)
        for key in match:
            if key not in _TAKEN and key not in ("regex", "image_path"):
                self._settings[clean_line(key)] += 1
        if regex := text_at(match, "regex"):
            self._batch.note("changed", "regex", place, pattern=clean_line(regex))
        own = {variable.name: variable for variable in _variables(match.get("vars", []))}
        variables = Variables(
            ChainMap(own, cast(dict[str, Variable], shared)), self._shared.texts, self._batch, place
        )
        wordings = self._wordings(place, match, variables)
        if not wordings:
            code = "only-image" if match.get("image_path") else "no-text"
            shown = clean_line(text_at(match, "label") or " ".join(triggers) or text_at(match, "image_path"))
            self._batch.note("refused", code, place, shown=shown[:40])
            return
        if image := clean_line(text_at(match, "image_path")):
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
            clean_line(text_at(match, "label")),
            wordings,
            code=codes[0] if codes else "",
            more_codes=tuple(dict.fromkeys(codes[1:])),
            asks=tuple(dict.fromkeys(filter(None, (clean_line(str(term)) for term in as_list(terms))))),
            images=(image,) if image else (),
            scope=Scope(declared),
        )
        self._batch.imported_phrases.append(ImportedPhrase(place, phrase))

    def _wordings(self, place: str, match: dict[str, Value], variables: Variables) -> tuple[Wording, ...]:
        text = text_at(match, "replace")
        if not text and (markdown := text_at(match, "markdown")):
            self._batch.note("changed", "markup", place)
            text = text_of_markdown(markdown[: import_limits.HTML])
        if not text and (html := text_at(match, "html")):
            self._batch.note("changed", "markup", place)
            text = text_of_html(html[: import_limits.HTML])
        if not text and (form := text_at(match, "form")):
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
        """Return the trigger without the character that keeps it apart from ordinary typing."""
        if found := _PREFIX.match(trigger):
            self._prefixes[found[0]] += 1
            return trigger[found.end() :]
        return trigger


def _variables(values: Value) -> list[Variable]:
    return [
        Variable(text_at(value, "name"), text_at(value, "type"), params if isinstance(params, dict) else {})
        for value in as_list(values)
        if isinstance(value, dict)
        for params in [value.get("params", {})]
    ]
