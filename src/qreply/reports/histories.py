"""Read, merge and write histories: where the searches that reports are about come from."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory

from qreply.errors import QReplyError, reason_of
from qreply.exchange.formats.delimited import DELIMITERS, quote_formula, text_of, unquote_formula
from qreply.exchange.tables import decode_content, read_content, rows_of
from qreply.history.database import DamagedError, Database, NewerError
from qreply.history.masking import mask_query
from qreply.history.records import KINDS, SearchRecord
from qreply.i18n import t
from qreply.text.safety import clean_line

_MAX_NAME = 40  # characters
_COLUMNS = SearchRecord._fields
_NEEDED = _COLUMNS[: _COLUMNS.index("agent")]  # older exports end there

# Clocks a little fast, and other time zones; what is later was searched on a machine with a wrong date.
_MAX_AHEAD = 86400  # seconds


def merged(histories: Iterable[Sequence[SearchRecord]]) -> list[SearchRecord]:
    """Merge histories; what is in more than one, as in copies of a file, counts once.

    A copy in which the agent is named takes the place of one without a name.
    """
    counts: Counter[SearchRecord] = Counter()
    for history in histories:
        counts |= Counter(history)
    named: Counter[SearchRecord] = Counter()
    for search, count in counts.items():
        if search.agent:
            named[search._replace(agent="")] += count
    counts -= named  # which holds no names itself: it takes their unnamed copies away
    return sorted(
        counts.elements(), key=lambda search: (search.at, search.phrase, search.query, search.agent)
    )


def find_namesakes(histories: Mapping[Path, Sequence[SearchRecord]]) -> list[tuple[str, list[Path]]]:
    """Find names that may be of two people, each with the files that it signs.

    Exports of one machine follow one another or share records; those of two run side by side and share none.
    """
    signed: dict[str, dict[Path, set[SearchRecord]]] = defaultdict(lambda: defaultdict(set))
    for path, searches in histories.items():
        for search in searches:
            if search.agent:
                signed[search.agent][path].add(search)
    found = []
    for name, files in signed.items():
        spans = {
            path: (min(one.at for one in mine), max(one.at for one in mine)) for path, mine in files.items()
        }
        beside = {
            path
            for pair in combinations(files, 2)
            if files[pair[0]].isdisjoint(files[pair[1]]) and _overlap(spans[pair[0]], spans[pair[1]])
            for path in pair
        }
        if beside:
            found.append((name, [path for path in files if path in beside]))
    return found


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


def read_history(path: Path, on_skip: Callable[[int], object] = lambda _: None) -> list[SearchRecord]:
    """Read the searches of a history (.db) or an export (.csv), masked, whoever made the file.

    `on_skip` is told how many were left out because they can't have happened: a time in no year or still to come,
    endless seconds; a last row that is cut off is one of them. Raises QReplyError for anything but a history.
    """
    try:
        is_text = path.suffix.lower() in (".csv", ".tsv", ".txt")  # as Excel saves the former, too
        found, skipped = _read_export(path) if is_text else _read_database(path)
    except (DamagedError, LookupError, TypeError, ValueError) as error:
        raise QReplyError(t("stats.no-history", path=path), t("stats.no-history.hint")) from error
    except NewerError as error:
        raise QReplyError(t("stats.newer", path=path)) from error
    except OSError as error:
        raise QReplyError(t("command.cannot-read", path=path, reason=reason_of(error))) from error
    latest = time.time() + _MAX_AHEAD
    past = [search for search in found if search.at <= latest]
    if skipped := skipped + len(found) - len(past):
        on_skip(skipped)
    return [
        search._replace(
            query=mask_query(search.query), agent=clean_name(search.agent), shop=clean_name(search.shop)
        )
        for search in past
    ]


def clean_name(name: str) -> str:
    """Return a name of an agent or a shop as one line of a sensible length."""
    return clean_line(name).strip()[:_MAX_NAME]


def _read_database(path: Path) -> tuple[list[SearchRecord], int]:
    database = Database(path, write=False)
    try:
        return database.searches(), database.skipped
    finally:
        database.close()


def _read_export(path: Path) -> tuple[list[SearchRecord], int]:
    data = read_content(path)
    try:
        text = decode_content(data, path).text
        head = text.partition("\n")[0]
        rows = [cells for _, cells in rows_of(data, path, max(DELIMITERS, key=head.count))]
    except QReplyError as error:
        raise DamagedError(str(path)) from error
    if not rows or not set(_NEEDED) <= set(rows[0]):
        raise DamagedError(str(path))
    searches: list[SearchRecord] = []
    cut = 0
    for number, cells in enumerate(rows[1:], 2):
        try:
            searches.append(_search_of(dict(zip(rows[0], cells, strict=False))))
        except (LookupError, ValueError):
            if number < len(rows) or text.endswith("\n"):
                raise
            cut = 1  # copied while it was written, or from a full disk: what stands above is whole
    found = [search for search in searches if search.is_possible]
    return found, len(searches) - len(found) + cut


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
        unquote_formula(row.get("agent", "")),
        unquote_formula(row.get("shop", "")),
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
            quote_formula(search.agent),
            quote_formula(search.shop),
        )
        for search in searches
    ]
    return text_of([_COLUMNS, *rows]).encode("utf-8-sig", "replace")  # Excel needs the mark
