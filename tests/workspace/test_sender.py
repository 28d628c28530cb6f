from __future__ import annotations

from pathlib import Path

import pytest

from qreply.phrasebook.model import PLATFORMS
from qreply.settings.settings import Settings, Shop
from qreply.workspace.sender import choose_next_platform, choose_next_shop, profile_of

SETTINGS = Settings(Path(), shops=(Shop("甲", platform="jd"), Shop("乙", platform="pdd"), Shop("丙")))


def test_the_platforms_are_chosen_around_the_end() -> None:
    profile = profile_of(SETTINGS)
    seen = []
    for _ in PLATFORMS:
        profile = choose_next_platform(profile)
        seen.append(profile.platform)
    assert sorted(seen) == sorted(PLATFORMS)
    assert profile == profile_of(SETTINGS)


@pytest.mark.parametrize(("current", "following"), [("甲", "乙"), ("乙", "丙"), ("丙", "甲"), ("没有", "甲")])
def test_the_next_shop_comes_with_its_own_platform(current: str, following: str) -> None:
    settings = choose_next_shop(SETTINGS._replace(platform="douyin"), current)
    assert settings is not None
    assert profile_of(settings).shop == following
    assert profile_of(settings).platform == profile_of(SETTINGS._replace(shop=following)).platform


@pytest.mark.parametrize("shops", [(), (Shop("甲"),)])
def test_there_is_no_other_shop(shops: tuple[Shop, ...]) -> None:
    assert choose_next_shop(Settings(Path(), shops=shops), "甲") is None
