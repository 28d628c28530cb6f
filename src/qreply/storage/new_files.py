"""Files that appear whole or not at all, and never take another's place unasked."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Container, Iterable, Mapping
from pathlib import Path
from uuid import uuid4

_FRESH = ".qreply-new"
_STALE = 60.0  # seconds; writing takes far less, so an older one was left by a crash
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\s.]+')
_RESERVED = re.compile(  # by Windows, whatever the suffix
    r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[\d¹²³])", re.IGNORECASE
)
_LONGEST_STEM = 150  # bytes; file systems take 255, and what is written first has a longer name


def free_name(scenario: str, taken: Container[str]) -> str:
    """A name for the scenario's file that is not among those `taken`, which are in lower case."""
    stem = _NOT_IN_NAMES.sub("-", scenario[:500]).strip("-")[:60]
    stem = stem.encode("utf-8", "replace")[:_LONGEST_STEM].decode("utf-8", "ignore") or "book"
    stem = f"{stem}-book" if _RESERVED.fullmatch(stem) else stem
    name, number = f"{stem}.yaml", 2
    while name.casefold() in taken:
        name = f"{stem}-{number}.yaml"
        number += 1
    return name


def add_files(folder: Path, texts: Mapping[str, str]) -> list[Path]:
    """Write new files into `folder`; raises FileExistsError, with all of that name left as they were, or OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    sweep(folder)
    return [_put(folder / name, text.encode(), replace=False) for name, text in texts.items()]


def sweep(folder: Path) -> None:
    """Remove what a crash left in `folder`."""
    _remove_stale(folder.glob(f".*{_FRESH}"))


def put_file(path: Path, data: bytes, *, replace: bool) -> None:
    """Write the file; raises FileExistsError unless it may replace another, or OSError."""
    _remove_stale(path.parent.glob(f".{path.name}.*{_FRESH}"))
    _put(path, data, replace=replace)


def _put(path: Path, data: bytes, *, replace: bool) -> Path:
    fresh = path.with_name(f".{path.name}.{uuid4().hex[:8]}{_FRESH}")
    try:
        with fresh.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if replace:
            fresh.replace(path)
        else:
            _put_where_none_is(fresh, path)
    finally:
        fresh.unlink(missing_ok=True)
    return path


def _put_where_none_is(fresh: Path, path: Path) -> None:
    try:
        path.hardlink_to(fresh)  # fails where a file of that name has appeared meanwhile
    except FileExistsError:
        raise
    except OSError:  # a drive without links, such as a memory stick or some shares
        if path.exists():
            raise FileExistsError(17, "exists", str(path)) from None
        fresh.rename(path)


def _remove_stale(left: Iterable[Path]) -> None:
    for path in left:
        try:
            if time.time() - path.stat().st_mtime > _STALE:
                path.unlink()
        except OSError:
            continue  # someone else's, or gone by now
