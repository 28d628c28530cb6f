"""Where something of a phrase stands: a phrase parsed alone gives the places that it has in its file."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest
from yaml.events import ScalarEvent

from qreply.phrasebook.reading.file import read_file
from qreply.phrasebook.reading.locator import Locator, phrases_by_line
from qreply.phrasebook.reading.source import Source, read
from qreply.phrasebook.reading.yaml_nodes import Mapping, Sequence, offset_of

PLAIN = """\
scenario: logistics
phrases:
  # 一条一段
  - id: a
    title: 发货
    asks: [什么时候发, 发了吗]
    reply: 亲，明天发
# 顶格的注释
  - title: 到货
    asks:
      - 到哪了
      - 什么时候到

    reply: |
      - 像清单的一行
      亲，后天到

  -   title: 补发
      code: bf
      reply: >-
        亲，
        马上补
"""
BOOKS = {
    "plain": PLAIN,
    "no indent": "phrases:\n- title: 一\n  reply: 好\n- title: 二\n  reply: 行\ntitle: 物流\n",
    "dash alone": "phrases:\n  -\n    title: 一\n    reply: 好\n  -\n    title: 二\n    reply: 行\n",
    "in braces": "phrases:\n  - {title: 一, reply: 好}\n  - {title: 二,\n  reply: 行}\n",
    "quoted over lines": (
        "phrases:\n  - title: 一\n    reply: '好\n  - 像下一条\n    的'\n  - title: 二\n    reply: 行\n"
    ),
    "lines of Windows": PLAIN.replace("\n", "\r\n"),
    "lines of old Macs": PLAIN.replace("\n", "\r"),
    "a break that only YAML knows": PLAIN.replace("明天发", "'明天\u2028发'").replace("亲，'", "'亲，"),
    "items of all kinds": (
        "phrases:\n"
        "  - title: 发了吗\n"
        "    asks: [发了吗, '到了吗', \"何时\\u5230\", 何时到呢,到哪, 到 哪 了]\n"
        "    reply: |\n      - 何时到\n      到了\n"
        "  - title: 补发\n"
        "    asks:\n      - 补吗\n      - 补吗\n      - 怎么\n        补\n      -   几时补 # 顾客常问\n"
        "    reply: 补，怎么 补\n"
    ),
    "an emoji before": PLAIN.replace("一条一段", "📦📦"),
}


def items_of(mapping: Mapping) -> Iterable[tuple[str, int]]:
    """The asks with their offsets, the last one of those that are written twice."""
    asks = next((value for key, value in mapping.entries if key.value == "asks"), None)
    if not isinstance(asks, Sequence):
        return ()
    items = [item for item in asks.items if isinstance(item, ScalarEvent)]
    return {" ".join(item.value.split()): offset_of(item) for item in items}.items()


@pytest.mark.parametrize("text", BOOKS.values(), ids=BOOKS)
def test_keys_and_texts_are_where_the_whole_file_has_them(text: str, tmp_path: Path) -> None:
    path = tmp_path / "book.yaml"
    path.write_bytes(text.encode())
    source = read(path)
    whole = phrases_by_line(source.text)
    phrases = read_file(source).phrases
    assert len(phrases) >= 2
    locator = Locator()
    for phrase in phrases:
        mapping = whole[phrase.line]
        for key, value in mapping.entries:
            assert locator.key(phrase, key.value) == source.position(offset_of(value))
        assert locator.key(phrase, "note") == (phrase.line, 1)
        for ask, at in items_of(mapping):
            assert locator.item(phrase, "asks", ask) == source.position(at)
        assert locator.text(phrase, "nowhere") == source.position(mapping.start)


def test_items_and_texts_inside_a_phrase(tmp_path: Path) -> None:
    path = tmp_path / "book.yaml"
    path.write_text(PLAIN, "utf-8")
    first, second, _ = read_file(read(path)).phrases
    locator = Locator()
    assert locator.item(first, "asks", "发了吗") == (6, 19)
    assert locator.item(second, "asks", "什么时候到") == (12, 9)
    assert locator.text(second, "后天") == (16, 9)


def test_a_file_that_is_gone_or_shorter_by_now_gives_the_phrases_line(tmp_path: Path) -> None:
    path = tmp_path / "book.yaml"
    path.write_text("scenario: logistics\n", "utf-8")
    *_, last = read_file(Source(str(path), PLAIN)).phrases
    assert Locator().key(last, "code") == (last.line, 1)
    path.unlink()
    assert Locator().text(last, "补") == (last.line, 1)
