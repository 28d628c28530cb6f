"""Writing what the shop decides while the agent goes on: one after another, in a thread."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from threading import Lock

from textual.message import Message

from qreply.errors import NotSavedError
from qreply.i18n import t
from qreply.runtime import background
from qreply.settings.model import Settings
from qreply.tui.messages import ShopValuesNotSaved, ShopValuesSaved
from qreply.workspace.shop_values import save_for_shop

_one_at_a_time = Lock()  # each reads the file and writes it again


def save_behind(
    settings: Settings, values: Mapping[str, str], post: Callable[[Message], object], *, name: str = ""
) -> None:
    """Save `values` for the current shop, or a first one called `name`, and `post` what becomes of it."""

    def do() -> None:
        with _one_at_a_time:
            try:
                saved = save_for_shop(settings, values, name=name)
            except NotSavedError as error:
                post(ShopValuesNotSaved(error, values))
            except Exception as error:  # a mistake of ours: what was typed is there still
                words = t("writing.unexpected", kind=type(error).__name__)
                post(ShopValuesNotSaved(NotSavedError(words), values))
                raise
            else:
                post(ShopValuesSaved(saved, values))

    background.start("write", do)
