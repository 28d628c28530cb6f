"""Shows the session's state: copies it into the screen's widgets and decides nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from textual.screen import Screen
from textual.widgets import Static

from qreply.i18n import t
from qreply.reply.render import RenderedReply
from qreply.text.safety import clean_line
from qreply.tui.blocked_phrases import BlockedPhrases
from qreply.tui.keys import useful_keys
from qreply.tui.widgets.customer_bar import CustomerBar
from qreply.tui.widgets.hit_list import HitList
from qreply.tui.widgets.queue_bar import QueueBar
from qreply.tui.widgets.reply_pane import ReplyPane
from qreply.tui.widgets.scenario_tabs import ScenarioTabs
from qreply.tui.widgets.status_bar import KeyBar
from qreply.workspace.question_notes import NotedQuestion, NoteOutcome
from qreply.workspace.search_state import WayOut
from qreply.workspace.served_round import ServedRound
from qreply.workspace.session import Session


class Presenter:
    """Knows the widgets of the main screen, which must be mounted, and where the session's state goes in them."""

    def __init__(self, session: Session, screen: Screen[None], key_of: Callable[[str], str]) -> None:
        """`key_of` gives the key in force for the binding of an id."""
        self._session = session
        self._key_of = key_of
        self.more_keys: frozenset[str] = frozenset()  # that do something beside those of the reply
        self._tabs = screen.query_one(ScenarioTabs)
        self._hits = screen.query_one(HitList)
        self._reply = screen.query_one(ReplyPane)
        self._customers = screen.query_one(CustomerBar)
        self._queue = screen.query_one(QueueBar)
        self._keys = screen.query_one(KeyBar)
        self._shop = screen.query_one("#shop", Static)
        self._prompt = screen.query_one("#prompt", Static)
        self._banner = screen.query_one("#banner", Static)

    def show_workspace(self) -> None:
        """Show what changes with the shop, the platform and the books only."""
        workspace = self._session.workspace
        self._hits.starred = workspace.favourites
        self._hits.clock = workspace.clock
        if self._hits.blocked is None or self._hits.blocked.workspace is not workspace:
            self._hits.blocked = BlockedPhrases(workspace)
        self._tabs.set_scenarios(workspace.phrasebook.scenarios)
        platform = t(f"screen.platform-{workspace.profile.platform}")
        self._shop.update(" · ".join(filter(None, (workspace.profile.shop, platform))))
        self._show_problems()

    def _show_problems(self) -> None:
        """Keep the books' first problem in sight until it is mended."""
        problems = self._session.workspace.phrasebook.problems
        self._banner.display = bool(problems)
        if problems:
            first = next((problem for problem in problems if problem.severity == "error"), problems[0])
            place = f"{Path(first.path).name}:{first.line}"
            words = t("screen.book-problems", count=len(problems), place=place, message=first.message)
            self._banner.update(clean_line(words))  # a file's name may hold anything

    def show_search(self) -> None:
        """Show the query's hits in the tabs and the list, and what to do where there are none."""
        state = self._session.search_state
        self._tabs.show(state.scenario, state.counts)
        self._hits.set_hits(state.hits, state.selected)
        self._show_prompt()
        served = self._session.served_round
        if served is not None and served.is_current and not state.query.strip():
            self._reply.if_nothing = _describe_row(served)
        else:
            self._reply.if_nothing = self._describe_way_out(state.way_out, state.total)

    def _show_prompt(self) -> None:
        """Say before the query where it is from."""
        name = "screen.from-clipboard" if self._prompt.screen.has_class("wide") else "screen.clipboard"
        source = t(name) if self._session.is_from_clipboard else ""
        prompt = f" {source} ❯ " if source else " ❯ "
        if prompt != self._prompt.content:
            self._prompt.update(prompt)

    def _describe_way_out(self, way_out: WayOut, total: int) -> tuple[str, str]:
        title = t("screen.no-hits.title")
        match way_out:
            case WayOut.ELSEWHERE:
                keys = {"on": self._key_of("scenario"), "all": self._key_of("tab-1")}
                return title, t("screen.elsewhere", count=total, **keys)
            case WayOut.WRITE:
                keys = {"note": self._key_of("note"), "write": self._key_of("new-phrase")}
                return title, t("screen.no-hits", **keys) if all(keys.values()) else t("screen.other-words")
            case WayOut.NONE:
                return "", ""

    def show_customers(self) -> None:
        """Show the customers, and what follows the current one's last reply."""
        customers, following = self._session.customers, self._session.drafting.following()
        if (served := self._session.served_round) is not None:
            self._queue.show_round(served, skip=self._key_of("queue-skip"), back=self._key_of("round"))
        self._customers.show(customers.all, customers.current, following[0].title if following else "")

    def show_drafted(self) -> None:
        """Let the draft's row stand out."""
        draft = self._session.draft
        self._hits.drafted_id = draft.phrase.id if draft else ""

    def show_keys(self, rendered: RenderedReply | None) -> None:
        """Show the keys that do something about `rendered`, the draft as it is shown."""
        useful = useful_keys(self._session, rendered) | self.more_keys
        self._keys.show(useful, in_form=self._reply.form.display)


def _describe_row(served: ServedRound) -> tuple[str, str]:
    """What to say where no reply is known for the row of a round, the title first."""
    if served.queue.row is None:
        return t("round.over"), ""
    name = served.queue.row.reply
    return t("round.no-reply.title"), t("round.unknown-reply", name=name) if name else t("round.no-reply")


def describe_noted(noted: NotedQuestion) -> tuple[str, str]:
    """What to say of a question that was to be noted, and in which tone."""
    match noted.outcome:
        case NoteOutcome.NOTED:
            return t("screen.noted", query=noted.words), "success"
        case NoteOutcome.OFF:
            return t("screen.note-off"), "warning"
        case NoteOutcome.EMPTY:
            return t("screen.nothing-to-note"), "warning"
        case NoteOutcome.TOO_LONG:
            return t("screen.note-too-long", limit=noted.max_length), "warning"
