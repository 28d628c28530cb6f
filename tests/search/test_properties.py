"""What must hold for any query and any book."""

from __future__ import annotations

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from qreply.phrasebook.model import Phrase, Phrasebook
from qreply.search import Index
from qreply.search.storage import bitsets
from qreply.text.normalize import normalise
from qreply.text.typed_pinyin import spell
from tests.search.test_index import BOOK, INDEX

FRAGMENTS = st.sampled_from(
    [
        "发货",
        "fahuo",
        "fh",
        "退",
        "tui",
        "什么时候",
        "smsh",
        "重新",
        "chong",
        "發貨",
        "，",
        " ",
        "plus",
        "7天",
        "İ",
        "\u0301",
    ]
)
QUERIES = st.one_of(st.text(max_size=40), st.lists(FRAGMENTS, max_size=8).map("".join))
TEXTS = st.text(st.sampled_from("发货退款的了吗什么时候重行还abfh7 ，"), min_size=1, max_size=12)
FAST = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@FAST
@example("E0CF")
@given(QUERIES)
def test_never_raises_and_every_span_is_in_range(query: str) -> None:
    for hit in INDEX.find(query):
        assert hit.best == hit.why[0]
        for match in hit.why:
            assert match.spans
            ends = [0, *(end for span in match.spans for end in span), len(match.text)]
            assert ends == sorted(ends)
            assert all(start < end for start, end in match.spans)


@FAST
@given(QUERIES)
def test_the_same_query_finds_the_same(query: str) -> None:
    first = [(hit.phrase.id, hit.score) for hit in INDEX.find(query)]
    again = [(hit.phrase.id, hit.score) for hit in Index.build(BOOK).find(query)]
    assert first == again
    assert first == [(hit.phrase.id, hit.score) for hit in INDEX.find(query)]


@FAST
@given(st.lists(st.tuples(TEXTS, st.lists(TEXTS, max_size=3)), min_size=1, max_size=6))
@example([("7", []), ("7", ["aa"])])
@example([("b", []), ("b", ["7a"])])
def test_any_book_can_be_indexed_and_its_titles_are_found(lines: list[tuple[str, list[str]]]) -> None:
    phrases = tuple(
        Phrase(f"a/{number}", "a", title, ((title,),), asks=tuple(asks))
        for number, (title, asks) in enumerate(lines)
    )
    index = Index.build(Phrasebook(phrases=phrases))
    for phrase in phrases:
        hits = [hit.phrase for hit in index.find(phrase.title)]
        if normalise(phrase.title).strip():
            assert phrase in hits


@FAST
@given(TEXTS, st.sampled_from([phrase for phrase in BOOK.phrases if not phrase.only]))
def test_an_unrelated_phrase_does_not_drop_a_perfect_hit(text: str, wanted: Phrase) -> None:
    other = Phrase("z/other", "z", f"龘{text}", (("好",),))
    index = Index.build(Phrasebook(phrases=(*BOOK.phrases, other)))
    before = [hit.phrase.id for hit in INDEX.find(wanted.title)]
    after = [hit.phrase.id for hit in index.find(wanted.title)]
    assert before[0] == wanted.id
    assert after[0] == wanted.id


@FAST
@given(st.text(st.sampled_from("abcdefghijklmnopqrstuvwxyz"), min_size=1, max_size=30))
def test_spelling_covers_every_letter_once(letters: str) -> None:
    parts = spell(letters)
    assert "".join(letters[part.start : part.end] for part in parts) == letters
    assert all(part.initial == letters[part.start] for part in parts)


@FAST
@given(st.text(max_size=60))
def test_normalising_keeps_every_position(text: str) -> None:
    plain = normalise(text)
    assert len(plain) == len(text)
    assert normalise(plain) == plain or not text.isascii()


@FAST
@given(
    st.lists(st.tuples(st.sets(st.integers(0, 200)), st.integers(1, 31)), max_size=12),
    st.sets(st.integers(0, 200)),
    st.integers(1, 20),
)
def test_counting_agrees_with_adding_one_by_one(
    sets: list[tuple[set[int], int]], among: set[int], most: int
) -> None:
    planes: list[int] = []
    totals = dict.fromkeys(range(201), 0)
    for numbers, weight in sets:
        bitsets.add(planes, sum(1 << number for number in numbers), weight)
        for number in numbers:
            totals[number] += weight
    bits = sum(1 << number for number in among)
    assert bitsets.largest(planes, bits) == max((totals[number] for number in among), default=0)
    wanted = sorted(among, key=lambda number: (-totals[number], number))[:most]
    assert list(bitsets.members(bitsets.best(planes, bits, most))) == sorted(wanted)
    least = max(1, most)
    assert list(bitsets.members(bitsets.at_least(planes, least, bits))) == sorted(
        number for number in among if totals[number] >= least
    )
