"""Tell, without any book, whether a text that was copied is what a customer wrote.

A mistake costs something either way: a message that is not taken is typed or pasted, one that is taken wrongly stands
where the agent's own words stood. So the rules are for kinds of text that lie on a clipboard beside messages:
numbers, addresses, links, titles of goods, columns of a table, code, and what shops write to customers.
"""

from __future__ import annotations

import re
from enum import Enum

from qreply.search.evidence import FUNCTION_CHARACTERS
from qreply.search.pasted_message import CustomerMessage
from qreply.text.normalize import is_hanzi


class Reading(Enum):
    """What a copied text reads like."""

    MESSAGE = "message"
    # A few characters that may be a name as well: whether the book answers them must tell.
    PERHAPS = "perhaps"
    OTHER = "other"


# A chat's line breaks at some hundred characters; what is longer and has no head lines is a page.
MAX_MESSAGE = 300
MAX_LINES = 12
# Of a message's characters at least so many are hanzi; sizes, prices and a link in it are the rest.
_LEAST_HANZI = 0.3
# Without so many of the characters that hold sentences together, few hanzi are a word or a name, more a title of goods.
_LEAST_SPEECH = 1 / 16
_MOST_WORDY = 12
_SHORTEST = 2

_ASKS = re.compile(r"[?？!！]|[吗呢吧啊呀嘛么啦哦噢咯]|[不没]|怎|什么|多少|几|哪|谁|啥|咋")
_TABLE = re.compile(r"\t|(?m:^[^\n,]*(?:,[^\n,]*){4,}$)")
_CODE = re.compile(
    r"[{};]\s*$|^\s*(?:def|class|import|function|var|SELECT|#include)\b|=>|==|</\w|\A\s*(?:\{[^{}]*\}|\[[^\[\]]*\])\s*\Z",
    re.MULTILINE,
)
_PATH = re.compile(r"^\s*(?:[A-Za-z]:[\\/]|/[\w.-]+/|\\\\|~/)")
_ADDRESS = re.compile(
    r"(?:省|自治区|[一-鿿]市|[一-鿿][区县旗]|[街乡镇]道?|路|巷|弄).{0,20}?(?:\d+\s*[号弄栋幢座楼室单]|小区|花园|大厦|村|驿站|[东西南北]门)"
)
_WISH = re.compile(r"改|换|寄|发|送|到|能|可以|帮|麻烦|错|漏|要")

# How shops speak to customers and hardly a customer to a shop, with what each says for it; what customers call the shop
# speaks against it. From so much on, a text is a shop's.
_SHOPS_VOICE = (
    (r"欢迎光临|为您服务|感谢您?(?:的?支持|惠顾|光临|理解|信任|反馈)|祝您|竭诚|[小本]店", 2.0),
    (r"(?<!谢)(?<!麻烦)(?<!请问)(?<!问一下)(?<!辛苦)您(?!好)", 1.0),
    (r"(?:^|[^\w])亲亲?(?=[，,~～!！。：:]|$)|(?<=[的啦好了哦])亲(?=[，,~～!！。：:]|$)", 1.0),
    (r"(?:截图|拍照?|告诉|发|报|找|联系|说)(?:给|一声)?我(?![的们])|跟我说|[给帮]您", 1.0),
    (r"(?<![你和])我们(?=[店出按会这家的]|都|来|可以|认)|咱们?店?|页面|为准|一律", 0.5),
    (r"[~～😊🌹❤]|哦[。，]|就[好行](?:[。~～，]|$)|[。；].*[。；]", 0.5),
    (r"你们|你家|你店|老板|客服|掌柜|店家|卖家|商家", -1.5),
    (r"[吗么嘛][?？。!！\s]*$|[?？]", -0.5),
)
_SURELY_SHOPS = 2.0


def read_incoming(text: str, message: CustomerMessage) -> Reading:
    """Tell what `text`, as it was copied, reads like; `message` is what was read in it."""
    question = message.question.strip()
    hanzi = [character for character in question if is_hanzi(character)]
    if len(hanzi) < _SHORTEST:
        return Reading.OTHER
    if "head" in message.kinds:  # a stretch of a chat, with who wrote what
        return Reading.MESSAGE
    if len(text) > MAX_MESSAGE or text.strip().count("\n") >= MAX_LINES:
        return Reading.OTHER
    if _TABLE.search(text) or _CODE.search(text) or _PATH.search(text):
        return Reading.OTHER
    if len(hanzi) < _LEAST_HANZI * sum(not character.isspace() for character in question):
        return Reading.OTHER
    if _is_of_shop(text) or _is_address(question):
        return Reading.OTHER
    if _ASKS.search(question) or _LEAST_SPEECH * len(hanzi) <= sum(
        map(FUNCTION_CHARACTERS.__contains__, hanzi)
    ):
        return Reading.MESSAGE
    return Reading.PERHAPS if len(hanzi) <= _MOST_WORDY else Reading.OTHER


def _is_of_shop(text: str) -> bool:
    signs = ((weight, len(re.findall(pattern, text))) for pattern, weight in _SHOPS_VOICE)
    return sum(weight * min(count, 2) for weight, count in signs) >= _SURELY_SHOPS


def _is_address(question: str) -> bool:
    return bool(_ADDRESS.search(question)) and not (_ASKS.search(question) or _WISH.search(question))
