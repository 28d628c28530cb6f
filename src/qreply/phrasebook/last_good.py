"""Keep copies of whole books as they were last good.

For the day on which one is broken or away when qreply starts.

A copy holds the content of each file when it was last without errors and, if that is later, when it could last be
read at all. It is as good as none unless all of it is as it was written, by us. The last copy of each day stays for a
while, so that it can be told what has changed since.
"""

from __future__ import annotations

import contextlib
import json
import os
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path

from qreply.phrasebook.snapshots import BookSnapshot, FileSnapshot, over
from qreply.storage.fingerprint import digest_of
from qreply.storage.private_files import is_trusted, write_private
from qreply.storage.regular_file import open_regular, read_regular

_VERSION = 2
_MAX_BYTES = 256 * 1024 * 1024  # of one copy; 100,000 phrases take 12 million
_MAX_DAYS = 60  # from each of which the last copy stays
_MAX_KEPT_BYTES = 64 * 1024 * 1024  # of a book's earlier copies together

_NOTHING = digest_of([b""])  # what a full disk, or a crash in the middle of saving, leaves of a file


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file's content when it was last `sound`, and when it was last `whole`.

    `sound` is without errors; `whole` is kept where it is later.

    `until` is when the file still was like that, in seconds since 1970; None for as long as the copy is current.
    """

    path: str
    sound: FileSnapshot | None
    whole: FileSnapshot | None = None
    until: float | None = None

    @property
    def latest(self) -> FileSnapshot | None:
        """Return the content to use in place of what cannot be read."""
        return self.whole or self.sound


@dataclass(frozen=True, slots=True)
class KeptBook:
    """A copy of the book at `path`, which was like that from `since` `until`.

    Both are in seconds since 1970.
    """

    path: Path
    files: tuple[KeptFile, ...]
    since: float
    until: float

    def until_of(self, path: str) -> float:
        """Return when the file at `path` still was as it is here."""
        return next((file.until for file in self.files if file.path == path and file.until), self.until)

    def snapshot(self) -> BookSnapshot:
        """Return the copy in place of the book, which is away."""
        files = tuple(file.latest for file in self.files if file.latest)
        sound = tuple(file.sound for file in self.files if file.sound and file.whole)
        return BookSnapshot(self.path, files, is_away=True, sound=sound)


def with_last_good(book: BookSnapshot, kept: KeptBook | None, flawed: Collection[str]) -> BookSnapshot:
    """Return `book` with what is kept in place of what cannot be read of it.

    The files at the `flawed` paths have errors.
    """
    copies = {file.path: file for file in kept.files if file.path in flawed} if kept else {}
    if not copies:
        return book
    files, sound = [], []
    for file in book.files:
        copy = copies.get(file.path)
        if copy is None or copy.latest is None:
            files.append(file)
            continue
        files.append(FileSnapshot.of(over(copy.latest, file.book, is_lost=is_lost(file))))
        if copy.sound is not None:
            sound.append(copy.sound)
    return replace(book, files=tuple(files), sound=tuple(sound))


def stands_in(kept: KeptBook | None, path: str) -> bool:
    """Tell whether something is kept of the file at `path`."""
    return kept is not None and any(file.path == path and file.latest for file in kept.files)


def is_lost(file: FileSnapshot) -> bool:
    """Tell whether the file has no content at all, which nobody means."""
    return file.digest == _NOTHING


def files_to_keep(
    book: BookSnapshot, kept: KeptBook | None, flawed: Collection[str], now: float | None
) -> tuple[KeptFile, ...]:
    """Return what is worth keeping of `book` as it is.

    Given the copy so far, and which of its paths have errors.

    `now` is the time, in seconds since 1970, if the book was watched until now.
    """
    copies = {file.path: file for file in kept.files} if kept else {}
    return tuple(
        file
        for snapshot in book.files
        if (file := _file_to_keep(snapshot, copies.get(snapshot.path), kept, snapshot.path in flawed, now))
    )


def _file_to_keep(
    file: FileSnapshot, copy: KeptFile | None, kept: KeptBook | None, is_flawed: bool, now: float | None
) -> KeptFile | None:
    if file.packed is not None and not is_lost(file):
        if not is_flawed:
            return KeptFile(file.path, file)
        if file.book.whole:
            return KeptFile(file.path, copy.sound if copy else None, file)
    if copy is None or kept is None or copy.until is not None:
        return copy
    return replace(copy, until=kept.until if now is None else now)


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
        now = self._clock()
        files = files_to_keep(book, kept, flawed, now if watched else None)
        if not files:
            return None
        try:
            if kept is not None and list(map(_listed, kept.files)) == list(map(_listed, files)):
                os.utime(self._place(book.path), (now, now))
                return None
            self._put_aside(book.path, kept)
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
        try:
            with open_regular(place, _MAX_BYTES) as file:
                status, whole = os.fstat(file.fileno()), file.read()
            check, _, data = whole.partition(b"\n")
            if not is_trusted(status) or check != _check_of(data):
                return None
            head, _, content = data.partition(b"\n")
            version, known, since, listed = json.loads(head)
            if (version, known) != (_VERSION, str(path)):
                return None
            return KeptBook(path, tuple(_unpacked(listed, content)), float(since), status.st_mtime)
        except (OSError, ValueError, TypeError):
            return None

    def _put_aside(self, path: Path, kept: KeptBook | None) -> None:
        """Let the copy so far stay as the last one of its day, if that is over."""
        place = self._place(path)
        if kept is None:
            return
        day = _local(kept.until).date()
        if day >= _local(self._clock()).date():
            return
        aside = place.with_name(f"{place.stem}-{day:%Y%m%d}{place.suffix}")
        write_private(aside, read_regular(place, _MAX_BYTES))
        os.utime(aside, (kept.until, kept.until))
        self._forget_old(path)

    def _forget_old(self, path: Path) -> None:
        size = 0
        for number, place in enumerate(reversed(self._earlier(path))):
            size += place.stat().st_size
            if number >= _MAX_DAYS or (number and size > _MAX_KEPT_BYTES):
                place.unlink(missing_ok=True)

    def _earlier(self, path: Path) -> list[Path]:
        """Return the copies of earlier days, the oldest first."""
        try:
            return sorted(self._folder.glob(f"{self._place(path).stem}-*.snapshot"))
        except OSError:
            return []

    def _place(self, path: Path) -> Path:
        return self._folder / f"{blake2b(os.fsencode(path), digest_size=8).hexdigest()}.snapshot"

    @staticmethod
    def _write(place: Path, book: KeptBook) -> None:
        listed = [part for file in book.files for part in _listed(file)]
        content = [
            each.packed or b"" for file in book.files for each in (file.sound, file.whole) if each is not None
        ]
        head = json.dumps([_VERSION, str(book.path), book.since, listed]).encode()
        data = b"\n".join((head, b"".join(content)))
        write_private(place, _check_of(data) + b"\n" + data)


_Listed = tuple[str, str, str, int, float | None]


def _listed(file: KeptFile) -> list[_Listed]:
    """Return what the head of a copy says of a file.

    For each content its kind, digest and size, and until when it was.
    """
    return [
        (file.path, kind, each.digest.hex(), len(each.packed or b""), file.until)
        for kind, each in (("sound", file.sound), ("whole", file.whole))
        if each is not None
    ]


def _unpacked(listed: Iterable[_Listed], content: bytes) -> Iterator[KeptFile]:
    files: dict[str, KeptFile] = {}
    start = 0
    for path, kind, digest, size, until in listed:
        file = FileSnapshot.unpacked_from(path, bytes.fromhex(digest), content[start : start + size])
        start += size
        known = files.get(path) or KeptFile(path, None, until=until)
        files[path] = replace(known, sound=file) if kind == "sound" else replace(known, whole=file)
    if start != len(content):
        raise ValueError(start)
    return iter(files.values())


def _check_of(data: bytes) -> bytes:
    return blake2b(data, digest_size=16).hexdigest().encode()


def format_moment(moment: float) -> str:
    """Return `moment` as a date and time of day, with the year only if it is another.

    `moment` is in seconds since 1970.
    """
    when = _local(moment)
    return f"{when:%m-%d %H:%M}" if when.year == datetime.now().year else f"{when:%Y-%m-%d %H:%M}"


def _local(moment: float) -> datetime:
    return datetime.fromtimestamp(moment, UTC).astimezone()
