"""Foreign files made to hang, to fill the memory, to crash, or simply not what they are called."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from qreply.cli import run
from qreply.errors import QReplyError
from qreply.exchange import import_limits, near_duplicates
from qreply.exchange.exporter import exported
from qreply.exchange.foreign_file import read_foreign, read_text
from qreply.exchange.formats.phrase_table import header_of_phrases
from qreply.exchange.importer import Target, make_plan
from qreply.storage.new_files import free_name
from tests.conftest import BOOK, HOMES
from tests.support.foreign_books import archive, codes, loaded, planned, raw_row, raw_workbook

FILES = Path(__file__).parent
HEAD = raw_row(1, A="标题", B="内容")
pytest.importorskip("openpyxl")


def combos(count: int, snippet: str, **more: object) -> str:
    made = [{"keyword": f"k{at}", "snippet": snippet.replace("NEXT", f"k{at + 1}")} for at in range(count)]
    return json.dumps({"combos": [*made, {"keyword": f"k{count}", "snippet": "好"}], **more})


BOMBS: dict[str, Callable[[], bytes | str]] = {
    "beeftext: each names the other": lambda: json.dumps(
        {
            "combos": [
                {"keyword": "a", "snippet": "#{combo:b}" * 10},
                {"keyword": "b", "snippet": "#{combo:a}" * 10},
            ]
        }
    ),
    "beeftext: five times thirty": lambda: combos(5, "#{combo:NEXT}" * 30),
    "beeftext: many that are refused": lambda: combos(2_000, "#{combo:NEXT}" * 300),
    "beeftext: dates without end": lambda: json.dumps(
        {"combos": [{"keyword": "a", "snippet": "".join(f"#{{dateTime:yyyy{at}}}" for at in range(60_000))}]}
    ),
    "espanso: echoes of echoes": lambda: (
        "matches:\n  - trigger: a\n    replace: '{{v0}}'\n    vars:\n"
        + "".join(
            f"      - {{name: v{at}, type: echo, params: {{echo: '{f'{{{{v{at + 1}}}}}' * 30}'}}}}\n"
            for at in range(7)
        )
    ),
    "espanso: matches in matches": lambda: (
        "matches:\n"
        + "".join(
            f"  - trigger: t{at}\n    replace: '{'{{o}}' * 30}'\n"
            f"    vars: [{{name: o, type: match, params: {{trigger: t{(at + 1) % 8}}}}}]\n"
            for at in range(8)
        )
    ),
    "espanso: shared variables in all": lambda: (
        "global_vars:\n"
        + "".join(f"  - {{name: g{at}, type: echo, params: {{echo: x}}}}\n" for at in range(3_000))
        + "matches:\n"
        + "".join(f"  - {{trigger: t{at}, replace: '好{at}'}}\n" for at in range(3_000))
    ),
    "xlsx: a dimension": lambda: raw_workbook(
        HEAD + raw_row(1048576, A="a"), before='<dimension ref="A1:XFD1048576"/>'
    ),
    "xlsx: a row number": lambda: raw_workbook(HEAD + raw_row(99999999999, A="a")),
    "xlsx: a column": lambda: raw_workbook(
        '<row r="1"><c r="XFD1" t="inlineStr"><is><t>a</t></is></c></row>' * 9
    ),
    "xlsx: a column of ten letters": lambda: raw_workbook('<row r="1"><c r="ZZZZZZZZZZ1"><v>1</v></c></row>'),
    "xlsx: cells": lambda: raw_workbook("<row>" + "<c/>" * 900_000 + "</row>" + "<row/>" * 300_000),
    "xlsx: a billion laughs": lambda: archive(
        {"xl/workbook.xml": '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><a>&b;</a>'}
    ),
    "xlsx: a hundred thousand parts": lambda: archive({f"xl/{at}": "" for at in range(20_000)}),
    "csv: columns": lambda: "标题,内容\n" + "," * 3_000_000 + "\n",
    "csv: unknown columns": lambda: "标题,内容" + "".join(f",列{at}" for at in range(300_000)) + "\n",
    "csv: one code on all rows": lambda: (
        "编码,标题,内容\n" + "".join(f"fh,发货,今天发{at}\n" for at in range(6_000))
    ),
    "csv: empty rows": lambda: "标题,内容\n" + "\n" * 3_000_000,
    "csv: rows": lambda: "标题,内容\n" + "a,b\n" * 300_000,
    "csv: an open quote": lambda: '标题,内容\na,"' + "今天发\n" * 500_000,
    "csv: a cell": lambda: "标题,内容\na," + "发" * 10_000_000,
    "json: lists": lambda: "[" + "[]," * 8_000_000 + "[]]",
    "json: levels": lambda: '{"qreply": 1, "files": ' + "[" * 700 + "]" * 700 + "}",
}


# Each import as the command runs it, one after another in one program, which is given what a single one may take.
EACH = """
import contextlib, gc, io, json, sys
from qreply.cli import run
try:
    import resource
