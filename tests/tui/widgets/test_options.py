"""Options stand beside their digits, in columns where one line has no room."""

from __future__ import annotations

from rich.cells import cell_len

from qreply.tui.widgets.options import rows_of

THEMES = ["1 qreply-dark", "2 qreply-light", "3 nord", "4 solarized-light"]


def test_rows() -> None:
    assert rows_of(["1 淘宝", "2 拼多多"], 40) == ["1 淘宝  2 拼多多"]
    assert rows_of(THEMES, 40) == [
        "1 qreply-dark      2 qreply-light",
        "3 nord             4 solarized-light",
    ]
    assert rows_of(THEMES, 20) == THEMES
    assert all(cell_len(row) <= 9 for row in rows_of(THEMES, 9))
