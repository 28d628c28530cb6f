"""A second copy while the first is under way wins; the older outcome is dropped."""

from __future__ import annotations

import time
from threading import Event

import pytest

from qreply.clipboard import Clipboard, Copier, Outcome, Status
from qreply.clipboard.backends.base import Backend, BackendError
from qreply.clipboard.deadline import Deadline


class Gate(Backend):
    """Copies a text only once its gate is open; the way behind the gate keeps the order of writing."""

    name = "gate"

    def __init__(self) -> None:
        self.open: set[str] = set()
        self.waiting = Event()
        self.text = ""

    def write(self, text: str, deadline: Deadline) -> None:
        self.waiting.set()
        while text not in self.open:
            if not deadline.left():
                raise BackendError("没等到")
            time.sleep(0.001)
        self.text = text

    def read(self, deadline: Deadline) -> str:
        del deadline
        return self.text


def copier(gate: Gate) -> tuple[Copier, list[tuple[int, Outcome]]]:
    outcomes: list[tuple[int, Outcome]] = []
    return Copier(Clipboard([gate]), lambda ticket, outcome: outcomes.append((ticket, outcome))), outcomes


def test_the_newest_copy_wins() -> None:
    gate = Gate()
    copies, outcomes = copier(gate)
    first = copies.copy("给甲的地址")
    assert gate.waiting.wait(30)
    assert copies.under_way()
    gate.open.add("给乙的话")
    second = copies.copy("给乙的话")
    assert copies.wait(30)
    assert [(ticket, outcome.status) for ticket, outcome in outcomes] == [(second, Status.VERIFIED)]
    assert gate.text == "给乙的话"
    assert copies.is_newest(second)
    assert not copies.is_newest(first)


def test_of_many_at_once_only_the_last_is_told() -> None:
    gate = Gate()
    gate.open = {f"第 {number} 条" for number in range(50)}
    copies, outcomes = copier(gate)
    for number in range(50):
        last = copies.copy(f"第 {number} 条")
    assert copies.wait(30)
    assert gate.text == "第 49 条"
    assert outcomes[-1][0] == last
    assert outcomes[-1][1].status is Status.VERIFIED


def test_one_after_the_other_are_all_told() -> None:
    gate = Gate()
    gate.open = {"甲", "乙"}
    copies, outcomes = copier(gate)
    for text in ("甲", "乙"):
        copies.copy(text)
        assert copies.wait(30)
    assert [outcome.status for _, outcome in outcomes] == [Status.VERIFIED] * 2


def test_closing_calls_off_what_is_under_way() -> None:
    gate = Gate()
    copies, outcomes = copier(gate)
    copies.copy("永远等")
    assert gate.waiting.wait(30)
    copies.close()
    assert not copies.under_way()
    assert outcomes == []


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_mistake_of_ours_is_a_failure_too() -> None:
    class Broken(Gate):
        def write(self, text: str, deadline: Deadline) -> None:
            del text, deadline
            raise ZeroDivisionError

    copies, outcomes = copier(Broken())
    copies.copy("亲")
    assert copies.wait(30)
    assert [outcome.status for _, outcome in outcomes] == [Status.FAILED]
    assert "ZeroDivisionError" in outcomes[0][1].reason


def test_nothing_to_wait_for() -> None:
    copies, _ = copier(Gate())
    assert copies.wait(0)
    copies.close()
