"""Copies of books: what is kept of them, for how long, and which copy is believed."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from qreply.phrasebook.last_good import KeptBook, format_moment
from qreply.phrasebook.snapshot_store import Snapshots
from qreply.phrasebook.snapshots import take_book_snapshot
from tests.support.systems import needs_posix

BOOK = "scenario: s\nphrases:\n  - {{id: a, title: 标题, reply: {}}}\n"
NOON = datetime(2026, 11, 20, 12).timestamp()
HOUR = 3600
DAY = 24 * HOUR


class Clock:
    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def copies(tmp_path: Path, clock: Clock) -> Snapshots:
    return Snapshots(tmp_path / "copies", clock)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    (tmp_path / "book").mkdir()
    return tmp_path / "book"


def save(book: Path, reply: str) -> None:
    (book / "a.yaml").write_text(BOOK.format(reply), encoding="utf-8")


def reply_of(kept: KeptBook | None) -> str:
    assert kept is not None
    (file,) = kept.snapshot().parsed().files
    return file.phrases[0].wordings[0][0]


def test_the_last_copy_of_each_day_stays(book: Path, copies: Snapshots, clock: Clock) -> None:
    for day, replies in enumerate((["一"], ["二", "三"], ["三"], ["四"])):
        clock.now = NOON + day * DAY
        for reply in replies:
            save(book, reply)
            copies.keep(take_book_snapshot(book), ())
            clock.now += 60
    assert reply_of(copies.open(book)) == "四"
    midnights = [NOON - DAY / 2 + day * DAY for day in range(-1, 5)]
    assert [reply_of(copies.at(book, moment)) for moment in midnights] == ["一", "一", "一", "三", "三", "四"]
    assert copies.at(book.with_name("other"), NOON) is None


def test_the_very_first_copy_stays_for_what_changes_on_that_day(
    book: Path, copies: Snapshots, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(book.parent)
    for reply in ("一", "二", "三"):
        save(book, reply)
        copies.keep(take_book_snapshot(Path("book")), ())
        clock.now += HOUR
    assert reply_of(copies.at(book, NOON - DAY)) == "一"
    assert reply_of(copies.open(book)) == "三"
    clock.now = NOON + DAY
    save(book, "四")
    copies.keep(take_book_snapshot(book), ())
    assert [reply_of(copies.at(book, moment)) for moment in (NOON - DAY, NOON + DAY / 2, clock.now)] == [
        *("一", "三", "四")
    ]


def test_old_copies_go(
    book: Path, copies: Snapshots, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qreply.phrasebook.snapshot_store._MAX_DAYS", 3)
    for day in range(6):
        clock.now = NOON + day * DAY
        save(book, str(day))
        copies.keep(take_book_snapshot(book), ())
    assert len(list((tmp_path / "copies").iterdir())) == 4
    assert reply_of(copies.at(book, 0)) == "2"


def test_copies_of_books_that_were_not_in_use_for_longest_go(
    book: Path, copies: Snapshots, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qreply.phrasebook.snapshot_store._MAX_BOOKS", 2)
    files = [book / f"{name}.yaml" for name in "abc"]
    for file in files:
        clock.now += HOUR
        file.write_text(BOOK.format("一"), encoding="utf-8")
        copies.keep(take_book_snapshot(file), ())
        clock.now += 1
        copies.confirm(files[0])
    assert [copies.has(file) for file in files] == [True, False, True]


def test_a_copy_that_is_still_current_only_gets_a_later_time(
    book: Path, copies: Snapshots, clock: Clock
) -> None:
    save(book, "一")
    copies.keep(take_book_snapshot(book), ())
    clock.now += 5 * DAY
    copies.keep(take_book_snapshot(book), ())
    kept = copies.open(book)
    assert kept is not None
    assert (kept.since, kept.until) == (NOON, NOON + 5 * DAY)


def test_the_time_of_a_broken_file_stays_while_others_go_on(
    book: Path, copies: Snapshots, clock: Clock
) -> None:
    save(book, "一")
    copies.keep(take_book_snapshot(book), ())
    (book / "a.yaml").write_text("phrases：", encoding="utf-8")
    broken = str(book / "a.yaml")
    for day in (1, 2):
        clock.now += DAY
        (book / "b.yaml").write_text(BOOK.format(day), encoding="utf-8")
        copies.keep(take_book_snapshot(book), [broken])
    kept = copies.open(book)
    assert kept is not None
    assert kept.stood_until(broken, b"other") == (NOON, True)
    assert kept.stood_until(str(book / "b.yaml"), b"other") == (NOON + 2 * DAY, True)


PHRASE_BROKEN = (
    "scenario: s\nphrases:\n  - {id: a, titel: 标题, reply: 二}\n  - {id: b, title: 另, reply: 三}\n"
)


@pytest.mark.parametrize("broken", ["phrases：", PHRASE_BROKEN], ids=["file", "phrase"])
def test_looks_at_a_broken_file_leave_the_time_when_it_was_last_good(
    broken: str, book: Path, copies: Snapshots, clock: Clock
) -> None:
    save(book, "一")
    copies.keep(take_book_snapshot(book), ())
    file = book / "a.yaml"
    file.write_text(broken, encoding="utf-8")
    digest = take_book_snapshot(book).files[0].digest
    for _ in range(3):
        clock.now += 60
        copies.keep(take_book_snapshot(book), [str(file)])
        kept = copies.open(book)
        assert kept is not None
        assert kept.stood_until(str(file), digest) == (NOON, broken == "phrases：")


def test_a_file_that_was_never_sound_stands_in_for_itself_only_when_it_cannot_be_read(
    book: Path, copies: Snapshots, clock: Clock
) -> None:
    file = book / "a.yaml"
    file.write_text(PHRASE_BROKEN, encoding="utf-8")
    flawed = take_book_snapshot(book)
    copies.keep(flawed, [str(file)])
    kept = copies.open(book)
    assert kept is not None
    assert kept.stood_until(str(file), flawed.files[0].digest) is None
    clock.now += 60
    file.write_text("phrases：", encoding="utf-8")
    copies.keep(take_book_snapshot(book), [str(file)])
    kept = copies.open(book)
    assert kept is not None
    assert kept.stood_until(str(file), b"other") == (NOON, True)


@needs_posix("permission bits")
@pytest.mark.parametrize("mode", [0o602, 0o620])
def test_what_others_can_have_written_is_not_believed(
    mode: int, book: Path, copies: Snapshots, tmp_path: Path
) -> None:
    save(book, "一")
    copies.keep(take_book_snapshot(book), ())
    (place,) = (tmp_path / "copies").iterdir()
    assert place.stat().st_mode & 0o777 == 0o600
    place.chmod(mode)
    assert copies.open(book) is None


def test_a_folder_that_cannot_be_written_to_stops_nothing(book: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    copies = Snapshots(tmp_path / "file" / "copies")
    save(book, "一")
    copies.keep(take_book_snapshot(book), ())
    copies.confirm(book)
    assert copies.open(book) is None


def test_a_moment_has_its_year_only_if_that_is_another() -> None:
    now = datetime.now().replace(month=1, day=5, hour=9, minute=7)
    assert format_moment(now.timestamp()) == "01-05 09:07"
    assert format_moment((now - timedelta(days=30)).timestamp()).startswith(f"{now.year - 1}-12-")
