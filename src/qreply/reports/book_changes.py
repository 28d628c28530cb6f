"""What has changed in a book, for people: sections of entries, with what was and what is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import NamedTuple

from qreply.i18n import join_words, t
from qreply.phrasebook.comparison import Comparison, PhraseChange, RuleChange
from qreply.phrasebook.declared import DeclaredChange
from qreply.phrasebook.flat_text import plain_text
from qreply.phrasebook.model import Phrase
from qreply.phrasebook.pairing import NO_ID
from qreply.phrasebook.reply_changes import changed_sentences
from qreply.phrasebook.yaml_keys import PHRASE
from qreply.reports.change_facts import Fact, key_name, rule_facts, spelled_apart
from qreply.text.promised_terms import promises_in

_FIELD_KEYS = {"negative_words": "not", "no_answer": "no-answer", "more_codes": "code"}
_MAX_NAME = 20  # characters of a reply that stand for a title
_SHORTEST_KEPT = 2  # characters between two changes that are worth showing as unchanged

Piece = tuple[str, str]
"""A part of a text: "=", "-" or "+", and its characters."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One phrase or rule, and what there is to say of it.

    `ground` is why what was and what is are taken for one phrase, "" for one that is new or gone; `place` where one
    without an id stands.
    """

    title: str
    id: str
    facts: tuple[Fact, ...] = ()
    ground: str = ""
    place: str = ""

    @property
    def remark(self) -> str:
        """Return what is to be said beside its id, "" for nothing."""
        ground = "" if self.ground in ("", "id") else t(f"diff.ground-{self.ground}")
        return t("diff.remark", remark=ground or self.place) if ground or self.place else ""


@dataclass(frozen=True, slots=True)
class Section:
    """Changes of one kind; `name` is a key of `diff.section-…`."""

    name: str
    entries: tuple[Entry, ...]

    @property
    def heading(self) -> str:
        """Return what it is called, with how many there are."""
        return t(f"diff.section-{self.name}", count=len(self.entries))


class _Sorted(NamedTuple):
    """Phrases that have changed, each in one list."""

    promised: Sequence[PhraseChange]
    said: Sequence[PhraseChange]
    moved: Sequence[PhraseChange]
    other: Sequence[PhraseChange]


def _sorted(found: Comparison) -> _Sorted:
    rest = [change for change in found.changed if not change.promises]
    return _Sorted(
        [change for change in found.changed if change.promises],
        [change for change in rest if change.is_said_otherwise],
        [change for change in rest if not change.is_said_otherwise and change.is_moved],
        [change for change in rest if not change.is_said_otherwise and not change.is_moved],
    )


def sections_of(found: Comparison, *, promises_only: bool = False) -> list[Section]:
    """Sort the changes into sections, promises first, each phrase in one of them."""
    promised, said, moved, other = _sorted(found)
    sections = [Section("promises", tuple(map(_promised, promised)))]
    if promises_only:
        return [section for section in sections if section.entries]
    sections += [
        Section("new", tuple(map(_added, found.new))),
        Section("gone", tuple(map(_removed, found.gone))),
        Section("replies", tuple(map(_said, said))),
        Section("moved", tuple(map(_moved, moved))),
        Section("other", (*map(_other, other), *map(_declared, found.declared))),
        Section("rules", tuple(map(_rule, found.rules))),
    ]
    return [section for section in sections if section.entries]


def summary_of(found: Comparison) -> str:
    """Say in one line how much has changed, counted as `sections_of` sorts it."""
    promised, said, moved, other = map(len, _sorted(found))
    counts = {"promised": promised, "new": len(found.new), "gone": len(found.gone), "said": said}
    return t("diff.summary", other=moved + other + len(found.declared), **counts) + (
        t("diff.summary-rules", count=len(found.rules)) if found.rules else ""
    )


def _name_of(phrase: Phrase) -> str:
    """Return the phrase's title, or how its reply begins where an export has none."""
    words = " ".join(plain_text(phrase).split())
    return phrase.title or (words if len(words) <= _MAX_NAME else words[:_MAX_NAME] + "…")


def _promised(change: PhraseChange) -> Entry:
    """Say what is promised otherwise, then every sentence that was changed, promising or not."""
    promises: dict[tuple[str, str], list[str]] = {}
    for promise in change.promises:
        promises.setdefault((promise.old, promise.new), []).append(promise.platform)
    sentences: dict[tuple[str, str], list[str]] = {}
    for reply in change.replies:
        for both in changed_sentences(reply):
            sentences.setdefault((both[0].strip(), both[1].strip()), []).append(reply.platform)
    facts = [Fact(_places(platforms), *both, is_promise=True) for both, platforms in promises.items()]
    facts += [Fact(_clause_label(platforms), *both) for both, platforms in sentences.items()]
    return _entry(change, (*facts, *_filled(change), *_moves(change), *_fields(change)))


