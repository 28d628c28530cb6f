"""What is kept of a file is what would be read of it, also after the file has changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from qreply.phrasebook.comparison import compare_snapshots
from qreply.phrasebook.reading.file import read_file
from qreply.phrasebook.reading.source import Source, digest_at, read
from qreply.phrasebook.snapshots import BookSnapshot, FileSnapshot, over, take_snapshot

PHRASE = "  - {{id: p{0}, title: 标题{0}, asks: [问{0}], reply: 回复{0}}}\n"
TEXT = "scenario: s\nphrases:\n" + PHRASE.format(0)
KEPT = {"a.yaml": b"before", "b.yaml": b"common"}
CONTENTS = {
    "usual": TEXT.encode(),
    "empty": b"",
    "of many pieces": (TEXT + "".join(PHRASE.format(at) for at in range(1, 10_000))).encode(),
    "in GBK": TEXT.encode("gbk"),
    "broken": TEXT.encode()[:-9],
    "no text": b"\xff\xfe\x00\xd8\x00" * 9,
}


@pytest.mark.parametrize("content", CONTENTS.values(), ids=CONTENTS)
def test_a_file_that_has_changed_is_parsed_as_it_was(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(content)
    before = read_file(read(path))
    kept = take_snapshot(path)
    assert digest_at(path) == kept.digest == before.digest
    path.write_text("changed", encoding="utf-8")
    assert kept.book == before
    assert digest_at(path) != kept.digest


def test_what_cannot_be_read_has_the_same_problem_later(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "missing"):
        kept = take_snapshot(path)
        assert digest_at(path) == kept.digest == b""
        assert kept.book == read_file(read(path))
        assert kept.book.problems


def test_a_broken_file_in_whose_place_another_is_used_differs_in_nothing_from_it(tmp_path: Path) -> None:
    good = FileSnapshot.of(read_file(Source("a.yaml", TEXT)))
    good.counts = good.digest = b"good"
    broken = FileSnapshot.of(read_file(Source("a.yaml", TEXT[:-9])))
    in_place = over(good, broken)
    assert in_place.book.phrases == good.book.phrases
    assert in_place.book.problems == broken.book.problems
    kept = FileSnapshot("a.yaml", b"good", b"not to be unpacked")
    old, new = (BookSnapshot(tmp_path, (file,)) for file in (kept, in_place))
    assert not compare_snapshots(old, new)


def test_a_file_that_takes_from_others_is_compared_with_what_is_parsed_of_it_already(tmp_path: Path) -> None:
    """As are the others: what is kept of either is not read again."""
    said = "scenario: s\nphrases:\n  - {{id: a, title: 发货, asks: [几时发], reply: '{{{{>承诺}}}}，{0}'}}\n"
    before, after = (read_file(Source("a.yaml", said.format(word))) for word in ("亲", "您好"))
    common = FileSnapshot.of(read_file(Source("b.yaml", "fragments: {承诺: 48小时内发}\n")))
    common.counts = common.digest = b"common"
    edited = FileSnapshot.of(after)
    edited.counts = edited.digest = b"after"
    edited.before = FileSnapshot.of(before)
    edited.before.counts = edited.before.digest = b"before"
    kept = [FileSnapshot(path, digest, b"not to be unpacked") for path, digest in KEPT.items()]
    found = compare_snapshots(BookSnapshot(tmp_path, tuple(kept)), BookSnapshot(tmp_path, (edited, common)))
    assert [change.replies[0].new for change in found.changed] == ["48小时内发，您好"]
