"""Texts about phrases that agents write themselves."""

from __future__ import annotations

from qreply.language import Texts

TEXTS: Texts = {
    "own": ("我的", "My own"),
    "head": (
        "我的话术：在 qreply 里写的，也可以自己改",
        "My own phrases: written in qreply, and yours to edit",
    ),
    "only-books": (
        "用 --phrasebook 打开时，自己的话术不参与，写了也用不上",
        "Own phrases are left out where --phrasebook names the books",
    ),
    "only-books.hint": (
        "不带 --phrasebook 打开 qreply 再写，会存到 {path}",
        "Start qreply without --phrasebook; they are kept in {path}",
    ),
    "no-title": ("还没写标题", "No title yet"),
    "no-reply": ("还没写回复", "No reply yet"),
    "changed": ("这条话术刚在别处改过", "This phrase has just been changed elsewhere"),
    "changed.hint": ("再保存一次，就以这里写的为准", "Save once more, and what stands here counts"),
    "gone": ("这条话术已经不在自己的话术里了", "This phrase is not among your own any more"),
    "busy": ("文件刚被别的程序改动", "The file has just been written by another program"),
    "busy.hint": ("再保存一次", "Save once more"),
    "not-written": ("写不进 {path}：{reason}", "Cannot write {path}: {reason}"),
    "not-read": ("读不了 {path}：{reason}", "Cannot read {path}: {reason}"),
    "broken": (
        "自己的话术文件有错，先改好才能存：{place} {message}",
        "Mend your own file first: {place} {message}",
    ),
    "odd": ("{place} 的写法没法自动改", "Cannot be changed automatically as it is written: {place}"),
    "odd.hint": ("请用编辑器打开来改", "Change it in an editor"),
}
