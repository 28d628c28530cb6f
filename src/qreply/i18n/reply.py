"""Why a reply must not leave."""

from __future__ import annotations

from qreply.i18n import Texts

TEXTS: Texts = {
    "missing": ("还没填：{names}", "Missing: {names}"),
    "misfit": ("格式不对：{names}", "Does not fit: {names}"),
    "absent": ("本店没有：{names}", "The shop has none: {names}"),
    "absent.hint": (
        "改发这一条：qreply show {id}",
        "Send this one instead: qreply show {id}",
    ),
    "absent.none": (
        "话术里没有写改发哪一条；有的话用 qreply shop --set {name}=… 填上",
        "The book names none to send instead; if the shop has it: qreply shop --set {name}=…",
    ),
    "no-answer": (
        "本店没有{names}，换成“{title}” · 回车复制",
        "The shop has no {names}; here is “{title}” · Enter copies",
    ),
    "no-answer-instead": (
        "本店没有{names}，改用“{title}”",
        "The shop has no {names}: “{title}” instead",
    ),
    "expired": ("不在有效期内", "Not valid now"),
    "barred": ("有违规的话，不能发", "Breaks a rule"),
    "broken": ("话术模板有误，请运行 qreply check", "The template is broken; run `qreply check`"),
    "overlong": ("填好以后超过 {limit} 个字，太长了", "Filled, it is longer than {limit} characters"),
    "blocked": ("“{text}”不能发：{why}（规则 {id}）", "“{text}” must not be sent: {why} (rule {id})"),
    "warned": ("“{text}”请留意：{why}（规则 {id}）", "Mind “{text}”: {why} (rule {id})"),
    "check-too-slow": (
        "规则 {id} 查这段话太慢，没有查完，不能发。请主管改一改这条规则的样式",
        "Rule {id} takes too long on this text, which is not checked and must not be sent. Mend the rule's pattern",
    ),
    "behind-long": (
        "合起来 {length} 字，一条消息一般不超过 {limit} 字。",
        "Together they have {length} characters, and a message {limit} at most.",
    ),
    "behind-late": (
        "上一条是 {minutes} 分钟前复制的，也许早就发了。",
        "The last one was copied {minutes} minutes ago, and may have been sent long since.",
    ),
    "unsure": ("没有很像的，这条只是最接近。", "Nothing is quite like it; this only comes nearest."),
    "series-over": ("{count} 条都发完了，接下来又是第一条。", "All {count} are sent; the first comes again."),
    "carried": (
        "沿用了之前的 {names}，确认是这位顾客的？",
        "{names} is from earlier; is it this customer's?",
    ),
    "nothing": ("没有选中话术", "No reply is chosen"),
    "say": ("可以改成：{say}", "Say instead: {say}"),
    "refused.hint": (
        "例如：qreply show {id} --set {given}（顾客信息可用 --set - 从标准输入传入）",
        "For example: qreply show {id} --set {given} (--set - reads what is private from stdin)",
    ),
    "wanted.options": ("{name}可以填：{options}。{hint}", "{name} may be {options}. {hint}"),
    "wanted.pattern": ("{name}的样式是 {pattern}。{hint}", "{name} has the pattern {pattern}. {hint}"),
    "unused": ("没有用到：{names}", "Not used: {names}"),
    "unknown-names": ("{id} 里没有 {names}，没有发出", "{id} has no {names}; nothing has left"),
    "unknown-names.near": ("是不是 {near}？", "Did you mean {near}?"),
    "unknown-names.known": ("里面有：{known}", "It has: {known}"),
    "unknown-names.none": ("这条话术没有要填的。", "This phrase takes no values."),
    "elsewhere": ("这条只用于 {platforms}", "This one is meant for {platforms} only"),
    "elsewhere.hint": (
        "在那里发就加上 --platform {platform}；只想看看就加上 --all",
        "If it goes there add --platform {platform}; to look at it add --all",
    ),
    "length": ("{count} 字", "{count} characters"),
    "length-of": ("{count} 字，上限 {limit}", "{count} characters of {limit}"),
    "too-long": ("太长了", "too long"),
    "wording-of": ("说法 {number}/{count}", "wording {number}/{count}"),
    "message-of": ("第 {number}/{count} 条", "message {number}/{count}"),
    "not-there": ("{platforms}不用这一条", "Not used on {platforms}"),
}
