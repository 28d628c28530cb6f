"""Edits become the live book within two seconds, half-written files never do. The clock is the tests' own."""

from __future__ import annotations

import os
import shutil
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from qreply.phrasebook.book_watch import BookWatch, Disk, Fingerprint
from qreply.phrasebook.files import files_of
from qreply.phrasebook.model import Problem
from qreply.phrasebook.reading import file
from qreply.phrasebook.reading.source import Source, decode
from qreply.phrasebook.snapshots import take_book_snapshot
from qreply.phrasebook.watcher import News, Watcher
from qreply.storage.fingerprint import digest_of
from tests.support.systems import LINKS, needs_posix

SHIPPED = Path(__file__).parents[2] / "phrasebook"

POLL = 0.25


def text_of(*replies: str, scenario: str = "s") -> str:
    phrases = (
        f"  - id: p{at}\n    title: 标题{at}\n    asks: [问{at}]\n    reply: {reply}\n"
        for at, reply in enumerate(replies)
    )
    return f"scenario: {scenario}\nphrases:\n" + "".join(phrases)


OLD, NEW = text_of("旧一", "旧二"), text_of("新一", "新二")


def first_error(news: News) -> Problem | None:
    return next((problem for problem in news.book.problems if problem.severity == "error"), None)


class Workspace:
    """A watcher under a clock that only moves when told, and the news it told."""

    def __init__(self, *paths: Path, files: Disk | None = None) -> None:
        self.now = 100.0
        self.news: list[News] = []
        books = [take_book_snapshot(path) for path in paths]
        self.watcher = Watcher(books, self.news.append, files=files, clock=lambda: self.now)
        self.live = ["旧一", "旧二"]
        self.watcher.poll()

    def wait(self, seconds: float) -> None:
        end = self.now + seconds
        while self.now + POLL <= end + 1e-9:
            self.now += POLL
            self.watcher.poll()
        self.now = end

    @property
    def replies(self) -> list[str]:
        return [phrase.wordings[0][0] for phrase in self.news[-1].book.phrases] if self.news else self.live


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "book"
    place.mkdir()
    (place / "a.yaml").write_bytes(OLD.encode())  # with line ends of one kind on every system
    return place


def in_place(folder: Path) -> None:
    with (folder / "a.yaml").open("r+b") as file:
        file.write(NEW.encode())


def truncate_and_write(folder: Path) -> None:
    (folder / "a.yaml").write_text("", "utf-8")
    (folder / "a.yaml").write_text(NEW, "utf-8")


def temporary_and_rename(folder: Path) -> None:
    (folder / ".a.yaml.tmp").write_text(NEW, "utf-8")
    (folder / ".a.yaml.tmp").replace(folder / "a.yaml")


def rename_away_and_new(folder: Path) -> None:
    (folder / "a.yaml").rename(folder / "a.yaml~")
    (folder / "a.yaml").write_text(NEW, "utf-8")


def backup_copy_first(folder: Path) -> None:
    shutil.copy2(folder / "a.yaml", folder / "a.yaml.bak")
    (folder / "a.yaml").write_text(NEW, "utf-8")


def remove_and_new(folder: Path) -> None:
    (folder / "a.yaml").unlink()
    (folder / "a.yaml").write_text(NEW, "utf-8")


def same_size_and_time(folder: Path) -> None:
    """As on drives whose clock has only whole seconds."""
    status = (folder / "a.yaml").stat()
    (folder / "b.tmp").write_text(NEW, "utf-8")
    os.utime(folder / "b.tmp", ns=(status.st_atime_ns, status.st_mtime_ns))
    (folder / "b.tmp").replace(folder / "a.yaml")


def new_name(folder: Path) -> None:
    (folder / "a.yaml").write_text(NEW, "utf-8")
    (folder / "a.yaml").rename(folder / "z.yaml")


def folder_swapped(folder: Path) -> None:
    other = folder.with_name("other")
    other.mkdir()
    (other / "a.yaml").write_text(NEW, "utf-8")
    folder.rename(folder.with_name("before"))
    other.rename(folder)


WAYS = [
    in_place,
    truncate_and_write,
    temporary_and_rename,
    rename_away_and_new,
    backup_copy_first,
    remove_and_new,
    same_size_and_time,
    new_name,
    folder_swapped,
]


