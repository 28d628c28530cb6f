"""Tell who writes: the agent, and the shop and platform that are chosen."""

from __future__ import annotations

from collections.abc import Sequence

from qreply.phrasebook.model import DEFAULT_PLATFORM, PLATFORMS
from qreply.reply.values import SenderProfile
from qreply.settings.settings import Settings


def profile_of(settings: Settings) -> SenderProfile:
    """Return who writes, by the settings' current shop."""
    shop = settings.current_shop
    platform = settings.platform or (shop.platform if shop else DEFAULT_PLATFORM)
    if shop is None:
        return SenderProfile(settings.agent, platform=platform)
    return SenderProfile(settings.agent, shop.name, platform, shop.values)


def choose_next_platform(profile: SenderProfile) -> SenderProfile:
    """Return `profile` on the next platform, around the end."""
    return profile._replace(platform=_after(profile.platform, list(PLATFORMS)))


def choose_next_shop(settings: Settings, current: str) -> Settings | None:
    """Return `settings` with the shop after `current`, around the end.

    Returns None if there is no other shop.
    """
    names = [shop.name for shop in settings.shops]
    return settings._replace(shop=_after(current, names), platform="") if len(names) > 1 else None


def _after(name: str, names: Sequence[str]) -> str:
    return names[(names.index(name) + 1) % len(names)] if name in names else names[0]
