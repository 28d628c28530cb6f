"""Finding the phrase that answers what a customer wrote or an agent typed."""

from qreply.search.index import Index
from qreply.search.results import Hit, Match, Results

__all__ = ["Hit", "Index", "Match", "Results"]
