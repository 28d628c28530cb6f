"""Indexes in the cache folder: opened when nothing has changed, made anew when anything has or is damaged."""

from __future__ import annotations

import os
import random
import shutil
import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from qreply.phrasebook.model import Phrase, Phrasebook, Placeholder, Problem, Rule, Scenario, Scope, Validity
from qreply.search.storage.index_cache import IndexCache, IndexedPhrasebook
from qreply.search.storage.segment import DamagedError, Segment
from qreply.search.storage.segment_writer import build
from qreply.storage.atomic import DRAFT_SUFFIX
from qreply.storage.fingerprint import fingerprint

SCOPE = Scope(
    {
        "快递": Placeholder("快递", options=("中通", "圆通"), default="中通"),
        "质保期": Placeholder("质保期", from_shop=True, commits=True, example="1年", kind="duration"),
    },
    {"落款": "有问题随时找我"},
)
FULL = Phrase(
    "logistics/ship",
    "logistics",
    "什么时候发货",
    (("亲，{{快递}}发出", "{{>落款}}"), ("亲～",)),
    group="催发货",
    code="fh",
    asks=("多久能发货", "\ud800今天发吗"),
    negative_words=("已收到",),
    tags=("时效",),
    platform_wordings={"pdd": (("亲，拼单",),)},
    only=("pdd", "taobao"),
    note="说到做到",
    next=("logistics/track",),
    no_answer="logistics/none",
    images=("尺码表.jpg",),
    readings={"重庆": "chong qing"},
    valid=(Validity(datetime(2026, 11, 1), None),),
    scope=SCOPE,
    path="a.yaml",
    line=7,
)
BOOK = Phrasebook(
    (Scenario("logistics", "物流"), Scenario("return", "退换")),
    (
        FULL,
        Phrase("return/how", "return", "怎么退货", (("亲，退",),), path="b.yaml", scope=SCOPE),
        Phrase("logistics/where", "logistics", "快递到哪了", (("亲，在路上",),), path="a.yaml", scope=SCOPE),
    ),
    (Rule("best", "warn", "广告法", words=("最好",), exceptions=("最好先",), suggestion=None),),
    (
        Problem("empty-book", "c.yaml", 1, 1, "warning"),
        Problem("code-twice", "c.yaml", 1, 1, values={"code": "x"}),
    ),
)


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    folder = tmp_path / "book"
    folder.mkdir()
    for name in ("a.yaml", "b.yaml"):
        path = folder / name
        path.write_text(name, "utf-8")
        os.utime(path, (1_700_000_000, 1_700_000_000))
    return [folder / "a.yaml", folder / "b.yaml"]


@pytest.fixture
def store(tmp_path: Path) -> IndexCache:
    return IndexCache(tmp_path / "cache")


def phrases(phrasebook: IndexedPhrasebook) -> list[Phrase]:
    return [phrasebook.index.phrase(place) for place in range(len(phrasebook.index))]


def opened(store: IndexCache, files: list[Path]) -> IndexedPhrasebook:
    phrasebook = store.open(files)
    assert phrasebook is not None
    return phrasebook


def test_everything_comes_back_as_it_was(store: IndexCache, files: list[Path]) -> None:
    assert store.open(files) is None
    for phrasebook in (store.save(fingerprint(files), BOOK), opened(store, files)):
        assert phrases(phrasebook) == list(BOOK.phrases)
        assert (phrasebook.scenarios, phrasebook.rules, phrasebook.problems) == (
            BOOK.scenarios,
            BOOK.rules,
            BOOK.problems,
        )
        assert phrasebook.index.by_id("return/how") == BOOK.phrases[1]
        assert [hit.phrase.id for hit in phrasebook.index.find("fahuo", limit=1)] == ["logistics/ship"]


def test_a_files_phrases_share_their_scope(store: IndexCache, files: list[Path]) -> None:
    store.save(fingerprint(files), BOOK)
    phrasebook = opened(store, files)
    assert phrasebook.index.phrase(0).scope is phrasebook.index.phrase(2).scope


def test_an_edit_makes_one_new_segment(store: IndexCache, files: list[Path], tmp_path: Path) -> None:
    store.save(fingerprint(files), BOOK)
    before = set((tmp_path / "cache").glob("*.segment"))
    files[1].write_text("edited", "utf-8")
    assert store.open(files) is None
    changed = BOOK.phrases[1]._replace(title="退货怎么弄")
    told: list[tuple[int, int]] = []
    book = replace(BOOK, phrases=(BOOK.phrases[0], changed, BOOK.phrases[2]))
    store.save(fingerprint(files), book, lambda done, of: told.append((done, of)))
    assert len(set((tmp_path / "cache").glob("*.segment")) - before) == 1
    assert phrases(opened(store, files))[1] == changed
    assert told[-1] == (3, 3)


