"""Make the JSON schema of the settings file, for editors: of what `reader` knows, no more.

What cannot be said in a schema is left to the reader: two shops of one name, a current one that is none of them,
a folder of somebody who has no home.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from qreply.phrasebook.model import PLATFORMS
from qreply.phrasebook.schema import spelled
from qreply.phrasebook.yaml_keys import PLATFORM_NAMES
from qreply.settings import reader
from qreply.settings.key_names import key_pattern
from qreply.settings.settings import FOLLOWING, THEMES
from qreply.settings.trades import TRADES

NAME = "settings.schema.json"
MODELINE = f"# yaml-language-server: $schema={NAME}\n"
"""The line by which editors find the schema beside the file."""

_ABOUT: Mapping[str, str] = {
    "agent": "您的称呼，话术里的 {{客服}}",
    "language": "界面语言",
    "theme": "外观：qreply-dark、qreply-light，或 Textual 自带的主题",
    "books": "话术本文件夹，后面的覆盖前面的；不写就用自带的",
    "trades": "卖什么，自带话术会多带上那一行的",
    "shop": "现在用哪个店铺，写 shops 里的名字",
    "shops": "店铺：名字、平台、店铺资料、自己的话术本",
    "keymap": "改按键，动作: 键；几个键用逗号隔开",
    "hotkeys": "一键复制某条话术，键: 编号",
    "round": "名单里什么状态发哪条，状态: 编号；不发的写 skip",
    "limits": "各平台一条消息最多多少字",
    "history": "记录搜索和复制（只在本机）",
    "team": "团队数据库的地址，密码不写在这里",
    "team-password": "放密码的文件，只有自己能读",
    "share-name": "团队能不能看到称呼",
    "shuangpin": "双拼方案",
    "ambiguous": "引号、省略号这类字符终端画几格宽",
    "follow-clipboard": "在聊天里复制顾客的话就直接查：focus 切回来时，live 随时，off 不看",
    "reminders": "答应顾客的提醒：memory 只在这次打开时有，keep 下次还在",
    "name": "店铺的名字",
    "platform": "店铺在哪个平台",
    "values": "店铺资料，占位名: 内容",
}

Schema = dict[str, object]

_TEXT: Schema = {"type": ["string", "number", "boolean", "null"]}
_FILLED: Schema = {"type": ["string", "number", "boolean"], "pattern": r"^[^\x00-\x1f]+$"}
_TEXTS: Schema = {"type": ["object", "null"], "additionalProperties": _TEXT}
_LIMIT: Schema = {
    "anyOf": [
        {"type": "integer", "minimum": 1, "maximum": 9_999_999},
        {"type": "string", "pattern": r"^[1-9][0-9]{0,6}$"},
    ]
}
_SCHEMES = "|".join(name.replace("+", "[+]") for name in reader.TEAM_SCHEMES)
_TEAM = rf"^(?:(?:{_SCHEMES})://(?![^/]*:[^/]*@)(?!.*[?&]passw(?:or)?d=).+)?$"


def schema() -> Schema:
    """Give the schema as JSON values."""
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "qreply settings",
        "type": ["object", "null"],
        **_keys(_settings()),
    }


def _settings() -> dict[str, Schema]:
    key = key_pattern()
    keys: Schema = {"type": "string", "pattern": f"^{key}(?:,{key})*$"}
    books = _list_of(_FILLED)
    shop: Schema = {
        "type": "object",
        **_keys(
            {
                "name": _FILLED,
                "platform": _named(PLATFORM_NAMES, empty=True),
                "values": _TEXTS,
                "books": books,
            }
        ),
        "required": ["name"],
    }
    return {
        "agent": _TEXT,
        "language": _one_of(reader.LANGUAGES),
        "theme": _one_of(THEMES),
        "books": books,
        "trades": _list_of(_named(name for trade, names in TRADES.items() for name in (trade, *names))),
        "shop": _TEXT,
        "shops": _list_of(shop),
        "keymap": {
            "type": ["object", "null"],
            "properties": dict.fromkeys(reader.action_names(), keys),
            "additionalProperties": False,
        },
        "hotkeys": {**_TEXTS, "propertyNames": {"pattern": f"^{key}$"}},
        "round": _TEXTS,
        "limits": {
            "type": ["object", "null"],
            "properties": dict.fromkeys(PLATFORMS, _LIMIT),
            "additionalProperties": False,
        },
        "history": _one_of(reader.SWITCH),
        "team": {"type": ["string", "null"], "pattern": _TEAM},
        "team-password": {"type": ["string", "number", "null"]},
        "share-name": _one_of(reader.OFF_FIRST),
        "shuangpin": _one_of(reader.SHUANGPIN),
        "ambiguous": _one_of(reader.WIDTHS),
        "follow-clipboard": _one_of(FOLLOWING),
        "reminders": _one_of(reader.REMINDERS),
    }


def _keys(values: Mapping[str, Schema]) -> Schema:
    return {
        "properties": {name: {**value, "description": _ABOUT[name]} for name, value in values.items()},
        "additionalProperties": False,
    }


def _one_of(words: Iterable[str]) -> Schema:
    return {"enum": [*words, "", None]}


def _named(words: Iterable[str], *, empty: bool = False) -> Schema:
    """Give the schema of one of `words`, in capitals or not, which editors complete."""
    known = list(words)
    nothing: list[Schema] = [{"enum": ["", None]}] if empty else []
    return {"anyOf": [{"enum": known}, spelled(known), *nothing]}


def _list_of(item: Schema) -> Schema:
    return {"anyOf": [{"type": "array", "items": item}, {"type": "null"}, {"enum": [""]}]}
