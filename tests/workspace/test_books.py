"""Books on disk: opened from the cache, read where they were edited, watched, mended where an index is damaged."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event, current_thread
from typing import Any

import pytest

from qreply.errors import PhrasebookError
from qreply.reply.values import ValueSources
from qreply.settings.settings import Settings, Shop
from qreply.storage.locations import cache_path, own_book_path, shipped_phrasebook
from qreply.workspace import book_listing
from qreply.workspace.book_copies import BookCopies
from qreply.workspace.books import BookSource, BookUpdate
from qreply.workspace.finder import find
from qreply.workspace.phrase_names import find_named
from qreply.workspace.workspace import Workspace
from tests.conftest import until
from tests.support.systems import LINKS, needs_posix

pytestmark = pytest.mark.usefixtures("quick_watch")

BOOK = "scenario: logistics\nphrases:\n  - {{id: ship, title: 发货, asks: [几时发], reply: {}}}\n"
RULES = Path(__file__).parent.parent / "data" / "few_rules"
CACHES = ("cache", "book/logistics.yaml/none")  # the second cannot be made


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "book" / "logistics.yaml"
    path.parent.mkdir()
    path.write_text(BOOK.format("两天内发"), encoding="utf-8")
    return path


def reply(workspace: Workspace) -> str:
    return workspace.wording(find(workspace, "fahuo").hits[0].phrase)[0]


def test_what_was_read_once_is_opened_from_the_cache(book: Path, tmp_path: Path) -> None:
    book_source = BookSource([book.parent], RULES, tmp_path / "cache")
    assert book_source.open().index.by_id("logistics/ship")
    look = "import sys; from qreply.cli import run; run(['find', 'fahuo']); print('yaml' in sys.modules)"
    for warm in (False, True):
        done = subprocess.run([sys.executable, "-c", look], capture_output=True, encoding="utf-8", check=True)
        assert done.stdout.splitlines()[-1] == str(not warm)


def test_an_own_file_without_phrases_is_no_flaw(book: Path, tmp_path: Path) -> None:
    """The agent has deleted the last one."""
    copies = BookCopies(tmp_path / "copies", own=book.parent)
    for text, is_there in ((BOOK.format("两天内发"), True), ("scenario: logistics\nphrases:\n", False)):
        book.write_text(text, encoding="utf-8")
        source = BookSource([book.parent], RULES, tmp_path / "cache", copies=copies)
        phrasebook = source.open()
        assert phrasebook.problems == ()
        assert (phrasebook.index.by_id("logistics/ship") is not None) == is_there
        source.keep()
    shared = BookSource(
        [book.parent], RULES, tmp_path / "cache-of-others", copies=BookCopies(tmp_path / "copies")
    )
    assert [problem.code for problem in shared.open().problems] == ["empty-file"]


def test_an_edit_is_read_at_the_next_opening(book: Path, tmp_path: Path) -> None:
    settings = Settings(tmp_path / "settings.yaml", books=(book.parent,))
    assert reply(Workspace.open(settings)) == "两天内发"
    book.write_text(BOOK.format("今天发"), encoding="utf-8")
    assert reply(Workspace.open(settings)) == "今天发"


@pytest.mark.parametrize("cache", CACHES)
def test_an_edit_between_opening_and_watching_is_told(cache: str, book: Path, tmp_path: Path) -> None:
    book_source = BookSource([book.parent], RULES, tmp_path / cache)
    book_source.open()
    book.write_text(BOOK.format("今天发"), encoding="utf-8")
    editions: list[BookUpdate] = []
    book_source.watch(editions.append)
    until(lambda: editions)
    book_source.close()
    phrase = editions[0].phrasebook.index.by_id("logistics/ship")
    assert phrase
    assert phrase.wordings == (("今天发",),)


@pytest.mark.parametrize("cache", CACHES)
@pytest.mark.parametrize("also_shipped", [False, True])
def test_books_that_have_not_changed_are_no_news(
    cache: str, also_shipped: bool, book: Path, tmp_path: Path
) -> None:
    shipped = [shipped_phrasebook()] if also_shipped else []  # whose rules are those below all books, too
    rules = shipped_phrasebook() / "rules" if also_shipped else RULES
    book_source = BookSource([*shipped, book.parent], rules, tmp_path / cache)
    book_source.open()
    editions: list[BookUpdate] = []
    book_source.watch(editions.append)
    time.sleep(0.2)
    book_source.close()
    assert editions == []


def test_a_damaged_index_is_made_anew_in_the_middle_of_work(book: Path, tmp_path: Path) -> None:
    settings = Settings(tmp_path / "settings.yaml", books=(book.parent,))
    Workspace.open(settings)
    for segment in cache_path().glob("*.segment"):
        data = bytearray(segment.read_bytes())
        for at in range(len(data) // 3, len(data)):
            data[at] ^= 0x55
        segment.write_bytes(data)
    assert reply(Workspace.open(settings)) == "两天内发"


def test_without_a_cache_folder_all_works(book: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    book_source = BookSource([book.parent], RULES, tmp_path / "file" / "cache")
    assert book_source.open().index.by_id("logistics/ship")


def test_a_rule_switched_off_by_a_lead_reaches_the_open_desk(tmp_path: Path) -> None:
    own = tmp_path / "own"
    (own / "rules").mkdir(parents=True)
    words = "scenario: own\nphrases:\n  - {id: a, title: 夸, asks: [好不好], reply: 我们是国家级品质}\n"
    (own / "own.yaml").write_text(words, encoding="utf-8")
    workspace = Workspace.open(Settings(tmp_path / "settings.yaml", books=(own,)))
    phrase = find_named(workspace, "own/a")
    assert [
        finding.rule.id for finding in workspace.prepare(phrase, "国家级品质", ValueSources()).findings
    ] == ["advertising-absolute"]
    editions: list[BookUpdate] = []
    workspace.watch(editions.append)
    time.sleep(0.2)
    off = "rules:\n  - {id: advertising-absolute, level: off, why: 本店有证书}\n  - {id: like-absolute, level: off}\n"
    (own / "rules" / "own.yaml").write_text(off, encoding="utf-8")
    until(lambda: editions)
    workspace.apply_update(editions[-1])
    assert workspace.prepare(phrase, "国家级品质", ValueSources()).findings == ()
    workspace.close()


def test_another_shop_brings_its_own_books(book: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.yaml"
    other.write_text(BOOK.format("马上发"), encoding="utf-8")
    shops = (Shop("花店", books=(book.parent,)), Shop("书店", books=(other,)))
    workspace = Workspace.open(Settings(tmp_path / "settings.yaml", shops=shops))
    editions: list[BookUpdate] = []
    workspace.watch(editions.append)
    assert reply(workspace) == "两天内发"
    assert workspace.next_shop()
    until(lambda: editions)
    workspace.apply_update(editions[-1])
    assert reply(workspace) == "马上发"
    workspace.close()


def test_a_shop_whose_book_is_gone_does_not_answer_from_another_shops(book: Path, tmp_path: Path) -> None:
    shops = (Shop("花店", books=(book.parent,)), Shop("书店", books=(tmp_path / "gone",)))
    workspace = Workspace.open(Settings(tmp_path / "settings.yaml", shops=shops))
    editions: list[BookUpdate] = []
    workspace.watch(editions.append)
    assert workspace.next_shop()
    until(lambda: editions)
    workspace.apply_update(editions[-1])
    assert find(workspace, "fahuo").hits == []
    (problem,) = workspace.phrasebook.problems
    assert str(tmp_path / "gone") in problem.message
    workspace.close()


def test_an_empty_folder_is_a_book_without_phrases(tmp_path: Path) -> None:
    (tmp_path / "book").mkdir()
    for _ in range(2):  # read, and from the cache
        phrasebook = BookSource([tmp_path / "book"], RULES, tmp_path / "cache").open()
        assert [problem.code for problem in phrasebook.problems] == ["empty-book"]


def test_without_a_book_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(PhrasebookError):
        BookSource([tmp_path / "none"], RULES, tmp_path / "cache").open()


OTHER = "scenario: complaint\nphrases:\n  - {{id: sorry, title: 道歉, asks: [太慢了], reply: {}}}\n"


@pytest.fixture
def books(tmp_path: Path) -> tuple[Path, Path]:
    one, other = tmp_path / "one", tmp_path / "other"
    one.mkdir()
    other.mkdir()
    (one / "a.yaml").write_text(BOOK.format("两天内发"), encoding="utf-8")
    (other / "b.yaml").write_text(OTHER.format("对不起"), encoding="utf-8")
    return one, other


def said(update: BookUpdate, phrase_id: str) -> str:
    phrase = update.phrasebook.index.by_id(phrase_id)
    return phrase.wordings[0][0] if phrase else ""


def in_its_place(book: Path, make: Callable[[Path], object]) -> Callable[[], None]:
    """Put something in the place of the book; returns what puts the book back."""
    aside = book.with_name("aside")
    book.rename(aside)
    make(book)

    def back() -> None:
        book.unlink(missing_ok=True)
        aside.rename(book)

    return back


def make_fifo(path: Path) -> None:
    os.mkfifo(path)  # looked up when it is called: Windows has none


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda _: None, id="renamed away"),
        pytest.param(make_fifo, id="a FIFO in its place", marks=needs_posix("FIFOs")),
        pytest.param(
            lambda path: path.symlink_to("/dev/zero"),
            id="a device in its place",
            marks=needs_posix(LINKS),
        ),
        pytest.param(
            lambda path: path.symlink_to(path),
            id="a link to itself in its place",
            marks=needs_posix(LINKS),
        ),
    ],
)
def test_a_book_that_is_away_for_a_moment_ends_the_watching_of_none(
    make: Callable[[Path], object], books: tuple[Path, Path], tmp_path: Path
) -> None:
    one, other = books
    book_source = BookSource(books, RULES, tmp_path / "cache")
    book_source.open()
    editions: list[BookUpdate] = []
    book_source.watch(editions.append)
    time.sleep(0.2)
    back = in_its_place(other, make)
    until(lambda: editions)
    assert [problem.code for problem in editions[-1].phrasebook.problems] == ["book-gone"]
    assert said(editions[-1], "complaint/sorry") == "对不起"  # the last good one
    back()
    (one / "a.yaml").write_text(BOOK.format("今天发"), encoding="utf-8")
    until(lambda: said(editions[-1], "logistics/ship") == "今天发")
    (other / "b.yaml").write_text(OTHER.format("非常抱歉"), encoding="utf-8")
    until(lambda: said(editions[-1], "complaint/sorry") == "非常抱歉")
    assert editions[-1].phrasebook.problems == ()
    book_source.close()
    again = BookSource(books, RULES, tmp_path / "cache").open()
    assert again.problems == ()
    assert said(BookUpdate(again), "complaint/sorry") == "非常抱歉"


@needs_posix("FIFOs")
def test_a_strange_file_that_comes_into_a_watched_folder_stops_nothing(
    books: tuple[Path, Path], tmp_path: Path
) -> None:
    one, _ = books
    book_source = BookSource(books, RULES, tmp_path / "cache")
    book_source.open()
    editions: list[BookUpdate] = []
    book_source.watch(editions.append)
    time.sleep(0.2)
    os.mkfifo(one / "x.yaml")
    (one / "z.yaml").symlink_to("/dev/zero")
    with (one / "sparse.yaml").open("wb") as file:
        file.truncate(3 * 1024**3)
    (one / "a.yaml").write_text(BOOK.format("今天发"), encoding="utf-8")
    until(lambda: editions and said(editions[-1], "logistics/ship") == "今天发")
    until(lambda: len(editions[-1].phrasebook.problems) == 3)
    assert sorted(problem.code for problem in editions[-1].phrasebook.problems) == [
        "not-a-file",
        "not-a-file",
        "too-big",
    ]
    book_source.close()


def test_one_book_away_keeps_the_others_from_nothing_and_comes_in_when_it_is_back(
    books: tuple[Path, Path], tmp_path: Path
) -> None:
    _, other = books
    back = in_its_place(other, lambda _: None)
    book_source = BookSource(books, RULES, tmp_path / "cache")
    phrasebook = book_source.open()
    assert said(BookUpdate(phrasebook), "logistics/ship") == "两天内发"
    (problem,) = phrasebook.problems
    assert (problem.code, problem.path) == ("no-book", str(other))
    editions: list[BookUpdate] = []
    book_source.watch(editions.append)
    time.sleep(0.2)
    assert editions == []
    back()
    until(lambda: editions and said(editions[-1], "complaint/sorry") == "对不起")
    assert editions[-1].phrasebook.problems == ()
    assert said(editions[-1], "logistics/ship") == "两天内发"
    book_source.close()


def test_a_book_that_was_once_watched_opens_from_its_copy_while_it_is_away(
    books: tuple[Path, Path], tmp_path: Path
) -> None:
    one, other = books
    cache = tmp_path / "cache"
    book_source = BookSource(books, RULES, cache)
    book_source.open()
    book_source.watch(lambda _: None)
    until(lambda: len(list(cache.glob("*.snapshot"))) == 2)
    book_source.close()
    back = in_its_place(other, lambda _: None)
    (one / "a.yaml").write_text(BOOK.format("今天发"), encoding="utf-8")  # so that no index is as it was
    for _ in range(2):  # read, and from the cache
        book_source = BookSource(books, RULES, cache)
        update = BookUpdate(book_source.open())
        assert said(update, "complaint/sorry") == "对不起"
        assert said(update, "logistics/ship") == "今天发"
        assert [problem.code for problem in update.phrasebook.problems] == ["older-book"]
    editions: list[BookUpdate] = []
    book_source.watch(editions.append)
    time.sleep(0.2)
    (one / "a.yaml").write_text(BOOK.format("明天发"), encoding="utf-8")
    until(lambda: editions and said(editions[-1], "logistics/ship") == "明天发")
    assert said(editions[-1], "complaint/sorry") == "对不起"
    back()
    (other / "b.yaml").write_text(OTHER.format("非常抱歉"), encoding="utf-8")
    until(lambda: said(editions[-1], "complaint/sorry") == "非常抱歉")
    assert editions[-1].phrasebook.problems == ()
    book_source.close()
    assert BookSource(books, RULES, cache).open().problems == ()


@pytest.fixture
def silence(monkeypatch: pytest.MonkeyPatch) -> Iterator[Silence]:
    """A drive that hangs, for as long as it is told to."""
    silence = Silence(monkeypatch)
    yield silence
    silence.ends()


class Silence:
    """What touches a place in the way given waits until the silence ends."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self._patch = patch
        self._over = Event()
        patch.setattr(book_listing, "PATIENCE_WITH_COPY", 0.2)

    def falls(self, place: Path, *calls: str) -> None:
        for call in calls:
            self._patch.setattr(os, call, self._waiting(place, getattr(os, call)))

    def _waiting(self, place: Path, plain: Callable[..., object]) -> Callable[..., object]:
        def waits(path: object, *args: Any, **options: Any) -> object:
            if isinstance(path, (str, Path)) and Path(path).is_relative_to(place):
                self._over.wait()
            return plain(path, *args, **options)

        return waits

    def ends(self) -> None:
        self._over.set()


