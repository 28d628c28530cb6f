"""`qreply import` and `qreply export` as a lead meets them."""

from __future__ import annotations

import json
import os
import re
import shlex
import sys
from pathlib import Path

import pytest
import yaml

from qreply.cli import progress, run
from qreply.phrasebook.loader import load
from qreply.phrasebook.reading.file import read_file
from qreply.phrasebook.reading.source import Source
from tests.support.foreign_books import names

QIANNIU = (
    "快捷短语编码,快捷短语,快捷短语分组\r\nfh,亲，{买家昵称}今天发,物流\r\nwx,加微信聊,售前\r\nkong,,售前\r\n"
)
DOCS = Path(__file__).parents[2] / "docs"


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "短语.csv"
    path.write_text(QIANNIU, encoding="gbk", newline="")
    return path


def test_without_write_it_only_shows(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["import", str(table), "--to", "book"]) == 0
    out = capsys.readouterr().out
    for said in (
        "千牛",
        "可带入 2 条",
        "{买家昵称} 改成 {{称呼}}",
        "合规会拦截：“加微信",
        "第 4 行：没有回复内容",
        "--write",
    ):
        assert said in out
    assert not Path("book").exists()


def test_with_write_the_book_is_as_good_as_the_table(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["import", str(table), "--to", "book", "--write"]) == 0
    capsys.readouterr()
    assert run(["check", "book", "--format", "github"]) == 1
    errors = [line for line in capsys.readouterr().out.splitlines() if line.startswith("::error")]
    assert ["title=rule-blocks" in line for line in errors] == [True]  # the table has one that may not leave
    assert names("book") == ["logistics.yaml", "pre-sale.yaml"]
    assert run(["show", "logistics/fh", "--phrasebook", "book"]) == 0
    assert capsys.readouterr().out.endswith("亲，亲今天发\n")


