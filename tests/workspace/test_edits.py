"""However a watched book is edited, what is found in it is what would be found had it been read anew."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from qreply.phrasebook.loader import assemble, read_book
from qreply.phrasebook.snapshots import take_book_snapshot
from qreply.phrasebook.watcher import News, Watcher
from qreply.search.index import Index
from qreply.search.storage import partition
from qreply.search.storage.index_cache import IndexCache
from qreply.storage.fingerprint import fingerprint

WORDS = ["发货", "退款", "尺码", "颜色", "包邮", "发票", "质保", "安装", "赠品", "优惠", "快递", "地址"]
HEADS = {"a.yaml": "scenario: a\nfragments:\n  落款: 客服\n", "b.yaml": "scenario: b\n"}


def phrase(chance: random.Random, number: int) -> str:
    one, other = chance.choices(WORDS, k=2)
    lines = [f"  - id: p{number}", f"    title: {one}{other}", f"    asks: [{other}怎么弄, {one}多久]"]
    lines += [f"    reply: 亲，{one}和{{{{单号}}}}{chance.choice(['', '{{>落款}}'])}", "", "    # 完"]
    return "\n".join(lines[: chance.randrange(4, 7)]) + "\n"


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_edits_come_to_what_a_fresh_start_reads(
    seed: int, line_end: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {"_WHOLE": 10, "_CUT_IN": 5, "_MERGED": 30, "_FEW": 2}.items():
        monkeypatch.setattr(partition, name, value)
    chance, now, told = random.Random(seed), 0.0, list[News]()
    folder, store = tmp_path / "book", IndexCache(tmp_path / "cache")
    folder.mkdir()
    book = {name: [phrase(chance, at) for at in range(40)] for name in HEADS}

    def write(name: str) -> None:
        text = HEADS[name] + "phrases:\n" + "".join(book[name])
        (folder / name).write_bytes(text.replace("\n", line_end).encode())

    for name in HEADS:
        write(name)
    watcher = Watcher([take_book_snapshot(folder)], told.append, clock=lambda: now)
    for step in range(12):
        name = chance.choice(list(HEADS))
        phrases = book[name]
        at = chance.choice([0, len(phrases) - 1, chance.randrange(len(phrases))])
        match chance.randrange(4):
            case 0:
                phrases.insert(at, phrase(chance, 100 + step))
            case 1:
                del phrases[at]
            case 2:
                phrases.append(phrases.pop(chance.randrange(len(phrases) - 1)))
            case _:
                phrases[at] = phrases[at].replace("reply: ", f"reply: 改了{step}，")
        write(name)
        for _ in range(8):
            now += 0.3
            watcher.poll()
        fresh = assemble(
            [read_book(folder)]
        )  # without the rules that come with qreply, which no watcher watches
        assert len(told) == step + 1
        assert told[-1].book == fresh
        index = store.save(fingerprint(sorted(folder.iterdir())), told[-1].book).index
        assert [index.phrase(place) for place in range(len(index))] == list(fresh.phrases)
        built = Index.build(fresh)
        for query in chance.sample(WORDS, 3):
            assert [hit.phrase for hit in index.find(query)] == [hit.phrase for hit in built.find(query)]
