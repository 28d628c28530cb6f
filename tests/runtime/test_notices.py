"""What a thread has to tell: each kind once, earlier words too."""

from __future__ import annotations

from qreply.runtime.notices import Notices


def test_each_kind_is_told_once_and_kept_until_somebody_listens() -> None:
    notices = Notices()
    notices.add("full", "the disk is full")
    notices.add("full", "the disk is still full")
    assert "full" in notices
    assert "newer" not in notices
    told: list[str] = []
    notices.listen(told.append)
    notices.add("newer", "a newer one wrote it")
    notices.add("newer", "again")
    assert told == ["the disk is full", "a newer one wrote it"]
