"""Tell what a customer's sentences ask, apart from courtesy and context."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qreply.search.evidence import FUNCTION_CHARACTERS
from qreply.text.normalize import fold, is_hanzi

# A question says what it is about by so many hanzi: 有货吗 does, 可以吗 does not.
_FEWEST_TELLING = 1

# What stands before a question and asks nothing is its context, up to so many clauses: 我昨天买的，蓝色的，什么时候发
_CONTEXT = 2

_SENTENCES = re.compile(r"([。!！?？\n]+|(?<![A-Za-z0-9])\.+|…+|[~～]+)")
_CLAUSES = re.compile(r"[，,；;、]\s*|(?<![A-Za-z0-9:：])\s+|(?<![:：])\s+(?![A-Za-z0-9])")
_INTERROGATIVE = re.compile(
    "[吗嘛么]$|呢$|什么|啥|怎么|怎样|咋|多久|多少|多[大长高重宽厚快]|几[天号时点个件张年次月日]|何时|哪|谁|可否|能否|是否"
    "|有无|([一-鿿])[不没]\\1|[没不否]$|\\b(?:how|when|what|where|which|why|who|can|could|do|does|is|are)\\b"
)
_REQUEST = re.compile(
    "我要|我想|想要|要求|帮我|帮忙|给我|麻烦|退[款货钱差换了]|换[货个成]|改[地成]|修改|取消|补[发差寄]|赔|投诉|差评|举报|催"
    "|破|坏|(?<!不)错|漏|少了|缺|掉色|没收到|没到|没发|没货|还没|收不到|不到|不能|不了|不对|不好|不行|不合适|不想|不要|不动|不亮"
    "|[少错]发|少[给寄]|[碎裂烂脏皱瘪断]了|[摔压打磕]碎|裂[开缝纹]|[压挤]烂|有污渍|变形|起球|掉漆|[开脱]线|开胶|散架|[漏渗]水"
)
# Asking nothing by themselves, they belong to the clause before.
_DEPENDENT = re.compile(
    "^(?:那|这|又)?(?:是|应该)?(?:怎么办|怎么回事|咋办|咋回事|为什么|什么情况|可以吗|行吗|好吗|对吗|是吗|能吗)呢?$"
)
# Atomic, so that no row of 嗯嗯嗯 keeps it busy.
_COURTESY = re.compile(
    "(?>亲|在(?:吗|不在|不|没|么|嘛)|(?:店里)?(?:没|有)人(?:在吗|吗)?|人(?:呢|在吗|在不在)|你好|您好|hi|hello|哈[喽罗]|好[的滴嘞吧]?|[嗯哦噢喔哈呵嘿]|ok|k|行|可以|没事|没关系"
    "|不用|知道|明白|了解|收到|谢|多谢|感谢|辛苦|麻烦|不客气|客气|拜拜|再见|晚安|[早晚]上好|[早午]安|是|对|没有|没|有"
    "|[啦了的啊呀吧呢你您]|老板|客服|店家|店主|掌柜|小姐姐|稍?等(?:一?下)?|那?就这样|先这样|thanks?|thankyou|yes|no)++"
)
# 我想问三件事: the questions follow.
_ANNOUNCEMENT = re.compile(
    "(?:我|那|还)?(?:想|要|来)?(?:问|咨询|请教|请问|打听)(?:一?下|问|你们?|您|[一二两三四五六几]|\\d)*[件个点]?(?:事情?|问题)?"
)
_NO_WORD = re.compile(r"[\W_]+")


def split_questions(text: str) -> list[str]:
    """Split what a customer wrote into questions; what asks nothing stays whole.

    Greetings and thanks go. A question that does not say what about has its context with it.
    """
    questions: list[str] = []
    context: list[str] = []
    for words, asks in _clauses_of(text):
        if not asks:
            context.append(words)
        elif _stands_alone(words):
            questions.append(words)
            context = []
        elif questions and not context:
            questions[-1] += f"，{words}"
        else:
            questions.append("，".join([*context[-_CONTEXT:], words]))
            context = []
    if context and questions and not _stands_alone(questions[-1]):
        questions[-1] = "，".join([questions[-1], *context[:_CONTEXT]])
    return questions or (["，".join(context)] if context else [])


def asks(text: str) -> bool:
    """Tell whether any clause is a question."""
    plain = fold(text).strip()
    return "?" in plain or any(map(_INTERROGATIVE.search, _CLAUSES.split(plain)))


def _stands_alone(words: str) -> bool:
    """Tell whether a question says by itself what it is about."""
    latin = len(re.findall("[A-Za-z]{2,}", words))
    return (count_telling(words) >= _FEWEST_TELLING or latin > 1) and not _DEPENDENT.search(words)


def is_courtesy(words: str) -> bool:
    """Tell whether the words greet, thank, or only say that a question will come."""
    plain = _NO_WORD.sub("", fold(words))
    return bool(_COURTESY.fullmatch(plain) or _ANNOUNCEMENT.fullmatch(plain))


def requests(text: str) -> bool:
    """Tell whether a customer wants something done, or complains."""
    return bool(_REQUEST.search(fold(text)))


def count_telling(words: str) -> int:
    """Count the hanzi that say what words are about."""
    return sum(is_hanzi(character) and character not in FUNCTION_CHARACTERS for character in words)


def _clauses_of(text: str) -> Iterator[tuple[str, bool]]:
    """Yield clauses, and whether each asks; a sentence that only complains is one clause."""
    parts = _SENTENCES.split(text)
    for sentence, end in zip(parts[::2], [*parts[1::2], ""], strict=True):
        clauses = [clause for clause in _CLAUSES.split(sentence) if clause and not is_courtesy(clause)]
        marked = [bool(_INTERROGATIVE.search(fold(clause))) for clause in clauses]
        if any(marked):
            yield from zip(clauses, marked, strict=True)
        elif clauses:
            whole = "，".join(clauses)
            yield whole, "?" in end or "？" in end or requests(whole)
