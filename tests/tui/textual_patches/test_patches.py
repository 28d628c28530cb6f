"""Textual's private parts: used in one place, held by digests, and never needed to find and copy."""

from __future__ import annotations

import ast
import hashlib
import inspect
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from importlib.metadata import version
from operator import attrgetter
from pathlib import Path

import pytest

from qreply.tui import textual_patches
from qreply.tui.textual_patches import PATCHES, SWITCH, TESTED_VERSIONS, Patch, obstacle

SOURCE = Path(textual_patches.__file__).parents[2]
LIBRARIES = ("textual", "rich")
COMMON = ("textual.app:App", "textual.screen:Screen", "textual.widgets:Input", "textual.widgets:TextArea")
HERE = [patch for patch in PATCHES if patch.on_windows or sys.platform != "win32"]

WITHOUT_PATCHES = """
import asyncio
from pathlib import Path
from qreply.search.storage.index_cache import IndexedPhrasebook
from qreply.settings.settings import Settings
from qreply.tui.app import QReplyApp
from qreply.tui.textual_patches import PATCHES, is_applied
from qreply.workspace.workspace import Workspace
from tests.conftest import BOOK, FakeClipboard
from tests.support.piloting import copied, preview, rows, running, type_in, until

async def find_fill_and_copy():
    assert not any(is_applied(patch.name) for patch in PATCHES)
    clipboard = FakeClipboard()
    workspace = Workspace(IndexedPhrasebook.of(BOOK), Settings(Path("settings.yaml")))
    async with running(workspace, clipboard) as pilot:
        await type_in(pilot, "dh")
        await until(pilot, lambda: "报单号" in preview(pilot))
        assert "报单号" in rows(pilot)[0]
        await pilot.press("enter", *"SF1234567890", "enter")
        await copied(pilot, clipboard)
        assert clipboard.texts == ["亲，中通单号SF1234567890，请留意~"]

asyncio.run(find_fill_and_copy())
"""


@pytest.mark.parametrize("patch", HERE, ids=lambda patch: patch.name)
def test_what_a_patch_replaces_is_as_it_was_when_it_was_written(patch: Patch) -> None:
    changed = [name for name, digest in patch.digests if digest_of(name) != digest]
    assert changed == [], "Textual has changed these: read them, mend the patch, then note the new digest"


def digest_of(name: str) -> str:
    module, _, path = name.partition(":")
    source = inspect.getsource(attrgetter(path)(import_module(module)))
    return hashlib.sha256(source.encode()).hexdigest()[:12]


@pytest.mark.parametrize("patch", HERE, ids=lambda patch: patch.name)
def test_a_patch_is_applied_where_all_that_it_needs_is_there(patch: Patch) -> None:
    assert obstacle(patch) == ""
    assert patch.name in (textual_patches.__doc__ or "")


@pytest.mark.parametrize(
    "missing",
    ["textual.no_such_module:Name", "textual.app:no_such_name", "textual.app:App.no_such_method"],
)
def test_what_textual_lacks_is_named_and_the_patch_left_out(missing: str) -> None:
    assert obstacle(Patch("x", (missing,))) == missing


def test_another_version_leaves_a_patch_out_unless_it_does_no_harm(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(textual_patches, "textual_version", lambda: "8.99.0")
    assert "8.99.0" not in TESTED_VERSIONS
    left_out = {patch.name for patch in PATCHES if obstacle(patch) == "textual 8.99.0"}
    assert left_out == {patch.name for patch in PATCHES} - {"crash_report"}


@pytest.mark.usefixtures("indexed")
def test_the_screen_finds_fills_and_copies_without_any_patch() -> None:
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_PATCHES],
        env={**os.environ, SWITCH: "off"},
        cwd=Path(__file__).parents[3],
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


# -- no private name of theirs anywhere else


def test_private_names_of_textual_and_rich_are_used_in_patches_alone() -> None:
    found = [
        f"{path.relative_to(SOURCE)}:{line}: {name}"
        for path in sorted(SOURCE.rglob("*.py"))
        if "textual_patches" not in path.parts
        for line, name in private_names(path)
    ]
    assert found == []


def private_names(path: Path) -> Iterator[tuple[int, str]]:
    """Where a module imports a private name of theirs, reaches for one, or takes one for its own classes."""
    tree = ast.parse(path.read_text("utf-8"))
    if not any(library in path.read_text("utf-8") for library in LIBRARIES):
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and is_theirs(node.module or ""):
            names = [*(node.module or "").split("."), *(alias.name for alias in node.names)]
            yield from ((node.lineno, name) for name in names if is_private(name))
        elif isinstance(node, ast.Attribute) and is_private(node.attr):
            is_own = isinstance(node.value, ast.Name) and node.value.id in ("self", "cls")
            if not is_own and node.attr in names_of(
                "textual.app:App", "textual.screen:Screen", "textual.widgets:Input"
            ):
                yield node.lineno, node.attr
    yield from names_taken(path, tree)


def names_taken(path: Path, tree: ast.Module) -> Iterator[tuple[int, str]]:
    """What the module's classes call on themselves, or define, that is private in a base of theirs."""
    if "tui" not in path.parts:
        return
    module = import_module(".".join(path.relative_to(SOURCE.parent).with_suffix("").parts))
    for node in (node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)):
        owner = getattr(module, node.name, None)
        if not isinstance(owner, type):
            continue
        theirs = frozenset().union(
            *(private_names_of(base) for base in owner.__mro__ if is_theirs(base.__module__))
        )
        for part in ast.walk(node):
            if (
                isinstance(part, ast.Attribute)
                and isinstance(part.value, ast.Name)
                and part.value.id == "self"
            ):
                name = part.attr
            elif isinstance(part, (ast.FunctionDef, ast.AsyncFunctionDef)):
                name = part.name
            else:
                continue
            if name in theirs:
                yield part.lineno, f"{node.name}.{name}"


def names_of(*owners: str) -> frozenset[str]:
    classes = [
        attrgetter(path)(import_module(module)) for module, path in (owner.split(":") for owner in owners)
    ]
    bases = {base for owner in classes for base in owner.__mro__ if is_theirs(base.__module__)}
    return frozenset().union(*map(private_names_of, bases))


@cache
def private_names_of(base: type) -> frozenset[str]:
    """The private names that a class of theirs defines, or sets on itself."""
    set_on_self = re.findall(r"\bself\.(_\w+)\b", inspect.getsource(base))
    return frozenset(filter(is_private, (*vars(base), *set_on_self)))


def is_theirs(module: str) -> bool:
    return module.partition(".")[0] in LIBRARIES


def is_private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__")


def test_doctor_names_what_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    from qreply.cli.surroundings import describe_surroundings as facts

    assert "compositor" not in "\n".join(facts({}, Path()))
    monkeypatch.setattr(textual_patches, "textual_version", lambda: "8.99.0")
    assert "compositor (textual 8.99.0)" in "\n".join(facts({}, Path()))


def test_all_patches_can_be_switched_off(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(SWITCH, "off")
    assert {obstacle(patch) for patch in PATCHES} == {SWITCH}


def test_the_version_is_that_of_the_metadata() -> None:
    assert textual_patches.textual_version() == version("textual")
