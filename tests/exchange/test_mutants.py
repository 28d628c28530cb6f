"""Whatever is damaged in a foreign file, it is taken or refused in words; `benchmarks/import_mutants.py` tries more."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.foreign_books import outcome_of
from tests.support.foreign_mutants import SAMPLES, mutants

pytest.importorskip("openpyxl")


@pytest.mark.parametrize("name", SAMPLES)
def test_three_hundred_mutants_are_taken_or_refused_in_words(tmp_path: Path, name: str) -> None:
    outcomes = {outcome_of(tmp_path / "file", mutant) for mutant in mutants(name, 300)}
    assert outcomes == {"taken", "refused"}
