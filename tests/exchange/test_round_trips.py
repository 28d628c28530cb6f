"""What goes out comes back: import ∘ export loses nothing that the format can hold."""

from __future__ import annotations

import csv
import io
import re

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from qreply.exchange.exporter import exported
from qreply.exchange.foreign_file import read_foreign
from qreply.exchange.formats.delimited import text_of
from qreply.exchange.formats.handbook import escape_markdown
from qreply.exchange.formats.variables import BRACES
from qreply.exchange.importer import Target, make_plan
from qreply.phrasebook.model import Phrase, Phrasebook, Placeholder, Scenario, Scope
from qreply.phrasebook.references import expand_fragments
from qreply.phrasebook.template import FieldNode, TextNode, parse, walk
from qreply.text.safety import clean
from tests.support.foreign_books import (
    FRAGMENTS,
    ODD,
    PLACEHOLDERS,
    books,
    codes,
    content,
    lines,
    loaded,
    planned,
    templates,
)
from tests.support.shipped import shipped_book

few = settings(max_examples=30, deadline=None)


@pytest.mark.parametrize("form", ["json", "csv"])
@few
@given(book=books())
def test_our_own_formats_hold_all_of_a_phrase(form: str, book: Phrasebook) -> None:
    data, notes = exported(book, form)
    plan = planned(data.decode("utf-8-sig"))
    assert [note for note in plan.notes if note.kind == "refused"] == []
    assert notes == []
    after = loaded(plan)
    expected = {phrase.id: content(phrase) for phrase in book.phrases}
    assert {phrase.id: content(phrase) for phrase in after.phrases} == expected
    assert {one.name: one.title for one in after.scenarios} == {one.name: one.title for one in book.scenarios}


@settings(max_examples=20, deadline=None)
@given(book=books())
def test_a_workbook_holds_all_of_a_phrase(book: Phrasebook, tmp_path_factory: pytest.TempPathFactory) -> None:
    pytest.importorskip("openpyxl")
    path = tmp_path_factory.mktemp("table") / "book.xlsx"
    path.write_bytes(exported(book, "xlsx")[0])
    plan = make_plan(read_foreign(path, {}), Target(), (), lambda _done, _total: None)
    assert [note for note in plan.notes if note.kind == "refused"] == []
    after = loaded(plan)
    expected = {phrase.id: content(phrase) for phrase in book.phrases}
    assert {phrase.id: content(phrase) for phrase in after.phrases} == expected
    assert {one.name: one.title for one in after.scenarios} == {one.name: one.title for one in book.scenarios}


@pytest.mark.parametrize("form", ["json", "csv"])
def test_the_shipped_book_comes_back_whole(form: str) -> None:
    book = shipped_book()
    after = loaded(planned(exported(book, form)[0].decode("utf-8-sig")))
    assert [content(phrase) for phrase in after.phrases] == [content(phrase) for phrase in book.phrases]


@few
@given(
    st.lists(
        st.tuples(
            st.text("abc123", min_size=1, max_size=5),
            templates(("{{单号}}", "{{订单}}")),
            st.sampled_from(("", "催发货")),
        ),
        min_size=1,
        max_size=4,
    )
)
def test_qianniu_holds_codes_texts_and_groups(rows: list[tuple[str, str, str]]) -> None:
    rows = [
        (code, text, group)
        for code, text, group in rows
        if text.encode("gbk", "replace").decode("gbk") == text
    ]
    found = tuple(
        Phrase(f"logistics/{at}", "logistics", str(at), ((text,),), group=group, code=code)
        for at, (code, text, group) in enumerate(rows)
    )
    data, _ = exported(Phrasebook((Scenario("logistics", "物流"),), found), "qianniu")
    if found:
        after = loaded(planned(data.decode("gbk")))
        came = [(one.code, one.wordings[0][0], one.group) for one in after.phrases]
        assert came == list(dict.fromkeys(rows))


def test_qianniu_says_which_characters_it_lacks() -> None:
    book = Phrasebook((Scenario("a", "A"),), (Phrase("a/b", "a", "b", (("好的👍再见",),)),))
    data, notes = exported(book, "qianniu")
    assert "好的?再见" in data.decode("gbk")
    assert [(note.place, note.values["characters"]) for note in notes if "characters" in note.values] == [
        ("a/b", "👍")
    ]


FORMULA = re.compile("[=+@＝＋－＠\\r\\n-]|\\t(?![=+@＝＋－＠'-])")  # a tab before text is Qianniu's own way
starts = st.text("=+-@＝＋－＠'a好", min_size=1, max_size=4)


@few
@given(starts, starts, starts, starts)
def test_no_cell_is_a_formula_and_all_come_back(title: str, code: str, text: str, group: str) -> None:
    rest = {"asks": (f"{text}问",), "tags": (f"{code}签",), "note": f"{title}注", "group": f"{group}组"}
    phrase = Phrase("a/b", "a", f"{title}题", ((f"{text}复",),), code=code, **rest)  # type: ignore[arg-type]
    book = Phrasebook((Scenario("a", f"{group}场"),), (phrase,))
    ours, theirs = exported(book, "csv")[0].decode("utf-8-sig"), exported(book, "qianniu")[0].decode("gbk")
    for table in (ours, theirs):
        for row in csv.reader(io.StringIO(table, newline="")):
            assert not any(map(FORMULA.match, row))
    (came,) = loaded(planned(ours)).phrases
    assert content(came) == content(phrase)
    (came,) = loaded(planned(theirs)).phrases
    assert (came.code, came.wordings, came.group) == (phrase.code, phrase.wordings, phrase.group)


