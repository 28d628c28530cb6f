"""`qreply rules`: the list, and what the rules make of a sentence."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from qreply.cli import run as main
from qreply.cli.surroundings import describe_books
from qreply.settings.settings import Settings

BOOK = """scenario: pre-sale
phrases:
  - {title: 在, asks: [在吗], reply: 在的}
rules:
  - id: shop-word
    level: warn
    platforms: [pdd]
    words: [小蓝书]
    why: 不提别的软件
    say: 站内看
  - {id: contact-qq, level: off}
  - {id: like-contact, level: off}
disguises:
  小蓝书: [小兰书, xls]
"""


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "book.yaml"
    path.write_text(BOOK, "utf-8")
    return path


def run(book: Path, *words: str) -> int:
    return main(["rules", *words, "--phrasebook", str(book)])


def test_rules_are_listed_with_id_level_platforms_words_why_and_place(
    book: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(book) == 0
    lines = capsys.readouterr().out.splitlines()
    at = next(at for at, line in enumerate(lines) if line.startswith("shop-word "))
    assert "[提醒]" in lines[at]
    assert "拼多多" in lines[at]
    assert "book.yaml:5" in lines[at]
    assert "小蓝书" in lines[at + 1]
    assert "不提别的软件" in lines[at + 2]
    assert any(line.startswith("contact-qq  [关闭]") for line in lines)
    assert any(line.startswith("contact-wechat  [拦截]") for line in lines)
    at = next(at for at, line in enumerate(lines) if line.startswith("like-payment "))
    assert "整句像：站外付款" in lines[at + 1]


def test_a_program_gets_the_same_as_json(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(book, "--format", "json") == 0
    rules = {rule["id"]: rule for rule in json.loads(capsys.readouterr().out)}
    assert rules["shop-word"]["platforms"] == ["pdd"]
    assert rules["shop-word"]["path"] == str(book)
    assert rules["contact-wechat"]["level"] == "block"


@pytest.mark.parametrize(
    ("sentence", "code", "said"),
    [
        ("亲，加我微信abc123", 3, "contact-wechat"),
        ("小蓝书看", 0, "shop-word"),
        ("小 兰 书看", 0, "shop-word"),
        ("亲，您好", 0, "没有违规"),
        ("加qq 123456789", 0, "没有违规"),
    ],
)
def test_a_sentence_is_tried_on_them(
    book: Path, capsys: pytest.CaptureFixture[str], sentence: str, code: int, said: str
) -> None:
    assert run(book, "--test", sentence) == code
    assert said in capsys.readouterr().out


def test_a_trial_as_json(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(book, "--test", "小蓝书看", "--format", "json") == 0
    (found,) = json.loads(capsys.readouterr().out)
    assert (found["rule"], found["blocks"], found["text"], found["platforms"]) == (
        "shop-word",
        False,
        "小蓝书",
        ["pdd"],
    )


def test_blocks_are_listed(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(book, "--blocks") == 0
    assert "{电话}" in capsys.readouterr().out


def test_a_blocked_reply_names_its_rule(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book.write_text(BOOK.replace("reply: 在的", "reply: 加我微信abc123"), "utf-8")
    assert main(["show", "pre-sale/在", "--phrasebook", str(book)]) == 3
    assert "contact-wechat" in capsys.readouterr().err


def test_turning_off_what_is_not_there_is_an_error(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book.write_text(BOOK.replace("id: contact-qq,", "id: contact-q,"), "utf-8")
    assert main(["check", str(book)]) == 1
    said = capsys.readouterr().out
    assert "contact-q" in said
    assert "是不是“contact-qq”" in said


def test_init_writes_a_file_of_rules_whose_examples_are_comments(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = tmp_path / "shop"
    assert main(["init", str(book)]) == 0
    rules = book / "rules" / "shop.yaml"
    assert str(rules) in capsys.readouterr().out
    assert main(["check", str(rules)]) == 0
    assert "没有问题" in capsys.readouterr().out
    examples = [re.sub("^# ?", "", line) for line in rules.read_text("utf-8").splitlines()[3:]]
    rules.write_text("\n".join(examples), "utf-8")
    assert main(["rules", "--phrasebook", str(book), "--test", "厂直的"]) == 3
    assert "shop-words" in capsys.readouterr().out


def test_every_command_takes_a_shipped_rule_that_is_off_for_what_it_is(
    book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "books"
    (folder / "rules").mkdir(parents=True)
    (folder / "a.yaml").write_text(BOOK.partition("rules:")[0], "utf-8")
    off = "rules:\n  - id: advertising-pressure\n    level: off\n"
    (folder / "rules" / "shop.yaml").write_text(off, "utf-8")
    assert main(["check", str(folder)]) == 0
    assert main(["diff", str(book), str(folder)]) == 0
    assert "advertising-pressure" in capsys.readouterr().out
    table = tmp_path / "t.csv"
    assert main(["export", str(table), "--phrasebook", str(folder)]) == 0
    assert main(["import", str(table), "--to", str(folder), "--update"]) == 0
    assert [
        line for line in describe_books(Settings(tmp_path / "none", books=(folder,))) if "0 个错误" in line
    ]
    told = capsys.readouterr()
    assert "错误" not in told.out + told.err


def test_an_export_has_no_rules_to_compare(
    book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", str(tmp_path / "t.csv"), "--phrasebook", str(book)]) == 0
    assert main(["diff", str(tmp_path / "t.csv"), str(book)]) == 0
    assert "没有变化" in capsys.readouterr().out
