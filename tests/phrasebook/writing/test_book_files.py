"""Files of books that are changed: no other's change is lost, and what was written is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from qreply.errors import QReplyError
from qreply.phrasebook.writing.book_files import read_editable, write_files
from tests.support.systems import LINKS, needs_posix

TEXT = "scenario: a\nphrases:\n  - title: 发货\n    reply: 今天发\n"


def test_a_change_of_somebody_else_stops_the_writing_and_what_is_written_is_named(tmp_path: Path) -> None:
    paths = [tmp_path / "a.yaml", tmp_path / "b.yaml"]
    for path in paths:
        path.write_text(TEXT, "utf-8")
    files = [file.with_text(file.text.replace("今天", "明天")) for file in read_editable(tmp_path, paths)]
    paths[1].write_text(TEXT + "# 刚改的\n", "utf-8")
    with pytest.raises(QReplyError, match="改过") as caught:
        write_files(files)
    assert str(paths[0]) in caught.value.hint
    assert paths[0].read_text("utf-8") == TEXT.replace("今天", "明天")
    assert paths[1].read_text("utf-8") == TEXT + "# 刚改的\n"


@pytest.mark.parametrize(
    ("content", "said"),
    [(TEXT.encode("gbk"), "UTF-8"), (b"phrases: 1", "a.yaml:1")],
)
def test_a_file_that_is_not_sound_is_refused(content: bytes, said: str, tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(content)
    with pytest.raises(QReplyError, match=said) as caught:
        read_editable(tmp_path, [path])
    assert "check --fix" in caught.value.hint


@needs_posix(LINKS)
def test_a_link_to_a_file_stays_one(tmp_path: Path) -> None:
    shared, link = tmp_path / "shared.yaml", tmp_path / "a.yaml"
    shared.write_text(TEXT, "utf-8")
    link.symlink_to(shared)
    (file,) = read_editable(tmp_path, [link])
    assert write_files([file.with_text(TEXT + "# 改过\n")]) == [link]
    assert link.is_symlink()
    assert shared.read_text("utf-8").endswith("# 改过\n")
