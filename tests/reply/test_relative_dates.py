from __future__ import annotations

from datetime import datetime

import pytest

from qreply.reply.relative_dates import shift, spell

FRIDAY = datetime(2026, 11, 27, 16, 5)


@pytest.mark.parametrize(
    ("offset", "expected"),
    [
        ("+0d", "2026-11-27"),
        ("+2d", "2026-11-29"),
        ("-1d", "2026-11-26"),
        ("+1w", "2026-12-04"),
        ("+1wd", "2026-11-30"),
        ("+2wd", "2026-12-01"),
        ("-5wd", "2026-11-20"),
        ("2d", "2026-11-29"),
    ],
)
def test_offsets_move_the_date(offset: str, expected: str) -> None:
    assert shift(FRIDAY, offset).date().isoformat() == expected


def test_working_days_from_a_weekend_start_on_monday() -> None:
    assert shift(datetime(2026, 11, 28), "+1wd").date().isoformat() == "2026-11-30"


@pytest.mark.parametrize("offset", ["", "+9h", "+d", "+2x", "+2 d", "+٢d", "tomorrow"])
def test_other_offsets_are_refused(offset: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        shift(FRIDAY, offset)


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("M月D日", "11月27日"),
        ("YYYY-MM-DD", "2026-11-27"),
        ("M月D日（周W）HH:mm", "11月27日（周五）16:05"),
        ("H点", "16点"),
    ],
)
def test_forms_spell_the_date(form: str, expected: str) -> None:
    assert spell(FRIDAY, form) == expected
