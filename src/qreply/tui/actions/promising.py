"""Promised answers: reminders, the customer who waits, the hand-over, and leaving."""

from __future__ import annotations

import time

from qreply.i18n import join_words, t
from qreply.tui.actions.parts import MainParts
from qreply.tui.widgets.due_line import DueLine
from qreply.workspace.handover import describe_handover
from qreply.workspace.promised_answers import Brought

RING_SECONDS = 5.0  # between two looks at whether anybody waits
SURE_SECONDS = 10.0  # within which a second Ctrl+Q leaves


class PromiseActions(MainParts):
    """What the keys do about answers that customers were promised."""

    _told_at = -SURE_SECONDS

    def begin_reminding(self) -> None:
        """Look now and then whether anybody waits."""
        self.set_interval(RING_SECONDS, self.ring)
        self.ring()

    def ring(self) -> None:
        """Say who waits, and ring once for each."""
        self.session.promised_answers.take_names()
        if self.session.reminders.ring():
            self.app.bell()
        self.query_one(DueLine).show(self.session.reminders, self.key_of("remind"))

    def action_remind(self) -> None:
        """Set a reminder of what was just promised, else go to who waits, else say why not.

        Where nobody waits yet, any time in the last reply is taken for a promise.
        """
        reminders, sending = self.session.reminders, self.session.sending
        pressing = reminders.pressing()
        if reminder := sending.remember_promise(is_meant=not pressing and sending.promise() is None):
            time_due = reminders.spell_due(reminder)
            self.say(t("reminder.set", label=reminder.label, time=time_due), "success")
            self.reply_pane.show()
        elif pressing:
            self._bring(self.reply_pane.change(lambda session: session.promised_answers.bring(pressing[0])))
        else:
            self.say(sending.why_no_reminder(self.key_of("remind")))
        self.ring()

    def _bring(self, brought: Brought) -> None:
        self.presenter.show_customers()
        if brought.is_full:
            self.warn(t("screen.nine-customers", key=self.key_of("customer-clear")))
            return
        time_due = self.session.reminders.spell_due(brought.reminder)
        name = "brought" if brought.other else "brought-alone"
        words = t(
            f"reminder.{name}",
            label=brought.reminder.label,
            time=time_due,
            key=self.key_of("remind"),
            other=brought.other,
        )
        self.warn(words + (t("reminder.new") if brought.is_new else ""))

    def action_hand_over(self) -> None:
        """Copy a text for the colleague who takes over."""
        session = self.session
        text = describe_handover(session.customers.all, session.reminders.all, session.workspace.clock())
        if not text:
            self.warn(t("reminder.nobody"))
            return
        session.known_values.sent_digests.add([text])  # it is no customer's question
        lines = text.count("\n")
        self.reply_pane.copy_words(text, t("reminder.handed", count=lines))

    def may_leave(self) -> bool:
        """Tell whether the agent may leave: nothing promised is lost, or they know what is.

        Otherwise warns the agent, who may leave the second time.
        """
        reminders = self.session.reminders
        is_told = time.monotonic() - self._told_at < SURE_SECONDS
        if reminders.is_kept or not reminders.all or is_told:
            return True
        self._told_at = time.monotonic()
        promises = join_words(
            t("reminder.of", label=one.label, time=reminders.spell_due(one)) for one in reminders.all[:3]
        )
        words = t("reminder.leave", count=len(reminders.all), promises=promises, key=self.key_of("leave"))
        self.warn(words)
        return False

    def left_open(self) -> str:
        """Return what to say, in the terminal that is left, of promises that are kept.

        It is empty where there is no promise.
        """
        reminders = self.session.reminders
        if not (reminders.is_kept and reminders.all):
            return ""
        due = reminders.spell_due(reminders.all[0])
        return t("reminder.left", count=len(reminders.all), time=due)
