"""Compare two states of a book, of which one may be another tool's, or not to be read whole."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from qreply.exchange.batch import ImportedPhrase
from qreply.exchange.formats.qianniu import texts_in_rows
from qreply.exchange.formats.variables import from_foreign
from qreply.exchange.placement import placed
from qreply.phrasebook.comparison import FIELDS, Comparison, compare
from qreply.phrasebook.model import Phrase, Scope
from qreply.phrasebook.pairing import NO_ID
from qreply.reports.book_states import BookState

_USUAL = "gbk"


class StateComparison(NamedTuple):
    """What has changed, and how many phrases were left out of it.

    `unread_then` are those now in what could not be read of the old state, `unread_now` the other way round.
    """

    found: Comparison
    unread_then: int
    unread_now: int


def compare_states(old: BookState, new: BookState, values: Mapping[str, str]) -> StateComparison:
    """Compare two states; of another tool's export what such exports hold.

    Our own side is then taken as it would be exported, filled from the shop's `values`. Phrases that one side could
    not read are neither new nor gone.
    """
    titles = {**old.titles, **new.titles}
    fields: Collection[str] = FIELDS
    before, after = _comparable(old, new), _comparable(new, old)
    unread_then, unread_now = len(new.phrases) - len(after), len(old.phrases) - len(before)
    if foreign := [state.foreign for state in (old, new) if state.foreign]:
        theirs = [list(_joined(rows, titles)) for rows in foreign]
        fields = [
            name for name in FIELDS if all(any(getattr(phrase, name) for phrase in side) for side in theirs)
        ]
        codec = _codec_of(chain(*theirs))
        is_espanso = "espanso" in (
            old.format,
            new.format,
        )  # which asks for what is in parts, and has no messages
        before, after = (
            list(
                _joined(state.foreign, titles)
                if state.foreign
                else _as_exported(ours, values, codec, to_espanso=is_espanso)
            )
            for state, ours in ((old, before), (new, after))
        )
    old_rules, new_rules = ((), ()) if old.rules is None or new.rules is None else (old.rules, new.rules)
    is_whole = old.rules is not None and new.rules is not None and not (old.unread or new.unread)
    found = compare(
        before,
        after,
        old_rules,
        new_rules,
        fields=fields,
        old_declared=old.declared if is_whole else {},
        new_declared=new.declared if is_whole else {},
    )
    return StateComparison(found, unread_then, unread_now)


def _comparable(state: BookState, other: BookState) -> Sequence[Phrase]:
    """Return the phrases of `state` but those that `other` may have had, unread."""
    if not other.unread:
        return state.phrases
    unread = {str(state.roots[at] / name) for at, name in other.unread if at < len(state.roots)}
    there = {phrase.id for phrase in other.phrases}
    return [
        phrase
        for phrase in state.phrases
        if phrase.id in there or not (phrase.path in unread or phrase.id in other.unread_ids)
    ]


def _joined(rows: Sequence[ImportedPhrase], titles: Mapping[str, str]) -> Iterator[Phrase]:
    """Yield another tool's rows as phrases: one code, title and group make one phrase."""
    wordings: dict[object, list[ImportedPhrase]] = {}
    for number, row in enumerate(rows):
        phrase = row.phrase
        known_by = (phrase.code.casefold(), phrase.title, row.path, phrase.scenario)
        wordings.setdefault(known_by if phrase.code else number, []).append(row)
    taken: set[str] = set()
    for first, *others in wordings.values():
        named = first.phrase.title
        phrase = placed(first, titles)
        place = NO_ID + first.place
        key = phrase.id or (place if place not in taken else f"{place} {len(taken)}")
        taken.add(key)
        said = [text for row in (first, *others) for text in _read_again(texts_in_rows(row.phrase, {}))]
        yield _plain(phrase._replace(id=key, title=named), said)


def _codec_of(phrases: Iterable[Phrase]) -> str:
    """Return the encoding that other tools' exports mostly have, if it has all of these texts."""
    texts = "".join(text for phrase in phrases for wording in phrase.wordings for text in wording)
    try:
        texts.encode(_USUAL)
    except UnicodeEncodeError:
        return "utf-8"
    return _USUAL


def _as_exported(
    phrases: Iterable[Phrase], values: Mapping[str, str], codec: str, *, to_espanso: bool
) -> Iterator[Phrase]:
    """Yield our phrases with their texts as exported in that encoding and read again."""
    for ours in phrases:
        phrase = _for_espanso(ours) if to_espanso else ours
        texts = _read_again(texts_in_rows(phrase, values, parts=to_espanso))
        yield _plain(phrase, (text.encode(codec, "replace").decode(codec) for text in texts))


def _read_again(texts: Iterable[str]) -> Iterator[str]:
    """Yield texts with placeholders named as an import names them."""
    return (from_foreign(text)[0] for text in texts)


def _for_espanso(phrase: Phrase) -> Phrase:
    """Return the phrase with one message a wording, and no default barred: a form shows it."""
    declared = {
        name: known._replace(commits=False, from_shop=False)
        for name, known in phrase.scope.placeholders.items()
    }
    wordings = tuple(("\n".join(wording),) for wording in phrase.wordings)
    return phrase._replace(wordings=wordings, scope=phrase.scope._replace(placeholders=declared))


def _plain(phrase: Phrase, texts: Iterable[str]) -> Phrase:
    """Return the phrase with what any tool's export holds: its texts, and nothing declared."""
    wordings = tuple((text.strip(),) for text in dict.fromkeys(texts))
    return phrase._replace(wordings=wordings, platform_wordings={}, valid=(), scope=Scope())


def unread_files(state: BookState) -> list[str]:
    """Name the files of the state that could not be read, or not all of them."""
    return [(state.roots[at] if name == Path() else name).name for at, name in state.unread]
