"""An export that a lead has edited, brought back: what changed is found, and spliced in."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from qreply.errors import QReplyError
from qreply.exchange.exporter import exported
from qreply.exchange.foreign_file import read_own_table
from qreply.exchange.table_update import plan_update
from qreply.exchange.update_plan import UpdatePlan
from qreply.exchange.update_review import review_update
from qreply.phrasebook.loader import load
from qreply.phrasebook.writing.book_files import write_files
from qreply.storage.locations import shipped_phrasebook
from tests.support.shipped import shipped_book

LOGISTICS = """\
# 物流组维护，改完告诉小夏
scenario: logistics
title: 物流
placeholders:
  快递: {default: 中通}
fragments:
  落款: 有事找我
phrases:
  # ── 发货 ──
  - id: ship
    title: 什么时候发货
    code: "007"
    asks: [几时发, 今天发吗]   # 最常问
    reply: |
      亲，48小时内发{{快递}}，{{>落款}}
    variants:
      - 亲，两天内发
    platforms:
      pdd:
        reply: 拼成了48小时内发
    next: [hurry]

  - id: hurry
    title: 催发货
    asks:
      - 快点发     # 急的
      - 催一下
    messages:
      - 亲，马上催
      - 催到了告诉您
    valid: {from: 2026-11-01, until: 2026-11-15 20:00}
    only: [taobao, pdd]
    note: 别承诺时间
"""
RETURN = """\
scenario: return
title: 退换
valid: {until: 2030-01-01}
phrases:
  - title: 怎么退货
    reply: 亲，点申请售后
  - {id: flow, title: 写在一行, reply: 亲}
"""


@pytest.fixture
def book(tmp_path: Path) -> Path:
    folder = tmp_path / "book"
    folder.mkdir()
    (folder / "logistics.yaml").write_text(LOGISTICS, "utf-8")
    (folder / "return.yaml").write_text(RETURN, "utf-8")
    return folder


Row = dict[str, str]
Edit = Callable[[list[Row]], object]


def edited(book: Path, edit: Edit, *, force: bool = False) -> UpdatePlan:
    """What an export as CSV changes that was edited so."""
    data, _ = exported(load([book]), "csv")
    return updated(book, table_of(data, edit), force=force)


def table_of(data: bytes, edit: Edit) -> bytes:
    reader = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    rows = list(reader)
    edit(rows)
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(reader.fieldnames or ()), restval="", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def updated(book: Path, data: bytes, *, force: bool = False) -> UpdatePlan:
    path = book.parent / "table"
    path.write_bytes(data)
    table, batch = read_own_table(path, lambda _done, _total: None)
    return plan_update(book, table, batch, lambda _done, _total: None, force=force)


def row(rows: list[Row], title: str) -> Row:
    return next(row for row in rows if row["标题"] == title)


def told(plan: UpdatePlan) -> list[str]:
    return [note.code for note in plan.notes]


@pytest.mark.parametrize("form", ["csv", "json", "xlsx"])
def test_an_export_that_nobody_edited_changes_nothing(book: Path, form: str) -> None:
    if form == "xlsx":
        pytest.importorskip("openpyxl")
    plan = updated(book, exported(load([book]), form)[0])
    assert (plan.changes, plan.files, plan.same, plan.notes) == ([], [], 4, [])


@pytest.mark.parametrize("form", ["csv", "json", "xlsx"])
def test_the_shipped_book_comes_back_without_a_difference(form: str) -> None:
    if form == "xlsx":
        pytest.importorskip("openpyxl")
    book = shipped_phrasebook()
    plan = plan_of(exported(shipped_book(), form)[0], book)
    assert (plan.changes, plan.notes) == ([], [])


def plan_of(data: bytes, book: Path) -> UpdatePlan:
    """What the table changes, without what tells whether a row was edited: every row is compared."""
    table, batch = read_own_table(written(data), lambda _done, _total: None)
    for row in table.rows:
        row.cells["校验"] = ""
    return plan_update(book, table, batch, lambda _done, _total: None, force=False)


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def written(data: bytes) -> Path:
    path = Path("table")
    path.write_bytes(data)
    return path


SPLICES: list[tuple[str, dict[str, str], str, str]] = [
    ("什么时候发货", {"回复": "亲，24小时内发{{快递}}，{{>落款}}"}, "48小时内发{{", "24小时内发{{"),
    (
        "什么时候发货",
        {"问法": "几时发\n今天发吗\n发了没"},
        "[几时发, 今天发吗]",
        "[几时发, 今天发吗, 发了没]",
    ),
    ("什么时候发货", {"问法": "今天发吗"}, "[几时发, 今天发吗]", "[今天发吗]"),
    ("什么时候发货", {"编码": "7"}, "", ""),  # as a spreadsheet leaves 007
    ("什么时候发货", {"编码": "fh、发货"}, 'code: "007"', "code: [fh, 发货]"),
    ("什么时候发货", {"编码": ""}, '    code: "007"\n', ""),
    ("什么时候发货", {"说法2": ""}, "    variants:\n      - 亲，两天内发\n", ""),
    (
        "什么时候发货",
        {"拼多多回复": "拼成就发"},
        "        reply: 拼成了48小时内发",
        "        reply: |\n          拼成就发",
    ),
    ("催发货", {"问法": "快点发\n急"}, "      - 催一下\n", "      - 急\n"),
    ("催发货", {"问法": "催一下"}, "      - 快点发     # 急的\n", "      # 急的\n"),
    ("催发货", {"有效到": "2026/11/30"}, "until: 2026-11-15 20:00}", "until: 2026-11-30}"),
    ("催发货", {"仅限": "拼多多"}, "only: [taobao, pdd]", "only: [pdd]"),
    ("催发货", {"回复": "亲，马上催\n---\n催好了"}, "      - 催到了告诉您", "      - 催好了"),
]


@pytest.mark.parametrize(("title", "cells", "before", "after"), SPLICES)
def test_an_edited_cell_changes_its_value_alone(
    book: Path, title: str, cells: dict[str, str], before: str, after: str
) -> None:
    plan = edited(book, lambda rows: row(rows, title).update(cells))
    write_files(plan.files)
    assert not before or LOGISTICS.count(before) == 1
    assert (book / "logistics.yaml").read_text("utf-8") == LOGISTICS.replace(before or "\0", after)
    assert (book / "return.yaml").read_text("utf-8") == RETURN
    assert plan.count("changed") == bool(before)


def test_new_rows_stand_behind_their_neighbours_and_come_in_once(book: Path) -> None:
    def add(rows: list[Row]) -> None:
        rows.insert(1, {"标题": "=预售", "问法": "预售几时发", "回复": "亲，下周发", "场景": "物流"})
        rows.append({"问法": "能换吗", "回复": "能换", "场景": "return"})
        rows.append({"标题": "你好", "回复": "在的", "场景": "会员"})

    data = table_of(exported(load([book]), "csv")[0], add)
    plan = updated(book, data)
    assert [change.phrase.id for change in plan.changes] == ["logistics/=预售", "return/能换吗", "会员/你好"]
    write_files(plan.files)
    text = (book / "logistics.yaml").read_text("utf-8")
    new = "  - title: '=预售'\n    asks: [预售几时发]\n    reply: |\n      亲，下周发\n"
    assert text == LOGISTICS.replace("    next: [hurry]\n", f"    next: [hurry]\n\n{new}")
    assert [one.name for one in load([book]).scenarios] == ["logistics", "return", "会员"]
    again = updated(book, data)
    assert again.changes == []


def test_rows_that_are_gone_are_removed_where_their_scenario_is_there(book: Path) -> None:
    plan = edited(book, lambda rows: rows.remove(row(rows, "催发货")))
    assert [(change.kind, change.phrase.id) for change in plan.changes] == [("removed", "logistics/hurry")]
    write_files(plan.files)
    assert (book / "logistics.yaml").read_text("utf-8") == LOGISTICS[: LOGISTICS.index("\n  - id: hurry")]
    only_return = edited(book, lambda rows: rows.__delitem__(0))
    assert only_return.changes == []
    assert told(only_return) == ["scenario-not-in-table"]


def reviewed(plan: UpdatePlan) -> list[tuple[str, str]]:
    """What is told of the plan before it is written, and what is named."""
    review_update(plan, lambda _done, _total: None)
    return [(note.code, note.message) for note in plan.notes]


def test_who_names_a_removed_phrase_is_told(book: Path) -> None:
    path = book / "return.yaml"
    path.write_text(RETURN.replace("{id: flow,", "{id: flow, no-answer: logistics/hurry,"), "utf-8")
    ((code, said),) = reviewed(edited(book, lambda rows: rows.remove(row(rows, "催发货"))))
    assert code == "still-named"
    assert all(name in said for name in ("催发货", "什么时候发货", "写在一行", "接着、没有时"))
    both = edited(book, lambda rows: (rows.pop(1), rows[0].update({"接着": ""})))
    ((_, said),) = reviewed(both)
    assert "什么时候发货" not in said


def test_an_edited_reference_that_leads_nowhere_is_told(book: Path) -> None:
    ((code, said),) = reviewed(edited(book, lambda rows: rows[1].update({"没有时": "logistics/shp"})))
    assert code == "leads-nowhere"
    assert "是不是 logistics/ship？" in said


@pytest.mark.parametrize(("scenario", "near"), [("售后", "是不是 退换？"), ("会员日", "“会员日”")])
def test_a_scenario_that_the_book_has_not_is_told(scenario: str, near: str, book: Path) -> None:
    told_of = reviewed(edited(book, lambda rows: rows[1].update({"场景": scenario})))
    ((said),) = [said for code, said in told_of if code == "new-scenario"]
    assert near in said


def test_codes_and_asks_of_others_are_told_of_an_update(book: Path) -> None:
    plan = edited(book, lambda rows: rows[1].update({"编码": "007", "问法": "催一下\n今天发吗？"}))
    assert [code for code, _ in reviewed(plan)] == ["code-taken", "ask-taken"]


def test_an_unknown_platform_is_refused_with_those_there_are(book: Path) -> None:
    plan = edited(book, lambda rows: (rows[0].update({"仅限": "陶宝"}), rows[1].update({"提示": "新"})))
    assert [change.phrase.title for change in plan.changes] == ["催发货"]
    ((code, said),) = [(note.code, note.message) for note in plan.notes if note.kind == "refused"]
    assert code == "unknown-platform"
    assert "“陶宝”" in said
    assert "淘宝、拼多多" in said
    assert said.endswith("是不是 淘宝？")


def test_an_unknown_platform_that_the_book_has_already_is_no_edit(book: Path) -> None:
    path = book / "logistics.yaml"
    path.write_text(LOGISTICS.replace("[taobao, pdd]", "[taobao, kuaishou]"), "utf-8")
    plan = edited(book, lambda rows: rows[1].update({"提示": "新"}))
    assert ([change.phrase.only for change in plan.changes], told(plan)) == ([("taobao", "kuaishou")], [])


CHINESE = """\
场景: 大促
标题: 大促
话术:
  - 编号: hd
    标题: 满减
    回复: 亲，满300减60~
    有效期:
      from: 2026-11-01
