"""The settings file as it is first written: every key explained, and filled in as far as the user has said."""

from __future__ import annotations

import json
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

from qreply.errors import QReplyError, reason_of
from qreply.i18n import t
from qreply.storage.new_files import put_file


def write_settings(
    path: Path, *, agent: str = "", shop: str = "", platform: str = "", trades: Sequence[str] = ()
) -> None:
    """Write the settings of `agent`, who works for `shop` on `platform`, in `trades`.

    Raises QReplyError where that fails, or where there are settings already: those are never touched.
    """
    text = settings_text(agent=agent, shop=shop, platform=platform, trades=trades)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        put_file(path, text.encode(), replace=False)
    except OSError as error:
        raise QReplyError(t("command.cannot-write", path=path, reason=reason_of(error))) from error


def settings_text(*, agent: str = "", shop: str = "", platform: str = "", trades: Sequence[str] = ()) -> str:
    """The text of a settings file, filled in as far as the user has said."""
    text = files("qreply.settings").joinpath("settings.example.yaml").read_text("utf-8")
    if agent:
        text = text.replace('agent: ""', f"agent: {_quoted(agent)}", 1)
    if shop:
        entry = f"shops:\n  - name: {_quoted(shop)}\n    platform: {platform}"
        text = text.replace("shops: []", entry, 1)
    if trades:
        text = text.replace("trades: []", f"trades: [{', '.join(trades)}]", 1)
    return text


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)  # which is YAML as well
