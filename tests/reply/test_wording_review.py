"""Rules held against a book's wordings: each platform with what leaves on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial

import pytest

from qreply.phrasebook.model import Phrase, Placeholder, Problem, Rule, Scope
from qreply.phrasebook.reading.locator import Locator
from qreply.reply.compliance import review_everywhere
from qreply.reply.wording_review import rule_problems

NOW = datetime(2026, 11, 22, 15)
RULE = Rule("r", "block", "不能说", words=("微信",))


def problems_of(phrase: Phrase, *rules: Rule) -> list[Problem]:
    return list(rule_problems([phrase], partial(review_everywhere, rules=rules or (RULE,)), NOW, Locator()))


def phrase_of(*wordings: str, **more: object) -> Phrase:
    return Phrase("s/p", "s", "一", tuple((one,) for one in wordings), **more)  # type: ignore[arg-type]


OWN = {"jd": (("加微信",),)}
TABLE: Mapping[str, tuple[Phrase, Sequence[Rule], str]] = {
    "everywhere": (phrase_of("加微信"), [RULE], "淘宝 拼多多 京东 抖音"),
    "where the phrase is for": (phrase_of("加微信", only=("pdd",)), [RULE], "拼多多"),
    "where the rule holds": (phrase_of("加微信"), [RULE._replace(platforms=("jd",))], "京东"),
    "where its own wording says so": (phrase_of("亲", platform_wordings=OWN), [RULE], "京东"),
    "where the platform's name does": (
        phrase_of("就在{{平台}}拍"),
        [RULE._replace(words=("在京东",))],
        "京东",
    ),
    "with an option": (phrase_of("加{{号|电话|微信}}"), [RULE], "淘宝 拼多多 京东 抖音"),
    "in an optional part": (phrase_of("{{?号}}加微信{{号}}{{/号}}"), [RULE], "淘宝 拼多多 京东 抖音"),
    "in a later wording": (phrase_of("亲", "亲", "加微信"), [RULE], "淘宝 拼多多 京东 抖音"),
}


@pytest.mark.parametrize(("phrase", "rules", "platforms"), TABLE.values(), ids=TABLE)
def test_the_platforms_on_which_a_rule_is_met(phrase: Phrase, rules: Sequence[Rule], platforms: str) -> None:
    (problem,) = problems_of(phrase, *rules)
    assert problem.values["platforms"] == platforms
    assert problem.severity == "error"


def test_an_include_that_names_the_platform_is_filled_for_each() -> None:
    scope = Scope({"平台": Placeholder("平台")}, {"尾": "在{{平台}}找我"})
    (problem,) = problems_of(
        phrase_of("亲，{{>尾}}", scope=scope), RULE._replace(words=("在抖音",), level="warn")
    )
    assert (problem.values["platforms"], problem.severity) == ("抖音", "warning")
