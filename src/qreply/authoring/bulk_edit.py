"""Change many phrases of books at once: words replaced, tags set; all else stays as it is.

Files are changed in memory, read again, and written only if they say what was meant.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from qreply.errors import QReplyError, reason_of
from qreply.i18n import t
from qreply.phrasebook.files import files_of
from qreply.phrasebook.loader import Book, assemble
from qreply.phrasebook.model import Phrase, Phrasebook
from qreply.phrasebook.reading.file import ParsedFile, read_file
from qreply.phrasebook.reading.source import Source, decode
from qreply.phrasebook.writing.phrase_splice import PhraseSplices
from qreply.phrasebook.writing.replacement import Replacement
from qreply.phrasebook.writing.serializer import phrase_tree, placeholders_of
from qreply.phrasebook.writing.text_splice import CannotSpliceError
from qreply.phrasebook.writing.yaml_writer import Tree
from qreply.storage.atomic import save_over
from qreply.storage.regular_file import BOOK_LIMIT, read_regular

Trees = Mapping[str, Mapping[str, Tree]]
"""What a file's phrases are to say, by their ids."""


@dataclass(frozen=True, slots=True)
class BookFile:
    """A file of the book at `book`: its bytes, none where it is to be made, and its text."""

    book: Path
    path: Path
    before: bytes | None
    text: str
    parsed: ParsedFile

    def with_text(self, text: str) -> BookFile:
        """Return the file as it would be with another text."""
        parsed = read_file(Source(str(self.path), text))
        return BookFile(self.book, self.path, self.before, text, parsed)

    @property
    def trees(self) -> Trees:
        """Return what its phrases say."""
        return {phrase.id: phrase_tree(phrase) for phrase in self.parsed.phrases}


def read_editable(paths: Iterable[Path]) -> list[BookFile]:
    """Read the files of the books at `paths`; raises QReplyError where one is not sound UTF-8."""
    files: list[BookFile] = []
    for book in paths:
        for path in files_of(book)[0]:
            try:
                data = read_regular(path, BOOK_LIMIT)
            except OSError as error:
                raise QReplyError(t("command.cannot-read", path=path, reason=reason_of(error))) from error
            source = decode(data, str(path))
            parsed = read_file(source)
            flaw = next((problem for problem in parsed.problems if problem.severity == "error"), None)
            if flaw is not None:
                place = f"{path}:{flaw.line}"
                raise QReplyError(
                    t("bulk.broken", place=place, message=flaw.message), t("command.book-problems.hint")
                )
            if source.text.encode() != data:
                raise QReplyError(t("bulk.encoding", path=path), t("bulk.encoding.hint"))
            files.append(BookFile(book, path, data, source.text, parsed))
    return files


def phrasebook_of(files: Sequence[BookFile]) -> Phrasebook:
    """Return the phrasebook that the files make, in their books' order."""
    books = dict.fromkeys(file.book for file in files)
    return assemble([Book(book, tuple(file.parsed for file in files if file.book == book)) for book in books])


def replace_words(
    files: Sequence[BookFile], replacement: Replacement, chosen: Callable[[Phrase], bool]
) -> list[BookFile]:
    """Return the files with the words replaced in `chosen` phrases, unchanged files too.

    Fragments and placeholders are changed where the replacement applies to them. Raises QReplyError.
    """
    return [_replaced(file, replacement, chosen) for file in files]


def _replaced(file: BookFile, replacement: Replacement, chosen: Callable[[Phrase], bool]) -> BookFile:
    lines = {phrase.line for phrase in file.parsed.phrases if chosen(phrase)}
    expected = {
        phrase.id: replacement.in_tree(phrase_tree(phrase)) if phrase.line in lines else phrase_tree(phrase)
        for phrase in file.parsed.phrases
    }
    try:
        text = replacement.in_file(file.text, lines.__contains__)
        if text == file.text and _same(file.trees, expected):
            return file
        after = file.with_text(text)
        if after.parsed.whole and not _same(after.trees, expected):  # where words stand across two lines, say
            after = _changed(after, expected)
        elif not after.parsed.whole:
            after = _changed(file, expected)
    except CannotSpliceError:
        raise _odd(file) from None
    if not _said_as_meant(file, after, expected, replacement):
        raise _odd(file)
    return after


