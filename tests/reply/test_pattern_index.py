"""What tells where patterns may match takes little memory."""

from __future__ import annotations

import tracemalloc

from qreply.phrasebook.loader import rules_of
from qreply.reply.pattern_index import PatternIndex
from qreply.storage.locations import shipped_phrasebook


def test_the_shipped_rules_take_few_megabytes() -> None:
    rules = rules_of(shipped_phrasebook() / "rules")
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        index = PatternIndex(rules)
        after, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert index.searches_in("加我微信", None)
    assert after - before < 4_000_000
