"""New phrasebook files: free names, and writing that never takes another file's place."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from pathlib import Path

from qreply.storage.atomic import sweep, write_file

_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\s.]+')
_RESERVED = re.compile(  # by Windows, whatever the suffix
    r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[\d¹²³])", re.IGNORECASE
)
_MAX_STEM = 150  # bytes; file systems take 255, and drafts have longer names


def free_name(scenario: str, taken: Container[str]) -> str:
    """Return a name for the scenario's file that is not `taken`; those are in lower case."""
    stem = _NOT_IN_NAMES.sub("-", scenario[:500]).strip("-")[:60]
    stem = stem.encode("utf-8", "replace")[:_MAX_STEM].decode("utf-8", "ignore") or "book"
    stem = f"{stem}-book" if _RESERVED.fullmatch(stem) else stem
    name, number = f"{stem}.yaml", 2
    while name.casefold() in taken:
        name = f"{stem}_{number}.yaml"  # which sorts, and so is read, behind the first
        number += 1
    return name


def add_files(folder: Path, texts: Mapping[str, str]) -> list[Path]:
    """Write new files into `folder`, by name, and return their paths.

    Raises FileExistsError, which leaves the file of that name as it was; OSError.
    """
    folder.mkdir(parents=True, exist_ok=True)
    sweep(folder)
    for name, text in texts.items():
        write_file(folder / name, text.encode(), replace=False)
    return [folder / name for name in texts]
