"""Remember which texts and numbers were sent, as short keyed digests in the state folder.

What was sent cannot be read back from them.

A digest has 24 bits. Of the numbers a telephone or a parcel can have, thousands share each digest, so that even who
holds the key learns none; and of 256 digests, one in 65,000 is met by chance, which costs typing a number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import partial
from pathlib import Path

from qreply.runtime import background
from qreply.storage.json_state import read_state, write_state
from qreply.text.safety import clean

MAX_DIGESTS = 256  # copies of an hour or two
_DIGEST_BYTES = 3
_KEY_BYTES = 16
_MIN_DIGITS = 8  # orders, parcels and telephones have as many; amounts and dates, which come again, have not
_HEX = re.compile("[0-9a-f]+")


def is_identifying(value: str) -> bool:
    """Tell whether `value` is a number of one customer, such as an order's or a telephone's."""
    return sum(char.isdigit() for char in value) >= _MIN_DIGITS


class SentDigests:
    """Remembers what was sent; without a path, as long as the program runs."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._key = b""
        self._digests: list[str] = []
        self.refresh()

    def add(self, texts: Iterable[str]) -> None:
        """Remember `texts`; the oldest are forgotten for them."""
        self.refresh()  # another qreply may have written meanwhile
        if not self._key:
            import secrets  # as hashlib below, not needed before the first copy

            self._key = secrets.token_bytes(_KEY_BYTES)
        new = [self._digest(text) for text in texts]
        self._digests = [*(digest for digest in self._digests if digest not in new), *new][-MAX_DIGESTS:]
        if self._path:
            background.attempt(
                partial(write_state, self._path, {"key": self._key.hex(), "digests": self._digests})
            )

    def __contains__(self, text: str) -> bool:
        """Tell whether `text` was sent; blanks around it don't count."""
        return bool(self._digests) and self._digest(text) in self._digests

    def _digest(self, text: str) -> str:
        from hashlib import blake2b

        content = clean(text).strip().encode("utf-8", "surrogatepass")
        return blake2b(content, key=self._key, digest_size=_DIGEST_BYTES).hexdigest()

    def refresh(self) -> None:
        """Take in what another qreply has sent meanwhile."""
        kept = read_state(self._path) if self._path else None
        if not isinstance(kept, dict):
            return  # what this run knows still holds
        key, digests = kept.get("key"), kept.get("digests")
        if not isinstance(key, str) or not isinstance(digests, list) or not _is_hex(key, _KEY_BYTES):
            return
        self._key = bytes.fromhex(key)
        self._digests = [digest for digest in digests if _is_hex(digest, _DIGEST_BYTES)][-MAX_DIGESTS:]


def _is_hex(value: object, count: int) -> bool:
    return isinstance(value, str) and len(value) == 2 * count and bool(_HEX.fullmatch(value))
