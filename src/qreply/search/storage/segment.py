"""Hold the index of one phrasebook file.

It is bytes in memory, or in a file whose keys are mapped, and of which a search reads what else it needs.

    magic, version, byte order · for each section its start, its length and its checksum · checksum of all this
    sections: keys (sorted 64-bit hashes), places of the postings, postings, documents, records, extra

A posting is its count, its checksum, then the phrases' numbers, or a bit each where that is shorter. Search documents
and records (whole phrases) carry a checksum each too. Extra has the scopes that records name by number; of a segment
that was merged from others, each part counts its own. Whatever is read is checked at its first use; what does not fit
raises DamagedError, and the file is to be made anew.
"""

from __future__ import annotations

import json
import os
import struct
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import pairwise
from operator import itemgetter
from typing import Any
from zlib import crc32

from qreply.phrasebook.model import Phrase, Scope
from qreply.search.document import SearchDocument
from qreply.search.storage.phrase_codec import decode, decode_scope

# To be raised whenever what is written, or how a text is profiled, changes.
VERSION = 14

MAGIC = b"qreply-index"
HEAD = struct.Struct("=12sII")
SECTION = struct.Struct("=QQI")
CHECK = struct.Struct("=I")
POSTING = struct.Struct("=II")
SECTIONS = (
    "keys",
    "offsets",
    "postings",
    "document_offsets",
    "documents",
    "record_offsets",
    "records",
    "extra",
)
BYTE_ORDER = 0x01020304
HEADER_SIZE = HEAD.size + len(SECTIONS) * SECTION.size + CHECK.size

# Numbers take 32 bits each, so a bit for every phrase is shorter from one in 32 on. Numbers must be turned into bits
# one by one, though, when they are used: from one in this many on that takes too long.
DENSE = 200

_PIECE = 256 * 1024

BETWEEN = "\x1e"

# Keys that are no grams: the phrases of a scenario, those limited to a platform, and, under "", to any.
SCENARIO = "@"
ONLY = ">"


class DamagedError(Exception):
    """Raised where the bytes are not, or no longer, what this version of qreply wrote."""


def key_hash(key: str) -> int:
    """Return the 64 bits that stand for a key.

    They are two checksums, since importing a real hash takes longer than a search.
    """
    data = key.encode("utf-8", "surrogatepass")
    return crc32(data) << 32 | crc32(data[::-1])


