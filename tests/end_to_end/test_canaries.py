"""Nothing of a customer is found on disk, whatever was done: not what was typed, pasted, filled or copied."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from qreply.history import tracker
from qreply.history.recorder import HistoryRecorder
from qreply.reports.histories import read_history
from qreply.settings.settings import Settings
from qreply.storage.locations import favourites_path, history_path, sent_digests_path, shipped_phrasebook
from qreply.tui.widgets.form import FieldInput
from qreply.tui.widgets.line_input import QueryInput
from qreply.workspace.workspace import Workspace
from tests.conftest import MONDAY, FakeClipboard
from tests.support.piloting import copied, customers, preview, running, type_in, until
from tests.support.systems import IS_WINDOWS

CANARY = "SF13800138999"
LONG_CANARY = (
    "我叫金丝雀住在某市某区某路八号院三单元，上周买的杯子碎了一只，麻烦你们尽快给我补发一只好的，谢谢你"
)

# The shipped replies remember nothing; a shop's own may.
REMEMBERS = """
scenario: own
placeholders:
  件: {options: [大件, 小件], default: 大件, remember: true}
  快递单号: {ask: 快递单号是多少, private: true}
phrases:
  - {title: 记住选项, code: cjcs, asks: [记住选项], reply: '{{件}}已经寄出，单号{{快递单号}}'}
"""


def written(folder: Path) -> str:
    """All that lies below `folder`, as text."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return "".join(path.read_bytes().decode("utf-8", "replace") + path.name for path in files)


@pytest.mark.usefixtures("indexed")
@pytest.mark.parametrize(
    "command",
    [
        ["show", "logistics/track-shipped", "--set", f"快递单号={CANARY}"],
        ["show", "logistics/track-shipped", "--set", f"快递单号={CANARY}", "--json"],
        ["show", "logistics/track-shipped", "--set", f"快递单号={CANARY}", "--copy"],
        ["show", "logistics/track-shipped", "--set", f"快递单号={CANARY}!"],
        ["find", f"我的单号{CANARY}到哪了"],
        ["find", f"我的单号{CANARY}到哪了", "--json"],
        ["stats", "--merge", CANARY],
        ["audit", CANARY],
    ],
)
def test_commands_leave_nothing_behind(tmp_path: Path, command: list[str]) -> None:
    environ = {**os.environ, "TMPDIR": str(tmp_path / "tmp")}
    if not IS_WINDOWS:  # which is not asked for one, but wine is
        environ["DISPLAY"] = ""
    (tmp_path / "tmp").mkdir()
    subprocess.run(
        [sys.executable, "-m", "qreply", *command],
        env=environ,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,  # no pipe: what wine starts for a clipboard stays, and keeps it
        stderr=subprocess.DEVNULL,
        timeout=60,
        check=False,
    )
    assert CANARY not in written(tmp_path)


@pytest.mark.usefixtures("indexed")
async def test_the_screen_leaves_nothing_behind(tmp_path: Path, clipboard: FakeClipboard) -> None:
    book = tmp_path / "book.yaml"
    book.write_text(REMEMBERS, "utf-8")
    workspace = Workspace.open(
        Settings(tmp_path / "settings.yaml", books=(shipped_phrasebook(), book)), clock=lambda: MONDAY
    )
    async with running(workspace, clipboard) as pilot:
        await pilot.press(*"cjcs", "ctrl+f")
        await pilot.pause()
        await pilot.press(*CANARY, "shift+tab", "right", "enter", "enter")
        await copied(pilot, clipboard)
    assert CANARY in clipboard.texts[0]
    assert sent_digests_path().exists()
    assert CANARY not in written(tmp_path)


@pytest.mark.usefixtures("indexed")
async def test_the_history_keeps_short_queries_only_and_no_digit(
    tmp_path: Path, clipboard: FakeClipboard
) -> None:
    clipboard.texts.append(f"我的单号是{CANARY}")
    history = HistoryRecorder(history_path(), lambda: MONDAY)
    workspace = Workspace.open(
        Settings(tmp_path / "settings.yaml", books=(shipped_phrasebook(),)),
        clock=lambda: MONDAY,
        history=history,
        favourites=favourites_path(),
    )
    async with running(workspace, clipboard) as pilot:
        query = pilot.app.screen.query_one(QueryInput)
        query.put(f"{CANARY}到哪了")
        await pilot.pause()
        await pilot.press("ctrl+d")
        query.select_all()
        query.put(LONG_CANARY)
        await pilot.pause()
        await pilot.press("enter", "enter")  # nothing is quite like it
        await copied(pilot, clipboard, 2)
        query.put("幺三八零零幺三八九九九能送到吗")
        await pilot.pause()
    history.close(patience=20)
    kept = [(search.kind, search.query) for search in read_history(history_path())]
    assert ("pasted", "") in kept
    found = written(tmp_path)
    assert [canary for canary in (CANARY, "138001", "金丝雀", "某路八号", "幺三八") if canary in found] == []
    assert clipboard.texts[-1][:8] not in history_path().read_bytes().decode("utf-8", "replace")


