"""Turn rich text into the plain text that a chat client can send."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_BREAKS = frozenset(("br", "p", "div", "li", "tr", "h1", "h2", "h3", "h4"))
_UNSEEN = frozenset(("style", "script", "head", "title"))


def text_of_html(html: str) -> str:
    """Return what a reader sees of `html`, blocks on lines of their own.

    What it would run or load is left out.
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return re.sub(r"\n{3,}", "\n\n", "".join(reader.parts)).strip()


_MARKDOWN = (
    (re.compile(r"!\[([^\[\]\n]*)\]\([^()\n]*\)"), r"\1"),
    (re.compile(r"\[([^\[\]\n]+)\]\(\1\)"), r"\1"),
    (re.compile(r"\[([^\[\]\n]+)\]\(([^()\s]+)[^()\n]*\)"), r"\1 \2"),
    (re.compile(r"^#{1,6}[ \t]+|^>[ \t]?", re.MULTILINE), ""),
    (re.compile(r"(?<!\\)(\*\*|__|~~)(?=\S)([^\n]+?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<![\\*\w])([*_])(?=[^\s*_])([^*_\n]+?)(?<=\S)\1(?![*\w])"), r"\2"),
    (re.compile(r"(?<!\\)`([^`\n]+)`"), r"\1"),
    (re.compile(r"[ \t]{2,}$|\\$", re.MULTILINE), ""),
    (re.compile(r"\\([\\`*_{}\[\]()#+.!~>-])"), r"\1"),
)


def text_of_markdown(markdown: str) -> str:
    """Return what a reader sees of `markdown`: emphasis, headings and links without their marks.

    Lists stay as they are.
    """
    for pattern, seen in _MARKDOWN:
        markdown = pattern.sub(seen, markdown)
    return markdown.strip("\n")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self._unseen += tag in _UNSEEN
        if tag == "br":
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._unseen -= tag in _UNSEEN and self._unseen > 0
        if tag in _BREAKS and tag != "br":
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.parts.append(data)