@pytest.mark.parametrize("save", WAYS, ids=lambda save: save.__name__)
def test_every_way_of_saving_is_seen_within_two_seconds(save: Callable[[Path], None], folder: Path) -> None:
    workspace = Workspace(folder)
    workspace.wait(60)
    save(folder)
    workspace.wait(2)
    assert workspace.replies == ["新一", "新二"]
    assert len(workspace.news) == 1
    assert workspace.news[0].gone == ()
    assert first_error(workspace.news[0]) is None


@needs_posix(LINKS)
def test_a_link_whose_target_is_saved(tmp_path: Path) -> None:
    target, link = tmp_path / "target.txt", tmp_path / "book.yaml"
    target.write_text(OLD, "utf-8")
    link.symlink_to(target)
    workspace = Workspace(link)
    workspace.wait(5)
    target.write_text(NEW, "utf-8")
    workspace.wait(2)
    assert workspace.replies == ["新一", "新二"]


@needs_posix(LINKS)
def test_a_link_that_is_swapped(tmp_path: Path) -> None:
    old, new, link = tmp_path / "old", tmp_path / "new", tmp_path / "book"
    for place, text in ((old, OLD), (new, NEW)):
        place.mkdir()
        (place / "a.yaml").write_text(text, "utf-8")
    link.symlink_to(old)
    workspace = Workspace(link)
    workspace.wait(5)
    (tmp_path / "next").symlink_to(new)
    (tmp_path / "next").replace(link)
    workspace.wait(2)
    assert workspace.replies == ["新一", "新二"]


def test_a_hard_link_saved_under_its_other_name(folder: Path) -> None:
    os.link(folder / "a.yaml", folder / "other.txt")
    workspace = Workspace(folder)
    workspace.wait(5)
    (folder / "other.txt").write_text(NEW, "utf-8")
    workspace.wait(2)
    assert workspace.replies == ["新一", "新二"]


def test_two_saves_within_a_second_with_one_time_stamp(folder: Path) -> None:
    workspace = Workspace(folder)
    workspace.wait(60)
    file = folder / "a.yaml"
    file.write_bytes(text_of("中一", "中二").encode())
    status = file.stat()
    workspace.wait(0.5)
    with file.open("r+b") as out:
        out.write(NEW.encode())
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))
    workspace.wait(2)
    assert workspace.replies == ["新一", "新二"]


def test_content_that_changes_without_any_stamp_is_seen_at_last(folder: Path) -> None:
    class NoStamps(Disk):
        def fingerprint(self, _file: Path) -> Fingerprint:
            return (1,)

    workspace = Workspace(folder, files=NoStamps())
    workspace.wait(60)
    (folder / "a.yaml").write_text(NEW, "utf-8")
    workspace.wait(12)
    assert workspace.replies == ["新一", "新二"]


def test_nothing_is_parsed_before_the_first_edit_and_then_only_what_was_edited(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "b.yaml").write_text(text_of("三", scenario="t"), "utf-8")
    parsed: list[str] = []

    def noting(source: Source) -> file.ParsedFile:
        parsed.append(Path(source.path).name)
        return read_file(source)

    read_file = file.read_file
    monkeypatch.setattr(file, "read_file", noting)
    workspace = Workspace(folder)
    workspace.wait(60)
    (folder / "a.yaml").touch()
    workspace.wait(60)
    assert parsed == []
    (folder / "a.yaml").write_text(NEW, "utf-8")
    workspace.wait(2)
    assert sorted(parsed) == ["a.yaml", "b.yaml"]
    parsed.clear()
    (folder / "a.yaml").write_text(OLD, "utf-8")
    workspace.wait(2)
    assert parsed == []  # but its phrases
    assert workspace.replies == ["旧一", "旧二", "三"]


def test_touching_is_no_news(folder: Path) -> None:
    workspace = Workspace(folder)
    (folder / "a.yaml").touch()
    os.utime(folder / "a.yaml", (1, 1))
    workspace.wait(30)
    assert workspace.news == []


