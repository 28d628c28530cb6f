"""Run `qreply move`: phrases into another scenario or group, looked at first."""

from __future__ import annotations

import argparse

from qreply.authoring.phrase_move import move_phrases
from qreply.cli.bulk import add_bulk_options, choose_phrases, read_books, show_and_write
from qreply.errors import SettingsError
from qreply.i18n import t
from qreply.text.safety import clean_line


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add which phrases, and where they go."""
    parser.add_argument("ids", nargs="*", metavar=t("metavar.id"), help=t("command.bulk-ids"))
    parser.add_argument("--to", default="", metavar=t("metavar.scenario"), help=t("command.move-to"))
    parser.add_argument("--group", metavar=t("metavar.group"), help=t("command.move-group"))
    add_bulk_options(parser)


def run(args: argparse.Namespace) -> int:
    """Show what would move, or move it; 1 if nothing does. Raises SettingsError, QReplyError."""
    if not (args.to or args.group is not None):
        raise SettingsError(t("bulk.no-target"))
    if not (args.ids or args.scenario or args.tag):
        raise SettingsError(t("bulk.which"))
    files = read_books(args.settings)
    titles = {file.parsed.title: file.parsed.scenario for file in files if file.parsed.title}
    target = titles.get(args.to, clean_line(args.to).replace("/", "-"))
    after = move_phrases(files, choose_phrases(args, files, args.ids), scenario=target, group=args.group)
    return show_and_write(args, files, after)
