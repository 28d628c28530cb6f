"""What a search comes to, apart from any screen: hits, the selected one, and what to do where there are none."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from qreply.search.storage.index_cache import IndexedPhrasebook
from qreply.workspace.books import BookUpdate
from qreply.workspace.question_notes import NoteOutcome
from qreply.workspace.remembered_options import RememberedOptions
from qreply.workspace.search_state import WayOut
from qreply.workspace.session import Session
from qreply.workspace.workspace import Workspace
from tests.conftest import BOOK


def test_a_search_selects_the_first_hit_and_begins_its_draft(session: Session) -> None:
    state = session.search("fahuo")
    assert state.phrase is not None
    assert state.phrase.id == "logistics/ship-when"
    assert session.draft is not None
    assert session.draft.phrase == state.phrase
    assert state.way_out is WayOut.NONE


def test_another_hit_is_selected_by_its_index_if_there_is_one(session: Session) -> None:
    session.search("")
    assert session.select(2)
    assert session.draft is not None
    assert session.draft.phrase == session.search_state.hits[2].phrase
    assert not session.select(len(session.search_state.hits))
    assert session.search_state.selected == 2


@pytest.mark.parametrize(
    ("query", "scenario", "way_out"),
    [
        ("fahuo", "logistics", WayOut.NONE),
        ("fahuo", "pre-sale", WayOut.ELSEWHERE),
        ("qqqqxxxx9", "", WayOut.WRITE),
        ("fahuo", "no-such-scenario", WayOut.NONE),
    ],
)
def test_where_nothing_is_found_there_is_a_way_out(
    session: Session, query: str, scenario: str, way_out: WayOut
) -> None:
    session.search_in(scenario)
    assert session.search(query).way_out is way_out


def test_an_edited_book_keeps_the_selected_phrase_and_drops_a_scenario_that_is_gone(session: Session) -> None:
    session.search_in("logistics")
    session.select(1)
    selected = session.search_state.phrase
    book = replace(BOOK, scenarios=tuple(one for one in BOOK.scenarios if one.name != "logistics"))
    session.apply_update(BookUpdate(IndexedPhrasebook.of(book)))
    assert session.search_state.scenario == ""
    assert session.search_state.phrase == selected


def test_a_platform_where_the_draft_is_not_sent_begins_with_the_selected_hit(session: Session) -> None:
    session.next_platform()
    assert session.drafting.begin_by_id("pre-sale/group-buy")
    session.search("pt")
    while session.workspace.profile.platform != "taobao":
        session.next_platform()
    assert session.draft is None or session.draft.phrase.id != "pre-sale/group-buy"
    assert not session.drafting.begin_by_id("pre-sale/group-buy")


def test_a_question_is_noted_only_where_a_history_is_kept(session: Session) -> None:
    session.search("有没有发票")
    assert session.note().outcome is NoteOutcome.OFF


def test_before_the_phrasebook_is_open_nothing_is_found_and_nothing_missing(tmp_path: Path) -> None:
    session = Session(Workspace.empty(), RememberedOptions(tmp_path / "remembered.json"))
    state = session.search("fahuo")
    assert (list(state.hits), state.way_out, state.query) == ([], WayOut.NONE, "fahuo")
    assert session.draft is None


def test_only_a_question_in_hanzi_is_doubted(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    """Agents know their own shorthand, whatever the nearest hit is."""
    monkeypatch.setattr("qreply.workspace.finder.is_answer", lambda *_: False)
    assert session.search("fhfh").is_confident
    assert session.search("发货").is_confident
    assert not session.search("什么时候发货").is_confident
