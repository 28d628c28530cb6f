"""Run `qreply shop`: what the shop decides once for all replies, listed, set and asked for."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence

from rich.cells import cell_len
from rich.text import Text

from qreply.cli.pairs import read_pairs
from qreply.cli.streams import as_json, name_end_key, say
from qreply.cli.warning import warn
from qreply.errors import SettingsError
from qreply.i18n import join_words, t
from qreply.settings.settings import Settings
from qreply.text.safety import clean_line
from qreply.workspace.shop_values import ShopValue, check_shop_values, list_shop_values, save_for_shop
from qreply.workspace.workspace import Workspace

_MAX_NAME = 24  # columns


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the values to set, whether to ask for those missing, and the first shop's name."""
    parser.add_argument(
        "--set", action="append", default=[], metavar=t("command.set.shape"), help=t("command.shop-set")
    )
    parser.add_argument("--ask", action="store_true", help=t("command.shop-ask"))
    parser.add_argument("--name", default="", metavar=t("metavar.shop"), help=t("command.shop-name"))
    parser.add_argument("--json", action="store_true", help=t("command.shop-json"))


def run(args: argparse.Namespace) -> int:
    """List the shop's values, set some, or ask for what is missing.

    Raises SettingsError and NotSavedError.
    """
    settings: Settings = args.settings
    shop = settings.current_shop
    if args.name and shop is not None:
        raise SettingsError(t("shop.has-shop", name=shop.name, path=settings.path))
    workspace = Workspace.open(settings)
    warn(workspace, settings)
    known = list_shop_values(workspace.phrasebook, workspace.profile.values)
    if args.set or (args.name and not args.ask):
        given = check_shop_values(known, read_pairs(args.set))
        if not given and not args.name:
            raise SettingsError(t("shop.nothing-given"), t("shop.nothing-given.hint"))
        saved = save_for_shop(settings, given, name=clean_line(args.name).strip())
        kept = (
            [name for name, value in given.items() if value] if given else [one.name for one in saved.shops]
        )
        if kept:
            print(t("shop.saved", names=join_words(kept)))
        if cleared := [name for name, value in given.items() if not value]:
            print(t("shop.cleared", names=join_words(cleared)))
    elif args.ask:
        _ask(settings, known, clean_line(args.name).strip())
    elif args.json:
        print(as_json(_as_json(settings, known), indent=2))
    else:
        _list(settings, known)
    return 0


def _list(settings: Settings, known: Sequence[ShopValue]) -> None:
    if not known:
        print(t("shop.none"))
        return
    shop = settings.current_shop
    name = clean_line(shop.name) if shop else t("shop.nameless")
    done = sum(not one.is_missing for one in known)
    print(t("shop.of", shop=name, done=done, count=len(known)))
    width = min(max(cell_len(one.name) for one in known), _MAX_NAME)
    for one in known:
        problem = one.problem_of(one.text)
        said = f"{t('shop.missing')} · {_question(one)}" if one.is_missing else one.text
        said = f"{said} · {problem}" if problem else said
        sign = "✗" if problem else "·" if one.is_missing else "–" if one.is_absent else "✓"
        print(f"  {sign} {_fill_up(one.name, width)}  {clean_line(said)}")
    if done < len(known):
        say(t("shop.how"))


def _fill_up(name: str, width: int) -> str:
    text = Text(clean_line(name))
    text.truncate(width, overflow="ellipsis", pad=True)
    return text.plain


def _as_json(settings: Settings, known: Sequence[ShopValue]) -> Mapping[str, object]:
    shop = settings.current_shop
    return {
        "shop": shop.name if shop else "",
        "values": [
            {
                "name": one.name,
                "value": None if one.is_missing else one.text,
                "absent": one.is_absent,
                "problem": one.problem_of(one.text),
                "ask": one.ask,
                "example": one.example,
                "kind": one.kind,
                "phrases": list(one.phrases),
            }
            for one in known
        ],
    }


def _ask(settings: Settings, known: Sequence[ShopValue], name: str) -> None:
    """Ask for what is missing, one after another; each answer is saved before the next question."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise SettingsError(t("shop.not-asked"), t("shop.not-asked.hint"))
    missing = [one for one in known if one.is_missing]
    if not missing:
        print(t("shop.all-set" if known else "shop.none"))
        return
    print(t("shop.ask-keys", key=name_end_key()))
    if settings.current_shop is None:
        name = name or _answer(t("shop.ask-name")) or ""
        settings = save_for_shop(settings, {}, name=name)
    done = len(known) - len(missing)
    for number, one in enumerate(missing, 1):
        text = _answer_to(one, f"{number}/{len(missing)} {one.name} · {_question(one)}")
        if text is None:
            print()
            break
        if text:
            settings = save_for_shop(settings, {one.name: text})
            done += 1
    print(t("shop.done", done=done, count=len(known)))


def _answer_to(value: ShopValue, question: str) -> str | None:
    """Ask until the answer will do; nothing where it is skipped, None at the end of the input."""
    while True:
        text = _answer(question)
        problem = value.problem_of(text or "")
        if not problem:
            return text
        print(problem)


def _answer(question: str) -> str | None:
    print(f"{clean_line(question)}: ", end="")
    sys.stdout.flush()
    line = sys.stdin.readline()
    return clean_line(line).strip() if line else None


def _question(value: ShopValue) -> str:
    example = t("shop.example", example=value.example) if value.example else ""
    return " · ".join(filter(None, (value.ask, example)))
