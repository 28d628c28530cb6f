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


@pytest.mark.parametrize("kind", ["last part", "code", "title"])
def test_what_is_nearly_a_name_of_any_kind_names_the_id(kind: str, workspace: Workspace) -> None:
    phrase = find_named(workspace, "logistics/ship-when")
    nearly = {"last part": "ship-whem", "code": phrase.codes[0] + "h", "title": phrase.title}[kind]
    with pytest.raises(UnknownPhraseError) as caught:
        find_named(workspace, nearly)
    assert phrase.id in caught.value.hint


def test_where_nothing_is_near_the_search_can_be_pasted(workspace: Workspace) -> None:
    with pytest.raises(UnknownPhraseError) as caught:
        find_named(workspace, "火星 文")
    assert "qreply find '火星 文'" in caught.value.hint.replace('"', "'")


def test_an_id_that_is_not_there_names_its_scenario_s_or_proposes_a_search(workspace: Workspace) -> None:
    for name, said in (("complaint/x12", "complaint/slow"), ("activity/x12", "qreply find 什么时候发货")):
        with pytest.raises(UnknownPhraseError) as caught:
            find_named(workspace, name)
        assert said in caught.value.hint
        assert name not in caught.value.hint


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
