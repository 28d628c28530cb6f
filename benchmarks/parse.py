"""How long a book takes from text to phrases, positions and checks included, beside PyYAML's C loader.

    python benchmarks/parse.py [PHRASES]

Both run with the garbage collector off, in turn; the best of seven counts. The book is one file of the given number
of phrases (10,000), each like the shipped ones.
"""

from __future__ import annotations

import gc
import random
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import yaml

from qreply.phrasebook.lint import check
from qreply.phrasebook.loader import Book, assemble
from qreply.phrasebook.reading.file import read_file
from qreply.phrasebook.reading.source import Source

ROUNDS = 7
HANZI = (
    "亲您好宝贝发货快递退换尺码颜色优惠券客服感谢联系耐心等待包裹物流信息查询订单地址修改款质量问题仓库今天明"
)


def book_text(phrases: int) -> str:
    """A book with that many phrases."""
    random_ = random.Random(7)  # noqa: S311 - the same book each time

    def words(length: int) -> str:
        return "".join(random_.choices(HANZI, k=length))

    lines = [
        "scenario: logistics",
        "title: 物流",
        "fragments:",
        "  落款: 有问题随时找{{店名}}哦~",
        "phrases:",
    ]
    for number in range(phrases):
        asks = ", ".join(words(random_.randint(4, 9)) + str(number) for _ in range(4))
        lines += [
            f"  - id: phrase-{number}",
            f"    title: {words(7)}",
            f"    group: {words(3)}",
            f"    code: c{number}",
            f"    asks: [{asks}]",
            f"    tags: [{words(2)}]",
            "    reply: |",
            f"      亲，{words(30)}{{{{发货日=明天}}}}{words(20)}？{{{{?补偿}}}}已备注{{{{补偿}}}}。{{{{/补偿}}}}",
            "      {{>落款}}",
            f"    note: {words(12)}",
        ]
    return "\n".join(lines) + "\n"


def best(*actions: Callable[[], object]) -> list[float]:
    """Seconds of processor time of each action's fastest round; they take turns, so that all meet the same noise."""
    times: list[list[float]] = [[] for _ in actions]
    for _ in range(ROUNDS):
        for action, taken in zip(actions, times, strict=True):
            gc.collect()
            gc.disable()
            start = time.process_time()
            result = action()
            taken.append(time.process_time() - start)
            gc.enable()
            del result
    return [min(taken) for taken in times]


def main() -> None:
    """Measure and print."""
    phrases = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    text = book_text(phrases)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "book.yaml"
        file.write_text(text, "utf-8")
        ours, theirs, whole = best(
            lambda: assemble([Book(Path("book"), (read_file(Source("book.yaml", text)),))]),
            lambda: yaml.load(text, yaml.CSafeLoader),
            lambda: check([file], datetime.now()),
        )
    print(f"{phrases:,} phrases, {len(text.encode()):,} bytes")
    print(f"phrasebook             {ours:.3f} s   {ours / theirs:.2f} × CSafeLoader   (budget 0.50)")
    print(f"yaml.load, CSafeLoader {theirs:.3f} s")
    print(f"qreply check           {whole:.3f} s                      (budget 2 s)")


if __name__ == "__main__":
    main()
