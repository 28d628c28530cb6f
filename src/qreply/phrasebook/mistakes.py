"""What a writer did when YAML cannot be read at all: the line and the slip behind libyaml's words."""

from __future__ import annotations

from qreply.phrasebook.source import Source
from qreply.phrasebook.yaml_events import Refused


def explain(source: Source, refused: Refused) -> None:
    """Report why the text was refused, in the words of phrasebooks."""
    source.report(refused.code, refused.offset, said=refused.said)
