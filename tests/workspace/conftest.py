from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from qreply.workspace.remembered_options import RememberedOptions
from qreply.workspace.session import Session
from qreply.workspace.workspace import Workspace
from tests.conftest import Clock


@pytest.fixture
def session(make_desk: Callable[..., Workspace], clock: Clock, tmp_path: Path) -> Session:
    """An agent's work with the small book, at a time that stands still."""
    return Session(make_desk(clock=clock), RememberedOptions(tmp_path / "remembered.json"))
