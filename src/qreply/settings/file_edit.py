"""Edit the settings file and nothing else in it; the result is read before it is kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NoReturn

from yaml.events import ScalarEvent

from qreply.errors import NotSavedError, SettingsError, reason_of
from qreply.i18n import t
from qreply.phrasebook.reading.source import BOMS, Source, decode
from qreply.phrasebook.reading.yaml_nodes import Mapping as MappingNode
from qreply.phrasebook.reading.yaml_nodes import Node, Refused, end_of, offset_of
from qreply.phrasebook.reading.yaml_tree import compose
from qreply.phrasebook.writing.text_splice import (
    CannotSpliceError,
    Splice,
    apply_splices,
    content_end,
    ends_whole,
    line_end,
)
from qreply.phrasebook.writing.yaml_writer import Tree, Writer
from qreply.settings.reader import parse_settings
from qreply.settings.settings import Settings
from qreply.settings.writer import settings_text
from qreply.storage.atomic import save_over
from qreply.storage.regular_file import BOOK_LIMIT, read_regular

WRITER = Writer()
_CODECS = ((b"", "utf-8"), *((mark, codec) for mark, codec, _ in BOMS), (b"", "gb18030"), (b"", "cp950"))


def edit_settings(
    path: Path, change: Callable[[str, Settings], str], expect: Callable[[Settings], Settings]
) -> Settings:
    """Write what `change` makes of the text at `path`, if it reads as `expect` has it.

    Returns the settings as they are then. A file that is missing is made. `change` may raise CannotSpliceError.
    Raises NotSavedError, with the file as it was, where it cannot be read or written, says otherwise, or is being
    saved by someone else.
    """
    path = path.resolve()  # what a link points to is written, and the link stays
    before = _read(path)
    source = _template(path) if before is None else decode(before, str(path))
    settings = _parse(path, source)
    try:
        text = change(source.text, settings)
        data = _encode(source.text, text, before)
    except (CannotSpliceError, UnicodeEncodeError):
        _refuse_odd(path)
    try:
        after = parse_settings(path, Source(str(path), text))
    except SettingsError:
        _refuse_odd(path)
    if after != expect(settings):
        _refuse_odd(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        save_over(path, data, before)
    except BlockingIOError as error:
        raise NotSavedError(t("writing.busy"), t("writing.busy.hint")) from error
    except OSError as error:
        raise NotSavedError(t("command.cannot-write", path=path, reason=reason_of(error))) from error
    return after


def value_of(node: Node | None, key: str) -> Node | None:
    """Return the value of `key` in a mapping; None if it has none."""
    entries = node.entries if isinstance(node, MappingNode) else []
    return next((value for name, value in entries if name.value == key), None)


def removed(text: str, empty: Node) -> list[Splice]:
    """Return the splices that take an empty list, mapping or value out of the text.

    Raises CannotSpliceError for what is not empty.
    """
    if isinstance(empty, ScalarEvent) and empty.value:
        raise CannotSpliceError
    start, end = offset_of(empty), end_of(empty)
    if not text[end : line_end(text, end)].strip():
        start = len(text[:start].rstrip(" "))
    return [(start, end, "")]


def root_of(text: str) -> MappingNode | None:
    """Return the settings' mapping, None where they are empty.

    Raises CannotSpliceError for what nothing can be put into.
    """
    try:
        root = compose(text)
    except Refused as error:
        raise CannotSpliceError from error
    if root is not None and (not isinstance(root, MappingNode) or root.flow):
        raise CannotSpliceError
    return root


def rewritten(text: str, scalar: ScalarEvent, value: str) -> Splice:
    """Return what puts `value` in the place of a scalar."""
    start, end = offset_of(scalar), content_end(text, scalar)
    return start, end, f"{' ' * (start == end)}{WRITER.scalar(value)}"


def with_first_shop(text: str, shops: Node | None, shop: Mapping[str, Tree]) -> str:
    """Return the settings `text` with `shop` in the list `shops`, which is missing or empty.

    Raises CannotSpliceError where the empty list cannot be taken out.
    """
    lines = WRITER.item(shop, 2).rstrip("\n")
    if shops is None:
        head = "" if ends_whole(text) else "\n"
        return apply_splices(text, [(len(text), len(text), f"{head}shops:\n{lines}\n")])
    behind = line_end(text, end_of(shops))
    return apply_splices(text, [*removed(text, shops), (behind, behind, f"\n{lines}")])


def _template(path: Path) -> Source:
    return Source(str(path), settings_text())


def _read(path: Path) -> bytes | None:
    try:
        return read_regular(path, BOOK_LIMIT)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise NotSavedError(t("command.cannot-read", path=path, reason=reason_of(error))) from error


def _parse(path: Path, source: Source) -> Settings:
    try:
        return parse_settings(path, source)
    except SettingsError as error:  # edited meanwhile, and broken
        raise NotSavedError(error.message, error.hint) from error


def _encode(text: str, changed: str, before: bytes | None) -> bytes:
    """Return `changed` in the encoding in which `text` is `before`."""
    for mark, codec in _CODECS:
        if before is None or mark + text.encode(codec, "replace") == before:
            return mark + changed.encode(codec)
    raise CannotSpliceError


def _refuse_odd(path: Path) -> NoReturn:
    raise NotSavedError(t("writing.odd", place=path), t("writing.odd.hint"))
