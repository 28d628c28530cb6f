"""Decide what is kept of a book, and used of it when it is broken or away.

For each file its content is kept as it was when last without errors and, if that is later, as it was when it could
last be read at all. Where it is kept is snapshot_store's business.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from qreply.phrasebook.snapshots import BookSnapshot, FileSnapshot, over
from qreply.storage.fingerprint import digest_of

if TYPE_CHECKING:  # most days no book is parsed
    from qreply.phrasebook.reading.file import ParsedFile

_NOTHING = digest_of([b""])  # what a full disk, or a crash in the middle of saving, leaves of a file


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file's content when it was last `sound`, and when it was last `whole`.

    `sound` is without errors; `whole` is kept where it is later.

    `sound_until` and `whole_until` are when the file still was like that, in seconds since 1970; None for as long as
    it is.
    """

    path: str
    sound: FileSnapshot | None
    whole: FileSnapshot | None = None
    sound_until: float | None = None
    whole_until: float | None = None

    @property
    def latest(self) -> FileSnapshot | None:
        """Return the content to use in place of what cannot be read."""
        return self.whole or self.sound


class StoodIn(NamedTuple):
    """Until when a file was like what is used in its place, in seconds since 1970.

    `is_whole` tells that all of it is used, and not just the phrases that have errors now.
    """

    until: float
    is_whole: bool


@dataclass(frozen=True, slots=True)
class KeptBook:
    """A copy of the book at `path`, which was like that from `since` `until`.

    Both are in seconds since 1970.
    """

    path: Path
    files: tuple[KeptFile, ...]
    since: float
    until: float

    def stood_until(self, path: str, digest: bytes, now: ParsedFile | None = None) -> StoodIn | None:
        """Return until when the file at `path` was like what is used in its place.

        That is None where nothing of the copy is used. `digest` is the file's now, and `now` what it holds, if that is
        known: of a file that can be read only those phrases are in the copy's words that have errors now.
        """
        copy = next((file for file in self.files if file.path == path and file.latest), None)
        if copy is None:
            return None
        if now is None and copy.whole is not None and copy.whole.digest == digest:
            now = copy.whole.book
        if now is None or not now.whole or digest == _NOTHING:
            until, is_whole = copy.whole_until if copy.whole else copy.sound_until, True
        elif copy.sound is None or not _lends(copy.sound.book, now):
            return None
        else:
            until, is_whole = copy.sound_until, False
        return StoodIn(self.until if until is None else until, is_whole)

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
        files.append(over(copy.latest, file, is_lost=is_lost(file)))
        if copy.sound is not None:
            sound.append(copy.sound)
    return replace(book, files=tuple(files), sound=tuple(sound))


def _lends(sound: ParsedFile, now: ParsedFile) -> bool:
    """Tell whether the sound file has any of the phrases that have errors now, or may have."""
    broken = now.failed.keys() or {phrase.id for phrase in now.phrases}  # whose fragment is away, say
    return any(phrase.id in broken for phrase in sound.phrases)


def is_lost(file: FileSnapshot) -> bool:
    """Tell whether the file has no content at all, which nobody means."""
    return file.digest == _NOTHING


def files_to_keep(
    book: BookSnapshot, kept: KeptBook | None, flawed: Collection[str], now: float | None
) -> tuple[KeptFile, ...]:
    """Return what is worth keeping of `book` as it is.

    `kept` is the copy so far, `flawed` are the paths of files with errors. `now` is the time, in seconds since 1970,
    if the book was watched until now.
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
            ended = _ended(copy, kept, now) if copy else KeptFile(file.path, None)
            return replace(ended, whole=file, whole_until=None)
    return _ended(copy, kept, now) if copy else None


def _ended(copy: KeptFile, kept: KeptBook | None, now: float | None) -> KeptFile:
    """Note in the copy, where it is not noted yet, until when its contents were current."""
    until = now if now is not None else kept.until if kept else None
    return replace(
        copy,
        sound_until=until if copy.sound and copy.sound_until is None else copy.sound_until,
        whole_until=until if copy.whole and copy.whole_until is None else copy.whole_until,
    )


def format_moment(moment: float) -> str:
    """Return `moment` as a date and time of day, with the year only if it is another.

    `moment` is in seconds since 1970.
    """
    when = datetime.fromtimestamp(moment, UTC).astimezone()
    return f"{when:%m-%d %H:%M}" if when.year == datetime.now().year else f"{when:%Y-%m-%d %H:%M}"
