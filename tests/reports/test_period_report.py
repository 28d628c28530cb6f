"""What a week's report says, and that whatever people wrote stays text on its page and in its workbook."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from datetime import datetime, timedelta
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path

import pytest

from qreply.cli import run
from qreply.cli.searches import read_period
from qreply.errors import SettingsError
from qreply.history.database import Database
from qreply.history.records import SearchRecord
from qreply.i18n import use_language
from qreply.phrasebook.model import Phrase, Phrasebook, Scenario
from qreply.reports.period import Period
from qreply.reports.period_report import PeriodReport, report_on
from qreply.reports.report_page import page_of
from qreply.reports.report_words import days_of
from qreply.reports.report_workbook import workbook_of
from qreply.search.index import Index
from qreply.storage.locations import history_path
from tests.cli.test_commands import BOOK as BOOK_FILE

NOW = datetime(2026, 11, 27, 15, 0)
WEEK = Period(datetime(2026, 11, 21), NOW)
HOSTILE = "\"><script>alert(1)</script><img src=x onerror='a()'>&amp;"


def at(day: int, hour: int = 10) -> int:
    return int(datetime(2026, 11, day, hour).timestamp())


SEARCHES = [
    *(SearchRecord(at(23, hour), "hanzi", "发货", "a/ship", 5.0, agent="小夏") for hour in (9, 10, 11)),
    SearchRecord(at(24), "hanzi", "怎么洗", "a/care", 30.0, edited=True),
    *(
        SearchRecord(at(25), "hanzi", words, found=False)
        for words in ("增值税专票", "增值税专票呀", "要增值税专票")
    ),
    SearchRecord(at(25), "hanzi", "衣服怎么洗"),
    SearchRecord(at(25), "pasted"),
    SearchRecord(at(26), "noted", "送货能约晚上吗"),
    *(SearchRecord(at(14, hour), "hanzi", "发货", "a/ship", 9.0, agent="小夏") for hour in (9, 14)),
    SearchRecord(at(20, 14), "hanzi", "增值税专票"),
    SearchRecord(at(20, 16), "hanzi", "发货", "a/ship", 9.0),  # later in its week than it is now
    SearchRecord(at(13), "hanzi", "发货", "a/ship", 9.0),
    SearchRecord(at(27, 16), "hanzi", "发货", "a/ship", 9.0),
]


def book(title: str = "发货时间") -> tuple[Index, dict[str, str]]:
    phrases = (
        Phrase("a/ship", "a", title, (("好",),), asks=("什么时候发货",)),
        Phrase("a/care", "a", "洗涤方法", (("好",),), asks=("怎么洗", "衣服怎么洗", "可以机洗吗")),
        Phrase("a/never", "a", "会不会掉色", (("好",),), asks=("掉色吗",)),
    )
    scenarios = (Scenario("a", "售前"),)
    return Index.build(Phrasebook(phrases=phrases, scenarios=scenarios)), dict(scenarios)


def reported(searches: Sequence[SearchRecord] = SEARCHES, title: str = "发货时间") -> PeriodReport:
    return report_on(searches, WEEK, *book(title))


def test_a_week_stands_beside_the_same_hours_of_the_one_before() -> None:
    found = reported()
    assert (found.now.total.picks, found.before.total.picks) == (4, 2)
    assert (found.now.misses, found.before.misses) == (5, 1)
    days = {one.row.name: (one.row.picks, one.before) for one in found.days}
    assert list(days) == [f"2026-11-{day}" for day in range(21, 28)]
    assert (days["2026-11-21"], days["2026-11-23"], days["2026-11-27"]) == ((0, 2), (3, 0), (0, 0))
    hours = {one.row.name: (one.row.picks, one.before) for one in found.hours}
    assert (len(hours), hours["09:00"], hours["14:00"]) == (24, (1, 1), (0, 1))
    assert [(one.row.name, one.row.picks, one.before) for one in found.used] == [
        ("a/ship", 3, 2),
        ("a/care", 1, 0),
    ]
    assert found.now.never == {"a/never": "会不会掉色"}
    assert [(one.row.name, one.row.picks) for one in found.agents] == [("小夏", 3), ("", 1)]


def test_the_label_of_the_period_before_says_how_far_it_counts() -> None:
    assert "2026 年 11 月 20 日（只算到最后一天 15:00，和本期一样长）" in page_of(reported())
    whole = report_on(SEARCHES, Period(datetime(2026, 11, 16), datetime(2026, 11, 23)), *book())
    assert "只算到" not in page_of(whole)


def test_nothing_is_held_against_a_period_that_was_kept_in_part() -> None:
    page = page_of(reported(SEARCHES[:-2]))  # the first of them is of the 14th, when the period before begins
    assert "+100%" in page
    later = [search for search in SEARCHES[:-2] if search.at >= at(15)]
    page = page_of(reported(later))
    assert "2026 年 11 月 20 日才开始有记录，上期不全" in page
    assert "上期 1，记录不全" in page
    assert not re.search(r'class="(good|bad)"|[+-]\d+%', page)


def test_what_reads_the_same_is_neither_better_nor_worse() -> None:
    def timed(day: int, seconds: Sequence[float]) -> list[SearchRecord]:
        return [
            SearchRecord(at(day) + number, "code", "fh", "a/ship", one) for number, one in enumerate(seconds)
        ]

    # 381 and 379 of 400 within 20 seconds, and medians of 4.01 and 4.04
    now, before = [4.01] * 381 + [30] * 19, [4.04] * 379 + [30] * 21
    page = page_of(reported([*timed(13, [1.0]), *timed(16, before), *timed(23, now)]))
    assert "上期 95%" in page
    assert "上期 4.0 秒" in page
    assert not re.search('class="(good|bad)"', page)


def test_without_a_period_before_no_bar_has_one() -> None:
    page = page_of(reported([search for search in SEARCHES if search.at >= at(21)]))
    assert "上期没有记录" in page
    assert "上期 0.0 秒" not in page


def test_the_first_label_stays_on_the_drawing() -> None:
    month = report_on(SEARCHES, Period(datetime(2026, 10, 29), NOW), *book())
    labels = re.findall(r'<text class="quiet" text-anchor="(\w+)" x="([\d.]+)"', page_of(month))
    assert labels[0] == ("start", "0")


def test_without_names_there_is_nothing_by_agent() -> None:
    assert reported([search._replace(agent="") for search in SEARCHES]).agents == ()


def test_what_was_not_found_says_what_to_do() -> None:
    advice = {lack.group.text: (lack.group.count, lack.advice) for lack in reported().lacks}
    assert advice["衣服怎么洗"] == (1, "look")
    invoices = [given for text, given in advice.items() if "专票" in text]
    assert invoices == [(3, "phrase")]


def test_a_code_that_was_typed_is_not_missing_in_the_book(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "qreply.reports.period_report.strength", lambda *_: 0.0
    )  # as of two letters in a large book
    phrases = (Phrase("a/care", "a", "洗涤方法", (("好",),), code="xd"),)
    index = Index.build(Phrasebook(phrases=phrases, scenarios=(Scenario("a", "售前"),)))
    typed = [SearchRecord(at(25), "initials", words) for words in ("xd", "qq")]
    lacks = {lack.group.text: lack.advice for lack in report_on(typed, WEEK, index, {}).lacks}
    assert lacks == {"xd": "look", "qq": "phrase"}


class Reader(HTMLParser):
    """Notes tags, attributes and texts, and that each tag is closed."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.texts: list[str] = []
        self.open: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)
        if tag != "meta":
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_is_whole_and_takes_nobodys_words_for_markup(language: str) -> None:
    use_language("en" if language == "en" else "zh")
    try:
        searches = [
            search._replace(query=HOSTILE if not search.phrase else search.query) for search in SEARCHES
        ]
        searches += [SearchRecord(at(24), "hanzi", "发货", f"x/{HOSTILE}", 1.0, agent=HOSTILE)]
        page = page_of(reported(searches, HOSTILE), HOSTILE)
    finally:
        use_language("zh")
    read = Reader(page)
    assert read.open == []
    assert not read.tags & {"script", "img", "link", "iframe", "object", "a", "form"}
    assert not [name for name in read.attributes if name.startswith("on") or name in {"src", "href", "style"}]
    assert not re.search(r"url\(|@import|https?:", page)
    assert "default-src 'none'" in page.replace("&#x27;", "'")
    assert any("<script>alert(1)" in text for text in read.texts)


