"""What has changed in a book as Markdown, or as a page of HTML to look at and print."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from qreply.exchange.formats.handbook import escape_markdown
from qreply.i18n import current_language, t
from qreply.reports.book_changes import Section, pieces_of
from qreply.reports.change_facts import Fact


def markdown_of(sections: Sequence[Section], head: Sequence[str]) -> str:
    """Write the sections as Markdown; `head` are title and further lines."""
    lines = [f"# {escape_markdown(head[0])}", "", *(f"{escape_markdown(line)}  " for line in head[1:])]
    for section in sections:
        lines += ["", f"## {escape_markdown(section.heading)}", ""]
        for entry in section.entries:
            name = f"`{entry.id}`" if entry.id else ""
            lines.append(
                f"- **{escape_markdown(entry.title)}** {name} {escape_markdown(entry.remark)}".rstrip()
            )
            lines += [f"    - {_markdown_fact(fact)}" for fact in entry.facts]
    return "\n".join(lines).rstrip() + "\n"


def _markdown_fact(fact: Fact) -> str:
    old, new = (escape_markdown(" ".join(text.split())) for text in (fact.old, fact.new))
    label = t("diff.label", label=escape_markdown(fact.label)) if fact.label else ""
    if fact.is_promise and old and new:
        return f"{label}~~{old}~~ → **{new}**"
    if old and new:
        return f"{label}{old} → {new}"
    return f"{label}+ {new}" if new else f"{label}− {old}"


_STYLE = """
:root{color-scheme:light dark;--line:#d5d8dd;--soft:#5b6470;--old:#fde3e1;--new:#dcf3df;--mark:#fff1c2}
:root{--ink:#1c2024;--paper:#fff}
@media(prefers-color-scheme:dark){:root{--line:#3a4048;--soft:#a5adb8;--old:#5a2a2a;--new:#1f4a2b;--mark:#524516}
:root{--ink:#e8eaed;--paper:#16181b}}
body{font:16px/1.6 "PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif}
body{color:var(--ink);background:var(--paper)}
body{max-width:52em;margin:2em auto;padding:0 1em}
h1{font-size:1.5em;margin:0}h2{font-size:1.15em;border-bottom:1px solid var(--line);margin:1.8em 0 .6em}
.head{color:var(--soft);margin:.2em 0}article{margin:.9em 0;break-inside:avoid}
h3{font-size:1em;margin:0}h3 code{color:var(--soft);font-weight:400;font-size:.85em;margin-left:.5em}
dl{margin:.2em 0 0;display:grid;grid-template-columns:max-content 1fr;gap:.1em .8em}
dt{color:var(--soft)}dd{margin:0;white-space:pre-wrap;overflow-wrap:anywhere}
dd:only-child,dt:empty+dd{grid-column:1/3}dt:empty{display:none}
del{background:var(--old);text-decoration-color:var(--soft)}ins{background:var(--new);text-decoration:none}
.promise{background:var(--mark);padding:0 .4em;border-radius:.3em;justify-self:start;font-weight:600}
@media print{body{margin:0;max-width:none;font-size:11pt}}
"""


def html_of(sections: Sequence[Section], head: Sequence[str]) -> str:
    """Write the sections as a page that needs nothing else; `head` are title and further lines."""
    parts = [
        f'<!doctype html>\n<html lang="{"zh-CN" if current_language() == "zh" else "en"}"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width,initial-scale=1">',
        f"<title>{escape(head[0])}</title><style>{_STYLE}</style></head><body>",
        f"<h1>{escape(head[0])}</h1>",
        *(f'<p class="head">{escape(line)}</p>' for line in head[1:]),
    ]
    for section in sections:
        parts.append(f"<section><h2>{escape(section.heading)}</h2>")
        for entry in section.entries:
            shown = f"{entry.id} {entry.remark}".strip()
            code = f"<code>{escape(shown)}</code>" if shown else ""
            parts.append(f"<article><h3>{escape(entry.title)}{code}</h3><dl>")
            parts += map(_html_fact, entry.facts)
            parts.append("</dl></article>")
        parts.append("</section>")
    return "\n".join((*parts, "</body></html>")) + "\n"


_HTML_OF = {"=": "{}", "-": "<del>{}</del>", "+": "<ins>{}</ins>"}


def _html_fact(fact: Fact) -> str:
    label = f"<dt>{escape(fact.label)}</dt>"
    if fact.is_promise:
        arrow = " → " if fact.old and fact.new else ""
        old = f"<del>{escape(fact.old)}</del>" if fact.old else ""
        new = escape(fact.new) if fact.old else f"<ins>{escape(fact.new)}</ins>"
        return f'{label}<dd class="promise">{old}{arrow}{new if fact.new else ""}</dd>'
    said = "".join(_HTML_OF[sign].format(escape(text)) for sign, text in pieces_of(fact.old, fact.new))
    return f"{label}<dd>{said}</dd>"
