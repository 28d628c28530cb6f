"""Resolve placeholders: where a value comes from, nearest source first."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from qreply.phrasebook.model import DEFAULT_PLATFORM, PLATFORMS, Placeholder
from qreply.reply.relative_dates import shift, spell
from qreply.reply.value_forms import fits

DATE_FORM = "M月D日"
TIME_FORM = "HH:mm"
SALUTATION = "称呼"
DEFAULT_SALUTATION = "亲"
# A digit that was to pick an option, or a time for the next field, is nobody's name.
_NAME_PATTERN = r"(?![0-9])[^\n]+"
_NAME_EXAMPLE = "王姐"
ABSENT = "没有"  # what a shop says of a value for what it has not


class Origin(StrEnum):
    """Who gave a value."""

    TYPED = "typed"  # the agent, just now
    CARRIED = "carried"  # the agent, for an earlier reply to this customer
    LISTED = "listed"  # the list that is being worked through
    OFFERED = "offered"  # the clipboard, or what was pasted as the query
    DERIVED = "derived"  # another value: the tracking number tells the courier
    SHOP = "shop"  # the settings' values for this shop
    BUILT_IN = "built-in"  # the sender and the clock
    DEFAULT = "default"  # the phrase's text or its placeholders


class Value(NamedTuple):
    """A placeholder's value and who gave it."""

    text: str
    origin: Origin


class SenderProfile(NamedTuple):
    """Who writes, and where: agent, shop, platform, and the shop's own values for placeholders."""

    agent: str = ""
    shop: str = ""
    platform: str = DEFAULT_PLATFORM
    values: Mapping[str, str] = MappingProxyType({})


class ValueSources(NamedTuple):
    """All that is known when a reply is filled, by the name of the placeholder."""

    typed: Mapping[str, str] = MappingProxyType({})
    carried: Mapping[str, str] = MappingProxyType({})
    listed: Mapping[str, str] = MappingProxyType({})
    offered: Mapping[str, str] = MappingProxyType({})
    # What the clipboard holds, to be held against what is carried.
    rivals: Mapping[str, str] = MappingProxyType({})
    derived: Mapping[str, str] = MappingProxyType({})
    remembered: Mapping[str, str] = MappingProxyType({})
    profile: SenderProfile = SenderProfile()

    def resolve(
        self, name: str, now: datetime, inline_default: str | None, declared: Placeholder | None
    ) -> Value | None:
        """Return the value of `{{name}}`; None if it is still open.

        What the agent typed, now or for this customer before, beats what a list says of them and what the clipboard
        offers, which beat what follows from it, the shop's values and the `fallback`. An empty string is a value too.
        What was carried from another phrase may not fit this one's pattern, and is no value then. A value that is the
        shop's to give comes from its values or is typed, never from what is known of a customer.
        """
        of_customer = (
            (self.carried, Origin.CARRIED),
            (self.listed, Origin.LISTED),
            (self.offered, Origin.OFFERED),
            (self.derived, Origin.DERIVED),
        )
        given = (
            (self.typed, Origin.TYPED),
            *(() if declared and declared.from_shop else of_customer),
            (self.profile.values, Origin.SHOP),
        )
        pattern = declared.pattern if declared else ""
        for values, origin in given:
            if name in values and (origin is not Origin.CARRIED or fits(values[name], pattern)):
                return Value(values[name], origin)
        return self.fallback(name, now, inline_default, declared)

    def fallback(
        self, name: str, now: datetime, inline_default: str | None, declared: Placeholder | None
    ) -> Value | None:
        """Return the value of `{{name}}` that nobody gave; None if somebody must.

        The built-ins (name, shop, clock) beat an option picked before, the default in the text and the declared one.
        What commits the shop, or is the shop's to decide, falls back on the built-ins only.
        """
        if built_in := _built_in(name, self.profile, now, declared):
            return Value(built_in, Origin.BUILT_IN)
        if declared and not declared.takes_default:
            return None
        if declared and may_remember(declared, self.remembered.get(name, "")):
            return Value(self.remembered[name], Origin.DEFAULT)
        default = inline_default if inline_default is not None else _declared_default(declared, now)
        if default is None and name == SALUTATION:
            default = DEFAULT_SALUTATION
        return None if default is None else Value(default, Origin.DEFAULT)


def declared_of(name: str, placeholders: Mapping[str, Placeholder]) -> Placeholder:
    """Return what the book declares of `{{name}}`, and of the customer's name that it is one."""
    declared = placeholders.get(name) or Placeholder(name)
    if name == SALUTATION and not declared.pattern:
        return declared._replace(pattern=_NAME_PATTERN, example=declared.example or _NAME_EXAMPLE)
    return declared


def is_absent(value: str, declared: Placeholder) -> bool:
    """Tell whether `value` says that the shop has none: valid whatever the kind, never sent."""
    return declared.from_shop and value.strip() == ABSENT


def is_valid(value: str, declared: Placeholder) -> bool:
    """Tell whether the placeholder takes `value`: it fits, or says that the shop has none."""
    return is_absent(value, declared) or fits(value, declared.pattern)


def may_remember(declared: Placeholder, value: str) -> bool:
    """Tell whether `value` may be kept for the next customer: only an option of the book may.

    Anything else is the agent's own words, and may be about a customer.
    """
    return declared.remember and not declared.private and value in declared.options


def _declared_default(declared: Placeholder | None, now: datetime) -> str | None:
    if declared is None:
        return None
    if declared.date:
        return spell(shift(now, declared.date), declared.format or DATE_FORM)
    return declared.default


def _built_in(name: str, profile: SenderProfile, now: datetime, declared: Placeholder | None) -> str:
    form = declared.format if declared else ""
    match name:
        case "客服":
            return profile.agent
        case "店名":
            return profile.shop
        case "平台":
            return PLATFORMS.get(profile.platform, "")
        case "问候":
            return greeting(now)
        case "今天":
            return spell(now, form or DATE_FORM)
        case "现在":
            return spell(now, form or TIME_FORM)
        case _:
            return ""


def greeting(now: datetime) -> str:
    """Return the greeting for the hour: morning from 5, noon 11, afternoon 13, evening 18."""
    for hour, words in ((18, "晚上好"), (13, "下午好"), (11, "中午好"), (5, "早上好")):
        if now.hour >= hour:
            return words
    return "晚上好"
