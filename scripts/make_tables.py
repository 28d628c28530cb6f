"""Makes the two character tables of qreply.search from pypinyin and opencc: run it after upgrading either.

    python scripts/make_tables.py

`readings.txt` has three parts divided by empty lines. `syllable characters`: the usual reading of each of the
characters; the same for their other readings; `word syllable syllable …` for words that are not read as their
characters usually are. Toneless, ü as v.

`simplified.txt`: two equally long lines, Traditional characters and what they become; then `from to sign`: words
that aren't converted character by character, some of Taiwan's own (資訊, 聯絡) among them; a text without the sign has
no such word.
"""

from __future__ import annotations

import subprocess
import tempfile
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

import opencc
from pypinyin.constants import PHRASES_DICT, PINYIN_DICT

TARGET = Path(__file__).parent.parent / "src" / "qreply" / "text"
COMMON = range(0x4E00, 0x9FA6)  # the unified ideographs of Unicode 1; rarer ones do not occur in chats

# Another reading counts when this many of a character's words in pypinyin's dictionary have it, and this share of
# them; below lie archaisms.
WORDS_FOR_A_READING = 2
SHARE_FOR_A_READING = 0.04

# What pypinyin reads otherwise than shops and customers do, each reviewed by hand; and ordinary words that end in
# the beginning of an unusual one (联系|好, not 联|系好), which pypinyin keeps apart by its whole dictionary.
CORRECTIONS = {
    "得问": "dei wen",
    "得等": "dei deng",
    "得去": "dei qu",
    "得看": "dei kan",
    "得要": "dei yao",
    "得多": "de duo",
    "得给": "dei gei",
    "穿着": "chuan zhe",
    "大夫": "dai fu",
    "卡住": "ka zhu",
    "慢慢地": "man man de",
    "好好地": "hao hao de",
    "差评": "cha ping",
    "行吗": "xing ma",
    "还款": "huan kuan",
    "还货": "huan huo",
    "退还": "tui huan",
    "没收到": "mei shou dao",
    "没收货": "mei shou huo",
    "空调": "kong tiao",
    "重发": "chong fa",
    "重寄": "chong ji",
    "重拍": "chong pai",
    "重下": "chong xia",
    "重买": "chong mai",
    "重填": "chong tian",
    "掉色": "diao se",
    "尺码": "chi ma",
    "包裹": "bao guo",
    "联系": "lian xi",
    "提供": "ti gong",
    "通知": "tong zhi",
}
# Readings that chats have and the word count misses.
MORE_READINGS = {
    "还": ("huan",),
    "重": ("chong",),
    "得": ("dei",),
    "行": ("hang",),
    "着": ("zhao",),
    "卡": ("qia",),
}

# Texts from Taiwan and Hong Kong write 著 for 着; the words in which it is 著 in both scripts stay.
MORE_SIMPLIFIED = {"著": "着"}
KEPT_AS_THEY_ARE = ("著名", "著作", "著称", "名著", "原著", "显著", "顯著", "聯繫")
# Words of Taiwan without a Traditional character; the rest of them are a programmer's.
TAIWAN_IN_BOTH_SCRIPTS = ("支援", "列印", "稽核", "登入")
RARE_IN_SIMPLIFIED = "瞭覆藉沈乾"
# Longer entries of opencc's dictionaries are proverbs and places.
LONGEST_WORD = 4


def main() -> None:
    """Write both tables."""
    (TARGET / "readings.txt").write_text("\n".join(reading_lines()) + "\n", "utf-8", newline="\n")
    (TARGET / "simplified.txt").write_text("\n".join(simplified_lines()) + "\n", "utf-8", newline="\n")


