"""What is seen of an update before it is written."""

from __future__ import annotations

import pytest

from qreply.cli.update_report import print_update
from qreply.exchange.update_plan import Clash, PhraseChange, UpdatePlan
from qreply.phrasebook.model import Phrase


def _phrase(lines: list[str], **fields: tuple[str, ...]) -> Phrase:
    return Phrase("logistics/ship", "logistics", "什么时候发货", (("\n".join(lines),),), **fields)  # type: ignore[arg-type]


def _shown(plan: UpdatePlan, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("COLUMNS", "100")
    print_update(plan)
    return capsys.readouterr().out


LONG = [f"第{number}句" for number in range(1, 31)]


@pytest.mark.parametrize(
    "changed",
    [
        {2: "新三句", 17: "装坏了我们赔您500元"},
        {0: "新一句", 29: "新末句"},
        {number: f"新{number}" for number in range(3, 28)},
    ],
)
@pytest.mark.parametrize("field", ["reply", "asks"])
def test_every_changed_line_of_a_long_cell_is_shown(
    changed: dict[int, str], field: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    after = [changed.get(at, line) for at, line in enumerate(LONG)]
    if field == "reply":
        pair = _phrase(LONG), _phrase(after)
    else:
        pair = _phrase(["亲"], asks=tuple(LONG)), _phrase(["亲"], asks=tuple(after))
    out = _shown(UpdatePlan([PhraseChange("changed", *pair)]), capsys, monkeypatch)
    for at, line in changed.items():
        assert line in out
        assert LONG[at] in out
    assert ("第10句" in out) == (len(changed) > 2)


def test_all_of_a_new_reply_is_shown(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    out = _shown(UpdatePlan([PhraseChange("new", None, _phrase(LONG))]), capsys, monkeypatch)
    assert all(line in out for line in LONG)


def test_a_conflict_shows_both_versions_and_how_to_go_on(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = UpdatePlan()
    plan.clash(
        Clash("changed-on-both-sides", "第 2 行", _phrase(["亲"]), {"回复": ("72小时内发", "24小时内发")})
    )
    out = _shown(plan, capsys, monkeypatch)
    assert "72小时内发" in out
    assert "24小时内发" in out
    assert out.count("--force") == 1
