"""Foreign files as they come, with their oddities: what is taken, what is changed, and what is told."""

from __future__ import annotations

import contextlib
import json
from datetime import datetime, time
from io import BytesIO
from pathlib import Path

import pytest

from qreply.errors import QReplyError
from qreply.exchange.batch import ImportBatch
from qreply.exchange.foreign_file import read_foreign, read_text
from qreply.exchange.formats.cell_formats import date_text, number_text
from qreply.exchange.placement import placed
from qreply.phrasebook.references import used_scope
from tests.support.foreign_books import archive, codes, loaded, planned

QIANNIU = """快捷短语编码,快捷短语,快捷短语分组\r
fh,"\t亲，您好\r
{买家昵称}，今天发货哦/:087",催发货\r
fh,亲，明天发,催发货\r
,"他说""可以""，就拍了",\r
kd,,催发货\r
\r
"""

V3 = """本文件由旺旺助手导出，请勿修改表头\r
账号：某某旗舰店\r
分组,快捷编码,标题,内容,图片名,排序\r
售前=>尺码,cm,尺码建议,"亲，按平时的码拍",尺码表.jpg;试穿.png,1\r
售后=>退货=>运费,yf,运费,运费险会赔付的,,2\r
老客户,,,常来哦,,\r
"""


def foreign(tmp_path: Path, data: bytes, name: str = "whatever.bin", **mapping: str) -> ImportBatch:
    path = tmp_path / name
    path.write_bytes(data)
    return read_foreign(path, mapping)


@pytest.mark.parametrize("encoding", ["gbk", "gb18030", "utf-8", "utf-8-sig", "utf-16"])
def test_qianniu_in_whatever_encoding(tmp_path: Path, encoding: str) -> None:
    batch = foreign(tmp_path, QIANNIU.encode(encoding))
    assert batch.format == "qianniu"
    first, second, third = (imported.phrase for imported in batch.imported_phrases)
    assert first.wordings == (("亲，您好\n{{称呼}}，今天发货哦/:087",),)
    assert (first.code, second.code, third.code) == ("fh", "fh", "")
    assert third.wordings == (('他说"可以"，就拍了',),)
    assert [(note.kind, note.code, note.place) for note in batch.notes] == [
        ("refused", "no-text", "第 5 行"),
        ("changed", "variable", ""),
    ]


def test_a_code_given_twice_stays_with_both() -> None:
    plan = planned(QIANNIU)
    book = loaded(plan)
    assert [(phrase.id, phrase.code, phrase.group) for phrase in book.phrases] == [
        ("logistics/fh", "fh", "催发货"),
        ("logistics/fh-2", "fh", "催发货"),
        ('未分组/他说"可以"，就拍了', "", ""),
    ]
    assert "code-taken" in codes(plan)


def test_v3_has_notices_above_nested_groups_and_images() -> None:
    plan = planned(V3)
    assert plan.format == "wangwang"
    assert [
        (phrase.scenario, phrase.group, phrase.title, phrase.images) for phrase in loaded(plan).phrases
    ] == [
        ("pre-sale", "尺码", "尺码建议", ("尺码表.jpg", "试穿.png")),
        ("return", "售后/退货/运费", "运费", ()),
        ("老客户", "", "常来哦", ()),
    ]
    above = [note.values["shown"] for note in plan.notes if note.code == "above-header"]
    assert above == ["本文件由旺旺助手导出，请勿修改表头", "账号：某某旗舰店"]
    assert [note.values for note in plan.notes if note.code == "column"] == [{"name": "排序", "count": "2"}]


def test_a_quote_that_is_never_closed_is_told() -> None:
    plan = planned('编码,内容\na,"没关上的引号\nb,下一条\n')
    assert "quotes" in codes(plan)
    assert "下一条" in loaded(plan).phrases[0].wordings[0][0]


@pytest.mark.parametrize(
    ("header", "mapping"),
    [
        ("name,answer text,kind", {"标题": "name", "内容": "answer text", "分组": "kind"}),
        ("名称,乙,丙", {"标题": "1", "回复": "2", "分组": "3"}),
        ("标题\t内容\t分类", {}),
        ("【标题】;内容（必填）;分组", {"标题": "【标题】"}),
    ],
)
def test_any_table_by_its_columns(header: str, mapping: dict[str, str]) -> None:
    mark = next(mark for mark in "\t;," if mark in header)
    plan = planned(f"{header}\n{mark.join(('发货', '今天发', '物流'))}\n", mapping=mapping)
    (phrase,) = loaded(plan).phrases
    assert (phrase.title, phrase.wordings, phrase.scenario) == ("发货", (("今天发",),), "logistics")


