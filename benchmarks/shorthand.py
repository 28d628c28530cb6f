"""Whether shorthand brings the shipped reply that it means: python -m benchmarks.shorthand

Of each title the first and the last word of two characters, in initials and in either order; and the initials of the
whole title with one key wrong or two swapped.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable

from benchmarks.pastes import shipped
from qreply.phrasebook.model import Phrase
from qreply.text.normalize import is_hanzi, normalise
from qreply.text.pinyin import read
from qreply.workspace.finder import find

TIMES = 3
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_NEIGHBOURS = {
    key: row[max(at - 1, 0) : at] + row[at + 1 : at + 2] for row in _ROWS for at, key in enumerate(row)
}


def main() -> None:
    """Print recall@1 and @3 for each way."""
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter).parse_args()
    workspace = shipped()
    index = workspace.phrasebook.index
    phrases = [index.phrase(place) for place in range(len(index))]
    titled = [phrase for phrase in phrases if len(phrase.title) >= 4 and all(map(is_hanzi, phrase.title))]
    chance = random.Random(6)  # noqa: S311 - nothing secret
    ways: dict[str, Callable[[Phrase], str]] = {
        "two words in initials": lambda phrase: _two_words(phrase.title, chance),
        "initials with a slip": lambda phrase: _with_slip(_initials(phrase.title), chance),
    }
    for name, way in ways.items():
        asked = [(way(phrase), phrase.id) for phrase in titled for _ in range(TIMES)]
        found = [
            ([hit.phrase.id for hit in find(workspace, text, limit=3).hits], wanted) for text, wanted in asked
        ]
        first = sum(ids[:1] == [wanted] for ids, wanted in found) / len(found)
        third = sum(wanted in ids for ids, wanted in found) / len(found)
        print(f"{name:24} {len(found)} queries, recall@1 {first:.3f}  recall@3 {third:.3f}")


def _initials(title: str) -> str:
    return "".join(syllable[:1] for syllable in read(normalise(title)))


def _two_words(title: str, chance: random.Random) -> str:
    letters = _initials(title)
    words = [letters[:2], letters[-2:]]
    chance.shuffle(words)
    return " ".join(words)


def _with_slip(letters: str, chance: random.Random) -> str:
    at = chance.randrange(1, len(letters))
    if chance.random() < 0.5:
        return letters[: at - 1] + letters[at] + letters[at - 1] + letters[at + 1 :]
    return letters[:at] + chance.choice(_NEIGHBOURS[letters[at]]) + letters[at + 1 :]


if __name__ == "__main__":
    main()
