"""What leads read and do: figures that the server sums up, the inbox, favourites, forgetting, and what is taught."""

from __future__ import annotations

import json
import random
from bisect import bisect
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, func, select, update

from qreply.cli import run
from qreply.history.database import Database
from qreply.history.read_only import ReadOnlyHistory
from qreply.history.records import SearchRecord
from qreply.history.usage_ranking import MAX_LEARNED, TaughtLine, UsageRanking
from qreply.reports.statistics import GROUPINGS, By, report
from qreply.reports.team_usage import report_team
from qreply.search.storage.index_cache import IndexedPhrasebook
from qreply.settings.settings import Settings, Shop
from qreply.storage.locations import favourites_path, history_path, settings_path
from qreply.team import teaching
from qreply.team import team_tables as tables
from qreply.team.arrivals import Sender
from qreply.team.carrier import TeamLink, carry_over
from qreply.team.experience import Experience, read_experience, write_experience
from qreply.team.figures import Days, find_first_day
from qreply.team.teaching import fetch_experience
from qreply.workspace.finder import find
from qreply.workspace.workspace import Workspace
from tests.conftest import BOOK, MONDAY
from tests.support.database_servers import Server

Carry = Callable[..., None]

AT = int(MONDAY.timestamp())
TUESDAY = MONDAY.date() + timedelta(1)
LI, WANG = Sender("a" * 32, "小李"), Sender("b" * 32, "小王")
NAMELESS = Sender("c" * 32)


def pick(
    phrase: str, query: str = "", seconds: float | None = None, at: int = AT, shop: str = ""
) -> SearchRecord:
    return SearchRecord(at, "hanzi" if query else "none", query, phrase, seconds, shop=shop)


@pytest.fixture
def carry(engine: Engine, tmp_path: Path) -> Carry:
    """Carries searches over, as an agent on a machine of their own."""

    def carry(sender: Sender, *searches: SearchRecord) -> None:
        path = tmp_path / sender.token / "history.db"
        database = Database(path)
        database.add(searches)
        database.close()
        carry_over(engine, path, sender)

    return carry


@pytest.fixture
def command(
    server: Server, database: str, capsys: pytest.CaptureFixture[str], indexed: None
) -> Callable[..., tuple[int, str, str]]:
    del indexed  # the commands open the shipped book
    settings_path().parent.mkdir(parents=True, exist_ok=True)
    shops = "shops:\n  - name: 旗舰店\n"
    settings_path().write_text(f"agent: 小李\nteam: {server.url(database)}\n{shops}", "utf-8")

    def command(*words: str) -> tuple[int, str, str]:
        code = run(words)
        said = capsys.readouterr()
        return code, said.out, said.err

    return command


def some_searches(chance: random.Random, count: int) -> list[SearchRecord]:
    phrases = ("logistics/ship-when", "logistics/track", "pre-sale/stock", "complaint/slow")
    found = []
    for _ in range(count):
        at = AT + chance.randrange(20 * 86400)
        if chance.random() < 0.2:
            query = chance.choice(("能开专票吗", "", "包邮吗"))
            found.append(SearchRecord(at, "hanzi", query, found=chance.random() < 0.5, shop="甲店"))
        else:
            seconds = round(chance.uniform(0.5, 40.0), 1) if chance.random() < 0.9 else None
            phrase, shop = chance.choice(phrases), chance.choice(("甲店", "乙店"))
            found.append(
                SearchRecord(at, "hanzi", "发货吗", phrase, seconds, chance.random() < 0.3, shop=shop)
            )
    return found


@pytest.mark.parametrize("by", GROUPINGS)
def test_the_team_is_reported_as_one_machine_with_all_searches_would_be(
    by: By, engine: Engine, carry: Carry
) -> None:
    chance = random.Random(3)
    own, other = some_searches(chance, 120), some_searches(chance, 80)
    carry(LI, *own)
    carry(WANG, *other)
    since = MONDAY.date() + timedelta(days=4)
    named = [*(one._replace(agent="小李") for one in own), *(one._replace(agent="小王") for one in other)]
    titles = {"logistics/track": "报单号", "pre-sale/greet": "问候"}
    expected = report([one for one in named if one.when.date() >= since], titles, by)
    with engine.connect() as connection:
        found = report_team(connection, titles, by, days=Days(since))
    assert [(row.name, row.title, row.picks, row.quick, row.edited) for row in found.rows] == [
        (row.name, row.title, row.picks, row.quick, row.edited) for row in expected.rows
    ]
    assert (found.never, found.missed, found.unnamed) == (expected.never, expected.missed, expected.unnamed)
    for row, like in zip((found.total, *found.rows), (expected.total, *expected.rows), strict=True):
        for seconds, exact in ((row.median, like.median), (row.p90, like.p90)):
            assert seconds is not None
            assert exact is not None
            if row.picks >= 30:  # of fewer, the one in the middle may be alone in its class
                assert abs(bisect(tables.EDGES, seconds) - bisect(tables.EDGES, exact)) <= 1


