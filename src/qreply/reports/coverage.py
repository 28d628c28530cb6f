"""How much of what customers ask the book answers."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from qreply.errors import QReplyError, SettingsError
from qreply.history.masking import mask_text
from qreply.i18n import join_words, t
from qreply.phrasebook.model import Phrase
from qreply.phrasebook.reading.source import read
from qreply.reports.clustering import Group, groups
from qreply.search.confidence import ANSWERED, strength
from qreply.search.index import Index
from qreply.search.query import Query
from qreply.text.safety import clean_line

_COLUMNS = (
    "问题",
    "顾客问题",
    "买家消息",
    "消息",
    "消息内容",
    "内容",
    "question",
    "query",
    "message",
    "content",
    "text",
)
_DELIMITERS = ",\t;"


@dataclass(frozen=True, slots=True)
class Gap:
    """Questions alike that the book does not answer, and the phrase that comes nearest."""

    group: Group
    nearest: Phrase | None


@dataclass(frozen=True, slots=True)
class CoverageReport:
    """How many of the questions are answered: in all, and by scenario of the phrase that answers."""

    questions: int
    answered: int
    scenarios: dict[str, int]
    gaps: tuple[Gap, ...]

    @property
    def share(self) -> float:
        """The share of answered questions, from 0 to 1."""
        return self.answered / self.questions if self.questions else 0.0


def audit(questions: Iterable[str], index: Index, platform: str = "") -> CoverageReport:
    """Put `questions` to the book, each as often as it was asked."""
    counts = Counter(line for question in questions if (line := clean_line(question)))
    answered: dict[str, int] = defaultdict(int)
    unanswered: dict[str, int] = defaultdict(int)
    nearest: dict[str, Phrase] = {}
    asked = 0
    for question, count in counts.items():
        query = Query.of(question)
        if not query.tokens:  # an emoticon, a row of dots
            continue
        asked += count
        hits = index.find(question, limit=2, platform=platform)
        if strength(query, hits, len(index)) >= ANSWERED:
            answered[hits[0].phrase.scenario] += count
            continue
        plain = mask_text(question)
        unanswered[plain] += count
        if hits:
            nearest.setdefault(plain, hits[0].phrase)
    gaps = [Gap(group, nearest.get(group.text)) for group in groups(unanswered)]
    return CoverageReport(asked, sum(answered.values()), dict(answered), tuple(gaps))


def read_questions(path: Path, column: str = "") -> list[str]:
    """Read the questions in the file at `path` as `parse_questions` does; `.csv` and `.tsv` are tables.

    Raises QReplyError for a file that cannot be read, SettingsError where the column cannot be told.
    """
    source = read(path)
    for problem in source.problems:
        if problem.severity == "error":
            raise QReplyError(t("command.cannot-read", path=path, reason=problem.message), problem.hint)
    return parse_questions(source.text, str(path), column, is_table=path.suffix.lower() in (".csv", ".tsv"))


def parse_questions(text: str, path: str, column: str = "", *, is_table: bool = False) -> list[str]:
    """Return the questions in `text`: a line each, or a table's `column`, else the one with a usual name.

    A table is one if so said, if a column is named, or by a heading with a usual name. Raises QReplyError for what is
    no table, SettingsError where the column cannot be told; `path` is what both call it.
    """
    lines = text.splitlines(keepends=True)
    head = lines[0] if lines else ""
    delimiter = max(_DELIMITERS, key=head.count)
    heading = {name.strip(' "\r\n').lower() for name in head.split(delimiter)}
    if not (column or is_table or (len(heading) > 1 and heading.intersection(_COLUMNS))):
        return text.splitlines()
    try:
        rows = list(csv.reader(lines, delimiter=delimiter))
    except csv.Error as error:
        raise QReplyError(t("command.cannot-read", path=path, reason=str(error))) from error
    if not rows:
        return []
    names = [name.strip().lower() for name in rows[0]]
    wanted = [column.strip().lower()] if column else _COLUMNS
    place = next((names.index(name) for name in wanted if name in names), None)
    if place is None and not column and len(names) == 1:
        return [row[0] for row in rows if row]  # a list without a heading
    if place is None:
        known = join_words(clean_line(name) for name in rows[0])
        raise SettingsError(
            t("audit.no-column", name=column) if column else t("audit.which-column"),
            t("audit.columns", known=known),
        )
    return [row[place] for row in rows[1:] if len(row) > place]
