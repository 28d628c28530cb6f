"""`qreply replace`, `move` and `tag`: looked at first, then written, all else untouched; and a reply everywhere."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from qreply.cli import run
from qreply.history.favourites import Favourites
from qreply.phrasebook.loader import load
from qreply.storage.locations import favourites_path, settings_path

LOGISTICS = """# 我们的物流话术
scenario: logistics
title: 物流
fragments:
  时效: 48小时内
phrases:
  # 最常用的一条
  - id: ship
    title: 几时发货   # 每天都问
    code: fh
    reply: >-
      亲，48小时内
      发出哦
    next: [track]

  - {id: track, title: 单号, tags: [物流], reply: 亲，{{>时效}}有单号}
  - id: slow
    title: 太慢
    reply: |
        抱歉，148小时太久了
    next: [logistics/ship]
""".replace(
    "{id: track, title: 单号, tags: [物流], reply: 亲，{{>时效}}有单号}",
    "id: track\n    title: 单号\n    tags: [物流]\n    reply: 亲，{{>时效}}有单号",
)
RETURN = """scenario: return
title: 退换
phrases:
- id: back
  title: 退货
  reply: 七天内可退
  no-answer: logistics/ship
"""


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "book"
    path.mkdir()
    (path / "logistics.yaml").write_text(LOGISTICS, encoding="utf-8")
    (path / "return.yaml").write_text(RETURN, encoding="utf-8")
    return path


def call(book: Path, *argv: str) -> int:
    return run([*argv, "--phrasebook", str(book)])


def texts(book: Path) -> dict[str, str]:
    return {path.name: path.read_text("utf-8") for path in sorted(book.iterdir())}


def test_a_replacement_is_looked_at_then_written(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = texts(book)
    assert call(book, "replace", "48小时内", "24小时内") == 0
    captured = capsys.readouterr()
    assert "48小时 → 24小时" in captured.out
    assert "--write" in captured.err
    assert texts(book) == before
    assert call(book, "replace", "48小时内", "24小时内", "--write") == 0
    assert texts(book) == {
        **before,
        "logistics.yaml": LOGISTICS.replace("亲，48小时内", "亲，24小时内").replace(
            "时效: 48小时内", "时效: 24小时内"
        ),
    }
    assert call(book, "replace", "48小时内", "24小时内") == 1


OTHERWISE = """scenario: logistics
placeholders:
  快递: {options: [中通, 极兔]}
fragments: {时效: 两天内}
phrases:
  - {id: a, title: 48小时, asks: [48小时发货吗, 48小时到吗], reply: 48小时发，晚了48小时后赔}
  - {id: b, title: 二, reply: 四十八小时发}
  - {id: c, title: 三, reply: 满48元，2天后发，24h发}
