"""Run `qreply replace`: words replaced in many phrases at once, looked at first."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator

from qreply.authoring.bulk_edit import replace_words
from qreply.cli.bulk import add_bulk_options, choose_phrases, read_books, show_and_write
from qreply.errors import SettingsError
from qreply.i18n import current_language, join_words, t
from qreply.phrasebook.writing.replacement import SENT, Replacement
from qreply.phrasebook.yaml_keys import FILE, PHRASE

_KEYS = (
    *("reply", "messages", "variants", "title", "group", "asks", "not", "tags", "note"),
    *("fragments", "placeholders"),
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the words, where they are looked for, and in which phrases."""
    parser.add_argument("old", metavar=t("metavar.old"), help=t("command.replace-old"))
    parser.add_argument("new", metavar=t("metavar.new"), help=t("command.replace-new"))
    parser.add_argument(
        "--in", dest="keys", default="", metavar=t("metavar.keys"), help=t("command.replace-in")
    )
    add_bulk_options(parser)


def run(args: argparse.Namespace) -> int:
    """Show what would be replaced, or replace it; return 1 if there is nothing.

    Raises SettingsError, QReplyError.
    """
    if not args.old:
        raise SettingsError(t("bulk.no-words"))
    keys = frozenset(_read_keys(args.keys)) or SENT
    if not args.keys and (args.scenario or args.tag):
        keys -= {"fragments"}  # which other phrases use as well
    files = read_books(args.settings)
    chosen = choose_phrases(args, files)
    return show_and_write(args, files, replace_words(files, Replacement(args.old, args.new, keys), chosen))


def _spell_key(name: str) -> str:
    key = PHRASE.by_name.get(name) or FILE.by_name[name]
    return t("bulk.key", name=name, title=key.chinese) if current_language() == "zh" else name


def _read_keys(given: str) -> Iterator[str]:
    for name in re.findall(r"[\w-]+", given):  # whatever comma is between them
        known = PHRASE.by_name.get(name) or FILE.by_name.get(name)
        if known is None or known.name not in _KEYS:
            raise SettingsError(t("bulk.unknown-key", name=name, known=join_words(map(_spell_key, _KEYS))))
        yield known.name
