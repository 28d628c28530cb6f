"""What is too much for one place is refused with its line and a mend; the rest of the book stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from qreply.phrasebook import limits
from qreply.phrasebook.loader import load
from qreply.phrasebook.model import Phrasebook
from qreply.reply.render import prepare
from qreply.reply.values import ValueSources
from tests.conftest import MONDAY

KEPT = "  - {title: 留下, asks: [留下], reply: 亲}\n"


def loaded(tmp_path: Path, phrase: str, above: str = "") -> Phrasebook:
    path = tmp_path / "book.yaml"
    path.write_text(f"scenario: pre-sale\n{above}phrases:\n{KEPT}{phrase}", encoding="utf-8")
    return load([path])


LONG = "长" * (limits.REPLY + 1)

TOO_MUCH = {
    "reply": (f"  - {{title: 一, asks: [一], reply: {LONG}}}\n", "over-limit"),
    "block": (f"  - title: 一\n    asks: [一]\n    reply: |\n      {LONG}\n", "over-limit"),
    "variant": (f"  - {{title: 一, asks: [一], reply: 亲, variants: [{LONG}]}}\n", "over-limit"),
    "message": (f"  - {{title: 一, asks: [一], messages: [亲, {LONG}]}}\n", "over-limit"),
    "messages": (f"  - {{title: 一, asks: [一], messages: [{LONG[1:]}, 亲]}}\n", "over-limit"),
    "on a platform": (
        f"  - {{title: 一, asks: [一], platforms: {{pdd: {{reply: {LONG}}}}}}}\n",
        "over-limit",
    ),
    "title": (f"  - {{title: {LONG}, asks: [一], reply: 亲}}\n", "over-limit"),
    "ask": (f"  - {{title: 一, asks: [一, {LONG}], reply: 亲}}\n", "over-limit"),
    "note": (f"  - {{title: 一, asks: [一], reply: 亲, note: {LONG}}}\n", "over-limit"),
    "asks": (f"  - {{title: 一, asks: [{'一,' * (limits.ITEMS + 1)}], reply: 亲}}\n", "too-many-items"),
    "variants": (
        f"  - {{title: 一, asks: [一], reply: 亲, variants: [{'亲,' * (limits.ITEMS + 1)}]}}\n",
        "too-many-items",
    ),
    "names": (
        "  - {title: 一, asks: [一], reply: '" + "".join(f"{{{{名{n}}}}}" for n in range(60)) + "'}\n",
        "too-many-names",
    ),
    "parts": (
        "  - {title: 一, asks: [一], reply: '" + "{{?名}}" * 300 + "亲" + "{{/名}}" * 300 + "'}\n",
        "parts-too-deep",
    ),
}


@pytest.mark.parametrize("name", TOO_MUCH)
def test_too_much_is_refused_where_it_stands(tmp_path: Path, name: str) -> None:
    phrase, code = TOO_MUCH[name]
    book = loaded(tmp_path, phrase)
    assert [one.title for one in book.phrases] == ["留下"]
    assert {(problem.code, problem.severity) for problem in book.problems} == {(code, "error")}
    assert all(problem.line >= 4 and problem.hint for problem in book.problems)


def test_the_longest_that_is_allowed_is_read(tmp_path: Path) -> None:
    book = loaded(tmp_path, f"  - {{title: {'题' * limits.LINE}, asks: [一], reply: {LONG[1:]}}}\n")
    assert len(book.phrases) == 2
    assert not book.problems


DOUBLING = "fragments:\n" + "".join(f"  段{n}: '{{{{>段{n + 1}}}}}{{{{>段{n + 1}}}}}'\n" for n in range(14))
CHAIN = "fragments:\n" + "".join(f"  段{n}: '{{{{>段{n + 1}}}}}'\n" for n in range(3000)) + "  段3000: 亲\n"


@pytest.mark.parametrize(
    ("above", "code"),
    [
        (f"{DOUBLING}  段14: 亲\n", "over-limit-expanded"),
        (DOUBLING.replace("段14", "段0"), "fragment-cycle"),
        (CHAIN, "fragments-too-deep"),
        (
            "fragments: {段0: '" + "".join(f"{{{{名{n}}}}}" for n in range(40)) + "{{>段1}}',"
            "段1: '" + "".join(f"{{{{另{n}}}}}" for n in range(40)) + "'}\n",
            "too-many-names",
        ),
        (f"fragments: {{段0: {LONG}}}\n", "over-limit"),
    ],
)
def test_fragments_count_with_all_they_include(tmp_path: Path, above: str, code: str) -> None:
    book = loaded(tmp_path, "  - {title: 一, asks: [一], reply: '{{>段0}}'}\n", above)
    assert [one.title for one in book.phrases] == ["留下"]
    assert code in {problem.code for problem in book.problems}


def test_a_value_in_a_thousand_places_is_refused_not_copied(tmp_path: Path) -> None:
    book = loaded(tmp_path, "  - {title: 一, asks: [一], reply: '" + "{{名}}" * 900 + "'}\n")
    phrase = book.phrases[1]
    known = ValueSources()._replace(typed={"名": "值" * limits.VALUE})
    rendered = prepare(phrase, phrase.wordings[0][0], sources=known, rules=(), now=MONDAY)
    assert rendered.overlong
    assert str(limits.REPLY) in rendered.refusal
    assert len(rendered.text) < 2 * limits.REPLY