@few
@given(
    st.lists(st.tuples(lines, st.text("abc12", min_size=1, max_size=5), templates()), min_size=1, max_size=3)
)
def test_espanso_holds_titles_codes_asks_wordings_and_what_is_asked(rows: list[tuple[str, str, str]]) -> None:
    scope = Scope({**BRACES, **PLACEHOLDERS}, FRAGMENTS)
    found = tuple(
        Phrase(
            f"a/{at}", "a", title, ((text,), (f"另{text}",)), code=f"{at}{code}", asks=("问 法",), scope=scope
        )
        for at, (title, code, text) in enumerate(rows)
    )
    data, notes = exported(Phrasebook((Scenario("a", "A"),), found), "espanso")
    lost = {note.place for note in notes if note.code == "lost.escaped-braces"}
    after = {phrase.code: phrase for phrase in loaded(planned(data.decode())).phrases}
    for phrase in found:
        came = after[phrase.code]
        assert came.title.startswith(phrase.title)
        assert came.asks == phrase.asks
        if phrase.id in lost:
            continue
        for (before,), (now,) in zip(expand_fragments(phrase).wordings, came.wordings, strict=True):
            assert outline(now, came.scope) == outline(before, scope)


def test_backslashes_that_espanso_takes_for_its_own_are_told_of() -> None:
    book = Phrasebook((Scenario("a", "A"),), (Phrase("a/b", "a", "b", ((r"写作\{\{名",),)),))
    assert "lost.escaped-braces" in {note.code for note in exported(book, "espanso")[1]}


@few
@given(st.text(st.sampled_from(ODD + "#$%<"), min_size=1, max_size=60).map(clean))
def test_a_foreign_text_means_what_it_said(text: str) -> None:
    plan = planned(text_of([("标题", "内容"), ("题", text)]))
    if not text.strip():
        assert "no-text" in codes(plan)
        return
    (phrase,) = loaded(plan).phrases
    template = parse(phrase.wordings[0][0])
    assert template.flaws == ()
    if all(
        isinstance(node, TextNode) or phrase.scope.placeholders.get(node_name(node))
        for node in walk(template.nodes)
    ):
        assert outline(phrase.wordings[0][0], phrase.scope) == text.lstrip("\t").replace("\t", " ").strip(
            "\n"
        )


def test_espanso_reads_texts_as_texts() -> None:
    scope = Scope(
        {"时限": Placeholder("时限", default="48", options=("24", "no")), "日": Placeholder("日", date="+2d")}
    )
    phrase = Phrase(
        "a/b",
        "a",
        "2026",
        (("{{时限}}{{日}}",), ("第二行\n完",)),
        code="0123",
        asks=("yes", "12:30"),
        scope=scope,
    )
    (match,) = yaml.safe_load(exported(Phrasebook((Scenario("a", "A"),), (phrase,)), "espanso")[0])["matches"]
    form, date, chosen = match["vars"]
    assert (match["label"], match["trigger"], match["search_terms"]) == ("2026", ":0123", ["yes", "12:30"])
    assert form["params"]["fields"] == {"时限": {"type": "choice", "values": ["24", "no"], "default": "48"}}
    assert date["params"] == {"format": "%-m月%-d日", "offset": 172800}
    assert chosen["params"]["choices"] == ["{{form1.时限}}{{日}}", "第二行\n完"]


def node_name(node: object) -> str:
    return node.name if isinstance(node, FieldNode) else ""


def outline(text: str, scope: Scope) -> str:
    """The text with braces written out, and the names of what is to be filled in."""
    shown = []
    for node in walk(parse(text).nodes):
        if isinstance(node, TextNode):
            shown.append(node.text)
        elif isinstance(node, FieldNode):
            known = scope.placeholders.get(node.name)
            brace = known.default if known and known.default in ("{", "}", "｛", "｝") else None
            shown.append(brace or f"<{node.name.rstrip('2')}>")
    return "".join(shown)


def test_csv_opens_in_spreadsheets() -> None:
    book = shipped_book()
    data, _ = exported(book, "csv")
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert {len(row) for row in rows} == {len(rows[0])}
    assert len(rows) == len(book.phrases) + 1


@pytest.mark.parametrize("form", ["md", "html"])
def test_the_handbook_shows_every_phrase(form: str) -> None:
    book = shipped_book()
    text = exported(book, form)[0].decode()
    bare_text = text.replace("\\", "")
    assert all(phrase.title in bare_text for phrase in book.phrases)
    assert "{{" not in text
    assert "【快递单号】" in text


def test_the_handbook_writes_signs_as_they_are() -> None:
    odd = "<b>*粗* & # 1. `x`\n- 一\n1. 二"
    book = Phrasebook((Scenario("a", "A<i>"),), (Phrase("a/b", "a", "标_题_", ((odd,),)),))
    html = exported(book, "html")[0].decode()
    assert "<b>" not in html.split("<article>")[1].replace("<b>【", "")
    assert "&lt;b&gt;*粗* &amp;" in html
    markdown = exported(book, "md")[0].decode()
    assert r"\<b\>\*粗\* & \# 1. \`x\`" in markdown
    assert "> \\- 一" in markdown
    assert "> 1\\. 二" in markdown


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("亲~ 在的哦~", "亲~ 在的哦~"),
        ("7~15天", "7~15天"),
        ("3~5天到，7~15天退", "3\\~5天到，7~15天退"),
        ("a~~b", "a\\~\\~b"),
        (" ~！好~", " \\~！好~"),
    ],
)
def test_only_tildes_that_would_strike_words_through_are_escaped(text: str, written: str) -> None:
    assert escape_markdown(text) == written
