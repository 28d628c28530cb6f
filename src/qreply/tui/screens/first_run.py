"""The first time: who is the agent, which shop, which platform. Asked once, and written to the settings."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from qreply.errors import QReplyError
from qreply.i18n import t
from qreply.phrasebook.model import DEFAULT_PLATFORM, PLATFORMS
from qreply.reply.render import Slot
from qreply.reply.values import Origin, Value
from qreply.settings.settings import Shop
from qreply.settings.writer import write_settings
from qreply.tui.keys import priority_key
from qreply.tui.messages import Introduction
from qreply.tui.widgets.form import FillForm


class FirstRunScreen(ModalScreen[Introduction]):
    """Three lines to fill in, each of which may stay empty. Dismissed once the settings are written."""

    CSS_PATH = "first_run.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        priority_key("start-on", "enter", "on"),
        priority_key("start-down", "tab,down", "walk(1)"),
        priority_key("start-up", "shift+tab,up", "walk(-1)"),
        priority_key("start-skip", "escape,ctrl+q", "skip"),
    ]

    def __init__(self, path: Path) -> None:
        """`path` is where to write the settings."""
        super().__init__()
        self._path = path

    def compose(self) -> ComposeResult:
        with Vertical(id="start"):
            yield Static(t("screen.start"), id="start-title", markup=False)
            yield Static(t("screen.start-why"), id="start-why", markup=False)
            yield FillForm()
            yield Static(t("screen.start-keys"), id="start-keys", markup=False)

    async def on_mount(self) -> None:
        platforms = tuple(self._platforms)
        await self._form.ask(
            [
                Slot("agent", t("screen.start-agent"), None),
                Slot("shop", t("screen.start-shop"), None),
                Slot("platform", t("screen.start-platform"), Value(platforms[0], Origin.DEFAULT), platforms),
            ]
        )

    @property
    def _platforms(self) -> dict[str, str]:
        """The platforms by what the current language calls them."""
        return {t(f"screen.platform-{name}"): name for name in PLATFORMS}

    @property
    def _form(self) -> FillForm:
        return self.query_one(FillForm)

    def action_walk(self, by: int) -> None:
        self._form.walk(by)

    def action_on(self) -> None:
        """The next line, and after the last one to work."""
        if self._form.step(1):
            return
        agent, shop, platform = (field.value.strip() for field in self._form.fields)
        names = self._platforms
        if platform not in names:
            self._ask_again("start-no-platform", back=0)
        elif names[platform] != DEFAULT_PLATFORM and not shop:
            self._ask_again("start-no-shop", back=1)
        else:
            self._write(agent, shop, names[platform])

    def _ask_again(self, why: str, back: int) -> None:
        self.query_one("#start-why", Static).update(t(f"screen.{why}"))
        self._form.step(-back)

    def action_skip(self) -> None:
        """Settings with nothing filled in, so that this is asked only once."""
        self._write()

    def _write(self, agent: str = "", shop: str = "", platform: str = "") -> None:
        try:
            write_settings(self._path, agent=agent, shop=shop, platform=platform)
            said, tone = t("screen.start-done", path=self._path), "muted"
        except QReplyError as error:
            said, tone = error.message, "warning"
        shops = (Shop(shop, platform),) if shop else ()
        self.dismiss(Introduction(agent, shops, said, tone))
