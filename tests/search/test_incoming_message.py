"""What on a clipboard reads like a customer's message, and what does not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from qreply.search.incoming_message import Reading, read_incoming
from qreply.search.pasted_message import read_message

MESSAGES = [
    # Short and long, with and without marks.
    "在吗",
    "什么时候发货啊",
    "包邮吗",
    "满300减30吗",
    "我要退货",
    "老板，我买两件能不能再便宜一点？",
    "收到的杯子杯口裂了，给个说法",
    "麻烦您帮我看看能不能改个地址",
    "您好，请问这个有没有大一点的码，我身高175体重150",
    "說好的昨天發貨，怎麼還沒發",
    "快递单号YT7312884612093三天没动了，怎么回事",
    "你们说2小时内回我，现在都第二天了，人呢！",
    "我们公司要开专票，可以吗",
    "地址写错了，帮我改成杭州市西湖区文三路123号2栋501室",
    "https://item.example.com/item.htm?id=123 这个有现货吗",
    "[图片] 这个破了怎么办",
    # Of a chat's window, with head lines.
    "tb12345678 2026-11-27 14:03:12\n衣服有个破洞",
    "王小姐 14:03\n谢谢亲，给您添麻烦了",
    "买家：发货",
    "客服小雨 14:02:11\n亲，您好，请稍等哦\n张三 14:03:12\n快点吧",
]
PERHAPS = ["发货", "退款", "张小明", "质量差", "雨点家居旗舰店", "纯棉四件套"]
OTHERS = [
    "",
    "   \n",
    "ok",
    "😊😊",
    "YT7312884612093",
    "13812345678",
    "1234567890123456789",
    "https://item.example.com/item.htm?id=123",
    "Tr0ub4dor&3",
    "correct horse battery staple",
    "张三 13812345678 浙江省杭州市西湖区文三路123号2栋501室",
    "浙江省杭州市西湖区翠苑街道文三路123号 翠苑小区2栋501室",
    "加绒加厚卫衣女秋冬季宽松显瘦百搭外套连帽开衫上衣",
    r"C:\客服\话术\售前常见问题的回答.yaml",
    "/home/shop/说明文件/怎么发货.txt",
    "def answer(question):\n    return '什么时候发货'",
    '{"问题": "什么时候发货吗", "编号": 12}',
    '["什么时候发货", "包邮吗"]',
    "昵称\t订单号\t什么时候发货\n张三\t123\t今天吗",
    "张三,123,已发货,今天,怎么办,好的",
    # What shops write.
    "亲，您好，很高兴为您服务，请问有什么可以帮您的呢？",
    "亲，这款付款后48小时内发出哦，您可以放心拍~",
    "感谢您的支持，祝您生活愉快！",
    "不好意思让您久等了，我这就帮您查，有结果马上告诉您~",
    "您先拍照给我看看，截图发我也行，我给您处理哦~",
    # A page that somebody has copied.
    "第一章 客服怎么说话。" + "我们对顾客要耐心，不要着急。" * 40,
    "\n".join(["怎么发货"] * 20),
]


def reading(text: str) -> Reading:
    return read_incoming(text, read_message(text))


@pytest.mark.parametrize("text", MESSAGES)
def test_customers_messages_are_taken(text: str) -> None:
    assert reading(text) is Reading.MESSAGE


@pytest.mark.parametrize("text", PERHAPS)
def test_a_word_may_be_a_name_as_well(text: str) -> None:
    assert reading(text) is Reading.PERHAPS


@pytest.mark.parametrize("text", OTHERS)
def test_what_lies_beside_messages_is_not(text: str) -> None:
    assert reading(text) is Reading.OTHER


def test_nearly_all_that_real_customers_wrote_is_taken() -> None:
    lines = (Path(__file__).parents[1] / "data" / "jd-questions" / "index.jsonl").read_text("utf-8")
    questions = [one for line in lines.splitlines() for one in json.loads(line)["questions"]]
    taken = sum(reading(one) is Reading.MESSAGE for one in questions)
    assert taken / len(questions) > 0.97
