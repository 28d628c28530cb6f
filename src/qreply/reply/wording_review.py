"""Hold rules against a book's wordings as they would leave.

That is with defaults and options, on each platform.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from qreply.phrasebook.model import PLATFORMS, Phrase, Problem, Rule, Severity
from qreply.phrasebook.reading.locator import Locator
from qreply.reply.compliance import Finding
from qreply.reply.render import prepare
from qreply.reply.rendered_reply import RenderedReply
from qreply.reply.values import SenderProfile, ValueSources

_AGENT, _SHOP = "小美", "小店"  # anybody's
_MAX_FILLED = 60  # ways to fill a wording that are looked at


def rule_problems(
    phrases: Sequence[Phrase], rules: Sequence[Rule], now: datetime, locator: Locator
) -> Iterator[Problem]:
    """Find what rules say against `phrases`.

    It is an error where a reply could not leave, else a warning.
    """
    for phrase in phrases:
        found: dict[tuple[str, str], tuple[Finding, str, list[str]]] = {}
        for platform, rendered in _as_they_leave(phrase, rules, now):
            for finding in rendered.findings:
                text = rendered.text[finding.start : finding.end]
                _, _, platforms = found.setdefault((finding.rule.id, text), (finding, text, []))
                if platform not in platforms:
                    platforms.append(platform)
        for finding, text, platforms in found.values():
            yield _problem(phrase, finding, text, platforms, locator)


def _problem(
    phrase: Phrase, finding: Finding, text: str, platforms: Sequence[str], locator: Locator
) -> Problem:
    rule = finding.rule
    if finding.timed_out:
        code = "rule-too-slow"
    elif finding.blocks:
        code = "rule-blocks" if rule.say else "rule-blocks-say-nothing"
    else:
        code = "rule-warns" if rule.say else "rule-warns-say-nothing"
    values = {
        "id": rule.id,
        "text": text[:40],
        "why": rule.why,
        "say": rule.say or "",
        "platforms": " ".join(PLATFORMS.get(platform, platform) for platform in platforms),
    }
    severity: Severity = "error" if finding.blocks else "warning"
    return Problem(code, phrase.path, *locator.text(phrase, text), severity, values)


def _as_they_leave(
    phrase: Phrase, rules: Sequence[Rule], now: datetime
) -> Iterator[tuple[str, RenderedReply]]:
    seen: set[tuple[str, str]] = set()
    for platform in PLATFORMS:
        if not phrase.available_on(platform):
            continue
        for wording in phrase.wordings_on(platform):
            for message in wording:
                for rendered in _filled(phrase, message, rules, now, platform):
                    if (key := (platform, rendered.text)) not in seen:
                        seen.add(key)
                        yield platform, rendered


def _filled(
    phrase: Phrase, message: str, rules: Sequence[Rule], now: datetime, platform: str
) -> Iterator[RenderedReply]:
    """Return the message with its defaults, then with what else may be filled in.

    First with all its optional parts, then with each option.
    """
    profile = SenderProfile(_AGENT, _SHOP, platform)

    def fill(**typed: str) -> RenderedReply:
        known = ValueSources(typed=typed, profile=profile)
        return prepare(phrase, message, known=known, rules=rules, now=now)

    plain = fill()
    yield plain
    if parts := {
        field.name: field.name
        for field in plain.fields
        if field.part and not (field.value and field.value.text)
    }:
        whole = fill(**parts)
        yield whole
        plain = whole
    choices = [(field.name, option) for field in plain.fields for option in field.options]
    for name, option in choices[:_MAX_FILLED]:
        yield fill(**{**parts, name: option})
