"""Whether a question is still found in what customers' pastes carry: python -m benchmarks.pastes [--sample N]

Every ask of the shipped book is put into shapes of paste, each as it comes out of a chat client, a shop's page or a
share button. The shapes were written before the rules that read them.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from qreply.phrasebook.loader import load
from qreply.search.storage.index_cache import IndexedPhrasebook
from qreply.settings.settings import Settings
from qreply.storage.locations import shipped_phrasebook
from qreply.workspace.finder import find
from qreply.workspace.workspace import Workspace

GOAL = 0.95  # of the recall@1 that the bare ask has

Shape = Callable[[str, random.Random], str]

_SELLER = "亲，您好，在的哦，请问有什么可以帮您？"
_TITLES = (
    "碎花连衣裙女夏季新款收腰显瘦",
    "304不锈钢保温杯大容量水杯",
    "轻薄羽绒服男短款连帽",
    "儿童运动鞋透气网面",
)
_CHAT = (
    "在吗",
    "上次那条裤子挺好的",
    "给我妹妹也带了一件",
    "天气冷了",
    "颜色比图片深一点",
    "我妈也说好看",
    "嗯嗯",
    "好的呀",
)


def _digits(chance: random.Random, count: int) -> str:
    return str(chance.randrange(1, 10)) + "".join(chance.choices("0123456789", k=count - 1))


def _date(chance: random.Random, form: str = "{y}-{m:02}-{d:02}") -> str:
    return form.format(y=chance.choice((2025, 2026)), m=chance.randint(1, 12), d=chance.randint(1, 28))


def _time(chance: random.Random, *, seconds: bool = True) -> str:
    parts = [chance.randint(8, 23), chance.randint(0, 59), chance.randint(0, 59)]
    return ":".join(f"{part:02}" for part in parts[: 3 if seconds else 2])


def _nick(chance: random.Random) -> str:
    return chance.choice(
        (
            f"tb{_digits(chance, 8)}",
            f"t{_digits(chance, 3)}_{_digits(chance, 4)}",
            "小***鱼",
            "爱吃糖的猫",
            "Lily王",
        )
    )


def _conversation(question: str, chance: random.Random, *, answered: bool) -> str:
    day, nick, shop = _date(chance), _nick(chance), "云朵家居旗舰店:小美"
    lines = [f"{nick} ({day} {_time(chance)}):\n{line}" for line in chance.sample(_CHAT, 3)]
    lines.insert(2, f"{shop} ({day} {_time(chance)}):\n{_SELLER}")
    lines.append(f"{nick} ({day} {_time(chance)}):\n{question}")
    if answered:
        lines.append(f"{shop} ({day} {_time(chance)}):\n亲，稍等，我这就看一下哦~")
    return "\n".join(lines)


def _card(question: str, chance: random.Random) -> str:
    return (
        f"{chance.choice(_TITLES)}\n颜色分类：雾霾蓝；尺码：L\n￥{chance.randint(19, 399)}.90 ×1\n交易成功\n"
        f"订单编号：{_digits(chance, 19)}\n下单时间：{_date(chance)} {_time(chance)}\n"
        f"实付款：￥{chance.randint(19, 399)}.00\n{question}"
    )


SHAPES: Mapping[str, Shape] = MappingProxyType(
    {
        "head of qianniu": lambda q, c: f"{_nick(c)} ({_date(c)} {_time(c)}):\n{q}",
        "head on the same line": lambda q, c: f"{_nick(c)}({_date(c)} {_time(c)}): {q}",
        "head of pinduoduo": lambda q, c: f"买家 {_date(c)} {_time(c)}\n{q}",
        "head in brackets": lambda q, c: (
            f"【{_nick(c)}】{_date(c, '{m:02}-{d:02}')} {_time(c, seconds=False)}\n{q}"
        ),
        "head with slashes": lambda q, c: f"jd_{_digits(c, 6)}a {_date(c, '{y}/{m}/{d}')} {_time(c)}\n{q}",
        "head in Chinese": lambda q, c: (
            f"爱吃糖的猫 {_date(c, '{y}年{m}月{d}日')} 上午 {_time(c, seconds=False)}\n{q}"
        ),
        "time in brackets, nick": lambda q, c: f"[{_time(c)}] {_nick(c)}: {q}",
        "nick alone": lambda q, c: f"{_nick(c)}: {q}",
        "nick and time in lines": lambda q, c: f"爱吃糖的猫\n昨天 {_time(c, seconds=False)}\n{q}",
        "conversation": lambda q, c: _conversation(q, c, answered=False),
        "conversation, answered": lambda q, c: _conversation(q, c, answered=True),
        "page of old chat": lambda q, c: "\n".join((*c.choices(_CHAT, k=120), q)),
        "taobao share": lambda q, c: (
            f"【淘宝】7天无理由退货 https://m.tb.cn/h.g{_digits(c, 3)}Bc1?tk=Xy{_digits(c, 3)}Z CZ{_digits(c, 4)} "
            f"「{c.choice(_TITLES)}」\n点击链接直接打开 或者 淘宝搜索直接打开 {q}"
        ),
        "douyin share": lambda q, c: (
            f"7.{_digits(c, 2)} 复制打开抖音，看看【云朵家居的作品】{c.choice(_TITLES)} "
            f"https://v.douyin.com/i{_digits(c, 4)}Kx/ B@g.oD {_digits(c, 2)}/12 :7pm\n{q}"
        ),
        "password of taobao": lambda q, c: f"￥CZ00{_digits(c, 2)} k{_digits(c, 3)}WxYz1￥ {q}",
        "link of jd": lambda q, c: f"{q} https://item.jd.com/{_digits(c, 12)}.html?cu=true&utm_source=x",
        "link without scheme": lambda q, c: f"mobile.yangkeduo.com/goods.html?goods_id={_digits(c, 12)} {q}",
        "order with label": lambda q, c: f"订单编号：{_digits(c, 19)} {q}",
        "order of pinduoduo": lambda q, c: f"{q}，{_digits(c, 6)}-{_digits(c, 15)}",
        "tracking number": lambda q, c: f"{c.choice(('YT', 'SF', 'JDVA', '7'))}{_digits(c, 13)}{q}",
        "courier and number": lambda q, c: f"快递单号:{c.choice(('YT', 'ZTO'))}{_digits(c, 12)}\n{q}",
        "telephone": lambda q, c: f"{q} 我电话13{_digits(c, 1)} {_digits(c, 4)} {_digits(c, 4)}",
        "sku": lambda q, _: f"颜色分类:黑色;尺码:XL（建议120-130斤） {q}",
        "card of an order": _card,
        "picture": lambda q, c: f"[图片]\n{q} IMG_{_date(c, '{y}{m:02}{d:02}')}_{_digits(c, 6)}.jpg",
        "emoticon codes": lambda q, c: f"{q}/:0{_digits(c, 2)}/:^_^",
        "emoticon names": lambda q, _: f"[大哭]{q}[捂脸][捂脸]😭",
        "entities and tags": lambda q, _: f"<p>{q}&nbsp;<br/>&amp;</p>",
        "read mark": lambda q, c: f"{q}\n已读\n{_time(c, seconds=False)}",
        "quoted reply of ours": lambda q, _: f"「云朵家居：{_SELLER}」\n- - - - - - - - - -\n{q}",
        "quoted line": lambda q, _: f"> {_SELLER}\n{q}",
        "clock": lambda q, c: f"{_time(c, seconds=False)} {q}",
        "full date": lambda q, c: f"{_date(c, '{y}.{m}.{d}')}下的单 {q}",
        "day and month": lambda q, c: f"{_date(c, '{m}月{d}号')}拍的 {q}",
        "sizes": lambda q, c: f"{c.randint(150, 189)} {c.randint(80, 180)}斤 {q}",
        "price": lambda q, c: f"{c.randint(19, 399)}元的 {q}",
        "dotted date": lambda q, c: f"{_date(c, '{m}.{d}')}买的 {q}",
        "courtesy": lambda q, _: f"亲，你好，{q} 谢谢",
    }
)


def shipped() -> Workspace:
    """A desk with the shipped book, without a history."""
    return Workspace(IndexedPhrasebook.of(load([shipped_phrasebook()])), Settings(Path("settings.yaml")))


def main() -> None:
    """Print recall@1 of the bare asks, and each shape's share of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--sample", type=int, default=1, help="only every Nth ask")
    sample = parser.parse_args().sample
    workspace = shipped()
    index = workspace.phrasebook.index
    phrases = [index.phrase(place) for place in range(len(index))]
    asks = [(ask, phrase.id) for phrase in phrases for ask in phrase.asks][::sample]
    content = _recall(workspace, asks)
    print(f"{len(asks)} asks, recall@1 {content:.3f}; goal: {GOAL} of it in each shape")
    for name, shape in SHAPES.items():
        chance = random.Random(name)  # noqa: S311 - nothing secret
        share = _recall(workspace, [(shape(ask, chance), wanted) for ask, wanted in asks]) / content
        print(f"{name:28}{share:7.3f}{'' if share >= GOAL else '   below the goal'}")


def _recall(workspace: Workspace, asked: list[tuple[str, str]]) -> float:
    found = 0
    for text, wanted in asked:
        hits = find(workspace, text, limit=1).hits
        found += bool(hits) and hits[0].phrase.id == wanted
    return found / len(asked)


if __name__ == "__main__":
    main()
