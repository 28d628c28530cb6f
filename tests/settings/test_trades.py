"""Trades by the names people call them, and the books they bring along."""

from __future__ import annotations

from pathlib import Path

import pytest

from qreply.errors import SettingsError
from qreply.settings.reader import load_settings
from qreply.settings.settings import Settings
from qreply.settings.trades import TRADES, find_trade, find_trades
from qreply.storage.locations import shipped_phrasebook, trade_pack

SHIPPED = shipped_phrasebook()


def test_every_trade_has_its_pack_and_every_pack_its_names() -> None:
    assert {path.name for path in (SHIPPED / "trades").iterdir()} == set(TRADES)
    names = [name for trade, names in TRADES.items() for name in (trade, *names)]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("name", "trade"),
    [
        ("服装", "clothing"),
        ("鞋", "shoes"),
        ("食品生鲜", "food-and-fresh"),
        ("Beauty", "beauty"),
        (" 母婴 ", "mother-and-baby"),
    ],
)
def test_a_trade_is_known_by_its_names(name: str, trade: str) -> None:
    assert find_trade(name) == trade


@pytest.mark.parametrize(
    ("name", "near"), [("clothin", "clothing"), ("生鲜食品", "食品"), ("美装", "美妆"), ("xyz", "母婴")]
)
def test_one_that_is_not_is_told_with_one_that_is_near(name: str, near: str) -> None:
    with pytest.raises(SettingsError) as told:
        find_trade(name)
    assert near in told.value.hint


def test_packs_lie_over_the_common_book_and_under_the_teams(tmp_path: Path) -> None:
    pack, team = trade_pack("shoes"), tmp_path / "团队"
    settings = Settings(tmp_path / "s.yaml", trades=("shoes",))
    assert settings.all_books == (SHIPPED, pack)
    assert settings._replace(books=(team,)).all_books == (pack, team)


def test_the_command_line_has_the_last_word_on_trades(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "s.yaml", trades=("shoes",))
    beauty, team = trade_pack("beauty"), tmp_path / "团队"

    def books(*trades: str, only: tuple[Path, ...] = ()) -> tuple[Path, ...]:
        return settings.with_options(shop=None, platform=None, books=only, trades=trades).all_books

    assert books() == (SHIPPED, trade_pack("shoes"))
    assert books("美妆", "beauty") == (SHIPPED, beauty)
    assert books(only=(team,)) == (team,)
    assert books("美妆", only=(team,)) == (beauty, team)


def test_trades_stand_in_the_settings(tmp_path: Path) -> None:
    path = tmp_path / "settings.yaml"
    path.write_text("trades: [鞋, beauty, 鞋靴]\n", encoding="utf-8")
    assert load_settings(path).trades == ("shoes", "beauty")
    path.write_text("agent: 夏\ntrades:\n  - 鞋\n  - 美装\n", encoding="utf-8")
    with pytest.raises(SettingsError) as told:
        load_settings(path)
    assert ":4:" in told.value.message
    assert "美妆" in told.value.hint


def test_several_are_named_or_numbered_in_a_line() -> None:
    assert find_trades(" 1 鞋、beauty,1 ") == ("clothing", "shoes", "beauty")
    assert find_trades("") == ()
    with pytest.raises(SettingsError):
        find_trades("鞋 99")
