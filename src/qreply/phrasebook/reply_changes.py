"""What the replies of one phrase say and promise otherwise than before."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from difflib import SequenceMatcher
from typing import NamedTuple

from qreply.i18n import t
from qreply.phrasebook.flat_text import PART
from qreply.phrasebook.model import Validity, Wording
from qreply.text.offers import withdrawn
from qreply.text.promised_terms import Kind, Promise, promises_in

_ENDS = "。；！？～~\n;!?…"
_SENTENCE = re.compile(f"[^{_ENDS}]*[{_ENDS}]+|[^{_ENDS}]+")
_CLAUSE = re.compile(f"[^{_ENDS}，,、]+")
_WORD = re.compile(r"[^\W_]")


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
        if before != after and Counter(before) == Counter(after):  # in another order
            yield ReplyChange(platform, "\n".join(before), "\n".join(after))
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
    old, new = _promises_of(old_text), _promises_of(new_text)
    kept = Counter(promise.key for promise in old) & Counter(promise.key for promise in new)
    for was, now in _swapped(_framed(old_text, old), _framed(new_text, new), kept):
        yield PromiseChange(now.kind, reply.platform, was.text, now.text)
        old.remove(was)
        new.remove(now)
    kept = Counter(promise.key for promise in old) & Counter(promise.key for promise in new)
    lost, won = _without(old, kept), _without(new, kept)
    # A word that is said once more or less promises the same.
    lost = [promise for promise in lost if promise.kind != "word" or promise.key not in kept]
    won = [promise for promise in won if promise.kind != "word" or promise.key not in kept]
    for topic in dict.fromkeys(promise.topic for promise in (*lost, *won)):
        before = [promise for promise in lost if promise.topic == topic]
        after = [promise for promise in won if promise.topic == topic]
        kind = (*before, *after)[0].kind
        for index in range(max(len(before), len(after))):
            lost_one = before[index] if index < len(before) else None
            won_one = after[index] if index < len(after) else None
            yield PromiseChange(kind, reply.platform, _shown(lost_one, won_one), _shown(won_one, lost_one))
    said = "".join(promise.text for promise in (*lost, *won))
    for done, refused in withdrawn(old_text, new_text):
        if done not in said:
            yield PromiseChange("word", reply.platform, done, refused)
    for done, refused in withdrawn(new_text, old_text):
        if done not in said:
            yield PromiseChange("word", reply.platform, refused, done)


def without_moved(changes: Iterable[PromiseChange]) -> list[PromiseChange]:
    """Return the changes but for what one message no longer promises and another does now."""
    found: list[PromiseChange] = []
    for change in changes:
        back = change._replace(old=change.new, new=change.old)
        if "" in (change.old, change.new) and back in found:
            found.remove(back)
        else:
            found.append(change)
    return found


def _promises_of(text: str) -> list[Promise]:
    """List what a flat text promises; what it does in a part alone is narrowed by that."""
    parts: list[tuple[int, int, str]] = []
    opened: list[tuple[int, str]] = []
    for mark in PART.finditer(text):
        if mark["name"] is not None or mark[0] == "［":
            opened.append((mark.end(), mark["name"] or ""))
        elif opened:
            start, name = opened.pop()
            if name:
                parts.append((start, mark.start(), name))
    if not parts:
        return list(promises_in(text))
    bare = PART.sub(lambda mark: "\0" * len(mark[0]), text)  # the names of parts promise nothing
    found = []
    for promise in promises_in(bare):
        names = [name for start, end, name in parts if start <= promise.start < end]
        marks = tuple((f"?{name}", t("diff.only-with", name=name)) for name in names)
        found.append(promise._replace(marks=(*marks, *promise.marks)))
    return found


class _Framed(NamedTuple):
    promise: Promise
    clause: int  # where that begins


def _framed(text: str, promises: Iterable[Promise]) -> dict[str, _Framed]:
    """Return the promises by what stands around each in its clause, where that tells them apart."""
    clauses = [clause.span() for clause in _CLAUSE.finditer(text)]
    found: dict[str, _Framed] = {}
    doubled = set()
    for promise in promises:
        start, end = next((span for span in clauses if span[0] <= promise.start < span[1]), promise[3:5])
        around = text[start : promise.start], text[promise.end : max(end, promise.end)]
        frame = f"{promise.topic}:{'〇'.join(around)}"
        if frame in found or not _WORD.search("".join(around)):
            doubled.add(frame)
        found[frame] = _Framed(promise, start)
    return {frame: known for frame, known in found.items() if frame not in doubled}


def _swapped(
    old: Mapping[str, _Framed], new: Mapping[str, _Framed], kept: Mapping[tuple[Kind, str], int]
) -> list[tuple[Promise, Promise]]:
    """Return what is promised otherwise of one thing, though it is still promised of another.

    Of several in one clause that is the last: the first of 满100减10 is what the other depends on.
    """
    found: dict[int, tuple[Promise, Promise]] = {}
    for frame, (now, clause) in new.items():
        was = old[frame].promise if frame in old else None
        if was is not None and was.key != now.key and (kept.get(was.key) or kept.get(now.key)):
            found[clause] = was, now
    return list(found.values())


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
    if before != after and Counter(map(str.strip, before)) == Counter(map(str.strip, after)):
        yield reply.old or "", reply.new or ""  # in another order
        return
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
