"""The command line: what goes to stdout and stderr, and the exit codes that scripts rely on."""

from __future__ import annotations

import io
import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

import qreply
from qreply.__main__ import main
from qreply.cli import run
from qreply.phrasebook.loader import load
from qreply.settings.reader import load_settings
from qreply.storage.locations import crash_log_path, settings_path
from tests.support.systems import IS_WINDOWS, needs_posix

BOOK = """\
scenario: logistics
title: 物流
placeholders:
  单号: {ask: 单号是多少, pattern: '[A-Z]{0,4}\\d{10,15}'}
phrases:
  - id: ship-when
    title: 什么时候发货
    code: fh
    asks: [什么时候发货, 多久能发出]
    reply: 亲，付款后{{时限=48}}小时内发出哦~
    platforms:
      pdd:
        reply: 亲，成团后{{时限=48}}小时内发出哦~
  - id: track
    title: 报单号
    asks: [单号多少]
    reply: 亲，单号{{单号}}
  - id: slow
    title: 太慢致歉
    asks: [太慢了]
    messages: [亲，非常抱歉。, 我们正在催。]
  - id: contact
    title: 加好友
    asks: [怎么联系]
    reply: 请加{{方式}}联系我们
  - {id: gift, title: 备注, asks: [备注], reply: '亲，今天发{{?加急}}，{{备注}}{{/加急}}'}
  - {id: group, title: 拼团, asks: [怎么拼], only: [pdd], reply: 拼单即可}
  - {id: over, title: 旧活动, asks: [活动呢], valid: {until: 2020-01-01}, reply: 活动价}
"""


def piped(data: bytes) -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(data), encoding="utf-8")


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "logistics.yaml"
    path.write_text(BOOK, encoding="utf-8")
    return path


class Output:
    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err


