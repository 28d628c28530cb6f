"""Find files beside the book's own that look like parts of it and are not read.

These are copies, files with other endings, and subfolders.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from qreply.phrasebook.model import Problem

_ENDINGS = (".yaml", ".yml")
_MAX_STRAYS = 100

# What editors, Explorer, Finder and syncing programs put behind or before a name when they make a copy of a file.
_COPY = re.compile(
    r"""^(?:
        (.+?)\s*-\s*(?:副本|複本|拷贝|コピー|copy)(?:\s*[(（]\d+[)）])?
      | (.+?)\s+(?:副本|拷贝|copy)(?:\s*\d+)?
      | (?:副本|拷贝|copy\ of|复件|複件)\s*(?:[(（]\d+[)）])?\s*(.+?)
      | (.+?)\s*[(（]\d{1,3}[)）]
      | (.+?)[\s._~-]*(?:[(（\[][^()（）]*)?(?:冲突|衝突|conflicted\ copy|sync-conflict|conflict)[^()（）]*[)）\]]?
      | (.+?)(?:~|\.bak|\.orig|\.old|_备份|-备份|\ 备份|备份)
    )$""",
    re.VERBOSE | re.IGNORECASE,
)


def original_of(path: Path, names: Iterable[str]) -> str:
    """Name the file among `names` that `path` is a copy of, to judge by their names.

    Returns "" if there is none.
    """
    if (match := _COPY.match(path.stem)) is None:
        return ""
    stem = next(group for group in match.groups() if group).strip()
    return next(
        (name for name in names if name != path.name and Path(name).stem.casefold() == stem.casefold()), ""
    )


def without_copies(paths: Sequence[Path]) -> list[Path]:
    """Leave out what is a copy of another of `paths`: read together, the older one could win."""
    names = [path.name for path in paths]
    return [path for path in paths if not original_of(path, names)]


def strays_in(folder: Path) -> Iterator[Problem]:
    """Name what in the book's `folder` looks like a part of it and is not read; raises OSError."""
    entries = sorted(folder.iterdir())
    names = [path.name for path in entries if path.suffix.lower() in _ENDINGS]
    found = (problem for path in entries if (problem := _stray(path, names)))
    for problem, _ in zip(found, range(_MAX_STRAYS), strict=False):
        yield problem


def _stray(path: Path, names: Sequence[str]) -> Problem | None:
    name = path.name
    if name.startswith((".", "~")):
        return None
    if path.suffix.lower() in _ENDINGS:
        first = original_of(path, names)
        return _warning("copy-not-read", path, first=first) if first else None
    parts = name.lower().split(".")
    if any(f".{part}" in _ENDINGS for part in parts[1:-1]):
        return _warning("ending-not-read", path, ending=path.suffix, meant=name[: -len(path.suffix)])
    if name != "rules" and path.is_dir() and _holds_yaml(path):
        return _warning("folder-not-read", path)
    return None


def _holds_yaml(folder: Path) -> bool:
    try:
        return any(path.suffix.lower() in _ENDINGS for path in folder.iterdir())
    except OSError:
        return False


def _warning(code: str, path: Path, **values: str) -> Problem:
    return Problem(code, str(path), 1, 1, "warning", {"name": path.name, **values})
