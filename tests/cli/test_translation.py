"""argparse speaks the user's language by way of gettext, from a file that is made from the one people edit."""

from __future__ import annotations

import gettext
import os
import re

import pytest

from qreply.cli.translation import LOCALES, translated_argparse
from qreply.i18n import use_language
from scripts.make_messages import compile_messages, read_messages

SOURCE = LOCALES / "zh" / "LC_MESSAGES" / "argparse.po"


def test_the_compiled_file_is_made_from_the_source() -> None:
    messages = read_messages(SOURCE.read_text("utf-8"))
    assert SOURCE.with_suffix(".mo").read_bytes() == compile_messages(messages)


@pytest.mark.parametrize(("language", "said"), [("zh", "选项"), ("en", "options")])
def test_the_environment_stays_as_it_was(language: str, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LANGUAGE", raising=False)
    use_language("en" if language == "en" else "zh")
    before = gettext.textdomain()
    with translated_argparse():
        assert gettext.gettext("options") == said
    assert ("LANGUAGE" in os.environ, gettext.textdomain()) == (False, before)


def test_no_private_name_of_argparse_is_used() -> None:
    source = LOCALES.parents[1]
    used = [path.name for path in source.rglob("*.py") if re.search(r"argparse\._", path.read_text("utf-8"))]
    assert used == []
