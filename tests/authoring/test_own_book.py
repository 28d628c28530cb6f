"""What an agent writes is what is loaded, and () else of the files changes."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qreply.authoring.own_book import OwnBook, SharedScope
from qreply.authoring.phrase_edit import PhraseEdit
from qreply.errors import ChangedMeanwhileError, NotSavedError
from qreply.phrasebook.loader import load
from qreply.phrasebook.model import Phrase, Phrasebook, Validity
from qreply.phrasebook.references import used_scope
from qreply.phrasebook.template import parse
from qreply.phrasebook.writing.serializer import placeholders_of
from qreply.phrasebook.writing.yaml_writer import Writer
from qreply.storage.locations import shipped_phrasebook
from tests.support.foreign_books import FRAGMENTS, PLACEHOLDERS, lines, phrases, said, templates
from tests.support.shipped import shipped_book
from tests.support.systems import needs_posix

few = settings(max_examples=30, deadline=None)

FILE = """\
# 我的话术，别删这行
scenario: logistics   # 物流
phrases:
  # ── 催发货 ──
  - id: ship              # 天天用
    # 标题别改
    title: 发货 # 短一点
    asks:
      - 几时发   # 最多的问法
      - '#1 几时发: 今天?'
    reply: |  # 要热情
      亲，两天内发~

      #不是注释
    note: 慢一点

  # 下面这条少用
  - 标题: 退运费
    编码: tyf   # 好记
    回复: 亲，运费补您{{金额=5}}元

# 末尾的话
fragments:
  落款: 有事找我
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "own"
    path.mkdir()
    (path / "logistics.yaml").write_text(FILE, encoding="utf-8", newline="")
    return path


def own(folder: Path, base: Phrasebook | None = None) -> OwnBook:
    return OwnBook(
        folder, SharedScope.of(phrase.scope for phrase in base.phrases) if base else SharedScope.of(())
    )


def phrase_of(folder: Path, key: str) -> Phrase:
    return load([folder]).by_id[key]


def written(phrase: Phrase, **texts: object) -> PhraseEdit:
    old = PhraseEdit.of(phrase, "taobao", 0)
    given = {"title": old.title, "asks": old.asks, "code": old.code, "messages": old.messages}
    return old.with_texts(scenario="", **{**given, **texts})  # type: ignore[arg-type]


EDITS: list[tuple[str, dict[str, object], str, str]] = [
    ("ship", {"title": "几时发货"}, "title: 发货 # 短一点", "title: 几时发货 # 短一点"),
    ("ship", {"code": "fh"}, "# 短一点\n", "# 短一点\n    code: fh\n"),
    (
        "ship",
        {"messages": ("好",)},
        "reply: |  # 要热情\n      亲，两天内发~\n\n      #不是注释\n",
        "# 要热情\n    reply: |\n      好\n",
    ),
    (
        "ship",
        {"messages": ("好", "行")},
        "reply: |  # 要热情\n      亲，两天内发~\n\n      #不是注释\n",
        "# 要热情\n    messages: [好, 行]\n",
    ),
    (
        "ship",
        {"asks": ("几时发",)},
        "asks:\n      - 几时发   # 最多的问法\n      - '#1 几时发: 今天?'\n",
        "asks:\n      - 几时发   # 最多的问法\n",
    ),
    ("退运费", {"code": ""}, "编码: tyf   # 好记", "# 好记"),
    (
        "退运费",
        {"title": "退 #1: 运费"},
        "  - 标题: 退运费\n",
        "  - 编号: 退运费\n    标题: '退 #1: 运费'\n",
    ),
    (
        "退运费",
        {"asks": ("谁出运费",)},
        "编码: tyf   # 好记\n",
        "编码: tyf   # 好记\n    问法: [谁出运费]\n",
    ),
    (
        "退运费",
        {"messages": ("亲，\n  缩进 #1",)},
        "回复: 亲，运费补您{{金额=5}}元\n",
        "回复: |\n      亲，\n        缩进 #1\n",
    ),
]


@pytest.mark.parametrize("edit", EDITS)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_an_edit_changes_the_lines_of_its_values_alone(
    folder: Path, edit: tuple[str, dict[str, object], str, str], line_end: str
) -> None:
    key, texts, before, after = edit
    path = folder / "logistics.yaml"
    path.write_bytes(FILE.replace("\n", line_end).encode())
    phrase_edit = written(phrase_of(folder, f"logistics/{key}"), **texts)
    own(folder).save(phrase_edit, ())
    assert FILE.count(before) == 1
    assert path.read_bytes().decode() == FILE.replace(before, after).replace("\n", line_end)


