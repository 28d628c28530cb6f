"""Tables, lists and workbooks as shops lay them out: what each cell is taken for, and what is left out."""

from __future__ import annotations

import datetime
import io
import itertools
from pathlib import Path
from typing import Any

import pytest

from qreply.errors import QReplyError
from qreply.exchange.batch import ImportBatch
from qreply.exchange.foreign_file import read_foreign, read_text
from qreply.exchange.foreign_folder import read_folder
from qreply.phrasebook.model import Phrase


def phrases(batch: ImportBatch) -> list[Phrase]:
    return [imported.phrase for imported in batch.imported_phrases]


def told(batch: ImportBatch) -> list[str]:
    return [note.code for note in batch.notes]


def workbook(tmp_path: Path, rows: list[list[object]], change: Any = None) -> ImportBatch:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    if change:
        change(book)
    out = io.BytesIO()
    book.save(out)
    path = tmp_path / "a.xlsx"
    path.write_bytes(out.getvalue())
    return read_foreign(path, {})


# -- columns


@pytest.mark.parametrize(
    ("header", "meanings"),
    [
        ("模板名称,应用环节,触发关键词,话术内容,状态", ["title", "group", "asks", "text", "enabled"]),
        ("序号,关键词,回复内容,备用话术", ["asks", "text", "variants"]),
        ("问题,关键词,答案1,答案2,答案3", ["asks", "tags", "text", "variants", "variants"]),
        ("标准问,相似问1,相似问2,标准话术", ["asks", "asks", "asks", "text"]),
        ("short_code,content", ["code", "text"]),
        ("Description;Autotext;Phrase", ["note", "code", "text"]),
        ("話術名稱,話術分組,標準話術", ["title", "group", "text"]),
        ("短语,内容,编码", ["text", "code"]),  # two replies of different names are no wordings of one
    ],
)
def test_columns_are_known_by_the_names_that_tools_give_them(header: str, meanings: list[str]) -> None:
    mark = ";" if ";" in header else ","
    cells = mark.join(f"{number}文" for number, _ in enumerate(header.split(mark)))
    assert [column.meaning for column in read_text(f"{header}\n{cells}\n", {}).columns] == meanings


def test_several_answers_become_wordings() -> None:
    (phrase,) = phrases(read_text("问题,话术1,话术2,话术3\n几时发,今天,,明天\n", {}))
    assert (phrase.asks, phrase.wordings) == (("几时发",), (("今天",), ("明天",)))
    (phrase,) = phrases(read_text("a,b,c\n", {"内容": "1", "其他说法": "2,3"}))
    assert phrase.wordings == (("a",), ("b",), ("c",))


def test_rows_that_are_switched_off_are_left_out_and_told() -> None:
    batch = read_text("标题,内容,是否启用\n甲,一,是\n乙,二,否\n丙,三,停用\n丁,四,\n", {})
    assert [phrase.title for phrase in phrases(batch)] == ["甲", "丁"]
    assert [note.place for note in batch.notes if note.code == "switched-off"] == ["第 3 行", "第 4 行"]


@pytest.mark.parametrize("sign", ["=>", "＝>", "＝＞", "=＞"])
def test_groups_are_divided_however_the_arrow_is_written(sign: str) -> None:
    (imported,) = read_text(f"分组,内容\n售前{sign}尺码,亲\n", {}).imported_phrases
    assert imported.path == ("售前", "尺码")


def test_quotes_behind_a_comma_and_a_blank_are_quotes() -> None:
    (phrase,) = phrases(read_text('标题, 内容\n甲, "亲，一, 二"\n', {}))
    assert phrase.wordings == (("亲，一, 二",),)


def test_a_code_that_was_kept_from_becoming_a_number_is_bare() -> None:
    (phrase,) = phrases(read_text('编码,内容\n="001",亲\n', {}))
    assert phrase.code == "001"


def test_blank_groups_are_told_and_filled_when_asked() -> None:
    text = "分组,标题,内容\n售前,甲,一\n,乙,二\n售后,丙,三\n,丁,四\n"
    batch = read_text(text, {})
    assert [imported.path for imported in batch.imported_phrases] == [("售前",), (), ("售后",), ()]
    assert told(batch) == ["blank-groups"]
    filled = read_text(text, {}, fill_down=True)
    assert [imported.path for imported in filled.imported_phrases] == [
        ("售前",),
        ("售前",),
        ("售后",),
        ("售后",),
    ]


