"""Read other people's JSON, within limits of size and depth."""

from __future__ import annotations

import json
from typing import Any

from qreply.exchange.import_limits import CELLS, DEPTH


class JsonLimitError(ValueError):
    """Raised for JSON with too many values, or values nested too deeply."""


def parse_json(text: str) -> Any:
    """Return what the text stands for.

    Raises JsonLimitError, or another ValueError where it is not JSON.
    """
    if text.count(",") + text.count("[") + text.count("{") > CELLS:
        raise JsonLimitError
    try:
        value = json.loads(text)
    except RecursionError as error:
        raise JsonLimitError from error
    level = [value]
    for _ in range(DEPTH):
        level = [inner for outer in level for inner in _parts(outer)]
        if not level:
            return value
    raise JsonLimitError


def _parts(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [inner for inner in value.values() if isinstance(inner, dict | list)]
    return [inner for inner in value if isinstance(inner, dict | list)] if isinstance(value, list) else []
