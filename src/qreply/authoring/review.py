"""Review a phrase being edited: all that `check` would report, and what blocks a copy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from qreply.authoring.phrase_edit import PhraseEdit
from qreply.i18n import t
from qreply.phrasebook.lint import Limits, lint
from qreply.phrasebook.loader import Book, assemble
from qreply.phrasebook.model import Phrase, Problem, Rule, Scope
from qreply.phrasebook.reading.file import ParsedFile, read_file
from qreply.phrasebook.reading.locator import Locator
from qreply.phrasebook.reading.source import Source
from qreply.phrasebook.writing.serializer import phrase_tree
from qreply.phrasebook.writing.yaml_writer import Writer
from qreply.reply.render import prepare
from qreply.reply.values import SenderProfile, ValueSources

Tone = Literal["error", "warning"]

_ID = "x"  # of the phrase while it is written


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to correct: an error forbids copying, a `fatal` one saving too."""

    tone: Tone
    text: str
    advice: str = ""
    fatal: bool = False


@dataclass(frozen=True)
class Reviewer:
    """Reviews edits as `check` and a copy would, for one shop and platform."""

    scope: Scope
    rules: Sequence[Rule]
    profile: SenderProfile
    limits: Mapping[str, int]  # characters in one message, by platform

    def remarks(self, phrase_edit: PhraseEdit, now: datetime) -> list[Remark]:
        """Return what is wrong with it, errors first, each thing once."""
        found = dict.fromkeys((*_gaps(phrase_edit), *self._of_book(phrase_edit, now)))
        if not any(remark.fatal for remark in found):
            found |= dict.fromkeys(self._of_copy(phrase_edit, now))
        return sorted(found, key=lambda remark: (not remark.fatal, remark.tone))

    def _of_book(self, phrase_edit: PhraseEdit, now: datetime) -> Iterator[Remark]:
        """Yield what the loader and `check` report of the phrase, alone in a file."""
        if not phrase_edit.title or not phrase_edit.messages:
            return
        tree = phrase_tree(phrase_edit.phrase("")._replace(id=_ID, valid=(), next=()))
        head = Writer().entry("scenario", phrase_edit.scenario or "x")
        file = read_file(Source("", f"{head}phrases:\n{Writer().item(tree, 2)}"))
        base = ParsedFile("", placeholders=self.scope.placeholders, fragments=self.scope.fragments)
        books = [Book(Path(), (base,)), Book(Path(), (file,))]
        book = assemble(books)
        warnings = lint(books, book, Locator(), Limits(now, self.limits))
        for problem in (*book.problems, *warnings):
            fatal = problem.severity == "error"
            if problem.code == "no-asks":  # there is a line for them, and no YAML to write
                yield Remark(problem.severity, t("writing.no-asks"), t("writing.no-asks.hint"), fatal=fatal)
                continue
            named = _named(problem, phrase_edit.title)
            yield Remark(named.severity, named.message, named.hint, fatal=fatal)

    def _of_copy(self, phrase_edit: PhraseEdit, now: datetime) -> Iterator[Remark]:
        """Yield what the rules find in the messages, filled as far as possible without a customer."""
        phrase = phrase_edit.phrase("x")._replace(scope=self._scope_of(phrase_edit.origin))
        for message in phrase_edit.messages:
            known = ValueSources(profile=self.profile)
            rendered = prepare(phrase, message, sources=known, rules=self.rules, now=now)
            for finding in rendered.findings:
                advice = t("reply.say", say=finding.rule.suggestion) if finding.rule.suggestion else ""
                tone: Tone = "error" if finding.blocks else "warning"
                yield Remark(tone, finding.describe(rendered.text), advice)

    def _scope_of(self, origin: Phrase | None) -> Scope:
        return origin.scope if origin else self.scope


def _named(problem: Problem, title: str) -> Problem:
    """Name the phrase by its title in the problem, where that has the id of one being written."""
    values = {
        name: title if value.rpartition("/")[2] == _ID else value for name, value in problem.values.items()
    }
    return problem._replace(values=values)


def _gaps(phrase_edit: PhraseEdit) -> Iterator[Remark]:
    if not phrase_edit.title:
        yield Remark("error", t("writing.no-title"), fatal=True)
    if not phrase_edit.messages:
        yield Remark("error", t("writing.no-reply"), fatal=True)
