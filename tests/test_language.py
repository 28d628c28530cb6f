from __future__ import annotations

import pkgutil
import re
from pathlib import Path
from string import Formatter

import pytest

import qreply
from qreply import language
from qreply.language import t, texts_of, use_language

AREAS = [module.name for module in pkgutil.iter_modules(language.__path__)]
SOURCE = Path(qreply.__file__).parent


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("area", AREAS)
def test_every_text_is_there_in_both_languages_with_the_same_values(area: str) -> None:
    for name, (chinese, english) in texts_of(area).items():
        assert chinese, name
        assert english, name
        assert fields(chinese) == fields(english), name
        assert not re.search("[\u4e00-\u9fff]", re.sub("[“”].*?[“”]|名=值", "", english)), name


def test_every_text_that_the_code_names_exists() -> None:
    named = {
        (area, name)
        for path in SOURCE.rglob("*.py")
        for area, name in re.findall(r"""\bt\(\s*["']([a-z]+)\.([a-z.-]+)["']""", path.read_text("utf-8"))
    }
    assert len(named) > 50
    assert [key for key in named if key[1] not in texts_of(key[0])] == []


def test_the_language_can_be_switched() -> None:
    assert t("screen.all") == "全部"
    use_language("en")
    assert t("screen.all") == "All"
