"""How near words are in topic: what is asked in other words is found, and the table can be made again."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from qreply.phrasebook.model import Phrase, Phrasebook
from qreply.search import Index
from qreply.search.topic_table import TABLE, grams_of, nearness, vector_of

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("asked", "near", "far"),
    [
        ("包裹怎么还没动静", "物流好几天不更新", "可以用信用卡付款吗"),
        ("穿着有点紧", "尺码偏小", "什么时候发货"),
        ("能不能再少点", "便宜一些行吗", "发票抬头开错了"),
        ("钱怎么还没回到卡里", "退款多久到账", "这个会不会掉色"),
    ],
)
def test_the_same_in_other_words_is_nearer(asked: str, near: str, far: str) -> None:
    vector = vector_of(asked)
    assert nearness(vector, near) > nearness(vector, far)


def test_a_text_is_nearest_to_itself_and_none_is_below_nothing() -> None:
    assert nearness(vector_of("什么时候发货"), "掉色吗\n什么时候发货") == pytest.approx(1.0)
    assert nearness(vector_of("什么时候发货"), "") == 0.0


@pytest.mark.parametrize("line", ["", "plus", "𠮷", "\n"])
def test_what_is_not_known_stands_nowhere(line: str) -> None:
    assert vector_of(line) == ()


def test_the_longest_line_does_not_overflow() -> None:
    assert nearness(vector_of("退" * 10_000), "退" * 10_000) == pytest.approx(1.0)


@pytest.mark.parametrize("query", ["包裹怎么还没有更新呢", "包裹zenme还没有gengxin呢"])
def test_a_phrase_is_lifted_by_its_topic(query: str) -> None:
    book = Phrasebook(
        phrases=tuple(
            Phrase(f"logistics/{name}", "logistics", title, (("好的",),), asks=(ask,))
            for name, title, ask in (
                ("invoice", "发票", "发票怎么还没开出来"),
                ("moving", "物流停滞", "物流好几天不更新了"),
            )
        )
    )
    assert Index.build(book).find(query)[0].phrase.id == "logistics/moving"


def test_is_small_and_read_without_numpy() -> None:
    assert TABLE.stat().st_size <= 400_000
    program = (
        "import sys; from qreply.search.topic_table import vector_of; assert vector_of('什么时候发货');"
        "print('numpy' in sys.modules)"
    )
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert told.stdout == "False\n"


def test_is_made_of_the_shipped_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Made again, it says of any two asks what the one in use does; the book may have changed a little since."""
    numpy = pytest.importorskip("numpy")
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    script = import_module("make_topic_table")
    phrases = script.shipped_phrases()
    asks = script.lines_as_searched([phrase.asks[0] for phrase in phrases[::4]])
    kept = numpy.array([[nearness(vector_of(one), other) for other in asks] for one in asks])
    grams, vectors = script.make(phrases)
    known = dict(zip(grams, vectors, strict=True))
    sums = numpy.array([sum(known[gram] for gram in grams_of(ask) if gram in known) for ask in asks])
    sums /= numpy.linalg.norm(sums, axis=1, keepdims=True)
    made = numpy.maximum(sums @ sums.T, 0)
    assert numpy.corrcoef(kept.ravel(), made.ravel())[0, 1] > 0.95
    assert len(script.encode(grams, vectors)) == pytest.approx(TABLE.stat().st_size, rel=0.1)
