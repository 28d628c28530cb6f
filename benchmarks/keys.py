"""How many keys an agent presses until the wanted reply is first: python -m benchmarks.keys [BOOK] [--without-fzf]

For each phrase its title is typed as initials and as pinyin, and its code if it has one; the fewest keys count. fzf
gets the same keys over lines of title, pinyin and initials. Then shorthand is checked: what must be in the top 3.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from statistics import mean, median

from qreply.phrasebook.loader import load
from qreply.phrasebook.model import Phrase
from qreply.search import Index
from qreply.text.normalize import normalise
from qreply.text.pinyin import read

Ranker = Callable[[str], list[str]]


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    shipped = Path(__file__).resolve().parents[1] / "phrasebook"
    parser.add_argument("book", nargs="?", type=Path, default=shipped)
    parser.add_argument("--without-fzf", action="store_true")
    arguments = parser.parse_args()
    book = load([arguments.book])
    index = Index.build(book)

    def find(query: str) -> list[str]:
        return [hit.phrase.id for hit in index.find(query, limit=10)]

    rankers: dict[str, Ranker] = {"qreply": find}
    if not arguments.without_fzf and shutil.which("fzf"):
        rankers["fzf"] = fzf(book.phrases)
    print(f"{len(book.phrases)} phrases; keys until the wanted reply is first")
    print(f"{'':8}{'mean':>7}{'median':>8}{'worst':>7}{'never':>7}{'characters a key':>18}")
    for name, ranker in rankers.items():
        report(name, book.phrases, ranker)
    print("\nshorthand: share in the top 3, those outnumbered by equals apart")
    for name, ranker in rankers.items():
        shorthand(name, book.phrases, ranker)


def syllables(title: str) -> list[str]:
    """The title's syllables; letters and digits stand for themselves."""
    plain = normalise(title)
    return [said or character for said, character in zip(read(plain), plain, strict=True) if character != " "]


def report(name: str, phrases: tuple[Phrase, ...], ranker: Ranker) -> None:
    """One line: the keys it takes with `ranker`."""
    counts, never, characters = [], 0, []
    for phrase in phrases:
        said = syllables(phrase.title)
        ways = ["".join(one[0] for one in said), "".join(said), phrase.code]
        fewest = min((keys for way in ways if (keys := keys_until_first(phrase.id, way, ranker))), default=0)
        if fewest:
            counts.append(fewest)
            characters.append(len(phrase.wordings[0][0]) / (fewest + 1))  # and Enter
        else:
            never += 1
    print(f"{name:8}{mean(counts):7.2f}{median(counts):8.0f}{max(counts):7}{never:7}{mean(characters):18.1f}")


def keys_until_first(wanted: str, typed: str, ranker: Ranker) -> int:
    """How many letters of `typed` bring `wanted` to the first place; 0 if all of them don't."""
    for length in range(1, len(typed) + 1):
        if ranker(typed[:length])[:1] == [wanted]:
            return length
    return 0


def shorthand(name: str, phrases: tuple[Phrase, ...], ranker: Ranker) -> None:
    """A line a kind of shorthand."""
    kinds: dict[str, Callable[[list[str]], str]] = {
        "initials": lambda said: "".join(one[0] for one in said),
        "pinyin": "".join,
        "2 initials": lambda said: "".join(one[0] for one in said[:2]),
        "3 initials": lambda said: "".join(one[0] for one in said[:3]),
        "2 syllables": lambda said: "".join(said[:2]),
        "3 syllables": lambda said: "".join(said[:3]),
    }
    for kind, shorten in kinds.items():
        typed = {phrase.id: shorten(syllables(phrase.title)) for phrase in phrases}
        whole = {
            phrase.id: kinds["initials" if "initials" in kind else "pinyin"](syllables(phrase.title))
            for phrase in phrases
        }
        good, missed = 0, []
        for wanted, query in typed.items():
            equals = sum(other.startswith(query) for other in whole.values())
            if equals <= 3:
                found = wanted in ranker(query)[:3]
                good += found
                if not found:
                    missed.append(query)
        judged = good + len(missed)
        print(f"{name:8}{kind:12}{good}/{judged} {' '.join(missed[:12])}")


def fzf(phrases: tuple[Phrase, ...]) -> Ranker:
    """fzf over a line a phrase: title, pinyin, initials, code."""
    lines, ids = [], {}
    for phrase in phrases:
        said = syllables(phrase.title)
        line = f"{phrase.title} {''.join(said)} {''.join(one[0] for one in said)} {phrase.code}"
        lines.append(line)
        ids[line] = phrase.id
    text = "\n".join(lines)
    known: dict[str, list[str]] = {}

    def rank(query: str) -> list[str]:
        if query not in known:
            done = subprocess.run(
                ["fzf", "--filter", query], input=text, capture_output=True, text=True, check=False
            )
            known[query] = [ids[line] for line in done.stdout.splitlines()[:10]]
        return known[query]

    return rank


if __name__ == "__main__":
    main()
