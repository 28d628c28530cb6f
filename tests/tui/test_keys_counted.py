"""How many keys an agent presses on the shipped book, from the first one to the copy."""

from __future__ import annotations

from pathlib import Path

import pytest

from qreply.settings.settings import Settings, Shop
from qreply.storage.locations import shipped_phrasebook
from qreply.tui import clipboard_follower
from qreply.workspace.workspace import Workspace
from tests.conftest import MONDAY, FakeClipboard
from tests.support.piloting import copied, preview, running, until

pytestmark = pytest.mark.usefixtures("indexed")

NUMBER = "YT1234567890123"
# What a shop settles once.
SHOP = Shop(
    "小店",
    values={
        "收件人": "张三",
        "退货电话": "0571-88888888",
        "退货地址": "某市某路1号",
        "店铺券": "满99减5元的券",
        "发货时限": "48",
        "默认快递": "中通",
        "包邮范围": "除新疆、西藏外全国",
    },
)


@pytest.mark.parametrize(
    ("keys", "copies", "most", "last"),
    [
        ("cfh ⏎", 1, 6, "抱歉"),
        ("wldh ⏎", 1, 7, NUMBER),
        ("yj ⏎ ^k ⏎", 2, 8, ""),
        ("zlzp ⏎ ^k ⏎ ^k ⏎ ^k ⏎", 4, 16, ""),
        ("tswl ⏎ ⏎ ⏎ ⏎ ⏎", 5, 18, ""),
        ("tswl ^y ⏎", 1, 6, "\n"),
    ],
)
async def test_a_task_takes_few_keys(
    clipboard: FakeClipboard, keys: str, copies: int, most: int, last: str
) -> None:
    pressed = [key for word in keys.split() for key in ([NAMES[word]] if word in NAMES else word)]
    assert len(pressed) <= most
    clipboard.texts.append(NUMBER)
    workspace = Workspace.open(
        Settings(Path("x"), books=(shipped_phrasebook(),), shops=(SHOP,)), clock=lambda: MONDAY
    )
    async with running(workspace, clipboard) as pilot:
        done = 1
        for key in pressed:
            if key == "enter" and "wldh" in keys:
                await until(pilot, lambda: NUMBER in preview(pilot))
            await pilot.press(key)
            await pilot.pause()
            if key == "enter":
                done += 1
                await copied(pilot, clipboard, done)
    assert len(clipboard.texts) == copies + 1
    assert last in clipboard.texts[-1]
    assert len(set(clipboard.texts)) == copies + 1


NAMES = {"⏎": "enter", "^k": "ctrl+k", "^y": "ctrl+y"}


async def test_a_message_copied_in_the_chat_takes_one_key(
    clipboard: FakeClipboard, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beside the copy there and the way back; two questions take two."""
    clipboard.is_followed = True
    monkeypatch.setattr(clipboard_follower, "CALM_SECONDS", 0.0)
    workspace = Workspace.open(
        Settings(Path("x"), books=(shipped_phrasebook(),), shops=(SHOP,)), clock=lambda: MONDAY
    )
    async with running(workspace, clipboard) as pilot:
        await until(pilot, lambda: clipboard.reads > 0)
        for message, keys, last in (
            ("你好，什么时候能发货呀", ["enter"], "发出"),
            ("发什么快递？包邮吗", ["enter", "alt+j"], "\n"),
        ):
            pilot.app.screen.searched_at = 0.0  # type: ignore[attr-defined]
            pilot.app.app_focus = False
            await pilot.pause()
            clipboard.texts.append(message)
            pilot.app.app_focus = True
            for key in keys:
                before = len(clipboard.texts)
                await pilot.press(key)
                await copied(pilot, clipboard, before + 1)
            assert last in clipboard.texts[-1]
