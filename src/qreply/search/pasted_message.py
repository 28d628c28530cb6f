"""Read what was pasted: the customer's question, and what stands around it."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from qreply.i18n import join_words, t
from qreply.search.evidence import FUNCTION_CHARACTERS
from qreply.text.normalize import is_hanzi

if TYPE_CHECKING:  # most keys are of messages that need neither
    from qreply.search.asides import Aside
    from qreply.search.conversation import Turn

# A message without any of these has nothing to be set aside.
_SUSPICIOUS = re.compile(
    r"\d{5}|\d[:：]\d|\d月\s?\d|\d[-/.]\d{1,2}[-/.]\d|\d[- ]\d{3}|[\n\[【「/&<>@=*^_:：¥￥€$#]|[A-Za-z]\.[A-Za-z]|"
    r"\S\.[a-zA-Z]{2,4}\b|[已未]读|送达|复制|打开|[x×]\s?\d|为您服务|^\s*[a-z]{2}\w{5}"
)

# A customer's last line is the question if it has so many telling characters; else the one before belongs to it.
# Two make a word: 那怎么办 has one, 退货 two.
_TELLING = 2
# A message without head lines is one message up to this length; of a longer page the last lines count.
# Customers' messages hardly ever have more than a hundred characters (one in 500 of the index's questions has 60).
MAX_QUESTION = 160

# Left over where something at the beginning or the end was taken out.
_MARKS = " \n，,。.；;、：:-—~～"

_HANZI_WORD = re.compile("[一-鿿]{2}")

# So many lines with nothing but fields make a card of goods or of an order.
_CARD_FIELDS = 2

_QUOTE = r"[「『“][^「」『』“”]{0,2000}[」』”]\s*\n\s*[-—=─ ]{4,}[ \t]*(?:\n|$)"
_QUOTED_LINE = r"(?m:^[ \t]*(?:[>＞|｜][ \t]|(?:引用|回复)[^\n:：]{0,20}[:：]).*$)"

_GREETING = (
    r"(?:亲亲?们?|您好|你好|hi|hello|在吗|在不在|在么|老板|客服|掌柜|店家|美女|帅哥|小姐姐|请问(?:一下)?"
    r"|麻烦(?:问|看)?一?下|想?问一?下)"
)
_GREETINGS = rf"(?i:\s*(?:{_GREETING}[呀啊哈哦]?[\s，,。.!！~～、:：]+)+)"
_THANKS = r"[\s，,。.!！?？~～、]+(?:谢谢|多谢|感谢|辛苦|麻烦)(?:了|您|你|啦|亲|老板|客服|大家){0,3}[\s，,。.!！~～]*$"

# Compiled where they are first used: that takes longer than finding a reply.
_compiled = cache(re.compile)


class CustomerMessage(NamedTuple):
    """A message taken apart: what is asked, what was `set_aside`, and the nick.

    The nick is known where a head line has it. `question` is empty where nothing is asked, as in a bare link.
    """

    question: str
    set_aside: tuple[Aside, ...] = ()
    nick: str = ""

    @property
    def asks_nothing(self) -> bool:
        """Tell whether all of it was set aside, as of a bare link."""
        return bool(self.set_aside) and not self.question

    @property
    def kinds(self) -> list[str]:
        """Return the kinds of what was set aside, each once."""
        return list(dict.fromkeys(aside.kind for aside in self.set_aside))


def set_aside_words(message: CustomerMessage) -> str:
    """Say in the user's language what was set aside; nothing where nothing was."""
    kinds = [t(f"question.{kind}") for kind in message.kinds]
    return t("question.set-aside", kinds=join_words(kinds)) if kinds else ""


