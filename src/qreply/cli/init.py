"""`qreply init`: the settings file, and a phrasebook to adapt."""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Sequence
from pathlib import Path

from qreply.errors import QReplyError, reason_of
from qreply.i18n import t
from qreply.settings.model import shipped_phrasebook, trade_pack
from qreply.settings.template import write_settings


def run(args: argparse.Namespace) -> int:
    """Write what is not there yet; nothing that exists is changed. Raises QReplyError where writing fails."""
    settings: Path = args.settings.path
    trades: Sequence[str] = args.settings.only_trades
    try:
        if settings.exists():
            print(t("command.settings-kept", path=settings))
            if trades and args.directory is None:
                print(t("command.trades-by-hand", trades=", ".join(trades)))
        else:
            write_settings(settings, trades=trades)
            print(t("command.settings-written", path=settings))
        if args.directory is not None:
            _write_book(args.directory, trades)
    except OSError as error:
        raise QReplyError(t("command.cannot-write", path=error.filename, reason=reason_of(error))) from error
    return 0


def _write_book(directory: Path, trades: Sequence[str]) -> None:
    if any(directory.glob("*.y*ml")):
        raise QReplyError(t("command.book-exists", path=directory), t("command.book-exists.hint"))
    directory.mkdir(parents=True, exist_ok=True)
    for source in sorted(shipped_phrasebook().glob("*.yaml")):
        shutil.copyfile(source, directory / source.name)
    for trade in trades:
        for source in sorted(trade_pack(trade).glob("*.yaml")):
            shutil.copyfile(source, directory / f"{trade}-{source.name}")
    print(t("command.book-written", path=directory))
    print(t("command.book-next", path=directory))
