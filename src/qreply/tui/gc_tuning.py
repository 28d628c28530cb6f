"""When garbage is collected: not at the start, which makes none, and not while a key waits."""

from __future__ import annotations

import gc

from qreply.tui.textual_patches.drawing_caches import forget_drawn


def begin() -> None:
    """Collect from now on, but leave out what has come up so far.

    Looking through all of it would stall a key by 36 to 66 ms.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 50, 100)
    gc.enable()


_OFTEN = 32  # keys until what outlived its own key, as all that is drawn does, is collected too: some 2 ms
_SELDOM = 16 * _OFTEN  # until all of it is: some 2 ms

_LITTLE = 2_000  # objects that are not worth it: what the clock alone leaves

_swept = 0


def sweep() -> None:
    """Collect what a key has left, once all of it is painted: it takes a fifth of a millisecond.

    Somebody who types without a pause must not wait for `tidy`: 11,000 keys leave 360 MB.
    """
    global _swept  # noqa: PLW0603 - as there is one collector
    if gc.isenabled():
        _swept += 1
        seldom = not _swept % _SELDOM
        if seldom:
            forget_drawn()
        gc.collect(0 if _swept % _OFTEN else 2 if seldom else 1)


def rest() -> None:
    """Collect all that has outlived its key, while the agent does something else.

    A key leaves some 30 KB, and not every key comes to `sweep`.
    """
    if gc.isenabled() and (gc.get_count()[0] > _LITTLE or any(gc.get_count()[1:])):
        gc.collect()


def tidy() -> None:
    """Collect what the last keys have left, while nobody types."""
    gc.collect(1)
