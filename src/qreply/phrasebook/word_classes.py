"""Classes of words that leads declare, put into the patterns of rules that name them.

They are `classes` in the files. A class that is called like a block of ours adds to it, in the shipped rules too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches

from qreply.phrasebook.model import Problem, Rule, Severity
from qreply.phrasebook.pattern_blocks import BLOCKS
from qreply.phrasebook.pattern_notation import put_classes, unknown_blocks
from qreply.phrasebook.reading.declarations import telling
from qreply.phrasebook.reading.phrases import Reference


def with_classes(
    rules: Iterable[Rule], declared: Mapping[str, Reference]
) -> tuple[tuple[Rule, ...], list[Problem]]:
    """Return `rules` with the words of their classes, and what is wrong with classes.

    Only rules `declared` in books, by id, are told of. A rule that names a class that does not exist is left out.
    """
    rules = tuple(rules)
    classes = {rule.word_class: rule.words for rule in rules if rule.word_class}
    own = [rule for rule in rules if rule.id in declared]
    names = {rule.id: {name for one in _texts(rule) for name in unknown_blocks(one)} for rule in own}
    missing = {rule_id: sorted(named.difference(classes)) for rule_id, named in names.items()}
    used = set(BLOCKS).union(*names.values())
    slips = [("unknown-block", rule, missing[rule.id][0]) for rule in own if missing[rule.id]]
    slips += [("unused-class", rule, rule.word_class) for rule in own if rule.word_class not in {"", *used}]
    problems = []
    for code, rule, name in slips:
        severity: Severity = "error" if code == "unknown-block" else "warning"
        known = [*BLOCKS, *classes] if code == "unknown-block" else [*BLOCKS]
        values = {"name": name, "near": _near(name, known)}
        problems.append(Problem(code, rule.path, rule.line, declared[rule.id].column, severity, values))
    kept = (rule for rule in rules if not missing.get(rule.id))
    return tuple(_filled(rule, classes) if classes else rule for rule in kept), problems


def _filled(rule: Rule, classes: Mapping[str, Sequence[str]]) -> Rule:
    patterns = tuple(put_classes(one, classes) for one in rule.patterns)
    exceptions = tuple(put_classes(one, classes) for one in rule.exceptions)
    tellings = rule.tellings if patterns == rule.patterns else tuple(map(telling, patterns))
    return rule._replace(patterns=patterns, exceptions=exceptions, tellings=tellings)


def _texts(rule: Rule) -> tuple[str, ...]:
    return (*rule.patterns, *rule.exceptions)


def _near(name: str, known: Sequence[str]) -> str:
    """Return what was likely meant by `name`.

    It is a name like it, those that share a hanzi, or else all names.
    """
    like = get_close_matches(name, known, 1, 0.5) or [one for one in known if set(one) & set(name)][:1]
    return like[0] if like else "、".join(known)
