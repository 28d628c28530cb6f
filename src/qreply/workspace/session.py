"""Hold an agent's work, apart from any screen: the search, the customers, the reply."""

from __future__ import annotations

from dataclasses import replace

from qreply.history.tracker import SearchTracker
from qreply.phrasebook.model import Phrase
from qreply.reply.draft import Draft
from qreply.search.pasted_message import set_aside_words
from qreply.settings.settings import Settings, Shop
from qreply.storage.locations import reminders_path
from qreply.workspace.books import BookUpdate
from qreply.workspace.clipboard_question import ClipboardQuestion, PreviousQuery
from qreply.workspace.customers import CopiedMessage, Customer, Customers
from qreply.workspace.drafting import Drafting
from qreply.workspace.finder import read
from qreply.workspace.known_values import KnownValues
from qreply.workspace.promised_answers import PromisedAnswers
from qreply.workspace.question_notes import NotedQuestion, note_question
from qreply.workspace.recent_queries import RecentQueries
from qreply.workspace.remembered_options import RememberedOptions
from qreply.workspace.reminders import Reminders
from qreply.workspace.search_state import SearchState, search
from qreply.workspace.sending import Sending
from qreply.workspace.sent_digests import SentDigests
from qreply.workspace.shop_values import find_typed_for_shop
from qreply.workspace.switching import Switching
from qreply.workspace.workspace import Workspace


