"""The command line: one module a command, imported when it runs. stdout is data, stderr is talk."""

from __future__ import annotations

import argparse
import gc
import io
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import TextIO

from qreply.cli.parser import Formatter, build
from qreply.config import Settings, settings_path
from qreply.errors import QReplyError, SettingsError, reason_of
from qreply.language import t, use_language
from qreply.safety import clean

MODULES = {"pick": "screen", "import": "importing"}


def run(argv: Sequence[str]) -> int:
    """Run one command and return its exit code."""
    _speak_utf8()
    try:
        return _run(argv)
    except QReplyError as error:
        _complain(error)
        return error.exit_code
    except BrokenPipeError:
        # The reader has seen enough, as `head` does; keep Python from complaining at its end.
        _throw_away(sys.stdout)
        return 0
    except OSError as error:
        key = "no-stream" if error.filename is None else "cannot-open"  # a stream of ours has no name
        _complain(QReplyError(t(f"command.{key}", path=error.filename, reason=reason_of(error))))
        _throw_away(sys.stdout)
        return 1
    except KeyboardInterrupt:
        return 130


def _run(argv: Sequence[str]) -> int:
    early = _early(argv)
    use_language("en" if early.lang == "en" else "zh")
    settings, mistake = _settings(early.config)
    if early.lang is None:
        use_language(settings.language)
    args = build().parse_args(argv)
    # `init` is how a broken or missing settings file is begun anew, and `doctor` tells of it.
    if mistake is not None and args.command not in ("init", "doctor"):
        raise mistake
    args.settings = settings.with_options(shop=args.shop, platform=args.platform, books=args.phrasebook)
    module = import_module(f"qreply.cli.{MODULES.get(args.command, args.command)}")
    gc.freeze()
    gc.enable()
    code: int = module.run(args)
    return code


def _early(argv: Sequence[str]) -> argparse.Namespace:
    """What must be known before help can be given: the language, and where the settings are.

    Mistakes are left to the parser of the whole command line.
    """
    parser = argparse.ArgumentParser(
        add_help=False, allow_abbrev=False, exit_on_error=False, formatter_class=Formatter
    )
    parser.add_argument("--lang")
    parser.add_argument("--config", type=Path)
    try:
        return parser.parse_known_args(argv)[0]
    except argparse.ArgumentError:
        return argparse.Namespace(lang=None, config=None)


def _settings(path: Path | None) -> tuple[Settings, SettingsError | None]:
    """Read the settings, and what is wrong with them.

    Those in the usual place may be missing. Where that place is closed to us, as after one `sudo qreply`, work goes on
    without settings, and that is said.
    """
    place = path or settings_path()
    try:
        place.stat()
    except FileNotFoundError:
        if path is None:
            return Settings(place), None
    except OSError as error:
        if path is None:
            _complain(QReplyError(t("command.settings-closed", path=place, reason=reason_of(error))))
            return Settings(place), None
    from qreply.settings_file import load_settings  # which needs yaml

    try:
        return load_settings(place), None
    except SettingsError as error:
        return Settings(place), error


def _complain(error: QReplyError) -> None:
    print(f"qreply: {clean(error.message)}", file=sys.stderr)
    if error.hint:
        print(f"  {clean(error.hint)}", file=sys.stderr)


def _speak_utf8() -> None:
    """Chinese must get through, whatever the locale; a lone surrogate in an argument must not stop an answer.

    Windows' shells begin what they pipe with a byte order mark. A stream that was closed is empty.
    """
    for name, encoding in (("stdin", "utf-8-sig"), ("stdout", "utf-8"), ("stderr", "utf-8")):
        stream = getattr(sys, name)
        if stream is None:
            mode = "r" if name == "stdin" else "w"
            setattr(sys, name, open(os.devnull, mode, encoding=encoding))  # noqa: SIM115, PTH123 - to the end
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=encoding, errors="replace")


def _throw_away(stream: TextIO) -> None:
    """Let what `stream` still holds go nowhere, since Python would complain at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
