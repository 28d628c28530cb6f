"""Practising on the main screen: customers' messages, the clock, and copies that go nowhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from random import Random

from textual.message import Message

from qreply.clipboard import Clipboard
from qreply.clipboard.backends.nowhere import NowhereBackend
from qreply.errors import QReplyError, reason_of
from qreply.i18n import join_words, t
from qreply.phrasebook.model import Phrase
from qreply.reply.draft import Draft
from qreply.reports.practice_log import PracticeRun, add_run, read_runs
from qreply.reports.practice_results import PracticeResults, results_of
from qreply.runtime import background
from qreply.search.storage.index_cache import Progress
from qreply.storage.locations import practice_path
from qreply.text.safety import clean
from qreply.tui.background_work import OpenWorkspace
from qreply.tui.messages import NotOpened
from qreply.tui.screens.main import MainScreen
from qreply.tui.screens.practice_summary import PracticeSummaryScreen
from qreply.tui.widgets.queue_bar import QueueBar
from qreply.tui.widgets.reply_pane import ReplyPane
from qreply.workspace.customers import Customer
from qreply.workspace.practice import QUICK, Practice, Turn, Verdict
from qreply.workspace.practice_messages import MESSAGES, PracticeMessage, messages_for
from qreply.workspace.practice_values import sample_values
from qreply.workspace.remembered_options import RememberedOptions
from qreply.workspace.session import Session
from qreply.workspace.workspace import Workspace

_TICK = 1.0  # seconds
# What writes to the agent's own files, and what would begin another work in this one.
_OFF = frozenset(
    {
        "remind",
        "hand_over",
        "write",
        "adapt",
        "open_file",
        "shop_values",
        "shop",
        "note",
        "favourite",
        "round",
        "practice",
        "customer",
    }
)

MakeMessages = Callable[[Workspace], Sequence[PracticeMessage]]


class PracticeScreen(MainScreen):
    """The main screen with a customer who waits; nothing on it is kept but the figures."""

    class _Kept(Message):
        """The figures have been kept, or why they have not."""

        def __init__(self, results: PracticeResults, runs: Sequence[PracticeRun], reason: str) -> None:
            self.results = results
            self.runs = runs
            self.reason = reason
            super().__init__()

    def __init__(
        self,
        open_workspace: OpenWorkspace,
        make: MakeMessages,
        clipboard: Clipboard,
        *,
        on_over: Callable[[PracticeResults], object] = lambda _: None,
        is_guest: bool = False,
        hotkeys: Mapping[str, str] | None = None,
    ) -> None:
        """Practise with what `make` makes, which raises QReplyError where that is nothing.

        The `clipboard` must go nowhere. `on_over` is told the results; a `is_guest` screen goes back to the one
        below it in the end.
        """
        super().__init__(
            self._open_with(open_workspace, make),
            clipboard,
            hotkeys=hotkeys,
            session=Session(Workspace.empty(), RememberedOptions()),
        )
        self.session.is_practice = True
        self._on_over = on_over
        self._is_guest = is_guest
        self._messages: Sequence[PracticeMessage] = ()
        self._practice: Practice | None = None
        self._said = ("", "")  # what the last copy was worth, and its tone

    def _open_with(self, open_workspace: OpenWorkspace, make: MakeMessages) -> OpenWorkspace:
        def open_for_practice(progress: Progress) -> Workspace:
            workspace = open_workspace(progress)
            workspace.use_examples()
            self._messages = make(workspace)
            return workspace

        return open_for_practice

    # -- the messages

    def begin(self) -> None:
        """Show the first message once the phrasebook is open."""
        self._practice = Practice(self._messages)
        self.session.sending.on_sent = self._judge
        self.presenter.more_keys = frozenset({"queue-skip"})
        self.set_interval(_TICK, self._show_message)
        self._serve_next()
        self.say(t("practice.begun"))

    def _serve_next(self) -> None:
        """Let somebody else wait, of whom nothing is known but what an agent would look up."""
        self.session.customers.replace(self.session.customer, sample_values, "")
        self.session.take_hit()
        self._show_message()

    def _show_message(self) -> None:
        if self._practice is not None:
            self.query_one(QueueBar).show_practice(self._practice)

    def _judge(self, draft: Draft, customer: Customer, follows: bool) -> None:
        """Judge a reply that was copied, at the first of its messages."""
        practice = self._practice
        if practice is None or (turn := practice.turn) is None or draft.message:
            return
        del customer, follows
        is_hit = self.session.drafting.chosen == draft.phrase.id
        verdict = practice.take(draft.phrase, self.session.search_state.query if is_hit else "")
        self._said = self._describe(verdict, turn, draft.phrase)
        if verdict is not Verdict.WRONG:
            self._serve_next()

    def _describe(self, verdict: Verdict, turn: Turn, phrase: Phrase) -> tuple[str, str]:
        seconds = turn.takes[-1].seconds
        match verdict:
            case Verdict.WRONG:
                return t("practice.wrong", taken=phrase.title, wanted=self._wanted(turn)), "error"
            case Verdict.RIGHT if seconds < QUICK:
                return t("practice.right", seconds=seconds), "success"
            case Verdict.RIGHT:
                return t("practice.late", seconds=seconds), "warning"
            case Verdict.UNKNOWN:
                return t("practice.taken", seconds=seconds), "muted"

    def _wanted(self, turn: Turn) -> str:
        by_id = self.session.workspace.phrasebook.index.by_id
        found = [phrase for name in sorted(turn.message.answers) if (phrase := by_id(name))]
        return join_words(
            t("practice.wanted", title=one.title, code=one.code)
            if one.code
            else t("practice.wanted-uncoded", title=one.title)
            for one in found
        )

    def go_on(self, event: ReplyPane.Left) -> None:
        """Say what the copy was worth, and show what comes next."""
        if self._said[1] != "error" and self.query_line.value == event.query:
            self.query_line.value = ""
        self.presenter.show_customers()
        self.reply_pane.show()
        self.say(*self._said)
        if self._practice is not None and self._practice.turn is None:
            self._finish()

    def action_queue(self, what: str) -> None:
        """Give the message up."""
        practice = self._practice
        if what != "skip" or practice is None or (turn := practice.turn) is None:
            return
        practice.give_up()
        self.reply_pane.close_form()
        self.query_line.value = ""
        self._serve_next()
        self.presenter.show_customers()
        self.reply_pane.show()
        self.say(self._wanted(turn), "warning")
        if practice.turn is None:
            self._finish()

    # -- what must not happen here

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Tell whether a key may act: those that write to the agent's own files do nothing."""
        return action not in _OFF and super().check_action(action, parameters)

    def begin_following(self) -> None:
        """Follow no clipboard: this one goes nowhere."""

    def action_suggestion(self) -> None:
        """Say what the rule suggests; nothing is kept for the shop."""
        self.reply_pane.take_suggestion()

    # -- the end

    def action_leave(self) -> None:
        """Show how it went so far; leave if nothing was answered yet."""
        if self._practice is not None and self._practice.shown:
            self._finish()
        else:
            self._leave()

    def _finish(self) -> None:
        if self._practice is None:
            return
        results = results_of(self._practice.shown, self.session.workspace.phrasebook.index.by_id)
        self._practice = None
        self._on_over(results)

        def keep() -> None:
            reason = ""
            try:
                runs = add_run(practice_path(), results, datetime.now())
            except OSError as error:
                runs, reason = read_runs(practice_path()), reason_of(error)
            self.post_message(self._Kept(results, runs, reason))

        background.start("practice", keep)

    def on_practice_screen__kept(self, event: _Kept) -> None:
        shown = PracticeSummaryScreen(event.results, event.runs, event.reason)
        self.app.push_screen(shown, lambda _: self._leave())

    def on_not_opened(self, event: NotOpened) -> None:
        if self._is_guest and isinstance(event.error, QReplyError):
            event.prevent_default()
            self.app.notify(clean(event.error.message), severity="warning", markup=False)
            self._leave()

    def _leave(self) -> None:
        if self._is_guest:
            self.app.pop_screen()
        else:
            self.app.exit(return_code=0)


def practise_here(workspace: Workspace) -> PracticeScreen:
    """Make a screen to practise on with what `workspace` has open, and come back."""

    def make(own: Workspace) -> Sequence[PracticeMessage]:
        return messages_for(own, MESSAGES, Random())  # noqa: S311 - what to practise is no secret

    clipboard = Clipboard([NowhereBackend()])
    return PracticeScreen(lambda _: workspace.copy_for_practice(), make, clipboard, is_guest=True)
