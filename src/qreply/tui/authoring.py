"""From the desk to the agent's own phrases, and to the files of all others."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from textual.app import App

from qreply.clipboard import Clipboard
from qreply.errors import NotSavedError
from qreply.i18n import t
from qreply.tui.presenter import Presenter

if TYPE_CHECKING:  # which a first screen does without
    from qreply.authoring.editor import PhraseEditor
    from qreply.authoring.phrase_edit import PhraseEdit
    from qreply.tui.app import QReplyApp


class Authoring:
    """What the keys for writing do; `say` takes words for the status line and their tone."""

    def __init__(
        self, app: App[None], serving: Presenter, clipboard: Clipboard, say: Callable[[str, str], object]
    ) -> None:
        self._app = app
        self._presenter = serving
        self._clipboard = clipboard
        self._say = say

    def write(self, query: str, scenario: str) -> None:
        """Write a new phrase for what was asked."""
        self._write(lambda author: author.new(query, scenario))

    def adapt(self) -> None:
        """Change the phrase on the desk, for this agent alone."""
        draft = self._presenter.session.draft
        if draft is None:
            self._say(t("reply.nothing"), "warning")
        else:
            self._write(lambda author: author.change(draft.phrase, draft.turn))

    def open_file(self, adapt_key: str) -> None:
        """Open the file of the phrase on the desk in the user's editor; `adapt_key` is that of `adapt`."""
        from qreply.tui.external_editor import open_file

        draft = self._presenter.session.draft
        said = (
            open_file(cast("QReplyApp", self._app), draft.phrase, adapt_key) if draft else t("reply.nothing")
        )
        if said:
            self._say(said, "warning")

    def _write(self, begin: Callable[[PhraseEditor], PhraseEdit]) -> None:
        from qreply.authoring.editor import PhraseEditor
        from qreply.tui.screens.phrase_editor import PhraseEditorScreen

        try:
            author = PhraseEditor(self._presenter.session.workspace)
        except NotSavedError as error:
            self._say(f"{error.message} · {error.hint}", "warning")
        else:
            self._app.push_screen(PhraseEditorScreen(author, begin(author), self._clipboard), self._written)

    def _written(self, words: str | None) -> None:
        if words:
            self._say(words, "success")
