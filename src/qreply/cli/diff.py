"""Run `qreply diff`: what has changed between two books, or in one since a day."""

from __future__ import annotations

import argparse
import contextlib
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from qreply.cli.change_list import print_changes
from qreply.cli.output import add_output_options, choose_format, redirect_output
from qreply.cli.searches import since_when
from qreply.cli.streams import as_json, complain
from qreply.errors import QReplyError, SettingsError
from qreply.i18n import join_words, t
from qreply.phrasebook.comparison import Comparison
from qreply.phrasebook.last_good import format_moment
from qreply.phrasebook.loader import load
from qreply.phrasebook.pairing import GROUNDS
from qreply.reports.book_changes import (
    Section,
    sections_of,
    summary_of,
)
from qreply.reports.book_states import BookState, StatesSince, read_state, read_states_since
from qreply.reports.change_pages import html_of, markdown_of
from qreply.reports.state_comparison import compare_states, unread_files
from qreply.storage.locations import copies_path
from qreply.text.safety import clean, clean_line
from qreply.text.shell_quoting import quote_argument
from qreply.workspace.book_copies import flawed_paths, keep_books


class _Findings(NamedTuple):
    sections: Sequence[Section]
    head: Sequence[str]
    comparison: Comparison


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the two sides, or the time since when, and the output options."""
    parser.add_argument(
        "paths", nargs="*", type=Path, metavar=t("metavar.path"), help=t("command.diff-paths")
    )
    parser.add_argument("--since", default="", metavar=t("metavar.when"), help=t("command.diff-since"))
    parser.add_argument("--promises", action="store_true", help=t("command.diff-promises"))
    add_output_options(parser, list(_FORMATS))


def run(args: argparse.Namespace) -> int:
    """Print what has changed.

    Raises SettingsError without two sides, QReplyError where one cannot be read.
    """
    if not args.since and len(args.paths) != 2:
        book = quote_argument((*args.paths, *args.settings.all_books)[0])
        raise SettingsError(t("diff.two-paths", book=book))
    form = choose_format(args, list(_FORMATS))
    args.inputs = args.paths
    if args.since:
        moment = datetime.fromtimestamp(since_when(args.since, datetime.now()), UTC)
        if moment > datetime.now(UTC):
            raise SettingsError(t("diff.not-yet", given=args.since))
        paths = args.paths or args.settings.all_books
        states = _read_since(paths, moment)
        old, new = states.old, states.new._replace(label=t("diff.now"))
        for path in states.unknown:
            complain(t("diff.no-past-of", path=path))
        for path, label in states.later:
            complain(t("diff.later", path=path, moment=format_moment(moment.timestamp()), label=label))
        if new.errors:
            check = " ".join(("qreply check", *map(quote_argument, paths)))
            complain(t("diff.errors-now", count=new.errors, check=check))
    else:
        old, new = map(read_state, args.paths)
        for state, path in zip((old, new), args.paths, strict=True):
            if state.errors:
                check = f"qreply check {quote_argument(path)}"
                complain(t("diff.errors", label=state.label, count=state.errors, check=check))
    _keep_sound([new] if args.since else [old, new])
    shop = args.settings.current_shop
    comparison, unread_then, unread_now = compare_states(old, new, shop.values if shop else {})
    for state, count in ((old, unread_then), (new, unread_now)):
        if state.unread and (count or state is old):
            files = join_words(dict.fromkeys(unread_files(state)))
            complain(t("diff.unread", label=state.label, files=files, count=count))
    findings = _Findings(
        sections_of(comparison, promises_only=args.promises), _head(old, new, comparison), comparison
    )
    with redirect_output(args):
        _FORMATS[form](findings)
    return 0


def _read_since(paths: Sequence[Path], moment: datetime) -> StatesSince:
    """Read the books; where nothing is known of their past, it is from now on."""
    try:
        return read_states_since(paths, moment, copies_path())
    except QReplyError:
        with contextlib.suppress(QReplyError):
            keep_books(paths, flawed_paths(load(paths).problems))
        raise


def _keep_sound(states: Sequence[BookState]) -> None:
    """Keep copies of what is a book as it is now, and no export of one."""
    for state in states:
        if not state.errors and state.rules is not None:
            keep_books(state.roots)


def _head(old: BookState, new: BookState, comparison: Comparison) -> list[str]:
    summary = summary_of(comparison) if comparison else t("diff.nothing")
    between = t("diff.between", old=clean_line(old.label), new=clean_line(new.label))
    head = [t("diff.title"), between, summary]
    if counts := [
        t("diff.ground-count", ground=t(f"diff.ground-{ground}"), count=comparison.grounds[ground])
        for ground in GROUNDS
        if comparison.grounds[ground]
    ]:
        head.append(t("diff.paired", counts=join_words(counts)))
    return head


def _print_text(findings: _Findings) -> None:
    print("\n".join(findings.head[1:]))
    print_changes(findings.sections)


def _print_markdown(findings: _Findings) -> None:
    print(clean(markdown_of(findings.sections, findings.head)), end="")


def _print_html(findings: _Findings) -> None:
    print(clean(html_of(findings.sections, findings.head)), end="")


def _print_json(findings: _Findings) -> None:
    plain = {
        section.name: [
            {
                "id": entry.id,
                "title": entry.title,
                "paired_by": entry.ground,
                "changes": [
                    {"label": fact.label, "old": fact.old, "new": fact.new, "promise": fact.is_promise}
                    for fact in entry.facts
                ],
            }
            for entry in section.entries
        ]
        for section in findings.sections
    }
    print(as_json(plain, indent=2))


_FORMATS: dict[str, Callable[[_Findings], None]] = {
    "text": _print_text,
    "md": _print_markdown,
    "html": _print_html,
    "json": _print_json,
}