@pytest.mark.parametrize(
    ("text", "mapping", "said"),
    [
        ("甲,乙,丙,丁\n1,2,3,4\n", {}, "甲、乙、丙、丁"),
        ("标题,内容\na,b\n", {"标题": "名字", "内容": "内容"}, "“名字”"),
        ("标题,内容\na,b\n", {"颜色": "标题"}, "颜色"),
        ("", {}, "空"),
        ('{"a": 1}', {}, "认不出"),
        ("scenario: a\nphrases:\n  - id: b\n    reply: c\n", {}, "已经是"),
        ("matches:\n  - trigger: &a x\n    replace: *b\n", {}, "第 3 行"),
        ("matches:\n\t- trigger: x\n", {}, "第 2 行"),
    ],
)
def test_what_cannot_be_read_is_said_with_a_way_out(text: str, mapping: dict[str, str], said: str) -> None:
    with pytest.raises(QReplyError) as caught:
        read_text(text, mapping)
    assert said in caught.value.message
    assert caught.value.hint or not text


def test_an_old_workbook_says_how_to_save_it(tmp_path: Path) -> None:
    with pytest.raises(QReplyError, match=r"\.xls"):
        foreign(tmp_path, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)


def workbook(*phrase_files: tuple[str, list[list[object]]]) -> bytes:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in phrase_files:
        phrase_file = book.create_sheet(title)
        for row in rows:
            phrase_file.append(row)
    data = BytesIO()
    book.save(data)
    return data.getvalue()


def test_a_workbook_with_several_sheets(tmp_path: Path) -> None:
    data = workbook(
        (
            "退换",
            [["我们店的话术"], ["标题", "内容", "快捷编码", "标签"], ["退货", "七天内可退", 7, "退货、运费"]],
        ),
        ("物流", [["分类", "内容"], [None, "今天发"], ["催发货", "在催了\n请稍等"]]),
        ("统计", [["日期", "次数"], [1, 2]]),
    )
    batch = foreign(tmp_path, data, "话术.csv")
    assert batch.format == "xlsx"
    assert [
        (imported.path, imported.phrase.code, imported.phrase.wordings[0][0])
        for imported in batch.imported_phrases
    ] == [
        (("退换",), "7", "七天内可退"),
        (("物流",), "", "今天发"),
        (("催发货",), "", "在催了\n请稍等"),
    ]
    assert batch.imported_phrases[0].phrase.tags == ("退货", "运费")
    assert {note.code for note in batch.notes} == {"above-header", "sheet"}


def test_a_workbook_with_mapped_columns(tmp_path: Path) -> None:
    data = workbook(("a", [["甲", "乙"], ["发货", "今天发"]]))
    (imported,) = foreign(tmp_path, data, 标题="甲", 内容="乙").imported_phrases
    assert (imported.phrase.title, imported.phrase.wordings) == ("发货", (("今天发",),))


def test_a_damaged_workbook_is_refused(tmp_path: Path) -> None:
    data = workbook(("a", [["标题", "内容"]]))
    directory = data.index(b"PK\x01\x02")
    of_the_future = data[: directory + 6] + b"\xff" + data[directory + 7 :]
    for broken in (data[:900], data[:-40], of_the_future, data.replace(b"xl/", b"xy/")):
        with pytest.raises(QReplyError):
            foreign(tmp_path, broken)


def test_without_openpyxl_the_command_that_installs_it_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "openpyxl", None)
    with pytest.raises(QReplyError) as caught:
        foreign(tmp_path, archive({"xl/workbook.xml": ""}))
    assert "pip install " in caught.value.hint
    assert "openpyxl" in caught.value.hint


