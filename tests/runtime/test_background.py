"""A mistake in a thread: told once and without anybody's words, printed nowhere, and the thread's work goes on."""

from __future__ import annotations

import gc
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from textual._xterm_parser import XTermParser

from qreply.clipboard import Copier, Outcome, Status
from qreply.clipboard.backends.timeout import call_within
from qreply.clipboard.deadline import Deadline
from qreply.history.recorder import HistoryRecorder
from qreply.history.records import SearchRecord
from qreply.reports.histories import read_history
from qreply.runtime import background
from qreply.runtime.background import Failure
from qreply.runtime.crash_log import write_crash_log
from qreply.storage.locations import crash_log_path
from qreply.tui.background_work import ClipboardWatch, open_in_background, read_clipboard
from qreply.tui.messages import ClipboardRead, Indexing, Opened, Renewed
from qreply.tui.textual_patches.terminal_input import InputLoop, TerminalInput
from qreply.tui.textual_patches.terminal_output import SteadyWriter
from qreply.workspace.books import BookSource, BookUpdate
from qreply.workspace.phrase_names import find_named
from qreply.workspace.session import Session
from qreply.workspace.workspace import Workspace
from tests.conftest import FakeClipboard, until

FEW_RULES = Path(__file__).parent.parent / "data" / "few_rules"

CANARY = "金丝雀13800138000"
BOOK = "scenario: s\nphrases:\n  - {{id: a, title: 退货, asks: [怎么退货], reply: {}}}\n"


