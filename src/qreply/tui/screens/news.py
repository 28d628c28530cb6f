"""What has changed in the phrasebook since the agent last looked: a list to choose from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from qreply.i18n import join_words, t
from qreply.text.safety import clean_line
from qreply.tui.screens.choice import ChoiceScreen, choice_keys
from qreply.workspace.book_news import NewsItem


class NewsScreen(ChoiceScreen):
    """Dismissed with the id of the phrase that was chosen, or with None."""

    BINDINGS: ClassVar[list[BindingType]] = choice_keys("news", "escape,alt+n,ctrl+q")

    def __init__(self, items: Iterable[NewsItem]) -> None:
        super().__init__()
        self._items = list(items)

    def compose(self) -> ComposeResult:
        with Vertical(id="palette"):
            yield Static(t("news.title", count=len(self._items)), markup=False)
            yield OptionList(id="commands", markup=False)

    def on_mount(self) -> None:
        commands = self.query_one(OptionList)
        for item in self._items:
            commands.add_option(Option(_row(item), id=item.id, disabled=item.kind == "gone"))
        commands.focus()
        if commands.option_count:
            commands.action_first()
        else:
            commands.add_option(Option(Content(t("news.nothing")), disabled=True))


def _row(item: NewsItem) -> Content:
    promises = join_words(
        t("news.instead", old=old, new=new)
        if old and new
        else t("news.added", new=new)
        if new
        else t("news.lost", old=old)
        for old, new in item.promises
    )
    return Content.assemble(
        (t(f"news.{item.kind}") + " ", "$text-warning bold" if item.kind == "promise" else "$text-accent"),
        clean_line(item.title),
        (f"  {clean_line(promises)}" if promises else "", "bold"),
    )
