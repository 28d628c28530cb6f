"""Whether `qreply audit` says the truth, groups well and counts well: python -m benchmarks.audit [--sample N]"""

from __future__ import annotations

import argparse
from collections import Counter
from dataclasses import replace

from benchmarks import jd
from qreply.reports.clustering import groups
from qreply.reports.customer_questions import questions_of_list
from qreply.reports.log_tables import Message
from qreply.search import Index
from qreply.search.confidence import ANSWERED, strength
from qreply.search.query import Query

THRESHOLDS = (0.4, ANSWERED, 0.6, 0.7, 0.8)


def main() -> None:
    """Print, for books that hold a part of the intents, what is said to be answered beside what is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sample", type=int, default=1, help="only every Nth question")
    asked = [question for question in jd.questions() if question.kind == "zh"]
    asked = asked[:: parser.parse_args().sample]
    print("answered: truly (among the first three hits), said so, and how many of these said so are right")
    print(f"{'asks':>5}{'phrases':>9}{'truly':>8}", *(f"{f'at {one}':>15}" for one in THRESHOLDS))
    for asks in (3, 10):
        for step, kept in ((4, 1), (2, 1), (4, 3), (1, 1)):
            book = jd.book(asks)
            phrases = tuple(one for at, one in enumerate(book.phrases) if at % step < kept)
            _print_book(Index.build(replace(book, phrases=phrases)), asks, asked)
    _print_groups(asked)
    _print_counts(asked)


def _print_book(index: Index, asks: int, asked: list[jd.Question]) -> None:
    found = []
    for question in asked:
        hits = index.find(question.text, limit=3)
        truly = question.intent in [hit.phrase.id for hit in hits]
        found.append((strength(Query.of(question.text), hits, len(index)), truly))
    cells = []
    for threshold in THRESHOLDS:
        said = [truly for strong, truly in found if strong >= threshold]
        cells.append(f"{len(said) / len(found):7.3f} {sum(said) / max(len(said), 1):7.3f}")
    share = sum(truly for _, truly in found) / len(found)
    print(f"{asks:5}{len(index):9}{share:8.3f}", *cells)


def _print_groups(asked: list[jd.Question]) -> None:
    intents = {question.text: question.intent for question in asked}
    together = [group.texts for group in groups(dict.fromkeys(intents, 1)) if len(group.texts) > 1]
    grouped = sum(map(len, together))
    right = sum(Counter(map(intents.__getitem__, texts)).most_common(1)[0][1] for texts in together)
    print(f"\n{grouped / len(intents):.3f} of the questions stand in {len(together)} groups of several,")
    print(f"{right / grouped:.3f} of these with their group's commonest intent")


def _print_counts(asked: list[jd.Question]) -> None:
    counts = Counter(questions_of_list([Message("", "", one.text)]).counts.total() for one in asked)
    several = sum(count for number, count in counts.items() if number > 1)
    print(f"\nof {len(asked)} lines {several} count as several questions, {counts[0]} as none")


if __name__ == "__main__":
    main()