def test_the_page_has_every_part() -> None:
    page = page_of(reported(), "小满百货")
    for words in (
        *(
            "小满百货 话术周报",
            "2026 年 11 月 21 日 – 2026 年 11 月 27 日",
            "每天的回复",
            "各钟点的回复",
            "快慢",
            "按场景",
        ),
        *(
            "售前",
            "小夏",
            "没找到的",
            "写一条新话术",
            "话术本有「洗涤方法」",
            "送货能约晚上吗",
            "最常用",
            "会不会掉色",
        ),
        *("上期 2，+100%", "prefers-color-scheme:dark", "@media print", "<svg"),
    ):
        assert words in page, words


def test_a_period_without_anything_is_said() -> None:
    page = page_of(reported([]))
    assert "没有记录" in page
    assert "<svg" not in page


def test_the_workbook_has_everything_and_no_formula() -> None:
    openpyxl = pytest.importorskip("openpyxl")
    searches = [
        *SEARCHES,
        SearchRecord(at(25), "hanzi", "=1+1"),
        SearchRecord(at(25), "hanzi", "\x0b坏字符\x00怎么办"),
    ]
    written = workbook_of(reported(searches, "=HYPERLINK(1)"))
    workbook = openpyxl.load_workbook(BytesIO(written))
    assert workbook.sheetnames[:4] == ["概况", "每天", "钟点", "场景"]
    cells = [cell for sheet in workbook for row in sheet.iter_rows() for cell in row]
    assert not [cell.value for cell in cells if cell.data_type == "f"]
    assert "=HYPERLINK(1)" in [cell.value for cell in cells]
    figures = {row[0]: row[1:] for row in workbook["概况"].iter_rows(values_only=True)}
    assert figures["日期"][0] == "2026 年 11 月 21 日 – 2026 年 11 月 27 日"
    assert (figures["复制回复"][0], figures["20 秒内复制"][0]) == (4, 0.75)
    assert figures["其中不记内容的"][0] == 1
    assert [cell.value for cell in workbook["没用过的"]["A"]] == ["话术", "会不会掉色"]
    with zipfile.ZipFile(BytesIO(written)) as parts:
        assert [name for name in parts.namelist() if name.startswith("xl/charts/")] != []


