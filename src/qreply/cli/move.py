"""Run `qreply move`: phrases into another scenario or group, looked at first."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Mapping

from qreply.authoring.phrase_move import move_phrases
from qreply.cli.bulk import add_bulk_options, choose_phrases, read_books, show_and_write
from qreply.cli.streams import say
from qreply.errors import NotSavedError, QReplyError, SettingsError
from qreply.exchange.placement import TITLES, similar_scenario
from qreply.history.favourites import Favourites
from qreply.i18n import join_words, t
from qreply.phrasebook.writing.book_files import EditableFile
from qreply.settings.phrase_ids import names_any, rename_phrases
from qreply.settings.settings import Settings
from qreply.storage.locations import favourites_path
from qreply.text.safety import clean_line
from qreply.text.shell_quoting import quote_argument


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add which phrases, and where they go."""
    parser.add_argument("ids", nargs="*", metavar=t("metavar.id"), help=t("command.bulk-ids"))
    parser.add_argument("--to", default="", metavar=t("metavar.scenario"), help=t("command.move-to"))
    parser.add_argument("--new", action="store_true", help=t("command.move-new"))
    parser.add_argument("--group", metavar=t("metavar.group"), help=t("command.move-group"))
    add_bulk_options(parser)


def run(args: argparse.Namespace) -> int:
    """Show what would move, or move it; return 1 if nothing does.

    Raises SettingsError, QReplyError.
    """
    if not (args.to or args.group is not None):
        raise SettingsError(t("bulk.no-target"))
    if not (args.ids or args.scenario or args.tag):
        raise SettingsError(t("bulk.which"))
    files = read_books(args.settings)
    titles = {title: name for name, title in TITLES.items()}
    titles |= {file.parsed.scenario: file.parsed.scenario for file in files}
    titles |= {file.parsed.title: file.parsed.scenario for file in files if file.parsed.title}
    target = titles.get(args.to, clean_line(args.to).replace("/", "-"))
    _tell_of_new_scenario(args, target, files)
    chosen = choose_phrases(args, files, args.ids)
    after, ids = move_phrases(files, chosen, scenario=target, group=args.group)
    code = show_and_write(args, files, after)
    if args.write and ids and code == 0:
        take_along(args.settings, ids)
    return code


def _tell_of_new_scenario(args: argparse.Namespace, target: str, files: Iterable[EditableFile]) -> None:
    """Say that the target is a scenario that the book has not yet.

    Raises QReplyError where another may be meant, unless a new one is asked for.
    """
    known: dict[str, str] = {}
    for file in files:
        if not file.parsed.scenario:  # of rules
            continue
        known[file.parsed.scenario] = known.get(file.parsed.scenario) or file.parsed.title
    if not args.to or target in known:
        return
    near = "" if args.new else similar_scenario(args.to, known)
    if near:
        raise QReplyError(
            t("bulk.scenario-like", name=args.to, near=known[near] or near),
            t("bulk.scenario-like.hint", near=quote_argument(known[near] or near)),
        )
    titles = (title or name for name, title in known.items())
    say(t("bulk.new-scenario", name=TITLES.get(target, target), known=join_words(titles)))


def take_along(settings: Settings, ids: Mapping[str, str]) -> None:
    """Put the new ids where this agent's stars and settings name the old ones.

    Prints where else the old ones may stand.
    """
    stars = Favourites(favourites_path())
    if stars.rename(ids):
        say(t("bulk.stars"))
    if names_any(settings, ids):
        try:
            rename_phrases(settings.path, ids)
        except NotSavedError as error:
            named = join_words(f"{old} → {new}" for old, new in ids.items())
            say(t("bulk.hotkeys-by-hand", path=settings.path, reason=error.message, ids=named))
        else:
            say(t("bulk.hotkeys", path=settings.path))
    say(t("bulk.elsewhere"))
