"""What replies offer or refuse to do: 可以退, 包退, 不能退, 不支持换货.

可以退 and 能退 are one offer; 不退, 不能退 and 不支持退 are one refusal.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

# What may stand right behind 不, and what is refused by 不能 and the like alone: 不用退 refuses nothing.
_FIRM = (
    "退货退款|退款|退换货?|退货|退(?!差|一赔|一罚|换?差)|换货|换新|换(?!句|位|季)|维修|返修|修(?!饰|身)|赔(?!偿|付|[一二三四五六七八九十])"
    "|补(?!发|寄|偿|差|水|贴)|修?改地址|发货|发(?!现|票|错|的|生)|寄(?!回来)|送(?!货|到)|开(?:具)?(?:电子|纸质|增值税)*(?:发票|专票|普票|票)"
    "|参加|参与|叠加|议价|讲价|打折|自提|试穿|试用|拆封|拒收|取消|拦截|代收|分期|预留|保留|延期"
)
_WEAK = (
    "使用|用(?!心|户)|改(?!天|善|日|约|进)|试(?!试)|拆|洗|催|领取?|减(?!少|轻|肥)|优惠|定制|刻字|备注|指定|预约|撤销|转寄|改派"
    "|合并|拼单|延长|上门|安装"
)
_MAY = "可以|能够|支持|接受|提供|允许|能|可"
_BETWEEN = (
    "(?:直接|随时|再|[为给帮替跟][您你亲]|正常|放心|申请|办理|安排|协助|继续|单独|进行|任意|给|帮|您|都|为)*"
)
_NOT_ASKED = "".join(rf"(?!(?<={char})不{char})" for char in "退换修赔补发寄送开改能会")

OFFER = rf"""(?:
    {_NOT_ASKED}(?<![能可会是])
    (?:不|没法|没办法|无法|概不|恕不|暂不|拒绝|谢绝|暂停|停止)
    (?:予|给|会|包|再|(?:{_MAY}))*{_BETWEEN}
    (?:(?<=不){_FIRM}|(?<!不)(?:{_FIRM}|{_WEAK}))
  | (?:{_FIRM}|{_WEAK})不了
  | (?<![不可功性智未只才许认])(?:(?:{_MAY})(?!能|不)|包(?!邮|裹|装|括|含)|随时(?=退|换|改|修))
    {_BETWEEN}(?:{_FIRM}|{_WEAK})
)"""

_DEED = "(?![了是过得到错好])[\u4e00-\u9fff]{2}"
_REFUSED = re.compile(rf"(?:不|没法|无法|没有)(?:能|给|会|再|包|{_MAY})*(?P<deed>{_DEED})")
_ASKED_OR_NEGATED = re.compile(r"[不没无未别]\S{0,3}$")

_DONE = re.compile(rf"(?:{_FIRM}|{_WEAK})$")


def offer_key(text: str) -> str:
    """Return what a match of OFFER offers or refuses, alike for the same in other words."""
    refused = re.match("不|没|无|概|恕|暂|拒|谢|停", text) or text.endswith("不了")
    done = _DONE.search(text.removesuffix("不了"))
    deed = (done[0] if done else text.removesuffix("不了")).replace("开具", "开")
    if refused:
        return f"不{deed}"
    return f"包{deed}" if text.startswith("包") else f"可{deed}"


def withdrawn(old: str, new: str) -> Iterator[tuple[str, str]]:
    """Yield what `old` does and `new` refuses, in the words of each: 放驿站, 不放驿站.

    A deed is two characters that stand in both texts, and nowhere the other way round.
    """
    for refusal in _REFUSED.finditer(new):
        deed = refusal["deed"]
        if _is_done(old, deed) and not _is_done(new, deed) and not _is_refused(old, deed):
            yield deed, refusal[0]


def _is_done(text: str, deed: str) -> bool:
    return any(not _ASKED_OR_NEGATED.search(text, 0, hit.start()) for hit in re.finditer(deed, text))


def _is_refused(text: str, deed: str) -> bool:
    return any(refusal["deed"] == deed for refusal in _REFUSED.finditer(text))
