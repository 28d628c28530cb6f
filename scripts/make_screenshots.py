"""Draw the README's screenshots with the program itself: `make screenshots` writes docs/images/*.svg."""

from __future__ import annotations

import asyncio
import os
import re
import tempfile
from dataclasses import dataclass
from datetime import datetime
from html import escape, unescape
from itertools import groupby
from pathlib import Path

os.environ.setdefault("TEXTUAL_DISABLE_KITTY_KEY", "1")
os.environ["COLORTERM"] = "truecolor"

from rich.cells import cell_len

from qreply.clipboard import Clipboard, Outcome, Status
from qreply.i18n import Language, use_language
from qreply.settings.settings import Settings, Shop
from qreply.storage.locations import shipped_phrasebook
from qreply.tui.app import QReplyApp
from qreply.tui.screens.main import MainScreen
from qreply.tui.theme import DARK, LIGHT
from qreply.workspace.workspace import Workspace

IMAGES = Path(__file__).parents[1] / "docs" / "images"
CELL = 12.2  # Rich's width of a cell in its SVG
WIDE = 22  # the size of glyphs of two cells, which most fonts draw as wide as high
NOON = datetime(2026, 11, 11, 15, 20)
FONTS = "'Sarasa Mono SC', 'Noto Sans Mono CJK SC', 'Microsoft YaHei Mono', Menlo, Consolas, monospace"

OWN_BOOK = """\
scenario: own
title: 我的
phrases:
  - id: album
    title: 发细节图
    asks: [有没有实拍图]
    reply: 细节图在我这儿，方便的话加{{方式}}，我发给您看~
"""


@dataclass(frozen=True)
class Scene:
    """One picture: the keys that lead to it, words typed letter by letter."""

    name: str
    keys: tuple[str, ...]
    size: tuple[int, int] = (100, 26)
    theme: str = DARK.name
    language: Language = "zh"


SCENES = (
    Scene("wide", ("什么时候发货啊",)),
    Scene("light", ("tui货",), theme=LIGHT.name),
    Scene("narrow", ("cfh",), size=(45, 18)),
    Scene("fill", ("wldh", "<enter>", "SF1234567890")),
    Scene("compliance", ("xijietu", "<enter>", "微❤信")),
    Scene("english", ("fahuo", "<enter>"), language="en"),
)


class PaperClipboard(Clipboard):
    """Takes every copy and keeps none."""

    def __init__(self) -> None:
        super().__init__([])

    def copy(self, text: str, given_up: object = None) -> Outcome:
        del text, given_up
        return Outcome(Status.VERIFIED, "paper", "", ())


async def draw(scene: Scene, book: Path) -> str:
    """The scene as SVG."""
    use_language(scene.language)
    shop = Shop("花间小店", values={"客服": "小夏", "发货时限": "48"})
    settings = Settings(
        Path("settings.yaml"), agent="小夏", shops=(shop,), books=(shipped_phrasebook(), book)
    )
    workspace = Workspace.open(settings, clock=lambda: NOON)
    app = QReplyApp(lambda _: workspace, PaperClipboard(), theme=scene.theme)
    async with app.run_test(size=scene.size) as pilot:
        while not (isinstance(app.screen, MainScreen) and app.screen.ready):
            await pilot.pause(0.01)
        for keys in scene.keys:
            await pilot.press(*([keys[1:-1]] if keys.startswith("<") else keys))
            await pilot.pause(0.3)
        return app.export_screenshot(title="qreply")


def portable(svg: str) -> str:
    """`svg` with every glyph where the terminal has it, whatever fonts there are, and the same from run to run.

    Rich places whole spans and reckons one cell for each character. A font whose hanzi are not just two cells wide then
    leaves gaps between spans, and not all programs that draw SVG know `textLength`, or several places in one `x`.
    """
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)
    svg = re.sub(r"font-family: [^;]*;", f"font-family: {FONTS};", svg)
    styles = f"<style>text {{ white-space: pre; text-anchor: middle; }} .wide {{ font-size: {WIDE}px; }}"
    svg = svg.replace("&#160;", " ").replace("<style>", styles, 1)
    svg = re.sub(r"terminal-\d+", "terminal", svg)
    lines = dict(re.findall(r"\.(terminal-r\d+) \{ fill: (#\w+)[^}]*text-decoration: underline;", svg))
    svg = re.sub(r"text-decoration: underline;", "", svg)

    def place(found: re.Match[str]) -> str:
        name, left, top, rest, text = found.groups()
        return glyphs(name, float(left), float(top), rest, unescape(text), line=lines.get(name, ""))

    span = r'<text class="([\w-]+)" x="([\d.]+)" y="([\d.]+)" textLength="[\d.]+"([^>]*)>([^<]*)</text>'
    return re.sub(span, place, svg)


def glyphs(name: str, left: float, top: float, rest: str, text: str, *, line: str) -> str:
    """A span as one <tspan> for each glyph, in the middle of its cells; `line` is the colour of what underlines it."""
    drawn, x = "", left
    for width, run in groupby(clusters(text), cell_len):
        places = ""
        for glyph in run:
            if glyph.strip():
                places += f'<tspan x="{x + width * CELL / 2:g}">{escape(glyph)}</tspan>'
            x += width * CELL
        if places:
            kind, y = (f"{name} wide", top + 0.8) if width > 1 else (name, top)
            drawn += f'<text class="{kind}" y="{y:g}"{rest}>{places}</text>'
    if line and text.strip():
        drawn += f'<rect x="{left:g}" y="{top + 2.5:g}" width="{x - left:g}" height="1.2" fill="{line}"/>'
    return drawn


def clusters(text: str) -> list[str]:
    """The characters of `text`, each with what combines with it."""
    found: list[str] = []
    for char in text:
        if found and not cell_len(char):
            found[-1] += char
        else:
            found.append(char)
    return found


def main() -> None:
    """Draw every scene."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for kind in (
            "CONFIG",
            "STATE",
            "CACHE",
            "DATA",
        ):  # what this machine's agent has seen is no matter here
            os.environ[f"XDG_{kind}_HOME"] = folder
        book = Path(folder) / "own.yaml"
        book.write_text(OWN_BOOK, encoding="utf-8")
        for scene in SCENES:
            path = IMAGES / f"{scene.name}.svg"
            path.write_text(portable(asyncio.run(draw(scene, book))), encoding="utf-8")
            print(path.relative_to(IMAGES.parents[1]))


if __name__ == "__main__":
    main()
