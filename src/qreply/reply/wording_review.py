"""Check a book's wordings against the rules as they would leave.

Each is checked with its defaults and options, on each platform.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import chain

from qreply.phrasebook.model import PLATFORMS, Phrase, Problem, Severity
from qreply.phrasebook.reading.locator import Locator
from qreply.reply.render import fill, text_of_plain
from qreply.reply.rendered_reply import RenderedReply
from qreply.reply.rule_finding import Finding
from qreply.reply.values import SenderProfile, ValueSources

_AGENT, _SHOP = "小美", "小店"  # anybody's
_PLATFORM = "平台"  # the placeholder that makes a text another one on each platform
_MAX_FILLED = 60  # ways to fill a wording that are looked at

Look = Callable[[str], Sequence[Finding]]
"""Tells what rules find in a text on any platform, as `review_everywhere` does."""


def rule_problems(
    phrases: Sequence[Phrase], look: Look, now: datetime, locator: Locator
) -> Iterator[Problem]:
    """Find what rules say against `phrases`, by what `look` finds in each text.

    It is an error where a reply could not leave, else a warning.
    """
    for phrase in phrases:
        if _is_fine(phrase, look):
            continue
        found: dict[tuple[str, str], tuple[Finding, str, list[str]]] = {}
        for platform, text in as_they_leave(phrase, now):
            for finding in look(text):
                if not finding.holds_on(platform):
                    continue
                met = text[finding.start : finding.end]
                _, _, platforms = found.setdefault((finding.rule.id, met), (finding, met, []))
                if platform not in platforms:
                    platforms.append(platform)
        for finding, met, platforms in found.values():
            yield _problem(phrase, finding, met, platforms, locator)


def _is_fine(phrase: Phrase, look: Look) -> bool:
    """Tell whether nothing is found in its texts, plain ones and the same on all platforms.

    Most phrases are like that.
    """
    if phrase.platform_wordings:
        return False
    for wording in phrase.wordings:
        for message in wording:
            text = text_of_plain(message)
            if text is None or look(text):
                return False
    return True


def _problem(
    phrase: Phrase, finding: Finding, text: str, platforms: Sequence[str], locator: Locator
) -> Problem:
    rule = finding.rule
    if finding.timed_out:
        code = "rule-too-slow"
    elif finding.blocks:
        code = "rule-blocks" if rule.suggestion else "rule-blocks-say-nothing"
    else:
        code = "rule-warns" if rule.suggestion else "rule-warns-say-nothing"
    values = {
        "id": rule.id,
        "text": text[:40],
        "why": rule.why,
        "say": rule.suggestion or "",
        "platforms": " ".join(PLATFORMS.get(platform, platform) for platform in platforms),
    }
    severity: Severity = "error" if finding.blocks else "warning"
    return Problem(code, phrase.path, *locator.text(phrase, text), severity, values)


def as_they_leave(phrase: Phrase, now: datetime) -> Iterator[tuple[str, str]]:
    """Return each platform with each text that may leave on it, once."""
    same: dict[str, Sequence[str]] = {}  # by message: what leaves, where it is the same on all platforms
    for platform in PLATFORMS:
        if not phrase.available_on(platform):
            continue
        seen: set[str] = set()
        for message in chain.from_iterable(phrase.wordings_on(platform)):
            texts = same.get(message)
            if texts is None:
                filled = tuple(_filled(phrase, message, now, platform))
                texts = tuple(one.text for one in filled)
                if not any(field.name == _PLATFORM for one in filled for field in one.fields):
                    same[message] = texts
            for text in texts:
                if text not in seen:
                    seen.add(text)
                    yield platform, text


def _filled(phrase: Phrase, message: str, now: datetime, platform: str) -> Iterator[RenderedReply]:
    """Return the message with its defaults, then with all optional parts, then with each option."""
    profile = SenderProfile(_AGENT, _SHOP, platform)

    def filled(**typed: str) -> RenderedReply:
        return fill(phrase, message, sources=ValueSources(typed=typed, profile=profile), now=now)

    plain = filled()
    yield plain
    if parts := {
        field.name: field.name
        for field in plain.fields
        if field.part and not (field.value and field.value.text)
    }:
        whole = filled(**parts)
        yield whole
        plain = whole
    choices = [(field.name, option) for field in plain.fields for option in field.options]
    for name, option in choices[:_MAX_FILLED]:
        yield filled(**{**parts, name: option})
