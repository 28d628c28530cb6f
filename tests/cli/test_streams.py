"""stdin, stdout and stderr of every command: full, closed early, and clean whatever is named to them."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from qreply.cli.streams import as_json
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


def done(command: str, places: dict[str, Path], redirection: str = "", **environ: str) -> tuple[int, str]:
    """The exit code, and what stderr says."""
    words = command.format(**places)
    line = f"{sys.executable} -m qreply {words} --phrasebook {places['book']} {redirection}"
    if command in ("--version", "--help", "find --help"):
        line = f"{sys.executable} -m qreply {words} {redirection}"
    ran = subprocess.run(
        ["/bin/sh", "-c", line], capture_output=True, timeout=60, check=False, env={**os.environ, **environ}
    )
    return ran.returncode, ran.stderr.decode()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
@pytest.mark.parametrize(
    ("command", "unbuffered"),
    [*((command, "") for command in PRINTING), ("--help", "1"), ("find 怎么退货", "1")],
)
def test_a_full_disk_is_said_in_one_line_and_is_exit_1(
    command: str, unbuffered: str, places: dict[str, Path]
) -> None:
    code, said = done(command, places, ">/dev/full", PYTHONUNBUFFERED=unbuffered)
    assert code == 1
    assert said.splitlines()[-1] == "qreply: 输出或输入中断了：磁盘满了"
    assert "Traceback" not in said
    assert "Exception" not in said


@pytest.mark.parametrize("command", PRINTING)
def test_a_reader_that_has_gone_is_said_in_one_line_and_is_exit_1(
    command: str, places: dict[str, Path]
) -> None:
    words = command.format(**places)
    if command not in ("--version", "--help", "find --help"):
        words += f" --phrasebook {places['book']}"
    ours, theirs = os.pipe()
    os.close(ours)
    try:
        ran = subprocess.run(
            [sys.executable, "-m", "qreply", *words.split()],
            stdout=theirs,
            stderr=subprocess.PIPE,
            timeout=60,
            check=False,
        )
    finally:
        os.close(theirs)
    assert ran.returncode == 1
    assert ran.stderr.decode().splitlines()[-1] == "qreply: 输出或输入中断了：接收的程序已经关闭"


def test_it_is_said_in_the_users_language(places: dict[str, Path]) -> None:
    code, said = done("find 怎么退货 --lang en", places, ">/dev/full")
    assert (code, said) == (1, "qreply: Output or input broke off: the disk is full\n")


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
def test_a_locked_folder_gets_its_own_words(
    command: str, folder: str, places: dict[str, Path], tmp_path: Path
) -> None:
    """As one of another owner is; root, who may look into everything, meets it by a patch."""
    locked = tmp_path / "locked"
    locked.mkdir()
    patch = (
        "import os, pathlib\n"
        "stat, mkdir, opened = pathlib.Path.stat, pathlib.Path.mkdir, os.open\n"
        "def guard(function):\n"
        "    def guarded(path, *more, **options):\n"
        f"        if str(path).startswith({str(locked)!r} + '/'):\n"
        "            raise PermissionError(13, 'Permission denied', str(path))\n"
        "        return function(path, *more, **options)\n"
        "    return guarded\n"
        "pathlib.Path.stat, pathlib.Path.mkdir, os.open = map(guard, (stat, mkdir, opened))\n"
        "import sys; from qreply.__main__ import main; sys.exit(main())"
    )
    words = command.format(**places).split()
    environ = {**os.environ, f"XDG_{folder.upper()}_HOME": str(locked), "DISPLAY": "", "WAYLAND_DISPLAY": ""}
    ran = subprocess.run(
        [sys.executable, "-c", patch, *words, "--phrasebook", str(places["book"])],
        env=environ,
        capture_output=True,
        timeout=60,
        check=False,
    )
    said = ran.stderr.decode() + ran.stdout.decode()
    assert "中断" not in said
    assert "Traceback" not in said
    assert "Permission" not in said
    if command.startswith(("find", "show")):
        assert ran.returncode == 0
        assert ("没有权限" in said) == (folder == "config")
    elif (command, folder) in (("stats", "state"), ("init", "config")):
        assert (ran.returncode, "没有权限" in said) == (1, True)
