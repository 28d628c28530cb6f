"""Find the pictures that a phrase names: beside its file, or in a folder for them."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath, PureWindowsPath

from qreply.phrasebook.model import Phrase

_NAMES_FILE = re.compile(r"\.(?:png|jpe?g|gif|webp|bmp|mp4)$", re.IGNORECASE)


def names_file(name: str) -> bool:
    """Tell whether `name` is a file's; others just say what to send."""
    return bool(_NAMES_FILE.search(name))


def image_places(phrase: Phrase, name: str) -> tuple[Path, ...]:
    """Return where the picture called `name` may lie, best first.

    It never lies outside the book's own folder: a book from elsewhere could otherwise have any file of this machine
    sent, or ask a server for one.
    """
    is_elsewhere = (
        PureWindowsPath(name).anchor or PurePosixPath(name).anchor or ".." in re.split(r"[/\\]", name)
    )
    if is_elsewhere or not names_file(name):
        return ()
    folder = Path(phrase.path).parent
    return folder / name, folder / "images" / name, folder / "图片" / name, folder.parent / name


def find_image(phrase: Phrase, name: str) -> Path | None:
    """Return the file of the picture called `name`; None where there is none."""
    return next((place for place in image_places(phrase, name) if place.is_file()), None)
