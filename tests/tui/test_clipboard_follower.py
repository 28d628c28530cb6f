"""Looking at the clipboard when the window is taken up again."""

from __future__ import annotations

import pytest

from qreply.tui import clipboard_follower
from qreply.tui.clipboard_follower import ClipboardFollower
from tests.conftest import FakeClipboard, until


def test_who_comes_back_twice_in_a_moment_has_the_second_copy_seen_a_little_later(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clipboard, seen = FakeClipboard(), list[str]()
    follower = ClipboardFollower(clipboard, seen.append)
    clipboard.texts.append("什么时候发货")
    follower.look()
    until(lambda: seen == ["什么时候发货"])
    clipboard.texts.append("能便宜点吗")
    monkeypatch.setattr(clipboard_follower, "CALM_SECONDS", 0.05)
    for _ in range(5):  # and however often: one more look
        follower.look()
    until(lambda: seen == ["什么时候发货", "能便宜点吗"])
    follower.close()
