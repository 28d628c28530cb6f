"""Promised answers: when they are said, how long they last, and what of them is on disk."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from qreply.workspace.reminders import MAX_REMINDERS, Reminders, spell_time

NOW = datetime(2026, 11, 27, 14, 30)


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def go_on(self, **time: float) -> None:
        self.now += timedelta(**time)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.mark.parametrize(
    ("promised", "ahead"),
    [
        (timedelta(minutes=5), timedelta(seconds=30)),
        (timedelta(minutes=30), timedelta(minutes=3)),
        (timedelta(hours=24), timedelta(minutes=10)),
    ],
)
def test_it_is_said_a_little_ahead_and_rings_once(
    clock: Clock, promised: timedelta, ahead: timedelta
) -> None:
    reminders = Reminders(clock)
    reminder = reminders.add("王姐", NOW + promised)
    clock.now = NOW + promised - ahead - timedelta(seconds=1)
    assert (reminders.pressing(), reminders.ring()) == ((), False)
    clock.go_on(seconds=1)
    assert (reminders.pressing(), reminders.ring(), reminders.ring()) == ((reminder,), True, False)
    assert not reminders.is_late(reminder)
    clock.go_on(days=2)
    assert reminders.is_late(reminder)


def test_several_ring_each_and_stand_by_time(clock: Clock) -> None:
    reminders = Reminders(clock)
    later = reminders.add("乙", NOW + timedelta(hours=2))
    sooner = reminders.add("甲", NOW + timedelta(hours=1))
    assert reminders.all == (sooner, later)
    clock.go_on(hours=1)
    assert reminders.ring()
    clock.go_on(hours=1)
    assert reminders.ring()
    assert reminders.pressing() == (sooner, later)


def test_the_same_promise_twice_is_one(clock: Clock) -> None:
    reminders = Reminders(clock)
    for _ in range(2):
        reminders.add("甲", NOW + timedelta(hours=1))
    assert len(reminders.all) == 1


def test_the_answer_settles_what_the_agent_came_for_and_nothing_else(clock: Clock) -> None:
    reminders = Reminders(clock)
    visit, other = object(), object()
    answered = reminders.add("甲", NOW + timedelta(hours=1), visit=visit)
    open_still = reminders.add("甲", NOW + timedelta(hours=9), visit=visit)
    others = reminders.add("乙", NOW + timedelta(hours=1), visit=other)
    reminders.sent_to(visit)
    assert len(reminders.all) == 3
    answered.is_answering = others.is_answering = True
    reminders.sent_to(visit)
    assert set(reminders.all) == {open_still, others}


def test_nothing_is_on_disk_unless_asked_for(clock: Clock, tmp_path: Path) -> None:
    Reminders(clock).add("甲", NOW)
    assert list(tmp_path.iterdir()) == []


def test_label_and_time_alone_are_kept_for_the_owners_eyes(clock: Clock, tmp_path: Path) -> None:
    path = tmp_path / "state" / "reminders.json"
    reminders = Reminders(clock, path)
    kept = reminders.add("尾号8901", NOW + timedelta(hours=2), title="处理需要多久", visit=object())
    gone = reminders.add("乙", NOW + timedelta(hours=3))
    assert path.read_text("utf-8") == (
        '{"reminders": [{"label": "尾号8901", "due": "2026-11-27T16:30:00"}, '
        '{"label": "乙", "due": "2026-11-27T17:30:00"}]}'
    )
    if os.name == "posix":
        assert path.stat().st_mode & 0o777 == 0o600
    reminders.settle(gone)
    again = Reminders(clock, path).all
    assert [(one.label, one.due, one.title) for one in again] == [("尾号8901", kept.due, "")]


def test_a_new_name_takes_the_place_of_the_old_one_on_disk(clock: Clock, tmp_path: Path) -> None:
    path = tmp_path / "reminders.json"
    reminders = Reminders(clock, path)
    reminders.rename(reminders.add("顾客1", NOW + timedelta(hours=1), is_named=False), "王姐")
    assert [kept.label for kept in Reminders(clock, path).all] == ["王姐"]


def test_two_windows_keep_each_others(clock: Clock, tmp_path: Path) -> None:
    path = tmp_path / "reminders.json"
    one, other = Reminders(clock, path), Reminders(clock, path)
    mine = one.add("甲", NOW + timedelta(hours=1))
    other.add("乙", NOW + timedelta(hours=2))
    one.settle(mine)
    assert [kept.label for kept in Reminders(clock, path).all] == ["乙"]


def test_the_file_does_not_grow_for_ever(clock: Clock, tmp_path: Path) -> None:
    path = tmp_path / "reminders.json"
    path.write_text(
        '{"reminders": ['
        + ", ".join(f'{{"label": "{n}", "due": "2026-12-01T10:00"}}' for n in range(2 * MAX_REMINDERS))
        + "]}",
        "utf-8",
    )
    assert len(Reminders(clock, path).all) == MAX_REMINDERS
    clock.go_on(days=30)
    assert Reminders(clock, path).all == ()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        '{"reminders": 3}',
        '{"reminders": [3, {}, {"label": 1, "due": 2}, {"label": "甲", "due": "soon"}]}',
        '{"reminders": [{"label": "甲", "due": "2026-11-27T16:00+08:00"}]}',
    ],
)
def test_a_damaged_file_is_an_empty_one(clock: Clock, tmp_path: Path, text: str) -> None:
    path = tmp_path / "reminders.json"
    path.write_text(text, "utf-8")
    assert Reminders(clock, path).all == ()


def test_labels_carry_no_control_characters(clock: Clock) -> None:
    assert "\x1b" not in Reminders(clock).add("\x1b[31m甲\n乙", NOW).label


@pytest.mark.parametrize(
    ("when", "spelt"),
    [
        (NOW, "14:30"),
        (NOW + timedelta(days=1), "明天 14:30"),
        (NOW - timedelta(days=1), "昨天 14:30"),
        (NOW + timedelta(days=4), "12月1日 14:30"),
    ],
)
def test_times_are_short(when: datetime, spelt: str) -> None:
    assert spell_time(when, NOW) == spelt
