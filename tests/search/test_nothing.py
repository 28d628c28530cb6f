"""Nothing is an answer too: gibberish finds nothing, chance matches are cut, and what is missing is told."""

from __future__ import annotations

import json

import pytest

from benchmarks.pastes import shipped
from benchmarks.topics import confidences
from qreply.cli import run
from qreply.search.clauses import split_clauses
from qreply.search.confidence import ANSWERED
from qreply.search.query import Query
from qreply.storage.locations import shipped_phrasebook
from qreply.text.colloquial import is_keyboard_walk
from qreply.workspace.finder import find
from qreply.workspace.workspace import Workspace

pytestmark = pytest.mark.usefixtures("indexed")


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return shipped()


@pytest.mark.parametrize("letters", ["asdfqwer", "qwertyuiop", "sdfsdf", "hhhhhh", "lkjhgf"])
def test_a_stroll_over_the_keyboard_finds_nothing(workspace: Workspace, letters: str) -> None:
    assert find(workspace, letters).hits == []


@pytest.mark.parametrize("letters", ["fh", "thsq", "smshfh", "wlbd", "yhmj", "asdf", "as1234"])
def test_shorthand_is_no_stroll(letters: str) -> None:
    assert not is_keyboard_walk(letters)


def test_find_says_nothing_by_its_exit_code(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["find", "asdfqwer", "--phrasebook", str(shipped_phrasebook())]) == 1
    assert capsys.readouterr().out == ""


def test_chance_does_not_fill_the_screen(workspace: Workspace) -> None:
    found = find(workspace, "wldh")
    assert found.hits[0].phrase.code == "wldh"
    assert len(found.hits) <= 10
    assert sum(found.counts.values()) == len(found.hits)
    assert len(find(workspace, "wldh", scenario="logistics").hits) == found.counts["logistics"]


def test_what_the_book_lacks_is_told_from_what_it_covers() -> None:
    covered, missing = confidences()
    assert sum(one >= ANSWERED for one in covered) >= 0.85 * len(covered)
    assert sum(one >= ANSWERED for one in missing) <= 0.2 * len(missing)


@pytest.mark.parametrize(("query", "answered"), [("什么时候发货", True), ("玩原神卡不卡", False)])
def test_json_tells_how_sure_it_is(query: str, answered: bool, capsys: pytest.CaptureFixture[str]) -> None:
    run(["find", query, "--json", "--phrasebook", str(shipped_phrasebook())])
    plain = json.loads(capsys.readouterr().out)
    assert plain["answered"] is answered
    assert (plain["confidence"] >= ANSWERED) is answered


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("别拦了我还要", ("拦",)),
        ("不用给我退了", ("退",)),
        ("别的颜色", ()),
        ("特别好看", ()),
        ("先别发货", ("发",)),
    ],
)
def test_what_is_refused(text: str, refused: tuple[str, ...]) -> None:
    assert Query.of(text).refused == refused


def test_the_opposite_has_an_answer_of_its_own(workspace: Workspace) -> None:
    first = find(workspace, "别拦了我还要").hits[0]
    assert first.phrase.id == "logistics/stop-intercept"


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("什么时候发货啊 能便宜点吗", ["什么时候发货啊", "能便宜点吗"]),
        ("到哪了 快递", []),
        ("能便宜点吗，谢谢", []),
        ("js hd", []),
        ("有货吗，多久发货，包邮吗", ["有货吗", "多久发货", "包邮吗"][1:]),
    ],
)
def test_clauses_are_questions_by_themselves(text: str, clauses: list[str]) -> None:
    assert split_clauses(text) == clauses


@pytest.mark.parametrize("between", [" ", "，", "？\n"])
def test_the_best_of_each_clause_stands_first(workspace: Workspace, between: str) -> None:
    hits = find(workspace, f"什么时候发货啊{between}能便宜点吗").hits
    assert {(hit.phrase.id, hit.clause) for hit in hits[:2]} == {
        ("logistics/ship-when", 1),
        ("pre-sale/price-firm", 2),
    }
    assert all(hit.clause == 0 for hit in hits[2:])


def test_one_question_in_two_clauses_stays_one(workspace: Workspace) -> None:
    hits = find(workspace, "什么时候发货，几时能发货").hits
    assert [hit.clause for hit in hits[:3]] == [0, 0, 0]
