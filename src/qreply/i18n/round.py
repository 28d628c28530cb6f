"""Texts of a round: one reply each to a list of customers."""

from __future__ import annotations

from qreply.i18n import Texts

TEXTS: Texts = {
    "no-list": (
        "{path} 里没有看出名单：没有昵称、订单号、快递单号或状态",
        "{path} holds no list: no nicks, order numbers, tracking numbers or statuses",
    ),
    "no-list.hint": (
        "第一行写列名（昵称、订单号、快递单号、状态），或者一行一个单号；列名不一样的用 --map 昵称=买家ID",
        "Name the columns in the first row: nick, order, tracking, status; or put a number a line. --map nick=Buyer "
        "names other columns",
    ),
    "no-column": ("没有哪一行同时有这些列：{names}", "No row has these columns: {names}"),
    "too-many": ("名单有 {count} 行，一次最多 {limit} 行", "The list has {count} rows; {limit} are the most"),
    "rounded": (
        "有 {count} 行的长数字被表格软件改短了，没有采用：把那一列设成“文本”再导出",
        "{count} rows hold numbers that a spreadsheet has rounded, which are left out: export that column as text",
    ),
    "no-done-list": ("{path} 不是 qreply 的进度文件", "{path} is no done-list of qreply"),
    "no-done-list.hint": ("换一个还没有的文件名", "Name a file that does not exist yet"),
    "other-list": (
        "{path} 记的是另一份名单：那份 {then} 行，这份 {now} 行",
        "{path} belongs to another list: that had {then} rows, this has {now}",
    ),
    "other-list.hint": (
        "换一个文件名，或者删掉它重新开始",
        "Name another file, or delete it to begin anew",
    ),
}
