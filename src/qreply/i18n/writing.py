"""Texts about phrases that agents write themselves."""

from __future__ import annotations

from qreply.i18n import Texts

TEXTS: Texts = {
    "own": ("我的", "My own"),
    "head": (
        "我的话术：在 qreply 里写的，也可以自己改",
        "My own phrases: written in qreply, and yours to edit",
    ),
    "only-books": (
        "用了 --phrasebook，自己的话术不参与",
        "--phrasebook leaves own phrases out",
    ),
    "only-books.hint": (
        "不带它打开 qreply 再写 · 存在 {path}",
        "start qreply without it to write · kept in {path}",
    ),
    "new": ("写一条自己的话术", "A new phrase of my own"),
    "adapt": ("改成自己的：{title}（团队的不变）", "My own version: {title} (the team's stays)"),
    "edit": ("改自己的话术：{title}", "My own phrase: {title}"),
    "turn": ("第 {number} 种说法", "wording {number}"),
    "title": ("标题", "Title"),
    "scenario": ("场景", "Scenario"),
    "asks": ("问法（；隔开）", "Asked (; between)"),
    "code": ("编码", "Code"),
    "reply": (
        "回复 · {{名字}} 自动填 · 一行 --- 分成几条",
        "Reply · {{name}} fills in · --- parts it",
    ),
    "measure": ("{length} 字 · {asks} 种问法", "{length} characters · asked in {asks} ways"),
    "not-yet": ("还不能存", "Not yet"),
    "begin": (
        "写好标题和回复就能存 · Tab 或回车到下一项",
        "A title and a reply are enough · Tab or Enter goes on",
    ),
    "saved": ("已存为自己的话术“{title}”", "Saved as your own: “{title}”"),
    "removed": ("已删除自己的“{title}”", "Your own “{title}” is deleted"),
    "sure-remove": (
        "再按一次 {key} 就删除自己的“{title}”，团队有的话会恢复",
        "{key} once more deletes your own “{title}”; the team's, if any, comes back",
    ),
    "saving": ("正在保存，再按一次 {key} 就不等了", "Saving; {key} once more does not wait for it"),
    "sure-back": ("还没保存，再按一次 {key} 就放弃", "Not saved yet; {key} once more gives it up"),
    "shipped": (
        "这条是自带的，别直接改文件；按 {key} 改成自己的",
        "This one comes with qreply: {key} makes it your own",
    ),
    "no-editor": (
        "没有设置编辑器（$EDITOR），请自己打开 {place}",
        "No $EDITOR is set; the phrase is in {place}",
    ),
    "editor-failed": ("打不开编辑器 {name}：{reason}", "Cannot start {name}: {reason}"),
    "editor-missing": (
        "没有这个程序，或者不能运行；请检查 $VISUAL 和 $EDITOR",
        "there is no such program, or it cannot be run; see $VISUAL and $EDITOR",
    ),
    "editor-quotes": ("引号或反斜杠没有配对", "a quote or a backslash is left open"),
    "editor-code": ("它退出时报错（{code}）", "it failed ({code})"),
    "no-title": ("还没写标题", "No title yet"),
    "no-reply": ("还没写回复", "No reply yet"),
    "no-asks": ("还没写顾客会怎么问，按顾客的话找不到它", "What customers ask is not written yet"),
    "no-asks.hint": ("写在“问法”那一项", "the line “Asked” takes it"),
    "same-code": ("编码“{code}”已经是“{title}”的", "“{title}” has the code “{code}” already"),
    "same-code.hint": (
        "两条都会排在前面；换一个更省事",
        "Both would come first; another is easier to tell apart",
    ),
    "changed": ("这条话术刚在别处改过", "This phrase has just been changed elsewhere"),
    "changed.hint": ("再保存一次，就以这里写的为准", "Save once more, and what stands here counts"),
    "gone": ("这条话术已经不在自己的话术里了", "This phrase is not among your own any more"),
    "busy": ("文件刚被别的程序改动", "The file has just been written by another program"),
    "busy.hint": ("再保存一次", "Save once more"),
    "not-written": ("写不进 {path}：{reason}", "Cannot write {path}: {reason}"),
    "not-read": ("读不了 {path}：{reason}", "Cannot read {path}: {reason}"),
    "unexpected": ("没有存成：qreply 出错了（{kind}）", "Not saved: qreply has failed ({kind})"),
    "broken": (
        "自己的话术文件有错，先改好才能存：{place} {message}",
        "Mend your own file first: {place} {message}",
    ),
    "odd": ("{place} 的写法没法自动改", "Cannot be changed automatically as it is written: {place}"),
    "odd.hint": ("请用编辑器打开来改", "Change it in an editor"),
}