@pytest.mark.parametrize("edited", [False, True], ids=["", "after an edit of another"])
@pytest.mark.parametrize("call", ["stat", "listdir", "open"])
def test_a_drive_that_hangs_keeps_no_book_from_opening(
    call: str, edited: bool, books: tuple[Path, Path], tmp_path: Path, silence: Silence
) -> None:
    one, other = books
    keep(books, tmp_path / "cache")
    if edited:  # so that no index is as it was
        (one / "a.yaml").write_text(BOOK.format("今天发"), encoding="utf-8")
    (other / "b.yaml").write_text(OTHER.format("非常抱歉"), encoding="utf-8")
    # Which of two lists a folder for pathlib differs from one Python to the next.
    silence.falls(other, *("listdir", "scandir") if call == "listdir" else (call,))
    book_source = BookSource(books, RULES, tmp_path / "cache")
    update = BookUpdate(book_source.open())
    assert said(update, "complaint/sorry") == "对不起"
    assert said(update, "logistics/ship") == ("今天发" if edited else "两天内发")
    assert [problem.code for problem in update.phrasebook.problems] == ["older-book"]
    editions: list[BookUpdate] = []
    book_source.watch(editions.append)
    (one / "a.yaml").write_text(BOOK.format("明天发"), encoding="utf-8")
    until(lambda: editions and said(editions[-1], "logistics/ship") == "明天发")
    assert said(editions[-1], "complaint/sorry") == "对不起"
    silence.ends()
    until(
        lambda: said(editions[-1], "complaint/sorry") == "非常抱歉" and not editions[-1].phrasebook.problems
    )
    book_source.close()


