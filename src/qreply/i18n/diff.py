"""What `qreply diff` and the screen say of changes in the phrasebook."""

from __future__ import annotations

from qreply.i18n import Texts

TEXTS: Texts = {
    "title": ("话术变化", "What changed in the phrasebook"),
    "between": ("从 {old} 到 {new}", "from {old} to {new}"),
    "label": ("{label}：", "{label}: "),
    "now": ("现在", "now"),
    "summary": (
        "承诺变了 {promised} 条，新增 {new} 条，删除 {gone} 条，回复改了 {said} 条，别的改动 {other} 条",
        "{promised} promise otherwise, {new} new, {gone} gone, {said} replies changed, {other} other changes",
    ),
    "summary-rules": ("，合规规则改了 {count} 条", ", {count} rules"),
    "nothing": ("没有变化。", "Nothing has changed."),
    "section-promises": ("承诺变了（{count}）", "Promises changed ({count})"),
    "section-new": ("新增（{count}）", "New ({count})"),
    "section-gone": ("删除（{count}）", "Gone ({count})"),
    "section-replies": ("回复改了（{count}）", "Replies changed ({count})"),
    "section-moved": ("换了编号（{count}）", "Other ids ({count})"),
    "section-other": ("别的改动（{count}）", "Other changes ({count})"),
    "section-rules": ("合规规则（{count}）", "Compliance rules ({count})"),
    "clause": ("原话", "words"),
    "clause-on": ("{platforms}原话", "words on {platforms}"),
    "id": ("编号", "id"),
    "only-with": ("有{name}才说", "only with {name}"),
    "declared-title": ("场景“{name}”的标题", "title of the scenario “{name}”"),
    "declared-placeholder": ("占位“{name}”", "placeholder “{name}”"),
    "declared-fragment": ("片段“{name}”", "fragment “{name}”"),
    "key-value": ("{key}：{value}", "{key}: {value}"),
    "yes": ("是", "yes"),
    "said-not-at-all": ("不说这个词", "the word left out"),
    "blank": ("没有写", "not given"),
    "promises": ("承诺", "promises"),
    "rule-level": ("级别", "level"),
    "rule-words": ("词语", "words"),
    "rule-why": ("理由", "why"),
    "kept": ("{moment} 的内容", "the book of {moment}"),
    "commit": ("git {commit}（{moment}）", "git {commit} ({moment})"),
    "not-yet": (
        "--since {given} 还没到，写一个已经过去的时候",
        "--since {given} is still to come; give a moment that is past",
    ),
    "no-past": (
        "没有这本话术以前的内容：它不在 git 里，也还没有留过底。",
        "Nothing is known of what was in the book: it is in no git repository, and no copy was kept yet.",
    ),
    "no-past.hint": (
        "从今天起会每天留一份。也可以和一份导出比：qreply diff 旧的.xlsx {book}",
        "A copy is kept each day from now on. Or compare with an export: qreply diff OLD.csv {book}",
    ),
    "no-past-of": (
        "{path}：没有以前的内容，当作没有变",
        "{path}: nothing is known of its past; taken as unchanged",
    ),
    "later": (
        "{path}：{moment} 的内容没有，最早的是 {label}，和它比的",
        "{path}: nothing is known of {moment}; compared with the earliest there is, {label}",
    ),
    "errors": (
        "{label} 有 {count} 处错误，读不到的话术不在里面。先改好：{check}",
        "{label} has {count} errors, and phrases that cannot be read are not in it. Mend them first: {check}",
    ),
    "unread": (
        "{label} 里的 {files} 有错误，读不全：{count} 条没有比，不算新增也不算删除，别的照比",
        "{files} of {label} cannot be read whole: {count} phrases, neither new nor gone, are left out of it",
    ),
    "paired": ("编号对不上的这样认出来：{counts}", "known without their ids: {counts}"),
    "ground-count": ("{ground} {count} 条", "{count} by {ground}"),
    "ground-text": ("文字相同", "the same words"),
    "ground-code": ("编码相同", "the same code"),
    "ground-title": ("标题相同", "the same title"),
    "ground-near": ("文字相近", "nearly the same words"),
    "remark": ("（{remark}）", "({remark})"),
    "errors-now": (
        "现在有 {count} 处错误，出错的按先用的内容来比。先改好：{check}",
        "There are {count} errors now; what has errors is compared as it is in use. Mend them first: {check}",
    ),
    "two-paths": (
        "要比较的两边都写上：qreply diff 旧的 {book}；或者用 --since：qreply diff --since 昨天 {book}",
        "Name both sides: qreply diff OLD {book}; or use --since: qreply diff --since yesterday {book}",
    ),
}