def test_a_broken_file_keeps_its_last_good_phrases_and_says_what_is_wrong_once(folder: Path) -> None:
    workspace = Workspace(folder)
    (folder / "a.yaml").write_text(NEW.replace("title: 标题1", "title：标题1"), "utf-8")
    workspace.wait(30)
    assert workspace.replies == ["旧一", "旧二"]
    assert len(workspace.news) == 1
    problem = first_error(workspace.news[0])
    assert problem is not None
    assert (problem.code, problem.line) == ("wide-colon", 8)
    (folder / "a.yaml").write_text(NEW, "utf-8")
    workspace.wait(2)
    assert workspace.replies == ["新一", "新二"]
    assert first_error(workspace.news[-1]) is None


@pytest.mark.parametrize("reply", ["亲{{名", "亲{{>没有}}", "[微笑]", ""])
def test_a_phrase_in_error_stays_as_it_was_and_the_others_change(reply: str, folder: Path) -> None:
    workspace = Workspace(folder)
    (folder / "a.yaml").write_text(text_of(f"{reply}", "新二"), "utf-8")
    workspace.wait(2)
    assert workspace.replies == ["旧一", "新二"]
    assert first_error(workspace.news[-1]) is not None
    assert workspace.news[-1].gone == ()


def test_a_phrase_in_error_keeps_its_place(folder: Path) -> None:
    workspace = Workspace(folder)
    (folder / "a.yaml").write_text(text_of("新一", "亲{{", "新三"), "utf-8")
    workspace.wait(2)
    assert workspace.replies == ["新一", "旧二", "新三"]


def test_phrases_that_disappear_are_named(folder: Path) -> None:
    workspace = Workspace(folder)
    (folder / "a.yaml").write_text(text_of("新一"), "utf-8")
    workspace.wait(2)
    assert workspace.replies == ["新一"]
    assert workspace.news[-1].gone == ("s/p1",)


def test_a_deleted_file_takes_its_phrases_along_and_a_new_one_brings_some(folder: Path) -> None:
    (folder / "b.yaml").write_text(text_of("三", scenario="t"), "utf-8")
    workspace = Workspace(folder)
    (folder / "b.yaml").unlink()
    workspace.wait(2)
    assert workspace.news[-1].gone == ("t/p0",)
    (folder / "c.yaml").write_text(text_of("四", scenario="u"), "utf-8")
    workspace.wait(2)
    assert workspace.replies == ["旧一", "旧二", "四"]


def renamed(folder: Path) -> None:
    folder.rename(folder.with_name("elsewhere"))


def emptied(folder: Path) -> None:
    """As an unmounted share looks."""
    (folder / "a.yaml").unlink()


@pytest.mark.parametrize("gone", [renamed, emptied])
def test_a_folder_out_of_reach_keeps_the_last_good_book(gone: Callable[[Path], None], folder: Path) -> None:
    workspace = Workspace(folder)
    gone(folder)
    workspace.wait(30)
    assert workspace.replies == ["旧一", "旧二"]
    assert [problem.code for problem in workspace.news[-1].book.problems] == ["book-gone"]
    assert len(workspace.news) == 1
    folder.mkdir(exist_ok=True)
    (folder / "a.yaml").write_text(NEW, "utf-8")
    workspace.wait(2)
    assert workspace.replies == ["新一", "新二"]
    assert workspace.news[-1].book.problems == ()


