"""Tell a lead of likely slips in a book that can be read, across all its files."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from functools import lru_cache
from itertools import chain
from operator import itemgetter
from pathlib import Path
from typing import cast

from qreply.phrasebook.duplicates import twins_in
from qreply.phrasebook.images import find_image, names_file
from qreply.phrasebook.known_ids import KnownIds, known_ids
from qreply.phrasebook.leftovers import leftovers_in, may_hold_leftovers
from qreply.phrasebook.loader import Book, assemble, read_book, unchecked_names
from qreply.phrasebook.model import SHIPPED_SCENARIOS, Phrase, Phrasebook, Problem, Rule, Severity, Validity
from qreply.phrasebook.reading.file import ParsedFile
from qreply.phrasebook.reading.locator import LateLocator, Locator
from qreply.phrasebook.reading.phrases import Reference
from qreply.phrasebook.stray_files import strays_in

BUILT_IN = frozenset(("客服", "店名", "平台", "问候", "今天", "现在", "称呼"))

# Characters that fit on a customer's phone screen at once; the platforms' own limits are not published.
MESSAGE_LIMITS: Mapping[str, int] = {"taobao": 500, "pdd": 500}

_EMOTICON = re.compile(r"/:(?:\d{3}|[\^*=$~!@|>_<'-][\w^~>.'=-]{0,3})")
_ASK_NOISE = re.compile(r"[\s，。！？、~,.!?]+")
_MONTHS_A_RULE_HOLDS = 12
_PLACE = itemgetter(Problem._fields.index("line"), Problem._fields.index("column"))


@dataclass(frozen=True, slots=True)
class Limits:
    """What counts as too long or too late: characters a message by platform, and today."""

    now: datetime
    characters: Mapping[str, int]


More = Callable[[Phrasebook, Locator], Iterable[Problem]]
"""Finds further problems in a book, such as what rules say against it, which this package knows nothing of."""


def check(
    paths: Sequence[Path],
    now: datetime,
    characters: Mapping[str, int] = MESSAGE_LIMITS,
    more: More = lambda _book, _locator: (),
    shipped_rules: Iterable[Rule] = (),
    *,
    exact: int | None = None,
) -> list[Problem]:
    """Return all problems of the books at `paths`, in the files' order.

    The first `exact` problems of each kind have their exact place and line, the others that of their phrase; if
    `exact` is None, all have theirs. Raises PhrasebookError if there is no book.
    """
    books = [read_book(path) for path in paths]
    book = assemble(books, shipped_rules)
    locator = LateLocator()
    limits = Limits(now, characters)
    problems = [*book.problems, *strays(paths), *lint(books, book, locator, limits), *more(book, locator)]
    files = [file.path for book in books for file in book.files]
    return _in_order(_placed(_in_order(problems, files), locator, exact or len(problems)), files)


def _in_order(problems: Iterable[Problem], files: Sequence[str]) -> list[Problem]:
    """Sort problems by file, line and column; those of no file come first."""
    found: dict[str, list[Problem]] = {path: [] for path in ("", *files)}
    for problem in problems:
        found[problem.path if problem.path in found else ""].append(problem)
    return [problem for of_file in found.values() for problem in sorted(of_file, key=_PLACE)]


def _placed(problems: Iterable[Problem], locator: LateLocator, exact: int) -> Iterator[Problem]:
    """Place the first of each kind.

    The rest of the last one's phrase is placed too: within it they may change places.
    """
    seen: dict[tuple[str, str], int] = {}
    last: dict[tuple[str, str], tuple[str, int]] = {}
    for problem in problems:
        kind, near = (problem.severity, problem.code), (problem.path, problem.line)
        count = seen[kind] = seen.get(kind, 0) + 1
        if count <= exact:
            last[kind] = near
        if near == last[kind]:
            yield locator.placed(problem)
        else:
            yield Problem(*problem[:3], 1, *problem[4:]) if problem.column < 0 else problem


def strays(paths: Sequence[Path]) -> Iterator[Problem]:
    """Return what lies in the books' folders and is not read."""
    for path in paths:
        for folder in (path, path / "rules"):
            with contextlib.suppress(OSError):
                yield from strays_in(folder)


