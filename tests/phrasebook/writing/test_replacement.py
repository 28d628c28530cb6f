"""Words are replaced where they stand, whatever the scalar's style; nothing else of the text changes."""

from __future__ import annotations

import pytest

from qreply.phrasebook.writing.replacement import SENT, Replacement
from qreply.phrasebook.writing.text_splice import CannotSpliceError

FILE = """scenario: s # 48小时
fragments:
  承诺: 48小时内发 # 48小时
placeholders: {{时限: {{default: 48小时, pattern: '48小时|24小时'}}}}
phrases:
  # 48小时
  - id: a # 48小时
    title: 48小时
    asks: [48小时吗, '48小时呢']
    {reply}
    note: 48小时
"""
REPLIES = {
    "plain": "reply: 亲，48小时内发 # 48小时",
    "single quotes": "reply: '亲，48小时内发'",
    "double quotes": 'reply: "亲，\\t48小时内发"',
    "block": "reply: | # 48小时\n      亲，48小时内发\n\n      48小时，真的",
    "folded": "reply: >-\n      亲，48小时内发\n      真的",
    "variants": "reply: 亲\n    variants: [48小时内发, '148小时', 4.48小时]",
    "messages": "messages:\n      - 亲\n      - 48小时内发",
    "platforms": "reply: 亲\n    platforms: {pdd: {reply: 48小时内发, variants: [48小时]}}",
    "Chinese keys": "回复: 48小时内发\n    其他说法: [48小时]",
}


def everything(_line: int) -> bool:
    return True


@pytest.mark.parametrize("reply", REPLIES.values(), ids=REPLIES)
@pytest.mark.parametrize("end_of_lines", ["\n", "\r\n"])
def test_only_what_customers_read_is_replaced_unless_more_is_named(reply: str, end_of_lines: str) -> None:
    text = FILE.format(reply=reply).replace("\n", end_of_lines)
    start, end = text.index("    note:"), text.index("asks:")
    written = reply.replace("\n", end_of_lines)
    # Neither comments nor longer numbers.
    wanted = written.replace(" # 48小时", " # ").replace("148小时", "148").replace("4.48小时", "4.")
    wanted = wanted.replace("48小时", "两天")
    wanted = wanted.replace(" # ", " # 48小时").replace("148", "148小时").replace("4.", "4.48小时")
    done = Replacement("48小时", "两天").in_file(text, everything)
    assert done == text.replace("承诺: 48小时内发", "承诺: 两天内发").replace(written, wanted)
    assert done[-(len(text) - start) :] == text[start:]
    assert text[end : end + 20] in done


def test_keys_and_phrases_may_be_named() -> None:
    text = FILE.format(reply="reply: 48小时")
    done = Replacement("48小时", "两天", {"title", "asks", "placeholders"}).in_file(text, everything)
    assert done == text.replace("title: 48小时", "title: 两天").replace(
        "[48小时吗, '48小时呢']", "[两天吗, '两天呢']"
    ).replace("default: 48小时", "default: 两天")
    assert Replacement("48小时", "两天", SENT - {"fragments"}).in_file(text, lambda _line: False) == text


@pytest.mark.parametrize(
    ("reply", "new", "written"),
    [
        ("reply: '48小时'", "it's", "reply: 'it''s'"),
        ('reply: "48小时"', 'a"b', 'reply: "a\\"b"'),
        ("reply: |\n      48小时", "一\n二", "reply: |\n      一\n      二"),
    ],
)
def test_what_is_put_in_is_written_as_the_scalar_needs_it(reply: str, new: str, written: str) -> None:
    assert written in Replacement("48小时", new).in_file(FILE.format(reply=reply), everything)


def test_what_is_no_yaml_is_refused() -> None:
    with pytest.raises(CannotSpliceError):
        Replacement("a", "b").in_file("phrases: [", everything)


@pytest.mark.parametrize(
    ("old", "new", "text", "wanted"),
    [
        ("补差", "差价", "{{?补差}}补差{{补差}}元{{/补差}}", "{{?补差}}差价{{补差}}元{{/补差}}"),
        ("招呼", "问好", "{{>招呼}}招呼一声", "{{>招呼}}问好一声"),
        ("招呼", "问好", "｛｛＞招呼｝｝招呼一声", "｛｛＞招呼｝｝问好一声"),
        ("时限", "期限", "{{时限=时限内|过时限}}", "{{时限=期限内|过期限}}"),
        ("{{时限=48}}", "{{时限=24}}", "{{时限=48}}小时", "{{时限=24}}小时"),
        ("48", "24", "{{时限=48}}小时", "{{时限=24}}小时"),
        ("{{称呼}}", "亲", "{{称呼}}您好", "亲您好"),
    ],
)  # fmt: skip
def test_the_names_in_tags_stay_unless_their_braces_are_given(
    old: str, new: str, text: str, wanted: str
) -> None:
    file = "scenario: s\nphrases: [{id: a, title: %s, reply: '%s'}]\n"
    replacement = Replacement(old, new)
    assert replacement.in_text(text) == wanted
    assert replacement.in_file(file % ("招呼", text), everything) == file % ("招呼", wanted)