class Session:
    """The search and the customers being served.

    `drafting` makes the current one's reply, `sending` lets it leave.
    """

    def __init__(
        self, workspace: Workspace, remembered: RememberedOptions, sent_digests: SentDigests | None = None
    ) -> None:
        """Use `sent_digests` for what other runs sent; without, only this run's replies are known."""
        self._written: str | None = None  # the id of a phrase that the agent has just written
        self.is_practice = False  # whether what is copied goes nowhere
        self.known_values = KnownValues(remembered, sent_digests or SentDigests())
        self.open(workspace)

    def open(self, workspace: Workspace) -> None:
        """Work with `workspace` from now on, with nobody served and nothing searched yet."""
        self.workspace = workspace
        if (scopes := workspace.phrasebook.index.scopes()) and not workspace.phrasebook.index.damaged:
            self.known_values.remembered.keep_options_of(scopes)
        self.customers = Customers(workspace.clock)
        self.tracker = SearchTracker(workspace.record, workspace.clock)
        self.search_state = SearchState(workspace)
        self.recent_queries = RecentQueries(workspace.clock)
        self.known_values.forget_pasted()
        self.drafting = Drafting(workspace, self.customers, self.known_values)
        kept = reminders_path() if workspace.settings.keeps_reminders else None
        self.reminders = Reminders(workspace.clock, kept)
        self.sending = Sending(self.drafting, self.tracker, self.reminders, is_unsure=lambda: self.is_unsure)
        self.promised_answers = PromisedAnswers(self.drafting, self.reminders)
        self.clipboard_question = ClipboardQuestion(workspace, self.customers, self.known_values)
        self.switching = Switching(self.drafting, self.sending, self.promised_answers, self.take_hit)

    def close(self) -> None:
        """End the session as the agent leaves."""
        self.tracker.end()
        self.workspace.close()

    def expect_written(self, phrase_id: str) -> None:
        """Begin with this phrase, which the agent has just written, once the edited books have it.

        An empty id tells that the agent has deleted a phrase.
        """
        self._written = phrase_id

    @property
    def expects_written(self) -> bool:
        """Tell whether the next edit of the books is likely to be the agent's own."""
        return self._written is not None

    def apply_update(self, update: BookUpdate) -> Phrase | None:
        """Go on with the edited books; drafts of phrases that are gone are gone with them.

        Returns the phrase that the agent has just written, which is begun with.
        """
        self.workspace.apply_update(update)
        for customer in self.customers.all:
            self.drafting.renew(customer)
        self.search_again()
        written, self._written = self._written, None
        phrase = self.drafting.available(written) if written else None
        if phrase is not None:
            self._begin_anywhere(phrase)
        return phrase

    def _begin_anywhere(self, phrase: Phrase) -> None:
        """Begin with `phrase`: with the hit if it is one."""
        self.sending.clipboard_record.go_on()
        places = (place for place, hit in enumerate(self.search_state.hits) if hit.phrase.id == phrase.id)
        if (place := next(places, None)) is None:
            self.drafting.begin(phrase)
        else:
            self.search_state = replace(self.search_state, selected=place)
            self.drafting.take(phrase)

    # -- searching

    def search(self, query: str) -> SearchState:
        """Find `query` in the current scenario and begin with the first hit."""
        return self._search(query, self.search_state.scenario)

    def search_in(self, scenario: str) -> SearchState:
        """Find the query in `scenario`, empty for all, and begin with the first hit."""
        return self._search(self.search_state.query, scenario)

    def _search(self, query: str, scenario: str) -> SearchState:
        self.search_state = search(self.workspace, query, scenario=scenario)
        self.sending.clipboard_record.go_on()
        self.take_hit()
        if not self.customer.listed:  # of a list nothing is kept, not what was searched for it either
            self.tracker.asked(query, found=self.search_state.total > 0)
        return self.search_state

    def select(self, index: int) -> bool:
        """Begin with the hit at `index`; False if there are fewer."""
        if not 0 <= index < len(self.search_state.hits):
            return False
        self.search_state = replace(self.search_state, selected=index)
        self.sending.clipboard_record.go_on()
        self.drafting.take(self.search_state.phrase, self.search_state.query)
        return True

    def search_again(self) -> None:
        """Search for the query again, in what has changed.

        The selected phrase stays selected, and the draft stays if it may still be sent.
        """
        before = self.search_state
        selected = before.phrase.id if before.phrase else ""
        self.search_state = search(
            self.workspace, before.query, scenario=before.scenario, selected_id=selected
        )
        platform = self.workspace.profile.platform
        if self.draft is None or not self.draft.phrase.available_on(platform):
            self.take_hit()

    def take_hit(self) -> None:
        """Begin with the selected hit.

        For a customer of a round for whom nothing is searched, begin with the round's reply.
        """
        served = self.switching.served_round
        if served is not None and served.is_current and not self.search_state.query.strip():
            self.drafting.take(served.phrase)
        else:
            self.drafting.take(self.search_state.phrase, self.search_state.query)

    def note(self) -> NotedQuestion:
        """Note the query for the lead."""
        return note_question(self.search_state.query, self.workspace, self.tracker)

    # -- shop, platform, customers

    def introduce(self, agent: str, shops: tuple[Shop, ...], trades: tuple[str, ...] = ()) -> None:
        """Work as `agent` for `shops`, in `trades`, from now on."""
        self.workspace.apply_settings(
            self.workspace.settings._replace(agent=agent, shops=shops, trades=trades)
        )
        self.search_again()

    def take_preferences(self, saved: Settings) -> None:
        """Work with the name, the looks and the shops of `saved` settings.

        The shop stays the one it is.
        """
        self.workspace.apply_settings(
            self.workspace.settings._replace(
                agent=saved.agent,
                theme=saved.theme,
                language=saved.language,
                follow_clipboard=saved.follow_clipboard,
                shops=saved.shops,
                shop=self.workspace.profile.shop,
            )
        )
        self.search_again()

    def next_platform(self) -> None:
        """Work for the next platform from now on."""
        self.workspace.next_platform()
        self.search_again()

    def next_shop(self) -> bool:
        """Work for the next shop of the settings; False if there is no other."""
        is_another = self.workspace.next_shop()
        self.search_again()
        return is_another

    @property
    def customer(self) -> Customer:
        """Return the current customer."""
        return self.customers.current

    @property
    def draft(self) -> Draft | None:
        """Return the current customer's reply in the making."""
        return self.customer.draft

    @property
    def is_unsure(self) -> bool:
        """Tell whether the draft is the first hit of a question that nothing is quite like."""
        state, draft = self.search_state, self.draft
        if draft is None or state.selected or state.phrase is None or draft.phrase.id != state.phrase.id:
            return False
        return draft.phrase.id == self.drafting.chosen and not state.is_confident

    def shop_values_typed(self) -> dict[str, str]:
        """Return what was typed for the customer that the shop could keep, and does not yet."""
        return find_typed_for_shop(self.customer, self.workspace.profile.values)

    def toggle_favourite(self) -> bool | None:
        """Star the draft's phrase, or take its star.

        Returns whether it is starred now, None without a draft.
        """
        return self.workspace.favourites.toggle(self.draft.phrase.id) if self.draft else None

    def take_paste(self, text: str) -> str:
        """Take values and the customer's nick from `text`, pasted as the query.

        Returns what of it is not searched for, in words; "" where all of it is.
        """
        message = read(self.workspace, text)
        self.known_values.offer(text, pasted=True)
        if message.nick:
            self.customer.nick = message.nick
        return set_aside_words(message)

    # -- two replies as one message

    @property
    def can_add(self) -> bool:
        """Tell whether there is a message to add to, and a reply that it has not."""
        copied = self.customer.copied
        return copied is not None and (
            self._is_other(copied) or self.search_state.find_unanswered(copied.titles) is not None
        )

    def choose_to_add(self) -> bool:
        """Begin with a reply that the customer's last message has not.

        It is the draft, or the best reply to another question of the same message. Returns False where there is
        neither.
        """
        copied = self.customer.copied
        if copied is None or self._is_other(copied):
            return copied is not None
        index = self.search_state.find_unanswered(copied.titles)
        return index is not None and self.select(index)

    def _is_other(self, copied: CopiedMessage) -> bool:
        return self.draft is not None and self.draft.phrase.id not in copied.titles

    # -- the clipboard as the question

    @property
    def is_from_clipboard(self) -> bool:
        """Tell whether the query is what somebody has copied, as it was taken."""
        return bool(self.search_state.query) and self.search_state.query == self.clipboard_question.query

    def resume(self, stood: PreviousQuery) -> None:
        """Search for what stood there once more, and go on with its draft."""
        self.search_state = search(
            self.workspace, stood.query, scenario=stood.scenario, selected_id=stood.selected_id
        )
        self.drafting.take(self.search_state.phrase, self.search_state.query)
        if stood.draft is not None:
            self.drafting.draft = stood.draft
