"""Books on disk: opened from the cache, read where they were edited, watched, mended where an index is damaged."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from qreply.config import Settings, Shop, cache_path, shipped_phrasebook
from qreply.desk import Desk
from qreply.errors import PhrasebookError
from qreply.reply.values import Known
from qreply.shelf import Edition, Shelf
from tests.conftest import until

BOOK = "scenario: logistics\nphrases:\n  - {{id: ship, title: 发货, asks: [几时发], reply: {}}}\n"
RULES = shipped_phrasebook() / "rules"
CACHES = ("cache", "book/logistics.yaml/none")  # the second cannot be made


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "book" / "logistics.yaml"
    path.parent.mkdir()
    path.write_text(BOOK.format("两天内发"), encoding="utf-8")
    return path


def reply(desk: Desk) -> str:
    return desk.wording(desk.find("fahuo").hits[0].phrase)[0]


def test_what_was_read_once_is_opened_from_the_cache(book: Path, tmp_path: Path) -> None:
    shelf = Shelf([book.parent], RULES, tmp_path / "cache")
    assert shelf.open().index.by_id("logistics/ship")
    look = "import sys; from qreply.cli import run; run(['find', 'fahuo']); print('yaml' in sys.modules)"
    for warm in (False, True):
        done = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)
        assert done.stdout.splitlines()[-1] == str(not warm)


def test_an_edit_is_read_at_the_next_opening(book: Path, tmp_path: Path) -> None:
    settings = Settings(tmp_path / "settings.yaml", books=(book.parent,))
    assert reply(Desk.open(settings)) == "两天内发"
    book.write_text(BOOK.format("今天发"), encoding="utf-8")
    assert reply(Desk.open(settings)) == "今天发"


@pytest.mark.parametrize("cache", CACHES)
def test_an_edit_between_opening_and_watching_is_told(cache: str, book: Path, tmp_path: Path) -> None:
    shelf = Shelf([book.parent], RULES, tmp_path / cache)
    shelf.open()
    book.write_text(BOOK.format("今天发"), encoding="utf-8")
    editions: list[Edition] = []
    shelf.watch(editions.append)
    until(lambda: editions)
    shelf.close()
    phrase = editions[0].library.index.by_id("logistics/ship")
    assert phrase
    assert phrase.wordings == (("今天发",),)


@pytest.mark.parametrize("cache", CACHES)
def test_books_that_have_not_changed_are_no_news(cache: str, book: Path, tmp_path: Path) -> None:
    shelf = Shelf([book.parent], RULES, tmp_path / cache)
    shelf.open()
    editions: list[Edition] = []
    shelf.watch(editions.append)
    time.sleep(0.5)
    shelf.close()
    assert editions == []


def test_a_damaged_index_is_made_anew_in_the_middle_of_work(book: Path, tmp_path: Path) -> None:
    settings = Settings(tmp_path / "settings.yaml", books=(book.parent,))
    Desk.open(settings)
    for segment in cache_path().glob("*.segment"):
        data = bytearray(segment.read_bytes())
        for at in range(len(data) // 3, len(data)):
            data[at] ^= 0x55
        segment.write_bytes(data)
    assert reply(Desk.open(settings)) == "两天内发"


def test_without_a_cache_folder_all_works(book: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    shelf = Shelf([book.parent], RULES, tmp_path / "file" / "cache")
    assert shelf.open().index.by_id("logistics/ship")


def test_a_rule_switched_off_by_a_lead_reaches_the_open_desk(tmp_path: Path) -> None:
    own = tmp_path / "own"
    (own / "rules").mkdir(parents=True)
    words = "scenario: own\nphrases:\n  - {id: a, title: 夸, asks: [好不好], reply: 我们是顶级品质}\n"
    (own / "own.yaml").write_text(words, encoding="utf-8")
    desk = Desk.open(Settings(tmp_path / "settings.yaml", books=(own,)))
    phrase = desk.phrase("own/a")
    assert [finding.rule.id for finding in desk.prepare(phrase, "顶级品质", Known()).findings] == [
        "advertising-absolute"
    ]
    editions: list[Edition] = []
    desk.watch(editions.append)
    time.sleep(0.5)
    off = "rules:\n  - {id: advertising-absolute, level: off, words: [顶级], why: 本店有证书}\n"
    (own / "rules" / "own.yaml").write_text(off, encoding="utf-8")
    until(lambda: editions)
    desk.renew(editions[-1])
    assert desk.prepare(phrase, "顶级品质", Known()).findings == ()
    desk.close()


def test_another_shop_brings_its_own_books(book: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.yaml"
    other.write_text(BOOK.format("马上发"), encoding="utf-8")
    shops = (Shop("花店", books=(book.parent,)), Shop("书店", books=(other,)))
    desk = Desk.open(Settings(tmp_path / "settings.yaml", shops=shops))
    editions: list[Edition] = []
    desk.watch(editions.append)
    assert reply(desk) == "两天内发"
    assert desk.next_shop()
    until(lambda: editions)
    desk.renew(editions[-1])
    assert reply(desk) == "马上发"
    desk.close()


def test_a_shop_whose_book_is_gone_does_not_answer_from_another_shops(book: Path, tmp_path: Path) -> None:
    shops = (Shop("花店", books=(book.parent,)), Shop("书店", books=(tmp_path / "gone",)))
    desk = Desk.open(Settings(tmp_path / "settings.yaml", shops=shops))
    editions: list[Edition] = []
    desk.watch(editions.append)
    assert desk.next_shop()
    until(lambda: editions)
    desk.renew(editions[-1])
    assert desk.find("fahuo").hits == []
    (problem,) = desk.library.problems
    assert str(tmp_path / "gone") in problem.message
    desk.close()


def test_an_empty_folder_is_a_book_without_phrases(tmp_path: Path) -> None:
    (tmp_path / "book").mkdir()
    for _ in range(2):  # read, and from the cache
        library = Shelf([tmp_path / "book"], RULES, tmp_path / "cache").open()
        assert [problem.code for problem in library.problems] == ["empty-book"]


def test_without_a_book_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(PhrasebookError):
        Shelf([tmp_path / "none"], RULES, tmp_path / "cache").open()