@lru_cache(maxsize=8)  # a key asks for the same one several times
def read_message(
    text: str, own_names: Collection[str] = (), named_numbers: Collection[str] = ()
) -> CustomerMessage:
    """Take `text`, typed or pasted, apart.

    `own_names` are the agent's and the shop's; their lines are not part of a question. `named_numbers` are: they are
    names of something, such as 12315, and nobody's order.

    The time is linear in the text's length; a page of 10,000 characters takes some milliseconds.
    """
    if len(text) <= MAX_QUESTION and not _SUSPICIOUS.search(text):
        return CustomerMessage(_without_courtesy(text))
    from qreply.search.asides import Aside, take_out, without_numbers
    from qreply.search.conversation import turns_of

    set_aside: list[Aside] = []

    def note(hit: re.Match[str]) -> str:
        set_aside.append(Aside("quote", hit[0].strip()))
        return "\n"

    turns = turns_of(_compiled(_QUOTED_LINE).sub(note, _compiled(_QUOTE).sub(note, text)), own_names)
    chosen = _last_of_customer(turns, named_numbers)
    nick = next((turns[number].nick for number in reversed(chosen) if turns[number].nick), "")
    if not chosen:  # nothing is asked; what there is may still be told of
        chosen = [number for number, turn in enumerate(turns) if turn.speaker not in {"seller", "system"}][
            -1:
        ]
    if any(turn.nick or turn.speaker for turn in turns) or len(turns) > 1:
        set_aside.append(Aside("head", nick))
    for number, turn in enumerate(turns):
        if number not in chosen and turn.text:
            set_aside.append(Aside("reply" if turn.speaker == "seller" else "earlier", turn.text))
    lines: list[str] = []
    for number in chosen:
        text = turns[number].text
        plain, taken = take_out(text, named_numbers)
        set_aside += taken
        title, rest = _card_title(text.split("\n"), plain.split("\n"))
        set_aside += [Aside("goods", line) for line in title]
        lines += [line for line in rest if _has_words(line)]
    if sum(map(len, lines)) > MAX_QUESTION:
        kept = _last_lines(lines)
        set_aside += [Aside("earlier", line) for line in lines[: len(lines) - len(kept)]]
        lines = kept
    if not lines and chosen:
        lines = [
            line for line in without_numbers(turns[chosen[-1]].text).split("\n") if _HANZI_WORD.search(line)
        ]
        lines = [plain for line in lines if _has_words(plain := take_out(line)[0])]
    question = "\n".join(" ".join(line.split()) for line in lines).strip(_MARKS)
    return CustomerMessage(_without_courtesy(question), tuple(set_aside), nick)


def _card_title(before: Sequence[str], after: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the lines above the last field of a copied card, goods' titles, and the others.

    `after` is without fields.

    A card has two lines or more that were nothing but fields, and words of the customer's own below it.
    """
    fields = [at for at, line in enumerate(before) if _has_words(line) and not _has_words(after[at])]
    if len(fields) < _CARD_FIELDS or not any(map(_has_words, after[fields[-1] :])):
        return [], list(after)
    return list(filter(_has_words, after[: fields[-1]])), list(after[fields[-1] :])


def _last_of_customer(turns: Sequence[Turn], named_numbers: Collection[str]) -> list[int]:
    """Return the numbers of the customer's last turns, enough of them to know what is asked."""
    from qreply.search.asides import take_out

    chosen: list[int] = []
    words = ""
    for number in range(len(turns) - 1, -1, -1):
        turn = turns[number]
        if turn.speaker in {"seller", "system"}:
            if chosen and _telling(words):
                break
            continue
        plain, _ = take_out(turn.text, named_numbers)
        if not _has_words(plain):
            continue
        chosen.insert(0, number)
        words = plain + words
        if _telling(words) >= _TELLING:
            break
    return chosen


def _last_lines(lines: Sequence[str]) -> list[str]:
    """Return the last of `lines`, or of a single line's sentences, enough to know what is asked."""
    if len(lines) == 1:
        lines = [part for part in re.split(r"(?<=[。！？!?；;])|(?<=\s)", lines[0]) if part.strip()]
    kept: list[str] = []
    for line in reversed(lines):
        kept.insert(0, line)
        if _telling("".join(kept)) >= _TELLING:
            break
    return ["".join(kept)[-MAX_QUESTION:]] if sum(map(len, kept)) > MAX_QUESTION else kept


def _telling(text: str) -> int:
    """Return how many hanzi of `text` tell what it is about; a word in letters counts as two."""
    plain = _without_courtesy(text)
    hanzi = sum(is_hanzi(character) and character not in FUNCTION_CHARACTERS for character in plain)
    return hanzi + 2 * len(re.findall("[A-Za-z]{2,}", plain))


def _has_words(text: str) -> bool:
    return any(map(str.isalnum, text))


def _without_courtesy(text: str) -> str:
    """Return `text` without greetings before it and thanks behind, unless nothing else is left."""
    if text.isascii():
        return text
    greeting = _compiled(_GREETINGS).match(text)
    plain = _compiled(_THANKS).sub("", text[greeting.end() :] if greeting else text)
    if plain == text:
        return text
    hanzi = sum(is_hanzi(character) and character not in FUNCTION_CHARACTERS for character in plain)
    return plain if hanzi >= _TELLING else text
