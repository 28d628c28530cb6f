"""Waiting for what may hang."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Event
from threading import enumerate as threads

import pytest

from qreply.runtime.patience import SilentError, each_in_time
from tests.conftest import until


def running(name: str) -> bool:
    return any(thread.name == f"qreply-{name}" for thread in threads())


def test_what_comes_in_time_comes_in_order_and_with_its_error() -> None:
    def items() -> Iterator[int]:
        yield from range(5)
        raise ValueError("its own words")

    coming = each_in_time("order", items(), 10)
    assert [next(coming) for _ in range(5)] == [0, 1, 2, 3, 4]
    with pytest.raises(ValueError, match="its own words"):
        next(coming)
    assert list(each_in_time("order", range(3), 10)) == [0, 1, 2]


def test_silence_is_given_up_and_its_thread_ends_when_it_is_over() -> None:
    over = Event()

    def items() -> Iterator[int]:
        yield 1
        over.wait()
        yield from (2, 3, 4)

    coming = each_in_time("silence", items(), 0.05)
    assert next(coming) == 1
    with pytest.raises(SilentError):
        next(coming)
    assert running("silence")
    over.set()
    until(lambda: not running("silence"))


def test_items_that_nobody_wants_any_more_hold_no_thread() -> None:
    coming = each_in_time("unwanted", iter(range(1_000)), 10)
    assert next(coming) == 0
    del coming
    until(lambda: not running("unwanted"))
