"""Find the questions that customers asked among a log's messages, and count them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from qreply.errors import SettingsError
from qreply.history.masking import MASK, find_names, mask_text, names_of_nick
from qreply.i18n import join_words, t
from qreply.reports.asking_sentences import asks, count_telling, is_courtesy, requests, split_questions
from qreply.reports.log_tables import Message
from qreply.reports.speaker_columns import is_customers_role
from qreply.search.pasted_message import read_message
from qreply.text.normalize import fold
from qreply.text.safety import clean_line

LeftOut = Literal["seller", "system", "courtesy", "answer", "wordless", "sum"]

NOBODY = frozenset(("无", "没有", "none"))
"""Names that say that all who write are customers."""

# Who takes turns with several others, with half of all there are, and no one else with nearly as many, serves them.
_FEWEST_SERVED = 2

# Customers are told by their role where that stands before one in so many messages; a quoted line is no rule.
_FEWEST_TOLD = 5

# With so few telling hanzi beside an address a line is but the rest of it: 收货地址, a name that nothing announces.
_FEW_TELLING = 4

# Most lines have none of these, and need not be looked at for addresses and names.
_PART = "[省市区县旗镇乡村屯路街道巷弄里苑园厦场号栋幢座室楼层组队]"
_MAY_BE_PERSONAL = re.compile(
    f"{_PART}.*{_PART}|地址|住|家在|[件货]人|联系人|姓|名|叫|@|艾特|信号?|[a-z]{{2}}|\\d{{7}}", re.IGNORECASE
)

# Our questions, and what we ask customers to tell.
_ASKS_BACK = re.compile(
    "[吗呢]$|[吗呢][,~。!\n ]|什么|哪|多少|提供|告诉|[发报说给填]一?下|[发给]我|留[个一下]|方便|地址|电话|手机号|姓名"
)

_LONGEST_LINE = 1000  # characters; what is longer is a text that was pasted, of which the beginning does


@dataclass
class CustomerQuestions:
    """What customers asked, and how often.

    `lines` is how many they wrote; `left_out` counts what is no question; `served_by` are nicks taken for ours;
    `unclear` are counts that are none; `unread` names the sheets that hold no questions; `names` are customers' and
    whoever else's the log tells, which nothing announces in other places; `speakers` are the nicks of all who write.
    """

    counts: Counter[str] = field(default_factory=Counter)
    lines: int = 0
    left_out: Counter[LeftOut] = field(default_factory=Counter)
    served_by: tuple[str, ...] = ()
    unclear: Counter[str] = field(default_factory=Counter)
    unread: tuple[str, ...] = ()
    names: set[str] = field(default_factory=set)
    speakers: set[str] = field(default_factory=set)

    def add(self, other: CustomerQuestions) -> None:
        """Add what another log holds."""
        self.counts += other.counts
        self.lines += other.lines
        self.left_out += other.left_out
        self.unclear += other.unclear
        self.unread += other.unread
        self.names |= other.names
        self.speakers |= other.speakers
        self.served_by = tuple(dict.fromkeys((*self.served_by, *other.served_by)))


def questions_of_list(messages: Iterable[Message]) -> CustomerQuestions:
    """Return the questions of a list, each line of which stands by itself."""
    found = CustomerQuestions()
    for message in messages:
        found.lines += message.count
        found.names |= find_names(message.text)
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
    found.speakers = {message.nick for message in messages if message.nick}
    waiting: dict[str, tuple[str, list[str]]] = {}
    we_asked: dict[tuple[str, str | None], bool] = defaultdict(bool)  # in which talk, whom
    last: dict[str, str] = {}  # who wrote last, whom a line of ours speaks to

    def flush(talk: str) -> None:
        nick, lines = waiting.pop(talk, ("", []))
        if lines:
            _put(found, "\n".join(lines), 1, is_answer=we_asked[talk, nick])
            we_asked[talk, nick] = False

    for message in messages:
        talk = message.talk
        found.names |= find_names(message.text)
        if message.speaker != "seller" and message.nick not in own:
            found.names |= names_of_nick(message.nick) | names_of_nick(talk)
        if message.speaker == "system" or not (message.speaker or message.nick):
            found.left_out["system"] += 1
        elif message.speaker == "seller" or message.nick in own:
            flush(talk)
            found.left_out["seller"] += 1
            we_asked[talk, last.get(talk)] = _asks_back(message.text)
        else:
            nick = message.nick
            if talk not in last:
                we_asked[talk, nick] = we_asked[talk, None]  # we spoke first, to nobody by name
            elif last[talk] != nick:
                flush(talk)
            last[talk] = nick
            found.lines += message.count
            words = _plain_words(message.text)
            if message.count > 1:  # a list of what was asked how often, with us in it: no talk
                _put(found, words, message.count, is_answer=False)
            elif words:
                waiting.setdefault(talk, (nick, []))[1].append(words)
            else:
                found.left_out["wordless"] += 1
                we_asked[talk, nick] &= talk in waiting  # a picture may be all of the answer
    for talk in [*waiting]:
        flush(talk)
    return found


def _put(found: CustomerQuestions, words: str, count: int, *, is_answer: bool) -> None:
    """Count the questions in a customer's lines; if `is_answer`, the first answers ours."""
    if not words.strip():
        found.left_out["wordless"] += count
        return
    lines = words.splitlines()
    kept = [line for line in lines if not is_courtesy(line)]
    found.left_out["courtesy"] += count * (len(lines) - len(kept))
    telling = [line for line in kept if not _is_personal(line)]
    found.left_out["wordless"] += count * (len(kept) - len(telling))
    kept = telling
    if is_answer:
        asking = [line for at, line in enumerate(kept) if asks(line) or (at and requests(line))]
        found.left_out["answer"] += count * (len(kept) - len(asking))
        kept = asking
    for question in split_questions("\n".join(kept)):
        found.counts[question] += count