def test_a_new_phrase_stands_behind_the_last_one_and_leaves_again_without_a_trace(folder: Path) -> None:
    book = own(folder)
    saved = book.save(
        PhraseEdit("logistics", "到哪了", ("到哪了", "查一下：急"), "dnl", ("亲，#在路上\n {{称呼}}",)),
        (),
    )
    item = (
        "  - title: 到哪了\n    code: dnl\n    asks: [到哪了, 查一下：急]\n"
        "    reply: |\n      亲，#在路上\n       {{称呼}}\n"
    )
    at = FILE.index("\n# 末尾")
    assert saved.path.read_text("utf-8") == FILE[:at] + item + FILE[at:]
    assert phrase_of(folder, saved.id).wordings == (("亲，#在路上\n {{称呼}}",),)
    book.remove(phrase_of(folder, saved.id))
    assert saved.path.read_text("utf-8") == FILE


def test_the_last_phrase_can_be_deleted_and_another_written(tmp_path: Path) -> None:
    book = own(tmp_path / "new" / "own")
    for title in ("一", "二"):
        saved = book.save(PhraseEdit("own", title, messages=("好",)), ())
        head = saved.path.read_text("utf-8").partition("phrases:\n")[0]
        assert load([saved.path]).scenarios[0].title == "我的"
        book.remove(phrase_of(saved.path, saved.id))
        assert saved.path.read_text("utf-8") == head + "phrases: []\n"
    assert [path.name for path in saved.path.parent.iterdir()] == ["own.yaml"]


@pytest.mark.parametrize(
    "end", ["", "phrases:  # 空的", "phrases: []  # 空的\n", "phrases: []\ntitle: 物流\n"]
)
def test_a_file_without_phrases_takes_one(tmp_path: Path, end: str) -> None:
    path = tmp_path / "x.yaml"
    path.write_text("scenario: own\n" + end, encoding="utf-8")
    saved = own(tmp_path).save(PhraseEdit("own", "甲", messages=("好",)), ())
    assert saved.path == path
    assert phrase_of(path, "own/甲").wordings == (("好",),)
    assert ("# 空的" in path.read_text("utf-8")) == ("# 空的" in end)


def test_ids_never_replace_another_phrase_by_chance(folder: Path) -> None:
    book = own(folder)
    phrase_edit = PhraseEdit("logistics", "发货", messages=("好",))
    first = book.save(phrase_edit, {"logistics/发货"})
    second = book.save(phrase_edit, ())
    third = book.save(replace(phrase_edit, title="退运费"), ())
    assert [one.id for one in (first, second, third)] == [
        "logistics/发货-2",
        "logistics/发货",
        "logistics/退运费-2",
    ]
    assert {one.id for one in (first, second, third)} < load([folder]).by_id.keys()


def test_every_shipped_phrase_can_be_made_ones_own_and_given_back(tmp_path: Path) -> None:
    folder = tmp_path / "own"
    shipped = shipped_book()
    book = own(folder, shipped)
    for phrase in shipped.phrases[::6]:
        book.save(written(phrase, title=phrase.title + "！"), ())
    mine = load([shipped_phrasebook(), folder])
    assert not [problem for problem in mine.problems if problem.severity == "error"]
    for phrase in shipped.phrases[::6]:
        now = mine.by_id[phrase.id]
        assert now.content == phrase._replace(title=phrase.title + "！").content
        assert used_scope(now) == used_scope(phrase)
    for phrase in shipped.phrases[:30:6]:
        book.remove(phrase)
        assert load([shipped_phrasebook(), folder]).by_id[phrase.id].title == phrase.title


TEAM_A = """\
scenario: logistics
valid: {from: 2026-11-01, until: 2026-12-31}
placeholders:
  快递: {options: [中通, 圆通], default: 中通}
  店址: {default: 杭州}
fragments:
  落款: 找{{店址}}的{{客服}}
phrases:
  - id: ship
    title: 发货
    valid: {until: 2026-12-12}
    asks: [几时发]
    reply: 一般说法
    variants: [又一种]
    platforms:
      pdd: {reply: '{{快递}}发{{>落款}}', variants: [拼团说法]}
    note: 小心
    next: [ship]
"""
TEAM_B = """\
scenario: gifts
placeholders:
  快递: {default: 顺丰}
phrases:
  - {id: g, title: 礼物, reply: '{{快递}}'}
"""


