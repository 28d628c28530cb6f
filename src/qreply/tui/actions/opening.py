"""Open the phrasebook behind the first paint, and follow its edits until the screen goes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from rich.text import Text

from qreply.clipboard import Clipboard
from qreply.errors import QReplyError
from qreply.i18n import t
from qreply.phrasebook.limits import VALUE
from qreply.text.safety import clean, clean_line
from qreply.tui import gc_tuning
from qreply.tui.actions.incoming import IncomingActions
from qreply.tui.actions.promising import PromiseActions
from qreply.tui.actions.serving import ServingActions
from qreply.tui.background_work import OpenWorkspace, open_in_background, post_failures
from qreply.tui.keys import find_wrong_key
from qreply.tui.messages import Indexing, Introduction, Noticed, NotOpened, Opened, Renewed
from qreply.tui.presenter import Presenter
from qreply.tui.widgets.status_bar import StatusBar
from qreply.workspace.finder import count_available, read
from qreply.workspace.session import Session

PAUSE_SECONDS = 0.7  # without a key, after which the agent is taken to have typed what was asked
IDLE_SECONDS = 20.0  # between looks for customers to forget
REST_SECONDS = 5.0  # between looks at whether nobody types


class OpeningActions(IncomingActions, PromiseActions, ServingActions):
    """What becomes of the screen as the phrasebook is opened and edited."""

    def __init__(
        self,
        session: Session,
        clipboard: Clipboard,
        open_workspace: OpenWorkspace,
        *,
        query: str,
        pick: bool,
    ) -> None:
        """Search for `query` once there is a phrasebook; with `pick`, for one reply only."""
        super().__init__(session, clipboard)
        self._open_workspace = open_workspace
        self._first_query = query
        self._pick = pick
        self._introduction: Introduction | None = None
        self._stop_listening: Callable[[], None] = lambda: None

    @property
    def ready(self) -> bool:
        """Tell whether the phrasebook is open."""
        return self.session.workspace.is_open

    def on_mount(self) -> None:
        self.presenter = Presenter(self.session, self, self.key_of)
        self.pause = self.set_interval(PAUSE_SECONDS, self.notice_pause, pause=True)
        self._stop_listening = post_failures(self.post_message)
        # Textual keeps the event itself from everything but the app.
        self.watch(self.app, "app_focus", self._take_up, init=False)
        self.query_line.value = clean_line(self.query_line.wanted_of(self._first_query))[:VALUE]
        self.say(t("screen.loading"))
        open_in_background(self._open_workspace, self.post_message)

    def on_indexing(self, event: Indexing) -> None:
        self.say(t("screen.indexing", done=event.done, total=event.total))

    def on_opened(self, event: Opened) -> None:
        workspace = event.workspace
        self.session.open(workspace)
        self.query_line.read = partial(read, workspace)
        self.refresh_bindings()
        self.presenter.show_workspace()
        self.search(self.query_line.value)
        self.presenter.show_customers()
        self.set_interval(IDLE_SECONDS, self.forget_idle)
        self.set_interval(REST_SECONDS, self.notice_rest)
        self.say(t("screen.ready", count=count_available(workspace)))
        if not self._pick:  # which is opened for one question
            self.say_news()
        self.warn_lastingly(workspace.settings.unreadable or find_wrong_key(workspace))
        if self._first_query:
            self.take_paste(self._first_query)
        if not self._pick:
            self.begin_following()
            self.begin_reminding()
        self.introduce(self._introduction)
        self.begin()
        self.set_timer(PAUSE_SECONDS, gc_tuning.begin)

    def begin(self) -> None:
        """Begin with what the screen was opened for, once the phrasebook is open.

        Unless told otherwise, that is finding.
        """

    def introduce(self, given: Introduction | None) -> None:
        """Work for whom the agent has named; once the phrasebook is open, if it is not yet."""
        self._introduction = given
        if given is not None and self.ready:
            self.session.introduce(given.agent, given.shops, given.trades)
            self.show_workspace()
            self.say(given.status, given.tone)
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
        is_own_edit = self.session.expects_written
        written = await self.reply_pane.apply_update(event.update)
        self.presenter.show_workspace()
        self.presenter.show_search()
        self.presenter.show_customers()
        if written is not None:
            self.say(t("writing.saved", title=written.title), "success")
        # Whoever deletes a phrase knows; what is gone is said rather than what has changed.
        elif not is_own_edit and (not self.say_news() or event.update.gone):
            self._say_renewed(event.update.gone)
        if self.app.screen is not self:
            self.app.screen.post_message(Renewed(event.update))
        # Since an edit the book itself is in memory: to look through 100,000 phrases stalls a key by 60 ms or more.
        self.set_timer(PAUSE_SECONDS, gc_tuning.begin)

    def _say_renewed(self, gone: Sequence[str]) -> None:
        if gone:
            self.say(t("screen.gone", count=len(gone), first=gone[0]), "warning")
        else:
            self.say(t("screen.renewed", count=count_available(self.session.workspace)))

    def _take_up(self, here: bool) -> None:
        # A window that was not in front when the program started was given no line with the cursor.
        if here and self.app.screen is self and self.focused is None:
            self.set_focus(self.query_line, from_app_focus=True)
        self.come_back(here)

    def on_unmount(self) -> None:
        self._stop_listening()
        self.stop_following()
        self.session.close()
