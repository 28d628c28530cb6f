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
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from operator import sub

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
_MAY_BE_NUMBER = re.compile(f"[a-z0-9{_SPELLED}]{{5}}")
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
_MAY_BE_ALOUD = frozenset("❤♥💗💕💓💖🧡💛💚💙💜🖤🤍♡+➕✚🛰🐧📞☎📱🧧💰💵💴📧✉🐟⭐🌟★☆")
_LONG_NUMBER = 7  # digits of which marks between them are taken for a disguise

_SIGNS = r"[\p{Z}\p{P}\p{S}\p{C}\p{M}]+"
_CLAUSE_ENDS = frozenset(",。!?;~\n")
_CLAUSE_END = re.compile(r"[,。!?;~\n]|(?<![!-~])\.(?![!-~])")

Change = tuple[int, int, str]  # a stretch of the letters, and what it stands for


class View:
    """A text to look for rules in.

    `fresh` is where each stretch that is not as in the view before begins and ends; None if all may be.
    """

    def __init__(
        self, text: str, place: Callable[[], Sequence[int]], fresh: Sequence[int] | None = None
    ) -> None:
        """Take `place`, which tells where each character stands; it is asked where there is a hit."""
        self.text = text
        self.fresh = fresh
        self._place = place

    @cached_property
    def offsets(self) -> Sequence[int]:
        """Return where each character stands in the text as given."""
        return self._place()

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Give the stretch of the given text that `start` to `end` of this one comes from."""
        return self.offsets[start], self.offsets[end - 1] + 1


def views_of(text: str, disguises: Disguises) -> tuple[View, ...]:
    """Give the different views of `text`, the whole one first."""
    normal = normalize(text)
    whole = _read_aloud(View(fold(normal.text), lambda: normal.offsets))
    letters = _Letters(whole)
    views = [whole]
    if (compact := letters.view(())).text != whole.text:
        compact.fresh = None
        views.append(compact)
    changes = letters.put_right(disguises)
    if letters.alters(changes):
        plain = letters.view(changes)
        if len(views) == 1:
            plain.fresh = None
        if all(plain.text != other.text for other in views):
            views.append(plain)
    return tuple(views)


def _read_aloud(view: View) -> View:
    """Write the words for the characters that are read aloud as such."""
    if _MAY_BE_ALOUD.isdisjoint(view.text):
        return view
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
    offsets += view.offsets[done:]
    return View("".join(parts) + view.text[done:], lambda: offsets)


@dataclass(frozen=True)
class Disguises:
    """What may be written, by the word it stands for, both folded."""

    table: Mapping[str, str]

    @cached_property
    def finder(self) -> re.Pattern[str] | None:
        """Return a pattern that finds the longest disguise at each place.

        Disguises that begin alike are tried together.
        """
        if not self.table:
            return None
        tails: dict[str, list[str]] = {}
        for written in sorted(self.table, key=len, reverse=True):
            tails.setdefault(written[0], []).append(re.escape(written[1:]))
        return re.compile("|".join(f"{re.escape(head)}(?:{'|'.join(ends)})" for head, ends in tails.items()))


def table_of(disguises: Iterable[tuple[str, Iterable[str]]]) -> Disguises:
    """Make the table of (word, its disguises), folded and without punctuation.

    Punctuation within a word disguises it too.
    """
    table: dict[str, str] = {}
    for word, written in disguises:
        for one in (word, *written):
            if content := compiled(_SIGNS).sub("", fold(normalize(one).text)):
                table[content] = fold(word)
    return Disguises(table)


class _Letters:
    """The letters, digits and hanzi of a text, `content`, and the marks of clauses between them."""

    def __init__(self, whole: View) -> None:
        self._whole = whole
        self._marks: dict[int, int] = {}  # how many letters stand before it → where it is
        text = whole.text
        parts: list[str] = []
        start = count = 0
        for signs in compiled(_SIGNS).finditer(text):
            first, end = signs.span()
            parts.append(text[start:first])
            count += first - start
            start = end
            if text[first] in _CLAUSE_ENDS:
                self._marks[count] = first
            elif (end - first > 1 or text[first] == ".") and (mark := _CLAUSE_END.search(text, first, end)):
                self._marks[count] = mark.start()
        parts.append(text[start:])
        self.content = "".join(parts)

    @cached_property
    def _offsets(self) -> list[int]:
        """Return where each letter stands in the text as given."""
        offsets: list[int] = []
        start = 0
        for signs in compiled(_SIGNS).finditer(self._whole.text):
            offsets += self._whole.offsets[start : signs.start()]
            start = signs.end()
        offsets += self._whole.offsets[start:]
        return offsets

    @cached_property
    def _numbers(self) -> Sequence[re.Match[str]]:
        """Return the numbers of five digits and more, as figures or spelled."""
        return [*_NUMBER.finditer(self.content)] if _MAY_BE_NUMBER.search(self.content) else ()

    def put_right(self, disguises: Disguises) -> tuple[Change, ...]:
        """Find disguised words and spelled numbers, in order and apart."""
        found = [
            (*number.span(), "".join(_NUMERALS.get(sign, sign) for sign in _DIGIT.findall(number[0])))
            for number in self._numbers
            if not number[0].isdecimal()
        ]
        if disguises.finder:
            found += [
                (*word.span(), disguises.table[word[0]])
                for word in disguises.finder.finditer(self.content)
                if self._stands_alone(*word.span())
            ]
        changes: list[Change] = []
        for change in sorted(found):
            if not changes or change[0] >= changes[-1][1]:
                changes.append(change)
        return tuple(changes)

    def _stands_alone(self, start: int, end: int) -> bool:
        """Tell whether no Latin word goes on at either end."""
        first, last = self.content[start], self.content[end - 1]
        before, after = self.content[max(start - 1, 0) : start], self.content[end : end + 1]
        return not (_is_latin(first) and _is_latin(before) and not self._is_gap(start)) and not (
            _is_latin(last) and _is_latin(after) and not self._is_gap(end)
        )

    def _is_gap(self, index: int) -> bool:
        """Tell whether punctuation stood before the letter at `index`."""
        return 0 < index < len(self._offsets) and self._offsets[index] - self._offsets[index - 1] > 1

    def alters(self, changes: Sequence[Change]) -> bool:
        """Tell whether the text reads otherwise with `changes`.

        Some of them may write what stands there.
        """
        if any(written != self.content[start:end] for start, end, written in changes):
            return True
        marks = [*self._marks]
        return any(_between(marks, start, end) for start, end, _ in changes)

    def view(self, changes: Sequence[Change]) -> View:
        """Write the letters, changed, with the marks that end a clause."""
        hidden = {*self._disguising_marks(changes)}
        breaks = [index for index in self._marks if index not in hidden] if hidden else [*self._marks]
        fresh: list[int] = []
        parts: list[str] = []
        starts = {start: (end, written) for start, end, written in changes}
        done = length = 0  # of the letters, and of what is written
        for index in sorted({*breaks, *starts}) if starts else breaks:
            parts.append(self.content[done:index])
            length += index - done
            done = index
            if index in self._marks and index not in hidden:
                parts.append(self._whole.text[self._marks[index]])
                length += 1
            if index in starts:
                done, written = starts[index]
                parts.append(written)
                if written != self.content[index:done]:
                    fresh += length, length + len(written)
                length += len(written)
        parts.append(self.content[done:])
        return View("".join(parts), partial(self._offsets_of, breaks, starts), fresh)

    def _offsets_of(self, breaks: Sequence[int], starts: Mapping[int, tuple[int, str]]) -> Sequence[int]:
        """Return where each character of a view stands in the text as given."""
        offsets: list[int] = []
        done = 0
        for index in sorted({*breaks, *starts}):
            offsets += self._offsets[done:index]
            done = index
            if index in breaks:
                offsets.append(self._whole.offsets[self._marks[index]])
            if index in starts:
                done, written = starts[index]
                offsets += _stretched(self._offsets[index:done], len(written))
        offsets += self._offsets[done:]
        return offsets

    def _disguising_marks(self, changes: Sequence[Change]) -> Iterator[int]:
        """Find marks that end no clause.

        They stand within a disguised word or a long number, or between single letters.
        """
        if not self._marks:
            return
        marks = [*self._marks]  # in order
        hidden = [(start, end) for start, end, _ in changes]
        hidden += [span for number in self._numbers if _is_long(span := number.span())]
        for start, end in hidden:
            yield from _between(marks, start, end)
        lengths = [*map(sub, (*marks, len(self.content)), (0, *marks))]
        if 1 in lengths:
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
