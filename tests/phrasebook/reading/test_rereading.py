"""A file of which little has changed comes out as if it were read whole, whatever the change."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from qreply.phrasebook.reading import rereading
from qreply.phrasebook.reading.file import read_file
from qreply.phrasebook.reading.rereading import reread
from qreply.phrasebook.reading.source import Source

HEAD = "scenario: 售后\ntitle: 标签\n"
PHRASES = [
    "  - id: p{}\n    title: 标题{}\n    asks: [问{}, 再问{}]\n    reply: 第{}条这样办~\n",
    "  - {{id: f{}, title: 行{}, asks: [一{}], reply: '{{{{单号{}}}}}，好{}的'}}\n",
    "  # 说明\n  - title: 块{}\n    asks:\n    - 问{}\n    reply: |\n      一行{}\n      - id: 非{}\n    next: p{}\n",
    '  - id: q{}\n    title: "引{}"\n    asks: [引{}]\n    reply: "两行{}\n      接着{}"\n',
    "  -\n    id: d{}\n    title: 下{}\n    asks: [下{}]\n    variants: [一{}, '{{{{名}}}}二{}']\n",
    "  - id: w{}\n    title: 缺问{}\n    reply: 　全角{}{{{{>落款}}}}{}　#{}\n",
    "  - id: h{}\n    hide: true # {}{}{}{}\n",
    "  - id: e{}\n    titel: 错键{}\n    reply: 甲{}{{{{单号=无}}}}{}{}\n",
]
TAIL = "fragments:\n  落款: 您的客服\nrules:\n  - id: r\n    level: warn\n    why: 不\n    words: [绝对]\n"
SCRAPS = [
    "",
    "\n",
    " ",
    "#",
    "：",
    ":",
    '"',
    "'",
    "- ",
    "  - ",
    "  - id: p1\n",
    "|",
    "{{名}}",
    "{{",
    "[",
    "]",
    "{",
    "单号",
    "　",
]
SCRAPS += [
    "...\n",
    "---\n",
    "\nrules:\n",
    "    hide: true\n",
    "\r",
    "\u2028",
    "&x ",
    "一",
    "\t",
    "phrases:\n",
    "    ",
]
SCRAPS += ["\\u00a0", "<<<<<<< a\n"]


def text_of(chance: random.Random, count: int) -> str:
    usual = PHRASES[
        : chance.choice([-2, -2, -1, None])
    ]  # without those of which one keeps all others from being shared
    phrases = [chance.choice(usual).format(*[number] * 5) for number in range(count)]
    text = HEAD + "phrases:\n" + "".join(phrases) + chance.choice(["", TAIL, "\n# Ende"])
    return text.replace("\n", "\r\n") if chance.random() < 0.2 else text


def edited(chance: random.Random, text: str) -> str:
    start = chance.randrange(len(text))
    lines = text.splitlines(keepends=True)
    at = chance.randrange(len(lines))
    match chance.randrange(6):
        case 0:  # within a line
            return text[:start] + chance.choice(SCRAPS) + text[start + chance.randrange(4) :]
        case 1:  # lines gone
            del lines[at : at + chance.randrange(1, 9)]
        case 2:  # lines twice
            lines[at:at] = lines[at : at + chance.randrange(1, 9)]
        case 3:  # lines elsewhere
            moved = lines[at : at + 5]
            del lines[at : at + 5]
            other = chance.randrange(len(lines) + 1)
            lines[other:other] = moved
        case 4:  # a phrase more
            lines[at:at] = chance.choice(PHRASES).format(*[chance.randrange(30)] * 5)
        case _:
            lines[at] = lines[at].replace("标", "改").replace("问", "？")
    return "".join(lines)


@pytest.mark.parametrize("seed", range(20))
def test_any_edit_comes_out_as_if_the_file_were_read_whole(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(20):
        text = text_of(chance, chance.randrange(1, 25))
        known = read_file(Source("a/b.yaml", text))
        for _ in range(4):
            new = edited(chance, text)
            fresh = read_file(Source("a/b.yaml", new))
            again = reread(Source("a/b.yaml", new), known, text)
            assert again == fresh
            assert list(again.failed) == list(fresh.failed)
            text, known = new, again


def phrase(number: int, reply: str = "好的") -> str:
    return PHRASES[0].format(*[number] * 5).replace("第", reply)


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("edit", "kept"),
    [
        (lambda phrases: phrases.__setitem__(0, phrase(0, "改")), [*range(1, 9)]),
        (lambda phrases: phrases.__setitem__(4, phrase(4, "改")), [0, 1, 2, 3, 5, 6, 7, 8]),
        (lambda phrases: phrases.__setitem__(8, phrase(8, "改")), [*range(8)]),
        (lambda phrases: phrases.__setitem__(4, "  - id: p4\n    titel: 错\n\n\n"), [0, 1, 2, 3, 5, 6, 7, 8]),
        (lambda phrases: phrases.insert(0, phrase(20)), []),
        (lambda phrases: phrases.insert(4, phrase(20)), [0, 1, 2, 3]),
        (lambda phrases: phrases.append(phrase(20)), [*range(8)]),
        (lambda phrases: phrases.pop(0), []),
        (lambda phrases: phrases.pop(4), [0, 1, 2, 3]),
        (lambda phrases: phrases.pop(), [*range(7)]),
    ],
)  # fmt: skip
def test_only_what_differs_is_parsed(
    edit: Callable[[list[str]], object], kept: list[int], line_end: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    phrases = list(map(phrase, range(9)))
    text = (HEAD + "phrases:\n" + "".join(phrases)).replace("\n", line_end)
    edit(phrases)
    new = (HEAD + "phrases:\n" + "".join(phrases)).replace("\n", line_end)
    known, fresh = read_file(Source("a/b.yaml", text)), read_file(Source("a/b.yaml", new))
    monkeypatch.setattr(rereading, "read_file", None)
    again = reread(Source("a/b.yaml", new), known, text)
    assert again == fresh
    objects = set(map(id, again.phrases))
    assert {at for at, each in enumerate(known.phrases) if id(each) in objects} >= set(kept)


def test_two_of_one_id_far_from_each_other_are_found() -> None:
    phrases = list(map(phrase, range(9)))
    text = HEAD + "phrases:\n" + "".join(phrases)
    new = text.replace("id: p7", "id: p2")
    again = reread(Source("a/b.yaml", new), read_file(Source("a/b.yaml", text)), text)
    assert [(problem.code, problem.line) for problem in again.problems] == [("duplicate-id", 4 + 7 * 4)]
