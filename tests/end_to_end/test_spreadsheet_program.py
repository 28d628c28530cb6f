"""A workbook that a real spreadsheet program has opened, changed and saved comes back as it was meant."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from qreply.cli import run
from qreply.exchange.formats.phrase_table import header_of_phrases
from qreply.phrasebook.loader import load
from qreply.storage.locations import shipped_phrasebook
from tests.support.spreadsheet_program import PROGRAM, edit_workbook

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(PROGRAM is None, reason="LibreOffice is not installed (libreoffice-calc)"),
]
pytest.importorskip("openpyxl")


def test_what_libreoffice_changed_is_spliced_in_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    book = tmp_path / "book"
    shutil.copytree(shipped_phrasebook(), book, ignore=shutil.ignore_patterns("trades", "rules"))
    before = {path.name: path.read_text("utf-8") for path in book.iterdir()}
    phrases = [phrase for phrase in load([book]).phrases if phrase.scenario == "logistics"]
    assert run(["--phrasebook", "book", "export", "book.xlsx"]) == 0
    header = header_of_phrases(load([book]).phrases, with_titles=False)
    title, reply = header.index("标题"), header.index("回复")
    steps = [
        'sheet = document.Sheets.getByName("物流")',
        f'sheet.getCellByPosition({reply}, 1).String = "亲，看页面" & Chr(10) & "请放心~"',
        "sheet.Rows.removeByIndex(3, 1)",
        "sheet.Rows.insertByIndex(2, 1)",
        f'sheet.getCellByPosition({title}, 2).String = "007"',
        f'sheet.getCellByPosition({reply}, 2).String = "=1+1"',
    ]
    saved = edit_workbook(tmp_path / "book.xlsx", steps, tmp_path / "home")
    capsys.readouterr()
    assert run(["import", str(saved), "--to", "book", "--update", "--write"]) == 0
    out = capsys.readouterr().out
    assert "改 1 条、新 1 条、删 1 条；" in out
    now = load([book])
    assert now.by_id[phrases[0].id].wordings == (("亲，看页面\n请放心~",), *phrases[0].wordings[1:])
    assert phrases[2].id not in now.by_id
    (new,) = (phrase for phrase in now.phrases if phrase.title == "007")
    assert new.wordings == (("=1+1",),)
    for path in book.iterdir():
        lines = path.read_text("utf-8").splitlines()
        gone = set(before[path.name].splitlines()) - set(lines)
        assert not gone or path.name == "logistics.yaml"
        assert len(gone) < 40
    assert run(["import", str(saved), "--to", "book", "--update"]) == 0
    assert "没有要改的" in capsys.readouterr().out
