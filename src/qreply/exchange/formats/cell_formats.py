"""Show numbers and dates of a workbook as their cells' formats do: ¥99.00, 95%, 12月12日."""

from __future__ import annotations

import re
from datetime import date, datetime, time

_PART = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|\[\$(?P<currency>[^\]-]*)(?:-[^\]]*)?\]|(?P<skipped>\[[^\]]*\]|[_*].)'
    r"|(?P<digits>[#0?][#0?,.]*)|(?P<other>.)",
    re.DOTALL,
)
_ZEROS = re.compile(r"0+")
_DATE_PART = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|(?P<skipped>\[[^\]]*\]|[_*].)|(?P<token>y+|m+|d+|h+|s+)|(?P<other>.)',
    re.IGNORECASE | re.DOTALL,
)
_IN_HANZI = re.compile("[年月日时分秒]")


def number_text(value: float, form: str) -> str:
    """Return a number as the format shows it; one of a format that is not known, as it is."""
    before, digits, behind = "", "", ""
    for part in _PART.finditer(form.split(";", 1)[0]):
        text = part["quoted"] or part["escaped"] or part["currency"] or part["other"] or ""
        if part["digits"]:
            if digits:
                return _plain(value)
            digits = part["digits"]
        elif digits:
            behind += text
        else:
            before += text
    if not digits or re.search("[A-Za-z/]", form.replace("Red", "")):  # General, fractions, exponents, times
        return _plain(value) if not _ZEROS.fullmatch(form) else _plain(value).zfill(len(form))
    if _ZEROS.fullmatch(digits) and len(digits) > 1:  # 0571
        shown = str(round(abs(value))).zfill(len(digits))
    else:
        places = len(digits.partition(".")[2].rstrip(","))
        amount = abs(value) * 100 if "%" in behind else abs(value)
        # A sum of money is divided; what may be a number of an order is not.
        comma = "," if "," in digits and (places or before.strip() or behind.strip()) else ""
        whole = amount == int(amount) and not places
        shown = f"{int(amount):{comma}}" if whole else f"{amount:{comma}.{places}f}"
    return f"{'-' if value < 0 else ''}{before.strip()}{shown}{behind.rstrip()}"


def date_text(value: date | time, form: str) -> str | None:
    """Return a date or time as a format with hanzi shows it, None for other formats.

    Others depend on how the computer is set.
    """
    if not _IN_HANZI.search(form) or "/P" in form.upper():
        return None
    shown = ""
    parts = list(_DATE_PART.finditer(form.split(";", 1)[0]))
    tokens = [part["token"].lower()[0] for part in parts if part["token"]]
    number = 0
    for part in parts:
        if not (token := part["token"]):
            shown += part["quoted"] or part["escaped"] or part["other"] or ""
            continue
        kind = token.lower()[0]
        if kind == "m" and ("h" in tokens[number - 1 : number] or "s" in tokens[number + 1 : number + 2]):
            kind = "minute"
        number += 1
        found = _part_of(value, kind)
        if found is None or len(token) > 4 or (kind in "md" and len(token) > 2):
            return None
        shown += f"{found % 100:02}" if kind == "y" and len(token) < 3 else f"{found:0{min(len(token), 2)}}"
    return shown.strip()


def _part_of(value: date | time, kind: str) -> int | None:
    if kind in ("y", "m", "d"):
        return {"y": value.year, "m": value.month, "d": value.day}[kind] if isinstance(value, date) else None
    if not isinstance(value, datetime | time):
        return None
    return {"h": value.hour, "minute": value.minute, "s": value.second}[kind]


def _plain(value: float) -> str:
    return str(int(value)) if value == int(value) else f"{value:.15g}"
