"""Texts of `qreply stats`."""

from __future__ import annotations

from qreply.i18n import Texts

TEXTS: Texts = {
    "none": (
        "还没有使用记录。用 qreply 界面复制话术后再来看。",
        "There is no history yet; it begins with the first reply copied on the screen.",
    ),
    "none-then": ("{days}没有记录。", "Nothing was kept of {days}."),
    "none-of-shop": ("没有“{shop}”的记录。", "There is nothing of “{shop}”."),
    "none-merged": (
        "这些文件里没有记录，本机也没有。",
        "Neither those files nor this machine hold anything.",
    ),
    "shop-unknown": (
        "有 {count} 条记录没有写店铺，没有算进去",
        "{count} search(es) that name no shop were left out",
    ),
    "namesakes": (
        "“{name}”在 {files} 里同时有不同的记录，像是同名的两个人，现在算作一个人。"
        "真是两个人的话，请其中一位换个名字导出：--agent {name}B",
        "“{name}” signs different searches of the same days in {files}, counted as one person’s. "
        "If they are two, let one export with --agent {name}B",
    ),
    "renamed": (
        "{names} 有 {count} 条一模一样的记录，像是同一台电脑导出的，只算一次，都算在“{kept}”名下",
        "{names} sign {count} identical searches, as exports of one machine do: counted once, all as {kept}’s",
    ),
    "empty": ("{path} 里一条记录都没有", "{path} holds no search"),
    "period": ("{days}的记录", "{days}"),
    "forget-alone": (
        "--forget 会删掉本机的全部记录，不能和 {option} 一起用。",
        "--forget erases all that this machine keeps; it does not go along with {option}.",
    ),
    "forget-alone.hint": (
        "要留一份，先运行 qreply stats --export 文件名.csv",
        "To keep a copy, run `qreply stats --export NAME.csv` before.",
    ),
    "export-alone": (
        "--export 只写一份记录，不能和 {option} 一起用。分两次运行。",
        "--export writes the history and nothing else; {option} is for another run.",
    ),
    "no-own": (
        "--no-own 不算本机的记录，那就没有可算的了。",
        "--no-own leaves out this machine, and there is nothing else.",
    ),
    "no-own.hint": (
        "用 --merge 给出同事的记录，如 --merge 记录 --no-own",
        "Give colleagues’ records with --merge, such as --merge records --no-own",
    ),
    "nothing-to-forget": (
        "本机没有使用记录，没有可删的",
        "This machine keeps no history; there is nothing to erase",
    ),
    "off": ("设置里关闭了记录（history: off）。", "The settings say `history: off`."),
    "total": ("复制 {picks} 次，没找到或放弃 {misses} 次", "{picks} picks, {misses} searches without one"),
    "speed": (
        "从第一个键到复制：一半在 {median} 秒内，九成在 {p90} 秒内，{quick} 不到 20 秒",
        "From first key to copy: half within {median} s, nine in ten within {p90} s, {quick} under 20 s",
    ),
    "by-phrase": ("最常用的话术", "Most used"),
    "by-scenario": ("按场景", "By scenario"),
    "by-day": ("按日期", "By day"),
    "by-shop": ("按店铺", "By shop"),
    "no-shop": ("（没有写店铺）", "(no shop)"),
    "none-of-team": (
        "团队还没有使用记录。qreply team status 看看送到了没有。",
        "The team has no history yet; `qreply team status` says what has arrived.",
    ),
    "not-of-team": ("--team 不能和 {option} 一起用。", "--team does not go along with {option}."),
    "by-hour": ("按钟点", "By hour"),
    "by-agent": ("按客服", "By agent"),
    "unsigned": ("（没有署名）", "(not named)"),
    "no-agent": ("还不知道署谁的名。", "There is no name to sign with."),
    "no-agent.hint": (
        "写 --agent 小夏，或在 {path} 里写 agent: 小夏",
        "Give it with --agent NAME, or put `agent: NAME` into {path}.",
    ),
    "more": ("…… 还有 {count} 条，-o 统计.csv 有全部", "… and {count} more; -o stats.csv has them all"),
    "earlier": ("前面还有 {count} 天，-o 统计.csv 有全部", "{count} earlier days; -o stats.csv has them all"),
    "never": ("从没用过的话术（{count} 条）", "Never used ({count})"),
    "noted": ("客服记下的问题（{count} 次）", "Questions that agents noted ({count})"),
    "missed": ("没找到或放弃的问题（{count} 次）", "Searches without a pick ({count})"),
    "nothing": ("{count} 次没有结果", "{count} without a hit"),
    "unnamed": (
        "另有 {count} 次是粘贴的或较长的消息，内容不记录",
        "{count} more were pasted or long messages, of which no words are kept",
    ),
    "asks": (
        "顾客这样说、客服选了这条，而话术本没把它排在第一。核对后把每条的问法并到同名话术的 asks 里。",
        "What customers said when this reply was picked, while the book brings another first. Add what is right.",
    ),
    "asks-where": ("{title}（{path} 第 {line} 行）", "{title} ({path}, line {line})"),
    "asks-picked": ("选过 {count} 次", "picked {count} times"),
    "no-asks": ("没有值得加的问法：选过两次以上的，话术本都已排在第一。", "No asks worth adding."),
    "gone": ("{id}（话术本里已没有）", "{id} (no longer in the book)"),
    "seconds": ("{seconds} 秒", "{seconds} s"),
    "picks": ("{count} 次", "{count} picks"),
    "picks-in": ("{picks}，一半快于 {seconds} 秒", "{picks}, half under {seconds} s"),
    "grouping": ("{name}（{title}）", "{name} ({title})"),
    "grouping-phrase": ("话术", "phrase"),
    "grouping-scenario": ("场景", "scenario"),
    "grouping-day": ("日期", "day"),
    "grouping-hour": ("钟点", "hour"),
    "grouping-agent": ("客服", "agent"),
    "grouping-shop": ("店铺", "shop"),
    "unknown-grouping": ("不认识“{given}”，可以写：{known}", "does not know “{given}”; it takes {known}"),
    "no-history": ("{path} 不是 qreply 的使用记录。", "{path} is no history of qreply's."),
    "no-history.hint": (
        "请让同事运行 qreply stats --export 文件名.csv，再把文件发来。",
        "Ask for a file made by `qreply stats --export NAME.csv`.",
    ),
    "no-format": ("{name}：记录不能导出成这种格式。", "{name}: a history is not written so."),
    "no-format.hint": (
        "文件名以 {known} 结尾；给人看的用 qreply report",
        "End the name in {known}; for people to read there is `qreply report`.",
    ),
    "no-files": ("{path} 里没有可以读的文件。", "{path} holds no file that can be read."),
    "no-files.hint": (
        "写文件、装着文件的文件夹（{suffixes}），或 '文件夹/*.csv'。",
        "Name files, folders of them ({suffixes}), or a pattern such as 'folder/*.csv'.",
    ),
    "folders-not-read": (
        "{path} 里的子文件夹没有读：{names}。要一起读，写 '{path}/**/*'",
        "Folders in {path} were not read: {names}. To read them too, write '{path}/**/*'",
    ),
    "others-not-read": ("{path} 里这些文件没有读：{names}", "Of {path} these were not read: {names}"),
    "file-left-out": ("没有算进去：{message} {hint}", "Left out: {message} {hint}"),
    "newer": ("{path} 是新版 qreply 的记录，请先升级。", "{path} is from a newer qreply; please update."),
    "skipped": (
        "{path} 里有 {count} 条不完整，或时间、秒数不可能（比如在将来），没有算进去",
        "{path}: {count} search(es) that are cut off, or have an impossible time or duration, were left out",
    ),
    "busy": ("记录正被占用，请稍后再试。", "The history is in use; please try again."),
    "exported": ("已导出 {count} 条记录到 {path}", "Wrote {count} searches to {path}"),
    "forgotten": ("已删除本机的使用记录", "This machine's history is erased"),
}
