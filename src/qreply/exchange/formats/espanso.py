"""Espanso match files. What would run a program there is reported and asked for here; nothing is ever run."""

from __future__ import annotations

import contextlib
import re
from collections import ChainMap, Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import cast

from yaml.events import ScalarEvent

from qreply.errors import QReplyError
from qreply.exchange import import_limits
from qreply.exchange.batch import ImportBatch, ImportedPhrase, TooLongError, line
from qreply.exchange.formats.espanso_vars import Variable, Variables
from qreply.exchange.formats.html_text import text_of_html, text_of_markdown
from qreply.exchange.formats.spreadsheet import tidied
from qreply.exchange.formats.variables import BRACES, template
from qreply.exchange.tables import decode_content, read_content
from qreply.i18n import t
from qreply.phrasebook.model import Phrase, Scope, Wording
from qreply.phrasebook.reading import yaml_tree
from qreply.phrasebook.reading.source import Source
from qreply.phrasebook.reading.syntax_errors import explain
from qreply.text.safety import clean_line

Value = str | list["Value"] | dict[str, "Value"]

_TOP_KEY = re.compile(r"^(['\"]?)(matches|global_vars|imports)\1[ \t]*:", re.MULTILINE)
_FIRST_KEY = re.compile(r"(['\"]?)[\w$-]+\1[ \t]*:")
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


@dataclass
class Shared:
    """What the files of a folder have in common: variables for all matches, and texts that other matches refer to."""

    variables: list[Value] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)

    def learn(self, text: str) -> None:
        """Add what a file declares for all; nothing of one that cannot be read, which is told when it comes in."""
        with contextlib.suppress(QReplyError):
            self.add(_parse(text, ""))

    def add(self, root: _File) -> None:
        """Add what the file declares for all."""
        self.variables += root.variables
        for _, match in root.matches:
            for trigger in _triggers(match):
                self.texts.setdefault(trigger, _text(match, "replace"))


@dataclass
class _File:
    """A match file's parts: matches with their lines."""

    matches: list[tuple[int, dict[str, Value]]] = field(default_factory=list)
    odd: list[tuple[int, str]] = field(default_factory=list)  # what stands among them and is none
    variables: list[Value] = field(default_factory=list)
    imports: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


def is_espanso(text: str) -> bool:
    """Whether the text is a match file."""
    lines = (each.strip() for each in text.splitlines())
    first = next((each for each in lines if each and not each.startswith(("#", "---", "%"))), "")
    return _FIRST_KEY.match(first) is not None and _TOP_KEY.search(text) is not None


def read(text: str, batch: ImportBatch, path: Path | None = None, shared: Shared | None = None) -> None:
    """Add the file's matches to the batch; raises QReplyError if it is not YAML that can be read safely.

    Its imports are read too where they lie in the folder of `path`, unless that comes in as a whole, with `shared`.
    """
    files: dict[Path | None, tuple[Callable[[int], str], _File]] = {path: (line, _parse(text, batch.format))}
    if path is not None and shared is None:
        _follow_imports(path, files, batch)
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


def _follow_imports(
    path: Path, files: dict[Path | None, tuple[Callable[[int], str], _File]], batch: ImportBatch
) -> None:
    """Read the files that are imported, at any remove; those outside of the folder are named."""
    folder = path.parent.resolve()
    waiting = [(path, name) for name in files[path][1].imports]
    seen = {path.resolve()}
    while waiting and len(files) <= import_limits.FILES:
        above, name = waiting.pop(0)
        target = (above.parent / name).resolve()
        if target in seen:
            continue
        seen.add(target)
        shown = clean_line(name)
        if not target.is_relative_to(folder):
            batch.note("refused", "import-outside", name=shown)
            continue
        try:
            text = decode_content(read_content(target), target).text
            file = _parse(text, batch.format)
        except QReplyError as error:
            batch.note("refused", "import-unread", name=shown, message=error.message)
            continue
        files[target] = (partial(_imported_line, clean_line(target.relative_to(folder).as_posix())), file)
        waiting += [(target, further) for further in file.imports]


def _imported_line(name: str, number: int) -> str:
    return f"{name} {line(number)}"


def _parse(text: str, origin: str) -> _File:
    """The parts of a match file; raises QReplyError."""
    if len(text) > import_limits.YAML:
        limit = import_limits.YAML // 1024 // 1024
        raise QReplyError(t("exchange.too-big", limit=limit), t("exchange.split.hint"))
    source = Source(origin, text)
    try:
        root = yaml_tree.compose(text, aliases=True)
    except yaml_tree.Refused as refused:
        explain(source, refused)
        problem = source.problems[-1]
        raise QReplyError(f"{line(problem.line)}：{problem.message}", problem.hint) from refused
    if not isinstance(root, yaml_tree.Mapping):
        raise QReplyError(t("exchange.unknown-format"), t("exchange.known-formats"))
    file = _File()
    plain = _Plain()
    for key, node in root.entries:
        items = node.items if isinstance(node, yaml_tree.Sequence) else []
        if key.value == "global_vars":
            file.variables += map(plain.value, items)
        elif key.value == "imports":
            file.imports += [item.value for item in items if isinstance(item, ScalarEvent)]
        elif key.value == "matches":
            for item in items:
                match = plain.value(item)
                number = item.line if isinstance(item, yaml_tree.Mapping) else 1
                if isinstance(match, dict):
                    file.matches.append((number, match))
                elif isinstance(match, str) and match:
                    file.odd.append((number, clean_line(match)[:40]))
        elif not key.value.startswith("$"):
            file.unknown.append(clean_line(key.value))
    return file


class _Plain:
    """Makes plain values of nodes, one of each: what an alias names is not copied."""

    def __init__(self) -> None:
        self._made: dict[int, tuple[yaml_tree.Node, Value]] = {}

    def value(self, node: yaml_tree.Node) -> Value:
        """The node's value; `<<` brings in another mapping's entries."""
        if isinstance(node, ScalarEvent):
            return str(node.value)
        if (made := self._made.get(id(node))) is not None:
            return made[1]
        value: Value
        if isinstance(node, yaml_tree.Mapping):
            value = {}
            for key, inner in node.entries:
                plain = self.value(inner)
                if key.value == "<<":
                    for merged in plain if isinstance(plain, list) else [plain]:
                        if isinstance(merged, dict):
                            value = {**merged, **value}
                else:
                    value[key.value] = plain
        else:
            value = [self.value(item) for item in node.items]
        self._made[id(node)] = node, value
        return value


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
            ChainMap(own, cast(dict[str, Variable], shared)), self._shared.texts, self._batch, place
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
            more_codes=tuple(dict.fromkeys(codes[1:])),
            asks=tuple(dict.fromkeys(filter(None, (clean_line(str(term)) for term in _list(terms))))),
            images=(image,) if image else (),
            scope=Scope(declared),
        )
        self._batch.imported_phrases.append(ImportedPhrase(place, phrase))

    def _wordings(self, place: str, match: dict[str, Value], variables: Variables) -> tuple[Wording, ...]:
        text = _text(match, "replace")
        if not text and (markdown := _text(match, "markdown")):
            self._batch.note("changed", "markup", place)
            text = text_of_markdown(markdown[: import_limits.HTML])
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
