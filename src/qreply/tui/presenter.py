"""Whose reply is on the desk: what is found, the customers, the shop and the platform."""

from __future__ import annotations

from collections.abc import Callable

from qreply.history.records import LONGEST
from qreply.i18n import t
from qreply.settings.model import Shop
from qreply.tui.finder import Finder
from qreply.tui.widgets.customer_bar import CustomerBar
from qreply.tui.widgets.reply_pane import ReplyPane
from qreply.workspace.books import BookUpdate
from qreply.workspace.customers import Customer
from qreply.workspace.session import Session


class Presenter:
    """An agent at work with an open phrasebook: keeps the draft, the hits and the customers' line in step.

    Its methods return words for the status line, nothing where nothing needs to be said.
    """

    def __init__(
        self,
        session: Session,
        finder: Finder,
        reply: ReplyPane,
        line: CustomerBar,
        key: Callable[[str], str],
    ) -> None:
        """`key` names the key in force for the binding of an id."""
        self.session = session
        self.finder = finder
        self._reply = reply
        self._line = line
        self._key = key
        reply.session = session
        reply.key = key

    def find(self, query: str) -> None:
        """Put the best hit of `query` on the desk."""
        self.finder.find(query)
        elsewhere = sum(self.finder.counts.values())
        if self.finder.current is None:
            self._reply.if_nothing = self._way_out(elsewhere)
        self.take_hit()
        self.session.tracker.asked(query, found=bool(elsewhere))

    def _way_out(self, elsewhere: int) -> str:
        """What to do where nothing is found in the scenario, and so much in others."""
        if elsewhere:
            keys = {"on": self._key("scenario"), "all": self._key("tab-1")}
            return t("screen.elsewhere", count=elsewhere, **keys)
        return t("screen.no-hits", note=self._key("note"), write=self._key("new-phrase"))

    def note(self) -> tuple[str, str]:
        """Put the query down for the lead; what to say of it, and in which tone."""
        if self.session.workspace.history is None:
            return t("screen.note-off"), "warning"
        if not self.finder.query.strip():
            return t("screen.nothing-to-note"), "warning"
        if words := self.session.tracker.noted():
            return t("screen.noted", query=words), "success"
        return t("screen.note-too-long", limit=LONGEST), "warning"

    def begin(self, phrase_id: str) -> str:
        """Put a phrase on the desk that was not looked for."""
        workspace = self.session.workspace
        phrase = workspace.phrasebook.index.by_id(phrase_id)
        if phrase is None or not phrase.available_on(workspace.profile.platform):
            return t("screen.no-hotkey", id=phrase_id)
        self._reply.change(lambda session: session.begin(phrase))
        return ""

    def take_hit(self) -> None:
        """Put the hit under the cursor on the desk."""
        self._reply.take(self.finder.current)

    def show_customers(self) -> None:
        """Show the customers, and what follows the current one's last reply."""
        customers, following = self.session.customers, self.session.following()
        self._line.show(customers.all, customers.current, following[0].title if following else "")

    # -- customers

    def change_customer(self, what: str) -> str:
        """`next`, `new` or `clear`."""
        self._reply.close_form()  # what was typed stays with whom it was typed for
        said = ""
        if what == "new" and not self.session.add_customer():
            said = t("screen.nine-customers")
        elif what == "next":
            self.session.customers.switch()
        elif what == "clear":
            self.session.customers.clear()
        self._serve()
        return said

    def go_to(self, customer: Customer) -> None:
        """Serve `customer` from now on."""
        self._reply.close_form()
        self.session.customers.go_to(customer)
        self._serve()

    def forget_idle(self) -> None:
        """Forget customers for whom nothing was done for long."""
        if self.session.customers.forget_idle():
            self._reply.show()
            self.show_customers()

    def _serve(self) -> None:
        """Put the current customer's draft on the desk, or the hit under the cursor where there is none."""
        self._reply.change(Session.forget_offers)
        if self.session.draft is None:
            self.take_hit()
        self.show_customers()

    def follow(self) -> str:
        """Take what usually follows the last reply."""
        if not self.session.following():
            return t("screen.nothing-follows")
        self._reply.change(Session.follow)
        self.show_customers()
        return ""

    # -- shop, platform, books

    def introduce(
        self, agent: str, shops: tuple[Shop, ...], query: str, trades: tuple[str, ...] = ()
    ) -> None:
        """Work for whom the agent has named."""
        workspace = self.session.workspace
        workspace.settle(workspace.settings._replace(agent=agent, shops=shops, trades=trades))
        self._look_again(query)

    def next_platform(self, query: str) -> None:
        """Work for the next platform."""
        self.session.workspace.next_platform()
        self._look_again(query)

    def next_shop(self, query: str) -> str:
        """Work for the next shop of the settings."""
        said = "" if self.session.workspace.next_shop() else t("screen.one-shop")
        self._look_again(query)
        return said

    def _look_again(self, query: str) -> None:
        """Find for another shop or platform; the customer's draft stays on the desk where it is sent there too."""
        draft, platform = self.session.draft, self.session.workspace.profile.platform
        self.finder.find(query, keep=self._under_cursor)
        if draft is None or not draft.phrase.available_on(platform):
            self.take_hit()
        self._reply.show()
        self.show_customers()

    async def renew(self, update: BookUpdate, query: str) -> None:
        """Go on with the edited books."""
        keep = self._under_cursor
        await self._reply.renew(update)
        self.finder.renew(query, keep=keep)
        if self.session.draft is None:
            self.take_hit()
        self.show_customers()

    @property
    def _under_cursor(self) -> str:
        return self.finder.current.id if self.finder.current else ""
