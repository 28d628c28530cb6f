"""Name the kinds of values a placeholder may ask for, with their patterns.

A placeholder may declare a pattern of its own.
"""

from __future__ import annotations

from collections.abc import Mapping

_COUNT = "(?:[0-9]{1,4}|[一二两三四五六七八九十半]{1,3})"
_UNIT = "个?(?:分钟|小时|工作日|天|日|星期|周|月|季度|年)"

PATTERNS: Mapping[str, str] = {
    "text": "",
    "number": r"[0-9]{1,8}(?:\.[0-9]{1,3})?",
    "money": r"[0-9]{1,8}(?:\.[0-9]{1,2})?",
    "duration": f"(?:当天|次日|{_COUNT}(?:(?:到|至|-|~){_COUNT})?{_UNIT}半?)(?:之?内)?",
    "phone": "1[3-9][0-9]{9}|0[0-9]{2,3}-?[0-9]{7,8}(?:转[0-9]{1,5})?|[48]00-?[0-9]{3,4}-?[0-9]{3,4}",
    "address": r"[^\n]{6,200}",
}
"""Whole values: a money is in yuan, a duration is written with its unit, a phone is a mobile, a landline or a 400."""

_CHINESE = {
    "文字": "text",
    "数字": "number",
    "金额": "money",
    "时长": "duration",
    "电话": "phone",
    "地址": "address",
}

NAMES: Mapping[str, str] = {**dict(zip(PATTERNS, PATTERNS, strict=True)), **_CHINESE}
"""What may be written → the kind."""
