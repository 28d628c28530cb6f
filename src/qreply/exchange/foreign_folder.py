"""Read a folder of foreign files into one batch, each file in its own format."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from qreply.errors import QReplyError, reason_of
from qreply.exchange.batch import ImportBatch
from qreply.exchange.foreign_file import read_foreign
from qreply.exchange.formats import espanso_file
from qreply.exchange.import_limits import FILES, ROWS
from qreply.exchange.tables import decode_content, read_content
from qreply.i18n import t

_SUFFIXES = (".csv", ".tsv", ".txt", ".json", ".xlsx", ".xlsm", ".xls", ".ods", ".et", ".yml", ".yaml")


def read_folder(folder: Path, mapping: Mapping[str, str], *, fill_down: bool = False) -> ImportBatch:
    """Return what the folder's files hold, subfolders included.

    A file that cannot be read is noted.

    Raises QReplyError if nothing in it can be read.
    """
    whole = ImportBatch("folder")
    others = 0
    paths = list(_files(folder))
    shared = _shared_of(paths)
    for path in paths:
        name = path.relative_to(folder).as_posix()
        if path.suffix.lower() not in _SUFFIXES:
            others += 1
            continue
        try:
            part = read_foreign(path, mapping, fill_down=fill_down, shared=shared)
        except QReplyError as error:
            whole.note("refused", "file-failed", name, message=error.message)
            continue
        part.name = name
        part.imported_phrases = [
            replace(imported, place=_place(name, imported.place)) for imported in part.imported_phrases
        ]
        whole.parts.append(part)
        whole.imported_phrases += part.imported_phrases
        whole.notes += (replace(note, place=_place(name, note.place)) for note in part.notes)
        whole.titles = {**part.titles, **whole.titles}
        if len(whole.imported_phrases) > ROWS:
            raise QReplyError(t("exchange.too-many-rows", limit=ROWS), t("exchange.split.hint"))
    if others:
        whole.note("refused", "other-files", count=str(others))
    if not whole.parts:
        first = next((note for note in whole.notes if note.code == "file-failed"), None)
        hint = f"{first.place}：{first.message}" if first else t("exchange.known-formats")
        raise QReplyError(t("exchange.no-files", path=folder), hint)
    if len({part.format for part in whole.parts}) == 1:
        whole.format = whole.parts[0].format
    return whole


def _shared_of(paths: Sequence[Path]) -> espanso_file.Shared:
    """Return what the espanso files among these have in common."""
    shared = espanso_file.Shared()
    for path in paths:
        if path.suffix.lower() in (".yml", ".yaml"):
            with contextlib.suppress(QReplyError):  # it is told when the file comes in
                text = decode_content(read_content(path), path).text
                if espanso_file.is_espanso(text):
                    shared.learn(text)
    return shared


def _files(folder: Path) -> Iterator[Path]:
    """Yield the files in the folder, in order; raises QReplyError where there are too many."""
    try:
        paths = sorted(
            path
            for path in folder.rglob("*")
            if path.is_file()
            and not any(part.startswith((".", "~")) for part in path.relative_to(folder).parts)
        )
    except OSError as error:
        raise QReplyError(t("command.cannot-read", path=folder, reason=reason_of(error))) from error
    if len(paths) > FILES:
        raise QReplyError(t("exchange.too-many-files", limit=FILES), t("exchange.split.hint"))
    yield from paths


def _place(name: str, place: str) -> str:
    return f"{name} {place}".strip()