def lint(books: Sequence[Book], book: Phrasebook, locator: Locator, limits: Limits) -> Iterator[Problem]:
    """Return warnings about phrases that would load as they are."""
    known = known_ids(books, book)
    unread: list[str] = []
    for layer in books:
        unread += [file.path for file in layer.files if not file.whole]
        if unread:
            yield from _unchecked_placeholders(layer, book, unread[0])
        yield from _codes_twice(layer, locator)
        yield from _asks_twice(layer, locator)
        yield from _twins(layer, locator)
        for file in layer.files:
            yield from _of_file(file, known, limits)
            if not unread:
                yield from (_mistyped(file, *slip) for slip in _likely_slips(file, book))
            declared = _declared(file, book)
            for phrase in file.phrases:
                yield from _leftovers(phrase, declared, locator)
                if phrase.images:
                    yield from _missing_images(phrase, locator)
                if len(phrase.valid) > len(file.valid):
                    yield from _validity_of(phrase, file, locator, limits.now)
                yield from _of_phrase(phrase, locator, limits)


def _of_file(file: ParsedFile, known: KnownIds, limits: Limits) -> Iterator[Problem]:
    for until in _ended(file.valid, limits.now):
        yield _warning("expired", file.path, file.valid_at, until=until)
    if file.scenario not in SHIPPED_SCENARIOS:
        for near in get_close_matches(file.scenario, SHIPPED_SCENARIOS, 1, 0.75):
            yield _warning("mistyped-scenario", file.path, file.scenario_at, name=file.scenario, near=near)
    yield from _of_references(file, known)
    for rule, mention in zip(file.rules, file.rule_ids, strict=True):
        if rule.checked and _months_between(rule.checked, limits.now) > _MONTHS_A_RULE_HOLDS:
            at = (mention.line, mention.column)
            yield _warning("rule-unchecked", file.path, at, id=rule.id, checked=rule.checked)


def _likely_slips(file: ParsedFile, book: Phrasebook) -> Iterator[tuple[Reference, str]]:
    """Find placeholders that are not declared, each with a declared name that was likely meant."""
    declared = _declared(file, book)
    for mention in file.fields:
        if mention.name not in declared and (near_name := _near(mention.name, declared)):
            yield mention, near_name


def _mistyped(file: ParsedFile, mention: Reference, near: str) -> Problem:
    at = (mention.line, mention.column)
    return _warning("mistyped-placeholder", file.path, at, name=mention.name, near=near)


def _unchecked_placeholders(layer: Book, book: Phrasebook, unread: str) -> Iterator[Problem]:
    """Say once which placeholders may be declared in a file that cannot be read."""
    slips = (_likely_slips(file, book) for file in layer.files if file.whole)
    names = dict.fromkeys(mention.name for mention, _ in chain.from_iterable(slips))
    if names and not any(problem.code == "unchecked-names" for problem in book.problems):
        yield unchecked_names(unread, names)


def _of_references(file: ParsedFile, known: KnownIds) -> Iterator[Problem]:
    """Find ids that lead nowhere, and will not once the book is without errors.

    A lost follow-up costs a suggestion; a lost no-answer lets a shop say yes where it means no.
    """
    kinds = (
        (file.nexts, "mistyped-next", "unknown-next", "warning"),
        (file.no_answers, "mistyped-no-answer", "unknown-no-answer", "error"),
    )
    for references, mistyped, unknown, severity in kinds:
        for mention in references:
            if not known.may_have(mention.name):
                own = _phrase_at(file, mention.line)  # which leads nowhere but to itself
                near = [one for one in get_close_matches(mention.name, known.ids, 2, 0.75) if one != own][:1]
                values = {"id": mention.name, "near": "".join(near)}
                at = (mention.line, mention.column)
                yield Problem(
                    mistyped if near else unknown, file.path, *at, cast("Severity", severity), values
                )


def _phrase_at(file: ParsedFile, line: int) -> str:
    before = [phrase for phrase in file.phrases if phrase.line <= line]
    return max(before, key=lambda phrase: phrase.line).id if before else ""


def _validity_of(phrase: Phrase, file: ParsedFile, locator: Locator, now: datetime) -> Iterator[Problem]:
    for until in _ended(phrase.valid[len(file.valid) :], now):
        yield _warning("expired", phrase.path, locator.key(phrase, "valid"), until=until)


def _ended(valid: Sequence[Validity], now: datetime) -> list[str]:
    return [f"{each.until:%Y-%m-%d}" for each in valid if each.until is not None and each.until < now]


def _of_phrase(phrase: Phrase, locator: Locator, limits: Limits) -> Iterator[Problem]:
    if phrase.available_on("pdd"):
        for text in _texts_on(phrase, "pdd"):
            if found := _EMOTICON.search(text):
                at = locator.text(phrase, found[0])
                yield _warning("emoticon-on-pdd", phrase.path, at, emoticon=found[0])
                break
    for platform, limit in limits.characters.items():
        if not phrase.available_on(platform):
            continue
        for text in _texts_on(phrase, platform):
            if len(text) > limit:
                values = {"length": str(len(text)), "limit": str(limit), "platform": platform}
                yield _warning("too-long", phrase.path, locator.text(phrase, text[:12]), **values)
                return


