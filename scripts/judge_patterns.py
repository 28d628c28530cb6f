"""Judges the patterns of the shipped rules and keeps what was found: run it after editing phrasebook/rules.

    python scripts/judge_patterns.py

Exits with 1, and writes nothing, if a pattern is one that no reader would accept, or that a slow machine might not.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from qreply.phrasebook.expressions import SECOND_PROBE_TIME, Use, compiled, probes, problem_of
from qreply.phrasebook.judged_patterns import TABLE, key_of
from qreply.phrasebook.loader import rules_of
from qreply.phrasebook.model import Rule, Telling
from qreply.phrasebook.pattern_notation import HIT, expand, parts_of
from qreply.phrasebook.patterns import telling_of

RULES = Path(__file__).parents[1] / "phrasebook" / "rules"


def patterns_of(rules: tuple[Rule, ...]) -> Iterator[str]:
    """List the patterns that `rules` match and except."""
    for rule in rules:
        yield from rule.patterns
        for exception in rule.exceptions:
            if len(exception) > 2 and exception[0] == exception[-1] == "/":
                yield from exception[1:-1].split(HIT, 1)


def near_limit(pattern: str) -> str:
    """Say so if a probe takes over a quarter of the time it may take, the best of five times."""

    def seconds(probe: str) -> float:
        began = time.thread_time()
        for _ in compiled(pattern).finditer(probe, timeout=5):
            pass
        return time.thread_time() - began

    is_near = any(min(seconds(probe) for _ in range(5)) > SECOND_PROBE_TIME / 4 for probe in probes(pattern))
    return "near the limit of time" if is_near else ""


def entry_of(telling: Telling) -> list[int | str]:
    """Write `telling` as the table has it: the width, and each set of words, divided by `|`."""
    return [telling.width, *("|".join(one) for one in (telling.words, *telling.also))]


def judge(patterns: Iterator[str], *, timed: bool = False) -> dict[str, list[int | str]]:
    """Make the table; raises ValueError naming a pattern that may not be used.

    Those near the limit are refused where it is `timed`, which takes a minute.
    """
    table = {}
    for pattern in patterns:
        parts = parts_of(pattern)
        for part in parts.held + parts.absent:
            problem = problem_of(expand(part), Use.SEARCH)
            if problem or (timed and (problem := near_limit(expand(part)))):
                raise ValueError(f"{problem}: {pattern}")
        table[key_of(expand(pattern))] = entry_of(telling_of(pattern))
    return table


def main() -> int:
    """Write the table; returns the exit code."""
    try:
        table = judge(patterns_of(rules_of(RULES)), timed=True)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    lines = (f"{json.dumps(key)}:{json.dumps(table[key], ensure_ascii=False)}" for key in sorted(table))
    TABLE.write_text("{" + ",\n".join(lines) + "}\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
