"""Look at a reply so that disguises are seen through.

Each way of looking tells where its characters stand in the text.

A rule is looked for in up to three views:

* *whole*: half width, lower case, Simplified; letters and digits in circles and the like are plain (text/normalize);
* *compact*: only letters, digits and hanzi, and the marks that end a clause. A mark that a disguise has put between
  single letters or the digits of a long number is left out too;
* *plain*: the compact one with disguised words put right (`薇信` → `微信`, from the rules' `disguises`) and the hanzi
  numerals of long numbers as digits.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from qreply.phrasebook.expressions import compiled
from qreply.text.nfkc import normalize
from qreply.text.normalize import fold

# What stands for a digit in numbers that are spelled out, on the telephone too; o and l inside numbers only.
_WRITTEN_DIGITS = (
    "零〇洞o",
    "一壹弌幺l",
    "二贰貮弍两",
    "三叁弎",
    "四肆亖",
    "五伍",
    "六陆",
    "七柒拐",
    "八捌",
    "九玖勾",
)
_NUMERALS = {sign: str(digit) for digit, signs in enumerate(_WRITTEN_DIGITS) for sign in signs}
_SPELLED = "".join(sign for sign in _NUMERALS if not sign.isascii())
_PINYIN_DIGITS = ("ling", "yi", "er", "san", "si", "wu", "liu", "qi", "ba", "jiu")
_NUMERALS |= {sign: str(digit) for digit, sign in enumerate(_PINYIN_DIGITS)} | {"yao": "1"}
_DIGIT = re.compile(rf"yao|{'|'.join(_PINYIN_DIGITS)}|[0-9{_SPELLED}ol]")
_NUMBER = re.compile(rf"(?![ol])(?:{_DIGIT.pattern}){{5,}}")
# Signs that are read aloud as a word; each stretch that matches stands for it.
_READ_ALOUD = (
    ("心", "(?<=[微薇威维徽vwi])[❤♥💗💕💓💖🧡💛💚💙💜🖤🤍♡](?!\ufe0f?信)"),  # the second half of 微信
    ("加", r"(?<![0-9a-z])[+➕✚](?=[^\w\n]{0,3}[^\W\d_])|(?<=[vqwx薇微威])[+➕](?=[^\w\n]{0,2}[^\W\d_])"),
    ("卫星", "🛰"),
    ("企鹅", "🐧"),
    ("电话", "[📞☎]"),
    ("手机", "📱"),
    ("红包", "🧧"),
    ("钱", "[💰💵💴]"),
    ("邮箱", "[📧✉]"),
    ("鱼", "🐟"),
    ("星", "(?<=[五5满全])[⭐🌟★☆]"),
)
_ALOUD = re.compile("|".join(f"({pattern})" for _, pattern in _READ_ALOUD))
_LONG_NUMBER = 7  # digits of which marks between them are taken for a disguise

_SIGNS = r"[\p{Z}\p{P}\p{S}\p{C}\p{M}]+"
_CLAUSE_END = re.compile(r"[,。!?;~\n]|(?<![!-~])\.(?![!-~])")

Disguises = Mapping[str, str]
"""What may be written → the word it stands for, both folded."""

Change = tuple[int, int, str]  # a stretch of the letters, and what it stands for


class View(NamedTuple):
    """A text to look for rules in.

    `offsets` tells where each character stands in the text as given.

    `fresh` is where each stretch that is not as in the view before begins and ends; None if all may be.
    """

    text: str
    offsets: Sequence[int]
    fresh: Sequence[int] | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Give the stretch of the given text that `start` to `end` of this one comes from."""
        return self.offsets[start], self.offsets[end - 1] + 1


def views_of(text: str, disguises: Disguises) -> tuple[View, ...]:
    """Give the different views of `text`, the whole one first."""
    normal = normalize(text)
    whole = _read_aloud(View(fold(normal.text), normal.offsets))
    letters = _Letters(whole)
    compact = letters.view(())._replace(fresh=None)
    views = [whole]
    if compact.text != whole.text:
        views.append(compact)
    if changes := letters.put_right(disguises):
        plain = letters.view(changes)
        if len(views) == 1:
            plain = plain._replace(fresh=None)
        if all(plain.text != other.text for other in views):
            views.append(plain)
    return tuple(views)


def _read_aloud(view: View) -> View:
    """Write the words for the signs that are read as such."""
    parts: list[str] = []
    offsets: list[int] = []
    done = 0
    for sign in _ALOUD.finditer(view.text):
        word = _READ_ALOUD[(sign.lastindex or 1) - 1][0]
        parts += view.text[done : sign.start()], word
        offsets += view.offsets[done : sign.start()]
        done = sign.end()
        offsets += [view.offsets[done - 1]] * len(word)
    if not done:
        return view
    return View("".join(parts) + view.text[done:], [*offsets, *view.offsets[done:]])