def _twins(layer: Book, locator: Locator) -> Iterator[Problem]:
    phrases = [phrase for file in layer.files for phrase in file.phrases]
    for code, phrase, first in twins_in(phrases):
        at = locator.key(phrase, "title" if code == "title-twice" else "reply")
        values = {"title": phrase.title, "first": first.title, "where": _where(first)}
        yield _warning(code, phrase.path, at, **values)


def _where(phrase: Phrase) -> str:
    return f"{_name_of(phrase.path)}:{phrase.line}"


@lru_cache(maxsize=64)
def _name_of(path: str) -> str:
    return Path(path).name


def _leftovers(phrase: Phrase, known: set[str], locator: Locator) -> Iterator[Problem]:
    wordings = phrase.wordings
    if phrase.platform_wordings:
        wordings = (*wordings, *chain.from_iterable(phrase.platform_wordings.values()))
    names = (phrase.title, phrase.code, *phrase.asks)
    texts = (*names, *chain.from_iterable(wordings))
    if not may_hold_leftovers(texts):
        return
    seen: set[tuple[str, str]] = set()
    for number, text in enumerate(texts):
        for found in leftovers_in(text, known.__contains__):
            code = "hole-in-name" if found.code == "hole" and number < len(names) else found.code
            if (key := (code, found.text)) not in seen:
                seen.add(key)
                at = locator.text(phrase, found.text)
                yield _warning(code, phrase.path, at, **found.values)


def _missing_images(phrase: Phrase, locator: Locator) -> Iterator[Problem]:
    """Find images named as files that lie neither beside the book nor in its folder of images."""
    for name in phrase.images:
        if names_file(name) and find_image(phrase, name) is None:
            yield _warning("image-missing", phrase.path, locator.item(phrase, "images", name), name=name)


def _codes_twice(layer: Book, locator: Locator) -> Iterator[Problem]:
    first: dict[str, Phrase] = {}
    for file in layer.files:
        for phrase in file.phrases:
            for code in phrase.codes:
                if (other := first.setdefault(code.casefold(), phrase)) is not phrase:
                    at = locator.key(phrase, "code")
                    values = {"shortcut": code, "first": other.title, "where": _where(other)}
                    yield _warning("code-twice", phrase.path, at, **values)


def _asks_twice(layer: Book, locator: Locator) -> Iterator[Problem]:
    first: dict[str, Phrase] = {}
    phrases = [phrase for file in layer.files for phrase in file.phrases]
    asks = "\0".join(ask for phrase in phrases for ask in phrase.asks)
    contents = iter(_ASK_NOISE.sub("", asks).casefold().split("\0"))  # all at once is three times as fast
    for phrase in phrases:
        for ask, content in zip(phrase.asks, contents, strict=False):
            if content in first:
                other = first[content]
                at = locator.item(phrase, "asks", ask)
                values = {"ask": ask, "first": other.title, "where": _where(other)}
                yield Problem("ask-twice", phrase.path, *at, "warning", values)
            else:
                first[content] = phrase


def gist_of_ask(ask: str) -> str:
    """Return an ask without blanks and punctuation, which make no difference to it."""
    return _ASK_NOISE.sub("", ask).casefold()


def _warning(code: str, path: str, place: tuple[int, int], **values: str) -> Problem:
    return Problem(code, path, *place, "warning", values)


def _texts_on(phrase: Phrase, platform: str) -> Iterator[str]:
    for wording in phrase.wordings_on(platform):
        yield from wording


def _declared(file: ParsedFile, book: Phrasebook) -> set[str]:
    """Return the placeholder names that the file's texts may mean.

    They are declared in its scope, or built in.
    """
    scope = next((phrase.scope for phrase in book.phrases if phrase.path == file.path), None)
    declared = scope.placeholders if scope else file.placeholders
    return {*BUILT_IN, *declared}


def _near(name: str, known: set[str]) -> str:
    """Return a known name one slip away; two characters are too few to tell."""
    if len(name) < 2:
        return ""
    from rapidfuzz.distance import OSA  # few books have a name that is not known

    slips = (other for other in sorted(known) if max(len(name), len(other)) > 2)
    return next((other for other in slips if OSA.distance(name, other, score_cutoff=1) == 1), "")


def _months_between(month: str, now: datetime) -> int:
    return (now.year - int(month[:4])) * 12 + now.month - int(month[5:])
