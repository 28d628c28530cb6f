"""The JSON schema of phrasebook files, for editors: made from `keys`, so that it knows what the loader knows."""

from __future__ import annotations

import json

from qreply.phrasebook.yaml_keys import FILE, PHRASE, PLACEHOLDER, SHAPES, YES_NO, Key, Shape

# Editors read `0123` and `no` as a number and a boolean where qreply reads text.
_TEXT: dict[str, object] = {"type": ["string", "number", "boolean"]}

_YES: list[object] = [True, *(written for written, means in YES_NO.items() if means)]


def schema() -> dict[str, object]:
    """The schema as JSON values."""
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "qreply phrasebook",
        "$ref": f"#/definitions/{FILE.name}",
        "definitions": {shape.name: _shape(shape) for shape in SHAPES},
    }


def as_text() -> str:
    """The schema as the text of a file."""
    return json.dumps(schema(), ensure_ascii=False, indent=2) + "\n"


def _shape(shape: Shape) -> dict[str, object]:
    definition: dict[str, object] = {
        "type": "object",
        "properties": {
            name: {**_value(key), "description": _about(key)} for key in shape.keys for name in _names(key)
        },
        "additionalProperties": False,
    }
    if shape is PHRASE:
        titles = [name for key in shape.keys if key.name in ("id", "title") for name in _names(key)]
        definition["anyOf"] = [{"required": [name]} for name in titles]
    if shape is PLACEHOLDER:
        options = {"anyOf": [{"required": [name]} for name in _names(shape.by_name["options"])]}
        definition["allOf"] = [
            {"if": {"required": [name], "properties": {name: {"enum": _YES}}}, "then": options}
            for name in _names(shape.by_name["remember"])
        ]
    return definition


def _names(key: Key) -> tuple[str, str]:
    return key.name, key.chinese


def _about(key: Key) -> str:
    return f"{key.chinese}（{key.name}）：{key.about}"


def _value(key: Key) -> dict[str, object]:
    shape: dict[str, object] = {"$ref": f"#/definitions/{key.shape.name}"} if key.shape else _TEXT
    match key.kind:
        case "flag":
            return {"enum": [True, False, *YES_NO]}
        case "line" if key.choices:
            return {"enum": [*key.choices, *([False] if "off" in key.choices else [])]}
        case "lines" if key.choices:
            return _one_or_more({"anyOf": [{"enum": list(key.choices)}, _TEXT]})
        case "lines" | "texts":
            return _one_or_more(_TEXT)
        case "wordings":
            return _one_or_more(_one_or_more(_TEXT))
        case "shape":
            return shape
        case "named":
            known = {"properties": dict.fromkeys(key.choices, shape)} if key.choices else {}
            return {"type": "object", **known, "additionalProperties": shape}
        case "list":
            return {"type": "array", "items": shape}
    return _TEXT


def _one_or_more(item: dict[str, object]) -> dict[str, object]:
    return {"anyOf": [item, {"type": "array", "items": item}]}
