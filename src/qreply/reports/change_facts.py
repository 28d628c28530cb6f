"""What differs in one thing of a book, in the words of its files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from qreply.i18n import current_language, join_words, t
from qreply.phrasebook.model import Placeholder, Rule
from qreply.phrasebook.writing.serializer import placeholder_tree
from qreply.phrasebook.yaml_keys import FILE, PLACEHOLDER, RULE, Key

_RULE_KEYS = {**FILE.by_name, **RULE.by_name}
_RULE_KEYS_OF = {
    "exceptions": "except",
    "suggestion": "say",
    "platforms": "platforms",
    "checked": "checked",
    "stands_for": "disguises",
    "word_class": "classes",
    "like": "like",
}

Spelled = str | Placeholder


class Fact(NamedTuple):
    """What was and what is, "" for nothing; `is_promise` if it is what the shop is bound by."""

    label: str
    old: str
    new: str
    is_promise: bool = False


def key_name(keys: Mapping[str, Key], name: str) -> str:
    """Return what the key is called in the user's language."""
    return keys[name].chinese if current_language() == "zh" else name


def value_name(key: Key, value: str) -> str:
    """Return a value that the key's choices have in the user's language."""
    if current_language() != "zh":
        return value
    written = (name for name, meant in key.choices.items() if meant == value and not name.isascii())
    return next(written, value)


def spelled_apart(old: Iterable[Spelled], new: Iterable[Spelled]) -> tuple[str, str]:
    """Return what was and what is, without the keys that are the same in both."""
    sides = [[_spelled(known) for known in known_on] for known_on in (old, new)]
    if len(sides[0]) == len(sides[1]) == 1:
        same = [pair for pair in sides[0][0] if pair in sides[1][0]]
        sides = [[[pair for pair in side[0] if pair not in same]] for side in sides]
    texts = [" | ".join(join_words(filter(None, known)) for known in side) for side in sides]
    if old and new:
        texts = [text or t("diff.blank") for text in texts]
    return texts[0], texts[1]


def _spelled(known: Spelled) -> list[str]:
    if isinstance(known, str):
        return [known]
    tree = placeholder_tree(known)
    return [
        t(
            "diff.key-value",
            key=key_name(PLACEHOLDER.by_name, key),
            value="/".join(value)
            if isinstance(value, tuple)
            else t("diff.yes")
            if value == "true"
            else str(value),
        )
        for key, value in tree.items()
    ] or [t("diff.blank")]


def rule_facts(old: Rule | None, new: Rule | None) -> Iterator[Fact]:
    """Yield what differs in a rule that is new, gone or other."""
    for label, before, after in (
        (t("diff.rule-level"), _level(old), _level(new)),
        (t("diff.rule-words"), _words(old), _words(new)),
        (t("diff.rule-why"), old.why if old else "", new.why if new else ""),
    ):
        if before != after:
            yield Fact(label, before, after)
    for name, key in _RULE_KEYS_OF.items():
        was, now = _value(old, name), _value(new, name)
        if was != now:
            yield Fact(key_name(_RULE_KEYS, key), was, now)


def _level(rule: Rule | None) -> str:
    return value_name(RULE.by_name["level"], rule.level) if rule else ""


def _words(rule: Rule | None) -> str:
    return join_words((*rule.words, *rule.patterns)) if rule else ""


def _value(rule: Rule | None, name: str) -> str:
    value = getattr(rule, name) if rule else ""
    known = _RULE_KEYS[_RULE_KEYS_OF[name]]
    if isinstance(value, tuple):
        return join_words(value_name(known, each) for each in value)
    if rule and name == "suggestion" and value == "":
        return t("diff.said-not-at-all")
    return value_name(known, value or "")
