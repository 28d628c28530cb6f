"""Show the agent's name, how the screen looks, and the shops, to be changed at any time."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from qreply.errors import NotSavedError
from qreply.i18n import Language, t
from qreply.reply.rendered_reply import Field
from qreply.reply.values import Origin, Value
from qreply.settings.preference_writer import Preferences, save_preferences
from qreply.settings.settings import FOLLOWING, THEMES, Settings
from qreply.text.safety import clean_line
from qreply.tui.keys import priority_key
from qreply.tui.screens.first_run import platforms_by_title
from qreply.tui.widgets.form import FieldInput, FillForm

OFFERED_THEMES = (
    *("qreply-dark", "qreply-light", "nord", "gruvbox", "dracula", "tokyo-night"),
    *("textual-light", "solarized-light", "catppuccin-latte"),
)
"""Themes that a digit chooses; the others are typed."""

LANGUAGES: tuple[Language, ...] = ("zh", "en")


class PreferencesScreen(ModalScreen[Settings | None]):
    """Six lines, as the settings have them.

    The screen closes with the settings as they were saved, else with None.
    """

    CSS_PATH = "first_run.tcss"
    VERTICAL_BREAKPOINTS = [(0, "low"), (20, "tall")]  # noqa: RUF012 - Textual's own attribute
    BINDINGS: ClassVar[list[BindingType]] = [
        priority_key("preferences-on", "enter", "on"),
        priority_key("preferences-down", "tab,down", "walk(1)"),
        priority_key("preferences-up", "shift+tab,up", "walk(-1)"),
        priority_key("preferences-back", "escape,ctrl+q", "back"),
    ]

    def __init__(self, settings: Settings, theme: str) -> None:
        """Go back to `theme`, the one in use, where nothing is saved."""
        super().__init__()
        self._settings = settings
        self._theme = theme

    def compose(self) -> ComposeResult:
        with Vertical(id="start"):
            yield Static(t("preferences.title"), id="start-title", markup=False)
            yield Static(t("preferences.why", path=self._settings.path), id="start-why", markup=False)
            yield FillForm()
            yield Static(t("preferences.keys"), id="start-keys", markup=False)

    async def on_mount(self) -> None:
        settings = self._settings
        language = t(f"preferences.{settings.language}")
        platforms = tuple(platforms_by_title())
        await self.query_one(FillForm).ask(
            [
                Field("agent", t("screen.start-agent"), Value(settings.agent, Origin.TYPED), required=False),
                Field("theme", t("preferences.theme"), Value(settings.theme, Origin.TYPED), OFFERED_THEMES),
                Field(
                    "language",
                    t("preferences.language"),
                    Value(language, Origin.TYPED),
                    tuple(self._languages),
                ),
                Field(
                    "follow",
                    t("preferences.follow"),
                    Value(t(f"preferences.follow-{settings.follow_clipboard}"), Origin.TYPED),
                    tuple(self._follow_modes),
                ),
                Field("shop", t("preferences.shop"), Value("", Origin.TYPED), required=False),
                Field("platform", t("screen.start-platform"), Value(platforms[0], Origin.DEFAULT), platforms),
            ]
        )

    @property
    def _languages(self) -> dict[str, Language]:
        return {t(f"preferences.{language}"): language for language in LANGUAGES}

    @property
    def _follow_modes(self) -> dict[str, str]:
        """Return when what was copied in a chat is looked up, by what the current language calls it."""
        return {t(f"preferences.follow-{mode}"): mode for mode in FOLLOWING}

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()

    def on_fill_form_changed(self) -> None:
        """Show the theme that stands in its line."""
        entry = next((one for one in self.query(FieldInput) if one.field.name == "theme"), None)
        if entry is not None and entry.value in THEMES:
            self.app.theme = entry.value

    def action_walk(self, by: int) -> None:
        self.query_one(FillForm).walk(by)

    def action_back(self) -> None:
        """Leave all as it was."""
        self.app.theme = self._theme
        self.dismiss(None)

    def action_on(self) -> None:
        """Go to the next line, and after the last one save."""
        form = self.query_one(FillForm)
        if form.step(1):
            return
        typed = {entry.field.name: clean_line(entry.value.strip()) for entry in form.entries}
        theme, shop, platform = typed["theme"], typed["shop"], typed["platform"]
        if theme not in THEMES:
            self._ask_again(t("preferences.no-theme", name=theme), back=4)
        elif typed["language"] not in self._languages:
            self._ask_again(t("preferences.no-language"), back=3)
        elif typed["follow"] not in self._follow_modes:
            self._ask_again(t("preferences.no-follow"), back=2)
        elif shop in [known.name for known in self._settings.shops]:
            self._ask_again(t("preferences.known-shop", name=shop), back=1)
        elif shop and platform not in platforms_by_title():
            self._ask_again(t("screen.start-no-platform"), back=0)
        else:
            language, follow = self._languages[typed["language"]], self._follow_modes[typed["follow"]]
            platform = platforms_by_title().get(platform, "") if shop else ""
            self._save(Preferences(typed["agent"], theme, language, follow, shop, platform))

    def _save(self, chosen: Preferences) -> None:
        try:
            saved = save_preferences(self._settings.path, chosen)
        except NotSavedError as error:
            self._ask_again(" ".join(filter(None, (error.message, error.hint))), back=0)
        else:
            self.dismiss(saved)

    def _ask_again(self, why: str, back: int) -> None:
        self.query_one("#start-why", Static).update(Content(why))
        self.query_one(FillForm).step(-back)
