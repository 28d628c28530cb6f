from __future__ import annotations

from collections.abc import Callable

from qreply.reply.values import ValueSources
from qreply.settings.settings import Shop
from qreply.workspace.finder import find
from qreply.workspace.phrase_names import find_named
from qreply.workspace.workspace import Workspace


def test_wordings_take_turns_from_copy_to_copy(workspace: Workspace) -> None:
    phrase = find_named(workspace, "logistics/ship-when")
    first, second = (messages[0] for messages in phrase.wordings)
    assert workspace.wording(phrase, workspace.wording_turn(phrase)) == (first,)
    assert workspace.wording(phrase, workspace.wording_turn(phrase) + 1) == (second,)
    workspace.take_next_wording(phrase)
    assert workspace.wording(phrase, workspace.wording_turn(phrase)) == (second,)
    workspace.take_next_wording(phrase)
    assert workspace.wording(phrase, workspace.wording_turn(phrase)) == (first,)


def test_a_platform_has_its_own_wordings_and_phrases(make_desk: Callable[..., Workspace]) -> None:
    taobao, pdd = make_desk(platform="taobao"), make_desk(platform="pdd")
    phrase = find_named(pdd, "logistics/ship-when")
    assert pdd.wording(phrase) == ("亲，成团后{{时限=48}}小时内发出~",)
    assert [hit.phrase.id for hit in find(pdd, "pt").hits][:1] == ["pre-sale/group-buy"]
    assert "pre-sale/group-buy" not in [hit.phrase.id for hit in find(taobao, "pt").hits]
    assert len(find(pdd, "").hits) == len(find(taobao, "").hits) + 1


def test_rules_look_at_what_was_typed_too(workspace: Workspace) -> None:
    phrase = find_named(workspace, "complaint/contact")
    message = workspace.wording(phrase)[0]
    assert workspace.prepare(phrase, message, ValueSources({"号码": "店铺会员群"})).refusal == ""
    refused = workspace.prepare(phrase, message, ValueSources({"号码": "微 信 abc"}))
    assert refused.refusal == "“微 信”不能发：不能引导站外联系。（规则 wechat）"


def test_the_shops_own_values_are_exempt(make_desk: Callable[..., Workspace]) -> None:
    workspace = make_desk(shops=(Shop("小店", values={"号码": "微信会员"}),))
    phrase = find_named(workspace, "complaint/contact")
    assert workspace.prepare(phrase, workspace.wording(phrase)[0], ValueSources()).findings == ()


def test_other_settings_keep_the_platform_that_is_chosen_unless_the_shop_changes_its_own(
    make_desk: Callable[..., Workspace],
) -> None:
    workspace = make_desk(shops=(Shop("小店", platform="taobao"),))
    workspace.next_platform()
    chosen = workspace.profile.platform
    assert chosen != "taobao"
    workspace.apply_settings(workspace.settings._replace(agent="小夏"))
    assert (workspace.profile.agent, workspace.profile.platform) == ("小夏", chosen)
    workspace.apply_settings(workspace.settings._replace(shops=(Shop("小店", platform="jd"),)))
    assert workspace.profile.platform == "jd"
