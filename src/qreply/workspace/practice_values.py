"""Make values to practise with, where an agent would look into the order; they never leave."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from qreply.phrasebook.model import Placeholder, Scope
from qreply.reply.value_forms import fits

# One of them fits nearly every pattern: numbers of a parcel, an order, a telephone, an amount, a count, a time, a day.
_SAMPLES = (
    "YT1234567890123",
    "1234567890123456789",
    "13800138000",
    "12",
    "3",
    "2小时",
    "12月1日",
    "浙江省杭州市某某路1号",
)


def sample_values(placeholders: Mapping[str, Placeholder]) -> dict[str, str]:
    """Return a value for each of `placeholders` that the agent would look up or be told.

    A placeholder that no value fits is left out.
    """
    return {
        name: value for name, one in placeholders.items() if not one.options and (value := _sample_of(one))
    }


def shop_samples(scopes: Iterable[Scope]) -> dict[str, str]:
    """Return a value for each placeholder that is the shop's to give."""
    return {
        name: value
        for scope in scopes
        for name, one in scope.placeholders.items()
        if one.from_shop and (value := _sample_of(one))
    }


def _sample_of(placeholder: Placeholder) -> str:
    if placeholder.example:
        return placeholder.example
    if not placeholder.pattern:
        return f"〔{placeholder.name}〕"
    return next((sample for sample in _SAMPLES if fits(sample, placeholder.pattern)), "")
