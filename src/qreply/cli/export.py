"""Run `qreply export`: the book for other tools, or to read and print."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from qreply.cli.import_report import group_notes
from qreply.cli.output import write_output
from qreply.cli.progress import show_progress
from qreply.cli.streams import print_bytes, say
from qreply.cli.warning import name_check_command
from qreply.errors import SettingsError
from qreply.exchange.exporter import FORMATS, exported, format_of
from qreply.i18n import join_words, t
from qreply.phrasebook.loader import Book, assemble, read_book, shipped_rules
from qreply.phrasebook.model import Phrasebook
from qreply.settings.settings import Settings
from qreply.storage.locations import own_book_path, shipped_phrasebook
from qreply.text.shell_quoting import quote_argument
from qreply.workspace.workspace import Workspace


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
    if not form and Path(name).suffix.lower() == ".yaml":
        raise SettingsError(t("exchange.yaml-is-book", name=name), t("exchange.yaml-is-book.hint"))
    if not form:
        raise SettingsError(
            t("exchange.no-format", name=name), t("exchange.formats", known=" ".join(FORMATS))
        )
    books = [read_book(path) for path in args.settings.all_books]
    book = assemble(books, shipped_rules())
    _tell_of_errors(books, book, args.settings)
    shop = args.settings.current_shop
    with show_progress(t("exchange.exporting")) as progress:
        data, notes = exported(book, form, progress, shop.values if shop else {})
    if name == "-":
        print_bytes(data)
    else:
        write_output(args, Path(name), data)
        title = t(f"exchange.format.{f'own-{form}' if form in ('csv', 'xlsx') else form}")
        say(t("exchange.exported", count=len(book.phrases), path=name, format=title))
    if notes:
        say(t("exchange.lost"))
        for line in group_notes(notes):
            say("  " + line)
    shipped = str(shipped_phrasebook())
    own_rules = sum(not rule.path.startswith(shipped) for rule in book.rules)
    if own_rules:
        say(t("exchange.rules-stay", count=own_rules))
    if form in ("xlsx", "csv", "json") and name != "-":
        places = _name_places(args.settings, book)
        if not places:
            say(t("exchange.make-a-book", book=t("exchange.own-folder")))
        place = places[0] if places else t("exchange.own-folder")
        say(t("exchange.update-later", file=quote_argument(Path(name)), book=place))
        if len(places) > 1:
            say(t("exchange.update-each", count=len(places), books=join_words(places)))
    return 0


def _name_places(settings: Settings, book: Phrasebook) -> list[str]:
    """Return, as they are typed, the books in use that an edited table can go back to."""
    left_out = (own_book_path(), shipped_phrasebook())
    books = [path for path in settings.all_books if not any(map(path.is_relative_to, left_out))]
    used = [path for path in books if any(Path(one.path).is_relative_to(path) for one in book.phrases)]
    return [quote_argument(path) for path in used or books[:1]]


def _tell_of_errors(books: Sequence[Book], book: Phrasebook, settings: Settings) -> None:
    """Say for errors in which files phrases are left out, and how many.

    Those are the phrases that a screen has, from what is kept of the files, and this book has not. An error that takes
    no phrase with it is for `check` to tell.
    """
    doubled = {problem.path for problem in book.problems if problem.code == "id-taken"}
    errors = {problem.path for problem in book.problems if problem.severity == "error"}
    hidden = {mention.name for one in books for file in one.files for mention in file.hidden}
    there = book.by_id.keys() | hidden
    read = [file for one in books for file in one.files]
    lossy = [
        file.path
        for file in read
        if file.path in doubled
        or (not file.whole and file.path in errors)
        or not there >= {*file.failed, *(phrase.id for phrase in file.phrases)}
    ]
    unread = errors - {file.path for file in read}
    files = dict.fromkeys(Path(path).name for path in (*lossy, *sorted(unread)))
    if not files:
        return
    in_use = len(Workspace.open(settings).phrasebook.index)
    say(
        t(
            "exchange.book-broken" if in_use > len(book.phrases) else "exchange.book-broken.uncounted",
            files=join_words(files),
            count=in_use - len(book.phrases),
            check=name_check_command(settings),
        )
    )
