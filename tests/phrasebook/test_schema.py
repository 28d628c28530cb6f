"""The JSON schema: current, and of one mind with the loader."""

from __future__ import annotations

import json
from argparse import Namespace
from pathlib import Path
from typing import Any

import pytest
import yaml

from qreply.cli import schema as command
from qreply.phrasebook.loader import load
from qreply.phrasebook.schema import as_text, schema
from qreply.phrasebook.yaml_keys import SHAPES
from tests.phrasebook.test_loader import CHINESE, WHOLE

ROOT = Path(__file__).parents[2]
# A part of it is compiled, and does not load under wine.
jsonschema = pytest.importorskip("jsonschema", exc_type=ImportError)
SCHEMA = jsonschema.Draft7Validator(schema())


class EditorLoader(yaml.SafeLoader):
    """Reads YAML as editors do, to whom dates are strings."""


EditorLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def fits(text: str) -> bool:
    value: Any = yaml.load(text, EditorLoader)  # noqa: S506 - a SafeLoader
    return bool(SCHEMA.is_valid(value))


def test_the_shipped_schema_is_current() -> None:
    """`qreply schema > schema/phrasebook.schema.json` brings it up to date."""
    assert (ROOT / "schema" / "phrasebook.schema.json").read_text("utf-8") == as_text(schema())


def test_it_is_a_schema() -> None:
    jsonschema.Draft7Validator.check_schema(schema())


def test_the_command_prints_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.run(Namespace(output=None, of_settings=False)) == 0
    assert json.loads(capsys.readouterr().out) == schema()


def test_keys_have_two_names_each_and_no_name_two_keys() -> None:
    for shape in SHAPES:
        assert len(shape.by_name) == 2 * len(shape.keys)
        assert all(key.about for key in shape.keys)


@pytest.mark.parametrize("path", sorted((ROOT / "phrasebook").rglob("*.yaml")), ids=lambda path: path.stem)
def test_the_shipped_phrasebook_fits_the_schema(path: Path) -> None:
    assert fits(path.read_text("utf-8"))


