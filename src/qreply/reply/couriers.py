"""Recognise couriers by the prefixes of their tracking numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from qreply.phrasebook.model import Placeholder

_COURIERS = {
    "SF": "顺丰",
    "YT": "圆通",
    "ZTO": "中通",
    "STO": "申通",
    "JT": "极兔",
    "JD": "京东",
    "DPK": "德邦",
    "EMS": "EMS",
}
TRACKING = re.compile(rf"(?<![A-Za-z0-9])({'|'.join(_COURIERS)})[A-Za-z]{{0,2}}\d{{9,15}}(?![A-Za-z0-9])")
_PLACEHOLDERS = ("快递", "快递公司", "承运")


def derive_couriers(numbers: Iterable[str], placeholders: Mapping[str, Placeholder]) -> dict[str, str]:
    """Return the courier of the first tracking number, for each placeholder that takes this one."""
    hits = (TRACKING.fullmatch(number) for number in numbers)
    hit = next((hit for hit in hits if hit), None)
    if hit is None:
        return {}
    courier = _COURIERS[hit[1]]
    return {
        name: courier
        for name in _PLACEHOLDERS
        if name in placeholders and (not placeholders[name].options or courier in placeholders[name].options)
    }
