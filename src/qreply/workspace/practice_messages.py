"""Make the messages of a practice from the book's asks, varied as customers type.

The method: an ask that a customer could have sent is drawn, every reply as likely as the others, and goes through
some of the changes below, each with its own chance. They are what an input method and a hurry do to a sentence, and
none changes what is asked: another particle at the end, an opening, other punctuation, a character of the same
sound, a character left out, another number of as many digits.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from qreply.errors import QReplyError
from qreply.i18n import t
from qreply.phrasebook.model import Phrase
from qreply.text.normalize import is_hanzi
from qreply.text.pinyin import sound, usual_reading
from qreply.workspace.workspace import Workspace

MESSAGES = 20  # that one practises with, where nobody says
_OFFERED = 3  # characters of a sound that an input method shows before one must look for more
MIN_HANZI = 4  # shorter asks are agents' shorthand as often as customers' words
_MIN_LEFT_OUT = 8  # hanzi from which on one may be missing

# Who speaks of a customer is none.
_AGENTS_WORDS = re.compile("顾客|客户|买家|话术|怎么回复?$")

_OPENINGS = (
    "亲，",
    "亲 ",
    "老板，",
    "你好，",
    "您好 ",
    "在吗 ",
    "请问",
    "问一下，",
    "那个…",
    "客服，",
    "美女，",
    "hello ",
)
_ASKING = ("吗", "嘛", "么", "吗？", "吗？？")
_SAYING = ("啊", "呀", "哦", "哈", "呢", "啦", "")
_ENDS = ("？", "？？", "?", "。", "。。", "…", "~", "！", "!!", "😭", "🙏", "[流泪]", "")
_LEFT_OUT = 0.25  # of the slips
_PARTICLES = "啊呀哦哈呢啦嘛"
_STRONG = "不没别无未非换退补改取"  # without which another thing is asked

# How often each change is made, of 1.
_CHANCES: Mapping[str, float] = {
    "particle": 0.4,
    "opening": 0.3,
    "end": 0.5,
    "comma": 0.5,
    "slip": 0.45,
    "number": 0.7,
}


@dataclass(frozen=True, slots=True)
class PracticeMessage:
    """What a customer says, and the ids of the phrases that answer it.

    There are no ids where nobody has said which do.
    """

    text: str
    answers: frozenset[str] = frozenset()


def messages_for(
    workspace: Workspace, count: int, random: Random, scenario: str = ""
) -> list[PracticeMessage]:
    """Make messages from the asks of what may be sent here.

    Raises QReplyError where there are none.
    """
    index = workspace.phrasebook.index
    phrases = (index.phrase(number) for number in range(len(index)))
    platform = workspace.profile.platform
    offered = [one for one in phrases if one.available_on(platform) and scenario in ("", one.scenario)]
    found = make_messages(offered, count, random)
    if not found:
        raise QReplyError(t("practice.no-messages"))
    return found


def make_messages(phrases: Iterable[Phrase], count: int, random: Random) -> list[PracticeMessage]:
    """Make `count` messages for `phrases`, no reply again before all had their turn.

    There are none where no phrase has asks. A reply and its no-answer are both right: who practises cannot know what
    the shop has.
    """
    phrases = list(phrases)
    asks = {
        phrase.id: found for phrase in phrases if (found := [ask for ask in phrase.asks if _is_said(ask)])
    }
    owners: dict[str, set[str]] = defaultdict(set)
    for phrase_id, own in asks.items():
        for ask in own:
            owners[ask].add(phrase_id)
    for yes, no in ((phrase.id, phrase.no_answer) for phrase in phrases if phrase.no_answer):
        for answers in owners.values():
            if not answers.isdisjoint((yes, no)):
                answers.update((yes, no))
    homophones = _homophones_in(owners)
    messages: list[PracticeMessage] = []
    while asks and len(messages) < count:
        for phrase_id in random.sample(sorted(asks), min(len(asks), count - len(messages))):
            ask = random.choice(asks[phrase_id])
            messages.append(PracticeMessage(vary(ask, random, homophones), frozenset(owners[ask])))
    return messages


def vary(ask: str, random: Random, homophones: Mapping[str, Sequence[str]]) -> str:
    """Return `ask` as another customer would type it."""
    changes: tuple[tuple[str, Callable[[str], str]], ...] = (
        ("number", lambda text: _with_other_numbers(text, random)),
        ("slip", lambda text: _with_slip(text, random, homophones)),
        ("particle", lambda text: _with_particle(text, random)),
        ("comma", lambda text: re.sub("[，,]", random.choice((" ", "，", "")), text)),
        ("opening", lambda text: random.choice(_OPENINGS) + text),
        ("end", lambda text: text.rstrip("？?。！!~") + random.choice(_ENDS)),
    )
    text = ask
    for name, change in changes:
        if random.random() < _CHANCES[name]:
            text = change(text)
    return text


def _is_said(ask: str) -> bool:
    return sum(map(is_hanzi, ask)) >= MIN_HANZI and not _AGENTS_WORDS.search(ask)


def _homophones_in(asks: Iterable[str]) -> dict[str, list[str]]:
    """Return others of the same sound for each character of `asks`, those often written first.

    An input method offers what is often written, and that is what is picked by mistake.
    """
    counts = Counter(character for ask in asks for character in ask if is_hanzi(character))
    by_sound: dict[str, list[str]] = defaultdict(list)
    for character, _ in counts.most_common():
        if reading := usual_reading(character):
            by_sound[sound(reading)].append(character)
    return {
        character: [other for other in alike if other != character]
        for alike in by_sound.values()
        for character in alike
    }


def _with_other_numbers(text: str, random: Random) -> str:
    def another(hit: re.Match[str]) -> str:
        digits = hit[0]
        return str(random.randint(1, 9)) + "".join(str(random.randint(0, 9)) for _ in digits[1:])

    return re.sub(r"(?<![\d.])[1-9]\d*(?![\d.年月日号点])", another, text)


def _with_slip(text: str, random: Random, homophones: Mapping[str, Sequence[str]]) -> str:
    """Put in one slip: a character of the same sound, or one left out.

    There is only one, since nobody could read a message with two.
    """
    if random.random() < _LEFT_OUT:
        return _without_one(text, random)
    return _with_homophone(text, random, homophones)


def _without_one(text: str, random: Random) -> str:
    places = [at for at, character in enumerate(text) if is_hanzi(character) and character not in _STRONG]
    if len(places) < _MIN_LEFT_OUT:
        return text
    at = random.choice(places[1:-1])
    return text[:at] + text[at + 1 :]


def _with_homophone(text: str, random: Random, homophones: Mapping[str, Sequence[str]]) -> str:
    places = [
        at for at, character in enumerate(text) if character not in _STRONG and homophones.get(character)
    ]
    if not places:
        return text
    at = random.choice(places)
    return text[:at] + random.choice(homophones[text[at]][:_OFFERED]) + text[at + 1 :]


def _with_particle(text: str, random: Random) -> str:
    body = text.rstrip("？?。！!~ ")
    if body.endswith(("吗", "么")) and not body.endswith(("什么", "怎么", "那么")):
        return body[:-1] + random.choice(_ASKING)
    return body.rstrip(_PARTICLES) + random.choice(_SAYING)
