"""Two states of a book are compared phrase by phrase, and what replies promise word by word."""

from __future__ import annotations

from pathlib import Path

import pytest

from qreply.phrasebook.comparison import Comparison, compare
from qreply.phrasebook.loader import Book, assemble
from qreply.phrasebook.model import Phrasebook
from qreply.phrasebook.reading.file import read_file
from qreply.phrasebook.reading.source import Source

HEAD = "scenario: s\n"
PHRASES = """phrases:
  - {id: a, title: 发货, asks: [几时发], reply: '{{>承诺}}，亲'}
  - {id: b, title: 退货, reply: 七天内可退, platforms: {pdd: {reply: 三天内可退}}}
  - {id: c, title: 问候, reply: '您好，{{客服=小美}}'}
fragments: {承诺: '48小时内发'}
"""
BOOK = HEAD + PHRASES


def parsed(text: str) -> Phrasebook:
    return assemble([Book(Path("book"), (read_file(Source("book/a.yaml", text)),))])


def compared(before: str, after: str) -> Comparison:
    old, new = parsed(before), parsed(after)
    assert not [problem for problem in (*old.problems, *new.problems) if problem.severity == "error"]
    return compare(old.phrases, new.phrases, old.rules, new.rules)


def promised(found: Comparison) -> list[tuple[str, str, str, str]]:
    return [
        (change.new.id, promise.platform, promise.old, promise.new)
        for change in found.changed
        for promise in change.promises
    ]


PROMISES = {
    "in a fragment": (("48小时", "24小时"), [("s/a", "", "48小时", "24小时")]),
    "in other words": (("48小时", "两天"), []),
    "on one platform": (("三天", "七天"), [("s/b", "pdd", "三天", "七天")]),
    "taken back": (("七天内可退", "七天内不可退"), [("s/b", "", "可退", "不可退")]),
    "refused": (
        ("七天内可退", "不支持七天内可退"),
        [("s/b", "", "七天", "（不）七天"), ("s/b", "", "可退", "（不）可退")],
    ),
    "of two things": (
        ("48小时内发", "免费，顺丰"),
        [("s/a", "", "48小时", ""), ("s/a", "", "", "免费"), ("s/a", "", "", "顺丰")],
    ),
    "no longer sure": (("48小时内发", "尽量48小时内发"), [("s/a", "", "48小时", "（尽量）48小时")]),
    "added": (("reply: 七天内可退", "reply: 七天内可退，补5元"), [("s/b", "", "", "补5元")]),
    "no longer a number": (("48小时", "{{时限}}小时"), [("s/a", "", "48小时", "〔时限〕小时")]),
    "a campaign that lasts longer": (
        ("id: c,", "id: c, valid: {until: 2026-12-01},"),
        [("s/c", "", "", "– 2026-12-01 23:59")],
    ),
}


@pytest.mark.parametrize(("edit", "expected"), PROMISES.values(), ids=PROMISES)
def test_promises_that_change_are_found(
    edit: tuple[str, str], expected: list[tuple[str, str, str, str]]
) -> None:
    assert promised(compared(BOOK, BOOK.replace(*edit))) == expected


def test_new_gone_moved_and_other_changes_are_told_apart() -> None:
    after = (
        BOOK.replace("id: b,", "id: z,")
        .replace("[几时发]", "[几时发, 多久发]")
        .replace(
            "  - {id: c, title: 问候, reply: '您好，{{客服=小美}}'}", "  - {id: d, title: 道谢, reply: 谢谢}"
        )
    )
    found = compared(BOOK, after)
    assert [phrase.id for phrase in found.new] == ["s/d"]
    assert [phrase.id for phrase in found.gone] == ["s/c"]
    assert [(change.old.id, change.new.id, change.fields, change.replies) for change in found.changed] == [
        ("s/a", "s/a", ("asks",), ()),
        ("s/b", "s/z", (), ()),
    ]


def test_a_default_that_changes_changes_the_reply() -> None:
    found = compared(BOOK, BOOK.replace("小美", "小丽"))
    ((reply,),) = (change.replies for change in found.changed)
    assert (reply.old, reply.new) == ("您好，小美", "您好，小丽")


def test_what_stands_elsewhere_in_the_file_or_is_declared_elsewhere_is_the_same() -> None:
    moved = (
        HEAD + "fragments: {承诺: '48小时内发'}\n" + PHRASES.replace("fragments: {承诺: '48小时内发'}\n", "")
    )
    assert not compared(BOOK, moved)


def test_a_wording_that_is_added_is_no_change_of_the_others() -> None:
    found = compared(
        BOOK, BOOK.replace("reply: 七天内可退,", "reply: 七天内可退, variants: [收到七天内都能退],")
    )
    ((reply,),) = (change.replies for change in found.changed)
    assert (reply.old, reply.new) == (None, "收到七天内都能退")


def test_rules_are_compared() -> None:
    rule = "rules:\n  - {id: x, level: warn, words: [最好], why: 广告法}\n"
    found = compared(BOOK + rule, BOOK + rule.replace("warn", "block").replace("最好", "最佳"))
    ((old, new),) = found.rules
    assert old is not None
    assert new is not None
    assert (old.level, new.level, new.words) == ("warn", "block", ("最佳",))
