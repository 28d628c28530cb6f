"""Assemble the command line's grammar, of which each command's module says its part."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from copy import copy
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import Any

import qreply
from qreply.cli.help_format import HelpFormatter
from qreply.errors import SettingsError
from qreply.i18n import join_words, t
from qreply.text.shell_quoting import quote_argument

# Each command with its module in this package, which has `add_arguments(parser)` and `run(args)`.
COMMANDS = MappingProxyType(
    {
        "pick": "screen",
        "round": "round",
        "practice": "practice",
        "find": "find",
        "show": "show",
        "check": "check",
        "diff": "diff",
        "replace": "replace",
        "move": "move",
        "tag": "tag",
        "rules": "rules",
        "import": "importing",
        "export": "export",
        "shop": "shop",
        "init": "init",
        "stats": "stats",
        "team": "team",
        "report": "report",
        "audit": "audit",
        "doctor": "doctor",
        "schema": "schema",
    }
)
_DEFAULT_MODULE = "screen"


def build_parser(command: str = "") -> argparse.ArgumentParser:
    """Build the parser of every command, or of one alone, with help in the current language."""
    parser = argparse.ArgumentParser(
        prog="qreply",
        description=t("command.about"),
        epilog=t("command.epilog"),
        allow_abbrev=False,
        formatter_class=HelpFormatter,
    )
    _add_common_options(parser)
    parser.add_argument(
        "--version", action="version", version=f"qreply {qreply.__version__}", help=t("command.version")
    )
    parser.set_defaults(
        command="",
        module=_DEFAULT_MODULE,
        phrasebook=[],
        shop=None,
        platform=None,
        trade=[],
        config=None,
        lang=None,
        query="",
        clip=False,
    )
    # `prog` would else be taken from a formatted usage line.
    commands = parser.add_subparsers(
        title=t("command.commands"),
        metavar=t("metavar.command"),
        prog="qreply",
        parser_class=_CommandParser,
    )
    for name, module in ((command, COMMANDS[command]),) if command else COMMANDS.items():
        about = t(f"command.{name}")
        added = commands.add_parser(
            name, help=about, description=about, allow_abbrev=False, formatter_class=HelpFormatter
        )
        added.set_defaults(command=name, module=module)
    return parser


class _CommandParser(argparse.ArgumentParser):
    """The parser of one command, whose module is imported only when it is used."""

    _is_complete = False
    _is_intermixing = False

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Add the command's arguments, then parse.

        What is left over is an error that names what may be meant.
        """
        if not self._is_complete:
            self._is_complete = True
            import_command(self.get_default("module")).add_arguments(self)
            _add_common_options(self)
        if self._is_intermixing:
            return super().parse_known_args(args, namespace)
        given = copy(namespace)
        found, extra = super().parse_known_args(args, namespace)
        if extra and not any(word.startswith("-") for word in extra):
            self._is_intermixing = True  # words that an option stands between belong together
            found, extra = self.parse_known_intermixed_args(args, given)
            self._is_intermixing = False
        if extra:
            self.error(_explain_extra(extra, known=re.findall(r"--?[a-z][a-z-]*", self.format_usage())))
        return found, extra


def _explain_extra(extra: Sequence[str], known: Sequence[str]) -> str:
    from difflib import get_close_matches

    given = extra[0].partition("=")[0]
    near: list[str] = []
    if given.startswith("--"):
        near = [name for name in known if name.startswith(given)] or get_close_matches(given, known, n=1)
    if near:
        return t("command.unknown-argument.near", given=given, near=near[0])
    return t("command.unknown-argument", given=" ".join(extra))


def import_command(module: str) -> Any:
    """Import a command's module.

    Its `run` returns the exit code, and may raise QReplyError and OSError, which are told on stderr.
    """
    return import_module(f"qreply.cli.{module}")


def early_arguments(argv: Sequence[str]) -> argparse.Namespace:
    """Parse what must be known before help can be given: language, settings file and command.

    Mistakes are left to the parser of the whole command line.
    """
    parser = argparse.ArgumentParser(
        add_help=False, allow_abbrev=False, exit_on_error=False, formatter_class=HelpFormatter
    )
    _add_common_options(parser, explained=False)
    parser.add_argument("command", nargs="?")
    parser.set_defaults(lang=None, config=None)
    try:
        return parser.parse_known_args(argv)[0]
    except argparse.ArgumentError:
        return argparse.Namespace(lang=None, config=None, command=None)


def check_command(name: str | None) -> None:
    """Raise SettingsError, naming what may be meant, if there is no such command."""
    if name is None or name in COMMANDS:
        return
    from difflib import get_close_matches

    if near := get_close_matches(name.lower(), COMMANDS, n=1):
        raise SettingsError(t("command.unknown-command.near", name=name, near=near[0]))
    query = quote_argument(name)
    raise SettingsError(
        t("command.unknown-command", name=name),
        t("command.unknown-command.hint", query=query, known=join_words(COMMANDS)),
    )


def _add_common_options(parser: argparse.ArgumentParser, *, explained: bool = True) -> None:
    """Add the options that every command takes, before its name or after.

    Absent ones change no earlier value.
    """
    group = parser.add_argument_group(t("command.everywhere")) if explained else parser

    def add(name: str, **options: Any) -> None:
        key = "shop-option" if name == "shop" else name  # `shop` is a command as well
        words: dict[str, Any] = {"help": t(f"command.{key}")} if explained else {}
        group.add_argument(f"--{name}", default=argparse.SUPPRESS, **options, **words)

    add("phrasebook", action="append", type=Path, metavar=t("metavar.path"))
    add("shop", metavar=t("metavar.shop"))
    add("platform", metavar=t("metavar.platform"))
    add("trade", action="append", metavar=t("metavar.trade"))
    add("config", type=Path, metavar=t("metavar.file"))
    # A wrong language is for the parser of the whole command line to tell of.
    add("lang", **({"choices": ("zh", "en")} if explained else {}))


def whole_number(text: str) -> int:
    """Return the number of 1 or more that `text` is.

    Raises argparse.ArgumentTypeError for anything else.
    """
    if not (text.isdecimal() and text.isascii() and len(text) < 10 and int(text)):
        raise argparse.ArgumentTypeError(t("command.at-least-one"))
    return int(text)
