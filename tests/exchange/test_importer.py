"""What a lead is told before anything is written, and what the written files say."""

from __future__ import annotations

import pytest

from qreply.exchange.foreign_file import read_text
from qreply.exchange.importer import Target, make_plan
from qreply.exchange.placement import scenario_of, title_of
from qreply.phrasebook.model import Phrase, Phrasebook, Rule
from qreply.phrasebook.reading.source import Source
from qreply.phrasebook.reading.yaml_tree import compose
from tests.support.foreign_books import codes, loaded, planned

LONG = "亲，您的宝贝已经安排发货了，请您耐心等待两到三天，物流更新会慢一些哦"
RULES = (Rule("wechat", "block", "不能引导站外联系", words=("微信",)),)


def test_the_same_in_all_is_taken_once_and_likeness_is_told() -> None:
    rows = [("a", LONG), ("a", LONG), ("b", LONG), ("c", LONG + "~"), ("d", "完全不一样的一条话术")]
    plan = planned("编码,内容\n" + "".join(f"{code},{text}\n" for code, text in rows))
    assert [phrase.code for phrase in loaded(plan).phrases] == ["a", "b", "c", "d"]
    told = [(note.code, note.place, note.values["first"]) for note in plan.notes if "first" in note.values]
    assert told == [
        ("twice", "第 3 行", "第 2 行"),
        ("same-text", "第 4 行", "第 2 行"),
        ("near", "第 5 行", "第 2 行"),
    ]


def test_what_breaks_a_rule_is_kept_and_flagged_in_the_file() -> None:
    batch = read_text("标题,内容\n加好友,请加我微❤信\n好,好的\n", {})
    plan = make_plan(batch, Target(), RULES, lambda _done, _total: None)
    assert len(loaded(plan).phrases) == 2
    (file,) = plan.files
    assert "# 合规会拦截：“微❤信”，不能引导站外联系\n  - title: 加好友" in file.text
    assert "rule" in codes(plan)


def test_importing_again_brings_in_nothing_and_says_so() -> None:
    text = "编码,内容,分组\nfh,今天发,物流\nfh,明天发,物流\n,明天发,售前\n"
    book = loaded(planned(text))
    again = planned(text + "kd,发中通,物流\n", book)
    assert [phrase.code for phrase in loaded(again).phrases] == ["kd"]
    assert [note.code for note in again.notes if note.kind == "refused"] == ["there-already"] * 3


def test_what_a_lead_added_since_does_not_make_it_new() -> None:
    (phrase,) = loaded(planned("编码,内容,分组\nfh,今天发,物流\n")).phrases
    book = Phrasebook((), (phrase._replace(asks=("啥时候发",), note="别拖"),))
    assert planned("编码,内容,分组\nfh,今天发,物流\n", book).files == []
    (added,) = loaded(planned("编码,内容,分组,问法\nfh,今天发,物流,几时发\n", book)).phrases
    assert (added.id, added.asks) == ("logistics/fh-2", ("几时发",))


def test_codes_and_asks_that_others_have_are_told() -> None:
    book = loaded(planned("标题,编码,内容,分组,问法\n旧的,fh,今天发,物流,几时发\n"))
    plan = planned(
        "标题,编码,内容,分组,问法\n新的,FH,后天发,物流,几时 发？\n又一条,kd,中通,物流,后天发吗|几时发\n", book
    )
    told = [(note.code, note.place, note.values["first"]) for note in plan.notes if "taken" in note.code]
    assert told == [
        ("code-taken", "第 2 行", "logistics/fh"),
        ("ask-taken", "第 2 行", "logistics/fh"),
        ("ask-taken", "第 3 行", "logistics/fh"),
    ]


