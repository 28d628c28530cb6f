"""What the shop decides is written into the settings file, and nothing else in it changes."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from qreply.errors import NotSavedError
from qreply.settings import shop_writer
from qreply.settings.reader import load_settings
from qreply.settings.settings import Shop
from qreply.settings.shop_writer import save_shop_values, with_shop_values
from qreply.settings.writer import settings_text
from tests.support.systems import LINKS, needs_posix

# (before, after 赠品: 袜子 is written for 小店)
PLACES = {
    "block": (
        "# 头\nagent: 夏  # 我\nshops:\n  - name: 小店   # 淘宝\n    values:\n      快递: 中通 # 常用\n"
        "    # 尾\nhistory: off\n",
        "# 头\nagent: 夏  # 我\nshops:\n  - name: 小店   # 淘宝\n    values:\n      快递: 中通 # 常用\n"
        "      赠品: 袜子\n    # 尾\nhistory: off\n",
    ),
    "one that is there": (
        "shops:\n- name: 小店\n  values:\n    赠品: '没有' # 等老板定\n    快递: 中通\n",
        "shops:\n- name: 小店\n  values:\n    赠品: 袜子 # 等老板定\n    快递: 中通\n",
    ),
    "one that is there and empty": (
        "shops:\n- name: 小店\n  values:\n    赠品: # 等老板定\n    快递: 中通\n",
        "shops:\n- name: 小店\n  values:\n    赠品: 袜子 # 等老板定\n    快递: 中通\n",
    ),
    "flow values": (
        "shops:\n  - name: 小店\n    values: {快递: 中通}  # 常用\n",
        "shops:\n  - name: 小店\n    values: {快递: 中通, 赠品: 袜子}  # 常用\n",
    ),
    "empty flow values": (
        "shops:\n  - name: 小店\n    values: {}\n    books: []\n",
        "shops:\n  - name: 小店\n    values:\n      赠品: 袜子\n    books: []\n",
    ),
    "nothing under values": (
        "shops:\n  - name: 小店\n    values: # 都还没填\n    books: []\n",
        "shops:\n  - name: 小店\n    values: # 都还没填\n      赠品: 袜子\n    books: []\n",
    ),
    "no values": (
        "shops:\n  - name: 小店\n    platform: pdd # 拼多多\n\n# 其他\nagent: 夏\n",
        "shops:\n  - name: 小店\n    platform: pdd # 拼多多\n    values:\n      赠品: 袜子\n\n# 其他\nagent: 夏\n",
    ),
    "flow shop": (
        "shops: [{name: 大店}, {name: 小店, platform: pdd}] # 两家\n",
        "shops: [{name: 大店}, {name: 小店, platform: pdd, values: {赠品: 袜子}}] # 两家\n",
    ),
    "the second shop": (
        "shops:\n  - name: 大店\n    values: {赠品: 帽子}\n  - name: 小店\n",
        "shops:\n  - name: 大店\n    values: {赠品: 帽子}\n  - name: 小店\n    values:\n      赠品: 袜子\n",
    ),
    "no end of line": (
        "shops:\n  - name: 小店",
        "shops:\n  - name: 小店\n    values:\n      赠品: 袜子",
    ),
    "no shops": (
        "agent: 夏 # 我",
        "agent: 夏 # 我\nshops:\n  - name: 小店\n    platform: jd\n    values:\n      赠品: 袜子\n",
    ),
    "an empty list": (
        "shops: [] # 还没有\n# shops:\n#   - name: 例\nagent: 夏\n",
        "shops:  # 还没有\n  - name: 小店\n    platform: jd\n    values:\n      赠品: 袜子\n"
        "# shops:\n#   - name: 例\nagent: 夏\n",
    ),
    "nothing at all": ("", "shops:\n  - name: 小店\n    platform: jd\n    values:\n      赠品: 袜子\n"),
}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_every_other_character_stays(tmp_path: Path, place: str, line_end: str) -> None:
    before, after = (text.replace("\n", line_end) for text in PLACES[place])
    path = tmp_path / "settings.yaml"
    path.write_bytes(before.encode())
    settings = save_shop_values(path, "小店", {"赠品": "袜子"}, platform="jd")
    wanted = after if line_end == "\n" or "\r\n" in before else after.replace("\r\n", "\n")
    assert path.read_bytes().decode() == wanted
    assert next(shop for shop in settings.shops if shop.name == "小店").values["赠品"] == "袜子"
    assert settings == load_settings(path)


@pytest.mark.parametrize(
    ("mark", "codec"),
    [(b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"", "gb18030")],
)
def test_the_encoding_stays(tmp_path: Path, mark: bytes, codec: str) -> None:
    before, after = PLACES["block"]
    path = tmp_path / "settings.yaml"
    path.write_bytes(mark + before.encode(codec))
    save_shop_values(path, "小店", {"赠品": "袜子"}, platform="jd")
    assert path.read_bytes() == mark + after.encode(codec)


VALUES = st.text(
    st.characters(blacklist_categories=("Cs", "Cc", "Cf", "Zl", "Zp", "Cn", "Co")), min_size=1, max_size=20
).map(str.strip)


@given(st.dictionaries(VALUES.filter(bool), VALUES, min_size=1, max_size=4))
@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
def test_whatever_is_written_is_read_again(tmp_path: Path, values: dict[str, str]) -> None:
    path = tmp_path / "settings.yaml"
    for before, _ in PLACES.values():
        path.write_text(before, encoding="utf-8")
        try:
            saved = save_shop_values(path, "小店", values, platform="jd")
        except NotSavedError:  # a character that the settings clean away
            assert path.read_text(encoding="utf-8") == before
        else:
            shop = next(shop for shop in saved.shops if shop.name == "小店")
            assert {name: shop.values[name] for name in values} == values


def test_a_file_that_is_missing_is_made_from_the_template(tmp_path: Path) -> None:
    path = tmp_path / "new" / "settings.yaml"
    save_shop_values(path, "小店", {"赠品": "袜子", "质保期": "没有"}, platform="pdd")
    assert load_settings(path).shops == (Shop("小店", "pdd", {"赠品": "袜子", "质保期": "没有"}),)
    lines = path.read_text(encoding="utf-8").splitlines()
    assert [line for line in settings_text().splitlines() if line not in lines] == ["shops: []"]


@needs_posix(LINKS)
def test_a_link_stays_a_link(tmp_path: Path) -> None:
    path, link = tmp_path / "dotfiles.yaml", tmp_path / "settings.yaml"
    path.write_text("shops: [{name: 小店}]\n", encoding="utf-8")
    link.symlink_to(path)
    save_shop_values(link, "小店", {"赠品": "袜子"}, platform="pdd")
    assert link.is_symlink()
    assert "袜子" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("shops: [{name: 大店}]\n", "小店"),
        ("shops: [{name: 小店}]\nagnet: 夏\n", "agent"),
        ("shops:\n  - name: 小店\n    values:\n      赠品: | # 说明\n        帽子\n", "没法自动改"),
        ("{shops: []}\n", "没法自动改"),
    ],
    ids=["another shop", "a mistake", "a comment inside", "all in braces"],
)
def test_what_cannot_be_done_is_told_and_changes_nothing(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "settings.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(NotSavedError) as told:
        save_shop_values(path, "小店", {"赠品": "袜子"}, platform="pdd")
    assert words in told.value.message + told.value.hint
    assert path.read_text(encoding="utf-8") == text


def test_a_file_changed_meanwhile_is_not_overwritten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "settings.yaml"
    path.write_text("shops: [{name: 小店}]\n", encoding="utf-8")

    def with_an_editor(*given: object) -> str:
        path.write_text("agent: 夏\nshops: [{name: 小店}]\n", encoding="utf-8")
        return with_shop_values(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(shop_writer, "with_shop_values", with_an_editor)
    with pytest.raises(NotSavedError):
        save_shop_values(path, "小店", {"赠品": "袜子"}, platform="pdd")
    assert path.read_text(encoding="utf-8") == "agent: 夏\nshops: [{name: 小店}]\n"
