"""What of a log counts as a customer's question: the kinds of logs there are, and what the audit makes of them."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from qreply.cli import run
from qreply.errors import SettingsError
from qreply.phrasebook.loader import load
from qreply.reports.asking_sentences import split_questions
from qreply.reports.chat_logs import parse_questions, read_questions
from qreply.reports.coverage import audit
from qreply.reports.draft_phrases import draft_of
from qreply.reports.log_tables import Columns
from qreply.search.index import Index
from tests.cli.test_commands import BOOK as BOOK_FILE
from tests.conftest import BOOK
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
        ("你们卖: 坦克吗", ["你们卖: 坦克吗"]),
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
    assert "角色、内容、次数" in caught.value.hint


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


SAID = ("什么时候发货", "48小时内", "退款多久到账", "点申请就好")


def table_of(heading: str, customer: str, *ours: str) -> str:
    who = (customer, ours[0], customer, ours[-1])
    lines = [f"{name},{words}" for name, words in zip(who, SAID, strict=True)]
    return "\n".join([f"{heading},内容", *lines])


@pytest.mark.parametrize("heading", ["发送者", "发言人", "角色", "sender", "消息来源"])
@pytest.mark.parametrize("customer", ["顾客", "买家", "访客"])
@pytest.mark.parametrize("ours", [("小夏",), ("坐席",), ("店小二", "售后专员"), ("小夏", "小秋")])
def test_whoever_is_no_customer_where_these_are_named_is_ours(
    heading: str, customer: str, ours: tuple[str, ...]
) -> None:
    found = parse_questions(table_of(heading, customer, *ours), is_table=True)
    assert list(found.counts) == ["什么时候发货", "退款多久到账"]
    assert found.left_out["seller"] == 2
    assert set(found.served_by) == {name for name in ours if name.startswith("小")}


def test_a_column_of_yes_and_no_tells_who_is_ours() -> None:
    for yes, no in (("是", "否"), ("1", "0"), ("true", "false")):
        found = parse_questions(table_of("是否客服", no, yes), is_table=True)
        assert list(found.counts) == ["什么时候发货", "退款多久到账"]


def test_nicks_alone_are_asked_about_unless_all_are_customers() -> None:
    nicks = table_of("昵称", "云朵", "小夏")
    with pytest.raises(SettingsError, match="哪些话是客服说的"):
        parse_questions(nicks, is_table=True)
    assert len(parse_questions(nicks, own_names={"小夏"}, is_table=True).counts) == 2
    assert len(parse_questions(nicks, own_names={"无"}, is_table=True).counts) == 4
    of_customers = nicks.replace("内容", "顾客问题")
    assert len(parse_questions(of_customers, is_table=True).counts) == 4


def test_a_column_of_roles_tells_more_than_one_of_nicks() -> None:
    rows = ("云朵,客户,什么时候发货", "小夏,接待,48小时", "木木,客户,怎么退货")
    found = parse_questions("\n".join(("昵称,来源,内容", *rows)), is_table=True)
    assert (list(found.counts), found.served_by) == (["什么时候发货", "怎么退货"], ("接待",))


def test_names_like_the_word_for_customers_are_names() -> None:
    rows = ("用户7781,什么时候发货", "柚子皮,怎么退货", "客服,48小时", "用户9920,包邮吗")
    found = parse_questions("\n".join(("发送者,内容", *rows)), is_table=True)
    assert list(found.counts) == ["什么时候发货", "怎么退货", "包邮吗"]


def test_a_log_with_marked_customers_may_name_ours() -> None:
    text = "【买家】 什么时候发货\n【小夏】 亲，48小时内哦\n【买家】 怎么退货\n【小夏】 亲，点申请售后"
    found = parse_questions(text)
    assert (list(found.counts), found.left_out["seller"]) == (["什么时候发货", "怎么退货"], 2)


def workbook_of(folder: Path, sheets: dict[str, list[tuple[object, ...]]], hidden: str = "") -> Path:
    openpyxl = pytest.importorskip("openpyxl")
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for title, rows in sheets.items():
        sheet = workbook.create_sheet(title)
        for row in rows:
            sheet.append(row)
        if title == hidden:
            sheet.sheet_state = "hidden"
    workbook.save(folder / "记录.xlsx")
    return folder / "记录.xlsx"


def test_all_sheets_are_read_and_a_cover_is_none(
    tmp_path: Path, book: str, capsys: pytest.CaptureFixture[str]
) -> None:
    heading = ("发送者", "内容")
    path = workbook_of(
        tmp_path,
        {
            "说明": [("十一月聊天记录",), ("由运营导出",)],
            "周一": [heading, ("顾客", "什么时候发货"), ("小夏", "48小时")],
            "周二": [heading, ("顾客", "能不能开专票"), ("小夏", "可以")],
            "旧": [heading, ("顾客", "有货吗")],
            "周三": [heading, ("顾客", "有货吗"), ("顾客", "怎么洗")],
        },
        hidden="旧",
    )
    openpyxl = pytest.importorskip("openpyxl")
    workbook = openpyxl.load_workbook(path)
    workbook["周三"].row_dimensions[3].hidden = True
    workbook.save(path)
    found = read_questions(path)
    assert list(found.counts) == ["什么时候发货", "能不能开专票", "有货吗"]
    assert found.unread == ("旧（隐藏的）", "周三 里隐藏的 1 行", "说明")
    assert run(["audit", str(path), "--phrasebook", book]) == 0
    assert "没有读的：旧（隐藏的）、周三 里隐藏的 1 行、说明" in capsys.readouterr().err


def test_a_workbook_without_any_question_asks_for_the_column(tmp_path: Path) -> None:
    path = workbook_of(tmp_path, {"一": [("甲", "乙"), (1, 2)], "二": [("丙", "丁"), (1, 2)]})
    with pytest.raises(SettingsError, match="--column"):
        read_questions(path)


@pytest.mark.parametrize(
    ("written", "count"),
    [
        *(("3次", 3), ("5 次", 5), ("1万", 10_000), ("1.2万", 12_000), ("12.0", 12), ("１２", 12), ("", 1)),
        *(("1.5", None), ("-3", None), ("60%", None), ("很多", None)),
    ],
)
def test_counts_as_people_write_them(written: str, count: int | None) -> None:
    found = parse_questions(f'问题,次数\n有货吗,"{written}"\n合计,99\n', is_table=True)
    assert found.counts == Counter({"有货吗": count or 1})
    assert found.left_out["sum"] == 1
    assert list(found.unclear) == ([] if count else [written])


@pytest.mark.parametrize(
    ("lines", "questions"),
    [
        (("少发了一个配件", "退货运费谁出？"), 2),
        (("杯子碎了", "什么时候能补发"), 2),
        (("我昨天拍的", "什么时候能发"), 1),
        (("我想问三件事", "1、什么时候发货", "2、发什么快递"), 2),
        (("屏幕裂了。怎么办？",), 1),
    ],
)
def test_a_complaint_is_more_than_context(lines: tuple[str, ...], questions: int) -> None:
    talk = "\n".join(f"买家：{line}" for line in lines)
    assert parse_questions(f"{talk}\n客服：好的").counts.total() == questions


ADDRESS = "浙江省杭州市西湖区文三路100号 张三 13800138000"


@pytest.mark.parametrize("ours", ["可以的，麻烦发下新地址", "好的呢"])
def test_an_address_is_no_question_and_no_name_comes_into_a_draft(ours: str) -> None:
    talk = f"买家：能改地址吗\n客服：{ours}\n买家：{ADDRESS}\n客服：改好了\n买家：量子计算机有吗"
    found = parse_questions(talk)
    assert list(found.counts) == ["能改地址吗", "量子计算机有吗"]
    assert draft_of(audit({"改成 李四 文三路12号302": 1}, Index.build(BOOK)).gaps, "新") == ""
    for words in (f"{ADDRESS}，怎么还不发量子计算机", f"我朋友石小满，{ADDRESS}"):
        report = audit({words: 1}, Index.build(BOOK))
        draft = draft_of(report.gaps, "新")
        assert not re.search("张三|石小满|文三路|1380", draft)


def test_who_is_not_there_is_said(tmp_path: Path, book: str, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "聊.txt"
    path.write_text("\n".join(f"{nick}({STAMP}): {words}" for nick, words in STAR[:3] * 3), "utf-8")
    assert run(["audit", str(path), "--ours", "小秋", "--phrasebook", book]) == 2
    assert "说话的人里没有 小秋" in capsys.readouterr().err
    assert run(["audit", str(path), "--role", "谁", "--phrasebook", book]) == 2
    path.write_text("角色,内容\n买家,有货吗\n", "utf-8")
    capsys.readouterr()
    assert run(["audit", str(path), "--role", "谁", "--phrasebook", book]) == 2
    assert "--role：没有“谁”" in capsys.readouterr().err
    (tmp_path / "图.png").write_bytes(b"\x89PNG\r\n\x1a\n\0\0")
    assert run(["audit", str(tmp_path / "图.png"), "--phrasebook", book]) == 1
    assert "--map" not in (said := capsys.readouterr().err)
    assert ".xlsx" in said


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


def test_a_name_that_the_log_tells_once_is_masked_wherever_it_stands() -> None:
    asked = parse_questions(
        "钱多多(2026-11-27 09:10:20): 我老公叫李建国\n"
        "店:小夏(2026-11-27 09:10:25): 好的\n"
        "钱多多(2026-11-27 09:10:30): 能给李建国开专票吗\n"
        "店:小夏(2026-11-27 09:10:35): 好的\n"
        "王小明0518(2026-11-27 09:11:00): 王小明的卡券怎么用，能帮钱多多退了吗\n"
    )
    table = "sender,nick,content\ncustomer,周子涵,能给周子涵开专票吗\nagent,小夏,可以\n"
    asked.add(parse_questions(table, is_table=True))
    found = audit(asked.counts, Index.build(BOOK), names=asked.names)
    texts = [text for gap in found.gaps for text in gap.group.texts] + [one.text for one in found.answers]
    assert texts
    assert not [text for text in texts for name in ("李建国", "王小明", "钱多多", "周子涵") if name in text]
    assert "先看一遍" in draft_of(found.gaps, "新")


def test_what_another_customer_asks_is_no_answer_to_our_question() -> None:
    asked = parse_questions(
        "tb001(2026-11-27 20:10:11): 什么时候发货\n"
        "店:小夏(2026-11-27 20:10:20): 您好，您是要红色的吗？\n"
        "tb002(2026-11-27 20:10:30): 这双鞋进了火边能烤干吧\n"
        "tb001(2026-11-27 20:10:40): 红色的那件\n"
    )
    assert [*asked.counts] == ["什么时候发货", "这双鞋进了火边能烤干吧"]
    assert asked.left_out["answer"] == 1


@pytest.mark.parametrize("call", ["老板在不", "掌柜的", "人呢", "客服呢", "没人吗", "店主在吗", "有人吗"])
def test_calling_for_somebody_is_no_question(call: str) -> None:
    asked = parse_questions(f"{call}\n什么时候发货\n")
    assert ([*asked.counts], asked.left_out["courtesy"]) == (["什么时候发货"], 1)


CHAT = "".join(
    f"tb{number}(2026-11-27 20:1{number}:11): {words}\n店:小夏(2026-11-27 20:1{number}:30): 好的\n"
    for number, words in enumerate(("什么时候发货", "会不会掉色", "能开专票吗"))
)


def test_one_chat_saved_in_two_codings_counts_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.txt").write_text(CHAT, "utf-8")
    (tmp_path / "b.txt").write_text(CHAT, "gbk")
    (tmp_path / "book.yaml").write_text(BOOK_FILE, "utf-8")
    assert run(["audit", str(tmp_path), "--phrasebook", str(tmp_path / "book.yaml"), "--format", "json"]) == 0
    shown = capsys.readouterr()
    assert json.loads(shown.out)["questions"] == 3
    assert "一模一样" in shown.err


@pytest.mark.parametrize(("ours", "said"), [("张三", "没有 张三"), ("小夏", ""), ("无", "")])
def test_a_name_of_ours_that_nobody_has_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], ours: str, said: str
) -> None:
    (tmp_path / "a.txt").write_text(CHAT, "utf-8")
    (tmp_path / "book.yaml").write_text(BOOK_FILE, "utf-8")
    book = ["--phrasebook", str(tmp_path / "book.yaml")]
    assert run(["audit", str(tmp_path / "a.txt"), "--ours", ours, *book]) == 0
    shown = capsys.readouterr().err
    assert (said in shown) if said else ("这里说话的人里没有" not in shown)


@pytest.mark.parametrize(
    "table",
    [
        "是否客服,正文\n否,能开专票吗\n是,可以\n",
        "导出明细,\n身份,聊天记录\n顾客,能开专票吗\n客服,可以\n",
        "发言者,对话\n顾客,能开专票吗\n客服,可以\n",
        "十一月的聊天,\n角色,消息\n买家,能开专票吗\n客服,可以\n",
    ],
)
def test_the_headings_of_more_tables_are_known(table: str) -> None:
    assert parse_questions(table, is_table=True).counts == {"能开专票吗": 1}


def test_the_table_for_people_has_scenarios_by_their_titles(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("什么时候发货\n", "utf-8")
    (tmp_path / "book.yaml").write_text(BOOK_FILE, "utf-8")
    out = tmp_path / "缺口.csv"
    book = ["--phrasebook", str(tmp_path / "book.yaml")]
    assert run(["audit", str(tmp_path / "a.txt"), "-o", str(out), *book]) == 0
    assert [line for line in out.read_text("utf-8-sig").splitlines() if line.startswith("按场景")] == [
        "按场景,物流,1,1.0,,"
    ]


def test_what_columns_there_are_is_told_by_the_heading_not_by_the_title() -> None:
    with pytest.raises(SettingsError) as raised:
        parse_questions("十一月,,\n日期,谁,说了啥\n27,甲,能开专票吗\n", is_table=True)
    assert "日期、谁、说了啥" in raised.value.hint