def test_days_end_where_they_are_said_to(engine: Engine, carry: Carry) -> None:
    carry(LI, *(pick("a/b", at=AT + day * 86400) for day in range(5)))
    with engine.connect() as connection:
        found = report_team(
            connection, {}, "day", days=Days(MONDAY.date() + timedelta(1), MONDAY.date() + timedelta(2))
        )
        assert find_first_day(connection) == MONDAY.date()
    assert [row.name for row in found.rows] == ["2026-11-24", "2026-11-25"]


def test_stats_of_the_team_on_the_command_line(
    carry: Carry, command: Callable[..., tuple[int, str, str]]
) -> None:
    assert command("stats", "--team")[0] == 1
    carry(LI, pick("logistics/ship-when", "什么时候发货", 3.0), SearchRecord(AT, "noted", "能开专票吗"))
    carry(NAMELESS, pick("logistics/ship-when", "发货了吗", 5.0))
    code, out, _ = command("stats", "--team", "--by", "agent", "--since", "2026-11-01", "--format", "json")
    told = json.loads(out)
    assert code == 0
    assert told["total"]["count"] == 2
    assert [(row["name"], row["count"]) for row in told["rows"]] == [("cccccccc", 1), ("小李", 1)]
    assert told["noted"][0]["name"] == "能开专票吗"
    assert "什么时候发货" in command("stats", "--team")[1]
    assert command("stats", "--team", "--asks")[0] == 2


def test_a_report_of_the_team_is_a_page(
    carry: Carry, command: Callable[..., tuple[int, str, str]], tmp_path: Path
) -> None:
    now = int(datetime.now().timestamp())
    week = [pick("logistics/ship-when", "货什么时候走呢", 3.0, at=now - day * 86400) for day in range(1, 12)]
    carry(LI, *week, SearchRecord(now - 86400, "hanzi", "能开专票吗", found=False))
    carry(NAMELESS, *week)
    place = tmp_path / "week.html"
    code, _, err = command("report", "--team", "-o", str(place))
    assert code == 0, err
    page = place.read_text("utf-8")
    for expected in ("小李", "cccccccc", "能开专票吗"):
        assert expected in page
    assert command("report", "--team", "--merge", "x", "-o", str(place))[0] == 2


# -- the inbox


def test_notes_arrive_in_one_inbox_and_are_ticked_off(
    carry: Carry, command: Callable[..., tuple[int, str, str]]
) -> None:
    carry(LI, SearchRecord(AT, "noted", "能开专票吗"), SearchRecord(AT + 9, "noted", "有没有货架"))
    carry(WANG, SearchRecord(AT + 5, "noted", "能开专票吗"))
    notes = json.loads(command("team", "inbox", "--format", "json")[1])
    assert [(note["query"], note["times"], note["agents"], note["is_done"]) for note in notes] == [
        ("有没有货架", 1, 1, False),
        ("能开专票吗", 2, 2, False),
    ]
    number = str(notes[1]["number"])
    assert "能开专票吗" in command("team", "inbox", "--done", number)[1]
    assert "✓" in command("team", "inbox")[1]
    carry(WANG, SearchRecord(AT + 99, "noted", "能开专票吗"))  # it is asked again, and open again
    assert [note["times"] for note in json.loads(command("team", "inbox", "--format", "json")[1])] == [
        1,
        1,
        2,
    ]
    command("team", "inbox", "--undone", number)
    assert [note["times"] for note in json.loads(command("team", "inbox", "--format", "json")[1])] == [3, 1]
    code, _, err = command("team", "inbox", "--done", "99999999")
    assert code == 1
    assert "99999999" in err


