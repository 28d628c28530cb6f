"""Paths in hints are one word where they are pasted."""

from __future__ import annotations

import shlex

import pytest

from qreply.text.shell_quoting import quote_argument


@pytest.mark.parametrize("text", ["话术", "my book", "it's", "$HOME", "a&b", "~/x", "(1)", "*.csv", ""])
def test_a_posix_shell_reads_it_back(text: str) -> None:
    assert shlex.split(quote_argument(text, "linux")) == [text]


def test_plain_paths_stay_as_they_are() -> None:
    assert quote_argument("/home/话术/a-b_c.yaml", "linux") == "/home/话术/a-b_c.yaml"
    assert quote_argument(r"D:\话术\团队", "win32") == r"D:\话术\团队"


def test_windows_gets_double_quotes() -> None:
    assert quote_argument(r"C:\Users\小 雨\book", "win32") == r'"C:\Users\小 雨\book"'
