"""The rules by which a newcomer finds any behaviour, as far as a program can hold them."""

from __future__ import annotations

import ast
import importlib
import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import pytest

import qreply

SOURCE = Path(qreply.__file__).parent
ROOT = SOURCE.parents[1]
CONTRIBUTING = ROOT / "CONTRIBUTING.md"
LIBRARIES = ("argparse", "re", "rich", "textual", "yaml")
NAMEDTUPLE = {"_replace", "_asdict", "_fields", "_make"}  # public, whatever they look like


@cache
def sources() -> Sequence[tuple[str, ast.Module]]:
    return [
        (path.relative_to(SOURCE).as_posix(), ast.parse(path.read_text("utf-8")))
        for path in sorted(SOURCE.rglob("*.py"))
    ]


def is_private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__") and name not in NAMEDTUPLE


def test_module_names_are_unique() -> None:
    """But for cli/ and i18n/, whose modules are called after what they serve."""
    names = Counter(
        Path(name).stem
        for name, _ in sources()
        if not name.startswith(("cli/", "i18n/")) and not name.endswith("__init__.py")
    )
    assert [name for name, count in names.items() if count > 1] == []


def test_modules_are_of_a_length_to_be_read_at_once() -> None:
    """Near 250 lines; but for i18n/, where the key of a text says which module it is in."""
    lengths = {
        path.relative_to(SOURCE).as_posix(): path.read_text("utf-8").count("\n")
        for path in SOURCE.rglob("*.py")
        if path.parent.name != "i18n"
    }
    assert {name: count for name, count in lengths.items() if count > 330} == {}


def test_private_names_of_libraries_are_used_in_the_patches_only() -> None:
    own = {name for _, tree in sources() for name in attributes_of(tree)}
    found: dict[str, set[str]] = {}
    for name, tree in sources():
        used = foreign_private_names(tree, own) | overridden_private_names(name, tree)
        if used and not name.startswith("tui/textual_patches/"):
            found[name] = used
    assert found == {}


def attributes_of(tree: ast.Module) -> Iterator[str]:
    """The names that the classes of a module give to methods and attributes."""
    for node in (node for one in ast.walk(tree) if isinstance(one, ast.ClassDef) for node in ast.walk(one)):
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield name
            case ast.Attribute(value=ast.Name(id="self" | "cls"), attr=name, ctx=ast.Store()):
                yield name
            case ast.AnnAssign(target=ast.Name(id=name)) | ast.Assign(targets=[ast.Name(id=name)]):
                yield name


def foreign_private_names(tree: ast.Module, own: set[str]) -> set[str]:
    """The private names that a module takes from elsewhere: none of ours, or imported from a library."""
    found = set()
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(attr=name) if is_private(name) and name not in own:
                found.add(name)
            case ast.ImportFrom(module=str(module), names=names) if module.split(".")[0] in LIBRARIES:
                parts = [*module.split("."), *(alias.name for alias in names)]
                found.update(filter(is_private, parts))
    return found


def overridden_private_names(name: str, tree: ast.Module) -> set[str]:
    """The private names of Textual's classes that a module's classes define anew."""
    if not name.startswith("tui/") or name.startswith("tui/textual_patches/"):
        return set()
    module = importlib.import_module(f"qreply.{name.removesuffix('.py').replace('/', '.')}")
    found: set[str] = set()
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            bases = (
                base for base in getattr(module, node.name).__mro__ if base.__module__.startswith("textual.")
            )
            theirs = {attribute for base in bases for attribute in vars(base)}
            ours = {one.name for one in node.body if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef)}
            found.update(filter(is_private, ours & theirs))
    return found


@pytest.mark.parametrize(
    ("what", "pattern", "home"),
    [
        ("threads are started", r"\bThread\(", "runtime/background.py"),
        ("files are put in place", r"mkstemp|os\.replace\(|os\.rename\(|fsync\(", "storage/atomic.py"),
        ("the user's folders are named", r"(?:import|from) platformdirs", "storage/locations.py"),
    ],
)
def test_there_is_one_place_where(what: str, pattern: str, home: str) -> None:
    del what
    found = {
        path.relative_to(SOURCE).as_posix()
        for path in SOURCE.rglob("*.py")
        if re.search(pattern, path.read_text("utf-8"))
    }
    assert found - {"cli/doctor.py"} == {home}  # doctor names the folders as others see them


def test_no_error_is_told_in_the_systems_english() -> None:
    told = {
        name for name, tree in sources() if "strerror" in {getattr(n, "attr", "") for n in ast.walk(tree)}
    }
    # Which make an error, or hand one on, as an OSError.
    assert told <= {"cli/streams.py", "tui/textual_patches/terminal_writes.py"}


def test_the_table_of_places_is_made_from_the_packages_docstrings() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    order = [name for layer in contracts[0]["layers"] for name in layer.split(" | ")]
    packages = [name for name in order if (SOURCE / name).is_dir()]
    table = "".join(f"| `src/qreply/{name}/` | {first_line_of(name)} |\n" for name in packages)
    assert table in CONTRIBUTING.read_text("utf-8"), f"the table in CONTRIBUTING.md should be:\n{table}"


def first_line_of(package: str) -> str:
    tree = ast.parse((SOURCE / package / "__init__.py").read_text("utf-8"))
    return (ast.get_docstring(tree) or "").partition("\n")[0].removesuffix(".")


FILE_OF_OURS = r"[\w/.-]+\.(?:py|txt|bin|yaml|tcss)"
NOT_OURS = {"logistics_2.yaml"}  # which an import would make beside a lead's own


