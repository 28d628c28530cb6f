"""What threads tell the screen."""

from __future__ import annotations

from dataclasses import dataclass

from textual.message import Message

from qreply.desk import Desk, Renewal
from qreply.errors import QReplyError


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

    renewal: Renewal


@dataclass
class ClipboardRead(Message):
    """The clipboard has been read for the line with the cursor."""

    text: str
