"""Run `qreply schema`: what lets editors complete and check files."""

from __future__ import annotations

import argparse

from qreply.cli.output import add_output_options, choose_format, redirect_output
from qreply.i18n import t
from qreply.phrasebook.schema import as_text, schema
from qreply.settings import settings_schema


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add which schema, and the output options."""
    parser.add_argument(
        "--settings", action="store_true", help=t("command.schema-settings"), dest="of_settings"
    )
    add_output_options(parser)


def run(args: argparse.Namespace) -> int:
    """Print the schema."""
    choose_format(args, ("json",))
    with redirect_output(args):
        print(as_text(settings_schema.schema() if args.of_settings else schema()), end="")
    return 0
