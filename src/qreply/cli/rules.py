"""Run `qreply rules`: the compliance rules with their ids, and what they make of a sentence."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from qreply.cli.output import add_output_options, choose_format, redirect_output
from qreply.cli.streams import as_json
from qreply.cli.warning import warn
from qreply.i18n import current_language, join_words, t
from qreply.phrasebook.model import PLATFORMS, Rule
from qreply.phrasebook.pattern_blocks import BLOCKS
from qreply.phrasebook.yaml_keys import OFFENCES
from qreply.reply.compliance import review
from qreply.reply.rule_finding import Finding
from qreply.text.safety import clean_line
from qreply.workspace.workspace import Workspace

_FORMATS = ("text", "json")
_MAX_WORDS = 6  # of a rule that the list shows


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the sentence to test, the list of building blocks, and the output options."""
    parser.add_argument("--test", metavar=t("command.rules-test.shape"), help=t("command.rules-test"))
    parser.add_argument("--blocks", action="store_true", help=t("command.rules-blocks"))
    add_output_options(parser, _FORMATS)


def run(args: argparse.Namespace) -> int:
    """List the rules, or test a sentence on them.

    Returns 3 where a rule would block it, as `show` has it.
    """
    form = choose_format(args, _FORMATS)
    with redirect_output(args):
        return _print(args, is_json=form == "json")


def _print(args: argparse.Namespace, *, is_json: bool) -> int:
    workspace = Workspace.open(args.settings)
    warn(workspace, args.settings)
    rules = workspace.phrasebook.rules
    if args.blocks:
        _list_blocks({rule.word_class: rule for rule in rules if rule.word_class})
        return 0
    if args.test is not None:
        return _test(args.test, rules, args.settings.platform, is_json=is_json)
    _list([rule for rule in rules if not rule.stands_for], is_json=is_json)
    return 0


def _list(rules: Sequence[Rule], is_json: bool) -> None:
    if is_json:
        print(as_json([_plain(rule) for rule in rules], indent=2))
        return
    for rule in rules:
        platforms = _platforms(rule.platforms) or t("command.rules-everywhere")
        kind = "class" if rule.word_class else rule.level
        print(f"{rule.id}  [{t(f'command.rules-{kind}')}]  {platforms}  {_place(rule)}")
        if looked := _looked_for(rule):
            print(f"    {looked}")
        if rule.why:
            print(f"    {clean_line(rule.why)}")


def _list_blocks(classes: Mapping[str, Rule]) -> None:
    """Print the blocks and the books' classes of words, which may add to a block."""
    for name in dict.fromkeys((*BLOCKS, *classes)):
        print(f"{{{name}}}  {BLOCKS[name][1] if name in BLOCKS else t('command.rules-class')}")
        if name in classes:
            added = t("command.rules-added", words=_looked_for(classes[name]))
            print(f"    {added}  {_place(classes[name])}")


def _looked_for(rule: Rule) -> str:
    """Return the words it forbids, some of them, and how many patterns."""
    said = [clean_line(word) for word in rule.words[:_MAX_WORDS]]
    more = len(rule.words) - len(said)
    parts = [join_words(said) + ("…" if more > 0 else "")] if said else []
    if rule.patterns:
        parts.append(t("command.rules-patterns", count=len(rule.patterns)))
    if rule.like:
        parts.append(
            t("command.rules-like", kind=OFFENCES[rule.like] if current_language() == "zh" else rule.like)
        )
    return join_words(parts)


def _test(sentence: str, rules: Sequence[Rule], platform: str, is_json: bool) -> int:
    if sentence == "-":
        sentence = sys.stdin.read().rstrip("\n")
    findings: dict[tuple[str, int, int], tuple[Finding, list[str]]] = {}
    for name in [platform] if platform else PLATFORMS:
        for finding in review(sentence, rules, name):
            key = (finding.rule.id, finding.start, finding.end)
            findings.setdefault(key, (finding, []))[1].append(name)
    if is_json:
        print(as_json([_found(sentence, *one) for one in findings.values()], indent=2))
    else:
        for finding, names in findings.values():
            print(f"{clean_line(finding.describe(sentence))}  {_platforms(names)}")
            if finding.rule.suggestion:
                print(f"    {t('reply.say', say=finding.rule.suggestion)}")
        if not findings:
            print(t("command.rules-nothing"))
    return 3 if any(finding.blocks for finding, _ in findings.values()) else 0


def _found(sentence: str, finding: Finding, platforms: Sequence[str]) -> dict[str, object]:
    return {
        "rule": finding.rule.id,
        "blocks": finding.blocks,
        "text": sentence[finding.start : finding.end],
        "why": finding.rule.why,
        "say": finding.rule.suggestion,
        "platforms": list(platforms),
    }


def _plain(rule: Rule) -> dict[str, object]:
    return {
        "id": rule.id,
        "level": rule.level,
        "platforms": list(rule.platforms),
        "words": list(rule.words),
        "patterns": list(rule.patterns),
        "except": list(rule.exceptions),
        "why": rule.why,
        "say": rule.suggestion,
        "checked": rule.checked,
        "path": rule.path,
        "line": rule.line,
    }


def _platforms(names: Iterable[str]) -> str:
    return join_words(dict.fromkeys(PLATFORMS.get(name, name) for name in names))


def _place(rule: Rule) -> str:
    return f"{clean_line(Path(rule.path).name)}:{rule.line}"
