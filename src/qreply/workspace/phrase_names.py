"""Find the phrase that somebody names: by its id, its code, or the last part of its id."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qreply.errors import UnknownPhraseError
from qreply.i18n import join_words, t
from qreply.phrasebook.model import Phrase
from qreply.text.shell_quoting import quote_argument

if TYPE_CHECKING:
    from qreply.workspace.workspace import Workspace

_MAX_NAMED = 8  # phrases that an ambiguous name lists
_MAX_NEAR = 3  # names, which may be of one phrase


def find_named(workspace: Workspace, name: str) -> Phrase:
    """Return the phrase of this id, else the only one with this code or end of an id.

    Raises UnknownPhraseError, naming those that are meant or close.
    """
    index = workspace.phrasebook.index
    if (phrase := index.by_id(name)) is not None:
        return phrase
    phrases = [index.phrase(number) for number in range(len(index))]
    wanted = name.strip().lower()
    named = [phrase for phrase in phrases if wanted and wanted in _names_of(phrase)]
    if len(named) == 1:
        return named[0]
    if named:
        hint = t("command.ambiguous-id.hint", ids=join_words(phrase.id for phrase in named[:_MAX_NAMED]))
        raise UnknownPhraseError(t("command.ambiguous-id", name=name, count=len(named)), hint)
    from difflib import get_close_matches

    called = {each: phrase.id for phrase in phrases for each in (*_names_of(phrase), phrase.title.lower())}
    near = dict.fromkeys(called[each] for each in get_close_matches(wanted, called, n=_MAX_NEAR))
    if not near and "/" in wanted:  # of the scenario that is named
        scenario = wanted.partition("/")[0]
        near = dict.fromkeys(phrase.id for phrase in phrases if phrase.scenario == scenario)
    if near:
        hint = t("command.unknown-id.hint", near=join_words([*near][:_MAX_NAMED]))
    elif "/" in name:  # which no customer writes, so that nothing would be found
        hint = t("command.unknown-id.search")
    else:
        hint = t("command.unknown-id.find", query=quote_argument(name))
    raise UnknownPhraseError(t("command.unknown-id", id=name), hint)


def _names_of(phrase: Phrase) -> tuple[str, ...]:
    id_ = phrase.id.lower()
    return *map(str.lower, phrase.codes), id_, id_.rpartition("/")[2]