PHRASE = "scenario: pre-sale\nphrases:\n  - id: a\n    title: 甲\n    asks: [甲]\n"
BOTH = {
    "whole": WHOLE,
    "chinese": CHINESE,
    "plain": PHRASE + "    reply: 亲\n",
    "empty note": PHRASE + "    reply: 亲\n    note:\n",
    "empty asks": "phrases:\n  - {title: 甲, asks: , reply: 亲}\n",
    "no phrases yet": "scenario: pre-sale\nphrases:\n",
    "empty fragment": "fragments:\n  落款:\n" + PHRASE + "    reply: 亲\n",
    "empty item": PHRASE + "    reply: 亲\n  -\n",
    "hide YES": "phrases:\n  - {id: a, hide: YES}\n",
    "hide Yes": "phrases:\n  - {id: a, hide: 'Yes'}\n",
    "hide On": "phrases:\n  - {id: a, hide: 'On'}\n",
    "hide 是": "phrases:\n  - {id: a, hide: 是}\n",
    "level BLOCK": "rules:\n  - {id: a, level: BLOCK, words: [乙]}\n",
    "level OFF": "rules:\n  - {id: a, level: 'OFF', words: [a]}\n",
    "level 关闭 with words": "rules:\n  - {id: a, level: 关闭, words: [a]}\n",
    "one pattern": "rules:\n  - {id: a, pattern: '加.{0,3}微信'}\n",
    "patterns": "rules:\n  - {id: a, pattern: ['加{句内}{0,3}微信', '{电话}']}\n",
    "disguises": "disguises:\n  微信: [薇信, wx]\n  好评: hp\n",
    "no disguises yet": "disguises:\n",
    "classes": "classes:\n  病: [结石, 白内障]\n",
    "remember with options": "placeholders: {a: {remember: true, options: [b, c]}}\n"
    + PHRASE
    + "    reply: 亲\n",
    "commits": "placeholders: {a: {commits: true, ask: b}, c: {from: shop, example: d, kind: text}}\n"
    + PHRASE
    + "    reply: 亲\n    no-answer: a\n",
    "numbers": "phrases:\n  - {id: 1, title: 2, code: 3, asks: [4, no], reply: 12:30}\n",
    "variants alone": PHRASE + "    variants: [亲, [您好, 在的]]\n",
    "messages alone": PHRASE + "    messages: [您好, 在的]\n",
    "platforms alone": PHRASE + "    platforms: {拼多多: {reply: 亲}, 别的: {回复: 亲}}\n",
    "unknown platform": PHRASE + "    reply: 亲\n    only: [shopee]\n",
    "dates": PHRASE + "    reply: 亲\n    valid: {from: 2026-11-01, until: 2026-11-15 23:59}\n",
    "dates as people write them": PHRASE
    + "    reply: 亲\n    valid: {from: 2026年11月1日, until: 2026/11/15}\n",
    "dates with clocks": PHRASE
    + "    reply: 亲\n    valid: {from: '2026/1/31T9:05', until: 2026年12月31日 23:59:59}\n",
    "leap day": PHRASE + "    reply: 亲\n    valid: {until: 2028-02-29}\n",
    "days": "placeholders: {到货: {date: +2wd}}\n" + PHRASE + "    reply: 亲\n",
    "single braces": PHRASE + "    reply: '{a} } {'\n",
    "fields": PHRASE + "    reply: '{{?a}}{{a=b|c}}{{/a}}'\n",
    "wide fields": PHRASE + "    reply: '｛｛a＝b｝｝'\n",
}
NEITHER = {
    "unknown key": "scenari: a\n",
    "no title": "phrases: [{reply: a}]\n",
    "empty title": "phrases: [{title: '', reply: a}]\n",
    "no reply": PHRASE,
    "empty reply": PHRASE + "    reply:\n",
    "empty reply on a platform": PHRASE + "    reply: 亲\n    platforms: {pdd: {reply: ''}}\n",
    "platform without reply": PHRASE + "    reply: 亲\n    platforms: {pdd: {}}\n",
    "platform as text": PHRASE + "    platforms: {pdd: 亲}\n",
    "reply and messages": PHRASE + "    reply: 亲\n    messages: [您好]\n",
    "variants and messages": PHRASE + "    variants: [亲]\n    messages: [您好]\n",
    "reply and messages in two languages": PHRASE + "    回复: 亲\n    messages: [您好]\n",
    "a key in both languages": "phrases:\n  - {id: a, 编号: b, title: 甲, reply: 亲}\n",
    "a file's key in both languages": "scenario: a\n场景: b\nphrases: [{title: 甲, reply: 亲}]\n",
    "rule without id": "rules:\n  - {words: [甲]}\n",
    "rule without words": "rules:\n  - {id: a, level: warn}\n",
    "rule with an empty pattern": "rules:\n  - {id: a, pattern: ''}\n",
    "unknown level": "rules: [{id: a, words: [b], level: high}]\n",
    "unknown flag": "phrases: [{id: a, hide: maybe}]\n",
    "phrases are text": "phrases: 1\n",
    "phrases are a mapping": "phrases: {a: b}\n",
    "a list": "- {title: 甲, reply: 亲}\n",
    "remember without options": "placeholders: {a: {remember: true}}\n" + PHRASE + "    reply: 亲\n",
    "记住 without options": "占位: {a: {记住: 是}}\n" + PHRASE + "    reply: 亲\n",
    "commits by default": "placeholders: {a: {commits: true, default: b}}\n" + PHRASE + "    reply: 亲\n",
    "commits by date": "placeholders: {a: {承诺: 是, date: +2d}}\n" + PHRASE + "    reply: 亲\n",
    "shop by default": "placeholders: {a: {from: shop, 默认: b}}\n" + PHRASE + "    reply: 亲\n",
    "no date": PHRASE + "    reply: 亲\n    valid: {from: 双11}\n",
    "no 31st": PHRASE + "    reply: 亲\n    valid: {until: 2026-11-31}\n",
    "no 30th": PHRASE + "    reply: 亲\n    valid: {until: 2026年2月30日}\n",
    "no 13th month": PHRASE + "    reply: 亲\n    valid: {from: 2026-13-01}\n",
    "no 25th hour": PHRASE + "    reply: 亲\n    valid: {from: '2026-11-01 25:00'}\n",
    "no year 0": PHRASE + "    reply: 亲\n    valid: {from: 0000-11-01}\n",
    "an empty hole": PHRASE + "    reply: '亲{{}}'\n",
    "a blank hole": PHRASE + "    reply: '亲{{ }}'\n",
    "a blank wide hole": PHRASE + "    reply: '亲｛｛　｝｝'\n",
    "no days": "placeholders: {到货: {date: 后天}}\n" + PHRASE + "    reply: 亲\n",
    "validity as text": PHRASE + "    reply: 亲\n    valid: 2026-11-01 到 2026-11-15\n",
    "no month": "rules: [{id: a, words: [b], checked: 2026-13}]\n",
    "half-open": PHRASE + "    reply: '亲{{名'\n",
    "half-closed": PHRASE + "    reply: '亲名}}'\n",
    "half-open in a variant": PHRASE + "    reply: 亲\n    variants: ['亲{{名']\n",
    "half-open in a fragment": "fragments: {a: '{{名'}\n" + PHRASE + "    reply: 亲\n",
    "too long": PHRASE + f"    reply: {'长' * 5001}\n",
    "title too long": f"phrases: [{{title: {'长' * 501}, reply: 亲}}]\n",
    "asks as a mapping": "phrases: [{title: 甲, asks: {a: b}, reply: 亲}]\n",
    "fragment as a list": "fragments: {a: [b]}\nphrases: [{title: 甲, reply: 亲}]\n",
    "readings as text": PHRASE + "    reply: 亲\n    readings: 银行 yin\n",
}


def loads(text: str, tmp_path: Path) -> bool:
    file = tmp_path / "pre-sale.yaml"
    file.write_text(text, "utf-8")
    return not [
        problem
        for problem in load([file]).problems
        if problem.severity == "error" and problem.code != "hides-nothing"
    ]


@pytest.mark.parametrize("name", BOTH)
def test_what_the_loader_takes_the_schema_takes(name: str, tmp_path: Path) -> None:
    assert loads(BOTH[name], tmp_path)
    assert fits(BOTH[name])


@pytest.mark.parametrize("name", NEITHER)
def test_what_the_loader_refuses_the_schema_refuses(name: str, tmp_path: Path) -> None:
    assert not loads(NEITHER[name], tmp_path)
    assert not fits(NEITHER[name])
