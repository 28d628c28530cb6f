"""Help in both languages: aligned, within the width, and without a word of the other language."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from rich.cells import cell_len

from qreply.cli import help_format, run
from qreply.cli.parser import COMMANDS


@pytest.fixture(params=["50", "60", "100"])
def width(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    monkeypatch.setenv("COLUMNS", request.param)
    help_format.terminal_columns.cache_clear()
    yield int(request.param)
    help_format.terminal_columns.cache_clear()


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_keeps_to_the_width_and_is_in_columns(
    command: str, width: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([*command.split(), "--help"]) == 0
    out = capsys.readouterr().out
    lines = out.splitlines()
    assert [line for line in lines if cell_len(line) > width and re.search("[^!-~ ]", line)] == []
    entries = (re.match(r"  \S.*?\S {2,}(?=\S)", line) for line in lines)
    assert len({cell_len(entry[0]) for entry in entries if entry}) == 1
    assert not re.search("[a-z]+ [a-z]+ [a-z]+", out)  # a sentence in English


def test_a_word_is_not_broken_and_no_line_begins_with_a_comma() -> None:
    assert list(help_format.wrap("编号：logistics/ship-when、fh，都行", 22)) == [
        "编号：",
        "logistics/ship-when、",
        "fh，都行",
    ]