ESPANSO = r"""# espanso match file
imports: [../other.yml]
global_vars:
  - {name: shop, type: echo, params: {echo: 花花的店}}
matches:
  - triggers: [":fh", ";fahuo"]
    label: 发货时间
    replace: "亲，{{day}}前发出，{{shop}}$|$"
    search_terms: [什么时候发货]
    word: true
    vars:
      - name: day
        type: date
        params: {format: "%-m月%-d日", offset: 172800}
  - trigger: ":cm"
    form: "身高[[身高]]，推荐[[码]]"
    form_fields:
      码: {type: choice, values: [S, M, L]}
      身高: {default: "170"}
  - trigger: ":ip"
    replace: "地址 {{out}}"
    vars: [{name: out, type: shell, params: {cmd: "curl example.com; rm -rf /"}}]
  - trigger: ":yy"
    replace: "{{r}}"
    vars: [{name: r, type: random, params: {choices: [好的, 收到]}}]
  - trigger: ":tu"
    image_path: /home/me/a.png
  - regex: ":hi(?P<who>.*)\\."
    replace: "你好 \\{\\{不是变量\\}\\}"
  - trigger: ":rtf"
    html: "<p>加粗<b>了</b></p><script>alert(1)</script>"
  - trigger: ":am"
    replace: "{{t}}"
    vars: [{name: t, type: date, params: {format: "%I:%M %p"}}]
"""


def test_espanso_variables_become_placeholders_and_nothing_is_run() -> None:
    plan = planned(ESPANSO)
    by_code = {phrase.code: phrase for phrase in loaded(plan).phrases}
    ship = by_code["fh"]
    assert (ship.title, ship.asks, ship.codes) == ("发货时间", ("什么时候发货",), ("fh", "fahuo"))
    assert ship.wordings == (("亲，{{day}}前发出，花花的店",),)
    day = ship.scope.placeholders["day"]
    assert (day.date, day.format) == ("+2d", "M月D日")
    size = by_code["cm"]
    assert size.wordings == (("身高{{身高}}，推荐{{码}}",),)
    assert size.scope.placeholders["码"].options == ("S", "M", "L")
    assert size.scope.placeholders["身高"].default == "170"
    assert by_code["ip"].wordings == (("地址 {{out}}",),)
    assert by_code["yy"].wordings == (("好的",), ("收到",))
    assert by_code["rtf"].wordings == (("加粗了",),)
    assert by_code["am"].wordings == (("{{t}}",),)
    told = {note.code: note for note in plan.notes}
    assert "rm -rf" in told["code"].values["command"]
    expected = {
        "code",
        "only-image",
        "regex",
        "markup",
        "keystroke",
        "setting",
        "prefix",
        "espanso-key",
        "date",
    }
    assert expected <= set(told)
    (literal,) = (phrase for phrase in by_code.values() if not phrase.code)
    assert set(used_scope(literal).placeholders) == {"左花括号", "右花括号"}


BEEFTEXT = {
    "fileFormatVersion": 10,
    "combos": [
        {
            "uuid": "{1}",
            "name": "发货",
            "keyword": "fh",
            "snippet": "亲#{cursor}，#{dateTime:+2d:M月d日}发出，#{combo:luo}",
            "group": "{g}",
            "description": "别乱承诺",
            "enabled": True,
        },
        {"name": "落款", "keyword": "luo", "snippet": "找#{input:客服名}哦", "enabled": False},
        {"name": "旧版", "comboText": "jiu", "substitutionText": "#{powershell:C:\\\\x.ps1}和#{clipboard}"},
        {"name": "空", "keyword": "k", "snippet": ""},
        {"name": "套", "keyword": "tao", "snippet": "#{combo:tao}"},
    ],
    "groups": [{"uuid": "{g}", "name": "物流"}],
}


def test_beeftext_json_old_and_new() -> None:
    plan = planned(json.dumps(BEEFTEXT))
    by_code = {phrase.code: phrase for phrase in loaded(plan).phrases}
    ship = by_code["fh"]
    assert (ship.scenario, ship.title, ship.note) == ("logistics", "发货", "别乱承诺")
    assert ship.wordings == (("亲，{{日期}}发出，找{{客服名}}哦",),)
    assert ship.scope.placeholders["日期"].date == "+2d"
    assert by_code["jiu"].wordings == (("{{powershell}}和{{剪贴板}}",),)
    assert by_code["jiu"].scope.placeholders["剪贴板"].from_clipboard
    assert "tao" in by_code
    assert "luo" not in by_code  # it was switched off
    assert {"code", "keystroke", "nested", "switched-off", "no-text"} <= codes(plan)


def test_beeftext_csv_has_no_header() -> None:
    plan = planned('fh,"今天发\n明天到",发货\ndh,单号{{x,\n')
    assert plan.format == "beeftext"
    first, second = loaded(plan).phrases
    assert (first.code, first.title, first.wordings) == ("fh", "发货", (("今天发\n明天到",),))
    assert second.wordings == (("单号{{左花括号}}{{左花括号}}x",),)


