"""Texts of practising."""

from __future__ import annotations

from qreply.i18n import Texts

TEXTS: Texts = {
    "place": ("练习 {number}/{count}", "Practice {number}/{count}"),
    "clock": ("{seconds} 秒", "{seconds} s"),
    "begun": (
        "像平时一样：找到，回车复制。复制的不会到别处，每条看 20 秒",
        "As always: find, Enter copies. Nothing leaves here; each customer waits 20 seconds",
    ),
    "nowhere": ("练习：没有真的复制", "Practice: nothing was copied"),
    "right": ("对了，{seconds} 秒", "Right, {seconds} s"),
    "late": ("对了，{seconds} 秒，超过了 20 秒", "Right, {seconds} s, more than 20"),
    "taken": ("已复制，{seconds} 秒", "Copied, {seconds} s"),
    "wrong": ("{wanted}，不是“{taken}”", "{wanted}, not “{taken}”"),
    "wanted": ("该用“{title}”（{code}）", "“{title}” ({code})"),
    "wanted-uncoded": ("该用“{title}”", "“{title}”"),
    "no-messages": (
        "没有可以练的：话术没有问法，或者这个场景是空的",
        "Nothing to practise with: no asks, or an empty scenario",
    ),
    "unknown-reply": ("{path}：话术本里没有“{name}”", "{path}: the book has no “{name}”"),
    "over": ("练完了", "Done"),
    "messages": ("练了 {count} 条", "{count} messages"),
    "first": ("一次就对 {right}/{judged}（{share}）", "right first time {right}/{judged} ({share})"),
    "seconds": (
        "一半在 {median} 秒内，九成在 {p90} 秒内",
        "half within {median} s, nine in ten within {p90} s",
    ),
    "quick": ("20 秒内答对 {share}", "{share} within 20 s"),
    "mistakes": ("没一次答对的", "Not right first time"),
    "took": ("用了 {taken}，该用 {wanted}", "took {taken}, wanted {wanted}"),
    "named": ("{title}（{code}）", "{title} ({code})"),
    "skipped": ("没答，该用 {wanted}", "given up, wanted {wanted}"),
    "codes": ("用编码更快", "Codes would have been quicker"),
    "code": (
        "{title}：打 {code}，比“{query}”少按 {saved} 下",
        "{title}: {code} takes {saved} keys fewer than “{query}”",
    ),
    "progress": ("每天的一次就对", "Right first time, by day"),
    "day": ("{share} · {median} 秒 · {count} 条", "{share} · {median} s · {count}"),
    "not-kept": ("成绩没有记下来：{reason}", "The figures could not be kept: {reason}"),
    "none-yet": ("还没有练过", "Nothing was practised yet"),
    "column.part": ("部分", "part"),
    "column.name": ("名称", "name"),
    "column.value": ("结果", "value"),
    "column.detail": ("说明", "detail"),
    "part.total": ("合计", "total"),
    "part.mistake": ("没一次答对的：该用、用了", "mistake"),
    "part.code": ("用编码更快：编码、少按几下", "code"),
    "figure.agent": ("客服，什么时候练的", "agent"),
    "figure.messages": ("练了几条", "messages"),
    "figure.judged": ("能判对错的", "judged"),
    "figure.right": ("一次就对的", "right"),
    "figure.median": ("一半快于（秒）", "median"),
    "figure.p90": ("九成快于（秒）", "p90"),
    "figure.quick": ("20秒内答对的占比", "quick"),
    "keys": ("回车、Esc 返回 · ↑ ↓ 翻看", "Enter, Esc go back · ↑ ↓ scroll"),
}
