"""What of a log counts as a customer's question: the kinds of logs there are, and what the audit makes of them."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from qreply.cli import run
from qreply.errors import SettingsError
from qreply.phrasebook.loader import load
from qreply.reports.chat_logs import parse_questions, read_questions
from qreply.reports.coverage import audit
from qreply.reports.customer_questions import split_questions
from qreply.reports.log_tables import Columns
from qreply.search.index import Index
from tests.cli.test_commands import BOOK as BOOK_FILE
from tests.support.shipped import shipped_index

LOGS = Path(__file__).parents[1] / "data" / "logs"

# How many questions each log holds, and how many of them the shipped book answers, both told by reading.
TRUTH = {
    "qianniu.txt": (10, 8),
    "pinduoduo.txt": (9, 7),
    "roles.csv": (8, 6),
    "workbook.xlsx": (7, 6),
    "messages.jsonl": (9, 8),
    "counts.csv": (330, 270),
}


@pytest.fixture(scope="module")
def shipped() -> Index:
    return shipped_index()


def log(name: str, folder: Path) -> Path:
    """The log of that name; the workbook is made of its rows."""
    if not name.endswith(".xlsx"):
        return LOGS / name
    openpyxl = pytest.importorskip("openpyxl")
    workbook = openpyxl.Workbook()
    for line in (LOGS / "workbook.tsv").read_text("utf-8").splitlines():
        workbook.active.append(line.split("\t"))
    workbook.save(folder / name)
    return folder / name


def test_the_share_is_honest_on_every_kind_of_log(shipped: Index, tmp_path: Path) -> None:
    off = []
    for name, (questions, answered) in TRUTH.items():
        asked = read_questions(log(name, tmp_path))
        found = audit(asked.counts, shipped)
        assert found.questions == questions, (name, asked)
        off.append(found.share - answered / questions)
        assert abs(off[-1]) <= 0.15, (name, found)
    assert abs(sum(off) / len(off)) <= 0.06


@pytest.mark.parametrize(
    ("question", "answered"),
    [
        ("外面的纸箱全湿透了，打开一看里面的书也泡皱了", 1),
        ("我上礼拜给我妈买的那件毛衣，到底啥时候能寄出来呀", 1),
        ("昨晚和邻居聊天说起来，你们仓库的猫叫什么名字", 0),
    ],
)
def test_what_is_told_beside_a_question_hides_no_answer(shipped: Index, question: str, answered: int) -> None:
    assert audit({question: 1}, shipped).answered == answered


# One talk, as it is written by different programs.
TALK = (
    ("买家", "在吗"),
    ("买家", "什么时候发货呀"),
    ("客服", "今天发，您要什么颜色？"),
    ("买家", "蓝色"),
    ("客服", "好的，什么时候发货都会通知您"),
    ("买家", "能不能开专票？可以送个杯子吗"),
)
ASKED = ["什么时候发货呀", "能不能开专票", "可以送个杯子吗"]
STAMP = "2026-11-20 10:01:02"
NICKS = {"买家": "柚子皮", "客服": "小满旗舰店:小夏"}


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(f"{NICKS[who]}({STAMP}): {words}" for who, words in TALK),
        "\n".join(f"{NICKS[who]}  {STAMP}\n{words}" for who, words in TALK),
        "\n".join(f"【{who}】 {STAMP}\n{words}" for who, words in TALK),
        "\n\n".join(f"{STAMP} {NICKS[who]}\n{words}" for who, words in TALK),
        "\n".join(f"【{who}】 {words}" for who, words in TALK),
        "\n".join(f"[{who}]{words}" for who, words in TALK),
        "\n".join(f"{who}：{words}" for who, words in TALK),
        "\n".join(f"{STAMP} {who}：{words}" for who, words in TALK),
        "角色,消息\n" + "\n".join(f"{who},{words}" for who, words in TALK),
        "时间\t发送者\t内容\n" + "\n".join(f"{STAMP}\t{NICKS[who]}\t{words}" for who, words in TALK),
        "content,direction\n" + "\n".join(f"{words},{int(who == '客服')}" for who, words in TALK),
        "\n".join(json.dumps({"role": who, "text": words}) for who, words in TALK),
        json.dumps(
            [
                {"id": 7, "messages": [{"role": "user" if who == "买家" else "assistant", "content": words}]}
                for who, words in TALK
            ]
        ),
        json.dumps([{"sender": {"type": who, "name": "x"}, "content": words} for who, words in TALK]),
    ],
)
def test_only_customers_lines_are_questions(text: str) -> None:
    found = parse_questions(text)
    asked = [question for question in found.counts if question != "蓝色"]
    assert asked == ASKED
    assert found.left_out["seller"] == 2
    assert found.left_out["courtesy"] == 1


@pytest.mark.parametrize(
    ("text", "questions"),
    [
        ("发什么快递？几天能到", ["发什么快递", "几天能到"]),
        ("有货吗，今天能发吗，发什么快递", ["有货吗", "今天能发吗", "发什么快递"]),
        ("我昨天拍的那件，蓝色的，什么时候发货", ["什么时候发货"]),
        ("快递三天没更新了，怎么回事", ["快递三天没更新了，怎么回事"]),
        ("怎么洗？可以吗", ["怎么洗，可以吗"]),
        ("亲，在吗？这件会起球吗", ["这件会起球吗"]),
        ("收到了，少发了一双袜子", ["少发了一双袜子"]),
        ("衣服破了个洞。我要退款", ["衣服破了个洞", "我要退款"]),
        ("质量不错", ["质量不错"]),
        ("Do you ship to Canada? how long", ["Do you ship to Canada", "how long"]),
    ],
)
def test_several_questions_in_a_line_are_several(text: str, questions: list[str]) -> None:
    counts = parse_questions(text).counts
    found = [words.replace("，", " ") for words in counts]
    assert found == [words.replace("，", " ") for words in questions] or list(counts) == questions


@pytest.mark.parametrize(
    "words", ["好的", "嗯嗯嗯", "谢谢亲", "OK", "在吗？", "[图片]", "https://a.com/1", "……", "138001380000"]
)
def test_what_asks_nothing_is_left_out_and_told(words: str) -> None:
    found = parse_questions(f"什么时候发货\n{words}")
    assert list(found.counts) == ["什么时候发货"]
    assert found.left_out.total() == 1


def test_a_count_counts_as_often_as_it_says() -> None:
    text = '问题,次数\n什么时候发货,"1,200"\n有货吗,３\n怎么洗,很多\n'
    assert parse_questions(text, is_table=True).counts == Counter(
        {"什么时候发货": 1200, "有货吗": 3, "怎么洗": 1}
    )
    by_role = "角色,消息,次数\n买家,有货吗,9\n客服,有的,9\n买家,怎么洗,4\n"
    assert parse_questions(by_role, is_table=True).counts == Counter({"有货吗": 9, "怎么洗": 4})
    given = Columns(text="2", count="3")
    assert parse_questions("1,有货吗,4\n2,怎么洗,5", given, is_table=True).counts == Counter(
        {"有货吗": 4, "怎么洗": 5}
    )


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (Columns("内容", "客服"), "--role：没有“客服”"),
        (Columns("内容", "角色", "几次"), "--count：没有“几次”"),
        (Columns("话", "角色"), "--column：没有“话”"),
        (Columns("话", "人"), "--column：没有“话”"),
    ],
)
def test_the_column_that_is_missing_is_named_with_its_option(given: Columns, said: str) -> None:
    text = "十一月的记录\n角色,内容,次数\n买家,有货吗,1\n客服,有的,1\n"
    with pytest.raises(SettingsError) as caught:
        parse_questions(text, given, is_table=True)
    assert said in caught.value.message
    assert ("角色、内容、次数" in caught.value.hint) == (given.who != "人")


STAR = [
    *(("阿宁", "有货吗"), ("小夏", "有的"), ("阿宁", "谢谢")),
    *(("秋水", "能换货吗"), ("小夏", "可以"), ("秋水", "好的")),
    *(("木木", "包邮吗"), ("小夏", "包的"), ("木木", "ok")),
]


def test_who_serves_is_told_by_their_talks_or_by_name() -> None:
    star = "\n".join(f"{nick}({STAMP}): {words}" for nick, words in STAR)
    found = parse_questions(star)
    assert found.served_by == ("小夏",)
    assert list(found.counts) == ["有货吗", "能换货吗", "包邮吗"]
    pair = "\n".join(f"{nick}({STAMP}): {words}" for nick, words in STAR[:3] * 3)
    with pytest.raises(SettingsError) as caught:
        parse_questions(pair)
    assert "--ours" in caught.value.hint
    assert "小夏（3）" in caught.value.hint
    assert parse_questions(pair, own_names={"小夏"}).counts == Counter({"有货吗": 3})
    with_account = pair.replace("阿宁", "tb8812776")  # an account is a customer's
    assert parse_questions(with_account).served_by == ("小夏",)


def test_no_row_of_words_keeps_it_busy() -> None:
    for text in ("嗯好的谢" * 5000 + "x", "a" * 100_000, "？。" * 30_000, "[" * 5000, '{"a":' * 5000):
        parse_questions(text)
        split_questions(text)


@pytest.fixture
def book(tmp_path: Path) -> str:
    path = tmp_path / "logistics.yaml"
    path.write_text(BOOK_FILE, encoding="utf-8")
    return str(path)


def test_gaps_become_phrases_to_be_finished(
    tmp_path: Path, book: str, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "logs"
    folder.mkdir()
    (folder / "a.txt").write_text("增值税专票\n增值税专票13800138000\n什么时候发货\n", encoding="utf-8")
    (folder / "b.csv").write_text("问题,次数\n'=1+1: #号专票\"{{称呼}},3\n", encoding="utf-8")
    draft = tmp_path / "待写.yaml"
    command = ["audit", str(folder), "--phrasebook", book, "--draft", str(draft)]
    assert run(command) == 0
    said = capsys.readouterr().err
    assert "待写.yaml" in said
    text = draft.read_text("utf-8")
    assert "1380" not in text
    found = load([draft])
    assert {problem.code for problem in found.problems} == {"empty-reply"}
    draft.write_text(text.replace("reply:\n", "reply: 亲，可以的\n"), encoding="utf-8")
    finished = load([draft])
    assert not [problem for problem in finished.problems if problem.severity == "error"]
    assert any("增值税专票" in phrase.asks for phrase in finished.phrases)
    before = draft.read_bytes()
    assert run(command) == 1
    assert "--force" in capsys.readouterr().err
    assert draft.read_bytes() == before
    assert run([*command, "--force"]) == 0


def test_the_command_says_what_it_left_out(book: str, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["audit", str(LOGS / "qianniu.txt"), "--phrasebook", book]
    assert run(command) == 0
    said = capsys.readouterr().err
    for words in ("17 句", "10 个问题", "客服的话 11 句", "招呼和客套"):
        assert words in said
    assert run([*command, "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["questions"], found["left_out"]["seller"]) == (10, 11)
    assert (
        run(["audit", str(LOGS / "roles.csv"), "--role", "角色", "--column", "5", "--phrasebook", book]) == 0
    )
    assert run(["audit", str(LOGS / "roles.csv"), "--role", "谁", "--phrasebook", book]) == 2
    assert "会话ID、时间、角色" in capsys.readouterr().err
