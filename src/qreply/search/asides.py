"""Find what stands in customers' messages beside their words.

That is links, numbers of orders, fields of goods, emoticons and marks. Rules are for kinds, each by what all of its
kind have in common. Short numbers stay: sizes, prices and days are part of what is asked.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache
from typing import NamedTuple

from qreply.search.conversation import STAMP


class Aside(NamedTuple):
    """A stretch that is not the question; `kind` names the text `question.<kind>`."""

    kind: str
    text: str


_URL = r"(?:[a-zA-Z][a-zA-Z0-9+.-]{1,10}://|www\.)[^\s一-鿿「」【】《》，。！？；、（）]+"
_HOST = (
    r"(?<![\w@.-])(?:[a-zA-Z0-9-]+\.)+(?:com|cn|net|org|cc|tv|me|hk|top|shop|vip|link|info)\b(?![.-]?\w)"
    r"(?:[/?#][^\s一-鿿「」【】，。！？；、]*)?"
)
_LINK = rf"(?:{_URL}|{_HOST})"
_APPS = "淘宝|天猫|京东|拼多多|抖音|快手|小红书|闲鱼|支付宝|微信|考拉|苏宁|唯品会|得物|阿里巴巴|1688"
# The words of share buttons, one after another: 复制打开抖音，看看…
_SHARE_WORDS = (
    rf"(?:点击|复制|长按|打开|直接|或者?|搜索|链接|手机|口令|整段|这段话?|此条|这条|本条|消息|信息|内容|查看|看看|精彩|详情|商品|"
    rf"就能看到?|[Aa][Pp][Pp]|{_APPS}|【(?:{_APPS}|.{{2,30}}的作品)】|看|后|到|的?图文|的?作品|发现|快来|去)"
)
_SHARE = rf"(?:点击链接|复制|长按|打开|(?:淘宝|天猫)搜索|快来看)(?:[，,、：:！!~ ]*{_SHARE_WORDS})+(?:吧|哦|！|!|。)?"
# What a share button puts before its link, and the few characters that it puts behind.
_LEAD = r"(?:[\d.]{1,5}\s+)?(?:复制打开|复制此|复制这|长按复制|打开)[^\n]{0,160}?"
_RECOMMENDED = (
    r"[^\n，。]{0,30}(?:发布了一篇|分享了一[个款件]|给你分享|分享给你|向你推荐|推荐给你)[^\n]{0,160}?"
)
_BEHIND_SHARE = r"(?:[ \t]+(?![a-z]+(?:\s|$))[^\s一-鿿，。]{1,10}){0,4}"
_APP_MARK = rf"【(?:{_APPS})】"
_CODE_BEHIND_LINK = r"(?:\s+[A-Z]{1,3}\d{3,5}\b)?"
_GOODS_BEHIND_LINK = r"(?:\s*[「『][^」』\n]{0,80}[」』])?"

_ORDER = r"(?<![A-Za-z0-9])(?:\d{6}-\d{12,15}|\d{16,21})(?![A-Za-z0-9])"
_TRACKING = r"(?<![A-Za-z0-9])(?:[A-Za-z]{1,4}\d{9,17}|\d{12,15})(?![0-9])"
_PHONE = (
    r"(?<![A-Za-z0-9])(?:(?:\+?86)[- ]?)?(?:1[3-9]\d[- ]?\d{4}[- ]?\d{4}|1[3-9]\d{2}[- ]\d{3}[- ]\d{4}|"
    r"1[3-9]\d\*{4}\d{4}|0\d{2,3}-\d{7,8}|400[- ]?\d{3,4}[- ]?\d{3,4})(?!\d)"
)
# Letters and digits without any blank, as long as no model of goods is.
_CODE = (
    r"(?<![\w-])(?=[\w-]*\d[\w-]*\d[\w-]*\d)(?=[\w-]*[A-Za-z])[A-Za-z0-9][A-Za-z0-9_-]{8,}(?![A-Za-z0-9_-])"
)
_LABEL = (
    r"(?:(?:我?的?(?:淘宝|天猫|京东|拼多多|抖音)?(?:订单(?:编?号)?|快递(?:单号)?|运单号?|物流单号|单号|手机号?码?|电话号?码?|联系方式|"
    r"编号|货号|款号|商品(?:编号|ID|id)|会员名|旺旺号?)|(?:顺丰|圆通|中通|申通|韵达|极兔|邮政|京东|德邦|百世|丰网)(?:快递|速递|速运|物流)?"
    r"|EMS|SKU|sku|ID|id)\s*(?:是|为|[:：#=])?\s*)"
)
_FIELD = (
    r"(?:商品|宝贝|产品|货品)?(?:颜色分类|颜色|尺码|尺寸|规格|型号|款式|花色|套餐(?:类型)?|口味|容量|数量|件数|单价|价格|原价|现价|售价|实付款?|"
    r"实收款?|合计|总价|总额|优惠|运费|名称|标题|编号|货号|店铺(?:名称)?|收[货件]人|收货信息|收[货件]地址|地址|(?:下单|付款|支付|创建|成交|发货|拍下)时间|"
    r"(?:交易|订单|物流)?状态|(?:物流|快递)公司|发票抬头|税号|买家留言|SKU|sku|Sku)"
)
_MONEY = r"[¥￥$]\s?\d[\d,]*(?:\.\d{1,2})?"
_TIMES = r"(?<![\w])[x×*✕]\s?\d{1,4}(?!\w)"
_VALUE = r"[^;；,，\n\s]+"
_FIELDS = rf"(?<![一-鿿]){_FIELD}\s*[:：]\s*{_VALUE}(?:[;；,，]\s*{_FIELD}\s*[:：]\s*{_VALUE})*[;；]?"
_STATUS = "(?:交易成功|交易关闭|等待买家付款|买家已付款|卖家已发货|待付款|待发货|待收货|待评价|待成团|已成团)"

_FILE = (
    r"(?:(?:微信|屏幕|手机)?(?:图片|截图|照片|视频|录屏|录音)|(?<![一-鿿])[一-鿿]{1,8})?[A-Za-z0-9_.()@-]*"
    r"\.(?:jpe?g|png|gif|webp|heic|bmp|mp4|mov|avi|mp3|wav|amr|m4a|pdf|docx?|xlsx?|pptx?|zip|rar|7z|txt|csv|apk)\b"
)
_MEDIA = (
    r"[\[【<](?:图片|视频|语音|文件|动画表情|表情|链接|商品|宝贝|订单|卡片|位置|照片|截图|红包|小程序|聊天记录)"
    r"(?:消息|卡片)?[\]】>]"
)

_WANGWANG = r"/:(?:\d{3}|\([\w&.]{1,6}\)|[a-z]{1,5}(?![a-z])|[^\s一-鿿\d/]{1,5})"
_NAMED_EMOTICON = r"\[[一-鿿A-Za-z]{1,8}\]|:[a-z][a-z_]{2,20}:|#(?:[一-鿿]{1,4})#"
_KAOMOJI = r"(?<![A-Za-z])(?:[TtQq][_.][TtQq]|[QqTt]+[AaωWwωд][QqTt]|[oO]_[oO]|[>]_[<]|\^[_.oO]?\^|orz|Orz)(?![A-Za-z])"

_ENTITY = r"&(?:[a-zA-Z]{2,8}|#\d{1,6}|#x[0-9a-fA-F]{1,5});"
_TAG = r"</?[a-zA-Z][^<>\n]{0,300}>"

_MARK = r"[\[【(（]?(?:已读|未读|送达|已送达|发送成功|撤回)[\])】）]?"
_NOTICE = (
    r"(?:.{0,20}撤回了一条消息.{0,10}|[-—=─\s]*以[上下](?:为|是).{0,12}[-—=─\s]*|.{0,20}(?:进入|离开|结束)(?:了)?(?:会话|咨询|聊天).{0,6}|"
    r".{0,20}为您服务|正在输入.{0,6}|[-—=─]{4,}|当前用户来自.{0,30}|咨询(?:了)?(?:该|此)?商品.{0,40})"
)

_DATED = (
    r"(?<!\d)(?:20\d{2}[-/.年]\s?\d{1,2}[-/.月]\s?\d{1,2}[日号]?|\d{1,2}月\s?\d{1,2}[日号])(?!\d)"
    r"(?:左右|那天|当天)?"
)


_EMPTY_BRACKETS = re.compile(r"[(（\[【「《][ \t]*[)）\]】」》]")

# Kinds in the order in which they are taken out: a link holds numbers, a number of an order holds a telephone's.
_RULES: tuple[tuple[str, str, int], ...] = (
    ("markup", _TAG, 0),
    ("markup", _ENTITY, 0),
    ("share", rf"(?:{_LEAD}|{_RECOMMENDED}){_LINK}{_BEHIND_SHARE}", 0),
    (
        "link",
        rf"(?:{_APP_MARK}[^\n]{{0,60}}?|\b\d\.\d{{2}}\s)?{_LINK}{_CODE_BEHIND_LINK}{_GOODS_BEHIND_LINK}",
        0,
    ),
    ("password", r"[￥¥€$₤₳₴《(（/][A-Za-z0-9]{3,6}\s?[A-Za-z0-9]{4,10}[￥¥€$₤₳₴》)）/]", 0),
    ("share", _APP_MARK, 0),
    ("share words", _SHARE, 0),
    ("file", rf"{_MEDIA}|{_FILE}", re.IGNORECASE),
    ("mark", rf"^[ \t]*{_MARK}[ \t]*$|(?:^|(?<=\s)){_MARK}(?=\s|$)", re.MULTILINE),
    ("notice", rf"^[ \t]*{_NOTICE}[ \t]*$", re.MULTILINE),
    ("time", rf"(?<![\d:：]){STAMP}(?![\d:：])", 0),
    ("order", rf"{_LABEL}?{_ORDER}", 0),
    ("telephone", rf"{_LABEL}?{_PHONE}", 0),
    ("tracking", rf"{_LABEL}?{_TRACKING}", 0),
    ("goods", _FIELDS + rf"|{_MONEY}(?:\s*{_TIMES})?|{_TIMES}|^[ \t]*{_STATUS}[ \t]*$", re.MULTILINE),
    ("time", _DATED, 0),
    ("number", rf"{_LABEL}?(?:{_CODE}|(?<![\d.])\d{{5,}}(?![\d]|\.\d))", 0),
    ("emoticon", rf"{_WANGWANG}|{_NAMED_EMOTICON}|{_KAOMOJI}", 0),
)


@cache
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    """Return the rules, compiled at the first message that needs them; few do."""
    return [(kind, re.compile(pattern, flags)) for kind, pattern, flags in _RULES]


def take_out(text: str, names: Collection[str] = ()) -> tuple[str, list[Aside]]:
    """Return `text` with blanks for what is not the question, and what was taken out.

    The lines stay as they were; what was taken out comes in the order of the rules. `names` are numbers that are
    part of what is asked, such as 12315.
    """
    found: list[Aside] = []
    for kind, pattern in _patterns():
        # 复制 and 打开 are customers' words, too: only a link or an app's mark makes them a share button's.
        if kind == "share words":
            if not any(aside.kind in {"link", "password", "share"} for aside in found):
                continue
            kind = "share"  # noqa: PLW2901

        def note(hit: re.Match[str], kind: str = kind) -> str:
            if kind == "number" and hit[0] in names:
                return hit[0]
            if stretch := hit[0].strip():
                found.append(Aside(kind, stretch))
            return " " + "\n" * hit[0].count("\n")

        text = pattern.sub(note, text)
    return _EMPTY_BRACKETS.sub(" ", text), found


def without_numbers(text: str) -> str:
    """Return `text` with blanks for long numbers alone: 快递单号 is left of 快递单号YT7312884612093."""
    return re.sub(r"[A-Za-z]{0,4}[\d*][\d* -]{3,}[A-Za-z0-9_-]*", " ", text)
