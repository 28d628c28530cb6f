"""Make one Phrasebook of books in overlay order.

Here ids, scopes, `hide` and tabs are settled, and problems found that show only across files. There are two layers:
`ParsedFile`s are read one file at a time (see reading/file.py); `assemble` puts them together and reads nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path

from qreply.phrasebook.files import files_of, yaml_files
from qreply.phrasebook.fragments import broken_includes
from qreply.phrasebook.model import SHIPPED_SCENARIOS, Phrase, Phrasebook, Problem, Rule, Scenario, Scope
from qreply.phrasebook.reading.declarations import default_problem
from qreply.phrasebook.reading.file import ParsedFile, read_file
from qreply.phrasebook.reading.phrases import Reference
from qreply.phrasebook.reading.source import read
from qreply.phrasebook.word_classes import with_classes
from qreply.storage.locations import shipped_phrasebook

_NAMES_SHOWN = 3


@dataclass(frozen=True)
class Book:
    """One book: the files of a folder, or a single file; `problems` are those of the folder."""

    path: Path
    files: tuple[ParsedFile, ...]
    problems: tuple[Problem, ...] = ()


def load(paths: Sequence[Path], rules: Path | None = None) -> Phrasebook:
    """Return the phrasebook made of the books at `paths`, later ones over earlier ones.

    Below all books' rules are those that come with qreply, or those in the folder `rules`. What is wrong inside the
    books stands in `problems`; raises PhrasebookError only if there is no book at all at one of the paths.
    """
    books = [read_book(path) for path in paths]
    return assemble(books, rules_of(rules) if rules else shipped_rules())


def read_book(path: Path) -> Book:
    """Return the book at `path`, a folder or a file; raises PhrasebookError if there is none."""
    files, problems = files_of(path)
    return Book(path, tuple(read_file(read(file)) for file in files), problems)


def rules_of(folder: Path) -> tuple[Rule, ...]:
    """Return the rules in the YAML files of `folder`; raises OSError if it cannot be listed."""
    return tuple(rule for file in yaml_files(folder) for rule in read_file(read(file)).rules)


@lru_cache(maxsize=1)
def shipped_rules() -> tuple[Rule, ...]:
    """Return the rules that come with qreply, on which those of books build."""
    return rules_of(shipped_phrasebook() / "rules")


def assemble(
    books: Iterable[Book], shipped_rules: Iterable[Rule] = (), last_good: Phrasebook | None = None
) -> Phrasebook:
    """Return the phrasebook made of `books`, later ones over earlier ones.

    A phrase that has an error now stays as it was in `last_good`.
    """
    overlay = _Overlay(shipped_rules, last_good or Phrasebook())
    for book in books:
        overlay.add(book)
    return overlay.phrasebook()


class _Overlay:
    """Phrases so far by id, in place; what later files may name; what was wrong."""

    def __init__(self, shipped_rules: Iterable[Rule], last_good: Phrasebook) -> None:
        self._last_good = last_good
        self._phrases: dict[str, Phrase] = {}
        self._rules = {rule.id: rule for rule in shipped_rules}
        self._titles: dict[str, str] = {}
        self._problems: list[Problem] = []
        self._declared: dict[str, Reference] = {}  # where the books' own rules are, by id
        self._unread: list[str] = []  # files that are not whole, and may declare anything
        self._failed: set[str] = set()  # ids of phrases with errors
        self._unchecked: dict[str, None] = {}  # names that an unread file may declare
        self._scope = Scope()

    def add(self, book: Book) -> None:
        self._problems += book.problems
        self._scope = _widened(self._scope, reversed(book.files))  # within a book the first file's names win
        own: dict[str, Phrase] = {}
        titles: dict[str, str] = {}
        self._unread += [file.path for file in book.files if not file.whole]
        for file in book.files:
            self._problems += file.problems
            self._add_phrases(file, own)
            self._add_rules(file)
            titles[file.scenario] = titles.get(file.scenario) or file.title
        for name, title in titles.items():
            self._titles[name] = title or self._titles.get(name, "")

    def _add_rules(self, file: ParsedFile) -> None:
        for rule, mention in zip(file.rules, file.rule_ids, strict=True):
            is_known = rule.words or rule.patterns or rule.id in self._rules
            if rule.level == "off" and not is_known and not self._unread:
                near = get_close_matches(rule.id, self._rules, 1, 0.5)
                values = {"id": rule.id, "near": "".join(near)}
                code = "mistyped-rule" if near else "unknown-rule"
                self._problems.append(Problem(code, file.path, mention.line, mention.column, "error", values))
            self._rules[rule.id] = self._joined(rule)
            self._declared[rule.id] = mention

    def _joined(self, rule: Rule) -> Rule:
        """Return the rule, with the words of the same table in earlier files, which all count."""
        known = self._rules.get(rule.id) if rule.is_table else None
        return rule._replace(words=tuple(dict.fromkeys((*known.words, *rule.words)))) if known else rule

    def phrasebook(self) -> Phrasebook:
        used = {phrase.scenario for phrase in self._phrases.values()}
        names = dict.fromkeys((*SHIPPED_SCENARIOS, *self._titles))
        scenarios = tuple(Scenario(name, self._titles[name] or name) for name in names if name in used)
        rules, problems = with_classes(self._rules.values(), self._declared)
        self._problems += self._own_faults(problems, "unknown-block")
        if self._unchecked:
            self._problems.append(unchecked_names(self._unread[0], self._unchecked))
        return Phrasebook(scenarios, tuple(self._phrases.values()), rules, tuple(self._problems))

    def _own_faults(self, problems: Iterable[Problem], *follow: str) -> Iterator[Problem]:
        """Yield the problems that do not just follow from a file that cannot be read."""
        for problem in problems:
            if self._unread and problem.code in follow:
                self._unchecked[problem.values["name"]] = None
            elif not (self._unread and problem.code == "unused-class"):  # it may be used there
                yield problem

    def _add_phrases(self, file: ParsedFile, own: dict[str, Phrase]) -> None:
        scope = _widened(self._scope, [file])
        broken, problems = broken_includes(file, scope.fragments)
        self._problems += _barred_defaults(file, scope)
        if file.whole:  # else the fragments may just not have been read
            self._problems += self._own_faults(problems, "unknown-fragment", "mistyped-fragment")
        narrow = len(scope.fragments) == len(file.fragments) and len(scope.placeholders) == len(
            file.placeholders
        )
        self._failed |= file.failed.keys() | broken
        failed_at: dict[int, list[str]] = {}
        for key, place in file.failed.items():
            failed_at.setdefault(place, []).append(key)
        for place, (phrase, at) in enumerate(zip(file.phrases, file.ids, strict=True)):
            self._keep_last_good(failed_at.get(place, ()), own)
            if (first := own.get(phrase.id)) is not None:
                values = {"id": phrase.id, "first": f"{Path(first.path).name}:{first.line}"}
                self._problems.append(Problem("id-taken", file.path, *at, "error", values))
            elif phrase.id in broken:
                self._keep_last_good([phrase.id], own)
            else:
                own[phrase.id] = self._phrases[phrase.id] = phrase if narrow else phrase._replace(scope=scope)
        self._keep_last_good(failed_at.get(len(file.phrases), ()), own)
        for hidden in file.hidden:
            is_there = self._phrases.pop(hidden.name, None) is not None or hidden.name in self._failed
            if not is_there and not self._unread:
                values = {"id": hidden.name}
                at_hidden = (hidden.line, hidden.column)
                self._problems.append(Problem("hides-nothing", file.path, *at_hidden, "warning", values))

    def _keep_last_good(self, ids: Iterable[str], own: dict[str, Phrase]) -> None:
        for key in ids:
            if key not in own and (phrase := self._last_good.by_id.get(key)) is not None:
                own[key] = self._phrases[key] = phrase


def unchecked_names(path: str, names: Iterable[str]) -> Problem:
    """Say once, of the file at `path`, that it may declare `names` which others refer to."""
    shown = [*names]
    values = {"names": "、".join(shown[:_NAMES_SHOWN]), "more": "…" * (len(shown) > _NAMES_SHOWN)}
    return Problem("unchecked-names", path, 1, 1, "warning", values)


def _barred_defaults(file: ParsedFile, scope: Scope) -> Iterator[Problem]:
    """Find defaults in the file's texts where there must be none.

    Replies are filled without them in any case.
    """
    for mention in file.defaults:
        declared = scope.placeholders.get(mention.name)
        if declared and not declared.takes_default:
            values = {"name": mention.name}
            at = (mention.line, mention.column)
            yield Problem(default_problem(declared), file.path, *at, "error", values)


def _widened(scope: Scope, files: Iterable[ParsedFile]) -> Scope:
    placeholders, fragments = dict(scope.placeholders), dict(scope.fragments)
    for file in files:
        placeholders.update(file.placeholders)
        fragments.update(file.fragments)
    return Scope(placeholders, fragments)