def test_variables_of_other_tools_become_ours() -> None:
    plan = planned("标题,内容\na,{买家昵称} #订单编号# ${店铺名称} 【地址】 [微笑] {活动口令}\n")
    (phrase,) = loaded(plan).phrases
    assert phrase.wordings == (("{{称呼}} {{订单号}} {{店名}} 【地址】 [微笑] {{活动口令}}",),)
    assert phrase.scope.placeholders["订单号"].private
    assert {"variable", "like-variable"} <= codes(plan)


def test_invisible_characters_are_removed_and_told() -> None:
    plan = planned("标题,内容\na,加\u200b微\u202e信\n")
    assert loaded(plan).phrases[0].wordings == (("加微信",),)
    assert [note.values for note in plan.notes if note.code == "unsafe"] == [{"count": "2"}]


@pytest.mark.parametrize(
    "text", ["{" * 5_000, "[" * 100_000, '{"combos": [1, null, {}]}', '{"qreply": 1, "files": [1, {}]}']
)
def test_hostile_json_is_refused_in_words(text: str) -> None:
    with contextlib.suppress(QReplyError):
        assert planned(text).files == []


def test_rows_are_numbered_as_spreadsheets_number_them() -> None:
    batch = read_text('标题,内容\n一,"亲\n在的\n"\n\n二,\n', {})
    assert [one.place for one in batch.imported_phrases] == ["第 2 行"]
    assert [(note.code, note.place) for note in batch.notes] == [("no-text", "第 4 行")]


TITLED = """\
2026年客服话术,,
类别,客户问什么,怎么回答客户比较好
发货,什么时候发,亲，今天就发~
,能发顺丰吗,亲，补差价可以
"""


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        (TITLED, "--map 内容=怎么回答客户比较好"),
        (TITLED.partition("\n")[2], "--map 内容=怎么回答客户比较好"),
        (
            "类,甲,乙\n发货,什么时候发,亲，今天就发~有事您再找我\n退货,怎么退,亲，订单里点申请售后\n",
            "--map 内容=3",
        ),
        ("fh,什么时候发,亲，今天就发~有事您再找我\nth,怎么退,亲，订单里点申请售后\n", "--map 内容=3"),
        (
            "什么时候发货,今天就会发\n怎么退货呢,申请售后就好\n",
            "第几列",
        ),  # which one the reply is cannot be told
    ],
)
def test_the_hint_names_the_column_of_the_replies(text: str, hint: str) -> None:
    with pytest.raises(QReplyError) as caught:
        read_text(text, {})
    assert caught.value.hint.endswith(hint)
    assert "2026年" not in caught.value.message


@pytest.mark.parametrize("column", ["3", "怎么回答客户比较好"])
def test_a_header_below_a_title_is_no_phrase(column: str) -> None:
    batch = read_text(TITLED, {"内容": column, "问法": "2"})
    assert [one.phrase.wordings for one in batch.imported_phrases] == [
        (("亲，今天就发~",),),
        (("亲，补差价可以",),),
    ]
    assert [note.place for note in batch.notes if note.code == "above-header"] == ["第 1 行"]


def test_a_sheet_that_is_left_out_names_the_column_of_its_replies(tmp_path: Path) -> None:
    titled: list[list[object]] = [list(line.split(",")) for line in TITLED.replace("，", " ").splitlines()]
    batch = foreign(tmp_path, workbook(("小李", titled), ("别的", [["标题", "内容"], ["旧", "旧的"]])))
    (note,) = [note for note in batch.notes if note.code == "sheet"]
    assert note.message.endswith("--map 内容=怎么回答客户比较好")


@pytest.mark.parametrize("key", ["keyword", "关键词", "keywords"])
def test_keywords_are_what_customers_say_each_of_them(key: str) -> None:
    plan = planned(
        json.dumps([{key: "开发票,发票、电子发票", "answer": "好"}, {key: "包邮吗", "answer": "包"}])
    )
    first, second = loaded(plan).phrases
    assert (first.asks, first.code, second.asks) == (("开发票", "发票", "电子发票"), "", ("包邮吗",))


def test_a_keyword_that_is_typed_stays_a_code() -> None:
    (phrase,) = loaded(planned("keyword,answer\nfp,好的\n")).phrases
    assert (phrase.code, phrase.asks) == ("fp", ())


