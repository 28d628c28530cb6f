"""`qreply schema`: the JSON schema that lets editors complete and check phrasebook files."""

from __future__ import annotations

import argparse
import sys

from qreply.phrasebook.schema import as_text


def run(_args: argparse.Namespace) -> int:
    """Print the schema."""
    sys.stdout.write(as_text())
    return 0
