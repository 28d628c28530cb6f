"""Texts about promised answers, and the hand-over to a colleague."""

from __future__ import annotations

from qreply.i18n import Texts

TEXTS: Texts = {
    "today": ("{time}", "{time}"),
    "tomorrow": ("明天 {time}", "tomorrow {time}"),
    "yesterday": ("昨天 {time}", "yesterday {time}"),
    "day": ("{month}月{day}日 {time}", "{month}/{day} {time}"),
    "unnamed": ("顾客{number}", "customer {number}"),
    "unnamed-at": ("顾客{number}（{time}聊的）", "customer {number} ({time})"),
    "set": (
        "到点提醒您：{label} {time}",
        "You will be reminded: {label} {time}",
    ),
    "pressing": (
        "{key} 去回 {label}，说好 {time} 前{more}",
        "{key} to {label} · answer due {time}{more}",
    ),
    "late": (
        "{key} 去回 {label}，说好 {time} 前，过点了{more}",
        "{key} to {label} · overdue since {time}{more}",
    ),
    "more": ("（还有 {count} 位）", " ({count} more)"),
    "none": (
        "还没给这位发过回复 · 发过答应时间的（几点前、几小时内），按 {key} 到点提醒",
        "This customer was sent nothing yet · {key} after a reply that promises a time",
    ),
    "unseen": (
        "刚发的那条里没看出时间，这次没有记 · 写上几点前、几小时内，再发再按 {key}",
        "No time was seen in the last reply, and no reminder is set · name an hour or how long, then {key}",
    ),
    "over": (
        "刚发的“{words}”（{time}）已经过了，没有再记",
        "The “{words}” ({time}) of the last reply is over; no reminder is set",
    ),
    "known": ("已经记着：{label} {time} 前回话", "Remembered already: {label}, by {time}"),
    "next": ("最近的是 {label}，{time}", "The next one is {label}, {time}"),
    "brought": (
        "再按 {key} 换成“{other}” · 说好 {time} 前回 {label}",
        "{key} again takes “{other}” · {label}: due {time}",
    ),
    "brought-alone": ("说好 {time} 前回 {label}", "Promised to {label} by {time}"),
    "new": ("（之前的内容已经忘了，按新顾客接着聊）", " (what was known is forgotten: a new customer)"),
    "leave": (
        "再按 {key} 就退出，不保存 · 还有 {count} 个答应了没回的：{promises}",
        "{key} again leaves and forgets {count} promises: {promises}",
    ),
    "left": (
        "qreply：还有 {count} 个答应了没回的，最近的 {time}；下次打开还会提醒。",
        "qreply: {count} promised answers are open, the next one {time}; you will be reminded when it is open again.",
    ),
    "of": ("{label} {time}", "{label} {time}"),
    "handover": ("交接（{time}）", "Hand-over ({time})"),
    "named": ("顾客{number} {label}", "customer {number} {label}"),
    "sentence": ("，", ", "),
    "told": ("刚发过「{title}」（{time}）", "was last sent “{title}” ({time})"),
    "promised": ("答应 {time} 前回话", "is promised an answer by {time}"),
    "others": ("还答应了：{promises}", "Promised besides: {promises}"),
    "handed": ("已复制交接内容，{count} 行 · 发给同事就行", "The hand-over is copied, {count} lines"),
    "nobody": ("还没有可以交接的：没给哪位顾客发过回复", "There is nothing to hand over yet"),
}
