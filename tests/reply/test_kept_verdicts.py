"""Verdicts kept from check to check: the answer is the same as without, whatever was changed or damaged."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from hashlib import blake2b
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qreply.phrasebook.model import Phrase, Rule
from qreply.phrasebook.reading.locator import Locator
from qreply.reply import kept_verdicts
from qreply.reply.compliance import review_everywhere
from qreply.reply.kept_verdicts import KeptVerdicts
from qreply.reply.rule_finding import Finding
from qreply.reply.wording_review import rule_problems
from tests.support.systems import needs_posix

NOW = datetime(2026, 11, 22, 15)
RULES = (
    Rule("contact", "block", "不能说", words=("微信",), suggestion="在这里聊"),
    Rule("best", "warn", "广告法", patterns=("最[好棒]",), exceptions=("/最好{它}/", "最好看看")),
    Rule("d", "off", "", words=("V信", "薇信"), stands_for="微信"),
)
OTHERS = (
    RULES[0]._replace(level="warn"),
    RULES[0]._replace(words=("微信", "亲")),
    RULES[0]._replace(platforms=("jd",)),
    RULES[0]._replace(level="off"),
    RULES[1]._replace(exceptions=()),
    RULES[1]._replace(patterns=("最[好棒强]", "第一")),
    RULES[2]._replace(words=("V信",)),
)
MESSAGES = (
    "亲，您好",
    "加微信聊",
    "加薇信聊",
    "质量最好",
    "最好看看尺码",
    "最强的{{货=衣服}}",
    "{{平台}}第一",
    "",
)

texts = st.lists(
    st.sampled_from(MESSAGES) | st.text("亲微信最好V第一，\n ", max_size=9), min_size=1, max_size=6
)
rule_sets = st.lists(st.sampled_from((*RULES, *OTHERS)), max_size=4, unique_by=lambda rule: rule.id)


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that rules are looked for in."""
    looked_at: list[str] = []

    def counted(text: str, rules: Sequence[Rule]) -> Sequence[Finding]:
        looked_at.append(text)
        return review_everywhere(text, rules)

    monkeypatch.setattr("qreply.reply.kept_verdicts.review_everywhere", counted)
    return looked_at


def check(folder: Path, *messages: str, rules: Sequence[Rule] = RULES) -> list[Sequence[Finding]]:
    verdicts = KeptVerdicts(folder, rules)
    found = [verdicts.of(message) for message in messages]
    verdicts.save()
    return found


