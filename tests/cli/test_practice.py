"""`qreply practice` around its screen: the shop's own messages, the lead's table, the days."""

from __future__ import annotations

import argparse
from datetime import datetime
from pathlib import Path

import pytest

from qreply.cli import practice as command
from qreply.cli import run
from qreply.errors import QReplyError
from qreply.exchange.question_list import parse_answered
from qreply.i18n import Language, use_language
from qreply.phrasebook.model import Phrase
from qreply.reports.practice_log import add_run
from qreply.reports.practice_results import Mistake, PracticeResults, QuickerCode
from qreply.settings.settings import Settings
from qreply.storage.locations import practice_path
from qreply.workspace.practice_messages import PracticeMessage
from qreply.workspace.workspace import Workspace

SHIP = Phrase("logistics/ship", "logistics", "发货", (("好",),), code="fh")


def messages(workspace: Workspace, path: Path | None, **given: object) -> list[PracticeMessage]:
    options = {"file": path, "column": "", "count": 0, "scenario": "", "seed": 1, **given}
    return list(command.choose_messages(argparse.Namespace(**options), workspace))


def test_the_shops_own_messages_are_judged_where_the_file_names_replies(
    workspace: Workspace, tmp_path: Path
) -> None:
    path = tmp_path / "own.csv"
    path.write_text("消息,话术\n啥时候发呀,fh\n在么,\n", encoding="utf-8")
    assert messages(workspace, path) == [
        PracticeMessage("啥时候发呀", frozenset({"logistics/ship-when"})),
        PracticeMessage("在么"),
    ]
    assert len(messages(workspace, path, count=1)) == 1


@pytest.mark.parametrize("text", ["消息,话术\n在么,没有这条\n", "", "\n\n"])
def test_what_cannot_be_practised_with_is_an_error(text: str, workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(QReplyError):
        messages(workspace, path)


@pytest.mark.parametrize("column", ["", "问句"])
def test_a_table_whose_column_is_not_known_names_those_there_are(column: str) -> None:
    with pytest.raises(QReplyError) as caught:
        parse_answered("甲,乙\n啥时候发呀,fh\n", column, is_table=True)
    assert "--column" in caught.value.message
    assert "甲、乙" in caught.value.hint


def test_a_scenario_and_a_seed(workspace: Workspace) -> None:
    found = messages(workspace, None, scenario="物流", count=5)
    assert {name for one in found for name in one.answers} <= {"logistics/ship-when", "logistics/track"}
    assert found == messages(workspace, None, scenario="物流", count=5)


def test_the_leads_table_masks_what_tells_who_a_customer_is() -> None:
    results = PracticeResults(
        2,
        2,
        1,
        4.0,
        9.0,
        0.5,
        (Mistake("我电话13812345678啥时候发", (SHIP,), ()),),
        (QuickerCode(SHIP, "fahuo", "fh", 3),),
    )
    rows = list(command.as_rows(results, "小夏", datetime(2026, 11, 2, 9)))
    assert ("total", "agent", "小夏", "2026-11-02 09:00") in rows
    assert ("total", "right", 1, "") in rows
    assert ("code", "logistics/ship", "fh", 3) in rows
    assert not any("13812345678" in str(cell) for row in rows for cell in row)
    assert any(row[0] == "mistake" and "啥时候发" in str(row[1]) for row in rows)


@pytest.mark.parametrize(
    ("name", "language", "said"),
    [
        ("小夏.csv", "zh", ("部分,名称,结果,说明", "合计,练了几条,2,")),
        ("小夏.csv", "en", ("part,name,value,detail", "total,messages,2,")),
        ("-", "zh", ("part,name,value,detail", "total,messages,2,")),  # a program reads it
    ],
)
def test_the_table_for_people_has_headings_in_their_language(
    name: str, language: Language, said: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = Path("-") if name == "-" else tmp_path / name
    args = argparse.Namespace(output=path, force=False, inputs=[], settings=Settings(tmp_path / "none.yaml"))
    results = PracticeResults(2, 2, 1, 4.0, 9.0, 0.5, (), (QuickerCode(SHIP, "fahuo", "fh", 3),))
    use_language(language)
    try:
        command.export_results(args, results, datetime(2026, 11, 2, 9))
    finally:
        use_language("zh")
    lines = (capsys.readouterr().out if name == "-" else path.read_text("utf-8-sig")).splitlines()
    assert lines[0] == said[0]
    assert said[1] in lines
    assert any("logistics/ship,fh,3" in line for line in lines)


def test_the_days_are_drawn(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["practice", "--progress"]) == 1
    for day, right in ((1, 5), (2, 10)):
        add_run(practice_path(), PracticeResults(10, 10, right, 4.0, 9.0, 0.5), datetime(2026, 11, day, 9))
    assert run(["practice", "--progress"]) == 0
    lines = [line for line in capsys.readouterr().out.splitlines() if "11-0" in line]
    assert [("50%" in lines[0]), ("100%" in lines[1])] == [True, True]
    assert lines[1].count("█") > lines[0].count("█") > 0
