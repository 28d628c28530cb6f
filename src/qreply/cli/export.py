"""`qreply export`: the book for other tools, or to read and print."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from qreply.cli.importing import group_notes
from qreply.cli.output import write_output
from qreply.cli.streams import print_bytes
from qreply.errors import SettingsError
from qreply.exchange.exporter import FORMATS, exported, format_of
from qreply.i18n import t
from qreply.phrasebook.loader import load


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the file, by its place or by `-o`, and its format."""
    parser.add_argument("file", nargs="?", metavar=t("metavar.file"), help=t("command.export-file"))
    parser.add_argument("--format", choices=FORMATS, help=t("command.export-format"))
    parser.add_argument("-o", "--output", metavar=t("metavar.file"), help=t("command.export-output"))
    parser.add_argument("--force", action="store_true", help=t("command.force"))


def run(args: argparse.Namespace) -> int:
    """Write the book to the file, `-` for stdout, and say on stderr what the format cannot hold.

    Raises SettingsError if the name tells no format, QReplyError if the file is there or cannot be written.
    """
    if (args.file is None) == (args.output is None):
        raise SettingsError(t("exchange.one-file"), t("exchange.one-file.hint"))
    name = args.file if args.output is None else args.output
    form = args.format or format_of(name)
    if not form:
        raise SettingsError(
            t("exchange.no-format", name=name), t("exchange.formats", known=" ".join(FORMATS))
        )
    book = load(args.settings.all_books)
    if any(problem.severity == "error" for problem in book.problems):
        print(t("exchange.book-broken"), file=sys.stderr)
    data, notes = exported(book, form)
    if name == "-":
        print_bytes(data)
    else:
        write_output(Path(name), data, force=args.force, settings=args.settings.path)
        title = t(f"exchange.format.{'own-csv' if form == 'csv' else form}")
        print(t("exchange.exported", count=len(book.phrases), path=name, format=title), file=sys.stderr)
    if notes:
        print(t("exchange.lost"), file=sys.stderr)
        for line in group_notes(notes):
            print("  " + line, file=sys.stderr)
    if book.rules:
        print(t("exchange.rules-stay", count=len(book.rules)), file=sys.stderr)
    return 0
