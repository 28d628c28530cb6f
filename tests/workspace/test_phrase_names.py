from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from qreply.errors import UnknownPhraseError
from qreply.workspace.phrase_names import find_named
from qreply.workspace.workspace import Workspace
from tests.conftest import BOOK


def test_an_unknown_id_names_close_ones(workspace: Workspace) -> None:
    with pytest.raises(UnknownPhraseError) as caught:
        find_named(workspace, "logistics/ship-wen")
    assert "logistics/ship-when" in caught.value.hint


def test_a_name_is_an_id_a_code_or_the_last_part_of_an_id(workspace: Workspace) -> None:
    phrase = find_named(workspace, "logistics/ship-when")
    for name in ("logistics/ship-when", "ship-when", " SHIP-WHEN ", *phrase.codes):
        assert find_named(workspace, name).id == phrase.id


def test_a_name_that_several_have_is_refused_with_theirs(make_desk: Callable[..., Workspace]) -> None:
    twin = BOOK.phrases[0]._replace(id="complaint/ship-when")
    with pytest.raises(UnknownPhraseError) as caught:
        find_named(make_desk(replace(BOOK, phrases=(*BOOK.phrases, twin))), "ship-when")
    assert "complaint/ship-when" in caught.value.hint
    assert "logistics/ship-when" in caught.value.hint
