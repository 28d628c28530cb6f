"""Run `qreply audit`: a list of customers' questions against the book."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from hashlib import blake2b
from pathlib import Path, PurePath

from rich.table import Table

from qreply.cli.input_files import read_each
from qreply.cli.output import (
    add_output_options,
    choose_format,
    format_of_name,
    redirect_output,
    write_output,
)
from qreply.cli.progress import show_progress
from qreply.cli.streams import as_json, read_input_text, say
from qreply.cli.table import draw_bars, in_words, is_for_people, print_csv, print_rich
from qreply.cli.warning import warn
from qreply.errors import QReplyError, SettingsError
from qreply.exchange.tables import read_content
from qreply.i18n import join_words, t
from qreply.reports.chat_logs import SUFFIXES, parse_questions, questions_of
from qreply.reports.coverage import Answer, CoverageReport, Gap, audit
from qreply.reports.customer_questions import NOBODY, CustomerQuestions
from qreply.reports.draft_phrases import MAX_PHRASES, draft_of
from qreply.reports.log_tables import Columns
from qreply.reports.report_words import format_share
from qreply.text.safety import clean_line
from qreply.workspace.workspace import Workspace

_SHOWN = 20  # groups in a terminal; the other formats have all
_ANSWERS_SHOWN = 50
_VALUES_SHOWN = 5
# With fewer phrases hardly anything is answered, and each question that is misjudged moves the share.
_FEW_PHRASES = 30
_FEWEST_TELLING = 3  # questions that tell one log from another
_HEADING = ("part", "name", "count", "share", "nearest_id", "nearest_title")


_FORMATS = ("table", "csv", "json")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the logs, their columns and our names in them, the draft, and the output options."""
    parser.add_argument("file", nargs="+", metavar=t("metavar.path"), help=t("command.audit-file"))
    for name in ("column", "role", "count"):
        parser.add_argument(
            f"--{name}", default="", metavar=t("metavar.column"), help=t(f"command.{name}-column")
        )
    parser.add_argument(
        "--ours", action="append", default=[], metavar=t("metavar.name"), help=t("command.ours")
    )
    parser.add_argument("--answers", action="store_true", help=t("command.audit-answers"))
    parser.add_argument("--draft", type=Path, metavar=t("metavar.file"), help=t("command.draft"))
    add_output_options(parser, _FORMATS)


def run(args: argparse.Namespace) -> int:
    """Print how much the book answers, and what not; return 1 if there are no questions."""
    form = choose_format(args, _FORMATS)
    if args.draft is not None:
        format_of_name(args.draft, ("yaml",))
        if not args.draft.suffix:
            raise SettingsError(
                t("audit.no-ending", name=args.draft), t("audit.no-ending.hint", name=args.draft)
            )
    asked = _read_questions(args)
    workspace = Workspace.open(args.settings)
    warn(workspace, args.settings)
    with show_progress(t("audit.looking")) as progress:
        index, platform = workspace.phrasebook.index, workspace.profile.platform
        found = audit(asked.counts, index, platform, progress, names=asked.names)
    if not found.questions:
        say(t("audit.empty", path=join_words(args.file)))
        say(_what_was_read(asked))
        return 1
    titles = {scenario.name: scenario.title for scenario in workspace.phrasebook.scenarios}
    with redirect_output(args, mark=form == "csv"):
        match form:
            case "json":
                print(as_json(_as_json(found, asked, with_answers=args.answers)))
            case "csv":
                named = titles if is_for_people(args) else {}
                rows = _as_rows(found, asked, named, with_answers=args.answers)
                print_csv(*(in_words(_HEADING, rows) if is_for_people(args) else (_HEADING, rows)))
            case _:
                phrases = len(workspace.phrasebook.index)
                print_rich(_as_text(found, titles, phrases, with_answers=args.answers))
    sys.stdout.flush()  # if nobody can hear it, that is all there is to say
    say(_what_was_read(asked))
    if args.draft is not None:
        _write_draft(args, found)
    return 0


def _read_questions(args: argparse.Namespace) -> CustomerQuestions:
    columns = Columns(args.column, args.role, args.count)
    shops = [shop.name for shop in args.settings.shops]
    own_names = frozenset(filter(None, (*args.ours, args.settings.agent, *shops)))
    found = CustomerQuestions()
    if args.file == ["-"]:
        found.add(parse_questions(read_input_text(), columns, own_names))
        _tell_of_nobody(args.ours, found)
        return found
    seen: dict[object, Path] = {}

    def is_copy(content: object, path: Path) -> bool:
        first = seen.setdefault(content, path)
        if first != path:  # what was asked twice is asked in different files
            say(t("audit.copy", path=path, first=first.name))
        return first != path

    def read(path: Path) -> CustomerQuestions:
        data = read_content(path)
        if is_copy(blake2b(data).digest(), path):
            return CustomerQuestions()
        try:
            asked = questions_of(data, path, columns, own_names)
        except QReplyError as error:
            if error.hint == t("exchange.known-formats"):  # of phrases
                error.hint = t("audit.known-formats", known=" ".join(SUFFIXES))
            if args.ours and error.message.endswith(t("audit.who-is-ours")):
                error.message = t("audit.nobody-called", names=join_words(args.ours))
            raise
        is_telling = asked.counts.total() >= _FEWEST_TELLING  # shorter lists are alike by chance
        same = (asked.lines, frozenset(asked.counts.items()), frozenset(asked.speakers))
        return CustomerQuestions() if is_telling and is_copy(same, path) else asked  # saved in another way

    for questions in read_each(args, args.file, SUFFIXES, read).values():
        found.add(questions)
    _tell_of_nobody(args.ours, found)
    return found


