"""Name, looks and another shop are written into the settings file, and nothing else in it changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from qreply.errors import NotSavedError
from qreply.settings.preference_writer import Preferences, save_preferences
from qreply.settings.settings import Shop
from qreply.settings.writer import settings_text

CHOSEN = Preferences("小夏", "nord", "en", "focus", "书店", "pdd")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "# 我的\nagent: 老名字  # 记得改\ntheme: qreply-dark\nlanguage: zh\n"
            "shops:\n  - name: 花店\n    platform: taobao\n"
            "history: off\n",
            "# 我的\nagent: 小夏  # 记得改\ntheme: nord\nlanguage: en\nshops:\n  - name: 花店\n    platform: taobao\n"
            "  - name: 书店\n    platform: pdd\nhistory: off\n",
        ),
        (
            "history: off",
            "history: off\nagent: 小夏\ntheme: nord\nlanguage: en\nshops:\n  - name: 书店\n    platform: pdd\n",
        ),
        (
            "shops: []\nhistory: off\n",
            "shops:\n  - name: 书店\n    platform: pdd\nhistory: off\nagent: 小夏\ntheme: nord\nlanguage: en\n",
        ),
        (
            'agent: ""\nshops:\n- name: 花店\n  platform: taobao\n  values: {发货地: 杭州}\n',
            "agent: 小夏\nshops:\n- name: 花店\n  platform: taobao\n  values: {发货地: 杭州}\n"
            "- name: 书店\n  platform: pdd\ntheme: nord\nlanguage: en\n",
        ),
    ],
)
def test_only_what_was_chosen_changes(tmp_path: Path, before: str, after: str) -> None:
    path = tmp_path / "settings.yaml"
    path.write_text(before, "utf-8")
    settings = save_preferences(path, CHOSEN)
    assert path.read_text("utf-8") == after
    assert (settings.agent, settings.theme, settings.language) == ("小夏", "nord", "en")
    assert settings.shops[-1] == Shop("书店", "pdd")


def test_a_file_that_is_missing_is_made(tmp_path: Path) -> None:
    path = tmp_path / "new" / "settings.yaml"
    save_preferences(path, CHOSEN._replace(shop="", platform=""))
    expected = (
        settings_text(agent="x")
        .replace('"x"', "小夏")
        .replace("language: zh", "language: en")
        .replace("theme: qreply-dark", "theme: nord")
    )
    assert path.read_text("utf-8") == expected


@pytest.mark.parametrize("odd", ["{agent: 甲}\n", "shops: [{name: 花店}]\n", "agent: |\n  甲\n"])
def test_what_is_written_oddly_is_left_alone(tmp_path: Path, odd: str) -> None:
    path = tmp_path / "settings.yaml"
    path.write_text(odd, "utf-8")
    with pytest.raises(NotSavedError):
        save_preferences(path, CHOSEN)
    assert path.read_text("utf-8") == odd
