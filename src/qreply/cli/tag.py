"""Run `qreply tag`: tags set on many phrases at once, or taken off, looked at first."""

from __future__ import annotations

import argparse

from qreply.authoring.bulk_edit import set_tags
from qreply.cli.bulk import add_bulk_options, choose_phrases, read_books, show_and_write
from qreply.errors import SettingsError
from qreply.i18n import t
from qreply.text.safety import clean_line


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the tag and which phrases."""
    parser.add_argument("name", metavar=t("metavar.tag"), help=t("command.tag-name"))
    parser.add_argument("ids", nargs="*", default=[], metavar=t("metavar.id"), help=t("command.bulk-ids"))
    parser.add_argument("--remove", action="store_true", help=t("command.tag-remove"))
    add_bulk_options(parser)


def run(args: argparse.Namespace) -> int:
    """Show what would be tagged, or tag it; return 1 if nothing is.

    Raises SettingsError, QReplyError.
    """
    tag = clean_line(args.name)
    if not tag:
        raise SettingsError(t("bulk.no-words"))
    if not (args.ids or args.scenario or args.tag or args.remove):
        raise SettingsError(t("bulk.which"))
    files = read_books(args.settings)
    chosen = choose_phrases(args, files, args.ids)
    add, remove = ([], [tag]) if args.remove else ([tag], [])
    return show_and_write(args, files, set_tags(files, chosen, add=add, remove=remove))
