"""What was and what is, side by side or one above the other, as the terminal's width allows."""

from __future__ import annotations

import sys

import pytest
from rich.cells import cell_len

from qreply.cli.change_list import print_changes
from qreply.cli.update_report import print_update
from qreply.exchange.update_plan import PhraseChange, UpdatePlan
from qreply.phrasebook.model import Phrase
from qreply.reports.book_changes import Entry, Section
from qreply.reports.change_facts import Fact

LONG = "付款以后48小时内发出，页面另外标了发货时间的以页面为准，发出以后订单里就能看到物流单号"


def drawn(before: str, after: str, capsys: pytest.CaptureFixture[str]) -> list[str]:
    old, new = (Phrase("s/a", "s", "几时发", ((text,),)) for text in (before, after))
    print_update(UpdatePlan(changes=[PhraseChange("changed", old, new)]))
    return capsys.readouterr().out.splitlines()[2:]


@pytest.mark.parametrize(
    ("columns", "text", "side_by_side"),
    [(80, "今天发", True), (80, LONG, False), (45, LONG, False), (120, LONG, True), (120, LONG * 4, False)],
)
def test_long_texts_stand_above_one_another_where_columns_are_narrow(
    columns: int,
    text: str,
    side_by_side: bool,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    lines = drawn(text, text.replace("发", "寄"), capsys)
    assert max(map(cell_len, lines)) <= columns
    assert ("原来" in lines[0]) == side_by_side
    signs = [line.split()[-2] for line in lines if {"−", "+"} & set(line.split())]
    assert signs == ([] if side_by_side else ["−", "+"])


def test_what_is_only_new_has_no_empty_line_above_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    old = Phrase("s/a", "s", "几时发", (("今天",),))
    new = old._replace(platform_wordings={"pdd": ((LONG,),)})
    print_update(UpdatePlan(changes=[PhraseChange("changed", old, new)]))
    lines = capsys.readouterr().out.splitlines()[2:]
    assert "+" in lines[0]
    assert not [line for line in lines if "−" in line]


def test_a_long_change_goes_on_below_its_beginning_in_a_terminal_and_is_whole_in_a_file(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    sections = [Section("replies", (Entry("几时发", "s/a", (Fact("", LONG, LONG.replace("48", "24")),)),))]
    print_changes(sections)
    assert f"    + {LONG.replace('48', '24')}" in capsys.readouterr().out.splitlines()
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    print_changes(sections)
    shown = capsys.readouterr().out
    assert "\x1b[9;31m48" in shown
    lines = shown.splitlines()[3:]
    assert len(lines) > 1
    assert all(line.startswith("    ") for line in lines)
