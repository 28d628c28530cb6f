"""Tell how much of what customers ask the book answers."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from qreply.errors import SettingsError
from qreply.exchange.batch import ImportBatch
from qreply.exchange.formats.delimited import DELIMITERS, rows
from qreply.exchange.formats.signatures import is_workbook
from qreply.exchange.tables import decode_content, read_content, rows_of
from qreply.history.masking import mask_text
from qreply.i18n import join_words, t
from qreply.phrasebook.model import Phrase
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


@dataclass(frozen=True, slots=True)
class Gap:
    """Questions alike that the book does not answer, and the phrase that comes nearest."""

    group: Group
    nearest: Phrase | None


@dataclass(frozen=True, slots=True)
class CoverageReport:
    """The share of answered questions: in all, and by scenario of the answering phrase."""

    questions: int
    answered: int
    scenarios: dict[str, int]
    gaps: tuple[Gap, ...]

    @property
    def share(self) -> float:
        """Return the share of answered questions, from 0 to 1."""
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
    """Return the questions in `path`: a line each, or a table's `column`.

    The column is found by its usual names where none is given; of a workbook the first sheet that holds
    anything is read. Raises QReplyError for a file that cannot be read, SettingsError where the column cannot be told.
    """
    data = read_content(path)
    if is_workbook(data):
        return _column_of([list(cells) for _, cells in rows_of(data, path)], column)
    source = decode_content(data, path)
    return parse_questions(source.text, column, is_table=path.suffix.lower() in (".csv", ".tsv"))


def parse_questions(text: str, column: str = "", *, is_table: bool = False) -> list[str]:
    """Return the questions in `text`: a line each, or a table's `column`.

    A table is one if so said, if a column is named, or by a heading with a usual name. Raises SettingsError where
    the column cannot be told.
    """
    head = text.partition("\n")[0]  # questions may hold more of a mark than their table
    delimiter = max(DELIMITERS, key=head.count)
    heading = {name.strip(' "\r').lower() for name in head.split(delimiter)}
    if not (column or is_table or (len(heading) > 1 and heading.intersection(_COLUMNS))):
        return text.splitlines()
    return _column_of([list(cells) for _, cells in rows(text, ImportBatch("table"), delimiter)], column)


def _column_of(table: list[list[str]], column: str) -> list[str]:
    """Return the cells below the heading of `column`, else below a usual one."""
    if not table:
        return []
    names = [name.strip().lower() for name in table[0]]
    wanted = [column.strip().lower()] if column else _COLUMNS
    place = next((names.index(name) for name in wanted if name in names), None)
    if place is None and not column and len(names) == 1:
        return [row[0] for row in table if row]  # a list without a heading
    if place is None:
        known = join_words(clean_line(name) for name in table[0])
        raise SettingsError(
            t("audit.no-column", name=column) if column else t("audit.which-column"),
            t("audit.columns", known=known),
        )
    return [row[place] for row in table[1:] if len(row) > place]
