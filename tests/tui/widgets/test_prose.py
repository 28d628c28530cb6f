from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from qreply.tui.widgets.prose import breaks


def lines(text: str, width: int) -> list[str]:
    ends = [0, *breaks(text, width), len(text)]
    return [line for start, end in pairwise(ends) for line in text[start:end].split("\n")]


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("一二三四五", 6, ["一二三", "四五"]),
        ("一二三。四", 6, ["一二", "三。四"]),
        ("一二（三四", 6, ["一二", "（三四"]),
        ("单号SF123456，收好", 10, ["单号", "SF123456，", "收好"]),
        ("亲~~\n好", 10, ["亲~~", "好"]),
        ("ABCDEFGHIJ", 4, ["ABCD", "EFGH", "IJ"]),
        ("48小时内", 8, ["48小时内"]),
        ("说好16:30前", 8, ["说好", "16:30前"]),
        ("满1,299.5元", 8, ["满", "1,299.5", "元"]),
        ("😊一二", 4, ["😊一", "二"]),
        ("", 4, [""]),
    ],
)
def test_lines_break_as_chinese_does(text: str, width: int, expected: list[str]) -> None:
    assert lines(text, width) == expected


@given(st.text(alphabet="一二，。（）“”aB1:. \n😊~/", max_size=60), st.integers(4, 30))
def test_no_line_is_too_long_and_nothing_is_lost(text: str, width: int) -> None:
    broken = lines(text, width)
    assert "".join(broken) == text.replace("\n", "")
    assert all(cell_len(line.rstrip()) <= width for line in broken)
