from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qreply.phrasebook.model import Phrase, Placeholder, Scope, Validity
from qreply.reply.draft import Draft
from qreply.reply.render import find_needs, prepare
from qreply.reply.rendered_reply import RenderedReply
from qreply.reply.values import Origin, SenderProfile, ValueSources, greeting

NOW = datetime(2026, 11, 23, 9, 30)

SCOPE = Scope(
    placeholders={
        "快递": Placeholder("快递", options=("中通", "圆通"), default="中通"),
        "单号": Placeholder("单号", ask="单号是多少", pattern=r"[A-Z]{0,4}\d{10,15}"),
        "发货日": Placeholder("发货日", date="+2d"),
        "金额": Placeholder("金额", default="5"),
        "补偿金": Placeholder("补偿金", default="5", commits=True),
        "赠品": Placeholder("赠品", from_shop=True),
    },
    fragments={"落款": "有问题随时找{{店名=小店}}哦~\n", "套": "{{>落款}}！", "环": "{{>环}}"},
)


def fill(
    text: str,
    typed: Mapping[str, str] | None = None,
    profile: SenderProfile | None = None,
    now: datetime = NOW,
    valid: tuple[Validity, ...] = (),
) -> RenderedReply:
    phrase = Phrase("s/p", "s", "标题", ((text,),), scope=SCOPE, valid=valid)
    return prepare(
        phrase, text, sources=ValueSources(typed or {}, profile=profile or SenderProfile()), rules=(), now=now
    )


@pytest.mark.parametrize(
    ("name", "takes"),
    [("王姐", True), ("tb88372", True), ("", True), ("2", False), ("5分钟", False), ("13800138000", False)],
)
def test_a_customer_is_called_by_a_name(name: str, takes: bool) -> None:
    """What begins with a digit was meant for another field, and is not carried on either."""
    rendered = fill("{{称呼}}，您好", {"称呼": name})
    assert bool(rendered.refusal) is not takes
    draft = Draft(rendered.phrase, typed={"称呼": name})
    assert draft.without_misfits().typed == (draft.typed if takes else {})


@pytest.mark.parametrize(
    ("template", "typed", "expected"),
    [
        ("亲，您好~\n", {}, "亲，您好~"),
        ("{{称呼}}，您好", {}, "亲，您好"),
        ("{{称呼=亲亲}}，您好", {}, "亲亲，您好"),
        ("{{称呼}}，您好", {"称呼": "王女士"}, "王女士，您好"),
        ("{{时限=48}}小时", {}, "48小时"),
        ("{{时限=48}}小时", {"时限": "24"}, "24小时"),
        ("{{时限=48}}小时，{{时限}}小时", {}, "48小时，48小时"),
        ("{{时限}}小时，{{时限=48}}小时", {}, "48小时，48小时"),
        ("{{金额}}元", {}, "5元"),
        ("{{金额=8}}元", {}, "8元"),
        ("{{金额=}}元", {}, "元"),
        ("{{金额}}元", {"金额": ""}, "元"),
        ("{{发货日}}前发出", {}, "11月25日前发出"),
        ("{{今天}} {{现在}} {{问候}}", {}, "11月23日 09:30 早上好"),
        ("在{{平台}}", {}, "在淘宝"),
        ("好。{{?补偿}}补{{补偿}}。{{/补偿}}", {}, "好。"),
        ("好。{{?补偿}}补{{补偿}}。{{/补偿}}", {"补偿": "5元券"}, "好。补5元券。"),
        ("好。{{?补偿}}补{{补偿}}。{{/补偿}}", {"补偿": ""}, "好。"),
        ("{{补偿金=8}}元", {"补偿金": "3"}, "3元"),
        ("好。{{?赠品}}送{{赠品=袜子}}{{/赠品}}", {}, "好。"),
        ("{{?a}}A{{?b}}B{{/b}}{{/a}}", {"a": "1", "b": "1"}, "AB"),
        ("{{?a}}A{{?b}}B{{/b}}{{/a}}", {"b": "1"}, ""),
        ("您好\n{{>落款}}\n", {}, "您好\n有问题随时找小店哦~"),
        ("{{>套}}", {}, "有问题随时找小店哦~！"),
        ("｛｛时限＝48｝｝小时", {}, "48小时"),
        ("[red]亲[/red] /:087 😊👨‍👩‍👧", {}, "[red]亲[/red] /:087 😊👨‍👩‍👧"),
    ],
)
def test_known_values_are_filled_in(template: str, typed: dict[str, str], expected: str) -> None:
    rendered = fill(template, typed)
    assert rendered.text == expected
    assert rendered.refusal == ""