def _is_personal(line: str) -> bool:
    """Tell whether a line is but an address or a name, beside which it says nothing."""
    if not _MAY_BE_PERSONAL.search(line) or asks(line) or requests(line):
        return False
    masked = mask_text(line)
    hidden = masked.count(MASK) - sum(map(str.isnumeric, line))
    return hidden > 0 and count_telling(masked) <= _FEW_TELLING


def _plain_words(text: str) -> str:
    """Take away from each line what the screen sets aside: links, numbers, pictures."""
    lines = (
        clean_line(read_message(line[:_LONGEST_LINE]).question) for line in text.splitlines() if line.strip()
    )
    return "\n".join(line for line in lines if any(map(str.isalpha, line)))


def _asks_back(text: str) -> bool:
    plain = fold(text)
    return "?" in plain or bool(_ASKS_BACK.search(plain))


def _find_servers(messages: Sequence[Message], own_names: Collection[str]) -> tuple[str, ...]:
    """Find who is ours where nothing tells: who takes turns with most of the others.

    Raises SettingsError where several nicks talk and nothing tells, unless NOBODY is ours.
    """
    if not NOBODY.isdisjoint(own_names):
        return ()
    speakers: dict[str, str] = {}
    for message in messages:
        if message.nick and message.nick not in own_names:
            speakers.setdefault(message.nick, message.speaker)
    unknown = Counter(
        message.nick for message in messages if message.nick and not speakers.get(message.nick, "x")
    )
    is_told = any(message.speaker == "seller" or message.nick in own_names for message in messages)
    if unknown and _are_customers_told(messages):  # then no one else is one
        return tuple(unknown)
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


def _are_customers_told(messages: Sequence[Message]) -> bool:
    """Tell whether a word for the role, such as 买家, stands before what customers wrote."""
    told = sum(
        message.speaker == "customer" and (not message.nick or is_customers_role(message.nick))
        for message in messages
    )
    return told * _FEWEST_TOLD >= len(messages)


def _partners(nicks: Sequence[str]) -> dict[str, set[str]]:
    """Return with whom each takes turns in both orders: two talks meet in one order only."""
    pairs = {(first, second) for first, second in pairwise(nicks) if first != second}
    found: dict[str, set[str]] = defaultdict(set)
    for first, second in pairs:
        if (second, first) in pairs:
            found[first].add(second)
    return found
