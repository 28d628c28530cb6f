"""A phrase that promises otherwise is reported with every sentence of it that was changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qreply.phrasebook.comparison import compare
from qreply.phrasebook.loader import Book, assemble
from qreply.phrasebook.reading.file import read_file
from qreply.phrasebook.reading.source import Source
from qreply.phrasebook.reply_changes import ReplyChange, changed_sentences
from qreply.reports.book_changes import Entry, sections_of

HEAD = "scenario: s\nphrases:\n"


def entry(before: str, after: str, *, promises_only: bool = False) -> Entry:
    old, new = (
        assemble([Book(Path("book"), (read_file(Source("a.yaml", HEAD + text)),))]).phrases
        for text in (before, after)
    )
    (section,) = sections_of(compare(old, new), promises_only=promises_only)
    assert section.name == "promises"
    return section.entries[0]


def phrase(reply: str) -> str:
    return f"  - id: a\n    title: 退货\n    reply: {reply!r}\n"


REWRITTEN = {
    "a promise and a tone": (
        ("7天内可以退。有事随时找我~", "3天内可以退。没事别找我~"),
        [("7天", "3天"), ("7天内可以退。", "3天内可以退。"), ("有事随时找我~", "没事别找我~")],
    ),
    "what comes in its place": (
        ("亲，换货免费！30天都行。", "亲，换货免费！看心情。"),
        [("30天", ""), ("30天都行。", "看心情。")],
    ),
    "sentences that are gone and new": (
        ("您好！2天内发。谢谢光临。", "您好！5天内发。急也没用。自己等。谢谢光临。祝好"),
        [("2天", "5天"), ("2天内发。", "5天内发。急也没用。自己等。"), ("", "祝好")],
    ),
}


@pytest.mark.parametrize("promises_only", [False, True])
@pytest.mark.parametrize(("edit", "facts"), REWRITTEN.values(), ids=REWRITTEN)
def test_promises_come_first_and_no_sentence_is_left_out(
    edit: tuple[str, str], facts: list[tuple[str, str]], promises_only: bool
) -> None:
    found = entry(*map(phrase, edit), promises_only=promises_only).facts
    assert [(fact.old, fact.new) for fact in found] == facts
    assert [fact.is_promise for fact in found] == [True] + [False] * (len(facts) - 1)


def test_the_platforms_stand_beside_the_sentences_that_are_theirs() -> None:
    before = (
        phrase("7天内退。") + "    platforms: {pdd: {reply: 7天内退。随时找我。}, jd: {reply: 7天内退。}}\n"
    )
    after = phrase("3天内退。") + "    platforms: {pdd: {reply: 3天内退。别找我。}, jd: {reply: 3天内退。}}\n"
    assert [(fact.label, fact.new) for fact in entry(before, after).facts] == [
        ("", "3天"),
        ("原话", "3天内退。"),
        ("拼多多原话", "别找我。"),
    ]


@given(*[st.text(alphabet="亲天1。！~\n，；", max_size=30)] * 2)
def test_what_stays_and_what_was_changed_together_are_the_whole_text(old: str, new: str) -> None:
    pairs = list(changed_sentences(ReplyChange("", old, new)))
    assert bool(pairs) == (old != new)
    rest_old, rest_new = old, new
    for was, now in pairs:
        assert was in rest_old
        assert now in rest_new
        rest_old, rest_new = rest_old.replace(was, "", 1), rest_new.replace(now, "", 1)
    assert sorted(rest_old) == sorted(rest_new)
