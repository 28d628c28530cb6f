"""Whether the plainest messages bring a reply that answers them first: python -m benchmarks.plain"""

from __future__ import annotations

import argparse
from pathlib import Path

from benchmarks.pastes import shipped
from qreply.workspace.finder import find

MESSAGES = Path(__file__).resolve().parents[1] / "tests" / "data" / "plain_messages.tsv"


def messages() -> list[tuple[str, frozenset[str]]]:
    """Each message with the ids of the replies that answer it."""
    lines = MESSAGES.read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines if not line.startswith("#"))
    return [(text, frozenset(wanted.split(" "))) for text, wanted in rows]


def main() -> None:
    """Print how many are answered first and within three, and which are not."""
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter).parse_args()
    workspace = shipped()
    first = third = 0
    rows = messages()
    for text, wanted in rows:
        ids = [hit.phrase.id for hit in find(workspace, text, limit=3).hits]
        first += bool(wanted.intersection(ids[:1]))
        third += bool(wanted.intersection(ids))
        if not wanted.intersection(ids[:1]):
            print(f"  {text}: {', '.join(ids)}")
    print(f"{len(rows)} messages, first {first}, in three {third}; goal: 97 and 99")


if __name__ == "__main__":
    main()
