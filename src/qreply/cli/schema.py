"""Run `qreply schema`: what lets editors complete and check phrasebook files."""

from __future__ import annotations

import argparse

from qreply.cli.output import add_output_options, redirect_output
from qreply.phrasebook.schema import as_text


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the output options."""
    add_output_options(parser)


def run(args: argparse.Namespace) -> int:
    """Print the schema."""
    with redirect_output(args):
        print(as_text(), end="")
    return 0
