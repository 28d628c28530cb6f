"""Write name, looks and another shop into the settings file; all else stays."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple, cast

from yaml.events import ScalarEvent

from qreply.i18n import Language
from qreply.phrasebook.reading.yaml_nodes import Mapping as MappingNode
from qreply.phrasebook.reading.yaml_nodes import Sequence, offset_of
from qreply.phrasebook.writing.text_splice import (
    CannotSpliceError,
    Splice,
    apply_splices,
    content_end,
    ends_whole,
    line_end,
    line_start,
)
from qreply.settings.file_edit import (
    WRITER,
    edit_settings,
    rewritten,
    root_of,
    value_of,
    with_first_shop,
)
from qreply.settings.settings import Settings, Shop


class Preferences(NamedTuple):
    """Holds what an agent chooses; `shop` is another one than those of the file, or none."""

    agent: str
    theme: str
    language: Language
    follow_clipboard: str
    shop: str = ""
    platform: str = ""


def save_preferences(path: Path, chosen: Preferences) -> Settings:
    """Put what was `chosen` into the settings file at `path`.

    Returns the settings as they are then. Raises NotSavedError as `edit_settings` does.
    """

    def change(text: str, settings: Settings) -> str:
        new = {
            "agent": (settings.agent, chosen.agent),
            "theme": (settings.theme, chosen.theme),
            "language": (cast("str", settings.language), cast("str", chosen.language)),
            "follow-clipboard": (settings.follow_clipboard, chosen.follow_clipboard),
        }
        edits = {key: value for key, (known, value) in new.items() if value != known}
        return with_another_shop(with_scalars(text, edits), chosen.shop, chosen.platform)

    def expect(settings: Settings) -> Settings:
        shops = (*settings.shops, Shop(chosen.shop, chosen.platform)) if chosen.shop else settings.shops
        return settings._replace(
            agent=chosen.agent,
            theme=chosen.theme,
            language=chosen.language,
            follow_clipboard=chosen.follow_clipboard,
            shops=shops,
        )

    return edit_settings(path, change, expect)


def with_scalars(text: str, values: Mapping[str, str]) -> str:
    """Return the settings `text` with these texts for keys of the first level.

    Raises CannotSpliceError.
    """
    root = root_of(text)
    splices: list[Splice] = []
    fresh = []
    for key, value in values.items():
        known = value_of(root, key)
        if known is None:
            fresh.append(f"{key}: {WRITER.scalar(value)}\n")
        elif isinstance(known, ScalarEvent) and known.style not in ("|", ">"):
            splices.append(rewritten(text, known, value))
        else:
            raise CannotSpliceError
    if fresh:
        head = "" if ends_whole(text) else "\n"
        splices.append((len(text), len(text), head + "".join(fresh)))
    return apply_splices(text, splices)


def with_another_shop(text: str, shop: str, platform: str) -> str:
    """Return the settings `text` with another `shop`; raises CannotSpliceError."""
    if not shop:
        return text
    shops = value_of(root_of(text), "shops")
    if isinstance(shops, Sequence) and shops.items:
        last = shops.items[-1]
        if not isinstance(last, MappingNode) or last.flow:
            raise CannotSpliceError
        column = offset_of(last.entries[0][0]) - line_start(text, offset_of(last.entries[0][0]))
        lines = WRITER.item({"name": shop, "platform": platform}, max(0, column - 2)).rstrip("\n")
        end = line_end(text, content_end(text, last.entries[-1][1]))
        return apply_splices(text, [(end, end, f"\n{lines}")])
    return with_first_shop(text, shops, {"name": shop, "platform": platform})
