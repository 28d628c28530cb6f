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
    "chat-log": (
        "{path} 像聊天记录，不是名单：每一句都会当成一位顾客",
        "{path} looks like a chat log: each of its lines would be a customer",
    ),
    "chat-log.hint": (
        "看记录里问了什么用 qreply audit；真是名单，就在第一行写列名：昵称、订单号、快递单号、状态",
        "qreply audit tells what was asked in it; if it is a list, name its columns in the first row: nick, order, "
        "tracking, status",
    ),
    "no-column": ("没有哪一行同时有这些列：{names}", "No row has these columns: {names}"),
    "too-many": ("名单有 {count} 行，一次最多 {limit} 行", "The list has {count} rows; {limit} are the most"),
    "rounded": (
        "有 {count} 行的长数字被表格软件改短了，没有采用：把那一列设成“文本”再导出",
        "{count} rows left out: a spreadsheet rounded their numbers · export that column as text",
    ),
    "no-done-list": ("{path} 不是 qreply 的进度文件", "{path} is no done-list of qreply"),
    "no-done-list.hint": ("换一个还没有的文件名", "Name a file that does not exist yet"),
    "other-list": (
        "{path} 记的是另一份名单：那份 {then} 行，这份 {now} 行",
        "{path} belongs to another list: that had {then} rows, this has {now}",
    ),
    "other-rows": (
        "{path} 记的是另一份名单，或者是这份排序以前的样子：顾客对不上",
        "{path} belongs to another list, or to this one in another order: the customers differ",
    ),
    "other-list.hint": (
        "接着做上次的：用当时那份名单，行数、顺序和 --map 都不要变；这份要从头发：--done 换一个文件名",
        "To go on with that list give it as it was, with its rows, its order and its --map; to tell this one from its "
        "beginning name another file with --done",
    ),
    "unsure-list": (
        "旧进度没写是哪份名单：按这份已发 {count} 位，到第 {number} 行 {nick} · 不对就 {key} 退出",
        "Old progress, of no named list: {count} sent here, up to row {number} {nick} · if wrong, {key} leaves",
    ),
    "paste-first": ("太快了：先把 {nick} 的粘过去", "Too soon: paste {nick}'s first"),
    "nameless": ("第 {number} 行", "row {number}"),
    "place": ("名单 {number}/{count}", "Round {number}/{count}"),
    "is-done": ("已发过", "sent already"),
    "was-skipped": ("跳过的", "skipped"),
    "left-out": ("这个状态不发", "not for this status"),
    "done": ("已发 {count}", "{count} sent"),
    "skipped": ("跳过 {count}", "{count} skipped"),
    "not-told": ("不发 {count}", "{count} not to be told"),
    "undone": ("撤销了，{nick} 又排上了", "Undone: {nick} is next again"),
    "passed": ("跳过了 {nick}", "{nick} was skipped"),
    "over": ("名单走完了", "The list is done"),
    "again": ("{key} 再走一遍跳过的", "{key} begins with those skipped"),
    "paused": ("{key} 回到名单", "{key} goes back to the round"),
    "no-reply.title": ("这位发哪条？", "Which reply?"),
    "no-reply": (
        "没说这个状态发哪条：输入找一条，回车复制；后面同样状态的就都用它",
        "Nothing says what this status is told: find a reply, Enter copies it, and others of the status get it too",
    ),
    "told": ("已复制给 {nick}，去{client}粘贴", "Copied for {nick}, paste into {client}"),
    "next": ("回来回车就是 {nick}", "then Enter is for {nick}"),
    "chosen": ("同样状态的后面都用“{title}”", "others of this status get “{title}” too"),
    "same-before": ("第 {number} 行也是这位", "row {number} is the same customer"),
    "unknown-reply": (
        "话术本里没有名单写的“{name}”：输入找一条，回车复制",
        "The book has no “{name}”, which the list names: find a reply, Enter copies it",
    ),
    "unfinished": (
        "这份名单还没走完 · 再按一次 {key} 换成剪贴板里的",
        "This round is not done · {key} once more begins with the clipboard's list instead",
    ),
    "begun": ("{count} 位要发 · 回车复制给 {nick}", "{count} customers · Enter copies for {nick}"),
    "all-done": ("{count} 位都发过了", "All {count} were told already"),
    "nothing-copied": (
        "剪贴板里不是名单：在表格里选中几行（带列名更好）复制，再按 {key}",
        "No list on the clipboard: copy rows of a table with headings, then {key}",
    ),
    "pasted": (
        "像是 {count} 位顾客的名单 · {key} 逐个发",
        "A list of {count} customers? {key} tells one after another",
    ),
    "nobody-before": ("前面没有了", "There is nobody before"),
    "nothing-to-undo": ("没有可以撤销的", "There is nothing to undo"),
    "nothing-left": ("没有跳过的了", "Nobody was skipped"),
    "not-kept": ("进度没有记下来：{reason}", "What is done could not be kept: {reason}"),
    "no-place": (
        "已有 9 位顾客，先按 {key} 清空一位再开名单",
        "There are nine customers; {key} clears one, for a round",
    ),
    "left-at": (
        "名单停在第 {number} 行（共 {count} 行，已发 {done}）",
        "The round is left at row {number} of {count}, {done} sent",
    ),
    "leave": ("{words} · 再按一次 {key} 退出", "{words} · {key} once more leaves"),
    "go-on-from": ("接着做：加 --from {number}", "To go on: --from {number}"),
    "go-on-again": ("接着做：再运行一次同样的命令", "To go on: the same command again"),
    "bad-reply": (
        "--reply 要写成 编号 或 状态=编号，不是“{given}”",
        "--reply takes ID or STATUS=ID, not “{given}”",
    ),
    "bad-from": ("名单只有 {count} 行，没有第 {first} 行", "The list has {count} rows, and no row {first}"),
    "no-status-reply": (
        "设置的 round 里“{status}”要发的 {name} 找不到",
        "`round` in the settings answers “{status}” with {name}, which there is not",
    ),
}
