"""The two pages on the format: every example is a file without a problem, and every key is named."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from qreply.phrasebook.lint import check
from qreply.phrasebook.loader import load
from qreply.phrasebook.yaml_keys import SHAPES

DOCS = Path(__file__).parents[2] / "docs"
PAGES = [DOCS / "phrasebook.md", DOCS / "phrasebook.zh-CN.md"]
NOW = datetime(2026, 11, 22)

_EXAMPLE = re.compile(r"^```yaml\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def books(page: Path) -> Iterator[list[str]]:
    """The page's examples; `# own.yaml` lies over the one before it."""
    texts: list[str] = _EXAMPLE.findall(page.read_text("utf-8"))
    for text, following in zip(texts, [*texts[1:], ""], strict=True):
        if text.startswith("# team.yaml"):
            yield [text, following]
        elif not text.startswith("# own.yaml"):
            yield [text]


EXAMPLES = [
    pytest.param(texts, id=f"{page.name}-{number}")
    for page in PAGES
    for number, texts in enumerate(books(page))
]


@pytest.mark.parametrize("texts", EXAMPLES)
def test_examples_are_fine(texts: list[str], tmp_path: Path) -> None:
    paths = []
    for number, text in enumerate(texts):
        paths.append(tmp_path / f"{number}.yaml")
        paths[-1].write_text(text, "utf-8")
    assert [(problem.line, problem.code) for problem in check(paths, NOW)] == []


def test_both_pages_show_the_same_book(tmp_path: Path) -> None:
    def facts(page: Path) -> list[tuple[str, ...]]:
        found = []
        for number, texts in enumerate(books(page)):
            for text in texts:
                file = tmp_path / f"{page.name}{number}.yaml"
                file.write_text(text, "utf-8")
                book = load([file])
                found += [(phrase.id, phrase.title, phrase.code, *phrase.only) for phrase in book.phrases]
                found += [(rule.id, rule.level, *rule.patterns) for rule in book.rules]
        return found

    english, chinese = map(facts, PAGES)
    assert set(chinese) <= set(english)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_key_is_named(page: Path) -> None:
    text = page.read_text("utf-8")
    for shape in SHAPES:
        for key in shape.keys:
            assert key.chinese in text
            assert f"`{key.name}`" in text
