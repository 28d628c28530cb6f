"""Where what is found stands: the first of each kind exactly, however few are wanted."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import pytest

from qreply.phrasebook.lint import check
from qreply.phrasebook.model import Problem

NOW = datetime(2026, 11, 22)
ASKS = [f"什么时候{what}" for what in ("发货", "到货", "退款", "补发", "换货")]
REPLIES = ["亲，明天发出&nbsp;请等一等，XX内到", "亲，已经退款了，\\n请查一查", "亲，{姓名}您好，明天到"]


def book(seed: int) -> str:
    """Phrases that repeat one another and hold what other programs left, keys and items in any order."""
    chance = random.Random(seed)
    parts = ["scenario: logistics\nphrases:\n"]
    for number in range(25):
        asks = chance.choices(ASKS, k=3)
        keys = [
            f"title: 标题{chance.randrange(12)}",
            f"asks: [{', '.join(asks)}]"
            if chance.random() < 0.5
            else "asks:\n      - " + "\n      - ".join(asks),
            f"reply: |\n      {chance.choice(REPLIES)}",
        ]
        chance.shuffle(keys)
        parts.append("\n    ".join([f"  - id: p{number}", *keys]) + "\n")
    return "".join(parts)


def first_of_each_kind(problems: Iterable[Problem], count: int) -> list[list[Problem]]:
    kinds = defaultdict(list)
    for problem in problems:
        kinds[problem.code].append(problem)
    return [found[:count] for found in kinds.values()]


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("count", [1, 3, 10])
def test_the_first_of_each_kind_stand_where_they_do_among_all(tmp_path: Path, seed: int, count: int) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.yaml").write_text(book(seed).replace("id: ", f"id: {name}"), "utf-8")
    whole = check([tmp_path], NOW)
    some = check([tmp_path], NOW, exact=count)
    assert first_of_each_kind(some, count) == first_of_each_kind(whole, count)
    assert len(some) == len(whole)
    assert all(problem.column > 0 for problem in some)
    assert len({problem.code for problem in whole}) >= 4


SHIP = """scenario: logistics
phrases:
  - {id: ship-urgent, title: 急单, reply: 好的}
  - id: ship-when
    title: 什么时候发货
    reply: 今天发
  - {id: lost, title: 丢件, reply: 抱歉}
"""
GIFT = """scenario: gift
phrases:
  - id: a
    title: 赠品
    next: [logistics/ship-when, logistics/lost, logistics/ship-whem, logistics/nowhere]
    no-answer: logistics/ship-when
    reply: 有的
"""
STATES_OF_SHIP = {
    "sound": SHIP,
    "a phrase with an error": SHIP.replace("    title", "    titel"),
    "a file with an error": SHIP.replace("    title: ", "    title："),
    "a file whose first line is wrong": "scenario：" + SHIP.removeprefix("scenario:"),
    "a conflict": SHIP.replace("  - {id: lost", "<<<<<<< a\n  - {id: lost") + ">>>>>>> b\n",
}


@pytest.mark.parametrize("ship", STATES_OF_SHIP.values(), ids=STATES_OF_SHIP)
def test_only_ids_that_nobody_means_are_reported_as_unknown(ship: str, tmp_path: Path) -> None:
    (tmp_path / "gift.yaml").write_text(GIFT, encoding="utf-8")
    (tmp_path / "logistics.yaml").write_text(ship, encoding="utf-8")
    found = [
        (problem.code, problem.values["id"], problem.values["near"])
        for problem in check([tmp_path], NOW)
        if problem.code.endswith(("-next", "-no-answer"))
    ]
    assert found == [
        ("mistyped-next", "logistics/ship-whem", "logistics/ship-when"),
        ("unknown-next", "logistics/nowhere", ""),
    ]


def test_nothing_is_said_of_ids_in_a_file_of_which_nothing_can_be_read(tmp_path: Path) -> None:
    (tmp_path / "gift.yaml").write_text(GIFT, encoding="utf-8")
    (tmp_path / "logistics.yaml").write_bytes(b"\x00\xff\x81" * 50)
    assert not [problem for problem in check([tmp_path], NOW) if problem.code.endswith("-next")]


BROKEN = """scenario: logistics
title： 物流
placeholders:
  快递公司: {default: 中通}
fragments: {落款: 有事找我}
phrases:
  - {id: ship, title: 发货, asks: [几时发], reply: 亲}
"""
LEANING = """scenario: return
placeholders: {快递公司: {}}
phrases:
  - {id: a, title: 退, asks: [能退吗], reply: "亲{{>落款}}", no-answer: logistics/ship}
  - {id: b, title: 换, asks: [能换吗], reply: "亲{{>落款}}，{{>签名}}", next: [logistics/ship]}
  - {id: c, title: 修, asks: [能修吗], reply: "亲，{{快递公}}"}
"""


def test_what_only_follows_from_an_unread_file_is_said_once_and_not_in_others(tmp_path: Path) -> None:
    book, over = tmp_path / "book", tmp_path / "over"
    (book / "rules").mkdir(parents=True)
    over.mkdir()
    (book / "a.yaml").write_text(BROKEN, "utf-8")
    (book / "b.yaml").write_text(LEANING, "utf-8")
    (book / "rules" / "r.yaml").write_text("rules:\n  - {id: none, level: off}\n", "utf-8")
    (over / "c.yaml").write_text("scenario: logistics\nphrases:\n  - {id: slow, hide: true}\n", "utf-8")
    found = sorted((Path(one.path).name, one.code) for one in check([book, over], NOW))
    assert found == [("a.yaml", "unchecked-names"), ("a.yaml", "wide-colon")]
    names = [one.values["names"] for one in check([book], NOW) if one.code == "unchecked-names"]
    assert names == ["落款、签名"]
    (book / "a.yaml").write_text(BROKEN.replace("：", ":"), "utf-8")
    mended = [(one.code, one.values.get("name", "")) for one in check([book], NOW)]
    assert sorted(mended) == [
        ("mistyped-placeholder", "快递公"),
        ("unknown-fragment", "签名"),
        ("unknown-rule", ""),
    ]
