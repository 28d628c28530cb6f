"""See findings in the light of the whole sentences that they stand in.

That is by how like these are to known offences.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set

from qreply.phrasebook.model import Rule
from qreply.reply.disguises import View
from qreply.reply.likeness import Likeness, sentences_of, weigh
from qreply.reply.rule_finding import Finding

Span = tuple[int, int]
Sentences = Sequence[tuple[Finding, Likeness]]

_NO_RULE = Rule("", "off", "")


def weigh_sentences(
    found: Sequence[Finding], view: View, likes: Mapping[str, Rule], ours: Set[str], exempt: Sequence[Span]
) -> list[Finding]:
    """Return the findings, some of them more quietly, and what the sentences add.

    `likes` are rules by the kind of offence, `ours` the ids of rules with nothing but shipped patterns. Nothing is
    added to a sentence with anything `exempt`, nor to one where a rule has spoken as loudly.
    """
    if not likes and not any(one.rule.id in ours for one in found):
        return list(found)
    sentences = [
        (Finding(_NO_RULE, *view.span(start, end)), weigh(view.text[start:end]))
        for start, end in sentences_of(view.text)
    ]
    kept = [
        quiet
        for one in found
        if (quiet := _quieted(one, sentences) if one.rule.id in ours else one) is not None
    ]
    added = []
    for sentence, likeness in sentences:
        rule = likes.get(likeness.kind) if likeness.is_offence else None
        if rule is None or any(sentence.start < right and left < sentence.end for left, right in exempt):
            continue
        if not likeness.is_barred:
            rule = rule._replace(level="warn")
        if not any(one.meets(sentence) and one.rule.level in {"block", rule.level} for one in kept):
            added.append(sentence._replace(rule=rule))
    return sorted([*kept, *added], key=lambda finding: (finding.start, -finding.end))


def _quieted(finding: Finding, sentences: Sentences) -> Finding | None:
    """Return a warning where all of its sentences are harmless, nothing if it was one."""
    around = [likeness for sentence, likeness in sentences if finding.meets(sentence)]
    if not around or not all(one.is_harmless for one in around):
        return finding
    return finding._replace(rule=finding.rule._replace(level="warn")) if finding.blocks else None
