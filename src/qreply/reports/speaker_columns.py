"""Tell from a table's column who wrote each message: customers, our own, or the platform."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from qreply.search.conversation import Speaker, speaker_of
from qreply.text.normalize import fold
from qreply.text.safety import clean_line

WHO = (
    *("角色", "发送者角色", "发送方", "身份", "发送者", "发送人", "发言人", "发言者", "说话人"),
    *("role", "sender_type", "speaker", "sender", "from", "author"),
)  # fmt: skip
# They tell who wrote only if their values do.
MAY_TELL_WHO = ("消息方向", "方向", "消息类型", "类型", "direction", "message_type", "type")
# They name people, of whom nothing but their talks tells who is who.
NICKS = (
    *("昵称", "用户昵称", "发送者昵称", "发送人昵称", "用户名", "姓名"),
    *("nick", "nickname", "name", "username", "user_name", "user"),
)  # fmt: skip
# Yes or no tells whether it was one of us.
IS_OURS = (
    *("是否客服", "是否商家", "是否卖家", "是否坐席", "是否店铺", "是否本店", "客服消息"),
    *("is_agent", "is_staff", "is_seller", "is_service", "from_agent", "from_me", "is_self", "is_me"),
)  # fmt: skip

_CUSTOMERS = frozenset(("买家", "顾客", "客户", "访客", "消费者", "buyer", "customer"))
_LONGEST_NAME = 60  # characters of a heading, or of who wrote
_YES = frozenset(("是", "对", "1", "true", "yes", "y", "t", "√", "✓", "客服"))

_ROLES: Mapping[Speaker, re.Pattern[str]] = {
    "system": re.compile("系统|平台|system|activity|template|notice|event|tool|function"),
    "seller": re.compile(
        "客服|坐席|座席|店小二|售前|售后|导购|专员|卖家|商家|店铺|店主|掌柜|机器人|智能|自动回复|人工"
        "|seller|agent|assistant|staff|service|bot|robot|operator|merchant|shop|admin|outgoing|outbound"
    ),
    "customer": re.compile(
        "买家|顾客|客户|用户|会员|消费者|访客|buyer|customer|client|user|visitor|contact|guest|human|incoming|inbound"
    ),
}
# How programs number the direction of a message.
_DIRECTIONS: Mapping[str, Speaker] = {
    "0": "customer", "1": "seller", "2": "system", "3": "system", "in": "customer", "out": "seller",
    "接收": "customer", "收": "customer", "发送": "seller", "发": "seller",
}  # fmt: skip


def is_customers_role(name: str) -> bool:
    """Tell whether a name is nothing but the word for a customer: 买家, not 用户7781."""
    return bool(_ROLES["customer"].fullmatch(plain_name(name)))


def says_customer(name: str) -> bool:
    """Tell whether a name is one that logs give all customers, and nothing else."""
    return plain_name(name) in _CUSTOMERS


def speakers_of(values: Sequence[str], heading: str) -> list[tuple[Speaker, str]]:
    """Return the speaker and the nick of each value in the column of that `heading`."""
    if heading in IS_OURS:
        return [("seller" if plain_name(value) in _YES else "customer", "") for value in values]
    # Programs that call customers contacts call their own people users.
    users_are_ours = any(plain_name(value).startswith("contact") for value in set(values))
    return [_tell(value, users_are_ours=users_are_ours) for value in values]


def tells_speakers(values: set[str]) -> bool:
    """Tell whether any of the values of a column says more than a name."""
    return any(_tell(value, users_are_ours=False)[0] for value in values)


def _tell(value: str, *, users_are_ours: bool) -> tuple[Speaker, str]:
    name, nick = plain_name(value), clean_line(value)
    if users_are_ours and name == "user":
        return "seller", ""
    if speaker := _DIRECTIONS.get(name):
        return speaker, ""
    for role, pattern in _ROLES.items():
        if pattern.match(name):
            is_named = role == "customer" and not is_customers_role(value)
            return role, nick if is_named else ""
    return speaker_of(nick), nick


def plain_name(name: str) -> str:
    """Return a heading, or the name of who wrote, as it is compared."""
    return fold(clean_line(name[:_LONGEST_NAME])).strip(' ":*')
