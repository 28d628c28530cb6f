"""Find the questions that customers asked among a log's messages, and count them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from qreply.errors import SettingsError
from qreply.i18n import join_words, t
from qreply.reports.log_tables import Message
from qreply.search.evidence import FUNCTION_CHARACTERS
from qreply.search.pasted_message import read_message
from qreply.text.normalize import fold, is_hanzi
from qreply.text.safety import clean_line

LeftOut = Literal["seller", "system", "courtesy", "answer", "wordless"]

# Who takes turns with several others, with half of all there are, and no one else with nearly as many, serves them.
_FEWEST_SERVED = 2

# A question says what it is about by so many hanzi: 有货吗 does, 可以吗 does not.
_FEWEST_TELLING = 1

# What stands before a question and asks nothing is its context, up to so many clauses: 我昨天买的，蓝色的，什么时候发
_CONTEXT = 2

_LONGEST_LINE = 1000  # characters; what is longer is a text that was pasted, of which the beginning does

_SENTENCES = re.compile(r"([。!！?？\n]+|(?<![A-Za-z0-9])\.+|…+|[~～]+)")
_CLAUSES = re.compile(r"[，,；;、]\s*|(?<![A-Za-z0-9])\s+|\s+(?![A-Za-z0-9])")
_INTERROGATIVE = re.compile(
    "[吗嘛么]$|呢$|什么|啥|怎么|怎样|咋|多久|多少|多[大长高重宽厚快]|几[天号时点个件张年次月日]|何时|哪|谁|可否|能否|是否"
    "|有无|([一-鿿])[不没]\\1|[没不否]$|\\b(?:how|when|what|where|which|why|who|can|could|do|does|is|are)\\b"
)
_REQUEST = re.compile(
    "我要|我想|想要|要求|帮我|帮忙|给我|麻烦|退[款货钱差换了]|换[货个成]|改[地成]|修改|取消|补[发差寄]|赔|投诉|差评|举报|催"
    "|破|坏|(?<!不)错|漏|少了|缺|掉色|没收到|没到|没发|没货|还没|收不到|不到|不能|不了|不对|不好|不行|不合适|不想|不要|不动|不亮"
)
# Asking nothing by themselves, they belong to the clause before.
_DEPENDENT = re.compile(
    "^(?:那|这|又)?(?:是|应该)?(?:怎么办|怎么回事|咋办|咋回事|为什么|什么情况|可以吗|行吗|好吗|对吗|是吗|能吗)呢?$"
)
# Atomic, so that no row of 嗯嗯嗯 keeps it busy.
_COURTESY = re.compile(
    "(?>亲|在(?:吗|不在|么|嘛)|有人(?:在吗|吗)?|你好|您好|hi|hello|哈[喽罗]|好[的滴嘞吧]?|[嗯哦噢喔哈呵嘿]|ok|k|行|可以|没事|没关系"
    "|不用|知道|明白|了解|收到|谢|多谢|感谢|辛苦|麻烦|不客气|客气|拜拜|再见|晚安|[早晚]上好|[早午]安|是|对|没有|没|有"
    "|[啦了的啊呀吧你您]|老板|客服|店家|小姐姐|稍?等(?:一?下)?|那?就这样|先这样|thanks?|thankyou|yes|no)++"
)
_NO_WORD = re.compile(r"[\W_]+")


@dataclass
class CustomerQuestions:
    """What customers asked, and how often.

    `lines` is how many they wrote; `left_out` counts what is no question; `served_by` are nicks taken for ours.
    """

    counts: Counter[str] = field(default_factory=Counter)
    lines: int = 0
    left_out: Counter[LeftOut] = field(default_factory=Counter)
    served_by: tuple[str, ...] = ()

    def add(self, other: CustomerQuestions) -> None:
        """Add what another log holds."""
        self.counts += other.counts
        self.lines += other.lines
        self.left_out += other.left_out
        self.served_by = tuple(dict.fromkeys((*self.served_by, *other.served_by)))


def questions_of_list(messages: Iterable[Message]) -> CustomerQuestions:
    """Return the questions of a list, each line of which stands by itself."""
    found = CustomerQuestions()
    for message in messages:
        found.lines += message.count
        _put(found, _plain_words(message.text), message.count, is_answer=False)
    return found


def questions_of_talks(messages: Sequence[Message], own_names: Collection[str] = ()) -> CustomerQuestions:
    """Return what customers ask in conversations; `own_names` are those of the shop's people.

    What one customer writes before we answer is read as one: lines that ask nothing belong to the question behind them,
    and to our question they are the answer. Raises SettingsError where nothing tells customers from our own.
    """
    found = CustomerQuestions()
    own = {*own_names, *(guessed := _find_servers(messages, own_names))}
    found.served_by = guessed
    waiting: dict[str, tuple[str, list[str]]] = {}
    we_asked: dict[str, bool] = defaultdict(bool)

    def flush(talk: str) -> None:
        _, lines = waiting.pop(talk, ("", []))
        if lines:
            _put(found, "\n".join(lines), 1, is_answer=we_asked[talk])
            we_asked[talk] = False

    for message in messages:
        talk = message.talk
        if message.speaker == "system" or not (message.speaker or message.nick):
            found.left_out["system"] += 1
        elif message.speaker == "seller" or message.nick in own:
            flush(talk)
            found.left_out["seller"] += 1
            we_asked[talk] = _asks_back(message.text)
        else:
            if waiting.get(talk, (message.nick,))[0] != message.nick:
                flush(talk)
                we_asked[talk] = False
            found.lines += message.count
            words = _plain_words(message.text)
            if message.count > 1:  # a list of what was asked how often, with us in it: no talk
                _put(found, words, message.count, is_answer=False)
            elif words:
                waiting.setdefault(talk, (message.nick, []))[1].append(words)
            else:
                found.left_out["wordless"] += 1
                we_asked[talk] &= talk in waiting  # a picture may be all of the answer
    for talk in [*waiting]:
        flush(talk)
    return found


def split_questions(text: str) -> list[str]:
    """Split what a customer wrote into questions; what asks nothing stays whole.

    Greetings and thanks go. A question that does not say what about has its context with it.
    """
    questions: list[str] = []
    context: list[str] = []
    for words, asks in _clauses_of(text):
        if not asks:
            context.append(words)
        elif _stands_alone(words):
            questions.append(words)
            context = []
        elif questions and not context:
            questions[-1] += f"，{words}"
        else:
            questions.append("，".join([*context[-_CONTEXT:], words]))
            context = []
    if context and questions and not _stands_alone(questions[-1]):
        questions[-1] = "，".join([questions[-1], *context[:_CONTEXT]])
    return questions or (["，".join(context)] if context else [])


def _put(found: CustomerQuestions, words: str, count: int, *, is_answer: bool) -> None:
    """Count the questions in a customer's lines; if `is_answer`, the first answers ours."""
    if not words.strip():
        found.left_out["wordless"] += count
        return
    lines = words.splitlines()
    kept = [line for line in lines if not _is_courtesy(line)]
    found.left_out["courtesy"] += count * (len(lines) - len(kept))
    if is_answer:
        asking = [line for at, line in enumerate(kept) if _asks(line) or (at and _REQUEST.search(fold(line)))]
        found.left_out["answer"] += count * (len(kept) - len(asking))
        kept = asking
    for question in split_questions("\n".join(kept)):
        found.counts[question] += count


