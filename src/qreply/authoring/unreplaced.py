"""Find what a replacement of words leaves behind: it is told, and never changed unasked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from qreply.authoring.bulk_edit import phrasebook_of
from qreply.i18n import current_language, t
from qreply.phrasebook.flat_text import sendable_texts
from qreply.phrasebook.fragments import texts_of
from qreply.phrasebook.model import Phrase, Scope
from qreply.phrasebook.template import FieldNode, is_plain, parse, walk
from qreply.phrasebook.writing.book_files import EditableFile
from qreply.phrasebook.writing.replacement import Replacement
from qreply.phrasebook.writing.serializer import phrase_tree, placeholders_of
from qreply.phrasebook.writing.yaml_writer import Tree
from qreply.phrasebook.yaml_keys import PHRASE
from qreply.text.promised_terms import Kind, promises_in

Chosen = Callable[[Phrase], bool]

_OF_FILES = ("fragments", "placeholders")
_LISTS = ("asks", "not", "tags", "variants", "messages")


def other_writings(files: Sequence[EditableFile], old: str, new: str, chosen: Chosen) -> dict[str, list[str]]:
    """Return how else what `old` measures, and `new` does not, is written, and where it stands.

    `files` are those after the replacement. Of `48小时` another writing is `两天`.
    """
    wanted = _measures(old) - _measures(new)
    found: dict[str, list[str]] = {}
    for place, text in _texts(files, chosen) if wanted else ():
        for promise in promises_in(text):
            if promise.measure in wanted and promise.text.strip() not in old:
                places = found.setdefault(promise.text, [])
                if place not in places:
                    places.append(place)
    return found


def filled_writings(
    files: Sequence[EditableFile], old: str, new: str, chosen: Chosen
) -> dict[str, list[str]]:
    """Return what placeholders make of the texts and `old` measures, and where: `{{n=48}}小时`.

    It is what customers get, but stands nowhere as it is.
    """
    wanted = _measures(old) - _measures(new)
    found: dict[str, list[str]] = {}
    if not wanted:
        return found
    scopes = {phrase.id: phrase.scope for phrase in phrasebook_of(files).phrases}
    for file in files:
        own = Scope(file.parsed.placeholders, {})
        texts = [
            (t("bulk.place-phrase", title=phrase.title, id=phrase.id), text, scopes.get(phrase.id, own))
            for phrase in filter(chosen, file.parsed.phrases)
            for text in texts_of(phrase)
        ]
        texts += [
            (t("bulk.place-fragment", name=name), text, own) for name, text in file.parsed.fragments.items()
        ]
        for place, text, scope in texts:
            if is_plain(text):
                continue
            for sent in sendable_texts(text, scope):
                for promise in promises_in(sent):
                    if promise.measure in wanted and promise.text not in text:
                        places = found.setdefault(promise.text, [])
                        if place not in places:
                            places.append(place)
    return found


def _measures(text: str) -> set[tuple[Kind, str]]:
    return {promise.measure for promise in promises_in(text)}


def _texts(files: Iterable[EditableFile], chosen: Chosen) -> Iterator[tuple[str, str]]:
    """Yield all that customers may read, with where it stands."""
    for file in files:
        for phrase in filter(chosen, file.parsed.phrases):
            place = t("bulk.place-phrase", title=phrase.title, id=phrase.id)
            yield from ((place, text) for text in texts_of(phrase))
        for name, text in file.parsed.fragments.items():
            yield t("bulk.place-fragment", name=name), text
        for name, declared in file.parsed.placeholders.items():
            place = t("bulk.place-placeholder", name=name)
            yield from ((place, text) for text in (declared.default or "", *declared.options))


def count_elsewhere(
    files: Sequence[EditableFile], old: str, keys: Iterable[str], chosen: Chosen
) -> dict[str, int]:
    """Return in how many phrases, fragments or placeholders `old` stands in each of `keys`.

    Keys in which it does not stand are left out.
    """
    counts = {key: sum(_counts(files, Replacement(old, "", [key]), key, chosen)) for key in keys}
    return {key: count for key, count in counts.items() if count}


def _counts(files: Iterable[EditableFile], search: Replacement, key: str, chosen: Chosen) -> Iterator[bool]:
    for file in files:
        declared: Mapping[str, Tree] = (
            dict(file.parsed.fragments)
            if key == "fragments"
            else placeholders_of(file.parsed.placeholders)
            if key == "placeholders"
            else {}
        )
        yield from (_strings(search.in_values(value)) != _strings(value) for value in declared.values())
        for tree in map(phrase_tree, filter(chosen, file.parsed.phrases)) if key not in _OF_FILES else ():
            yield _strings(search.in_tree(tree)) != _strings(tree)


def _strings(value: Tree) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, int):
        return []
    return [
        text
        for inner in (value.values() if isinstance(value, Mapping) else value)
        for text in _strings(inner)
    ]


def doubled_values(
    before: Sequence[EditableFile], after: Sequence[EditableFile]
) -> Iterator[tuple[str, str]]:
    """Yield where a list has a value twice that it had once, and the value."""
    known = dict(_lists(before))
    for place, values in _lists(after):
        for value in dict.fromkeys(values):
            if values.count(value) > max(known.get(place, ()).count(value), 1):
                yield place, value


def _lists(files: Iterable[EditableFile]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for file in files:
        for name, declared in file.parsed.placeholders.items():
            yield t("bulk.place-placeholder", name=name), tuple(declared.options)
        for name, text in file.parsed.fragments.items():
            yield from _choices(t("bulk.place-fragment", name=name), text)
        for phrase in file.parsed.phrases:
            place = t("bulk.place-phrase", title=phrase.title, id=phrase.id)
            for text in texts_of(phrase):
                yield from _choices(place, text)
            tree = phrase_tree(phrase)
            for key in _LISTS:
                values = tree.get(key, ())
                if isinstance(values, Sequence) and not isinstance(values, str):
                    yield t("bulk.place-key", place=place, key=_key_name(key)), tuple(map(str, values))


def _choices(place: str, text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield what each tag of a text lets choose."""
    for node in walk(parse(text).nodes):
        if isinstance(node, FieldNode) and node.options:
            yield t("bulk.place-tag", place=place, name=node.name), node.options


def _key_name(key: str) -> str:
    return PHRASE.by_name[key].chinese if current_language() == "zh" else key
