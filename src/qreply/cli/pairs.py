"""Read what `--set` gives: 名=值, several times, or from stdin."""

from __future__ import annotations

from collections.abc import Sequence

from qreply.cli.streams import read_input_text
from qreply.errors import SettingsError
from qreply.i18n import t
from qreply.phrasebook.tags import EQUALS


def read_pairs(given: Sequence[str]) -> dict[str, str]:
    """Read the values of `--set`; its `-` takes lines from stdin.

    Raises SettingsError for what is no 名=值.
    """
    values: dict[str, str] = {}
    for pair in given:
        for line in filter(str.strip, read_input_text().splitlines()) if pair == "-" else [pair]:
            name, *value = EQUALS.split(line, maxsplit=1)
            if not value or not name.strip():
                raise SettingsError(t("command.bad-set", given=line))
            values[name.strip()] = value[0]
    return values
