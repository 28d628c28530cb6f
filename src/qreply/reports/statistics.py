"""Compute what the history tells a lead: which replies are used, how fast, what is missing."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from pathlib import Path, PurePath
from statistics import median
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import Literal, get_args

from qreply.errors import QReplyError, reason_of
from qreply.exchange.formats.delimited import quote_formula, text_of, unquote_formula
from qreply.exchange.tables import read_content, rows_of
from qreply.history.database import DamagedError, Database, NewerError
from qreply.history.masking import mask_query
from qreply.history.records import KINDS, SearchRecord
from qreply.i18n import t
from qreply.reports.clustering import Group, groups
from qreply.text.safety import clean_line

By = Literal["phrase", "scenario", "day", "hour"]
GROUPINGS: tuple[By, ...] = get_args(By)

# A customer waits some twenty seconds for the first answer.
QUICK = 20.0


@dataclass(frozen=True, slots=True)
class Row:
    """The picks of one phrase, scenario, day or hour.

    Seconds and shares are None where nothing tells them.
    """

    name: str
    title: str
    picks: int
    median: float | None
    p90: float | None
    quick: float | None
    edited: float | None


@dataclass(frozen=True, slots=True)
class Missed:
    """Searches alike that ended without a pick; of these, `nothing` had no hit at all."""

    group: Group
    nothing: int


@dataclass(frozen=True, slots=True)
class UsageReport:
    """A report of the history: all picks, the rows asked for, phrases never picked, the misses.

    `never` maps ids to titles; `unnamed` counts misses of which no words were kept; `noted` are the questions that
    agents put down.
    """

    total: Row
    rows: tuple[Row, ...]
    never: Mapping[str, str]
    missed: tuple[Missed, ...]
    unnamed: int
    noted: tuple[Group, ...] = ()

    @property
    def misses(self) -> int:
        """Return how many searches ended without a pick."""
        return self.unnamed + sum(missed.group.count for missed in self.missed)


def report(
    searches: Iterable[SearchRecord],
    titles: Mapping[str, str],
    by: By = "phrase",
    scenarios: Mapping[str, str] = MappingProxyType({}),
) -> UsageReport:
    """Report on `searches`; `titles` are the phrases' by id, `scenarios` the scenarios'."""
    searches = list(searches)
    picks = [search for search in searches if search.phrase]
    rows: dict[str, list[SearchRecord]] = defaultdict(list)
    for pick in picks:
        rows[_NAMES[by](pick)].append(pick)
    made = [_row(name, _title(name, by, titles, scenarios), found) for name, found in rows.items()]
    made.sort(key=lambda row: (0 if by in ("day", "hour") else -row.picks, row.name))
    used = {pick.phrase for pick in picks}
    noted = Counter(search.query for search in searches if search.kind == "noted")
    missed = [search for search in searches if not search.phrase and search.kind != "noted"]
    return UsageReport(
        _row("", "", picks),
        tuple(made),
        {phrase: title for phrase, title in titles.items() if phrase not in used},
        tuple(_group_misses(missed)),
        sum(not search.query for search in missed),
        tuple(groups(noted)),
    )


_NAMES: Mapping[By, Callable[[SearchRecord], str]] = {
    "phrase": lambda pick: pick.phrase,
    "scenario": lambda pick: pick.phrase.partition("/")[0],
    "day": lambda pick: f"{pick.when:%Y-%m-%d}",
    "hour": lambda pick: f"{pick.when:%H}:00",
}


def _title(name: str, by: By, titles: Mapping[str, str], scenarios: Mapping[str, str]) -> str:
    if by == "scenario":
        return scenarios.get(name, "")
    return titles.get(name, t("stats.gone")) if by == "phrase" else ""


def _row(name: str, title: str, picks: Sequence[SearchRecord]) -> Row:
    seconds = sorted(pick.seconds for pick in picks if pick.seconds is not None)
    timed = bool(seconds)
    return Row(
        name,
        title,
        len(picks),
        round(median(seconds), 1) if timed else None,
        seconds[ceil(0.9 * len(seconds)) - 1] if timed else None,
        round(sum(seconds_taken < QUICK for seconds_taken in seconds) / len(seconds), 3) if timed else None,
        round(sum(pick.edited for pick in picks) / len(picks), 3) if picks else None,
    )


def _group_misses(misses: Sequence[SearchRecord]) -> Iterator[Missed]:
    counts = Counter(search.query for search in misses if search.query)
    nothing = Counter(search.query for search in misses if not search.found)
    for group in groups(counts):
        yield Missed(group, sum(nothing[text] for text in group.texts))


# -- other agents' histories

_COLUMNS = SearchRecord._fields


def merged(histories: Iterable[Sequence[SearchRecord]]) -> list[SearchRecord]:
    """Merge histories; what is in more than one, as in copies of a file, counts once."""
    counts: Counter[SearchRecord] = Counter()
    for history in histories:
        counts |= Counter(history)
    return sorted(counts.elements(), key=lambda search: (search.at, search.phrase, search.query))


def read_history(path: Path, on_skip: Callable[[int], object] = lambda _: None) -> list[SearchRecord]:
    """Read the searches of a history (.db) or an export (.csv), masked, whoever made the file.

    `on_skip` is told how many were left out because they can't have happened: a time in no year, endless seconds.
    Raises QReplyError for anything else than a history.
    """
    try:
        found, skipped = _read_export(path) if path.suffix.lower() == ".csv" else _read_database(path)
    except (DamagedError, LookupError, TypeError, ValueError) as error:
        raise QReplyError(t("stats.no-history", path=path), t("stats.no-history.hint")) from error
    except NewerError as error:
        raise QReplyError(t("stats.newer", path=path)) from error
    except OSError as error:
        raise QReplyError(t("command.cannot-read", path=path, reason=reason_of(error))) from error
    if skipped:
        on_skip(skipped)
    return [search._replace(query=mask_query(search.query)) for search in found]


def _read_database(path: Path) -> tuple[list[SearchRecord], int]:
    database = Database(path, write=False)
    try:
        return database.searches(), database.skipped
    finally:
        database.close()


def _read_export(path: Path) -> tuple[list[SearchRecord], int]:
    data = read_content(path)
    try:
        rows = [cells for _, cells in rows_of(data, path, ",")]
    except QReplyError as error:
        raise DamagedError(str(path)) from error
    searches = [_search_of(dict(zip(rows[0], cells, strict=False))) for cells in rows[1:]]
    found = [search for search in searches if search.is_possible]
    return found, len(searches) - len(found)


def _search_of(row: Mapping[str, str]) -> SearchRecord:
    kind = row["kind"]
    return SearchRecord(
        int(row["at"]),
        kind if kind in KINDS else "none",
        unquote_formula(row["query"]),
        clean_line(unquote_formula(row["phrase"])),
        float(row["seconds"]) if row["seconds"] else None,
        row["edited"] == "1",
        row["found"] == "1",
    )


def history_file_of(searches: Iterable[SearchRecord], name: str) -> bytes:
    """Return the content of a history file of that name, .db or .csv; raises OSError."""
    if PurePath(name).suffix.lower() == ".db":
        with TemporaryDirectory() as folder:
            database = Database(Path(folder, "history.db"))
            try:
                database.add(searches)
            finally:
                database.close()
            return database.path.read_bytes()
    rows = [
        (
            search.at,
            search.kind,
            quote_formula(search.query),
            quote_formula(search.phrase),
            search.seconds,
            int(search.edited),
            int(search.found),
        )
        for search in searches
    ]
    return text_of([_COLUMNS, *rows]).encode("utf-8-sig", "replace")  # Excel needs the mark
