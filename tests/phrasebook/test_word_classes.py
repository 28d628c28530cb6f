"""Classes of words that a lead declares: new ones, and words added to the shipped blocks."""

from __future__ import annotations

from pathlib import Path

import pytest

from qreply.phrasebook.loader import load
from qreply.phrasebook.model import Phrasebook
from qreply.reply.compliance import review

CLASSES = "classes:\n  病: [结石]\n  密室: [小黑屋, Ａ区（东）]\n"
RULES = """rules:
  - {id: mine, level: block, pattern: '(?:来|去){句内}{0,4}{密室} && 看 && !{病}', except: ['/别{它}/', '/{密室}租赁/']}
"""


def book(folder: Path, *texts: str) -> Phrasebook:
    for number, text in enumerate(texts):
        (folder / f"{number}.yaml").write_text(text, "utf-8")
    return load([folder])


def ids(made: Phrasebook, sentence: str) -> list[str]:
    return [finding.rule.id for finding in review(sentence, made.rules, "taobao")]


FOUND = {
    "来小黑屋看": ["mine"],
    "来a区(东)看": ["mine"],
    "别来小黑屋，也别看": [],
    "来小黑屋看结石": [],
    "贴了结石就好了": ["advertising-medical"],  # a shipped rule that names 病
    "贴了密室就好了": [],
}


@pytest.mark.parametrize("order", [(CLASSES, RULES), (RULES, CLASSES), (RULES + CLASSES,)])
def test_a_class_stands_for_its_words_whichever_file_declares_it(
    tmp_path: Path, order: tuple[str, ...]
) -> None:
    made = book(tmp_path, *order)
    assert made.problems == ()
    assert {sentence: ids(made, sentence) for sentence in FOUND} == FOUND


def test_the_words_of_all_files_count(tmp_path: Path) -> None:
    made = book(tmp_path, "classes:\n  病: 结石\n", "classes:\n  病: [白内障]\n")
    assert ids(made, "贴了结石就好了") == ids(made, "贴了白内障就好了") == ["advertising-medical"]


@pytest.mark.parametrize(
    ("text", "code", "line", "near"),
    [
        ("rules:\n  - {id: r, pattern: '{密是}'}\nclasses:\n  密室: [甲]\n", "unknown-block", 2, "密室"),
        ("rules:\n  - {id: r, words: [甲], except: ['/{电活}{它}/']}\n", "unknown-block", 2, "电话"),
        ("classes:\n  病: [甲]\n  病症: [甲]\n", "unused-class", 3, "病"),
        ("classes:\n  ab: [甲]\n", "bad-class-name", 2, ""),
        ("classes:\n  它: [甲]\n", "bad-class-name", 2, ""),
    ],
)
def test_a_slip_is_told_with_what_was_meant(
    tmp_path: Path, text: str, code: str, line: int, near: str
) -> None:
    problem = next(one for one in book(tmp_path, text).problems if one.code == code)
    assert (problem.line, dict(problem.values).get("near", "")) == (line, near)


def test_a_rule_that_names_no_class_is_left_out(tmp_path: Path) -> None:
    made = book(tmp_path, "rules:\n  - {id: r, pattern: '{密是}'}\n  - {id: s, words: [甲]}\n")
    assert {"r", "s"}.intersection(rule.id for rule in made.rules) == {"s"}


def test_a_pattern_around_a_class_is_judged_before_the_class_is_known(tmp_path: Path) -> None:
    made = book(tmp_path, "rules:\n  - {id: r, pattern: '(?:{密室}+)+甲('}\n", CLASSES)
    assert "bad-pattern" in [problem.code for problem in made.problems]
