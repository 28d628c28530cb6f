"""Keep indexes in the cache folder, to be opened in a moment.

They are made anew where a book has changed or a file is damaged.

A *segment* holds the phrases of one file, or of a part of a large one, as they are once all books are overlaid. It is
named by what it holds, so that an edit makes one new segment and leaves the others, and an existing file is never
written to. A *catalogue*, one for every list of files, says which segments make up the book, in which order, and what
the files looked like; scenarios, rules and problems are in it too. The loader decides what overlays replace and hide; a
segment whose phrases come out differently because of another file's edit gets another name, and nothing more needs to
be known. Where files are many, what is opened are not their segments but larger ones *merged* from these.

    files = every file that the loader will read, in a settled order
    book = cache.open(files)             # None unless everything is as it was
    if book is None:
        known = fingerprint(files)       # before loading: what is edited meanwhile counts as changed next time
        book = cache.save(known, load(…), progress)
"""

from __future__ import annotations

import contextlib
import mmap
import os
import time
import weakref
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from qreply.phrasebook.model import Phrase, Phrasebook, Problem, Rule, Scenario, Telling
from qreply.search.index import Index
from qreply.search.storage.catalogue import encode_catalogue, expect_ours, read_catalogue
from qreply.search.storage.partition import cut_file, group_parts
from qreply.search.storage.phrase_codec import summarise
from qreply.search.storage.segment import VERSION, DamagedError, Segment, head_size, key_hash
from qreply.storage.atomic import sweep
from qreply.storage.fingerprint import Fingerprint, Look, are_current, digest_of, look_at_all
from qreply.storage.private_files import write_private
from qreply.storage.regular_file import open_regular

# Segments that no catalogue names any more stay for so many seconds: another qreply may be about to name them.
_SPARED = 3600

_MAX_COPIES = 4  # damaged ones that other programs hold, before the index lives in memory only

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class IndexedPhrasebook:
    """An indexed book. Its phrases are the index's, decoded one by one when they are asked for.

    `fingerprints` tell what its files looked like when they were read.
    """

    index: Index
    scenarios: tuple[Scenario, ...]
    rules: tuple[Rule, ...]
    problems: tuple[Problem, ...]
    fingerprints: tuple[Fingerprint, ...] = ()

    @classmethod
    def of(cls, book: Phrasebook) -> IndexedPhrasebook:
        """Return `book`, indexed in memory only."""
        return cls(Index.build(book), book.scenarios, book.rules, book.problems)

    def saying(self, problems: Sequence[Problem]) -> IndexedPhrasebook:
        """Return the same phrasebook with `problems` before its own; they are not kept."""
        return replace(self, problems=(*problems, *self.problems)) if problems else self