def _said_as_meant(
    before: BookFile, after: BookFile, expected: Trees, replacement: Replacement | None = None
) -> bool:
    fragments: Tree = dict(before.parsed.fragments)
    placeholders: Tree = placeholders_of(before.parsed.placeholders)
    if replacement is not None and replacement.applies("fragments"):
        fragments = replacement.in_values(fragments)
    if replacement is not None and replacement.applies("placeholders"):
        placeholders = placeholders_of(after.parsed.placeholders)  # patterns stay, which no text shows
    return (
        _same(after.trees, expected)
        and dict(after.parsed.fragments) == fragments
        and placeholders_of(after.parsed.placeholders) == placeholders
        and after.parsed.rules == before.parsed.rules
        and not any(problem.severity == "error" for problem in after.parsed.problems)
    )


def _same(one: Trees, other: Trees) -> bool:
    """Tell whether both say the same; lists and tuples are alike."""
    return list(one) == list(other) and all(_plain(one[key]) == _plain(other[key]) for key in one)


def _plain(tree: Tree) -> object:
    if isinstance(tree, Mapping):
        return {key: _plain(value) for key, value in tree.items()}
    return tree if isinstance(tree, (str, int)) else [_plain(value) for value in tree]


def _changed(file: BookFile, expected: Trees) -> BookFile:
    """Return the file with the values that differ from what is expected written anew."""
    splices = PhraseSplices(file.text)
    for phrase in file.parsed.phrases:
        tree, wanted = phrase_tree(phrase), expected.get(phrase.id)
        if wanted is not None and _plain(tree) != _plain(wanted):
            changed = {
                key: value for key, value in wanted.items() if _plain(tree.get(key, "")) != _plain(value)
            }
            same = {key: value for key, value in tree.items() if key not in changed and key in wanted}
            splices.change(phrase.line, tree, {**same, **changed})
    return file.with_text(splices.spliced())


def set_tags(
    files: Sequence[BookFile], chosen: Callable[[Phrase], bool], *, add: Sequence[str], remove: Sequence[str]
) -> list[BookFile]:
    """Return the files with the tags of `chosen` phrases changed; raises QReplyError."""
    return [_tagged(file, chosen, add, remove) for file in files]


def _tagged(
    file: BookFile, chosen: Callable[[Phrase], bool], add: Sequence[str], remove: Sequence[str]
) -> BookFile:
    expected: dict[str, Mapping[str, Tree]] = {}
    for phrase in file.parsed.phrases:
        tags = phrase.tags
        if chosen(phrase):
            tags = tuple(dict.fromkeys((*(tag for tag in tags if tag not in remove), *add)))
        expected[phrase.id] = phrase_tree(phrase._replace(tags=tags))
    if _same(file.trees, expected):
        return file
    try:
        after = _changed(file, expected)
    except CannotSpliceError:
        raise _odd(file) from None
    if not _said_as_meant(file, after, expected):
        raise _odd(file)
    return after


def _odd(file: BookFile) -> QReplyError:
    return QReplyError(t("bulk.odd", path=file.path), t("bulk.odd.hint"))


def changed_files(before: Sequence[BookFile], after: Sequence[BookFile]) -> list[BookFile]:
    """Return those of `after` that are new or have another text, growing ones first.

    Growing files come first so that a phrase that moves is always in at least one file, even if writing them is cut
    short.
    """
    known = {file.path: file for file in before}

    def growth(file: BookFile) -> int:
        earlier = known.get(file.path)
        return len(file.parsed.phrases) - (len(earlier.parsed.phrases) if earlier else 0)

    changed = [file for file in after if file.path not in known or known[file.path].text != file.text]
    return sorted(changed, key=growth, reverse=True)


def write_files(files: Iterable[BookFile]) -> list[Path]:
    """Write the files, each whole or not at all, and return their paths.

    Raises QReplyError where one has changed since it was read, or cannot be written; it names the files that were
    written.
    """
    done: list[Path] = []
    for file in files:
        try:
            save_over(file.path.resolve(), file.text.encode(), file.before)
        except OSError as error:
            reason = t("bulk.meanwhile") if isinstance(error, BlockingIOError) else reason_of(error)
            hint = t("bulk.partly", count=len(done)) if done else ""
            raise QReplyError(t("command.cannot-write", path=file.path, reason=reason), hint) from error
        done.append(file.path)
    return done
