"""What the one screen is made of, how it comes by its phrasebook, and what it shows and says."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain
from pathlib import Path

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Container, Horizontal
from textual.screen import Screen
from textual.widgets import Static

from qreply.clipboard import Clipboard
from qreply.errors import QReplyError
from qreply.i18n import t
from qreply.reply.render import RenderedReply
from qreply.runtime import background
from qreply.runtime.crash_log import write_crash_log
from qreply.settings.model import remembered_path, sent_digests_path
from qreply.text.safety import clean, clean_line
from qreply.tui import gc_tuning
from qreply.tui.finder import Finder
from qreply.tui.keys import clashes, spelled
from qreply.tui.messages import Indexing, Introduction, Noticed, NotOpened, Opened, Renewed
from qreply.tui.opening import OpenWorkspace, open_behind
from qreply.tui.presenter import Presenter
from qreply.tui.textual_patches.compositor import FrugalCompositor
from qreply.tui.useful import useful_keys
from qreply.tui.widgets.customer_bar import CustomerBar
from qreply.tui.widgets.hit_list import HitList
from qreply.tui.widgets.line_input import QueryInput
from qreply.tui.widgets.reply_pane import ReplyPane
from qreply.tui.widgets.scenario_tabs import ScenarioTabs
from qreply.tui.widgets.status_bar import KeyBar, StatusBar
from qreply.workspace.remembered_options import RememberedOptions
from qreply.workspace.sent_digests import SentDigests
from qreply.workspace.session import Session
from qreply.workspace.workspace import Workspace

PAUSE = 0.7  # seconds without a key after which the agent is taken to have typed what was asked
IDLE_LOOK = 20.0  # seconds between looks for customers to forget


class MainView(Screen[None]):
    """Query, tabs, hits, reply, customers, status, keys; MainScreen adds what keys and clicks do."""

    HORIZONTAL_BREAKPOINTS = [(0, "narrow"), (90, "wide")]  # noqa: RUF012 - Textual's own attribute
    VERTICAL_BREAKPOINTS = [(0, "low"), (20, "tall")]  # noqa: RUF012
    AUTO_FOCUS = "#query"

    def __init__(
        self, open_workspace: OpenWorkspace, clipboard: Clipboard, *, query: str = "", pick: bool = False
    ) -> None:
        super().__init__()
        self._compositor = FrugalCompositor()
        self._open_desk = open_workspace
        self._clipboard = clipboard
        self._first_query = query
        self._pick = pick
        self._opened: Presenter | None = None
        self._introduction: Introduction | None = None
        self._unsure = False  # whether the status line says so
        self._has_failed_behind = False  # which is said once
        self._end_listening: Callable[[], None] = lambda: None

    def compose(self) -> ComposeResult:
        with Horizontal(id="top"):
            yield Static(" ❯ ", id="prompt", markup=False)
            yield QueryInput(self._find, placeholder=t("screen.query"), value=self._first_query)
            yield Static(id="shop", markup=False)
        yield ScenarioTabs()
        with Container(id="body"):
            yield HitList(self._moved)
            yield ReplyPane(self._clipboard, self._drafted, self._shown)
        yield Static(id="banner", markup=False)
        yield CustomerBar()
        yield StatusBar()
        yield KeyBar()

    # -- opening

    def on_mount(self) -> None:
        self._pause = self.set_interval(PAUSE, self._typed, pause=True)
        self._end_listening = background.listen(self._failed_behind)
        self._say(t("screen.loading"))
        open_behind(self._open_desk, self.post_message)

    def on_indexing(self, event: Indexing) -> None:
        self._say(t("screen.indexing", done=event.done, total=event.total))

    def on_opened(self, event: Opened) -> None:
        finder = Finder(event.workspace, self.query_one(ScenarioTabs), self.query_one(HitList))
        session = Session(
            event.workspace, RememberedOptions(remembered_path()), SentDigests(sent_digests_path())
        )
        self._opened = Presenter(session, finder, self._reply, self.query_one(CustomerBar), self._key)
        self.refresh_bindings()
        self._show_shop()
        self._find(self._query.value)
        self._presenter.show_customers()
        self._show_problems()
        self.set_interval(IDLE_LOOK, self._presenter.forget_idle)
        self._say(t("screen.ready", count=event.workspace.count_offered()))
        self._warn(event.workspace.settings.unreadable)
        self._warn(self._wrong_with_keys(event.workspace))
        self.introduce(self._introduction)
        self.set_timer(PAUSE, gc_tuning.begin)

    def introduce(self, given: Introduction | None) -> None:
        """Work for whom the agent has named; once the phrasebook is open, if it is not yet."""
        self._introduction = given
        if given is not None and self._opened is not None:
            self._opened.introduce(given.agent, given.shops, self._query.value, given.trades)
            self._show_shop()
            self._say(given.said, given.tone)
            if given.wants_shop_values:
                self.call_later(self.run_action, "shop_values")

    def on_not_opened(self, event: NotOpened) -> None:
        if not isinstance(event.error, QReplyError):
            raise event.error
        words = clean(f"{event.error.message}\n{event.error.hint}")
        self.app.exit(return_code=event.error.exit_code, message=Text(words))

    def on_noticed(self, event: Noticed) -> None:
        self.query_one(StatusBar).add(event.text)

    async def on_renewed(self, event: Renewed) -> None:
        await self._presenter.renew(event.update, self._query.value)
        self._show_problems()
        if gone := event.update.gone:
            self._say(t("screen.gone", count=len(gone), first=gone[0]), "warning")
        else:
            self._say(t("screen.renewed", count=self._presenter.session.workspace.count_offered()))
        if self.app.screen is not self:
            self.app.screen.post_message(Renewed(event.update))

    def _failed_behind(self, failure: background.Failure) -> None:
        """Keep what failed in a thread, and say so; called in any thread."""
        path = write_crash_log(failure)
        if not self._has_failed_behind:
            self._has_failed_behind = True
            words = t("screen.failed-behind", path=path) if path else t("screen.failed-behind-unlogged")
            self.post_message(Noticed(words))

    def on_unmount(self) -> None:
        self._end_listening()
        if self._opened is not None:
            self._opened.session.close()

    @property
    def ready(self) -> bool:
        """Whether the phrasebook is open."""
        return self._opened is not None

    # -- its parts

    @property
    def _presenter(self) -> Presenter:
        """The agent at work; what needs it is called only once the phrasebook is open."""
        if self._opened is None:
            raise RuntimeError("the phrasebook is not open yet")
        return self._opened

    @property
    def _query(self) -> QueryInput:
        return self.query_one(QueryInput)

    @property
    def _reply(self) -> ReplyPane:
        return self.query_one(ReplyPane)

    # -- finding

    def _find(self, query: str) -> None:
        """Show what `query` finds; called in the turn of the key, so that both are painted together."""
        if self._opened is None:
            return
        self._opened.find(query)
        if self._unsure:
            self._say("")
        self._pause.reset()

    def _typed(self) -> None:
        """The agent has stopped typing: only now is it worth saying that nothing quite fits, and time to tidy up."""
        gc_tuning.tidy()
        unsure = not (self._reply.form.display or self._presenter.finder.is_sure)
        if unsure:
            self._say(t("screen.weak", key=self._key("note")))
        self._pause.pause()
        self._unsure = unsure

    def _moved(self) -> None:
        if self._opened is not None:
            self._opened.take_hit()

    # -- what is shown

    def _drafted(self, session: Session) -> None:
        """The draft is on the desk: its row stands out."""
        self.query_one(HitList).drafted_id = session.draft.phrase.id if session.draft else ""

    def _shown(self, session: Session, rendered: RenderedReply | None) -> None:
        """`rendered` is in the preview: its keys go with it."""
        self.query_one(KeyBar).show(useful_keys(session, rendered), in_form=self._reply.form.display)

    def _show_shop(self) -> None:
        profile = self._presenter.session.workspace.profile
        platform = t(f"screen.platform-{profile.platform}")
        self.query_one("#shop", Static).update(" · ".join(filter(None, (profile.shop, platform))))

    def _show_problems(self) -> None:
        """Keep the first problem of the books in sight until it is mended."""
        problems = self._presenter.session.workspace.phrasebook.problems
        banner = self.query_one("#banner", Static)
        banner.display = bool(problems)
        if problems:
            first = next((problem for problem in problems if problem.severity == "error"), problems[0])
            place = f"{Path(first.path).name}:{first.line}"
            words = t("screen.book-problems", count=len(problems), place=place, message=first.message)
            banner.update(clean_line(words))  # a file's name may hold anything

    def _say(self, text: str, tone: str = "muted") -> None:
        self._pause.pause()  # what is said now is not to be talked over
        self._unsure = False
        self.query_one(StatusBar).say(text, tone)

    def _warn(self, text: str) -> None:
        if text:
            self._say(text, "warning")

    # -- keys

    def _keys(self) -> dict[str, list[str]]:
        """The keys in force as keyboards have them, by the id of their binding."""
        keys: dict[str, list[str]] = {}
        for active in self.active_bindings.values():
            if active.binding.id:
                keys.setdefault(active.binding.id, []).append(spelled(active.binding.key))
        return keys

    def _key(self, name: str) -> str:
        """The key in force for the binding of this id; no name where it has none."""
        return next(iter(self._keys().get(name, ())), "")

    def _wrong_with_keys(self, workspace: Workspace) -> str:
        """The first thing that is wrong with the keys of the settings."""
        settings = workspace.settings
        gone = (id_ for id_ in settings.hotkeys.values() if workspace.phrasebook.index.by_id(id_) is None)
        unknown = (t("screen.no-hotkey", id=id_) for id_ in gone)
        return next(chain(clashes(settings.keymap, settings.hotkeys), unknown), "")
