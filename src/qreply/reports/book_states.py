"""A book as it is, as an export holds it, or as it was: from git, or from kept copies."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import NamedTuple

from qreply.errors import QReplyError
from qreply.exchange.batch import ImportedPhrase
from qreply.exchange.foreign_file import read_foreign
from qreply.exchange.formats.espanso_file import is_espanso
from qreply.i18n import join_words, t
from qreply.phrasebook.declared import Declared, declared_in
from qreply.phrasebook.last_good import format_moment, with_last_good
from qreply.phrasebook.loader import Book, assemble, read_book, shipped_rules
from qreply.phrasebook.model import Phrase, Phrasebook, Rule
from qreply.phrasebook.reading.file import read_file
from qreply.phrasebook.reading.source import decode, read
from qreply.phrasebook.snapshot_store import Snapshots
from qreply.phrasebook.snapshots import BookSnapshot, assemble_snapshots
from qreply.phrasebook.stray_files import without_copies
from qreply.storage.regular_file import BOOK_LIMIT
from qreply.text.shell_quoting import quote_argument

_EXPORTS = (".csv", ".json", ".xlsx", ".xlsm", ".txt", ".tsv")
_YAML = (".yaml", ".yml")
_GIT_PATIENCE = 20.0  # seconds


class BookState(NamedTuple):
    """What a book held, what it is called, and how many errors it had; `titles` are the tabs'.

    `rules` is None for an export, which holds none. `unread` are the files with errors, each as the number of its root
    and its path below that; `unread_ids` those of phrases that were lost by them. `foreign` is what an export of
    another tool holds, whose phrases have no ids, and `format` which tool's.
    """

    phrases: Sequence[Phrase]
    rules: Sequence[Rule] | None
    titles: Mapping[str, str]
    label: str
    errors: int = 0
    roots: Sequence[Path] = ()
    unread: Sequence[tuple[int, Path]] = ()
    unread_ids: Collection[str] = ()
    foreign: Sequence[ImportedPhrase] = ()
    format: str = ""
    declared: Declared = MappingProxyType({})


class StatesSince(NamedTuple):
    """Books as they were at a moment and as they are.

    `unknown` are those of which no past is known; `later` those of which what is known begins after the moment, with
    what was taken for it.
    """

    old: BookState
    new: BookState
    unknown: Sequence[Path]
    later: Sequence[tuple[Path, str]]


class _Version(NamedTuple):
    book: BookSnapshot
    label: str
    at: float = 0.0  # seconds since 1970
    missing: Sequence[str] = ()  # files whose content could not be had


def read_state(path: Path) -> BookState:
    """Read the book at `path`, a folder or a file, or the export of one; raises QReplyError."""
    if not path.is_dir() and (path.suffix.lower() in _EXPORTS or _is_espanso(path)):
        batch = read_foreign(path, {})
        found = batch.imported_phrases
        phrases = [imported.phrase for imported in found]
        foreign = () if all(phrase.id for phrase in phrases) else found
        return BookState(
            phrases, None, batch.titles, path.name, roots=(path,), foreign=foreign, format=batch.format
        )
    return _state_of([_Version(BookSnapshot.of(read_book(path)), str(path))])


def _is_espanso(path: Path) -> bool:
    return path.suffix.lower() in _YAML and path.is_file() and is_espanso(read(path).text)


def read_states_since(paths: Sequence[Path], moment: datetime, copies: Path) -> StatesSince:
    """Read the books at `paths` as they were at `moment`, or else first, and as they are.

    What has errors is as it is in use: as it was when last without. Raises QReplyError where nothing is known of any,
    or one cannot be read.
    """
    now = [_Version(_in_use(path, copies), str(path)) for path in paths]
    before: list[_Version] = []
    unknown: list[Path] = []
    later: list[tuple[Path, str]] = []
    for version, path in zip(now, paths, strict=True):
        found = _version_at(path, moment, copies)
        if found is not None and found.at > moment.timestamp():
            later.append((path, found.label))
        if found is None:
            unknown.append(path)
            before.append(version._replace(label=""))
        else:
            before.append(found)
    if len(unknown) == len(paths):
        raise QReplyError(t("diff.no-past"), t("diff.no-past.hint", book=quote_argument(paths[0])))
    return StatesSince(_state_of(before), _state_of(now), unknown, later)


def _in_use(path: Path, copies: Path) -> BookSnapshot:
    """Return the book as it is, with what is kept of its files that have errors."""
    book = read_book(path)
    flawed = {
        problem.path for problem in assemble([book], shipped_rules()).problems if problem.severity == "error"
    }
    snapshot = BookSnapshot.of(book)
    return with_last_good(snapshot, Snapshots(copies).open(path), flawed) if flawed else snapshot


def _version_at(path: Path, moment: datetime, copies: Path) -> _Version | None:
    """Return the book as it was at `moment`, by git or a copy; else the earliest there is."""
    copy = _from_copies(path, moment, copies)
    if copy is not None and copy.at <= moment.timestamp():
        return _from_git(path, moment) or copy
    found = filter(None, (_from_git(path, moment) or _first_in_git(path), copy))
    return min(found, key=lambda version: version.at, default=None)


def _state_of(versions: Sequence[_Version]) -> BookState:
    book: Phrasebook = assemble_snapshots([version.book for version in versions], shipped_rules())
    labels = dict.fromkeys(version.label for version in versions if version.label)
    errors = sum(problem.severity == "error" for problem in book.problems)
    titles = {scenario.name: scenario.title for scenario in book.scenarios}
    roots = [version.book.path for version in versions]
    files = [file for version in versions for file in version.book.parsed().files]
    label, declared = join_words(labels), declared_in(files)
    state = BookState(book.phrases, book.rules, titles, label, errors, roots, declared=declared)
    broken = {problem.path for problem in book.problems if problem.severity == "error"}
    broken.update(*(version.missing for version in versions))
    if not broken:
        return state
    unread = [
        (at, Path(path).relative_to(root))
        for path in sorted(broken)
        for at, root in enumerate(roots)
        if Path(path).is_relative_to(root)
    ]
    hidden = {mention.name for file in files for mention in file.hidden}
    had = {key for file in files for key in (*file.failed, *(phrase.id for phrase in file.phrases))}
    return state._replace(unread=unread, unread_ids=had - book.by_id.keys() - hidden)


def _from_copies(path: Path, moment: datetime, copies: Path) -> _Version | None:
    kept = Snapshots(copies).at(path, moment.timestamp())
    if kept is None:
        return None
    label = t("diff.kept", moment=format_moment(max(kept.since, min(kept.until, moment.timestamp()))))
    return _Version(kept.snapshot(), label, kept.since)


# -- git


def _from_git(path: Path, moment: datetime) -> _Version | None:
    """Return the book as the last commit before `moment` has it; None if none does."""
    folder, _ = _place_of(path)
    when = moment.astimezone().isoformat()
    return _from_commit(path, _git(folder, "rev-list", "-1", f"--before={when}", "HEAD").decode().strip())


def _first_in_git(path: Path) -> _Version | None:
    """Return the book as the first commit that it is in has it; None if it is in none."""
    folder, name = _place_of(path)
    listed = _git(folder, "rev-list", "--reverse", "HEAD", "--", name or "./").decode().split()
    return next(filter(None, (_from_commit(path, commit) for commit in listed)), None)


def _place_of(path: Path) -> tuple[Path, str]:
    """Return the folder in which git is asked, and the file's name in it, "" for all."""
    return (path, "") if path.is_dir() else (path.parent, path.name)


