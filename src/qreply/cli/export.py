"""`qreply export`: the book for other tools, or to read and print."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from qreply.cli.importing import grouped
from qreply.cli.output import write_output
from qreply.cli.streams import print_bytes
from qreply.errors import SettingsError
from qreply.exchange.exporter import FORMATS, exported, format_of
from qreply.i18n import t
from qreply.phrasebook.loader import load


def run(args: argparse.Namespace) -> int:
    """Write the book to the file, `-` for stdout, and say on stderr what the format cannot hold.

    Raises SettingsError if the name tells no format, QReplyError if the file is there or cannot be written.
    """
    form = args.format or format_of(args.file)
    if not form:
        raise SettingsError(
            t("exchange.no-format", name=args.file), t("exchange.formats", known=" ".join(FORMATS))
        )
    book = load(args.settings.all_books)
    if any(problem.severity == "error" for problem in book.problems):
        print(t("exchange.book-broken"), file=sys.stderr)
    data, notes = exported(book, form)
    if args.file == "-":
        print_bytes(data)
    else:
        write_output(Path(args.file), data, force=args.force, settings=args.settings.path)
        name = t(f"exchange.format.{'own-csv' if form == 'csv' else form}")
        print(t("exchange.exported", count=len(book.phrases), path=args.file, format=name), file=sys.stderr)
    if notes:
        print(t("exchange.lost"), file=sys.stderr)
        for line in grouped(notes):
            print("  " + line, file=sys.stderr)
    if book.rules:
        print(t("exchange.rules-stay", count=len(book.rules)), file=sys.stderr)
    return 0
