"""Write a book as a file of another tool, or as one to read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import PurePath
from types import MappingProxyType

from qreply.exchange.batch import ImportNote
from qreply.exchange.formats import native, own_table
from qreply.exchange.formats.espanso_export import espanso_of
from qreply.exchange.formats.handbook import html_of, markdown_of
from qreply.exchange.formats.qianniu import qianniu_of
from qreply.i18n import current_language, join_words, t
from qreply.phrasebook.model import Phrasebook
from qreply.phrasebook.yaml_keys import FILE, PHRASE

Progress = Callable[[int, int], None]

SUFFIXES: Mapping[str, str] = MappingProxyType(
    {
        ".xlsx": "xlsx",
        ".csv": "csv",
        ".json": "json",
        ".yml": "espanso",
        ".md": "md",
        ".html": "html",
        ".htm": "html",
    }
)

# What a format leaves out: fields of phrases, with the names they have in files.
_NAMES = {"negative_words": "not", "platform_wordings": "platforms", "no_answer": "no-answer"}
_DETAILS = (
    "negative_words", "tags", "platform_wordings", "only", "note", "valid", "next", "no_answer", "images", "readings",
)  # fmt: skip
_LEFT_OUT: Mapping[str, tuple[str, ...]] = {
    "qianniu": ("title", "asks", *_DETAILS),
    "espanso": ("scenario", "group", *_DETAILS),
    "md": ("negative_words", "tags", "valid", "no_answer", "readings"),
    "html": ("negative_words", "tags", "valid", "no_answer", "readings"),
}


def format_of(name: str) -> str:
    """Return the format that a file of that name is to have, "" if it does not say."""
    return SUFFIXES.get(PurePath(name).suffix.lower(), "")


def exported(
    book: Phrasebook,
    form: str,
    progress: Progress = lambda _done, _total: None,
    values: Mapping[str, str] = MappingProxyType({}),
) -> tuple[bytes, list[ImportNote]]:
    """Return the book in the format, and what the format cannot hold; `values` are the shop's.

    Raises QReplyError where it cannot be made.
    """
    if form == "xlsx":
        from qreply.exchange.formats.workbook_export import workbook_of  # slow to import, and may be missing

        return workbook_of(book, progress), []
    data, notes = qianniu_of(book, values) if form == "qianniu" else _WRITERS[form](book)
    counts = {
        field: sum(bool(getattr(phrase, field)) for phrase in book.phrases)
        for field in _LEFT_OUT.get(form, ())
    }
    if any(counts.values()):
        fields = (
            t("exchange.lost-field", field=_name(field), count=count)
            for field, count in counts.items()
            if count
        )
        notes.append(ImportNote("changed", "lost.fields", values={"fields": join_words(fields)}))
    return data, notes


def _name(field: str) -> str:
    """Return what the field of phrases is called in files."""
    name = _NAMES.get(field, field)
    key = {**FILE.by_name, **PHRASE.by_name}.get(name)
    return key.chinese if key and current_language() == "zh" else name


def _text(
    make: Callable[[Phrasebook], str], mark: str = ""
) -> Callable[[Phrasebook], tuple[bytes, list[ImportNote]]]:
    return lambda book: ((mark + make(book)).encode(), [])


def _espanso(book: Phrasebook) -> tuple[bytes, list[ImportNote]]:
    text, notes = espanso_of(book)
    return text.encode(), notes


_WRITERS: Mapping[str, Callable[[Phrasebook], tuple[bytes, list[ImportNote]]]] = {
    "espanso": _espanso,
    "csv": _text(own_table.csv_of, "\ufeff"),  # without the mark Excel takes it for GBK
    "json": _text(native.json_of),
    "md": _text(markdown_of),
    "html": _text(html_of),
}
FORMATS = ("xlsx", "qianniu", *_WRITERS)
