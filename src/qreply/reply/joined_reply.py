"""Put a reply behind another as one message, for customers who ask two things at once.

They are greeted once, an ending that both have stands once, and the rules see the whole.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from qreply.phrasebook.model import Rule
from qreply.reply.compliance import review
from qreply.reply.rendered_reply import RenderedReply, TextRun, cut_runs, find_shop_values
from qreply.reply.values import SALUTATION

_GREETING = (
    r"亲爱的|亲亲?们?|[您你]好|哈[喽啰]|嗨|(?i:hello|hi)(?![a-z])|早安|晚安|(?:早上|上午|中午|下午|晚上)好"
    r"|在[的呢]|欢迎光临(?:本店|小店)?"
)
_BEHIND = r"[呀啊哈呢哦啦]?[\s，,。.!！~～、😊🌹❤️]+"
_WORD = re.compile(r"\w{2}")
_LAST_SENTENCE = re.compile(r"[^。！!？?~～\n]+[。！!？?~～\s]*$")


def join_replies(
    first: RenderedReply, second: RenderedReply, rules: Sequence[Rule], platform: str
) -> RenderedReply:
    """Return `second` with `first`, which was copied before, in front of it.

    The whole is checked by `rules`.

    What is still to be filled, and the values to keep, are those of `second`.
    """
    ending = _same_ending(first.text, second.text)
    front = cut_runs(first.pieces, 0, len(first.text.rstrip()) - ending)
    behind = cut_runs(second.pieces, _greeting_length(second), None)
    pieces = (*front, TextRun("\n"), *behind)
    text = "".join(piece.text for piece in pieces)
    return second._replace(
        pieces=pieces,
        findings=tuple(review(text, rules, platform, find_shop_values(pieces))),
        expired=first.expired or second.expired,
        broken=first.broken or second.broken,
    )


def join_messages(messages: Sequence[str]) -> str:
    """Join the messages of a wording to one."""
    return "\n".join(message.strip("\n") for message in messages)


def _greeting_length(rendered: RenderedReply) -> int:
    """Return how many characters the reply begins with that greet, and say nothing else."""
    names = [
        re.escape(field.value.text) for field in rendered.fields if field.name == SALUTATION and field.value
    ]
    words = "|".join([*filter(None, names), _GREETING])
    greeting = re.match(rf"(?:\s*(?:{words}){_BEHIND})+", rendered.text)
    length = greeting.end() if greeting else 0
    return length if _WORD.search(rendered.text, length) else 0


def _same_ending(first: str, second: str) -> int:
    """Return how many characters of `first` are a last sentence that `second` ends with too."""
    ending = _LAST_SENTENCE.search(first.rstrip())
    if ending is None or not ending.start() or not second.rstrip().endswith(ending[0]):
        return 0
    return len(ending[0])