@pytest.fixture
def team(tmp_path: Path) -> Path:
    path = tmp_path / "team"
    path.mkdir()
    (path / "a.yaml").write_text(TEAM_B, encoding="utf-8")  # read first: its 快递 is the one that others see
    (path / "b.yaml").write_text(TEAM_A, encoding="utf-8")
    return path


def test_an_own_version_means_what_the_teams_did_but_for_what_was_edited(team: Path, tmp_path: Path) -> None:
    folder = tmp_path / "own"
    base = load([team])
    book = own(folder, base)
    before = base.by_id["logistics/ship"]
    changed = PhraseEdit.of(before, "pdd", 3).with_texts(
        scenario="x", title="发货啦", asks=["几时发", "急"], code="", messages=["我的拼团说法"]
    )
    saved = book.save(changed, ())
    now = load([team, folder]).by_id["logistics/ship"]
    assert now.title == "发货啦"
    assert now.wordings == before.wordings
    assert now.platform_wordings == {"pdd": (("{{快递}}发{{>落款}}",), ("我的拼团说法",))}
    assert (now.note, now.next) == (before.note, before.next)
    assert now.valid == (Validity(datetime(2026, 11, 1), datetime(2026, 12, 12, 23, 59, 59, 999_999)),)
    assert used_scope(now) == used_scope(before)
    text = saved.path.read_text("utf-8")
    assert "快递:" in text.partition("phrases:")[0]  # declared twice in the team's book
    assert "店址" not in text  # still the team's, so that the team can change it


def test_versions_that_mean_other_things_by_a_name_get_files_of_their_own(team: Path, tmp_path: Path) -> None:
    folder = tmp_path / "own"
    base = load([team])
    book = own(folder, base)
    both = (base.by_id["logistics/ship"], base.by_id["gifts/g"])
    for phrase in both:
        book.save(PhraseEdit.of(phrase, "pdd", 0), ())
    now = load([team, folder])
    assert [used_scope(now.by_id[phrase.id]) for phrase in both] == [used_scope(phrase) for phrase in both]


def test_what_was_changed_elsewhere_meanwhile_is_not_lost(folder: Path) -> None:
    phrase_edit = written(phrase_of(folder, "logistics/ship"), title="我改的")
    path = folder / "logistics.yaml"
    path.write_text(FILE.replace("慢一点", "快一点"), encoding="utf-8")
    with pytest.raises(ChangedMeanwhileError):
        own(folder).save(phrase_edit, ())
    assert path.read_text("utf-8") == FILE.replace("慢一点", "快一点")
    own(folder).save(phrase_edit, (), over=True)
    now = phrase_of(folder, "logistics/ship")
    assert (now.title, now.note) == ("我改的", "快一点")


def test_a_phrase_deleted_meanwhile_is_written_anew(folder: Path) -> None:
    phrase_edit = written(phrase_of(folder, "logistics/ship"), title="我改的")
    own(folder).remove(phrase_of(folder, "logistics/ship"))
    own(folder).save(phrase_edit, ())
    assert phrase_of(folder, "logistics/ship").title == "我改的"
    with pytest.raises(NotSavedError):
        own(folder).remove(phrase_of(folder, "logistics/ship")._replace(id="logistics/no"))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("scenario: logistics\nphrases: [{id: ship, title: 发货, reply: 好}]\n", "编辑器"),
        ("scenario: logistics\nphrases:\n  - {id: ship, title: 发货, reply: 好}\n", "编辑器"),
        (FILE + "phrases：\n  - x\n", "logistics.yaml:25"),
        (FILE.replace("reply: |", "reply：|"), "logistics.yaml:11"),
    ],
)
def test_what_cannot_be_changed_safely_is_left_alone_and_named(folder: Path, text: str, says: str) -> None:
    phrase_edit = written(phrase_of(folder, "logistics/ship"), title="我改的")
    path = folder / "logistics.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(NotSavedError) as refused:
        own(folder).save(phrase_edit, (), over=True)
    assert says in f"{refused.value.message} {refused.value.hint}"
    assert path.read_text("utf-8") == text


