"""Phrases that are read without the parser are what the parser makes of them, in whatever file they stand."""

from __future__ import annotations

import pytest

from qreply.phrasebook import limits
from qreply.phrasebook.reading import file
from qreply.phrasebook.reading.file import ParsedFile, read_file
from qreply.phrasebook.reading.source import Source, decode
from qreply.phrasebook.reading.usual_phrases import take_out
from tests.support.yaml_mutants import SEEDS, mutants

USUAL = """\
scenario: pre-sale
title: 售前
placeholders:
  天数: {ask: 几天}
# 注释
phrases:
  - id: p0
    title: 有货吗
    group: 库存
    code: yh
    asks: [有货吗, 还有没有, 有 没  有]
    not: [退货]
    tags: [现货]
    reply: |
      亲，有货的哦~
      {{天数}}天内发 {{数量=1}}

    note: 看一眼库存
  - id: p1
    title: 几天到
    code: [jtd, jd]
    asks:
      - 几天到
      - 什么时候 到
    reply: 亲，{{天数}}天到，{{?备注}}已备注{{/备注}}

  - title: 退换
    asks: [退换, "怎么退"]
    reply: |
      可以退
  - id: p3
    标题: 保价
    问法:
    - 保价吗
    回复: |
      亲，保价{{>落款}}
        缩进的一行
      最后一行
    提示: 写清楚  日期
  - id: p4
    title: 运费
    asks: [运费谁出]
    reply: 店里出
    variants: [我们出]
fragments:
  落款: 有事找我
"""
TEXTS = (
    USUAL,
    USUAL.replace("\n", "\r\n"),
    USUAL.replace("  - ", "- ").replace("    ", "  "),
    USUAL.replace("scenario: pre-sale\n", "") + "scenario: pre-sale\n",
    SEEDS[1] + USUAL,
)
PHRASE = "  - id: a\n    title: 甲\n    asks: [甲吗]\n    reply: 甲的\n"


def read_both_ways(data: bytes) -> tuple[ParsedFile, ParsedFile]:
    return read_file(decode(data, "book.yaml")), file._read(decode(data, "book.yaml"), quickly=False)


def count_of_usual(text: str) -> int:
    _, found = take_out(text)
    return sum(map(len, found.values()))


@pytest.mark.parametrize("text", TEXTS)
def test_phrases_as_usual_are_taken_out(text: str) -> None:
    assert count_of_usual(text) == 3
    assert len(read_file(Source("book.yaml", text)).phrases) == 5
    left, _ = take_out(text)
    assert len(left) == len(text)
    assert "有货" not in left
    assert left.index("variants") == text.index("variants")


def test_damaged_files_are_read_as_the_parser_reads_them() -> None:
    seen = 0
    for data in mutants(700, 3, TEXTS):
        source = decode(data, "book.yaml")
        if any(problem.severity == "error" for problem in source.problems) or "<<<<<<<" in source.text:
            continue
        seen += count_of_usual(source.text) > 0
        quick, slow = read_both_ways(data)
        assert quick == slow, data.decode("utf-8", "replace")
    assert seen > 250


LONG = "长" * (limits.LINE + 1)
ELSEWHERE = {
    "in a quoted text": f'phrases:\n{PHRASE}  - id: b\n    title: 乙\n    reply: "乙\n{PHRASE}"\n',
    "in brackets": f"phrases:\n{PHRASE}  - id: b\n    asks: [乙,\n{PHRASE}]\n    reply: 乙\n",
    "under another key": f"phrases:\n{PHRASE}rules:\n{PHRASE}",
    "under a bar": f"phrases:\n{PHRASE}fragments:\n  落款: |\n  {PHRASE}",
    "with an id that another has": f"phrases:\n{PHRASE}{PHRASE}",
    "above one that is no YAML": f"phrases:\n{PHRASE}  - id: [b\n",
    "above a tab": f"phrases:\n{PHRASE}\t- id: b\n",
    "above what is less indented": f"phrases:\n{PHRASE} - id: b\n",
    "above what is more indented": f"phrases:\n{PHRASE}      更多\n",
    "above a document": f"phrases:\n{PHRASE}...\n---\nphrases:\n{PHRASE}",
    "with an end of YAML's own": "phrases:\n" + PHRASE.replace("甲的", "甲\x85的"),
    "with a control character": "phrases:\n" + PHRASE.replace("甲的", "甲\x07的"),
    "with one that is not shown": "phrases:\n" + PHRASE.replace("甲的", "甲\u200b的"),
    "with a wide blank": "phrases:\n" + PHRASE.replace("甲的", "甲\u3000的"),
    "with a colon": "phrases:\n" + PHRASE.replace("甲的", "甲: 的"),
    "with a comment": "phrases:\n" + PHRASE.replace("甲的", "甲 # 的"),
    "with quotes": "phrases:\n" + PHRASE.replace("甲的", "“甲”"),
    "with several asks in one": "phrases:\n" + PHRASE.replace("[甲吗]", "[甲吗，乙吗]"),
    "without asks": "phrases:\n" + PHRASE.replace("    asks: [甲吗]\n", ""),
    "with a key below a bar": "phrases:\n" + PHRASE.replace("甲的", "|\n      title: 甲\n"),
    "with a key twice": "phrases:\n" + PHRASE.replace("    reply", "    title: 乙\n    reply"),
    "with too long a line": "phrases:\n" + PHRASE.replace("甲吗", LONG),
    "with too many codes": "phrases:\n"
    + PHRASE.replace("    asks", f"    code: [{', '.join('ab' * 11)}]\n    asks"),
    "with a broken tag": "phrases:\n" + PHRASE.replace("甲的", "甲{{的"),
    "with too many names": "phrases:\n"
    + PHRASE.replace("甲的", "|\n      " + "".join(f"{{{{{at}号}}}}" for at in range(limits.NAMES + 1))),
    "with a phrase's own scenario below": f"phrases:\n{PHRASE}scenario: late\n",
}


@pytest.mark.parametrize("text", ELSEWHERE.values(), ids=ELSEWHERE)
def test_what_stands_elsewhere_or_has_something_to_be_said_of_is_read_the_same(text: str) -> None:
    quick, slow = read_both_ways(text.encode())
    assert quick == slow
