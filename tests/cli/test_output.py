"""What commands draw in a terminal, and what `-o` puts into a file."""

from __future__ import annotations

import csv
import io
import json
import os
import sys
from pathlib import Path

import pytest
from rich.cells import cell_len

from qreply.cli import run
from qreply.cli.input_files import find_files
from qreply.cli.table import draw_bars, print_rich
from qreply.history.database import Database
from qreply.history.records import SearchRecord
from qreply.storage.locations import history_path

BOOK = """\
scenario: logistics
title: 物流
phrases:
  - {id: ship, title: 什么时候发货, code: fh, asks: [什么时候发货], reply: 亲，今天发}
"""
PICKS = [
    SearchRecord(1_000 + second, "hanzi", "发货", "logistics/ship", 3.0, False, True) for second in (0, 9)
]


@pytest.fixture
def book(tmp_path: Path) -> str:
    path = tmp_path / "book.yaml"
    path.write_text(BOOK, encoding="utf-8")
    (tmp_path / "questions.txt").write_text("什么时候发货\n有赠品吗\n", encoding="utf-8")
    store(history_path(), PICKS)
    return str(path)


def store(path: Path, searches: list[SearchRecord]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    database = Database(path)
    database.add(searches)
    database.close()


COMMANDS = [
    ["stats"],
    ["stats", "--by", "scenario"],
    ["audit", "{folder}/questions.txt"],
    ["check", "{book}"],
]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_file_gets_what_else_would_be_printed(
    command: list[str], book: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = [word.format(folder=tmp_path, book=book) for word in command] + ["--phrasebook", book]
    run(words)
    printed = capsys.readouterr().out
    target = tmp_path / "结果.txt"
    assert run([*words, "-o", str(target)]) == 0
    assert target.read_text("utf-8") == printed != ""
    said = capsys.readouterr()
    assert (said.out, "结果.txt" in said.err) == ("", True)
    assert run([*words, "-o", str(target)]) == 1
    assert "--force" in capsys.readouterr().err
    assert run([*words, "-o", str(target), "--force"]) == 0


@pytest.mark.parametrize("command", COMMANDS[:3], ids=" ".join)
def test_a_csv_is_named_by_its_file_and_has_the_mark_that_excel_needs(
    command: list[str], book: str, tmp_path: Path
) -> None:
    words = [word.format(folder=tmp_path) for word in command] + ["--phrasebook", book]
    assert run([*words, "-o", str(tmp_path / "a.csv")]) == 0
    data = (tmp_path / "a.csv").read_bytes()
    assert data.startswith("\ufeff部分,名称,".encode())  # for people, who open it in a spreadsheet
    assert b"\ntotal," not in data
    for more in (["--format", "csv"], ["--lang", "en"]):  # for programs, and in English
        assert run([*words, *more, "--force", "-o", str(tmp_path / "a.csv")]) == 0
        data = (tmp_path / "a.csv").read_bytes()
        assert data.startswith(b"\xef\xbb\xbfpart,name,")
        assert b"\ntotal," in data
    assert run([*words, "--lang", "zh", "--force", "-o", str(tmp_path / "a.csv")]) == 0
    assert run([*words, "-o", str(tmp_path / "a.json")]) == 0
    assert json.loads((tmp_path / "a.json").read_bytes())


def test_qreply_s_own_files_are_never_written_over(book: str, capsys: pytest.CaptureFixture[str]) -> None:
    own = history_path().with_name("own.json")
    own.write_text("{}", encoding="utf-8")
    for command in (["stats"], ["audit", book], ["check", book], ["schema"]):
        assert run([*command, "-o", str(own), "--force", "--phrasebook", book]) == 1
        assert "自己的文件" in capsys.readouterr().err
    assert own.read_text("utf-8") == "{}"


WRITTEN = {  # by each command, as the first of its names tell
    "stats": ".txt .csv .json",
    "audit {folder}/questions.txt": ".txt .csv .json",
    "check {book}": ".txt .json",
    "diff {book} {book}": ".txt .md .html .json",
    "rules": ".txt .json",
    "schema": ".json",
    "report": ".html .xlsx",
    "stats --asks": ".yaml",
}


@pytest.mark.parametrize("command", WRITTEN)
@pytest.mark.parametrize("ending", [".xlsx", ".docx", ".HTML", ".pdf", ".db"])
def test_a_file_is_what_its_name_says_or_is_not_written(
    ending: str, command: str, book: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / f"结果{ending}"
    words = [word.format(folder=tmp_path, book=book) for word in command.split()]
    code = run([*words, "-o", str(target), "--phrasebook", book])
    said = capsys.readouterr().err
    if ending.lower() in WRITTEN[command].split():
        assert code == 0
        assert target.read_bytes().lower().startswith((b"<!doctype html", b"PK".lower()))
    else:
        assert code == 2
        assert not target.exists()
        for known in WRITTEN[command].split():
            assert known in said


def test_export_takes_its_file_by_place_or_by_option_but_once(book: str, tmp_path: Path) -> None:
    by_option, by_place = tmp_path / "a.csv", tmp_path / "b.csv"
    assert run(["export", "-o", str(by_option), "--phrasebook", book]) == 0
    assert run(["export", str(by_place), "--phrasebook", book]) == 0
    assert by_option.read_bytes() == by_place.read_bytes()
    assert run(["export", str(by_place), "-o", str(by_option), "--phrasebook", book]) == 2
    assert run(["export", "--phrasebook", book]) == 2


def test_scenarios_have_their_titles(book: str, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["stats", "--by", "scenario", "--phrasebook", book]
    assert run(command) == 0
    assert "物流" in capsys.readouterr().out
    assert run([*command, "--format", "csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert (rows[1]["name"], rows[1]["title"]) == ("logistics", "物流")


@pytest.mark.parametrize("given", ["{folder}", "{folder}/*.db", "{folder}/a.db"])
def test_others_histories_come_as_files_folders_and_patterns(
    given: str, book: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "记录[旧]"
    store(folder / "a.db", [PICKS[0]._replace(at=5_000)])
    (folder / "说明.txt").write_text("no history", encoding="utf-8")
    command = ["stats", "--merge", given.format(folder=folder), "--phrasebook", book, "--format", "json"]
    assert run(command) == 0
    assert json.loads(capsys.readouterr().out)["total"]["count"] == len(PICKS) + 1


def test_what_windows_shells_leave_in_a_name_is_no_part_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "记录" / "a.db"
    file.parent.mkdir()
    file.write_bytes(b"")
    home = "USERPROFILE" if sys.platform == "win32" else "HOME"
    monkeypatch.setenv(home, str(tmp_path))
    monkeypatch.setattr("qreply.cli.input_files.sys.platform", "win32")
    given = [f'{file.parent}"', f"'{file.parent}{os.sep}*.db'", f"~{os.sep}记录"]
    assert [find_files([name], [".db"]) for name in given] == [[file]] * 3


def test_a_folder_or_a_pattern_without_histories_is_named(
    book: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty").mkdir()
    for given in ("empty", "empty/*.csv"):
        assert run(["stats", "--merge", str(tmp_path / given), "--phrasebook", book]) == 1
        assert "empty" in capsys.readouterr().err


ROWS = [("一个特别特别特别特别特别长的标题", 12.0, "12 ×"), ("短", 1.0, "1 ×"), ("b\x1b[31m", 0.0, "0 ×")]


def test_bars_keep_to_the_width(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("COLUMNS", "45")
    print_rich([draw_bars(ROWS)])
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(ROWS)
    assert all(cell_len(line) <= 45 for line in lines)
    assert "…" in lines[0]
    assert max(cell_len(line) for line in lines) == 45


@pytest.mark.parametrize(
    ("terminal", "no_color", "coloured"), [(True, "", True), (True, "1", False), (False, "", False)]
)
def test_colours_are_for_terminals_that_want_them(
    terminal: bool,
    no_color: str,
    coloured: bool,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: terminal, raising=False)
    monkeypatch.setenv("NO_COLOR", no_color)
    monkeypatch.setenv("FORCE_COLOR", "1")
    print_rich(["话\x1b]52;c;QQ==\x07", draw_bars(ROWS)])
    out = capsys.readouterr().out
    assert ("\x1b[" in out) == coloured
    assert "\x1b]" not in out
    assert "\x1b[31m" not in out
