"""Options that were picked before and are to be the default next time (`remember: true`), in the state folder."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path


class Remembered:
    """Values by placeholder. Remembering is a comfort: where the file cannot be read or written, nothing is lost."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.values: dict[str, str] = _read(path)

    def keep(self, picked: dict[str, str]) -> None:
        """Remember what was picked; the file is replaced whole, so that it is always old or new."""
        if not picked.items() - self.values.items():
            return
        self.values = _read(self._path) | picked  # another qreply may have written meanwhile
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self._path.parent, prefix=".remembered")
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(self.values, file, ensure_ascii=False)
            Path(name).replace(self._path)
        except OSError:
            return  # a full disk or a read-only home: this run still remembers


def _read(path: Path) -> dict[str, str]:
    try:
        values = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(values, dict):
        return {}
    return {name: value for name, value in values.items() if isinstance(value, str)}
