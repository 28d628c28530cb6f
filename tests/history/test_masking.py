"""What is kept of customers' words, and what never is."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from qreply.history.masking import find_names, mask_names, mask_numbers, mask_query, mask_text, names_of_nick
from qreply.history.records import MAX_QUERY

TOLD = {
    # Numbers, however they are written and divided.
    "单号SF13800138000到哪了": "单号SF###########到哪了",
    "电话 138-0013-8000": "电话 #############",
    "１３８００１３８０００打不通": "###########打不通",
    "电话幺三八零零一三八": "电话########",
    "一三八 零零一 三八零 零七": "##############",
    "一 三 八 零 零 一 三": "#############",
    "打 yi san ba ling ling yi san ba": "打 " + "#" * 29,
    "打yisanbalinglingyi": "打#################",
    "打 Yāo sān bā líng líng": "打 ####################",
    "打❶❸❽㊀㊁㊂": "打######",
    "壹叁捌 零零壹 打": "####### 打",
    # Names that something announces.
    "我叫王小明": "我叫###",
    "我叫欧阳金丝雀": "我叫#####",
    "收件人：李有才，换一下": "收件人：###，换一下",
    "收货人姓名 张信哲": "收货人姓名 ###",
    "姓名王能": "姓名##",
    "欧阳金丝雀的快递到哪了": "#####的快递到哪了",
    "王女士的货": "#女士的货",
    "李小明 13800138000": "###############",
    "我姓陈": "我姓#",
    "张三 13800138000": "##############",
    "13800138000，李小明": "###############",
    "wo jiao wangxiaoming": "wo jiao ############",
    # Names in places where they are handed on.
    "收货人改成孙丽丽可以吗": "收货人改成###可以吗",
    "名字帮我改成方圆": "名字帮我改成##",
    "放门口让王翠花代收吗": "放门口让###代收吗",
    "寄给我妈刘玉芬行吗": "寄给我妈###行吗",
    "我老公张建国说要投诉": "我老公###说要投诉",
    "我是陈圆圆": "我是###",
    "我是陈圆圆本人，帮我退": "我是###本人，帮我退",
    "帮我查下陈圆圆的订单到哪了": "帮我查下###的订单到哪了",
    # Addresses.
    "我住朝阳区幸福路12号3单元402": "我住###############",
    "住幸福路甲弄乙号": "住#######",
    "江苏省南京市鼓楼区幸福里五栋能到吗": "##############能到吗",
    "寄到幸福小区3栋一单元": "寄到#########",
    "地址：幸福家园": "地址：####",
    # Mail and chat ids.
    "发 zhang.san@qq.com": "发 ################",
    "发zhangsan艾特qq点com": "发################",
    "微信号wxid_canary12": "微信号#############",
    "加我微信 wangxiaoming_ok": "加我微信 ###############",
    "加V xiaoming": "加V ########",
    "QQ：abcdef": "QQ：######",
    "vx wangxiaoming": "vx ############",
    "wangxiaoming88 加我": "############## 加我",
}
ASKED = (
    "什么时候发货", "买两件一起发吗", "我叫什么名字", "收件人写错了怎么改", "收货地址怎么改",
    "微信支付可以吗", "QQ号多少", "北京市能到吗", "哪个区可以送", "几号发货", "乡镇街道能送到吗",
    "一样的吗", "七天无理由", "买一送一", "两室一厅", "周一的快递", "黄色的货",
    "weixin zhifu keyi ma", "wuliu yi zhi mei dongjing", "smshfh", "kai zhuanpiao",
    "wo de kuaidi dao na le", "送货上门到楼上吗", "路上堵车几天到", "手机号怎么换绑", "名字打错了",
    "我妈马上要穿", "我是白色的", "我是会员", "发给我看看", "让快递代收吗", "我妈高兴坏了", "我朋友周末来取",
    "昵称怎么改", "安装要多久", "金额不对", "三五天到吗", "xl码有吗",
)  # fmt: skip


@pytest.mark.parametrize(("said", "kept"), TOLD.items())
def test_what_tells_who_the_customer_is_is_masked(said: str, kept: str) -> None:
    assert mask_text(said) == kept


@pytest.mark.parametrize("asked", ASKED)
def test_what_was_asked_stays(asked: str) -> None:
    assert mask_query(asked) == asked


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("第一行\n第二行\x1b[31m", "第一行 第二行[##m"),
        ("长" * MAX_QUERY, "长" * MAX_QUERY),
        ("长" * (MAX_QUERY + 1), ""),
        ("138", ""),
    ],
)
def test_only_one_line_of_a_question_s_length_is_kept(query: str, kept: str) -> None:
    assert mask_query(query) == kept


@pytest.mark.parametrize(
    ("announced", "names"),
    [
        ("我叫李桂兰，我老公张建国说的", {"李桂兰", "张建国"}),
        ("收件：赵敏 手机 138", {"赵敏"}),
        ("高质量的货有吗", set()),
        ("什么时候发货", set()),
    ],
)
def test_names_are_found_where_they_are_announced(announced: str, names: set[str]) -> None:
    assert find_names(announced) == names


@pytest.mark.parametrize(
    ("nick", "asked", "kept"),
    [
        ("王小明0518", "王小明怎么还没收到", "###怎么还没收到"),
        ("钱多多", "能帮钱多多退了吗", "能帮###退了吗"),
        ("tb小白兔88", "小白兔的图案有吗", "小白兔的图案有吗"),
        ("多多", "多多益善", "多多益善"),
        ("周一", "周一能发吗", "周一能发吗"),
        ("size", "size大吗", "size大吗"),
    ],
)
def test_a_nick_is_masked_as_a_name_elsewhere(nick: str, asked: str, kept: str) -> None:
    assert mask_names(asked, names_of_nick(nick)) == kept


WRITINGS = (
    "0123456789",
    "０１２３４５６７８９",
    "零一二三四五六七八九",
    "〇幺两叁肆伍陆柒捌玖",
    "٠١٢٣٤٥٦٧٨٩",
    "⓪①②③④⑤⑥⑦⑧⑨",
    ("ling", "yi", "er", "san", "si", "wu", "liu", "qi", "ba", "jiu"),
    ("Líng", "yāo", "LIANG", "sān", "sì", "wǔ", "liù", "qī", "bā", "jiǔ"),
)
NUMERALS = st.builds(lambda writing, digit: writing[digit], st.sampled_from(WRITINGS), st.integers(0, 9))
GAPS = st.sampled_from(("", "", " ", "-", ".", "，", "  ", " - ", "·", "/", "_", "—", "、", "\u3000", "杠"))
AROUND = st.text("电话是打不通 ok.,。你好请在", max_size=12)


@given(AROUND, st.lists(st.tuples(NUMERALS, GAPS), min_size=5, max_size=14), AROUND)
def test_no_run_of_five_digits_survives_in_any_writing(
    before: str, run: list[tuple[str, str]], after: str
) -> None:
    number = "".join(numeral + gap for numeral, gap in run[:-1]) + run[-1][0]
    for mask in (mask_numbers, mask_text):
        kept = mask(before + number + after)[len(before) : len(before) + len(number)]
        assert not re.search(r"[^\W_]", kept.replace("杠", "")), kept


@given(st.text(max_size=60))
@example("Q0000A:0")
def test_masking_changes_nothing_but_what_it_masks(text: str) -> None:
    masked = mask_text(text)
    assert mask_text(masked) == masked
    assert not any(character.isdigit() for character in masked)


@pytest.mark.parametrize("unit", ["一 ", "a_", "省", "我叫王", "yi", "微信号", "a@", "#", "号楼", "地址是"])
def test_no_text_keeps_it_busy(unit: str) -> None:
    assert len(mask_text(unit * 3_000)) == len(unit) * 3_000
