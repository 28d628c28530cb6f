"""Translations of argparse's sentences by its English; those of other versions stay."""

from __future__ import annotations

from qreply.i18n import Texts

_CHINESE = {
    "usage: ": "用法：",
    "options": "选项",
    "positional arguments": "参数",
    "show this help message and exit": "显示这份帮助",
    "%(prog)s: error: %(message)s\n": "%(prog)s: 用法有误：%(message)s\n",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s %(message)s",
    "unrecognized arguments: %s": "不认识 %s",
    "the following arguments are required: %s": "缺少 %s",
    "invalid choice: %(value)r (choose from %(choices)s)": "不能是 %(value)r，可选：%(choices)s",
    "invalid choice: %(value)r, maybe you meant %(suggestion)r? (choose from %(choices)s)": (
        "不能是 %(value)r，是不是 %(suggestion)r？可选：%(choices)s"
    ),
    "invalid %(type)s value: %(value)r": "不能是 %(value)r",
    "ignored explicit argument %r": "后面不用写 %r",
    "expected one argument": "后面要写一个值",
    "expected at most one argument": "后面最多写一个值",
    "expected at least one argument": "后面至少写一个值",
    "expected %s argument": "后面要写 %s 个值",
    "expected %s arguments": "后面要写 %s 个值",
}

TEXTS: Texts = {english: (chinese, english) for english, chinese in _CHINESE.items()}
