"""The text for the colleague who takes over."""

from __future__ import annotations

from datetime import datetime, timedelta

from qreply.phrasebook.model import Phrase
from qreply.reply.draft import Draft
from qreply.workspace.customers import Customers
from qreply.workspace.handover import describe_handover
from qreply.workspace.reminders import Reminders

NOW = datetime(2026, 11, 27, 14, 30)


def test_it_names_customers_what_they_were_told_and_what_is_promised() -> None:
    customers = Customers(lambda: NOW)
    first = customers.current
    first.nick, first.last, first.served = "王姐", Draft(Phrase("a/a", "a", "处理需要多久", (("x",),))), NOW
    first.values["单号"] = "YT1234567890123"
    customers.add()  # who was sent nothing
    reminders = Reminders(lambda: NOW)
    reminders.add("王姐", NOW + timedelta(hours=24), visit=first.visit)
    reminders.add("8901", NOW + timedelta(hours=1))
    assert describe_handover(customers.all, reminders.all, NOW) == (
        "交接（14:30）\n顾客1 王姐，刚发过「处理需要多久」（14:30），答应 明天 14:30 前回话\n还答应了：8901 15:30"
    )


def test_there_may_be_nothing_to_hand_over() -> None:
    customers = Customers(lambda: NOW)
    assert describe_handover(customers.all, (), NOW) == ""
