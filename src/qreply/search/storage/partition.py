"""Divide a book so that an edit makes few segments anew, and a key looks into few."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from zlib import crc32

from qreply.phrasebook.model import Phrase

# A file with more phrases than _WHOLE is cut into several segments, so that an edit makes only one of them anew. A cut
# goes behind phrases whose id has a certain checksum: what is put in or taken out moves no other cut.
_WHOLE = 2000
_CUT_IN = 500  # phrases have a cut behind one of them, on average
_LONGEST_CUT = 5000

# The segments of more files than these few are merged, up to so many phrases and files together: a key is then looked
# up in twenty places of a large book instead of thousands, each of them an open file, and an edit merges a twentieth.
_FEW = 8
_MERGED = 5000
_MERGED_FILES = 200
_GROUPED = 3  # parts have an end of merging behind one of them, on average


def cut_file(offsets: Sequence[int], phrases: Sequence[Phrase]) -> Iterator[Sequence[int]]:
    """Return the parts of a file that have a segment each.

    A file is one part unless it has too many phrases.
    """
    start = 0
    if len(offsets) > _WHOLE:
        for at, place in enumerate(offsets, 1):
            ends = not _checksum(phrases[place].id) % _CUT_IN
            if ends or at - start == _LONGEST_CUT:
                yield offsets[start:at]
                start = at
    if start < len(offsets):
        yield offsets[start:]


def group_parts(sizes: Sequence[int], last_ids: Sequence[str]) -> Iterator[slice]:
    """Return neighbours whose segments are merged.

    They are chosen by how many phrases they have and by the id of their last phrase. The ids settle most ends, so
    that an edit in one part moves few of them.
    """
    start = size = 0
    for at, one in enumerate(sizes):
        if at > start and (
            len(sizes) <= _FEW
            or size + one > _MERGED
            or at - start == _MERGED_FILES
            or (size >= _MERGED // 4 and not _checksum(last_ids[at - 1]) // _CUT_IN % _GROUPED)
        ):
            yield slice(start, at)
            start, size = at, 0
        size += one
    if sizes:
        yield slice(start, len(sizes))


def _checksum(phrase_id: str) -> int:
    return crc32(phrase_id.encode("utf-8", "surrogatepass"))