@pytest.mark.parametrize(
    ("written", "template"),
    [
        ("{买家姓名}您好", "{{买家姓名}}您好"),
        ("单号${物流信息}", "单号{{物流信息}}"),
        ("｛商品名｝", "{{商品名}}"),
        ("{ {金额} }", "{{金额}}"),
        ("{{金额}}", "{{金额}}"),
        ("{称呼}", "{{称呼}}"),
        ("{12}", "{12}"),
        ("{a: 1}", "{a: 1}"),
    ],
)
def test_what_looks_like_a_variable_is_asked_for(written: str, template: str) -> None:
    (phrase,) = phrases(read_text(f"标题\t内容\n甲\t{written}\n", {}))
    assert phrase.wordings == ((template,),)


# -- workbooks


def test_merged_cells_fill_down_and_what_is_hidden_stays_out(tmp_path: Path) -> None:
    def change(book: Any) -> None:
        sheet = book.active
        sheet.merge_cells("A2:A4")
        sheet.merge_cells("A1:A1")
        sheet.row_dimensions[3].hidden = True
        old = book.create_sheet("旧话术")
        old.append(["标题", "内容"])
        old.append(["旧", "旧的"])
        old.sheet_state = "hidden"

    rows: list[list[object]] = [
        ["分类", "标题", "内容"],
        ["售前", "甲", "一"],
        [None, "乙", "二"],
        [None, "丙", "三"],
        [None, "丁", "四"],
    ]
    batch = workbook(tmp_path, rows, change)
    assert [(imported.phrase.title, imported.path) for imported in batch.imported_phrases] == [
        ("甲", ("售前",)),
        ("丙", ("售前",)),
        ("丁", ()),
    ]
    assert {"merged", "hidden-row", "hidden-sheet"} <= set(told(batch))


def test_numbers_and_times_read_as_the_spreadsheet_shows_them(tmp_path: Path) -> None:
    def change(book: Any) -> None:
        formats = ("000", "0%", "0.00", "General", "hh:mm", "yyyy-mm-dd")
        for row, form in enumerate(formats, 2):
            book.active.cell(row, 2).number_format = form

    values = (7, 0.15, 3.5, 12, datetime.time(20, 0), datetime.datetime(2026, 11, 1))
    batch = workbook(
        tmp_path, [["标题", "内容"], *([str(at), value] for at, value in enumerate(values))], change
    )
    said = [phrase.wordings[0][0] for phrase in phrases(batch)]
    assert said == ["007", "15%", "3.50", "12", "20:00", "2026-11-01"]


def test_a_formula_without_its_result_is_told(tmp_path: Path) -> None:
    batch = workbook(tmp_path, [["标题", "内容"], ["甲", "=A1&A2"], ["乙", "二"]])
    assert [phrase.title for phrase in phrases(batch)] == ["乙"]
    assert ("uncalculated", "“Sheet”第 2 行") in [(note.code, note.place) for note in batch.notes]


def test_a_workbook_says_which_column_is_what_on_each_sheet(tmp_path: Path) -> None:
    def change(book: Any) -> None:
        other = book.create_sheet("售后")
        other.append(["回复", "问题"])
        other.append(["亲，点退货", "怎么退"])

    batch = workbook(tmp_path, [["标题", "内容"], ["甲", "一"]], change)
    assert [(use.sheet, use.meaning, use.number) for use in batch.columns] == [
        ("Sheet", "title", 1),
        ("Sheet", "text", 2),
        ("售后", "text", 1),
        ("售后", "asks", 2),
    ]


# -- JSON


@pytest.mark.parametrize(
    "text",
    [
        '[{"short_code": "fh", "content": "今天发"}]',
        '{"payload": [{"id": 1, "short_code": "fh", "content": "今天发"}]}',
        '{"templates": {"texts": [[{"name": "发货", "shortcut": "fh", "text": "今天发", "type": 0}]]}}',
        '{"版本": 2, "列表": [{"name": "物流", "items": [{"快捷码": "fh", "话术": "今天发"}]}]}',
    ],
)
def test_lists_of_objects_are_tables(text: str) -> None:
    batch = read_text(text, {})
    (phrase,) = phrases(batch)
    assert (phrase.code, phrase.wordings, batch.format) == ("fh", (("今天发",),), "json-list")


