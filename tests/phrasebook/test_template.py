"""The template language, case by case."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qreply.phrasebook.tags import words_of
from qreply.phrasebook.template import (
    FieldNode,
    Flaw,
    IncludeNode,
    Node,
    PartNode,
    TextNode,
    names_in,
    parse,
    walk,
    wide_tags,
)

TREES: list[tuple[str, tuple[Node, ...]]] = [
    ("", ()),
    ("亲，您好", (TextNode("亲，您好"),)),
    ("{{名}}", (FieldNode("名"),)),
    ("{{ 名 }}您好", (FieldNode("名"), TextNode("您好"))),
    ("{{名=默认}}", (FieldNode("名", "默认"),)),
    ("{{名=}}", (FieldNode("名", ""),)),
    ("{{名|选一|选二}}", (FieldNode("名", None, ("选一", "选二")),)),
    ("{{名 = 默认 | 选一 |选二}}", (FieldNode("名", "默认", ("选一", "选二")),)),
    ("{{名=a=b}}", (FieldNode("名", "a=b"),)),
    ("{{名|a=b}}", (FieldNode("名", None, ("a=b",)),)),
    ("{{名=好吗？}}", (FieldNode("名", "好吗？"),)),
    ("{{名=a}b}}", (FieldNode("名", "a}b"),)),
    ("{{名}}}", (FieldNode("名"), TextNode("}"))),
    ("{{?名}}有{{名}}{{/名}}", (PartNode("名", (TextNode("有"), FieldNode("名", start=7))),)),
    (
        "{{?a}}1{{?b}}2{{/b}}3{{/a}}",
        (PartNode("a", (TextNode("1"), PartNode("b", (TextNode("2"),), 7), TextNode("3"))),),
    ),
    ("{{?a}}{{?a}}x{{/a}}{{/a}}", (PartNode("a", (PartNode("a", (TextNode("x"),), 6),)),)),
    ("{{?名}}{{/名}}", (PartNode("名", ()),)),
    ("{{>落款}}", (IncludeNode("落款"),)),
    ("｛｛？名｝｝有{{／ 名｝｝", (PartNode("名", (TextNode("有"),)),)),
    ("{｛名＝默认｜选一}｝", (FieldNode("名", "默认", ("选一",)),)),
    ("{{＞落款}}", (IncludeNode("落款"),)),
    ("单个{花括号}照写", (TextNode("单个{花括号}照写"),)),
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
    starts = [node.start for node in walk(parse(text).nodes) if not isinstance(node, TextNode)]
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
        plain = "".join(node.text for node in walk(template.nodes) if isinstance(node, TextNode))
        assert len(plain) <= len(text)
    names = names_in(text)
    assert names is None or not template.flaws
    if names is not None:
        opened = [name for kind, name in names if kind != "/"]
        assert opened == [_name(node) for node in walk(template.nodes) if not isinstance(node, TextNode)]
    for flaw in template.flaws:
        assert 0 <= flaw.start < len(text)


def _name(node: Node) -> str:
    match node:
        case FieldNode(name) | PartNode(name) | IncludeNode(name):
            return name
    return ""


def _without_first_start(nodes: tuple[Node, ...]) -> str:
    return "".join(_shape(node) for node in nodes)


def _shape(node: Node) -> str:
    match node:
        case TextNode(text):
            return f"text {text!r};"
        case FieldNode(name, default, options):
            return f"field {name} {default!r} {options};"
        case PartNode(name, children):
            return f"part {name} ({_without_first_start(children)});"
        case IncludeNode(fragment):
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