def bits_of(numbers: Iterable[int], size: int) -> bytes:
    """Return a bit for each of `size` phrases, set for `numbers`."""
    data = bytearray((size + 7) // 8)
    for number in numbers:
        data[number >> 3] |= 1 << (number & 7)
    return bytes(data)


def head_size(file: int) -> int:
    """Return how many of a segment's first bytes are looked up all over: header, keys, places.

    `file` is a descriptor. Raises OSError or DamagedError.
    """
    return _sections_of(os.pread(file, HEADER_SIZE, 0), os.fstat(file).st_size)["postings"][0]


class Segment:
    """A segment's bytes, in memory or in a file.

    Any of its methods may raise DamagedError.
    """

    def __init__(self, data: bytes | memoryview, file: int | None = None) -> None:
        """Take all bytes, or at least the header's of those in `file`; raises OSError too."""
        # To map a page takes three times as long as to read some of it, and it counts as our memory; a kernel may map
        # two megabytes where one byte is asked for.
        self._data = memoryview(data)
        self._file = file
        self._sections = _sections_of(self._data, os.fstat(file).st_size if file is not None else len(data))

    def check(self) -> None:
        """Compare everything with its checksum, a piece at a time."""
        for start, length, expected in self._sections.values():
            check = 0
            for at in range(start, start + length, _PIECE):
                check = crc32(self._read(at, min(at + _PIECE, start + length)), check)
            if check != expected:
                raise DamagedError

    def _read(self, start: int, end: int) -> memoryview:
        if self._file is None or end <= len(self._data):
            return self._data[start:end]
        return memoryview(_pread(self._file, start, end))

    def _section(self, name: str) -> memoryview:
        start, length, check = self._sections[name]
        section = self._read(start, start + length)
        if crc32(section) != check:
            raise DamagedError
        return section

    @cached_property
    def _keys(self) -> memoryview:
        return self._section("keys").cast("Q")

    @cached_property
    def _starts_of(self) -> dict[str, memoryview]:
        names = {"postings": "offsets", "documents": "document_offsets", "records": "record_offsets"}
        return {name: self._section(offsets).cast("Q") for name, offsets in names.items()}

    @cached_property
    def _extra(self) -> dict[str, Any]:
        extra: dict[str, Any] = json.loads(bytes(self._section("extra")).decode("utf-8", "surrogatepass"))
        return extra

    @cached_property
    def scopes(self) -> list[Scope]:
        """Return the scopes of the phrases' texts."""
        return list(map(decode_scope, self._extra["scopes"]))

    @cached_property
    def size(self) -> int:
        """Return how many phrases there are."""
        size: int = self._extra["size"]
        return size

    @property
    def scenarios(self) -> list[str]:
        """Return the names of the phrases' scenarios."""
        names: list[str] = self._extra["scenarios"]
        return names

    def members(self, hashed: int) -> int:
        """Return the phrases under a key, given by its hash, as bits of one integer."""
        at = bisect_left(self._keys, hashed)
        if at == len(self._keys) or self._keys[at] != hashed:
            return 0
        start, end = self._extent("postings", at)
        block = self._read(start, end)
        count, check = POSTING.unpack_from(block)
        if crc32(block[POSTING.size :]) != check:
            raise DamagedError
        return self._as_bits(count, block[POSTING.size :])

    def sets(self) -> Iterator[tuple[int, int]]:
        """Return the hash of every key with the phrases under it."""
        postings = self._section("postings")
        offsets = self._starts_of["postings"].tolist()
        for hashed, (start, end) in zip(self._keys.tolist(), pairwise(offsets), strict=True):
            count, _ = POSTING.unpack_from(postings, start)
            yield hashed, self._as_bits(count, postings[start + POSTING.size : end])

    def _as_bits(self, count: int, data: memoryview) -> int:
        sparse = count * DENSE <= self.size
        return int.from_bytes(bits_of(data.cast("I"), self.size) if sparse else data, "little")

    def blocks(self, name: str) -> Iterator[memoryview]:
        """Return the documents or the records as they are written, with their checksums."""
        section = self._section(name)
        return (section[start:end] for start, end in pairwise(self._starts_of[name]))

    @property
    def plain_scopes(self) -> list[dict[str, Any]]:
        """Return the scopes as they are written."""
        scopes: list[dict[str, Any]] = self._extra["scopes"]
        return scopes

    def document(self, number: int) -> SearchDocument:
        """Return what of a phrase is searched."""
        text = str(self._checked("documents", number), "utf-8", "surrogatepass")
        hanzi, sounds, initials, meanings, lines, size, *negative_words = text.split(BETWEEN)
        return SearchDocument(
            hanzi, sounds, initials, meanings, tuple(negative_words), int(lines), float(size)
        )

    def check_phrase(self, number: int) -> None:
        """Make sure that `phrase` will answer."""
        self._checked("records", number)

    def phrase(self, number: int) -> Phrase:
        """Return the whole phrase."""
        try:
            parts = self._extra["parts"]
            _, first = parts[bisect_right(parts, number, key=itemgetter(0)) - 1]
            return decode(bytes(self._checked("records", number)), self.scopes[first:])
        except (LookupError, TypeError, ValueError) as error:
            raise DamagedError from error

    def _extent(self, name: str, number: int) -> tuple[int, int]:
        """Return where a block begins and ends in all the bytes."""
        section, starts = self._sections[name][0], self._starts_of[name]
        return section + starts[number], section + starts[number + 1]

    def _checked(self, name: str, number: int) -> memoryview:
        """Return a block without its checksum."""
        block = self._read(*self._extent(name, number))
        if len(block) < CHECK.size:
            raise DamagedError
        content = block[CHECK.size :]
        if crc32(content) != CHECK.unpack_from(block)[0]:
            raise DamagedError
        return content


def _sections_of(header: bytes | memoryview, size: int) -> dict[str, tuple[int, int, int]]:
    """Return where each section of a segment of `size` bytes begins, its length and checksum."""
    if len(header) < HEADER_SIZE:
        raise DamagedError
    magic, version, order = HEAD.unpack_from(header)
    (check,) = CHECK.unpack_from(header, HEADER_SIZE - CHECK.size)
    if (magic, version, order) != (MAGIC, VERSION, BYTE_ORDER):
        raise DamagedError
    if check != crc32(header[: HEADER_SIZE - CHECK.size]):
        raise DamagedError
    sections = {
        name: SECTION.unpack_from(header, HEAD.size + number * SECTION.size)
        for number, name in enumerate(SECTIONS)
    }
    if any(start + length > size for start, length, _ in sections.values()):
        raise DamagedError
    return sections


def _pread(file: int, start: int, end: int) -> bytes:
    try:
        data = os.pread(file, end - start, start)
    except OSError as error:
        raise DamagedError from error
    if len(data) < end - start:
        raise DamagedError
    return data
