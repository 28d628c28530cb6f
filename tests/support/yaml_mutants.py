"""Damaged phrasebook files, as editors, pastes and broken disks make them, and what must hold for each."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from qreply.phrasebook.autofix import mend
from qreply.phrasebook.loader import Book, assemble
from qreply.phrasebook.reading.file import ParsedFile, read_file
from qreply.phrasebook.reading.source import decode

SEEDS = (
    """scenario: logistics   # 物流
title: 物流
valid: {from: 2026-11-01, until: 2026-11-15 23:59}
placeholders:
  单号: {ask: 单号是多少, pattern: '[A-Z]{0,4}\\d{10,15}', from: clipboard, private: true}
  快递: {options: [中通, 圆通], default: 中通, remember: true}
fragments:
  落款: 有问题随时找{{店名}}哦~
phrases:
  - id: ship-delay
    title: 延迟发货致歉
    code: cfh
    asks: [怎么还没发货, "催一下"]
    reply: |
      亲，{{发货日=明天}}前由{{快递|中通|圆通}}发出~{{?补偿}}已备注{{补偿}}。{{/补偿}}
      {{>落款}}
    variants:
      - '{{称呼}}，抱歉'
    platforms: {pdd: {reply: 拼单后发出/:087}}
    next: [slow]
  - 标题: 太慢
    问法:
      - 太慢了
    消息: [亲, 马上查]
""",
    """rules:
  - id: superlative
    level: block
    words: [最好, 第一]
    pattern: '第一(名)?'
    except: ['/第一次/']
    why: >
      广告法
    checked: 2026-10
""",
)
PIECES: tuple[str, ...] = (
    *"：，－　[]{}｛｝|>'\"“”#&*!%@`?-\t\n\r\0\x1b\x85\u200b\u202e\u2028\ufeff\U0001f600",
    *(
        ": ",
        "- ",
        " #",
        "{{",
        "}}",
        "{{?",
        "{{/",
        "{{>",
        "---\n",
        "...\n",
        "? ",
        "<<: ",
        "!!str ",
        "&a ",
        "*a",
        "\r\n",
    ),
    *(
        "  ",
        "    ",
        "title: ",
        "reply: |\n",
        "asks: [",
        "phrases:\n",
        "hide: true\n",
        "\\",
        "2026-13-45",
        "(",
        "[[",
    ),
)
MEND_EVERY = 50


def mutants(count: int, seed: int = 0, texts: Sequence[str] = SEEDS) -> Iterator[bytes]:
    """That many damaged files, each made of one of `texts`."""
    random_ = random.Random(seed)
    for _ in range(count):
        text = random_.choice(texts)
        for _ in range(random_.choice((1, 1, 1, 2, 3, 6))):
            text = _damaged(text, random_)
        data = text.encode(random_.choice(("utf-8",) * 12 + ("gb18030", "utf-16", "utf-8-sig")), "replace")
        if random_.random() < 0.1:
            at = random_.randrange(len(data) + 1)
            data = data[:at] + random_.randbytes(random_.randrange(3)) + data[at + random_.randrange(3) :]
        yield data


def _damaged(text: str, random_: random.Random) -> str:
    at = random_.randrange(len(text) + 1)
    kind = random_.randrange(8)
    if kind == 0:
        return text[:at]
    if kind == 1:
        return text[:at] + text[at + random_.randrange(1, 12) :]
    if kind == 2:
        end = at + random_.randrange(1, 60)
        return text[:at] + text[at:end] * 2 + text[end:]
    if kind == 3:
        lines = text.split("\n")
        line = random_.randrange(len(lines))
        lines[line] = random_.choice(("", " ", "  ", "\t", "　", "      ")) + lines[line].lstrip()
        return "\n".join(lines)
    if kind == 4:
        lines = text.split("\n")
        one, other = random_.randrange(len(lines)), random_.randrange(len(lines))
        lines[one], lines[other] = lines[other], lines[one]
        return "\n".join(lines)
    if kind == 5:
        old = random_.choice((":", "-", "{{", "}}", "[", "]", ",", " ", "'", "|", "\n"))
        new = random_.choice(PIECES)
        return text.replace(old, new, random_.randrange(1, 3))
    return text[:at] + random_.choice(PIECES) + text[at:]


def run_through(data: bytes, mending: bool) -> ParsedFile:
    """Read one file as the loader does, mend it if asked to, and check what must always hold."""
    source = decode(data, "book.yaml")
    book = read_file(source)
    assemble([Book(Path("book"), (book,))])
    lines = re.split("\r\n|\n|\r", source.text)
    for problem in book.problems:
        assert problem.message
        assert problem.hint
        assert problem.line >= 1
        assert problem.column >= 1
        if source.text:
            assert problem.line <= len(lines)
            assert problem.column <= len(lines[problem.line - 1]) + 1
    if mending and book.problems and source.text:
        text, count = mend(source.text)
        assert (text == source.text) == (count == 0)
        assert {phrase.id for phrase in book.phrases} <= {
            phrase.id for phrase in read_file(decode(text.encode(), "book.yaml")).phrases
        }
    return book