except ImportError:
    resource = None
else:
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (1_500_000_000,) * 2)
for name, path, to in json.loads(sys.argv[1]):
    if resource is not None:
        used = resource.getrusage(resource.RUSAGE_SELF)
        most = int(used.ru_utime + used.ru_stime) + 60
        resource.setrlimit(resource.RLIMIT_CPU, (most, resource.RLIM_INFINITY))
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        code = run(["import", path, "--to", to])
    print(json.dumps([name, code, said.getvalue()]), flush=True)
    gc.unfreeze()
    gc.collect()
"""


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[int, str]]:
    """What each of the bombs comes to: the exit code, and what is said; none where the program has ended."""
    folder = tmp_path_factory.mktemp("bombs")
    runs = []
    for number, (name, make) in enumerate(BOMBS.items()):
        bomb = make()
        path = folder / f"bomb-{number}"
        path.write_bytes(bomb.encode() if isinstance(bomb, str) else bomb)
        runs.append((name, str(path), str(folder / f"book-{number}")))
    homes = dict.fromkeys(HOMES, str(folder / "home"))
    done = subprocess.run(
        [sys.executable, "-c", EACH, json.dumps(runs)],
        stdout=subprocess.PIPE,
        env={**os.environ, **homes},
        timeout=600,
        check=False,
    )
    shutil.rmtree(folder)
    found = map(json.loads, done.stdout.decode().splitlines())
    return {name: (code, said) for name, code, said in found}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_taken_or_refused_within_limits_of_time_and_memory(
    imported: dict[str, tuple[int, str]], name: str
) -> None:
    assert name in imported, f"{list(BOMBS)[len(imported)]} has ended the program"
    code, said = imported[name]
    assert code in (0, 1)
    assert 0 < len(said) < 300_000


def test_elements_are_counted_in_every_part_of_a_workbook(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a lower limit: they are counted one by one, and the first one too many ends it."""
    monkeypatch.setattr(import_limits, "ELEMENTS", 1_000)
    rows = HEAD + raw_row(2, A="发货", B="今天发")
    (tmp_path / "a.xlsx").write_bytes(raw_workbook(rows, shared="<si/>" * 900))
    assert len(read_foreign(tmp_path / "a.xlsx", {}).imported_phrases) == 1
    (tmp_path / "b.xlsx").write_bytes(raw_workbook(rows, shared="<si/>" * 1_000))
    with pytest.raises(QReplyError, match="格子"):
        read_foreign(tmp_path / "b.xlsx", {})


# -- types that no such file has


HEADER = header_of_phrases([], with_titles=True)
OWN = dict.fromkeys(HEADER, "")


def own_row(**cells: str) -> str:
    row = OWN | {"编号": "logistics/a", "场景": "logistics", "标题": "发货", "回复": "今天发"} | cells
    quoted = ('"' + cell.replace('"', '""') + '"' for cell in row.values())
    return ",".join(HEADER) + "\n" + ",".join(quoted) + "\n"


@pytest.mark.parametrize(
    "rest", ["[]", "5", '"x"', "null", "true", "[1]", "备注", "{" * 9, "[" * 800 + "]" * 800]
)
def test_a_note_in_the_last_column_of_our_csv_is_named(rest: str) -> None:
    plan = planned(own_row(其余=rest))
    assert plan.count == 0
    (note,) = plan.notes
    assert (note.code, note.place) == ("broken-rest", "第 2 行")
    assert "提示" in note.message


ODD_VALUES: tuple[object, ...] = (
    5,
    "x",
    None,
    True,
    [],
    [1],
    {},
    {"a": [1]},
    1.5,
    -1,
    [[[]]],
    [{}],
    "",
    [None],
    {"": {}},
)


