"""Whatever a file holds, the loader answers with problems: no exception, no hang, no crash, no other meaning."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qreply.phrasebook.model import Phrase
from qreply.phrasebook.reading.file import read_file
from qreply.phrasebook.reading.source import Source, decode
from qreply.text.safety import unsafe_characters
from tests.support.yaml_mutants import MEND_EVERY, mutants, run_through

BOMBS: dict[str, tuple[Callable[[], bytes], str]] = {
    "nested-lists": (lambda: b"[" * 1_000_000, "too-deep"),
    "nested-mappings": (lambda: b"{a: " * 500_000, "too-deep"),
    "nested-keys": (lambda: b"? " * 500_000, "odd-key"),
    "nested-dashes": (lambda: b"- " * 500_000, "too-deep"),
    "nested-in-a-phrase": (lambda: b"phrases:\n  - reply: " + b"[" * 1_000_000, "too-deep"),
    "nested-indents": (lambda: "\n".join(" " * at + "a:" for at in range(2_000)).encode(), "too-deep"),
    "billion-laughs": (
        lambda: (
            b"a: &a [x]\n"
            + b"".join(b"%c: &%c [*%c, *%c]\n" % (at + 1, at + 1, at, at) for at in range(97, 120))
        ),
        "odd-start",
    ),
    "merge-chain": (
        lambda: (
            b"a0: &a0 {k: v}\n"
            + b"".join(b"a%d: &a%d {<<: *a%d}\n" % (at + 1, at + 1, at) for at in range(9999))
        ),
        "odd-start",
    ),
    "many-anchors": (lambda: b"".join(b"- &a%d x\n" % at for at in range(100_000)), "odd-start"),
    "huge": (lambda: b"a" * (64 * 1024 * 1024 + 1), "too-big"),
}

CHILD = """
import resource, sys
from pathlib import Path
from qreply.phrasebook.loader import load
resource.setrlimit(resource.RLIMIT_CPU, (20, 20))
resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
print(*(problem.code for problem in load([Path(sys.argv[1])]).problems))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no resource limits there")
@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused(name: str, tmp_path: Path) -> None:
    make, code = BOMBS[name]
    file = tmp_path / "book.yaml"
    file.write_bytes(make())
    run = subprocess.run(
        [sys.executable, "-c", CHILD, str(file)],
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=300,
    )
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.split() == [code]


def test_damaged_files_never_raise() -> None:
    for number, data in enumerate(mutants(5_000, seed=1)):
        run_through(data, mending=number % MEND_EVERY == 0)


@given(st.binary(max_size=300))
def test_any_bytes_are_read(data: bytes) -> None:
    run_through(data, mending=False)


@given(st.text(alphabet="scenario:phtl-[]{}|>'\"\n #&*!%@`?,：亲", max_size=120))
def test_any_text_is_read(text: str) -> None:
    run_through(text.encode(), mending=False)


def is_printable(text: str) -> bool:
    """Text that a file can hold as it is: nothing unsafe, nothing that YAML treats as a line break of its own."""
    return (
        not unsafe_characters().search(text) and "{{" not in text and "}}" not in text and "｛｛" not in text
    )


PLAIN = (
    st.text(
        st.characters(
            exclude_categories=("Cs", "Cc", "Cn", "Co"), exclude_characters="{}｛｝\u2028\u2029\ufeff"
        ),
        min_size=1,
        max_size=30,
    )
    .map(lambda text: " ".join(text.split()))
    .filter(lambda text: bool(text) and is_printable(text))
)
LINES = st.lists(PLAIN, max_size=3, unique=True)
BODY = (
    st.lists(PLAIN | st.just(""), min_size=1, max_size=5)
    .map("\n".join)
    .filter(lambda text: bool(text.strip()))
)


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def block(text: str, indent: int) -> str:
    lines = [" " * indent + line if line else "" for line in text.split("\n")]
    return "|2\n" + "\n".join(lines)


@given(st.tuples(PLAIN, PLAIN), st.tuples(LINES, LINES), st.tuples(BODY, BODY), st.booleans())
def test_what_is_written_is_what_is_loaded(
    names: tuple[str, str], lists: tuple[list[str], list[str]], bodies: tuple[str, str], flow: bool
) -> None:
    def listed(items: list[str]) -> str:
        if flow:
            return "[" + ", ".join(map(quoted, items)) + "]"
        return "".join(f"\n      - {quoted(item)}" for item in items)

    (title, code), (asks, tags), (reply, note) = names, lists, bodies
    text = (
        "scenario: s\nphrases:\n"
        f"  - id: it\n    title: {quoted(title)}\n    code: {quoted(code)}\n"
        f"    asks: {listed(asks)}\n    tags: {listed(tags)}\n"
        f"    reply: {block(reply, 6)}\n    note: {block(note, 6)}\n"
    )
    (phrase,) = read_file(Source("book.yaml", text)).phrases
    assert (phrase.title, phrase.code) == (title, code)
    assert (list(phrase.asks), list(phrase.tags)) == (asks, tags)
    assert phrase.wordings == ((reply.strip("\n"),),)
    assert phrase.note == note.strip("\n")


@given(
    st.sampled_from(
        ["12:30", "no", "0x1f", "1_000", "~", "2026-11-11", "1e5", "+1", ".inf", "<<", "=", "0o7"]
    )
)
def test_plain_scalars_are_text(value: str) -> None:
    text = f"scenario: s\nphrases:\n  - id: {value}\n    title: 题\n    asks: [{value}]\n    reply: {value}\n"
    assert _loaded(text) == (f"s/{value}", (value,), ((value,),))


def _loaded(text: str) -> tuple[str, tuple[str, ...], tuple[tuple[str, ...], ...]]:
    phrases: tuple[Phrase, ...] = read_file(decode(text.encode(), "book.yaml")).phrases
    (phrase,) = phrases
    return phrase.id, phrase.asks, phrase.wordings


def test_a_missing_libyaml_is_said() -> None:
    code = (
        "import sys; sys.modules['yaml.cyaml'] = None\n"
        "from qreply.errors import PhrasebookError\n"
        "try:\n    import qreply.phrasebook.loader\n"
        "except PhrasebookError as error:\n    print(error.message, error.hint, sep='\\n')\n"
    )
    command = [sys.executable, "-X", "utf8", "-c", code]
    run = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    assert "libyaml" in run.stdout
    assert "pip install" in run.stdout
