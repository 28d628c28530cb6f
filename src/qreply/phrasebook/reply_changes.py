"""What the replies of one phrase say and promise otherwise than before."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from difflib import SequenceMatcher
from typing import NamedTuple

from qreply.phrasebook.model import Phrase, Scope, Validity, Wording
from qreply.phrasebook.references import expand_fragments
from qreply.phrasebook.template import FieldNode, Node, PartNode, TextNode, parse
from qreply.text.offers import withdrawn
from qreply.text.promised_terms import Kind, Promise, promises_in

_ENDS = "。；！？～~\n;!?…"
_SENTENCE = re.compile(f"[^{_ENDS}]*[{_ENDS}]+|[^{_ENDS}]+")


class ReplyChange(NamedTuple):
    """One message, on `platform` or "" for all, as it was and as it is.

    `old` is None where it is new, `new` where it is gone. Placeholders stand as their default, or as `〔name〕`.
    """

    platform: str
    old: str | None
    new: str | None


class PromiseChange(NamedTuple):
    """What one message promised and promises now, "" for nothing."""

    kind: Kind
    platform: str
    old: str
    new: str


def flat_texts(phrase: Phrase) -> Mapping[str, tuple[Wording, ...]]:
    """Return the phrase's messages by platform, fragments and defaults written out."""
    whole = expand_fragments(phrase) if phrase.scope.fragments else phrase

    def flat(given: tuple[Wording, ...]) -> tuple[Wording, ...]:
        return tuple(tuple(_flat_text(text, phrase.scope) for text in wording) for wording in given)

    return {"": flat(whole.wordings)} | {name: flat(given) for name, given in whole.platform_wordings.items()}


def plain_text(phrase: Phrase) -> str:
    """Return the phrase's first wording, fragments and defaults written out.

    Other placeholders stand as `〔name〕`.
    """
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


def reply_changes(
    old: Mapping[str, tuple[Wording, ...]], new: Mapping[str, tuple[Wording, ...]]
) -> Iterator[ReplyChange]:
    """Return what was changed in a phrase's messages from `old` to `new`, wordings by platform."""
    for platform in dict.fromkeys((*old, *new)):
        before = [text for wording in old.get(platform, ()) for text in wording]
        after = [text for wording in new.get(platform, ()) for text in wording]
        if len(before) == len(after) == 1:  # nearly always
            if before != after:
                yield ReplyChange(platform, before[0], after[0])
            continue
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


def promise_changes(reply: ReplyChange) -> Iterator[PromiseChange]:
    """Return what one message promises otherwise than before.

    Those about one thing are paired in their order; those left over come last, with nothing beside them.
    """
    old_text, new_text = reply.old or "", reply.new or ""
    old, new = promises_in(old_text), promises_in(new_text)
    kept = Counter(promise.key for promise in old) & Counter(promise.key for promise in new)
    lost, won = _without(old, kept), _without(new, kept)
    for topic in dict.fromkeys(promise.topic for promise in (*lost, *won)):
        before = [promise for promise in lost if promise.topic == topic]
        after = [promise for promise in won if promise.topic == topic]
        kind = (*before, *after)[0].kind
        for index in range(max(len(before), len(after))):
            was = before[index] if index < len(before) else None
            now = after[index] if index < len(after) else None
            yield PromiseChange(kind, reply.platform, _shown(was, now), _shown(now, was))
    said = "".join(promise.text for promise in (*lost, *won))
    for done, refused in withdrawn(old_text, new_text):
        if done not in said:
            yield PromiseChange("word", reply.platform, done, refused)
    for done, refused in withdrawn(new_text, old_text):
        if done not in said:
            yield PromiseChange("word", reply.platform, refused, done)


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
    """Return how the promise is written; with its 不 or 尽量 where only that differs."""
    if promise is None:
        return ""
    if other is not None and promise.measure == other.measure and promise.marks:
        return f"（{'、'.join(words for _, words in promise.marks)}）{promise.text}"
    return promise.text


def changed_sentences(reply: ReplyChange) -> Iterator[tuple[str, str]]:
    """Return the sentences of one message that were changed, as they were and are; "" for none."""
    before, after = _SENTENCE.findall(reply.old or ""), _SENTENCE.findall(reply.new or "")
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, start, end, new_start, new_end in matcher.get_opcodes():
        if tag == "equal":
            continue
        removed, added = before[start:end], after[new_start:new_end]
        if len(removed) == len(added):
            yield from zip(removed, added, strict=True)
        else:
            yield "".join(removed), "".join(added)


def spell_validity(valid: Iterable[Validity]) -> str:
    """Return `valid` as people write it, open ends left out."""
    return " ".join(
        f"{one.since:%Y-%m-%d %H:%M} – {one.until:%Y-%m-%d %H:%M}"
        if one.since and one.until
        else f"{one.since:%Y-%m-%d %H:%M} –"
        if one.since
        else f"– {one.until:%Y-%m-%d %H:%M}"
        for one in valid
        if one.since or one.until
    )
