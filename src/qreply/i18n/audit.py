"""Texts of `qreply audit`."""

from __future__ import annotations

from qreply.i18n import Texts

TEXTS: Texts = {
    "empty": ("{path} 里没有问题。", "{path} holds no questions."),
    "looking": ("正在对照话术本", "looking in the book"),
    "share": (
        "{questions} 条问题，话术本能答 {answered} 条（{share}）",
        "{answered} of {questions} questions are answered ({share})",
    ),
    "about": (
        "“能答”是按相似程度判断的，十条里会看错一两条，句子长、说法生僻的多些：适合改话术本前后比、每周比",
        "Answered is judged by likeness, of ten one or two wrongly, more of long and unusual ones: compare the share "
        "with itself, week by week.",
    ),
    "about-few": (
        "“能答”是按相似程度判断的，话术只有 {phrases} 条时这个比例靠不住：请用 --answers 看看各由哪一条回答",
        "Answered is judged by likeness. With so few phrases ({phrases}) the share is not to be relied on: see with "
        "--answers which phrase answers each question.",
    ),
    "scenarios": ("能答的，按场景", "Answered, by scenario"),
    "gaps": ("答不了的（{count} 条），相近的合在一起", "Not answered ({count}), alike ones together"),
    "answers": ("能答的，各由哪一条回答（没把握的在前）", "Answered, by which phrase (the least sure first)"),
    "more-answers": (
        "…… 还有 {count} 条，-o 回答.csv 有全部",
        "… and {count} more; -o answers.csv has them all",
    ),
    "nearest": ("最接近：{title}", "nearest: {title}"),
    "more": ("…… 还有 {count} 组，-o 缺口.csv 有全部", "… and {count} more; -o gaps.csv has them all"),
    "no-column": ("{option}：没有“{name}”这一列。", "{option}: there is no column “{name}”."),
    "which-column": (
        "看不出问题在哪一列，请用 --column 指定。",
        "Which column holds the questions? Name it with --column.",
    ),
    "columns": (
        "有这些列：{known}；也可以写第几列，如 {option} 3",
        "There are: {known}; a number does, too: {option} 3",
    ),
    "copy": ("{path} 和 {first} 一模一样，只算一次", "{path} is a copy of {first} and counts once"),
    "no-ending": ("{name} 没有写结尾。", "The name {name} has no ending."),
    "no-ending.hint": ("写 --draft {name}.yaml", "Give --draft {name}.yaml"),
    "known-formats": ("能读的：{known}", "It reads {known}"),
    "in-file": ("{path}：{message}", "{path}: {message}"),
    "who-is-ours": ("看不出哪些话是客服说的。", "Nothing tells which lines are our own."),
    "nobody-called": ("这里说话的人里没有 {names}。", "Nobody here is called {names}."),
    "who-is-ours.hint": (
        "用 --ours 写客服的昵称，可重复；全是顾客就写 --ours 无。这里说话的有：{known}",
        "Name our people with --ours, repeatable; `--ours none` if all are customers. There are: {known}",
    ),
    "read": (
        "顾客的话 {lines} 句，里面有 {questions} 个问题",
        "{lines} lines of customers' with {questions} questions",
    ),
    "left-out": ("；不算的：{what}", "; left out: {what}"),
    "left-seller": ("客服的话 {count} 句", "{count} of our own"),
    "left-system": ("系统提示 {count} 条", "{count} notices"),
    "left-courtesy": ("招呼和客套 {count} 句", "{count} greetings and thanks"),
    "left-answer": ("回答客服的话 {count} 句", "{count} answers to our questions"),
    "left-sum": ("合计行 {count} 行", "{count} sums"),
    "unclear": ("；看不懂、只算 1 次的次数：{values}", "; counts that are none, taken for 1: {values}"),
    "unread": ("；没有读的：{names}", "; not read: {names}"),
    "hidden-rows": ("{name} 里隐藏的 {count} 行", "{count} hidden row(s) of {name}"),
    "formulas": ("没有算好结果的公式 {count} 行", "{count} row(s) with formulas that were not calculated"),
    "hidden-sheet": ("{name}（隐藏的）", "{name} (hidden)"),
    "left-wordless": (
        "只有图片、链接、号码或地址的 {count} 条",
        "{count} pictures, links, numbers and addresses",
    ),
    "served-by": ("；当作客服的：{names}", "; taken for ours: {names}"),
    "draft-about": (
        "qreply audit 写的草稿：顾客问了、话术本答不了的问题，问得多的在前。",
        "A draft by qreply audit: what customers asked and the book does not answer, the commonest first.",
    ),
    "draft-how": (
        "改好标题，填上 reply，再移到相应场景的文件里；不要的删掉。没有 reply 的话术不会出现在界面上。",
        "Mend titles, fill in replies, move phrases to their scenario, delete the rest. Without a reply none is shown.",
    ),
    "draft-masked": (
        "号码、名字、地址尽量遮掉了，会漏：发给别人前请先看一遍。",
        "Numbers, names and addresses are masked as far as they are known: read it before you pass it on.",
    ),
    "draft-asked": ("问了 {count} 次", "asked {count} times"),
    "draft-nearest": (
        "，最接近「{title}」（{id}）：要是它，就把问法并过去",
        "; nearest: {title} ({id}), whose asks these may be",
    ),
    "no-draft": ("没有可以写成话术的缺口", "There is no gap to make a phrase of."),
    "drafted": ("{count} 条待写的话术在 {path}", "{count} phrases to be written are in {path}"),
}
