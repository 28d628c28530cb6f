"""The index of one phrasebook file: bytes that are read in place, from a mapped file or from memory.

    magic, version, byte order · for each section its start, its length and its checksum · checksum of all this
    sections: keys (sorted 64-bit hashes), places of the postings, postings, profiles, records, extra

A posting is its count, its checksum, then the phrases' numbers, or a bit each where that is shorter. Profiles
(what is searched) and records (whole phrases) carry a checksum each too. Whatever is read is checked at its first
use; what does not fit raises DamagedError, and the file is to be made anew.
"""

from __future__ import annotations

import json
import mmap as mmap_module
import struct
from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from mmap import mmap
from typing import Any
from zlib import crc32

from qreply.phrasebook.model import Phrase, Scope
from qreply.search.codec import Encoded, decode, decode_scope, encode_all
from qreply.search.profile import Profile, profile_of

# To be raised whenever what is written, or how a text is profiled, changes.
VERSION = 4

_MAGIC = b"qreply-index"
_HEAD = struct.Struct("=12sII")
_SECTION = struct.Struct("=QQI")
_CHECK = struct.Struct("=I")
_POSTING = struct.Struct("=II")
_SECTIONS = ("keys", "places", "postings", "profile_places", "profiles", "record_places", "records", "extra")
_BYTE_ORDER = 0x01020304
_HEADER_SIZE = _HEAD.size + len(_SECTIONS) * _SECTION.size + _CHECK.size

# Numbers take 32 bits each, so a bit for every phrase is shorter from one in 32 on. Numbers must be turned into bits
# one by one, though, when they are used: from one in this many on that takes too long.
_DENSE = 200

_BETWEEN = "\x1e"

# Only where the system has it.
_MADV_DONTNEED: int | None = getattr(mmap_module, "MADV_DONTNEED", None)

# Keys that are no grams: the phrases of a scenario, those limited to a platform, and, under "", to any.
SCENARIO = "@"
ONLY = ">"


class DamagedError(Exception):
    """The bytes are not, or no longer, what this version of qreply wrote."""


def key_hash(key: str) -> int:
    """The 64 bits that stand for a key; two checksums, since to import a real hash takes longer than a search."""
    data = key.encode("utf-8", "surrogatepass")
    return crc32(data) << 32 | crc32(data[::-1])


def build(phrases: Iterable[Phrase], encoded: Encoded | None = None) -> bytes:
    """The segment of `phrases`, in their order; `encoded` are the same phrases, if they have been encoded."""
    encoded = encoded or encode_all(phrases)
    postings: dict[str, array[int]] = defaultdict(lambda: array("I"))
    profiles = []
    for number, phrase in enumerate(phrases):
        profile, keys = profile_of(phrase)
        keys.add(SCENARIO + phrase.scenario)
        keys.update(ONLY + platform for platform in ("", *phrase.only) if phrase.only)
        for key in keys:
            postings[key].append(number)
        profiles.append(_checked(_packed(profile)))
    records = list(map(_checked, encoded.records))
    hashed = sorted((key_hash(key), key) for key in postings)
    blocks = [_posting(postings[key], len(records)) for _, key in hashed]
    scenarios = [key.removeprefix(SCENARIO) for key in postings if key.startswith(SCENARIO)]
    extra = {"size": len(records), "scenarios": scenarios, "scopes": encoded.scopes}
    return _assembled(
        array("Q", [number for number, _ in hashed]).tobytes(),
        _starts(blocks),
        b"".join(blocks),
        _starts(profiles),
        b"".join(profiles),
        _starts(records),
        b"".join(records),
        json.dumps(extra, ensure_ascii=False).encode("utf-8", "surrogatepass"),
    )


def _posting(numbers: array[int], size: int) -> bytes:
    data = numbers.tobytes() if len(numbers) * _DENSE <= size else _bits(numbers, size)
    return _POSTING.pack(len(numbers), crc32(data)) + data


