"""Note what a lead should know of an update before it is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from difflib import get_close_matches

from qreply.exchange.batch import ImportNote
from qreply.exchange.import_limits import PLACES
from qreply.exchange.importer import flags_of
from qreply.exchange.near_duplicates import clashes
from qreply.exchange.placement import similar_scenario
from qreply.exchange.update_plan import PhraseChange, UpdatePlan
from qreply.i18n import join_words, t
from qreply.phrasebook.fragments import texts_of
from qreply.phrasebook.model import Phrase
from qreply.phrasebook.yaml_keys import PHRASE

_REFERENCES = ("next", "no-answer")


def review_update(plan: UpdatePlan, progress: Callable[[int, int], None]) -> None:
    """Note lost references, shared codes and asks, and what the rules say of new texts."""
    after = dict(plan.book.by_id)
    for change in plan.changes:
        if change.before and change.kind in ("removed", "moved"):
            after.pop(change.before.id, None)
    after |= {change.phrase.id: change.phrase for change in plan.changes if change.after}
    plan.notes += _lost_references(plan, after)
    plan.notes += _new_scenarios(plan)
    places = {change.phrase.id: change.place for change in plan.changes if change.after}
    said = [phrase for change in plan.changes if (phrase := _with_new_names(change))]
    new = {phrase.id for phrase in said}
    kept = (phrase for change in plan.changes if (phrase := _with_kept_names(change)))
    plan.notes += clashes([*(one for one in after.values() if one.id not in new), *kept], said, places)
    phrases = [phrase for change in plan.changes if (phrase := _with_new_texts(change, plan))]
    flags_of(phrases, places, plan.book.rules, plan.notes, progress=progress)


def _new_scenarios(plan: UpdatePlan) -> Iterator[ImportNote]:
    """Note each scenario that the book gets by the update."""
    titles = {scenario.name: scenario.title for scenario in plan.book.scenarios}
    known = set(titles)
    for change in plan.changes:
        if change.after and change.after.scenario not in known:
            known.add(name := change.after.scenario)
            close = similar_scenario(name, titles)
            near = t("exchange.meant", near=titles[close] or close) if close else ""
            yield ImportNote("doubtful", "new-scenario", change.place, {"scenario": name, "near": near})


def _lost_references(plan: UpdatePlan, after: Mapping[str, Phrase]) -> Iterator[ImportNote]:
    removed = {change.phrase.id: change.phrase for change in plan.changes if change.kind == "removed"}
    for key, phrase in removed.items():
        naming = [(one, column) for one in after.values() for column, name in _named(one) if name == key]
        if naming:
            values = {
                "id": key,
                "title": phrase.title,
                "count": str(len(naming)),
                "names": join_words(f"“{one.title}”（{one.id}）" for one, _ in naming[:PLACES]),
                "columns": join_words(dict.fromkeys(column for _, column in naming)),
            }
            yield ImportNote("doubtful", "still-named", values=values)
    for change in plan.changes:
        known = {name for _, name in _named(change.before)} if change.before else set()
        for column, name in _named(change.after) if change.after else ():
            if name not in after and name not in removed and name not in known:
                close = get_close_matches(name, after, 1, 0.75)
                near = t("exchange.meant", near=close[0]) if close else ""
                values = {"column": column, "written": name, "near": near}
                yield ImportNote("doubtful", "leads-nowhere", change.place, values)


def _named(phrase: Phrase) -> Iterator[tuple[str, str]]:
    """Yield the ids that the phrase names, each with the column that does."""
    columns = [PHRASE.by_name[key].chinese for key in _REFERENCES]
    yield from ((columns[0], name) for name in phrase.next)
    if phrase.no_answer:
        yield columns[1], phrase.no_answer


def _with_new_names(change: PhraseChange) -> Phrase | None:
    """Return the phrase with those of its codes and asks alone that it had not before."""
    if change.after is None or change.before is None:
        return change.after
    codes = [code for code in change.after.codes if code not in change.before.codes]
    asks = tuple(ask for ask in change.after.asks if ask not in change.before.asks)
    return change.after._replace(code=codes[0] if codes else "", more_codes=tuple(codes[1:]), asks=asks)


def _with_kept_names(change: PhraseChange) -> Phrase | None:
    """Return the phrase with those of its codes and asks alone that it had before."""
    if change.after is None or change.before is None:
        return None
    codes = [code for code in change.after.codes if code in change.before.codes]
    asks = tuple(ask for ask in change.after.asks if ask in change.before.asks)
    return change.after._replace(code=codes[0] if codes else "", more_codes=tuple(codes[1:]), asks=asks)


def _with_new_texts(change: PhraseChange, plan: UpdatePlan) -> Phrase | None:
    """Return the phrase with those of its texts alone that it had not before."""
    if change.after is None:
        return None
    known = set(texts_of(change.before)) if change.before else set()
    texts = [text for text in texts_of(change.after) if text not in known]
    if not texts:
        return None
    scope = plan.book.by_id[change.before.id].scope if change.before else change.after.scope
    return change.after._replace(wordings=tuple((text,) for text in texts), platform_wordings={}, scope=scope)
