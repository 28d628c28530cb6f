"""What threads and other screens tell the desk's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from textual.message import Message

from qreply.errors import NotSavedError
from qreply.settings.model import Settings, Shop
from qreply.workspace.books import BookUpdate
from qreply.workspace.workspace import Workspace


class Indexing(Message):
    """The phrasebook is being read anew: so many of its phrases are done."""

    def __init__(self, done: int, total: int) -> None:
        self.done = done
        self.total = total
        super().__init__()

    def can_replace(self, message: Message) -> bool:
        return isinstance(message, Indexing)


class Opened(Message):
    """The phrasebook is there."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        super().__init__()


class NotOpened(Message):
    """There is no phrasebook to work with."""

    def __init__(self, error: Exception) -> None:
        self.error = error
        super().__init__()


class Renewed(Message):
    """The phrasebook has been edited."""

    def __init__(self, update: BookUpdate) -> None:
        self.update = update
        super().__init__()


class Noticed(Message):
    """Something goes wrong behind the screen that stops nobody."""

    def __init__(self, text: str) -> None:
        self.text = text
        super().__init__()


class Introduction(NamedTuple):
    """Who the agent is, as they said when they were asked, and what to say of it on the status line."""

    agent: str
    shops: tuple[Shop, ...]
    said: str
    tone: str
    trades: tuple[str, ...] = ()
    wants_shop_values: bool = False  # whether to go on with what the shop decides


class ShopValuesSaved(Message):
    """What the shop decides has been written: `settings` have it."""

    def __init__(self, settings: Settings, values: Mapping[str, str]) -> None:
        self.settings = settings
        self.values = values
        super().__init__()


class ShopValuesNotSaved(Message):
    """It has not been."""

    def __init__(self, error: NotSavedError, values: Mapping[str, str]) -> None:
        self.error = error
        self.values = values
        super().__init__()


class ClipboardRead(Message):
    """The clipboard has been read for the line with the cursor."""

    def __init__(self, text: str) -> None:
        self.text = text
        super().__init__()
