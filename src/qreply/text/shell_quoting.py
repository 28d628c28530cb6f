"""Arguments as they are typed into a shell, for commands that a hint shows."""

from __future__ import annotations

import re
import sys

# What stands for itself in every shell; hanzi do.
_PLAIN = re.compile(r"[\w@+=:,./-]+")


def quote_argument(argument: object, platform: str = sys.platform) -> str:
    """Quote `argument` so that the usual shell of `platform` takes it as one word."""
    text = str(argument)
    backslashes = text.replace("\\", "/") if platform == "win32" else text
    if _PLAIN.fullmatch(backslashes):
        return text
    if platform == "win32":
        return f'"{text}"'  # no file's name holds one there
    return "'" + text.replace("'", "'\"'\"'") + "'"
