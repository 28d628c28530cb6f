"""Two states of a book are compared phrase by phrase, and what replies promise word by word."""

from __future__ import annotations

from pathlib import Path

import pytest

from qreply.phrasebook.comparison import Comparison, compare, compare_snapshots
from qreply.phrasebook.declared import declared_in
from qreply.phrasebook.loader import Book, assemble
from qreply.phrasebook.model import Phrasebook
from qreply.phrasebook.reading.file import read_file
from qreply.phrasebook.reading.source import Source
from qreply.phrasebook.snapshots import take_book_snapshot

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
    declared = [declared_in([read_file(Source("book/a.yaml", text))]) for text in (before, after)]
    return compare(
        old.phrases,
        new.phrases,
        old.rules,
        new.rules,
        old_declared=declared[0],
        new_declared=declared[1],
    )


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


PROMISED_IN_FIELDS = {
    "an option of a tag": ("赔您{{额=5元|5元|10元}}", "赔您{{额=5元|5元|100元}}", [("10元", "100元")]),
    "an option of two": ("赔您{{额|5元|10元}}", "赔您{{额|5元|50元}}", [("10元", "50元")]),
    "a declared option": ("赔您{{补偿额}}", "赔您{{补偿额}}", [("10元", "50元")]),
    "a condition taken away": (
        "收到后{{?差价}}补{{差价}}元，{{/差价}}可退",
        "收到后补{{差价}}元，可退",
        [("（有差价才说）补〔差价〕元", "补〔差价〕元")],
    ),
    "times swapped": (
        "3天内发，5天内到",
        "5天内发，3天内到",
        [("3天", "5天"), ("5天", "3天")],
    ),
    "sums swapped": ("满100减10，满200减30", "满100减30，满200减10", [("减10", "减30"), ("减30", "减10")]),
    "a time that goes to another thing": (
        "3天内发，5天内到",
        "7天内发，5天内到，3天内换",
        [("3天", "7天"), ("", "3天")],
    ),
    "clauses in another order": ("3天内发，5天内到", "5天内到，3天内发", []),
    "a word said once instead of twice": ("有赠品，赠品随单发", "有赠品，随单发", []),
    "the same two sums": ("退款补5元，好评补5元", "好评补5元，退款补5元", []),
}


@pytest.mark.parametrize(("before", "after", "expected"), PROMISED_IN_FIELDS.values(), ids=PROMISED_IN_FIELDS)
def test_a_promise_among_options_or_in_an_optional_part_or_swapped_is_found(
    before: str, after: str, expected: list[tuple[str, str]]
) -> None:
    head = HEAD + "placeholders: {补偿额: {ask: 补多少, options: [5元, 10元], default: 5元}}\n"
    sides = [f"{head}phrases: [{{id: a, title: 赔, reply: '{text}'}}]\n" for text in (before, after)]
    if before == after:
        sides[1] = sides[1].replace("10元]", "50元]")
    found = promised(compared(*sides))
    assert [pair[2:] for pair in found[: len(expected)]] == expected
    assert bool(found) == bool(expected)


DETAILS = {
    "保密": ("ask: 单号,", "ask: 单号, private: yes,"),
    "来源": ("ask: 单号,", "ask: 单号, from: clipboard,"),
    "样式": ("ask: 单号,", "ask: 单号, pattern: '[0-9]+',"),
    "询问": ("ask: 单号,", "ask: 快递单号,"),
    "示例": ("example: SF1", "example: SF2"),
    "another name": ("{{a=小美}}", "{{b=小美}}"),
    "messages that become wordings": ("messages: [好, 的]", "variants: [好, 的]"),
    "the title of the scenario": ("title: 物流", "title: 快递"),
    "a fragment that nothing uses": ("落款: 再会", "落款: 再见"),
    "a placeholder that nothing uses": ("default: 甲", "default: 乙"),
}


@pytest.mark.parametrize("edit", DETAILS.values(), ids=DETAILS)
def test_what_no_words_show_is_a_change_too(edit: tuple[str, str]) -> None:
    book = (
        "scenario: s\ntitle: 物流\nfragments: {落款: 再会}\n"
        "placeholders: {n: {ask: 单号, example: SF1}, 空: {default: 甲}}\nphrases:\n"
        "  - {id: a, title: 查, reply: '{{n}}，{{a=小美}}'}\n  - {id: b, title: 好, messages: [好, 的]}\n"
    )
    assert edit[0] in book
    assert compared(book, book.replace(*edit))
    assert not compared(book, book)


ORDERS = {
    "messages": ("[有赠品哦, 明天发]", "[明天发, 有赠品哦]"),
    "a promise in another message": ("[有赠品哦, 明天发, 谢谢]", "[亲, 有赠品哦明天发, 谢谢]"),
}


@pytest.mark.parametrize(("before", "after"), ORDERS.values(), ids=ORDERS)
def test_what_only_changes_places_is_no_promise_lost(before: str, after: str) -> None:
    book = HEAD + "phrases: [{id: a, title: 好, messages: MESSAGES}]\n"
    found = compared(book.replace("MESSAGES", before), book.replace("MESSAGES", after))
    assert found
    assert promised(found) == []


ACROSS = {
    "a fragment that another file includes": ("a.yaml", "补5元", "补50元"),
    "a reply that includes another file's fragment": ("b.yaml", "48小时", "24小时"),
    "an option that another file's reply offers": ("a.yaml", "10元", "100元"),
}


@pytest.mark.parametrize(("name", "was", "now"), ACROSS.values(), ids=ACROSS)
def test_states_of_a_book_are_compared_across_its_files(
    name: str, was: str, now: str, tmp_path: Path
) -> None:
    (tmp_path / "a.yaml").write_text(
        "scenario: s\nfragments: {多少: 补5元}\nplaceholders: {额: {options: [1元, 10元]}}\n"
        "phrases: [{id: a, title: 一, reply: 好}]\n",
        encoding="utf-8",
    )
    (tmp_path / "b.yaml").write_text(
        "scenario: t\nphrases: [{id: b, title: 二, reply: '{{>多少}}，赔您{{额}}，48小时内发'}]\n", "utf-8"
    )
    old = take_book_snapshot(tmp_path)
    path = tmp_path / name
    path.write_text(path.read_text("utf-8").replace(was, now), encoding="utf-8")
    found = compare_snapshots(old, take_book_snapshot(tmp_path))
    assert promised(found) == [("t/b", "", was, now)]