@pytest.mark.parametrize("text", ["{{名", "{{>没有这个}}", "{{?券}}没有收尾"])
def test_a_reply_that_could_not_be_loaded_is_refused_with_the_reason(folder: Path, text: str) -> None:
    with pytest.raises(NotSavedError) as refused:
        own(folder).save(PhraseEdit("logistics", "新", messages=(text,)), ())
    assert refused.value.hint
    assert (folder / "logistics.yaml").read_text("utf-8") == FILE


@needs_posix("permission bits")
def test_permissions_stay_and_a_folder_that_cannot_be_written_is_named(folder: Path) -> None:
    path = folder / "logistics.yaml"
    path.chmod(0o640)
    own(folder).save(PhraseEdit("logistics", "新", messages=("好",)), ())
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    blocked = folder / "logistics.yaml" / "own"
    with pytest.raises(NotSavedError, match=re.escape(str(blocked))):
        own(blocked).save(PhraseEdit("own", "新", messages=("好",)), ())


def test_several_desks_at_once_lose_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "own"

    def write(name: str) -> None:
        for number in range(8):
            while True:
                try:
                    own(folder).save(PhraseEdit("own", f"{name}{number}", messages=("好",)), ())
                except NotSavedError:
                    continue
                break

    desks = [Thread(target=write, args=(name,)) for name in "甲乙丙丁"]
    for workspace in desks:
        workspace.start()
    for workspace in desks:
        workspace.join()
    assert len(load([folder]).phrases) == 32
    assert not [path for path in folder.iterdir() if path.name.startswith(".")]


def test_what_a_crash_left_holds_nobody_up_for_long_and_another_at_work_does(folder: Path) -> None:
    left = folder / ".logistics.yaml.qreply-new"
    left.touch()
    with pytest.raises(NotSavedError):
        own(folder).save(PhraseEdit("logistics", "新", messages=("好",)), ())
    os.utime(left, (0, 0))
    own(folder).save(PhraseEdit("logistics", "新", messages=("好",)), ())
    assert not left.exists()


def _commented(text: str) -> Iterator[str]:
    """The file with comments wherever a comment may stand between phrases."""
    for number, line in enumerate(text.splitlines(keepends=True)):
        if re.match("  - |phrases:", line):
            yield f"# 第{number}处：- title: x\n"
        yield line


@few
@given(
    others=st.lists(phrases(), min_size=1, max_size=3, unique_by=lambda phrase: phrase.id),
    at=st.integers(0, 2),
    texts=st.fixed_dictionaries(
        {
            "title": lines,
            "asks": st.lists(lines, max_size=3, unique=True),
            "code": st.one_of(st.just(""), lines),
            "messages": st.lists(st.one_of(said, templates()), min_size=1, max_size=3),
        }
    ),
    turn=st.integers(0, 3),
)
def test_what_is_written_is_what_is_loaded(
    others: list[Phrase], at: int, texts: dict[str, Any], turn: int
) -> None:
    with TemporaryDirectory() as place:
        folder, team = Path(place, "own"), Path(place, "team.yaml")
        declared = Writer().entry("placeholders", placeholders_of(PLACEHOLDERS))
        team.write_text(declared + Writer().entry("fragments", FRAGMENTS), encoding="utf-8")
        book = OwnBook(folder, SharedScope.of(phrase.scope for phrase in others))
        for phrase in others:
            book.save(PhraseEdit.of(phrase, "taobao", 0), ())
        for path in folder.iterdir():
            path.write_text("".join(_commented(path.read_text("utf-8"))), encoding="utf-8", newline="")
        before = load([team, folder])
        origin = before.phrases[at % len(before.phrases)]
        files = _lines(folder)
        phrase_edit = PhraseEdit.of(origin, "pdd", turn).with_texts(scenario="", **texts)
        if any(parse(message).flaws for message in phrase_edit.messages):
            with pytest.raises(NotSavedError):
                book.save(phrase_edit, ())
            assert _lines(folder) == files
            return
        book.save(phrase_edit, ())
        after = load([team, folder])
        assert after.by_id[origin.id].content == phrase_edit.phrase(origin.id).content
        for phrase in before.phrases:
            if phrase.id != origin.id:
                assert after.by_id[phrase.id].content == phrase.content
        for path, old in files.items():
            now = _lines(folder)[path]
            assert [line for line in now if line.startswith("# 第")] == [
                line for line in old if line.startswith("# 第")
            ]
            if str(path) != origin.path:
                assert now == old


def _lines(folder: Path) -> dict[Path, list[str]]:
    return {path: path.read_text("utf-8").splitlines() for path in folder.iterdir()}
