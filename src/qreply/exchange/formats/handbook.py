"""A handbook to print and read: Markdown, or HTML that prints well."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape

from qreply.exchange.formats.variables import brace_of
from qreply.i18n import t
from qreply.phrasebook.model import PLATFORMS, Phrase, Phrasebook, Scenario, Scope, Wording
from qreply.phrasebook.references import expand_fragments
from qreply.phrasebook.template import FieldNode, Node, PartNode, TextNode, parse

# Of tildes only two that stand together, or one that may begin what a later one ends, would strike words through.
_MARKDOWN_SIGNS = re.compile(
    r"([\\`*_{}\[\]<>#|]|~(?=~)|(?<=~)~|~(?=\w[^\n]*~)|(?<!\w)~(?=[^\w\s][^\n]*~))|^(\s*)([-+]|\d+[.)])(?=\s)",
    re.MULTILINE,
)

_STYLE = """
body{font:11pt/1.6 "PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;max-width:50em}
body{margin:2em auto;padding:0 1em}
h1,h2{border-bottom:1px solid #999}h2{break-before:page}article{break-inside:avoid;margin:1.2em 0}
h4{margin:0}code{background:#eee;padding:0 .4em;border-radius:3px}.asks{color:#555}
blockquote{white-space:pre-wrap;margin:.4em 0;padding:.4em .8em;border-left:3px solid #999;background:#f6f6f6}
.note{color:#8a4b00}b{background:#fff3c4;font-weight:normal}nav ol{columns:2}
@media print{body{margin:0;max-width:none}}
"""


@dataclass(frozen=True, slots=True)
class _Marks:
    """How a format writes text, and a placeholder in it."""

    text: Callable[[str], str]
    field: Callable[[str], str]


def escape_markdown(text: str) -> str:
    """Write `text` so that Markdown shows it as it is."""
    return _MARKDOWN_SIGNS.sub(_escaped, text)


_MARKDOWN = _Marks(escape_markdown, lambda name: f"**【{name}】**")
_HTML = _Marks(escape, lambda name: f"<b>【{name}】</b>")


def markdown_of(book: Phrasebook) -> str:
    """Return the book as Markdown."""
    lines = [f"# {t('exchange.handbook.title')}", "", t("exchange.handbook.about"), ""]
    for scenario, phrases in _scenarios(book):
        lines += [f"## {_MARKDOWN.text(scenario.title)}", ""]
        group = ""
        for phrase in phrases:
            if phrase.group and phrase.group != group:
                lines += [f"### {_MARKDOWN.text(phrase.group)}", ""]
            group = phrase.group
            lines += _phrase_in_markdown(phrase, book)
    return "\n".join(lines).rstrip() + "\n"


def html_of(book: Phrasebook) -> str:
    """Return the book as one HTML page, without a script or anything from outside."""
    title = escape(t("exchange.handbook.title"))
    parts = [
        f'<!doctype html>\n<html lang="zh-CN">\n<meta charset="utf-8">\n<title>{title}</title>\n',
        f"<style>{_STYLE}</style>\n<h1>{title}</h1>\n<p>{escape(t('exchange.handbook.about'))}</p>\n<nav><ol>\n",
    ]
    scenarios = list(_scenarios(book))
    for at, (scenario, phrases) in enumerate(scenarios):
        parts.append(f'<li><a href="#s{at}">{escape(scenario.title)}</a> ({len(phrases)})</li>\n')
    parts.append("</ol></nav>\n")
    for at, (scenario, phrases) in enumerate(scenarios):
        parts.append(f'<h2 id="s{at}">{escape(scenario.title)}</h2>\n')
        group = ""
        for phrase in phrases:
            if phrase.group and phrase.group != group:
                parts.append(f"<h3>{escape(phrase.group)}</h3>\n")
            group = phrase.group
            parts.append(_phrase_in_html(phrase, book))
    return "".join(parts) + "</html>\n"


def _scenarios(book: Phrasebook) -> Iterator[tuple[Scenario, list[Phrase]]]:
    for scenario in book.scenarios:
        phrases = [expand_fragments(phrase) for phrase in book.phrases if phrase.scenario == scenario.name]
        if phrases:
            yield scenario, phrases


def _phrase_in_markdown(phrase: Phrase, book: Phrasebook) -> Iterator[str]:
    text = _MARKDOWN.text
    code = f" `{phrase.code.replace('`', '')}`" if phrase.code else ""
    yield from (f"#### {text(phrase.title)}{code}", "")
    if phrase.asks:
        yield from (f"{t('exchange.handbook.asks')}{text('；'.join(phrase.asks))}", "")
    for label, wording in _wordings(phrase):
        if label:
            yield from (f"{text(label)}", "")
        for message in wording:
            shown = _shown(parse(message).nodes, _MARKDOWN, phrase.scope)
            yield from (*(f"> {line}  " if line else ">" for line in shown.split("\n")), "")
    for label, about in _asides(phrase, book):
        yield from (f"{label}{text(about)}", "")


def _phrase_in_html(phrase: Phrase, book: Phrasebook) -> str:
    code = f" <code>{escape(phrase.code)}</code>" if phrase.code else ""
    parts = [f"<article><h4>{escape(phrase.title)}{code}</h4>\n"]
    if phrase.asks:
        parts.append(
            f'<div class="asks">{t("exchange.handbook.asks")}{escape("；".join(phrase.asks))}</div>\n'
        )
    for label, wording in _wordings(phrase):
        parts.append(f"<div>{escape(label)}</div>\n" if label else "")
        parts += [
            f"<blockquote>{_shown(parse(message).nodes, _HTML, phrase.scope)}</blockquote>\n"
            for message in wording
        ]
    parts += [f'<div class="note">{label}{escape(about)}</div>\n' for label, about in _asides(phrase, book)]
    return "".join(parts) + "</article>\n"


def _wordings(phrase: Phrase) -> Iterator[tuple[str, Wording]]:
    for at, wording in enumerate(phrase.wordings):
        yield t("exchange.handbook.variant") if at else "", wording
    for platform, wordings in phrase.platform_wordings.items():
        for wording in wordings:
            yield t("exchange.handbook.on", platform=PLATFORMS.get(platform, platform)), wording


def _asides(phrase: Phrase, book: Phrasebook) -> Iterator[tuple[str, str]]:
    if phrase.note:
        yield t("exchange.handbook.note"), phrase.note
    if phrase.images:
        yield t("exchange.handbook.images"), "、".join(phrase.images)
    if phrase.only:
        yield t("exchange.handbook.only"), "、".join(PLATFORMS.get(name, name) for name in phrase.only)
    titles = [book.by_id[key].title for key in phrase.next if key in book.by_id]
    if titles:
        yield t("exchange.handbook.next"), "、".join(titles)


def _shown(nodes: tuple[Node, ...], marks: _Marks, scope: Scope) -> str:
    parts = []
    for node in nodes:
        if isinstance(node, TextNode):
            parts.append(marks.text(node.text))
        elif isinstance(node, FieldNode):
            hint = f"{node.name}={node.default}" if node.default else node.name
            brace = brace_of(node.name, scope)
            parts.append(marks.text(brace) if brace else marks.field(marks.text(hint)))
        elif isinstance(node, PartNode):
            parts.append(f"（{_shown(node.children, marks, scope)}）")
    return "".join(parts)


def _escaped(sign: re.Match[str]) -> str:
    if sign[1]:
        return "\\" + sign[1]
    return f"{sign[2]}{sign[3][:-1]}\\{sign[3][-1]}"
