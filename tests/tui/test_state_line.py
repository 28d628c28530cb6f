"""How a reply stands, in words."""

from __future__ import annotations

from operator import attrgetter

import pytest

from qreply.reply.rendered_reply import Field
from qreply.reply.values import Origin, Value
from qreply.tui.state_line import describe_needs

OPEN = Field("单号", "快递单号", None)
ODD = Field("时限", "多少小时", Value("王姐", Origin.TYPED), fits=False, example="48")
PLAIN_ODD = ODD._replace(example="")
OPTIONAL = Field("回礼", "送什么", None, asked=False, part=True)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ([OPEN], "还要填：单号"),
        ([OPEN, ODD], "还要填：单号"),
        ([OPTIONAL], "还要填：回礼"),
        ([ODD], "格式不对：时限 · 例如 48"),
        ([PLAIN_ODD], "格式不对：时限"),
    ],
)
def test_what_was_filled_in_and_does_not_fit_is_not_said_to_be_missing(
    fields: list[Field], said: str
) -> None:
    assert describe_needs(fields, attrgetter("name")) == said
