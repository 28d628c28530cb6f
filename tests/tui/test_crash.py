from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from importlib.metadata import requires, version
from operator import attrgetter
from pathlib import Path
from platform import python_version

import pytest
from textual.pilot import Pilot

from qreply.settings.settings import Settings
from qreply.storage.locations import crash_log_path
from qreply.tui.app import QReplyApp
from qreply.tui.crash import report
from qreply.workspace.workspace import Workspace
from tests.conftest import FakeClipboard

CANARY = "顾客的秘密13800138000"

ELSEWHERE = pytest.mark.skipif(sys.platform == "win32", reason="Windows has a driver of its own")
ON_WINDOWS = pytest.mark.skipif(sys.platform != "win32", reason="there is no console of Windows'")

CRASHING = """
import sys
from qreply.tui.crash import report
try:
    {program}
except Exception as error:
    sys.stdout.buffer.write(report(error).encode())
"""


async def test_a_crash_names_its_place_and_no_customer(
    workspace: Workspace,
    clipboard: FakeClipboard,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(_workspace: Workspace, query: str, **_options: object) -> None:
        raise RuntimeError(f"{query} {CANARY}")

    monkeypatch.setattr("qreply.workspace.search_state.find", fail)
    app = QReplyApp(lambda _: workspace, clipboard, query=CANARY)
    with pytest.raises(RuntimeError):
        async with app.run_test() as pilot:
            await crashed(pilot)
    app._print_error_renderables()
    said = capsys.readouterr().err
    log = crash_log_path().read_text("utf-8")
    assert "crash.log" in said.replace("\n", "")
    assert "RuntimeError" in log
    assert "test_crash.py" in log
    written = "".join(path.read_text("utf-8") for path in tmp_path.rglob("*") if path.is_file())
    assert CANARY not in said + written


async def test_a_mistake_in_opening_ends_the_program(clipboard: FakeClipboard) -> None:
    def fail(_progress: object) -> Workspace:
        raise RuntimeError

    app = QReplyApp(fail, clipboard)
    with pytest.raises(RuntimeError):
        async with app.run_test() as pilot:
            await crashed(pilot)


@pytest.mark.parametrize(
    "program",
    [
        "import textual.constants; del textual.constants.DISABLE_KITTY_KEY; textual.constants.DISABLE_KITTY_KEY",
        "from textual.app import App; del App._fatal_error; from qreply.tui.app import QReplyApp;"
        " QReplyApp._fatal_error",
        "from textual.app import NoSuchThing",
        "import textual.no_such_module",
    ],
    ids=["module", "class", "name", "import"],
)
def test_what_textual_lacks_is_told_with_both_versions(program: str) -> None:
    told = subprocess.run(
        [sys.executable, "-c", CRASHING.format(program=program)],
        capture_output=True,
        encoding="utf-8",
        check=True,
        timeout=300,
    ).stdout
    (wanted,) = (line for line in requires("qreply") or () if line.startswith("textual"))
    assert f"textual 是 {version('textual')}，qreply 需要的是 {wanted.removeprefix('textual')}；" in told
    log = crash_log_path().read_text("utf-8")
    assert f"textual {version('textual')} ({wanted.removeprefix('textual')})" in log
    assert f"Python {python_version()}" in log


def test_an_attribute_of_ours_is_not_blamed_on_a_version() -> None:
    with pytest.raises(AttributeError) as raised:
        Settings.no_such_thing  # type: ignore[attr-defined] # noqa: B018
    assert "textual" not in report(raised.value)


@pytest.mark.parametrize(
    ("place", "name"),
    [
        ("textual.app", "App._fatal_error"),
        ("textual.app", "App._close_messages_no_wait"),
        ("textual.app", "App._print_error_renderables"),
        ("textual.constants", "DISABLE_KITTY_KEY"),
        pytest.param("textual.drivers.linux_driver", "WriterThread", marks=ELSEWHERE),
        pytest.param("textual.drivers.windows_driver", "WriterThread", marks=ON_WINDOWS),
        pytest.param("textual.drivers.windows_driver", "win32.EventMonitor", marks=ON_WINDOWS),
    ],
)
def test_what_is_put_in_place_of_textuals_is_textuals(place: str, name: str) -> None:
    """Another name for it would leave Textual's own in use, without a word."""
    assert attrgetter(name)(import_module(place)) is not None


async def crashed(pilot: Pilot[None]) -> None:
    """Wait until the program has met with a mistake."""
    for _ in range(3_000):
        if pilot.app._exception is not None:
            return
        await pilot.pause(0.01)
