"""Phrasebook files → the model."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from qreply.errors import PhrasebookError
from qreply.phrasebook.kinds import PATTERNS
from qreply.phrasebook.loader import load
from qreply.phrasebook.model import Phrase, Phrasebook, Placeholder, Rule, Scenario, Telling

WHOLE = r"""
# yaml-language-server: $schema=../schema/phrasebook.schema.json
scenario: logistics              # the id's first half
title: 物流
valid: {from: 2026-11-01, until: 2026-11-15 23:59}
placeholders:
  快递单号: {ask: 快递单号是多少, pattern: '[A-Za-z]{0,4}\d{10,15}', from: clipboard, private: true}
  快递: {options: [中通, 圆通], default: 中通, remember: true}
  发货日: {date: +2d, format: M月D日}
  质保期: {ask: 质保多久, from: shop, commits: true, kind: duration, example: 1年}
fragments:
  落款: 有问题随时找{{店名}}哦~
phrases:
  - id: ship-delay
    title: 延迟发货致歉
    group: 催发货                 # a heading
    code: cfh
    asks: [怎么还没发货, 催一下发货]
    not: [已收到]
    tags: 致歉
    reply: |
      亲，{{发货日}}前由{{快递}}发出~{{?补偿}}已备注{{补偿}}。{{/补偿}}
      {{>落款}}
    variants:
      - |
        亲，实在抱歉
      - [亲, 明天发]
    platforms:
      pdd:
        reply: 拼单后48小时内发出
    only: [pdd, 淘宝]
    note: 日期说了就要做到   # for the agent
    next: [track-shipped, complaint/refund]
    no-answer: 物流太慢
    images: [尺码表.jpg]
    readings: {银行: yin hang}
    valid: {until: 2026-11-12}
  - title: 物流太慢
    asks: [太慢了]
    messages:
      - 亲，抱歉
      - 马上查
rules:
  - id: superlative
    platforms: [pdd]
    level: block
    words: [最好]
    pattern: '第一(名)?'
    except: [最好的祝愿, '/第一次/']
    why: 广告法第九条
    say: 很好
    checked: 2026-10
"""

CHINESE = r"""
场景: logistics
标题: 物流
有效期: {从: 2026-11-01, 到: 2026-11-15 23:59}
占位:
  快递单号: {询问: 快递单号是多少, 样式: '[A-Za-z]{0,4}\d{10,15}', 来源: 剪贴板, 保密: 是}
  快递: {选项: [中通, 圆通], 默认: 中通, 记住: 是}
  发货日: {日期: +2d, format: M月D日}
  质保期: {询问: 质保多久, 来源: 店铺, 承诺: 是, 类型: 时长, 示例: 1年}
片段:
  落款: 有问题随时找{{店名}}哦~
话术:
  - 编号: ship-delay
    标题: 延迟发货致歉
    分组: 催发货
    编码: cfh
    问法: [怎么还没发货, 催一下发货]
    排除: [已收到]
    标签: 致歉
    回复: |
      亲，{{发货日}}前由{{快递}}发出~{{?补偿}}已备注{{补偿}}。{{/补偿}}
      {{>落款}}
    其他说法:
      - |
        亲，实在抱歉
      - [亲, 明天发]
    平台:
      拼多多:
        回复: 拼单后48小时内发出
    仅限: [拼多多, taobao]
    提示: 日期说了就要做到
    接着: [track-shipped, complaint/refund]
    没有时: 物流太慢
    图片: [尺码表.jpg]
    读音: {银行: yin hang}
    有效期: {到: 2026-11-12}
  - 标题: 物流太慢
    问法: [太慢了]
    消息:
      - 亲，抱歉
      - 马上查
规则:
  - 编号: superlative
    平台: [拼多多]
    级别: 拦截
    词语: [最好]
    样式: '第一(名)?'
    例外: [最好的祝愿, '/第一次/']
    理由: 广告法第九条
    改说: 很好
    核对: 2026-10
