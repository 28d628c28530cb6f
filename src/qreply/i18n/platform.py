"""Names of the chat platforms, and of their chat clients (`<platform>-client`)."""

from __future__ import annotations

from qreply.i18n import Texts

NAMES: Texts = {
    "taobao": ("淘宝", "Taobao"),
    "pdd": ("拼多多", "Pinduoduo"),
    "jd": ("京东", "JD"),
    "douyin": ("抖音", "Douyin"),
}
CLIENTS: Texts = {
    "taobao": ("旺旺", "Wangwang"),
    "pdd": ("拼多多", "Pinduoduo"),
    "other": ("聊天窗口", "the chat"),
}
TEXTS: Texts = NAMES | {f"{name}-client": texts for name, texts in CLIENTS.items()}