def _asks(text: str) -> bool:
    plain = fold(text).strip()
    return "?" in plain or any(map(_INTERROGATIVE.search, _CLAUSES.split(plain)))


def _stands_alone(words: str) -> bool:
    """Tell whether a question says by itself what it is about."""
    telling = sum(is_hanzi(character) and character not in FUNCTION_CHARACTERS for character in words)
    latin = len(re.findall("[A-Za-z]{2,}", words))
    return (telling >= _FEWEST_TELLING or latin > 1) and not _DEPENDENT.search(words)


def _is_courtesy(words: str) -> bool:
    return bool(_COURTESY.fullmatch(_NO_WORD.sub("", fold(words))))


def _plain_words(text: str) -> str:
    """Take away from each line what the screen sets aside: links, numbers, pictures."""
    lines = (
        clean_line(read_message(line[:_LONGEST_LINE]).question) for line in text.splitlines() if line.strip()
    )
    return "\n".join(line for line in lines if any(map(str.isalpha, line)))


def _clauses_of(text: str) -> Iterator[tuple[str, bool]]:
    """Yield clauses, and whether each asks; a sentence that only complains is one clause."""
    parts = _SENTENCES.split(text)
    for sentence, end in zip(parts[::2], [*parts[1::2], ""], strict=True):
        clauses = [clause for clause in _CLAUSES.split(sentence) if clause and not _is_courtesy(clause)]
        marked = [bool(_INTERROGATIVE.search(fold(clause))) for clause in clauses]
        if any(marked):
            yield from zip(clauses, marked, strict=True)
        elif clauses:
            whole = "，".join(clauses)
            yield whole, "?" in end or "？" in end or bool(_REQUEST.search(fold(whole)))


def _asks_back(text: str) -> bool:
    plain = fold(text)
    return "?" in plain or bool(
        re.search("[吗呢]$|[吗呢][,~。!\n ]|什么|哪|多少|提供|告诉|发一下|报一下|说一下|方便", plain)
    )


def _find_servers(messages: Sequence[Message], own_names: Collection[str]) -> tuple[str, ...]:
    """Find who is ours where nothing tells: who takes turns with most of the others.

    Raises SettingsError where several nicks talk and nothing tells.
    """
    speakers: dict[str, str] = {}
    for message in messages:
        if message.nick and message.nick not in own_names:
            speakers.setdefault(message.nick, message.speaker)
    unknown = Counter(
        message.nick for message in messages if message.nick and not speakers.get(message.nick, "x")
    )
    is_told = any(message.speaker == "seller" or message.nick in own_names for message in messages)
    partners = _partners(
        [message.nick for message in messages if speakers.get(message.nick) in {"", "customer"}]
    )
    ranked = sorted(partners, key=lambda nick: -len(partners[nick]))
    if ranked and ranked[0] in unknown:
        most, second = (len(partners[nick]) for nick in (*ranked[:2], ranked[0])[:2])
        if most >= _FEWEST_SERVED and 2 * most >= len(speakers) - 1 and most >= 2 * second:
            return (ranked[0],)
    if is_told or len(unknown) < 2 - ("customer" in speakers.values()):
        return ()
    if len(unknown) == 1:  # who talks with customers that are told
        return tuple(unknown)
    known = join_words(t("report.counted", text=nick, count=count) for nick, count in unknown.most_common(8))
    raise SettingsError(t("audit.who-is-ours"), t("audit.who-is-ours.hint", known=known))


def _partners(nicks: Sequence[str]) -> dict[str, set[str]]:
    """Return with whom each takes turns in both orders: two talks meet in one order only."""
    pairs = {(first, second) for first, second in pairwise(nicks) if first != second}
    found: dict[str, set[str]] = defaultdict(set)
    for first, second in pairs:
        if (second, first) in pairs:
            found[first].add(second)
    return found
