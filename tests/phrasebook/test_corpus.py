"""A lead's mistakes, a few hundred of them: each is told at its line with its code, and mended as written.

The files in `corpus/` hold cases: `@case` names one, `@expect LINE CODE` says each problem it must show, `@mend LINE
TEXT` each line that `--fix` changes. A case's text stands below the last `@prelude`, or alone after
`@prelude-top`; `<U+00A0>` stands for a character that editors do not show.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pytest

from qreply.i18n import use_language
from qreply.phrasebook.autofix import mend, mend_file
from qreply.phrasebook.lint import check

CORPUS = Path(__file__).parent / "corpus"
NOW = datetime(2026, 11, 22)

_HIDDEN = re.compile(r"<U\+([0-9A-F]{4})>")


@dataclass
class Case:
    """One small file, what `check` says of it, and which lines `--fix` changes."""

    name: str
    lines: list[str]
    expected: list[tuple[int, str]] = field(default_factory=list)
    mended: dict[int, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return _HIDDEN.sub(lambda match: chr(int(match[1], 16)), "\n".join(self.lines).rstrip("\n") + "\n")


def cases_in(path: Path) -> list[Case]:
    prelude: list[str] = []
    cases: list[Case] = []
    lines: list[str] = []
    for line in path.read_text("utf-8").splitlines():
        mark, _, rest = line.partition(" ")
        if mark == "@prelude":
            lines = prelude
        elif mark == "@case":
            cases.append(Case(rest, list(prelude)))
            lines = cases[-1].lines
        elif mark == "@prelude-top":
            lines.clear()
        elif mark == "@expect":
            number, code = rest.split()
            cases[-1].expected.append((int(number), code))
        elif mark == "@mend":
            number, _, text = rest.partition(" ")
            cases[-1].mended[int(number)] = text
        elif not line.startswith("#") or cases:
            lines.append(line)
    return cases


CASES = [pytest.param(case, id=case.name) for path in sorted(CORPUS.glob("*.txt")) for case in cases_in(path)]


def test_there_are_enough() -> None:
    assert len(CASES) >= 200


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where one case after another lies: a folder for each would take longer than to check it."""
    return tmp_path_factory.mktemp("corpus") / "book.yaml"


@pytest.mark.parametrize("case", CASES)
def test_mistake_is_told_where_it_is(case: Case, file: Path) -> None:
    file.write_bytes(case.text.encode())
    problems = check([file], NOW)
    assert [(problem.line, problem.code) for problem in problems] == case.expected
    assert problems, "nothing may pass in silence"
    lines = case.text.splitlines()
    for problem in problems:
        assert problem.source == lines[problem.line - 1]
        assert 1 <= problem.column <= len(problem.source) + 1
        for said in (problem.message, problem.hint):
            assert re.search("[\u4e00-\u9fff]", said)


@pytest.mark.parametrize("case", CASES)
def test_mistake_is_mended_as_expected_and_nothing_else_is_touched(case: Case) -> None:
    text, _ = mend(case.text)
    expected = case.text.split("\n")
    for number, line in case.mended.items():
        expected[number - 1] = line
    assert text == "\n".join(expected)
    assert mend(text) == (text, 0)


@pytest.mark.parametrize("case", CASES)
def test_every_text_can_be_said_in_english(case: Case, file: Path) -> None:
    file.write_bytes(case.text.encode())
    use_language("en")
    assert all(part for problem in check([file], NOW) for part in (problem.message, problem.hint))


def test_fix_writes_the_file_in_place_and_keeps_line_ends(tmp_path: Path) -> None:
    file = tmp_path / "book.yaml"
    file.write_bytes("scenario：logistics\r\n# 说明\r\ntitle: 物流\r\n".encode())
    assert mend_file(file) == 1
    assert file.read_bytes() == "scenario: logistics\r\n# 说明\r\ntitle: 物流\r\n".encode()
    assert [path.name for path in tmp_path.iterdir()] == ["book.yaml"]