def test_a_book_that_is_there_stays_as_it_is(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("book").mkdir()
    own = Path("book/logistics.yaml")
    own.write_text("# 我的\nscenario: logistics\nphrases:\n  - id: fh\n    reply: 别动\n", encoding="utf-8")
    before = own.read_bytes()
    assert run(["import", str(table), "--to", "book", "--write"]) == 0
    assert own.read_bytes() == before
    assert "logistics_2.yaml" in capsys.readouterr().out
    assert {phrase.id for phrase in load([Path("book")]).phrases} == {
        "logistics/fh",
        "logistics/fh-2",
        "pre-sale/wx",
    }


def test_importing_again_writes_nothing(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["import", str(table), "--to", "book", "--write"])
    assert run(["import", str(table), "--to", "book", "--write"]) == 0
    assert "已经有了" in capsys.readouterr().out
    assert len(names("book")) == 2


@pytest.mark.parametrize(
    ("argv", "code", "said"),
    [
        (["missing.csv", "--to", "book"], 1, "missing.csv"),
        (["短语.csv", "--to", "短语.csv"], 2, "不是文件夹"),
        (["短语.csv", "--to", "book", "--map", "标题"], 2, "--map"),
        (["短语.csv", "--to", "book", "--map", "标题=没有"], 1, "“没有”"),
    ],
)
def test_mistakes_are_said(
    table: Path, capsys: pytest.CaptureFixture[str], argv: list[str], code: int, said: str
) -> None:
    del table
    assert run(["import", *argv]) == code
    assert said in capsys.readouterr().err


def test_an_import_shows_how_it_read_the_file(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    del table
    Path("问答.csv").write_text(
        "问题,话术1,话术2\n几时发,今天,明天\n怎么退,点退货,\n能换吗,能,\n有货吗,有,\n", "utf-8"
    )
    assert run(["import", "问答.csv", "--to", "book"]) == 0
    out = capsys.readouterr().out
    assert "问答.csv：CSV 表格（第 1 行是表头：问题、话术1、话术2）" in out
    assert "问法←第 1 列“问题”，回复←第 2 列“话术1”，其他说法←第 3 列“话术2”" in out
    assert "几时发：今天（2 种说法）" in out
    assert "有货吗" not in out  # three samples are enough
    assert run(["import", ".", "--to", "book"]) == 0
    out = capsys.readouterr().out
    assert "短语.csv：千牛快捷短语 CSV" in out
    assert "可带入 6 条" in out


def test_a_report_has_a_ceiling(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    del table
    rows = "".join(f"第{number}条,亲，这是第{number}条回复\n" for number in range(300))
    Path("多.csv").write_text(f"标题,内容\n{rows}", "utf-8")
    assert run(["import", "多.csv", "--to", "book", "--write"]) == 0
    capsys.readouterr()
    assert run(["import", "多.csv", "--to", "book"]) == 0  # all are there already
    out = capsys.readouterr().out
    assert "同样的还有 292 处" in out
    assert len(out.splitlines()) < 30


def test_an_edited_export_is_shown_and_written_when_asked(
    table: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(["import", str(table), "--to", "book", "--write"]) == 0
    assert run(["--phrasebook", "book", "export", "book.csv"]) == 0
    before = Path("book/logistics.yaml").read_text("utf-8")
    text = Path("book.csv").read_text("utf-8-sig")
    Path("book.csv").write_text(text.replace("今天发", "加微信发"), "utf-8-sig")
    capsys.readouterr()
    monkeypatch.setenv("COLUMNS", "80")
    update = ["import", "book.csv", "--to", "book", "--update"]
    assert run(update) == 0
    out = capsys.readouterr().out
    assert "改 1 条、新 0 条、删 0 条；没变的 1 条。" in out
    assert re.search("回复.*今天发.*加微信发", out)
    assert "合规会拦截" in out
    assert "--write" in out
    assert Path("book/logistics.yaml").read_text("utf-8") == before
    assert run([*update, "--write"]) == 0
    assert Path("book/logistics.yaml").read_text("utf-8") == before.replace("今天发", "加微信发")
    capsys.readouterr()
    assert run(update) == 0
    assert "没有要改的" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["--map", "标题=1"], "--map"),
        ([], "编号"),
    ],
)
def test_an_update_takes_exports_alone(
    table: Path, capsys: pytest.CaptureFixture[str], args: list[str], said: str
) -> None:
    assert run(["import", str(table), "--to", "book", "--write"]) == 0
    capsys.readouterr()
    assert run(["import", str(table), "--to", "book", "--update", *args]) != 0
    assert said in capsys.readouterr().err


def test_an_edited_export_without_update_says_how(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["import", str(table), "--to", "book", "--write"]) == 0
    assert run(["--phrasebook", "book", "export", "book.json"]) == 0
    text = Path("book.json").read_text("utf-8")
    Path("book.json").write_text(text.replace("今天发", "明天发"), "utf-8")
    capsys.readouterr()
    assert run(["import", "book.json", "--to", "book"]) == 0
    assert "--update" in capsys.readouterr().out
    files = sorted(Path("book").iterdir())
    assert run(["import", "book.json", "--to", "book", "--write"]) == 1
    out = capsys.readouterr().out
    assert all(word in out for word in ("没有写", "--update", "--force"))
    assert sorted(Path("book").iterdir()) == files
    assert run(["import", "book.json", "--to", "book", "--write", "--force"]) == 0
    assert len(list(Path("book").iterdir())) > len(files)


def test_an_export_of_several_books_says_where_each_goes_back(
    table: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["import", str(table), "--to", "总店", "--write"]) == 0
    Path("分店").mkdir()
    Path("分店/a.yaml").write_text("scenario: 会员\nphrases:\n  - title: 甲\n    reply: 乙\n", "utf-8")
    for form in ("csv", "json"):
        capsys.readouterr()
        assert run(["--phrasebook", "总店", "--phrasebook", "分店", "export", f"全.{form}"]) == 0
        err = capsys.readouterr().err
        assert f"import 全.{form} --to" in err
        assert "分店" in err


def test_a_file_of_a_book_is_no_book_to_update(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["import", str(table), "--to", "book", "--write"]) == 0
    assert run(["import", str(table), "--to", "book/logistics.yaml", "--update"]) == 2
    assert "--to book" in capsys.readouterr().err


def test_a_book_is_not_exported_to_yaml_by_chance(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    del table
    assert run(["export", "book.yaml"]) != 0
    assert "复制" in capsys.readouterr().err


def test_nothing_to_take_is_a_failure(table: Path) -> None:
    table.write_text("标题,内容\na,\n", encoding="utf-8")
    assert run(["import", str(table), "--to", "book", "--write"]) == 1
    assert names(".") == ["短语.csv"]


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="needs permissions that hold")
def test_a_folder_that_cannot_be_written_is_said(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("book").mkdir(mode=0o555)
    assert run(["import", str(table), "--to", "book", "--write"]) == 1
    assert "book" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "starts"),
    [
        ("a.csv", "标题,编码,问法,回复,"),
        ("a.json", "{"),
        ("a.yml", "matches:"),
        ("a.md", "# "),
        ("a.HTML", "<!doctype html>"),
    ],
)
def test_the_name_tells_the_format(table: Path, name: str, starts: str) -> None:
    del table
    assert run(["export", name]) == 0
    assert Path(name).read_text("utf-8-sig").startswith(starts)