# -- forgetting


def left(engine: Engine) -> dict[str, int]:
    with engine.connect() as connection:
        return {
            table.name.removeprefix("qreply_"): connection.scalar(select(func.count()).select_from(table))
            or 0
            for table in (*tables.OF_AGENTS, tables.agents)
        }


def test_of_a_forgotten_agent_nothing_is_left(
    engine: Engine, carry: Carry, command: Callable[..., tuple[int, str, str]]
) -> None:
    mine = (
        pick("logistics/track", "单号多少", 3.0),
        SearchRecord(AT, "hanzi", "包邮吗"),
        SearchRecord(AT, "noted", "货架"),
    )
    carry(LI, *mine)
    before = left(engine)
    carry(WANG, *mine, pick("pre-sale/stock", "有货吗"))
    carry(NAMELESS, *mine)
    assert "4 条" in command("team", "forget", "小王")[1]
    assert command("team", "forget", "cccccccc")[0] == 0
    assert left(engine) == before
    code, _, err = command("team", "forget", "小王")
    assert code == 1
    assert "小王" in err
    with engine.connect() as connection:
        assert [line.query for line in fetch_experience(connection, MONDAY.date()).lines] == ["单号多少"]


def test_of_two_agents_of_one_name_none_is_forgotten_by_it(
    carry: Carry, command: Callable[..., tuple[int, str, str]]
) -> None:
    carry(LI, pick("a/b"))
    carry(Sender("d" * 32, "小李"), pick("a/b"))
    code, _, err = command("team", "forget", "小李")
    assert code == 1
    assert "aaaaaaaa、dddddddd" in err
    assert command("team", "forget", "dddddddd")[0] == 0


def test_what_is_old_is_pruned(
    engine: Engine, carry: Carry, command: Callable[..., tuple[int, str, str]]
) -> None:
    now = int(datetime.now().timestamp())
    carry(
        LI,
        pick("a/old", "以前的问题", at=now - 200 * 86400),
        SearchRecord(now - 200 * 86400, "noted", "旧的"),
    )
    carry(WANG, pick("a/new", "现在的问题", at=now - 100 * 86400))
    assert command("team", "prune")[0] == 2
    assert "2 条" in command("team", "prune", "--older", "180d")[1]
    assert left(engine) == {
        **dict.fromkeys(("searches", "agent_hours", "phrase_days", "lines", "agents"), 1),
        "missed_days": 0,
        "notes": 1,  # which nobody has answered
        "agents": 2,
    }


# -- what comes back


def test_what_the_team_picked_is_taught_the_best_last(engine: Engine, carry: Carry) -> None:
    carry(LI, *[pick("logistics/ship-when", "货什么时候走")] * 3, pick("logistics/track", "查一下快递到哪了"))
    carry(
        WANG,
        pick("logistics/ship-when", "货什么时候走"),
        pick("complaint/slow", "货什么时候走", at=AT - 86400),
    )
    carry(WANG, pick("logistics/track", "dh"), SearchRecord(AT, "hanzi", "没找到的"))
    carry(LI, pick("logistics/track", "一百天前的", at=AT - 100 * 86400))
    with engine.connect() as connection:
        taught = fetch_experience(connection, MONDAY.date()).lines
    assert [(line.phrase, line.query, line.picks) for line in taught] == [
        ("complaint/slow", "货什么时候走", 1),
        ("logistics/track", "查一下快递到哪了", 1),
        ("logistics/ship-when", "货什么时候走", 4),
    ]


def test_it_is_summed_up_once_in_some_minutes_whoever_asks(
    engine: Engine, carry: Carry, monkeypatch: pytest.MonkeyPatch
) -> None:
    sums: list[int] = []
    original = teaching.sum_up_lines

    def sum_up(connection: Connection, since: date) -> None:
        sums.append(1)
        original(connection, since)

    monkeypatch.setattr(teaching, "sum_up_lines", sum_up)
    carry(LI, pick("logistics/track", "单号多少"))
    for _ in range(5):
        with engine.connect() as connection:
            assert len(fetch_experience(connection, MONDAY.date()).lines) == 1
    assert len(sums) == 1
    with engine.begin() as connection:
        connection.execute(update(tables.team).values(teach_at=tables.team.c.teach_at - 301))
    with engine.connect() as connection:
        fetch_experience(connection, MONDAY.date())
    assert len(sums) == 2


