"""Values in the form that a pattern declares: folded before they match, and copied folded."""

from __future__ import annotations

import pytest

from qreply.reply.value_forms import fits, fitted

NUMBER = r"[A-Za-z]{0,4}\d{10,15}"


@pytest.mark.parametrize(
    ("given", "copied"),
    [
        ("YT7312884612093", "YT7312884612093"),
        ("ＹＴ７３１２８８４６１２０９３", "YT7312884612093"),
        ("１２３４５６７８９０１２", "123456789012"),
        ("YT７３12884612093", "YT7312884612093"),
        (" YT7312884612093 ", "YT7312884612093"),
        ("YT7312 8846 12093", "YT7312884612093"),
        ("单号：YT7312884612093", "YT7312884612093"),
        ("快递单号: YT7312884612093", "YT7312884612093"),
        ("YT7312884612093。", "YT7312884612093"),
        ("运单号：ＹＴ７３１２ ８８４６１２０９３。", "YT7312884612093"),
    ],
)
def test_a_value_is_folded_and_copied_so(given: str, copied: str) -> None:
    assert fitted(given, NUMBER) == copied
    assert fits(copied, NUMBER)


@pytest.mark.parametrize(
    "value", ["٠١٢٣٤٥٦٧٨٩٠١", "०१२३४५६७८९०१", "123", "没有单号", "YT73128846120931YT73128846120931"]
)
def test_what_no_page_takes_does_not_fit(value: str) -> None:
    assert not fits(fitted(value, NUMBER), NUMBER)


@pytest.mark.parametrize("value", ["　ＡＢＣ　", "您好。", "单号：1"])
def test_without_a_pattern_a_value_stays_as_typed(value: str) -> None:
    assert fitted(value, "") == value
    assert fits(value, "")


def test_what_fits_stays_as_typed() -> None:
    assert fitted("尺码：XL。", r".*") == "尺码：XL。"
