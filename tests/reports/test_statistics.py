"""What the history and a list of questions tell a lead, and what they keep to themselves."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import sqlite3
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from qreply.cli import run
from qreply.cli.searches import since_when
from qreply.errors import QReplyError, SettingsError
from qreply.history.database import Database
from qreply.history.recorder import HistoryRecorder
from qreply.history.records import SearchRecord
from qreply.i18n import t
from qreply.reports.chat_logs import read_questions
from qreply.reports.clustering import groups
from qreply.reports.coverage import audit
from qreply.reports.histories import history_file_of, merged, read_history
from qreply.reports.log_tables import Columns
from qreply.reports.report_words import format_share
from qreply.reports.statistics import GROUPINGS, report
from qreply.search.index import Index
from qreply.storage.locations import (
    cache_path,
    crash_log_path,
    favourites_path,
    history_path,
    own_book_path,
    settings_path,
)
from tests.cli.test_commands import BOOK as BOOK_FILE
from tests.conftest import BOOK, MONDAY
from tests.support.systems import IS_WINDOWS, LINKS, needs_posix

AT = int(MONDAY.timestamp())
DAY = 86400
TITLES = {phrase.id: phrase.title for phrase in BOOK.phrases}

PICKS = [
    SearchRecord(AT, "pinyin", "fahuo", "logistics/ship-when", 4.0),
    SearchRecord(AT + 3600, "code", "fh", "logistics/ship-when", 2.0, edited=True),
    SearchRecord(AT + DAY, "hanzi", "单号", "logistics/track", 31.0, edited=True),
    SearchRecord(AT + DAY, "none", "", "complaint/gone"),
]
MISSES = [
    *(SearchRecord(AT, "hanzi", "能不能开专票", found=False) for _ in range(3)),
    *(SearchRecord(AT, "hanzi", "可以开专票吗") for _ in range(2)),
    SearchRecord(AT, "pinyin", "kai zhuanpiao", found=False),
    SearchRecord(AT, "hanzi", "送不送赠品"),
    SearchRecord(AT, "pasted"),
]


def stored(path: Path, searches: Sequence[SearchRecord]) -> Path:
    database = Database(path)
    database.add(searches)
    database.close()
    return path


@pytest.fixture
def book(tmp_path: Path) -> str:
    path = tmp_path / "logistics.yaml"
    path.write_text(BOOK_FILE, encoding="utf-8")
    return str(path)


def test_the_report_counts_picks_times_and_what_was_never_used() -> None:
    found = report(PICKS + MISSES, TITLES)
    assert [(row.name, row.picks, row.median, row.edited) for row in found.rows] == [
        ("logistics/ship-when", 2, 3.0, 0.5),
        ("complaint/gone", 1, None, 0.0),
        ("logistics/track", 1, 31.0, 1.0),
    ]
    assert (found.total.picks, found.total.median, found.total.p90) == (4, 4.0, 31.0)
    assert found.total.quick == 0.667
    assert found.rows[1].title == "complaint/gone（话术本里已没有）"
    assert set(found.never) == set(TITLES) - {"logistics/ship-when", "logistics/track"}


def test_misses_are_grouped_by_likeness_whatever_their_writing() -> None:
    found = report(MISSES, TITLES)
    first = found.missed[0]
    assert (first.group.text, first.group.count, first.nothing) == ("能不能开专票", 6, 4)
    assert set(first.group.texts) == {"能不能开专票", "可以开专票吗", "kai zhuanpiao"}
    assert [missed.group.text for missed in found.missed[1:]] == ["送不送赠品"]
    assert (found.unnamed, found.misses) == (1, 8)


def test_by_scenario_day_and_hour() -> None:
    names = {by: [(row.name, row.picks) for row in report(PICKS, TITLES, by).rows] for by in GROUPINGS}
    assert names["scenario"] == [("logistics", 3), ("complaint", 1)]
    assert names["day"] == [("2026-11-23", 2), ("2026-11-24", 2)]
    assert names["hour"] == [("09:00", 3), ("10:00", 1)]
    assert names["agent"] == [("", 4)]


def test_a_search_that_stood_overnight_counts_without_its_time() -> None:
    found = report([*PICKS, PICKS[0]._replace(seconds=100_000.0)], TITLES)
    assert (found.total.picks, found.total.p90) == (5, 31.0)


def test_nothing_in_an_empty_report_divides_by_nothing() -> None:
    found = report([], {})
    assert (found.total.picks, found.total.median, found.misses, found.rows) == (0, None, 0, ())


# -- other agents' histories


@pytest.mark.parametrize("name", ["export.csv", "export.db"])
def test_what_is_exported_can_be_merged(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(history_file_of(PICKS + MISSES, name))
    assert sorted(map(repr, read_history(tmp_path / name))) == sorted(map(repr, PICKS + MISSES))


def test_what_two_files_share_counts_once() -> None:
    assert len(merged([PICKS, PICKS, MISSES])) == len(PICKS + MISSES)
    assert len(merged([[PICKS[0]] * 2, [PICKS[0]]])) == 2


@pytest.mark.parametrize("name", ["export.csv", "export.db"])
def test_agents_are_named_where_they_agreed(
    tmp_path: Path, book: str, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    stored(history_path(), PICKS[:1])
    export = tmp_path / name
    assert run(["stats", "--export", str(export), "--agent", "=小夏"]) == 0
    history_path().unlink()
    stored(history_path(), PICKS[:2])  # with an unsigned copy of what was signed
    command = ["stats", "--by", "agent", "--merge", str(export), "--phrasebook", book]
    assert run([*command, "--format", "json"]) == 0
    rows = json.loads(capsys.readouterr().out)["rows"]
    assert [(row["name"], row["title"], row["count"]) for row in rows] == [
        ("", "（没有署名）", 1),
        ("=小夏", "=小夏", 1),
    ]
    assert run([*command, "--agent", "小秋"]) == 0
    assert "小秋" in (shown := capsys.readouterr().out)
    assert "没有署名" not in shown
    settings = tmp_path / "settings.yaml"
    settings.write_text("agent: 阿宁\nshare-name: on\n", encoding="utf-8")
    assert run([*command, "--config", str(settings)]) == 0
    assert "阿宁" in capsys.readouterr().out
    for other in ("a.xlsx", "a.docx", "a.json"):
        assert run(["stats", "--export", str(tmp_path / other)]) == 2
        assert not (tmp_path / other).exists()
    assert ".csv" in capsys.readouterr().err
    assert run(["stats", "--agent", "--by", "agent", "--phrasebook", book]) == 2
    assert "--agent" in capsys.readouterr().err


def test_a_history_of_before_agents_were_named_is_read_and_written(tmp_path: Path) -> None:
    path = stored(tmp_path / "old.db", PICKS[:1])
    with closing(sqlite3.connect(path)) as old:
        old.execute("ALTER TABLE searches DROP COLUMN agent")
    before = path.read_bytes()
    assert read_history(path) == PICKS[:1]
    assert path.read_bytes() == before
    stored(path, [PICKS[1]._replace(agent="小夏")])
    assert read_history(path) == [PICKS[0], PICKS[1]._replace(agent="小夏")]


def test_figures_have_the_same_names_in_csv_and_json(book: str, capsys: pytest.CaptureFixture[str]) -> None:
    stored(history_path(), PICKS + MISSES)
    run(["stats", "--phrasebook", book, "--format", "csv"])
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    run(["stats", "--phrasebook", book, "--format", "json"])
    found = json.loads(capsys.readouterr().out)
    parts = {"total": "total", "phrase": "rows", "missed": "missed", "never": "never"}
    for part, key in parts.items():
        items = [found[key]] if key == "total" else found[key]
        for row, item in zip([row for row in rows if row["part"] == part], items, strict=True):
            item.pop("texts", None)  # CSV has only the commonest
            told = {name: "" if value is None else str(value) for name, value in item.items()}
            assert told == {name: row[name] for name in told}


def test_a_foreign_export_is_masked_and_no_formula(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        "at,kind,query,phrase,seconds,edited,found\r\n"  # as exports were before agents could be named
        "5,hanzi,电话13800138000,,,0,1\r\n"
        f"5,hanzi,{'长' * 60},,,0,1\r\n"
        '5,weird,"\'=1+1",,,0,1\r\n',
        encoding="gbk",
    )
    queries = [search.query for search in read_history(path)]
    assert queries == ["电话", "", ""]
    assert "'=cmd" in history_file_of([SearchRecord(5, "hanzi", "=cmd", "a/b")], "a.csv").decode("utf-8-sig")


def test_an_export_that_a_spreadsheet_has_saved_again_is_read(tmp_path: Path) -> None:
    text = history_file_of(PICKS, "a.csv").decode("utf-8-sig")
    for name, saved in (
        ("a.txt", text.replace(",", "\t").encode("utf-16")),
        ("b.csv", text.replace(",", ";").encode("gb18030")),
    ):
        (tmp_path / name).write_bytes(saved)
        assert read_history(tmp_path / name) == PICKS


def test_all_is_said_of_all_only() -> None:
    shares = [format_share(share) for share in (None, 0.0, 0.001, 0.5, 1202 / 1203, 1.0)]
    assert shares == ["–", "0%", "1%", "50%", "99%", "100%"]


@pytest.mark.parametrize(
    "content", ["", "a,b\n1,2\n", "at,kind,query,phrase,seconds,edited,found\nx,,,,,,\n"]
)
@pytest.mark.parametrize("name", ["a.csv", "a.db"])
def test_what_is_no_history_is_refused(tmp_path: Path, name: str, content: str) -> None:
    path = tmp_path / name
    path.write_text(content)
    if not content and name.endswith(".db"):  # as SQLite begins one
        assert read_history(path) == []
        return
    with pytest.raises(QReplyError, match=name):
        read_history(path)


# -- the commands


def test_stats_in_every_format(book: str, capsys: pytest.CaptureFixture[str]) -> None:
    stored(history_path(), PICKS + MISSES)
    before = history_path().read_bytes()
    assert run(["stats", "--phrasebook", book]) == 0
    shown = capsys.readouterr().out
    for words in ("复制 4 次", "什么时候发货", "6 × 能不能开专票", "太慢致歉", "█"):
        assert words in shown
    assert run(["stats", "--phrasebook", book, "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["missed"][0]["name"] == "能不能开专票"
    assert {"name": "logistics/slow", "title": "太慢致歉", "count": 0} in found["never"]
    assert run(["stats", "--phrasebook", book, "--format", "csv", "--by", "scenario"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [(row["part"], row["name"], row["count"]) for row in rows[:3]] == [
        ("total", "", "4"),
        ("scenario", "logistics", "3"),
        ("scenario", "complaint", "1"),
    ]
    assert history_path().read_bytes() == before


def test_stats_merge_export_and_forget(tmp_path: Path, book: str, capsys: pytest.CaptureFixture[str]) -> None:
    stored(history_path(), PICKS[:1])
    other = stored(tmp_path / "b.db", PICKS[1:])
    export = tmp_path / "all.csv"
    assert run(["stats", "--merge", str(other), "--export", str(export)]) == 0
    assert len(read_history(export)) == len(PICKS)
    history_path().with_name("history.damaged-20261101-000000.db").write_bytes(b"old")
    assert run(["stats", "--forget"]) == 0
    assert [file.name for file in history_path().parent.iterdir()] == ["history.db"]
    capsys.readouterr()
    assert run(["stats", "--phrasebook", book]) == 1
    assert "还没有" in capsys.readouterr().err


def test_stats_of_nothing_are_zeros_to_programs(book: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["stats", "--phrasebook", book, "--format", "json"]) == 1
    shown = capsys.readouterr()
    found = json.loads(shown.out)
    assert (found["total"]["count"], found["rows"], found["missed"]) == (0, [], [])
    assert "还没有" in shown.err
    assert run(["stats", "--phrasebook", book, "--format", "csv"]) == 1
    shown = capsys.readouterr()
    rows = list(csv.DictReader(io.StringIO(shown.out)))
    assert (rows[0]["part"], rows[0]["count"]) == ("total", "0")
    assert {row["part"] for row in rows} == {"total", "never"}
    assert "还没有" in shown.err


def test_since() -> None:
    assert since_when("7d", MONDAY) == (MONDAY - timedelta(days=7)).timestamp()
    assert since_when("2026-11-01", MONDAY) == datetime(2026, 11, 1).timestamp()
    assert since_when("", MONDAY) == 0
    for given in ("7", "d", "someday"):
        with pytest.raises(SettingsError):
            since_when(given, MONDAY)


def test_commands_other_than_the_screen_write_no_history(book: str) -> None:
    for command in (["find", "fahuo"], ["show", "logistics/ship-when"], ["stats"], ["check"]):
        run([*command, "--phrasebook", book])
    assert not history_path().exists()


# -- audit


def test_audit_tells_what_the_book_answers_and_what_it_lacks() -> None:
    asked = ["什么时候发货", "多久能发出呀", "有货吗", "抬头写错", "抬头写错啦13800138000", "……", ""]
    found = audit(Counter(asked), Index.build(BOOK))
    assert (found.questions, found.answered) == (5, 3)
    assert found.scenarios == {"logistics": 2, "pre-sale": 1}
    assert [gap.group.count for gap in found.gaps] == [2]
    assert "1380" not in repr(found)
    said = [(answer.text, answer.count, answer.phrase.scenario) for answer in found.answers]
    assert sorted(said) == [
        ("什么时候发货", 1, "logistics"),
        ("多久能发出呀", 1, "logistics"),
        ("有货吗", 1, "pre-sale"),
    ]
    sure = [answer.sureness for answer in found.answers]
    assert sure == sorted(sure)


def test_answers_of_questions_that_differ_in_what_is_masked_are_one() -> None:
    found = audit({"单号111几时发货": 1, "单号222几时发货": 2}, Index.build(BOOK))
    assert [(answer.text, answer.count) for answer in found.answers] == [("单号###几时发货", 3)]


@pytest.mark.parametrize(
    ("name", "content", "column"),
    [
        ("q.txt", "什么时候发货\n\n能不能开专票\n", ""),
        ("q.csv", "问题\n什么时候发货\n能不能开专票\n", ""),
        ("q.csv", "什么时候发货\n能不能开专票\n", ""),
        ("q.csv", "时间,顾客说,客服\n1,什么时候发货,x\n2,能不能开专票,x\n", "顾客说"),
        ("q.csv", '时间;Content\n1;"什么时候发货"\n2;能不能开专票\n', ""),
        ("log.txt", "时间\t消息\n1\t什么时候发货\n2\t能不能开专票\n", "消息"),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_questions_come_from_lists_and_tables(
    tmp_path: Path, name: str, content: str, column: str, encoding: str
) -> None:
    path = tmp_path / name
    path.write_text(content, encoding=encoding)
    assert list(read_questions(path, Columns(column)).counts) == ["什么时候发货", "能不能开专票"]


def test_questions_come_from_a_workbook_too(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    workbook = openpyxl.Workbook()
    workbook.create_sheet("聊天记录")
    for row in (("时间", "买家消息"), (1, "什么时候发货"), (2, "能不能开专票")):
        workbook["聊天记录"].append(row)
    workbook.save(tmp_path / "q.xlsx")
    assert list(read_questions(tmp_path / "q.xlsx").counts) == ["什么时候发货", "能不能开专票"]


def test_a_column_that_cannot_be_told_is_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "q.csv"
    path.write_text("时间,甲,乙\n1,2,3\n")
    for column in ("", "丙"):
        with pytest.raises(SettingsError) as caught:
            read_questions(path, Columns(column))
        assert "时间、甲、乙" in caught.value.hint


def test_audit_in_every_format(tmp_path: Path, book: str, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "q.txt"
    path.write_text("什么时候发货\n增值税专票\n开专票\n=1+1专票\n", encoding="utf-8")
    command = ["audit", str(path), "--phrasebook", book]
    assert run(command) == 0
    printed = capsys.readouterr().out
    assert "4 条问题，话术本能答 1 条（25%）" in printed
    assert "这个比例靠不住" in printed  # of a book of so few phrases
    assert run([*command, "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["scenarios"] == {"logistics": 1}
    assert run([*command, "--format", "csv"]) == 0
    assert "\n=1" not in capsys.readouterr().out
    assert run([*command, "--answers"]) == 0
    assert "1 × 什么时候发货  → " in capsys.readouterr().out
    assert run([*command, "--answers", "--format", "json"]) == 0
    [answer] = json.loads(capsys.readouterr().out)["answers"]
    assert (answer["text"], answer["count"], answer["id"].partition("/")[0]) == (
        "什么时候发货",
        1,
        "logistics",
    )
    assert run([*command, "--answers", "--format", "csv"]) == 0
    assert "\nanswer,什么时候发货,1,0.25,logistics/" in capsys.readouterr().out
    path.write_text("\n……\n", encoding="utf-8")
    assert run(command) == 1


def test_likeness_is_the_same_in_any_order() -> None:
    texts = {"能不能开专票": 2, "专票能开吗": 1, "什么时候发货": 1, "啥时候发货": 1}
    assert groups(texts) == groups(dict(reversed(texts.items())))
    assert [group.count for group in groups(texts)] == [3, 2]


# -- nothing is overwritten unasked, nothing is taken that can't be


@pytest.mark.parametrize("name", ["out.csv", "out.db"])
@pytest.mark.parametrize("command", [["stats", "--export"], ["export", "--format", "csv"]])
def test_a_file_that_is_there_is_replaced_only_when_asked(
    tmp_path: Path, book: str, capsys: pytest.CaptureFixture[str], command: list[str], name: str
) -> None:
    stored(history_path(), PICKS)
    path = tmp_path / name
    path.write_bytes(b"precious")
    where = [*command, str(path), "--phrasebook", book]
    assert run(where) == 1
    assert path.read_bytes() == b"precious"
    assert "--force" in capsys.readouterr().err
    assert run([*where, "--force"]) == 0
    assert path.read_bytes() != b"precious"
    assert [file.name for file in tmp_path.iterdir() if "qreply-new" in file.name] == []


def own_files(tmp_path: Path) -> dict[str, Path]:
    """Ways to name files of qreply's own."""
    link, hard = tmp_path / "link.db", tmp_path / "hard.db"
    link.symlink_to(history_path())
    hard.hardlink_to(history_path())
    return {
        "history": history_path(),
        "link": link,
        "hard link": hard,
        "roundabout": history_path().parent / ".." / "qreply" / "history.db",
        "favourites": favourites_path(),
        "not there yet": history_path().parent / "new.csv",
        "index": cache_path() / "x.catalogue",
        "settings": settings_path(),
        "own book": own_book_path() / "mine.yaml",
        "crash log": crash_log_path(),
        "given settings": tmp_path / "settings-of-mine.yaml",
    }


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
@pytest.mark.parametrize("command", [["stats", "--export"], ["export", "--format", "csv"]])
def test_qreply_s_own_files_are_never_written_over(
    tmp_path: Path, book: str, capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    stored(history_path(), PICKS)
    settings = tmp_path / "settings-of-mine.yaml"
    settings.write_text("agent: 小夏\n", encoding="utf-8")
    for path in own_files(tmp_path).values():
        before = path.read_bytes() if path.exists() else None
        for flags in ([], ["--force"]):
            assert run([*command, str(path), "--phrasebook", book, "--config", str(settings), *flags]) == 1
            assert "自己的文件" in capsys.readouterr().err
        assert (path.read_bytes() if path.exists() else None) == before


@pytest.mark.parametrize(
    "place",
    [
        "folder.csv",
        str(Path("no/where/x.csv")),
        pytest.param("fifo.csv", marks=needs_posix("FIFOs")),
        pytest.param("circle.csv", marks=needs_posix(LINKS)),
    ],
)
def test_an_export_goes_only_where_a_file_can_be(
    tmp_path: Path, book: str, capsys: pytest.CaptureFixture[str], place: str
) -> None:
    stored(history_path(), PICKS)
    (tmp_path / "folder.csv").mkdir()
    if not IS_WINDOWS:
        os.mkfifo(tmp_path / "fifo.csv")
        (tmp_path / "circle.csv").symlink_to(tmp_path / "circle.csv")
    assert run(["stats", "--export", str(tmp_path / place), "--force", "--phrasebook", book]) == 1
    assert place in capsys.readouterr().err


ODD = (
    *((at, 1.0) for at in (-(10**11), 10**14, 2**62)),
    *((AT, seconds) for seconds in (float("inf"), float("-inf"), -5.0)),
)


def test_impossible_times_are_left_out_and_said(
    tmp_path: Path, book: str, capsys: pytest.CaptureFixture[str]
) -> None:
    stored(
        tmp_path / "b.db", [*PICKS, *(SearchRecord(at, "hanzi", "x", "a/b", seconds) for at, seconds in ODD)]
    )
    heading = "at,kind,query,phrase,seconds,edited,found\n"
    rows = [f"{at},hanzi,x,a/b,{seconds},0,1\n" for at, seconds in (*ODD, (AT, "nan"), (10**26, ""))]
    (tmp_path / "c.csv").write_text(heading + "".join(rows))
    merge = ["--merge", str(tmp_path / "b.db"), str(tmp_path / "c.csv")]
    for by in GROUPINGS:
        for form in ("table", "csv", "json"):
            assert run(["stats", "--phrasebook", book, "--by", by, "--format", form, *merge]) == 0
            shown = capsys.readouterr()
            assert not re.search("nan|inf", shown.out, re.IGNORECASE)
            assert (f"{len(ODD)} 条" in shown.err, f"{len(rows)} 条" in shown.err) == (True, True)
    assert run(["stats", "--export", str(tmp_path / "all.db"), *merge]) == 0
    assert len(read_history(tmp_path / "all.db")) == len(PICKS)


def test_a_row_with_an_absurd_time_does_not_stop_recording() -> None:
    stored(history_path(), [SearchRecord(-(10**11), "hanzi", "x", "a/b"), *PICKS])
    history = HistoryRecorder(history_path(), lambda: MONDAY)
    notices: list[str] = []
    history.notices.listen(notices.append)
    assert history.picks(20).most_used(MONDAY)[0] == "logistics/ship-when"
    history.add(SearchRecord(AT, "hanzi", "有货吗", "pre-sale/stock"))
    history.close(20)
    assert notices == []
    assert read_history(history_path())[-1].phrase == "pre-sale/stock"


@pytest.mark.parametrize("name", ["old.db", "old.csv"])
def test_what_others_kept_unmasked_is_masked_when_it_is_read(tmp_path: Path, name: str) -> None:
    unmasked = [SearchRecord(AT, "hanzi", words) for words in ("电话13800138000", "我叫王小明", "长" * 60)]
    (tmp_path / name).write_bytes(history_file_of(unmasked, name))
    assert [one.query for one in read_history(tmp_path / name)] == ["电话", "我叫###", ""]


@pytest.mark.parametrize("name", ["fifo.db", "fifo.csv", "folder.db", "missing.db"])
def test_a_history_that_cannot_be_read_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    if name.startswith("fifo"):
        if not hasattr(os, "mkfifo"):
            pytest.skip("no FIFOs here")
        os.mkfifo(tmp_path / name)
    elif name.startswith("folder"):
        (tmp_path / name).mkdir()
    assert run(["stats", "--merge", str(tmp_path / name)]) == 1
    said = capsys.readouterr().err
    assert name in said
    assert not re.search(
        "(?i)file|permission|database|directory", said.replace(name, "").split(str(tmp_path))[-1]
    )


@pytest.mark.parametrize("given", ["agent", "客服"])
def test_a_grouping_is_named_in_either_language(
    given: str, book: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["stats", "--by", given, "--format", "csv", "--phrasebook", book]) in (0, 1)
    assert "--by" not in capsys.readouterr().err
    assert run(["stats", "--by", "部门", "--phrasebook", book]) == 2
    assert "agent（客服）" in capsys.readouterr().err


@pytest.mark.parametrize("form", ["今天", "昨天", "周一", "3天前", "7d", "12h", "2w", "2026-11-01"])
def test_the_forms_that_help_and_errors_name_are_taken(form: str) -> None:
    with pytest.raises(SettingsError) as caught:
        since_when("什么时候", MONDAY, "--until")
    assert "--until" in caught.value.message
    for words in (caught.value.message, t("command.since"), t("command.diff-since")):
        assert form in words
    assert 0 < since_when(form, MONDAY) <= MONDAY.timestamp()