@pytest.mark.parametrize(
    ("template", "typed", "names"),
    [
        ("{{颜色}}", {}, ["颜色"]),
        ("{{颜色}}和{{颜色}}", {}, ["颜色"]),
        ("{{颜色}}{{尺码|S|M}}", {}, ["颜色", "尺码"]),
        ("{{?有}}{{颜色}}{{/有}}", {}, []),
        ("{{?有}}{{颜色}}{{/有}}", {"有": "1"}, ["颜色"]),
        ("{{单号}}", {"单号": "12"}, ["单号"]),
        ("{{颜色}}", {"颜色": ""}, ["颜色"]),
        ("{{单号}}", {"单号": "\u200b"}, ["单号"]),
        ("{{颜色}}{{?颜色}}！{{/颜色}}", {"颜色": ""}, ["颜色"]),
        ("{{补偿金}}元", {}, ["补偿金"]),
        ("{{补偿金=8}}元", {}, ["补偿金"]),
        ("{{补偿金=8}}元", {"补偿金": ""}, ["补偿金"]),
        ("送{{赠品=袜子}}", {}, ["赠品"]),
    ],
)
def test_what_is_missing_or_does_not_fit_is_needed(
    template: str, typed: dict[str, str], names: list[str]
) -> None:
    rendered = fill(template, typed)
    assert [field.name for field in rendered.needs] == names
    assert bool(rendered.refusal) == bool(names)


def test_the_shop_beats_defaults_and_the_agent_beats_the_shop() -> None:
    profile = SenderProfile(agent="小夏", shop="花店", values={"金额": "9"})
    text = "{{客服=专属客服}} {{店名=小店}} {{金额=8}}"
    assert fill(text, profile=profile).text == "小夏 花店 9"
    assert fill(text, {"金额": "7"}, profile).text == "小夏 花店 7"


def test_pieces_say_where_values_are_from() -> None:
    pieces = fill(
        "{{称呼}}{{客服}}{{金额}}{{颜色}}", {"颜色": "红"}, SenderProfile(agent="小夏", values={"金额": "9"})
    ).pieces
    assert [piece.origin for piece in pieces] == [Origin.DEFAULT, Origin.BUILT_IN, Origin.SHOP, Origin.TYPED]


def test_options_include_a_default_of_another_value() -> None:
    (field,) = fill("{{时限=48|24|72}}").fields
    assert field.options == ("48", "24", "72")


@pytest.mark.parametrize(
    "template", ["{{名", "{{?a}}x", "x{{/a}}", "{{>没有}}", "{{>环}}", "{{?a}}{{?b}}{{/a}}{{/b}}"]
)
def test_a_broken_template_never_leaves(template: str) -> None:
    assert fill(template, {"a": "1", "b": "1", "名": "x"}).refusal == "话术模板有误，请运行 qreply check"


@pytest.mark.parametrize(("day", "expired"), [(10, True), (11, False), (15, False), (16, True)])
def test_outside_its_validity_nothing_leaves(day: int, expired: bool) -> None:
    valid = (Validity(since=datetime(2026, 11, 11), until=datetime(2026, 11, 15, 23, 59)),)
    rendered = fill("双11价", now=datetime(2026, 11, day, 12), valid=valid)
    assert rendered.expired is expired
    assert bool(rendered.refusal) is expired


def test_unsafe_characters_of_a_value_never_reach_the_text() -> None:
    assert fill("{{颜色}}", {"颜色": "红\x1b[31m\u202e\u200b"}).text == "红[31m"


@pytest.mark.parametrize(
    ("hour", "words"),
    [(0, "晚上好"), (5, "早上好"), (11, "中午好"), (13, "下午好"), (18, "晚上好"), (23, "晚上好")],
)
def test_greetings_follow_the_clock(hour: int, words: str) -> None:
    assert greeting(NOW.replace(hour=hour)) == words


TAGS = st.sampled_from(
    [
        "{{a}}",
        "{{a=x}}",
        "{{b|1|2}}",
        "{{?a}}",
        "{{/a}}",
        "{{?b}}",
        "{{/b}}",
        "{{>落款}}",
        "{{",
        "}}",
        "亲",
        "\n",
    ]
)


@given(st.lists(TAGS, max_size=12).map("".join), st.dictionaries(st.sampled_from("ab"), st.text(max_size=3)))
def test_a_text_renders_or_names_what_is_missing_but_never_leaves_half_done(
    text: str, typed: dict[str, str]
) -> None:
    rendered = fill(text, typed)
    if not rendered.refusal:
        assert not any(piece.open for piece in rendered.pieces)
        assert "{{" not in "".join(piece.text for piece in rendered.pieces if not piece.name)


@pytest.mark.parametrize(
    "text", ["单号{{单号}}", "{{金额}}元，赔{{补偿金}}元", "送{{赠品}}", "{{?补偿金}}赔您{{/补偿金}}好的"]
)
@pytest.mark.parametrize("typed", [{}, {"单号": "YT1234567890123"}, {"单号": "x"}, {"赠品": "没有"}])
def test_what_a_message_needs_is_known_without_checking_it(text: str, typed: dict[str, str]) -> None:
    phrase = Phrase("s/p", "s", "标题", ((text,),), scope=SCOPE)
    assert find_needs(phrase, text, ValueSources(typed), NOW) == fill(text, typed).needs
