"""What is said of problems: in both languages, with a mend, and with the same values."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

from qreply.i18n import table

TEXTS = table("problem")
SOURCE = Path(__file__).parents[2] / "src" / "qreply" / "phrasebook"
ALSO = (
    "reply/wording_review.py",
    "workspace/books.py",
    "workspace/book_listing.py",
    "workspace/book_copies.py",
)  # what else tells of problems
CODES = sorted(name for name in TEXTS if not name.endswith(".hint"))


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("code", CODES)
def test_every_problem_has_a_mend_in_both_languages(code: str) -> None:
    for name in (code, f"{code}.hint"):
        chinese, english = TEXTS[name]
        assert chinese
        assert english
        assert fields(chinese) == fields(english), name
    assert TEXTS[code][0][-1] not in "：:，", "it stands before other words, and would read as cut short"


def test_every_text_is_used_and_every_code_has_one() -> None:
    written = set()
    for path in (*SOURCE.rglob("*.py"), *(SOURCE.parent / path for path in ALSO)):
        written |= set(re.findall(r'"(?:problem\.)?([a-z0-9]+(?:-[a-z0-9]+)*)"', path.read_text("utf-8")))
    assert [code for code in CODES if code not in written] == []
    for path in SOURCE.rglob("*.py"):
        reported = re.findall(
            r'(?:report|fail|_warning|Slip|Problem)\(\s*"([a-z0-9-]+)"', path.read_text("utf-8")
        )
        assert [code for code in reported if code not in TEXTS] == []