@pytest.mark.parametrize(
    ("asks", "found"),
    [
        ("开票,发票", ("开票", "发票")),
        ("开票、发票；票呢", ("开票", "发票", "票呢")),
        ("亲，在吗", ("亲，在吗",)),
        ("大、小码都有吗", ("大、小码都有吗",)),
        ("什么时候发货呀,我很急的", ("什么时候发货呀,我很急的",)),
    ],
)
def test_only_a_list_of_short_words_is_divided_at_commas(asks: str, found: tuple[str, ...]) -> None:
    (phrase,) = loaded(planned(f"问法\t内容\n{asks}\t好的\n")).phrases
    assert phrase.asks == found


@pytest.mark.parametrize("empty", [{}, {"问题": "", "回复": ""}, {"问题": None}, None, ""])
def test_empty_entries_of_json_are_counted(empty: object) -> None:
    batch = read_text(
        json.dumps([{"问题": "几时发", "回复": "今天"}, empty, {"问题": "急", "回复": "催"}]), {}
    )
    assert [one.place for one in batch.imported_phrases] == ["第 1 条", "第 3 条"]
    assert [(note.code, note.place) for note in batch.notes] == [("empty-entry", "第 2 条")]


def test_an_entry_of_json_without_a_reply_is_told() -> None:
    batch = read_text(json.dumps([{"问题": "几时发", "回复": "今天"}, {"问题": "急"}]), {})
    assert [(note.code, note.place) for note in batch.notes] == [("no-text", "第 2 条")]


def test_spare_replies_and_kinds_of_scenes_are_known_by_their_columns() -> None:
    text = "场景分类,客户问题,标准话术,备用话术1,备用话术2\n物流,到哪了,亲查一下,稍等,马上\n"
    (phrase,) = loaded(planned(text)).phrases
    assert (phrase.scenario, phrase.wordings) == ("logistics", (("亲查一下",), ("稍等",), ("马上",)))


def test_odd_columns_are_called_as_they_are_found() -> None:
    batch = read_text("a,b,c\n1,亲今天发,x\n", {"内容": "2"})
    assert [note.message for note in batch.notes if note.code.startswith("column")] == [
        "第 1 列，2 格；需要的话用 --map 指定",
        "第 3 列，2 格；需要的话用 --map 指定",
    ]
    batch = read_text(json.dumps([{"keyword": "fh", "answer": ["好", "行"]}]), {})
    assert [use.header for use in batch.columns] == ["keyword", "answer", "answer #2"]
    assert batch.imported_phrases[0].phrase.wordings == (("好",), ("行",))


def test_what_has_no_group_and_what_became_a_date_is_said_in_words() -> None:
    plan = planned("标题,内容\na,b\n")
    assert [note.message for note in plan.notes] == ["没有分组的 1 条放到场景“未分组”"]
    text = (
        "matches:\n  - trigger: ':d'\n    replace: '{{day}}到'\n    vars:\n      - name: day\n        type: date\n"
        "        params: {format: '%m月%d日', offset: 172800}\n"
    )
    said = [note.message for note in read_text(text, {}).notes if note.code == "placeholder-date"]
    assert said == ["变成自动填的日期“day”：2 天后，写成 MM月DD日"]


def test_a_row_whose_formula_was_not_calculated_is_told_of_once(tmp_path: Path) -> None:
    batch = foreign(tmp_path, workbook(("a", [["标题", "内容"], ["好", "好的"], ["算", '="亲"&"好"']])))
    assert [(note.kind, note.code, note.place) for note in batch.notes] == [
        ("refused", "uncalculated", "“a”第 3 行")
    ]


@pytest.mark.parametrize(
    ("rows", "taken", "cut"),
    [
        ("退货,亲,7天内退,th\n", [], ["第 2 行"]),
        ("退货,亲,th\n换货,亲,15天,hh\n", ["退货"], ["第 3 行"]),
        ("退货,亲,th\n换货,亲,15天,\n", ["退货"], ["第 3 行"]),
        ('退货,"亲,7天内退",th\n', ["退货"], []),
        (
            "退货,亲,th,1\n换货,亲,hh,2\n发货,亲,fh,2026/3/1\n",
            ["退货", "换货", "发货"],
            [],
        ),  # a column without a name
        ("退货,亲,7天,th\n换货,亲,15天,hh\n发货,亲,2天,fh\n", [], ["第 2 行", "第 3 行", "第 4 行"]),
    ],
)
def test_a_row_that_a_comma_has_cut_is_not_taken_and_named(
    rows: str, taken: list[str], cut: list[str]
) -> None:
    batch = read_text(f"标题,内容,编码\n{rows}", {})
    assert [imported.phrase.title for imported in batch.imported_phrases] == taken
    assert [note.place for note in batch.notes if note.code == "cut-by-comma"] == cut


