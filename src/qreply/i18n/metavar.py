"""What stands for a value in the command line's help."""

from __future__ import annotations

from qreply.i18n import Texts

TEXTS: Texts = {
    "action": ("做什么", "ACTION"),
    "command": ("命令", "COMMAND"),
    "query": ("顾客的话", "QUERY"),
    "id": ("话术", "PHRASE"),
    "file": ("文件", "FILE"),
    "folder": ("文件夹", "FOLDER"),
    "path": ("文件或文件夹", "PATH"),
    "shop": ("店名", "SHOP"),
    "trade": ("类目", "TRADE"),
    "platform": ("平台", "PLATFORM"),
    "scenario": ("场景", "SCENARIO"),
    "column": ("列名", "COLUMN"),
    "name": ("名字", "NAME"),
    "count": ("几条", "COUNT"),
    "number": ("第几条", "NUMBER"),
    "when": ("时间", "WHEN"),
    "old": ("原文", "OLD"),
    "new": ("新文", "NEW"),
    "keys": ("哪些键", "KEYS"),
    "tag": ("标签", "TAG"),
    "group": ("分组", "GROUP"),
    "row": ("行号", "ROW"),
    "seed": ("数字", "NUMBER"),
}
