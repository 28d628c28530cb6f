"""What the tags of replies look like, and how a reply reads before it is filled.

What they mean is told in template.py, apart from this, since whoever only finds a reply need not parse it.
"""

from __future__ import annotations

import re

TAG = re.compile(r"[{｛]{2}((?:(?![{｛]{2}|[}｝]{2})[^\n])*)[}｝]{2}")
KIND = re.compile(r"\s*([?？/／>＞])")
EQUALS = re.compile("[=＝]")
BAR = re.compile("[|｜]")
DEFAULT = re.compile(r"[{｛]{2}\s*([^\s{｛}｝=＝|｜?？/／>＞][^{｛}｝=＝|｜\n]*?)\s*[=＝]")  # `{{name=`


def words_of(text: str) -> str:
    """Return `text` as one reads it before it is filled.

    Defaults stand in place, `…` stands for what is still open, optional parts are shown.
    """
    return TAG.sub(_words_of_tag, text) if "{" in text or "｛" in text else text


def _words_of_tag(tag: re.Match[str]) -> str:
    if KIND.match(tag[1]):
        return ""
    head = BAR.split(tag[1], maxsplit=1)[0]
    _, *default = EQUALS.split(head, maxsplit=1)
    return default[0].strip() if default else "…"
