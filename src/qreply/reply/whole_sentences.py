"""Weigh findings by how like the sentences that they stand in are to known offences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set

from qreply.phrasebook.model import Rule
from qreply.reply.disguises import View
from qreply.reply.likeness import Likeness, sentences_of, weigh
from qreply.reply.rule_finding import Finding

Span = tuple[int, int]
Sentences = Sequence[tuple[Span, Likeness]]


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
        (view.span(start, end), weigh(view.text[start:end])) for start, end in sentences_of(view.text)
    ]
    kept = [
        quiet
        for one in found
        if (quiet := _quieted(one, sentences) if one.rule.id in ours else one) is not None
    ]
    added = []
    for span, likeness in sentences:
        if not likeness.is_offence or (rule := likes.get(likeness.kind)) is None:
            continue
        finding = Finding(rule if likeness.is_barred else rule._replace(level="warn"), *span)
        louder = {"block", finding.rule.level}
        if not any(finding.meets(*one) for one in exempt) and not any(
            one.meets(*span) and one.rule.level in louder for one in kept
        ):
            added.append(finding)
    return sorted([*kept, *added], key=lambda finding: (finding.start, -finding.end))


def _quieted(finding: Finding, sentences: Sentences) -> Finding | None:
    """Return a warning where all of its sentences are harmless, nothing if it was one."""
    around = [likeness for span, likeness in sentences if finding.meets(*span)]
    if not around or not all(one.is_harmless for one in around):
        return finding
    return finding._replace(rule=finding.rule._replace(level="warn")) if finding.blocks else None