EVERY_KIND = """\
scenario: logistics
placeholders:
  样式: {pattern: '[A-Z]{0,4}\\d{10,15}'}
  选项: {options: [甲, 乙], default: 甲}
  记住: {options: [丙, 丁], default: 丙, remember: true}
  保密: {private: true}
  日期: {date: +2d}
  单号: {pattern: '[A-Z]{0,4}\\d{10,15}', from: clipboard}
phrases:
  - id: all
    title: 全部种类
    code: qbzl
    asks: [全部种类]
    reply: "{{称呼}} {{普通}} {{样式}} {{选项}} {{记住}} {{保密}} {{日期}} {{单号}}{{?可选}} {{可选}}{{/可选}}"
"""
# What is typed into each kind of field; a number and, where the kind takes any, words.
TYPED = {
    "称呼": "金丝雀女士",
    "普通": "幸福路甲弄13800130001",
    "样式": "SF13800130002",
    "选项": "阁楼13800130003",
    "记住": "放门卫13800130004",
    "保密": "护照页13800130005",
    "日期": "寿诞13800130006",
    "可选": "门牌号13800130007",
}
OFFERED = "YT13800130008"
SEARCHED = {"given up": "13800130009到哪了", "noted": "13800130010能开票吗", "picked": "qbzl 13800130011"}
PASTED = "我叫林月照住在安宁里"
SECRETS = (
    *("金丝雀", "幸福路", "放门卫", "护照页", "门牌号", "寿诞", "阁楼", "林月照", "安宁里"),
    *(f"1380013{number:04}" for number in range(1, 12)),
)
ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "gb18030")


def secrets_in(folder: Path) -> list[tuple[str, str, str]]:
    """Each secret found in a file below `folder` or in its name, with the encoding it was found in."""
    found = []
    for path in folder.rglob("*"):
        content = (path.read_bytes() if path.is_file() else b"") + os.fsencode(path.name)
        for secret in SECRETS:
            found += [(secret, one, path.name) for one in ENCODINGS if secret.encode(one) in content]
    return found


def test_the_search_finds_what_is_there(tmp_path: Path) -> None:
    for encoding in ENCODINGS:
        (tmp_path / "file").write_bytes(b"x" + "住幸福路".encode(encoding))
        assert ("幸福路", encoding, "file") in secrets_in(tmp_path)


async def type_everywhere(workspace: Workspace, clipboard: FakeClipboard) -> None:
    """Work as an agent does, with a secret in everything that can be typed, pasted or offered."""
    clipboard.texts.append(f"运单 {OFFERED}")
    async with running(workspace, clipboard) as pilot:
        await type_in(pilot, SEARCHED["given up"])
        await pilot.press("escape")
        await type_in(pilot, SEARCHED["noted"])
        await pilot.press("ctrl+u", "escape")
        pilot.app.screen.query_one(QueryInput).put(PASTED)
        await pilot.pause()
        await pilot.press("escape")
        await type_in(pilot, SEARCHED["picked"])
        await until(pilot, lambda: OFFERED in preview(pilot))
        await pilot.press("ctrl+f")
        await pilot.pause()
        kinds = [entry.field.name for entry in pilot.app.screen.query(FieldInput)]
        assert set(kinds) == {*TYPED, "单号"}
        await pilot.press(*["shift+tab"] * len(kinds))
        for kind in kinds:
            await pilot.press(*TYPED.get(kind, ""), "enter")
        await copied(pilot, clipboard, 2)
        reply = clipboard.texts[-1]
        assert [words for words in (*TYPED.values(), OFFERED) if words not in reply] == []
        assert "金丝雀女士" in customers(pilot)
        await pilot.press("ctrl+d", "ctrl+n")
        await pilot.pause()


async def test_no_kind_of_field_leaves_anything_behind(
    tmp_path: Path, clipboard: FakeClipboard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tracker, "STOOD", 0.0)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    (tmp_path / "tmp").mkdir()
    book = tmp_path / "book.yaml"
    book.write_text(EVERY_KIND, encoding="utf-8")
    history = HistoryRecorder(history_path(), lambda: MONDAY)
    workspace = Workspace.open(
        Settings(tmp_path / "settings.yaml", books=(book,)),
        clock=lambda: MONDAY,
        history=history,
        favourites=favourites_path(),
    )
    await type_everywhere(workspace, clipboard)
    history.close(patience=20)
    kept = {(search.kind, search.query) for search in read_history(history_path())}
    assert ("noted", "能开票吗") in kept
    assert ("pasted", "") in kept
    for path in (history_path(), favourites_path(), sent_digests_path()):
        assert path.exists()
    assert secrets_in(tmp_path) == []
