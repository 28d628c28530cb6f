"""Practising: the same screen once more, over this one, from which nothing leaves."""

from __future__ import annotations

from qreply.tui.actions.parts import MainParts


class PracticeActions(MainParts):
    """What the keys do that begin a practice."""

    def action_practice(self) -> None:
        """Practise with the book's own questions, and come back here."""
        from qreply.tui.screens.practice_run import practise_here  # a first screen does without

        self.app.push_screen(practise_here(self.session.workspace))
