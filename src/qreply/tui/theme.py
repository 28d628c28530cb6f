"""qreply's own themes, and what Textual's lack for its screen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from textual.color import Color
from textual.theme import Theme

READABLE = 4.5  # contrast of text, by WCAG 2.1, success criterion 1.4.3, level AA

# How far these are from a theme's text towards its panels, and from its background towards its first colour.
MUTED = 0.1
CURRENT_ROW = 0.12
SELECTION = 0.35
FRAME = 0.3  # from its panels towards its text

SCENARIOS = {
    "pre-sale": "secondary",
    "logistics": "success",
    "complaint": "error",
    "return": "accent",
    "own": "warning",
}
WORDS = (
    "foreground",
    "muted",
    *(f"text-{kind}" for kind in ("primary", "secondary", "accent", "warning", "error", "success")),
)
GROUNDS = ("background", "surface", "panel", "current-row", "selection")

# Where the terminal's own colours are used, none can be mixed: what stands out is reversed instead.
TERMINAL_COLOURS = dict.fromkeys(("muted", "current-row", "selection", "frame"), "ansi_default")

DARK = Theme(
    name="qreply-dark",
    dark=True,
    primary="#4fb3a5",
    secondary="#8fb8de",
    accent="#f2a65a",
    success="#86c98a",
    warning="#e8c268",
    error="#ef7d72",
    foreground="#dfe5ea",
    background="#12171c",
    surface="#182028",
    panel="#252b31",
    variables={
        "muted": "#9ba8b3",
        "frame": "#46525d",
        "current-row": "#23403f",
        "selection": "#2f6a68",
        "scrollbar": "#9ba8b3",
        "scrollbar-background": "#252b31",
        "scenario-pre-sale": "#6fb1f0",
        "scenario-logistics": "#86c98a",
        "scenario-complaint": "#f28a80",
        "scenario-return": "#c79bef",
        "scenario-own": "#e8c268",
    },
)

LIGHT = Theme(
    name="qreply-light",
    dark=False,
    primary="#14776b",
    secondary="#2f5f93",
    accent="#a4520c",
    success="#2c6e31",
    warning="#7d5a00",
    error="#b3261e",
    foreground="#1d262e",
    background="#f7f8f6",
    surface="#eef1ef",
    panel="#e2e8e5",
    variables={
        "muted": "#525d66",
        "frame": "#a9b5b0",
        "current-row": "#cbe4df",
        "selection": "#a6cfc7",
        "scrollbar": "#525d66",
        "scrollbar-background": "#e2e8e5",
        "scenario-pre-sale": "#1f5fa8",
        "scenario-logistics": "#2c6e31",
        "scenario-complaint": "#b3261e",
        "scenario-return": "#7440ad",
        "scenario-own": "#7d5a00",
    },
)
OWN = (DARK.name, LIGHT.name)  # readable as they are


def derive_missing(theme: Theme) -> dict[str, str]:
    """Return what the stylesheet needs and `theme` does not say, made of its own colours."""
    colours = theme.to_color_system().generate()

    def mixed(name: str, other: str, share: float) -> str:
        return Color.parse(colours[name]).blend(Color.parse(colours[other]), share).hex

    grounds = (
        TERMINAL_COLOURS
        if theme.ansi
        else {
            "muted": mixed("foreground", "panel", MUTED),
            "current-row": mixed("background", "primary", CURRENT_ROW),
            "selection": mixed("background", "primary", SELECTION),
            "frame": mixed("panel", "foreground", FRAME),
        }
    )
    return {
        **grounds,
        **{f"scenario-{name}": colours[f"text-{colour}"] for name, colour in SCENARIOS.items()},
    }


def make_legible(colours: Mapping[str, str]) -> dict[str, str]:
    """Return the `colours` of words, moved until they can be read on the theme's grounds."""
    grounds = [luminance(Color.parse(colours[name])) for name in GROUNDS]
    end = Color.parse("#ffffff" if max(grounds) < 0.5 else "#000000")
    moved = {}
    for name in (*WORDS, *(f"scenario-{scenario}" for scenario in SCENARIOS)):
        colour = Color.parse(colours[name])
        steps = (colour.blend(end, share / 10) for share in range(10))
        moved[name] = next((step for step in steps if _reads(luminance(step), grounds)), end).hex
    return moved


def _reads(text: float, grounds: Iterable[float]) -> bool:
    return all(contrast(text, ground) >= READABLE for ground in grounds)


def contrast(one: float, other: float) -> float:
    """Return the contrast ratio of two luminances, 1 to 21 (WCAG 2.1, "contrast ratio")."""
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


def luminance(colour: Color) -> float:
    """Return how bright a colour is to the eye, 0 to 1 (WCAG 2.1, "relative luminance")."""
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in colour.normalized
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