@pytest.mark.parametrize(
    ("header", "mapping", "told"),
    [
        ("编码,标题,内容,\n", {}, ["cut-by-comma"] * 3),
        ("", {"编码": "1", "标题": "2", "内容": "3"}, ["no-header", "text-cut"]),
    ],
)
def test_a_text_whose_end_stands_in_a_column_without_a_name_is_told(
    header: str, mapping: dict[str, str], told: list[str]
) -> None:
    rows = "th,退货,亲,7天内可退\nhh,换货,亲,15天内可换\nfh,发货,亲,2天内发\n"
    batch = read_text(header + rows, mapping)
    assert [note.code for note in batch.notes] == told
    assert batch.imported_phrases == []


def test_a_column_of_names_that_is_not_mapped_cuts_nothing() -> None:
    mapping = {"编码": "1", "内容": "2"}
    batch = read_text("th,7天内可退,小夏\nhh,15天内可换,小雨\n", mapping)
    assert [note.code for note in batch.notes] == ["no-header", "text-beside", "column-by-number"]
    assert len(batch.imported_phrases) == 2


BIG: tuple[tuple[str, list[list[object]]], ...] = (
    ("大全", [["分类", "问题", "话术1"], ["发货", "几天发", "48小时内发"]]),
    ("大促", [["场景", "来问", "回答"], ["双11", "双11发吗", "7天内发"]]),
    ("名单", [["亲，在的"], ["亲，马上"]]),
)


@pytest.mark.parametrize(
    ("mapping", "replies", "asks"),
    [
        ({"内容": "1"}, ["48小时内发", "7天内发", "亲，在的", "亲，马上"], ["几天发"]),
        ({"内容": "3"}, ["48小时内发", "7天内发"], ["几天发"]),
        ({"问法": "来问"}, ["48小时内发", "7天内发"], ["几天发", "双11发吗"]),
    ],
)
def test_of_several_sheets_a_mapping_means_those_that_need_it(
    tmp_path: Path, mapping: dict[str, str], replies: list[str], asks: list[str]
) -> None:
    phrases = [each.phrase for each in foreign(tmp_path, workbook(*BIG), **mapping).imported_phrases]
    assert [phrase.wordings[0][0] for phrase in phrases] == replies
    assert [ask for phrase in phrases for ask in phrase.asks] == asks


def test_a_column_that_no_sheet_has_is_named(tmp_path: Path) -> None:
    with pytest.raises(QReplyError, match="卖家问"):
        foreign(tmp_path, workbook(*BIG), 问法="卖家问")


def test_numbers_mean_all_sheets_where_each_has_a_header(tmp_path: Path) -> None:
    batch = foreign(tmp_path, workbook(*BIG[:2]), 内容="2")
    assert [each.phrase.wordings[0][0] for each in batch.imported_phrases] == ["几天发", "双11发吗"]


def test_a_header_that_is_repeated_is_no_phrase() -> None:
    batch = read_text("标题,内容\n发货,48小时\n标题,内容\n退货,7天\n", {})
    assert [each.phrase.title for each in batch.imported_phrases] == ["发货", "退货"]
    assert [(note.code, note.place) for note in batch.notes] == [("header-again", "第 3 行")]


@pytest.mark.parametrize("header", ["问题,答案,,问题,答案", "问题,答案,问题,答案"])
def test_tables_side_by_side_are_read_each_for_itself(header: str) -> None:
    gap = "," * (header.count(",") - 2)
    rows = f"发货,48小时{gap}退货,7天\n换货,15天{gap},\n"
    batch = read_text(f"{header}\n{rows}", {})
    said = [(each.phrase.asks, each.phrase.wordings[0][0]) for each in batch.imported_phrases]
    assert said == [(("发货",), "48小时"), (("换货",), "15天"), (("退货",), "7天")]


