"""Write segments: of phrases, or merged from several small ones."""

from __future__ import annotations

import heapq
import json
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from itertools import accumulate, groupby
from operator import itemgetter, or_
from typing import Any
from zlib import crc32

from qreply.phrasebook.model import Phrase
from qreply.search.document import SearchDocument, document_of
from qreply.search.storage import bitsets
from qreply.search.storage.phrase_codec import encode_all
from qreply.search.storage.segment import (
    BETWEEN,
    BYTE_ORDER,
    CHECK,
    DENSE,
    HEAD,
    HEADER_SIZE,
    MAGIC,
    ONLY,
    POSTING,
    SCENARIO,
    SECTION,
    VERSION,
    Segment,
    bits_of,
    key_hash,
)


def build(phrases: Sequence[Phrase]) -> bytes:
    """Return the segment of `phrases`, in their order."""
    encoded = encode_all(phrases)
    postings: dict[str, array[int]] = defaultdict(lambda: array("I"))
    documents = []
    for number, phrase in enumerate(phrases):
        document, keys = document_of(phrase)
        keys.add(SCENARIO + phrase.scenario)
        keys.update(ONLY + platform for platform in ("", *phrase.only) if phrase.only)
        for key in keys:
            postings[key].append(number)
        documents.append(_checked(_packed(document)))
    records = list(map(_checked, encoded.records))
    hashed = sorted((key_hash(key), key) for key in postings)
    blocks = [_posting(postings[key], len(records)) for _, key in hashed]
    scenarios = [key.removeprefix(SCENARIO) for key in postings if key.startswith(SCENARIO)]
    return _assembled(
        [number for number, _ in hashed],
        blocks,
        documents,
        records,
        {"size": len(records), "scenarios": scenarios, "scopes": encoded.scopes, "parts": [(0, 0)]},
    )


def merge(segments: Sequence[Segment]) -> bytes:
    """Return one segment of all phrases of `segments`, in their order."""
    starts = list(accumulate((segment.size for segment in segments), initial=0))
    size = starts[-1]
    scopes: list[dict[str, Any]] = []
    parts = []
    for start, segment in zip(starts, segments, strict=False):
        parts.append((start, len(scopes)))
        scopes += segment.plain_scopes
    hashes, postings = [], []
    # One key after the other: all sets at once would take some ten times the memory of what is written.
    sets = heapq.merge(*map(_sets_from, segments, starts))
    for hashed, group in groupby(sets, key=itemgetter(0)):
        hashes.append(hashed)
        postings.append(_merged_posting(reduce(or_, map(itemgetter(1), group)), size))
    return _assembled(
        hashes,
        postings,
        [bytes(block) for segment in segments for block in segment.blocks("documents")],
        [bytes(block) for segment in segments for block in segment.blocks("records")],
        {
            "size": size,
            "scenarios": list(dict.fromkeys(name for segment in segments for name in segment.scenarios)),
            "scopes": scopes,
            "parts": parts,
        },
    )


def _sets_from(segment: Segment, start: int) -> Iterator[tuple[int, int]]:
    """Return the segment's sets, by ascending hash, of phrases whose numbers begin with `start`."""
    return ((hashed, members << start) for hashed, members in segment.sets())


def _posting(numbers: array[int], size: int) -> bytes:
    dense = len(numbers) * DENSE > size
    return _posting_of(len(numbers), bits_of(numbers, size) if dense else numbers.tobytes())


def _merged_posting(members: int, size: int) -> bytes:
    if members.bit_count() * DENSE <= size:
        return _posting(array("I", bitsets.members(members)), size)
    return _posting_of(members.bit_count(), members.to_bytes((size + 7) // 8, "little"))


def _posting_of(count: int, data: bytes) -> bytes:
    return POSTING.pack(count, crc32(data)) + data


def _packed(document: SearchDocument) -> bytes:
    return BETWEEN.join(
        (
            document.hanzi,
            document.sounds,
            document.initials,
            document.meanings,
            str(document.lines),
            f"{document.size:.3f}",
            *document.negative_words,
        )
    ).encode("utf-8", "surrogatepass")


def _checked(block: bytes) -> bytes:
    return CHECK.pack(crc32(block)) + block


def _starts(blocks: Iterable[bytes]) -> bytes:
    starts = array("Q", [0])
    for block in blocks:
        starts.append(starts[-1] + len(block))
    return starts.tobytes()


def _assembled(
    hashes: Sequence[int],
    postings: Sequence[bytes],
    documents: Sequence[bytes],
    records: Sequence[bytes],
    extra: dict[str, Any],
) -> bytes:
    sections = [array("Q", hashes).tobytes()]
    for blocks in (postings, documents, records):
        sections += (_starts(blocks), b"".join(blocks))
    sections.append(json.dumps(extra, ensure_ascii=False).encode("utf-8", "surrogatepass"))
    table = bytearray(HEAD.pack(MAGIC, VERSION, BYTE_ORDER))
    at = HEADER_SIZE
    for section in sections:
        table += SECTION.pack(at, len(section), crc32(section))
        at += len(section)
    table += CHECK.pack(crc32(table))
    return b"".join((bytes(table), *sections))
