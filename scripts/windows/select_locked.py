"""Print those lines of a lock that a package of ours needs: select_locked.py REQUIREMENTS.txt 'PACKAGE[EXTRA,…]'.

The package must be installed here, and so must what it needs; markers are judged as on Windows.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import NormalizedName, canonicalize_name

WINDOWS = {"sys_platform": "win32", "os_name": "nt", "platform_system": "Windows"}


def needed(requirement: Requirement) -> Iterator[NormalizedName]:
    """The names of what a requirement needs, of what that needs, and so on."""
    todo, seen = [requirement], set[tuple[str, str]]()
    while todo:
        wanted = todo.pop()
        for extra in ("", *wanted.extras):
            name = canonicalize_name(wanted.name)
            if (name, extra) in seen:
                continue
            seen.add((name, extra))
            yield name
            try:
                lines = requires(name) or []
            except PackageNotFoundError:  # of Windows only
                lines = []
            facts = {**WINDOWS, "extra": extra}
            found = map(Requirement, lines)
            todo += [each for each in found if each.marker is None or each.marker.evaluate(facts)]


def select(lock: str, names: set[NormalizedName]) -> Iterator[str]:
    """The entries of these packages, hashes and all; raises ValueError if one is not locked."""
    entries = {
        canonicalize_name(match[1]): match[0]
        for match in re.finditer(r"^([\w.-]+)==(?:.*\\\n)*.*\n", lock, re.MULTILINE)
    }
    for name in sorted(names):
        if name not in entries:
            raise ValueError(f"{name} is not locked")
        yield entries[name]


if __name__ == "__main__":
    wanted = Requirement(sys.argv[2])
    names = set(needed(wanted)) - {canonicalize_name(wanted.name)}
    print("".join(select(Path(sys.argv[1]).read_text(encoding="utf-8"), names)), end="")
