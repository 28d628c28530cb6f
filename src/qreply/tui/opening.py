"""Opening the phrasebook behind the screen, and hearing of its edits from then on."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from typing import TypeVar

from textual.message import Message

from qreply.runtime import background
from qreply.search.storage.index_cache import Progress
from qreply.tui.messages import Indexing, Noticed, NotOpened, Opened, Renewed
from qreply.workspace.workspace import Workspace

OpenWorkspace = Callable[[Progress], Workspace]
T = TypeVar("T")

_EVERY = 0.1  # seconds between two words of progress
_CALM = 0.5  # seconds after which the books are read to be watched, which would slow the first paint and the first keys


def open_behind(open_workspace: OpenWorkspace, post: Callable[[Message], object]) -> None:
    """Open the desk in a thread, and `post` what becomes of it: Indexing…, then Opened or NotOpened, then Renewed…"""
    background.start("open", partial(_open, open_workspace, post))


def _open(open_workspace: OpenWorkspace, post: Callable[[Message], object]) -> None:
    said = 0.0

    def progress(done: int, total: int) -> None:
        nonlocal said
        if time.monotonic() - said > _EVERY:
            said = time.monotonic()
            post(Indexing(done, total))

    try:
        workspace = open_workspace(progress)
    except Exception as error:  # noqa: BLE001 - or the screen would wait for ever
        post(NotOpened(error))
        return
    post(Opened(workspace))
    if workspace.history is not None:
        background.attempt(partial(workspace.history.listen, _telling(post, Noticed)))
    time.sleep(_CALM)
    workspace.watch(_telling(post, Renewed))


def _telling(post: Callable[[Message], object], kind: Callable[[T], Message]) -> Callable[[T], None]:
    def tell(news: T) -> None:
        post(kind(news))

    return tell
