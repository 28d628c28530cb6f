"""Choose phrases, show what would change and write it: for `replace`, `move` and `tag`."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Sequence

from qreply.authoring.bulk_edit import changed_files, phrasebook_of
from qreply.cli.change_list import print_changes
from qreply.cli.streams import say
from qreply.cli.warning import name_check_command
from qreply.errors import QReplyError
from qreply.i18n import t
from qreply.phrasebook.comparison import compare
from qreply.phrasebook.declared import declared_in
from qreply.phrasebook.files import files_of
from qreply.phrasebook.model import Phrase, Phrasebook
from qreply.phrasebook.writing.book_files import EditableFile, read_editable, write_files
from qreply.reports.book_changes import sections_of, summary_of
from qreply.settings.settings import Settings
from qreply.storage.locations import shipped_phrasebook
from qreply.workspace.book_copies import keep_books
from qreply.workspace.phrase_names import find_named
from qreply.workspace.workspace import Workspace

Chosen = Callable[[Phrase], bool]


def add_bulk_options(parser: argparse.ArgumentParser) -> None:
    """Add which phrases are meant, and whether to write."""
    parser.add_argument(
        "-s", "--scenario", default="", metavar=t("metavar.scenario"), help=t("command.bulk-scenario")
    )
    parser.add_argument("--tag", default="", metavar=t("metavar.tag"), help=t("command.bulk-tag"))
    parser.add_argument("--write", action="store_true", help=t("command.bulk-write"))


def read_books(settings: Settings) -> list[EditableFile]:
    """Read the books that may be changed.

    Those that come with qreply may not be changed unless they are named. Raises QReplyError where there is none, or one
    is not sound.
    """
    shipped = shipped_phrasebook()
    books = [book for book in settings.all_books if settings.only_books or not book.is_relative_to(shipped)]
    if not books:
        raise QReplyError(t("bulk.shipped"), t("bulk.shipped.hint"))
    return [file for book in books for file in read_editable(book, files_of(book)[0])]


def choose_phrases(
    args: argparse.Namespace, files: Sequence[EditableFile], names: Iterable[str] = ()
) -> Chosen:
    """Return a test of whether a phrase is meant.

    A phrase is meant if it is in the scenario, has the tag and, where there are `names`, is one of these. Raises
    UnknownPhraseError for a name that no phrase has, QReplyError for a scenario or a tag that none has.
    """
    phrases = [phrase for file in files for phrase in file.parsed.phrases]
    workspace = Workspace.open(args.settings) if names else None
    ids = {find_named(workspace, name).id for name in names} if workspace else set()
    titles = {file.parsed.scenario: file.parsed.title for file in files}
    wanted = args.scenario.strip().lower()
    scenarios = {name for name, title in titles.items() if wanted in (name.lower(), title.lower())}
    if wanted and not scenarios:
        raise QReplyError(t("bulk.no-scenario", name=args.scenario))
    if args.tag and not any(args.tag in phrase.tags for phrase in phrases):
        raise QReplyError(t("bulk.no-tag", name=args.tag))

    def is_chosen(phrase: Phrase) -> bool:
        return (
            (not ids or phrase.id in ids)
            and (not wanted or phrase.scenario in scenarios)
            and (not args.tag or args.tag in phrase.tags)
        )

    return is_chosen


def show_and_write(
    args: argparse.Namespace, before: Sequence[EditableFile], after: Sequence[EditableFile]
) -> int:
    """Print what differs in `after`, and write it with `--write`.

    Returns 1 if nothing differs. Raises QReplyError.
    """
    changed = changed_files(before, after)
    if not changed:
        say(t("bulk.nothing"))
        return 1
    old, new = phrasebook_of(before), phrasebook_of(after)
    declared = [declared_in(file.parsed for file in files) for files in (before, after)]
    comparison = compare(
        old.phrases,
        new.phrases,
        old.rules,
        new.rules,
        old_declared=declared[0],
        new_declared=declared[1],
    )
    _refuse_errors(old, new)
    print(summary_of(comparison))
    print_changes(sections_of(comparison))
    if not args.write:
        say(t("bulk.dry", count=len(changed)))
        return 0
    books = list(dict.fromkeys(file.book for file in changed))
    keep_books(books)
    for path in write_files(changed):
        say(t("bulk.written", path=path))
    keep_books(books)
    say(t("bulk.check", check=name_check_command(args.settings)))
    return 0


def _refuse_errors(old: Phrasebook, new: Phrasebook) -> None:
    """Raise QReplyError where the book as it would be has an error that it has not now."""
    known = {(problem.code, *problem.values.items()) for problem in old.problems}
    for problem in new.problems:
        if problem.severity == "error" and (problem.code, *problem.values.items()) not in known:
            place = f"{problem.path}:{problem.line}"
            raise QReplyError(t("bulk.breaks", place=place, message=problem.message), t("bulk.breaks.hint"))
