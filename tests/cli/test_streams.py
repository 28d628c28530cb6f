"""stdin, stdout and stderr of every command: full, closed early, and clean whatever is named to them."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from qreply.cli import run
from qreply.cli.streams import as_json, complain, say
from tests.support.terminal import Terminal

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX shell")

BOOK = "scenario: s\nphrases:\n  - {id: a, title: 退货, asks: [怎么退货], reply: 可以退}\n"
BAD = "scenario: s\nphrases:\n  - {id: a}\n"

PRINTING = [
    "--help",
    "find --help",
    "--version",
    "find 怎么退货",
    "find 怎么退货 --json",
    "show s/a",
    "show s/a --json",
    "check",
    "check --format json",
    "check --format github {bad}",
    "export - --format csv",
    "schema",
    "doctor",
    "init {new}",
    "audit {questions}",
    "audit {questions} --format csv",
    "audit {questions} --format json",
    "import {foreign} --to {new}",
]


@pytest.fixture
def places(tmp_path: Path) -> dict[str, Path]:
    found = {name: tmp_path / f"{name}.yaml" for name in ("book", "bad")}
    found |= {"new": tmp_path / "new", "questions": tmp_path / "questions.txt", "foreign": tmp_path / "f.csv"}
    found["book"].write_text(BOOK, encoding="utf-8")
    found["bad"].write_text(BAD, encoding="utf-8")
    found["questions"].write_text("怎么退货\n在吗\n", encoding="utf-8")
    found["foreign"].write_text("标题,内容\n发货,今天发\n", encoding="utf-8")
    return found


def words_of(command: str, places: dict[str, Path]) -> list[str]:
    """The words of a command of PRINTING, on the book there is."""
    words = command.format(**places).split()
    is_of_no_book = command in ("--version", "--help", "find --help")
    return words if is_of_no_book else [*words, "--phrasebook", str(places["book"])]


FULL = "qreply: 输出或输入中断了：磁盘满了"
GONE = "qreply: 输出或输入中断了：接收的程序已经关闭"

needs_full = pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")


@needs_full
@pytest.mark.parametrize("command", PRINTING)
def test_a_full_disk_is_said_in_one_line_and_is_exit_1(
    command: str,
    places: dict[str, Path],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with open("/dev/full", "w", encoding="utf-8") as full:  # noqa: PTH123 - a device
        monkeypatch.setattr(sys, "stdout", full)
        assert run(words_of(command, places)) == 1
    assert capsys.readouterr().err.splitlines()[-1] == FULL


@pytest.mark.parametrize("command", PRINTING)
def test_a_reader_that_has_gone_is_said_in_one_line_and_is_exit_1(
    command: str,
    places: dict[str, Path],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    ours, theirs = os.pipe()
    os.close(ours)
    with os.fdopen(theirs, "w", encoding="utf-8") as closed:
        monkeypatch.setattr(sys, "stdout", closed)
        assert run(words_of(command, places)) == 1
    assert capsys.readouterr().err.splitlines()[-1] == GONE


@needs_full
@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("command", ["--help", "find 怎么退货"])
def test_python_adds_nothing_as_it_ends(command: str, unbuffered: str, places: dict[str, Path]) -> None:
    with open("/dev/full", "w", encoding="utf-8") as full:  # noqa: PTH123 - a device
        code, said = ended(words_of(command, places), full.fileno(), PYTHONUNBUFFERED=unbuffered)
    assert (code, said) == (1, f"{FULL}\n")
    ours, theirs = os.pipe()
    os.close(ours)
    try:
        code, said = ended(words_of(command, places), theirs, PYTHONUNBUFFERED=unbuffered)
    finally:
        os.close(theirs)
    assert (code, said) == (1, f"{GONE}\n")


def ended(words: list[str], stdout: int, **environ: str) -> tuple[int, str]:
    """The exit code of a program of its own, and what it says on stderr."""
    ran = subprocess.run(
        [sys.executable, "-m", "qreply", *words],
        stdout=stdout,
        stderr=subprocess.PIPE,
        timeout=60,
        check=False,
        env={**os.environ, **environ},
    )
    return ran.returncode, ran.stderr.decode()


@needs_full
def test_it_is_said_in_the_users_language(
    places: dict[str, Path], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with open("/dev/full", "w", encoding="utf-8") as full:  # noqa: PTH123 - a device
        monkeypatch.setattr(sys, "stdout", full)
        assert run(words_of("find 怎么退货 --lang en", places)) == 1
    assert capsys.readouterr().err == "qreply: Output or input broke off: the disk is full\n"


EVIL = "x\x1b]52;c;QUJD\x07\x9b31m\x7f\u202e"
UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\udc80-\udcff]")


NAMING = [
    ["find", "{evil}"],
    ["find", "{evil}", "--json"],
    ["find", "-", "--json"],
    ["find", "x", "-s", "{evil}"],
    ["find", "x", "--{evil}"],
    ["find", "x", "--lang", "{evil}"],
    ["find", "x", "--shop", "{evil}"],
    ["find", "x", "--platform", "{evil}"],
    ["find", "x", "-n", "{evil}"],
    ["find", "x", "--config", "{folder}/{evil}"],
    ["find", "x", "--phrasebook", "{folder}/{evil}"],
    ["{evil}"],
    ["show", "{evil}"],
    ["show", "s/a", "--set", "{evil}"],
    ["show", "s/a", "--set", "{evil}=1"],
    ["show", "s/a", "--json"],
    ["check", "{folder}/{evil}.yaml"],
    ["check", "{folder}/{evil}.yaml", "--format", "json"],
    ["check", "{folder}/{evil}.yaml", "--format", "github"],
    ["check", "{folder}/{evil}.yaml", "--fix"],
    ["check", "{folder}/missing{evil}"],
    ["import", "{folder}/{evil}.csv", "--to", "{folder}/new{evil}"],
    ["import", "{folder}/{evil}.csv", "--to", "{folder}/new{evil}", "--write"],
    ["import", "{folder}/missing{evil}", "--to", "{folder}"],
    ["import", "{folder}/{evil}.csv", "--to", "{folder}", "--map", "{evil}"],
    ["export", "{folder}/out{evil}.csv"],
    ["export", "{folder}/missing{evil}/out.csv"],
    ["export", "{folder}/{evil}"],
    ["init", "{folder}/init{evil}"],
    ["stats", "--since", "{evil}"],
    ["stats", "--merge", "{folder}/missing{evil}"],
    ["audit", "{folder}/missing{evil}"],
    ["audit", "{folder}/{evil}.csv", "--column", "{evil}"],
    ["doctor"],
    ["doctor", "--config", "{folder}/{evil}"],
    ["--help"],
]
RUN_EACH = """
import json, sys
from qreply.cli import run
for number, words in enumerate(json.loads(sys.argv[1])):
    for stream in (sys.stdout, sys.stderr):
        print(f"<{number}>", file=stream, flush=True)
    try:
        run(words)
    except SystemExit:
        pass