def _entry(change: PhraseChange, facts: tuple[Fact, ...]) -> Entry:
    return replace(_whole(change.known, facts), ground=change.ground)


def _whole(phrase: Phrase, facts: tuple[Fact, ...]) -> Entry:
    if phrase.id.startswith(NO_ID):
        return Entry(_name_of(phrase), "", facts, place=phrase.id.removeprefix(NO_ID))
    return Entry(_name_of(phrase), phrase.id, facts)


def _clause_label(platforms: Iterable[str]) -> str:
    places = _places(platforms)
    return t("diff.clause-on", platforms=places) if places else t("diff.clause")


def _places(platforms: Iterable[str]) -> str:
    """Name the platforms on which something is so, "" where it is so for all."""
    names = dict.fromkeys(platforms)
    return "" if "" in names else join_words(t(f"platform.{name}") for name in names)


def _said(change: PhraseChange) -> Entry:
    facts = [
        Fact(t(f"platform.{reply.platform}") if reply.platform else "", reply.old or "", reply.new or "")
        for reply in change.replies
    ]
    return _entry(change, (*facts, *_filled(change), *_moves(change), *_fields(change)))


def _moved(change: PhraseChange) -> Entry:
    return _entry(change, (*_moves(change), *_fields(change)))


def _moves(change: PhraseChange) -> Iterator[Fact]:
    if change.is_moved:
        yield Fact(t("diff.id"), change.old.id, change.new.id)


def _other(change: PhraseChange) -> Entry:
    return _entry(change, tuple(_fields(change)))


def _filled(change: PhraseChange) -> Iterator[Fact]:
    for name, old, new in change.filled:
        yield Fact(t("diff.declared-placeholder", name=name), *spelled_apart(old, new))


def _declared(change: DeclaredChange) -> Entry:
    return Entry(
        t(f"diff.declared-{change.kind}", name=change.name),
        "",
        (Fact("", *spelled_apart(change.old, change.new)),),
    )


def _fields(change: PhraseChange) -> Iterator[Fact]:
    for name in change.fields:
        label = key_name(PHRASE.by_name, _FIELD_KEYS.get(name, name))
        old, new = getattr(change.old, name), getattr(change.new, name)
        if name == "only":
            old, new = ([t(f"platform.{one}") for one in side] for side in (old, new))
        if isinstance(old, Sequence) and isinstance(new, Sequence) and not isinstance(old, str):
            lost = [each for each in old if each not in new]
            won = [each for each in new if each not in old]
            yield (
                Fact(label, join_words(lost), join_words(won))
                if lost or won
                else Fact(label, join_words(old), join_words(new))
            )
        elif isinstance(old, Mapping):
            yield Fact(label, join_words(old.values()), join_words(new.values()))
        else:
            yield Fact(label, str(old), str(new))


def _added(phrase: Phrase) -> Entry:
    text = plain_text(phrase)
    promised = join_words(dict.fromkeys(promise.text for promise in promises_in(text)))
    facts = [Fact("", "", text)]
    if promised:
        facts.append(Fact(t("diff.promises"), "", promised, is_promise=True))
    return _whole(phrase, tuple(facts))


def _removed(phrase: Phrase) -> Entry:
    return _whole(phrase, (Fact("", plain_text(phrase), ""),))


def _rule(change: RuleChange) -> Entry:
    rule = change.new or change.old
    return Entry(rule.id if rule else "", "", tuple(rule_facts(change.old, change.new)))


def pieces_of(old: str, new: str) -> list[Piece]:
    """Cut two texts into what stays, what goes and what comes."""
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    pieces: list[Piece] = []
    for tag, start, end, new_start, new_end in matcher.get_opcodes():
        if tag == "equal" and (end - start >= _SHORTEST_KEPT or start == 0 or end == len(old)):
            pieces.append(("=", old[start:end]))
            continue
        for sign, text in (("-", old[start:end]), ("+", new[new_start:new_end])):
            if text:
                pieces.append((sign, text))
    return _joined(pieces)


def _joined(pieces: Sequence[Piece]) -> list[Piece]:
    """Put neighbouring changes together: all that goes before all that comes."""
    joined: list[Piece] = []
    gone = come = ""
    for sign, text in (*pieces, ("=", "")):
        if sign == "-":
            gone += text
        elif sign == "+":
            come += text
        else:
            joined += [piece for piece in (("-", gone), ("+", come), ("=", text)) if piece[1]]
            gone = come = ""
    return joined
