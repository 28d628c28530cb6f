from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest

from qreply.cli import run
from qreply.errors import SettingsError
from qreply.settings.reader import KEYS, SHUANGPIN, load_settings
from qreply.settings.settings import Settings
from qreply.storage.locations import cache_path, settings_path
from qreply.text import shuangpin
from qreply.tui.keys import BINDINGS
from qreply.workspace.sender import profile_of

SETTINGS = """\
agent: 小夏
language: en
theme: qreply-light
books: [团队, 我的]
shop: 花店
shops:
  - name: 本店
  - name: 花店
    platform: pdd
    values: {快递: 圆通, 时限: 24}
    books: [花店]
keymap:
  wording: f10
limits: {pdd: 300}
"""


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "settings.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_every_key_is_read(tmp_path: Path) -> None:
    settings = load_settings(written(tmp_path, SETTINGS))
    assert (settings.agent, settings.language, settings.theme) == ("小夏", "en", "qreply-light")
    assert settings.all_books == (tmp_path / "团队", tmp_path / "我的", tmp_path / "花店")
    assert settings.keymap == {"wording": "f10"}
    assert settings.limits == {"pdd": 300}
    profile = profile_of(settings)
    assert (profile.shop, profile.platform, profile.values) == ("花店", "pdd", {"快递": "圆通", "时限": "24"})


def test_the_command_line_beats_the_settings(tmp_path: Path) -> None:
    settings = load_settings(written(tmp_path, SETTINGS))
    changed = settings.with_options(shop="本店", platform="jd", books=[tmp_path / "x"])
    assert (profile_of(changed).shop, profile_of(changed).platform) == ("本店", "jd")
    assert changed.all_books == (tmp_path / "x",)


@pytest.mark.usefixtures("indexed")
def test_without_a_file_there_are_defaults(capsys: pytest.CaptureFixture[str]) -> None:
    settings = Settings(settings_path())
    assert (settings.agent, settings.language, settings.shops) == ("", "zh", ())
    assert [path.name for path in settings.all_books] == ["phrasebook"]
    assert run(["find", "zenmetuihuo"]) == 0
    assert capsys.readouterr().err == ""


def test_the_example_that_init_writes_means_the_defaults(tmp_path: Path) -> None:
    example = files("qreply.settings").joinpath("settings.example.yaml").read_text("utf-8")
    settings = load_settings(written(tmp_path, example))
    assert settings == type(settings)(settings.path)


