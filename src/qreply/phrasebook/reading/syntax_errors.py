"""Find the writer's slip, and its line, where YAML cannot be read at all.

libyaml says where it gave up; the slip is at the last line up to there that looks like one. Lines of block
scalars are text and never looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from qreply.phrasebook.reading.source import Source
from qreply.phrasebook.reading.yaml_nodes import Refused
from qreply.phrasebook.yaml_keys import KEY_NAMES
from qreply.text.safety import unsafe_characters

_NAMES = "|".join(sorted(map(re.escape, KEY_NAMES), key=len, reverse=True))
_LEAD = r"(?P<lead>[ \t]*+(?:-[ \t]+)*+)"
_BLOCK = re.compile(r"(?:^|[:：-][ \t]+|[:：])[|>][-+\d]*[ \t]*(?:#.*)?$")
_WIDE_INDENT = re.compile("[ \t]*[\u3000\u00a0\u2000-\u200a\u202f]+")
_KEY = re.compile(rf"{_LEAD}(?P<key>{_NAMES})[ \t　]*(?P<colon>[:：])(?P<gap>[ \t]*)(?P<value>.*)")
_ANY_KEY = re.compile(rf"{_LEAD}(?P<key>[^\s:#'\"\[{{][^:#]*?)(?P<colon>:)(?P<gap>[ \t]+|$)(?P<value>.*)")
_OWN_NAME = re.compile(rf"{_LEAD}(?P<key>[^\s:：，。！？]{{1,20}})(?P<colon>：|:(?=\S))")
_OWN_WIDE = re.compile(r"[ \t]*(?P<key>[^\s:：，。！？#\[{-][^\s:：，。！？]{0,19})：")
_WIDE_IN_BRACKETS = re.compile(
    rf"(?P<key>{_NAMES})(?P<colon>：)|(?P<comma>，)(?=\s*(?:{_NAMES})[:：])"
    r"|(?<=[^\s#]) (?P<hash>#)(?=\S)|(?:pattern|样式):\s*(?P<pattern>\[)"
)
_ITEM = re.compile(r"(?P<lead>[ \t]*(?:-[ \t]+)+)(?P<value>[^-\s].*)")
_DASH = re.compile(r"[ \t]*(?:-[ \t]+)*(?P<dash>-)(?=[^\s-])")
_WIDE_DASH = re.compile(r"[ \t]*(?P<dash>[－—–•·])(?=\s*\S)")
_BRACKETED = re.compile(r"\[[^\[\]]*\](?=\s*[^\s#,\]}])")
_BRACED = re.compile(r"\{[^{}:]*\}(?=\s*[^\s#,\]}])")
_QUOTED = re.compile(r"""(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')(?P<after>[ \t]*(?![ \t]*#)\S)?""")
_ESCAPE = re.compile(r'\\(?:\\|[^\\0abt\tnvfre "/N_LPxuU])')


_PUNCTUATION = frozenset(("wide-colon", "no-space-colon", "wide-dash", "no-space-dash", "tab", "wide-indent"))


@dataclass(frozen=True, slots=True)
class SyntaxMistake:
    """A likely mistake at an offset of the file: a problem's code and values."""

    code: str
    offset: int
    values: dict[str, str]


# What libyaml says, where and why it gave up, → the problem, where no line shows the slip by itself. The first that
# fits counts. A test has a text for each, so that a libyaml of other words is noticed; what none fits is `yaml`.
_BY_WORDS = (
    ("directive", "odd-start"),
    ("incompatible YAML document", "odd-start"),
    ("unknown escape", "bad-escape"),
    ("escape code", "bad-escape"),
    ("expected hex", "bad-escape"),
    ("tab character", "tab"),
    ("block scalar", "text-after-bar"),
    ("',' or ']'", "open-bracket"),
    ("',' or '}'", "open-bracket"),
    ("expected node content", "open-bracket"),
    ("unexpected end of stream", "open-quote"),
    ("unexpected document indicator", "open-quote"),
    ("<document start>", "documents"),
    ("cannot start any token", "odd-start"),
    ("mapping keys are not allowed", "odd-start"),
    ("mapping values are not allowed", "colon-in-text"),
    ("block sequence entries are not allowed", "dash-in-value"),
    ("expected key", "bad-indent"),
    ("'-' indicator", "bad-indent"),
    ("expected ':'", "no-colon"),
    ("anchor", "odd-start"),
    ("alias", "odd-start"),
    ("tag", "odd-start"),
)
_AT_CONTEXT = frozenset(("open-bracket", "open-quote", "no-colon"))


def explain(source: Source, refused: Refused, since: int = 0) -> None:
    """Report why the text was refused, in the words of phrasebooks.

    `since` is where the last entry begins that came out of the text: no slip stands before it.
    """
    slip = _slip(source, refused, since)
    source.report(slip.code, slip.offset, "error", **slip.values)


def _slip(source: Source, refused: Refused, since: int) -> SyntaxMistake:
    if refused.code in ("alias", "anchor", "tag"):
        line, _ = source.position(refused.offset)
        if source.line(line).strip().startswith("<<"):
            return SyntaxMistake("merge-key", refused.offset, {})
        return SyntaxMistake("odd-start", refused.offset, {"char": source.text[refused.offset]})
    if refused.code == "yaml" and (hidden := _invisible(source, refused.offset)):
        return hidden
    if refused.code != "yaml":
        return SyntaxMistake(refused.code, refused.offset, {"char": refused.message})
    last, _ = source.position(min(refused.offset, len(source.text)))
    if refused.message.endswith(("',' or ']'", "',' or '}'")) and (slip := _in_brackets(source, refused)):
        return slip
    first, _ = source.position(since)
    slips = [slip for slip in mistakes_in(source, first, last) if _fits(slip, refused)]
    if slips:
        # A slip in the punctuation always stops YAML, so the first one did; of the others, only the last can have.
        return next((slip for slip in slips if slip.code in _PUNCTUATION), slips[-1])
    if "mapping values" in refused.message and _KEY.match(source.line(last)):
        written = source.line(last)
        return SyntaxMistake("bad-indent", source.offset(last) + len(written) - len(written.lstrip()), {})
    said = f"{refused.context}: {refused.message}"
    words, code = next((row for row in _BY_WORDS if row[0] in said), ("", "yaml"))
    in_context = code in _AT_CONTEXT or (words and words in refused.context)
    offset = refused.context_offset if in_context else refused.offset
    offset = min(offset, max(len(source.text) - 1, 0))
    if code == "bad-escape":
        offset = max(source.text.rfind("\\", 0, offset + 1), 0)
        return SyntaxMistake(code, offset, {"char": source.text[offset : offset + 2]})
    if code in ("no-colon", "bad-indent", "colon-in-text") and (slip := _at_name(source, offset)):
        return slip
    return SyntaxMistake(code, offset, {"char": source.text[offset : offset + 1]})


def _invisible(source: Source, offset: int) -> SyntaxMistake | None:
    """Return an invisible character in or right above the line that was refused."""
    line, _ = source.position(min(offset, len(source.text)))
    start, end = source.offset(max(line - 1, 1)), source.offset(line) + len(source.line(line))
    for found in unsafe_characters().finditer(source.text, start, end):
        if not source.text.startswith("\r\n", found.start()):  # which is how Windows ends a line
            return SyntaxMistake("unsafe-character", found.start(), {"char": f"U+{ord(found[0]):04X}"})
    return None


def _fits(slip: SyntaxMistake, refused: Refused) -> bool:
    """Tell whether libyaml's words allow for the slip: a quote is open only if it says so."""
    return slip.code != "open-quote" or "quoted scalar" in refused.context


def _in_brackets(source: Source, refused: Refused) -> SyntaxMistake | None:
    """Return a full-width comma or colon that stands in brackets and broke them.

    It stands between the opening bracket and where libyaml gave up; a colon counts only after a known key.
    """
    found = _WIDE_IN_BRACKETS.search(source.text, refused.context_offset, refused.offset + 1)
    if found is None:
        return None
    if found["hash"]:
        return SyntaxMistake("cut-at-hash", found.start("hash"), {})
    if found["pattern"]:
        return SyntaxMistake("bracket-text", found.start("pattern"), {})
    if found["comma"]:
        return SyntaxMistake("wide-comma", found.start(), {})
    return SyntaxMistake("wide-colon", found.start("colon"), {"key": found["key"]})


def _at_name(source: Source, offset: int) -> SyntaxMistake | None:
    """Return a colon behind a name of the shop's own that is no YAML.

    It is full-width, or stands close to its text.
    """
    line, _ = source.position(offset)
    # YAML takes a line whose colon is full-width for the beginning of the next one's name.
    above = line
    while above > 1 and _OWN_WIDE.match(source.line(above - 1)):
        above -= 1
    if above < line and (wide := _OWN_WIDE.match(source.line(above))):
        return SyntaxMistake("wide-colon", source.offset(above) + wide.end() - 1, {"key": wide["key"]})
    if (name := _OWN_NAME.match(source.line(line))) is None:
        return None
    code = "wide-colon" if name["colon"] == "：" else "no-space-colon"
    return SyntaxMistake(code, source.offset(line) + name.start("colon"), {"key": name["key"]})


def mistakes_in(source: Source, first: int, last: int) -> Iterator[SyntaxMistake]:
    """Find likely mistakes in the lines from number `first` to `last`, in order."""
    block: int | None = None  # indentation of the key whose block scalar we are in
    ended_block = False
    for number in range(first, last + 1):
        line, start = source.line(number), source.offset(number)
        indent = len(line) - len(line.lstrip(" "))
        if block is not None:
            if indent > block or not line.strip():
                continue
            block, ended_block = None, True
        if line.strip() and not line.lstrip().startswith("#"):
            if (slip := _of_line(line, start)) or (slip := _pasted(line, start) if ended_block else None):
                yield slip
            ended_block = False
        if _BLOCK.search(line):
            block = len(_indent_of_key(line))


def _indent_of_key(line: str) -> str:
    match = re.match(_LEAD, line)
    lead = match["lead"] if match else ""
    return lead if re.search(r"[:：]", line) else lead[:-1].rstrip("- ") if lead.strip() else lead


def _of_line(line: str, start: int) -> SyntaxMistake | None:
    if wide := _WIDE_INDENT.match(line):
        return SyntaxMistake("wide-indent", start + len(wide[0]) - len(wide[0].lstrip(" \t")), {})
    if "\t" in line[: len(line) - len(line.lstrip())]:
        return SyntaxMistake("tab", start + line.index("\t"), {})
    if dash := _WIDE_DASH.match(line):
        return SyntaxMistake("wide-dash", start + dash.start("dash"), {})
    if line.startswith(("---", "...")):
        return None
    if dash := _DASH.match(line):
        return SyntaxMistake("no-space-dash", start + dash.start("dash"), {})
    if key := _KEY.match(line):
        if key["colon"] == "：":
            return SyntaxMistake("wide-colon", start + key.start("colon"), {"key": key["key"]})
        if not key["gap"] and key["value"]:
            return SyntaxMistake("no-space-colon", start + key.start("colon"), {"key": key["key"]})
    found = key or _ANY_KEY.match(line) or _ITEM.match(line)
    return _of_value(found["value"], start + found.start("value")) if found else None


def _of_value(value: str, start: int) -> SyntaxMistake | None:
    first = value[:1]
    code = None
    if value.startswith(("{{", "{｛", "｛{")):
        code = "braces-unquoted"
    elif first == "｛" and re.match(rf"｛\s*(?:{_NAMES})\s*[:：]", value):
        code = "wide-brackets"
    elif first == "{" and _BRACED.match(value):
        code = "braces-unquoted"
    elif first == "[" and _BRACKETED.match(value):
        code = "bracket-text"
    elif (first and first in "@`%*&!,]}") or value.startswith("? "):
        code = "odd-start"
    elif first in ("|", ">") and re.match(r"[|>][-+\d]*[ \t]*(?!#)\S", value):
        code = "text-after-bar"
    elif value.startswith("- "):
        code = "dash-in-value"
    elif first in ('"', "'"):
        return _of_quoted(value, start)
    elif first not in ("[", "{") and (colon := re.search(r":(?=\s|$)", re.split(r"\s#", value)[0])):
        return SyntaxMistake("colon-in-text", start + colon.start(), {})
    return SyntaxMistake(code, start, {"char": first}) if code else None


def _of_quoted(value: str, start: int) -> SyntaxMistake | None:
    if value[0] == '"' and (escape := next((e for e in _ESCAPE.finditer(value) if e[0] != "\\\\"), None)):
        return SyntaxMistake("bad-escape", start + escape.start(), {"char": escape[0]})
    if (quoted := _QUOTED.match(value)) is None:
        return SyntaxMistake("open-quote", start, {"char": value[0]})
    if quoted["after"]:
        return SyntaxMistake("text-after-quote", start + quoted.end() - 1, {"char": value[0]})
    return None


def _pasted(line: str, start: int) -> SyntaxMistake | None:
    """Find text below a block scalar that is no key and no item.

    Such lines were pasted without their indentation.
    """
    if _KEY.match(line) or _ITEM.match(line) or line.startswith(("---", "...")):
        return None
    return SyntaxMistake("pasted-unindented", start + len(line) - len(line.lstrip()), {})
