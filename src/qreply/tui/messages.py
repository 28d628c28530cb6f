"""What threads tell the screen."""

from __future__ import annotations

from dataclasses import dataclass

from textual.message import Message

from qreply.desk import Desk
from qreply.errors import QReplyError
from qreply.shelf import Edition


@dataclass
class Indexing(Message):
    """The phrasebook is being read anew: so many of its phrases are done."""

    done: int
    total: int

    def can_replace(self, message: Message) -> bool:
        return isinstance(message, Indexing)


@dataclass
class Opened(Message):
    """The phrasebook is there."""

    desk: Desk


@dataclass
class NotOpened(Message):
    """There is no phrasebook to work with."""

    error: QReplyError


@dataclass
class Renewed(Message):
    """The phrasebook has been edited."""

    edition: Edition


@dataclass
class Noticed(Message):
    """Something goes wrong behind the screen that stops nobody."""

    text: str


@dataclass
class ClipboardRead(Message):
    """The clipboard has been read for the line with the cursor."""

    text: str
