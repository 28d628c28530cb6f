"""Keep what rules say of texts, so that the next check looks only at what is new to it.

A file in the cache folder holds, for one set of rules and one qreply, keyed digests of texts, and for those in which
something was found which rule and where. No text can be read back from it. It says nothing of a text that could not
be checked in time. A file that is damaged, or that others can have written, is as good as none.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
from base64 import b64decode, b64encode
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from importlib.util import find_spec
from pathlib import Path
from typing import get_args

from qreply.phrasebook.model import Level, Rule
from qreply.reply.compliance import review_everywhere
from qreply.reply.rule_finding import Finding
from qreply.storage.atomic import sweep
from qreply.storage.kept_files import read_kept, write_kept
from qreply.storage.locations import shipped_phrasebook
from qreply.storage.regular_file import BOOK_LIMIT, STATE_LIMIT, read_regular

MAX_TEXTS = 100_000
"""Texts of which a file knows, those seen last."""

MAX_FILES = 4
"""Files in the folder, those written last: each for other rules, such as another shop's."""

_DIGEST_BYTES = 12
_KEY_BYTES = 16
_LEVELS: dict[str, Level] = {level: level for level in get_args(Level)}

Places = tuple[tuple[str, Level, int, int], ...]
"""The id of each rule that was met, how loudly it speaks there, and where."""


class KeptVerdicts:
    """What `rules` say of texts, looked up where it is known."""

    def __init__(self, folder: Path, rules: Sequence[Rule]) -> None:
        """Read what is kept in `folder`, which need not exist, for exactly these rules."""
        self._rules = rules
        self._by_id = {rule.id: rule for rule in rules}
        self._path: Path | None = None  # where the program cannot be looked at
        self._known: dict[str, Sequence[Finding]] = {}  # of the texts of this run
        self._key = os.urandom(_KEY_BYTES)
        self._kept: dict[bytes, Places] = {}  # by digest
        self._used: dict[bytes, Places] = {}
        self._is_new = False
        with contextlib.suppress(OSError, ValueError, LookupError, TypeError, RecursionError):
            self._path = folder / f"{_state_of(rules)}.json"
            self._key, self._kept = _read(self._path, self._by_id)

    def of(self, text: str) -> Sequence[Finding]:
        """Return what `review_everywhere` finds in `text`."""
        found = self._known.get(text)
        if found is None:
            found = self._known[text] = self._look_up(text)
        return found

    def _look_up(self, text: str) -> Sequence[Finding]:
        digest = blake2b(
            text.encode("utf-8", "surrogatepass"), key=self._key, digest_size=_DIGEST_BYTES
        ).digest()
        places = self._kept.get(digest)
        if places is None:
            found = review_everywhere(text, self._rules)
            places = tuple((one.rule.id, one.rule.level, one.start, one.end) for one in found)
            if found != self._findings(places):
                return found  # that is more than can be kept
            self._is_new = True
        self._used[digest] = places
        return self._findings(places) if places else []

    def _findings(self, places: Places) -> list[Finding]:
        return [
            Finding(self._rule(key, level), start, end)
            for key, level, start, end in places
            if key in self._by_id
        ]

    def _rule(self, key: str, level: Level) -> Rule:
        rule = self._by_id[key]
        return rule if rule.level == level else rule._replace(level=level)

    def save(self) -> None:
        """Keep what this run has found out; where nothing can be written, the next one does without."""
        if not self._is_new or self._path is None:
            return
        unused = ((digest, places) for digest, places in self._kept.items() if digest not in self._used)
        texts = [*unused, *self._used.items()][-MAX_TEXTS:]
        with contextlib.suppress(OSError):
            write_kept(self._path, _written(self._key, dict(texts)))
            _remove_old(self._path.parent)


def _written(key: bytes, texts: dict[bytes, Places]) -> bytes:
    content = {
        "key": key.hex(),
        "clean": b64encode(b"".join(digest for digest, places in texts.items() if not places)).decode(),
        "met": {digest.hex(): places for digest, places in texts.items() if places},
    }
    return json.dumps(content).encode()


def _read(path: Path, rules: dict[str, Rule]) -> tuple[bytes, dict[bytes, Places]]:
    """Return the key and the texts of a file.

    Raises OSError, or ValueError, LookupError or TypeError where it is damaged.
    """
    content = json.loads(read_kept(path, STATE_LIMIT))
    if len(key := bytes.fromhex(content["key"])) != _KEY_BYTES:
        raise ValueError
    clean = b64decode(content["clean"])
    texts: dict[bytes, Places] = dict.fromkeys(
        (clean[at : at + _DIGEST_BYTES] for at in range(0, len(clean), _DIGEST_BYTES)), ()
    )
    for digest, places in content["met"].items():
        texts[bytes.fromhex(digest)] = tuple(
            (rules[key].id, _LEVELS[level], int(start), int(end)) for key, level, start, end in places
        )
    return key, texts


def _remove_old(folder: Path) -> None:
    sweep(folder)
    files = sorted(folder.glob("*.json"), key=lambda file: file.stat().st_mtime_ns, reverse=True)
    for file in files[MAX_FILES:]:
        file.unlink(missing_ok=True)


def _state_of(rules: Sequence[Rule]) -> str:
    """Return what stands for all that a verdict depends on, the text apart."""
    plain = [rule._replace(path="", line=0, tellings=()) for rule in rules]
    state = blake2b(repr((sys.version, plain)).encode("utf-8", "surrogatepass"), digest_size=16)
    regex = find_spec("regex")
    ours = Path(__file__).parents[1]
    folders = [
        *(ours / name for name in ("reply", "text", "phrasebook")),
        shipped_phrasebook() / "rules",
        *map(Path, (regex and regex.submodule_search_locations) or ()),
    ]
    # What stands in the files counts, not when they were written: each run of a pipeline installs qreply anew.
    for folder in folders:
        for path in sorted(_files_in(str(folder))):
            content = read_regular(Path(path), BOOK_LIMIT)
            state.update(f"{Path(path).name} {len(content)} ".encode())
            state.update(content)
    return state.hexdigest()


def _files_in(folder: str) -> Iterator[str]:
    """Return the path of each file in `folder` and below, without those that Python makes."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if not entry.is_dir():
                yield entry.path
            elif entry.name != "__pycache__":
                yield from _files_in(entry.path)
