"""Finding: the query, the hits, the tabs."""

from __future__ import annotations

import time

from qreply.i18n import t
from qreply.tui import gc_tuning
from qreply.tui.actions.parts import MainParts
from qreply.tui.presenter import describe_noted
from qreply.tui.widgets.scenario_tabs import ScenarioTabs

CALM_SECONDS = 2.0  # without a change of the query, after which the next is not expected at once


class FindingActions(MainParts):
    """What the keys do that find a reply."""

    _recalled = ""  # the query that was brought back last

    def search(self, query: str) -> None:
        """Show what `query` finds; called in the turn of the key, so that both are painted together."""
        self.searched_at = time.monotonic()
        self.reply_pane.close_form()
        self.session.search(query)
        self.show_search()

    def show_scenario(self, scenario: str) -> None:
        """Show what the query finds in `scenario`, empty for all."""
        self.reply_pane.close_form()
        self.session.search_in(scenario)
        self.show_search()

    def show_search(self) -> None:
        """Show the hits as they are now, and the selected one's reply once these are painted."""
        self.presenter.show_search()
        self.reply_pane.show_soon()
        self.pause.reset()

    def notice_pause(self) -> None:
        """Tidy up once the agent has stopped typing."""
        gc_tuning.tidy()
        self.pause.pause()

    def notice_rest(self) -> None:
        """Tidy up thoroughly where nothing was typed for a while."""
        if time.monotonic() - self.searched_at > CALM_SECONDS:
            gc_tuning.rest()

    def action_move(self, by: int) -> None:
        """Move in the form when it is open, else in the list.

        Above the list stand the queries before.
        """
        if not self.reply_pane.form.walk(by) and not (by < 0 and self._recall()):
            self.hit_list.move(by)

    def _recall(self) -> bool:
        """Ask the query before the one in the line, if that is empty or was itself asked again."""
        value, recent = self.query_line.value, self.session.recent_queries
        if self.hit_list.cursor or value not in ("", self._recalled):
            return False
        if before := recent.before(value):
            self._recalled = before
            self._put_query(before)
        return bool(before)

    def action_undo(self) -> None:
        """Bring the query back that was cleared last."""
        if before := self.session.recent_queries.before(self.query_line.value):
            self._recalled = before
            self.reply_pane.close_form()
            self._put_query(before)
        else:
            self.say(t("screen.nothing-before-query"))

    def _put_query(self, query: str) -> None:
        self.query_line.value = query
        self.query_line.cursor_position = len(query)

    def clear_query(self) -> None:
        """Clear the query, which Ctrl+Z and the arrow up bring back.

        If it is empty already, go to all scenarios.
        """
        if self.query_line.value:
            self.session.recent_queries.note(self.query_line.value)
            self.query_line.value = ""
        elif self.session.search_state.scenario:
            self.show_scenario("")

    def action_page(self, by: int) -> None:
        self.hit_list.move(by * self.hit_list.page)

    def action_scenario(self, by: int) -> None:
        """Move through the form when it is open, else through the scenarios."""
        if not self.reply_pane.form.walk(by):
            self.show_scenario(self.query_one(ScenarioTabs).step(by))

    def action_tab(self, number: int) -> None:
        """Go to the scenario of this number, 1 being all of them."""
        self.show_scenario(self.query_one(ScenarioTabs).nth(number))

    def say_news(self) -> bool:
        """Say how much has changed since the agent last looked; tell whether they were not told yet."""
        told = self.session.workspace.untold_news()
        if told:
            promised = sum(item.kind == "promise" for item in told)
            name = "news.told-promises" if promised else "news.told"
            self.warn_lastingly(t(name, count=len(told), promised=promised, key=self.key_of("news")))
        return bool(told)

    def action_news(self) -> None:
        """List what has changed since the agent last looked."""
        from qreply.tui.screens.news import NewsScreen  # most days nothing has

        self.app.push_screen(NewsScreen(self.session.workspace.news().values()), self._take_news)

    def _take_news(self, phrase_id: str | None) -> None:
        if phrase_id is not None and not self.reply_pane.change(
            lambda session: session.drafting.begin_by_id(phrase_id)
        ):
            self.warn(t("screen.not-here"))

    def action_note(self) -> None:
        """Note the question for the lead."""
        has_team = self.session.workspace.team is not None
        self.say(*describe_noted(self.session.note(), has_team=has_team))
