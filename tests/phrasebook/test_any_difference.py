"""Two books that differ in anything a customer or an agent gets are never the same to a comparison."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from qreply.phrasebook.comparison import compare
from qreply.phrasebook.declared import declared_in
from qreply.phrasebook.model import Phrase, Placeholder, Rule, Scope, Validity
from qreply.phrasebook.reading.file import ParsedFile
from qreply.reports.book_changes import sections_of

WORDS = st.sampled_from(("", "补5元", "24小时", "48小时", "甲"))
SOME = WORDS.filter(bool)
LISTS = st.lists(SOME, max_size=2, unique=True).map(tuple)
PLATFORMS = st.lists(st.sampled_from(("taobao", "pdd", "jd")), max_size=2, unique=True).map(tuple)
TEXTS = st.lists(
    st.one_of(
        st.sampled_from(("亲", "补5元", "3天内发，5天内到", "5天内发，3天内到")),
        st.sampled_from(("{{n}}", "{{n=甲}}", "{{m=甲}}", "{{n|5元|10元}}", "{{n=5元|5元|10元}}", "{{>f}}")),
        st.sampled_from(("{{?n}}补{{n}}元{{/n}}", "{{?m}}赠品{{/m}}", "{{?n}}{{?m}}亲{{/m}}{{/n}}")),
    ),
    min_size=1,
    max_size=3,
).map("".join)
WORDINGS = st.lists(st.lists(TEXTS, min_size=1, max_size=2).map(tuple), min_size=1, max_size=2).map(tuple)
PLACEHOLDERS = st.builds(
    Placeholder,
    name=st.just("n"),
    ask=WORDS,
    default=st.one_of(st.none(), SOME),
    options=LISTS,
    pattern=WORDS,
    date=st.sampled_from(("", "+1d")),
    format=st.sampled_from(("", "M月D日")),
    from_clipboard=st.booleans(),
    remember=st.booleans(),
    private=st.booleans(),
    commits=st.booleans(),
    from_shop=st.booleans(),
    example=WORDS,
    kind=st.sampled_from(("", "phone")),
)
DAYS = st.sampled_from((None, datetime(2027, 1, 1), datetime(2027, 2, 1)))
PHRASES = st.builds(
    Phrase,
    id=st.just("s/a"),
    scenario=st.just("s"),
    title=SOME,
    wordings=WORDINGS,
    group=WORDS,
    code=WORDS,
    asks=LISTS,
    negative_words=LISTS,
    tags=LISTS,
    platform_wordings=st.dictionaries(st.sampled_from(("pdd", "jd")), WORDINGS, max_size=1),
    only=PLATFORMS,
    note=WORDS,
    next=LISTS,
    no_answer=WORDS,
    images=LISTS,
    readings=st.dictionaries(SOME, SOME, max_size=1),
    valid=st.lists(st.builds(Validity, since=DAYS, until=DAYS).filter(any), max_size=1).map(tuple),
    more_codes=LISTS,
    scope=st.just(Scope()),
    path=st.just(""),
    line=st.just(0),
)
RULES = st.builds(
    Rule,
    id=st.just("r"),
    level=st.sampled_from(("block", "warn")),
    why=SOME,
    words=LISTS,
    exceptions=LISTS,
    suggestion=st.one_of(st.none(), WORDS),
    platforms=PLATFORMS,
    checked=WORDS,
    patterns=LISTS,
    tellings=st.just(()),
    stands_for=WORDS,
    word_class=WORDS,
    like=WORDS,
    path=st.just(""),
    line=st.just(0),
)
BOOKS = st.tuples(PHRASES, PLACEHOLDERS, SOME, SOME, RULES)
"""A phrase, the placeholder and the fragment it may name, the scenario's title, and a rule."""


def shown(old: Any, new: Any) -> bool:
    sides = []
    for phrase, known, fragment, title, rule in (old, new):
        file = ParsedFile(
            "a.yaml",
            "s",
            title=title,
            phrases=(phrase._replace(scope=Scope({"n": known}, {"f": fragment})),),
            placeholders={"n": known},
            fragments={"f": fragment},
            rules=(rule,),
        )
        sides.append(file)
    before, after = sides
    found = compare(
        before.phrases,
        after.phrases,
        before.rules,
        after.rules,
        old_declared=declared_in([before]),
        new_declared=declared_in([after]),
    )
    sections = sections_of(found)
    assert bool(found) == bool(sections)
    assert all(entry.facts for section in sections for entry in section.entries)
    return bool(found)


@settings(max_examples=75, deadline=None)
@given(BOOKS, st.data())
def test_no_difference_is_ever_passed_over(book: Any, data: st.DataObject) -> None:
    other = data.draw(BOOKS)
    assert not shown(book, book)
    part = data.draw(st.integers(0, len(book) - 1))
    whole: Any = book[part]
    changed = other[part]
    if not isinstance(whole, str):
        at = data.draw(st.integers(0, len(whole) - 1))
        changed = whole._replace(**{whole._fields[at]: changed[at]})
    after = (*book[:part], changed, *book[part + 1 :])
    assert shown(book, after) == (book != after)