@pytest.mark.parametrize("change", ["content", "removed", "more files", "other order"])
def test_what_has_changed_is_not_opened(store: IndexCache, files: list[Path], change: str) -> None:
    store.save(fingerprint(files), BOOK)
    if change == "content":
        files[0].write_text("A.yaml", "utf-8")
    elif change == "removed":
        files[0].unlink()
    elif change == "more files":
        files.append(files[0].with_name("c.yaml"))
    else:
        files.reverse()
    assert store.open(files) is None


def test_a_file_that_was_only_touched_is_as_it_was(store: IndexCache, files: list[Path]) -> None:
    store.save(fingerprint(files), BOOK)
    os.utime(files[0], (1_800_000_000, 1_800_000_000))
    opened(store, files)


def test_an_edit_within_the_clocks_resolution_is_noticed(store: IndexCache, files: list[Path]) -> None:
    now = files[0].stat().st_mtime_ns + 10**18
    os.utime(files[0], ns=(now, now))
    store.save(fingerprint(files), BOOK)
    files[0].write_text("a.yml!", "utf-8")
    os.utime(files[0], ns=(now, now))
    assert store.open(files) is None


def test_without_a_folder_to_write_to_the_library_lives_in_memory(tmp_path: Path, files: list[Path]) -> None:
    (tmp_path / "cache").write_text("in the way", "utf-8")
    phrasebook = IndexCache(tmp_path / "cache").save(fingerprint(files), BOOK)
    assert phrases(phrasebook) == list(BOOK.phrases)


def test_nothing_half_written_stays(store: IndexCache, files: list[Path], tmp_path: Path) -> None:
    store.save(fingerprint(files), BOOK)
    left = tmp_path / "cache" / f".0.segment.1{DRAFT_SUFFIX}"
    left.write_bytes(b"half")
    os.utime(left, (0, 0))
    store.save(fingerprint(files), BOOK)
    assert not left.exists()


def test_damaged_files_are_made_anew(store: IndexCache, files: list[Path], tmp_path: Path) -> None:
    chance = random.Random(5)
    store.save(fingerprint(files), BOOK)
    for path in sorted((tmp_path / "cache").iterdir()):
        whole = path.read_bytes()
        for _ in range(20):
            at = chance.randrange(len(whole))
            with path.open("r+b") as file:  # as it is: Windows cuts no file short that is open
                file.write(whole[:at] + bytes([whole[at] ^ 1 << chance.randrange(8)]) + whole[at + 1 :])
            phrasebook = store.open(files)
            if phrasebook is not None:
                phrasebook.index.find("fahuo")
            phrasebook = store.save(fingerprint(files), BOOK)
            assert phrases(phrasebook) == list(BOOK.phrases)
            assert phrases(opened(store, files)) == list(BOOK.phrases)