def reading_lines() -> Iterable[str]:
    """The lines of readings.txt."""
    convert = opencc.OpenCC("t2s").convert
    readings = {
        chr(point): list(dict.fromkeys(map(toneless, text.split(","))))
        for point, text in PINYIN_DICT.items()
        if point in COMMON and convert(chr(point)) == chr(point)
    }
    usual = {character: known[0] for character, known in readings.items()}
    words = {
        word: [toneless(syllable[0]) for syllable in syllables]
        for word, syllables in PHRASES_DICT.items()
        if all(character in usual for character in word)
    }
    seen = Counter(pair for word, syllables in words.items() for pair in zip(word, syllables, strict=True))
    having = Counter(character for word in words for character in word)
    others = {
        character: [
            other
            for other in known[1:]
            if seen[character, other] >= max(WORDS_FOR_A_READING, SHARE_FOR_A_READING * having[character])
        ]
        for character, known in readings.items()
    }
    for character, more in MORE_READINGS.items():
        others[character] += [other for other in more if other not in (usual[character], *others[character])]

    yield from by_syllable((syllable, character) for character, syllable in usual.items())
    yield ""
    yield from by_syllable((other, character) for character, known in others.items() for other in known)
    yield ""
    words.update({word: text.split() for word, text in CORRECTIONS.items()})
    for word, syllables in sorted(words.items()):
        if word in CORRECTIONS or syllables != [usual[character] for character in word]:
            yield f"{word} {' '.join(syllables)}"


def by_syllable(pairs: Iterable[tuple[str, str]]) -> Iterable[str]:
    """`syllable characters`, sorted."""
    characters = defaultdict(list)
    for syllable, character in pairs:
        characters[syllable].append(character)
    for syllable in sorted(characters):
        yield f"{syllable} {''.join(sorted(characters[syllable]))}"


def toneless(syllable: str) -> str:
    """`lǜ` as `lv`, `zhòng` as `zhong`."""
    decomposed = unicodedata.normalize("NFD", syllable).replace("u\u0308", "v").replace("ê", "e")
    return "".join(letter for letter in decomposed if letter.isascii())


def simplified_lines() -> Iterable[str]:
    """The lines of simplified.txt."""
    convert = opencc.OpenCC("t2s").convert
    ranges = (*range(0x3400, 0x4DC0), *COMMON, *range(0xF900, 0xFB00))
    table = {chr(point): convert(chr(point)) for point in ranges}
    table = {old: new for old, new in table.items() if old != new and len(new) == 1} | MORE_SIMPLIFIED
    yield "".join(table)
    yield "".join(table.values())

    from_taiwan = opencc.OpenCC("tw2sp").convert
    words = {
        word: from_taiwan(word)
        for word in opencc_words("TWPhrasesRev")
        if any(character in table for character in word) or word in TAIWAN_IN_BOTH_SCRIPTS
    }
    # 坏土 is 坯土 in a Traditional text, and bad earth in any other.
    words |= {word: convert(word) for word in opencc_words("TSPhrases") if sign(word)}
    words |= {word: convert(word) for word in KEPT_AS_THEY_ARE}
    for word, new in sorted(words.items()):
        by_character = "".join(table.get(character, character) for character in word)
        if len(new) == len(word) <= LONGEST_WORD and new != by_character:
            yield f"{word} {new} {sign(word) or word[0]}"


def sign(word: str) -> str:
    """The first character that Simplified texts lack, as far as the mainland's first standard knows, or hardly have."""
    return next((one for one in word if one in RARE_IN_SIMPLIFIED or not one.encode("gb2312", "ignore")), "")


def opencc_words(*dictionaries: str) -> Iterable[str]:
    """The keys of opencc's dictionaries, read with the tool that its wheel brings along."""
    clib = Path(opencc.__file__).parent / "clib"
    with tempfile.TemporaryDirectory() as folder:
        for name in dictionaries:
            target = Path(folder, name)
            source = clib / "share" / "opencc" / f"{name}.ocd2"
            tool = clib / "bin" / "opencc_dict"
            subprocess.run([tool, *f"-f ocd2 -i {source} -t text -o {target}".split()], check=True)
            for line in target.read_text("utf-8").splitlines():
                yield line.split("\t")[0]


if __name__ == "__main__":
    main()
