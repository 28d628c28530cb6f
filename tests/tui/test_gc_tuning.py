"""Garbage is collected while somebody types without a pause."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest

from qreply.tui import gc_tuning


class Drawn:
    """What a key leaves: it refers to itself."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture(autouse=True)
def _as_it_was(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(gc_tuning, "_swept", 0)  # whatever other tests have swept
    threshold = gc.get_threshold()
    yield
    gc.set_threshold(*threshold)


def test_what_outlives_its_key_goes_though_nobody_pauses() -> None:
    gc_tuning.begin()
    left: list[weakref.ref[Drawn]] = []
    held: list[Drawn] = []
    for _ in range(2_100):
        key = Drawn()
        left.append(weakref.ref(key))
        held = [*held[-4:], key]  # until some keys later, as what is on the screen
        del key
        gc_tuning.sweep()
    assert sum(one() is not None for one in left) < 100


def test_what_has_become_old_goes_while_nobody_types() -> None:
    gc_tuning.begin()
    old = Drawn()
    for _ in range(3):
        gc.collect(1)  # by now it is among what is seldom looked at
    gone = weakref.ref(old)
    del old
    gc_tuning.tidy()
    assert gone() is not None
    left: list[list[object]] = [[] for _ in range(3_000)]  # as keys leave it
    gc_tuning.rest()
    assert gone() is None
    assert left