@pytest.mark.parametrize(
    ("text", "where", "said"),
    [
        ("agnet: 小夏\n", "1:1", "agent"),
        ("agent：小夏\nbooks: [a]\n", "1:6", "“agent：小夏”的冒号是全角的"),
        ("theme: \nagent：小夏\nshop：花店\nbooks: [a]\n", "2:6", "“agent：小夏”的冒号是全角的"),
        ("agent: 小夏\nshops:\n  - naem: 花店\n", "3:5", "name"),
        ("language: fr\n", "1:11", "zh、en"),
        ("theme: qreply-drak\n", "1:8", "qreply-dark"),
        ("shops: 花店\n", "1:8", "列表"),
        ("shops:\n  - platform: pdd\n", "2:5", "name"),
        ("shops:\n  - name: 花店\n    platform: ebay\n", "3:15", "taobao"),
        ("shop: 花店\n", "1:7", "花店"),
        ("keymap: [f10]\n", "1:9", "名: 值"),
        ("agent: a\nagent: b\n", "2:1", "两次"),
        ("agent: [a\n", "1:8", "]"),
        ("agent: !!python/object x\n", "1:8", ""),
        ("limits: {pdd: viele}\n", "1:9", "整数"),
        ("limits: {ebay: 3}\n", "1:9", "taobao"),
        ("- a\n", "1:1", "名: 值"),
        ("limits: {pdd: 99999999999999999999}\n", "1:9", "整数"),
        ("keymap: {wrding: f10}\n", "1:10", "wording"),
        ("keymap: {换法说: f10}\n", "1:10", "换说法"),
        ("keymap: {wording: f10, 换说法: f11}\n", "1:9", "两次"),
        ("keymap: {wording: ctrl+enter}\n", "1:19", "ctrl+enter"),
        ("keymap:\n  copy: enter\n  wording: f10, 回车\n", "3:12", "回车"),
        ("hotkeys:\n  f10: logistics/ship\n  ctrl+i: logistics/ship\n", "3:11", "ctrl+i"),
        ("hotkeys:\n  a: logistics/ship\n", "2:6", "alt+"),
        ("shops:\n  - name: 花店\n  - name: 花店\n", "3:5", "两次"),
        ("books: ['']\n", "1:9", "文件夹"),
        ('books: ["Z:\\tmp\\notes"]\n', "1:9", "单引号"),
        ('books: ["D:\\book\\new"]\n', "1:9", "单引号"),
        ('books: ["C:\\Users\\lead\\book"]\n', "1:12", "单引号"),
        ('books: ["C:\\话术"]\n', "1:12", "单引号"),
        ("books: ['~nobody-of-that-name/x']\n", "1:9", "~nobody"),
        ("agent: a\n---\nagent: b\n", "2:1", "---"),
    ],
)
def test_a_mistake_is_an_error_with_its_line(tmp_path: Path, text: str, where: str, said: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load_settings(written(tmp_path, text))
    assert f"settings.yaml:{where}：" in caught.value.message
    assert said in caught.value.message + caught.value.hint


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("agent：小夏\n", "写成：agent: 小夏"),  # alone, it is a whole text to YAML
        ("# 我的\nlanguage: zh\nagent：小夏  # 称呼\n", "写成：agent: 小夏"),
        ("shop：花店\nagent：小夏\n", "写成：shop: 花店"),
        ("round:\n  已签收：qsgh\n", "写成：已签收: qsgh"),
        ("agent 小夏\n", "例如：agent: 小夏"),
        ("- agent: 小夏\n", "例如：agent: 小夏"),
        ("agent: [小夏]\n", "写成：agent: 小夏"),
        ("books: D:\\话术\n", "写成：books: [D:\\话术]"),
        ("books: 我的,话术\n", "写成：books: ['我的,话术']"),
        ("trades: 服饰、鞋\n", "写成：trades: [服饰, 鞋]"),
        ("shops:\n  name: 花店\n", "例如：shops: [{name: 小店, platform: taobao}]"),
        ("keymap: f10\n", "例如：keymap: {wording: f10}"),
        ("shops: [{name: 花店, values: 中通}]\n", "例如：values: {默认快递: 中通}"),
    ],
)
def test_a_line_that_is_none_is_shown_as_it_should_be(tmp_path: Path, text: str, line: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load_settings(written(tmp_path, text))
    assert caught.value.hint == line
    example = line.partition("：")[2]
    if example.partition(":")[0] in KEYS:  # what is shown is right itself
        load_settings(
            written(tmp_path, example if "shop:" not in example else f"{example}\nshops: [{{name: 花店}}]")
        )


def test_what_is_shown_of_a_line_holds_no_password(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        load_settings(written(tmp_path, "team：postgresql+psycopg://kefu:geheim@db/qreply\n"))
    assert "geheim" not in caught.value.message + caught.value.hint


@pytest.mark.parametrize("page", ["README.md", "README.zh-CN.md"])
def test_the_docs_name_every_setting(page: str) -> None:
    text = (Path(__file__).parents[2] / page).read_text("utf-8")
    assert [key for key in KEYS if f"`{key}`" not in text] == []


def test_a_mistake_exits_2_on_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = written(tmp_path, "agnet: 小夏\n")
    assert run(["find", "fh", "--config", str(path)]) == 2
    assert "agent" in capsys.readouterr().err


def test_a_settings_file_that_is_named_must_exist(tmp_path: Path) -> None:
    with pytest.raises(SettingsError):
        load_settings(tmp_path / "none.yaml")


def test_every_key_of_the_screen_can_be_bound(tmp_path: Path) -> None:
    keymap = {binding.id or "": "f10" for binding in BINDINGS}
    lines = "".join(f"  {name}: {key}\n" for name, key in keymap.items())
    assert load_settings(written(tmp_path, f"keymap:\n{lines}")).keymap == keymap


def test_an_action_may_be_named_as_the_screen_names_it(tmp_path: Path) -> None:
    lines = "  复制: f10\n  名单: f11\n  设置: alt+u\n  第3条: f12\n"
    keymap = {"copy": "f10", "round": "f11", "preferences": "alt+u", "nth-3": "f12"}
    assert load_settings(written(tmp_path, f"keymap:\n{lines}")).keymap == keymap


@pytest.mark.usefixtures("indexed")
def test_nothing_in_the_cache_folder_is_taken_for_settings(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path, "agent: 小夏\n")
    cache_path().mkdir(parents=True, exist_ok=True)
    (cache_path() / "settings.json").write_text(f'["0.1.0", ["{path}", 0, 0, "", 0], {{"theme": 5}}]')
    run(["find", "zenmetuihuo", "--config", str(path)])
    assert "return/" in capsys.readouterr().out
    for left in cache_path().rglob("*.*"):
        assert "小夏".encode() not in left.read_bytes()


@pytest.mark.parametrize(("given", "scheme"), [("off", ""), ("xiaohe", "xiaohe"), ("ziranma", "ziranma")])
def test_the_scheme_of_two_keys_a_syllable(tmp_path: Path, given: str, scheme: str) -> None:
    path = tmp_path / "settings.yaml"
    path.write_text(f"shuangpin: {given}\n", encoding="utf-8")
    assert load_settings(path).shuangpin == scheme


def test_the_reader_knows_the_schemes_of_the_search() -> None:
    assert set(SHUANGPIN) == {"off", *shuangpin._FINALS}


@pytest.mark.parametrize(
    ("written_as", "read_as"),
    [
        ("%USERPROFILE%\\话术", "C:\\Users\\小夏\\话术"),
        ("%HOMEDRIVE%%HOMEPATH%\\b", "C:\\Users\\小夏\\b"),
        ("%NO_SUCH%\\b", "%NO_SUCH%\\b"),
        ("\\\\server\\100%", "\\\\server\\100%"),
    ],
)
def test_windows_variables_in_a_book_s_path_are_looked_up_on_windows(
    written_as: str, read_as: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("USERPROFILE", "C:\\Users\\小夏")
    monkeypatch.setenv("HOMEDRIVE", "C:")
    monkeypatch.setenv("HOMEPATH", "\\Users\\小夏")
    path = written(tmp_path, f"books: ['{written_as}']\n")
    monkeypatch.setattr("sys.platform", "win32")
    assert load_settings(path).books == (tmp_path / read_as,)
    monkeypatch.setattr("sys.platform", "linux")
    assert load_settings(path).books == (tmp_path / written_as,)
