"""Read espanso's match files, with what they import and share.

Their matches are understood after that.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from yaml.events import ScalarEvent

from qreply.errors import QReplyError
from qreply.exchange import import_limits
from qreply.exchange.batch import ImportBatch, line
from qreply.exchange.tables import decode_content, read_content
from qreply.i18n import t
from qreply.phrasebook.reading import yaml_nodes, yaml_tree
from qreply.phrasebook.reading.source import Source
from qreply.phrasebook.reading.syntax_errors import explain
from qreply.text.safety import clean_line

Value = str | list["Value"] | dict[str, "Value"]

_TOP_KEY = re.compile(r"^(['\"]?)(matches|global_vars|imports)\1[ \t]*:", re.MULTILINE)
_FIRST_KEY = re.compile(r"(['\"]?)[\w$-]+\1[ \t]*:")


@dataclass
class Shared:
    """What the files of a folder share: variables, and texts that other matches refer to."""

    variables: list[Value] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)

    def learn(self, text: str) -> None:
        """Add what a file declares for all.

        A file that cannot be read adds nothing; that is told when the file itself is imported.
        """
        with contextlib.suppress(QReplyError):
            self.add(parse_file(text, ""))

    def add(self, root: MatchFile) -> None:
        """Add what the file declares for all."""
        self.variables += root.variables
        for _, match in root.matches:
            for trigger in triggers_of(match):
                self.texts.setdefault(trigger, text_at(match, "replace"))


@dataclass
class MatchFile:
    """A match file's parts: matches with their lines."""

    matches: list[tuple[int, dict[str, Value]]] = field(default_factory=list)
    odd: list[tuple[int, str]] = field(default_factory=list)  # what stands among them and is none
    variables: list[Value] = field(default_factory=list)
    imports: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


def is_espanso(text: str) -> bool:
    """Tell whether the text is a match file."""
    lines = (each.strip() for each in text.splitlines())
    first = next((each for each in lines if each and not each.startswith(("#", "---", "%"))), "")
    return _FIRST_KEY.match(first) is not None and _TOP_KEY.search(text) is not None


def follow_imports(
    path: Path, files: dict[Path | None, tuple[Callable[[int], str], MatchFile]], batch: ImportBatch
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
            file = parse_file(text, batch.format)
        except QReplyError as error:
            batch.note("refused", "import-unread", name=shown, message=error.message)
            continue
        files[target] = (partial(_imported_line, clean_line(target.relative_to(folder).as_posix())), file)
        waiting += [(target, further) for further in file.imports]


def _imported_line(name: str, number: int) -> str:
    return f"{name} {line(number)}"


def parse_file(text: str, origin: str) -> MatchFile:
    """Return the parts of a match file; raises QReplyError."""
    if len(text) > import_limits.YAML:
        limit = import_limits.YAML // 1024 // 1024
        raise QReplyError(t("exchange.too-big", limit=limit), t("exchange.split.hint"))
    source = Source(origin, text)
    try:
        root = yaml_tree.compose(text, aliases=True)
    except yaml_nodes.Refused as refused:
        explain(source, refused)
        problem = source.problems[-1]
        raise QReplyError(f"{line(problem.line)}：{problem.message}", problem.hint) from refused
    if not isinstance(root, yaml_nodes.Mapping):
        raise QReplyError(t("exchange.unknown-format"), t("exchange.known-formats"))
    file = MatchFile()
    plain = _Plain()
    for key, node in root.entries:
        items = node.items if isinstance(node, yaml_nodes.Sequence) else []
        if key.value == "global_vars":
            file.variables += map(plain.value, items)
        elif key.value == "imports":
            file.imports += [item.value for item in items if isinstance(item, ScalarEvent)]
        elif key.value == "matches":
            for item in items:
                match = plain.value(item)
                number = item.line if isinstance(item, yaml_nodes.Mapping) else 1
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
        self._made: dict[int, tuple[yaml_nodes.Node, Value]] = {}

    def value(self, node: yaml_nodes.Node) -> Value:
        """Return the node's value; `<<` brings in another mapping's entries."""
        if isinstance(node, ScalarEvent):
            return str(node.value)
        if (made := self._made.get(id(node))) is not None:
            return made[1]
        value: Value
        if isinstance(node, yaml_nodes.Mapping):
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


def triggers_of(match: Mapping[str, Value]) -> list[str]:
    """Return what expands to `match`: its `trigger`, else its `triggers`."""
    single = text_at(match, "trigger")
    return (
        [single]
        if single
        else [trigger for trigger in as_list(match.get("triggers", [])) if isinstance(trigger, str)]
    )


def as_list(value: Value) -> list[Value]:
    """Return `value` as a list: one that stands alone is the only item, nothing is none."""
    return value if isinstance(value, list) else [value] if value else []


def text_at(mapping: Mapping[str, Value], key: str) -> str:
    """Return the text under `key`; "" where there is none, or something else."""
    return value if isinstance(value := mapping.get(key), str) else ""
