"""Write what the book does not answer as phrases to finish: asks filled in, no reply."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qreply.history.masking import MASK
from qreply.i18n import t
from qreply.phrasebook.writing.yaml_writer import Writer, comment
from qreply.reports.asking_sentences import asks, requests
from qreply.reports.coverage import Gap
from qreply.text.safety import clean_line

MAX_PHRASES = 200
_MAX_ASKS = 8
_LONGEST_ASK = 60  # characters; longer ones tell a story
_LONGEST_TITLE = 20
_SHORTEST_CLAUSE = 4  # characters; of 改成 ### nothing is left that asks
_BETWEEN_CLAUSES = re.compile(r"\W+")  # masks among them


def draft_of(gaps: Sequence[Gap], scenario: str) -> str:
    """Return a phrasebook file with a phrase for each gap, the commonest first.

    There are at most `MAX_PHRASES`. What was masked is left out of asks; a gap of which nothing else is left gets no
    phrase.
    """
    writer = Writer()
    parts = [comment(t("audit.draft-about")), comment(t("audit.draft-how"))]
    parts.append(comment(t("audit.draft-masked")))
    parts += [writer.entry("scenario", scenario), writer.entry("title", scenario), "phrases:\n"]
    titles: set[str] = set()
    for gap in gaps:
        asks = _asks_of(gap)
        if not asks or asks[0][:_LONGEST_TITLE] in titles:
            continue
        title = asks[0][:_LONGEST_TITLE]
        titles.add(title)
        about = t("audit.draft-asked", count=gap.group.count)
        if gap.nearest:
            about += t("audit.draft-nearest", title=clean_line(gap.nearest.title), id=gap.nearest.id)
        parts.append(comment(about, 2))
        parts.append(writer.item({"title": title, "asks": asks}, 2) + "    reply:\n")
        if len(titles) == MAX_PHRASES:
            break
    return "".join(parts) if titles else ""


def _asks_of(gap: Gap) -> list[str]:
    """List the ways in which it was asked, those without anything masked if there are any.

    Of others only the clauses that ask count: beside an address or a number stand names that no pattern knows.
    """
    texts = [text for text in map(clean_line, gap.group.texts) if len(text) <= _LONGEST_ASK]
    plain = [text for text in texts if MASK not in text]
    plain = plain or [clause for text in texts for clause in _asking_clauses(text)]
    return list(dict.fromkeys(filter(_has_words, plain)))[:_MAX_ASKS]


def _asking_clauses(text: str) -> list[str]:
    clauses = (clause for clause in _BETWEEN_CLAUSES.split(text) if len(clause) >= _SHORTEST_CLAUSE)
    return [clause for clause in clauses if asks(clause) or requests(clause)]


def _has_words(text: str) -> bool:
    return sum(map(str.isalpha, text)) >= 2