"""


LEFT = [
    ("48小时 24小时", ["“两天”", "片段“时效”", "“四十八小时”", "二（logistics/b）", "“2天后”"], ["48元"]),
    ("48小时 24小时", ["标题 1 处", "问法 1 处", "--in 标题,问法"], ["24h"]),
    ("48小时 24小时 --in 标题,问法,回复", ["“两天”"], ["--in 标题"]),
    ("中通 极兔 --in 占位", ["占位“快递”", "两个一样的“极兔”"], []),
    ("中通 顺丰", ["占位 1 处", "--in 占位"], []),
    ("发 寄", ["问法 1 处"], ["同样的意思"]),
]


@pytest.mark.parametrize(("words", "said", "unsaid"), LEFT)
def test_what_a_replacement_leaves_is_said_and_left(
    words: str, said: list[str], unsaid: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.yaml").write_text(OTHERWISE, encoding="utf-8")
    call(tmp_path, "replace", *words.split(), "--write")
    told = capsys.readouterr().err
    assert [one for one in said if one not in told] == [], told
    assert [one for one in unsaid if one in told] == []
    after = (tmp_path / "a.yaml").read_text("utf-8")
    assert "时效: 两天内" in after
    assert "四十八小时" in after


def test_words_across_two_lines_of_a_file_are_found(book: Path) -> None:
    assert call(book, "replace", "小时内 发出哦", "小时内寄出", "--write") == 0
    phrases = load([book]).by_id
    assert phrases["logistics/ship"].wordings == (("亲，48小时内寄出",),)
    assert "# 最常用的一条" in texts(book)["logistics.yaml"]


@pytest.mark.parametrize(
    ("options", "replaced"),
    [
        (["--in", "标题"], ["几时发货"]),
        (["--in", "title,reply"], ["几时发货", "发出哦"]),
        (["--in", "标题", "-s", "退换"], []),
        (["--tag", "物流"], []),
    ],
)
def test_a_replacement_is_kept_to_keys_and_phrases(
    options: list[str], replaced: list[str], book: Path
) -> None:
    assert call(book, "replace", "发", "寄", *options, "--write") == int(not replaced)
    after = LOGISTICS
    for words in replaced:
        after = after.replace(words, words.replace("发", "寄"))
    assert texts(book)["logistics.yaml"] == after


def test_a_phrase_moves_as_it_stands_and_what_names_it_follows(book: Path) -> None:
    assert call(book, "move", "fh", "--to", "退换", "--write") == 0
    after = texts(book)
    assert after["return.yaml"] == RETURN.replace("logistics/ship", "return/ship") + (
        "- id: ship\n  title: 几时发货   # 每天都问\n  code: fh\n  reply: >-\n    亲，48小时内\n    发出哦\n"
        "  next: [logistics/track]\n"
    )
    start = LOGISTICS.index("  - id: ship\n")
    assert after["logistics.yaml"] == (
        LOGISTICS[:start] + LOGISTICS[LOGISTICS.index("\n  - id: track") :]
    ).replace("logistics/ship", "return/ship")
    assert not [problem for problem in load([book]).problems if problem.severity == "error"]


def test_a_phrase_may_begin_a_scenario_or_change_its_group(
    book: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (book / "rules").mkdir()
    (book / "rules" / "shop.yaml").write_text(
        "rules:\n  - {id: x, level: warn, words: [最好]}\n", encoding="utf-8"
    )
    assert call(book, "move", "slow", "--to", "投诉", "--group", "致歉", "--write") == 0
    assert "“投诉”是新的场景，原来有的是：物流、退换\n" in capsys.readouterr().err
    phrase = load([book]).by_id["complaint/slow"]
    assert (phrase.scenario, phrase.group, phrase.next) == ("complaint", "致歉", ("logistics/ship",))
    assert Path(phrase.path).name == "complaint.yaml"


@pytest.mark.parametrize("name", ["售后", "退货", "returns", "物流发货"])
def test_a_scenario_that_is_like_another_is_not_begun_unasked(
    name: str, book: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = texts(book)
    assert call(book, "move", "slow", "--to", name, "--write") == 1
    told = capsys.readouterr().err
    assert "是不是" in told
    assert "--new" in told
    assert texts(book) == before
    assert call(book, "move", "slow", "--to", name, "--new", "--write") == 0
    assert "是新的场景" in capsys.readouterr().err
    assert f"{name}/slow" in load([book]).by_id


def test_a_phrase_that_would_mean_something_else_stays(
    book: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (book / "return.yaml").write_text(RETURN + "fragments: {时效: 72小时内}\n", encoding="utf-8")
    before = texts(book)
    assert call(book, "move", "track", "--to", "return", "--write") == 1
    assert "logistics/track" in capsys.readouterr().err
    assert texts(book) == before


def test_an_id_that_is_taken_is_said(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (book / "return.yaml").write_text(RETURN.replace("back", "ship"), encoding="utf-8")
    assert call(book, "move", "fh", "--to", "return") == 1
    assert "return/ship" in capsys.readouterr().err


def test_tags_are_set_and_taken_off(book: Path) -> None:
    assert call(book, "tag", "双11", "fh", "track", "--write") == 0
    after = texts(book)["logistics.yaml"]
    assert after == LOGISTICS.replace("[物流]", "[物流, 双11]").replace(
        "    code: fh\n", "    code: fh\n    tags: [双11]\n"
    )
    assert call(book, "tag", "双11", "--remove", "--write") == 0
    assert texts(book)["logistics.yaml"] == LOGISTICS
    assert call(book, "tag", "退", "--scenario", "退换", "--write") == 0
    assert load([book]).by_id["return/back"].tags == ("退",)


@pytest.mark.parametrize(
    ("argv", "code", "said"),
    [
        (["replace", "", "x"], 2, "不能是空的"),
        (["replace", "a", "b", "--in", "颜色"], 2, "颜色"),
        (["replace", "a", "b", "-s", "没有"], 1, "没有场景"),
        (["replace", "a", "b", "--tag", "没有"], 1, "没有"),
        (["move", "fh"], 2, "--to"),
        (["move", "--to", "return"], 2, "--tag"),
        (["tag", "x"], 2, "--tag"),
        (["tag", "x", "nothing"], 1, "nothing"),
    ],
)
def test_what_is_not_said_is_asked_for(
    argv: list[str], code: int, said: str, book: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(book, *argv) == code
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "said"), [(LOGISTICS.encode("gbk"), "--fix"), ("phrases：\n".encode(), "logistics.yaml:1")]
)
def test_a_file_that_is_not_sound_is_left_alone(
    content: bytes, said: str, book: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (book / "logistics.yaml").write_bytes(content)
    assert call(book, "replace", "48", "24", "--write") == 1
    assert said in capsys.readouterr().err
    assert (book / "logistics.yaml").read_bytes() == content


def test_a_mark_that_windows_puts_before_a_file_stops_nothing_and_stays(book: Path) -> None:
    (book / "logistics.yaml").write_bytes(b"\xef\xbb\xbf" + LOGISTICS.encode())
    assert call(book, "tag", "常用", "back", "--write") == 0
    assert call(book, "replace", "48", "24", "--write") == 0
    assert (book / "logistics.yaml").read_bytes() == b"\xef\xbb\xbf" + LOGISTICS.replace(
        " 48", " 24"
    ).replace("，48", "，24").encode()


def test_what_would_break_the_book_is_not_written(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = texts(book)
    assert call(book, "replace", "{{>时效}}", "{{>时间}}", "--write") == 1
    said = capsys.readouterr()
    assert "logistics.yaml:19" in said.err
    assert "时间" in said.err
    assert said.out == ""
    assert texts(book) == before


def test_the_shipped_book_is_not_edited(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["replace", "亲", "您", "--write"]) == 1
    assert "qreply init" in capsys.readouterr().err


def test_a_reply_is_shown_for_every_platform_and_wording(
    book: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (book / "return.yaml").write_text(
        RETURN.replace(
            "  no-answer", "  variants: [一周内都能退]\n  platforms: {pdd: {reply: 加微信退}}\n  no-answer"
        ),
        encoding="utf-8",
    )
    assert call(book, "show", "back", "--all") == 3
    out = capsys.readouterr().out
    assert (
        out.index("淘宝、京东、抖音")
        < out.index("七天内可退")
        < out.index("一周内都能退")
        < out.index("拼多多")
    )
    assert "说法 1/2、5 字，上限 500" in out
    assert "  ! " in out[out.index("加微信退") :]
    assert call(book, "show", "back", "--all", "--json") == 3
    found = json.loads(capsys.readouterr().out)
    assert {place["platform"]: len(place["messages"]) for place in found} == {
        "taobao": 2, "pdd": 1, "jd": 2, "douyin": 2,
    }  # fmt: skip


SHOPS = "shop: 旗舰店\nshops:\n  - {name: 旗舰店, platform: 淘宝}\n  - {name: 专营店, platform: 拼多多}\n"


@pytest.mark.parametrize(
    ("options", "places"),
    [
        ([], [("taobao", "旗舰店"), ("pdd", "专营店"), ("jd", ""), ("douyin", "")]),
        (["--platform", "拼多多"], [("pdd", "专营店")]),
        (["--platform", "京东"], [("jd", "")]),
        (["--shop", "专营店"], [("pdd", "专营店")]),
        (["--shop", "专营店", "--platform", "京东"], [("jd", "专营店")]),
    ],
)
def test_each_shop_is_shown_on_its_platform_and_none_that_is_not_meant(
    options: list[str], places: list[tuple[str, str]], book: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings_path().parent.mkdir(parents=True, exist_ok=True)
    settings_path().write_text(SHOPS, encoding="utf-8")
    assert call(book, "show", "back", "--all", "--json", *options) == 0
    found = json.loads(capsys.readouterr().out)
    assert [(place["platform"], place["shop"]) for place in found] == places


def test_the_last_phrase_that_moves_leaves_a_file_that_is_meant_and_may_come_back(
    book: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["find", "退货", "--phrasebook", str(book)]) == 0  # which keeps a copy
    assert call(book, "move", "back", "--to", "logistics", "--write") == 0
    assert "phrases: []" in (book / "return.yaml").read_text("utf-8")
    capsys.readouterr()
    assert call(book, "find", "退货") == 0
    assert "先用" not in capsys.readouterr().err
    assert run(["check", str(book)]) == 0
    assert "empty-file" not in capsys.readouterr().out
    assert call(book, "move", "back", "--to", "return", "--write") == 0
    assert sorted(path.name for path in book.iterdir()) == ["logistics.yaml", "return.yaml"]
    assert [phrase.id for phrase in load([book]).phrases if phrase.scenario == "return"] == ["return/back"]


@pytest.mark.parametrize("beside", [["--copy"], ["--message", "1"]])
def test_all_of_a_reply_leaves_nothing_to_choose(
    book: Path, capsys: pytest.CaptureFixture[str], beside: list[str]
) -> None:
    assert call(book, "show", "ship", "--all", *beside) == 2
    assert beside[0] in capsys.readouterr().err


def test_options_may_stand_between_a_tag_and_its_phrases(book: Path) -> None:
    for argv in (
        ("tag", "急", "--write", "ship", "track"),
        ("tag", "急", "--remove", "track", "--write"),
        ("tag", "--remove", "物流", "track", "--write"),
    ):
        assert call(book, *argv) == 0
    tags = {phrase.id: phrase.tags for phrase in load([book]).phrases}
    assert tags["logistics/ship"] == ("急",)
    assert tags["logistics/track"] == ()


def test_a_fault_in_the_new_words_is_told_as_theirs(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (book / "logistics.yaml").read_bytes()
    assert call(book, "replace", "{{>时效}}", "{{>时效}") == 1
    said = capsys.readouterr().err
    assert "这样改了以后" in said
    assert "写法太特别" not in said
    assert (book / "logistics.yaml").read_bytes() == before


def test_stars_and_keys_follow_a_phrase_that_moves(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    favourites = Favourites(favourites_path())
    favourites.toggle("logistics/ship")
    favourites.toggle("return/back")
    text = "hotkeys:\n  f5: logistics/ship  # 天天用\n  f6: return/back\nround: {已发货: logistics/ship}\n"
    settings = settings_path()
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text(text, "utf-8")
    assert call(book, "move", "fh", "--to", "退换") == 0
    assert settings.read_text("utf-8") == text  # it was only looked at
    assert call(book, "move", "fh", "--to", "退换", "--write") == 0
    assert settings.read_text("utf-8") == text.replace("logistics/ship", "return/ship")
    assert Favourites(favourites_path()).ids == ("return/ship", "return/back")
    said = capsys.readouterr().err
    assert "收藏已经跟过去了" in said
    assert "别的电脑" in said


def test_settings_that_cannot_be_written_are_named_with_the_new_ids(
    book: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = settings_path()
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text("hotkeys: {f5: logistics/ship}\n", "utf-8")

    def fails(*_: object) -> None:
        raise PermissionError(13, "denied")

    monkeypatch.setattr("qreply.settings.file_edit.save_over", fails)
    assert call(book, "move", "fh", "--to", "退换", "--write") == 0
    said = capsys.readouterr().err
    assert "没有权限" in said
    assert "logistics/ship → return/ship" in said


FILLED = {
    "a default in the tag": ("付款后{{限=48}}小时内发出", ""),
    "a declared default": ("付款后{{时限}}小时内发出", ""),
    "an option": ("付款后{{限|72|48}}小时内发出", ""),
    "an option that is declared": ("付款后{{期}}内发出", ""),
    "a default in a fragment": ("好的", "付款后{{限=48}}小时内发出"),
    "an optional part": ("{{?限}}付款后{{时限}}小时内{{/限}}发出", ""),
}


@pytest.mark.parametrize(("reply", "fragment"), FILLED.values(), ids=FILLED)
def test_a_time_that_placeholders_make_is_said_to_be_left(
    reply: str, fragment: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.yaml"
    head = "placeholders: {时限: {default: '48'}, 期: {options: [一天, 四十八小时]}}\n"
    path.write_text(
        f"scenario: s\n{head}fragments: {{尾: '{fragment or '再会'}'}}\n"
        f"phrases: [{{id: a, title: 发货, reply: '{reply}'}}, {{id: b, title: 无关, reply: '{{{{码=48}}}}号'}}]\n",
        encoding="utf-8",
    )
    run(["--phrasebook", str(path), "replace", "48小时", "24小时"])
    (line,) = (line for line in capsys.readouterr().err.splitlines() if "拼成" in line)
    assert "没有动：片段“尾”" in line if fragment else "没有动：发货（s/a）" in line


@pytest.mark.parametrize("title", ["售前", "投诉", "退换"])
def test_a_title_that_qreply_ships_names_its_scenario_in_any_book(title: str, book: Path) -> None:
    (book / "return.yaml").unlink()
    assert call(book, "move", "slow", "--to", title, "--new", "--write") == 0
    text = next(path for path in book.iterdir() if path.name != "logistics.yaml").read_text("utf-8")
    assert f"title: {title}" in text
    assert "scenario: " + {"售前": "pre-sale", "投诉": "complaint", "退换": "return"}[title] in text


def test_a_scenario_that_a_book_calls_so_itself_stays_that(book: Path) -> None:
    (book / "b.yaml").write_text("scenario: 投诉\nphrases: []\n", encoding="utf-8")
    assert call(book, "move", "slow", "--to", "投诉", "--write") == 0
    assert "投诉/slow" in load([book]).by_id


def test_options_of_a_tag_that_become_the_same_are_said(
    book: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = book / "logistics.yaml"
    path.write_text(path.read_text("utf-8").replace("148小时太久了", "{{快递|圆通|中通}}太久了"), "utf-8")
    call(book, "replace", "中通", "圆通")
    assert "占位“快递”里有两个一样的“圆通”" in capsys.readouterr().err


def test_messages_that_are_left_are_counted_once(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call(book, "replace", "七天", "八天", "--in", "占位")
    told = capsys.readouterr().err
    assert "回复 1 处" in told
    assert "消息" not in told
