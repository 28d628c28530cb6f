"""Qianniu's CSV of quick phrases, in GBK as it reads it."""

from __future__ import annotations

from collections.abc import Iterator

from qreply.exchange.batch import ImportNote
from qreply.exchange.formats.delimited import quote_formula, text_of
from qreply.exchange.formats.spreadsheet import NESTED
from qreply.exchange.formats.variables import BRACES, brace_of
from qreply.phrasebook.model import Phrase, Phrasebook, Scope
from qreply.phrasebook.references import expand_fragments, placeholder_names

HEADER = ("快捷短语编码", "快捷短语", "快捷短语分组")
_ENCODING = "gbk"


def qianniu_of(book: Phrasebook) -> tuple[bytes, list[ImportNote]]:
    """The CSV and what it cannot hold: every wording is a row, for each message too."""
    titles = {scenario.name: scenario.title for scenario in book.scenarios}
    notes: list[ImportNote] = []
    rows = [HEADER]
    for phrase in book.phrases:
        notes += _notes(phrase)
        for text in _texts(phrase):
            group = NESTED.join(filter(None, (titles.get(phrase.scenario, phrase.scenario), phrase.group)))
            missing = "".join(dict.fromkeys(char for char in phrase.code + text + group if not _holds(char)))
            if missing:
                notes.append(
                    ImportNote("changed", "lost.characters", phrase.id, {"characters": " ".join(missing)})
                )
            rows.append((_no_formula(phrase.code), _no_formula(text), _no_formula(group)))
    return text_of(rows).encode(_ENCODING, "replace"), notes


def _no_formula(cell: str) -> str:
    """What a spreadsheet would calculate behind a tab, which Qianniu itself puts before its texts, and takes away."""
    return f"\t{cell}" if quote_formula(cell) != cell else cell


def _texts(phrase: Phrase) -> Iterator[str]:
    whole = expand_fragments(phrase)
    wordings = whole.wordings or next(iter(whole.platform_wordings.values()))
    for wording in dict.fromkeys(wordings):
        yield from (_with_braces(text, phrase.scope) for text in wording)


def _with_braces(text: str, scope: Scope) -> str:
    for name, known in BRACES.items():
        if brace_of(name, scope):
            text = text.replace("{{" + name + "}}", known.default or "")
    return text


def _notes(phrase: Phrase) -> Iterator[ImportNote]:
    if any(True for text in _texts(phrase) for _ in placeholder_names(text)):
        yield ImportNote("doubtful", "lost.placeholders", phrase.id)
    if len(phrase.wordings) > 1:
        yield ImportNote("changed", "lost.variants-as-rows", phrase.id)
    if any(len(wording) > 1 for wording in phrase.wordings):
        yield ImportNote("changed", "lost.messages-as-rows", phrase.id)


def _holds(char: str) -> bool:
    try:
        char.encode(_ENCODING)
    except UnicodeEncodeError:
        return False
    return True
