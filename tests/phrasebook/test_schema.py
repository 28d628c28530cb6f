"""The JSON schema: current, and of one mind with the loader."""

from __future__ import annotations

import json
from argparse import Namespace
from pathlib import Path
from typing import Any

import pytest
import yaml

from qreply.cli import schema as command
from qreply.phrasebook.schema import as_text, schema
from qreply.phrasebook.yaml_keys import SHAPES
from tests.phrasebook.test_loader import CHINESE, WHOLE

ROOT = Path(__file__).parents[2]


def test_the_shipped_schema_is_current() -> None:
    """`qreply schema > schema/phrasebook.schema.json` brings it up to date."""
    assert (ROOT / "schema" / "phrasebook.schema.json").read_text("utf-8") == as_text()


def test_the_command_prints_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.run(Namespace()) == 0
    assert json.loads(capsys.readouterr().out) == schema()


def test_keys_have_two_names_each_and_no_name_two_keys() -> None:
    for shape in SHAPES:
        assert len(shape.by_name) == 2 * len(shape.keys)
        assert all(key.about for key in shape.keys)


@pytest.mark.parametrize("text", [WHOLE, CHINESE])
def test_what_the_loader_takes_fits_the_schema(text: str) -> None:
    definition: dict[str, Any] = schema()
    _fit(yaml.safe_load(text), definition, definition)


@pytest.mark.parametrize("path", sorted((ROOT / "phrasebook").rglob("*.yaml")), ids=lambda path: path.stem)
def test_the_shipped_phrasebook_fits_the_schema(path: Path) -> None:
    definition: dict[str, Any] = schema()
    _fit(yaml.safe_load(path.read_text("utf-8")), definition, definition)


def test_what_is_wrong_does_not_fit() -> None:
    definition: dict[str, Any] = schema()
    for text in (
        *("{scenari: a}", "{phrases: [{reply: a}]}", "{rules: [{level: high}]}", "{phrases: 1}"),
        *("{placeholders: {a: {remember: true}}}", "{占位: {a: {记住: 是}}}"),
    ):
        with pytest.raises(AssertionError):
            _fit(yaml.safe_load(text), definition, definition)


def _fit(value: Any, rule: dict[str, Any], whole: dict[str, Any]) -> None:
    """Assert that `value` fits: as much of JSON Schema as the schema uses, dates being strings to editors."""
    if "$ref" in rule:
        _fit(value, whole["definitions"][rule["$ref"].rpartition("/")[2]], whole)
        return
    if "enum" in rule:
        assert value in rule["enum"]
    if "anyOf" in rule:
        assert any(_fits(value, other, whole) for other in rule["anyOf"]), value
    _fit_cases(value, rule, whole)
    if "required" in rule:
        assert set(rule["required"]) <= value.keys()
    kind = rule.get("type")
    if kind is None:
        return
    if kind == "object":
        assert isinstance(value, dict)
        for name, inner in value.items():
            known = rule.get("properties", {}).get(name, rule["additionalProperties"])
            assert known is not False, name
            _fit(inner, known, whole)
    elif kind == "array":
        assert isinstance(value, list)
        for inner in value:
            _fit(inner, rule["items"], whole)
    else:
        assert not isinstance(value, dict | list)


def _fit_cases(value: Any, rule: dict[str, Any], whole: dict[str, Any]) -> None:
    for case in rule.get("allOf", ()):
        condition = case["if"]
        names = [name for name in condition["required"] if name in value]
        if names and all(_fits(value[name], condition["properties"][name], whole) for name in names):
            _fit(value, case["then"], whole)


def _fits(value: Any, rule: dict[str, Any], whole: dict[str, Any]) -> bool:
    try:
        _fit(value, rule, whole)
    except AssertionError:
        return False
    return True
