"""Keep copies of whole books as files.

They serve on the day on which a book is broken or away when qreply starts. A copy is as good as none unless all of it
is as it was written, by us. The very first copy and the last one of each day stay for a while, so that it can be told
what has changed since. A book is the same however its path is written.

Its file is a digest of what follows, in hex, on a line of its own; a line of JSON: the format's version, the book's
path, since when it is like that, and of each content the file's path in the book, which of the two it is, its digest,
its bytes and until when it was; then the contents, compressed.
"""

from __future__ import annotations

import contextlib
import json
import os
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

from qreply.storage.kept_files import read_kept, write_kept
from qreply.storage.private_files import write_private
from qreply.storage.regular_file import read_regular

if TYPE_CHECKING:  # which finding in books that have not changed does without
    from qreply.phrasebook.last_good import KeptBook, KeptFile
    from qreply.phrasebook.snapshots import BookSnapshot

_VERSION = 3
_MAX_BYTES = 256 * 1024 * 1024  # of one copy; 100,000 phrases take 12 million
_MAX_DAYS = 60  # from each of which the last copy stays
_FIRST = "-first"  # which sorts before the same day's last
_MAX_BOOKS = 100  # of which there are copies; those go that were not in use for longest
_MAX_KEPT_BYTES = 64 * 1024 * 1024  # of a book's earlier copies together


class Snapshots:
    """The copies in `folder`, which need not exist yet.

    Keeping them is a comfort: nothing is raised.
    """

    def __init__(self, folder: Path, clock: Callable[[], float] = time.time) -> None:
        self._folder = folder
        self._clock = clock

    def keep(self, book: BookSnapshot, flawed: Collection[str], *, watched: bool = False) -> KeptBook | None:
        """Keep a copy of `book`, which was just read and has errors in the files at `flawed`.

        Returns the copy whose place it has taken, if any. Where there is one of the same content, only the time is
        noted until which it was current.
        """
        if book.is_away:
            return None
        kept = self.open(book.path)
        from qreply.phrasebook.last_good import KeptBook, files_to_keep

        now = self._clock()
        files = files_to_keep(book, kept, flawed, now if watched else None)
        if not files:
            return None
        try:
            if kept is not None and list(map(_listed, kept.files)) == list(map(_listed, files)):
                os.utime(self._place(book.path), (now, now))
                return None
            self._put_aside(book.path, kept)
            if kept is None:
                self._forget_others()
            self._write(self._place(book.path), KeptBook(book.path, files, now, now))
            os.utime(self._place(book.path), (now, now))
        except (OSError, ValueError):
            return None
        return kept

    def confirm(self, path: Path) -> None:
        """Note that the book at `path` still is as it was last kept."""
        now = self._clock()
        with contextlib.suppress(OSError, ValueError):
            os.utime(self._place(path), (now, now))

    def open(self, path: Path) -> KeptBook | None:
        """Return the book at `path` as it was last kept; None if there is no whole copy."""
        return self._read(self._place(path), path)

    def has(self, path: Path) -> bool:
        """Tell whether there is a copy of the book at `path`, whole or not."""
        try:
            return self._place(path).exists()
        except OSError:
            return False

    def at(self, path: Path, moment: float) -> KeptBook | None:
        """Return the book at `path` as it was at `moment`, or else as it was first kept.

        `moment` is in seconds since 1970.
        """
        oldest = None
        for place in (self._place(path), *reversed(self._earlier(path))):
            if kept := self._read(place, path):
                oldest = kept
                if kept.since <= moment:
                    break
        return oldest

    def _read(self, place: Path, path: Path) -> KeptBook | None:
        from qreply.phrasebook.last_good import KeptBook

        try:
            until = place.stat().st_mtime
            head, _, content = read_kept(place, _MAX_BYTES).partition(b"\n")
            version, known, since, listed = json.loads(head)
            if (version, known) != (_VERSION, str(path.absolute())):
                return None
            return KeptBook(path, tuple(_unpacked(path, listed, content)), float(since), until)
        except (OSError, ValueError, TypeError):
            return None

    def _put_aside(self, path: Path, kept: KeptBook | None) -> None:
        """Let the copy so far stay as the last of its day, if that is over, or as the very first."""
        place = self._place(path)
        if kept is None:
            return
        day = _local_day(kept.until)
        is_first = day >= _local_day(self._clock())
        if is_first and self._earlier(path):
            return
        aside = place.with_name(f"{place.stem}-{day:%Y%m%d}{_FIRST * is_first}{place.suffix}")
        write_private(aside, read_regular(place, _MAX_BYTES))
        os.utime(aside, (kept.until, kept.until))
        self._forget_old(path)

    def _forget_old(self, path: Path) -> None:
        size = 0
        for number, place in enumerate(reversed(self._earlier(path))):
            size += place.stat().st_size
            if number >= _MAX_DAYS or (number and size > _MAX_KEPT_BYTES):
                place.unlink(missing_ok=True)

    def _forget_others(self) -> None:
        """Make room for one more book."""
        places = [place for place in self._folder.glob("*.snapshot") if "-" not in place.stem]
        places.sort(key=lambda place: place.stat().st_mtime)
        for place in places[: max(len(places) + 1 - _MAX_BOOKS, 0)]:
            for each in self._folder.glob(f"{place.stem}*.snapshot"):
                each.unlink(missing_ok=True)

    def _earlier(self, path: Path) -> list[Path]:
        """Return the copies of earlier days, the oldest first."""
        try:
            return sorted(self._folder.glob(f"{self._place(path).stem}-*.snapshot"))
        except OSError:
            return []

    def _place(self, path: Path) -> Path:
        # The copy itself says of which book it is: of two whose paths share a checksum one would go without.
        return self._folder / f"{crc32(os.fsencode(path.absolute())):08x}.snapshot"

    @staticmethod
    def _write(place: Path, book: KeptBook) -> None:
        listed = [(_name_in(book.path, name), *rest) for file in book.files for name, *rest in _listed(file)]
        content = [
            each.packed or b"" for file in book.files for each in (file.sound, file.whole) if each is not None
        ]
        head = json.dumps([_VERSION, str(book.path.absolute()), book.since, listed]).encode()
        write_kept(place, b"\n".join((head, b"".join(content))))


