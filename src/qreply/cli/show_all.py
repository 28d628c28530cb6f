"""Run `qreply show --all`: one reply on every platform, in every shop and wording."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from qreply.cli.streams import as_json, say
from qreply.i18n import join_words, t
from qreply.phrasebook.lint import MESSAGE_LIMITS
from qreply.phrasebook.model import PLATFORMS, Phrase
from qreply.reply.values import ValueSources
from qreply.settings.settings import Settings
from qreply.text.safety import clean
from qreply.workspace.workspace import Workspace


class _Place(NamedTuple):
    """A platform, and a shop or "" where there are none."""

    platform: str
    shop: str


class _Message(NamedTuple):
    """A message as it would leave; `place` is which of how many, of which wording of how many."""

    text: str
    remarks: tuple[str, ...]
    is_refused: bool
    wording: tuple[int, int]
    message: tuple[int, int]


def print_all(
    workspace: Workspace, phrase: Phrase, values: Mapping[str, str], *, shop: str = "", json: bool
) -> int:
    """Print the phrase as it is everywhere; return 3 if somewhere it must not leave.

    A platform in the settings, and a `shop`, are the only ones.
    """
    settings = workspace.settings
    limits = {**MESSAGE_LIMITS, **settings.limits}
    found: dict[tuple[_Message, ...], list[_Place]] = {}
    for place in _places(settings, phrase, shop):
        shops = settings.shops if place.shop else ()  # which are others' on a platform that has none
        given = settings._replace(shop=place.shop, platform=place.platform, shops=shops)
        there = Workspace(workspace.phrasebook, given, workspace.clock)
        found.setdefault(tuple(_messages(there, phrase, values)), []).append(place)
    if json:
        print(as_json([_as_json(place, each, limits) for each, places in found.items() for place in places]))
    else:
        for each, places in found.items():
            _print_messages(places, each, limits)
        meant = [settings.platform] if settings.platform else PLATFORMS
        left_out = [t(f"platform.{name}") for name in meant if not phrase.available_on(name)]
        if left_out:
            say(t("reply.not-there", platforms=join_words(left_out)))
    return 3 if any(message.is_refused for each in found for message in each) else 0


def _places(settings: Settings, phrase: Phrase, shop_name: str) -> Iterator[_Place]:
    """Yield the platforms that are meant, with the shops that are on them."""
    shops = [shop for shop in settings.shops if shop_name in ("", shop.name)]
    meant: Iterable[str] = [settings.platform] if settings.platform else PLATFORMS
    if shop_name and not settings.platform:
        meant = dict.fromkeys(shop.platform for shop in shops)
    for platform in filter(phrase.available_on, meant):
        there = [shop for shop in shops if shop.platform == platform or shop_name]
        yield from (_Place(platform, shop.name) for shop in there)
        if not there:
            yield _Place(platform, "")


def _messages(workspace: Workspace, phrase: Phrase, values: Mapping[str, str]) -> Iterator[_Message]:
    wordings = phrase.wordings_on(workspace.profile.platform)
    for number, wording in enumerate(wordings, 1):
        for index, message in enumerate(wording, 1):
            rendered = workspace.prepare(phrase, message, ValueSources(typed=values))
            remarks = [finding.describe(rendered.text) for finding in rendered.findings]
            if rendered.refusal and rendered.refusal not in remarks:
                remarks.insert(0, rendered.refusal)
            yield _Message(
                clean(rendered.text),
                tuple(remarks),
                any(finding.blocks for finding in rendered.findings),
                (number, len(wordings)),
                (index, len(wording)),
            )


def _print_messages(places: list[_Place], messages: tuple[_Message, ...], limits: Mapping[str, int]) -> None:
    platforms = dict.fromkeys(t(f"platform.{place.platform}") for place in places)
    shops = dict.fromkeys(place.shop for place in places if place.shop)
    print(" · ".join(filter(None, (join_words(platforms), clean(join_words(shops))))))
    limit = min((limits[place.platform] for place in places if place.platform in limits), default=0)
    for message in messages:
        head = [t("reply.length-of", count=len(message.text), limit=limit)] if limit else []
        head = head or [t("reply.length", count=len(message.text))]
        if message.wording[1] > 1:
            head.insert(0, t("reply.wording-of", number=message.wording[0], count=message.wording[1]))
        if message.message[1] > 1:
            head.insert(1, t("reply.message-of", number=message.message[0], count=message.message[1]))
        if limit and len(message.text) > limit:
            head.append(t("reply.too-long"))
        print(f"  [{join_words(head)}]")
        print("\n".join(f"  {line}" for line in message.text.split("\n")))
        for remark in message.remarks:
            print(clean(f"  ! {remark}"))
    print()


def _as_json(place: _Place, messages: tuple[_Message, ...], limits: Mapping[str, int]) -> dict[str, object]:
    return {
        "platform": place.platform,
        "shop": place.shop,
        "limit": limits.get(place.platform),
        "messages": [
            {
                "wording": message.wording[0],
                "message": message.message[0],
                "text": message.text,
                "length": len(message.text),
                "remarks": message.remarks,
            }
            for message in messages
        ],
    }