def test_keywords_and_intents_become_asks() -> None:
    (phrase,) = phrases(read_text('{"几时发货": "今天发"}', {}))
    assert (phrase.asks, phrase.wordings) == (("几时发货",), (("今天发",),))
    intents = (
        '{"intents": [{"tag": "ship", "patterns": ["几时发", "发了吗"], "responses": ["今天", "明天"]}]}'
    )
    (phrase,) = phrases(read_text(intents, {}))
    assert (phrase.asks, phrase.wordings, phrase.tags) == (
        ("几时发", "发了吗"),
        (("今天",), ("明天",)),
        ("ship",),
    )


def test_map_serves_lists_too() -> None:
    (phrase,) = phrases(
        read_text(
            '[{"q": "几时发", "keyword": "fh", "content": "x", "a": "今天"}]', {"内容": "a", "问法": "q"}
        )
    )
    assert (phrase.asks, phrase.wordings) == (("几时发",), (("今天",),))


# -- espanso


CHOICE = """\
matches:
  - trigger: ':a'
    replace: '{{c}}'
    vars:
      - name: c
        type: choice
        params:
          values: [{label: 笑脸, id: 😀}, 好]
"""


def espanso(text: str) -> list[Phrase]:
    return phrases(read_text(text, {}))


@pytest.mark.parametrize(
    ("text", "code", "reply"),
    [
        ('"matches":\n  - trigger: ":a"\n    replace: 好\n', "a", "好"),
        ("    # 说明\nmatches:\n  - trigger: ':a'\n    replace: 好\n", "a", "好"),
        ("matches:\n  - &x\n    trigger: ':a'\n    replace: 好\n  - <<: *x\n    trigger: ':b'\n", "a", "好"),
        (
            "matches:\n  - trigger: ':a'\n    markdown: '**亲**您好，看[这里](http://a.b)'\n",
            "a",
            "亲您好，看这里 http://a.b",
        ),
        (
            CHOICE,
            "a",
            "{{c}}",
        ),
    ],
)
def test_espanso_files_as_people_write_them(text: str, code: str, reply: str) -> None:
    phrase = espanso(text)[0]
    assert (phrase.code, phrase.wordings) == (code, ((reply,),))
    known = phrase.scope.placeholders.get("c")
    assert known is None or known.options == ("😀", "好")


def test_each_trigger_is_a_code() -> None:
    (phrase,) = espanso("matches:\n  - triggers: [':fh', ':fahuo']\n    replace: 好\n")
    assert (phrase.codes, phrase.tags) == (("fh", "fahuo"), ())


def test_aliases_that_stand_for_millions_cost_nothing() -> None:
    names = "abcdefghij"
    lines = [
        f"  {one}: &{one} [{', '.join(f'*{two}' for _ in range(9))}]"
        for two, one in itertools.pairwise(names)
    ]
    text = "matches:\n  - trigger: x\n    replace: 好\nbomb:\n  a: &a [哈, 哈]\n" + "\n".join(lines) + "\n"
    assert [phrase.code for phrase in espanso(text)] == ["x"]


def test_imports_are_followed_inside_the_folder(tmp_path: Path) -> None:
    (tmp_path / "match").mkdir()
    (tmp_path / "secret.yml").write_text("matches:\n  - trigger: s\n    replace: 外面的\n", "utf-8")
    (tmp_path / "match" / "_more.yml").write_text(
        "matches:\n  - trigger: m\n    replace: '{{shop}}的'\n", "utf-8"
    )
    base = tmp_path / "match" / "base.yml"
    base.write_text(
        "imports: [_more.yml, ../secret.yml]\nglobal_vars:\n  - {name: shop, type: echo, params: {echo: 花店}}\n"
        "matches:\n  - trigger: b\n    replace: 好\n",
        "utf-8",
    )
    batch = read_foreign(base, {})
    assert [(one.code, one.wordings[0][0]) for one in phrases(batch)] == [("b", "好"), ("m", "花店的")]
    assert told(batch) == ["import-outside"]


# -- folders


