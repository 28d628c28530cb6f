"""A phrase's pictures are found in the book's folder and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from qreply.phrasebook.images import find_image, image_places
from qreply.phrasebook.model import Phrase


@pytest.fixture
def phrase(tmp_path: Path) -> Phrase:
    (tmp_path / "书").mkdir()
    return Phrase("pre-sale/size", "pre-sale", "尺码表", (), path=str(tmp_path / "书" / "a.yaml"))


@pytest.mark.parametrize("place", ["书/表.png", "书/images/表.png", "书/图片/表.png", "表.png"])
def test_a_picture_lies_beside_the_book_or_in_a_folder_for_it(
    place: str, phrase: Phrase, tmp_path: Path
) -> None:
    assert find_image(phrase, "表.png") is None
    path = tmp_path / place
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"")
    assert find_image(phrase, "表.png") == path


@pytest.mark.parametrize(
    "name",
    [
        "/etc/x.png",
        "../../x.png",
        "..\\..\\x.png",
        "C:\\x.png",
        "\\\\server\\share\\x.png",
        "//server/x.png",
        "细节图",
    ],
)
def test_no_book_reaches_outside_its_folder(name: str, phrase: Phrase) -> None:
    assert image_places(phrase, name) == ()
