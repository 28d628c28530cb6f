"""Ask once who the agent is, which shop, platform and trades; written to the settings."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from qreply.errors import QReplyError, SettingsError
from qreply.i18n import t
from qreply.phrasebook.model import DEFAULT_PLATFORM, PLATFORMS
from qreply.reply.rendered_reply import Field
from qreply.reply.values import Origin, Value
from qreply.settings.settings import Shop
from qreply.settings.trades import TRADES, find_trades, title_of
from qreply.settings.writer import write_settings
from qreply.tui.keys import priority_key
from qreply.tui.messages import Introduction
from qreply.tui.widgets.form import FillForm


def platforms_by_title() -> dict[str, str]:
    """Return the platforms by what the current language calls them."""
    return {t(f"screen.platform-{name}"): name for name in PLATFORMS}


class FirstRunScreen(ModalScreen[Introduction]):
    """Four lines to fill in, each of which may stay empty.

    Where there is a shop, it then asks whether to go on with the shop's values.
    """

    CSS_PATH = "first_run.tcss"
    VERTICAL_BREAKPOINTS = [(0, "low"), (20, "tall")]  # noqa: RUF012 - Textual's own attribute
    BINDINGS: ClassVar[list[BindingType]] = [
        priority_key("start-on", "enter", "on"),
        priority_key("start-down", "tab,down", "walk(1)"),
        priority_key("start-up", "shift+tab,up", "walk(-1)"),
        priority_key("start-skip", "escape,ctrl+q", "skip"),
    ]

    def __init__(self, path: Path, palette_key: str = "Ctrl+P") -> None:
        """Write the settings to `path`; `palette_key` opens the list of commands later on."""
        super().__init__()
        self._path = path
        self._palette_key = palette_key
        self._introduction: Introduction | None = None  # once the settings are written

    def compose(self) -> ComposeResult:
        with Vertical(id="start"):
            yield Static(t("screen.start"), id="start-title", markup=False)
            yield Static(t("screen.start-why"), id="start-why", markup=False)
            yield FillForm()
            yield Static(t("screen.start-keys"), id="start-keys", markup=False)

    async def on_mount(self) -> None:
        platforms = tuple(platforms_by_title())
        await self._form.ask(
            [
                Field("agent", t("screen.start-agent"), None),
                Field("shop", t("screen.start-shop"), None),
                Field("platform", t("screen.start-platform"), Value(platforms[0], Origin.DEFAULT), platforms),
                Field("trades", t("screen.start-trades"), None, tuple(map(title_of, TRADES))),
            ]
        )

    @property
    def _form(self) -> FillForm:
        return self.query_one(FillForm)

    def action_walk(self, by: int) -> None:
        self._form.walk(by)

    def action_on(self) -> None:
        """Go to the next line, and after the last one to work."""
        if self._introduction is not None:
            self.dismiss(self._introduction._replace(wants_shop_values=True))
            return
        if self._form.step(1):
            return
        agent, shop, platform, trades = (entry.value.strip() for entry in self._form.entries)
        names = platforms_by_title()
        if platform not in names:
            self._ask_again(t("screen.start-no-platform"), back=1)
        elif names[platform] != DEFAULT_PLATFORM and not shop:
            self._ask_again(t("screen.start-no-shop"), back=2)
        else:
            try:
                chosen = find_trades(trades)
            except SettingsError as error:
                self._ask_again(f"{error.message}{error.hint}", back=0)
            else:
                self._write(agent, shop, names[platform], chosen)

    def _ask_again(self, why: str, back: int) -> None:
        self.query_one("#start-why", Static).update(Content(why))
        self._form.step(-back)

    def action_skip(self) -> None:
        """Write settings with nothing filled in, so as to ask once.

        Once they are written, leave the shop's values for now.
        """
        if self._introduction is not None:
            self.dismiss(self._introduction)
        else:
            self._write()

    def _write(
        self, agent: str = "", shop: str = "", platform: str = "", trades: tuple[str, ...] = ()
    ) -> None:
        try:
            write_settings(self._path, agent=agent, shop=shop, platform=platform, trades=trades)
            said, tone = t("screen.start-done", path=self._path), "muted"
        except QReplyError as error:
            said, tone = error.message, "warning"
        shops = (Shop(shop, platform),) if shop else ()
        given = Introduction(agent, shops, said, tone, trades)
        if not shop:  # nobody to ask for
            self.dismiss(given)
            return
        self._introduction = given
        self._form.display = False
        self.query_one("#start-why", Static).update(Content(t("shop.offer")))
        self.query_one("#start-keys", Static).update(Content(t("shop.offer-keys", key=self._palette_key)))