class Qreply:
    def __init__(self, book: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self._book, self._capsys = book, capsys

    def __call__(self, *argv: str) -> Output:
        code = run([*argv, "--phrasebook", str(self._book)])
        captured = self._capsys.readouterr()
        return Output(code, captured.out, captured.err)


@pytest.fixture
def call(book: Path, capsys: pytest.CaptureFixture[str]) -> Qreply:
    return Qreply(book, capsys)


def test_find_prints_hits_best_first(call: Qreply) -> None:
    result = call("find", "fahuo")
    assert result.code == 0
    assert result.out.splitlines()[0].split("\t")[:3] == ["logistics/ship-when", "fh", "什么时候发货"]


def test_find_as_json_says_why(call: Qreply) -> None:
    answer = json.loads(call("find", "多久发出", "--json", "-n", "1").out)
    (hit,) = answer["hits"]
    assert (answer["query"], hit["id"], hit["title"]) == ("多久发出", "logistics/ship-when", "什么时候发货")
    assert isinstance(hit["score"], float)
    why = hit["why"][0]
    assert (why["field"], why["text"]) == ("ask", "多久能发出")
    assert "".join(why["text"][start:end] for start, end in why["spans"]) == "多久发出"


def test_find_without_a_hit_exits_1(call: Qreply) -> None:
    result = call("find", "qqqqqq9")
    assert (result.code, result.out) == (1, "")
    assert "qqqqqq9" in result.err


def test_find_reads_a_query_a_line_and_answers_each(call: Qreply, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", piped("fh\n\nqqqqqq9\n太慢".encode()))
    result = call("find", "-", "--json")
    answers = [json.loads(line) for line in result.out.splitlines()]
    assert [answer["query"] for answer in answers] == ["fh", "", "qqqqqq9", "太慢"]
    assert [bool(answer["hits"]) for answer in answers] == [True, False, False, True]
    assert result.code == 0


@pytest.mark.parametrize("scenario", ["logistics", "物流", "Logistics"])
def test_find_narrows_to_a_scenario_by_its_id_or_its_title(call: Qreply, scenario: str) -> None:
    assert call("find", "fh", "-s", scenario).out.startswith("logistics/ship-when")


def test_find_names_the_scenarios_there_are(call: Qreply) -> None:
    refused = call("find", "fh", "-s", "售后")
    assert (refused.code, refused.out) == (2, "")
    assert "logistics（物流）" in refused.err


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "big5", "utf-16", "utf-16-be"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_find_understands_what_a_pipe_brings(
    call: Qreply, monkeypatch: pytest.MonkeyPatch, encoding: str, line_end: str
) -> None:
    lines = ["什么时候发货", "fh", "太慢了怎么还没到"]
    if encoding == "big5":
        lines = ["什麼時候發貨", "fh"]
    monkeypatch.setattr(sys, "stdin", piped(line_end.join([*lines, ""]).encode(encoding)))
    answers = [json.loads(line) for line in call("find", "-", "--json").out.splitlines()]
    assert [answer["query"] for answer in answers] == lines


@pytest.mark.parametrize("argv", [["find", "-"], ["show", "fh", "--set", "-"], ["audit", "-"]])
def test_bytes_that_are_no_text_are_refused(
    call: Qreply, monkeypatch: pytest.MonkeyPatch, argv: list[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", piped(b"\xff\xfa\x80\n"))
    result = call(*argv)
    assert (result.code, result.out) == (1, "")
    assert "不是文字" in result.err


def test_audit_reads_questions_or_a_table_from_stdin(call: Qreply, monkeypatch: pytest.MonkeyPatch) -> None:
    for data in ("什么时候发货\n", "时间,消息\n9:00,什么时候发货\n"):
        monkeypatch.setattr(sys, "stdin", piped(data.encode("gbk")))
        assert json.loads(call("audit", "-", "--format", "json").out)["answered"] == 1


def test_show_prints_the_finished_reply(call: Qreply) -> None:
    result = call("show", "logistics/ship-when", "--set", "时限=24")
    assert (result.code, result.out, result.err) == (0, "亲，付款后24小时内发出哦~\n", "")


@pytest.mark.parametrize("platform", ["pdd", "拼多多"])
def test_show_follows_the_platform(call: Qreply, platform: str) -> None:
    result = call("show", "logistics/ship-when", "--platform", platform)
    assert result.out == "亲，成团后48小时内发出哦~\n"


@pytest.mark.parametrize("name", ["fh", "FH", "ship-when", "logistics/ship-when"])
def test_show_takes_an_id_its_last_part_or_a_code(call: Qreply, name: str) -> None:
    assert call("show", name).out == "亲，付款后48小时内发出哦~\n"


def test_a_name_that_two_phrases_have_is_not_guessed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "s.yaml"
    path.write_text(
        "scenario: s\nphrases:\n  - {id: a, code: x, reply: 一}\n  - {id: b, code: x, reply: 二}\n", "utf-8"
    )
    assert run(["show", "x", "--phrasebook", str(path)]) == 1
    said = capsys.readouterr()
    assert (said.out, "s/a、s/b" in said.err) == ("", True)


def test_show_refuses_a_hole(call: Qreply) -> None:
    result = call("show", "logistics/track")
    assert (result.code, result.out) == (3, "")
    assert "还没填：单号" in result.err


def test_show_refuses_a_misfit(call: Qreply) -> None:
    result = call("show", "logistics/track", "--set", "单号=12")
    assert (result.code, result.out) == (3, "")
    assert "格式不对：单号" in result.err


TIMED = """\
placeholders:
  时限: {ask: 多久, DECLARED}
phrases:
  - {id: a, title: 甲, reply: '{{时限}}'}
"""


@pytest.mark.parametrize(
    ("declared", "pasted"),
    [
        ("example: 48, pattern: '\\d+'", "时限=48"),
        ("options: [48, 72]", "时限=48"),
        ("example: 4 月, pattern: '.*月'", "'时限=4 月'"),
    ],
)
def test_the_value_that_is_proposed_can_be_pasted(
    declared: str, pasted: str, call: Qreply, book: Path
) -> None:
    book.write_text(TIMED.replace("DECLARED", declared), encoding="utf-8")
    said = call("show", "a").err.replace('"', "'")
    assert f"--set {pasted}（" in said
    assert call("show", "a", "--set", pasted.strip("'")).code == 0


@pytest.mark.parametrize(
    ("query", "is_unlike"),
    [("火星文外星人", True), ("什么时候发货", False), ("fh", False), ("shenme", False)],
)
def test_find_says_that_nothing_is_quite_like_it(query: str, is_unlike: bool, call: Qreply) -> None:
    found = call("find", query)
    if found.out:
        assert ("没有很像的" in found.err) == is_unlike


def test_show_reads_values_from_stdin(call: Qreply, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", piped("单号=SF1234567890\n".encode()))
    assert call("show", "logistics/track", "--set", "-").out == "亲，单号SF1234567890\n"


def test_values_may_come_as_an_input_method_or_a_page_leaves_them(
    call: Qreply, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", piped("\r\n单号＝SF1234567890\r\n \r\n".encode()))
    assert call("show", "logistics/track", "--set", "-").out == "亲，单号SF1234567890\n"


def test_show_tells_of_values_and_platforms_that_do_not_go_with_it(call: Qreply) -> None:
    result = call("show", "logistics/gift", "--set", "备注=加急")
    assert (result.code, result.out, result.err) == (0, "亲，今天发\n", "没有用到：备注\n")
    refused = call("show", "logistics/group")
    assert refused.code != 0
    assert refused.out == ""
    assert "这条只用于 拼多多" in refused.err
    assert "--platform pdd" in refused.err
    assert call("show", "logistics/group", "--all").code == 0
    assert call("show", "logistics/group", "--platform", "pdd").err == ""


@pytest.mark.parametrize("option", [[], ["--copy"], ["--json"]])
def test_show_refuses_a_value_that_no_text_of_the_phrase_takes(call: Qreply, option: list[str]) -> None:
    result = call("show", "logistics/ship-when", "--set", "时线=24", *option)
    assert (result.code, result.out) == (3, "")
    assert "里没有 时线" in result.err
    assert "是不是 时限" in result.err


def test_the_way_out_of_a_refusal_fits_it(call: Qreply) -> None:
    assert "样式是 [A-Z]{0,4}" in call("show", "logistics/track").err
    assert "--set 单号=…" in call("show", "logistics/track").err
    blocked = call("show", "logistics/contact", "--set", "方式=微信").err
    assert "--set" not in blocked
    assert "可以改成" in blocked
    assert "--set" not in call("show", "logistics/over").err


def test_show_refuses_an_empty_value_where_one_is_required(call: Qreply) -> None:
    assert call("show", "logistics/contact", "--set", "方式=").code == 3


def test_show_refuses_what_a_rule_blocks(call: Qreply) -> None:
    result = call("show", "logistics/contact", "--set", "方式=微 信", "--json")
    answer = json.loads(result.out)
    assert (result.code, answer["text"]) == (3, "")
    assert answer["findings"][0]["level"] == "block"
    assert "不能发" in result.err


def test_show_as_json_names_what_is_missing(call: Qreply) -> None:
    result = call("show", "logistics/track", "--json")
    assert (result.code, json.loads(result.out)["missing"]) == (3, ["单号"])


def test_show_takes_one_of_several_messages(call: Qreply) -> None:
    assert call("show", "logistics/slow").out == "亲，非常抱歉。\n我们正在催。\n"
    assert call("show", "logistics/slow", "--message", "2").out == "我们正在催。\n"
    assert call("show", "logistics/slow", "--message", "3").code == 2


@pytest.mark.parametrize(
    ("argv", "code", "said"),
    [
        (["show", "logistics/ship-wen"], 1, "logistics/ship-when"),
        (["show", "logistics/track", "--set", "单号"], 2, "名=值"),
        (["find", "fh", "--platform", "ebay"], 2, "taobao"),
        (["find", "fh", "--shop", "花店"], 2, "花店"),
    ],
)
def test_mistakes_are_named_with_the_mend(call: Qreply, argv: list[str], code: int, said: str) -> None:
    result = call(*argv)
    assert (result.code, result.out) == (code, "")
    assert said in result.err


def test_a_missing_phrasebook_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["find", "fh", "--phrasebook", "/nowhere/book"]) == 1
    assert str(Path("/nowhere/book")) in capsys.readouterr().err


def test_options_may_stand_before_the_command(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--phrasebook", str(book), "--lang", "en", "find", "qqqqqq9"]) == 1
    assert "Nothing found" in capsys.readouterr().err


def test_without_a_terminal_the_screen_points_to_find(call: Qreply) -> None:
    result = call()
    assert result.code == 2
    assert "qreply find" in result.err


def test_init_writes_settings_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["init"]) == 0
    written = settings_path().read_text("utf-8")
    assert "shops" in written
    assert "Alt+C" in capsys.readouterr().out  # nobody is asked who they are once there are settings
    settings_path().write_text(written + "agent: 小夏\n".replace("agent", "# agent"), encoding="utf-8")
    assert run(["init"]) == 0
    assert settings_path().read_text("utf-8").endswith("# agent: 小夏\n")
    assert "没有改动" in capsys.readouterr().out


def test_init_copies_a_phrasebook_but_never_over_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "话术"
    assert run(["init", str(folder)]) == 0
    assert min(path.name for path in folder.glob("*.yaml")) == "complaint.yaml"
    (folder / "complaint.yaml").write_text("scenario: complaint\n", encoding="utf-8")
    assert run(["init", str(folder)]) == 1
    assert (folder / "complaint.yaml").read_text("utf-8") == "scenario: complaint\n"
    assert "没有改动" in capsys.readouterr().err


def test_init_puts_the_new_book_into_new_settings_and_editors_find_its_schema(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "我的 '话术'"
    assert run(["init", folder.name]) == 0
    assert load_settings(settings_path()).books == (folder,)
    said = capsys.readouterr().out
    command = said.partition("qreply check ")[2].partition("\n")[0]
    assert shlex.split(command) == [str(folder)]
    for file in folder.glob("*.yaml"):
        line = file.read_text("utf-8").partition("\n")[0]
        named = line.removeprefix("# yaml-language-server: $schema=")
        assert json.loads((folder / named).read_text("utf-8"))["title"] == "qreply phrasebook"
    assert load([folder]).problems == ()


def test_init_says_what_to_write_into_settings_that_are_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings_path().parent.mkdir(parents=True)
    settings_path().write_text("agent: 小夏\n", encoding="utf-8")
    assert run(["init", str(tmp_path / "话术")]) == 0
    assert f"books:\n  - '{tmp_path / '话术'}'" in capsys.readouterr().out
    assert settings_path().read_text("utf-8") == "agent: 小夏\n"


def test_version_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) == 0
    assert capsys.readouterr().out == f"qreply {qreply.__version__}\n"


@needs_posix("/bin/sh")
def test_a_reader_that_stops_early_gets_no_traceback(book: Path) -> None:
    command = f"{sys.executable} -m qreply find - --phrasebook {book} | head -n 1"
    done = subprocess.run(
        ["/bin/sh", "-c", command],
        input="fh\n" * 2000,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert done.stdout.startswith("logistics/ship-when")
    assert done.stderr in ("", "qreply: 输出或输入中断了：接收的程序已经关闭\n")


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["find", "fh", "--lang", "fr"], "用法：qreply find"),
        (["find", "fh", "--config"], "用法：qreply find"),
        (
            ["find", "fh", "--conf", "/nowhere"],
            "--conf",
        ),  # else it would count only after the settings are read
        (["find", "fh", "-n", "many"], "要填 1 或更大的整数"),
        (["find", "fh", "-n", "9" * 5000], "要填 1 或更大的整数"),
        (["seek"], "没有命令“seek”"),
    ],
)
def test_usage_mistakes_exit_2(argv: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(argv) == 2
    assert said in capsys.readouterr().err


@needs_posix("/bin/sh")
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
@pytest.mark.parametrize(
    ("command", "code"),
    [
        ("find fh >&-", 0),
        ("find - <&-", 1),
        ("show logistics/ship-when --set - <&- 2>&-", 0),
        ("find fh >/dev/full", 1),
        ("schema >/dev/full", 1),
        ("<&- >&- 2>&-", 2),
    ],
)
def test_closed_and_full_streams_leave_no_traceback(book: Path, command: str, code: int) -> None:
    line = f"{sys.executable} -m qreply --phrasebook {book} {command}"
    done = subprocess.run(
        ["/bin/sh", "-c", line], capture_output=True, encoding="utf-8", timeout=60, check=False
    )
    assert (done.returncode, "Traceback" in done.stderr) == (code, False)


def test_a_byte_order_mark_from_a_pipe_is_no_part_of_the_query(book: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "qreply", "find", "-", "--json", "--phrasebook", str(book)],
        input="\ufefffh\n".encode(),
        capture_output=True,
        timeout=60,
        check=True,
    )
    assert json.loads(done.stdout)["query"] == "fh"


def test_an_unexpected_error_quotes_nobody(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(_: object) -> int:
        raise ValueError("13812345678")

    monkeypatch.setattr("qreply.cli.run", fail)
    assert main() == 1
    said = capsys.readouterr().err
    assert "qreply 出错退出了" in said
    assert "13812345678" not in said + crash_log_path().read_text("utf-8")


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["check", "--format", "xml"], "不能是 'xml'"),
        (["find"], "缺少 顾客的话"),
        (["find", "x", "--nonsense"], "不认识 --nonsense"),
        (["find", "x", "--plaform", "pdd"], "不认识 --plaform，是不是 --platform？"),
        (["stats", "--formt=csv"], "是不是 --format？"),
        (["find", "什么", "时候"], "不认识 时候"),
        (["find", "x", "--no", "3"], "是不是 --no-history？"),
        (["tag"], "缺少 标签\n"),
        (["show", "x", "--set"], "后面要写一个值"),
        (["check", "--fix=1"], "后面不用写 '1'"),
        (["find", "x", "-n", "0"], "要填 1 或更大的整数"),
        (["find", "--help"], "参数"),
    ],
)
def test_the_grammar_is_explained_in_chinese(
    argv: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(argv) in (0, 2)
    streams = capsys.readouterr()
    talk = streams.err + streams.out
    assert said in talk
    assert "用法" in talk
    assert not re.search("usage|error|options|arguments|expected|invalid|help message", talk)


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("chek", "是不是 check？"),
        ("Doctor", "是不是 doctor？"),
        ("发货", "qreply find 发货"),
        ("今天 发", 'qreply pick "今天 发"' if IS_WINDOWS else "qreply pick '今天 发'"),
    ],
)
def test_a_word_that_is_no_command_gets_the_one_that_is_meant(
    word: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([word, "--lang", "zh"]) == 2
    assert said in capsys.readouterr().err


BROKEN = "scenario: a\nphrases:\n  - id b\n   reply: [今天发\n"


def test_find_in_a_broken_book_says_that_it_is_broken(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(BROKEN, encoding="utf-8")
    assert run(["find", "今天", "--phrasebook", str(path)]) == 1
    said = capsys.readouterr().err
    assert "没有找到" not in said
    assert "a.yaml:4" in said
    assert "qreply check" in said
    path.write_text("phrases:\n  - {id: c, title: 发货, reply: 今天}\n  - {id: d}\n", encoding="utf-8")
    assert run(["find", "vvvv", "--phrasebook", str(path)]) == 1
    said = capsys.readouterr().err
    assert "没有找到" in said
    assert "a.yaml:" in said


@pytest.mark.parametrize("argv", [["find", "fh"], ["show", "fh"]])
def test_a_book_that_was_broken_since_answers_as_it_was_and_says_so(
    call: Qreply, book: Path, argv: list[str]
) -> None:
    before = call(*argv)
    assert before.err == ""
    book.write_text(BROKEN, encoding="utf-8")
    after = call(*argv)
    assert (after.code, after.out) == (0, before.out)
    assert re.search(r"logistics\.yaml:4 整个文件先用 \d\d-\d\d \d\d:\d\d 的内容", after.err)
