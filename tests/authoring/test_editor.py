"""Writing at the desk: where it goes, what is said while writing, and that it is found a moment later."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from qreply.authoring.editor import PhraseEditor
from qreply.authoring.own_book import Saved
from qreply.authoring.phrase_edit import PhraseEdit, split_asks
from qreply.errors import NotSavedError
from qreply.phrasebook.model import Phrase
from qreply.settings.settings import Settings
from qreply.storage.locations import own_book_path
from qreply.workspace.books import BookUpdate
from qreply.workspace.phrase_names import find_named
from qreply.workspace.workspace import Workspace
from tests.conftest import BOOK, until

TEAM = """\
scenario: logistics
placeholders:
  快递单号: {ask: 单号, pattern: '\\d{10}'}
phrases:
  - {id: ship, title: 发货, asks: [几时发], reply: 两天内发}
"""


@pytest.fixture
def team(tmp_path: Path) -> Settings:
    path = tmp_path / "team" / "logistics.yaml"
    path.parent.mkdir()
    path.write_text(TEAM, encoding="utf-8")
    return Settings(tmp_path / "settings.yaml", books=(path.parent,))


def draft(**texts: object) -> PhraseEdit:
    given = {"title": "新的", "asks": ("怎么回",), "messages": ("亲，好的~",)}
    return PhraseEdit("own", **{**given, **texts})  # type: ignore[arg-type]


def save(author: PhraseEditor, phrase_edit: PhraseEdit) -> Saved:
    saved = author.saving(phrase_edit)()
    author.saved(saved)
    return saved


def test_own_phrases_are_found_a_moment_after_they_were_saved(team: Settings) -> None:
    workspace = Workspace.open(team)
    seen: list[BookUpdate] = []
    workspace.watch(seen.append)

    def now(key: str) -> Phrase | None:
        for update in seen:
            workspace.apply_update(update)
        return workspace.phrasebook.index.by_id(key)

    saved = save(PhraseEditor(workspace), draft())  # the first, for which the folder is made
    assert saved.path == own_book_path() / "own.yaml"
    until(lambda: now(saved.id))
    mine = PhraseEditor(workspace).change(find_named(workspace, "logistics/ship"), 0)
    save(PhraseEditor(workspace), replace(mine, messages=("我说今天发",)))  # in a file of its own
    until(lambda: workspace.wording(now("logistics/ship") or BOOK.phrases[0]) == ("我说今天发",))
    assert PhraseEditor(workspace).owns(find_named(workspace, "logistics/ship"))
    PhraseEditor(workspace).saved(PhraseEditor(workspace).removing(find_named(workspace, "logistics/ship"))())
    until(lambda: workspace.wording(now("logistics/ship") or BOOK.phrases[0]) == ("两天内发",))
    assert not PhraseEditor(workspace).owns(find_named(workspace, "logistics/ship"))
    workspace.close()
    assert find_named(Workspace.open(team), saved.id).title == "新的"


def test_with_books_of_the_command_line_nothing_is_written_in_vain(team: Settings) -> None:
    workspace = Workspace.open(team._replace(only_books=team.books))
    with pytest.raises(NotSavedError) as refused:
        PhraseEditor(workspace)
    assert str(own_book_path()) in refused.value.hint


def test_a_new_phrase_begins_with_what_was_asked(workspace: Workspace) -> None:
    author = PhraseEditor(workspace)
    assert author.new(" 怎么\n退；货 ", "logistics") == PhraseEdit("logistics", asks=("怎么 退；货",))
    assert author.new("3天 YT1234567890 能到吗", "").asks == ("3天 YT 能到吗",)
    assert author.new("我是张三，" * 9, "").asks == ()
    assert author.new("", "").scenario == "own"
    assert [scenario.title for scenario in author.scenarios] == ["售前", "物流", "投诉", "我的"]


def test_the_wording_on_the_desk_is_the_one_that_is_changed(make_desk: Callable[..., Workspace]) -> None:
    phrase = BOOK.by_id["logistics/ship-when"]
    taobao = PhraseEditor(make_desk()).change(phrase, 3)
    assert taobao.messages == phrase.wordings[1]
    now = replace(taobao, messages=("换了",)).phrase(phrase.id)
    assert now == phrase._replace(wordings=(phrase.wordings[0], ("换了",)))
    pdd = PhraseEditor(make_desk(platform="pdd")).change(phrase, 3)
    assert pdd.messages == ("亲，成团后{{时限=48}}小时内发出~",)  # the template, not what was filled in
    now = replace(pdd, messages=("换了",)).phrase(phrase.id)
    assert now == phrase._replace(platform_wordings={"pdd": (("换了",),)})


def test_asks_are_parted_by_semicolons_since_questions_have_commas() -> None:
    assert split_asks("亲，在吗；怎么退;急") == ["亲，在吗", "怎么退", "急"]
    texts = draft().with_texts(
        scenario="a/b",
        title=" 标\x1b题\n",
        asks=["在 吗 ", "", "在 吗"],
        code="",
        messages=["\n好\x07\n", ""],
    )
    assert texts == PhraseEdit("a-b", "标题", ("在 吗",), "", ("好",))


@pytest.mark.parametrize(
    ("texts", "says", "fatal"),
    [
        ({"title": ""}, "还没写标题", True),
        ({"messages": ()}, "还没写回复", True),
        ({"asks": ()}, "问法", False),
        ({"messages": ("亲，{{快递",)}, "{{", True),
        ({"messages": ("亲，{{?券}}有券",)}, "券", True),
        ({"messages": ("亲，{{>没有}}",)}, "没有", True),
        ({"messages": ("亲，{{快递单数}}",)}, "快递单号", False),
        ({"messages": ("亲，｛｛快递｝｝",)}, "{{快递}}", False),
        ({"messages": ("加微信聊",)}, "微信", False),
        ({"messages": ("明天一定到",)}, "一定", False),
        ({"messages": ("长" * 501,)}, "501", False),
        ({"code": "FH"}, "什么时候发货", False),
    ],
)
def test_an_edit_is_looked_over_as_check_and_the_copy_would(
    workspace: Workspace, texts: dict[str, object], says: str, fatal: bool
) -> None:
    remarks = PhraseEditor(workspace).remarks(draft(**texts))
    assert [says in f"{one.text}{one.advice}" for one in remarks] == [True]
    assert remarks[0].fatal is fatal
    words = f"{remarks[0].text}{remarks[0].advice}"
    assert "“x”" not in words  # an id that nobody has written
    assert "asks:" not in words  # nor YAML


def test_a_good_edit_draws_no_remark_and_the_worst_comes_first(workspace: Workspace) -> None:
    author = PhraseEditor(workspace)
    assert author.remarks(draft(messages=("亲，{{快递}}单号{{快递单号}}，{{?券}}送您{{券}}{{/券}}",))) == []
    assert author.remarks(author.change(BOOK.by_id["logistics/track"], 0)) == []
    worst, *others = author.remarks(draft(asks=(), messages=("一定到，加微信",)))
    assert (worst.tone, worst.advice) == ("error", "可以改成：在这里联系我")
    assert len(others) == 2
