"""Texts of the screen where an agent changes name, looks and shops."""

from __future__ import annotations

from qreply.i18n import Texts

TEXTS: Texts = {
    "title": ("设置", "Settings"),
    "why": (
        "改好以后写进设置文件，里面别的都不动：\n{path}",
        "Kept with the others in\n{path}",
    ),
    "keys": (
        "回车下一项，最后一项回车保存 · Esc 不改",
        "Enter: next, at the end save · Esc: back",
    ),
    "theme": ("外观", "Theme"),
    "language": ("语言", "Language"),
    "zh": ("中文", "Chinese"),
    "en": ("English", "English"),
    "follow": ("聊天里复制的话", "Copied in a chat"),
    "follow-focus": ("切回来就查", "looked up on return"),
    "follow-live": ("一复制就查", "looked up at once"),
    "follow-off": ("不查", "not looked up"),
    "no-follow": ("什么时候查复制的话，请按数字键选", "Choose by its digit when what you copy is looked up"),
    "shop": ("再加一家店（可空）", "Another shop (optional)"),
    "no-theme": (
        "没有叫“{name}”的外观：按数字选，或照设置文件里写的名字填",
        "There is no theme “{name}”: choose by digit, or type a name that the settings know",
    ),
    "no-language": ("语言请按数字键选", "Choose the language by its digit"),
    "known-shop": (
        "已经有“{name}”了，用 Ctrl+O 换过去",
        "There is a shop “{name}” already; Ctrl+O goes to it",
    ),
    "saved": ("设置已保存", "Settings saved"),
    "saved-language": (
        "设置已保存，语言下次打开时换",
        "Settings saved; the language changes with the next start",
    ),
    "saved-shop": ("设置已保存，{key} 换到“{name}”", "Settings saved; {key} goes to “{name}”"),
    "only-file": (
        "现在的设置文件读不了，先把它改好：{why}",
        "The settings file cannot be read; mend it first: {why}",
    ),
}