def test_books_are_overlaid_anew(tmp_path: Path, folder: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text("scenario: s\nphrases:\n  - {id: p1, title: 标题, asks: [问], reply: 自己的}\n", "utf-8")
    workspace = Workspace(folder, own)
    (folder / "a.yaml").write_text(NEW, "utf-8")
    workspace.wait(2)
    assert workspace.replies == ["新一", "自己的"]


class Unfinished(Disk):
    """A file of which ever more is written; whatever is read too early is a file without phrases."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.whole = file.read_bytes()
        self.written = len(self.whole)

    def list_files(self, _book: Path) -> list[Path]:
        return [self.file]

    def fingerprint(self, _file: Path) -> Fingerprint:
        return (self.written,)

    def digest(self, _file: Path) -> bytes:
        return self.written.to_bytes(4, "big")

    def source(self, file: Path) -> Source:
        source = decode(self.whole, str(file)) if self.written == len(self.whole) else Source(str(file), "")
        source.digest = self.digest(file)
        return source


def test_no_prefix_of_a_file_counts_while_it_is_being_written() -> None:
    path = min(files_of(SHIPPED)[0], key=lambda file: file.stat().st_size)
    files = Unfinished(path)
    book = take_book_snapshot(path)
    phrases = book.files[0].book.phrases
    watch = BookWatch(book, files)
    now = 0.0
    watch.look(now)
    for _ in range(10):
        now += POLL
        watch.look(now)
    assert watch.book.files[0].book.phrases == phrases
    for length in range(len(files.whole)):
        files.written = length
        for _ in range(2):
            now += POLL  # each prefix stands for half a second
            assert not watch.look(now)
    files.written = len(files.whole)
    for _ in range(8):
        now += POLL
        watch.look(now)
    assert watch.book.files[0].book.phrases == phrases


def test_a_share_that_hangs_holds_up_neither_the_other_books_nor_leaving(
    tmp_path: Path, folder: Path
) -> None:
    share = tmp_path / "share.yaml"
    share.write_text(text_of("三", scenario="t"), "utf-8")
    hanging, told, asked = threading.Event(), threading.Event(), threading.Event()

    class Hanging(Disk):
        def list_files(self, book: Path) -> list[Path]:
            if book == share:
                asked.set()
                hanging.wait()
            return super().list_files(book)

    watcher = Watcher(
        [take_book_snapshot(folder), take_book_snapshot(share)], lambda _: told.set(), files=Hanging()
    )
    watcher.start()
    try:
        assert asked.wait(30)
        (folder / "a.yaml").write_text(NEW, "utf-8")
        assert told.wait(30)
        watcher.stop()
    finally:
        hanging.set()


@pytest.mark.parametrize("since_start", [2.0**power * 1.3 for power in range(0, 30, 2)])
def test_what_qreply_wrote_itself_counts_at_the_next_look_however_long_the_machine_is_up(
    since_start: float, folder: Path
) -> None:
    workspace = Workspace(folder)
    workspace.now = since_start
    data = text_of("旧一").encode()
    workspace.watcher.trust(digest_of([data]))
    (folder / "a.yaml").write_bytes(data)
    workspace.wait(POLL)
    assert workspace.replies == ["旧一"]
    assert workspace.news[-1].gone == ("s/p1",)


def test_nothing_is_told_after_the_end(folder: Path) -> None:
    workspace = Workspace(folder)
    workspace.watcher.stop()
    (folder / "a.yaml").write_text(NEW, "utf-8")
    workspace.wait(5)
    assert workspace.news == []


def test_an_empty_book_may_gain_its_first_file(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    (tmp_path / "a.yaml").write_text(NEW, "utf-8")
    workspace.wait(2)
    assert workspace.replies == ["新一", "新二"]


# -- two agents on one share


def git(folder: Path, *words: str) -> None:
    who = ["-c", "user.name=lead", "-c", "user.email=lead@example.com", "-c", "init.defaultBranch=main"]
    subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True)


@pytest.mark.skipif(not shutil.which("git"), reason="not installed: git")
def test_what_a_lead_pulls_on_the_share_reaches_two_agents_within_two_seconds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    (tmp_path / "lead").mkdir()
    git(tmp_path, "init", "--bare", "origin")
    git(tmp_path / "lead", "init")
    git(tmp_path / "lead", "remote", "add", "origin", "../origin")
    book = tmp_path / "lead" / "phrasebook"
    book.mkdir()
    (book / "a.yaml").write_text(OLD, "utf-8")
    git(tmp_path / "lead", "add", ".")
    git(tmp_path / "lead", "commit", "-m", "old")
    git(tmp_path / "lead", "push", "origin", "main")
    git(tmp_path, "clone", "-b", "main", "origin", "share")
    agents = [Workspace(tmp_path / "share" / "phrasebook") for _ in range(2)]
    (book / "a.yaml").write_text(NEW, "utf-8")
    (book / "b.yaml").write_text(text_of("另加一条", scenario="t"), "utf-8")
    git(tmp_path / "lead", "add", ".")
    git(tmp_path / "lead", "commit", "-m", "new")
    git(tmp_path / "lead", "push", "origin", "main")
    git(tmp_path / "share", "pull")
    for agent in agents:
        agent.wait(2.0)
        assert agent.replies == ["新一", "新二", "另加一条"]
