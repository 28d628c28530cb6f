"""What one text does and the other refuses is found, whatever it is."""

from __future__ import annotations

import pytest

from qreply.text.offers import withdrawn

FOUND = [
    ("能刷卡哦", "刷卡不行，不能刷卡", []),
    ("能刷卡哦", "抱歉，不能刷卡", [("刷卡", "不能刷卡")]),
    ("可以挂在门口", "不挂在门口", [("挂在", "不挂在")]),
    ("支持试听一节", "不支持试听", [("试听", "不支持试听")]),
    ("帮您尽快催促", "帮您尽快联系", []),
    ("能不能刷卡都行", "不能刷卡", []),
    ("不能刷卡，能刷卡", "不能刷卡", []),
    ("错了吗", "不错哦", []),
]


@pytest.mark.parametrize(("old", "new", "found"), FOUND)
def test_what_is_refused_now_is_found(old: str, new: str, found: list[tuple[str, str]]) -> None:
    assert list(withdrawn(old, new)) == found
