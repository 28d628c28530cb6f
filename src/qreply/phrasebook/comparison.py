"""Tell what has changed between two states of a book.

It tells which phrases are new, gone or moved, and above all what replies promise.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import NamedTuple

from qreply.phrasebook.declared import Declared, DeclaredChange, declared_changes, declared_in
from qreply.phrasebook.flat_text import fields_of, flat_texts, meaning_of
from qreply.phrasebook.model import Phrase, Placeholder, Rule, Scope, Wording
from qreply.phrasebook.pairing import NO_ID, Ground, Words, are_alike, paired
from qreply.phrasebook.references import used_scope
from qreply.phrasebook.reply_changes import (
    PromiseChange,
    ReplyChange,
    promise_changes,
    reply_changes,
    spell_validity,
    without_moved,
)
from qreply.phrasebook.snapshots import BookSnapshot, FileSnapshot, assemble_snapshots

FIELDS = (
    "title", "group", "code", "more_codes", "asks", "negative_words", "tags", "only", "note", "next", "no_answer",
    "images", "readings",
)  # fmt: skip


class FieldChange(NamedTuple):
    """How a placeholder of one phrase was filled and is."""

    name: str
    old: tuple[Placeholder, ...]
    new: tuple[Placeholder, ...]


class PhraseChange(NamedTuple):
    """A phrase that is in both states, not quite the same.

    `fields` are those that differ beside the replies, `filled` the placeholders; `ground` is why it is taken for the
    same.
    """

    old: Phrase
    new: Phrase
    replies: tuple[ReplyChange, ...] = ()
    promises: tuple[PromiseChange, ...] = ()
    fields: tuple[str, ...] = ()
    ground: Ground = "id"
    filled: tuple[FieldChange, ...] = ()

    @property
    def is_moved(self) -> bool:
        """Tell whether it has another id."""
        return self.old.id != self.new.id and not any(
            phrase.id.startswith(NO_ID) for phrase in (self.old, self.new)
        )

    @property
    def is_said_otherwise(self) -> bool:
        """Tell whether its replies, or what fills them, differ."""
        return bool(self.replies or self.filled)

    @property
    def known(self) -> Phrase:
        """Return it as it is, or as it was where only that has an id."""
        return self.old if self.new.id.startswith(NO_ID) else self.new


@dataclass
class Comparison:
    """Phrases that are new or gone, and those that have changed, in the new state's order.

    `declared` is what no phrase shows; `grounds` counts why phrases without the same id were taken for one.
    """

    new: list[Phrase] = field(default_factory=list)
    gone: list[Phrase] = field(default_factory=list)
    changed: list[PhraseChange] = field(default_factory=list)
    rules: tuple[RuleChange, ...] = ()
    declared: tuple[DeclaredChange, ...] = ()
    grounds: Counter[Ground] = field(default_factory=Counter)

    def __bool__(self) -> bool:
        return bool(self.new or self.gone or self.changed or self.rules or self.declared)


class RuleChange(NamedTuple):
    """A compliance rule that is new, gone or other: what it was and is."""

    old: Rule | None
    new: Rule | None


def compare(
    old: Sequence[Phrase],
    new: Sequence[Phrase],
    old_rules: Iterable[Rule] = (),
    new_rules: Iterable[Rule] = (),
    *,
    fields: Collection[str] = FIELDS,
    old_declared: Declared = MappingProxyType({}),
    new_declared: Declared = MappingProxyType({}),
) -> Comparison:
    """Compare two states of a book: replies, rules, what is declared, and `fields`.

    Those are some of `FIELDS`.

    Phrases whose ids differ are paired as `paired` says. Where the code or title alone tells that they are one, and
    they say other things, no promise counts as changed.
    """
    found = Comparison()
    before = {phrase.id: phrase for phrase in old}
    after = {phrase.id: phrase for phrase in new}
    pairs = paired(before, after)
    still_there = {was.id for was, _ in pairs.values()}
    found.gone = [phrase for phrase in before.values() if phrase.id not in still_there]
    found.new = [phrase for phrase in after.values() if phrase.id not in pairs]
    found.grounds = Counter(ground for _, ground in pairs.values() if ground != "id")
    scopes, words = _Scopes(), Words()
    for phrase in after.values():
        if phrase.id in pairs:
            earlier, ground = pairs[phrase.id]
            change = _change(earlier, phrase, scopes, fields)
            if change is None:
                continue
            if ground in ("code", "title") and change.promises and not are_alike(earlier, phrase, words):
                change = change._replace(promises=())  # it may be about something else now
            found.changed.append(change._replace(ground=ground))
    found.rules = tuple(_rule_changes(old_rules, new_rules))
    found.declared = tuple(_unshown(declared_changes(old_declared, new_declared), found.changed))
    return found


def _unshown(changes: Iterable[DeclaredChange], shown: Iterable[PhraseChange]) -> Iterator[DeclaredChange]:
    """Yield what no phrase that has changed shows."""
    pairs = [(used_scope(change.old), used_scope(change.new)) for change in shown if change.is_said_otherwise]
    differ: set[tuple[str, str]] = set()
    for old, new in pairs:
        for kind, was, now in (
            ("placeholder", old.placeholders, new.placeholders),
            ("fragment", old.fragments, new.fragments),
        ):
            differ.update((kind, name) for name in (*was, *now) if was.get(name) != now.get(name))
    return (change for change in changes if (change.kind, change.name) not in differ)


def compare_snapshots(old: BookSnapshot, new: BookSnapshot) -> Comparison:
    """Compare two states of one book; of files only what is not the same in both is parsed.

    A phrase that has an error is in either state as it was when last sound: it is broken, and not gone.
    """
    counts = [{file.path: file.counts for file in book.files} for book in (old, new)]
    everything = counts[0].keys() | counts[1].keys()
    differ = {path for path in everything if counts[0].get(path) != counts[1].get(path)}
    now = {file.path: file for file in new.files}
    sides = [_part(book, differ, now) for book in (old, new)]
    if _lean_on_others(*sides):
        sides = [_part(book, everything, now) for book in (old, new)]
    before, after = (assemble_snapshots([side], ()) for side in sides)
    return compare(before.phrases, after.phrases, before.rules, after.rules)


def _part(book: BookSnapshot, paths: Collection[str], now: Mapping[str, FileSnapshot]) -> BookSnapshot:
    """Return of a state only the files at `paths`, parsed like those of `now`."""
    files, sound = (
        tuple(_as_parsed(file, now.get(file.path)) for file in kept if file.path in paths)
        for kept in (book.files, book.sound)
    )
    return replace(book, files=files, sound=sound)


def _lean_on_others(old: BookSnapshot, new: BookSnapshot) -> bool:
    """Tell whether what these files say takes, or changes, what other files say."""
    sides = [[file.book for file in side.files] for side in (old, new)]
    declared = [
        {key: known for key, known in declared_in(files).items() if key[0] != "title"} for files in sides
    ]
    return declared[0] != declared[1] or any(
        mention.name not in file.fragments for files in sides for file in files for mention in file.includes
    )


def _as_parsed(old: FileSnapshot, new: FileSnapshot | None) -> FileSnapshot:
    """Return a file as it was, parsed where it is not as it is now."""
    if new is None:
        return old
    if old.digest == new.digest:
        return new if old.counts == new.counts else old
    if new.before is not None and new.before.digest == old.digest:
        return new.before
    if new.packed is not None and old.packed is not None and not old.is_parsed:
        old.parse_like(new, new.unpack().text)
    return old


class _Scopes:
    """Tells whether two scopes mean the same; phrases of a file share theirs."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int], bool] = {}

    def are_same(self, old: Scope, new: Scope) -> bool:
        """Tell whether texts mean the same in both; each scope must live as long as this."""
        pair = (id(old), id(new))
        if pair not in self._known:
            self._known[pair] = old == new
        return self._known[pair]