def test_rules_judge_texts_as_they_leave() -> None:
    rules = (Rule("money", "warn", "别带括号", words=("}}", "微信"), platforms=("pdd",)),)
    text = "标题,内容\n钱,{{?应退金额}}应退{{应退金额}}元{{/应退金额}}\n好,加{{方式=电话|微信}}\n"
    batch = read_text(text, {})
    plan = make_plan(batch, Target(), rules, lambda _done, _total: None)
    told = [note.message for note in plan.notes if note.code == "rule"]
    assert told == ["“好” 合规会提醒：“微信”，别带括号"]


def test_likeness_to_the_book_is_told() -> None:
    book = loaded(planned(f"标题,内容\n旧的,{LONG}\n"))
    plan = planned(f"标题,内容\n新的,{LONG}\n改过的,{LONG}~\n", book)
    told = [(note.code, note.values["first"]) for note in plan.notes if "first" in note.values]
    assert told == [("same-text", "未分组/旧的"), ("near", "未分组/旧的")]


def test_ids_of_the_book_stay_free() -> None:
    book = loaded(planned("编码,内容,分组\nfh,今天发,物流\n"))
    plan = planned("编码,内容,分组\nFH,后天发,物流\n", book)
    assert [phrase.id for phrase in loaded(plan).phrases] == ["logistics/fh-2"]


def test_file_names_of_the_book_stay_free() -> None:
    batch = read_text("内容,分组\n今天发,物流\n常来,CON\n好,a/b:c\n", {})
    names = frozenset(("Logistics.yaml", "logistics_2.yaml"))
    plan = make_plan(batch, Target(Phrasebook(), names), (), lambda _done, _total: None)
    assert [file.name for file in plan.files] == ["logistics_3.yaml", "CON-book.yaml", "a-b-c.yaml"]
    assert [note.values["new"] for note in plan.notes if note.code == "file-name"] == ["logistics_3.yaml"]


def test_the_file_reads_as_a_lead_would_write_it() -> None:
    (file,) = planned('编码,标题,内容,分组\nfh,发货,"亲，\n今天发: 好",物流=>催发货\n').files
    assert file.text.split("\n", 2)[2] == (
        "scenario: logistics\ntitle: 物流\nphrases:\n"
        "  # ── 催发货 ──\n"
        "  - id: fh\n    title: 发货\n    group: 催发货\n    code: fh\n"
        "    reply: |\n      亲，\n      今天发: 好\n"
    )
    assert compose(Source("", file.text).text) is not None


@pytest.mark.parametrize(
    ("path", "place"),
    [
        (("物流",), ("logistics", "")),
        (("售前", "尺码", "女装"), ("pre-sale", "尺码/女装")),
        (("logistics", "催"), ("logistics", "催")),
        (("催发货",), ("logistics", "催发货")),
        (("退换货",), ("return", "退换货")),
        (("老客户", "生日"), ("老客户", "生日")),
        (("会员",), ("vip", "")),
        ((), ("未分组", "")),
    ],
)
def test_groups_become_scenarios(path: tuple[str, ...], place: tuple[str, str]) -> None:
    assert scenario_of(path, {"vip": "会员"}) == place


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("亲，您好，这款有货的哦，可以直接拍~", "您好，这款有货的哦，可以直接拍"),
        ("亲亲\n{{快递}}已经发出了。请留意", "已经发出了"),
        ("好", "好"),
        ("亲", "亲"),
    ],
)
def test_a_phrase_without_a_title_gets_its_gist(text: str, title: str) -> None:
    assert title_of(Phrase("", "", "", ((text,),))) == title


def test_a_phrase_that_would_not_read_back_is_refused_and_the_others_stay() -> None:
    files = {"qreply": 1, "files": [{"scenario": "a", "phrases": [
        {"title": "好", "reply": "好"}, {"title": "坏", "reply": "{{>没有}}"}, {"title": "错", "reply": "{{"},
        {"titel": "x", "reply": "y"}, "z",
    ]}]}  # fmt: skip
    import json

    plan = planned(json.dumps(files))
    assert [phrase.title for phrase in loaded(plan).phrases] == ["好"]
    assert [note.code for note in plan.notes if note.kind == "refused"] == ["problem"] * 4
