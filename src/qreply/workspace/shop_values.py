"""What a shop has to say once for all replies: the list, and whether an answer will do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import NamedTuple

from qreply.errors import NotSavedError, SettingsError
from qreply.i18n import join_words, t
from qreply.phrasebook.limits import VALUE
from qreply.phrasebook.model import DEFAULT_PLATFORM, Phrase, Placeholder
from qreply.phrasebook.references import used_scope
from qreply.reply.value_forms import fits, fitted
from qreply.reply.values import ABSENT, is_valid
from qreply.search.storage.index_cache import IndexedPhrasebook
from qreply.settings.settings import Settings
from qreply.text.safety import clean_line
from qreply.workspace.customers import Customer


class ShopValue(NamedTuple):
    """One thing that a shop decides: what the book asks, and what the shop has said.

    `text` is empty where it has said nothing; `phrases` are the ids of the phrases that use it. A name that files
    declare differently has several patterns.
    """

    name: str
    ask: str
    example: str = ""
    kind: str = ""
    patterns: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    text: str = ""

    @property
    def is_missing(self) -> bool:
        """Tell whether the shop has not said anything yet."""
        return not self.text.strip()

    @property
    def is_absent(self) -> bool:
        """Tell whether the shop has said that it has none."""
        return self.text.strip() == ABSENT

    def problem_of(self, text: str) -> str:
        """Say why `text` is no answer, in the user's language; "" if it is one, as `没有` is."""
        text = text.strip()
        if not text or text == ABSENT:
            return ""
        if len(text) > VALUE or text != clean_line(text):
            return t("shop.not-a-line", name=self.name, limit=VALUE)
        if all(fits(fitted(text, pattern), pattern) for pattern in self.patterns):
            return ""
        wanted = t(f"shop.kind-{self.kind}") if self.kind else t("shop.kind-text")
        shown = t("shop.example", example=self.example) if self.example else ""
        return t("shop.misfit", name=self.name, wanted=wanted, example=shown)


def list_shop_values(phrasebook: IndexedPhrasebook, values: Mapping[str, str]) -> tuple[ShopValue, ...]:
    """List what the book leaves to the shop, by tabs and files, with the shop's `values`."""
    declared: dict[str, list[Placeholder]] = {}
    users: dict[str, list[str]] = {}
    for phrase in _phrases(phrasebook):
        own = {name: one for name, one in phrase.scope.placeholders.items() if one.from_shop}
        used = used_scope(phrase).placeholders if own else {}
        for name in filter(used.__contains__, own):
            users.setdefault(name, []).append(phrase.id)
            known = declared.setdefault(name, [])
            if own[name] not in known:
                known.append(own[name])
    return tuple(
        ShopValue(
            name,
            known[0].ask or name,
            known[0].example,
            known[0].kind,
            tuple(dict.fromkeys(one.pattern for one in known if one.pattern)),
            tuple(users[name]),
            values.get(name, ""),
        )
        for name, known in declared.items()
    )


def check_shop_values(known: tuple[ShopValue, ...], given: Mapping[str, str]) -> dict[str, str]:
    """Return `given` without blanks around.

    Raises SettingsError for the first name or answer that will not do.
    """
    by_name = {one.name: one for one in known}
    for name, text in given.items():
        if name not in by_name:
            near = get_close_matches(name, by_name, n=1, cutoff=0.4)
            hint = (
                t("command.settings.did-you-mean", near=near[0])
                if near
                else t("shop.unknown-value.hint", known=join_words(by_name))
            )
            raise SettingsError(t("shop.unknown-value", name=name), hint)
        if problem := by_name[name].problem_of(text):
            raise SettingsError(problem)
    return {name: text.strip() for name, text in given.items()}


def save_for_shop(settings: Settings, values: Mapping[str, str], *, name: str = "") -> Settings:
    """Write `values` to the settings file for the current shop; returns `settings` with them.

    Where there is no shop yet, one called `name` is made. Raises NotSavedError; may be called in any thread.
    """
    from qreply.settings.shop_writer import save_shop_values  # which needs yaml

    shop = settings.current_shop
    if shop is None and not name:
        raise NotSavedError(t("shop.no-shop"), t("shop.no-shop.hint"))
    platform = settings.platform or DEFAULT_PLATFORM
    saved = save_shop_values(settings.path, shop.name if shop else name, values, platform=platform)
    return settings._replace(shops=saved.shops)


def find_typed_for_shop(customer: Customer, values: Mapping[str, str]) -> dict[str, str]:
    """Return what the agent has typed for `customer` that is the shop's to give.

    That is for the draft, else the one before it, else the last reply. What the shop's `values` hold already,
    and what is no value of its placeholder, is not among it.
    """
    aside = next(reversed(customer.aside.values()), None)
    for draft in (customer.draft, aside, customer.last):
        declared = draft.phrase.scope.placeholders if draft else {}
        found = {
            name: value
            for name, text in (draft.typed if draft else {}).items()
            if name in declared and declared[name].from_shop
            if (value := fitted(text.strip(), declared[name].pattern)) and is_valid(value, declared[name])
            if values.get(name) != value
        }
        if found:
            return found
    return {}


def _phrases(phrasebook: IndexedPhrasebook) -> Iterator[Phrase]:
    """Yield all phrases, those of the first tab first."""
    index = phrasebook.index
    places = {scenario.name: place for place, scenario in enumerate(phrasebook.scenarios)}
    phrases = [index.phrase(place) for place in range(len(index))]
    yield from sorted(phrases, key=lambda phrase: places.get(phrase.scenario, len(places)))
