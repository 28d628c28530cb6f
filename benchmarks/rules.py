"""How long the rules take for replies: `python -m benchmarks.rules`

CPU of this thread, the best of some rounds: a reply as agents send it, ten times as long, the longest there may be, and
the longest with rules that hit everywhere or are slow. At most TIME_LIMIT and what one match goes over it by.
"""

from __future__ import annotations

import time
from collections.abc import Sequence

from qreply.phrasebook.limits import REPLY
from qreply.phrasebook.loader import load, rules_of
from qreply.phrasebook.model import Rule
from qreply.reply.compliance import TIME_LIMIT, review
from qreply.storage.locations import shipped_phrasebook

SENTENCE = "亲，您好，您的包裹已经发出了，预计明天到，请保持电话畅通，有问题随时联系我们哦，祝您生活愉快~ "
ROUNDS = 5


def milliseconds(text: str, rules: Sequence[Rule]) -> float:
    """Measure one check of `text`, at its best."""
    times = []
    for number in range(ROUNDS):
        before = time.thread_time()
        review(text, rules, "taobao", [(-number, -number)])  # as if it were another text than the last
        times.append(time.thread_time() - before)
    return min(times) * 1000


def main() -> None:
    """Print a line for each text and set of rules."""
    shipped = rules_of(shipped_phrasebook() / "rules")
    replies = "".join(
        message
        for phrase in load([shipped_phrasebook()]).phrases
        for wording in phrase.wordings
        for message in wording
    )
    everywhere = [Rule(f"r{number}", "warn", "", words=("亲",)) for number in range(10)]
    slow = [Rule("slow", "warn", "", patterns=("[a-z]+[0-9]+x",))]
    cases = (
        ("a reply of 50 characters", SENTENCE, shipped),
        ("500 characters", SENTENCE * 10, shipped),
        ("the longest reply", (SENTENCE * 200)[:REPLY], shipped),
        ("as long, all shipped replies in turn", replies[:REPLY], shipped),
        ("half as long", (SENTENCE * 100)[: REPLY // 2], shipped),
        ("ten rules that hit at each character", "亲" * REPLY, everywhere),
        ("a pattern that is slow", "a" * REPLY + "0x", slow),
    )
    for name, text, rules in cases:
        print(f"{name:40} {milliseconds(text, rules):8.2f} ms (limit {TIME_LIMIT * 1000:.0f})")


if __name__ == "__main__":
    main()
