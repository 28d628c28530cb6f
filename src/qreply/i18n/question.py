"""What of a pasted message was not searched for: its kinds, named by `qreply.search.asides`."""

from __future__ import annotations

from qreply.i18n import Texts

TEXTS: Texts = {
    "set-aside": ("已略过：{kinds}", "Set aside: {kinds}"),
    "head": ("消息头", "head lines"),
    "earlier": ("前面的聊天", "earlier chat"),
    "reply": ("客服的话", "our own lines"),
    "quote": ("引用", "a quotation"),
    "markup": ("网页标记", "markup"),
    "link": ("链接", "a link"),
    "password": ("口令", "a share code"),
    "share": ("分享文案", "a share text"),
    "file": ("图片或文件", "a picture or file"),
    "mark": ("已读标记", "a read mark"),
    "notice": ("系统提示", "a notice"),
    "time": ("时间", "a time"),
    "order": ("订单号", "an order number"),
    "telephone": ("电话", "a telephone number"),
    "tracking": ("快递单号", "a tracking number"),
    "goods": ("商品信息", "fields of goods"),
    "number": ("编号", "a number"),
    "emoticon": ("表情", "emoticons"),
}
