"""`qreply import`: phrases from other tools, looked over first, written when asked."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from pathlib import Path

from qreply.cli.progress import show_progress
from qreply.errors import QReplyError, SettingsError, reason_of
from qreply.exchange.batch import ImportNote
from qreply.exchange.foreign_file import read_foreign
from qreply.exchange.import_limits import LINES, PLACES
from qreply.exchange.importer import ImportPlan, Target, make_plan
from qreply.i18n import join_words, t
from qreply.phrasebook.files import files_of
from qreply.phrasebook.loader import load, rules_of
from qreply.settings.settings import Settings
from qreply.storage.atomic import sweep
from qreply.storage.locations import shipped_phrasebook
from qreply.storage.new_files import add_files
from qreply.text.safety import clean_line
from qreply.text.shell_quoting import quote_argument

_KINDS = ("changed", "doubtful", "refused")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the foreign file, the book it comes into, and which column is what."""
    parser.add_argument("file", type=Path, metavar=t("metavar.file"), help=t("command.import-file"))
    parser.add_argument(
        "--to", type=Path, required=True, metavar=t("metavar.folder"), help=t("command.import-to")
    )
    parser.add_argument("--write", action="store_true", help=t("command.import-write"))
    parser.add_argument(
        "--map",
        action="append",
        default=[],
        metavar=t("command.import-map.shape"),
        help=t("command.import-map"),
    )


def run(args: argparse.Namespace) -> int:
    """Show what would come in, or with `--write` bring it in; 1 if nothing of the file can be taken.

    Raises QReplyError where the file cannot be read or the folder not be written.
    """
    mapping = dict(_parse_mapping(args.map))
    batch = read_foreign(args.file, mapping)
    target, broken = _open_target(args.to)
    rules = (*rules_of(shipped_phrasebook() / "rules"), *target.book.rules)
    with show_progress(t("exchange.comparing")) as progress:
        plan = make_plan(batch, target, rules, _choose_platform(args.settings), progress)
    if broken:
        plan.notes.append(
            ImportNote("doubtful", "target-broken", values={"path": str(args.to), "count": str(broken)})
        )
    _show(plan, args.to)
    if args.write:
        sweep(args.to)
    if not plan.files:
        print(t("exchange.nothing"))
    elif args.write:
        _write(plan, args.to)
    else:
        print(t("exchange.dry"))
    there = any(note.code == "there-already" for note in plan.notes)
    return 0 if plan.files or there else 1


def _parse_mapping(pairs: Iterable[str]) -> Iterable[tuple[str, str]]:
    for pair in pairs:
        ours, equals, theirs = pair.partition("=")
        if not equals or not ours.strip() or not theirs.strip():
            raise SettingsError(t("exchange.bad-map", given=pair), t("exchange.bad-map.hint"))
        yield ours.strip(), theirs.strip()


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


def _choose_platform(settings: Settings) -> str:
    shop = settings.current_shop
    return settings.platform or (shop.platform if shop else "taobao")


def _show(plan: ImportPlan, folder: Path) -> None:
    print(t("exchange.summary", format=t(f"exchange.format.{plan.format}"), count=plan.count))
    for file in plan.files:
        values = {"path": folder / file.name, "title": clean_line(file.title), "count": file.count}
        print("  " + t("exchange.file", **values))
    for kind in _KINDS:
        notes = [note for note in plan.notes if note.kind == kind]
        if notes:
            print(t(f"exchange.{kind}", count=len(notes)))
            lines = group_notes(notes)
            for line in lines[:LINES]:
                print("  " + line)
            if len(lines) > LINES:
                print("  " + t("exchange.more-notes", count=len(lines) - LINES))
    if plan.unasked:
        print(t("exchange.unasked", count=plan.unasked))


def group_notes(notes: Sequence[ImportNote]) -> list[str]:
    """Make lines of the notes, of those that say the same one, with all their places."""
    places: dict[str, list[str]] = {}
    for note in sorted(notes, key=lambda note: note.code):
        places.setdefault(clean_line(note.message), []).append(clean_line(note.place))
    return [
        t("exchange.note", places=_list_places(list(dict.fromkeys(where))), message=message)
        if any(where)
        else message
        for message, where in places.items()
    ]


def _list_places(places: Sequence[str]) -> str:
    shown = join_words(places[:PLACES])
    return t("exchange.more-places", places=shown, count=len(places)) if len(places) > PLACES else shown


def _write(plan: ImportPlan, folder: Path) -> None:
    try:
        written = add_files(folder, {file.name: file.text for file in plan.files})
    except OSError as error:
        raise QReplyError(t("command.cannot-write", path=folder, reason=reason_of(error))) from error
    print(t("exchange.written", count=plan.count, files=len(written), path=folder))
    print(t("exchange.next", path=quote_argument(folder)))
