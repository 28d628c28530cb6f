"""A round: a list of customers, each told once."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.message import Message

from qreply.i18n import t
from qreply.runtime import background
from qreply.tui.actions.parts import MainParts
from qreply.tui.state_line import client_of
from qreply.workspace.round import Round, RowState
from qreply.workspace.served_round import ServedRound

if TYPE_CHECKING:  # which takes what reads tables
    from qreply.workspace.round_list import RoundList

# At least so many lines of a list have a number or a tab; only then is it worth asking what reads tables.
_MIN_LINES = 3
_LIKE_A_ROW = re.compile(r"\d{8}|\t")


class RoundActions(MainParts):
    """What the keys do about a list of customers."""

    _is_ours_alone = False  # whether nothing but this screen knows how far the round has come
    _asked_about: object = None  # the round, and its row, that the agent was asked whether to give up
    _pasted: tuple[str, RoundList] | None = None  # the query line with a list in it, and that list

    class ListRead(Message):
        """The clipboard has been read for a list."""

        def __init__(self, text: str) -> None:
            self.text = text
            super().__init__()

    class NotKept(Message):
        """The list of what is done could not be written."""

        def __init__(self, reason: str) -> None:
            self.reason = reason
            super().__init__()

    def begin_round(self, queue: Round, on_change: Callable[[Round], object] = lambda _: None) -> bool:
        """Serve the customers of `queue` one after another; False if there is no place for one."""
        self.reply_pane.close_form()
        self.query_line.value = ""
        if not self.session.switching.begin_round(queue, on_change):
            self.warn(t("round.no-place", key=self.key_of("customer-clear")))
            return False
        self.show_queue()
        if queue.row is None:
            self.say(t("round.all-done", count=len(queue.rows)))
        else:
            self.say(t("round.begun", count=queue.ahead, nick=queue.row.label))
        for status, name in queue.replies.unknown[:1]:
            self.warn(t("round.no-status-reply", status=status, name=name))
        return True

    def begin_pasted_round(self, found: RoundList) -> None:
        """Serve the customers of a list that was copied from a table."""
        from qreply.workspace.round_replies import RoundReplies, find_in

        workspace = self.session.workspace
        replies = RoundReplies(find_in(workspace), {}, workspace.settings.round_replies)
        if not self.begin_round(Round(found.rows, replies)):
            return
        self._is_ours_alone = True
        if found.rounded:
            self.warn(t("round.rounded", count=found.rounded))

    def action_round(self) -> None:
        """Go back to the round, or begin one with the list that was pasted or is on the clipboard.

        The clipboard is read in a thread of its own.
        """
        served = self.session.switching.served_round
        is_open = served is not None and served.queue.row is not None
        if served is not None and is_open and not served.is_current:
            self._go_back(served)
        elif served is not None and is_open and self._asked_about != (served, served.queue.row):
            # Its place would be lost, which nobody means who presses the key by mistake.
            self._asked_about = (served, served.queue.row)
            self.warn(t("round.unfinished", key=self.key_of("round")))
        elif self._pasted is not None and self._pasted[0] == self.query_line.value:
            found, self._pasted = self._pasted[1], None
            self.begin_pasted_round(found)
        else:
            background.start("list", self._read_list)

    def _go_back(self, served: ServedRound) -> None:
        """Serve the customer again at whom the round was left."""
        self.reply_pane.close_form()
        if not served.go_on():
            self.warn(t("round.no-place", key=self.key_of("customer-clear")))
            return
        self.session.take_hit()
        self.show_queue()
        self.say("")

    def _read_list(self) -> None:
        text = ""
        try:
            text = self.clipboard.paste_table() or ""
        finally:
            self.post_message(self.ListRead(text))

    def on_round_actions_list_read(self, event: ListRead) -> None:
        found = self._read_pasted(event.text)
        if found is None:
            self.warn(t("round.nothing-copied", key=self.key_of("round")))
        else:
            self.begin_pasted_round(found)

    def on_round_actions_not_kept(self, event: NotKept) -> None:
        self.say(t("round.not-kept", reason=event.reason), "error")

    def tell_not_kept(self, reason: str) -> None:
        """Show, from any thread, that what is done could not be written."""
        self.post_message(self.NotKept(reason))

    def action_queue(self, what: str) -> None:
        """Pass the customer, go one back, or undo the last one."""
        served = self.session.switching.served_round
        if served is None:
            return
        if not served.is_current and served.queue.row is not None:
            self._go_back(served)
            return
        self.reply_pane.close_form()
        before = served.queue.row
        how, done, if_not = {
            "skip": (served.skip, "round.passed", "round.nothing-left"),
            "back": (served.go_back, "", "round.nobody-before"),
            "undo": (served.undo, "round.undone", "round.nothing-to-undo"),
        }[what]
        if not how():
            self.say(t(if_not))
            return
        self.query_line.value = ""
        self.show_queue()
        row = before if what == "skip" else served.queue.row
        self.say(t(done, nick=row.label) if done and row else "")

    def go_on_with_round(self, query: str) -> None:
        """Show the next customer once a reply has left.

        `query`, by which it was found, is of no use for them and is cleared.
        """
        served = self.session.switching.served_round
        if served is None or not served.is_current:
            return
        if self.query_line.value == query:
            self.query_line.value = ""
        self.show_queue()
        client = client_of(self.session)
        row = served.queue.row
        words = [t("round.told", nick=served.last_nick, client=client)]
        if served.chosen:
            words.append(t("round.chosen", title=served.chosen))
        elif row is not None:
            words.append(t("round.next", nick=row.label))
        self.say(" · ".join(words), "success")

    def show_queue(self) -> None:
        """Show the round's customer, their reply, and where the round stands."""
        self.presenter.show_search()
        self.reply_pane.show()
        self.presenter.show_customers()

    def offer_round(self, text: str) -> None:
        """Say that what was pasted looks like a list of customers, if it does."""
        found = self._read_pasted(text)
        self._pasted = (self.query_line.value, found) if found else None
        if found is not None:
            self.say(t("round.pasted", count=len(found.rows), key=self.key_of("round")), "warning")

    def may_leave_round(self) -> bool:
        """Tell whether the agent may leave: no place in a list is lost, or they know that it is.

        Otherwise warns the agent, who may leave the second time.
        """
        words = self.left_round()
        served = self.session.switching.served_round
        about = ("leave", served, served.queue.row if served else None)
        if not words or self._asked_about == about:
            return True
        self._asked_about = about
        self.warn(t("round.leave", words=words, key=self.key_of("leave")))
        return False

    def left_round(self) -> str:
        """Say where a list that came through the clipboard stands, if it is not done."""
        served = self.session.switching.served_round
        if not self._is_ours_alone or served is None or (row := served.queue.row) is None:
            return ""
        done = served.queue.count(RowState.DONE)
        return t("round.left-at", number=row.number, count=len(served.queue.rows), done=done)

    def _read_pasted(self, text: str) -> RoundList | None:
        """Read the list in `text`; None where that is no list."""
        if sum(bool(_LIKE_A_ROW.search(line)) for line in text.splitlines()) < _MIN_LINES:
            return None
        from qreply.workspace.round_list import read_pasted

        return read_pasted(text, self.session.workspace.placeholders)
