"""Place a foreign phrase.

Its scenario is from its groups; it is given a title and an id of its own.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches

from qreply.exchange.batch import ImportedPhrase
from qreply.phrasebook.model import Phrase, Wording
from qreply.phrasebook.template import parse, walk
from qreply.text.normalize import fold
from qreply.text.safety import clean_line

TITLES: Mapping[str, str] = {"pre-sale": "售前", "logistics": "物流", "complaint": "投诉", "return": "退换"}
UNSORTED = "未分组"

_SIGNS: Mapping[str, tuple[str, ...]] = {  # looked for in this order in a group's name
    "complaint": ("投诉", "差评", "安抚", "道歉", "致歉", "纠纷"),
    "return": ("退", "换货", "售后", "补发", "维修", "质量"),
    "logistics": ("物流", "发货", "快递", "催单", "查件", "单号", "配送", "签收", "催发"),
    "pre-sale": (
        "售前", "咨询", "欢迎", "问候", "开场", "尺码", "尺寸", "优惠", "活动",
        "催付", "议价", "库存", "材质", "产品", "商品",
    ),
}  # fmt: skip
_BESIDE = (
    "asks",
    "negative_words",
    "tags",
    "only",
    "note",
    "next",
    "no_answer",
    "images",
    "readings",
    "valid",
)
_TITLE_LENGTH = 20
_ASK_LENGTH = 60
_CLAUSE = re.compile(r"(?<=[，,、：:])")
_SENTENCE_END = re.compile(r"[。！？!?；;~～\n]")
_GREETING = re.compile(r"^(?:亲(?:亲|爱的)?|您好|你好|在的|hi|hello)[呀啊哦，,~～！!\s]*", re.IGNORECASE)
_SIMPLE_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
_NUMBER = re.compile(r"（\d+）$")


def placed(imported: ImportedPhrase, titles: Mapping[str, str]) -> Phrase:
    """Return the imported phrase with a scenario, a group and a title.

    An id that came along stays.
    """
    phrase = imported.phrase
    scenario, group = phrase.scenario, phrase.group
    if not scenario:
        scenario, group = scenario_of(imported.path, titles)
    return phrase._replace(scenario=scenario, group=group, title=phrase.title or title_of(phrase))


def scenario_of(path: tuple[str, ...], titles: Mapping[str, str]) -> tuple[str, str]:
    """Return the scenario and the group below it for a path of groups.

    The group is empty where the scenario says it all.
    """
    if not path:
        return UNSORTED, ""
    first, *rest = path
    by_title = {title: name for name, title in {**TITLES, **titles}.items()}
    if (known := by_title.get(first)) or (first in TITLES and (known := first)):
        return known, "/".join(rest)
    for scenario, signs in _SIGNS.items():
        if any(sign in fold(first) for sign in signs):
            return scenario, "/".join(path)
    return first.replace("/", "-"), "/".join(rest)


def similar_scenario(name: str, titles: Mapping[str, str]) -> str:
    """Return which scenario of `titles`, by name, another name may mean; "" for none.

    售后 and 退货 may be 退换, whose name is return.
    """
    known, _ = scenario_of((name,), titles)
    if known in titles:
        return known
    by_word = {word: scenario for scenario, title in titles.items() for word in (scenario, title) if word}
    close = get_close_matches(name, by_word, 1, 0.6)
    return by_word[close[0]] if close else ""


def title_of(phrase: Phrase) -> str:
    """Return a title for a phrase that came without one.

    It is what is asked, else its code, else what its reply begins with.
    """
    return gist_of(phrase.asks, phrase.codes, phrase.wordings) or phrase.id


def gist_of(asks: Sequence[str], codes: Sequence[str], wordings: Sequence[Wording]) -> str:
    """Return the first ask, else the first code, else the reply's first clauses.

    The clauses are given without placeholders.
    """
    for texts in (asks, codes):
        if title := next(filter(None, map(clean_line, texts)), ""):
            return title[:_ASK_LENGTH]
    text = _without_fields(next((text for wording in wordings for text in wording), ""))
    content = _GREETING.sub("", text.strip())
    sentence = (
        next((part.strip() for part in _SENTENCE_END.split(content) if part.strip()), "") or text.strip()
    )
    clauses = [clause for clause in _CLAUSE.split(sentence) if clause.strip("，,、：: ")]
    title = clauses[0] if clauses else ""
    for clause in clauses[1:]:
        if len(title) + len(clause) > _TITLE_LENGTH:
            break
        title += clause
    return clean_line(title[:_TITLE_LENGTH]).strip("，,、：: ")


def identity(phrase: Phrase) -> tuple[object, ...]:
    """Return what makes two phrases the same for one who imports a file twice."""
    said = (phrase.wordings, tuple(sorted(phrase.platform_wordings.items())))
    return phrase.scenario, phrase.group, phrase.code, _NUMBER.sub("", phrase.title), said


def adds_nothing(phrase: Phrase, known: Phrase) -> bool:
    """Tell whether all the phrase has beside what it says stands in the known one too.

    A lead may have added to that.
    """
    return all(not (own := getattr(phrase, name)) or own == getattr(known, name) for name in _BESIDE)


class Ids:
    """Gives out ids that are free in the book, and titles that tell phrases apart."""

    def __init__(self, taken: Iterable[str]) -> None:
        self._taken = set(taken)
        self._titles: Counter[tuple[str, str]] = Counter()
        self._numbers: dict[str, int] = {}  # the highest that was tried behind an id

    def named(self, phrase: Phrase) -> Phrase:
        """Return the phrase with an id of its own: that it came with, else its code, else its title."""
        self._titles[phrase.scenario, phrase.title] += 1
        count = self._titles[phrase.scenario, phrase.title]
        title = phrase.title if phrase.id or count == 1 else f"{phrase.title}（{count}）"
        head = phrase.scenario + "/"
        code = phrase.code.lower() if _SIMPLE_CODE.fullmatch(phrase.code) else ""
        wanted = phrase.id or head + (code or title)
        free, number = wanted, self._numbers.get(wanted, 1)
        while free in self._taken:
            number += 1
            free = f"{wanted}-{number}"
        self._numbers[wanted] = number
        self._taken.add(free)
        return phrase._replace(id=free, title=title)


def _without_fields(text: str) -> str:
    """Return the text without its tags."""
    return "".join(getattr(node, "text", "") for node in walk(parse(text).nodes))