@pytest.mark.parametrize(
    ("since", "until", "days"),
    [
        ("7d", "", "2026 年 11 月 21 日 – 2026 年 11 月 27 日"),
        ("1w", "2026-11-22", "2026 年 11 月 16 日 – 2026 年 11 月 22 日"),
        ("2026-11-01", "", "2026 年 11 月 1 日 – 2026 年 11 月 27 日"),
        ("昨天", "昨天", "2026 年 11 月 26 日 – 2026 年 11 月 26 日"),
        ("12h", "", "2026 年 11 月 27 日 03:00 – 15:00"),
        ("20h", "", "2026 年 11 月 26 日 19:00 – 2026 年 11 月 27 日 15:00"),
    ],
)
def test_periods(since: str, until: str, days: str) -> None:
    assert days_of(read_period(since, until, NOW)) == days


def test_a_period_ends_after_it_begins() -> None:
    with pytest.raises(SettingsError):
        read_period("2026-11-28", "", NOW)


def test_the_period_before_has_the_same_hours() -> None:
    assert WEEK.before == Period(WEEK.since - timedelta(days=7), WEEK.until - timedelta(days=7))
    half = read_period("12h", "", NOW)
    assert half.before.until == half.until - timedelta(days=1)


def test_the_command_writes_where_it_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "logistics.yaml"
    path.write_text(BOOK_FILE, encoding="utf-8")
    command = ["report", "--phrasebook", str(path), "--since", "2020-01-01"]
    assert run([*command, "-o", str(tmp_path / "a.html")]) == 1  # nothing was ever kept
    assert not (tmp_path / "a.html").exists()
    database = Database(history_path())
    database.add([SearchRecord(at(23), "hanzi", "发货", "logistics/ship-when", 3.0)])
    database.close()
    for name in ("周报.html", "周报.xlsx"):
        assert run([*command, "-o", str(tmp_path / name)]) == 0
        before = (tmp_path / name).read_bytes()
        assert run([*command, "-o", str(tmp_path / name)]) == 1
        assert (tmp_path / name).read_bytes() == before
    assert "什么时候发货" in (tmp_path / "周报.html").read_text("utf-8")
    capsys.readouterr()
    assert run([*command, "-o", "-"]) == 0
    assert capsys.readouterr().out.startswith("<!doctype html>")
    for wrong in ([], ["-o", str(tmp_path / "周报.docx")]):
        assert run([*command, *wrong]) == 2
        assert ".html" in capsys.readouterr().err


def of_agents(*agents: tuple[str, int]) -> list[SearchRecord]:
    """A search by each agent on each of those days."""
    return [SearchRecord(at(day), "hanzi", "发货", "a/ship", 5.0, agent=agent) for agent, day in agents]


@pytest.mark.parametrize(
    ("searches", "said"),
    [
        (
            (("小夏", 13), ("小夏", 15), ("莉莉", 13), ("莉莉", 15), ("小夏", 23)),
            "上期有、本期没有记录：莉莉（",
        ),
        ((("小夏", 13), ("小夏", 15), ("小秋", 16), ("小夏", 23), ("小秋", 23)), "以后才有记录：小秋，"),
        ((("小夏", 13), ("小夏", 15), ("小夏", 23), ("小秋", 23)), "以后才有记录：小秋，"),
        ((("小夏", 13), ("小夏", 15), ("小夏", 23)), ""),
    ],
)
def test_two_weeks_of_different_people_are_not_compared(
    searches: Sequence[tuple[str, int]], said: str
) -> None:
    page = page_of(reported(of_agents(*searches)))
    assert (said in page) if said else ("才有记录" not in page)
    assert ("不作对比" in page) == bool(said)
    assert ("%</span>" in page) != bool(said)


def test_who_handed_in_nothing_is_listed_among_the_agents() -> None:
    found = reported(of_agents(("小夏", 13), ("小夏", 15), ("莉莉", 13), ("莉莉", 15), ("小夏", 23)))
    assert [(one.row.name, one.row.picks, one.before) for one in found.agents] == [
        ("小夏", 1, 1),
        ("莉莉", 0, 1),
    ]


def test_a_report_says_that_masking_is_no_promise() -> None:
    assert "先看一遍" in page_of(reported())
