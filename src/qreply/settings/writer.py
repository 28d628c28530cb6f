"""Write the first settings file: every key explained, and what the user has given filled in."""

from __future__ import annotations

import json
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

from qreply.errors import QReplyError, reason_of
from qreply.i18n import t
from qreply.storage.atomic import put_file


def write_settings(
    path: Path,
    *,
    agent: str = "",
    shop: str = "",
    platform: str = "",
    trades: Sequence[str] = (),
    book: Path | None = None,
    with_schema: bool = False,
) -> None:
    """Write the settings of `agent`, who works for `shop` on `platform`, in `trades`.

    A schema is written beside them, by which editors complete and check them. They name `book`, where one is given.
    Raises QReplyError where that fails, or where there are settings already: those are never touched.
    """
    text = settings_text(agent=agent, shop=shop, platform=platform, trades=trades, book=book)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if with_schema:
            from qreply.phrasebook.schema import as_text
            from qreply.settings import settings_schema

            text = settings_schema.MODELINE + text
            schema = as_text(settings_schema.schema())
            put_file(path.with_name(settings_schema.NAME), schema.encode(), replace=True)
        put_file(path, text.encode(), replace=False)
    except OSError as error:
        raise QReplyError(t("command.cannot-write", path=path, reason=reason_of(error))) from error


def settings_text(
    *,
    agent: str = "",
    shop: str = "",
    platform: str = "",
    trades: Sequence[str] = (),
    book: Path | None = None,
) -> str:
    """Return the text of a settings file, filled in as far as the user has said."""
    text = files("qreply.settings").joinpath("settings.example.yaml").read_text("utf-8")
    if agent:
        text = text.replace('agent: ""', f"agent: {_quoted(agent)}", 1)
    if shop:
        entry = f"shops:\n  - name: {_quoted(shop)}\n    platform: {platform}"
        text = text.replace("shops: []", entry, 1)
    if trades:
        text = text.replace("trades: []", f"trades: [{', '.join(trades)}]", 1)
    if book is not None:
        text = text.replace("books: []\n", f"{books_entry(book)}\n", 1)
    return text


def books_entry(book: Path) -> str:
    """Write the settings' entry for a book, in single quotes, where a backslash is one."""
    path = str(book).replace("'", "''")
    return f"books:\n  - '{path}'"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)  # which is YAML as well