def _from_commit(path: Path, commit: str) -> _Version | None:
    folder, name = _place_of(path)
    if not commit:
        return None
    blobs = dict(_blobs_at(folder, commit, name))
    if not blobs:
        return None
    contents = _contents_of(folder, blobs.values())
    files = [
        read_file(decode(contents[blob], str(folder / inner)))
        for inner, blob in blobs.items()
        if blob in contents
    ]
    at = float(_git(folder, "show", "-s", "--format=%ct", commit).decode().strip() or 0)
    label = t("diff.commit", commit=commit[:8], moment=format_moment(at))
    missing = [str(folder / inner) for inner, blob in blobs.items() if blob not in contents]
    return _Version(BookSnapshot.of(Book(path, tuple(files))), label, at, missing)


def _blobs_at(folder: Path, commit: str, name: str) -> Iterator[tuple[str, str]]:
    """Yield the book's files in `commit`, as they are read, with their contents' names."""
    listed = _git(folder, "ls-tree", "-r", "-z", commit, "--", name or "./").decode("utf-8", "replace")
    found: dict[str, str] = {}
    for entry in filter(None, listed.split("\0")):
        head, _, inner = entry.partition("\t")
        mode, kind, blob, *_ = head.split()
        if kind == "blob" and mode.startswith("100"):
            found[inner] = blob
    if name:
        yield from found.items()
        return
    for parent in (".", "rules"):
        inside = [
            Path(inner)
            for inner in sorted(found)
            if str(PurePosixPath(inner).parent) == parent
            and PurePosixPath(inner).suffix.lower() in _YAML
            and not PurePosixPath(inner).name.startswith((".", "~"))
        ]
        yield from ((each.as_posix(), found[each.as_posix()]) for each in without_copies(inside))


def _contents_of(folder: Path, blobs: Iterable[str]) -> dict[str, bytes]:
    asked = list(dict.fromkeys(blobs))
    answer = _git(folder, "cat-file", "--batch", stdin="".join(f"{blob}\n" for blob in asked).encode())
    contents: dict[str, bytes] = {}
    start = 0
    while (end := answer.find(b"\n", start)) >= 0:
        blob, kind, *size = answer[start:end].decode("ascii", "replace").split()
        length = int(size[0]) if kind == "blob" and size else 0
        if length <= BOOK_LIMIT:
            contents[blob] = answer[end + 1 : end + 1 + length]
        start = end + 1 + length + (1 if size else 0)
    return contents


def _git(folder: Path, *command: str, stdin: bytes = b"") -> bytes:
    """Return what git answers in `folder`; nothing where there is no git or no such thing."""
    environment = {**os.environ, "GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
    try:
        done = subprocess.run(
            ["git", "-C", str(folder), *command],
            input=stdin,
            capture_output=True,
            timeout=_GIT_PATIENCE,
            check=False,
            env=environment,
        )
    except (OSError, subprocess.TimeoutExpired):
        return b""
    return done.stdout if done.returncode == 0 else b""