@pytest.mark.skipif(sys.platform == "win32", reason="an open file cannot be cut short there")
def test_a_file_that_is_cut_short_while_it_is_open_is_damaged(
    store: IndexCache, files: list[Path], tmp_path: Path
) -> None:
    store.save(fingerprint(files), BOOK)
    index = opened(store, files).index
    assert index.find("tuihuo")
    for path in (tmp_path / "cache").glob("*.segment"):
        os.truncate(path, path.stat().st_size * 2 // 3)
    assert not index.find("fahuo")
    assert index.damaged


def test_many_small_files_are_searched_like_one(store: IndexCache, tmp_path: Path) -> None:
    scopes = [Scope({}, {"落款": f"第{n}家"}) for n in range(12)]
    book = Phrasebook(
        (Scenario("logistics", "物流"),),
        tuple(
            Phrase(
                f"logistics/{n}",
                "logistics",
                f"{title}{n % 3}",
                (("好",),),
                path=f"{n // 2}.yaml",
                scope=scopes[n // 2],
            )
            for n, title in enumerate(("发货", "退货", "包邮吗", "什么时候到") * 6)
        ),
    )

    def found(phrasebook: IndexedPhrasebook) -> list[list[tuple[str, float]]]:
        queries = ("fahuo", "退货1", "b", "smsh", "logistics")
        return [[(hit.phrase.id, hit.score) for hit in phrasebook.index.find(query)] for query in queries]

    whole = found(IndexedPhrasebook.of(book))
    assert found(store.save(fingerprint([]), book)) == whole
    assert found(opened(store, [])) == whole
    before = set((tmp_path / "cache").glob("*.segment"))
    edited = (book.phrases[0]._replace(title="改了"), *book.phrases[1:])
    store.save(fingerprint([]), replace(book, phrases=edited))
    new = set((tmp_path / "cache").glob("*.segment")) - before
    assert len(new) == 2  # the edited file's, and the merged one
    for path in new:
        path.write_bytes(path.read_bytes()[:-1])
        phrasebook = store.open([])  # which needs the merged one only
        assert phrasebook is None or found(phrasebook)
        del phrasebook  # Windows cuts no file short that is open
        assert phrases(store.save(fingerprint([]), book)) == list(book.phrases)
        assert found(opened(store, [])) == whole
        store.save(fingerprint([]), replace(book, phrases=edited))


def everything(data: bytes) -> list[Phrase]:
    segment = Segment(data)
    segment.members(1)
    for number in range(segment.size):
        segment.document(number)
    return [segment.phrase(number) for number in range(segment.size)]


def test_every_truncation_is_noticed() -> None:
    data = build(BOOK.phrases)
    assert everything(data) == list(BOOK.phrases)
    for length in range(len(data)):
        with pytest.raises(DamagedError):
            Segment(data[:length])


def test_a_flipped_bit_is_noticed_or_without_effect() -> None:
    data = build(BOOK.phrases)
    chance = random.Random(3)
    for _ in range(1500):
        flipped = bytearray(data)
        flipped[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        try:
            segment = Segment(bytes(flipped))
            assert [segment.phrase(number) for number in range(segment.size)] == list(BOOK.phrases)
        except DamagedError:
            continue


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"\x80\x04\x95" * 100, bytes(1000)])
def test_foreign_files_are_refused(data: bytes) -> None:
    with pytest.raises(DamagedError):
        Segment(data)


def numbered(count: int, first_line: int = 3) -> tuple[Phrase, ...]:
    """A large file's phrases, four lines each."""
    return tuple(
        Phrase(f"a/{at}", "a", f"发货{at}", (("今天发",),), path="big.yaml", line=first_line + 4 * at)
        for at in range(count)
    )


def moved(phrases: tuple[Phrase, ...], lines: int) -> tuple[Phrase, ...]:
    return tuple(phrase._replace(line=phrase.line + lines) for phrase in phrases)


def changes() -> dict[str, tuple[tuple[Phrase, ...], int]]:
    """Edits of a file of 6,000 phrases, each with how many segments may be new for it, those for merging included."""
    old = numbered(6_000)
    new = Phrase("a/new", "a", "新来的一条", (("好",),), path="big.yaml", line=old[3_000].line)
    return {
        "a comment at the top": (moved(old, 2), 0),
        "another reply": ((*old[:3_000], old[3_000]._replace(wordings=(("改了",),)), *old[3_001:]), 2),
        "one put in": ((*old[:3_000], new, *moved(old[3_000:], 4)), 3),
        "one taken out": ((*old[:3_000], *moved(old[3_001:], -4)), 3),
        "one put in at the end": ((*old, new._replace(line=30_000)), 2),
    }


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What is kept of a book of 6,000 phrases."""
    folder = tmp_path_factory.mktemp("large")
    IndexCache(folder).save((), Phrasebook((Scenario("a", "A"),), numbered(6_000)))
    return folder


@pytest.mark.parametrize("name", changes())
def test_an_edit_of_a_large_file_makes_few_segments_anew(
    store: IndexCache, files: list[Path], large: Path, name: str
) -> None:
    shutil.copytree(large, store.folder, dirs_exist_ok=True)
    before = {path.name for path in store.folder.glob("*.segment")}
    assert len(before) > 6
    edited, most = changes()[name]
    phrasebook = store.save(fingerprint(files), Phrasebook((Scenario("a", "A"),), edited))
    assert len({path.name for path in store.folder.glob("*.segment")} - before) <= most
    for found in (phrasebook, opened(store, files)):
        assert phrases(found) == list(edited)
        assert [hit.phrase.id for hit in found.index.find("发货4321")][:1] == ["a/4321"]
