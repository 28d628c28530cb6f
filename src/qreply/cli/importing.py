"""Run `qreply import`: phrases from other tools, or an edited export.

What would change is shown first, and written only with `--write`.
"""

from __future__ import annotations

import argparse
import gc
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from qreply.cli.import_report import print_plan
from qreply.cli.progress import show_progress
from qreply.errors import QReplyError, SettingsError, reason_of
from qreply.exchange.batch import ImportBatch, ImportNote
from qreply.exchange.edited_rows import Elsewhere
from qreply.exchange.foreign_file import read_foreign, read_own_table
from qreply.exchange.foreign_folder import read_folder
from qreply.exchange.importer import ImportPlan, Target, make_plan
from qreply.i18n import t
from qreply.phrasebook.files import files_of
from qreply.phrasebook.loader import load, shipped_rules
from qreply.phrasebook.model import Phrase, Phrasebook
from qreply.settings.settings import Settings
from qreply.storage.atomic import sweep
from qreply.storage.locations import shipped_phrasebook
from qreply.storage.new_files import add_files
from qreply.text.safety import clean_line
from qreply.text.shell_quoting import quote_argument
from qreply.workspace.book_copies import flawed_paths, keep_books


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the foreign file, the book it comes into, and how it is read."""
    parser.add_argument("file", type=Path, metavar=t("metavar.file"), help=t("command.import-file"))
    parser.add_argument(
        "--to", type=Path, required=True, metavar=t("metavar.folder"), help=t("command.import-to")
    )
    parser.add_argument("--write", action="store_true", help=t("command.import-write"))
    parser.add_argument("--update", action="store_true", help=t("command.import-update"))
    parser.add_argument("--force", action="store_true", help=t("command.import-force"))
    parser.add_argument("--fill-down", action="store_true", help=t("command.import-fill-down"))
    parser.add_argument(
        "--map",
        action="append",
        default=[],
        metavar=t("command.import-map.shape"),
        help=t("command.import-map"),
    )


def run(args: argparse.Namespace) -> int:
    """Show what would come in, or with `--write` bring it in.

    Returns 1 if nothing of the file can be taken. Raises QReplyError where the file cannot be read or the folder cannot
    be written.
    """
    mapping = parse_mapping(args.map)
    if args.update:
        if mapping or args.fill_down:
            raise SettingsError(t("exchange.update-alone"), t("exchange.update-alone.hint"))
        gc.disable()  # files of thousands of phrases are trees of a million nodes, none of them garbage
        try:
            return _update(args)
        finally:
            gc.enable()
    batch = _read(args.file, mapping, fill_down=args.fill_down)
    target, broken = _open_target(args.to)
    rules = target.book.rules or shipped_rules()
    with show_progress(t("exchange.comparing")) as progress:
        plan = make_plan(batch, target, rules, progress)
    if broken:
        plan.notes.append(
            ImportNote("doubtful", "target-broken", values={"path": str(args.to), "count": str(broken)})
        )
    print_plan(plan, batch, args.to)
    if (
        args.write and plan.updatable and not args.force
    ):  # a slip: it is an export, and --update was forgotten
        print(t("exchange.update-first", count=plan.updatable))
        return 1
    if args.write:
        sweep(args.to)
    if not plan.files:
        print(t("exchange.nothing"))
    elif args.write:
        flawed = flawed_paths(target.book.problems)
        keep_books([args.to], flawed)
        _write(plan, args.to)
        keep_books([args.to], flawed)
    else:
        print(t("exchange.dry"))
    if plan.updatable:
        print(t("exchange.update-instead", count=plan.updatable))
    there = any(note.code == "there-already" for note in plan.notes)
    return 0 if plan.files or there else 1


def _read(path: Path, mapping: dict[str, str], *, fill_down: bool) -> ImportBatch:
    if path.is_dir():
        return read_folder(path, mapping, fill_down=fill_down)
    batch = read_foreign(path, mapping, fill_down=fill_down)
    batch.name = path.name
    return batch


def _update(args: argparse.Namespace) -> int:
    """Show what the table changes in the book, or with `--write` change it."""
    from qreply.cli.update_report import print_update
    from qreply.exchange.table_update import plan_update
    from qreply.exchange.update_review import review_update
    from qreply.phrasebook.writing.book_files import write_files

    if args.to.is_file():
        hint = t("exchange.book-is-file.hint", folder=quote_argument(args.to.parent))
        raise SettingsError(t("exchange.book-is-file", path=args.to), hint)
    if not args.to.is_dir() or not files_of(args.to)[0]:
        raise SettingsError(t("exchange.no-book", path=args.to), t("exchange.no-book.hint"))
    with show_progress(t("exchange.comparing")) as progress:
        table, batch = read_own_table(args.file, progress)
        elsewhere = _elsewhere(args.settings, args.to)
        plan = plan_update(args.to, table, batch, progress, force=args.force, elsewhere=elsewhere)
        review_update(plan, progress)
    print_update(plan)
    refused = any(note.kind == "refused" for note in plan.notes)
    if not plan.changes:
        print(t(f"exchange.{'none-taken' if refused else 'nothing-changed'}", count=plan.same))
        return 1 if refused else 0
    if not args.write:
        print(t("exchange.dry"))
        return 0
    keep_books([args.to])
    written = write_files(plan.files)
    keep_books([args.to])
    print(t("exchange.updated", files=len(written)))
    for path in written:
        print(f"  {clean_line(str(path))}")
    print(t("exchange.next", path=quote_argument(args.to)))
    moved = {one.before.id: one.phrase.id for one in plan.changes if one.kind == "moved" and one.before}
    if moved:
        from qreply.cli.move import take_along

        take_along(args.settings, moved)
    in_use = args.to.resolve() in [path.resolve() for path in args.settings.all_books]
    book = "" if in_use else f"--phrasebook {quote_argument(args.to)} "
    name = quote_argument(t("exchange.new-table", suffix=args.file.suffix))
    print(t("exchange.export-anew", command=f"qreply {book}export {name}"))
    return 0


def _elsewhere(settings: Settings, folder: Path) -> Elsewhere:
    """Return what finds phrases in the books in use beside that of `folder`.

    They are read when it is first asked for one. If so asked, only books that lie over that one count."""

    @cache
    def others() -> list[tuple[str, Phrasebook, bool]]:
        books = [path.resolve() for path in settings.all_books]
        at = books.index(folder.resolve()) if folder.resolve() in books else -1
        shipped = shipped_phrasebook().resolve()
        return [
            (str(path), load([path]), number > at)
            for number, path in enumerate(books)
            if number != at and not path.is_relative_to(shipped)
        ]

    def find(key: str, only_over: bool) -> Mapping[str, Phrase]:
        return {
            name: book.by_id[key]
            for name, book, is_over in others()
            if key in book.by_id and (is_over or not only_over)
        }

    return find


def parse_mapping(pairs: Iterable[str]) -> dict[str, str]:
    """Return the names of their columns by ours.

    Several columns for one of ours are joined by a comma. Raises SettingsError for what is no pair.
    """
    mapping: dict[str, str] = {}
    for pair in pairs:
        ours, equals, theirs = pair.partition("=")
        ours, theirs = ours.strip(), theirs.strip()
        if not equals or not ours or not theirs:
            raise SettingsError(t("exchange.bad-map", given=pair), t("exchange.bad-map.hint"))
        mapping[ours] = f"{mapping[ours]},{theirs}" if ours in mapping else theirs
    return mapping


def _open_target(folder: Path) -> tuple[Target, int]:
    """Load what is in the folder already, and count its errors."""
    try:
        if not folder.exists():
            return Target(), 0
        if not folder.is_dir():
            raise SettingsError(t("exchange.no-folder", path=folder), t("exchange.no-folder.hint"))
        names = frozenset(path.name for path in folder.iterdir())
    except OSError as error:
        raise QReplyError(t("command.cannot-read", path=folder, reason=reason_of(error))) from error
    if not files_of(folder)[0]:
        return Target(names=names), 0
    book = load([folder])
    return Target(book, names), sum(problem.severity == "error" for problem in book.problems)


def _write(plan: ImportPlan, folder: Path) -> None:
    try:
        written = add_files(folder, {file.name: file.text for file in plan.files})
    except OSError as error:
        raise QReplyError(t("command.cannot-write", path=folder, reason=reason_of(error))) from error
    print(t("exchange.written", count=plan.count, files=len(written), path=folder))
    print(t("exchange.next", path=quote_argument(folder)))
