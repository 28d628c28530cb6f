"""Many phrases of one file changed at once: what they say changes, and nothing beside it."""

from __future__ import annotations

import pytest

from qreply.phrasebook.reading.file import read_file
from qreply.phrasebook.reading.source import Source
from qreply.phrasebook.writing.phrase_splice import PhraseSplices, with_phrase, without_phrase
from qreply.phrasebook.writing.text_splice import CannotSpliceError

FILE = """\
# 物流组的话术
scenario: logistics
phrases:
  # 发货
  - id: ship
    title: 什么时候发货
    code: fh  # 最常用
    asks:
      - 几时发
      - 今天发吗   # 下午问得多
    reply: |
      亲，48小时内发
    note: 大促除外

  # 催单
  - id: hurry
    title: 催发货
    reply: 亲，马上催   # 别承诺时间
  - title: 少发
    reply: 亲，补发
"""
SHIP = {
    "title": "什么时候发货", "code": "fh", "asks": ("几时发", "今天发吗"), "reply": "亲，48小时内发",
    "note": "大促除外",
}  # fmt: skip
HURRY = {"title": "催发货", "reply": "亲，马上催"}


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_changes_additions_and_removals_are_spliced_together(line_end: str) -> None:
    splices = PhraseSplices(FILE.replace("\n", line_end))
    splices.change(5, SHIP, {**SHIP, "reply": "亲，24小时内发", "note": ""})
    splices.add({"title": "预售", "reply": "亲，下周发"}, behind=5)
    splices.add({"title": "现货", "reply": "亲，今天发"}, behind=5)
    splices.change(16, HURRY, {**HURRY, "code": "cfh"})
    splices.remove(19)
    wanted = (
        FILE.replace("48小时", "24小时")
        .replace(
            "    note: 大促除外\n",
            "  - title: 预售\n    reply: |\n      亲，下周发\n  - title: 现货\n    reply: |\n      亲，今天发\n",
        )
        .replace("催发货\n", "催发货\n    code: cfh\n")
        .replace("  - title: 少发\n    reply: 亲，补发\n", "")
    )
    assert splices.spliced() == wanted.replace("\n", line_end)


@pytest.mark.parametrize(
    ("after", "before", "wanted"),
    [
        ({"code": ""}, "    code: fh  # 最常用\n", "    # 最常用\n"),
        ({"note": ""}, "    note: 大促除外\n", ""),
        ({"code": "", "tags": ("热",)}, "    code: fh  # 最常用\n", "    # 最常用\n"),
        (
            {"asks": ()},
            "    asks:\n      - 几时发\n      - 今天发吗   # 下午问得多\n",
            "    # 下午问得多\n",
        ),
    ],
)
def test_a_value_taken_away_takes_its_lines_and_leaves_comments(
    after: dict[str, object], before: str, wanted: str
) -> None:
    splices = PhraseSplices(FILE)
    splices.change(5, SHIP, {**SHIP, **after})  # type: ignore[dict-item]
    found = splices.spliced()
    assert FILE.replace(before, wanted) == found.replace("    tags: [热]\n", "")
    assert ("    tags: [热]\n" in found) == ("tags" in after)


def test_an_empty_file_takes_several_phrases() -> None:
    splices = PhraseSplices("scenario: a\nphrases: # 还没有\n")
    splices.add({"title": "一", "code": "a"})
    splices.add({"title": "二", "code": "b"})
    assert (
        splices.spliced()
        == "scenario: a\nphrases: # 还没有\n  - title: 一\n    code: a\n  - title: 二\n    code: b\n"
    )


@pytest.mark.parametrize("text", ["- 1\n", "{phrases: []}", "phrases: [{id: a, reply: b}]\n", ": ["])
def test_what_is_written_unusually_is_refused(text: str) -> None:
    with pytest.raises(CannotSpliceError):  # noqa: PT012 - where it is found out does not matter
        splices = PhraseSplices(text)
        splices.add({"title": "一"})
        splices.spliced()


@pytest.mark.parametrize("key", ["phrases", "话术"])
def test_a_file_that_loses_its_last_phrase_says_so_and_takes_another(key: str) -> None:
    text = f"scenario: a\n{key}:\n  # 说明\n  - id: x\n    title: 发货\n    reply: 好\n"
    gone = without_phrase(text, 4)
    assert gone == f"scenario: a\n{key}: []\n  # 说明\n"
    assert read_file(Source("a.yaml", gone)).problems == ()
    again = with_phrase(gone, {"title": "退货", "reply": "好"})
    assert f"{key}:\n" in again
    assert [phrase.title for phrase in read_file(Source("a.yaml", again)).phrases] == ["退货"]
