"""Phrases are known again without their ids, and only where they are the same."""

from __future__ import annotations

import pytest

from qreply.phrasebook.comparison import compare
from qreply.phrasebook.model import Phrase

SHIP = "亲，付款后48小时内发出，发出以后订单里能看到单号"
OTHER = "抱歉让您久等，赠品要下周才到货，到了给您补上5元红包"


def phrase(key: str, title: str, text: str, code: str = "") -> Phrase:
    return Phrase(key, key.partition("/")[0], title, ((text,),), code=code)


WAS = phrase("logistics/ship", "几时发货", SHIP, "fh")

# the phrase as it is, why it is the same, "" for not, and what it promises now
CASES = {
    "another id": (phrase("logistics/send", "几时发货", SHIP, "fh"), "text", []),
    "another scenario, too": (phrase("return/ship", "几时发货", SHIP, "fh"), "text", []),
    "the code": (phrase("logistics/send", "多久发", SHIP.replace("48", "24"), "FH"), "code", ["24小时"]),
    "the title": (phrase("logistics/send", "几时发货", SHIP.replace("48", "24")), "title", ["24小时"]),
    "near words": (phrase("logistics/send", "多久发", SHIP.replace("48", "24")), "near", ["24小时"]),
    "near words elsewhere": (phrase("return/send", "多久发", SHIP.replace("48", "24")), "", []),
    "a code that says other things now": (phrase("logistics/gift", "赠品", OTHER, "fh"), "code", []),
    "a code that another scenario has now": (phrase("return/gift", "赠品", OTHER, "fh"), "", []),
    "a title that another scenario has now": (phrase("return/gift", "几时发货", OTHER), "", []),
    "nothing": (phrase("logistics/gift", "赠品", OTHER), "", []),
}


@pytest.mark.parametrize(("now", "ground", "promised"), CASES.values(), ids=CASES)
def test_a_phrase_is_known_by_what_it_has_in_common(now: Phrase, ground: str, promised: list[str]) -> None:
    found = compare([WAS], [now])
    assert [one.ground for one in found.changed] == [ground] * bool(ground)
    assert [promise.new for one in found.changed for promise in one.promises] == promised
    assert (len(found.new), len(found.gone)) == ((0, 0) if ground else (1, 1))


def test_of_several_that_are_as_near_none_is_taken() -> None:
    after = [
        phrase(f"logistics/{hours}", hours, SHIP.replace("48", hours), code)
        for hours, code in (("24", "a"), ("72", "b"))
    ]
    found = compare([WAS], after)
    assert (len(found.new), found.gone, found.changed) == (2, [WAS], [])