def _change(old: Phrase, new: Phrase, scopes: _Scopes, compared: Collection[str]) -> PhraseChange | None:
    if old is new:
        return None
    is_same_said = old.wordings == new.wordings and old.platform_wordings == new.platform_wordings
    replies: tuple[ReplyChange, ...] = ()
    filled: tuple[FieldChange, ...] = ()
    if not is_same_said or (_has_tags(new) and not scopes.are_same(old.scope, new.scope)):
        replies = tuple(reply_changes(flat_texts(old), flat_texts(new)))
        filled = tuple(_field_changes(old, new, is_shown=bool(replies)))
        if not replies and not filled:
            replies = tuple(_told_apart(old, new))
    promises = without_moved(change for reply in replies for change in promise_changes(reply))
    if old.valid != new.valid:
        promises.append(PromiseChange("date", "", spell_validity(old.valid), spell_validity(new.valid)))
    fields = tuple(name for name in FIELDS if name in compared and getattr(old, name) != getattr(new, name))
    change = PhraseChange(old, new, replies, tuple(promises), fields, filled=filled)
    return change if replies or promises or fields or filled or change.is_moved else None


def _field_changes(old: Phrase, new: Phrase, *, is_shown: bool) -> Iterator[FieldChange]:
    """Yield the placeholders that are filled otherwise.

    Where `is_shown`, the texts show what the defaults and options are.
    """
    before, after = fields_of(old), fields_of(new)
    for name in dict.fromkeys((*before, *after)):
        was, now = before.get(name, ()), after.get(name, ())
        if is_shown and not (was and now):
            continue
        shown = (
            [_unseen(known) if is_shown else known for known in was],
            [_unseen(known) if is_shown else known for known in now],
        )
        if set(shown[0]) != set(shown[1]):
            yield FieldChange(name, was, now)


def _unseen(known: Placeholder) -> Placeholder:
    return known._replace(default=None, options=(), date="")


def _told_apart(old: Phrase, new: Phrase) -> Iterator[ReplyChange]:
    """Yield as written what differs, though it reads the same."""
    before, after = meaning_of(old), meaning_of(new)
    for platform in dict.fromkeys((*before, *after)):
        if before.get(platform) != after.get(platform):
            yield ReplyChange(platform, _written(old, platform), _written(new, platform))


def _written(phrase: Phrase, platform: str) -> str:
    given: tuple[Wording, ...] = phrase.platform_wordings.get(platform, ()) if platform else phrase.wordings
    return " ／ ".join(" ＋ ".join(wording) for wording in given)


def _has_tags(phrase: Phrase) -> bool:
    wordings = (phrase.wordings, *phrase.platform_wordings.values())
    return any("{" in text or "｛" in text for given in wordings for wording in given for text in wording)


def _rule_changes(old: Iterable[Rule], new: Iterable[Rule]) -> Iterator[RuleChange]:
    before = {rule.id: rule._replace(path="", line=0) for rule in old}
    after = {rule.id: rule._replace(path="", line=0) for rule in new}
    for key in dict.fromkeys((*before, *after)):
        if before.get(key) != after.get(key):
            yield RuleChange(before.get(key), after.get(key))
