"""Run `qreply show`: the finished reply, on stdout or copied."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable, Mapping

from qreply.cli.pairs import read_pairs
from qreply.cli.parser import whole_number
from qreply.cli.streams import as_json, say
from qreply.cli.warning import warn
from qreply.clipboard import Status, detect
from qreply.errors import NotCopiedError, RefusedError, SettingsError
from qreply.i18n import join_words, t
from qreply.phrasebook.fragments import texts_of
from qreply.phrasebook.model import Phrase
from qreply.reply.joined_reply import join_messages
from qreply.reply.rendered_reply import Field, RenderedReply
from qreply.reply.values import ValueSources
from qreply.storage.locations import sent_digests_path
from qreply.text.safety import clean
from qreply.text.shell_quoting import quote_argument
from qreply.workspace.phrase_names import find_named
from qreply.workspace.sent_digests import SentDigests, is_identifying
from qreply.workspace.workspace import Workspace


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the phrase, its values, and where the reply goes."""
    parser.add_argument("id", metavar=t("metavar.id"), help=t("command.id"))
    parser.add_argument(
        "--set", action="append", default=[], metavar=t("command.set.shape"), help=t("command.set")
    )
    parser.add_argument(
        "--message", type=whole_number, metavar=t("metavar.number"), help=t("command.message")
    )
    parser.add_argument("--all", action="store_true", help=t("command.show-all"))
    parser.add_argument("--copy", action="store_true", help=t("command.copy"))
    parser.add_argument("--json", action="store_true", help=t("command.show-json"))


def run(args: argparse.Namespace) -> int:
    """Print or copy a phrase.

    Raises RefusedError where the text must not leave, NotCopiedError if it didn't, SettingsError for what `--all`
    leaves nothing to choose of.
    """
    if args.all:
        for name in ("copy", "message"):
            if getattr(args, name):
                raise SettingsError(t("command.show-all-alone", option=f"--{name}"))
    workspace = Workspace.open(args.settings)
    warn(workspace, args.settings)
    phrase = find_named(workspace, args.id)
    if args.all:
        from qreply.cli.show_all import print_all  # which one reply does not need

        values = read_pairs(args.set)
        _expect_used(values, phrase)
        return print_all(workspace, phrase, values, shop=args.shop or "", json=args.json)
    if not phrase.available_on(workspace.profile.platform):
        platforms = join_words(t(f"platform.{name}") for name in phrase.only)
        raise RefusedError(
            t("reply.elsewhere", platforms=platforms), t("reply.elsewhere.hint", platform=phrase.only[0])
        )
    wording = workspace.wording(phrase)
    if args.message and args.message > len(wording):
        raise SettingsError(
            t("command.no-such-message", title=phrase.title, count=len(wording), number=args.message)
        )
    values = read_pairs(args.set)
    message = wording[args.message - 1] if args.message else join_messages(wording)
    rendered = workspace.prepare(phrase, message, ValueSources(typed=values))
    _expect_used(values, phrase)
    no_answer = _no_answer(workspace, rendered, values)
    if no_answer is not None:
        names = [field.name for field in rendered.absent]
        say(t("reply.no-answer-instead", names=join_words(names), title=no_answer.title))
        values = {name: value for name, value in values.items() if name not in names}
        message = join_messages(workspace.wording(no_answer))
        rendered = workspace.prepare(no_answer, message, ValueSources(typed=values))
    refusal = rendered.refusal
    text = "" if refusal else clean(rendered.text)
    if args.json:
        print(as_json(_as_json(rendered, text, instead_of=phrase.id if no_answer else "")))
    _warn(rendered, values)
    if refusal:
        raise RefusedError(refusal, _suggest_change(rendered))
    if args.copy:
        _copy(text, values.values())
    elif not args.json:
        print(text)
    workspace.keep_copies()
    return 0


def _no_answer(workspace: Workspace, rendered: RenderedReply, values: Mapping[str, str]) -> Phrase | None:
    """Return the phrase to send instead, if the user has just said that the shop has none.

    Returns None without such a phrase. Where only the settings say so the reply is refused, since nobody who asked for
    it meant another.
    """
    if rendered.expired or rendered.broken or rendered.overlong:
        return None
    if not any(field.name in values for field in rendered.absent):
        return None
    other = workspace.phrasebook.index.by_id(rendered.phrase.no_answer)
    return other if other is not None and other.available_on(workspace.profile.platform) else None


def _expect_used(values: Mapping[str, str], phrase: Phrase) -> None:
    """Raise RefusedError if no text of the phrase has a placeholder of a value's name."""
    if not values:
        return
    from difflib import get_close_matches

    from qreply.phrasebook.references import expand_fragments, placeholder_names

    whole = expand_fragments(phrase)
    known = {name for text in texts_of(whole) for name in placeholder_names(text)}
    unknown = [name for name in values if name not in known]
    if unknown:
        near = [close for name in unknown for close in get_close_matches(name, known, 1, 0.5)]
        hint = (
            t("reply.unknown-names.near", near=join_words(near))
            if near
            else t("reply.unknown-names.known", known=join_words(sorted(known)))
            if known
            else t("reply.unknown-names.none")
        )
        raise RefusedError(t("reply.unknown-names", id=phrase.id, names=join_words(unknown)), hint)


def _warn(rendered: RenderedReply, values: Mapping[str, str]) -> None:
    """Say what the text may leave with, but the user may not have meant."""
    if unused := [name for name in values if name not in {field.name for field in rendered.fields}]:
        say(t("reply.unused", names=join_words(unused)))
    for finding in rendered.findings:
        if not finding.blocks:
            say(finding.describe(rendered.text))
            if finding.rule.suggestion is not None:
                say(f"  {t('reply.say', say=finding.rule.suggestion)}")


def _suggest_change(rendered: RenderedReply) -> str:
    """Suggest what may be done about the refusal, "" for nothing."""
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
        return _suggest_value(rendered.phrase.id, rendered.needs[0])
    says = (finding.rule.suggestion for finding in rendered.findings if finding.blocks)
    say = next(says, None)
    return "" if say is None else t("reply.say", say=say)


def _suggest_value(phrase_id: str, field: Field) -> str:
    """Suggest how a value is given, with one that fits wherever the book has one."""
    sample = field.example or next(iter(field.options), "")
    given = quote_argument(f"{field.name}={sample}") if sample else f"{quote_argument(field.name)}=…"
    hint = t("reply.refused.hint", id=quote_argument(phrase_id), given=given)
    if field.options:
        return t("reply.wanted.options", name=field.name, options=join_words(field.options), hint=hint)
    if field.pattern and not sample:
        return t("reply.wanted.pattern", name=field.name, pattern=field.pattern, hint=hint)
    return hint


def _as_json(rendered: RenderedReply, text: str, instead_of: str) -> dict[str, object]:
    return {
        "id": rendered.phrase.id,
        "instead-of": instead_of,
        "title": rendered.phrase.title,
        "text": text,
        "findings": [
            {
                "rule": finding.rule.id,
                "level": finding.rule.level,
                "text": rendered.text[finding.start : finding.end],
                "why": finding.rule.why,
                "say": finding.rule.suggestion,
            }
            for finding in rendered.findings
        ],
        "missing": [field.name for field in rendered.needs],
        "absent": [field.name for field in rendered.absent],
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
    say(t("command.copied", count=len(text)))
