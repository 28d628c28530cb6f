"""What each kind of value takes."""

from __future__ import annotations

import re

import pytest

from qreply.phrasebook.kinds import NAMES, PATTERNS


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("number", "48"),
        ("number", "0.5"),
        ("money", "9.9"),
        ("money", "1280"),
        ("duration", "48小时"),
        ("duration", "3到5天内"),
        ("duration", "7个工作日"),
        ("duration", "半年"),
        ("duration", "一个月"),
        ("duration", "1年半"),
        ("duration", "当天"),
        ("phone", "13800138000"),
        ("phone", "0571-88888888"),
        ("phone", "400-800-1234"),
        ("address", "浙江省杭州市余杭区某某路1号"),
    ],
)
def test_a_kind_takes_what_people_write(kind: str, value: str) -> None:
    assert re.fullmatch(PATTERNS[kind], value)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("number", "很多"),
        ("money", "10元"),
        ("money", "1.234"),
        ("duration", "48"),
        ("duration", "很快"),
        ("phone", "12345"),
        ("address", "杭州"),
    ],
)
def test_a_kind_refuses_what_is_of_another(kind: str, value: str) -> None:
    assert not re.fullmatch(PATTERNS[kind], value)


def test_every_name_is_of_a_kind() -> None:
    assert set(NAMES.values()) == set(PATTERNS)
