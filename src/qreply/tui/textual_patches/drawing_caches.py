"""Forget what Textual and Rich keep of what was drawn long ago.

One of the caches keeps 1,024 widgets alive that are long gone, with all their lines, others up to 16,384 styles and
pieces of lines: some megabytes an hour for whoever types without a pause. Once a cache holds more than a screen could
want, it begins anew. It needs the cached functions.
"""

from __future__ import annotations

from typing import Any

from rich.segment import Segment
from textual._styles_cache import StylesCache
from textual.strip import Strip

from qreply.tui.textual_patches import is_applied

_ENOUGH = 512  # entries, several times what a screen asks for


def forget_drawn() -> None:
    """Empty the caches that have grown; what is on the screen is soon in them again."""
    for cache in _caches():
        if cache.cache_info().currsize > _ENOUGH:
            cache.cache_clear()


def _caches() -> tuple[Any, ...]:
    if not is_applied("drawing_caches"):
        return ()
    return StylesCache.get_inner_outer, Strip.render_ansi, Segment._split_cells  # noqa: SLF001
