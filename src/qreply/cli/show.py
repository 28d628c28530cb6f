"""`qreply show`: the finished reply, on stdout or copied."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable, Mapping

from qreply.cli.pairs import read_pairs
from qreply.cli.streams import as_json
from qreply.cli.warning import warn
from qreply.clipboard import Status, detect
from qreply.errors import NotCopiedError, RefusedError, SettingsError
from qreply.i18n import join_words, t
from qreply.reply.render import RenderedReply
from qreply.reply.values import ValueSources
from qreply.settings.model import sent_digests_path
from qreply.text.safety import clean
from qreply.workspace.sent_digests import SentDigests, is_identifying
from qreply.workspace.workspace import Workspace, joined


def run(args: argparse.Namespace) -> int:
    """Print or copy a phrase; raises RefusedError where the text must not leave, NotCopiedError if it didn't."""
    workspace = Workspace.open(args.settings)
    warn(workspace)
    phrase = workspace.phrase(args.id)
    wording = workspace.wording(phrase)
    if args.message and args.message > len(wording):
        raise SettingsError(
            t("command.no-such-message", title=phrase.title, count=len(wording), number=args.message)
        )
    values = read_pairs(args.set)
    message = wording[args.message - 1] if args.message else joined(wording)
    rendered = workspace.prepare(phrase, message, ValueSources(typed=values))
    refusal = rendered.refusal
    text = "" if refusal else clean(rendered.text)
    if args.json:
        print(as_json(_as_json(rendered, text)))
    _warn(rendered, values, workspace.profile.platform)
    if refusal:
        raise RefusedError(refusal, _way_out(rendered))
    if args.copy:
        _copy(text, values.values())
    elif not args.json:
        print(text)
    return 0


def _warn(rendered: RenderedReply, values: Mapping[str, str], platform: str) -> None:
    """Say what the text may leave with, but the user may not have meant."""
    if not rendered.phrase.available_on(platform):
        _talk(t("reply.elsewhere", platforms=join_words(rendered.phrase.only)))
    if unused := [name for name in values if name not in {slot.name for slot in rendered.slots}]:
        _talk(t("reply.unused", names=join_words(unused)))
    for finding in rendered.findings:
        if not finding.blocks:
            hit = rendered.text[finding.start : finding.end]
            _talk(t("reply.warned", text=hit, why=finding.rule.why))
            if finding.rule.say is not None:
                _talk(f"  {t('reply.say', say=finding.rule.say)}")


def _way_out(rendered: RenderedReply) -> str:
    """What may be done about the refusal."""
    if rendered.expired or rendered.broken:
        return ""
    if rendered.absent:
        other = rendered.phrase.no_answer
        return (
            t("reply.absent.hint", id=other)
            if other
            else t("reply.absent.none", name=rendered.absent[0].name)
        )
    if rendered.needs:
        return t("reply.refused.hint", id=rendered.phrase.id, name=rendered.needs[0].name)
    says = (finding.rule.say for finding in rendered.findings if finding.blocks)
    say = next(says, None)
    return "" if say is None else t("reply.say", say=say)


def _talk(words: str) -> None:
    print(clean(words), file=sys.stderr)


def _as_json(rendered: RenderedReply, text: str) -> dict[str, object]:
    return {
        "id": rendered.phrase.id,
        "title": rendered.phrase.title,
        "text": text,
        "findings": [
            {
                "rule": finding.rule.id,
                "level": finding.rule.level,
                "text": rendered.text[finding.start : finding.end],
                "why": finding.rule.why,
                "say": finding.rule.say,
            }
            for finding in rendered.findings
        ],
        "missing": [slot.name for slot in rendered.needs],
        "absent": [slot.name for slot in rendered.absent],
        "no-answer": rendered.phrase.no_answer if rendered.absent else "",
    }


def _copy(text: str, values: Iterable[str]) -> None:
    outcome = detect(os.environ, sys.platform).copy(text)
    if outcome.status is not Status.FAILED:
        SentDigests(sent_digests_path()).add([text, *filter(is_identifying, values)])
    if outcome.status is Status.SENT:
        raise NotCopiedError(t("screen.sent", way=outcome.backend))
    if outcome.status is Status.FAILED:
        raise NotCopiedError(t("screen.failed", reason=outcome.reason), t("command.copy-failed.hint"))
    _talk(t("command.copied", count=len(text)))
