"""Finding the phrase that answers what a customer wrote or an agent typed."""

from qreply.search.hit import Hit, Match, Results
from qreply.search.index import Index

__all__ = ["Hit", "Index", "Match", "Results"]
