"""What has changed between two states of a book: phrases new, gone, moved, and above all what replies promise."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import NamedTuple

from qreply.phrasebook.loader import Book, assemble
from qreply.phrasebook.model import Phrase, Rule, Scope, Validity, Wording
from qreply.phrasebook.references import expand_fragments
from qreply.phrasebook.snapshots import BookSnapshot
from qreply.phrasebook.template import FieldNode, Node, PartNode, TextNode, parse
from qreply.text.promised_terms import Kind, Promise, promises_in

_CLAUSE_END = re.compile(r"[，。；！？～~\n,;!?]")
_FIELDS = (
    "title", "group", "code", "more_codes", "asks", "negative_words", "tags", "only", "note", "next", "no_answer",
    "images", "readings",
)  # fmt: skip


class ReplyChange(NamedTuple):
    """One message, on `platform` or "" for all, as it was and as it is; None where it is new or gone.

    Placeholders stand as their default, or as `〔name〕`.
    """

    platform: str
    old: str | None
    new: str | None


class PromiseChange(NamedTuple):
    """What one message promised and promises, "" for nothing, with the parts of the sentences around it."""

    kind: Kind
    platform: str
    old: str
    new: str
    old_clause: str = ""
    new_clause: str = ""


class PhraseChange(NamedTuple):
    """A phrase that is in both states, not quite the same; `fields` are those that differ beside the replies."""

    old: Phrase
    new: Phrase
    replies: tuple[ReplyChange, ...] = ()
    promises: tuple[PromiseChange, ...] = ()
    fields: tuple[str, ...] = ()

    @property
    def is_moved(self) -> bool:
        """Whether it has another id."""
        return self.old.id != self.new.id


@dataclass
class Comparison:
    """Phrases that are new or gone, and those that have changed, in the new state's order."""

    new: list[Phrase] = field(default_factory=list)
    gone: list[Phrase] = field(default_factory=list)
    changed: list[PhraseChange] = field(default_factory=list)
    rules: tuple[RuleChange, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.new or self.gone or self.changed or self.rules)


class RuleChange(NamedTuple):
    """A compliance rule that is new, gone or other: what it was and is."""

    old: Rule | None
    new: Rule | None


def compare(
    old: Sequence[Phrase],
    new: Sequence[Phrase],
    old_rules: Iterable[Rule] = (),
    new_rules: Iterable[Rule] = (),
) -> Comparison:
    """Compare two states of a book. A phrase is the same by its id, else by what it says, else by its title."""
    found = Comparison()
    before = {phrase.id: phrase for phrase in old}
    after = {phrase.id: phrase for phrase in new}
    pairs = {phrase.id: before[phrase.id] for phrase in new if phrase.id in before}
    gone = [phrase for phrase in before.values() if phrase.id not in after]
    added = [phrase for phrase in after.values() if phrase.id not in before]
    for key in (_identity, _said, _title):
        gone, added = _pair(gone, added, key, pairs)
    found.gone, found.new = gone, added
    scopes = _Scopes()
    for phrase in after.values():
        if (earlier := pairs.get(phrase.id)) is not None and (change := _change(earlier, phrase, scopes)):
            found.changed.append(change)
    found.rules = tuple(_rule_changes(old_rules, new_rules))
    return found


def compare_snapshots(old: BookSnapshot, new: BookSnapshot) -> Comparison:
    """Compare two states of one book; files that are the same in both are not parsed."""
    digests = [{file.path: file.digest for file in book.files} for book in (old, new)]
    old_files, new_files = (
        tuple(file.book for file in book.files if other.get(file.path) != file.digest)
        for book, other in ((old, digests[1]), (new, digests[0]))
    )
    before, after = assemble([Book(old.path, old_files)]), assemble([Book(new.path, new_files)])
    return compare(before.phrases, after.phrases, before.rules, after.rules)


def _pair(
    gone: list[Phrase], added: list[Phrase], key: Callable[[Phrase], object], pairs: dict[str, Phrase]
) -> tuple[list[Phrase], list[Phrase]]:
    """Pair phrases that alone have the same key on either side; returns those that are left."""
    if not gone or not added:
        return gone, added
    counts = [Counter(map(key, side)) for side in (gone, added)]
    known = {key(phrase): phrase for phrase in gone}
    taken: set[str] = set()
    left: list[Phrase] = []
    for phrase in added:
        value = key(phrase)
        if value and counts[0][value] == counts[1][value] == 1:
            pairs[phrase.id] = known[value]
            taken.add(known[value].id)
        else:
            left.append(phrase)
    return [phrase for phrase in gone if phrase.id not in taken], left


def _identity(phrase: Phrase) -> object:
    return phrase.title, phrase.wordings, tuple(sorted(phrase.platform_wordings.items()))


def _said(phrase: Phrase) -> object:
    return phrase.wordings


def _title(phrase: Phrase) -> object:
    return phrase.title


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


def _change(old: Phrase, new: Phrase, scopes: _Scopes) -> PhraseChange | None:
    if old is new:
        return None
    is_same_said = old.wordings == new.wordings and old.platform_wordings == new.platform_wordings
    replies: tuple[ReplyChange, ...] = ()
    if not is_same_said or (_has_tags(new) and not scopes.are_same(old.scope, new.scope)):
        replies = tuple(_reply_changes(_flat(old), _flat(new)))
    promises = [change for reply in replies for change in _promise_changes(reply)]
    if old.valid != new.valid:
        promises.append(PromiseChange("date", "", _validity(old.valid), _validity(new.valid)))
    fields = tuple(name for name in _FIELDS if getattr(old, name) != getattr(new, name))
    if not replies and not promises and not fields and old.id == new.id:
        return None
    return PhraseChange(old, new, replies, tuple(promises), fields)


