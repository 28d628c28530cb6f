"""Name what may stand in a phrasebook file.

Every key has its Chinese twin, its kind of value and what it is for.

The loader, `check` and the JSON schema all read this one table, so that none knows a key the others do not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from qreply.phrasebook.kinds import NAMES as KINDS
from qreply.phrasebook.model import PLATFORMS

Kind = Literal["line", "text", "lines", "texts", "wordings", "flag", "shape", "named", "lists of", "list"]
"""line: one line; text: may have several; lines, texts: lists of them (one alone stands for itself);
wordings: texts, each of which may be a list of messages; flag: yes or no; shape: a mapping of keys;
named: a mapping of names to shapes, or to texts where no shape is given; lists of: one of names to lists of lines;
list: a list of shapes."""


@dataclass(frozen=True, slots=True)
class Key:
    """One key: two names, a kind of value, a purpose, and what it allows if that is little."""

    name: str
    chinese: str
    kind: Kind
    about: str
    shape: Shape | None = None
    choices: Mapping[str, str] = field(default_factory=dict)  # what may be written → what it means


@dataclass(frozen=True)
class Shape:
    """A mapping's keys."""

    name: str
    keys: tuple[Key, ...]

    @cached_property
    def by_name(self) -> Mapping[str, Key]:
        """Return the keys by either name."""
        return {name: key for key in self.keys for name in (key.name, key.chinese)}


YES_NO = {"true": "yes", "false": "", "yes": "yes", "no": "", "是": "yes", "否": "", "on": "yes", "off": ""}
PLATFORM_NAMES = {written: name for name, shown in PLATFORMS.items() for written in (name, shown)}
PLATFORM_NAMES |= {"tmall": "taobao", "天猫": "taobao"}
SOURCES = {"clipboard": "clipboard", "剪贴板": "clipboard", "shop": "shop", "店铺": "shop"}
OFFENCES = {
    "contact": "站外联系",
    "payment": "站外付款",
    "refund-reason": "退款原因",
    "rights": "顾客权利",
    "reviews": "评价",
    "orders": "订单",
    "invoice": "发票",
    "medical": "疗效",
    "absolute": "夸大",
    "promise": "承诺",
    "insult": "伤人",
    "pressure": "催逼",
    "disparage": "贬低",
    "data": "个人信息",
}
"""What may be wrong with a sentence, and what that is called."""
_OFFENCE_NAMES = {written: name for name, chinese in OFFENCES.items() for written in (name, chinese)}
LEVELS = {"block": "block", "拦截": "block", "warn": "warn", "提醒": "warn", "off": "off", "关闭": "off"}

VALIDITY = Shape(
    "validity",
    (
        Key("from", "从", "line", "从哪天起（含），如 2026-11-01 或 2026-11-01 20:00"),
        Key("until", "到", "line", "到哪天止（含），如 2026-11-15 或 2026-11-15 23:59"),
    ),
)

PLACEHOLDER = Shape(
    "placeholder",
    (
        Key("ask", "询问", "line", "需要填写时问客服的话"),
        Key("default", "默认", "line", "不填时用的值"),
        Key("options", "选项", "lines", "可选的值"),
        Key("pattern", "样式", "line", "值必须整个符合的正则表达式，请用单引号括起来"),
        Key("date", "日期", "line", "离今天多远：+2d 两天后，+1w 一周后，+2wd 两个工作日后"),
        Key("format", "格式", "line", "日期的写法，如 M月D日"),
        Key("from", "来源", "line", "clipboard：从剪贴板里认；shop：店铺定的，问一次", choices=SOURCES),
        Key("remember", "记住", "flag", "记住上次选了哪一项，要有选项；自己填的不记", choices=YES_NO),
        Key("private", "保密", "flag", "客户的隐私，不写进任何文件", choices=YES_NO),
        Key(
            "commits",
            "承诺",
            "flag",
            "说出去就是承诺：钱、物、日期、质保、这一单的事实，不许有默认",
            choices=YES_NO,
        ),
        Key("example", "示例", "line", "填的时候给人看的例子，不会发出去"),
        Key("kind", "类型", "line", "值是哪一类，没写样式就按它查", choices=KINDS),
    ),
)

_REPLY = (
    Key("reply", "回复", "text", "复制给客户的话"),
    Key("variants", "其他说法", "wordings", "同一个意思的其他说法，每次复制轮换"),
    Key("messages", "消息", "texts", "分几条发的回复，一条一条复制，写在 reply 的位置"),
)