class IndexCache:
    """The indexes in `folder`, which need not exist yet.

    Nothing in it is missed when it is gone, and nothing is trusted that others can have written.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._open: weakref.WeakValueDictionary[str, Segment] = weakref.WeakValueDictionary()

    def open(self, files: Sequence[Path], look: Look = look_at_all) -> IndexedPhrasebook | None:
        """Return the indexed phrasebook of exactly these files as they are now.

        Returns None if it has to be made (anew). Raises what `look` raises but for OSError.
        """
        catalogue = self._catalogue(files)
        try:
            plain = read_catalogue(catalogue)
            if not are_current([Fingerprint(*one) for one in plain["fingerprints"]], files, look):
                return None
            segments = list(map(self._opened, plain["segments"]))
            return _from_catalogue(plain, segments)
        except (OSError, DamagedError, LookupError, TypeError, ValueError):
            return None

    def save(
        self, fingerprints: Sequence[Fingerprint], book: Phrasebook, progress: Progress | None = None
    ) -> IndexedPhrasebook:
        """Index `book`, which was loaded from the files of `fingerprints`, and keep the index.

        Segments that exist are used again. `progress` is told how many phrases are done, and of how many. Where the
        folder cannot be written to, the index lives in memory only.
        """
        files: dict[str, list[int]] = defaultdict(list)
        for place, phrase in enumerate(book.phrases):
            files[phrase.path].append(place)
        kept: list[str] = []
        lines: list[tuple[int, int]] = []
        done, names, segments = 0, [], []
        parts = [part for offsets in files.values() for part in cut_file(offsets, book.phrases)]
        last_ids = [book.phrases[part[-1]].id for part in parts]
        for group in group_parts(list(map(len, parts)), last_ids):
            members: dict[str, Callable[[], tuple[str, Segment]]] = {}
            for offsets in parts[group]:
                lines.append((done, book.phrases[offsets[0]].line))
                done += len(offsets)
                phrases = [book.phrases[place] for place in offsets]
                told = partial(progress, done, len(book.phrases)) if progress else None
                name = _name(phrases)
                members[name] = partial(self._of_part, name, phrases, told)
            kept += members
            name, segment = self._merged(members)
            names.append(name)
            segments.append(segment)
            if progress:
                progress(done, len(book.phrases))
        order = [place for offsets in files.values() for place in offsets]
        plain = {
            "fingerprints": list(map(list, fingerprints)),
            "segments": names,
            "files": kept,
            "lines": lines,
            "order": [] if order == sorted(order) else order,
            "scenarios": [one._asdict() for one in book.scenarios],
            "rules": [one._asdict() for one in book.rules],
            "problems": [one._replace(values=dict(one.values))._asdict() for one in book.problems],
        }
        with contextlib.suppress(OSError):
            write_private(self._catalogue([Path(one.path) for one in fingerprints]), encode_catalogue(plain))
            self._sweep()
        return _from_catalogue(plain, segments)

    def _of_part(
        self, name: str, phrases: Sequence[Phrase], on_made: Callable[[], None] | None
    ) -> tuple[str, Segment]:
        """Return the segment of a file's phrases, or of a part of them, and its name."""
        from qreply.search.storage.segment_writer import build  # not needed where nothing has changed

        relative = _relative(phrases)
        part = self._kept_or_made(name, lambda: build(relative))
        if on_made:
            on_made()
        return part

    def _merged(self, members: Mapping[str, Callable[[], tuple[str, Segment]]]) -> tuple[str, Segment]:
        """Return one segment of several parts, and its name.

        Where it is kept, the parts are not looked at.
        """
        from qreply.search.storage.segment_writer import merge

        if len(members) == 1:
            return next(iter(members.values()))()
        name = digest_of(map(str.encode, members)).hex()
        return self._kept_or_made(name, lambda: merge([part()[1] for part in members.values()]))

    def _catalogue(self, files: Sequence[Path]) -> Path:
        return self.folder / f"{key_hash(os.pathsep.join(map(str, files))):016x}.catalogue"

    def _segment(self, name: str) -> Path:
        return self.folder / f"{name}.segment"

    def _kept(self, name: str) -> Segment | None:
        path = self._segment(name)
        try:
            segment = self._opened(name)
            segment.check()
            os.utime(path)
        except (OSError, DamagedError):
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)
            return None
        return segment

    def _opened(self, name: str) -> Segment:
        """Return the segment of that name, the one in use if there is one.

        An edit changes few of them. Raises OSError or DamagedError.
        """
        segment = self._open.get(name)
        if segment is None:
            segment = self._open[name] = _mapped(self._segment(name))
        return segment

    def _kept_or_made(self, name: str, make: Callable[[], bytes]) -> tuple[str, Segment]:
        """Return the sound segment of that name, or a new one, and its name.

        The new one has the next name that is free.
        """
        for candidate in _names_of_copies(name):
            if segment := self._kept(candidate):
                return candidate, segment
            # On Windows a damaged file stays as long as another qreply has it mapped.
            if not _is_there(self._segment(candidate)):
                break
        data = make()
        try:
            write_private(self._segment(candidate), data)
            return candidate, self._opened(candidate)
        except (OSError, DamagedError):
            return candidate, Segment(data)

    def _sweep(self) -> None:
        """Remove what no catalogue names, and what interrupted writers left."""
        named: set[str] = set()
        for path in self.folder.glob("*.catalogue"):
            with contextlib.suppress(OSError, DamagedError, LookupError, TypeError, ValueError):
                plain = read_catalogue(path)
                named.update(plain["segments"], plain["files"])
        sweep(self.folder)
        for path in self.folder.glob("*.segment"):
            with contextlib.suppress(OSError):
                if path.stem not in named and path.stat().st_mtime < time.time() - _SPARED:
                    path.unlink()


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # of a folder that is closed to us
        return False


def _names_of_copies(name: str) -> Iterator[str]:
    """Return `name`, then those for when a damaged file has it and cannot be removed."""
    yield name
    for number in range(1, _MAX_COPIES):
        yield f"{name}-{number}"


def _relative(phrases: Sequence[Phrase]) -> list[Phrase]:
    """Return the phrases of a part with their lines counted from the first one's."""
    first = phrases[0].line
    return [phrase._replace(line=phrase.line - first) for phrase in phrases]


def _name(phrases: Sequence[Phrase]) -> str:
    """Return the name of the segment of a part, which tells what it holds."""
    return digest_of([str(VERSION).encode(), *summarise(phrases)]).hex()


def _mapped(path: Path) -> Segment:
    """Return the segment at `path`, read where it lies; raises OSError or DamagedError."""
    with open_regular(path) as file:
        expect_ours(os.fstat(file.fileno()))
        try:
            if not hasattr(os, "pread"):
                return Segment(memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)))
            mapped = mmap.mmap(file.fileno(), head_size(file.fileno()), access=mmap.ACCESS_READ)
        except ValueError as error:  # an empty file
            raise DamagedError from error
        kept = os.dup(file.fileno())
    segment = Segment(memoryview(mapped), kept)
    weakref.finalize(segment, os.close, kept)
    return segment


def _from_catalogue(plain: dict[str, Any], segments: Sequence[Segment]) -> IndexedPhrasebook:
    tuples = ("words", "patterns", "exceptions", "platforms")
    rules = (
        one
        | {name: tuple(one[name]) for name in tuples}
        | {"tellings": tuple(Telling(*telling) for telling in one["tellings"])}
        for one in plain["rules"]
    )
    return IndexedPhrasebook(
        Index(segments, plain["order"], [(number, line) for number, line in plain["lines"]]),
        tuple(Scenario(**one) for one in plain["scenarios"]),
        tuple(Rule(**one) for one in rules),
        tuple(Problem(**one) for one in plain["problems"]),
        tuple(Fingerprint(*one) for one in plain["fingerprints"]),
    )
