"""qreply's own themes. Scenario colours are the theme's variables, so that other themes fall back to their own."""

from __future__ import annotations

from textual.theme import Theme

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
    panel="#202a33",
    variables={
        "muted": "#8c99a5",
        "current-row": "#23403f",
        "input-selection-background": "#4fb3a5 40%",
        "scenario-pre-sale": "#6fb1f0",
        "scenario-logistics": "#86c98a",
        "scenario-complaint": "#ef7d72",
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
        "muted": "#5a656e",
        "current-row": "#cbe4df",
        "input-selection-background": "#14776b 30%",
        "scenario-pre-sale": "#1f5fa8",
        "scenario-logistics": "#2c6e31",
        "scenario-complaint": "#b3261e",
        "scenario-return": "#7440ad",
        "scenario-own": "#7d5a00",
    },
)

# What the stylesheet needs where another theme is chosen.
FALLBACK = {name: value for name, value in DARK.variables.items() if not name.startswith("input-")}
