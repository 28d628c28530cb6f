"""Compiled expressions kept from run to run: they find the same, whatever became of the file."""

from __future__ import annotations

import json
import os
import pickle
from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path

import pytest
import regex

from qreply.phrasebook import expressions, kept_expressions
from qreply.phrasebook.expressions import compiled, keep_at, reverse_compiled
from qreply.phrasebook.kept_expressions import KeptExpressions
from tests.support.systems import needs_posix

TEXT = "加我V信，微信 wx，第2次"
PATTERNS = ("[微薇V]信", r"\b(?i:WX)\b", r"(?<次>第\d次)", r"\p{Han}+(?!信)", "[^微]信|(?:甲|乙丙){2,3}")


@pytest.fixture(autouse=True)
def nothing_is_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a program that has just begun, whatever ran before."""
    monkeypatch.setattr(expressions, "_compiled", expressions._compiled.__wrapped__)


@pytest.fixture
def compiling(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The expressions that `regex` is asked to compile."""
    asked: list[str] = []
    real = regex.compile

    def counted(pattern: str, flags: int = 0) -> regex.Pattern[str]:
        asked.append(pattern)
        return real(pattern, flags)

    monkeypatch.setattr(regex, "compile", counted)
    return asked


def found_with(path: Path) -> list[object]:
    """What the expressions find in a run that keeps them at `path`."""
    with keep_at(path):
        forward = [[match.span() for match in compiled(pattern).finditer(TEXT)] for pattern in PATTERNS]
        backward = [reverse_compiled(pattern).match(TEXT, 0, 4) is None for pattern in PATTERNS]
    return [forward, backward, compiled(PATTERNS[2]).groupindex]


def test_they_find_the_same_and_are_not_compiled_again(tmp_path: Path, compiling: list[str]) -> None:
    first = found_with(tmp_path / "kept")
    assert len(compiling) == 2 * len(PATTERNS) + 1  # the last one after the run
    compiling.clear()
    assert found_with(tmp_path / "kept") == first
    assert compiling == [PATTERNS[2]]


def test_what_is_new_is_added_to_the_others(tmp_path: Path, compiling: list[str]) -> None:
    for pattern in ("a+", "b+", "a+", "b+"):
        with keep_at(tmp_path / "kept"):
            compiled(pattern)
    assert compiling == ["a+", "b+"]


def with_sum(body: bytes) -> bytes:
    return blake2b(body, digest_size=16).hexdigest().encode() + b"\n" + body


class Harm:
    """What would run a program if it were unpickled."""

    def __reduce__(self) -> tuple[Callable[[str], int], tuple[str]]:
        return os.system, ("touch harmed",)


def with_head(data: bytes, lengths: object, content: bytes = b"") -> bytes:
    """A file by the same Python and `regex` that has these expressions."""
    made_by, _ = json.loads(data.split(b"\n")[1])
    return with_sum(json.dumps([made_by, lengths]).encode() + b"\n" + content)


def replaced_by(value: object) -> Callable[[bytes], bytes]:
    """Put `value` in the place of each expression."""

    def damage(data: bytes) -> bytes:
        _, known = json.loads(data.split(b"\n")[1])
        packed = pickle.dumps(value)
        return with_head(data, dict.fromkeys(known, len(packed)), packed * len(known))

    return damage


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _: b"",
    "cut": lambda data: data[:-9],
    "a byte turned": lambda data: data[:-9] + bytes([data[-9] ^ 1]) + data[-8:],
    "nonsense with a right sum": lambda _: with_sum(b"[1]\n"),
    "of another regex": lambda data: with_sum(data.partition(b"\n")[2].replace(b"[[", b'[["",', 1)),
    "lengths that are none": lambda data: with_head(data, {"a": "b"}),
    "no expressions but a list": lambda data: with_head(data, [1]),
    "something else": replaced_by("text"),
    "another expression": replaced_by(regex.compile("甲")),
    "a program": replaced_by(Harm()),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_file_is_made_anew(
    damage: Callable[[bytes], bytes], tmp_path: Path, compiling: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "kept"
    first = found_with(path)
    broken = damage(path.read_bytes())
    assert broken != path.read_bytes()
    path.write_bytes(broken)
    compiling.clear()
    assert found_with(path) == first
    assert len(compiling) == 2 * len(PATTERNS) + 1
    assert found_with(path) == first
    assert len(compiling) == 2 * len(PATTERNS) + 2
    assert [one.name for one in tmp_path.iterdir()] == ["kept"]


@needs_posix("rights of a file as here")
def test_it_is_the_users_alone_and_not_believed_if_it_is_not(tmp_path: Path, compiling: list[str]) -> None:
    path = tmp_path / "folder" / "kept"
    found_with(path)
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert path.stat().st_mode & 0o777 == 0o600
    path.chmod(0o622)
    compiling.clear()
    found_with(path)
    assert len(compiling) == 2 * len(PATTERNS) + 1


def test_where_nothing_can_be_written_it_is_done_without(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    assert found_with(tmp_path / "file" / "kept") == found_with(tmp_path / "kept")


def test_the_latest_ones_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_expressions, "MAX_EXPRESSIONS", 2)
    with keep_at(tmp_path / "kept"):
        for pattern in ("a", "b", "c"):
            compiled(pattern)
    kept = KeptExpressions(tmp_path / "kept")
    assert [kept.get(pattern, 0) is not None for pattern in ("a", "b", "c")] == [False, True, True]


def test_what_is_no_expression_is_none_each_time(tmp_path: Path) -> None:
    for _ in range(2):
        with keep_at(tmp_path / "kept"), pytest.raises(regex.error):
            compiled("(")