def test_a_drive_that_hangs_leaves_the_agents_own_book(
    books: tuple[Path, Path], silence: Silence, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qreply.settings.settings._PATIENCE", 0.2)
    own = own_book_path()
    own.mkdir(parents=True)
    (own / "own.yaml").write_text(BOOK.format("两天内发"), encoding="utf-8")
    silence.falls(books[1], "stat")
    assert Settings(Path("settings.yaml"), books=books).all_books == (*books, own)


def test_a_drive_that_hangs_and_of_which_nothing_is_kept_is_named(
    books: tuple[Path, Path], tmp_path: Path, silence: Silence, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(book_listing, "PATIENCE_WITHOUT", 0.2)
    one, other = books
    silence.falls(other, "stat")
    phrasebook = BookSource(books, RULES, tmp_path / "cache").open()
    assert said(BookUpdate(phrasebook), "logistics/ship") == "两天内发"
    (problem,) = phrasebook.problems
    assert (problem.code, problem.path, problem.values["reason"]) == ("no-book", str(other), "没有回应")
    silence.falls(one, "open")
    with pytest.raises(PhrasebookError, match="没有回应"):
        BookSource(books, RULES, tmp_path / "cache").open()


TWO = BOOK + "  - {{id: delay, title: 晚发, reply: {}}}\n"

FLAWS = {  # what stands in the file, and what then is the reply to its second phrase
    "not YAML": (TWO.format("今天发", "抱歉").replace("phrases:", "phrases："), "等一等"),
    "half saved": (TWO.format("今天发", "抱歉")[:-9], "等一等"),
    "a phrase without a reply": (TWO.format("''", "抱歉"), "抱歉"),
    "a fragment that nobody has": (TWO.format("'{{>没有这个}}'", "抱歉"), "抱歉"),
    "emptied": ("", "等一等"),
}


def keep(books: tuple[Path, ...], cache: Path) -> None:
    book_source = BookSource(books, RULES, cache)
    book_source.open()
    book_source.keep()


@pytest.mark.parametrize(("content", "delay"), FLAWS.values(), ids=FLAWS)
def test_a_file_that_is_broken_when_qreply_starts_opens_as_it_was_last_good(
    content: str, delay: str, book: Path, tmp_path: Path
) -> None:
    cache = tmp_path / "cache"
    book.write_text(TWO.format("两天内发", "等一等"), encoding="utf-8")
    keep((book.parent,), cache)
    book.write_text(content, encoding="utf-8")
    keep((book.parent,), cache)  # what is broken takes no good copy's place
    for _ in range(2):  # read, and from the cache
        book_source = BookSource([book.parent], RULES, cache)
        update = BookUpdate(book_source.open())
        assert said(update, "logistics/ship") == "两天内发"
        assert said(update, "logistics/delay") == delay
        first = next(problem for problem in update.phrasebook.problems if problem.severity == "error")
        code = "older-file" if delay == "等一等" else "older-phrases"
        assert (first.code, first.path, first.severity) == (code, str(book), "error")
        assert re.search(r"\d\d-\d\d \d\d:\d\d", first.message)


@pytest.mark.parametrize("was_good", [False, True])
def test_a_phrase_that_was_never_without_errors_is_said_to_be_as_it_was_at_no_time(
    was_good: bool, book: Path, tmp_path: Path
) -> None:
    if was_good:
        keep((book.parent,), tmp_path / "cache")
    book.write_text(TWO.format("今天发", "''"), encoding="utf-8")
    for _ in range(3):
        book_source = BookSource([book.parent], RULES, tmp_path / "cache")
        update = BookUpdate(book_source.open())
        book_source.keep()
        assert said(update, "logistics/ship") == "今天发"
        assert [problem.code for problem in update.phrasebook.problems] == ["empty-reply"]


def test_what_stands_in_for_a_broken_file_outlasts_edits_of_others(book: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    other = book.with_name("b.yaml")
    other.write_text(OTHER.format("对不起"), encoding="utf-8")
    keep((book.parent,), cache)
    book.write_text(FLAWS["not YAML"][0], encoding="utf-8")
    book_source = BookSource([book.parent], RULES, cache)
    book_source.open()
    editions: list[BookUpdate] = []
    book_source.watch(editions.append, first=True)
    until(lambda: editions)
    other.write_text(OTHER.format("非常抱歉"), encoding="utf-8")
    until(lambda: said(editions[-1], "complaint/sorry") == "非常抱歉")
    assert said(editions[-1], "logistics/ship") == "两天内发"
    assert editions[-1].phrasebook.problems[0].code == "older-file"
    book.write_text(BOOK.format("今天发"), encoding="utf-8")
    until(lambda: said(editions[-1], "logistics/ship") == "今天发")
    assert editions[-1].phrasebook.problems == ()
    book_source.close()
    book.unlink()
    other.unlink()
    update = BookUpdate(
        BookSource([book.parent], RULES, cache).open()
    )  # an unmounted share is an empty folder
    assert (said(update, "logistics/ship"), said(update, "complaint/sorry")) == ("今天发", "非常抱歉")
    assert [problem.code for problem in update.phrasebook.problems] == ["older-book"]


@pytest.mark.parametrize("damage", [b"", b"x", b"0" * 32 + b"\n[1]\n"])
def test_a_damaged_copy_is_as_good_as_none(damage: bytes, books: tuple[Path, Path], tmp_path: Path) -> None:
    _, other = books
    cache = tmp_path / "cache"
    book_source = BookSource(books, RULES, cache)
    book_source.open()
    book_source.watch(lambda _: None)
    until(lambda: len(list(cache.glob("*.snapshot"))) == 2)
    book_source.close()
    for copy in cache.glob("*.snapshot"):
        copy.write_bytes(damage)
    in_its_place(other, lambda _: None)
    phrasebook = BookSource(books, RULES, cache).open()
    assert [problem.code for problem in phrasebook.problems] == ["no-book"]


def test_a_watcher_looks_at_no_other_books_files(books: tuple[Path, Path], tmp_path: Path) -> None:
    """Another book's drive may hang."""
    one, other = books
    book_source = BookSource(books, RULES, tmp_path / "cache")
    book_source.open()
    editions: list[BookUpdate] = []
    book_source.watch(editions.append)
    time.sleep(0.2)
    looked_at: list[tuple[str, Path]] = []
    stat = Path.stat

    def noting(path: Path, **options: bool) -> os.stat_result:
        looked_at.append((current_thread().name, path))
        return stat(path, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "stat", noting)
        (one / "a.yaml").write_text(BOOK.format("今天发"), encoding="utf-8")
        until(lambda: editions)
    book_source.close()
    watched = [path for thread, path in looked_at if thread == "qreply-watch one"]
    assert one in watched
    assert not [path for path in watched if path.is_relative_to(other)]