@pytest.mark.parametrize("odd", ODD_VALUES, ids=repr)
def test_odd_types_are_taken_or_named_never_a_crash(odd: object) -> None:
    combo = {
        "keyword": "fh",
        "snippet": "今天发",
        "name": "发货",
        "group": "{g}",
        "enabled": True,
        "useHtml": 0,
    }
    phrase = json.loads(exported(BOOK, "json")[0])["files"][1]["phrases"][0]
    trees: list[object] = [
        {"combos": [combo], "groups": odd},
        {"combos": [combo], "groups": [odd, {"uuid": odd, "name": odd}]},
        {"combos": [odd, combo]},
        {"combos": odd},
        *({"combos": [combo | {key: odd}]} for key in combo),
        {"qreply": odd, "files": [{"scenario": "a", "phrases": [phrase]}]},
        {"qreply": 1, "files": odd},
        {"qreply": 1, "files": [odd, {"phrases": odd}]},
        *({"qreply": 1, "files": [{"scenario": "a", key: odd, "phrases": [phrase]}]} for key in HEADS),
        *({"qreply": 1, "files": [{"scenario": "a", "phrases": [phrase | {key: odd}]}]} for key in KEYS),
    ]
    for tree in trees:
        taken_or_named(json.dumps(tree))


HEADS = ("title", "valid", "placeholders", "fragments", "scenario", "hide", "rules")
KEYS = (
    *(
        "id",
        "title",
        "group",
        "code",
        "asks",
        "not",
        "tags",
        "reply",
        "messages",
        "variants",
        "platforms",
        "only",
    ),
    *("note", "valid", "next", "images", "readings", "unheard-of"),
)