@pytest.mark.parametrize(
    ("value", "form", "shown"),
    [
        (99, '"¥"0.00', "¥99.00"),
        (1299, "[$¥-804]#,##0.00", "¥1,299.00"),
        (-5, "¥#,##0.00;[Red]-¥#,##0.00", "-¥5.00"),
        (99, "0.00_ ", "99.00"),
        (0.95, "0%", "95%"),
        (0.955, "0.0%", "95.5%"),
        (571, "0000", "0571"),
        (3, '0"天"', "3天"),
        (12345.6, "#,##0", "12346"),
        (1299, '#,##0"元"', "1,299元"),
        (4600123456789012345, "0", "4600123456789012345"),
        (13800138000, "#,##0_ ", "13800138000"),
        (99, "General", "99"),
        (1.5, "# ?/?", "1.5"),
    ],
)
def test_numbers_are_as_the_sheet_shows_them(value: float, form: str, shown: str) -> None:
    assert number_text(value, form) == shown


@pytest.mark.parametrize(
    ("value", "form", "shown"),
    [
        (datetime(2026, 12, 2), 'm"月"d"日"', "12月2日"),
        (datetime(2026, 12, 2), 'yyyy"年"mm"月"dd"日"', "2026年12月02日"),
        (time(9, 5), 'h"时"mm"分"', "9时05分"),
        (datetime(2026, 12, 2, 9, 5), 'm"月"d"日" h:mm', "12月2日 9:05"),
        (datetime(2026, 12, 2), "yyyy/m/d", None),
        (time(9, 5), 'm"月"', None),
    ],
)
def test_dates_in_hanzi_are_as_the_sheet_shows_them(
    value: datetime | time, form: str, shown: str | None
) -> None:
    assert date_text(value, form) == shown


def test_keywords_may_have_several_replies_in_json() -> None:
    batch = read_text(json.dumps({"发货": "48小时", "退货": ["7天", "点售后"]}), {})
    said = [(each.phrase.asks, each.phrase.wordings) for each in batch.imported_phrases]
    assert said == [(("发货",), (("48小时",),)), (("退货",), (("7天",), ("点售后",)))]


def test_one_column_is_not_two_things() -> None:
    with pytest.raises(QReplyError, match="这一列给了"):
        read_text("甲,乙,丙\n1,2,3\n", {"内容": "3", "标题": "3"})


@pytest.mark.parametrize(
    ("groups", "told"),
    [
        (["发货", "发货", "售后", ""], True),
        (["发货", "", "发货", ""], False),
        (["发货", "", "售后", ""], True),
    ],
)
def test_blank_groups_that_may_belong_to_the_one_above_are_told(groups: list[str], *, told: bool) -> None:
    rows = "".join(f"{group},回复{number}\n" for number, group in enumerate(groups))
    batch = read_text(f"分类,内容\n{rows}", {})
    assert ("blank-groups" in [note.code for note in batch.notes]) == told


def test_names_of_columns_and_groups_as_other_shops_write_them() -> None:
    batch = read_text("快捷短语内容,编码,分组,问题\n亲，7天,th,售後服务,发货/几天发\n", {})
    (imported,) = batch.imported_phrases
    assert imported.phrase.wordings == (("亲，7天",),)
    assert imported.phrase.asks == ("发货", "几天发")
    assert placed(imported, {}).scenario == "return"


def test_a_column_of_platforms_limits_phrases_to_these() -> None:
    rows = "甲,淘宝\n乙,拼多多、抖音\n丙,通用\n丁,\n戊,线下\n"
    batch = read_text(f"内容,平台\n{rows}", {})
    assert [each.phrase.only for each in batch.imported_phrases] == [
        ("taobao",),
        ("pdd", "douyin"),
        (),
        (),
        (),
    ]
    assert [(note.code, note.place) for note in batch.notes] == [("platform-not-taken", "第 6 行")]


@pytest.mark.parametrize(
    ("said", "asks"),
    [("发货/几天发", ("发货", "几天发")), ("S/M码", ("S/M码",)), ("7/15天能退吗", ("7/15天能退吗",))],
)
@pytest.mark.parametrize("column", ["关键词", "问题"])
def test_words_are_divided_at_slashes_and_sizes_are_not(
    column: str, said: str, asks: tuple[str, ...]
) -> None:
    (imported,) = read_text(f"{column},内容\n{said},亲\n", {}).imported_phrases
    assert imported.phrase.asks == asks
