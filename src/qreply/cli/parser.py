"""The command line's grammar. Commands are imported only when they run."""

from __future__ import annotations

import argparse
import os
from functools import cache
from pathlib import Path

import qreply
from qreply.i18n import t, table

DEFAULT_HITS = 10
# As in exchange.export, which would take too long to import for every command; a test holds them together.
EXPORT_FORMATS = ("qianniu", "espanso", "csv", "json", "md", "html")


def _in_our_language(sentence: str) -> str:
    return t(f"arguments.{sentence}") if sentence in table("arguments") else sentence


# What argparse says goes through these two, which it has from gettext.
argparse._ = _in_our_language  # type: ignore[attr-defined]
argparse.ngettext = lambda one, more, count: _in_our_language(one if count == 1 else more)  # type: ignore[attr-defined]


def build() -> argparse.ArgumentParser:
    """The parser of every command, with help in the current language."""
    parser = argparse.ArgumentParser(
        prog="qreply",
        description=t("command.about"),
        epilog=t("command.epilog"),
        parents=[_common()],
        allow_abbrev=False,
        formatter_class=Formatter,
    )
    parser.add_argument(
        "--version", action="version", version=f"qreply {qreply.__version__}", help=t("command.version")
    )
    parser.set_defaults(
        command="screen",
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
    commands = parser.add_subparsers(title=t("command.commands"), metavar="COMMAND", prog="qreply")

    def add(name: str) -> argparse.ArgumentParser:
        command = commands.add_parser(
            name,
            help=t(f"command.{name}"),
            description=t(f"command.{name}"),
            parents=[_common()],
            allow_abbrev=False,
            formatter_class=Formatter,
        )
        command.set_defaults(command=name)
        return command

    pick = add("pick")
    pick.add_argument("query", nargs="?", default="", help=t("command.query"))
    pick.add_argument("--clip", action="store_true", help=t("command.clip"))

    find = add("find")
    find.add_argument("query", help=t("command.query-or-dash"))
    find.add_argument("-n", dest="limit", type=_count, default=DEFAULT_HITS, help=t("command.limit"))
    find.add_argument("-s", dest="scenario", default="", help=t("command.scenario"))
    find.add_argument("--json", action="store_true", help=t("command.find-json"))

    show = add("show")
    show.add_argument("id", help=t("command.id"))
    show.add_argument(
        "--set", action="append", default=[], metavar=t("command.set.shape"), help=t("command.set")
    )
    show.add_argument("--message", type=_count, metavar="N", help=t("command.message"))
    show.add_argument("--copy", action="store_true", help=t("command.copy"))
    show.add_argument("--json", action="store_true", help=t("command.show-json"))

    check = add("check")
    check.add_argument("paths", nargs="*", type=Path, metavar="PATH", help=t("command.check-paths"))
    check.add_argument("--format", choices=("text", "json", "github"), default="text")
    check.add_argument("--fix", action="store_true", help=t("command.fix"))

    bring = add("import")
    bring.add_argument("file", type=Path, metavar="FILE", help=t("command.import-file"))
    bring.add_argument("--to", type=Path, required=True, metavar="DIR", help=t("command.import-to"))
    bring.add_argument("--write", action="store_true", help=t("command.import-write"))
    bring.add_argument(
        "--map",
        action="append",
        default=[],
        metavar=t("command.import-map.shape"),
        help=t("command.import-map"),
    )

    export = add("export")
    export.add_argument("file", metavar="FILE", help=t("command.export-file"))
    export.add_argument("--format", choices=EXPORT_FORMATS, help=t("command.export-format"))
    export.add_argument("--force", action="store_true", help=t("command.force"))

    shop = add("shop")
    shop.add_argument(
        "--set", action="append", default=[], metavar=t("command.set.shape"), help=t("command.shop-set")
    )
    shop.add_argument("--ask", action="store_true", help=t("command.shop-ask"))
    shop.add_argument("--name", default="", metavar="NAME", help=t("command.shop-name"))
    shop.add_argument("--json", action="store_true", help=t("command.shop-json"))

    init = add("init")
    init.add_argument("directory", nargs="?", type=Path, metavar="DIR", help=t("command.init-directory"))

    _take_stats_options(add("stats"))

    audit = add("audit")
    audit.add_argument("file", type=Path, metavar="FILE", help=t("command.audit-file"))
    audit.add_argument("--column", default="", metavar="NAME", help=t("command.column"))
    audit.add_argument("--format", choices=("table", "csv", "json"), default="table")

    add("doctor")
    add("schema")
    return parser


def _take_stats_options(stats: argparse.ArgumentParser) -> None:
    stats.add_argument("--since", default="", metavar="7d", help=t("command.since"))
    stats.add_argument(
        "--by", choices=("phrase", "scenario", "day", "hour"), default="phrase", help=t("command.by")
    )
    stats.add_argument("--format", choices=("table", "csv", "json"), default="table")
    stats.add_argument("--merge", nargs="+", type=Path, default=[], metavar="FILE", help=t("command.merge"))
    stats.add_argument("--export", type=Path, metavar="FILE", help=t("command.stats-export"))
    stats.add_argument("--force", action="store_true", help=t("command.force"))
    stats.add_argument("--forget", action="store_true", help=t("command.forget"))


def _common() -> argparse.ArgumentParser:
    """Options that every command takes, before its name or after; absent ones leave the earlier value alone.

    Made anew for each parser, since `set_defaults` changes the options that parsers share.
    """
    common = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    group = common.add_argument_group(t("command.everywhere"))
    group.add_argument(
        "--phrasebook", action="append", type=Path, metavar="PATH", help=t("command.phrasebook")
    )
    group.add_argument("--shop", metavar="NAME", help=t("command.shop-option"))
    group.add_argument("--platform", metavar="NAME", help=t("command.platform"))
    group.add_argument("--trade", action="append", metavar="NAME", help=t("command.trade"))
    group.add_argument("--config", type=Path, metavar="FILE", help=t("command.config"))
    group.add_argument("--lang", choices=("zh", "en"), help=t("command.lang"))
    return common


class Formatter(argparse.HelpFormatter):
    """Asks for the width once, and without shutil, which argparse imports (with every compressor) for each option."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=_columns())


@cache
def _columns() -> int:
    try:
        return int(os.environ.get("COLUMNS") or os.get_terminal_size(1).columns) - 2
    except (OSError, ValueError):
        return 78


def _count(text: str) -> int:
    if not (text.isdecimal() and text.isascii() and len(text) < 10 and int(text)):
        raise argparse.ArgumentTypeError(t("command.at-least-one"))
    return int(text)
