"""Writing own phrases, and opening the files of all others, from the main screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from textual.app import App

from qreply.clipboard import Clipboard
from qreply.errors import NotSavedError
from qreply.i18n import t
from qreply.tui.messages import Written
from qreply.workspace.session import Session

if TYPE_CHECKING:  # which a first screen does without
    from qreply.authoring.editor import PhraseEditor
    from qreply.authoring.phrase_edit import PhraseEdit
    from qreply.tui.external_editor import TerminalLender


class Authoring:
    """What the keys for writing do; `say` takes words for the status line and their tone."""

    def __init__(
        self, app: App[None], session: Session, clipboard: Clipboard, say: Callable[[str, str], object]
    ) -> None:
        self._app = app
        self._session = session
        self._clipboard = clipboard
        self._say = say

    def write(self, query: str, scenario: str) -> None:
        """Write a new phrase for what was asked."""
        self._edit(lambda editor: editor.new(query, scenario))

    def change(self) -> None:
        """Change the draft's phrase, for this agent alone."""
        draft = self._session.draft
        if draft is None:
            self._say(t("reply.nothing"), "warning")
        else:
            self._edit(lambda editor: editor.change(draft.phrase, draft.turn))

    def open_file(self, edit_key: str) -> None:
        """Open the file of the draft's phrase in the user's editor; `edit_key` is that of `change`."""
        from qreply.tui.external_editor import open_file

        draft = self._session.draft
        said = (
            open_file(cast("TerminalLender", self._app), draft.phrase, edit_key)
            if draft
            else t("reply.nothing")
        )
        if said:
            self._say(said, "warning")

    def _edit(self, begin: Callable[[PhraseEditor], PhraseEdit]) -> None:
        from qreply.authoring.editor import PhraseEditor
        from qreply.tui.screens.phrase_editor import PhraseEditorScreen

        try:
            editor = PhraseEditor(self._session.workspace)
        except NotSavedError as error:
            self._say(f"{error.message} · {error.hint}", "warning")
        else:
            self._app.push_screen(PhraseEditorScreen(editor, begin(editor), self._clipboard), self._on_saved)

    def _on_saved(self, written: Written | None) -> None:
        if written is not None:
            self._session.expect_written(written.phrase_id)
            self._say(written.words, "success")
