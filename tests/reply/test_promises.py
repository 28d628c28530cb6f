"""Times by which a reply promises an answer."""

from __future__ import annotations

from datetime import datetime

import pytest

from qreply.reply.promises import find_promise

FRIDAY = datetime(2026, 11, 27, 14, 30)


@pytest.mark.parametrize(
    ("reply", "words", "due"),
    [
        # Lengths of time.
        ("亲，2小时内给您回话。", "2小时内", "27 16:30"),
        ("２４小时内答复您~", "24小时内", "28 14:30"),
        ("二十四小时内答复您", "二十四小时内", "28 14:30"),
        ("24h内回您", "24h内", "28 14:30"),
        ("半小时内回您", "半小时内", "27 15:00"),
        ("半个小时之内回复您", "半个小时之内", "27 15:00"),
        ("一个半小时内答复您", "一个半小时内", "27 16:00"),
        ("1.5小时内答复您", "1.5小时内", "27 16:00"),
        ("我去问一下，30分钟内联系您", "30分钟内", "27 15:00"),
        ("一刻钟内回您话", "一刻钟内", "27 14:45"),
        ("三天内给您处理好", "三天内", "30 14:30"),
        ("发票3个工作日内开好", "3个工作日内", "+2 14:30"),
        # The longer one of two.
        ("2-3小时内回复您", "2-3小时内", "27 17:30"),
        ("一两个小时内有结果告诉您", "一两个小时内", "27 16:30"),
        # The answer in a clause behind it.
        ("核实要一点时间，大概24小时，您不用守着，有结果我主动联系您", "24小时", "28 14:30"),
        ("好的，我查准了再答复您，大概5分钟，请稍等哦~", "5分钟", "27 14:35"),
        # Hours and days.
        ("今天18点前答复您", "今天18点前", "27 18:00"),
        ("今天18:30前答复您", "今天18:30前", "27 18:30"),
        ("今天下午5点前给您回话", "今天下午5点前", "27 17:00"),
        ("5点前给您回复", "5点前", "27 17:00"),
        ("2点半前给您回复", "2点半前", "28 14:30"),
        ("今晚8点前联系您", "今晚8点前", "27 20:00"),
        ("明天上午10点半前答复您", "明天上午10点半前", "28 10:30"),
        ("明天中午前回您", "明天中午前", "28 12:00"),
        ("明天给您答复", "明天", "28 18:00"),
        ("今天下班前给您结果", "今天下班前", "27 18:00"),
        ("大后天给您补发", "大后天", "30 18:00"),
        ("下周一前答复您", "下周一前", "30 18:00"),
        ("11月29日前给您答复", "11月29日前", "29 18:00"),
        # The earliest of several.
        ("2小时内回您一句，48小时内处理好", "2小时内", "27 16:30"),
        ("2小时内，最晚明天上午给您答复", "2小时内", "27 16:30"),
    ],
)
def test_a_promise_is_found_with_its_time(reply: str, words: str, due: str) -> None:
    promise = find_promise(reply, FRIDAY)
    assert promise is not None
    month = 12 if due[0] == "+" else 11
    when = datetime.strptime(f"2026-{month} {due.lstrip('+')}", "%Y-%m %d %H:%M")
    assert promise == (words, when)


@pytest.mark.parametrize(
    "reply",
    [
        "付款后48小时内发出哦，有问题我帮您看",  # runs from the payment
        "收到货后24小时内拍照给我，我给您处理",
        "从揽收起48小时内送到，有事我给您处理",
        "请您在24小时内付款，有问题回复我，我给您处理",  # the customer's
        "请明天上午10点前提供照片，我给您处理",
        "7天无理由退货，有问题给您处理",  # lasts
        "一般3天左右到，我帮您看看",  # the courier's
        "今天在派送，有结果告诉您",  # what happens today is something else
        "早上9点到晚上10点都有人回复您",  # when somebody is there
        "包裹停了几天，我给您处理",  # no number
        "尽快给您答复",
        "身高160到165穿M码，不合适给您换",
        "这款2023年上市，有问题给您处理",
        "昨天答应18点给您答复",
        "",
    ],
)
def test_other_times_are_no_promises(reply: str) -> None:
    assert find_promise(reply, FRIDAY) is None


@pytest.mark.parametrize(
    ("now", "due"), [("09:00", "18:00"), ("18:30", "22:00"), ("22:10", "23:50"), ("23:55", "")]
)
def test_today_ends_later_for_who_promises_it_late(now: str, due: str) -> None:
    promise = find_promise("今天给您答复", datetime.strptime(f"2026-11-27 {now}", "%Y-%m-%d %H:%M"))
    assert (f"{promise.due:%H:%M}" if promise else "") == due


def test_a_date_that_does_not_exist_is_none() -> None:
    assert find_promise("2月30日前给您答复", FRIDAY) is None
