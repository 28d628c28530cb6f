"""What a phrase was picked for is searched as if it were one of its asks."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from qreply.phrasebook.model import Phrase
from qreply.search.document import document_of, document_of_lines
from qreply.search.learned import MAX_LINES, LearnedLines, join_documents
from qreply.search.query import Query
from tests.search.test_index import BOOK, INDEX

TEXTS = st.text(st.sampled_from("发货退款重行还abfh7 ，"), min_size=1, max_size=12)


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(BOOK.phrases), st.lists(TEXTS, min_size=1, max_size=4))
def test_a_joined_profile_is_that_of_a_phrase_with_these_asks(phrase: Phrase, lines: list[str]) -> None:
    phrase = phrase._replace(tags=(), readings={})
    joined = join_documents(document_of(phrase)[0], document_of_lines(lines))
    whole = document_of(phrase._replace(asks=(*phrase.asks, *lines)))[0]
    end = len(whole.hanzi)
    assert joined.hanzi == whole.hanzi
    assert joined.sounds[:end] == whole.sounds[:end]
    assert sorted(joined.sounds[end:].split("\0")) == sorted(whole.sounds[end:].split("\0"))
    assert (joined.meanings, joined.lines, round(joined.size, 6)) == (
        whole.meanings,
        whole.lines,
        round(whole.size, 6),
    )


def test_a_phrase_is_found_by_what_it_was_picked_for() -> None:
    query = "包裹卡在半路不走"
    assert "logistics/ship-delay" not in [hit.phrase.id for hit in INDEX.find(query)][:1]
    learned = LearnedLines({"logistics/ship-delay": ["包裹卡在半路怎么不走了"]})
    hit = INDEX.search(query, learned=learned).hits[0]
    assert hit.phrase.id == "logistics/ship-delay"
    assert (hit.why[0].field, hit.why[0].text) == ("picked", "包裹卡在半路怎么不走了")
    assert INDEX.find(query)[0].phrase.id != "logistics/ship-delay"


def test_what_the_book_has_no_word_of_is_found_once_it_was_learned() -> None:
    learned = LearnedLines({"return/deposit": ["蘑菇蘑菇"]})
    assert [hit.phrase.id for hit in INDEX.search("蘑菇蘑菇呢", learned=learned).hits][:1] == [
        "return/deposit"
    ]


def test_one_rare_pair_of_characters_brings_what_learned_it() -> None:
    learned = LearnedLines({"return/deposit": ["蘑菇炖鸡"]})
    assert "return/deposit" in [hit.phrase.id for hit in INDEX.search("那蘑菇怎么算", learned=learned).hits]
    common = LearnedLines(
        {f"a/{number}": ["蘑菇炖鸡"] for number in range(9)} | {"return/deposit": ["蘑菇炖鸡"]}
    )
    assert common.candidates(Query.of("那蘑菇怎么算")) == []


def test_only_the_latest_lines_are_kept() -> None:
    learned = LearnedLines()
    for number in range(MAX_LINES + 5):
        learned.add("a/b", f"问题{number}")
    learned.add("a/b", "问题7")
    assert len(learned.lines_of("a/b")) == MAX_LINES
    assert learned.lines_of("a/b")[-1] == "问题7"
    assert "问题4" not in learned.lines_of("a/b")
