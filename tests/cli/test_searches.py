"""Which searches `stats` and `report` count: of which shop, days and files, and what is said of the rest."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from qreply.cli import run
from qreply.cli.searches import read_period
from qreply.errors import QReplyError, SettingsError
from qreply.history.database import Database
from qreply.history.records import SearchRecord
from qreply.reports.histories import find_namesakes, history_file_of, merged, read_history
from qreply.reports.renamed_agents import join_renamed
from qreply.storage.locations import history_path
from tests.cli.test_commands import BOOK as BOOK_FILE

NOW = datetime(2026, 11, 27, 15, 0)
DAY = timedelta(days=1)
YESTERDAY = int((datetime.now() - DAY).timestamp())


def pick(shop: str = "", agent: str = "", at: int = YESTERDAY) -> SearchRecord:
    return SearchRecord(at, "code", "fh", "logistics/ship-when", 3.0, agent=agent, shop=shop)


@pytest.fixture
def qreply(tmp_path: Path) -> Callable[..., int]:
    """Run a command with a small book and two shops."""
    book, settings = tmp_path / "logistics.yaml", tmp_path / "settings.yaml"
    book.write_text(BOOK_FILE, encoding="utf-8")
    settings.write_text("shops: [{name: 甲店, platform: taobao}, {name: 乙店, platform: pdd}]\n", "utf-8")
    return lambda *argv: run([*argv, "--config", str(settings), "--phrasebook", str(book)])


def store(*searches: SearchRecord) -> None:
    database = Database(history_path())
    database.add(searches)
    database.close()


def test_a_shop_counts_alone_and_several_are_called_so(
    tmp_path: Path, qreply: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    store(*(pick("甲店", at=YESTERDAY + second) for second in range(3)), pick("乙店"), pick())
    assert qreply("stats", "--format", "json", "--shop", "乙店") == 0
    shown = capsys.readouterr()
    assert json.loads(shown.out)["total"]["count"] == 1
    assert "有 1 条记录没有写店铺" in shown.err
    page = tmp_path / "a.html"
    for options, heading, picks in (
        (("--shop", "甲店"), "甲店 话术周报", 3),
        ((), "全部店铺 话术周报", 5),
    ):
        assert qreply("report", "-o", str(page), "--force", *options) == 0
        assert f"<h1>{heading}</h1>" in page.read_text("utf-8")
        assert f"<strong>{picks}</strong>" in page.read_text("utf-8")
    assert qreply("stats", "--team", "--shop", "甲店") == 2
    assert qreply("stats", "--by", "shop", "-o", str(tmp_path / "店.csv")) == 0
    assert "按店铺,甲店" in (tmp_path / "店.csv").read_text("utf-8-sig")


def test_a_report_on_one_shop_of_several_does_not_name_the_other(
    tmp_path: Path, qreply: Callable[..., int]
) -> None:
    store(pick("乙店"))
    assert qreply("report", "-o", str(tmp_path / "a.html")) == 0
    assert "<h1>乙店 话术周报</h1>" in (tmp_path / "a.html").read_text("utf-8")


@pytest.mark.parametrize(
    "beside", [("--export", "存.csv"), ("--since", "30d"), ("--shop", "甲店"), ("-o", "a.csv"), ("--asks",)]
)
def test_forgetting_goes_along_with_nothing(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    qreply: Callable[..., int],
    capsys: pytest.CaptureFixture[str],
    beside: tuple[str, ...],
) -> None:
    monkeypatch.chdir(tmp_path)
    store(pick())
    before = history_path().read_bytes()
    assert qreply("stats", "--forget", *beside) == 2
    assert history_path().read_bytes() == before
    assert "--forget 会删掉" in capsys.readouterr().err


def test_the_same_name_of_two_people_is_said(
    tmp_path: Path, qreply: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    for number in (1, 2):
        searches = [pick(agent="小夏", at=YESTERDAY + number + 100 * step) for step in range(4)]
        (tmp_path / f"夏{number}.csv").write_bytes(history_file_of(searches, "a.csv"))
    files = [str(tmp_path / name) for name in ("夏1.csv", "夏2.csv")]
    assert qreply("stats", "--merge", *files, "--by", "agent") == 0
    said = capsys.readouterr().err
    assert "“小夏”在 夏1.csv、夏2.csv 里" in said
    assert "--agent 小夏B" in said


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ((1, 2, 3), (2, 3, 4)),  # a later export of the same machine, which has old ones again
        ((1, 2), (3, 4)),  # exports of one week after another
    ],
)
def test_one_person_in_two_files_is_no_news(first: tuple[int, ...], second: tuple[int, ...]) -> None:
    files = {Path(str(times)): [pick(agent="小夏", at=at) for at in times] for times in (first, second)}
    assert find_namesakes(files) == []


def test_a_period_is_days_in_stats_as_in_reports_and_is_said(
    qreply: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    now = datetime.now()
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    early = midnight - 6 * DAY  # more than 168 hours ago, unless it is midnight
    store(pick(at=int(early.timestamp())), pick(at=int(early.timestamp()) - 1))
    assert qreply("stats", "--since", "7d") == 0
    shown = capsys.readouterr().out
    assert f"{early.year} 年 {early.month} 月 {early.day} 日 – {now.year} 年" in shown
    assert "复制 1 次" in shown
    assert qreply("stats", "--until", f"{early - DAY:%Y-%m-%d}", "--format", "json") == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["total"]["count"], found["until"]) == (1, early.isoformat())


def test_an_empty_period_is_not_called_no_history(
    tmp_path: Path, qreply: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    store(pick("甲店"))
    assert qreply("stats", "--until", "2020-01-05", "-o", str(tmp_path / "a.csv")) == 1
    assert "2020 年 1 月 5 日没有记录" in (said := capsys.readouterr().err)
    assert "还没有" not in said
    assert qreply("stats", "--shop", "乙店") == 1
    assert "没有“乙店”的记录" in capsys.readouterr().err
    history_path().unlink()
    (tmp_path / "空.csv").write_bytes(history_file_of([], "空.csv"))
    assert qreply("stats", "--merge", str(tmp_path / "空.csv")) == 1
    assert "这些文件里没有记录" in capsys.readouterr().err


def test_by_day_the_latest_are_shown_and_by_hour_all(
    qreply: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    noon = datetime.now().replace(hour=12, minute=0, second=0, microsecond=0)
    moments = [noon - day * DAY for day in range(30)] + [
        noon + timedelta(hours=hour) for hour in range(-12, 12)
    ]
    store(*(pick(at=int(moment.timestamp())) for moment in moments))
    assert qreply("stats", "--by", "day") == 0
    shown = capsys.readouterr().out
    assert f"{noon:%Y-%m-%d} 25 次" in shown
    assert "前面还有 10 天" in shown
    assert qreply("stats", "--by", "hour") == 0
    shown = capsys.readouterr().out
    assert [hour for hour in range(24) if f"{hour:02}:00 " not in shown] == []


@pytest.mark.parametrize(
    ("since", "until", "end"),
    [
        ("7d", "2026-11-29", NOW),  # which is not over
        ("7d", "今天", NOW),
        ("2026-11-01", "2026-11-26", datetime(2026, 11, 27)),
    ],
)
def test_no_period_goes_beyond_now(since: str, until: str, end: datetime) -> None:
    assert read_period(since, until, NOW).until == end


def test_a_period_that_has_not_begun_is_refused() -> None:
    with pytest.raises(SettingsError, match="2030-01-01"):
        read_period("7d", "2030-01-01", NOW)


def signed(name: str, *times: int) -> list[SearchRecord]:
    return [pick(agent=name, at=YESTERDAY + moment) for moment in times]


@pytest.mark.parametrize(
    ("files", "counts", "names"),
    [
        # one machine, exported as 小夏 and later as 夏天
        (
            [signed("小夏", 1, 2, 3), signed("夏天", 1, 2, 3, 4)],
            {"夏天": 4},
            ("夏天", "小夏"),
        ),
        # of two namesakes one took another name, and the old file stays beside
        (
            [signed("小夏", 1, 5, 9), signed("小夏B", 1, 5, 9), signed("小夏", 2, 6, 99)],
            {"小夏": 3, "小夏B": 3},
            ("小夏", "小夏B"),
        ),
        # two people, who once did the same in the same second
        ([signed("小夏", 1, 2, 3, 25), signed("小秋", 1, 20, 22, 30)], {"小夏": 4, "小秋": 4}, None),
        ([signed("小夏", 1, 2), signed("小秋", 3, 4)], {"小夏": 2, "小秋": 2}, None),
    ],
)
def test_one_machine_under_two_names_counts_once(
    files: list[list[SearchRecord]], counts: dict[str, int], names: tuple[str, ...] | None
) -> None:
    joined, told = join_renamed(dict(enumerate(files)))
    assert Counter(search.agent for search in merged(joined.values())) == counts
    assert [one.names for one in told] == ([names] if names else [])


def test_two_names_of_one_machine_are_said(
    tmp_path: Path, qreply: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("小夏", "夏天"):
        (tmp_path / f"{name}.csv").write_bytes(history_file_of(signed(name, 1, 2, 3), "a.csv"))
    assert qreply("stats", "--merge", str(tmp_path / "*.csv"), "--format", "json") == 0
    shown = capsys.readouterr()
    assert json.loads(shown.out)["total"]["count"] == 3
    assert "夏天、小夏 有 3 条一模一样的记录" in shown.err


@pytest.mark.parametrize("content", ["", "这是工资表\n", "姓名,工资\n小夏,5000\n", "姓名,工资\n"])
def test_what_is_no_record_is_not_taken_for_an_empty_one(tmp_path: Path, content: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(content, "utf-8")
    with pytest.raises(QReplyError, match="不是 qreply 的使用记录"):
        read_history(path)


def test_a_record_without_a_search_is_said(
    tmp_path: Path, qreply: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    store(pick())
    (tmp_path / "空.csv").write_bytes(history_file_of([], "a.csv"))
    assert qreply("stats", "--merge", str(tmp_path / "空.csv")) == 0
    assert "空.csv 里一条记录都没有" in capsys.readouterr().err


@pytest.mark.parametrize(
    "end", ["1795839629", "1795839629,hanzi,断了", "17", "1795839629,hanzi,断了,a/b,3.,"]
)
def test_a_record_that_is_cut_off_counts_up_to_there(tmp_path: Path, end: str) -> None:
    path, skipped = tmp_path / "a.csv", list[int]()
    path.write_bytes(history_file_of([pick(), pick("甲店")], "a.csv") + end.encode())
    assert len(read_history(path, skipped.append)) == 2
    assert skipped == [1]
    path.write_bytes(history_file_of([pick()], "a.csv") + f"{end}\n".encode() + b"1,hanzi,a,,,0,1,,\n")
    with pytest.raises(QReplyError):  # a hole within is more than the end of a copy
        read_history(path)


def test_what_a_clock_gone_wrong_has_dated_ahead_is_left_out(tmp_path: Path) -> None:
    path, skipped = tmp_path / "a.csv", list[int]()
    path.write_bytes(history_file_of([pick(), pick(at=YESTERDAY + 400 * 86400)], "a.csv"))
    assert len(read_history(path, skipped.append)) == 1
    assert skipped == [1]


def test_a_shop_that_is_closed_counts_where_the_records_know_it(
    qreply: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    store(pick("旧店"), pick("旧店", at=YESTERDAY + 1), pick("甲店"))
    assert qreply("stats", "--format", "json", "--shop", "旧店") == 0
    assert json.loads(capsys.readouterr().out)["total"]["count"] == 2
    assert qreply("stats", "--shop", "没有的店") == 2
    assert "甲店、乙店、旧店" in capsys.readouterr().err


def test_this_machine_can_be_left_out(
    tmp_path: Path, qreply: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    store(pick())
    (tmp_path / "夏.csv").write_bytes(history_file_of(signed("小夏", 1, 2), "a.csv"))
    assert qreply("stats", "--merge", str(tmp_path / "夏.csv"), "--no-own", "--format", "json") == 0
    assert json.loads(capsys.readouterr().out)["total"]["count"] == 2
    assert qreply("stats", "--no-own") == 2
    assert "--merge" in capsys.readouterr().err


def test_a_period_without_a_beginning_names_no_day_that_never_was(
    qreply: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    store(pick())
    day = pick().when
    assert qreply("stats", "--until", f"{day:%Y-%m-%d}") == 0
    assert f"到 {day.year} 年 {day.month} 月 {day.day} 日的记录" in (shown := capsys.readouterr().out)
    assert "1970" not in shown
    assert qreply("stats", "--until", f"{day:%Y-%m-%d}", "--format", "json") == 0
    assert json.loads(capsys.readouterr().out)["since"] is None


@pytest.mark.parametrize(
    ("since", "until", "begin", "end"),
    [
        ("上周", "", datetime(2026, 11, 16), datetime(2026, 11, 23)),
        ("上个月", "", datetime(2026, 10, 1), datetime(2026, 11, 1)),
        ("本周", "", datetime(2026, 11, 23), NOW),
        ("这个月", "", datetime(2026, 11, 1), NOW),
        ("上周", "昨天", datetime(2026, 11, 16), datetime(2026, 11, 27)),
        ("2026-11-02", "上周", datetime(2026, 11, 2), datetime(2026, 11, 23)),
    ],
)
def test_weeks_and_months_are_those_of_the_calendar(
    since: str, until: str, begin: datetime, end: datetime
) -> None:
    period = read_period(since, until, NOW)
    assert (period.since, period.until) == (begin, end)


@pytest.mark.parametrize(
    ("since", "until", "hint"),
    [("2026-12-01", "", ""), ("11-29", "", "--since 2025-11-29"), ("11-20", "11-29", "--until 2025-11-29")],
)
def test_a_day_to_come_is_called_so(since: str, until: str, hint: str) -> None:
    with pytest.raises(SettingsError, match="还没到") as raised:
        read_period(since, until, NOW)
    assert hint in raised.value.hint


@pytest.mark.parametrize("beside", [("-o", "b.csv"), ("--format", "csv"), ("--asks",)])
def test_what_export_would_not_do_is_refused_beside_it(
    tmp_path: Path, qreply: Callable[..., int], capsys: pytest.CaptureFixture[str], beside: tuple[str, ...]
) -> None:
    store(pick())
    assert qreply("stats", "--export", str(tmp_path / "a.csv"), *beside) == 2
    assert f"不能和 {beside[0]} 一起用" in capsys.readouterr().err
    assert [*tmp_path.glob("a.csv")] == []


def test_a_csv_is_not_written_under_the_name_of_a_workbook(
    tmp_path: Path, qreply: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    store(pick())
    assert qreply("stats", "--format", "csv", "-o", str(tmp_path / "统计.xlsx")) == 2
    assert ".csv" in capsys.readouterr().err
    assert qreply("stats", "--format", "csv", "-o", str(tmp_path / "统计.数据")) == 0


def test_forgetting_says_what_it_did(qreply: Callable[..., int], capsys: pytest.CaptureFixture[str]) -> None:
    assert qreply("stats", "--forget") == 0
    assert "没有可删的" in capsys.readouterr().err
    store(pick())
    assert qreply("stats", "--forget", "--by", "agent") == 2
    assert qreply("stats", "--forget") == 0
    assert "已删除" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["-", "记录"])
def test_an_export_has_a_name_that_merging_finds(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    qreply: Callable[..., int],
    capsys: pytest.CaptureFixture[str],
    name: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    store(pick())
    assert qreply("stats", "--export", name) == 2
    assert ".csv" in capsys.readouterr().err
    assert not (tmp_path / name).exists()
