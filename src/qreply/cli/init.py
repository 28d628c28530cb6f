"""Run `qreply init`: the settings file, and a phrasebook to adapt."""

from __future__ import annotations

import argparse
import re
import shutil
from collections.abc import Sequence
from pathlib import Path

from qreply.authoring.bulk_edit import drop_asks
from qreply.errors import QReplyError, reason_of
from qreply.i18n import t
from qreply.phrasebook.reading.file import read_file
from qreply.phrasebook.reading.source import Source
from qreply.phrasebook.schema import as_text, schema
from qreply.phrasebook.writing.book_files import EditableFile
from qreply.settings.settings import Settings
from qreply.settings.writer import books_entry, write_settings
from qreply.storage.locations import shipped_phrasebook, trade_pack
from qreply.text.shell_quoting import quote_argument

SCHEMA_NAME = "phrasebook.schema.json"
# The line by which editors find the schema that completes and checks a file.
_SCHEMA_LINE = re.compile(r"\A(?:# yaml-language-server: .*\n)?")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the folder for a copy of the shipped phrasebook."""
    parser.add_argument(
        "directory",
        nargs="?",
        type=Path,
        metavar=t("metavar.folder"),
        help=t("command.init-directory"),
    )


def run(args: argparse.Namespace) -> int:
    """Write what is not there yet.

    Nothing that exists is changed. Raises QReplyError where writing fails.
    """
    settings: Settings = args.settings
    trades: Sequence[str] = args.settings.only_trades
    book = None if args.directory is None else args.directory.expanduser().absolute()
    try:
        if book is not None:
            _write_book(book, trades)
        if not settings.path.exists():
            write_settings(settings.path, book=book, trades=() if book else trades, with_schema=True)
            print(t("command.settings-written", path=settings.path))
            print(t("command.settings-next"))
            return 0
    except OSError as error:
        raise QReplyError(t("command.cannot-write", path=error.filename, reason=reason_of(error))) from error
    print(t("command.settings-kept", path=settings.path))
    if trades and book is None:
        print(t("command.trades-by-hand", trades=", ".join(trades)))
    if book is not None and book not in settings.books:
        print(t("command.books-entry", path=settings.path, entry=books_entry(book)))
    return 0


def _write_book(folder: Path, trades: Sequence[str]) -> None:
    """Copy the shipped phrasebook into `folder`, with the schema beside it.

    Raises OSError or QReplyError.
    """
    if any(folder.glob("*.y*ml")):
        raise QReplyError(t("command.book-exists", path=folder), t("command.book-exists.hint"))
    folder.mkdir(parents=True, exist_ok=True)
    copied: list[EditableFile] = []
    for prefix, pack in (("", shipped_phrasebook()), *((f"{trade}-", trade_pack(trade)) for trade in trades)):
        new = [
            _copied_file(folder, source, f"{prefix}{source.name}") for source in sorted(pack.glob("*.yaml"))
        ]
        # A question stands in one phrase of a book, and the trade's own knows best.
        copied = [*(drop_asks(copied, new) if prefix else copied), *new]
    for file in copied:
        file.path.write_bytes(file.encoded)
    (folder / SCHEMA_NAME).write_text(as_text(schema()), encoding="utf-8", newline="\n")
    rules = folder / "rules" / "shop.yaml"
    rules.parent.mkdir(exist_ok=True)
    shutil.copyfile(Path(__file__).with_name("shop_rules.yaml"), rules)
    print(t("command.book-written", path=folder))
    print(t("command.rules-written", path=rules))
    print(t("command.book-next", path=quote_argument(folder)))


def _copied_file(folder: Path, source: Path, name: str) -> EditableFile:
    """Return a file of the phrasebook as it is to be, naming the schema beside it."""
    line = f"# yaml-language-server: $schema={SCHEMA_NAME}\n"
    text = _SCHEMA_LINE.sub(line, source.read_text("utf-8"), count=1)
    path = folder / name
    return EditableFile(folder, path, None, text, read_file(Source(str(path), text)))
