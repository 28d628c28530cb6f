"""Keep compiled expressions: to read one takes a thirtieth of compiling it.

A file in the cache folder holds, for one Python and one `regex`, each expression as `regex` pickles it, the latest ones
last. They come from rules and placeholders; no text of a phrase is among them.
"""

from __future__ import annotations

import contextlib
import json
import pickle
import sys
from io import BytesIO
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qreply.storage.fingerprint import digest_of
from qreply.storage.kept_files import read_kept, write_kept

if TYPE_CHECKING:
    import regex

MAX_EXPRESSIONS = 5_000
"""Expressions in a file; the shipped rules have 1,200."""

_MAX_BYTES = 32 * 1024 * 1024


class KeptExpressions:
    """The expressions in a file, which need not exist; it is read when one is asked for."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._packed: dict[str, bytes] | None = None
        self._new: dict[str, regex.Pattern[str]] = {}

    def get(self, pattern: str, flags: int) -> regex.Pattern[str] | None:
        """Return the compiled expression; None where it is not kept."""
        if self._packed is None:
            self._packed = {}
            with contextlib.suppress(OSError, ValueError, TypeError, AttributeError, RecursionError):
                self._packed = _unpacked(read_kept(self._path, _MAX_BYTES))
        packed = self._packed.get(_key_of(pattern, flags))
        if packed is None:
            return None
        try:
            found = _ExpressionsOnly(BytesIO(packed)).load()
        except Exception:  # noqa: BLE001 - whatever `regex` says of what it cannot take
            return None
        return found if getattr(found, "pattern", None) == pattern else None

    def add(self, expression: regex.Pattern[str], flags: int) -> None:
        """Take one that was compiled with `flags`."""
        self._new[_key_of(expression.pattern, flags)] = expression

    def save(self) -> None:
        """Keep those that were added; where nothing can be written, the next run does without."""
        if not self._new:
            return
        new = {key: pickle.dumps(expression) for key, expression in self._new.items()}
        known = {key: one for key, one in (self._packed or {}).items() if key not in new}
        with contextlib.suppress(OSError):
            write_kept(self._path, _packed(dict([*known.items(), *new.items()][-MAX_EXPRESSIONS:])))


class _ExpressionsOnly(pickle.Unpickler):
    """Unpickles expressions of `regex`; there is nothing else that a file can name."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) != ("regex._regex", "compile"):
            raise pickle.UnpicklingError(name)
        return super().find_class(module, name)


def _key_of(pattern: str, flags: int) -> str:
    return digest_of([f"{flags} {pattern}".encode("utf-8", "surrogatepass")]).hex()


def _packed(expressions: dict[str, bytes]) -> bytes:
    head = [_made_by(), {key: len(one) for key, one in expressions.items()}]
    return b"\n".join((json.dumps(head).encode(), b"".join(expressions.values())))


def _unpacked(body: bytes) -> dict[str, bytes]:
    """Return the expressions by their keys; raises as JSON does, TypeError, AttributeError."""
    head, _, content = body.partition(b"\n")
    made_by, lengths = json.loads(head)
    if made_by != _made_by():
        return {}
    ends = accumulate(lengths.values())
    return {key: content[end - lengths[key] : end] for key, end in zip(lengths, ends, strict=True)}


def _made_by() -> list[str | int]:
    """Return what the insides of a compiled expression depend on."""
    import regex

    return [sys.version, sys.byteorder, sys.maxsize, regex.__version__]
