"""Messages that threads and other screens send to the main screen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from textual.message import Message

from qreply.errors import NotSavedError
from qreply.settings.settings import Settings, Shop
from qreply.workspace.books import BookUpdate
from qreply.workspace.workspace import Workspace


class Indexing(Message):
    """The phrasebook is being indexed: `done` of `total` phrases are."""

    def __init__(self, done: int, total: int) -> None:
        self.done = done
        self.total = total
        super().__init__()

    def can_replace(self, message: Message) -> bool:
        return isinstance(message, Indexing)


class Opened(Message):
    """The phrasebook has been opened."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        super().__init__()


class NotOpened(Message):
    """The phrasebook could not be opened."""

    def __init__(self, error: Exception) -> None:
        self.error = error
        super().__init__()


class Renewed(Message):
    """The phrasebook has been edited."""

    def __init__(self, update: BookUpdate) -> None:
        self.update = update
        super().__init__()


class PracticeWanted(Message):
    """The agent wants to practise, over the screen that is shown, with what is open in it."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        super().__init__()


class Noticed(Message):
    """Something has failed in a thread that stops nobody's work."""

    def __init__(self, text: str) -> None:
        self.text = text
        super().__init__()


class Introduction(NamedTuple):
    """Who the agent is, as they answered when asked.

    `status` is for the status line, in this tone.
    """

    agent: str
    shops: tuple[Shop, ...]
    status: str
    tone: str
    trades: tuple[str, ...] = ()
    wants_shop_values: bool = False  # whether to go on with what the shop decides


class Written(NamedTuple):
    """A phrase of the agent's own has been saved, or deleted where there is no id.

    `words` say so.
    """

    words: str
    phrase_id: str = ""


class ShopValuesSaved(Message):
    """What the shop decides has been written: `settings` have it."""

    def __init__(self, settings: Settings, values: Mapping[str, str]) -> None:
        self.settings = settings
        self.values = values
        super().__init__()


class ShopValuesNotSaved(Message):
    """What the shop decides could not be written."""

    def __init__(self, error: NotSavedError, values: Mapping[str, str]) -> None:
        self.error = error
        self.values = values
        super().__init__()


class ClipboardSeen(Message):
    """The clipboard has been looked at for a question.

    `is_live` tells that it need not have been for coming back.
    """

    def __init__(self, text: str, *, is_live: bool) -> None:
        self.text = text
        self.is_live = is_live
        super().__init__()


class ClipboardRead(Message):
    """The clipboard has been read for the line with the cursor."""

    def __init__(self, text: str) -> None:
        self.text = text
        super().__init__()
