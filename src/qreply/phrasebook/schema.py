"""Make the JSON schema of phrasebook files, for editors.

It is made from `yaml_keys`, so that it knows what the loader knows.

What cannot be said in a schema is left to `check`: ids that stand twice, leap days, parts that are not closed, patterns
that are none.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping

from qreply.phrasebook import limits
from qreply.phrasebook.dates import DATE_OFFSET
from qreply.phrasebook.yaml_keys import (
    FILE,
    ON_PLATFORM,
    PHRASE,
    PLACEHOLDER,
    RULE,
    SHAPES,
    SOURCES,
    VALIDITY,
    YES_NO,
    Key,
    Shape,
)

Schema = dict[str, object]

_NULL: Schema = {"type": "null"}  # a key without a value, which the loader takes for an empty one
# A date as `dates` reads it, but for days and times there are not.
_YEAR = r"(?!0000)\d{4}(?:[-/.]|年)"
_OF_MONTH = r"(?:[-/.]|月)"
_DAY = (
    rf"(?:(?:0?[13578]|1[02]){_OF_MONTH}(?:0?[1-9]|[12]\d|3[01])"
    rf"|(?:0?[469]|11){_OF_MONTH}(?:0?[1-9]|[12]\d|30)"
    rf"|0?2{_OF_MONTH}(?:0?[1-9]|[12]\d))日?"
)
_CLOCK = r"(?:[ T]|\s)*(?:[01]?\d|2[0-3])[:：][0-5]\d(?:[:：][0-5]\d)?"
_DATE = rf"^\s*{_YEAR}{_DAY}(?:{_CLOCK})?\s*$|^$"
_MONTH = r"^\s*\d{4}-(0[1-9]|1[0-2])\s*$|^$"
_DAYS = rf"^\s*(?:{DATE_OFFSET.pattern})\s*$|^$"
# Each {{ has its }} in the same line, with something and no brace between; single ones are text.
_TEMPLATE = r"^(?:[^{}｛｝]|[{｛](?![{｛])|[}｝](?![}｝])|[{｛]{2}[^\S\n]*[^{}｛｝\s][^{}｛｝\n]*[}｝]{2})*$"
_PATTERNS: Mapping[tuple[str, str], str] = {
    (VALIDITY.name, "from"): _DATE,
    (VALIDITY.name, "until"): _DATE,
    (PLACEHOLDER.name, "date"): _DAYS,
    (RULE.name, "checked"): _MONTH,
    **{
        (shape.name, name): _TEMPLATE
        for shape in (PHRASE, ON_PLATFORM)
        for name in ("reply", "variants", "messages")
    },
    (FILE.name, "fragments"): _TEMPLATE,
}
_LENGTHS = {
    "reply": limits.REPLY,
    "fragments": limits.REPLY,
    "messages": limits.REPLY,
    "variants": limits.REPLY,
}
_LENGTHS |= {"note": limits.NOTE, "why": limits.NOTE, "pattern": limits.PATTERN, "except": limits.PATTERN}


def schema() -> Schema:
    """Give the schema as JSON values."""
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "qreply phrasebook",
        "$ref": f"#/definitions/{FILE.name}",
        "definitions": {shape.name: _shape(shape) for shape in SHAPES},
    }


def as_text(schema: Schema) -> str:
    """Give a schema as the text of a file."""
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def _shape(shape: Shape) -> Schema:
    rules = [_not_both(key.name, key.chinese) for key in shape.keys]
    if shape is PHRASE:
        rules += [_filled(_names(shape, "id", "title"))]
        said = _filled(_names(shape, "reply", "variants", "messages", "platforms"))
        rules += [{"anyOf": [*_branches(said), *_required(_names(shape, "hide"))]}]
    if shape in (PHRASE, ON_PLATFORM):
        rules += [
            _not_both(messages, other)
            for messages in _names(shape, "messages")
            for other in _names(shape, "reply", "variants")
        ]
    if shape is ON_PLATFORM:
        rules += [_filled(_names(shape, "reply", "variants", "messages"))]
    if shape is RULE:
        rules += [_filled(_names(shape, "id"))]
        off = [
            {
                "required": [name],
                "properties": {name: {"anyOf": [{"enum": [False]}, spelled(("off", "关闭"))]}},
            }
            for name in _names(shape, "level")
        ]
        rules += [{"anyOf": [*_branches(_filled(_names(shape, "words", "pattern", "like"))), *off]}]
    if shape is PLACEHOLDER:
        rules += list(_placeholder_rules(shape))
    return {
        "type": ["object", "null"] if shape is FILE else "object",
        "properties": {
            name: {**_value(shape, key), "description": _about(key)}
            for key in shape.keys
            for name in (key.name, key.chinese)
        },
        "additionalProperties": False,
        "allOf": rules,
    }


def _placeholder_rules(shape: Shape) -> Iterator[Schema]:
    """Yield the rules between a placeholder's keys: what remembers has options to choose from.

    What commits, or is the shop's, has nothing that gives it unasked.
    """
    yes: Schema = {
        "anyOf": [{"enum": [True]}, spelled(written for written, means in YES_NO.items() if means)]
    }
    shops: Schema = spelled(written for written, means in SOURCES.items() if means == "shop")
    for name in _names(shape, "remember"):
        yield _when(name, yes, _filled(_names(shape, "options")))
    remembers = [{"required": [name], "properties": {name: yes}} for name in _names(shape, "remember")]
    given = [_filled(_names(shape, "default", "date")), *remembers]
    for name in _names(shape, "commits"):
        yield _when(name, yes, {"not": {"anyOf": given}})
    for name in _names(shape, "from"):
        yield _when(name, shops, {"not": {"anyOf": given}})


def _when(name: str, value: Schema, then: Schema) -> Schema:
    return {"if": {"required": [name], "properties": {name: value}}, "then": then}


def _names(shape: Shape, *names: str) -> list[str]:
    return [written for key in shape.keys if key.name in names for written in (key.name, key.chinese)]


def _filled(names: Iterable[str]) -> Schema:
    """Require that one of the keys has a value that is not empty."""
    full: Schema = {"type": ["string", "number", "boolean", "array", "object"], "minLength": 1, "minItems": 1}
    return {"anyOf": [{"required": [name], "properties": {name: full}} for name in names]}


def _branches(rule: Schema) -> list[object]:
    branches = rule["anyOf"]
    return list(branches) if isinstance(branches, list) else []


def _required(names: Iterable[str]) -> list[object]:
    return [{"required": [name]} for name in names]


def _not_both(one: str, other: str) -> Schema:
    return {"not": {"required": [one, other]}}


def _about(key: Key) -> str:
    return f"{key.chinese}（{key.name}）：{key.about}"


def _value(shape: Shape, key: Key) -> Schema:
    inner: Schema = {"$ref": f"#/definitions/{key.shape.name}"} if key.shape else _text(shape, key)
    match key.kind:
        case "flag":
            return {"anyOf": [{"type": "boolean"}, spelled(key.choices), _NULL]}
        case "line" if key.choices:
            off: list[Schema] = [{"enum": [False]}] if "off" in key.choices else []
            return {"anyOf": [spelled(key.choices), *off, _NULL]}
        case "lines" if key.choices:
            return _one_or_more({"anyOf": [{"enum": list(key.choices)}, _text(shape, key)]})
        case "lines" | "texts":
            return _one_or_more(_text(shape, key))
        case "wordings":
            return _one_or_more(_one_or_more(_text(shape, key)))
        case "shape":
            return {"anyOf": [inner]}
        case "named":
            known: Schema = {"properties": dict.fromkeys(key.choices, inner)} if key.choices else {}
            return {"anyOf": [{"type": "object", **known, "additionalProperties": inner}, _NULL]}
        case "lists of":
            return {
                "anyOf": [{"type": "object", "additionalProperties": _one_or_more(_text(shape, key))}, _NULL]
            }
        case "list":
            items: Schema = {"anyOf": [inner, _NULL]} if key.shape is PHRASE else inner
            return {"anyOf": [{"type": "array", "items": items}, _NULL]}
    return _text(shape, key)


def _text(shape: Shape, key: Key) -> Schema:
    """Give a text's schema: where qreply reads text, editors read `0123` and `no` otherwise."""
    length = _LENGTHS.get(key.name, limits.LINE)
    text: Schema = {"type": ["string", "number", "boolean", "null"], "maxLength": length}
    if pattern := _PATTERNS.get((shape.name, key.name)):
        text["pattern"] = pattern
    return text


def spelled(words: Iterable[str]) -> Schema:
    """Require one of `words`, in capitals or not."""
    either = (
        "".join(
            f"[{sign.lower()}{sign.upper()}]" if sign.isalpha() and sign.isascii() else sign for sign in word
        )
        for word in words
    )
    return {"type": "string", "pattern": f"^({'|'.join(either)})$"}


def _one_or_more(item: Schema) -> Schema:
    return {"anyOf": [item, {"type": "array", "items": item}]}