def _has_tags(phrase: Phrase) -> bool:
    wordings = (phrase.wordings, *phrase.platform_wordings.values())
    return any("{" in text or "｛" in text for given in wordings for wording in given for text in wording)


# -- replies


def _flat(phrase: Phrase) -> Mapping[str, tuple[Wording, ...]]:
    """The phrase's messages by platform, fragments and defaults written out."""
    whole = expand_fragments(phrase)

    def flat(given: tuple[Wording, ...]) -> tuple[Wording, ...]:
        return tuple(tuple(_flat_text(text, phrase.scope) for text in wording) for wording in given)

    return {"": flat(whole.wordings)} | {name: flat(given) for name, given in whole.platform_wordings.items()}


def plain_text(phrase: Phrase) -> str:
    """The phrase's first wording, fragments and defaults written out, other placeholders as `〔name〕`."""
    whole = expand_fragments(phrase)
    return "\n".join(_flat_text(text, phrase.scope) for text in (*whole.wordings, ("",))[0])


def _flat_text(text: str, scope: Scope) -> str:
    return "".join(_flat_nodes(parse(text).nodes, scope)).strip()


def _flat_nodes(nodes: Iterable[Node], scope: Scope) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, TextNode):
            yield node.text
        elif isinstance(node, PartNode):
            yield from _flat_nodes(node.children, scope)
        elif isinstance(node, FieldNode):
            yield _flat_field(node, scope)


def _flat_field(node: FieldNode, scope: Scope) -> str:
    declared = scope.placeholders.get(node.name)
    default = node.default
    if default is None and declared is not None:
        default = declared.default
    date = default if default and re.fullmatch(r"[+-]\d+\w*", default) else declared.date if declared else ""
    options = node.options or (declared.options if declared else ())
    if date:
        return f"〔{node.name} {date}〕"
    if default:
        return default
    return f"〔{node.name}：{'/'.join(options)}〕" if options else f"〔{node.name}〕"


def _reply_changes(
    old: Mapping[str, tuple[Wording, ...]], new: Mapping[str, tuple[Wording, ...]]
) -> Iterator[ReplyChange]:
    for platform in dict.fromkeys((*old, *new)):
        before = [text for wording in old.get(platform, ()) for text in wording]
        after = [text for wording in new.get(platform, ()) for text in wording]
        matcher = SequenceMatcher(None, before, after, autojunk=False)
        for tag, start, end, new_start, new_end in matcher.get_opcodes():
            if tag == "equal":
                continue
            removed, added = before[start:end], after[new_start:new_end]
            for index in range(max(len(removed), len(added))):
                yield ReplyChange(
                    platform,
                    removed[index] if index < len(removed) else None,
                    added[index] if index < len(added) else None,
                )


# -- promises


def _promise_changes(reply: ReplyChange) -> Iterator[PromiseChange]:
    """What one message promises otherwise: values of one kind in their order, then what has none beside it."""
    old_text, new_text = reply.old or "", reply.new or ""
    old, new = promises_in(old_text), promises_in(new_text)
    kept = Counter(promise.key for promise in old) & Counter(promise.key for promise in new)
    lost, won = _without(old, kept), _without(new, kept)
    for kind in dict.fromkeys(promise.kind for promise in (*lost, *won)):
        before = [promise for promise in lost if promise.kind == kind]
        after = [promise for promise in won if promise.kind == kind]
        for index in range(max(len(before), len(after))):
            was = before[index] if index < len(before) else None
            now = after[index] if index < len(after) else None
            yield PromiseChange(
                kind,
                reply.platform,
                _shown(was, now),
                _shown(now, was),
                _clause(old_text, was),
                _clause(new_text, now),
            )


def _without(promises: Iterable[Promise], kept: Counter[tuple[Kind, str]]) -> list[Promise]:
    left = Counter(kept)
    rest = []
    for promise in promises:
        if left[promise.key]:
            left[promise.key] -= 1
        else:
            rest.append(promise)
    return rest


def _shown(promise: Promise | None, other: Promise | None) -> str:
    """How the promise is written; with a 不 before it where that is all the difference."""
    if promise is None:
        return ""
    if other is not None and promise.text == other.text and promise.value.startswith("不"):
        return f"（不）{promise.text}"
    return promise.text


def _clause(text: str, promise: Promise | None) -> str:
    """The part of the sentence that the promise stands in."""
    if promise is None:
        return ""
    ends = [mark.end() for mark in _CLAUSE_END.finditer(text, 0, promise.start)]
    end = _CLAUSE_END.search(text, promise.end)
    return text[ends[-1] if ends else 0 : end.start() if end else len(text)].strip()


def _validity(valid: Iterable[Validity]) -> str:
    return " ".join(
        f"{one.since:%Y-%m-%d %H:%M} – {one.until:%Y-%m-%d %H:%M}"
        if one.since and one.until
        else f"{one.since:%Y-%m-%d %H:%M} –"
        if one.since
        else f"– {one.until:%Y-%m-%d %H:%M}"
        for one in valid
        if one.since or one.until
    )


def _rule_changes(old: Iterable[Rule], new: Iterable[Rule]) -> Iterator[RuleChange]:
    before = {rule.id: rule._replace(path="", line=0) for rule in old}
    after = {rule.id: rule._replace(path="", line=0) for rule in new}
    for key in dict.fromkeys((*before, *after)):
        if before.get(key) != after.get(key):
            yield RuleChange(before.get(key), after.get(key))
