"""Change many phrases of books at once: words replaced, tags set; all else stays as it is.

Files are changed in memory, read again, and written only if they say what was meant.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from qreply.errors import QReplyError
from qreply.i18n import t
from qreply.phrasebook.lint import gist_of_ask
from qreply.phrasebook.loader import Book, assemble
from qreply.phrasebook.model import Phrase, Phrasebook
from qreply.phrasebook.writing.book_files import EditableFile
from qreply.phrasebook.writing.phrase_splice import PhraseSplices
from qreply.phrasebook.writing.replacement import Replacement
from qreply.phrasebook.writing.serializer import phrase_tree, placeholders_of
from qreply.phrasebook.writing.text_splice import CannotSpliceError
from qreply.phrasebook.writing.yaml_writer import Tree

Trees = Mapping[str, Mapping[str, Tree]]
"""What a file's phrases are to say, by their ids."""


def _trees_of(file: EditableFile) -> Trees:
    return {phrase.id: phrase_tree(phrase) for phrase in file.parsed.phrases}


def phrasebook_of(files: Sequence[EditableFile]) -> Phrasebook:
    """Return the phrasebook that the files make, in their books' order."""
    books = dict.fromkeys(file.book for file in files)
    return assemble([Book(book, tuple(file.parsed for file in files if file.book == book)) for book in books])


def replace_words(
    files: Sequence[EditableFile], replacement: Replacement, chosen: Callable[[Phrase], bool]
) -> list[EditableFile]:
    """Return the files with the words replaced in `chosen` phrases, unchanged files too.

    Fragments and placeholders are changed where the replacement applies to them. Raises QReplyError.
    """
    return [_replaced(file, replacement, chosen) for file in files]


def _replaced(file: EditableFile, replacement: Replacement, chosen: Callable[[Phrase], bool]) -> EditableFile:
    lines = {phrase.line for phrase in file.parsed.phrases if chosen(phrase)}
    expected = {
        phrase.id: replacement.in_tree(phrase_tree(phrase)) if phrase.line in lines else phrase_tree(phrase)
        for phrase in file.parsed.phrases
    }
    try:
        text = replacement.in_file(file.text, lines.__contains__)
        if text == file.text and _same(_trees_of(file), expected):
            return file
        after = file.with_text(text)
        if not after.parsed.whole:
            after = _changed(file, expected)
        elif not _same(_trees_of(after), expected):  # where words stand across two lines, say
            after = _changed(after, expected)
    except CannotSpliceError:
        raise _odd(file) from None
    if not _said_as_meant(file, after, expected, replacement):
        _refuse_new_errors(file, file.with_text(text))
        raise _odd(file)
    return after


def _refuse_new_errors(before: EditableFile, after: EditableFile) -> None:
    """Raise QReplyError where the new words make an error that the file has not now."""
    known = {problem.code for problem in before.parsed.problems}
    for problem in after.parsed.problems:
        if problem.severity == "error" and problem.code not in known:
            place = f"{problem.path}:{problem.line}"
            raise QReplyError(t("bulk.breaks", place=place, message=problem.message), problem.hint)


def _said_as_meant(
    before: EditableFile, after: EditableFile, expected: Trees, replacement: Replacement | None = None
) -> bool:
    fragments: Tree = dict(before.parsed.fragments)
    placeholders: Tree = placeholders_of(before.parsed.placeholders)
    if replacement is not None and replacement.applies("fragments"):
        fragments = replacement.in_values(fragments)
    if replacement is not None and replacement.applies("placeholders"):
        placeholders = placeholders_of(after.parsed.placeholders)  # patterns stay, which no text shows
    return (
        _same(_trees_of(after), expected)
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


def _changed(file: EditableFile, expected: Trees) -> EditableFile:
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
    files: Sequence[EditableFile],
    chosen: Callable[[Phrase], bool],
    *,
    add: Sequence[str],
    remove: Sequence[str],
) -> list[EditableFile]:
    """Return the files with the tags of `chosen` phrases changed; raises QReplyError."""

    def tagged(phrase: Phrase) -> Phrase:
        if not chosen(phrase):
            return phrase
        kept = (tag for tag in phrase.tags if tag not in remove)
        return phrase._replace(tags=tuple(dict.fromkeys((*kept, *add))))

    return [_revised(file, tagged) for file in files]


def drop_asks(files: Sequence[EditableFile], better: Sequence[EditableFile]) -> list[EditableFile]:
    """Return `files` without the asks that phrases in `better` files answer; raises QReplyError."""
    answered = {gist_of_ask(ask) for file in better for phrase in file.parsed.phrases for ask in phrase.asks}

    def shortened(phrase: Phrase) -> Phrase:
        return phrase._replace(asks=tuple(ask for ask in phrase.asks if gist_of_ask(ask) not in answered))

    return [_revised(file, shortened) for file in files]


def _revised(file: EditableFile, revise: Callable[[Phrase], Phrase]) -> EditableFile:
    expected = {phrase.id: phrase_tree(revise(phrase)) for phrase in file.parsed.phrases}
    if _same(_trees_of(file), expected):
        return file
    try:
        after = _changed(file, expected)
    except CannotSpliceError:
        raise _odd(file) from None
    if not _said_as_meant(file, after, expected):
        raise _odd(file)
    return after


def _odd(file: EditableFile) -> QReplyError:
    return QReplyError(t("bulk.odd", path=file.path), t("bulk.odd.hint"))


def changed_files(before: Sequence[EditableFile], after: Sequence[EditableFile]) -> list[EditableFile]:
    """Return those of `after` that are new or have another text, growing ones first.

    Growing files come first so that a phrase that moves is always in at least one file, even if writing them is cut
    short.
    """
    known = {file.path: file for file in before}

    def growth(file: EditableFile) -> int:
        earlier = known.get(file.path)
        return len(file.parsed.phrases) - (len(earlier.parsed.phrases) if earlier else 0)

    changed = [file for file in after if file.path not in known or known[file.path].text != file.text]
    return sorted(changed, key=growth, reverse=True)
