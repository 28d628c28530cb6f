"""The template language, case by case."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qreply.phrasebook.tags import words_of
from qreply.phrasebook.template import (
    Field,
    Flaw,
    Include,
    Node,
    Part,
    Text,
    names_in,
    parse,
    walk,
    wide_tags,
)

TREES: list[tuple[str, tuple[Node, ...]]] = [
    ("", ()),
    ("亲，您好", (Text("亲，您好"),)),
    ("{{名}}", (Field("名"),)),
    ("{{ 名 }}您好", (Field("名"), Text("您好"))),
    ("{{名=默认}}", (Field("名", "默认"),)),
    ("{{名=}}", (Field("名", ""),)),
    ("{{名|选一|选二}}", (Field("名", None, ("选一", "选二")),)),
    ("{{名 = 默认 | 选一 |选二}}", (Field("名", "默认", ("选一", "选二")),)),
    ("{{名=a=b}}", (Field("名", "a=b"),)),
    ("{{名|a=b}}", (Field("名", None, ("a=b",)),)),
    ("{{名=好吗？}}", (Field("名", "好吗？"),)),
    ("{{名=a}b}}", (Field("名", "a}b"),)),
    ("{{名}}}", (Field("名"), Text("}"))),
    ("{{?名}}有{{名}}{{/名}}", (Part("名", (Text("有"), Field("名", start=7))),)),
    ("{{?a}}1{{?b}}2{{/b}}3{{/a}}", (Part("a", (Text("1"), Part("b", (Text("2"),), 7), Text("3"))),)),
    ("{{?a}}{{?a}}x{{/a}}{{/a}}", (Part("a", (Part("a", (Text("x"),), 6),)),)),
    ("{{?名}}{{/名}}", (Part("名", ()),)),
    ("{{>落款}}", (Include("落款"),)),
    ("｛｛？名｝｝有{{／ 名｝｝", (Part("名", (Text("有"),)),)),
    ("{｛名＝默认｜选一}｝", (Field("名", "默认", ("选一",)),)),
    ("{{＞落款}}", (Include("落款"),)),
    ("单个{花括号}照写", (Text("单个{花括号}照写"),)),
]

FLAWS = [
    ("亲{{名，您好", [Flaw("half-open", 1)]),
    ("亲{{名\n}}", [Flaw("half-open", 1), Flaw("half-closed", 5)]),
    ("亲名}}，您好", [Flaw("half-closed", 2)]),
    ("亲{{名}，{{号}}", [Flaw("half-open", 1)]),
    ("亲｛｛名", [Flaw("half-open", 1)]),
    ("{{}}", [Flaw("no-name", 0, "{{}}")]),
    ("{{?}}", [Flaw("no-name", 0, "{{?}}")]),
    ("{{=默认}}", [Flaw("no-name", 0, "{{=默认}}")]),
    ("{{{名}}", [Flaw("odd-name", 0, "{名")]),
    ("{{?名=默认}}", [Flaw("odd-name", 0, "?名=默认")]),
    ("{{名?}}", [Flaw("odd-name", 0, "名?")]),
    ("{{?a}}x", [Flaw("part-open", 0, "a")]),
    ("x{{/a}}", [Flaw("part-not-open", 1, "a")]),
    ("{{?a}}{{?b}}{{/a}}{{/b}}", [Flaw("parts-crossed", 12, "a"), Flaw("part-not-open", 18, "b")]),
    ("{{?a}}{{?b}}{{/a}}", [Flaw("parts-crossed", 12, "a")]),
]


@pytest.mark.parametrize(("text", "nodes"), TREES)
def test_tree(text: str, nodes: tuple[Node, ...]) -> None:
    template = parse(text)
    assert not template.flaws
    assert _without_first_start(template.nodes) == _without_first_start(nodes)


@pytest.mark.parametrize(("text", "flaws"), FLAWS)
def test_flaws(text: str, flaws: list[Flaw]) -> None:
    assert list(parse(text).flaws) == flaws


def test_starts_are_where_the_braces_open() -> None:
    text = "亲{{a}}，{{?b}}{{>c}}{{/b}}"
    starts = [node.start for node in walk(parse(text).nodes) if not isinstance(node, Text)]
    assert [text[start : start + 3] for start in starts] == ["{{a", "{{?", "{{>"]


def test_wide_tags_are_mended_in_their_punctuation_only() -> None:
    text = "？｛{？名}｝／{{名＝好吗？＝｜选／一}}＝{{名=？}}"
    assert wide_tags(text) == [
        (1, "｛{？名}｝", "{{?名}}"),
        (8, "{{名＝好吗？＝｜选／一}}", "{{名=好吗？＝|选／一}}"),
    ]


@given(st.text(alphabet="{}｛｝=|?/>名a \n"))
def test_any_text_is_taken_apart_without_loss(text: str) -> None:
    template = parse(text)
    if not template.flaws:
        plain = "".join(node.text for node in walk(template.nodes) if isinstance(node, Text))
        assert len(plain) <= len(text)
    names = names_in(text)
    assert names is None or not template.flaws
    if names is not None:
        opened = [name for kind, name in names if kind != "/"]
        assert opened == [_name(node) for node in walk(template.nodes) if not isinstance(node, Text)]
    for flaw in template.flaws:
        assert 0 <= flaw.start < len(text)


def _name(node: Node) -> str:
    match node:
        case Field(name) | Part(name) | Include(name):
            return name
    return ""


def _without_first_start(nodes: tuple[Node, ...]) -> str:
    return "".join(_shape(node) for node in nodes)


def _shape(node: Node) -> str:
    match node:
        case Text(text):
            return f"text {text!r};"
        case Field(name, default, options):
            return f"field {name} {default!r} {options};"
        case Part(name, children):
            return f"part {name} ({_without_first_start(children)});"
        case Include(fragment):
            return f"include {fragment};"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("亲，您好", "亲，您好"),
        ("{{称呼}}，{{时限=48}}小时", "…，48小时"),
        ("好{{?补偿}}，补{{补偿=5元|10元}}{{/补偿}}{{>落款}}", "好，补5元"),
        ("｛｛时限＝48｝｝小时", "48小时"),
        ("{{半", "{{半"),
    ],
)
def test_words_of_a_template_read_as_text(text: str, words: str) -> None:
    assert words_of(text) == words
