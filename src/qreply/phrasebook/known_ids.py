"""Find the ids of a book's phrases, broken ones too.

Of a file that cannot be read they are found in its text.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from qreply.phrasebook.loader import Book
from qreply.phrasebook.model import Phrasebook
from qreply.phrasebook.reading.file import ParsedFile
from qreply.phrasebook.reading.source import read

# As they stand in text that is no YAML. A phrase without an id has its title for one.
_VALUE = r"""\s*[:：]\s*["'“‘]?([^\s"'“”‘’,，{}\[\]#][^\n"'“”‘’,，{}\[\]#]*)"""
_ID = re.compile(rf"(?:\bid|编号|\btitle|标题){_VALUE}")
_SCENARIO = re.compile(rf"^(?:scenario|场景){_VALUE}", re.MULTILINE)


class KnownIds(NamedTuple):
    """Ids that a book has or means to have, and scenarios of which it cannot be told."""

    ids: Collection[str]
    unread: Collection[str]

    def may_have(self, key: str) -> bool:
        """Tell whether there is such a phrase, or may be once errors are mended."""
        return key in self.ids or key.partition("/")[0] in self.unread


def known_ids(books: Sequence[Book], book: Phrasebook) -> KnownIds:
    """Return the ids of the phrases in `book`, and of those that would be in it but for errors.

    A reference to one of these is right; that its phrase has errors is told of the phrase.
    """
    unread: set[str] = set()
    named = dict.fromkeys(book.by_id)
    for layer in books:
        for file in layer.files:
            text = "" if file.whole else read(Path(file.path)).text
            if not (file.whole or _ID.search(text)):
                unread.add(file.scenario or Path(file.path).stem)
            named |= dict.fromkeys(_ids_in(file, text))
    hidden = {mention.name for layer in books for file in layer.files for mention in file.hidden}
    return KnownIds({key: None for key in named if key in book.by_id or key not in hidden}, unread)


def _ids_in(file: ParsedFile, text: str) -> Iterator[str]:
    yield from (phrase.id for phrase in file.phrases)
    yield from file.failed
    scenario = _SCENARIO.search(text)
    head = file.scenario or (scenario[1].strip() if scenario else Path(file.path).stem)
    for found in _ID.finditer(text):
        key = found[1].strip()
        yield key if key.startswith(f"{head}/") else f"{head}/{key}"