"""


def book_of(folder: Path, **files: str) -> Phrasebook:
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, "utf-8")
    return load([folder])


def one_phrase(folder: Path, text: str) -> Phrase:
    head = "scenario: s\nphrases:\n  - title: 一\n    asks: [问]\n"
    (phrase,) = book_of(folder, a=head + text).phrases
    return phrase


@pytest.mark.parametrize("text", [WHOLE, CHINESE])
def test_the_whole_format(text: str, tmp_path: Path) -> None:
    book = book_of(tmp_path, book=text)
    assert book.problems == ()
    assert book.scenarios == (Scenario("logistics", "物流"),)
    delay, slow = book.phrases
    assert (delay.id, delay.scenario, delay.title) == ("logistics/ship-delay", "logistics", "延迟发货致歉")
    assert (delay.group, delay.code, delay.note) == ("催发货", "cfh", "日期说了就要做到")
    assert delay.asks == ("怎么还没发货", "催一下发货")
    assert (delay.negative_words, delay.tags, delay.images) == (("已收到",), ("致歉",), ("尺码表.jpg",))
    assert delay.wordings == (
        ("亲，{{发货日}}前由{{快递}}发出~{{?补偿}}已备注{{补偿}}。{{/补偿}}\n{{>落款}}",),
        ("亲，实在抱歉",),
        ("亲", "明天发"),
    )
    assert delay.platform_wordings == {"pdd": (("拼单后48小时内发出",),)}
    assert delay.only == ("pdd", "taobao")
    assert delay.next == ("logistics/track-shipped", "complaint/refund")
    assert delay.no_answer == "logistics/物流太慢"
    assert delay.readings == {"银行": "yin hang"}
    assert [(validity.since, validity.until) for validity in delay.valid] == [
        (datetime(2026, 11, 1), datetime(2026, 11, 15, 23, 59, 59, 999999)),
        (None, datetime(2026, 11, 12, 23, 59, 59, 999999)),
    ]
    assert delay.scope.placeholders == {
        "快递单号": Placeholder(
            "快递单号",
            ask="快递单号是多少",
            pattern=r"[A-Za-z]{0,4}\d{10,15}",
            from_clipboard=True,
            private=True,
        ),
        "快递": Placeholder("快递", default="中通", options=("中通", "圆通"), remember=True),
        "发货日": Placeholder("发货日", date="+2d", format="M月D日"),
        "质保期": Placeholder(
            "质保期",
            ask="质保多久",
            pattern=PATTERNS["duration"],
            commits=True,
            from_shop=True,
            example="1年",
            kind="duration",
        ),
    }
    assert delay.scope.fragments == {"落款": "有问题随时找{{店名}}哦~"}
    assert (slow.id, slow.wordings) == ("logistics/物流太慢", (("亲，抱歉", "马上查"),))
    assert [rule._replace(path="", line=0) for rule in book.rules[-1:]] == [
        Rule(
            "superlative",
            "block",
            "广告法第九条",
            words=("最好",),
            patterns=("第一(名)?",),
            exceptions=("最好的祝愿", "/第一次/"),
            suggestion="很好",
            platforms=("pdd",),
            checked="2026-10",
            tellings=(Telling(("第一",), 3),),
        ),
    ]


@pytest.mark.parametrize(
    "text", ["12:30", "no", "0123", "1_000", "2026-11-11", "~", "null", "1e3", "0x1F", "=", ".5"]
)
def test_every_scalar_is_text_as_typed(text: str, tmp_path: Path) -> None:
    phrase = one_phrase(tmp_path, f"    code: {text}\n    reply: {text}\n")
    assert (phrase.code, phrase.wordings) == (text, ((text,),))


@pytest.mark.parametrize("code", ["甲\n\n      乙", "甲\n      乙", "'甲\n\n      乙'", '"甲\\n乙"'])
def test_a_line_is_one_line(code: str, tmp_path: Path) -> None:
    assert one_phrase(tmp_path, f"    reply: 亲\n    tags:\n    - {code}\n    code: {code}\n").code == "甲 乙"
    assert one_phrase(tmp_path, f"    reply: 亲\n    tags:\n    - {code}\n").tags == ("甲 乙",)


def test_emoticons_and_inner_line_breaks_stay_and_the_last_one_goes(tmp_path: Path) -> None:
    phrase = one_phrase(
        tmp_path, "    reply: |+\n      亲/:087 👨\u200d👩\u200d👧 ❤\ufe0f\n\n        好\n\n\n"
    )
    assert phrase.wordings == (("亲/:087 👨\u200d👩\u200d👧 ❤\ufe0f\n\n  好",),)


def test_unsafe_characters_are_taken_out_and_said(tmp_path: Path) -> None:
    text = 'scenario: s\nphrases:\n  - title: "一\\e[31m"\n    asks: [问\u200b]\n    reply: "亲\\u202e\\0"\n'
    book = book_of(tmp_path, a=text)
    (phrase,) = book.phrases
    assert (phrase.title, phrase.asks, phrase.wordings) == ("一[31m", ("问",), (("亲",),))
    assert {problem.code for problem in book.problems} == {"unsafe-character"}


def test_what_stands_after_the_phrases_counts_for_them(tmp_path: Path) -> None:
    text = "phrases:\n  - title: 一\n    asks: [问]\n    reply: 亲\nscenario: s\nvalid: {until: 2026-01-01}\n"
    (phrase,) = book_of(tmp_path, a=text).phrases
    assert phrase.id == "s/一"
    assert len(phrase.valid) == 1


def test_a_phrase_in_error_is_left_out_and_the_others_stay(tmp_path: Path) -> None:
    text = (
        "scenario: s\nphrases:\n  - title: 一\n    asks: [问]\n    reply: 亲{{名\n"
        "  - title: 二\n    asks: [问题]\n    reply: 亲\n"
    )
    book = book_of(tmp_path, a=text)
    assert [phrase.id for phrase in book.phrases] == ["s/二"]
    assert [problem.code for problem in book.problems] == ["half-open"]


@pytest.mark.parametrize(
    ("declared", "kept"),
    [("date: 2d", "2d"), ("date: +2q", ""), ("date: +٢d", ""), ("pattern: '['", "")],
)
def test_a_declaration_that_cannot_be_used_is_said_and_left_out(
    declared: str, kept: str, tmp_path: Path
) -> None:
    text = f"scenario: a\nplaceholders:\n  甲: {{{declared}}}\nphrases:\n"
    book = book_of(tmp_path, a=text + "  - {id: b, asks: [c], reply: '{{甲}}'}\n")
    (placeholder,) = book.phrases[0].scope.placeholders.values()
    assert placeholder.date or placeholder.pattern == kept
    assert any(problem.severity == "error" for problem in book.problems) is not bool(kept)


def test_a_slip_in_the_punctuation_costs_no_phrase_before_it(tmp_path: Path) -> None:
    phrase = "  - title: {0}\n    asks: [问{0}]\n    reply: 亲\n"
    text = "scenario: s\nphrases:\n" + "".join(map(phrase.format, "一二三"))
    book = book_of(tmp_path, a=text.replace("title: 三", "title：三"))
    assert [phrase.id for phrase in book.phrases] == ["s/一", "s/二"]
    assert [(problem.line, problem.code) for problem in book.problems] == [(9, "wide-colon")]


def test_an_id_taken_in_another_file_is_an_error_at_the_second(tmp_path: Path) -> None:
    text = "scenario: s\nphrases:\n  - id: a\n    title: {}\n    asks: [问]\n    reply: 亲\n"
    book = book_of(tmp_path, one=text.format("一"), two=text.format("二"))
    assert [phrase.title for phrase in book.phrases] == ["一"]
    (problem,) = book.problems
    assert (problem.code, Path(problem.path).name, problem.line, problem.column) == (
        "id-taken",
        "two.yaml",
        3,
        9,
    )
    assert problem.values["first"] == "one.yaml:3"


def write(folder: Path, text: str) -> Path:
    folder.mkdir()
    (folder / "book.yaml").write_text(text, "utf-8")
    return folder


PHRASE = "  - id: {id}\n    title: {title}\n    asks: [问{id}]\n    reply: '{reply}'\n"


def test_later_books_replace_in_place_hide_and_append(tmp_path: Path) -> None:
    first = "scenario: s\ntitle: 一\nphrases:\n" + "".join(
        PHRASE.format(id=id_, title=id_, reply="旧") for id_ in ("a", "b", "c")
    )
    second = (
        "scenario: s\nphrases:\n"
        + PHRASE.format(id="d", title="d", reply="新")
        + PHRASE.format(id="b", title="b", reply="新")
        + "  - {id: c, hide: true}\n"
    )
    book = load([write(tmp_path / "team", first), write(tmp_path / "own", second)])
    assert [(phrase.id, phrase.wordings[0][0]) for phrase in book.phrases] == [
        ("s/a", "旧"),
        ("s/b", "新"),
        ("s/d", "新"),
    ]
    assert book.scenarios == (Scenario("s", "一"),)
    assert book.problems == ()


def test_names_are_looked_up_in_the_file_then_its_book_then_earlier_books(tmp_path: Path) -> None:
    fragments = "fragments: {{甲: {0}, 乙: {0}, 丙: {0}}}\n"
    early = write(tmp_path / "early", "scenario: s\n" + fragments.format("早"))
    late = write(tmp_path / "late", "scenario: s\nfragments: {乙: 同书, 丙: 同书}\n")
    text = "fragments: {丙: 同文件}\nscenario: t\nphrases:\n" + PHRASE.format(
        id="a", title="a", reply="{{>甲}}{{>乙}}{{>丙}}"
    )
    (late / "more.yaml").write_text(text, "utf-8")
    book = load([early, late])
    assert book.problems == ()
    (phrase,) = book.phrases
    assert phrase.scope.fragments == {"甲": "早", "乙": "同书", "丙": "同文件"}


def test_earlier_books_do_not_see_later_fragments(tmp_path: Path) -> None:
    early = write(
        tmp_path / "early", "scenario: s\nphrases:\n" + PHRASE.format(id="a", title="a", reply="{{>甲}}")
    )
    late = write(tmp_path / "late", "scenario: s\nfragments: {甲: 晚}\n")
    book = load([early, late])
    assert book.phrases == ()
    assert [problem.code for problem in book.problems] == ["unknown-fragment"]


def test_tabs_are_the_shipped_scenarios_first(tmp_path: Path) -> None:
    files = {
        f"{at}{name}": f"scenario: {name}\nphrases:\n" + PHRASE.format(id=name, title=name, reply="亲")
        for at, name in enumerate(["zebra", "return", "pre-sale", "ours"])
    }
    book = book_of(tmp_path, **files)
    assert [scenario.name for scenario in book.scenarios] == ["pre-sale", "return", "zebra", "ours"]


def test_shipped_rules_are_lowest_and_the_same_id_replaces(tmp_path: Path) -> None:
    rules = "rules:\n  - {{id: a, level: block, words: [{0}]}}\n  - {{id: {0}, level: warn, words: [乙]}}\n"
    shipped = tmp_path / "shipped"
    shipped.mkdir()
    (shipped / "r.yaml").write_text(rules.format("老"), "utf-8")
    own = tmp_path / "own"
    (own / "rules").mkdir(parents=True)
    (own / "rules" / "r.yaml").write_text(rules.format("新"), "utf-8")
    book = load([own], rules=shipped)
    assert [(rule.id, rule.words) for rule in book.rules] == [
        ("a", ("新",)),
        ("老", ("乙",)),
        ("新", ("乙",)),
    ]


def test_a_single_file_is_a_book_and_hidden_files_are_none(tmp_path: Path) -> None:
    write(tmp_path / "book", "scenario: s\nphrases:\n" + PHRASE.format(id="a", title="a", reply="亲"))
    for name in (".book.yaml.swp", ".#book.yaml", "~$book.yaml", "book.yaml.bak", "book.yaml~"):
        (tmp_path / "book" / name).write_text("no", "utf-8")
    assert load([tmp_path / "book"]).phrases == load([tmp_path / "book" / "book.yaml"]).phrases


def test_only_a_missing_book_raises(tmp_path: Path) -> None:
    with pytest.raises(PhrasebookError):
        load([tmp_path / "nowhere"])
    empty = load([tmp_path])
    assert [problem.code for problem in empty.problems] == ["empty-book"]


@pytest.mark.parametrize(
    ("code", "codes"),
    [("cfh", ("cfh",)), ("[cfh, cuifahuo]", ("cfh", "cuifahuo")), ("-1", ("-1",)), ("[]", ())],
)
def test_a_phrase_has_one_code_or_several(tmp_path: Path, code: str, codes: tuple[str, ...]) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(f"phrases:\n  - title: 甲\n    code: {code}\n    reply: 好\n", encoding="utf-8")
    assert [phrase.codes for phrase in load([path]).phrases] == [codes]
