"""`qreply show`: the finished reply, on stdout or copied."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence

from qreply.clipboard import Status, detect
from qreply.desk import Desk
from qreply.errors import NotCopiedError, RefusedError, SettingsError
from qreply.language import t
from qreply.reply.prepare import Prepared
from qreply.reply.values import Known
from qreply.safety import clean


def run(args: argparse.Namespace) -> int:
    """Print or copy a phrase; raises RefusedError where the text must not leave, NotCopiedError if it didn't."""
    desk = Desk.open(args.settings)
    phrase = desk.phrase(args.id)
    wording = desk.wording(phrase)
    if args.message and args.message > len(wording):
        raise SettingsError(
            t("command.no-such-message", title=phrase.title, count=len(wording), number=args.message)
        )
    known = Known(typed=_values(args.set))
    chosen = wording[args.message - 1 : args.message] if args.message else wording
    messages = [desk.prepare(phrase, message, known) for message in chosen]
    text = "\n\n".join(clean(message.text) for message in messages)
    refusal = next((reason for message in messages if (reason := message.refusal)), "")
    if args.json:
        print(json.dumps(_as_json(messages, "" if refusal else text), ensure_ascii=False))
    if refusal:
        raise RefusedError(refusal, t("reply.refused.hint", id=phrase.id))
    for message in messages:
        for finding in message.findings:
            hit = message.text[finding.start : finding.end]
            print(t("reply.warned", text=hit, why=finding.rule.why), file=sys.stderr)
    if args.copy:
        _copy(text)
    elif not args.json:
        print(text)
    return 0


def _values(given: Sequence[str]) -> dict[str, str]:
    """The values of `--set`, whose `-` reads them from stdin; raises SettingsError for what is no 名=值."""
    pairs = [line for item in given for line in (sys.stdin.read().splitlines() if item == "-" else [item])]
    values: dict[str, str] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals or not name.strip():
            raise SettingsError(t("command.bad-set", given=pair))
        values[name.strip()] = value
    return values


def _as_json(messages: Sequence[Prepared], text: str) -> dict[str, object]:
    phrase = messages[0].phrase
    return {
        "id": phrase.id,
        "title": phrase.title,
        "text": text,
        "findings": [
            {
                "rule": finding.rule.id,
                "level": finding.rule.level,
                "text": message.text[finding.start : finding.end],
                "why": finding.rule.why,
                "say": finding.rule.say,
            }
            for message in messages
            for finding in message.findings
        ],
        "missing": list(dict.fromkeys(slot.name for message in messages for slot in message.needs)),
    }


def _copy(text: str) -> None:
    outcome = detect(os.environ, sys.platform).copy(text)
    if outcome.status is Status.SENT:
        raise NotCopiedError(t("screen.sent", way=outcome.way))
    if outcome.status is Status.FAILED:
        raise NotCopiedError(t("screen.failed", reason=outcome.reason), t("command.copy-failed.hint"))
    print(t("command.copied", count=len(text)), file=sys.stderr)