def file_in(folder: Path) -> Path:
    (file,) = folder.iterdir()
    return file


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(texts, rule_sets), min_size=2, max_size=5))
def test_after_any_edits_of_texts_and_rules_it_says_what_a_first_check_does(
    steps: list[tuple[list[str], list[Rule]]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for messages, rules in (*steps, steps[0]):
            phrases = [Phrase(f"s/{at}", "s", "一", ((one,),)) for at, one in enumerate(messages)]
            verdicts = KeptVerdicts(Path(folder), rules)
            kept = list(rule_problems(phrases, verdicts.of, NOW, Locator()))
            verdicts.save()
            cold = rule_problems(phrases, partial(review_everywhere, rules=rules), NOW, Locator())
            assert kept == list(cold)


def test_only_what_was_changed_is_looked_at_again(tmp_path: Path, seen: list[str]) -> None:
    first = check(tmp_path, "加微信聊", "亲", "亲")
    assert seen == ["加微信聊", "亲"]
    assert check(tmp_path, "加微信聊", "亲", "亲") == first
    check(tmp_path, "加微信聊", "亲，您好")
    check(tmp_path, "亲")  # which the check before did not have
    assert seen == ["加微信聊", "亲", "亲，您好"]


def test_rules_that_say_otherwise_are_told_as_they_are_now(tmp_path: Path) -> None:
    check(tmp_path, "加微信聊")
    ((found,),) = check(tmp_path, "加微信聊", rules=[RULES[0]._replace(why="新规定")])
    assert found.rule.why == "新规定"


def test_another_python_makes_them_anew(
    tmp_path: Path, seen: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    check(tmp_path, "亲")
    monkeypatch.setattr(sys, "version", "4.0")
    check(tmp_path, "亲")
    assert seen == ["亲", "亲"]


def test_what_qreply_is_made_of_counts_and_not_when_it_was_installed(
    tmp_path: Path, seen: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qreply.reply.kept_verdicts.shipped_phrasebook", lambda: tmp_path)
    part = tmp_path / "rules" / "part.yaml"
    part.parent.mkdir()
    part.write_text("a", "utf-8")
    check(tmp_path / "kept", "亲")
    os.utime(part, (1, 1))
    check(tmp_path / "kept", "亲")
    assert seen == ["亲"]
    part.write_text("b", "utf-8")
    check(tmp_path / "kept", "亲")
    assert seen == ["亲", "亲"]


def test_rules_where_they_stand_make_no_difference(tmp_path: Path, seen: list[str]) -> None:
    check(tmp_path, "亲")
    check(tmp_path, "亲", rules=[rule._replace(path="b.yaml", line=7) for rule in RULES])
    assert seen == ["亲"]


def test_what_took_too_long_is_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    late = [Finding(RULES[0], 0, 1, timed_out=True)]
    monkeypatch.setattr("qreply.reply.kept_verdicts.review_everywhere", lambda _text, _rules: late)
    assert check(tmp_path, "亲") == [late]
    monkeypatch.undo()
    assert check(tmp_path, "亲") == [[]]


def test_a_finding_of_no_rule_of_the_book_is_not_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = [Finding(Rule("from-elsewhere", "warn", ""), 0, 1)]
    monkeypatch.setattr("qreply.reply.kept_verdicts.review_everywhere", lambda _text, _rules: other)
    assert check(tmp_path, "亲") == [other]
    assert not [*tmp_path.iterdir()]


def test_a_rule_that_speaks_more_quietly_of_a_text_is_kept_with_what_it_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    quiet = [Finding(RULES[0]._replace(level="warn"), 0, 1)]
    monkeypatch.setattr("qreply.reply.kept_verdicts.review_everywhere", lambda _text, _rules: quiet)
    assert check(tmp_path, "亲") == [quiet]
    monkeypatch.undo()
    assert check(tmp_path, "亲") == [quiet]


def with_sum(content: object) -> bytes:
    body = json.dumps(content).encode()
    return blake2b(body, digest_size=16).hexdigest().encode() + b"\n" + body


KEY = "00" * 16
DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _: b"",
    "cut": lambda data: data[:-9],
    "a character turned": lambda data: data.replace(b'"clean"', b'"clear"'),
    "another place": lambda data: data.replace(b'"block", 1', b'"block", 0'),
    "nonsense with a right sum": lambda _: with_sum([1]),
    "a rule that there is not": lambda _: with_sum(
        {"key": KEY, "clean": "", "met": {"00": [["x", "warn", 0, 1]]}}
    ),
    "no numbers": lambda _: with_sum(
        {"key": KEY, "clean": "", "met": {"00": [["contact", "warn", None, 1]]}}
    ),
    "no level": lambda _: with_sum({"key": KEY, "clean": "", "met": {"00": [["contact", "loud", 0, 1]]}}),
    "too long a key": lambda _: with_sum({"key": KEY * 9, "clean": "", "met": {}}),
    "deeper than is read": lambda _: b"[" * 100_000,
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_file_is_made_anew(
    damage: Callable[[bytes], bytes], tmp_path: Path, seen: list[str]
) -> None:
    first = check(tmp_path, "加微信聊", "亲")
    file = file_in(tmp_path)
    broken = damage(file.read_bytes())
    assert broken != file.read_bytes()
    file.write_bytes(broken)
    assert check(tmp_path, "加微信聊", "亲") == first
    assert len(seen) == 4
    assert check(tmp_path, "加微信聊", "亲") == first
    assert len(seen) == 4


@needs_posix("rights of a file as here")
def test_what_others_can_have_written_is_not_believed(tmp_path: Path, seen: list[str]) -> None:
    check(tmp_path, "加微信聊")
    file_in(tmp_path).chmod(0o666)
    check(tmp_path, "加微信聊")
    assert len(seen) == 2


@needs_posix("rights of a file as here")
def test_the_file_is_the_users_alone_and_holds_no_text(tmp_path: Path) -> None:
    folder = tmp_path / "checked"
    check(folder, "加微信聊", "my wechat 微信")
    assert folder.stat().st_mode & 0o777 == 0o700
    assert file_in(folder).stat().st_mode & 0o777 == 0o600
    written = file_in(folder).read_text("utf-8")
    assert "wechat" not in written
    assert written.isascii()
    assert "\\u" not in written


def test_the_same_text_has_another_digest_on_another_machine(tmp_path: Path) -> None:
    for machine in ("a", "b"):
        check(tmp_path / machine, "亲")
    one, other = (json.loads(file_in(tmp_path / name).read_bytes().partition(b"\n")[2]) for name in "ab")
    assert one["clean"] != other["clean"]


def test_the_oldest_texts_and_rules_are_forgotten(
    tmp_path: Path, seen: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_verdicts, "MAX_TEXTS", 2)
    monkeypatch.setattr(kept_verdicts, "MAX_FILES", 2)
    check(tmp_path, "一", "二")
    check(tmp_path, "二", "三")
    seen.clear()
    check(tmp_path, "二", "三", "一")
    assert seen == ["一"]
    for rule in OTHERS[:4]:
        check(tmp_path, "一", rules=[rule])
    assert len([*tmp_path.iterdir()]) == 2


def test_a_folder_that_cannot_be_written_to_is_done_without(tmp_path: Path) -> None:
    place = tmp_path / "file"
    place.write_text("", "utf-8")
    ((found,),) = check(place / "checked", "加微信聊")
    assert found.rule.id == "contact"
