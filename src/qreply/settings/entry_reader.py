"""Read the entries of a settings file by their kind, and say of each mistake where it is."""

from __future__ import annotations

import re
from difflib import get_close_matches
from pathlib import Path
from typing import NoReturn

from qreply.errors import SettingsError
from qreply.i18n import join_words, t
from qreply.phrasebook.model import Problem
from qreply.phrasebook.reading.source import Source
from qreply.phrasebook.reading.yaml_nodes import Mapping, Node, Refused, Sequence, offset_of
from qreply.phrasebook.reading.yaml_tree import compose
from qreply.text.safety import clean

_ROOT = ""

_WIDE_COLON = re.compile(r"(?P<key>[^\s:：#][^:：#]*?)\s*：\s*(?P<value>.*)")
_IN_LIST = re.compile(r"\s*[、，,;；]\s*")
_NOT_PLAIN = re.compile(r"[\[\]{},#'\"]|: ")

Tree = dict[str, Node]
"""The entries of a mapping by their keys."""


class EntryReader:
    """Reads texts, choices, lists and mappings of one file.

    Raises SettingsError, with line and column, for a value of another kind.
    """

    def __init__(self, path: Path, source: Source) -> None:
        self.path = path
        self._source = source

    def root(self, known: tuple[str, ...]) -> Tree:
        """Return the entries of the whole file, whose keys are `known`; raises SettingsError."""
        root = None
        if not self._mistakes():
            try:
                root = compose(self._source.text)
            except Refused as refused:
                # Only mistakes need its many patterns.
                from qreply.phrasebook.reading.syntax_errors import explain

                explain(self._source, refused)
        for problem in self._mistakes():
            if problem.code == "wide-colon":
                self._fail_for_colon(problem.line, problem.column)
            self._fail_at(problem.line, problem.column, problem.message, problem.hint)
        return {} if root is None else self.mapping(root, _ROOT, known)

    def _mistakes(self) -> list[Problem]:
        return [problem for problem in self._source.problems if problem.severity == "error"]

    def mapping(self, node: Node, what: str, known: tuple[str, ...] | None) -> Tree:
        """Return the entries of the mapping `node`, called `what`, whose keys are `known`, or any.

        The whole file is called "".
        Raises SettingsError for what is no mapping, an unknown key and one that stands there twice.
        """
        if not isinstance(node, Mapping):
            self._fail_for_mapping(node, what)
        tree: Tree = {}
        for key, value in node.entries:
            name = str(key.value)
            if known is not None and name not in known:
                near = get_close_matches(name, known, n=1)
                hint = (
                    t("command.settings.did-you-mean", near=near[0])
                    if near
                    else t("command.settings.known-keys", known=join_words(known))
                )
                self.fail(key, t("command.settings.unknown-key", key=name), hint)
            if name in tree:
                self.fail(key, t("command.settings.twice", key=name))
            tree[name] = value
        return tree

    def text(self, tree: Tree, key: str) -> str:
        """Return the text under `key`, empty if there is none; raises SettingsError for a list."""
        node = tree.get(key)
        if isinstance(node, Mapping | Sequence):
            one = next(iter(node.items), None) if isinstance(node, Sequence) else None
            given = "…" if one is None or isinstance(one, Mapping | Sequence) else one.value
            self.fail(
                node,
                t("command.settings.not-text", key=key),
                t("command.settings.write", line=f"{key}: {given}"),
            )
        return clean(str(node.value)) if node else ""

    def choice(self, tree: Tree, key: str, known: tuple[str, ...]) -> str:
        """Return one of `known`, the first where nothing is given; raises SettingsError for another."""
        given = self.text(tree, key) or known[0]
        if given not in known:
            self.fail(
                tree[key], t("command.settings.not-choice", key=key, known=join_words(known), given=given)
            )
        return given

    def texts(self, tree: Tree, key: str, known: tuple[str, ...] | None = None) -> dict[str, str]:
        """Return the texts in the mapping `key` by their keys; raises SettingsError for others."""
        node = tree.get(key)
        if node is None or is_empty(node):
            return {}
        inner = self.mapping(node, key, known)
        return {name: self.text(inner, name) for name in inner}

    def items(self, tree: Tree, key: str) -> list[Node]:
        """Return what the list under `key` holds; raises SettingsError if it is no list."""
        node = tree.get(key)
        if node is None or is_empty(node):
            return []
        if not isinstance(node, Sequence):
            self.fail(node, t("command.settings.not-list", key=key), _as_list(key, node))
        return node.items

    def _fail_for_mapping(self, node: Node, what: str) -> NoReturn:
        line, column = self._source.position(offset_of(node))
        written = self._written(line)
        if not isinstance(node, Sequence) and _WIDE_COLON.fullmatch(written):
            self._fail_for_colon(line, column)
        words = "command.settings.not-mapping" if what else "command.settings.not-entries"
        self.fail(node, t(words, key=what, given=written), _example(what or "entries"))

    def _fail_for_colon(self, line: int, column: int) -> NoReturn:
        written = self._written(line)
        hit = _WIDE_COLON.fullmatch(written)
        right = f"{hit['key']}: {hit['value']}".rstrip() if hit else ""
        message = t("command.settings.wide-colon", given=written)
        hint = t("command.settings.write", line=right) if right else _example("entries")
        self._fail_at(line, column, message, hint)

    def _written(self, line: int) -> str:
        """Return what stands on the line, without a remark.

        Of an address, which may hold a password, only the kind is returned.
        """
        lines = self._source.text.splitlines()
        written = lines[line - 1] if line <= len(lines) else ""
        return re.sub("://.*", "://…", clean(re.sub(r"\s#.*", "", written)).strip())

    def fail(self, node: Node, message: str, hint: str = "") -> NoReturn:
        """Raise SettingsError with the place of `node`."""
        line, column = self._source.position(offset_of(node))
        self._fail_at(line, column, message, hint)

    def _fail_at(self, line: int, column: int, message: str, hint: str) -> NoReturn:
        raise SettingsError(
            t("command.bad-settings", path=self.path, line=line, column=column, message=message), hint
        )


def _as_list(key: str, node: Node) -> str:
    """Return a hint that shows what was given as a list, else another list."""
    if isinstance(node, Mapping | Sequence) or key not in ("books", "trades"):
        return _example(key)
    given = clean(str(node.value)).strip()
    items = _IN_LIST.split(given) if key == "trades" else [given]
    plain = ", ".join(f"'{item}'" if _NOT_PLAIN.search(item) else item for item in items if item)
    return t("command.settings.write", line=f"{key}: [{plain}]")


def _example(what: str) -> str:
    line = t(f"command.settings.example.{what}", key=what)  # a value, for the braces to be doubled ones
    return t("command.settings.example", line=line)


def is_empty(node: Node) -> bool:
    """Tell whether a key stands there without anything behind it."""
    return not isinstance(node, Mapping | Sequence) and not node.value