def test_export_says_what_the_format_cannot_hold(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    del table
    assert run(["export", "a.csv", "--format", "qianniu"]) == 0
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "问法（270 条）" in captured.err
    assert Path("a.csv").read_bytes().decode("gbk").startswith("快捷短语编码,快捷短语,快捷短语分组\r\n")


def test_export_to_stdout_is_data_alone(table: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    del table
    assert run(["export", "-", "--format", "json"]) == 0
    assert len(json.loads(capfdbinary.readouterr().out)["files"]) >= 4


def test_export_replaces_nothing_unasked(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = table.read_bytes()
    assert run(["export", str(table)]) == 1
    assert table.read_bytes() == before
    assert "--force" in capsys.readouterr().err
    assert run(["export", str(table), "--force"]) == 0
    assert table.read_bytes() != before


def test_export_asks_for_a_format(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    del table
    assert run(["export", "话术"]) == 2
    assert "--format" in capsys.readouterr().err


def test_progress_is_drawn_on_a_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(progress, "_DELAY", -1.0)
    with progress.show_progress("比对") as advance:
        advance(5, 10)
    drawn = capsys.readouterr().err
    assert "比对" in drawn
    assert "50%" in drawn


def test_progress_is_silent_in_a_script(capsys: pytest.CaptureFixture[str]) -> None:
    with progress.show_progress("比对") as advance:
        advance(5, 10)
    assert capsys.readouterr().err == ""


def commands(document: str) -> list[str]:
    """The `qreply import` and `qreply export` lines of a document."""
    text = (DOCS / document).read_text("utf-8")
    return re.findall(
        r"^qreply (?:import|export|check|init|stats|report|audit|schema) .*?(?=\s+#|$)", text, re.MULTILINE
    )


@pytest.mark.parametrize(
    "document", [f"{name}{end}" for name in ("migrate", "team", "statistics") for end in (".md", ".zh-CN.md")]
)
def test_documented_commands_are_understood(document: str) -> None:
    from qreply.cli.parser import build_parser

    found = commands(document)
    assert found
    for command in found:
        build_parser().parse_args(shlex.split(command)[1:])


@pytest.mark.parametrize("document", ["migrate.md", "migrate.zh-CN.md"])
def test_the_documented_table_comes_in(table: Path, document: str) -> None:
    (example,) = re.findall(r"```csv\n(.*?)```", (DOCS / document).read_text("utf-8"), re.DOTALL)
    table.write_text(example, encoding="utf-8")
    assert run(["import", str(table), "--to", "book", "--write"]) == 0
    assert {phrase.scenario for phrase in load([Path("book")]).phrases} == {"pre-sale", "return"}


@pytest.mark.parametrize("document", ["team.md", "team.zh-CN.md"])
def test_the_documented_workflow_checks_the_book(document: str) -> None:
    blocks = re.findall(r"```yaml\n(.*?)```", (DOCS / document).read_text("utf-8"), re.DOTALL)
    (workflow,) = (block for block in blocks if "runs-on" in block)
    steps = yaml.safe_load(workflow)["jobs"]["check"]["steps"]
    assert any("qreply check" in step.get("run", "") and "--format github" in step["run"] for step in steps)
    (overlay,) = (block for block in blocks if "scenario" in block)
    assert read_file(Source("overlay.yaml", overlay)).problems == ()
