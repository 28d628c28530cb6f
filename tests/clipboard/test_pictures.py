"""A picture is copied as its bytes say, is read back, and is never claimed to be there where it may not."""

from __future__ import annotations

import base64
import os
from hashlib import sha256
from pathlib import Path

import pytest

from qreply.clipboard import Clipboard, Picture, Status, read_picture
from qreply.clipboard.backends import process
from qreply.clipboard.backends.base import Backend, BackendError
from qreply.clipboard.backends.commands import pbcopy, xclip
from qreply.clipboard.backends.wsl import PowerShell
from qreply.clipboard.deadline import Deadline
from qreply.clipboard.picture import MAX_BYTES
from qreply.errors import NotCopiedError
from tests.support.clipboard_tools import scaled_timeouts
from tests.support.systems import needs_posix

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256))
PICTURE = Picture(Path("/书/尺码表.png"), "image/png", PNG)


class Frame(Backend):
    """A clipboard for pictures that keeps what it is told to."""

    name = "frame"
    takes_pictures = True

    def __init__(self, *, keeps: bool = True, fails: str = "") -> None:
        self.keeps = keeps
        self.fails = fails
        self.cancelled = 0

    def write(self, text: str, deadline: Deadline) -> None:
        raise AssertionError(text, deadline)

    def write_picture(self, picture: Picture, deadline: Deadline) -> None:
        del picture, deadline
        if self.fails:
            raise BackendError(self.fails)

    def holds_picture(self, picture: Picture, deadline: Deadline) -> bool:
        del picture, deadline
        return self.keeps

    def cancel(self) -> None:
        self.cancelled += 1


class Text(Frame):
    takes_pictures = False


@pytest.mark.parametrize(
    ("backends", "status", "said"),
    [
        ([Frame()], Status.VERIFIED, ""),
        ([Text(), Frame()], Status.VERIFIED, ""),
        ([Frame(fails="坏了"), Frame()], Status.VERIFIED, ""),
        ([Frame(fails="坏了")], Status.FAILED, "坏了"),
        ([Frame(keeps=False)], Status.FAILED, "不一致"),
        ([Text()], Status.FAILED, "放不进图片"),
    ],
)
def test_the_outcome_of_a_picture_is_what_was_read_back(
    backends: list[Frame], status: Status, said: str
) -> None:
    outcome = Clipboard(backends).copy_picture(PICTURE)
    assert outcome.status is status
    assert said in outcome.reason
    assert all(backend.cancelled == int(bool(backend.fails) or not backend.keeps) for backend in backends)


def test_where_reading_proves_nothing_it_is_only_sent() -> None:
    backend = Frame()
    backend.unverifiable_reason = "clipboard.xwayland"
    assert Clipboard([backend]).copy_picture(PICTURE).status is Status.SENT


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (PNG, "image/png"),
        (b"\xff\xd8\xff\xe0JFIF", "image/jpeg"),
        (b"GIF89a...", "image/gif"),
        (b"BM......", "image/bmp"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "image/webp"),
    ],
)
def test_the_kind_is_told_by_the_bytes_and_not_by_the_name(data: bytes, kind: str, tmp_path: Path) -> None:
    path = tmp_path / "尺码表.png"
    path.write_bytes(data)
    assert read_picture(path) == Picture(path, kind, data)


def test_what_is_no_picture_is_not_read_as_one(tmp_path: Path) -> None:
    path = tmp_path / "id.png"
    path.write_bytes(b"-----BEGIN PRIVATE KEY-----")
    with pytest.raises(NotCopiedError, match="不是图片"):
        read_picture(path)
    path.write_bytes(PNG + bytes(MAX_BYTES))
    with pytest.raises(NotCopiedError, match="MB"):
        read_picture(path)
    with pytest.raises(NotCopiedError, match="读不了"):
        read_picture(tmp_path / "missing.png")


def test_a_large_picture_is_not_read_from_xclip_which_hands_it_on_only_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []

    def ask(argv: list[str], *_: object) -> bytes:
        asked.append(argv[-1])
        return b"TARGETS\nimage/png\n"

    monkeypatch.setattr(process, "feed", lambda *_: 1)
    monkeypatch.setattr(process, "ask", ask)
    outcome = Clipboard([xclip({})]).copy_picture(PICTURE._replace(data=PNG + bytes(1_000_000)))
    assert outcome.status is Status.SENT
    assert asked == ["TARGETS"]


@needs_posix("paths that macOS would take")
@pytest.mark.parametrize(
    ("kind", "told", "status", "content"),
    [
        ("image/png", f"«class PNGf», {len(PNG)}, «class 8BPS», 9", Status.VERIFIED, "as «class PNGf»"),
        ("image/png", "«class PNGf», 7", Status.FAILED, "as «class PNGf»"),
        ("image/webp", "«class furl», 40", Status.VERIFIED, "to theFile"),
    ],
)
def test_macos_is_asked_what_it_holds(
    kind: str, told: str, status: Status, content: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    scripts: list[str] = []

    def ask(argv: list[str], *_: object) -> bytes:
        scripts.append(" ".join(argv))
        return told.encode()

    monkeypatch.setattr(process, "ask", ask)
    assert Clipboard([pbcopy({})]).copy_picture(PICTURE._replace(kind=kind)).status is status
    assert content in scripts[0]
    assert scripts[0].endswith("end /书/尺码表.png")


@pytest.mark.parametrize(
    ("told", "status"),
    [
        ("-".join(f"{byte:02X}" for byte in sha256(PNG).digest()), Status.VERIFIED),
        ("-".join(f"{byte:02X}" for byte in sha256(b"another").digest()), Status.FAILED),
        ("", Status.FAILED),
    ],
)
def test_powershell_tells_which_file_its_bitmap_was_made_of(
    told: str, status: Status, monkeypatch: pytest.MonkeyPatch
) -> None:
    fed: list[bytes] = []
    monkeypatch.setattr(process, "feed", lambda _, data, *__: fed.append(data))
    monkeypatch.setattr(process, "ask", lambda *_: told.encode())
    board = Clipboard([PowerShell("powershell.exe", {})], scaled_timeouts(0.1))
    assert board.copy_picture(PICTURE).status is status
    assert base64.b64decode(fed[0]) == PNG


@needs_posix("named pipes in folders")
def test_a_picture_that_is_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "尺码表.png")
    with pytest.raises(NotCopiedError):
        read_picture(tmp_path / "尺码表.png")