ON_PLATFORM = Shape("platform", _REPLY)

PHRASE = Shape(
    "phrase",
    (
        Key("id", "编号", "line", "编号，全书不能重复；不写就用标题"),
        Key("title", "标题", "line", "列表里显示的标题"),
        Key("group", "分组", "line", "场景下面的小标题"),
        Key("code", "编码", "lines", "快捷编码，输入它这一条总排第一；可以有几个"),
        Key("asks", "问法", "lines", "客户会怎么问，写得越多越好找"),
        Key("not", "排除", "lines", "客户的话里有这些词时，这一条往后排"),
        Key("tags", "标签", "lines", "标签"),
        *_REPLY,
        Key("platforms", "平台", "named", "某个平台的专用说法，整个代替上面的", ON_PLATFORM, PLATFORM_NAMES),
        Key("only", "仅限", "lines", "只在这些平台用", choices=PLATFORM_NAMES),
        Key("note", "提示", "text", "给客服看的提示，不会复制出去"),
        Key("valid", "有效期", "shape", "什么时候可以用", VALIDITY),
        Key("next", "接着", "lines", "通常接着发哪几条（编号）"),
        Key("no-answer", "没有时", "line", "店里没有这样东西时改发哪一条（编号）"),
        Key("images", "图片", "lines", "提醒手动发送的图片"),
        Key("readings", "读音", "named", "多音字的读音，如 银行: yin hang"),
        Key("hide", "隐藏", "flag", "去掉前面的话术本里同编号的一条", choices=YES_NO),
    ),
)

RULE = Shape(
    "rule",
    (
        Key("id", "编号", "line", "编号；和前面的规则同编号就代替它"),
        Key("platforms", "平台", "lines", "只在这些平台查，不写就都查", choices=PLATFORM_NAMES),
        Key("level", "级别", "line", "block 拦截，warn 提醒，off 关闭", choices=LEVELS),
        Key("words", "词语", "lines", "违规的词"),
        Key(
            "pattern",
            "样式",
            "lines",
            "违规说法的正则表达式，一个或几个，请用单引号括起来；{电话} 这类积木见说明",
        ),
        Key("like", "近似", "line", "整句读起来像这一类违规的话也算", choices=_OFFENCE_NAMES),
        Key("except", "例外", "lines", "不算违规的词，或 /正则表达式/；/前面{它}后面/ 指紧挨着违规的话"),
        Key("why", "理由", "text", "依据和建议"),
        Key("say", "改说", "line", "换成这样说"),
        Key("checked", "核对", "line", "最近一次核对规则的月份，如 2026-11"),
    ),
)

FILE = Shape(
    "file",
    (
        Key("scenario", "场景", "line", "编号的前半截：pre-sale、logistics、complaint、return，或自己起的"),
        Key("title", "标题", "line", "标签页上显示的名字"),
        Key("valid", "有效期", "shape", "整个文件什么时候可以用", VALIDITY),
        Key("placeholders", "占位", "named", "这个文件里共用的占位", PLACEHOLDER),
        Key("fragments", "片段", "named", "共用的片段，用 {{>名字}} 引用"),
        Key("phrases", "话术", "list", "话术，一条一条列出来", PHRASE),
        Key("rules", "规则", "list", "合规规则", RULE),
        Key("disguises", "变体", "lists of", "词的变体写法，如 微信: [薇信, 绿泡泡]，查规则时当成同一个词"),
        Key(
            "classes",
            "词类",
            "lists of",
            "一类词，规则的样式里写 {名字}，如 病: [结石]；自带的积木也能这样加词",
        ),
    ),
)

WORD_TABLES = ("disguises", "classes")
"""Keys of a file that hold words for its rules."""

# Names that leads know from tables and other programs, and what they are called here.
ALIASES: Mapping[str, str] = {
    other: ours
    for ours, others in {
        "回复": ("内容", "话术", "答案", "文本"),
        "提示": ("备注", "说明"),
        "问法": ("关键词", "问题"),
        "编码": ("快捷键", "快捷编码"),
        "标题": ("名称",),
        "reply": ("content", "text", "answer"),
        "asks": ("question", "questions", "keywords"),
        "code": ("shortcut",),
        "note": ("remark",),
        "title": ("name",),
    }.items()
    for other in others
}

SHAPES = (FILE, PHRASE, ON_PLATFORM, PLACEHOLDER, VALIDITY, RULE)
KEY_NAMES = frozenset(name for shape in SHAPES for name in shape.by_name)