_Listed = tuple[str, str, str, int, float | None]


def _listed(file: KeptFile) -> list[_Listed]:
    """Return what the head of a copy says of a file.

    For each content that is its kind, digest and size, and until when it was.
    """
    return [
        (file.path, kind, each.digest.hex(), len(each.packed or b""), until)
        for kind, each, until in (
            ("sound", file.sound, file.sound_until),
            ("whole", file.whole, file.whole_until),
        )
        if each is not None
    ]


def _name_in(book: Path, path: str) -> str:
    """Return the file's path in the book, "" if the file is the book."""
    file = Path(path)
    return "" if file == book else file.relative_to(book).as_posix()


def _unpacked(book: Path, listed: Iterable[_Listed], content: bytes) -> Iterator[KeptFile]:
    from qreply.phrasebook.last_good import KeptFile
    from qreply.phrasebook.snapshots import FileSnapshot

    files: dict[str, KeptFile] = {}
    start = 0
    for name, kind, digest, size, until in listed:
        path = str(book / name) if name else str(book)
        file = FileSnapshot(path, bytes.fromhex(digest), content[start : start + size])
        start += size
        known = files.get(path) or KeptFile(path, None)
        files[path] = (
            replace(known, sound=file, sound_until=until)
            if kind == "sound"
            else replace(known, whole=file, whole_until=until)
        )
    if start != len(content):
        raise ValueError(start)
    return iter(files.values())


def _local_day(moment: float) -> date:
    return datetime.fromtimestamp(moment, UTC).astimezone().date()