def test_files_that_the_docs_and_docstrings_name_are_there() -> None:
    folders = ("src", "tests", "benchmarks", "scripts", "phrasebook")
    files = [
        f"/{path.relative_to(ROOT).as_posix()}"
        for folder in folders
        for path in (ROOT / folder).rglob("*.*")
        if re.fullmatch(FILE_OF_OURS, path.name)
    ]
    pages = [(page.name, page.read_text("utf-8")) for page in (*ROOT.glob("docs/*.md"), *ROOT.glob("*.md"))]
    named = {(page, name) for page, text in pages for name in re.findall(rf"`({FILE_OF_OURS})`", text)}
    named |= {
        (name, file)
        for name, tree in sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        for file in re.findall(rf"\b{FILE_OF_OURS}\b", ast.get_docstring(node) or "")
    }
    missing = {one for one in named if not any(file.endswith(f"/{one[1]}") for file in files)}
    assert {one for one in missing if one[1] not in NOT_OURS} == set()


def test_the_glossary_is_a_page() -> None:
    lines = (ROOT / "docs" / "glossary.md").read_text("utf-8").splitlines()
    assert len(lines) <= 75
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| ")][
        2:
    ]
    assert rows
    assert all(len(row) == 3 and re.search("[\u4e00-\u9fff]", row[1]) for row in rows)


# How a line begins that has no verb: with an article, a question, or several of something.
NOUN = re.compile(r"(?:The|What|Whether|Which|An?|Its|Each|When|Where|Who|Why|How|For|So|One|\w+[^s\W]s)\b")


def test_docstrings_of_functions_begin_with_a_verb() -> None:
    """Those of handlers, which give nothing back, may tell what has happened."""
    found = []
    for name, tree in sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and not (
                isinstance(node.returns, ast.Constant) and node.returns.value is None
            ):
                line = (ast.get_docstring(node) or "").partition("\n")[0]
                if NOUN.match(line):
                    found.append((name, node.name, line))
    assert found == []


def test_docstrings_begin_with_a_short_plain_line() -> None:
    found = []
    for name, tree in sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                line = (ast.get_docstring(node) or "").partition("\n")[0]
                is_noun = isinstance(node, ast.FunctionDef) and NOUN.match(line)
                if len(line) > 90 or line.startswith("`") or is_noun:
                    found.append((name, line))
    assert found == []


# How a sentence begins that has lost its main clause: "Else tell them.", "Whether that is new.", "None for no query."
FRAGMENT = re.compile(
    r"(?:Else|Whether|And|Or|Nor|Not|Empty|At least|At most|(?:None|True|False) (?:for|if|once|unless|where|while))\b"
    r"|(?:None|True|False|\"\")\.|\"\" "
    r"|(?:As|By|Each|Of|With|Without)\b(?!.*(?:,|\b(?:is|are|was|has|have|can|may|must|do|does|[a-z]+s)\b))"
)


@pytest.mark.parametrize(
    ("sentence", "is_fragment"),
    [
        ("Else tell them.", True),
        ("None for a query without a letter.", True),
        ("Whether it is being copied.", True),
        ("At least one.", True),
        ('"" where there is none.', True),
        ("By the same table's first import.", True),
        ("None of them is used to draw the frame.", False),
        ("With `until`, work that fails is begun anew.", False),
        ("Each row is a whole phrase.", False),
        ("Empties the line.", False),
    ],
)
def test_a_fragment_is_told_from_a_sentence(sentence: str, is_fragment: bool) -> None:
    assert bool(FRAGMENT.match(sentence)) == is_fragment


def test_docstrings_go_on_in_sentences() -> None:
    """A docstring that was cut after its first line leaves the rest without what it is about."""
    found = [
        (name, sentence)
        for name, tree in sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        for sentence in later_sentences(ast.get_docstring(node) or "")
        if FRAGMENT.match(sentence)
    ]
    assert found == []


def later_sentences(docstring: str) -> Iterator[str]:
    """The sentences after the first one, but for lists and examples, which are indented or marked."""
    for number, paragraph in enumerate(docstring.split("\n\n")):
        if not paragraph.startswith((" ", "|", "*")):
            sentences = re.split(r"(?<=[.!?]) (?=[A-Z`\"])", " ".join(paragraph.split()))
            yield from sentences[number == 0 :]


def test_docstrings_first_lines_end_with_a_sentence() -> None:
    """A line that is too long is told in a shorter one, not broken."""
    broken = [
        (name, docstring.partition("\n")[0])
        for name, tree in sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and (docstring := ast.get_docstring(node))
        and not re.search(r"[.:?!]$", docstring.partition("\n")[0])
    ]
    assert broken == []


def test_every_public_name_says_what_it_is_for() -> None:
    """But for methods of classes that build on others, which say it where the method is first."""
    undocumented = [
        (name, node.name)
        for name, tree in sources()
        for node in (*tree.body, *methods_of_lone_classes(tree))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        and not (node.name.startswith("_") or ast.get_docstring(node))
    ]
    assert undocumented == []


def methods_of_lone_classes(tree: ast.Module) -> Iterator[ast.stmt]:
    """The methods of public classes without bases, but for setters, whose getters say what they are for."""
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and not (node.bases or node.name.startswith("_")):
            for method in node.body:
                decorators = getattr(method, "decorator_list", [])
                if not any(isinstance(one, ast.Attribute) and one.attr == "setter" for one in decorators):
                    yield method
