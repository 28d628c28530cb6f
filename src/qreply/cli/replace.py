"""Run `qreply replace`: words replaced in many phrases at once, looked at first."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator, Sequence

from qreply.authoring.bulk_edit import replace_words
from qreply.authoring.unreplaced import count_elsewhere, doubled_values, filled_writings, other_writings
from qreply.cli.bulk import Chosen, add_bulk_options, choose_phrases, read_books, show_and_write
from qreply.cli.streams import say
from qreply.errors import SettingsError
from qreply.i18n import current_language, join_words, t
from qreply.phrasebook.writing.book_files import EditableFile
from qreply.phrasebook.writing.replacement import SENT, Replacement
from qreply.phrasebook.yaml_keys import FILE, PHRASE
from qreply.text.safety import clean_line

_KEYS = (
    *("reply", "messages", "variants", "title", "group", "asks", "not", "tags", "note"),
    *("fragments", "placeholders"),
)
_PLACES = 3  # which are named


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
    after = replace_words(files, Replacement(args.old, args.new, keys), chosen)
    code = show_and_write(args, files, after)
    _tell_what_is_left(args, files, after, keys, chosen)
    return code


def _tell_what_is_left(
    args: argparse.Namespace,
    before: Sequence[EditableFile],
    after: Sequence[EditableFile],
    keys: frozenset[str],
    chosen: Chosen,
) -> None:
    """Say where the same stands in other words or keys, and what would stand twice."""
    for place, value in doubled_values(before, after):
        say(t("bulk.doubled", place=clean_line(place), value=clean_line(value)))
    for key, find in (("bulk.other-writing", other_writings), ("bulk.filled-writing", filled_writings)):
        for text, places in find(after, args.old, args.new, chosen).items():
            shown = join_words(map(clean_line, places[:_PLACES]))
            if len(places) > _PLACES:
                shown = t("bulk.and-more", places=shown, count=len(places))
            say(t(key, text=clean_line(text), places=shown))
    said = {"reply", "messages"}  # which are searched together
    taken = keys | said if keys & said else keys | {"messages"}
    rest = [key for key in _KEYS if key not in taken]
    if counts := count_elsewhere(after, args.old, rest, chosen):
        known = {key: PHRASE.by_name.get(key) or FILE.by_name[key] for key in counts}
        names = {
            key: each.chinese if current_language() == "zh" else each.name for key, each in known.items()
        }
        told = (t("bulk.elsewhere-count", name=names[key], count=count) for key, count in counts.items())
        say(
            t(
                "bulk.elsewhere-too",
                old=clean_line(args.old),
                counts=join_words(told),
                keys=",".join(names.values()),
            )
        )


def _spell_key(name: str) -> str:
    key = PHRASE.by_name.get(name) or FILE.by_name[name]
    return t("bulk.key", name=name, title=key.chinese) if current_language() == "zh" else name


def _read_keys(given: str) -> Iterator[str]:
    for name in re.findall(r"[\w-]+", given):  # whatever comma is between them
        known = PHRASE.by_name.get(name) or FILE.by_name.get(name)
        if known is None or known.name not in _KEYS:
            raise SettingsError(t("bulk.unknown-key", name=name, known=join_words(map(_spell_key, _KEYS))))
        yield known.name
