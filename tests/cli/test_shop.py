"""`qreply shop`, `--trade` and `init --trade` on the command line."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from qreply.cli import run
from qreply.settings.reader import load_settings
from qreply.settings.trades import TRADES
from qreply.storage.locations import settings_path

BOOK = """\
scenario: pre-sale
placeholders:
  赠品: {ask: 随单送什么, from: shop, example: 一双袜子}
  质保期: {ask: 质保多久, from: shop, kind: duration}
phrases:
  - {id: gift, title: 有赠品, asks: [有赠品吗], reply: '送{{赠品}}', no-answer: gift-none}
  - {id: gift-none, title: 没有赠品, asks: [怎么没有赠品], reply: 没有赠品哦}
  - {id: warranty, title: 质保, asks: [质保多久], reply: '质保{{质保期}}'}
"""


@pytest.fixture
def book(tmp_path: Path) -> str:
    path = tmp_path / "book.yaml"
    path.write_text(BOOK, encoding="utf-8")
    return str(path)


def with_shop(values: str = "{}") -> Path:
    path = settings_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"# 我的\nshops: [{{name: 小店, values: {values}}}]\n", encoding="utf-8")
    return path


def test_the_list_says_what_is_set_and_what_is_missing(book: str, capsys: pytest.CaptureFixture[str]) -> None:
    with_shop("{质保期: 没有}")
    assert run(["shop", "--phrasebook", book]) == 0
    head, gift, warranty = capsys.readouterr().out.splitlines()
    assert "小店" in head
    assert "1/2" in head
    assert "没填 · 随单送什么 · 例如 一双袜子" in gift
    assert warranty.split()[-1] == "没有"
    assert run(["shop", "--phrasebook", book, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [(one["name"], one["value"], one["absent"]) for one in told["values"]] == [
        ("赠品", None, False),
        ("质保期", "没有", True),
    ]


def test_a_value_that_will_not_do_is_marked(book: str, capsys: pytest.CaptureFixture[str]) -> None:
    with_shop("{质保期: 很久}")
    assert run(["shop", "--phrasebook", book]) == 0
    line = capsys.readouterr().out.splitlines()[-1]
    assert line.strip().startswith("✗ 质保期")
    assert "时长" in line


def test_values_are_set_and_fill_replies(
    book: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = with_shop()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO("质保期=1年\n".encode()), "utf-8"))
    assert run(["shop", "--phrasebook", book, "--set", "赠品=袜子", "--set", "-"]) == 0
    assert path.read_text("utf-8") == "# 我的\nshops: [{name: 小店, values: {赠品: 袜子, 质保期: 1年}}]\n"
    assert run(["show", "pre-sale/gift", "--phrasebook", book]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "送袜子"


@pytest.mark.parametrize(
    ("given", "words"), [("质保期=很久", "时长"), ("质保=1年", "质保期"), ("质保期", "名=值")]
)
def test_what_will_not_do_is_told_and_nothing_is_written(
    book: str, capsys: pytest.CaptureFixture[str], given: str, words: str
) -> None:
    before = with_shop().read_text("utf-8")
    assert run(["shop", "--phrasebook", book, "--set", "赠品=袜子", "--set", given]) == 2
    assert words in capsys.readouterr().err
    assert settings_path().read_text("utf-8") == before


def test_the_first_shop_is_named(book: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["shop", "--phrasebook", book, "--set", "赠品=袜子"]) == 1
    assert "--name" in capsys.readouterr().err
    assert (
        run(["shop", "--phrasebook", book, "--platform", "pdd", "--name", "小店", "--set", "赠品=袜子"]) == 0
    )
    (shop,) = load_settings(settings_path()).shops
    assert (shop.name, shop.platform, shop.values) == ("小店", "pdd", {"赠品": "袜子"})
    assert run(["shop", "--phrasebook", book, "--name", "大店"]) == 2


def test_a_reply_about_what_the_shop_has_not_names_the_other(
    book: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with_shop("{赠品: 没有, 质保期: 没有}")
    assert run(["show", "pre-sale/gift", "--phrasebook", book]) == 3
    told = capsys.readouterr()
    assert (told.out, "qreply show pre-sale/gift-none" in told.err) == ("", True)
    assert run(["show", "pre-sale/gift", "--phrasebook", book, "--json"]) == 3
    assert json.loads(capsys.readouterr().out)["no-answer"] == "pre-sale/gift-none"
    assert run(["show", "pre-sale/warranty", "--phrasebook", book]) == 3
    assert "qreply shop --set 质保期" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("language", "said"),
    [("zh", "本店没有赠品，改用“没有赠品”\n"), ("en", "The shop has no 赠品: “没有赠品” instead\n")],
)
def test_to_type_that_the_shop_has_none_brings_the_other_reply(
    language: str, said: str, book: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["--lang", language, "show", "pre-sale/gift", "--phrasebook", book, "--set", "赠品=没有"]) == 0
    told = capsys.readouterr()
    assert (told.out, told.err) == ("没有赠品哦\n", said)
    assert run(["show", "pre-sale/gift", "--phrasebook", book, "--set", "赠品=没有", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["id"], told["instead-of"]) == ("pre-sale/gift-none", "pre-sale/gift")


def test_to_type_none_is_refused_where_the_book_has_no_other_reply(
    book: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["show", "pre-sale/warranty", "--phrasebook", book, "--set", "质保期=没有"]) == 3
    told = capsys.readouterr()
    assert (told.out, "质保期" in told.err) == ("", True)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_what_is_missing_is_asked_one_after_another(
    book: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = Terminal("小店\n\n很久\n没有\n")
    said = Terminal()
    monkeypatch.setattr("sys.stdin", answers)
    monkeypatch.setattr("sys.stdout", said)
    assert run(["shop", "--phrasebook", book, "--ask"]) == 0
    (shop,) = load_settings(settings_path()).shops
    assert (shop.name, shop.values) == ("小店", {"质保期": "没有"})
    assert said.getvalue().count("质保多久") == 2
    assert "1/2" in said.getvalue().splitlines()[-1]
    del capsys


def test_nothing_is_asked_without_a_terminal(book: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["shop", "--phrasebook", book, "--ask"]) == 2
    assert "--set" in capsys.readouterr().err


@pytest.mark.usefixtures("indexed")
def test_a_trade_brings_its_replies(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["find", "磨脚", "--trade", "鞋"]) == 0
    assert "pre-sale/shoes-rub" in capsys.readouterr().out
    run(["find", "磨脚"])
    assert "shoes-" not in capsys.readouterr().out
    assert run(["find", "磨脚", "--trade", "clothin"]) == 2
    assert "clothing" in capsys.readouterr().err


def test_init_puts_the_trades_into_the_settings_that_use_the_shipped_book() -> None:
    assert run(["init", "--trade", "鞋", "--trade", "美妆"]) == 0
    assert load_settings(settings_path()).trades == ("shoes", "beauty")


@pytest.mark.usefixtures("indexed")
def test_init_copies_the_trades_into_the_book_that_the_settings_use(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = tmp_path / "book"
    assert run(["init", "--trade", "鞋", "--trade", "美妆", str(book)]) == 0
    settings = load_settings(settings_path())
    assert (settings.books, settings.trades) == ((book,), ())  # whose pack would bring back what is deleted
    names = {path.name for path in book.iterdir()}
    assert {"pre-sale.yaml", "shoes-pre-sale.yaml", "beauty-return.yaml"} <= names
    capsys.readouterr()
    assert run(["show", "pre-sale/shoes-rub", "--phrasebook", str(book), "--json"]) in (0, 3)
    assert run(["init", "--trade", "母婴"]) == 0
    assert "trades: [mother-and-baby]" in capsys.readouterr().out


def test_a_book_of_every_trade_has_nothing_to_mend(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    trades = [word for trade in TRADES for word in ("--trade", trade)]
    assert run(["init", *trades, str(tmp_path / "book")]) == 0
    capsys.readouterr()
    assert run(["check", str(tmp_path / "book")]) == 0
    assert "都没有问题" in capsys.readouterr().out


def test_only_what_was_written_is_said_to_be(
    book: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = with_shop("{质保期: 1年}")
    before = path.read_bytes()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b""), "utf-8"))
    assert run(["shop", "--phrasebook", book, "--set", "-"]) == 2
    shown = capsys.readouterr()
    assert (path.read_bytes(), shown.out) == (before, "")
    assert "什么都没写" in shown.err
    assert run(["shop", "--phrasebook", book, "--set", "质保期="]) == 0
    said = capsys.readouterr().out
    assert "已清空，以后会再问：质保期" in said
    assert "已存" not in said