def test_a_new_agent_finds_what_the_team_has_learned(
    carry: Carry, settings: Settings, tmp_path: Path
) -> None:
    carry(WANG, *[pick("logistics/track", "包裹走到哪一站啦")] * 2)
    link = TeamLink(settings, history_path())
    link.close()
    fetched: list[Experience] = []
    link.follow(fetched.append)
    assert link.go_round() == ""
    assert read_experience() == fetched[0] == link.experience
    history = ReadOnlyHistory(tmp_path / "none.db", MONDAY, read_experience().lines)
    phrasebook = IndexedPhrasebook.of(BOOK)
    alone = Workspace(phrasebook, Settings(Path()), lambda: MONDAY)
    taught = Workspace(phrasebook, Settings(Path()), lambda: MONDAY, history=history)
    assert next(hit.phrase.id for hit in find(taught, "我的包裹走到哪一站").hits) == "logistics/track"
    assert [hit.phrase.id for hit in find(alone, "我的包裹走到哪一站").hits][:1] != ["logistics/track"]


def test_own_picks_weigh_more_than_the_teams() -> None:
    team = [TaughtLine("complaint/slow", "太慢了怎么还没到", 500, AT)]
    own = [pick("logistics/track", "太慢了怎么还没到")]
    phrasebook = IndexedPhrasebook.of(BOOK)

    def first(ranking: UsageRanking) -> str:
        class History(ReadOnlyHistory):
            def __init__(self) -> None:
                self._picks = ranking

        workspace = Workspace(phrasebook, Settings(Path()), lambda: MONDAY, history=History())
        return find(workspace, "怎么还没到").hits[0].phrase.id

    assert first(UsageRanking([], MONDAY, team)) == "complaint/slow"
    assert first(UsageRanking(own, MONDAY, team)) == "logistics/track"
    many = [TaughtLine("a/b", f"团队的第{number}种问法", 9, AT) for number in range(60)]
    mine = [pick("a/b", f"我的第{number}种问法") for number in range(30)]
    lines = UsageRanking(mine[:MAX_LEARNED], MONDAY, many).learned.lines_of("a/b")
    assert sum(line.startswith("我的") for line in lines) == 30


def test_the_shops_favourites_reach_every_agent(
    engine: Engine, command: Callable[..., tuple[int, str, str]]
) -> None:
    assert "还没有" in command("team", "favourites")[2]
    command("team", "favourites", "logistics/ship-when", "logistics/track-moving")
    command("team", "favourites", "pre-sale/greet", "--shop", "旗舰店")
    assert command("team", "favourites")[1].split() == ["logistics/ship-when", "logistics/track-moving"]
    assert command("team", "favourites", "no-such-reply")[0] == 1
    command("team", "favourites", "--remove", "logistics/track-moving")
    with engine.connect() as connection:
        found = fetch_experience(connection, MONDAY.date())
    assert found.favourites_of("别的店") == ("logistics/ship-when",)
    assert found.favourites_of("旗舰店") == ("pre-sale/greet", "logistics/ship-when")


def test_favourites_of_the_shop_come_after_ones_own(settings: Settings) -> None:
    write_experience(Experience((), {"": ["logistics/track"], "旗舰店": ["complaint/slow"]}))
    link = TeamLink(settings, history_path())
    link.close()
    own = Settings(Path(), shops=(Shop("旗舰店"),))
    workspace = Workspace(
        IndexedPhrasebook.of(BOOK), own, lambda: MONDAY, favourites=favourites_path(), team=link
    )
    workspace.favourites.toggle("pre-sale/stock")
    assert [hit.phrase.id for hit in find(workspace, "").hits[:3]] == [
        "pre-sale/stock",
        "complaint/slow",
        "logistics/track",
    ]


@pytest.mark.parametrize(
    "damage", ["", "[]", '{"lines": 3, "favourites": []}', '{"lines": [["a"], 1, [1, 2, 3, 4]]}']
)
def test_a_damaged_copy_of_what_was_taught_is_nothing(damage: str) -> None:
    write_experience(Experience())
    from qreply.storage.locations import team_experience_path

    team_experience_path().write_text(damage, "utf-8")
    assert not read_experience().lines
    assert not read_experience().favourites
