"""Texts of the screen."""

from __future__ import annotations

from qreply.language import Texts

TEXTS: Texts = {
    "query": ("顾客问了什么？汉字、拼音、首字母都行", "What did the customer ask? Hanzi, pinyin or initials"),
    "all": ("全部", "All"),
    "loading": ("正在打开话术本…", "Opening the phrasebook…"),
    "ready": (
        "{count} 条话术就绪 · 输入顾客的话，回车复制",
        "{count} replies ready · type what was asked, Enter copies",
    ),
    "no-hits": ("没有找到，换个说法试试", "Nothing found, try other words"),
    "no-hits.title": ("没有找到", "Nothing found"),
    "length": ("{count} 字", "{count} characters"),
    "note": ("提示：{note}", "Note: {note}"),
    "images": ("记得发图：{images}", "Send by hand: {images}"),
    "expired": ("不在有效期内，不能发送", "Not valid now, cannot be sent"),
    "broken": (
        "话术模板有误，请联系主管运行 qreply check",
        "The template is broken; have the lead run qreply check",
    ),
    "fill": ("填好 {names}，回车复制，Esc 返回", "Fill in {names}; Enter copies, Esc goes back"),
    "misfit": ("{name}：格式不对，请核对", "{name}: does not fit, please check"),
    "warned": ("有提醒，请看右侧；确认无误再按一次回车", "There is a warning; Enter once more copies"),
    "copying": ("正在复制…", "Copying…"),
    "copied": ("已复制 {count} 字 · 去{client}粘贴", "Copied {count} characters · paste into {client}"),
    "copied-of": (
        "已复制第 {number}/{total} 条 · 回车复制下一条",
        "Copied {number}/{total} · Enter copies the next",
    ),
    "sent": (
        "已发给终端（{way}），未确认 · 粘贴前请核对",
        "Sent to the terminal ({way}), not confirmed · check when pasting",
    ),
    "failed": ("没有复制成功：{reason}", "Not copied: {reason}"),
    "failed.title": ("请手动选中下面的文字复制", "Select this text by hand"),
    "client-taobao": ("旺旺", "Wangwang"),
    "client-pdd": ("拼多多", "Pinduoduo"),
    "client-other": ("聊天窗口", "the chat"),
    "platform": ("平台：{platform}", "Platform: {platform}"),
    "key-copy": ("复制", "Copy"),
    "key-next": ("下一条", "Next"),
    "key-scenario": ("场景", "Scenario"),
    "key-scenario-back": ("上个场景", "Scenario back"),
    "key-up": ("上", "Up"),
    "key-down": ("下", "Down"),
    "key-page-up": ("上一页", "Page up"),
    "key-page-down": ("下一页", "Page down"),
    "key-clear": ("清空", "Clear"),
    "key-leave": ("退出", "Quit"),
    "key-wording": ("换说法", "Reword"),
    "key-fill": ("改填写", "Edit values"),
    "key-platform": ("平台", "Platform"),
    "key-paste": ("粘贴", "Paste"),
    "key-nth": ("第 {number} 条", "Number {number}"),
    "nothing-to-paste": ("剪贴板里没有可用的文字", "The clipboard holds no text to use"),
    "crashed": (
        "qreply 出错退出了，很抱歉。出错位置记在 {path}（不含顾客信息），请发给维护者。",
        "qreply has failed, sorry. Where it failed is in {path} (no customer data); please send it to us.",
    ),
    "crashed-unlogged": ("qreply 出错退出了，很抱歉。", "qreply has failed, sorry."),
    "book-problems": (
        "话术本有 {count} 处问题：{place} {message}",
        "{count} problems in the phrasebook: {place} {message}",
    ),
}
