"""Whether what the book lacks is told from what it covers: python -m benchmarks.topics"""

from __future__ import annotations

import argparse
from pathlib import Path

from benchmarks.pastes import shipped
from qreply.search.confidence import ANSWERED
from qreply.workspace.finder import confidence_of, find

QUESTIONS = Path(__file__).resolve().parents[1] / "tests" / "data" / "topics.tsv"
THRESHOLDS = (0.4, ANSWERED, 0.6, 0.7, 0.8)


def confidences() -> tuple[list[float], list[float]]:
    """How surely the covered questions, and those of missing topics, are answered by the shipped book."""
    workspace = shipped()
    found: tuple[list[float], list[float]] = ([], [])
    for line in QUESTIONS.read_text("utf-8").splitlines():
        kind, _, text = line.partition("\t")
        if text:
            found[kind == "-"].append(confidence_of(workspace, text, find(workspace, text).hits))
    return found


def main() -> None:
    """Print the shares shown as answered at several thresholds."""
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter).parse_args()
    covered, missing = confidences()
    for least in THRESHOLDS:
        kept, shown = (sum(one >= least for one in ones) / len(ones) for ones in (covered, missing))
        print(
            f"at {least}: covered {kept:.3f}, missing {shown:.3f}{'  (in use)' if least == ANSWERED else ''}"
        )


if __name__ == "__main__":
    main()
