"""Write the text that hands the customers over to a colleague.

It says who they are, what they were last told, and what is promised, by titles and times only: what a customer was
sent, and their numbers, stand in the chat.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from qreply.i18n import join_words, t
from qreply.workspace.customers import Customer
from qreply.workspace.reminders import Reminder, spell_time


def describe_handover(customers: Sequence[Customer], reminders: Sequence[Reminder], now: datetime) -> str:
    """Return the text for `customers` and the open `reminders`.

    It is empty where nobody was served or promised anything.
    """
    lines = []
    told: set[int] = set()
    for customer in customers:
        promised = [one for one in reminders if one.visit is customer.visit]
        told.update(map(id, promised))
        if customer.last is None and not promised:
            continue
        named = "named" if customer.label else "unnamed"
        parts = [t(f"reminder.{named}", number=customer.number, label=customer.label)]
        if customer.last is not None and customer.served is not None:
            time = spell_time(customer.served, now)
            titles = customer.copied.titles.values() if customer.copied else [customer.last.phrase.title]
            parts.append(t("reminder.told", title=" + ".join(titles), time=time))
        parts += [t("reminder.promised", time=spell_time(one.due, now)) for one in promised]
        lines.append(t("reminder.sentence").join(parts))
    others = [
        t("reminder.of", label=one.label, time=spell_time(one.due, now))
        for one in reminders
        if id(one) not in told
    ]
    if others:
        lines.append(t("reminder.others", promises=join_words(others)))
    return "\n".join([t("reminder.handover", time=spell_time(now, now)), *lines]) if lines else ""
