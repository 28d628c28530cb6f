"""Read how often something was asked, as people write it in tables: 12, 1,200, 3次, 1.2万."""

from __future__ import annotations

import re

from qreply.text.normalize import fold

_MAX_COUNT = 1_000_000
_UNITS = {"": 1, "百": 100, "千": 1_000, "k": 1_000, "万": 10_000, "w": 10_000}
_COUNT = re.compile(r"(\d{1,9}(?:\.\d{1,4})?)([百千万kw]?)(?:[次条个人遍回起笔]|times?)?")
_SUM = re.compile("(?:合计|总计|小计|共计|总共|汇总|总数|总和|(?:grand )?total|sum)[:：]?")


def read_count(cell: str) -> int | None:
    """Return the number in `cell`: 1 for an empty one, None where it is no count."""
    plain = re.sub(r"[\s,]", "", fold(cell)).lower()
    if not plain:
        return 1
    found = _COUNT.fullmatch(plain)
    if not found:
        return None
    number = float(found[1]) * _UNITS[found[2]]
    return min(int(number), _MAX_COUNT) if number == int(number) else None


def is_sum(text: str) -> bool:
    """Tell whether a row is called the sum of those above it."""
    return bool(_SUM.fullmatch(fold(text).strip().lower()))
