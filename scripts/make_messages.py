"""Compiles the .po files of qreply.i18n into the .mo files beside them: run it after editing one.

    python scripts/make_messages.py

Of the format only what these files use is read: a keyword and a JSON string a line, entries divided by empty lines.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from pathlib import Path

LOCALES = Path(__file__).parent.parent / "src" / "qreply" / "i18n" / "locale"
_MAGIC = 0x950412DE


def read_messages(text: str) -> dict[str, str]:
    """Read a .po file: sentences to translations, a plural after its singular and a NUL."""
    messages = {}
    for entry in text.split("\n\n"):
        lines = (line.partition(" ") for line in entry.splitlines() if not line.startswith("#"))
        words = {keyword: json.loads(string) for keyword, _, string in lines}
        if words:
            plural = f"\0{words['msgid_plural']}" if "msgid_plural" in words else ""
            messages[words["msgid"] + plural] = words["msgstr[0]" if plural else "msgstr"]
    return messages


def compile_messages(messages: Mapping[str, str]) -> bytes:
    """Make a .mo file, little-endian and without a hash table ("The Format of GNU MO Files" in gettext's manual)."""
    pairs = sorted((key.encode(), value.encode()) for key, value in messages.items())
    count = len(pairs)
    keys_at = 7 * 4
    values_at = keys_at + 8 * count
    offset = values_at + 8 * count
    tables, strings = [b"", b""], b""
    for column in (0, 1):
        for pair in pairs:
            tables[column] += struct.pack("<II", len(pair[column]), offset + len(strings))
            strings += pair[column] + b"\0"
    header = struct.pack("<7I", _MAGIC, 0, count, keys_at, values_at, 0, 0)
    return header + tables[0] + tables[1] + strings


def main() -> None:
    for path in sorted(LOCALES.rglob("*.po")):
        target = path.with_suffix(".mo")
        target.write_bytes(compile_messages(read_messages(path.read_text("utf-8"))))
        print(target)


if __name__ == "__main__":
    main()
