"""The trades that have packs of their own, by the names people call them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import get_close_matches

from qreply.errors import SettingsError
from qreply.i18n import join_words, t

# What people call each trade. A test holds them and the packs' folders together.
TRADES: Mapping[str, tuple[str, ...]] = {
    "clothing": ("服饰", "服装", "衣服", "女装", "男装", "童装", "服饰内衣", "内衣"),
    "shoes": ("鞋", "鞋靴", "鞋子", "鞋类", "女鞋", "男鞋"),
    "food-and-fresh": ("食品生鲜", "食品", "生鲜", "水果", "零食", "果蔬", "海鲜"),
    "beauty": ("美妆", "美妆护肤", "护肤", "彩妆", "化妆品", "个护"),
    "electronics": ("数码家电", "数码", "家电", "小家电", "电器", "电子", "手机"),
    "furniture-and-large": ("家具大件", "家具", "大件", "家居", "建材"),
    "mother-and-baby": ("母婴", "母婴用品", "婴儿用品", "奶粉"),
    "virtual-goods": ("虚拟商品", "虚拟", "卡密", "充值", "软件"),
}

_BETWEEN = re.compile(r"[\s、，,；;+]+")


def find_trade(name: str) -> str:
    """Return the trade that `name` calls, in Chinese or English.

    Raises SettingsError, naming a close one, where none does.
    """
    wanted = name.strip().casefold()
    called = {known: trade for trade, names in TRADES.items() for known in (trade, *names)}
    if wanted in called:
        return called[wanted]
    inside = [known for known in called if wanted and (wanted in known or known in wanted)]
    near = inside or get_close_matches(wanted, called, n=1, cutoff=0.5)
    known = join_words(title_of(trade) for trade in TRADES)
    hint = (
        t("command.settings.did-you-mean", near=near[0])
        if near
        else t("command.unknown-trade.known", known=known)
    )
    raise SettingsError(t("command.unknown-trade", name=name), hint)


def find_trades(text: str) -> tuple[str, ...]:
    """Return the trades that `text` names or numbers, from 1, with blanks or commas between.

    Raises SettingsError for what is no trade.
    """
    trades = tuple(TRADES)
    found = (
        trades[int(part) - 1]
        if part.isascii() and part.isdigit() and 1 <= int(part) <= len(trades)
        else find_trade(part)
        for part in _BETWEEN.split(text)
        if part
    )
    return tuple(dict.fromkeys(found))


def title_of(trade: str) -> str:
    """Return what the trade is called in the current language."""
    return t(f"command.trade-{trade}")
