"""Plan the files that a batch would be written to, and note what a lead should know before."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from types import MappingProxyType

from qreply.exchange.batch import ImportBatch, ImportedPhrase, ImportNote
from qreply.exchange.near_duplicates import clashes, likenesses
from qreply.exchange.placement import TITLES, Ids, adds_nothing, identity, placed
from qreply.i18n import t
from qreply.phrasebook.fragments import texts_of
from qreply.phrasebook.leftovers import leftovers_in
from qreply.phrasebook.loader import Book, assemble
from qreply.phrasebook.model import Phrase, Phrasebook, Rule
from qreply.phrasebook.reading.file import read_file
from qreply.phrasebook.reading.source import Source
from qreply.phrasebook.references import used_scope
from qreply.phrasebook.writing.serializer import (
    PhraseFile,
    head_of,
    in_chinese,
    phrase_files_of,
    phrase_tree,
)
from qreply.phrasebook.writing.yaml_writer import Writer, comment
from qreply.phrasebook.yaml_keys import FILE, PHRASE
from qreply.reply.compliance import review_everywhere
from qreply.reply.rule_finding import Finding
from qreply.reply.wording_review import as_they_leave
from qreply.storage.new_files import free_name
from qreply.text.safety import clean_line

Progress = Callable[[int, int], None]

_WRITER = Writer()


@dataclass(frozen=True, slots=True)
class File:
    """A phrasebook file to be written."""

    name: str
    text: str
    scenario: str
    title: str
    count: int


@dataclass
class ImportPlan:
    """What an import would do."""

    format: str
    files: list[File] = field(default_factory=list)
    notes: list[ImportNote] = field(default_factory=list)
    unasked: int = 0  # phrases without `asks`, which are found less well
    phrases: list[tuple[str, Phrase]] = field(default_factory=list)  # with the places they come from
    updatable: int = 0  # phrases that the book has under the same id

    @property
    def count(self) -> int:
        """Return how many phrases come in."""
        return sum(file.count for file in self.files)


@dataclass(frozen=True)
class Target:
    """The book that phrases go to: what it holds, and the names of its files."""

    book: Phrasebook = field(default_factory=Phrasebook)
    names: frozenset[str] = frozenset()


def make_plan(batch: ImportBatch, target: Target, rules: Sequence[Rule], progress: Progress) -> ImportPlan:
    """Sort the batch's phrases into files for `target`.

    What is changed, doubtful or refused is noted.
    """
    plan = ImportPlan(batch.format, notes=list(batch.notes))
    titles = {scenario.name: scenario.title for scenario in target.book.scenarios} | batch.titles
    kept = list(_new(batch.imported_phrases, titles, target.book, plan))
    ids = Ids(target.book.by_id)
    phrases: list[Phrase] = []
    places: dict[str, str] = {}
    for imported, phrase in kept:
        named = ids.named(phrase)
        if phrase.id and named.id != phrase.id:
            plan.updatable += phrase.id in target.book.by_id
            values = {"id": phrase.id, "new": named.id}
            plan.notes.append(ImportNote("changed", "id", imported.place, values))
        phrases.append(named)
        places[named.id] = imported.place
    plan.notes += likenesses(target.book.phrases, phrases, places, progress)
    plan.phrases = [(places[phrase.id], phrase) for phrase in phrases]
    flags = flags_of(phrases, places, rules, plan.notes, progress=progress)
    plan.notes += clashes(target.book.phrases, phrases, places)
    names = {name.casefold() for name in target.names}
    for phrase_file in phrase_files_of(phrases, {**TITLES, **titles}):
        _add_file(phrase_file, flags, places, names, plan)
    plan.unasked = sum(not phrase.asks for phrase in phrases)
    return plan


def _new(
    imported_phrases: Iterable[ImportedPhrase], titles: Mapping[str, str], book: Phrasebook, plan: ImportPlan
) -> Iterable[tuple[ImportedPhrase, Phrase]]:
    """Return the phrases, sorted into scenarios, that are not there to the letter already."""
    there: dict[object, list[Phrase]] = {}
    for phrase in book.phrases:
        there.setdefault(identity(phrase), []).append(phrase)
    seen: dict[str, str] = {}
    moved: Counter[tuple[str, str, str]] = Counter()
    for imported in imported_phrases:
        phrase = placed(imported, titles)
        phrase = phrase._replace(scope=used_scope(phrase), path="", line=0)
        known = next((one for one in there.get(identity(phrase), ()) if adds_nothing(phrase, one)), None)
        if known is not None:
            values = {"id": known.id, "title": phrase.title}
            plan.notes.append(ImportNote("refused", "there-already", imported.place, values))
            continue
        key = repr(phrase)
        if key in seen:
            values = {"first": seen[key], "title": phrase.title}
            plan.notes.append(ImportNote("refused", "twice", imported.place, values))
            continue
        seen[key] = imported.place
        if not imported.phrase.scenario:
            theirs = "=>".join(imported.path)
            moved[theirs, phrase.scenario, phrase.group] += 1
        yield imported, phrase
    for (theirs, scenario, group), count in moved.items():
        title = {**TITLES, **titles}.get(scenario, scenario)
        values = {"theirs": theirs, "scenario": title, "count": str(count)}
        code = "no-group" if not theirs else "group-below" if group else "group"
        plan.notes.append(ImportNote("changed", code, values=values | ({"group": group} if group else {})))


def flags_of(
    phrases: Sequence[Phrase],
    places: Mapping[str, str],
    rules: Sequence[Rule],
    notes: list[ImportNote],
    *,
    progress: Progress,
) -> dict[str, list[str]]:
    """Return what the rules say against phrases as they would leave, and their leftovers, by id.

    Leftovers were not meant for customers; both are noted in `notes`.
    """
    flags: dict[str, list[str]] = {}
    # They are kept by text: a table says the same more than once, and each look takes milliseconds.
    known: dict[str, list[Finding]] = {}
    now = datetime.now()
    for number, phrase in enumerate(phrases):
        progress(number, len(phrases))
        found: dict[str, None] = {}
        for platform, text in as_they_leave(phrase, now) if rules else ():
            if text not in known:
                known[text] = review_everywhere(text, rules)
            for finding in known[text]:
                if finding.holds_on(platform):
                    shown = clean_line(text[finding.start : finding.end])
                    level = t(f"exchange.level.{'block' if finding.blocks else 'warn'}")
                    found[t("exchange.flag", level=level, text=shown, why=clean_line(finding.rule.why))] = (
                        None
                    )
        for text in texts_of(phrase):
            for leftover in leftovers_in(text, phrase.scope.placeholders.__contains__):
                values = {name: clean_line(value) for name, value in leftover.values.items()}
                key = f"problem.{leftover.code}"
                hint = t(f"{key}.hint", **values)
                found[t("exchange.problem-hint", message=t(key, **values), hint=hint)] = None
        if found:
            flags[phrase.id] = list(found)
        for flag in found:
            values = {"title": phrase.title, "flag": flag}
            notes.append(ImportNote("doubtful", "rule", places[phrase.id], values))
    return flags


def _add_file(
    phrase_file: PhraseFile,
    flags: Mapping[str, Sequence[str]],
    places: Mapping[str, str],
    names: set[str],
    plan: ImportPlan,
) -> None:
    """Add the file to the plan.

    Phrases that would not read back as they are meant are left out, and named.
    """
    for phrase_id, reason in _misread(phrase_file, flags).items():
        phrase_file.phrases = [phrase for phrase in phrase_file.phrases if phrase.id != phrase_id]
        plan.notes.append(ImportNote("refused", "problem", places[phrase_id], {"message": reason}))
    if not phrase_file.phrases:
        return
    name, usual = free_name(phrase_file.scenario, names), free_name(phrase_file.scenario, ())
    if name != usual:
        code = (
            "file-further"
            if any(file.scenario == phrase_file.scenario for file in plan.files)
            else "file-name"
        )
        plan.notes.append(ImportNote("changed", code, values={"name": usual, "new": name}))
    names.add(name.casefold())
    text = text_of(phrase_file, flags, t(f"exchange.format.{plan.format}"))
    plan.files.append(File(name, text, phrase_file.scenario, phrase_file.title, len(phrase_file.phrases)))


def text_of(
    phrase_file: PhraseFile,
    flags: Mapping[str, Sequence[str]],
    origin: str,
    *,
    chinese: bool = False,
    carried: Mapping[str, str] = MappingProxyType({}),
) -> str:
    """Return the file's text, with comments for the lead.

    Its keys are `chinese` if these are wanted. `carried` has the lines of phrases that come as they stand, by id.
    """
    head = head_of(phrase_file)
    parts = [comment(t("exchange.comment.origin", format=origin, count=len(phrase_file.phrases)))]
    parts += [comment(t("exchange.comment.next"))]
    parts += [
        _WRITER.entry(key, value) for key, value in (in_chinese(head, FILE) if chinese else head).items()
    ]
    parts.append(f"{FILE.by_name['phrases'].chinese if chinese else 'phrases'}:\n")
    group = ""
    for phrase in phrase_file.phrases:
        if phrase.group != group:
            group = phrase.group
            parts.append(comment(f"── {group or phrase_file.title} ──", 2))
        parts += [comment(flag, 2) for flag in flags.get(phrase.id, ())]
        if lines := carried.get(phrase.id):
            parts.append(textwrap.indent(lines, "  ") + "\n")
            continue
        tree = phrase_tree(phrase)
        parts.append(_WRITER.item(in_chinese(tree, PHRASE) if chinese else tree, 2))
    return "".join(parts)


def _misread(phrase_file: PhraseFile, flags: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Return ids of phrases that the loader would not read back as they are, with the reason."""
    if not _differs(phrase_file, flags):
        return {}
    found = {}
    for phrase in phrase_file.phrases:
        alone = PhraseFile(phrase_file.scenario, phrase_file.title, phrase_file.valid)
        alone.add(phrase)
        if (reason := _differs(alone, flags)) is not None:
            found[phrase.id] = reason
    return found


def _differs(phrase_file: PhraseFile, flags: Mapping[str, Sequence[str]]) -> str | None:
    file = read_file(Source("", text_of(phrase_file, flags, "")))
    book = assemble([Book(Path(), (file,))])
    errors = [problem.message for problem in book.problems if problem.severity == "error"]
    if errors:
        return errors[0]
    same = [phrase.content for phrase in book.phrases] == [phrase.content for phrase in phrase_file.phrases]
    if same and file.placeholders == phrase_file.placeholders and file.fragments == phrase_file.fragments:
        return None
    return t("exchange.differs")
