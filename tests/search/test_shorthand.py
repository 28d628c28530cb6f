"""The plainest messages, shorthand in several words, letters that divide in two ways, ways of writing of one's own."""

from __future__ import annotations

import pytest

from benchmarks.pastes import shipped
from benchmarks.plain import messages
from qreply.phrasebook.model import Phrase, Phrasebook
from qreply.search import Index
from qreply.search.query import Query
from qreply.text.colloquial import fold_words, level_forms
from qreply.workspace.finder import find
from qreply.workspace.workspace import Workspace


def phrase(title: str, *asks: str, code: str = "") -> Phrase:
    return Phrase(f"a/{title}", "a", title, (("亲，好的",),), asks=asks, code=code)


TITLES = (
    "金额不对",
    "方案选择",
    "余额怎么退",
    "图案会掉吗",
    "西安能发吗",
    "限额购买",
    "六安能到吗",
    "反感",
    "本月活动",
    "团购",
    "先发货",
    "绿色有吗",
    "什么时候发货",
    "在这里买",
    "全额退款",
    "全款",
    "退款金额不对",
    "物流停滞不动",
)
INDEX = Index.build(Phrasebook(phrases=tuple(map(phrase, TITLES))))
CODES = Index.build(
    Phrasebook(
        phrases=(
            phrase("七天无理由退货", "能退吗", code="th"),
            phrase("退货要退发票吗", "退货时发票怎么办", code="thfp"),
            phrase("退货运费", "退货谁出运费"),
            phrase("加一", code="+1"),
            phrase("减一", code="-1"),
            phrase("井号", code="c#"),
            phrase("加号", code="c++"),
            phrase("光字", code="c"),
            phrase("笑脸", code=":)"),
        )
    )
)


def titles(index: Index, query: str) -> list[str]:
    return [hit.phrase.title for hit in index.find(query)]


@pytest.mark.parametrize(
    ("letters", "wanted"),
    [
        ("jinebudui", "金额不对"),
        ("fangan", "方案选择"),
        ("fangan", "反感"),
        ("yue", "余额怎么退"),
        ("yue", "本月活动"),
        ("tuan", "图案会掉吗"),
        ("tuan", "团购"),
        ("xian", "西安能发吗"),
        ("xian", "先发货"),
        ("xiane", "限额购买"),
        ("quane", "全额退款"),
        ("luan", "六安能到吗"),
    ],
)
def test_letters_stand_for_each_division_into_syllables(letters: str, wanted: str) -> None:
    assert wanted in titles(INDEX, letters)[:3]


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("lüse", "绿色有吗"),
        ("lǜsè", "绿色有吗"),
        ("lu\u0308se", "绿色有吗"),
        ("lu:se", "绿色有吗"),
        ("lv", "绿色有吗"),
        ("shénmeshíhòufāhuò", "什么时候发货"),
        ("shen2me5shi2hou4fa1huo4", "什么时候发货"),
        ("zher", "在这里买"),
        ("啥时候发货", "什么时候发货"),
        ("神马时候发货", "什么时候发货"),
        ("ｌｖｓｅ", "绿色有吗"),
        ("𝐥𝐯𝐬𝐞", "绿色有吗"),
        ("🅛🅥🅢🅔", "绿色有吗"),
        ("🅻🆅🆂🅴", "绿色有吗"),
    ],
)
def test_ways_of_writing_of_ones_own(query: str, wanted: str) -> None:
    assert titles(INDEX, query)[0] == wanted


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("咋退", "怎么退"),
        ("木有货", "没有货"),
        ("肿么办", "怎么办"),
        ("能退不？", "能退吗?"),
        ("支持七天么", "支持七天吗"),
        ("要不", "要不"),
        ("s925", "s925"),
        ("a4", "a4"),
        ("narongyi", "narongyi"),
        ("不", "不"),
        ("你要不", "你要不"),
    ],
)
def test_dialect_and_chat_are_folded(text: str, plain: str) -> None:
    assert fold_words(level_forms(text)) == plain


@pytest.mark.parametrize("query", ["je bd", "bd je", "bd tk"])
def test_words_in_initials_stand_anywhere(query: str) -> None:
    assert titles(INDEX, query)[0] in {"退款金额不对", "金额不对"}


@pytest.mark.parametrize("query", ["退货", "我要退货", "tuihuo", "退货啊"])
def test_the_code_of_a_plain_message_tells_the_central_reply(query: str) -> None:
    assert titles(CODES, query)[0] == "七天无理由退货"


@pytest.mark.parametrize("query", ["退货发票", "退货运费"])
def test_a_longer_message_is_no_code(query: str) -> None:
    assert titles(CODES, query)[0] != "七天无理由退货"
    assert Query.of("退货运费").spoken_code == "thyf"


@pytest.mark.parametrize(
    ("code", "wanted"),
    [
        ("+1", "加一"),
        ("-1", "减一"),
        ("c#", "井号"),
        ("C++", "加号"),
        ("c", "光字"),
        ("/c", "光字"),
        (":)", "笑脸"),
        ("：）", "笑脸"),
    ],
)
def test_signs_are_part_of_a_code(code: str, wanted: str) -> None:
    hit = CODES.find(code)[0]
    assert (hit.phrase.title, hit.why[0].field) == (wanted, "code")


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return shipped()


def test_plain_messages_bring_what_answers_them(workspace: Workspace) -> None:
    found = [
        (wanted, [hit.phrase.id for hit in find(workspace, text, limit=3).hits])
        for text, wanted in messages()
    ]
    assert sum(ids[:1] != [] and ids[0] in wanted for wanted, ids in found) >= 79
    assert sum(not wanted.isdisjoint(ids) for wanted, ids in found) >= 94


def test_a_phrase_may_have_several_codes() -> None:
    several = phrase("什么时候发货", code="fh")._replace(more_codes=("fahuo", "几时发"))
    index = Index.build(Phrasebook(phrases=(*map(phrase, TITLES[:5]), phrase("发货地", code="fhd"), several)))
    for code in several.codes:
        hit = index.find(code)[0]
        assert (hit.phrase, hit.why[0].field, hit.why[0].text) == (several, "code", code)


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("tkjebd", "退款金额不对"),
        ("tkjbed", "退款金额不对"),  # two keys swapped
        ("tkjrbd", "退款金额不对"),  # the key beside the right one
        ("tkjjebd", "退款金额不对"),  # one too many
        ("smsuhfh", "什么时候发货"),
        ("wltabd", "物流停滞不动"),  # the key above
    ],
)
def test_one_slip_in_a_titles_initials_leaves_it_first(typed: str, title: str) -> None:
    assert titles(INDEX, typed)[:1] == [title]


def test_three_initials_are_too_few_to_guess_at() -> None:
    assert not Query.of("tkj").slips
    assert not Query.of("fahuo").slips  # syllables are what was typed
    assert Query.of("smsuhfh").slips
