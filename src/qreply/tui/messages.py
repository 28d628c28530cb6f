"""What threads and other screens tell the desk's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from textual.message import Message

from qreply.config import Shop
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


class Introduction(NamedTuple):
    """Who the agent is, as they said when they were asked, and what to say of it on the status line."""

    agent: str
    shops: tuple[Shop, ...]
    said: str
    tone: str


@dataclass
class ClipboardRead(Message):
    """The clipboard has been read for the line with the cursor."""

    text: str
