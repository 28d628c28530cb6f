"""What the screen says of changes since the agent last looked."""

from __future__ import annotations

from qreply.i18n import Texts

TEXTS: Texts = {
    "title": ("上次看过以后的变化（{count}）", "Changed since you last looked ({count})"),
    "nothing": ("没有变化", "Nothing has changed"),
    "promise": ("承诺变了", "promise"),
    "changed": ("改了", "changed"),
    "new": ("新", "new"),
    "gone": ("删了", "gone"),
    "instead": ("{old} → {new}", "{old} → {new}"),
    "added": ("多了 {new}", "now {new}"),
    "lost": ("没有 {old} 了", "no more {old}"),
    "mark-promise": ("变 ", "! "),
    "mark-changed": ("改 ", "~ "),
    "mark-new": ("新 ", "+ "),
    "mark-gone": ("删 ", "- "),
    "told": (
        "话术本已更新，变了 {count} 条，按 {key} 看",
        "The phrasebook was updated: {count} replies changed, {key} lists them",
    ),
    "told-promises": (
        "话术本已更新，变了 {count} 条，其中承诺变了 {promised} 条，按 {key} 看",
        "{count} replies changed, {promised} of them promise otherwise · {key} lists them",
    ),
}
