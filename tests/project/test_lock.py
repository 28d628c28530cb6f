"""What is installed is what was tested: requirements/ locks all that pyproject.toml asks for, within its ranges."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from scripts.test_matrix import lowest, requirements

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
GROUPS = {"run": ("build",), "dev": ("build", "test", "lint", "tables", "bench")}


def asked(lock: str) -> list[Requirement]:
    """What the project needs, and the groups that the lock is for."""
    groups: dict[str, list[Any]] = PROJECT["dependency-groups"]
    lines = [*PROJECT["project"]["dependencies"], *(line for name in GROUPS[lock] for line in groups[name])]
    return [Requirement(line) for line in lines]


def locked(lock: str) -> dict[str, str]:
    """The versions in a lock, by name."""
    text = (ROOT / "requirements" / f"{lock}.txt").read_text("utf-8")
    return dict(re.findall(r"^([\w.-]+)==(\S+)", text, re.MULTILINE))


@pytest.mark.parametrize("lock", GROUPS)
def test_all_that_is_asked_for_is_locked_within_its_range(lock: str) -> None:
    versions = locked(lock)
    assert [
        str(one)
        for one in asked(lock)
        if not one.specifier.contains(versions.get(canonicalize_name(one.name), "0"))
    ] == []


@pytest.mark.parametrize("lock", GROUPS)
def test_each_locked_version_has_hashes_and_no_place(lock: str) -> None:
    text = (ROOT / "requirements" / f"{lock}.txt").read_text("utf-8")
    entries = re.split(r"\n(?=[\w.-]+==)", text)[1:]
    assert len(entries) == len(locked(lock))
    assert [entry for entry in entries if not re.search(r"--hash=sha256:[0-9a-f]{64}", entry)] == []
    assert not re.search(r"https?:|--(?:extra-)?index-url|--find-links", text)


def test_both_locks_agree() -> None:
    run, dev = locked("run"), locked("dev")
    assert {name: version for name, version in run.items() if dev.get(name) != version} == {}


def test_what_qreply_needs_has_both_bounds() -> None:
    """But for regex, whose versions are dates and whose insides are not in use."""
    bounds = {one.name: sorted(part.operator for part in one.specifier) for one in asked("run")}
    needed = [Requirement(line).name for line in PROJECT["project"]["dependencies"]]
    assert {name: bounds[name] for name in needed if bounds[name] != ["<", ">="]} == {"regex": [">="]}


def test_each_lower_bound_is_a_version_to_test_with() -> None:
    for line in requirements():
        wanted = Requirement(line)
        (lower,) = Requirement(lowest(line)).specifier
        assert lower.operator == "=="
        assert wanted.specifier.contains(lower.version)
