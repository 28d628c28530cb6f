"""Move phrases to another scenario or group as they stand; what names them follows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from qreply.authoring.bulk_edit import phrasebook_of
from qreply.errors import QReplyError
from qreply.exchange.placement import TITLES
from qreply.i18n import t
from qreply.phrasebook.model import Phrase, Phrasebook
from qreply.phrasebook.reading.file import ParsedFile
from qreply.phrasebook.reading.source import says_empty
from qreply.phrasebook.references import used_scope
from qreply.phrasebook.writing.book_files import EditableFile
from qreply.phrasebook.writing.phrase_splice import PhraseSplices, with_empty_list
from qreply.phrasebook.writing.raw_phrase import append_phrase, cut_phrase
from qreply.phrasebook.writing.serializer import phrase_tree
from qreply.phrasebook.writing.text_splice import CannotSpliceError
from qreply.phrasebook.writing.yaml_writer import Tree, Writer
from qreply.storage.new_files import free_name


def move_phrases(
    files: Sequence[EditableFile],
    chosen: Callable[[Phrase], bool],
    *,
    scenario: str = "",
    group: str | None = None,
) -> tuple[list[EditableFile], Mapping[str, str]]:
    """Return the files with `chosen` phrases moved, and the phrases' new ids by the old ones.

    They move to `scenario`, or to `group` of their own scenario. A phrase stays in its book. Raises QReplyError where
    an id is taken there, or a phrase would mean something else.
    """
    before = phrasebook_of(files)
    moved = [
        phrase
        for file in files
        for phrase in file.parsed.phrases
        if chosen(phrase) and phrase.scenario != (scenario or phrase.scenario)
    ]
    ids = {phrase.id: f"{scenario}/{_key(phrase)}" for phrase in moved}
    for old, new in ids.items():
        if new in before.by_id or list(ids.values()).count(new) > 1:
            raise QReplyError(t("bulk.id-taken", id=old, new=new), t("bulk.id-taken.hint"))
    after = list(files)
    try:
        after = [_rewritten(file, chosen, ids, group) for file in after]
        for phrase in moved:
            after = _carried(after, phrase, scenario, before)
    except CannotSpliceError:
        raise QReplyError(t("bulk.cannot-move"), t("bulk.odd.hint")) from None
    _prove(before, phrasebook_of(after), chosen, ids, group)
    return after, ids


def _key(phrase: Phrase) -> str:
    """Return the phrase's id without its scenario."""
    return phrase.id.removeprefix(phrase.scenario + "/")


def _rewritten(
    file: EditableFile, chosen: Callable[[Phrase], bool], ids: Mapping[str, str], group: str | None
) -> EditableFile:
    """Return the file with the groups set, and with ids as they will be where they are named."""
    splices = PhraseSplices(file.text)
    for phrase in file.parsed.phrases:
        tree = phrase_tree(phrase)
        wanted: dict[str, Tree] = dict(tree)
        if group is not None and chosen(phrase):
            wanted["group"] = group
        wanted |= _references(phrase, ids)
        if phrase.id in ids and str(tree.get("id", "")).startswith(phrase.scenario + "/"):
            wanted["id"] = _key(phrase)
        # Ids that are named without their scenario are those of the phrase's own: they are written whole.
        rewritten: dict[str, Tree] = {
            key: ""
            for key in ("next", "no-answer")
            if key in wanted and (phrase.id in ids or wanted[key] != tree[key])
        }
        old: dict[str, Tree] = {**tree, **rewritten}
        if old != wanted:
            splices.change(phrase.line, old, {key: value for key, value in wanted.items() if value})
    text = splices.spliced()
    return file if text == file.text else file.with_text(text)


def _references(phrase: Phrase, ids: Mapping[str, str]) -> dict[str, Tree]:
    found: dict[str, Tree] = {}
    if phrase.next:
        found["next"] = tuple(ids.get(key, key) for key in phrase.next)
    if phrase.no_answer:
        found["no-answer"] = ids.get(phrase.no_answer, phrase.no_answer)
    return found


def _carried(
    files: list[EditableFile], phrase: Phrase, scenario: str, book: Phrasebook
) -> list[EditableFile]:
    """Return the files with the phrase's lines in another of its book, behind the last there."""
    source = next(file for file in files if str(file.path) == phrase.path)
    there = next(one for one in source.parsed.phrases if one.id == phrase.id)
    text, lines = cut_phrase(source.text, there.line)
    target = next(
        (
            file
            for file in files
            if file.book == source.book and file.parsed.scenario == scenario and _takes_phrases(file)
        ),
        None,
    )
    begun: list[EditableFile] = []
    if target is None:
        target = _begin_file(files, source, scenario, book)
        begun = [target]
    changed = {
        source.path: source.with_text(text),
        target.path: target.with_text(append_phrase(target.text, lines)),
    }
    return [changed.get(file.path, file) for file in (*files, *begun)]


def _takes_phrases(file: EditableFile) -> bool:
    """Tell whether the file has phrases or had some; one of rules alone is for these."""
    return bool(file.parsed.phrases) or with_empty_list(file.text) != file.text or says_empty(file.text)


def _begin_file(
    files: Sequence[EditableFile], source: EditableFile, scenario: str, book: Phrasebook
) -> EditableFile:
    folder = source.path.parent
    if source.book == source.path:  # a book of one file
        raise QReplyError(t("bulk.one-file", path=source.path), t("bulk.one-file.hint"))
    names = {file.path.name.casefold() for file in files if file.path.parent == folder}
    titles = {one.name: one.title for one in book.scenarios}
    head = {"scenario": scenario, "title": titles.get(scenario) or TITLES.get(scenario, "")}
    text = "".join(Writer().entry(key, value) for key, value in head.items() if value) + "phrases:\n"
    path = folder / free_name(scenario, names)
    return EditableFile(source.book, path, None, text, ParsedFile(str(path)))


def _prove(
    before: Phrasebook,
    after: Phrasebook,
    chosen: Callable[[Phrase], bool],
    ids: Mapping[str, str],
    group: str | None,
) -> None:
    """Raise QReplyError unless all phrases say the same as before, moved ones in their place."""
    errors = {problem.code for problem in before.problems if problem.severity == "error"}
    new = next(
        (each for each in after.problems if each.severity == "error" and each.code not in errors), None
    )
    if new is not None:
        raise QReplyError(f"{Path(new.path).name}:{new.line} {new.message}", new.hint)
    for phrase in before.phrases:
        there = after.by_id.get(ids.get(phrase.id, phrase.id))
        expected = phrase._replace(
            id=ids.get(phrase.id, phrase.id),
            scenario=ids[phrase.id].partition("/")[0] if phrase.id in ids else phrase.scenario,
            group=group if group is not None and chosen(phrase) else phrase.group,
            next=tuple(ids.get(key, key) for key in phrase.next),
            no_answer=ids.get(phrase.no_answer, phrase.no_answer),
        )
        if there is None or there.content != expected.content or used_scope(there) != used_scope(phrase):
            raise QReplyError(t("bulk.means-other", id=phrase.id), t("bulk.means-other.hint"))
    if len(after.phrases) != len(before.phrases):
        raise QReplyError(t("bulk.cannot-move"), t("bulk.odd.hint"))
