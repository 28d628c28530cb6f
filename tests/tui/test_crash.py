from __future__ import annotations

from pathlib import Path

import pytest

from qreply.config import crash_log_path
from qreply.desk import Desk
from qreply.tui.app import QReplyApp
from tests.conftest import FakeClipboard

CANARY = "顾客的秘密13800138000"


async def test_a_crash_names_its_place_and_no_customer(
    desk: Desk, clipboard: FakeClipboard, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(query: str, **_options: object) -> None:
        raise RuntimeError(f"{query} {CANARY}")

    desk.find = fail  # type: ignore[method-assign, assignment]
    app = QReplyApp(lambda _: desk, clipboard, query=CANARY)
    with pytest.raises(RuntimeError):  # noqa: PT012 - Pilot raises it when the app is left
        async with app.run_test() as pilot:
            for _ in range(100):
                await pilot.pause(0.01)
    app._print_error_renderables()
    said = capsys.readouterr().err
    log = crash_log_path().read_text("utf-8")
    assert "crash.log" in said.replace("\n", "")
    assert "RuntimeError" in log
    assert "test_crash.py" in log
    written = "".join(path.read_text("utf-8") for path in tmp_path.rglob("*") if path.is_file())
    assert CANARY not in said + written


async def test_a_mistake_in_opening_ends_the_program(clipboard: FakeClipboard) -> None:
    def fail(_progress: object) -> Desk:
        raise RuntimeError

    app = QReplyApp(fail, clipboard)
    with pytest.raises(RuntimeError):  # noqa: PT012 - Pilot raises it when the app is left
        async with app.run_test() as pilot:
            for _ in range(100):
                await pilot.pause(0.01)