"""


def test_a_book_with_chinese_keys_gets_chinese_keys(book: Path) -> None:
    for path in book.glob("*.yaml"):
        path.unlink()
    path = book / "大促.yaml"
    path.write_text(CHINESE, "utf-8")

    def edit(rows: list[Row]) -> None:
        rows[0] |= {"有效到": "2026-12-31", "拼多多回复": "拼成就减"}
        rows.append({"标题": "赠品", "回复": "亲有的", "场景": "大促", "有效从": "2026-11-02"})
        rows.append({"标题": "生日", "回复": "有礼", "场景": "会员"})

    data = exported(load([book]), "csv")[0].decode("utf-8-sig").replace("提示,", "提示,拼多多回复,", 1)
    lines = data.split("\r\n")
    lines[1] = lines[1].replace("大促,,,", "大促,,,,", 1)
    write_files(updated(book, table_of("\r\n".join(lines).encode(), edit), force=True).files)
    assert path.read_text("utf-8") == CHINESE.replace(
        "    有效期:\n      from: 2026-11-01\n",
        "    平台:\n      拼多多:\n        回复: |\n          拼成就减\n"
        "    有效期: {从: 2026-11-01, 到: 2026-12-31}\n"
        "  - 标题: 赠品\n    回复: |\n      亲有的\n    有效期: {从: 2026-11-02}\n",
    )
    assert "场景: 会员\n标题: 会员\n话术:\n  - 标题: 生日\n    回复: |" in (book / "会员.yaml").read_text(
        "utf-8"
    )
    assert not [problem for problem in load([book]).problems if problem.severity == "error"]


def test_an_emptied_reply_that_lets_another_wording_come_first_is_told(book: Path) -> None:
    plan = edited(book, lambda rows: rows[0].update({"回复": ""}))
    assert [change.phrase.wordings for change in plan.changes] == [(("亲，两天内发",),)]
    assert told(plan) == ["reply-cleared"]


def test_a_new_row_without_a_reply_is_named_by_what_it_says(book: Path) -> None:
    plan = edited(book, lambda rows: rows.append({"标题": "退运费", "场景": "退换"}))
    assert [note.message for note in plan.notes] == ["没有回复内容：退运费 退换"]


def test_what_the_book_got_since_the_export_is_not_removed(book: Path) -> None:
    data = exported(load([book]), "csv")[0]
    with (book / "return.yaml").open("a", encoding="utf-8") as file:
        file.write("  - title: 新来的\n    reply: 亲，新的\n")
    assert (updated(book, data).changes, told(updated(book, data))) == ([], ["since-export"])
    cut = table_of(data, lambda rows: rows.remove(row(rows, "怎么退货")))
    for force in (False, True):
        assert [(change.kind, change.phrase.title) for change in updated(book, cut, force=force).changes] == [
            ("removed", "怎么退货")
        ]


@pytest.mark.parametrize("form", ["csv", "json", "xlsx"])
def test_a_row_that_was_removed_while_the_book_changed_its_phrase_stays(book: Path, form: str) -> None:
    if form == "xlsx":
        pytest.importorskip("openpyxl")
    data = exported(load([book]), form)[0]
    path = book / "return.yaml"
    path.write_text(path.read_text("utf-8").replace("点申请售后", "点退货"), "utf-8")
    if form == "csv":
        data = table_of(data, lambda rows: rows.remove(row(rows, "怎么退货")))
    elif form == "json":
        data = json_edited(data, lambda phrases: phrases.pop("怎么退货"))
    else:
        data = workbook_edited(data, lambda book: book["退换"].delete_rows(2))
    assert (updated(book, data).changes, told(updated(book, data))) == ([], ["removed-changed"])
    assert [change.phrase.title for change in updated(book, data, force=True).changes] == ["怎么退货"]


def test_what_cannot_be_told_to_be_removed_stays(book: Path) -> None:
    data = table_of(exported(load([book]), "csv")[0], lambda rows: rows.remove(row(rows, "怎么退货")))
    path = book / "return.yaml"
    gone = path.read_text("utf-8").replace("怎么退货", "怎么退")  # under another id, so it may be new
    path.write_text(gone, "utf-8")
    assert (updated(book, data).changes, told(updated(book, data))) == ([], ["removed-unclear"])


def test_many_are_removed_only_when_that_is_said(book: Path) -> None:
    extra = "".join(f"  - title: 第{number}条\n    reply: 亲{number}\n" for number in range(20))
    (book / "return.yaml").write_text(RETURN + extra, "utf-8")

    def cut(rows: list[Row]) -> None:
        rows[:] = [row for row in rows if not row["标题"].startswith("第")]

    assert (edited(book, cut).changes, told(edited(book, cut))) == ([], ["many-removed"])
    assert edited(book, cut, force=True).count("removed") == 20


def test_of_a_small_scenario_most_is_removed_only_when_that_is_said(book: Path) -> None:
    extra = "".join(f"  - title: 第{number}条\n    reply: 亲{number}\n" for number in range(2))
    (book / "return.yaml").write_text(RETURN + extra, "utf-8")

    def cut(count: int) -> Edit:
        return lambda rows: rows.__delitem__(slice(3, 3 + count))

    assert (edited(book, cut(3)).changes, told(edited(book, cut(3)))) == ([], ["many-removed"])
    assert edited(book, cut(2)).count("removed") == 2


@pytest.mark.parametrize(("column", "stays"), [("标题", "催发货"), ("场景", "物流")])
def test_a_cell_that_cannot_be_empty_stays_and_is_told(book: Path, column: str, stays: str) -> None:
    plan = edited(book, lambda rows: row(rows, "催发货").update({column: ""}))
    assert plan.changes == []
    assert [note.code for note in plan.notes] == ["cannot-be-empty"]
    assert stays in plan.notes[0].message


def test_a_copy_shares_the_code_of_its_original_though_that_was_edited(book: Path) -> None:
    def copy(rows: list[Row]) -> None:
        rows.append({**rows[0], "标题": "补发", "回复": "亲，马上补", "编号": "", "校验": ""})
        rows[0]["回复"] = "亲，36小时内发"

    assert "code-taken" in [code for code, _ in reviewed(edited(book, copy))]


@pytest.mark.parametrize(
    ("ask", "several"), [("几时发，今天发吗，发了没", True), ("我昨天下的单，怎么还没发货", False)]
)
def test_short_asks_with_commas_are_told(book: Path, ask: str, several: bool) -> None:
    plan = edited(book, lambda rows: rows[0].update({"问法": ask}))
    assert told(plan) == ["asks-in-a-line"] * several


def test_what_the_book_changed_since_the_export_stays(book: Path) -> None:
    data = exported(load([book]), "csv")[0]
    path = book / "logistics.yaml"
    path.write_text(
        LOGISTICS.replace("别承诺时间", "先问仓库").replace("48小时内发{{", "72小时内发{{"), "utf-8"
    )

    def edit(rows: list[Row]) -> None:
        row(rows, "什么时候发货")["回复"] = "亲，24小时内发"
        row(rows, "怎么退货")["回复"] = "亲，点退货"

    plan = updated(book, table_of(data, edit))
    assert [change.phrase.title for change in plan.changes] == [
        "怎么退货"
    ]  # and the note stays as the book has it
    assert told(plan) == ["changed-on-both-sides"]
    assert updated(book, table_of(data, edit), force=True).count("changed") == 2


Entries = dict[str, dict[str, object]]


def json_edited(data: bytes, edit: Callable[[Entries], object]) -> bytes:
    """Our JSON, of which a script has edited the phrases by their titles."""
    tree = json.loads(data)
    phrases = {phrase["title"]: phrase for file in tree["files"] for phrase in file["phrases"]}
    edit(phrases)
    for file in tree["files"]:
        file["phrases"] = [phrase for phrase in file["phrases"] if phrase["title"] in phrases]
    return json.dumps(tree, ensure_ascii=False).encode()


def test_json_knows_as_tables_do_what_either_side_changed(book: Path) -> None:
    data = exported(load([book]), "json")[0]
    path = book / "logistics.yaml"
    path.write_text(LOGISTICS.replace("48小时内发{{", "72小时内发{{").replace("别承诺", "先问"), "utf-8")
    with (book / "return.yaml").open("a", encoding="utf-8") as file:
        file.write("  - title: 新来的\n    reply: 亲，新的\n")
    assert (updated(book, data).changes, told(updated(book, data))) == ([], ["since-export"])

    def edit(phrases: Entries) -> None:
        phrases["什么时候发货"]["reply"] = "亲，24小时内发"
        phrases["怎么退货"]["reply"] = "亲，点退货"
        del phrases["写在一行"]

    plan = updated(book, json_edited(data, edit))
    assert [(change.kind, change.phrase.title) for change in plan.changes] == [
        ("changed", "怎么退货"),
        ("removed", "写在一行"),
    ]
    assert told(plan) == ["changed-on-both-sides", "since-export"]
    forced = updated(book, json_edited(data, edit), force=True)
    assert [change.phrase.title for change in forced.changes] == ["什么时候发货", "怎么退货", "写在一行"]


def test_json_without_stamps_changes_nothing_unless_that_is_forced(book: Path) -> None:
    def edit(phrases: Entries) -> None:
        for phrase in phrases.values():
            del phrase["check"]
        phrases["怎么退货"]["reply"] = "亲，点退货"

    data = json_edited(exported(load([book]), "json")[0], edit)
    assert (updated(book, data).changes, told(updated(book, data))) == ([], ["unstamped"])
    assert [change.phrase.title for change in updated(book, data, force=True).changes] == ["怎么退货"]


def test_a_phrase_that_changes_its_scenario_takes_its_references_along(book: Path) -> None:
    plan = edited(book, lambda rows: row(rows, "催发货").update({"场景": "return"}))
    assert [(change.kind, change.phrase.id) for change in plan.changes] == [
        ("moved", "return/hurry"),
        ("changed", "logistics/ship"),
    ]
    write_files(plan.files)
    now = load([book])
    assert now.by_id["logistics/ship"].next == ("return/hurry",)
    assert now.by_id["return/hurry"].wordings == (("亲，马上催", "催到了告诉您"),)
    assert not [problem for problem in now.problems if problem.severity == "error"]


REWRITTEN = "48小时内发{{", "72小时内发{{"  # in the book, since the export


def rewritten(book: Path) -> bytes:
    """An export from before the book changed a reply."""
    data = exported(load([book]), "csv")[0]
    path = book / "logistics.yaml"
    path.write_text(path.read_text("utf-8").replace(*REWRITTEN), "utf-8")
    return data


def test_of_a_row_whose_scenario_alone_was_changed_the_books_reply_stays(book: Path) -> None:
    plan = updated(book, table_of(rewritten(book), lambda rows: rows[0].update({"场景": "return"})))
    assert (told(plan), [change.kind for change in plan.changes]) == ([], ["moved"])
    write_files(plan.files)
    assert load([book]).by_id["return/ship"].wordings[0] == ("亲，72小时内发{{快递}}，{{>落款}}",)


@pytest.mark.parametrize(
    "column", ["场景", "标题", "编码", "问法", "说法2", "标签", "提示", "仅限", "有效到"]
)
@pytest.mark.parametrize("force", [False, True])
def test_what_either_side_changed_comes_together(book: Path, column: str, *, force: bool) -> None:
    new = {"场景": "return", "仅限": "京东", "有效到": "2031-01-01"}.get(column, "改过")
    data = table_of(rewritten(book), lambda rows: rows[0].update({column: new}))
    plan = updated(book, data, force=force)
    assert told(plan) == []
    write_files(plan.files)
    ship = load([book]).by_id["return/ship" if column == "场景" else "logistics/ship"]
    assert ship.wordings[0] == ("亲，72小时内发{{快递}}，{{>落款}}",)
    again = updated(book, data)
    assert (again.changes, told(again)) == ([], [])


@pytest.mark.parametrize("column", ["标题", "问法", "提示", "拼多多回复"])
@pytest.mark.parametrize(("there", "here"), [("", ""), ("甲", ""), ("", "乙"), ("甲", "甲"), ("甲", "乙")])
@pytest.mark.parametrize("force", [False, True])
def test_a_cell_is_what_was_changed_wherever_it_was(
    book: Path, column: str, there: str, here: str, *, force: bool
) -> None:
    """The book has `there` and the row `here`; "" is as it was exported."""
    data = exported(load([book]), "csv")[0]
    before = rows_of_book(book)[1][column]
    if there:
        write_files(updated(book, table_of(data, lambda rows: rows[1].update({column: there}))).files)
    plan = updated(book, table_of(data, lambda rows: rows[1].update({column: here or before})), force=force)
    write_files(plan.files)
    assert rows_of_book(book)[1][column] == (((here or there) if force else (there or here)) or before)
    assert told(plan) == ["changed-on-both-sides"] * ((there, here, force) == ("甲", "乙", False))


def rows_of_book(book: Path) -> list[Row]:
    return list(csv.DictReader(io.StringIO(exported(load([book]), "csv")[0].decode("utf-8-sig"), newline="")))


def test_the_cell_alone_that_both_sides_changed_is_a_conflict_and_shows_both(book: Path) -> None:
    def edit(rows: list[Row]) -> None:
        rows[0] |= {"回复": "亲，24小时内发", "提示": "先问仓库"}

    data = table_of(rewritten(book), edit)
    plan = updated(book, data)
    assert told(plan) == ["changed-on-both-sides"]
    (clash,) = plan.clashes
    assert clash.columns == {"回复": ("亲，72小时内发{{快递}}，{{>落款}}", "亲，24小时内发")}
    write_files(plan.files)
    ship = load([book]).by_id["logistics/ship"]
    assert (ship.note, ship.wordings[0]) == ("先问仓库", ("亲，72小时内发{{快递}}，{{>落款}}",))
    (forced,) = updated(book, data, force=True).changes
    assert forced.phrase.wordings[0] == ("亲，24小时内发",)


def test_what_both_sides_changed_to_the_same_is_no_conflict(book: Path) -> None:
    data = table_of(
        rewritten(book), lambda rows: rows[0].update({"回复": rows[0]["回复"].replace("48", "72")})
    )
    plan = updated(book, data)
    assert (plan.changes, told(plan)) == ([], [])


def without_stamps(rows: list[Row]) -> None:
    for one in rows:
        one["校验"] = ""


@pytest.mark.parametrize("columns", [(), ("校验",), ("其余", "校验")])
def test_without_stamps_nothing_is_taken_back_or_removed(book: Path, columns: tuple[str, ...]) -> None:
    """The column is emptied, or it is taken out."""
    data = table_of(table_of(rewritten(book), without_stamps), lambda rows: rows.pop())
    lines = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    kept = [at for at, name in enumerate(lines[0]) if name not in columns]
    out = io.StringIO(newline="")
    csv.writer(out).writerows([line[at] for at in kept] for line in lines)
    plan = updated(book, out.getvalue().encode())
    assert (plan.changes, told(plan)) == ([], ["unstamped", "removed-unclear"])
    assert list(plan.clashes[0].columns) == ["回复"]
    forced = updated(book, out.getvalue().encode(), force=True)
    assert [(one.kind, one.phrase.title) for one in forced.changes] == [
        ("changed", "什么时候发货"),
        ("removed", "写在一行"),
    ]


def test_without_stamps_what_the_book_removed_does_not_come_back(book: Path) -> None:
    data = table_of(exported(load([book]), "csv")[0], without_stamps)
    (book / "return.yaml").unlink()
    assert updated(book, data).changes == []
    assert set(told(updated(book, data))) == {"unstamped-gone"}


def test_a_new_row_that_came_in_is_that_phrase_from_then_on(book: Path) -> None:
    new = {"标题": "退货地址", "回复": "亲，寄到一号仓", "场景": "return", "编码": "thdz"}
    monday = table_of(exported(load([book]), "csv")[0], lambda rows: rows.append(new))
    write_files(updated(book, monday).files)
    for edit in ({"回复": "亲，寄到二号仓"}, {"标题": "退到哪里"}, {"编码": "dz"}):
        tuesday = table_of(monday, lambda rows: rows[-1].update(edit))  # noqa: B023
        plan = updated(book, tuesday)
        assert (plan.changes, told(plan)) == ([], ["known-by-name"])
        (change,) = updated(book, tuesday, force=True).changes
        assert (change.kind, change.phrase.id) == ("changed", "return/thdz")
    wednesday = table_of(monday, lambda rows: rows.pop())
    ((code, said),) = reviewed(updated(book, wednesday))
    assert code == "since-export"
    assert "退货地址" in said


def test_a_row_of_another_book_is_left_to_it(book: Path) -> None:
    branch = book.parent / "branch"
    branch.mkdir()
    (branch / "logistics.yaml").write_text(LOGISTICS.replace("48小时内发{{", "分店12小时内发{{"), "utf-8")
    other = load([branch])
    data = table_of(exported(other, "csv")[0], lambda rows: rows[0].update({"回复": "分店24小时内发"}))
    (book.parent / "table").write_bytes(data)
    for force in (False, True):
        table, batch = read_own_table(book.parent / "table", lambda _done, _total: None)
        plan = plan_update(
            book,
            table,
            batch,
            lambda _done, _total: None,
            force=force,
            elsewhere=lambda key, _over: {"branch": other.by_id[key]},
        )
        assert "changed" not in [change.kind for change in plan.changes]
        assert "in-another-book" in told(plan)


def test_of_a_table_of_two_books_each_row_goes_to_one(book: Path) -> None:
    branch = book.parent / "branch"
    branch.mkdir()
    ours = LOGISTICS.replace("48小时内发{{", "分店12小时内发{{")
    (branch / "logistics.yaml").write_text(ours + "  - {id: own, title: 分店的, reply: 亲}\n", "utf-8")

    def edit(rows: list[Row]) -> None:
        row(rows, "什么时候发货").update({"回复": "分店24小时内发"})
        rows.append({"标题": "分店新加", "回复": "亲，送券", "场景": "logistics"})

    (book.parent / "table").write_bytes(table_of(exported(load([book, branch]), "csv")[0], edit))

    def plan_for(folder: Path, other: Path, *, force: bool = False) -> UpdatePlan:
        there = load([other]).by_id
        table, batch = read_own_table(book.parent / "table", lambda _done, _total: None)
        return plan_update(
            folder,
            table,
            batch,
            lambda _done, _total: None,
            force=force,
            elsewhere=lambda key, _over: {"other": there[key]} if key in there else {},
        )

    first = plan_for(branch, book)
    assert "new-in-this-book" in told(first)
    write_files(first.files)
    for force in (False, True):
        plan = plan_for(book, branch, force=force)
        assert "in-another-book" in told(plan)
        assert "changed-on-both-sides" not in told(plan)
        assert [change.kind for change in plan.changes] == ["new"] * force
    assert "in-another-book-now" in told(plan_for(book, branch))


def test_a_row_that_a_comma_has_cut_is_named_and_its_phrase_stays(book: Path) -> None:
    text = exported(load([book]), "csv")[0].decode()
    assert text.count("亲，点申请售后") == 1
    cut = text.replace("亲，点申请售后", "亲,点申请售后").encode()
    for force in (False, True):
        plan = updated(book, cut, force=force)
        assert plan.changes == []
        assert "cut-by-comma" in told(plan)
    assert "怎么退货" in next(note.message for note in plan.notes if note.code == "cut-by-comma")


Workbook = Any


def workbook_edited(data: bytes, edit: Callable[[Workbook], object]) -> bytes:
    openpyxl = pytest.importorskip("openpyxl")
    workbook = openpyxl.load_workbook(io.BytesIO(data))
    edit(workbook)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def column_of(sheet: Workbook, name: str) -> int:
    return [cell.value for cell in sheet[1]].index(name) + 1


@pytest.mark.parametrize(
    ("rows", "codes", "new"),
    [
        (
            [["标题", "问法", "回复"], ["几点直播", "几点播", "亲，晚上8点"]],
            ["new-scenario"],
            ["直播/几点直播"],
        ),
        ([["周一", "小夏"], ["周二", "小雨"]], ["sheet-not-ours"], []),
    ],
)
def test_a_sheet_that_a_lead_has_added_is_read_or_told_of(
    book: Path, rows: list[list[str]], codes: list[str], new: list[str]
) -> None:
    pytest.importorskip("openpyxl")

    def add(workbook: Workbook) -> None:
        sheet = workbook.create_sheet("直播")
        for cells in rows:
            sheet.append(cells)

    plan = updated(book, workbook_edited(exported(load([book]), "xlsx")[0], add))
    review_update(plan, lambda _done, _total: None)
    assert told(plan) == codes
    assert [change.phrase.id for change in plan.changes] == new


def test_edits_in_rows_that_are_hidden_count(book: Path) -> None:
    pytest.importorskip("openpyxl")

    def edit(workbook: Workbook) -> None:
        sheet = workbook["物流"]
        sheet.cell(2, column_of(sheet, "提示")).value = "先问仓库"
        sheet.row_dimensions[2].hidden = True
        hidden = workbook["退换"]
        hidden.sheet_state = "hidden"
        hidden.cell(2, column_of(hidden, "提示")).value = "先问原因"
        hidden.append(["换货地址", "", "", "亲，寄到一号仓"])

    plan = updated(book, workbook_edited(exported(load([book]), "xlsx")[0], edit))
    assert [(one.kind, one.phrase.title) for one in plan.changes] == [
        ("changed", "什么时候发货"),
        ("changed", "怎么退货"),
        ("new", "换货地址"),
    ]
    assert told(plan) == ["hidden-edit"] * 3


@pytest.mark.parametrize(("column", "name"), [("回复", "回复内容"), ("编号", "ID")])
def test_a_sheet_whose_column_was_renamed_is_named_and_the_others_count(
    book: Path, column: str, name: str
) -> None:
    pytest.importorskip("openpyxl")

    def edit(workbook: Workbook) -> None:
        sheet = workbook["物流"]
        sheet.cell(1, column_of(sheet, column)).value = name
        other = workbook["退换"]
        other.cell(2, column_of(other, "提示")).value = "先问原因"

    plan = updated(book, workbook_edited(exported(load([book]), "xlsx")[0], edit))
    assert [change.phrase.title for change in plan.changes] == ["怎么退货"]
    ((code, said),) = reviewed(plan)
    assert code == "sheet-lacks-column"
    assert all(word in said for word in ("物流", column, name))


def test_a_row_in_another_sheet_whose_scenario_stayed_is_told(book: Path) -> None:
    pytest.importorskip("openpyxl")

    def edit(workbook: Workbook) -> None:
        workbook["退换"].append([cell.value for cell in workbook["物流"][2]])
        workbook["物流"].delete_rows(2)

    plan = updated(book, workbook_edited(exported(load([book]), "xlsx")[0], edit))
    assert (plan.changes, told(plan)) == ([], ["other-sheet"])


def test_a_moved_phrase_takes_its_comments_and_layout_along(book: Path) -> None:
    def edit(rows: list[Row]) -> None:
        row(rows, "什么时候发货").update({"场景": "return", "提示": "先问仓库"})
        row(rows, "催发货").update({"场景": "return"})

    write_files(edited(book, edit).files)
    text = (book / "return.yaml").read_text("utf-8")
    assert "asks: [几时发, 今天发吗]   # 最常问\n" in text
    assert "      - 快点发     # 急的\n" in text
    assert "    reply: |\n      亲，48小时内发{{快递}}，{{>落款}}\n" in text
    now = load([book])
    assert now.by_id["return/ship"].note == "先问仓库"
    assert now.by_id["return/ship"].next == ("return/hurry",)


def test_a_phrase_that_opens_a_scenario_takes_its_lines_along_and_that_is_told(book: Path) -> None:
    plan = edited(book, lambda rows: row(rows, "催发货").update({"场景": "售后"}))
    ((code, said),) = reviewed(plan)
    assert code == "new-scenario"
    assert "是不是 退换" in said
    write_files(plan.files)
    assert "      - 快点发     # 急的\n" in (book / "售后.yaml").read_text("utf-8")
    assert load([book]).by_id["logistics/ship"].next == ("售后/hurry",)


def test_a_table_that_moved_a_phrase_is_taken_once(book: Path) -> None:
    data = table_of(exported(load([book]), "csv")[0], lambda rows: rows[1].update({"场景": "return"}))
    write_files(updated(book, data).files)
    again = updated(book, data)
    assert (again.changes, told(again)) == ([], [])
    further = updated(book, table_of(data, lambda rows: rows[1].update({"提示": "先问仓库"})))
    assert [(change.kind, change.phrase.id) for change in further.changes] == [("changed", "return/hurry")]


def test_what_the_book_moved_since_stays_there_with_the_rows_edit(book: Path) -> None:
    data = table_of(exported(load([book]), "csv")[0], lambda rows: rows[1].update({"提示": "先问仓库"}))
    moving = table_of(exported(load([book]), "csv")[0], lambda rows: rows[1].update({"场景": "return"}))
    write_files(updated(book, moving).files)
    (change,) = (plan := updated(book, data)).changes
    assert (change.kind, change.phrase.id, change.phrase.note) == ("changed", "return/hurry", "先问仓库")
    assert told(plan) == []


def as_before(data: bytes) -> bytes:
    """The export as an earlier version stamped it: each row as a whole, and the ids alone."""
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    at = rows[0].index("校验")
    for one in rows[1:]:
        stamp, _, of_all = one[at].partition(".")
        one[at] = f"{stamp.partition('-')[0]}.{of_all[:16]}"
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()


def test_a_table_that_an_earlier_version_exported_is_understood(book: Path) -> None:
    data = as_before(exported(load([book]), "csv")[0])
    assert (updated(book, data).changes, told(updated(book, data))) == ([], [])
    path = book / "logistics.yaml"
    path.write_text(LOGISTICS.replace(*REWRITTEN), "utf-8")

    def edit(rows: list[Row]) -> None:
        rows[0]["提示"] = "先问仓库"
        rows[1]["提示"] = "先问组长"
        del rows[3]

    plan = updated(book, table_of(data, edit))
    assert [(one.kind, one.phrase.title) for one in plan.changes] == [
        ("changed", "催发货"),
        ("removed", "写在一行"),
    ]
    assert told(plan) == ["changed-on-both-sides"]


def test_a_date_that_is_shown_without_its_year_has_it_in_a_column_of_dates(book: Path) -> None:
    pytest.importorskip("openpyxl")

    def edit(workbook: Workbook) -> None:
        sheet = workbook["物流"]
        for name in ("有效到", "提示"):
            cell = sheet.cell(3, column_of(sheet, name))
            cell.value, cell.number_format = datetime(2026, 12, 31), 'm"月"d"日"'

    (change,) = updated(book, workbook_edited(exported(load([book]), "xlsx")[0], edit)).changes
    assert change.phrase.note == "12月31日"
    assert str(change.phrase.valid[-1].until).startswith("2026-12-31")


def test_a_hidden_copy_of_a_sheet_is_no_second_phrase(book: Path) -> None:
    pytest.importorskip("openpyxl")

    def edit(workbook: Workbook) -> None:
        workbook.copy_worksheet(workbook["物流"]).sheet_state = "hidden"
        sheet = workbook["物流"]
        sheet.cell(2, column_of(sheet, "提示")).value = "先问仓库"

    plan = updated(book, workbook_edited(exported(load([book]), "xlsx")[0], edit))
    assert ([change.kind for change in plan.changes], told(plan)) == (["changed"], [])


def test_an_edited_row_of_a_phrase_that_is_gone_is_not_added_again(book: Path) -> None:
    data = exported(load([book]), "csv")[0]
    path = book / "logistics.yaml"
    path.write_text(
        LOGISTICS[: LOGISTICS.index("\n  - id: hurry")].replace("    next: [hurry]\n", ""), "utf-8"
    )
    data = table_of(data, lambda rows: row(rows, "催发货").update({"提示": "改过"}))
    assert (updated(book, data).changes, told(updated(book, data))) == ([], ["gone-from-book"])
    assert updated(book, data, force=True).count("new") == 1


def test_an_edited_id_is_told_and_the_rest_of_the_row_counts(book: Path) -> None:
    data = table_of(exported(load([book]), "csv")[0], lambda rows: rows[1].update({"编号": "cuifahuo"}))
    assert (updated(book, data).changes, told(updated(book, data))) == ([], ["id-stays"])
    plan = updated(book, table_of(data, lambda rows: rows[1].update({"提示": "先问仓库"})))
    assert [(change.kind, change.phrase.note) for change in plan.changes] == [("changed", "先问仓库")]


def as_gbk(data: bytes, marks: int) -> bytes:
    """The table as a spreadsheet saves it in GBK: so many `?` for each half of a pair."""
    found = ""
    for char in data.decode("utf-8-sig"):
        lost = char.encode("gbk", "ignore") == b""
        found += ("?" * (marks if ord(char) > 0xFFFF else 1)) if lost else char
    return found.encode("gbk")


@pytest.fixture
def smiling(book: Path) -> Path:
    path = book / "logistics.yaml"
    text = (
        path.read_text("utf-8")
        .replace("亲，马上催", "亲😊，在吗?马上催❤\ufe0f🎉🎉")
        .replace("物流组", "物流🚚组")
    )
    path.write_text(text.replace("别承诺时间", "别承诺🙅时间？"), "utf-8")
    return book


@pytest.mark.parametrize("marks", [1, 2])
@pytest.mark.parametrize(
    ("cells", "reply"),
    [
        ({}, "亲😊，在吗?马上催❤\ufe0f🎉🎉"),
        ({"回复": ("，在吗", "，您在吗")}, "亲😊，您在吗?马上催❤\ufe0f🎉🎉"),
        ({"回复": ("马上催", "这就催")}, "亲😊，在吗?这就催❤\ufe0f🎉🎉"),
        ({"回复": ("亲?，在吗", "亲，在吗")}, "亲，在吗?马上催❤\ufe0f🎉🎉"),
        ({"回复": ("\n---", "，别急\n---")}, "亲😊，在吗?马上催❤\ufe0f🎉🎉，别急"),
        ({"回复": ("亲?，在吗?马上催", "您好?请问马上催")}, None),
        ({"回复": ("，在吗", "，好吗?不急，在吗")}, None),
        ({"提示": ("时间", "几点")}, "亲😊，在吗?马上催❤\ufe0f🎉🎉"),
    ],
)
def test_what_saving_as_gbk_lost_is_put_back(
    smiling: Path, marks: int, cells: dict[str, tuple[str, str]], reply: str | None
) -> None:
    whole = load([smiling]).by_id["logistics/hurry"]
    data = as_gbk(exported(load([smiling]), "csv")[0], marks).decode("gbk")

    def edit(rows: list[Row]) -> None:
        for column, pair in cells.items():
            text = rows[1][column]
            before, after = (one.replace("亲?", "亲" + "?" * marks) for one in pair)
            assert before in text
            rows[1][column] = text.replace(before, after)

    plan = updated(smiling, table_of(data.encode(), edit).decode("utf-8-sig").encode("gbk"))
    now = plan.changes[0].phrase if plan.changes else whole
    assert now.wordings == ((reply, *whole.wordings[0][1:]),) if reply else now is whole
    assert now.note == ("别承诺🙅几点？" if "提示" in cells else "别承诺🙅时间？")
    assert told(plan) == ["characters-lost", *(["lost-unclear"] if reply is None else [])]
    assert len(plan.changes) == bool(cells and reply)


def test_marks_in_a_file_that_can_hold_emoji_are_edits(smiling: Path) -> None:
    data = as_gbk(exported(load([smiling]), "csv")[0], 1).decode("gbk").encode()
    assert [change.phrase.note for change in updated(smiling, data).changes] == ["别承诺?时间？"]


@pytest.mark.parametrize("title", ["催发货", "什么时候发货"])
def test_a_new_mark_in_gbk_is_an_emoji_that_was_lost(book: Path, title: str) -> None:
    edit = {"回复": "亲，有现货的??", "标签": "急"}
    data = table_of(exported(load([book]), "csv")[0], lambda rows: row(rows, title).update(edit))
    before = load([book]).phrases
    plan = updated(book, data.decode("utf-8-sig").encode("gbk"))
    assert told(plan) == ["lost-perhaps"]
    (change,) = plan.changes
    assert change.phrase.tags == ("急",)
    assert change.phrase.wordings == next(one for one in before if one.title == title).wordings
    assert told(updated(book, data)) == []


def test_a_mark_where_there_are_others_or_in_a_new_row_is_taken_and_told(book: Path) -> None:
    path = book / "return.yaml"
    path.write_text(RETURN.replace("亲，点申请售后", "亲，在吗?"), "utf-8")

    def edit(rows: list[Row]) -> None:
        row(rows, "怎么退货")["回复"] = "亲，在吗?退吗?"
        rows.append({"标题": "新的", "回复": "要吗?", "场景": "return"})

    data = table_of(exported(load([book]), "csv")[0], edit)
    plan = updated(book, data.decode("utf-8-sig").encode("gbk"))
    assert told(plan) == ["new-question-mark"] * 2
    assert [change.kind for change in plan.changes] == ["changed", "new"]


@pytest.mark.parametrize(
    ("column", "cell"),
    [("标签", "双11，大促"), ("仅限", "淘宝、拼多多"), ("编码", "xh，yh"), ("问法", "快点发\n\n 催一下 ")],
)
def test_a_list_that_was_imported_before_with_other_commas_is_no_clash(
    book: Path, column: str, cell: str
) -> None:
    both = [{"标题": "催发货", column: cell, "提示": "急"}, {"提示": "很急"}]
    data = exported(load([book]), "csv")[0]
    for cells in both:
        data = table_of(data, lambda rows: row(rows, "催发货").update(cells))  # noqa: B023
        plan = updated(book, data)
        write_files(plan.files)
    assert [(clash.columns.keys()) for clash in plan.clashes] == [{"提示"}]


def test_codes_with_a_blank_between_are_told(book: Path) -> None:
    assert told(edited(book, lambda rows: rows[0].update({"编码": "mj manjian2"}))) == ["code-with-blank"]


def test_a_copied_row_is_a_new_phrase(book: Path) -> None:
    def copy(rows: list[Row]) -> None:
        rows.insert(0, {**row(rows, "什么时候发货"), "标题": "什么时候补发", "回复": "亲，马上补"})

    plan = edited(book, copy)
    assert [(change.kind, change.phrase.id) for change in plan.changes] == [("new", "logistics/007")]
    assert told(plan) == ["id-twice"]


@pytest.mark.parametrize(
    ("title", "cells", "code"),
    [
        ("什么时候发货", {"回复": "{{>没有的片段}}"}, "not-spliced"),
        ("什么时候发货", {"回复": "", "说法2": ""}, ""),  # what is said on one platform is left
        ("怎么退货", {"回复": ""}, "problem"),
        ("写在一行", {"回复": "亲~"}, "not-spliced"),
        ("什么时候发货", {"其余": "请看"}, "broken-rest"),
    ],
)
def test_what_cannot_be_written_is_refused_and_the_rest_is_done(
    book: Path, title: str, cells: dict[str, str], code: str
) -> None:
    def edit(rows: list[Row]) -> None:
        row(rows, title).update(cells)
        row(rows, "催发货")["提示"] = "新提示"

    plan = edited(book, edit)
    assert {change.phrase.title for change in plan.changes} == {"催发货"} | ({title} if not code else set())
    assert [note for note in plan.notes if note.kind == "refused"] == [
        note for note in plan.notes if note.code == code
    ]
    assert bool(code) == bool(plan.notes)


def test_columns_that_are_not_there_say_nothing(book: Path) -> None:
    data = b"\xef\xbb\xbf" + "编号,标题,回复,校验\r\nlogistics/ship,几时发货,亲~,\r\n".encode()
    forced = updated(book, data, force=True)
    (change,) = (change for change in forced.changes if change.kind == "changed")
    before = load([book]).by_id["logistics/ship"]
    wordings = (("亲~",), *before.wordings[1:])
    assert change.phrase.content == before._replace(title="几时发货", wordings=wordings).content


def test_a_column_that_a_lead_added_is_told_and_left_alone(book: Path) -> None:
    data, _ = exported(load([book]), "csv")
    lines = data.decode("utf-8-sig").split("\r\n")
    table = "\r\n".join([f"上次回复,{lines[0]}", *(f"小夏看过,{line}" for line in lines[1:] if line)])
    plan = updated(book, table.encode())
    assert plan.changes == []
    assert told(plan) == ["extra-column"]


def test_a_book_with_an_error_is_not_touched(book: Path) -> None:
    data = exported(load([book]), "csv")[0]
    (book / "return.yaml").write_text(RETURN.replace("title: 退换", "title：退换"), "utf-8")
    with pytest.raises(QReplyError) as caught:
        updated(book, data)
    assert "return.yaml" in caught.value.message
    assert "check --fix" in caught.value.hint


def test_a_file_that_was_changed_meanwhile_is_not_overwritten(book: Path) -> None:
    plan = edited(book, lambda rows: row(rows, "催发货").update({"提示": "新"}))
    (book / "logistics.yaml").write_text(LOGISTICS + "# 刚改的\n", "utf-8")
    with pytest.raises(QReplyError, match="改过"):
        write_files(plan.files)
    assert (book / "logistics.yaml").read_text("utf-8").endswith("# 刚改的\n")


def test_a_table_without_ids_is_no_update(book: Path) -> None:
    with pytest.raises(QReplyError) as caught:
        updated(book, "标题,内容\na,b\n".encode())
    assert "export" in caught.value.hint


@pytest.mark.parametrize(
    ("title", "cells", "code", "words"),
    [
        ("催发货", {"有效到": "12月31日"}, "problem", ["催发货", "12月31日", "2026-11-01"]),
        ("什么时候发货", {"编码": "3月5日"}, "changed-by-excel", ["编码", "3月5日"]),
        ("什么时候发货", {"编码": "1.00E+05"}, "changed-by-excel", ["1.00E+05"]),
        ("怎么退货", {"回复": "3月5日"}, "changed-by-excel", ["回复"]),
        ("怎么退货", {"回复": "亲\n----\n好"}, "odd-divider", ["----", "---"]),
        ("催发货", {"问法": "快点发\n催一下\n在吗、发了吗"}, "asks-in-a-line", ["在吗、发了吗"]),
        ("催发货", {"编号": ""}, "id-emptied", ["logistics/hurry"]),
    ],
)
def test_what_is_odd_in_an_edited_cell_is_told(
    book: Path, title: str, cells: dict[str, str], code: str, words: list[str]
) -> None:
    plan = edited(book, lambda rows: row(rows, title).update(cells))
    ((found, said),) = [(note.code, note.message) for note in plan.notes]
    assert found == code
    assert all(word in said for word in words)


@pytest.mark.parametrize("name", ["hurry", "logistics/hurry", "催发货", "CFH"])
def test_a_lead_names_the_next_phrase_by_id_code_or_title(book: Path, name: str) -> None:
    path = book / "logistics.yaml"
    path.write_text(LOGISTICS.replace("    title: 催发货\n", "    title: 催发货\n    code: cfh\n"), "utf-8")
    title = "什么时候发货" if name == "hurry" else "怎么退货"

    def edit(rows: list[Row]) -> None:
        row(rows, "什么时候发货")["接着"] = ""
        row(rows, title)["接着"] = name

    changes = edited(book, edit).changes
    named = {change.phrase.next for change in changes if change.phrase.title == title}
    assert named == (set() if name == "hurry" else {("logistics/hurry",)})


def test_blanks_at_the_ends_of_lines_are_no_edit(book: Path) -> None:
    plan = edited(book, lambda rows: row(rows, "怎么退货").update({"回复": "亲，点申请售后 　"}))
    assert (plan.changes, told(plan)) == ([], [])
    write_files(edited(book, lambda rows: row(rows, "催发货").update({"提示": "甲  \n乙 "})).files)
    assert load([book]).by_id["logistics/hurry"].note == "甲\n乙"


def test_a_column_that_was_taken_out_is_told_and_its_cells_stay(book: Path) -> None:
    lines = list(csv.reader(io.StringIO(exported(load([book]), "csv")[0].decode("utf-8-sig"), newline="")))
    at = lines[0].index("拼多多回复")
    out = io.StringIO(newline="")
    csv.writer(out).writerows([cell for number, cell in enumerate(line) if number != at] for line in lines)
    ((code, said),) = reviewed(plan := updated(book, out.getvalue().encode()))
    assert (plan.changes, code) == ([], "column-gone")
    assert "拼多多回复" in said


def test_most_of_one_scenario_is_not_removed_unasked_however_large_the_book(book: Path) -> None:
    for name, title in (("return", "退"), ("会员", "会")):
        extra = "".join(f"  - title: {title}{number}\n    reply: 亲{title}{number}\n" for number in range(20))
        head = RETURN if name == "return" else "scenario: 会员\nphrases:\n"
        (book / f"{name}.yaml").write_text(head + extra, "utf-8")

    def cut(rows: list[Row]) -> None:
        rows[:] = [one for one in rows if one["标题"] not in {f"会{number}" for number in range(8)}]

    ((code, said),) = reviewed(plan := edited(book, cut))
    assert (plan.changes, code) == ([], "many-removed")
    assert "会员" in said
