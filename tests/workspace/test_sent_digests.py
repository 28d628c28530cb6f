"""What has left is known again, in another run too, and cannot be read back from the disk."""

from __future__ import annotations

import json
import stat
import sys
from pathlib import Path

import pytest

from qreply.workspace.sent_digests import MAX_DIGESTS, SentDigests, is_identifying

NUMBER = "YT7312884612093"
REPLY = f"亲，已经由圆通发出啦，单号{NUMBER}~"


def test_what_was_sent_is_known_in_the_next_run(tmp_path: Path) -> None:
    path = tmp_path / "state" / "sent.json"
    SentDigests(path).add([REPLY, NUMBER])
    later = SentDigests(path)
    assert REPLY in later
    assert f"  {NUMBER}\n" in later
    assert "YT7312884612094" not in later
    assert "" not in SentDigests(tmp_path / "none.json")


def test_another_run_s_replies_are_taken_in_and_none_is_lost(tmp_path: Path) -> None:
    path = tmp_path / "sent.json"
    one, two = SentDigests(path), SentDigests(path)
    one.add(["11111111"])
    two.add(["22222222"])
    assert "11111111" in two
    assert "22222222" not in one
    one.refresh()
    assert "22222222" in one


def test_neither_number_nor_reply_can_be_read_from_the_file(tmp_path: Path) -> None:
    path = tmp_path / "sent.json"
    SentDigests(path).add([REPLY, NUMBER])
    content = path.read_bytes()
    for secret in (REPLY, NUMBER, NUMBER[2:], NUMBER[-4:], "圆通"):
        for encoding in ("utf-8", "utf-16-le", "gb18030"):
            assert secret.encode(encoding) not in content
    kept = json.loads(content)
    assert all(len(digest) == 6 for digest in kept["digests"])  # thousands of numbers share each
    other = tmp_path / "other.json"
    SentDigests(other).add([REPLY, NUMBER])
    assert json.loads(other.read_bytes())["digests"] != kept["digests"]  # keyed at random


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_the_file_is_its_owner_s_alone(tmp_path: Path) -> None:
    path = tmp_path / "sent.json"
    SentDigests(path).add([NUMBER])
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_file_stays_small_and_the_newest_stay_in_it(tmp_path: Path) -> None:
    path = tmp_path / "sent.json"
    digests = SentDigests(path)
    digests.add([f"{number:012}" for number in range(MAX_DIGESTS * 2)])
    digests.add(["again", "again"])
    assert len(json.loads(path.read_bytes())["digests"]) == MAX_DIGESTS
    assert f"{MAX_DIGESTS * 2 - 1:012}" in digests
    assert "again" in digests


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        "\x00",
        '{"key": 3, "digests": []}',
        '{"key": "zz", "digests": ["a"]}',
        '{"key": "", "digests": 1}',
    ],
)
def test_a_damaged_file_is_an_empty_one(tmp_path: Path, content: str) -> None:
    path = tmp_path / "sent.json"
    path.write_text(content, encoding="utf-8")
    digests = SentDigests(path)
    assert NUMBER not in digests
    digests.add([NUMBER])
    assert NUMBER in SentDigests(path)


def test_a_folder_that_cannot_be_written_still_serves_this_run(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    digests = SentDigests(tmp_path / "file" / "sent.json")
    digests.add([NUMBER])
    assert NUMBER in digests


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (NUMBER, True),
        ("13800138000", True),
        ("231123-123456789012345", True),
        ("128.50", False),
        ("11月15日", False),
    ],
)
def test_amounts_and_dates_come_again_and_numbers_of_one_customer_do_not(value: str, expected: bool) -> None:
    assert is_identifying(value) is expected
