"""Whether a phrase is found by its own title, typed badly: python -m benchmarks.known_items [--size N]"""

from __future__ import annotations

import argparse
import random

from benchmarks import books
from qreply.phrasebook.model import Phrasebook
from qreply.search import Index
from qreply.text.normalize import is_hanzi, normalise
from qreply.text.pinyin import read

SAMPLED = 300


def main() -> None:
    """Print for each way of typing how often the phrase is among the first ten."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=10_000)
    phrases = books.made_up(parser.parse_args().size)
    index = Index.build(Phrasebook(phrases=phrases))
    chance = random.Random(11)  # noqa: S311 - nothing secret
    titled = [
        phrase for phrase in phrases if len(phrase.title) >= 6 and all(map(is_hanzi, normalise(phrase.title)))
    ]
    found: dict[str, list[bool]] = {}
    for phrase in chance.sample(titled, min(SAMPLED, len(titled))):
        for way, query in badly(phrase.title, chance).items():
            ids = [hit.phrase.id for hit in index.find(query, limit=10)]
            found.setdefault(way, []).append(phrase.id in ids)
    for way, hits in found.items():
        print(f"{way:24}{100 * sum(hits) / len(hits):6.1f} of 100 in the top ten")


def badly(title: str, chance: random.Random) -> dict[str, str]:
    """The title in several kinds of hurry."""
    plain = normalise(title)
    at = chance.randrange(len(plain))
    said = read(plain)
    letters = "".join(said)
    typo = chance.randrange(1, len(letters))
    return {
        "as it is": plain,
        "a character dropped": plain[:at] + plain[at + 1 :],
        "spaced pinyin": " ".join(said),
        "pinyin": letters,
        "a letter dropped": letters[:typo] + letters[typo + 1 :],
        "a letter wrong": letters[:typo] + chance.choice("aeiouhgn") + letters[typo + 1 :],
        "half hanzi": plain[: len(plain) // 2] + "".join(said[len(plain) // 2 :]),
        "initials": "".join(one[0] for one in said),
    }


if __name__ == "__main__":
    main()