@pytest.fixture
def failures(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Iterator[list[Failure]]:
    """What was told; nothing may have been printed at the end."""
    monkeypatch.setattr(background, "PAUSES", (0.01,))
    found: list[Failure] = []
    stop = background.listen(found.append)
    yield found
    stop()
    assert capfd.readouterr() == ("", "")
    assert CANARY not in repr(found)


@pytest.fixture
def fail_once(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Have a function, named with its module, fail the next time that it is called, and do its work from then on."""

    def replace(name: str) -> None:
        place, _, attribute = name.rpartition(".")
        owner = _named(place)
        original = owner.__dict__.get(attribute) or getattr(owner, attribute)
        failed: list[bool] = []

        def failing(*args: Any, **options: Any) -> Any:
            if not failed:
                failed.append(True)
                secret = CANARY
                raise RuntimeError(secret)
            return original(*args, **options)

        monkeypatch.setattr(owner, attribute, failing)

    return replace


def _named(place: str) -> Any:
    module, *rest = place.split(":")
    __import__(module)
    owner: Any = sys.modules[module]
    for name in rest:
        owner = getattr(owner, name)
    return owner


@pytest.mark.usefixtures("quick_watch")
@pytest.mark.parametrize(
    "step",
    [
        "qreply.phrasebook.snapshots.take_book_snapshot",
        "qreply.phrasebook.snapshots.take_snapshot",
        "qreply.phrasebook.watcher.fingerprints",
        "qreply.phrasebook.watcher:Watcher.start",
        "qreply.phrasebook.snapshot_store:Snapshots.keep",
        "qreply.phrasebook.book_watch:BookWatch.look",
        "qreply.phrasebook.book_watch:Disk.list_files",
        "qreply.phrasebook.book_watch:Disk.fingerprint",
        "qreply.phrasebook.book_watch:Disk.digest",
        "qreply.phrasebook.book_watch:Disk.source",
        "qreply.phrasebook.reading.file.read_file",
        "qreply.phrasebook.loader.assemble",
        "qreply.search.storage.index_cache:IndexCache.save",
        "qreply.workspace.books:BookSource._take_news",
        "tell",
    ],
)
def test_watching_goes_on(
    step: str, tmp_path: Path, failures: list[Failure], fail_once: Callable[[str], None]
) -> None:
    book = tmp_path / "book"
    book.mkdir()
    (book / "a.yaml").write_text(BOOK.format("可以退"), encoding="utf-8")
    book_source = BookSource([book], FEW_RULES, tmp_path / "cache")
    book_source.open()
    editions: list[BookUpdate] = []
    fails = [step == "tell"]

    def tell(update: BookUpdate) -> None:
        if fails.pop() if fails else False:
            raise RuntimeError(CANARY)
        editions.append(update)

    if step != "tell":
        fail_once(step)
    book_source.watch(tell)
    until(lambda: book_source._watcher is not None)
    (book / "a.yaml").write_text(BOOK.format("不能退"), encoding="utf-8")
    until(lambda: editions)
    until(lambda: failures)
    phrase = editions[-1].phrasebook.index.by_id("s/a")
    assert phrase
    assert phrase.wordings == (("不能退",),)
    (book / "a.yaml").write_text(BOOK.format("再看看"), encoding="utf-8")
    until(lambda: (found := editions[-1].phrasebook.index.by_id("s/a")) and found.wordings == (("再看看",),))
    book_source.close()
    assert [failure.kind for failure in failures] == ["RuntimeError"]


@pytest.mark.parametrize(
    "step",
    [
        "qreply.history.database:Database.__init__",
        "qreply.history.database:Database.searches",
        "qreply.history.usage_ranking:UsageRanking._take",
        "qreply.history.database:Database.add",
        "qreply.history.recorder:HistoryRecorder._keep",
        "qreply.history.recorder:HistoryRecorder._work",
    ],
)
def test_the_history_goes_on(
    step: str, tmp_path: Path, failures: list[Failure], fail_once: Callable[[str], None]
) -> None:
    path = tmp_path / "history.db"
    before = HistoryRecorder(path)
    before.add(SearchRecord(1, "hanzi", "发货", "s/a"))
    before.close(5)
    fail_once(step)
    history = HistoryRecorder(path, lambda: datetime(2026, 11, 23))
    history.picks(5)
    history.add(SearchRecord(2, "hanzi", "退货", "s/b"))
    until(lambda: failures)
    time.sleep(0.2)  # for what begins anew
    history.add(SearchRecord(3, "hanzi", "换货", "s/c"))
    history.close(5)
    assert {search.query for search in read_history(path)} >= {"发货", "换货"}
    assert len(failures) == 1


def test_a_row_with_an_absurd_time_costs_no_other(tmp_path: Path) -> None:
    path = tmp_path / "history.db"
    history = HistoryRecorder(path)
    for at in (-(10**11), 5, 10**17):
        history.add(SearchRecord(at, "hanzi", f"{at}", "s/a"))
    history.close(5)
    again = HistoryRecorder(path)
    again.picks(5)
    again.add(SearchRecord(6, "hanzi", "6", "s/a"))
    again.close(5)
    assert [search.at for search in read_history(path)] == [5, 6]


def test_a_copy_that_fails_unexpectedly_is_told_as_failed_and_the_next_is_made(
    failures: list[Failure],
) -> None:
    outcomes: list[Outcome] = []

    class Clipboard(FakeClipboard):
        def copy(self, text: str, given_up: threading.Event | None = None) -> Outcome:
            if text == "first":
                raise RuntimeError(CANARY)
            return super().copy(text, given_up)

    copier = Copier(Clipboard(), lambda _, outcome: outcomes.append(outcome))
    for text in ("first", "second"):
        copier.copy(text)
        assert copier.wait(10)
    assert [outcome.status for outcome in outcomes] == [Status.FAILED, Status.VERIFIED]
    assert len(failures) == 1


@pytest.mark.parametrize("step", ["paste", "wrote", "tell"])
def test_looking_at_the_clipboard_goes_on(step: str, workspace: Workspace, failures: list[Failure]) -> None:
    told: list[str] = []
    fails = [step]

    class Clipboard(FakeClipboard):
        def paste(self) -> str | None:
            _fail_at("paste", fails)
            return "SF1234567890123"

        def wrote(self, text: str) -> bool:
            _fail_at("wrote", fails)
            return super().wrote(text)

    def tell(text: str) -> None:
        _fail_at("tell", fails)
        told.append(text)

    from qreply.workspace.remembered_options import RememberedOptions

    session = Session(workspace, RememberedOptions(Path(os.devnull)))
    session.drafting.begin(find_named(workspace, "logistics/track"))
    watch = ClipboardWatch(Clipboard(), lambda text, _offered: tell(text))
    watch.look(session)
    until(lambda: failures and not watch._is_reading)
    assert told == []
    watch.look(session)
    until(lambda: told)
    assert len(failures) == 1


@pytest.mark.parametrize("step", ["paste", "post"])
def test_a_paste_that_fails_puts_nothing_in(step: str, failures: list[Failure]) -> None:
    posted: list[object] = []
    fails = [step]

    class Clipboard(FakeClipboard):
        def paste(self) -> str | None:
            _fail_at("paste", fails)
            return "文字"

    def post(message: object) -> None:
        _fail_at("post", fails)
        posted.append(message)

    read_clipboard(Clipboard(), post)
    until(lambda: failures)
    read_clipboard(Clipboard(), post)
    until(lambda: posted and isinstance(posted[-1], ClipboardRead) and posted[-1].text == "文字")
    assert len(failures) == 1


@pytest.mark.parametrize("step", ["listen", "watch", "progress"])
def test_opening_goes_as_far_as_it_can(
    step: str, workspace: Workspace, failures: list[Failure], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    posted: list[object] = []
    fails = [step]
    workspace.history = HistoryRecorder(tmp_path / "history.db")
    monkeypatch.setattr(workspace.history.notices, "listen", lambda _: _fail_at("listen", fails))

    def watch(on_update: Callable[[BookUpdate], None]) -> None:
        _fail_at("watch", fails)
        on_update(BookUpdate(workspace.phrasebook))

    workspace.watch = watch  # type: ignore[method-assign]

    def post(message: object) -> None:
        if isinstance(message, Indexing):
            _fail_at("progress", fails)
        posted.append(message)

    def opening(progress: Callable[[int, int], None]) -> Workspace:
        background.attempt(lambda: progress(1, 2))
        return workspace

    open_in_background(opening, post)
    until(lambda: any(isinstance(message, Renewed) for message in posted) or step == "watch")
    until(lambda: failures)
    assert isinstance(posted[0 if step == "progress" else 1], Opened)
    assert len(failures) == 1
    workspace.history.close(5)


def test_what_fails_within_a_bound_is_the_callers(failures: list[Failure]) -> None:
    def fail() -> None:
        raise RuntimeError(CANARY)

    with pytest.raises(RuntimeError):
        call_within("x", fail, Deadline(5))
    assert failures == []


def test_writing_to_the_terminal_goes_on(failures: list[Failure]) -> None:
    fails = ["write"]
    written: list[str] = []

    class File:
        def write(self, text: str) -> None:
            _fail_at("write", fails)
            written.append(text)

        def flush(self) -> None:
            """Nothing is kept back."""

    writer = SteadyWriter(File())  # type: ignore[arg-type]
    writer.start()
    writer.write("lost")
    writer.write("kept")
    writer.stop()
    assert written == ["kept"]
    assert len(failures) == 1


@pytest.mark.parametrize("step", ["read", "feed", "tick", "process"])
def test_reading_keys_goes_on_and_gives_up_where_nothing_else_is_left(
    step: str, failures: list[Failure]
) -> None:
    fails = [step]
    typed = ["a", "b"]
    keys: list[str] = []

    class Keys(TerminalInput):
        def feed(self, text: str) -> Any:
            _fail_at("feed", fails)
            return super().feed(text)

        def tick(self) -> Any:
            _fail_at("tick", fails)
            return super().tick()

    def read() -> str:
        text = typed.pop(0)
        _fail_at("read", fails)
        return text

    def process(message: Any) -> None:
        _fail_at("process", fails)
        keys.append(message.key)

    loop = InputLoop(Keys(XTermParser), read, lambda _: bool(typed), process)
    loop.run(lambda: keys[-1:] == ["b"])
    assert len(failures) == 1
    fails += ["tick"] * 10
    with pytest.raises(RuntimeError):
        loop.run(lambda: False)
    assert len(fails) == 5


def test_a_terminal_that_was_closed_is_no_mistake(failures: list[Failure]) -> None:
    def read() -> str:
        raise EOFError

    with pytest.raises(EOFError):
        InputLoop(TerminalInput(XTermParser), read, lambda _: True, print).run(lambda: False)
    assert failures == []


def _fail_at(step: str, fails: list[str]) -> None:
    if step in fails:
        fails.remove(step)
        raise RuntimeError(CANARY)


def test_what_nobody_catches_is_told_and_not_printed(
    failures: list[Failure], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    monkeypatch.setattr(sys, "unraisablehook", sys.unraisablehook)
    background.install_hooks()

    def fail() -> None:
        raise RuntimeError(CANARY)

    class Finalized:
        def __del__(self) -> None:
            raise ValueError(CANARY)

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    Finalized()
    gc.collect()
    assert [failure.kind for failure in failures] == ["RuntimeError", "ValueError"]


def test_a_failure_is_told_once_a_place_to_those_who_come_later_too() -> None:
    def fail() -> None:
        raise RuntimeError(CANARY)

    for _ in range(3):
        assert not background.attempt(fail)
    told: list[Failure] = []
    background.listen(told.append)()
    background.attempt(fail)
    assert len(told) == 1


def test_the_crash_log_keeps_the_latest_and_nobodys_words() -> None:
    for number in range(30):
        write_crash_log(Failure(f"Error{number}", ("file.py:1 function",)))
    text = crash_log_path().read_text("utf-8")
    assert text.startswith("qreply ")
    assert text.count("Error") == 20
    assert text.splitlines()[0].endswith("Error29")
    crash_log_path().unlink()
    if sys.platform != "win32":
        os.mkfifo(crash_log_path())
        assert write_crash_log(Failure("Error", ()))
