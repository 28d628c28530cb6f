"""What others can put in the place of a file: opened only if regular and within limits, by one function alone."""

from __future__ import annotations

import ast
import json
import os
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from qreply.history.favourites import Favourites
from qreply.storage.fingerprint import fingerprint, is_current
from qreply.storage.locations import cache_path, favourites_path, remembered_path
from qreply.storage.regular_file import BOOK_LIMIT, NotRegularError, TooLargeError, open_regular, read_regular
from qreply.workspace.remembered_options import RememberedOptions
from tests.support.terminal import Terminal

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no FIFOs")

SOURCES = Path(__file__).parents[2] / "src" / "qreply"
GOOD = "scenario: s\nphrases:\n  - {id: a, title: 退货, asks: [怎么退货], reply: 可以退}\n"


def fifo(path: Path) -> None:
    os.mkfifo(path)


def endless(path: Path) -> None:
    path.symlink_to("/dev/zero")


def sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(3 * 1024**3)


def circle(path: Path) -> None:
    path.symlink_to(path)


def folder(path: Path) -> None:
    path.mkdir()


STRANGE: list[Callable[[Path], None]] = [fifo, endless, sparse, circle, folder]


@pytest.mark.parametrize("make", STRANGE, ids=lambda make: make.__name__)
def test_what_is_no_file_of_a_sensible_size_is_refused_at_once(
    make: Callable[[Path], None], tmp_path: Path
) -> None:
    make(tmp_path / "x")
    with pytest.raises(OSError, match=r"regular|large|symbolic"):
        read_regular(tmp_path / "x", BOOK_LIMIT)


def test_a_file_that_grows_while_it_is_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"12345")
    assert read_regular(path, 5) == b"12345"
    with pytest.raises(TooLargeError):
        read_regular(path, 4)
    with pytest.raises(NotRegularError):
        open_regular(tmp_path)


@pytest.mark.parametrize("make", STRANGE, ids=lambda make: make.__name__)
def test_what_cannot_be_read_looks_the_same_until_it_can(
    make: Callable[[Path], None], tmp_path: Path
) -> None:
    path = tmp_path / "x"
    make(path)
    (seen,) = fingerprint([path])
    assert seen.digest == ""
    assert is_current(seen)
    path.rmdir() if path.is_dir() and not path.is_symlink() else path.unlink()
    path.write_text("now", encoding="utf-8")
    assert not is_current(seen)


@pytest.mark.parametrize(
    "command",
    [
        ("find", "怎么退货", "--phrasebook", "{book}"),
        ("show", "s/a", "--phrasebook", "{book}"),
        ("check", "{book}"),
        ("check", "--fix", "{book}"),
        ("stats", "--phrasebook", "{book}"),
        ("audit", "{strange}.yaml", "--phrasebook", "{book}"),
        ("stats", "--merge", "{strange}.csv"),
        ("find", "怎么退货", "--config", "{strange}.yaml"),
    ],
    ids=" ".join,
)
def test_no_command_hangs_over_any(command: tuple[str, ...], tmp_path: Path) -> None:
    """A book that holds all of them; what names one file is run with each."""
    book = tmp_path / "book"
    (book / "rules").mkdir(parents=True)
    (book / "good.yaml").write_text(GOOD, encoding="utf-8")
    for make in STRANGE:
        for place in (book / make.__name__, book / "rules" / make.__name__, tmp_path / make.__name__):
            make(place.with_suffix(".yaml"))
        make(tmp_path / f"{make.__name__}.csv")
    runs = [
        [word.format(book=book, strange=tmp_path / make.__name__) for word in command]
        for make in (STRANGE if "{strange}" in " ".join(command) else STRANGE[:1])
    ]
    code = (
        "import resource; resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))\n"
        "import json, sys; from qreply.cli import run\n"
        "print(*(f'exit {run(words)}' for words in json.loads(sys.argv[1])))"
    )
    terminal = Terminal([sys.executable, "-c", code, json.dumps(runs)])
    assert terminal.left() == 0
    written = terminal.written.decode()
    assert "Traceback" not in written
    codes = re.findall(r"exit (\d)", written)
    assert len(codes) == len(runs)
    assert set(codes) <= set("012")
    if command[0] in ("find", "show") and "--config" not in command:
        assert "退货" in written or "可以退" in written


@pytest.mark.parametrize("make", STRANGE, ids=lambda make: make.__name__)
def test_state_files_that_are_none_count_as_absent_and_are_replaced(
    make: Callable[[Path], None], tmp_path: Path
) -> None:
    del tmp_path
    for path in (favourites_path(), remembered_path(), cache_path() / "settings.json"):
        path.parent.mkdir(parents=True, exist_ok=True)
        make(path)
    assert Favourites(favourites_path()).ids == ()
    remembered = RememberedOptions(remembered_path())
    remembered.keep({"快递": "中通"})
    if make is not folder:
        assert RememberedOptions(remembered_path()).values == {"快递": "中通"}


def test_nothing_else_opens_files_that_others_can_put_there() -> None:
    """What is named here opens what comes with qreply, what qreply has just made itself, or a terminal."""
    allowed = {
        "storage/regular_file.py",  # the one function
        "cli/streams.py",  # /dev/null
        "clipboard/backends/osc52.py",
        "cli/round.py",  # the terminal
        "exchange/foreign_file.py",  # what is to be imported has limits of its own
        "storage/atomic.py",  # a new file, to write
        "search/synonyms.py",
        "search/topic_table.py",
        "reply/likeness.py",
        "text/pinyin.py",
        "text/normalize.py",
        "phrasebook/judged_patterns.py",  # tables that come with qreply
        "settings/writer.py",
        "cli/init.py",  # the shipped book, to copy it
        "storage/private_files.py",  # a fresh file, to write
        "reports/histories.py",  # an export that it has just written
    }
    opening = {"read_text", "read_bytes", "fdopen"}
    found = set()
    for path in SOURCES.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            function = node.func
            if isinstance(function, ast.Attribute):
                owner = function.value.id if isinstance(function.value, ast.Name) else ""
                is_file = owner not in ("Desk", "shelf", "self", "snapshots", "cls") and owner != "webbrowser"
                if function.attr in opening or (
                    function.attr == "open" and is_file and _opens_a_file(node, owner)
                ):
                    found.add(path.relative_to(SOURCES).as_posix())
            elif isinstance(function, ast.Name) and function.id == "open":
                found.add(path.relative_to(SOURCES).as_posix())
    assert found <= allowed


def _opens_a_file(call: ast.Call, owner: str) -> bool:
    """Whether this `.open` is a file's: it names a mode, or is the system's."""
    modes = [argument.value for argument in call.args if isinstance(argument, ast.Constant)]
    return owner == "os" or any(isinstance(mode, str) for mode in modes)
