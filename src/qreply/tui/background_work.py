"""What the screen has done in threads: opening, reading the clipboard, saving, failing."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from functools import partial
from threading import Lock
from typing import TypeVar

from textual.message import Message

from qreply.clipboard import HIDDEN, Clipboard
from qreply.errors import NotSavedError
from qreply.i18n import t
from qreply.runtime import background
from qreply.runtime.crash_log import write_crash_log
from qreply.search.storage.index_cache import Progress
from qreply.settings.settings import Settings
from qreply.tui.messages import (
    ClipboardRead,
    Indexing,
    Noticed,
    NotOpened,
    Opened,
    Renewed,
    ShopValuesNotSaved,
    ShopValuesSaved,
)
from qreply.workspace.session import Session
from qreply.workspace.shop_values import save_for_shop
from qreply.workspace.workspace import Workspace

OpenWorkspace = Callable[[Progress], Workspace]
Post = Callable[[Message], object]
T = TypeVar("T")

_PROGRESS_SECONDS = 0.1  # between two messages of progress
# So long the books are not yet read to be watched, which would slow the first paint and the first keys.
_CALM_SECONDS = 0.5


# -- the phrasebook


def open_in_background(open_workspace: OpenWorkspace, post: Post) -> None:
    """Open the workspace in a thread, and `post` how that goes.

    The messages are any number of Indexing, then Opened or NotOpened, then Renewed at each edit.
    """
    background.start("open", partial(_open, open_workspace, post))


def _open(open_workspace: OpenWorkspace, post: Post) -> None:
    last_posted = 0.0

    def on_progress(done: int, total: int) -> None:
        nonlocal last_posted
        if time.monotonic() - last_posted > _PROGRESS_SECONDS:
            last_posted = time.monotonic()
            post(Indexing(done, total))

    try:
        workspace = open_workspace(on_progress)
    except Exception as error:  # noqa: BLE001 - or the screen would wait for ever
        post(NotOpened(error))
        return
    post(Opened(workspace))
    if workspace.history is not None:
        background.attempt(partial(workspace.history.notices.listen, _post_as(post, Noticed)))
    if workspace.team is not None:
        background.attempt(partial(workspace.team.notices.listen, _post_as(post, Noticed)))
    time.sleep(_CALM_SECONDS)
    workspace.watch(_post_as(post, Renewed))


def _post_as(post: Post, kind: Callable[[T], Message]) -> Callable[[T], None]:
    def on_news(news: T) -> None:
        post(kind(news))

    return on_news


# -- the clipboard


def read_clipboard(clipboard: Clipboard, post: Post) -> None:
    """Read the clipboard in a thread, since its tool may hang, and `post` ClipboardRead."""

    def read() -> None:
        text = ""
        try:
            text = clipboard.paste() or ""
        finally:
            post(ClipboardRead(text))

    background.start("paste", read)


class ClipboardWatch:
    """Reads the clipboard in a thread for values of the draft, only when it may have changed."""

    def __init__(self, clipboard: Clipboard, on_text: Callable[[str, str], object]) -> None:
        """Call `on_text(text, offered)` from the thread with the clipboard's text.

        `offered` is the same text if others have copied it and it is not private, else "".
        """
        self._clipboard = clipboard
        self._on_text = on_text
        self._is_reading = self._is_stale = False
        # Held by whoever asks for a look, and by the thread that sees whether there is another one to take.
        self._turns = Lock()
        self._seen_draft: object = None

    def look_for_another(self, session: Session) -> None:
        """Look if the draft is of another phrase or customer than the last time.

        This spares looks, each of which may cost a process.
        """
        draft = session.draft
        current = (session.customer, draft.phrase.id) if draft else None
        if current != self._seen_draft:
            self._seen_draft = current
            self.look(session)

    def look(self, session: Session) -> None:
        """Read the clipboard if the draft takes any value from it.

        Where it is being read already, it is read once more.
        """
        placeholders = session.draft.phrase.scope.placeholders if session.draft else {}
        if any(placeholder.from_clipboard for placeholder in placeholders.values()):
            self.look_anyway()

    def look_anyway(self) -> None:
        """Read the clipboard in a thread, once more where it is being read already."""
        with self._turns:
            self._is_stale = True
            if self._is_reading:
                return
            self._is_reading = True
        background.start("offer", self._read)

    def forget(self) -> None:
        """Look again even for the same draft: what was there went with the last reply."""
        self._seen_draft = None

    def _read(self) -> None:
        try:
            while self._goes_on():
                # Who cannot tell what is private is trusted with what fits a pattern.
                look = self._clipboard.glance if self._clipboard.can_glance else self._clipboard.paste
                text = look() or ""
                is_offered = text != HIDDEN and not self._clipboard.wrote(text)
                self._on_text(text, text if is_offered else "")
        except BaseException:
            self._is_reading = False
            raise

    def _goes_on(self) -> bool:
        with self._turns:
            self._is_reading, self._is_stale = self._is_stale, False
            return self._is_reading


# -- what the shop decides

_saving = Lock()  # one at a time: each reads the file and writes it again


def save_in_background(settings: Settings, values: Mapping[str, str], post: Post, *, name: str = "") -> None:
    """Save `values` for the current shop, or for a first one called `name`.

    Posts ShopValuesSaved or ShopValuesNotSaved from a thread of its own.
    """

    def save() -> None:
        with _saving:
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

    background.start("write", save)


# -- failures


def post_failures(post: Post) -> Callable[[], None]:
    """Log what fails in threads and `post` one Noticed at the first failure.

    Returns the function that ends that.
    """
    is_told = False

    def on_failure(failure: background.Failure) -> None:
        nonlocal is_told
        path = write_crash_log(failure)
        if not is_told:
            is_told = True
            words = t("screen.failed-behind", path=path) if path else t("screen.failed-behind-unlogged")
            post(Noticed(words))

    return background.listen(on_failure)
