"""What was picked before comes sooner, without turning the list upside down."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from qreply.history.favourites import Favourites
from qreply.history.recorder import HistoryRecorder
from qreply.history.records import Kind, SearchRecord
from qreply.history.usage_ranking import UsageRanking
from qreply.phrasebook.model import Phrase, Phrasebook
from qreply.workspace.finder import find
from qreply.workspace.workspace import Workspace
from tests.conftest import MONDAY

TWINS = Phrasebook(
    phrases=tuple(
        Phrase(f"logistics/{name}", "logistics", title, (("好的",),), code=code, asks=asks)
        for name, title, code, asks in (
            ("first", "快递查询", "kd", ("快递到哪里了", "我的快递呢")),
            ("second", "快递催促", "", ("快递怎么不动了", "催一下快递")),
            ("third", "换个快递", "", ("快递可以换吗", "能发别的快递吗")),
            ("fourth", "退货", "", ("怎么退货",)),
            ("fifth", "到货时间", "", ("多久到货", "几天到")),
        )
    )
)


def pick(query: str, name: str, at: datetime = MONDAY, times: int = 1) -> list[SearchRecord]:
    return [SearchRecord(int(at.timestamp()), "hanzi", query, f"logistics/{name}")] * times


@pytest.fixture
def found(make_desk: Callable[..., Workspace], tmp_path: Path) -> Callable[..., list[str]]:
    """The names found for a query after these picks, at this time."""

    def find_names(query: str, picks: list[SearchRecord], now: datetime = MONDAY, *stars: str) -> list[str]:
        workspace = make_desk(TWINS, clock=lambda: now)
        path = tmp_path / "history.db"
        path.unlink(missing_ok=True)
        before = HistoryRecorder(path, lambda: now)
        for search in picks:
            before.add(search)
        before.close(20)
        workspace.history = HistoryRecorder(path, lambda: now)
        workspace.history.picks(20)
        for star in stars:
            workspace.favourites.toggle(f"logistics/{star}")
        names = [hit.phrase.id.removeprefix("logistics/") for hit in find(workspace, query).hits]
        workspace.close()
        return names

    return find_names


@pytest.mark.parametrize("query", ["快递", "kuaidi", "快递啊", "我的快递", "kuai递"])
def test_a_pick_lifts_its_phrase_for_similar_queries(found: Callable[..., list[str]], query: str) -> None:
    before = found(query, [])
    assert before[0] != "third"
    after = found(query, pick("快递", "third"))
    assert after[0] == "third"
    assert sorted(before) == sorted(after)


def test_a_pick_for_another_query_changes_nothing(found: Callable[..., list[str]]) -> None:
    assert found("快递", pick("怎么退", "fourth")) == found("快递", [])


def test_the_latest_picks_win_over_the_habits_of_last_spring(found: Callable[..., list[str]]) -> None:
    long_ago = pick("快递", "third", MONDAY - timedelta(weeks=30), times=3)
    assert found("快递", long_ago + pick("快递", "second"))[0] == "second"
    assert found("快递", pick("快递", "third", MONDAY - timedelta(weeks=100))) == found("快递", [])


@pytest.mark.parametrize("query", ["kd", "快递查询", "KD"])
def test_an_exact_code_or_title_stays_first(found: Callable[..., list[str]], query: str) -> None:
    assert found(query, pick(query, "third", times=20))[0] == "first"


@pytest.mark.parametrize(
    ("query", "kind"), [("快递", "hanzi"), ("kuaidi", "pinyin"), ("我要快递啊", "hanzi")]
)
def test_the_reply_whose_code_stands_for_the_words_stays_first_whatever_was_picked_for_others(
    found: Callable[..., list[str]], query: str, kind: Kind
) -> None:
    others = [*pick("能发别的快递吗", "third", times=5), *pick("催一下", "second", times=5)]
    assert found(query, others)[0] == "first"
    assert found(query, [*others, *(one._replace(kind=kind) for one in pick(query, "third"))])[0] == "third"


def test_only_near_ties_are_lifted(found: Callable[..., list[str]]) -> None:
    before = found("怎么退货", pick("怎么退货", "first", times=20))
    assert before[0] == "fourth"


def test_the_same_history_gives_the_same_order(found: Callable[..., list[str]]) -> None:
    picks = pick("快递呢", "third") + pick("我的快递", "second") + pick("催", "second")
    assert found("快递", picks) == found("快递", picks)


def test_while_nothing_is_asked_stars_and_the_hours_habits_come_first(
    found: Callable[..., list[str]],
) -> None:
    evening = MONDAY.replace(hour=21)
    picks = pick("", "third", MONDAY, 2) + pick("", "fifth", evening, 2) + pick("", "second", MONDAY, 1)
    assert found("", picks) == ["third", "second", "first", "fourth", "fifth"]
    assert found("", picks, evening, "fourth") == ["fourth", "fifth", "first", "second", "third"]


def test_habits_reach_over_midnight() -> None:
    late = UsageRanking(pick("", "third", MONDAY.replace(hour=23, minute=50)), MONDAY)
    assert late.most_used(MONDAY.replace(hour=0, minute=20)) == ["logistics/third"]
    assert late.most_used(MONDAY.replace(hour=2)) == []


def test_picks_of_phrases_that_are_gone_do_no_harm(found: Callable[..., list[str]]) -> None:
    assert sorted(found("", pick("快递", "removed"))) == sorted(found("", []))


def test_stars_stay_until_they_are_taken(tmp_path: Path) -> None:
    path = tmp_path / "favourites.json"
    one, other = Favourites(path), Favourites(path)
    assert one.toggle("a/b")
    assert other.toggle("c/d")
    assert Favourites(path).ids == ("a/b", "c/d")
    assert not one.toggle("a/b")
    assert Favourites(path).ids == ("c/d",)
    path.write_text("{not json")
    assert Favourites(path).ids == ()