def taken_or_named(text: str) -> None:
    told = ""
    try:
        plan = planned(text)
    except QReplyError as error:
        told = error.message
    else:
        assert len(loaded(plan).phrases) == plan.count
        told = "; ".join(note.message for note in plan.notes) or "phrases"
    assert told


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"<html><head><meta charset=gbk></head><table><tr><td>", "网页"),
        (b"\xef\xbb\xbf\r\n <TABLE border=1>", "网页"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "密码"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, ".xls"),
        (archive({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": ""}), ".ods"),
        (archive({"word/document.xml": ""}), ".docx"),
        (archive({"a.txt": ""}), "zip"),
        (archive({"xl/workbook.bin": ""}), ".xlsb"),
        (b"%PDF-1.7\n", "PDF"),
        (b"\x89PNG\r\n\x1a\n\0\0", "PNG"),
        (b"SQLite format 3\0", "SQLite"),
        ("标题，内容，编码\n发货，今天发，fh\n".encode(), "全角逗号"),
        (b"\0" * 2_000, ""),
    ],
    ids=lambda value: value if isinstance(value, str) else "data",  # an archive's bytes have the time in them
)
def test_what_is_not_what_it_is_called_is_said_with_a_way_out(tmp_path: Path, data: bytes, said: str) -> None:
    path = tmp_path / "话术.xls"
    path.write_bytes(data)
    with pytest.raises(QReplyError) as caught:
        read_foreign(path, {})
    assert said in caught.value.message
    assert caught.value.hint


def test_a_workbook_with_a_password_of_zip_s_is_said(tmp_path: Path) -> None:
    data = bytearray(raw_workbook(HEAD))
    with zipfile.ZipFile(BytesIO(bytes(data))) as file:
        for info in file.infolist():
            data[info.header_offset + 6] |= 1
    start = 0
    while (start := data.find(b"PK\x01\x02", start)) >= 0:
        data[start + 8] |= 1
        start += 1
    (tmp_path / "a.xlsx").write_bytes(data)
    with pytest.raises(QReplyError, match="密码"):
        read_foreign(tmp_path / "a.xlsx", {})


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no FIFOs here")
@pytest.mark.parametrize("name", ["fifo", "/dev/zero"])
def test_only_regular_files_are_read(tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    os.mkfifo(tmp_path / "fifo")
    assert run(["import", str(tmp_path / name), "--to", str(tmp_path / "book")]) == 1
    assert "不是普通文件" in capsys.readouterr().err


# -- what a workbook hides


def test_characters_that_excel_escapes_come_back_as_they_were(tmp_path: Path) -> None:
    rows = raw_row(2, A="甲", B="第一行_x000D_\n第二行") + raw_row(
        3, A="乙", B="_x005F_x000D_和_xD83D__xDE00_"
    )
    (tmp_path / "a.xlsx").write_bytes(raw_workbook(HEAD + rows))
    batch = read_foreign(tmp_path / "a.xlsx", {})
    assert [imported.phrase.wordings[0][0] for imported in batch.imported_phrases] == [
        "第一行\n第二行",
        "_x000D_和😀",
    ]


def test_a_gap_of_rows_keeps_their_numbers(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(raw_workbook(HEAD + raw_row(150_000, A="甲", B="今天发")))
    (imported,) = read_foreign(tmp_path / "a.xlsx", {}).imported_phrases
    assert "150000" in imported.place


def test_a_number_whose_end_excel_has_lost_is_told(tmp_path: Path) -> None:
    row = '<row r="2"><c r="A2"><v>123456789012345678</v></c><c r="B2"><v>12</v></c></row>'
    (tmp_path / "a.xlsx").write_bytes(raw_workbook(HEAD + row))
    notes = read_foreign(tmp_path / "a.xlsx", {}).notes
    assert [(note.code, note.place) for note in notes] == [("long-number", "“a”第 2 行")]


# -- which column is what


NUMBERS = {"编码": "1", "内容": "3"}


@pytest.mark.parametrize(
    ("text", "mapping", "replies", "note"),
    [
        ("fh,什么时候发货,亲，48小时内发\nth,怎么退货,亲，申请售后\n", NUMBERS, 2, "no-header"),
        ("编码,问,答\nfh,什么时候发货,亲，48小时内发\n", NUMBERS, 1, "header"),
        ("今天发\n明天发\n", {"内容": "1"}, 2, "no-header"),
        ("序号,关键词,回复内容\n1,发货,今天发\n", {"内容": "3"}, 1, "header"),
    ],
)
def test_columns_by_number_lose_no_row(
    tmp_path: Path, text: str, mapping: dict[str, str], replies: int, note: str
) -> None:
    rows = [line.split(",") for line in text.splitlines()]
    phrase_file = "".join(
        raw_row(at, **dict(zip("ABC", row, strict=False))) for at, row in enumerate(rows, 1)
    )
    (tmp_path / "a.xlsx").write_bytes(raw_workbook(phrase_file))
    for batch in (read_text(text, mapping), read_foreign(tmp_path / "a.xlsx", mapping)):
        assert len(batch.imported_phrases) == replies
        assert note in {one.code for one in batch.notes}


@pytest.mark.parametrize(
    "text",
    [
        "fh,什么时候发货,亲，48小时内发\nth,怎么退货,亲，在订单里申请售后\n",
        "fh,物流,亲，今天发出\n",
        "发货,亲，今天就发出去了哦,fh\n",
    ],
)
def test_three_columns_alone_are_not_beeftext(text: str) -> None:
    with pytest.raises(QReplyError) as caught:
        read_text(text, {})
    assert "--map" in caught.value.hint


def test_traditional_headers_are_known() -> None:
    (imported,) = read_text("快捷短語編碼,快捷短語,快捷短語分組\nfh,今天發,物流\n", {}).imported_phrases
    assert (imported.phrase.code, imported.phrase.wordings[0][0]) == ("fh", "今天發")


def test_beeftext_s_csv_is_told_to_be_a_guess() -> None:
    assert "guessed-columns" in codes(planned("fh,今天就给您发出,发货\nth,在订单里申请就好,退货\n"))


# -- reports and names


def test_the_report_names_some_places_and_counts_the_rest(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.csv"
    path.write_text("标题,内容\n" + "".join("甲,\n" for _ in range(5_000)) + "乙,好\n", encoding="utf-8")
    assert run(["import", str(path), "--to", str(tmp_path / "book")]) == 0
    out = capsys.readouterr().out
    assert "等 5000 处" in out
    assert len(out) < 2_000


def test_comparing_ends_where_texts_are_made_to_be_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(near_duplicates, "COMPARED", 1_000)
    texts = [f"{'今天发货' * 30}{at}" for at in range(50)]
    seen: list[int] = []
    list(near_duplicates.near_pairs(texts, lambda at, _: seen.append(at)))
    assert len(seen) < 10


@pytest.mark.parametrize("scenario", ["😀" * 60, "𠮷" * 100, "a" * 300, "汉" * 200])
def test_a_long_scenario_has_a_file_name_that_every_system_takes(tmp_path: Path, scenario: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"场景,标题,内容\n{scenario},甲,今天发\n", encoding="utf-8")
    run(["import", str(path), "--to", str(tmp_path / "book"), "--write"])
    assert len(free_name(scenario, ()).encode()) < 200


@pytest.mark.parametrize("name", ["COM¹", "lpt³", "CONIN$", "conout$", "Nul", "com1", "AUX"])
def test_names_that_windows_reserves_are_not_used(name: str) -> None:
    assert free_name(name, ()) == f"{name}-book.yaml"


def test_ids_for_one_code_on_all_rows_take_time_in_proportion() -> None:
    batch = read_text("编码,标题,内容\n" + "".join(f"fh,发货,今天发{at}\n" for at in range(3_000)), {})
    plan = make_plan(batch, Target(), (), lambda _done, _total: None)
    assert len(loaded(plan).phrases) == 3_000
    assert import_limits.ROWS > 100_000
