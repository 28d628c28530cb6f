"""Write the new ids of phrases that were moved where the settings file names them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from yaml.events import ScalarEvent

from qreply.phrasebook.reading.yaml_nodes import Mapping as MappingNode
from qreply.phrasebook.writing.text_splice import apply_splices
from qreply.settings.file_edit import edit_settings, rewritten, root_of, value_of
from qreply.settings.settings import Settings
from qreply.text.safety import clean

_NAMING = ("hotkeys", "round")
"""Keys whose mappings have ids of phrases as their values."""


def names_any(settings: Settings, ids: Mapping[str, str]) -> bool:
    """Tell whether the settings name one of the phrases whose `ids` are others now."""
    named = (*settings.hotkeys.values(), *settings.round_replies.values())
    return any(name in ids for name in named)


def rename_phrases(path: Path, ids: Mapping[str, str]) -> Settings:
    """Put the new id in the place of each of `ids` that the settings file at `path` names.

    Returns the settings as they are then. Raises NotSavedError as `edit_settings` does.
    """

    def change(text: str, _: Settings) -> str:
        root = root_of(text)
        mappings = (value_of(root, key) for key in _NAMING)
        return apply_splices(
            text,
            [
                rewritten(text, value, ids[clean(value.value)])
                for mapping in mappings
                if isinstance(mapping, MappingNode)
                for _, value in mapping.entries
                if isinstance(value, ScalarEvent) and clean(value.value) in ids
            ],
        )

    def expect(settings: Settings) -> Settings:
        def renamed(named: Mapping[str, str]) -> dict[str, str]:
            return {key: ids.get(name, name) for key, name in named.items()}

        return settings._replace(
            hotkeys=renamed(settings.hotkeys), round_replies=renamed(settings.round_replies)
        )

    return edit_settings(path, change, expect)
