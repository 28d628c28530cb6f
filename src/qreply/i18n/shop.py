"""Texts about what the shop decides once for all replies."""

from __future__ import annotations

from qreply.i18n import Texts

TEXTS: Texts = {
    "of": ("店铺资料 · {shop} · 已填 {done}/{count}", "Shop values · {shop} · {done} of {count} are set"),
    "nameless": ("还没有店铺", "no shop yet"),
    "missing": ("没填", "not set"),
    "example": ("例如 {example}", "such as {example}"),
    "used": ("{count} 条话术用到：{titles}", "In replies ({count}): {titles}"),
    "unknown": ("{path} 的 shops 里没有“{name}”", "`shops` in {path} has no “{name}”"),
    "unknown-value": ("话术没有问店铺的“{name}”。", "The book asks the shop for no “{name}”."),
    "unknown-value.hint": ("问到的有：{known}", "It asks for: {known}"),
    "not-a-line": (
        "“{name}”要写成一行，不超过 {limit} 个字",
        "“{name}” takes one line of at most {limit} characters",
    ),
    "misfit": (
        "“{name}”要填{wanted}{example}；店里没有就填“没有”",
        "“{name}” takes {wanted}{example}; “没有” if the shop has none",
    ),
    "kind-text": ("符合格式的文字，", "a text of its form, "),
    "kind-number": ("数字，", "a number, "),
    "kind-money": ("多少元（只写数字），", "an amount in yuan, digits only, "),
    "kind-duration": ("时长，", "a duration, "),
    "kind-phone": ("电话号码，", "a telephone number, "),
    "kind-address": ("完整的地址，", "a whole address, "),
    "saved": ("已存为本店的：{names}", "Kept for the shop: {names}"),
    "cleared": ("已清空，以后会再问：{names}", "Cleared, and asked for again: {names}"),
    "nothing-given": ("没有给要存的值，什么都没写。", "No value was given, and nothing is written."),
    "nothing-given.hint": (
        "写 --set 名=值；--set - 从标准输入读，一行一个",
        "Give --set NAME=VALUE; --set - reads lines of them from stdin.",
    ),
    "nothing-to-keep": ("先填好本店的那一项，再存", "Fill in the shop's field first"),
    "keep": ("{key} 存为本店的，以后不再问", "{key} keeps it for the shop"),
    "no-shop": ("设置里还没有店铺，不知道存给谁。", "The settings have no shop to keep this for."),
    "no-shop.hint": (
        "先起个店名：qreply shop --name 店名，或在界面的“店铺资料”里填",
        "Name one: qreply shop --name NAME, or under “Shop values” on the screen",
    ),
    "has-shop": (
        "设置里已有店铺“{name}”，店名请在 {path} 里改。",
        "The settings have the shop “{name}”; change its name in {path}.",
    ),
    "ask-name": ("店铺名", "The shop's name"),
    "ask-keys": (
        "回车跳过；店里没有的填“没有”；{key} 结束。填一项存一项。",
        "Enter skips, “没有” says there is none, {key} ends. Each is saved at once.",
    ),
    "name-first": ("先写店铺名（第一行）", "name the shop first, on the first line"),
    "not-asked": (
        "这里不是终端，没法一项一项问。",
        "This is not a terminal, so nothing can be asked.",
    ),
    "not-asked.hint": (
        "在脚本里用 qreply shop --set 名=值，或 --set - 从标准输入读取",
        "In scripts use `qreply shop --set NAME=VALUE`, or `--set -` for lines from stdin",
    ),
    "none": ("这本话术没有要问店铺的。", "This book asks the shop for nothing."),
    "all-set": ("都填好了。", "All are set."),
    "how": (
        "用 qreply shop --set 名=值 填，或 qreply shop --ask 一项一项问；没有的填“没有”",
        "Set one with `qreply shop --set NAME=VALUE`, all with `qreply shop --ask`; “没有” for none",
    ),
    "not-yet": ("没存：{problem}", "Not saved: {problem}"),
    "done": ("店铺资料：已填 {done}/{count}", "Shop values: {done} of {count} are set"),
    "offer": (
        "要不要现在填店铺资料？发货时限、退货地址这些，填一次，以后都不用再问。",
        "Fill in the shop's values now? What it decides is then asked once, for all replies.",
    ),
    "offer-keys": (
        "回车现在填 · Esc 以后再说（{key} 里有“店铺资料”）",
        "Enter fills them in · Esc later ({key} has “Shop values”)",
    ),
}
