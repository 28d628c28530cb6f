"""No phrase, query, value or paste talks to the terminal: what the program writes to it, byte by byte, in a pty."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from qreply.phrasebook.yaml_keys import OFFENCES
from qreply.storage.locations import settings_path
from tests.support.systems import needs_posix
from tests.support.terminal import Terminal
from tests.support.unsafe_payloads import PAYLOADS

pytestmark = [pytest.mark.real, pytest.mark.usefixtures("settled"), needs_posix("pseudo-terminals")]

# What Textual itself writes: colours, cursor, modes and reports; and the text between.
_OWN = re.compile(
    rb"\x1b\[[0-9;:]*m"  # colours
    rb"|\x1b\[[0-9;]*[HJKABCDGfsu]"  # cursor, erasing
    rb"|\x1b\[\?[0-9;]*(?:[hl]|\$p)|\x1b\[[<>=?]?[0-9;]*[uqcnt]"  # modes and reports
    rb"|\x1b\]22;[a-z]*\x07"  # the shape of the pointer
    rb"|\x1b[78]|\x1b\(B|\x1b\]0;qreply\x07|[\r\n\x07]"
    rb"|\x1bP\+q[0-9a-fA-F;]*\x1b\\|\x1b_G[^\x1b]*\x1b\\"
)
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\U000e0000-\U000e007f]")

ALL = list(PAYLOADS.values())
IN_YAML = [text for text in ALL if not re.search("[\ud800-\udfff]", text)]
IN_A_NAME = re.sub("[\0/]", "", "".join(IN_YAML))[:80]  # of a file
# Terminals keep controls out of a paste: they could end it. What comes through is cleaned.
PASTED = [text for text in ALL if not re.search("[\0-\x1f\x7f]", text)]
HALVES = ["".join(IN_YAML[:38]), "".join(IN_YAML[38:])]  # a line holds no more
NO_MARKS = [
    text for text in IN_YAML if not re.search(r"[{}｛｝/／?？>＞=＝|｜]|[^\S ]", text) and text.strip()
]

ALLOWED = [
    text for text in IN_YAML if not re.search("微|http|1337|退款", text)
]  # the rules are against the others

SIZES = {"wide": (50, 200), "low": (16, 45)}  # the tests below are between them


@dataclass(frozen=True)
class Shown:
    """A screen, or a part of one: the keys that bring it up, what must be seen of it, the keys that put it away."""

    keys: tuple[str, ...]
    seen: str
    back: tuple[str, ...] = ()


def paste(text: str) -> str:
    return f"\x1b[200~{text}{PASTE_ENDS}"


PASTE_ENDS = "\x1b[201~"
# The key, and a report of focus that ends it: alone it is Alt with whatever key has come by the time it is looked at.
ESC = "\x1b\x1b[I"

SCREENS = {
    "list and preview": Shown(("\x1b[6~",) * (len(IN_YAML) // 7), "有", ()),
    "pasted queries": Shown(tuple(paste(payload) for payload in PASTED), "亲", (ESC,)),
    "banner": Shown((), "处问题"),
    "form": Shown(("form", "\r"), "还要填", (ESC, ESC)),
    "pasted values": Shown(("form", "\r", *(paste(payload) for payload in PASTED)), "还要填", (ESC, ESC)),
    "copied by hand": Shown(("byhand", "\r"), "按住 Shift", (ESC, ESC)),
    "customers": Shown(("called", "\x06", paste("客" + "".join(PASTED)), "\r", ESC, "\x0e"), "客", (ESC,)),
    "help": Shown(("\x1bOP",), "不用移光标", (ESC,)),
    "writing": Shown(("byhand", "\x18"), "改成自己的", (ESC, ESC)),
    "palette": Shown(("\x10", *(paste(payload) for payload in PASTED[::4])), "微信", (ESC,)),
}


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A book whose every field carries a payload, as far as YAML's escapes can say it; files that do, too."""
    folder = tmp_path / "book"
    folder.mkdir()
    lines = ["scenario: pre-sale", f"title: {quoted(HALVES[0])}", "placeholders:"]
    lines.append(f"  姓名: {{ask: {quoted('姓' + HALVES[1])}, options: {items(IN_YAML)}}}")
    lines.append("phrases:")
    for number, payload in enumerate(IN_YAML):
        text = quoted(f"有{payload}货")
        lines += [f"  - id: p{number}", f"    title: {text}", f"    code: {text}", f"    asks: [{text}]"]
        lines += [f"    reply: {text}", f"    note: {text}", f"    group: {text}", f"    images: [{text}]"]
    names = "".join(f"{{{{{payload.strip()}}}}}" for payload in NO_MARKS[:30])
    lines += [f"  - {{title: 填, code: form, asks: [填], reply: {quoted('{{姓名}}' + names)}}}"]
    lines += [f"  - {{title: 手, code: byhand, asks: [手], reply: {quoted(''.join(ALLOWED))}}}"]
    lines += ["  - {title: 称, code: called, asks: [称], reply: '{{称呼}}您好'}"]
    lines += [
        "rules:",
        *(f"  - {{id: like-{kind}, level: off}}" for kind in OFFENCES),
    ]  # what payloads are like is chance
    (folder / "book.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    wrong = "".join(f"{quoted(half)}: 1\n" for half in HALVES)
    (folder / f"{IN_A_NAME}.yaml").write_text(f"scenario: pre-sale\n{wrong}", encoding="utf-8")
    return folder


@pytest.fixture
def settings(tmp_path: Path, book: Path) -> Path:
    """Settings whose every text carries payloads, and that name the book."""
    path = tmp_path / "settings.yaml"
    agent, shop = quoted("人" + HALVES[0]), quoted("店" + HALVES[1])
    path.write_text(
        f"agent: {agent}\nshop: {shop}\n"
        f"shops:\n  - {{name: {shop}, platform: taobao, values: {{快递: {agent}}}}}\n"
        f"books: [{book}]\n"
        "hotkeys: {f10: pre-sale/p1}\n",
        encoding="utf-8",
    )
    return path


@pytest.mark.parametrize("size", SIZES)
def test_no_payload_reaches_the_terminal_from_any_screen(settings: Path, size: str) -> None:
    rows, columns = SIZES[size]
    terminal = qreply("--config", str(settings), rows=rows, columns=columns)
    terminal.until("条话术就绪")
    for name, screen in SCREENS.items():
        since = len(terminal.written) if screen.keys else 0
        for keys in screen.keys:
            terminal.send(keys)
            terminal.settle(0.02)
        try:
            terminal.until(screen.seen, since=since)
        except TimeoutError as error:
            raise AssertionError(f"{name}: {error}") from error
        for key in screen.back:
            terminal.send(key)
            terminal.settle()
    terminal.send("\x11")
    assert terminal.left() == 0
    assert list(foreign(terminal.written)) == []


def test_no_payload_reaches_the_terminal_from_pick(book: Path) -> None:
    terminal = qreply("pick", "--phrasebook", str(book), "有" + "".join(IN_YAML).replace("\0", ""))
    terminal.until("略过")
    terminal.settle()
    terminal.send("\x11")
    assert terminal.left() == 1
    assert list(foreign(terminal.written)) == []


def test_no_payload_reaches_the_terminal_from_the_first_questions(book: Path) -> None:
    settings_path().unlink()
    terminal = qreply("--phrasebook", str(book))
    terminal.until("您的称呼")
    for payload in PASTED:
        terminal.send(paste(payload))
    terminal.settle()
    terminal.send("\x11")
    terminal.settle(0.3)
    terminal.send("\x11")
    assert terminal.left() == 0
    assert list(foreign(terminal.written)) == []


def test_no_payload_reaches_the_terminal_from_an_error(tmp_path: Path) -> None:
    terminal = qreply("--phrasebook", str(tmp_path / IN_A_NAME))
    assert terminal.left() == 1
    assert list(foreign(terminal.written)) == []


def qreply(
    *arguments: str, rows: int = 24, columns: int = 80, environ: Mapping[str, str] | None = None
) -> Terminal:
    """The program where no clipboard can be reached, so that copies fail."""
    quiet = {**os.environ, "TERM": "linux", "DISPLAY": "", "WAYLAND_DISPLAY": "", "TMUX": ""}
    command = [sys.executable, "-m", "qreply", *arguments]
    return Terminal(command, rows=rows, columns=columns, environ={**quiet, **(environ or {})})


def foreign(written: bytes | bytearray) -> Iterator[str]:
    """What stands in the output that neither Textual writes nor is harmless text."""
    text = _OWN.sub(b"", written).decode("utf-8", "replace")
    yield from (
        f"{match[0]!r} in {text[max(0, match.start() - 20) : match.end() + 20]!r}"
        for match in _UNSAFE.finditer(text)
    )


def items(texts: list[str]) -> str:
    return "[" + ", ".join(quoted(text) for text in texts) + "]"


def quoted(text: str) -> str:
    """`text` in YAML's double quotes, whatever is in it."""
    return '"' + "".join(_escaped(character) for character in text) + '"'


def _escaped(character: str) -> str:
    code = ord(character)
    if character.isprintable() and character not in '"\\':
        return character
    return f"\\U{code:08x}" if code > 0xFFFF else f"\\u{code:04x}"


def test_no_file_name_reaches_the_terminal_by_the_status_line(tmp_path: Path) -> None:
    """F12 without an editor names the file; a git or a shared drive can bring any name."""
    name = "x\x1b]52;c;QUJD\x07\x9b31m"
    (tmp_path / f"{name}.yaml").write_text(
        "scenario: s\nphrases:\n  - {title: 退货, asks: [怎么退货], reply: 可以退}\n", encoding="utf-8"
    )
    environ = {"VISUAL": "", "EDITOR": "", "HOME": str(tmp_path / f"home{name}")}
    terminal = qreply("--phrasebook", str(tmp_path / f"{name}.yaml"), columns=200, environ=environ)
    terminal.until("条话术就绪")
    terminal.settle()
    terminal.send("\x1b[24~")
    terminal.until("没有设置编辑器")
    terminal.send("\x11")
    assert terminal.left() == 0
    assert list(foreign(terminal.written)) == []
