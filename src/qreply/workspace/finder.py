"""Find phrases for the shop: by what is asked, by what was picked before, or by browsing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from qreply.phrasebook.limits import PAGE
from qreply.phrasebook.model import Phrase
from qreply.search.clauses import put_clauses_first, split_clauses
from qreply.search.pasted_message import MAX_QUESTION, CustomerMessage, read_message
from qreply.search.query import Query
from qreply.search.results import Hit, Results
from qreply.text.normalize import is_hanzi
from qreply.text.numbers import NAME_DIGITS

if TYPE_CHECKING:
    from qreply.workspace.workspace import Workspace

SCREEN_HITS = 50

_LONG_NUMBER = re.compile(rf"[0-9]{{{NAME_DIGITS},}}")
_MAX_NUMBERS = 20  # of a page, that are looked up

QUESTION_HANZI = 4  # from so many on a query is a question


def find(workspace: Workspace, query: str, *, scenario: str = "", limit: int = SCREEN_HITS) -> Results:
    """Return the best hits on this platform, and how many there are in each scenario.

    `query` is as it was typed or pasted. An empty one finds the starred phrases, what is used most at this hour,
    then the others by scenario, as the tabs have them: the books' files stand in the order of their names, which
    puts complaints first. A message that asks nothing, such as a bare link, finds only a phrase whose code it is. A
    damaged index is made anew, which reads the books.
    """
    message = read(workspace, query)
    query = _question_in(message, query)
    found = _find(workspace, query, scenario, limit)
    if workspace.phrasebook.index.damaged and workspace.rebuild_index():
        found = _find(workspace, query, scenario, limit)
    if not message.asks_nothing:
        return found
    coded = _coded(found.hits)
    return Results(coded, Counter(hit.phrase.scenario for hit in coded))


def _find(workspace: Workspace, query: str, scenario: str, limit: int) -> Results:
    if not query.strip():
        return _find_unasked(workspace, scenario, limit)
    index, platform = workspace.phrasebook.index, workspace.profile.platform
    picks = workspace.history.picks() if workspace.history else None
    learned = picks.learned if picks else None
    found = index.search(query, limit=limit, scenario=scenario, platform=platform, learned=learned)
    if (spelt := _spell_out(workspace, query)) != query:
        other = index.search(spelt, limit=limit, scenario=scenario, platform=platform, learned=learned)
        found = Results(
            _once([*_coded(found.hits), *other.hits, *found.hits])[:limit], other.counts or found.counts
        )
    hits = picks.reorder(Query.of(query), found.hits) if picks else found.hits
    if clauses := split_clauses(query):
        single = [
            index.search(clause, limit=2, scenario=scenario, platform=platform, learned=learned).hits
            for clause in clauses
        ]
        bests = [
            found[0]
            for clause, found in zip(clauses, single, strict=True)
            if is_answer(workspace, clause, found)
        ]
        hits = put_clauses_first(hits, bests)[:limit]
    return Results(hits, found.counts)


def _coded(hits: Sequence[Hit]) -> list[Hit]:
    """Return the hits whose code was typed."""
    return [hit for hit in hits if hit.best and hit.best.field == "code"]


def _find_unasked(workspace: Workspace, scenario: str, limit: int) -> Results:
    found = _browse(workspace, scenario, limit)
    if first := [Hit(phrase, 0.0, ()) for phrase in _habitual(workspace, scenario)]:
        return Results(_once([*first, *found.hits])[:limit], found.counts)
    return found  # whose phrases are not decoded yet


def _browse(workspace: Workspace, scenario: str, limit: int) -> Results:
    index, platform = workspace.phrasebook.index, workspace.profile.platform
    if scenario:
        return index.browse(limit=limit, scenario=scenario, platform=platform)
    counts = index.browse(limit=0, platform=platform).counts
    hits: list[Hit] = []
    for name in dict.fromkeys((*(tab.name for tab in workspace.phrasebook.scenarios), *counts)):
        if name in counts and len(hits) < limit:
            hits += index.browse(limit=limit - len(hits), scenario=name, platform=platform).hits
    return Results(hits, counts)


def _habitual(workspace: Workspace, scenario: str) -> list[Phrase]:
    """Return the starred phrases and those used most at this hour, as far as available here."""
    profile = workspace.profile
    used = workspace.history.picks().most_used(workspace.clock()) if workspace.history else ()
    shared = workspace.team.experience.favourites_of(profile.shop) if workspace.team else ()
    ids = dict.fromkeys((*workspace.favourites.ids, *shared, *used))
    return [
        phrase
        for phrase in map(workspace.phrasebook.index.by_id, ids)
        if phrase
        and phrase.scenario == (scenario or phrase.scenario)
        and phrase.available_on(profile.platform)
    ]


def _once(hits: Sequence[Hit]) -> list[Hit]:
    """Return the first hit of each phrase."""
    found: dict[str, Hit] = {}
    for hit in hits:
        found.setdefault(hit.phrase.id, hit)
    return list(found.values())


def count_available(workspace: Workspace) -> int:
    """Count the phrases that are meant for this platform: as many as can be found on it."""
    counts = workspace.phrasebook.index.browse(limit=0, platform=workspace.profile.platform).counts
    return sum(counts.values())


# -- what a text asks


def read(workspace: Workspace, text: str) -> CustomerMessage:
    """Return what `text`, typed or pasted, asks, and what in it is not the question."""
    own_names = tuple(filter(None, (workspace.profile.agent, workspace.profile.shop)))
    page, index = text[-PAGE:], workspace.phrasebook.index
    names = tuple(filter(index.has_number, dict.fromkeys(_LONG_NUMBER.findall(page)[:_MAX_NUMBERS])))
    message = read_message(page, own_names, names)
    if message.set_aside and message.question and index.has_code(text):
        return CustomerMessage(text)  # kk50000 looks like a number of somebody's order
    return message


def question_of(workspace: Workspace, text: str) -> str:
    """Return what `text` asks, which is searched for: the end of it where it asks nothing."""
    return _question_in(read(workspace, text), text)


def _question_in(message: CustomerMessage, text: str) -> str:
    return message.question or text[-MAX_QUESTION:]


def _spell_out(workspace: Workspace, query: str) -> str:
    """Return `query` with what is 双拼 in it written out, where the settings name a scheme."""
    if not workspace.settings.shuangpin:
        return query
    from qreply.text.shuangpin import spell_out

    return spell_out(query, workspace.settings.shuangpin)


# -- how surely it was answered


def is_answer(workspace: Workspace, query: str, hits: Sequence[Hit]) -> bool:
    """Tell whether the first of `hits`, found for `query`, is likely to be meant, not just near."""
    from qreply.search.confidence import ANSWERED

    return bool(_coded(hits[:1])) or confidence_of(workspace, query, hits) >= ANSWERED


def is_confident(workspace: Workspace, query: str, hits: Sequence[Hit]) -> bool:
    """Tell whether nothing is to be said against the first of `hits`.

    That is so of words in pinyin and of few hanzi, which are no question, of what stands first for more than its
    score (the central reply, what was picked for this query before), and of what answers the question.
    """
    is_question = sum(map(is_hanzi, query)) >= QUESTION_HANZI
    # Of several questions in one message each was asked by itself; as a whole they are quite like nothing.
    is_marked = bool(hits and hits[0].clause)
    is_put_first = len(hits) > 1 and hits[0].score < hits[1].score
    return not is_question or is_marked or is_put_first or is_answer(workspace, query, hits)


def confidence_of(workspace: Workspace, query: str, hits: Sequence[Hit]) -> float:
    """Return how surely the first of `hits` answers `query`.

    It is 0 where it does not answer it at all; at 1 there is no doubt.
    """
    from qreply.search.confidence import strength

    asked = Query.of(_spell_out(workspace, question_of(workspace, query)))
    return strength(asked, hits, len(workspace.phrasebook.index))