def test_a_folder_comes_in_file_by_file(tmp_path: Path) -> None:
    (tmp_path / "match").mkdir()
    (tmp_path / "match" / "base.yml").write_text(
        "global_vars:\n  - {name: shop, type: echo, params: {echo: 花店}}\nmatches: []\n", "utf-8"
    )
    (tmp_path / "match" / "a.yml").write_text(
        "matches:\n  - trigger: a\n    replace: '{{shop}}好'\n", "utf-8"
    )
    (tmp_path / "b.csv").write_text("标题,内容\n甲,一\n", "utf-8")
    (tmp_path / "c.json").write_text("[1, 2]", "utf-8")
    (tmp_path / "d.png").write_bytes(b"\x89PNG")
    batch = read_folder(tmp_path, {})
    assert [(imported.place, imported.phrase.wordings[0][0]) for imported in batch.imported_phrases] == [
        ("b.csv 第 2 行", "一"),
        ("match/a.yml 第 2 行", "花店好"),
    ]
    assert [(part.name, part.format) for part in batch.parts] == [
        ("b.csv", "csv"),
        ("match/a.yml", "espanso"),
        ("match/base.yml", "espanso"),
    ]
    assert told(batch) == ["file-failed", "other-files"]


@pytest.mark.parametrize(
    ("header", "cell"), [("是否停用", "是"), ("停用", "√"), ("有效", "否"), ("启用", "×"), ("作废", "1")]
)
def test_a_row_that_is_switched_off_is_not_taken(header: str, cell: str) -> None:
    batch = read_text(f"标题,内容,{header}\n退货,亲,{cell}\n换货,亲亲,\n", {})
    assert [imported.phrase.title for imported in batch.imported_phrases] == ["换货"]
    assert [note.code for note in batch.notes] == ["switched-off"]


@pytest.mark.parametrize(
    "keys", ['"q": "{}", "a": "{}"', '"cat": "物流", "Q": "{}", "A": "{}", "enabled": true']
)
def test_a_list_of_questions_and_answers_is_read(keys: str) -> None:
    entry = keys.replace("{}", "多久发货", 1).replace("{}", "48小时")
    (phrase,) = phrases(read_text("[{" + entry + "}]", {}))
    assert (phrase.asks, phrase.wordings) == (("多久发货",), (("48小时",),))


def test_objects_of_the_same_keys_are_a_table_whose_columns_are_named_by_map() -> None:
    text = '[{"wen": "几时发", "da": "今天"}, {"wen": "几时到", "da": "明天"}]'
    assert [phrase.asks for phrase in phrases(read_text(text, {"问法": "wen", "回复": "da"}))] == [
        ("几时发",),
        ("几时到",),
    ]
    with pytest.raises(QReplyError):
        read_text(text, {})


def test_several_codes_of_another_tool_are_several() -> None:
    batch = read_text("编码,内容\nmj、manjian,亲\nyf yunfei,亲亲\n", {})
    assert [phrase.codes for phrase in phrases(batch)] == [("mj", "manjian"), ("yf yunfei",)]
    assert [note.code for note in batch.notes] == ["code-with-blank"]


@pytest.mark.parametrize(
    ("header", "reply"),
    [("内容（作废）,新话术", "新的"), ("话术(已停用),内容", "新的"), ("内容（必填）,备注", "旧的")],
)
def test_a_column_that_was_given_up_is_not_the_reply(header: str, reply: str) -> None:
    (phrase,) = phrases(read_text(f"客户问,{header}\n几时发,旧的,新的\n", {}))
    assert (phrase.asks, phrase.wordings) == (("几时发",), ((reply,),))


def test_a_second_header_row_of_platforms_is_no_phrase() -> None:
    batch = read_text("标题,快捷回复,快捷回复2\n,淘宝,拼多多\n几时发,今天发,明天发\n", {})
    assert [phrase.wordings for phrase in phrases(batch)] == [(("今天发",), ("明天发",))]
    assert [note.code for note in batch.notes] == ["header-again"]


@pytest.mark.parametrize(
    ("ask", "told"), [("几时发，今天发吗，发了没", ["asks-in-a-line"]), ("亲，怎么还没有发货", [])]
)
def test_asks_of_another_tool_that_share_a_line_are_told(ask: str, told: list[str]) -> None:
    assert [note.code for note in read_text(f"问法,内容\n{ask},亲\n", {}).notes] == told
