"""The JSON schema of the settings: of one mind with the reader."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from qreply.cli import run
from qreply.errors import SettingsError
from qreply.phrasebook.schema import as_text
from qreply.settings import reader
from qreply.settings.reader import load_settings
from qreply.settings.settings_schema import MODELINE, NAME, schema
from qreply.settings.writer import settings_text
from qreply.storage.locations import settings_path

# A part of it is compiled, and does not load under wine.
jsonschema = pytest.importorskip("jsonschema", exc_type=ImportError)
SCHEMA = jsonschema.Draft7Validator(schema())


class EditorLoader(yaml.SafeLoader):
    """Reads YAML as editors do, to whom `on` and dates are strings."""


EditorLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith((":timestamp", ":bool"))]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
EditorLoader.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile("^(?:true|false|True|False|TRUE|FALSE)$"), list("tTfF")
)

BOTH = (
    settings_text(),
    settings_text(agent="小王", shop="小店", platform="taobao", trades=["shoes"], book=Path("/book")),
    "",
    "agent: 007\nlanguage:\nbooks:\nshops: ''\n",
    "language: en\ntheme: dracula\nhistory: off\nshuangpin: xiaohe\nambiguous: wide\nfollow-clipboard: live\n",
    "books: [D:\\话术, ~/book, 5]\ntrades: [服饰, SHOES, 女鞋]\n",
    "shops:\n  - {name: 小店, platform: 天猫, values: {快递: 中通, 天数: 7}}\n  - {name: 2, books: [a]}\n",
    "shops: [{name: a, platform: TAOBAO}]\n",
    "keymap: {换说法: f10}\n",
    "keymap: {wording: F10, copy: 'enter, ctrl+o', nth-3: alt+3}\n",
    "hotkeys: {f10: logistics/ship, ALT+M: pre-sale/greet, shift+tab: a}\n",
    "round: {已签收: logistics/signed, 关闭: skip}\nlimits: {taobao: 500, pdd: '300'}\n",
    "team: postgresql+psycopg://agent@db/qreply?sslmode=require\nteam-password: p.txt\nshare-name: on\n",
)
NEITHER = (
    "agnet: a",
    "agent: [a]",
    "language: fr",
    "theme: pink",
    "history: maybe",
    "history: true",
    "books: a",
    "books: [[a]]",
    "books: ['']",
    "trades: [飞机]",
    "shops: [{platform: taobao}]",
    "shops: [{name: a, platform: shopee}]",
    "shops: [{name: a, value: {}}]",
    "shops: [a]",
    "keymap: {jump: f10}",
    "keymap: {copy: a}",
    "keymap: {copy: 'f10,ctrl+h'}",
    "keymap: [a]",
    "hotkeys: {a: b}",
    "hotkeys: {ctrl+i: b}",
    "hotkeys: {Shift+Insert: b}",
    "limits: {taobao: 0}",
    "limits: {taobao: many}",
    "limits: {shopee: 1}",
    "round: {a: [b]}",
    "team: sqlite:///a",
    "team: postgresql+psycopg://a:secret@db/q",
    "team: postgresql+psycopg://a@db/q?password=secret",
    "shuangpin: on",
    "- a",
)


def fits(text: str) -> bool:
    value: Any = yaml.load(text, EditorLoader)  # noqa: S506 - a SafeLoader
    return bool(SCHEMA.is_valid(value))


def loads(text: str, folder: Path) -> bool:
    path = folder / "settings.yaml"
    path.write_text(text, "utf-8")
    try:
        load_settings(path)
    except SettingsError:
        return False
    return True


@pytest.mark.parametrize("text", BOTH)
def test_what_the_reader_takes_the_schema_takes(text: str, tmp_path: Path) -> None:
    assert loads(text, tmp_path)
    assert fits(text)


@pytest.mark.parametrize("text", NEITHER)
def test_what_the_reader_refuses_the_schema_refuses(text: str, tmp_path: Path) -> None:
    assert not loads(text, tmp_path)
    assert not fits(text)


def test_it_knows_every_key() -> None:
    jsonschema.Draft7Validator.check_schema(schema())
    known: Any = schema()["properties"]
    assert set(known) == set(reader.KEYS)


def test_init_puts_it_beside_the_settings_and_the_command_prints_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["init"]) == 0
    path = settings_path()
    assert path.read_text("utf-8").startswith(MODELINE)
    assert load_settings(path).agent == ""
    assert path.with_name(NAME).read_text("utf-8") == as_text(schema())
    capsys.readouterr()
    assert run(["schema", "--settings"]) == 0
    assert capsys.readouterr().out == as_text(schema())
