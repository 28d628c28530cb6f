"""Headings and words of tables that people open in a spreadsheet."""

from __future__ import annotations

from qreply.i18n import Texts

TEXTS: Texts = {
    "part": ("部分", "part"),
    "name": ("名称", "name"),
    "title": ("标题", "title"),
    "count": ("次数", "count"),
    "share": ("占比", "share"),
    "median_seconds": ("一半快于（秒）", "median seconds"),
    "p90_seconds": ("九成快于（秒）", "p90 seconds"),
    "under_20s": ("20秒内的占比", "within 20 s"),
    "edited": ("改动过的占比", "edited"),
    "no_hit": ("没有结果的次数", "without hits"),
    "nearest_id": ("话术编号", "phrase id"),
    "nearest_title": ("话术标题", "phrase title"),
    "part.total": ("合计", "total"),
    "part.phrase": ("按话术", "by phrase"),
    "part.scenario": ("按场景", "by scenario"),
    "part.hour": ("按钟点", "by hour"),
    "part.day": ("按日期", "by day"),
    "part.agent": ("按客服", "by agent"),
    "part.shop": ("按店铺", "by shop"),
    "part.noted": ("客服记下的问题", "noted"),
    "part.missed": ("没找到或放弃", "missed"),
    "part.never": ("没用过", "never used"),
    "part.answered": ("能答", "answered"),
    "part.answer": ("能答的问题", "answered question"),
    "part.gap": ("答不了的问题", "question without an answer"),
    "part.left-out": ("不算的", "left out"),
    "left-out.seller": ("客服的话", "our own lines"),
    "left-out.system": ("系统提示", "notices"),
    "left-out.courtesy": ("招呼和客套", "greetings and thanks"),
    "left-out.answer": ("回答客服的话", "answers to our questions"),
    "left-out.wordless": ("只有图片、链接、号码或地址", "pictures, links, numbers and addresses"),
    "left-out.sum": ("合计行", "sums"),
}
