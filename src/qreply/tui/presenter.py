"""Shows the session's state: copies it into the screen's widgets and decides nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from rich.cells import cell_len
from textual.screen import Screen
from textual.widgets import Static

from qreply.i18n import t
from qreply.phrasebook.model import Problem
from qreply.reply.rendered_reply import RenderedReply
from qreply.text.safety import clean_line
from qreply.tui.blocked_phrases import BlockedPhrases
from qreply.tui.cell_width import fit, marks, plain_emoji
from qreply.tui.keys import NUMBERED
from qreply.tui.widgets.customer_bar import CustomerBar
from qreply.tui.widgets.hit_list import HitList
from qreply.tui.widgets.queue_bar import QueueBar
from qreply.tui.widgets.reply_pane import ReplyPane
from qreply.tui.widgets.scenario_tabs import ScenarioTabs
from qreply.tui.widgets.short_lines import ShortLines
from qreply.tui.widgets.status_bar import KeyBar, StatusBar
from qreply.workspace.books import AWAY, OLD
from qreply.workspace.question_notes import NotedQuestion, NoteOutcome
from qreply.workspace.search_state import SearchState, WayOut
from qreply.workspace.served_round import ServedRound
from qreply.workspace.session import Session
from qreply.workspace.useful_actions import useful_actions

SHOP_SHARE = 4  # of the first line, a quarter may name platform and shop
MIN_SHOP = 6  # cells, below which a shop's name says nothing


class Presenter:
    """Knows where in the main screen's widgets the session's state goes.

    They must be mounted.
    """

    def __init__(self, session: Session, screen: Screen[None], key_of: Callable[[str], str]) -> None:
        """Take `key_of`, which gives the key in force for the binding of an id."""
        self._session = session
        self._key_of = key_of
        self.more_keys: frozenset[str] = frozenset()  # that do something beside those of the reply
        self._tabs = screen.query_one(ScenarioTabs)
        self._hits = screen.query_one(HitList)
        self._reply = screen.query_one(ReplyPane)
        self._customers = screen.query_one(CustomerBar)
        self._queue = screen.query_one(QueueBar)
        self._keys = screen.query_one(KeyBar)
        self._status = screen.query_one(StatusBar)
        self._screen = screen
        self._shop = screen.query_one("#shop", Static)
        self._prompt = screen.query_one("#prompt", Static)
        self._banner = screen.query_one("#banner", ShortLines)

    def show_workspace(self) -> None:
        """Show what changes with the shop, the platform and the books only."""
        workspace = self._session.workspace
        self._hits.starred = workspace.favourites
        self._hits.news = workspace.news()
        self._hits.clock = workspace.clock
        if self._hits.blocked is None or self._hits.blocked.workspace is not workspace:
            self._hits.blocked = BlockedPhrases(workspace)
        self._tabs.set_scenarios(workspace.phrasebook.scenarios)
        self.show_shop()
        self._show_problems()

    def show_shop(self) -> None:
        """Show the platform, by which rules and wordings go, and as much of the shop's name as fits."""
        profile = self._session.workspace.profile
        platform = t(f"screen.platform-{profile.platform}")
        room = max(0, self._screen.size.width // SHOP_SHARE - cell_len(platform) - 3)
        shop = fit(plain_emoji(clean_line(profile.shop)), room) if room >= MIN_SHOP else ""
        self._shop.update(" · ".join(filter(None, (platform, shop))))

    def _show_problems(self) -> None:
        """Keep the books' first problem in sight until it is mended."""
        problems = self._session.workspace.phrasebook.problems
        self._banner.display = bool(problems)
        if problems:
            self._banner.say_words(describe_first(problems))

    def show_search(self) -> None:
        """Show the query's hits in the tabs and the list, and what to do where there are none."""
        state = self._session.search_state
        self._tabs.show(state.scenario, state.counts)
        self._hits.set_hits(state)
        self._show_prompt()
        self._show_hint(state)
        served = self._session.switching.served_round
        if served is not None and served.is_current and not state.query.strip():
            self._reply.if_nothing = _describe_row(served)
        else:
            self._reply.if_nothing = self._describe_way_out(state.way_out, state.total)

    def _show_prompt(self) -> None:
        """Say before the query where it is from."""
        name = "screen.from-clipboard" if self._prompt.screen.has_class("wide") else "screen.clipboard"
        source = t(name) if self._session.is_from_clipboard else ""
        prompt = f" {source} {marks().prompt} " if source else f" {marks().prompt} "
        if prompt != self._prompt.content:
            self._prompt.update(prompt)

    def _show_hint(self, state: SearchState) -> None:
        """Say once what the digits are for.

        On a low screen, where the list has no room to say it, say instead that nothing is quite like the query.
        """
        if state.query.strip() and state.hits and not state.is_confident and self._screen.has_class("low"):
            self._tabs.hint(t("screen.unlike"), is_unsure=True)
        elif first := self._key_of("nth-1"):
            keys = f"{first}…{NUMBERED}"
            self._tabs.hint(t("screen.nth-hint", keys=keys), keys)
        else:
            self._tabs.hint()

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
        if (served := self._session.switching.served_round) is not None:
            self._queue.show_round(served, skip=self._key_of("queue-skip"), back=self._key_of("round"))
        customers, draft = self._session.customers, self._session.draft
        self._customers.show(
            customers.all,
            customers.current,
            self._session.drafting.following(),
            draft.phrase.id if draft else "",
            self._key_of("follow"),
        )

    def show_drafted(self) -> None:
        """Let the draft's row stand out, and take away what was said about another state."""
        draft = self._session.draft
        self._hits.drafted_id = draft.phrase.id if draft else ""
        self._status.keep_to(self.state)

    @property
    def state(self) -> object:
        """Return what words in the status line are about."""
        session, search = self._session, self._session.search_state
        if not session.workspace.is_open:
            return None
        copied = session.sending.clipboard_record.copied
        return (
            copied.presence if copied else None,
            session.customer.number,
            session.draft,
            search.query,
            search.scenario,
            session.workspace.profile,
        )

    def show_keys(self, rendered: RenderedReply | None) -> None:
        """Show the keys that do something about `rendered`, the draft as it is shown."""
        useful = useful_actions(self._session, rendered) | self.more_keys
        self._keys.show(useful, in_form=self._reply.form.display)


def _describe_row(served: ServedRound) -> tuple[str, str]:
    """Return what to say where no reply is known for the row of a round, the title first."""
    if served.queue.row is None:
        return t("round.over"), ""
    name = served.queue.row.reply
    return t("round.no-reply.title"), t("round.unknown-reply", name=name) if name else t("round.no-reply")


def describe_noted(noted: NotedQuestion, *, has_team: bool) -> tuple[str, str]:
    """Return what to say of a question that was to be noted, and in which tone."""
    match noted.outcome:
        case NoteOutcome.NOTED:
            command = "qreply team inbox" if has_team else "qreply stats"
            return t("screen.noted", query=noted.words, command=command), "success"
        case NoteOutcome.OFF:
            return t("screen.note-off"), "warning"
        case NoteOutcome.EMPTY:
            return t("screen.nothing-to-note"), "warning"
        case NoteOutcome.TOO_LONG:
            return t("screen.note-too-long", limit=noted.max_length), "warning"


def describe_first(problems: Sequence[Problem]) -> str:
    """Say what is worst of a book's problems, in one line."""
    first = next((problem for problem in problems if problem.severity == "error"), problems[0])
    name = Path(first.path).name
    place = name if first.code in AWAY else f"{name}:{first.line}"  # a folder has no lines
    words = t("screen.book-problems", count=len(problems), place=place, message=first.message)
    if first.code in OLD:  # since when comes first, where a narrow window shows it
        words = t("screen.book-old", place=place, message=first.message)
    return clean_line(words)  # a file's name may hold anything
