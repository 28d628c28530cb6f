"""The generated tables agree with their sources on customers' own words, but for what was put right by hand."""

from __future__ import annotations

import json
import re
from importlib import import_module
from pathlib import Path

import pytest

from qreply.text.normalize import fold, normalise
from qreply.text.pinyin import other_readings, read, sound

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT / "tests" / "data" / "jd-questions"
HANZI = re.compile("[一-龥]+")


@pytest.fixture(scope="module")
def texts() -> list[str]:
    intents = [json.loads(line) for line in (CORPUS / "index.jsonl").read_text("utf-8").splitlines()]
    lines = (CORPUS / "queries.tsv").read_text("utf-8").splitlines()[1:]
    asked = [line.split("\t")[2] for line in lines if line.split("\t")[1] in {"zh", "trad"}]
    return asked + [text for one in intents for text in (one["title"], *one["questions"])]


def test_readings_agree_with_pypinyin(texts: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    pypinyin = pytest.importorskip("pypinyin")
    pytest.importorskip("opencc")
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    corrected = re.compile("|".join(import_module("make_tables").CORRECTIONS))
    differing = set()
    for run in {run for text in texts for run in HANZI.findall(normalise(text))}:
        theirs = [syllable.replace("ü", "v") for syllable in pypinyin.lazy_pinyin(run)]
        by_hand = {at for found in corrected.finditer(run) for at in range(*found.span())}
        rows = enumerate(zip(read(run), theirs, strict=True))
        differing |= {(run, at, *pair) for at, pair in rows if pair[0] != pair[1] and at not in by_hand}
    assert differing == set()


def test_simplified_agrees_with_opencc(texts: list[str]) -> None:
    opencc = pytest.importorskip("opencc")
    converters = opencc.OpenCC("t2s").convert, opencc.OpenCC("tw2sp").convert
    differing = set()
    for text in texts:
        forms = [form for convert in converters if len(form := convert(text)) == len(text)]
        for at, character in enumerate(fold(text)):
            # 著 is one character with 着 here: Taiwan writes the one for the other.
            if character not in {fold(form[at]) for form in forms} | {"着"}:
                differing.add((text, at, character))
    assert differing == set()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("得问问", "dei wen wen"),
        ("穿着合适", "chuan zhe he shi"),
        ("大夫", "dai fu"),
        ("卡住了", "ka zhu le"),
        ("慢慢地", "man man de"),
        ("没收到货", "mei shou dao huo"),
        ("重新发货", "chong xin fa huo"),
        ("退还押金", "tui huan ya jin"),
        ("银行卡", "yin hang ka"),
        ("便宜点", "pian yi dian"),
        ("空调不制冷", "kong tiao bu zhi leng"),
        ("旅行", "lv xing"),
    ],
)
def test_readings_that_shops_need(text: str, said: str) -> None:
    assert read(text) == said.split()


@pytest.mark.parametrize(
    ("character", "other"), [("重", "chong"), ("还", "huan"), ("行", "hang"), ("得", "dei")]
)
def test_heteronyms_keep_their_other_reading(character: str, other: str) -> None:
    assert other in other_readings(character)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("zhi", "zi"),
        ("chi", "ci"),
        ("shi", "si"),
        ("na", "la"),
        ("xin", "xing"),
        ("fen", "feng"),
        ("fan", "fang"),
    ],
)
def test_sounds_that_pass_for_one(one: str, two: str) -> None:
    assert sound(one) == sound(two)


@pytest.mark.parametrize(
    ("text", "simple"),
    [
        ("請問什麼時候發貨", "请问什么时候发货"),
        ("顯著", "显著"),
        ("等著急用", "等着急用"),
        ("聯絡我", "联系我"),
        ("資訊", "信息"),
        ("ＡＢＣ１２３", "abc123"),
        ("乾隆瞭解乾淨", "乾隆了解干净"),
    ],
)
def test_folding(text: str, simple: str) -> None:
    assert fold(text) == simple
