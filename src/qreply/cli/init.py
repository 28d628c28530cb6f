"""`qreply init`: the settings file, and a phrasebook to adapt."""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

from qreply.errors import QReplyError, reason_of
from qreply.i18n import t
from qreply.settings.writer import write_settings
from qreply.storage.locations import shipped_phrasebook


def run(args: argparse.Namespace) -> int:
    """Write what is not there yet; nothing that exists is changed. Raises QReplyError where writing fails."""
    settings: Path = args.settings.path
    try:
        if settings.exists():
            print(t("command.settings-kept", path=settings))
        else:
            write_settings(settings)
            print(t("command.settings-written", path=settings))
        if args.directory is not None:
            _write_book(args.directory)
    except OSError as error:
        raise QReplyError(t("command.cannot-write", path=error.filename, reason=reason_of(error))) from error
    return 0


def _write_book(directory: Path) -> None:
    if any(directory.glob("*.y*ml")):
        raise QReplyError(t("command.book-exists", path=directory), t("command.book-exists.hint"))
    directory.mkdir(parents=True, exist_ok=True)
    for source in sorted(shipped_phrasebook().glob("*.yaml")):
        shutil.copyfile(source, directory / source.name)
    print(t("command.book-written", path=directory))
    print(t("command.book-next", path=directory))