"""


@pytest.fixture
def naming(tmp_path: Path) -> tuple[list[str], dict[str, str]]:
    """The command that runs each of NAMING, and its environment: HOME, LANG and more name what they should not."""
    folder = tmp_path / f"f{EVIL}"
    folder.mkdir()
    (folder / f"{EVIL}.yaml").write_text(
        f"scenario: s\nphrases:\n  - {{id: a, reply: {{}}, {EVIL[0]}: 1}}\n", "utf-8"
    )
    (folder / f"{EVIL}.csv").write_text("标题,内容\n发货,今天发\n,没有标题\n", encoding="utf-8")
    (tmp_path / "book.yaml").write_text(BOOK, encoding="utf-8")
    book = ["--phrasebook", str(tmp_path / "book.yaml")]
    runs = [
        [
            *(word.format(evil=EVIL, folder=folder) for word in words),
            *(book if "--phrasebook" not in words else []),
        ]
        for words in NAMING
    ]
    names = (
        "HOME",
        "XDG_CONFIG_HOME",
        "XDG_CACHE_HOME",
        "XDG_STATE_HOME",
        "LANG",
        "COLORTERM",
        "TERM_PROGRAM",
    )
    environ = {
        **os.environ,
        **dict.fromkeys(names, str(tmp_path / f"home{EVIL}")),
        "TERM": "linux",
        "DISPLAY": "",
        "WAYLAND_DISPLAY": "",
    }
    return [sys.executable, "-c", RUN_EACH, json.dumps(runs)], environ


def unsafe_by_command(written: str) -> dict[str, list[str]]:
    """Which commands of NAMING wrote unsafe characters, and which."""
    pieces = re.split(r"<(\d+)>\s", written)[1:]
    assert set(pieces[::2]) == {str(number) for number in range(len(NAMING))}
    assert "Traceback" not in written
    found = {
        " ".join(NAMING[int(number)]): UNSAFE.findall(piece)
        for number, piece in zip(pieces[::2], pieces[1::2], strict=True)
    }
    return {command: signs for command, signs in found.items() if signs}


def test_nothing_that_is_named_to_a_command_talks_to_the_terminal(
    naming: tuple[list[str], dict[str, str]],
) -> None:
    command, environ = naming
    terminal = Terminal(["/bin/sh", "-c", 'exec "$@" </dev/null', "sh", *command], environ=environ)
    terminal.left(60)
    own = re.compile(r"\x1b\[[0-9;]*m|\r?\x1b\[K")
    assert (
        unsafe_by_command(own.sub("", terminal.written.decode("utf-8", "replace").replace("\r\n", "\n")))
        == {}
    )


def test_nothing_that_is_named_to_a_command_goes_into_a_pipe(
    naming: tuple[list[str], dict[str, str]],
) -> None:
    command, environ = naming
    piped = subprocess.run(
        command, input=f"{EVIL}\n".encode(), env=environ, capture_output=True, timeout=60, check=False
    )
    for stream in (piped.stdout, piped.stderr):
        assert unsafe_by_command(stream.decode()) == {}


def test_json_escapes_what_is_unsafe_and_keeps_what_it_means() -> None:
    value = {"a": f"{EVIL}\U000e0041\udc80发货👨‍👩‍👧"}
    text = as_json(value)
    assert UNSAFE.findall(text) == []
    assert "发货👨‍👩‍👧" in text
    assert json.loads(text) == value


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="no users here")
@pytest.mark.parametrize("command", ["find 怎么退货", "show s/a", "stats", "doctor", "init"])
@pytest.mark.parametrize("folder", ["config", "state", "cache"])
def test_a_locked_folder_gets_its_own_words(  # noqa: PLR0917
    command: str,
    folder: str,
    places: dict[str, Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """As one of another owner is; root, who may look into everything, meets it by a patch."""
    locked = tmp_path / "locked"
    locked.mkdir()

    def guard(patch: pytest.MonkeyPatch, owner: object, name: str) -> None:
        function = getattr(owner, name)

        def guarded(path: object, *more: object, **options: object) -> object:
            if str(path).startswith(f"{locked}/"):
                raise PermissionError(13, "Permission denied", str(path))
            return function(path, *more, **options)

        patch.setattr(owner, name, guarded)

    for name, value in (
        (f"XDG_{folder.upper()}_HOME", str(locked)),
        ("DISPLAY", ""),
        ("WAYLAND_DISPLAY", ""),
    ):
        monkeypatch.setenv(name, value)
    with monkeypatch.context() as patch:
        guard(patch, Path, "stat")
        guard(patch, Path, "mkdir")
        guard(patch, os, "open")
        code = run([*command.format(**places).split(), "--phrasebook", str(places["book"])])
    said = "".join(capsys.readouterr())
    assert "中断" not in said
    assert "Permission" not in said
    if command.startswith(("find", "show")):
        assert code == 0
        assert ("没有权限" in said) == (folder == "config")
    elif (command, folder) in (("stats", "state"), ("init", "config")):
        assert (code, "没有权限" in said) == (1, True)


def test_a_line_break_in_what_is_named_begins_no_line(capsys: pytest.CaptureFixture[str]) -> None:
    say("  a\nqreply: b\x1b[2J ")
    complain("a  b\r\nc")
    assert capsys.readouterr().err == "  a qreply: b[2J\nqreply: a  b c\n"
