"""Who is served: customers, shop and platform."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from qreply.i18n import join_words, t
from qreply.settings.settings import Settings
from qreply.tui.actions.parts import MainParts
from qreply.tui.messages import ShopValuesNotSaved, ShopValuesSaved
from qreply.tui.state_line import name_customer
from qreply.workspace.session import Session

T = TypeVar("T")


class ServingActions(MainParts):
    """What the keys do about customers, shop and platform."""

    def action_customer(self, what: str) -> None:
        """Go on with another customer: the `next`, a `new` one, or the next after a `clear`."""
        match what:
            case "next" if len(self.session.customers.all) == 1:
                self.say(t("screen.one-customer", key=self.key_of("customer-new")))
            case "next":
                self.serve(lambda session: session.switching.next_customer())
            case "new" if self.serve(lambda session: session.switching.new_customer()) is False:
                self.warn(t("screen.nine-customers", key=self.key_of("customer-clear")))
            case "clear":
                name = name_customer(self.session.customer)
                self.serve(lambda session: session.switching.clear_customer())
                self.say(t("screen.cleared", customer=name))

    def action_name_customer(self) -> None:
        """Ask for a name to know the customer by, whatever reply is open."""
        from qreply.tui.screens.customer_name import CustomerNameScreen  # a first screen does without

        self.app.push_screen(CustomerNameScreen(self.session.customer), self._take_name)

    def _take_name(self, nick: str | None) -> None:
        if nick is not None:
            self.session.customer.nick = nick
            self.presenter.show_customers()
            self.reply_pane.show()

    def serve(self, change: Callable[[Session], T]) -> T:
        """Change who is served, show it, and return what the change returns."""
        before = self.session.customer
        result = self.reply_pane.change(change)
        self.presenter.show_customers()
        if (
            self.session.customer is not before
        ):  # what is typed next is their question, not the end of the last one
            self.session.recent_queries.note(self.query_line.value)
            self.query_line.select_all()
        return result

    def forget_idle(self) -> None:
        """Forget customers for whom nothing was done for long."""
        if self.session.switching.forget_idle():
            self.reply_pane.show()
            self.presenter.show_customers()

    def action_platform(self) -> None:
        self.session.next_platform()
        self.show_workspace()
        self.say(t(f"screen.platform-{self.session.workspace.profile.platform}"))

    def action_shop(self) -> None:
        if not self.session.next_shop():
            self.warn(t("screen.one-shop"))
        self.show_workspace()

    def action_shop_values(self) -> None:
        """List what the shop decides once for all replies."""
        from qreply.tui.screens.shop_editor import ShopEditorScreen  # a first screen does without

        workspace = self.session.workspace
        self.app.push_screen(ShopEditorScreen(workspace, self.clipboard), self._show_values)

    def _show_values(self, status: str | None) -> None:
        self.presenter.show_workspace()
        self.reply_pane.show()
        self.say(status or "")

    def action_preferences(self) -> None:
        """Show name, theme, language and shops, to be changed."""
        from qreply.tui.screens.preferences import PreferencesScreen  # a first screen does without

        settings = self.session.workspace.settings
        if settings.unreadable:
            self.warn(t("preferences.only-file", why=settings.unreadable))
        else:
            self.app.push_screen(PreferencesScreen(settings, self.app.theme), self._take_preferences)

    def _take_preferences(self, saved: Settings | None) -> None:
        if saved is None:
            return
        before = self.session.workspace.settings
        self.session.take_preferences(saved)
        self.show_workspace()
        if saved.follow_clipboard != before.follow_clipboard:
            self.follow_anew()
        fresh = [shop.name for shop in saved.shops if shop.name not in [known.name for known in before.shops]]
        if fresh and len(saved.shops) > 1:
            self.say(t("preferences.saved-shop", key=self.key_of("shop"), name=fresh[0]), "success")
        elif saved.language != before.language:
            self.say(t("preferences.saved-language"), "success")
        else:
            self.say(t("preferences.saved"), "success")

    def on_shop_values_saved(self, event: ShopValuesSaved) -> None:
        self.session.workspace.apply_settings(event.settings)
        self.reply_pane.show()
        self.say(t("shop.saved", names=join_words(event.values)), "success")

    def on_shop_values_not_saved(self, event: ShopValuesNotSaved) -> None:
        self.say(" ".join(filter(None, (event.error.message, event.error.hint))), "error")
