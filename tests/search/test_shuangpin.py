"""Two keys a syllable, in three schemes; codes and initials stay what they are."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from qreply.text.shuangpin import spell_out
from qreply.workspace.finder import find
from qreply.workspace.workspace import Workspace


@pytest.mark.parametrize(
    ("scheme", "typed", "pinyin"),
    [
        ("xiaohe", "faho", "fa huo"),
        ("xiaohe", "ufmeuihzfaho", "shen me shi hou fa huo"),
        ("xiaohe", "kkfapn", "kuai fa piao"),
        ("xiaohe", "vsts", "zhong tong"),
        ("xiaohe", "ahtd", "ang tai"),
        ("ziranma", "faho", "fa huo"),
        ("ziranma", "vljd", "zhai jiang"),
        ("microsoft", "oltl", "ai tai"),
        ("microsoft", "ufmeuihbfaho", "shen me shi hou fa huo"),
        ("microsoft", "y;jd", "ying jiang"),
        ("microsoft", "ojqr", "an quan"),
    ],
)
def test_runs_of_whole_syllables_are_written_out(scheme: str, typed: str, pinyin: str) -> None:
    assert spell_out(typed, scheme) == pinyin


@pytest.mark.parametrize("typed", ["fh", "thsqx", "发货", "wldh"])
def test_what_is_no_shuangpin_stays(typed: str) -> None:
    assert spell_out(typed, "xiaohe") == typed


def test_the_setting_reads_two_keys_as_a_syllable(make_desk: Callable[..., Workspace]) -> None:
    workspace = make_desk()
    assert [hit.phrase.id for hit in find(workspace, "ufmeuihz").hits][:1] != ["logistics/ship-when"]
    workspace.settings = workspace.settings._replace(shuangpin="xiaohe")
    assert find(workspace, "ufmeuihz").hits[0].phrase.id == "logistics/ship-when"
    assert find(workspace, "fh").hits[0].phrase.id == "logistics/ship-when"
