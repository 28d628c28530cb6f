"""Never a false "copied": every fault alone, and before a way that works."""

from __future__ import annotations

from pathlib import Path

import pytest

from qreply.clipboard import Clipboard, Status
from tests.support.clipboard_faults import FAULTS, OLD, Fault, honest_way, way_with
from tests.support.clipboard_tools import Toolbox

TEXT = "亲，您好😀 48 小时内发出哦~ /:087\n【店名】有问题随时找我，￥9.9 é"
BROKEN = [fault for fault in FAULTS if not fault.heals]
HEALING = [fault for fault in FAULTS if fault.heals]
SHORT = 0.05  # seconds for a fault to show; with less, a busy machine only finds more failures


@pytest.fixture
def box(tmp_path: Path) -> Toolbox:
    box = Toolbox(tmp_path)
    box.board.write_text(OLD, encoding="utf-8")
    return box


def test_there_are_faults_enough() -> None:
    assert len(FAULTS) >= 25
    assert len({fault.name for fault in FAULTS}) == len(FAULTS)


@pytest.mark.parametrize("fault", BROKEN, ids=lambda fault: fault.name)
def test_a_fault_is_a_failure(fault: Fault, box: Toolbox) -> None:
    backend = way_with(fault, box)
    backend.patience = SHORT
    outcome = Clipboard([backend]).copy(TEXT)
    assert outcome.status is Status.FAILED
    assert outcome.reason
    assert [attempt.status for attempt in outcome.attempts] == [Status.FAILED]


@pytest.mark.parametrize("fault", BROKEN, ids=lambda fault: fault.name)
def test_the_next_way_is_tried(fault: Fault, box: Toolbox) -> None:
    backend = way_with(fault, box)
    backend.patience = SHORT
    outcome = Clipboard([backend, honest_way(box)]).copy(TEXT)
    assert outcome.status is Status.VERIFIED
    assert outcome.backend == "honest"
    assert box.text == TEXT
    assert [attempt.backend for attempt in outcome.attempts] == ["faulty", "honest"]


@pytest.mark.parametrize("fault", HEALING, ids=lambda fault: fault.name)
def test_what_only_looks_bad_is_verified(fault: Fault, box: Toolbox) -> None:
    outcome = Clipboard([way_with(fault, box)]).copy(TEXT)
    assert outcome.status is Status.VERIFIED, outcome
    assert box.text == TEXT
