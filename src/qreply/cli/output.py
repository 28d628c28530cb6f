"""Write a command's result to the file that the user named."""

from __future__ import annotations

import argparse
import codecs
import contextlib
import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from qreply.cli.streams import say
from qreply.errors import QReplyError, SettingsError, reason_of
from qreply.i18n import join_words, t
from qreply.storage.atomic import put_file
from qreply.storage.locations import is_own_path, is_same_file
from qreply.text.safety import printable

# How the names of files of each format end, where that is not as the format is called.
_ENDINGS: Mapping[str, tuple[str, ...]] = {
    "text": (".txt",),
    "table": (".txt",),
    "html": (".html", ".htm"),
    "md": (".md", ".markdown"),
    "yaml": (".yaml", ".yml"),
    "github": (),  # lines for a program that reads stdout
}

# Endings by which other programs, too, know what a file is: under them nothing else is written.
_TELLING = frozenset(
    (".csv", ".json", ".xlsx", ".xls", ".html", ".htm", ".yaml", ".yml", ".pdf", ".docx", ".doc", ".db")
)


def add_output_options(parser: argparse.ArgumentParser, formats: Sequence[str] = ()) -> None:
    """Add `-o FILE`, `--force` and, if there are several formats, `--format`.

    The first format is the default.
    """
    if formats:
        parser.add_argument("--format", choices=formats, help=t("command.format", default=formats[0]))
    parser.add_argument("-o", "--output", type=Path, metavar=t("metavar.file"), help=t("command.output"))
    parser.add_argument("--force", action="store_true", help=t("command.force"))


def choose_format(args: argparse.Namespace, formats: Sequence[str]) -> str:
    """Return the format of `--format`, else that of the `-o` file's name, else the first.

    Raises SettingsError as `format_of_name` does, and where both tell, but not the same.
    """
    if given := getattr(args, "format", None):
        _check_agreement(str(given), args.output, formats)
        return str(given)
    return formats[0] if args.output is None else format_of_name(args.output, formats)


def _check_agreement(given: str, path: Path | None, formats: Sequence[str]) -> None:
    """Raise SettingsError where the file's name tells of another of the formats than `given`."""
    suffix = path.suffix.lower() if path is not None else ""
    told = [form for form in formats if suffix in _ENDINGS.get(form, (f".{form}",))]
    endings = _ENDINGS.get(given, (f".{given}",))
    if not suffix or given in told:
        return
    message = t("command.two-formats", name=path, given=given)
    if told:
        raise SettingsError(message, t("command.two-formats.hint", known=join_words(told)))
    if endings and suffix in _TELLING:
        raise SettingsError(message, t("command.other-ending.hint", known=endings[0]))


def format_of_name(path: Path, formats: Sequence[str]) -> str:
    """Return the one of `formats` that the file's name tells.

    For a name without an ending that is the first. Raises SettingsError, naming the endings there are, for
    another: a file is what its name says.
    """
    suffix = path.suffix.lower()
    endings = {form: _ENDINGS.get(form, (f".{form}",)) for form in formats}
    found = next((form for form, known in endings.items() if suffix in known), None)
    if suffix and found is None:
        known = join_words(dict.fromkeys(ending for known in endings.values() for ending in known[:1]))
        raise SettingsError(
            t("command.other-ending", name=path, suffix=path.suffix),
            t("command.other-ending.hint", known=known),
        )
    return found or formats[0]


def check_output(args: argparse.Namespace) -> None:
    """Raise QReplyError where the file of `-o` is there already: before the work, not after it."""
    if args.output is not None and not args.force and args.output.exists():
        raise QReplyError(t("command.exists", path=args.output), t("command.exists.hint"))


@contextlib.contextmanager
def redirect_output(args: argparse.Namespace, *, mark: bool = False) -> Iterator[None]:
    """Put what is printed meanwhile into the file of `-o`, whole or not at all.

    Without a file, or for `-`, it goes to stdout. `mark` begins the file with the byte order mark without which Excel
    takes a CSV for GBK. Raises QReplyError as `write_output` does.
    """
    if args.output in (None, Path("-")):
        yield
        return
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        yield
    data = printable(printed.getvalue()).encode("utf-8", "replace")
    write_output(args, args.output, codecs.BOM_UTF8 * mark + data)
    say(t("command.output-written", path=args.output))


def write_output(args: argparse.Namespace, path: Path, data: bytes) -> None:
    """Put `data` at `path`, whole or not at all.

    Raises QReplyError where a file is there and `--force` does not let it go; whatever that says, where it is one of
    qreply's own, one that this command has read (`args.inputs`) or one of a book in use; where it is no file that can
    be replaced, or where writing fails.
    """
    try:
        target = path.resolve()  # what a link points to is written, and the link stays
        if is_own_path(target, args.settings.path):
            raise QReplyError(t("command.own-file", path=path), t("command.own-file.hint"))
        if target.exists() and not target.is_file():  # a folder, a device
            raise QReplyError(t("command.cannot-write", path=path, reason=t("system.not-a-file")))
        if target.exists() and (why := _needed_as(target, args)):
            raise QReplyError(t(f"command.{why}-file", path=path), t("command.own-file.hint"))
        put_file(target, data, replace=args.force)
    except FileExistsError as error:
        raise QReplyError(t("command.exists", path=path), t("command.exists.hint")) from error
    except OSError as error:
        raise QReplyError(t("command.cannot-write", path=path, reason=reason_of(error))) from error
    except RuntimeError as error:  # how Python 3.11 and 3.12 say that links lead in a circle
        raise QReplyError(t("command.cannot-write", path=path, reason=t("system.ELOOP"))) from error


def _needed_as(target: Path, args: argparse.Namespace) -> str:
    """Tell what the file is needed as: `input` of this command, `book` in use; "" for neither."""
    if any(is_same_file(target, Path(file)) for file in getattr(args, "inputs", ())):
        return "input"
    is_yaml = target.suffix.lower() in (".yaml", ".yml")
    for book in args.settings.every_book:
        place = book.resolve()
        if target == place or (is_yaml and target.parent in (place, place / "rules")):
            return "book"
    return ""
