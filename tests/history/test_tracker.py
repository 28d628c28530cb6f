"""Where a search begins and ends, as the agent types."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from qreply.history.recorder import HistoryRecorder
from qreply.history.records import SearchRecord
from qreply.history.tracker import STOOD, SearchTracker
from qreply.workspace.finder import find
from qreply.workspace.phrase_names import find_named
from qreply.workspace.remembered_options import RememberedOptions
from qreply.workspace.session import Session
from qreply.workspace.workspace import Workspace
from tests.conftest import BOOK, MONDAY
from tests.workspace.test_session import send

AT = int(MONDAY.timestamp())
SHIP, TRACK = BOOK.phrases[1], BOOK.phrases[2]


class Agent:
    """Types at a steady pace, half a second a key, into a query line that a trail follows."""

    def __init__(self, workspace: Workspace) -> None:
        self.now = 100.0
        self.searches: list[SearchRecord] = []
        self.line = ""
        self._workspace = workspace
        self.tracker = SearchTracker(self.searches.append, lambda: MONDAY, lambda: self.now)

    def put(self, line: str) -> None:
        self.now += 0.5
        self.line = line
        self.tracker.asked(line, found=bool(find(self._workspace, line).hits) if line else True)

    def types(self, text: str) -> None:
        for key in text:
            self.put(self.line + key)

    def takes_back(self, count: int) -> None:
        for _ in range(count):
            self.put(self.line[:-1])

    def waits(self, seconds: float) -> None:
        self.now += seconds

    def missed(self) -> list[tuple[str, bool]]:
        assert not any(search.phrase for search in self.searches)
        return [(search.query, search.found) for search in self.searches]


@pytest.fixture
def agent(workspace: Workspace) -> Agent:
    return Agent(workspace)


def test_a_pick_is_timed_from_the_first_key(agent: Agent) -> None:
    agent.types("fahuo")
    agent.waits(1.0)
    agent.tracker.picked(SHIP, edited=False, by_query=True)
    assert agent.searches == [SearchRecord(AT, "pinyin", "fahuo", SHIP.id, 3.0)]


def test_another_copy_for_the_same_query_has_no_time_of_its_own(agent: Agent) -> None:
    agent.types("fh")
    agent.tracker.picked(SHIP, edited=False, by_query=True)
    agent.waits(60)
    agent.tracker.picked(TRACK, edited=True, by_query=True)
    assert agent.searches[0].kind == "code"
    assert agent.searches[1] == SearchRecord(AT, "initials", "fh", TRACK.id, None, edited=True)


def test_what_follows_a_reply_was_not_searched_for(agent: Agent) -> None:
    agent.types("fh")
    agent.tracker.picked(SHIP, edited=False, by_query=True)
    agent.tracker.picked(TRACK, edited=False, by_query=False)
    assert agent.searches[1] == SearchRecord(AT, "none", "", TRACK.id)


def test_typing_over_a_copied_query_begins_anew(agent: Agent) -> None:
    agent.types("fh")
    agent.tracker.picked(SHIP, edited=False, by_query=True)
    agent.waits(300)
    agent.put("f")
    agent.types("ahuo")
    agent.tracker.picked(SHIP, edited=False, by_query=True)
    assert agent.searches[1].seconds == 2.0


def test_an_agent_who_was_away_says_nothing_of_speed(agent: Agent) -> None:
    agent.types("fahuo")
    agent.waits(3600)
    agent.tracker.picked(SHIP, edited=False, by_query=True)
    assert agent.searches[0].seconds is None


@pytest.mark.parametrize("stands", [0.0, STOOD])
def test_a_query_is_given_up_when_it_is_cleared_after_it_stood(agent: Agent, stands: float) -> None:
    agent.types("发货地")
    agent.waits(stands)
    agent.put("")
    assert agent.missed() == ([("发货地", True)] if stands else [])


def test_a_query_without_hits_is_given_up_at_once(agent: Agent) -> None:
    agent.types("vvvv")
    agent.put("")
    assert agent.missed() == [("vvvv", False)]


def test_taking_a_query_back_tells_the_whole_of_it(agent: Agent) -> None:
    agent.types("发货专票")
    agent.waits(2)
    agent.takes_back(4)
    assert agent.missed() == [("发货专票", True)]


def test_what_is_mended_until_it_is_found_is_no_miss(agent: Agent) -> None:
    agent.types("zzfahuo")
    agent.waits(2)
    agent.put("zfahuo")
    agent.waits(2)
    agent.put("fahuo")
    agent.tracker.picked(SHIP, edited=False, by_query=True)
    agent.put("")
    assert [search.query for search in agent.searches] == ["fahuo"]


def test_a_query_put_in_place_of_another_gives_it_up(agent: Agent) -> None:
    agent.put("能不能开专票")
    agent.waits(2)
    agent.put("什么时候发货")
    agent.tracker.picked(SHIP, edited=False, by_query=True)
    assert [(search.query, search.kind, search.phrase) for search in agent.searches] == [
        ("", "pasted", ""),
        ("什么时候发货", "pasted", SHIP.id),
    ]


def test_what_stands_when_the_agent_leaves_is_given_up(agent: Agent) -> None:
    agent.types("发货地")
    agent.waits(2)
    agent.tracker.end()
    assert agent.missed() == [("发货地", True)]


def test_a_copy_that_failed_is_no_miss_and_no_pick(agent: Agent) -> None:
    agent.types("发货地")
    agent.waits(2)
    agent.tracker.failed()
    agent.put("")
    agent.types("快递")  # another search, which is judged by itself
    agent.waits(2)
    agent.put("")
    assert agent.missed() == [("快递", True)]


def test_a_copy_that_succeeds_after_it_failed_is_one_pick_without_a_time(agent: Agent) -> None:
    agent.types("fahuo")
    agent.waits(20)
    agent.tracker.failed()
    agent.waits(60)
    agent.tracker.picked(SHIP, edited=False, by_query=True)
    agent.put("")
    assert [(search.query, search.phrase, search.seconds) for search in agent.searches] == [
        ("fahuo", SHIP.id, None)
    ]


def test_a_miss_is_masked_too(agent: Agent) -> None:
    agent.types("单号13800138000怎么查")
    agent.waits(2)
    agent.put("")
    assert agent.missed()[0][0] == "怎么查"


@pytest.mark.parametrize("line", ["能不能开专票", "我叫王小明住幸福路甲弄乙号怎么还没到", "我" * 41])
@pytest.mark.parametrize("typed_on", ["", "呀"])
def test_of_a_pasted_message_that_was_given_up_no_word_is_kept(
    agent: Agent, line: str, typed_on: str
) -> None:
    agent.put(line)
    agent.types(typed_on)
    agent.waits(2)
    agent.put("")
    assert [(search.kind, search.query) for search in agent.searches] == [("pasted", "")]


def test_a_pasted_message_that_was_answered_is_masked(agent: Agent) -> None:
    agent.put("我叫王小明什么时候发货")
    agent.tracker.picked(SHIP, edited=False, by_query=True)
    assert agent.searches[0].query == "我叫###什么时候发货"


# -- through the session


@pytest.fixture
def session(workspace: Workspace, tmp_path: Path) -> Session:
    return Session(workspace, RememberedOptions(tmp_path / "remembered.json"))


@pytest.fixture
def recorded(session: Session, monkeypatch: pytest.MonkeyPatch) -> list[SearchRecord]:
    searches: list[SearchRecord] = []
    monkeypatch.setattr(session.workspace, "record", searches.append)
    session.open(session.workspace)
    return searches


def test_several_messages_are_one_pick(session: Session, recorded: list[SearchRecord]) -> None:
    session.tracker.asked("mc", found=True)
    for _ in range(3):
        send(session, "complaint/slow")
    assert [(search.phrase, search.query) for search in recorded] == [("complaint/slow", "mc")]


@pytest.mark.parametrize(("phrase_id", "misses"), [("logistics/ship-when", 0), ("complaint/slow", 1)])
def test_only_a_reply_chosen_among_the_hits_was_found_by_the_query(
    session: Session, recorded: list[SearchRecord], phrase_id: str, misses: int
) -> None:
    session.tracker.asked("能不能开专票", found=False)
    session.drafting.take(find_named(session.workspace, phrase_id))
    draft = session.draft
    assert draft is not None
    session.drafting.chosen = "logistics/ship-when"
    session.sending.failed(draft, session.customer)
    session.tracker.asked("", found=True)
    assert len(recorded) == misses


def test_filled_in_is_edited_and_never_kept(session: Session, recorded: list[SearchRecord]) -> None:
    session.tracker.asked("dh", found=True)
    send(session, "logistics/track", 快递单号="SF1234567890")
    assert recorded[0].edited
    assert "1234567890" not in repr(recorded)


def test_a_reply_that_follows_is_not_learned_for_the_query(
    session: Session, recorded: list[SearchRecord]
) -> None:
    session.tracker.asked("fh", found=True)
    send(session, "logistics/ship-when")
    session.drafting.follow()
    session.drafting.fill({"快递单号": "SF1234567890"})
    rendered = session.drafting.rendered()
    assert session.draft is not None
    assert rendered is not None
    session.sending.sent(session.draft, rendered, session.customer)
    assert [(search.phrase, search.query) for search in recorded] == [
        ("logistics/ship-when", "fh"),
        ("logistics/track", ""),
    ]


def test_what_is_kept_is_written_by_the_end(make_desk: Callable[..., Workspace], tmp_path: Path) -> None:
    workspace = make_desk()
    workspace.history = HistoryRecorder(tmp_path / "history.db", lambda: MONDAY)
    session = Session(workspace, RememberedOptions(tmp_path / "remembered.json"))
    session.tracker.asked("fh", found=True)
    send(session, "logistics/ship-when")
    session.close()
    again = HistoryRecorder(tmp_path / "history.db", lambda: MONDAY)
    assert again.picks(20).most_used(MONDAY) == ["logistics/ship-when"]
    again.close(20)