def _tell_of_nobody(ours: Sequence[str], asked: CustomerQuestions) -> None:
    """Say which of the names given for our own nobody has."""
    unknown = [
        name for name in ours if name not in NOBODY and not any(name in nick for nick in asked.speakers)
    ]
    if unknown:
        say(t("audit.nobody-called", names=join_words(unknown)))


def _what_was_read(asked: CustomerQuestions) -> str:
    """Say what was read, what of it counts as questions and what does not."""
    words = t("audit.read", lines=asked.lines, questions=asked.counts.total())
    left_out = [t(f"audit.left-{kind}", count=count) for kind, count in asked.left_out.items() if count]
    if left_out:
        words += t("audit.left-out", what=join_words(left_out))
    if asked.served_by:
        words += t("audit.served-by", names=join_words(asked.served_by))
    if asked.unclear:
        words += t("audit.unclear", values=join_words([*asked.unclear][:_VALUES_SHOWN]))
    if asked.unread:
        words += t("audit.unread", names=join_words(asked.unread))
    return words


def _write_draft(args: argparse.Namespace, found: CoverageReport) -> None:
    scenario = PurePath(args.draft).stem
    text = draft_of(found.gaps, scenario)
    if not text:
        say(t("audit.no-draft"))
        return
    write_output(args, args.draft, text.encode())
    count = min(text.count("\n    reply:"), MAX_PHRASES)
    say(t("audit.drafted", count=count, path=args.draft))


def _as_text(
    found: CoverageReport, titles: Mapping[str, str], phrases: int, *, with_answers: bool
) -> Iterator[str | Table]:
    share = format_share(found.share)
    yield t("audit.share", questions=found.questions, answered=found.answered, share=share)
    yield t("audit.about") if phrases >= _FEW_PHRASES else t("audit.about-few", phrases=phrases)
    if found.scenarios:
        yield f"\n{t('audit.scenarios')}"
        rows = sorted(found.scenarios.items(), key=lambda row: (-row[1], row[0]))
        yield draw_bars([(titles.get(name, name), count, str(count)) for name, count in rows])
    if with_answers and found.answers:
        yield f"\n{t('audit.answers')}"
        yield from (f"  {_answer(answer)}" for answer in found.answers[:_ANSWERS_SHOWN])
        if len(found.answers) > _ANSWERS_SHOWN:
            yield f"  {t('audit.more-answers', count=len(found.answers) - _ANSWERS_SHOWN)}"
    if found.gaps:
        yield f"\n{t('audit.gaps', count=found.questions - found.answered)}"
        yield from (f"  {_gap(gap)}" for gap in found.gaps[:_SHOWN])
    if len(found.gaps) > _SHOWN:
        yield f"  {t('audit.more', count=len(found.gaps) - _SHOWN)}"


def _gap(gap: Gap) -> str:
    words = f"{gap.group.count} × {gap.group.text}"
    return f"{words}  {t('audit.nearest', title=clean_line(gap.nearest.title))}" if gap.nearest else words


def _answer(answer: Answer) -> str:
    phrase = answer.phrase
    return f"{answer.count} × {answer.text}  → {clean_line(phrase.title)}  {clean_line(phrase.id)}"


def _as_rows(
    found: CoverageReport, asked: CustomerQuestions, titles: Mapping[str, str], *, with_answers: bool
) -> Iterator[tuple[object, ...]]:
    yield ("total", "", found.questions, None, "", "")
    yield ("answered", "", found.answered, round(found.share, 3), "", "")
    for name, count in found.scenarios.items():
        yield ("scenario", titles.get(name, name), count, round(count / found.questions, 3), "", "")
    for kind, count in asked.left_out.items():
        yield ("left-out", kind, count, None, "", "")
    for answer in found.answers if with_answers else ():
        share = round(answer.count / found.questions, 3)
        yield ("answer", answer.text, answer.count, share, answer.phrase.id, answer.phrase.title)
    for gap in found.gaps:
        nearest = (gap.nearest.id, gap.nearest.title) if gap.nearest else ("", "")
        yield ("gap", gap.group.text, gap.group.count, round(gap.group.count / found.questions, 3), *nearest)


def _as_json(found: CoverageReport, asked: CustomerQuestions, *, with_answers: bool) -> dict[str, object]:
    answers = [
        {
            "text": answer.text,
            "count": answer.count,
            "id": answer.phrase.id,
            "title": answer.phrase.title,
            "sureness": round(answer.sureness, 3),
        }
        for answer in found.answers
    ]
    return {
        "questions": found.questions,
        "answered": found.answered,
        "share": round(found.share, 4),
        "scenarios": found.scenarios,
        "lines": asked.lines,
        "left_out": dict(asked.left_out),
        "unread": asked.unread,
        **({"answers": answers} if with_answers else {}),
        "unanswered": [
            {
                "text": gap.group.text,
                "count": gap.group.count,
                "texts": gap.group.texts,
                "nearest": gap.nearest.id if gap.nearest else None,
            }
            for gap in found.gaps
        ],
    }
