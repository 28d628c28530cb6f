"""Run the tests with other versions: each Python there is, the lowest and the highest dependencies that are allowed.

Each leg has an environment of its own in .matrix, made anew. `locked-3.12` is what requirements/dev.txt says on
Python 3.12, `locked` that on each Python; `newest` is the highest versions that pyproject.toml allows, on the newest
Python; `oldest` its lower bounds, on the oldest. Without arguments all of them run. Exits with 1 if any test fails.
"""

from __future__ import annotations

import argparse
import re
import shlex
import shutil
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PLACE = ROOT / ".matrix"
LOCK = ROOT / "requirements" / "dev.txt"
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
TOLD = ("textual", "rich", "pyyaml", "rapidfuzz", "pyperclip", "platformdirs", "regex")
_BIN = "Scripts" if sys.platform == "win32" else "bin"


@dataclass(frozen=True)
class Leg:
    """One run of the tests: its name, the interpreter, and a file of what is installed."""

    name: str
    python: Path
    dependencies: str  # "locked", "newest" or "oldest"


def main() -> int:
    """Run the legs that are named; returns the exit code."""
    found = {version: path for version in PYTHONS if (path := find_python(version))}
    legs = {leg.name: leg for leg in legs_of(found)}
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("legs", nargs="*", metavar="leg", help=f"locked, {', '.join(legs)}")
    parser.add_argument(
        "--pytest", default="-q -n auto --dist loadfile --no-loadscope-reorder", help="arguments for pytest"
    )
    parser.add_argument("--tests", default="", help="folders and files of tests, in place of all")
    arguments = parser.parse_args()
    names = arguments.legs or list(legs)
    if unknown := [name for name in names if name != "locked" and name not in legs]:
        parser.error(f"no leg {', '.join(unknown)} here; there are {', '.join(legs)}")
    chosen = [leg for leg in legs.values() if leg.name in names or leg.dependencies in names]
    results = [(leg, *run(leg, shlex.split(f"{arguments.pytest} {arguments.tests}"))) for leg in chosen]
    for leg, passed, said in results:
        print(f"{leg.name:12} {'ok    ' if passed else 'FAILED'}  {said}")
    for version in PYTHONS:
        if version not in found:
            print(f"Python {version} was not found on this machine: nothing ran on it")
    return 0 if all(passed for _, passed, _ in results) else 1


def legs_of(pythons: dict[str, Path]) -> Iterator[Leg]:
    """Every leg that `pythons`, from the oldest on, allow for."""
    for version, path in pythons.items():
        yield Leg(f"locked-{version}", path, "locked")
    if pythons:
        yield Leg("newest", list(pythons.values())[-1], "newest")
        yield Leg("oldest", next(iter(pythons.values())), "oldest")


def find_python(version: str) -> Path | None:
    """An interpreter of this version: on the PATH, one of pyenv's, or one of uv's; nothing is downloaded."""
    candidates = [shutil.which(f"python{version}")]
    candidates += map(str, sorted(Path.home().glob(f".pyenv/versions/{version}.*/bin/python{version}")))
    if shutil.which("uv"):
        asked = ["uv", "python", "find", "--offline", "--no-project", "--no-python-downloads", version]
        candidates.append(_output(asked).strip())
    for candidate in candidates:
        # A shim may be there without what it stands for.
        says = "import sys; print('%d.%d' % sys.version_info[:2])"
        if candidate and _output([candidate, "-c", says]).strip() == version:
            return Path(candidate)
    return None


def run(leg: Leg, pytest_arguments: list[str]) -> tuple[bool, str]:
    """Install the leg's environment and run the tests in it: whether all passed, and what to tell."""
    print(f"\n== {leg.name}: {leg.python}", flush=True)
    began = time.monotonic()
    try:
        python = install(leg)
    except subprocess.CalledProcessError as error:
        return False, f"could not be installed: {error.cmd[0]} exited with {error.returncode}"
    tests = [str(python), "-m", "pytest", *pytest_arguments]
    with subprocess.Popen(tests, cwd=ROOT, stdout=subprocess.PIPE, text=True, encoding="utf-8") as child:
        last = ""
        for line in child.stdout or ():
            print(line, end="", flush=True)
            last = line.strip() or last
    versions = _output([str(python), "-c", _VERSIONS, *TOLD]).strip()
    return (
        child.returncode == 0,
        f"{last.strip('= ')} · {time.monotonic() - began:.0f} s with installing · {versions}",
    )


_VERSIONS = """
import platform, sys
from importlib.metadata import version
print("Python", platform.python_version(), *(f"{name} {version(name)}" for name in sys.argv[1:]))
"""


def install(leg: Leg) -> Path:
    """Make the leg's environment anew; returns its interpreter. Raises CalledProcessError."""
    folder = PLACE / leg.name
    python = folder / _BIN / "python"
    if shutil.which("uv"):
        _call("uv", "venv", "--quiet", "--clear", "--python", leg.python, folder)
        installer: list[str | Path] = ["uv", "pip", "install", "--quiet", "--python", python]
    else:
        _call(leg.python, "-m", "venv", "--clear", folder)
        installer = [python, "-m", "pip", "install", "--quiet"]
    if leg.dependencies == "locked":
        _call(*installer, "--require-hashes", "-r", LOCK)
    else:
        asked = folder / "requirements.txt"
        lines = requirements()
        asked.write_text(
            "\n".join(map(lowest, lines) if leg.dependencies == "oldest" else lines) + "\n", "utf-8"
        )
        _call(*installer, "-r", asked)
    _call(*installer, "--no-deps", "--no-build-isolation", "-e", ROOT)
    return python


def requirements() -> list[str]:
    """What qreply and its tests need, as pyproject.toml says it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    groups = project["dependency-groups"]
    return [*project["project"]["dependencies"], *groups["build"], *groups["test"], *groups["tables"]]


def lowest(requirement: str) -> str:
    """`requirement` with its lower bound as the only version."""
    match = re.fullmatch(r"([\w.-]+)>=([\w.]+)(?:,.*)?", requirement)
    if match is None:
        raise ValueError(f"{requirement} has no lower bound")
    return f"{match[1]}=={match[2]}"


def _call(*command: str | Path) -> None:
    subprocess.run([str(part) for part in command], check=True)


def _output(command: list[str]) -> str:
    try:
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout
    except OSError:
        return ""


if __name__ == "__main__":
    sys.exit(main())
