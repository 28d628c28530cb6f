"""The table of judged patterns: of the rules as they are now, and no rule is read otherwise for it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from qreply.phrasebook import judged_patterns
from qreply.phrasebook.judged_patterns import TABLE, judged_telling, key_of
from qreply.phrasebook.loader import rules_of
from qreply.phrasebook.pattern_notation import expand
from scripts.judge_patterns import RULES, judge, patterns_of


def test_the_table_is_of_todays_rules() -> None:
    """All of it by its keys, and a tenth as it is judged now."""
    table = json.loads(TABLE.read_text("utf-8"))
    patterns = list(patterns_of(rules_of(RULES)))
    advice = "phrasebook/rules has changed: run python scripts/judge_patterns.py"
    assert table.keys() == {key_of(expand(pattern)) for pattern in patterns}, advice
    assert judge(iter(patterns[::10])).items() <= table.items(), advice


def test_rules_are_read_alike_with_and_without_it(monkeypatch: pytest.MonkeyPatch) -> None:
    with_table = rules_of(RULES)
    monkeypatch.setattr(judged_patterns, "_table", dict)
    assert rules_of(RULES) == with_table


def test_what_it_lacks_is_judged_when_it_is_read(tmp_path: Path) -> None:
    slow = "(a+)+b"
    assert judged_telling(slow) is None
    assert key_of(slow) != key_of("(a+)+c")
    (tmp_path / "r.yaml").write_text(f"rules:\n  - {{id: mine, pattern: '{slow}', why: x}}\n", "utf-8")
    assert rules_of(tmp_path) == ()


def test_the_script_refuses_what_no_reader_would_accept() -> None:
    with pytest.raises(ValueError, match=r"slow-pattern: \(a\+\)\+b"):
        judge(iter(["(a+)+b"]))