def _bits(numbers: Iterable[int], size: int) -> bytes:
    data = bytearray((size + 7) // 8)
    for number in numbers:
        data[number >> 3] |= 1 << (number & 7)
    return bytes(data)


def _packed(profile: Profile) -> bytes:
    return _BETWEEN.join(
        (
            profile.hanzi,
            profile.sounds,
            profile.initials,
            profile.meanings,
            str(profile.lines),
            f"{profile.size:.3f}",
            *profile.unless,
        )
    ).encode("utf-8", "surrogatepass")


def _checked(block: bytes) -> bytes:
    return _CHECK.pack(crc32(block)) + block


def _starts(blocks: Iterable[bytes]) -> bytes:
    starts = array("Q", [0])
    for block in blocks:
        starts.append(starts[-1] + len(block))
    return starts.tobytes()


def _assembled(*sections: bytes) -> bytes:
    table = bytearray(_HEAD.pack(_MAGIC, VERSION, _BYTE_ORDER))
    at = _HEADER_SIZE
    for section in sections:
        table += _SECTION.pack(at, len(section), crc32(section))
        at += len(section)
    table += _CHECK.pack(crc32(table))
    return b"".join((bytes(table), *sections))


class Segment:
    """A segment's bytes, read where they lie: in memory, or in `mapped`. Any of its methods may raise DamagedError."""

    def __init__(self, data: bytes | memoryview, mapped: mmap | None = None) -> None:
        self._data = memoryview(data)
        self._mapped = mapped
        if len(self._data) < _HEADER_SIZE:
            raise DamagedError
        magic, version, order = _HEAD.unpack_from(self._data)
        (check,) = _CHECK.unpack_from(self._data, _HEADER_SIZE - _CHECK.size)
        if (magic, version, order) != (_MAGIC, VERSION, _BYTE_ORDER):
            raise DamagedError
        if check != crc32(self._data[: _HEADER_SIZE - _CHECK.size]):
            raise DamagedError
        self._sections = {
            name: _SECTION.unpack_from(self._data, _HEAD.size + number * _SECTION.size)
            for number, name in enumerate(_SECTIONS)
        }
        if any(start + length > len(self._data) for start, length, _ in self._sections.values()):
            raise DamagedError

    def check(self) -> None:
        """Compare everything with its checksum."""
        for name in _SECTIONS:
            self._section(name)

    def trim(self) -> None:
        """Let go of the pages of the file that have been read; they count as this process's memory."""
        if self._mapped is not None and _MADV_DONTNEED is not None:
            self._mapped.madvise(_MADV_DONTNEED)

    def _section(self, name: str) -> memoryview:
        start, length, check = self._sections[name]
        section = self._data[start : start + length]
        if crc32(section) != check:
            raise DamagedError
        return section

    @cached_property
    def _keys(self) -> memoryview:
        return self._section("keys").cast("Q")

    @cached_property
    def _starts_of(self) -> dict[str, memoryview]:
        names = {"postings": "places", "profiles": "profile_places", "records": "record_places"}
        return {name: self._section(places).cast("Q") for name, places in names.items()}

    @cached_property
    def _extra(self) -> dict[str, Any]:
        extra: dict[str, Any] = json.loads(bytes(self._section("extra")).decode("utf-8", "surrogatepass"))
        return extra

    @cached_property
    def scopes(self) -> list[Scope]:
        """The scopes of the phrases' texts."""
        return list(map(decode_scope, self._extra["scopes"]))

    @cached_property
    def size(self) -> int:
        """How many phrases there are."""
        size: int = self._extra["size"]
        return size

    @property
    def scenarios(self) -> list[str]:
        """The names of the phrases' scenarios."""
        names: list[str] = self._extra["scenarios"]
        return names

    def members(self, hashed: int) -> int:
        """The phrases under a key, given by its hash, as bits of one integer."""
        at = bisect_left(self._keys, hashed)
        if at == len(self._keys) or self._keys[at] != hashed:
            return 0
        block = self._block("postings", at)
        count, check = _POSTING.unpack_from(block)
        data = block[_POSTING.size :]
        if crc32(data) != check:
            raise DamagedError
        sparse = count * _DENSE <= self.size
        return int.from_bytes(_bits(data.cast("I"), self.size) if sparse else data, "little")

    def profile(self, number: int) -> Profile:
        """What of a phrase is searched."""
        text = str(self._checked("profiles", number), "utf-8", "surrogatepass")
        hanzi, sounds, initials, meanings, lines, size, *unless = text.split(_BETWEEN)
        return Profile(hanzi, sounds, initials, meanings, tuple(unless), int(lines), float(size))

    def check_phrase(self, number: int) -> None:
        """Make sure that `phrase` will answer."""
        self._checked("records", number)

    def phrase(self, number: int) -> Phrase:
        """The whole phrase."""
        try:
            return decode(bytes(self._checked("records", number)), self.scopes)
        except (LookupError, TypeError, ValueError) as error:
            raise DamagedError from error

    def _block(self, name: str, number: int) -> memoryview:
        starts = self._starts_of[name]
        start = self._sections[name][0]
        return self._data[start + starts[number] : start + starts[number + 1]]

    def _checked(self, name: str, number: int) -> memoryview:
        block = self._block(name, number)
        (check,) = _CHECK.unpack_from(block)
        if crc32(block[_CHECK.size :]) != check:
            raise DamagedError
        return block[_CHECK.size :]
