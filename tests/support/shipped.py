"""The shipped phrasebook and its index, read once by each process that tests. Nothing may change them."""

from __future__ import annotations

from functools import cache

from qreply.phrasebook.loader import load
from qreply.phrasebook.model import Phrasebook
from qreply.search.index import Index
from qreply.storage.locations import shipped_phrasebook


@cache
def shipped_book() -> Phrasebook:
    """The common book, without the packs."""
    return load([shipped_phrasebook()])


@cache
def shipped_index() -> Index:
    """All of the common book, as it is searched."""
    return Index.build(shipped_book())
