"""The command line: a module a command, imported when it runs; stdout is data, stderr talk."""

from __future__ import annotations

import contextlib
import gc
import sys
from collections.abc import Sequence
from pathlib import Path

from qreply.cli.parser import COMMANDS, build_parser, check_command, early_arguments, import_command
from qreply.cli.streams import StreamError, complain, standard_streams, throw_away
from qreply.cli.translation import translated_argparse
from qreply.errors import QReplyError, SettingsError, reason_of
from qreply.i18n import t, use_language
from qreply.phrasebook.expressions import keep_at
from qreply.settings.settings import Settings
from qreply.storage.locations import expressions_path, settings_path
from qreply.text.safety import clean

_OF_RECORDS = ("stats", "report")  # they also know shops that are closed or were renamed


def run(argv: Sequence[str]) -> int:
    """Run one command and return its exit code."""
    with standard_streams():
        try:
            code = _run_guarded(argv)
            sys.stdout.flush()
        except StreamError as error:
            # Told, even of a reader that has seen enough as `head` does: a script must not take a part for the whole.
            throw_away(sys.stdout)
            _complain(QReplyError(t("command.no-stream", reason=reason_of(error))))
            code = 1
        try:
            sys.stderr.flush()
        except StreamError:
            throw_away(sys.stderr)
        return code


def _run_guarded(argv: Sequence[str]) -> int:
    try:
        return _run(argv)
    except QReplyError as error:
        _complain(error)
        return error.exit_code
    except StreamError:
        raise
    except OSError as error:
        # Every place that opens something tells of its own; what comes this far has at least a name.
        _complain(QReplyError(t("command.no-file", path=error.filename or "?", reason=reason_of(error))))
        return 1
    except KeyboardInterrupt:
        return 130
    except SystemExit as error:  # argparse has said what there is to say
        return error.code if isinstance(error.code, int) else 0


def _run(argv: Sequence[str]) -> int:
    early = early_arguments(argv)
    use_language("en" if early.lang == "en" else "zh")
    settings, mistake = _load_settings(early.config)
    if early.lang is None:
        use_language(settings.language)
    check_command(early.command)
    with translated_argparse():
        # A command that comes first needs no other's grammar: all of them take as long as to find a reply.
        args = build_parser(argv[0] if argv and argv[0] in COMMANDS else "").parse_args(argv)
    # `init` is how a broken or missing settings file is begun anew, and `doctor` tells of it.
    if mistake is not None and args.command not in ("init", "doctor"):
        raise mistake
    is_of_now = args.command not in _OF_RECORDS or args.shop in {known.name for known in settings.shops}
    args.settings = settings.with_options(
        shop=args.shop if is_of_now else None,
        platform=args.platform,
        books=args.phrasebook,
        trades=args.trade,
    )
    if settings.unreadable and args.module != "screen":  # which shows it itself
        complain(settings.unreadable)
    command = import_command(args.module)
    gc.freeze()
    gc.enable()
    with keep_at(expressions_path()):
        code: int = command.run(args)
    return code


def _load_settings(path: Path | None) -> tuple[Settings, SettingsError | None]:
    """Load the settings, and what is wrong with them.

    Returns the defaults where the settings' folder is locked.
    """
    place = path or settings_path()
    try:
        if path is None and not place.exists():
            return Settings(place), None
        from qreply.settings.reader import load_settings  # which needs yaml

        return load_settings(place), None
    except SettingsError as error:
        return Settings(place), error
    except OSError as error:
        reason = reason_of(error)
        if path is not None:
            return Settings(place), SettingsError(t("command.cannot-read", path=place, reason=reason))
        return Settings(place, unreadable=t("command.settings-locked", path=place, reason=reason)), None


def _complain(error: QReplyError) -> None:
    with contextlib.suppress(StreamError):  # there is nobody to tell
        print(f"qreply: {clean(error.message)}", file=sys.stderr)
        if error.hint:
            print(f"  {clean(error.hint)}", file=sys.stderr)
