"""Whatever version of libyaml is there: what it says of a text it refuses becomes a problem in our own words."""

from __future__ import annotations

import re

import pytest

from qreply.i18n import t
from qreply.phrasebook.model import Problem
from qreply.phrasebook.reading.file import read_file
from qreply.phrasebook.reading.source import Source
from qreply.phrasebook.reading.syntax_errors import _BY_WORDS, explain
from qreply.phrasebook.reading.yaml_nodes import Refused
from qreply.phrasebook.reading.yaml_tree import compose

# For everything that libyaml 0.2.5 and 0.2.6 can say: a text, the problem's code, its line and its column.
REFUSED = [
    ("phrases:\n  - title: x\n    没有冒号\n    id: x\n", "no-colon", 3, 5),
    ("a: - b\n", "dash-in-value", 1, 4),
    ("a: ? b\n", "odd-start", 1, 4),
    ("a: b: c\n", "colon-in-text", 1, 5),
    ("a\n b: c\n", "colon-in-text", 2, 3),
    ("a: @b\n", "odd-start", 1, 4),
    ("\ta: 1\n", "tab", 1, 1),
    ("a: |\n\tx\n", "tab", 2, 1),
    ("a: |0\n  x\n", "text-after-bar", 1, 4),
    ("- x: 1\n  ? |y\n  : z\n", "text-after-bar", 2, 5),
    ("? b\n: |\n\tx\n", "tab", 3, 1),
    ("a: b\n\tc: d\n", "tab", 2, 1),
    ("% \n---\na: 1\n", "odd-start", 1, 1),
    ("%YA*ML 1.1\n---\na\n", "odd-start", 1, 1),
    ("%FOO 1\n---\na: 1\n", "odd-start", 1, 1),
    ("%YAML 1.1 x\n---\n", "odd-start", 1, 1),
    ("%YAML 1.x\n---\n", "odd-start", 1, 1),
    ("%YAML 11111111111.1\n---\n", "odd-start", 1, 1),
    ("%YAML 1.1\n%YAML 1.1\n---\na\n", "odd-start", 2, 1),
    ("%YAML 2.0\n---\na\n", "odd-start", 1, 1),
    ("%TAG ! tag:x\n%TAG ! tag:y\n---\na\n", "odd-start", 2, 1),
    ("%TAG ! \n---\na\n", "odd-start", 1, 1),
    ("%TAG x\n---\n", "odd-start", 1, 1),
    ("%YAML 1.1\na: 1\n", "documents", 2, 1),
    ("a: 1\n...\nb: 2\n", "documents", 3, 1),
    ("a: &\n", "odd-start", 1, 4),
    ("a: *你好\n", "odd-start", 1, 4),
    ("[&, a]\n", "odd-start", 1, 2),
    ("[*, a]\n", "odd-start", 1, 2),
    ("[!<x b]\n", "odd-start", 1, 2),
    ("[!!, b]\n", "odd-start", 1, 2),
    ("[!e!x b]\n", "odd-start", 1, 2),
    ("[!x%zz b]\n", "odd-start", 1, 2),
    ("[!x%ff b]\n", "odd-start", 1, 2),
    ("[!x%c3%28 b]\n", "odd-start", 1, 2),
    ('a: "b\n', "open-quote", 1, 4),
    ("a: 'b\n", "open-quote", 1, 4),
    ('a: "b\n---\nc"\n', "open-quote", 1, 4),
    ('a: "\\q"\n', "bad-escape", 1, 5),
    ('a: "好\\xzz"\n', "bad-escape", 1, 6),
    ('a: "\\ud800"\n', "bad-escape", 1, 5),
    ("- a\nb: 1\n", "bad-indent", 2, 1),
    ("a:\n    b: 1\n  c: 2\n", "bad-indent", 3, 3),
    ("a: [b, ,]\n", "open-bracket", 1, 8),
    ("a: [b\nc: d\n", "open-bracket", 1, 4),
    ("a: {b: c\nd: e\n", "open-bracket", 1, 4),
    # libyaml gives up by itself at a depth of 1,000, since 0.2.6; we do at 16.
    ("[" * 1_100, "too-deep", 1, 17),
    ("a: " + "[" * 1_100, "too-deep", 1, 19),
    ("a:\n- b:\n  - " + "[" * 1_500, "too-deep", 3, 17),
    ('a: ["[[[[", ' + "[" * 1_500, "too-deep", 1, 27),
    ("- " * 1_100, "too-deep", 1, 33),
    ("{a: " * 1_100, "too-deep", 1, 65),
    ("{" * 1_100, "braces-unquoted", 1, 1),
]


@pytest.mark.parametrize(("text", "code", "line", "column"), REFUSED)
def test_what_libyaml_refuses_is_told_in_our_words(text: str, code: str, line: int, column: int) -> None:
    found = told(text, refused(text))
    assert (found.code, found.line, found.column) == (code, line, column)


@pytest.mark.parametrize(("text", "code", "line", "column"), REFUSED)
def test_lines_that_end_as_windows_ends_them_are_no_other(
    text: str, code: str, line: int, column: int
) -> None:
    text = text.replace("\n", "\r\n")
    found = told(text, refused(text))
    assert (found.code, found.line, found.column) == (code, line, column)


def test_what_looks_like_a_slip_in_an_entry_that_can_be_read_is_none() -> None:
    sound = "phrases:\n  - id: a\n    title: 发货\n    reply: 您好\n      标题：这样写\n"
    sound += "  - {id: b, title: 退货, reply: 可以的}\n"
    book = read_file(Source("book.yaml", sound + "  - id: c\n    reply: [没有完\n"))
    found = book.problems[-1]
    assert (found.code, found.line) == ("open-bracket", 8)


@pytest.mark.parametrize("words", [words for words, _ in _BY_WORDS])
def test_libyaml_still_says_the_words_that_are_looked_for(words: str) -> None:
    said = [f"{one.context}: {one.message}" for one in (refused(text) for text, *_ in REFUSED)]
    assert [text for text in said if words in text]


def test_words_of_another_libyaml_are_never_passed_on() -> None:
    text = "phrases:\n  - title: 有货\n    reply: 有的\n"
    found = told(
        text, Refused("yaml", 30, "something that nobody has said so far", "while doing something new", 3)
    )
    shown = t(f"problem.{found.code}", **found.values) + t(f"problem.{found.code}.hint", **found.values)
    assert (found.code, found.line) == ("yaml", 3)
    assert not re.search("[A-Za-z]", shown)


def refused(text: str) -> Refused:
    with pytest.raises(Refused) as raised:
        compose(text)
    return raised.value


def told(text: str, why: Refused) -> Problem:
    source = Source("book.yaml", text)
    explain(source, why)
    (problem,) = source.problems
    return problem
