"""What an agent hears of the history, once, when it cannot be kept."""

from __future__ import annotations

from qreply.i18n import Texts

TEXTS: Texts = {
    "failed": (
        "使用记录写不下来（{reason}），不影响复制",
        "No history ({reason}); copying works",
    ),
    "damaged": (
        "使用记录已损坏，另存为 {name}，重新开始记录",
        "The history was damaged; it is set aside as {name} and begun anew",
    ),
    "newer": (
        "使用记录是新版 qreply 写的，这次不记录，不影响复制",
        "The history is from a newer qreply and left alone; copying works",
    ),
}
