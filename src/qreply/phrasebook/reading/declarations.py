"""What files declare besides phrases: placeholders, validities and rules."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import cast

from qreply.phrasebook import limits
from qreply.phrasebook.dates import DATE_OFFSET, first_moment, last_moment
from qreply.phrasebook.expressions import Use, matches_whole, problem_of
from qreply.phrasebook.judged_patterns import judged_telling
from qreply.phrasebook.kinds import PATTERNS
from qreply.phrasebook.model import Level, Placeholder, Rule, Telling, Validity
from qreply.phrasebook.pattern_notation import BLOCK_NAME, HIT, expand, parts_of, put_classes, unknown_blocks
from qreply.phrasebook.patterns import telling_of
from qreply.phrasebook.reading.fields import Fields
from qreply.phrasebook.reading.yaml_nodes import Node, Sequence, offset_of
from qreply.phrasebook.yaml_keys import PLACEHOLDER, RULE, VALIDITY

_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


def placeholder(fields: Fields, name: str, node: Node) -> Placeholder:
    """Return the placeholder that `node` declares."""
    found = fields.entries(node, PLACEHOLDER)
    names = PLACEHOLDER.by_name
    lines = {
        key: fields.line(found[key], _longest(key))
        for key in ("ask", "default", "pattern", "date", "format", "example")
        if key in found
    }
    chosen = {
        key: fields.choice(found[key], names[key])
        for key in ("from", "remember", "private", "commits", "kind")
        if key in found
    }
    source, kind = chosen.get("from", ""), chosen.get("kind", "")
    use = Use.FOUND if source == "clipboard" else Use.VALUE
    pattern = _pattern(fields, found, lines.get("pattern", ""), use)
    declared = Placeholder(
        name,
        lines.get("ask", ""),
        lines.get("default"),
        fields.lines(found["options"]) if "options" in found else (),
        pattern or PATTERNS.get(kind, ""),
        _offset(fields, found, lines.get("date", "")),
        lines.get("format", ""),
        source == "clipboard",
        bool(chosen.get("remember")),
        bool(chosen.get("private")),
        bool(chosen.get("commits")),
        source == "shop",
        lines.get("example", ""),
        kind,
    )
    declared = _without_default(fields, declared, found)
    declared = _without_remember(fields, declared, found)
    _check_fit(fields, declared, found)
    return declared


def validity(fields: Fields, node: Node) -> Validity:
    """Return when something may be used."""
    found = fields.entries(node, VALIDITY)
    moments = {}
    for key, moment in (("from", first_moment), ("until", last_moment)):
        if key in found and (text := fields.line(found[key])):
            try:
                moments[key] = moment(text)
            except ValueError:
                fields.fail("bad-date", offset_of(found[key]), value=text)
    result = Validity(moments.get("from"), moments.get("until"))
    if result.since and result.until and result.until < result.since:
        fields.fail("dates-swapped", offset_of(found["until"]))
    return result


def rule(fields: Fields, node: Node) -> Rule | None:
    """Return a compliance rule, None if it cannot be used."""
    found = fields.entries(node, RULE)
    names = RULE.by_name
    lines = {key: fields.line(found[key]) for key in ("id", "checked") if key in found}
    if not lines.get("id"):
        fields.fail("no-rule-id", offset_of(node))
    level = fields.choice(found["level"], names["level"]) if "level" in found else "warn"
    words = fields.lines(found["words"], limits.WORDS) if "words" in found else ()
    patterns = _patterns(fields, found["pattern"]) if "pattern" in found else ()
    like = fields.choice(found["like"], names["like"]) if "like" in found else ""
    if not words and not patterns and not like and level != "off" and not fields.failed:
        fields.fail("rule-without-words", offset_of(node))
    if (checked := lines.get("checked", "")) and not _MONTH.fullmatch(checked):
        fields.fail("bad-month", offset_of(found["checked"]), value=checked)
    exceptions = _exceptions(fields, found["except"]) if "except" in found else ()
    result = Rule(
        lines.get("id", ""),
        cast("Level", level or "warn"),
        fields.text(found["why"], limits.NOTE) if "why" in found else "",
        words,
        patterns,
        exceptions,
        fields.line(found["say"]) if "say" in found else None,
        platforms(fields, found["platforms"]) if "platforms" in found else (),
        checked,
        tuple(map(telling, patterns)),
        like=like,
        path=fields.source.path,
        line=fields.source.position(offset_of(node))[0],
    )
    return None if fields.failed else result


def word_table(fields: Fields, name: str, node: Node) -> Iterator[Rule]:
    """Return the rules that hold the words of `disguises` or `classes`, whichever `name` is."""
    for word, key, value in fields.named(node):
        if name == "classes" and (word == HIT[1:-1] or not BLOCK_NAME.fullmatch(f"{{{word}}}")):
            fields.fail("bad-class-name", offset_of(key), name=word)
        elif words := fields.lines(value, limits.WORDS):
            line = fields.source.position(offset_of(key))[0]
            table = Rule(f"{name}/{word}", "off", "", words, path=fields.source.path, line=line)
            yield table._replace(word_class=word) if name == "classes" else table._replace(stands_for=word)


def telling(pattern: str) -> Telling:
    """Return by what `pattern` is told, looked up where it is one of ours.

    The pattern names only known blocks and classes of words.
    """
    judged = None if any(unknown_blocks(pattern)) else judged_telling(expand(pattern))
    return judged or telling_of(pattern)


def _patterns(fields: Fields, node: Node) -> tuple[str, ...]:
    """Return one pattern or several, each of which can be used."""
    return tuple(
        pattern for item, pattern in _each(fields, node) if _check_rule_pattern(fields, item, pattern)
    )


def _exceptions(fields: Fields, node: Node) -> tuple[str, ...]:
    exceptions = _each(fields, node)
    for item, exception in exceptions:
        if _is_regex(exception):
            for part in exception[1:-1].split(HIT, 1):
                _check_rule_pattern(fields, item, part)
    return tuple(exception for _, exception in exceptions)


def _each(fields: Fields, node: Node) -> list[tuple[Node, str]]:
    """Return the lines of a list or of a single text, which may hold commas."""
    if isinstance(node, Sequence) and not fields.few(node, limits.ITEMS):
        return []
    items = node.items if isinstance(node, Sequence) else [node]
    return [(item, line) for item in items if (line := fields.line(item, limits.PATTERN))]


def _check_rule_pattern(fields: Fields, node: Node, pattern: str) -> bool:
    # Classes are known only once all files are read; any words will do to see whether the rest is fine.
    whole = put_classes(pattern, dict.fromkeys(unknown_blocks(pattern), ("甲", "乙丙")))
    if judged_telling(expand(whole)):
        return True
    parts = parts_of(whole)
    if not parts.held:
        fields.fail("bad-pattern", offset_of(node), pattern=pattern)
    return bool(parts.held) and all(
        _check_pattern(fields, node, pattern, Use.SEARCH, expand(part)) for part in parts.held + parts.absent
    )


def platforms(fields: Fields, node: Node) -> tuple[str, ...]:
    """Return platforms by their short names; unknown ones are kept, with a warning."""
    known = RULE.by_name["platforms"].choices
    written = fields.lines(node)
    for name in written:
        if name.lower() not in known:
            fields.source.report("unknown-platform", offset_of(node), "warning", name=name)
    return tuple(known.get(name.lower(), name) for name in written)


def _longest(key: str) -> int:
    return limits.PATTERN if key == "pattern" else limits.LINE


def _pattern(fields: Fields, found: dict[str, Node], pattern: str, use: Use) -> str:
    return pattern if pattern and _check_pattern(fields, found["pattern"], pattern, use) else ""


def _check_pattern(fields: Fields, node: Node, pattern: str, use: Use, expanded: str = "") -> bool:
    """Tell whether `pattern` can be used."""
    if code := problem_of(expanded or pattern, use):
        fields.fail(code, offset_of(node), pattern=pattern)
    return not code


def _offset(fields: Fields, found: dict[str, Node], offset: str) -> str:
    if offset and not DATE_OFFSET.fullmatch(offset):
        fields.fail("bad-date-offset", offset_of(found["date"]), value=offset)
        return ""
    return offset


def _is_regex(text: str) -> bool:
    return len(text) > 2 and text[0] == text[-1] == "/"


def _without_remember(fields: Fields, declared: Placeholder, found: dict[str, Node]) -> Placeholder:
    """Return `declared`, remembering nothing that may be a customer's.

    Reports a problem where it would.
    """
    code = "remember-private" if declared.private else "" if declared.options else "remember-without-options"
    if not declared.remember or not code:
        return declared
    fields.fail(code, offset_of(found["remember"]), name=declared.name)
    return declared._replace(remember=False)


def _without_default(fields: Fields, declared: Placeholder, found: dict[str, Node]) -> Placeholder:
    """Return `declared` with nothing that would give a value unasked, if nothing may.

    Reports a problem for what would.
    """
    if declared.takes_default:
        return declared
    for key in ("default", "date", "remember"):
        if key in found and getattr(declared, key) not in (None, "", False):
            fields.fail(default_problem(declared), offset_of(found[key]), name=declared.name)
    return declared._replace(default=None, date="", remember=False)


def default_problem(declared: Placeholder) -> str:
    """Return the code of the problem that a default of `declared` is."""
    return "commits-default" if declared.commits else "shop-default"


def _check_fit(fields: Fields, declared: Placeholder, found: dict[str, Node]) -> None:
    for key, code in (("default", "default-misfit"), ("example", "example-misfit")):
        value = getattr(declared, key)
        if value and declared.pattern and not _fits(declared.pattern, value):
            fields.source.report(code, offset_of(found[key]), "warning", value=value)


def _fits(pattern: str, value: str) -> bool:
    try:
        return matches_whole(pattern, value)
    except TimeoutError:
        return False
