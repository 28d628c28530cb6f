"""Files as they come from disk: encodings, sizes, things that are no files."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from qreply.phrasebook.autofix import mend_file
from qreply.phrasebook.loader import load
from qreply.phrasebook.reading import source as source_module
from qreply.phrasebook.reading.scalars import look_over
from qreply.phrasebook.reading.source import Source, decode, read
from qreply.text.safety import unsafe_characters

TEXT = "scenario: logistics\ntitle: 物流\nphrases:\n  - title: 发\n    asks: [怎么还没发货]\n    reply: 亲，今天就发\n"
BIG5 = "scenario: logistics\ntitle: 物流\nphrases:\n  - title: 發\n    asks: [怎麼還沒發貨]\n    reply: 親，今天就發\n"


@pytest.mark.parametrize(
    ("text", "encoding", "codes"),
    [
        (TEXT, "utf-8", []),
        (TEXT, "utf-8-sig", ["bom"]),
        (TEXT, "utf-16", ["utf-16"]),
        (TEXT, "utf-16-le", ["utf-16"]),
        (TEXT, "utf-16-be", ["utf-16"]),
        (TEXT, "gbk", ["gbk"]),
        (TEXT, "gb18030", ["gbk"]),
        (BIG5, "big5", ["big5"]),
        (TEXT.replace("\n", "\r\n"), "utf-8", []),
        (TEXT.replace("\n", "\r\n"), "gbk", ["gbk"]),
        (TEXT.replace("\n", "\r"), "utf-8", []),
    ],
)
def test_encodings_are_read_and_mended(text: str, encoding: str, codes: list[str], tmp_path: Path) -> None:
    file = tmp_path / "book.yaml"
    file.write_bytes(text.encode(encoding))
    book = load([file])
    assert [problem.code for problem in book.problems] == codes
    assert [phrase.wordings[0][0] for phrase in book.phrases] in (["亲，今天就发"], ["親，今天就發"])
    assert mend_file(file) == len(codes)
    assert file.read_bytes() == text.encode()


@pytest.mark.parametrize(
    ("data", "line", "column"),
    [
        (TEXT.encode() + "  - title: 查件\n".encode("gbk"), 7, 12),
        (TEXT.encode()[:-3], 6, 17),
        ("title: 物流\n".encode("gbk") + TEXT.encode(), 1, 8),
        (b"\xff\xfe" + "物流".encode("utf-16-le")[:-1], 1, 1),
    ],
)
def test_broken_bytes_are_an_error_where_they_begin(data: bytes, line: int, column: int) -> None:
    (problem,) = decode(data, "book.yaml").problems
    assert problem.code == "broken-bytes"
    assert problem.severity == "error"
    assert problem.line == line
    if line != 1:
        assert problem.column == column


def test_what_is_no_text_is_said_to_be_none_and_not_shown() -> None:
    (problem,) = decode(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\3\xe8\0\0\2X", "a.yaml").problems
    assert (problem.code, problem.severity, problem.source) == ("binary", "error", "")


def test_positions_count_every_kind_of_line_end() -> None:
    source = Source("book.yaml", "a\nbc\r\ndef\rg")
    places = [source.position(source.text.index(char)) for char in "abdg"]
    assert places == [(1, 1), (2, 1), (3, 1), (4, 1)]
    assert [source.line(number) for number in (1, 2, 3, 4)] == ["a", "bc", "def", "g"]
    assert source.offset(3, 2) == source.text.index("e")


def test_positions_are_the_same_however_many_are_asked_for() -> None:
    text = "甲\n乙丙\n\n丁\n"
    many = Source("", text)
    expected = [Source("", text).position(at) for at in range(len(text) + 1)]
    assert [many.position(at) for at in range(len(text) + 1)] == expected
    assert [many.position(at) for at in range(len(text) + 1)] == expected


def test_big_files_are_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source_module, "BOOK_LIMIT", 10)
    file = tmp_path / "book.yaml"
    file.write_text(TEXT, "utf-8")
    assert [problem.code for problem in read(file).problems] == ["too-big"]


@pytest.mark.skipif(sys.platform == "win32", reason="no FIFOs, other permissions")
def test_what_is_no_readable_file_is_named_and_the_rest_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(TEXT, "utf-8")
    os.mkfifo(tmp_path / "fifo.yaml")
    (tmp_path / "folder.yaml").mkdir()
    (tmp_path / "loop.yaml").symlink_to(tmp_path / "loop.yaml")
    (tmp_path / "zero.yaml").symlink_to("/dev/zero")
    (tmp_path / "gone.yaml").symlink_to(tmp_path / "nowhere")
    book = load([tmp_path])
    assert [phrase.id for phrase in book.phrases] == ["logistics/发"]
    found = {Path(problem.path).name: problem.code for problem in book.problems}
    assert found == {
        "fifo.yaml": "not-a-file",
        "folder.yaml": "not-a-file",
        "loop.yaml": "unreadable",
        "zero.yaml": "not-a-file",
        "gone.yaml": "unreadable",
    }


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_named(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text(TEXT, "utf-8")
    file.chmod(0)
    assert [problem.code for problem in load([file]).problems] == ["no-permission"]


def test_no_unsafe_character_escapes_the_quick_look() -> None:
    everything = (
        *range(0x80, 0xD800),
        *range(0xE000, 0x20000),
        *range(0x2FFF0, 0x30000),
        *range(0xE0000, 0xE2000),
    )
    assert all(look_over(char)[1] for char in map(chr, everything) if unsafe_characters().match(char))


@pytest.mark.parametrize("zeros", [1, 3])
@pytest.mark.parametrize("padding", ["", " "])
def test_a_stray_zero_does_not_make_a_file_utf_16(tmp_path: Path, zeros: int, padding: str) -> None:
    path = tmp_path / "a.yaml"
    text = f"scenario: a\nphrases:\n  - id: b\n    title: 发{chr(0) * zeros}货\n    reply: 今天发{padding}\n"
    path.write_bytes(text.encode())
    found = read(path)
    assert found.text == text
    assert found.problems == []


@pytest.mark.parametrize(
    "text", ["title: 发货\nreply: 亲，今天发出\n", "亲，今天就发出\n" * 30, "reply: yes\n"]
)
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_is_still_known(tmp_path: Path, text: str, encoding: str) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(text.encode(encoding))
    assert read(path).text == text