def table_of(disguises: Iterable[tuple[str, Iterable[str]]]) -> Disguises:
    """Make the table of (word, its disguises), folded and without signs.

    Signs within a word disguise it too.
    """
    table: dict[str, str] = {}
    for word, written in disguises:
        for one in (word, *written):
            if content := compiled(_SIGNS).sub("", fold(normalize(one).text)):
                table[content] = fold(word)
    return table


class _Letters:
    """The letters, digits and hanzi of a text, `content`, and the marks of clauses between them."""

    def __init__(self, whole: View) -> None:
        self._whole = whole
        self._offsets: list[int] = []
        self._marks: dict[int, int] = {}  # how many letters stand before it → where it is
        parts: list[str] = []
        start = 0
        for signs in compiled(_SIGNS).finditer(whole.text):
            self._take(parts, start, signs.start())
            start = signs.end()
            if mark := _CLAUSE_END.search(whole.text, signs.start(), signs.end()):
                self._marks[len(self._offsets)] = mark.start()
        self._take(parts, start, len(whole.text))
        self.content = "".join(parts)

    def _take(self, parts: list[str], start: int, end: int) -> None:
        parts.append(self._whole.text[start:end])
        self._offsets += self._whole.offsets[start:end]

    def put_right(self, disguises: Disguises) -> tuple[Change, ...]:
        """Find disguised words and spelled numbers, in order and apart."""
        found = [
            (*number.span(), "".join(_NUMERALS.get(sign, sign) for sign in _DIGIT.findall(number[0])))
            for number in _NUMBER.finditer(self.content)
            if not number[0].isdecimal()
        ]
        if disguises:
            words = _finder(tuple(disguises)).finditer(self.content)
            found += [
                (*word.span(), disguises[word[0]]) for word in words if self._stands_alone(*word.span())
            ]
        changes: list[Change] = []
        for change in sorted(found):
            if not changes or change[0] >= changes[-1][1]:
                changes.append(change)
        return tuple(changes)

    def _stands_alone(self, start: int, end: int) -> bool:
        """Tell whether no Latin word goes on at either end."""
        before = "" if self._is_gap(start) else self.content[max(start - 1, 0) : start]
        inside = self.content[start:end]
        after = "" if self._is_gap(end) else self.content[end : end + 1]
        return not (_is_latin(before) and _is_latin(inside[0])) and not (
            _is_latin(inside[-1]) and _is_latin(after)
        )

    def _is_gap(self, index: int) -> bool:
        """Tell whether signs stood before the letter at `index`."""
        return 0 < index < len(self._offsets) and self._offsets[index] - self._offsets[index - 1] > 1

    def view(self, changes: Sequence[Change]) -> View:
        """Write the letters, changed, with the marks that end a clause."""
        breaks = dict.fromkeys(self._marks, "mark")
        for index in self._disguising_marks(changes):
            breaks.pop(index, None)
        fresh: list[int] = []
        starts = {start: (end, written) for start, end, written in changes}
        parts: list[str] = []
        offsets: list[int] = []
        done = 0
        for index in sorted({*breaks, *starts}):
            parts.append(self.content[done:index])
            offsets += self._offsets[done:index]
            done = index
            if index in breaks:
                parts.append(self._whole.text[self._marks[index]])
                offsets.append(self._whole.offsets[self._marks[index]])
            if index in starts:
                done, written = starts[index]
                parts.append(written)
                stretched = _stretched(self._offsets[index:done], len(written))
                if written != self.content[index:done]:
                    fresh += len(offsets), len(offsets) + len(stretched)
                offsets += stretched
        parts.append(self.content[done:])
        offsets += self._offsets[done:]
        return View("".join(parts), offsets, fresh)

    def _disguising_marks(self, changes: Sequence[Change]) -> Iterator[int]:
        """Find marks that end no clause.

        They stand within a disguised word or a long number, or between single letters.
        """
        if not self._marks:
            return
        marks = sorted(self._marks)
        hidden = [(start, end) for start, end, _ in changes]
        hidden += [span for number in _NUMBER.finditer(self.content) if _is_long(span := number.span())]
        for start, end in hidden:
            yield from _between(marks, start, end)
        lengths = [right - left for left, right in pairwise((0, *marks, len(self.content)))]
        for place, index in enumerate(marks):
            if lengths[place] == 1 and (lengths[place + 1] == 1 or (place and lengths[place - 1] == 1)):
                yield index


def _between(marks: Sequence[int], start: int, end: int) -> Sequence[int]:
    return marks[bisect_right(marks, start) : bisect_left(marks, end)]


def _is_long(span: tuple[int, int]) -> bool:
    return span[1] - span[0] >= _LONG_NUMBER


def _is_latin(text: str) -> bool:
    return "a" <= text <= "zz"


def _stretched(offsets: list[int], length: int) -> list[int]:
    """Return so many offsets, from the first to the last of these."""
    if length < len(offsets):
        return [*offsets[: length - 1], offsets[-1]]
    return offsets + offsets[-1:] * (length - len(offsets))


@lru_cache(maxsize=8)
def _finder(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))
