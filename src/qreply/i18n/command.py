"""Texts of the command line."""

from __future__ import annotations

from qreply.i18n import Texts

TEXTS: Texts = {
    "about": (
        "客服快捷回复：输入顾客的话（汉字、拼音、首字母都行），找到话术，填好，检查，复制。",
        "Quick replies for Chinese customer service: type what the customer asked, find, fill, check, copy.",
    ),
    "epilog": (
        "不带命令时打开界面。退出码：0 完成，1 有问题或没找到，2 用法或设置有误，3 不能发送，4 未确认复制成功。",
        "Without a command the screen opens. Exit codes: 0 done, 1 problems or nothing found, 2 usage or "
        "settings, 3 refused, 4 copy not confirmed.",
    ),
    "commands": ("命令", "commands"),
    "everywhere": ("通用选项", "everywhere"),
    "pick": ("打开界面选一条：回车复制并退出", "the screen for one reply: Enter copies and leaves"),
    "unknown-command": ("没有命令“{name}”。", "There is no command “{name}”."),
    "unknown-command.near": (
        "没有命令“{name}”，是不是 {near}？",
        "There is no command “{name}”; did you mean {near}?",
    ),
    "unknown-command.hint": (
        "查找话术用 qreply find {query}，打开界面选一条用 qreply pick {query}。全部命令：{known}",
        "To find a reply: qreply find {query}; to pick one on the screen: qreply pick {query}. Commands: {known}",
    ),
    "find": ("查找话术，结果输出到标准输出", "find replies and print them"),
    "show": ("输出填好的话术", "print the finished reply"),
    "check": ("检查话术本，指出哪一行有什么问题", "check phrasebooks and say which line is wrong"),
    "import": (
        "从别的工具导入话术：先看一遍，加 --write 才写",
        "phrases from other tools: a look first, --write brings them in",
    ),
    "export": ("导出话术：给别的工具，或者印成手册", "the book for other tools, or as a handbook"),
    "init": ("生成设置文件，或一份可以改的话术本", "write the settings, or a phrasebook of your own"),
    "stats": (
        "哪些话术常用、多快、哪些问题没找到",
        "which replies are used, how fast, and what was not found",
    ),
    "since": (
        "从什么时候算起：7d、12h、2w，或 2026-11-01",
        "since when: 7d, 12h, 2w, or 2026-11-01",
    ),
    "by": ("按话术、场景、日期或钟点", "by phrase, scenario, day or hour"),
    "merge": (
        "和这些记录合在一起统计：别人的 history.db 或导出的 .csv，装着它们的文件夹，或 '记录/*.csv'",
        "together with these: others' history.db or exported .csv, a folder of them, or 'folder/*.csv'",
    ),
    "stats-export": (
        "把记录导出给组长合并，.csv 或 .db（号码、名字、地址尽量遮掉）",
        "write the history for the lead to merge, .csv or .db (numbers, names, addresses masked as far as found)",
    ),
    "forget": ("删掉本机的使用记录", "erase this machine's history"),
    "bad-since": (
        "--since 要写成 7d、12h、2w 或 2026-11-01，不是“{given}”。",
        "--since takes 7d or a date, not “{given}”.",
    ),
    "audit": ("拿一批顾客问题检查话术本能答多少", "how many of a list of questions the book answers"),
    "audit-file": (
        "问题清单：txt 每行一条，或 csv；- 表示标准输入",
        "the questions: a line each, or a csv; - for stdin",
    ),
    "column": (
        "csv 或聊天记录里顾客消息那一列的名字",
        "the column of a csv or chat log that holds the questions",
    ),
    "doctor": ("检查剪贴板和运行环境", "check the clipboard and the surroundings"),
    "schema": ("输出编辑器用的 JSON Schema", "print the JSON schema for editors"),
    "query": ("顾客的话、拼音或首字母", "the customer's words, pinyin or initials"),
    "query-or-dash": (
        "顾客的话、拼音或首字母；- 表示从标准输入逐行读取",
        "the customer's words, pinyin or initials; - reads a query a line from stdin",
    ),
    "clip": ("用剪贴板里的文字查找", "take the clipboard's text as the query"),
    "limit": ("最多几条（默认 {count}）", "at most this many hits ({count})"),
    "scenario": (
        "只找这个场景，写名称或编号：物流、logistics",
        "only this scenario, by its id or title, such as logistics",
    ),
    "find-json": ("每个查询输出一行 JSON", "one JSON object a query"),
    "id": (
        "话术的编号或编码：logistics/ship-when、ship-when、fh",
        "the phrase's id, its last part, or its code: logistics/ship-when, ship-when, fh",
    ),
    "ambiguous-id": ("“{name}”有 {count} 条话术。", "{count} phrases are called “{name}”."),
    "ambiguous-id.hint": ("请写完整的编号：{ids}", "Give the whole id: {ids}"),
    "set": (
        "填写占位，可重复；- 表示从标准输入逐行读取",
        "fill a placeholder, repeatable; - reads lines from stdin",
    ),
    "set.shape": ("名=值", "NAME=VALUE"),
    "message": ("只要连发消息中的第 N 条", "only the N-th of several messages"),
    "copy": ("复制到剪贴板，不输出", "copy instead of printing"),
    "show-json": ("输出 JSON", "print JSON"),
    "check-paths": (
        "要检查的文件或文件夹，默认是正在用的话术本",
        "files or folders; the books in use by default",
    ),
    "fix": ("自动修正有把握的问题", "mend what is safe to mend"),
    "import-file": (
        "要导入的文件：千牛、旺旺助手、xlsx、espanso、Beeftext、CSV、JSON；按内容识别",
        "Qianniu, Wangwang helper, xlsx, espanso, Beeftext, CSV or JSON; told by its content",
    ),
    "import-to": ("写到哪个话术文件夹", "the phrasebook folder to write to"),
    "import-write": (
        "写文件；不加只看看会带入什么",
        "write the files; without it, only show what would come in",
    ),
    "import-map": (
        "哪一列是什么，可重复：标题、内容、编码、分组、问法、标签、提示、图片 = 列名或第几列",
        "which column is what, repeatable: title, reply, code, group, asks, tags, note, images = its name or number",
    ),
    "import-map.shape": ("标题=列", "title=COLUMN"),
    "export-file": (
        "写到哪个文件；- 表示标准输出。按名字定格式：.csv .json .yml（espanso）.md .html",
        "the file to write, - for stdout; its name tells the format: .csv .json .yml (espanso) .md .html",
    ),
    "export-output": ("和直接写文件名一样", "the same as naming the file"),
    "format": ("输出格式，默认 {default}", "how to print it ({default})"),
    "output": (
        "写到文件里，不输出；没写 --format 时按名字定格式",
        "write to a file instead; without --format its name tells the format",
    ),
    "output-written": ("已写到 {path}", "Wrote {path}"),
    "export-format": ("格式；给千牛用 qianniu", "the format; qianniu is Qianniu's CSV"),
    "force": ("文件已经存在也覆盖", "replace the file if it exists"),
    "init-directory": ("把自带话术本复制到这个文件夹", "copy the shipped phrasebook into this folder"),
    "phrasebook": (
        "话术本文件夹或文件，可重复，后面的覆盖前面的",
        "a phrasebook, repeatable; later ones overlay",
    ),
    "shop": ("使用设置里的哪个店铺", "the shop of the settings to use"),
    "platform": (
        "平台：淘宝 taobao、拼多多 pdd、京东 jd、抖音 douyin",
        "platform: taobao, pdd, jd, douyin",
    ),
    "config": ("设置文件", "the settings file"),
    "version": ("显示版本", "show the version and exit"),
    "lang": ("界面语言", "language of the interface"),
    "at-least-one": ("要填 1 或更大的整数", "must be 1 or more"),
    "no-terminal": (
        "这里不是终端，打不开界面。",
        "This is not a terminal, so the screen cannot open.",
    ),
    "no-terminal.hint": (
        "在脚本里请用 qreply find 查找，用 qreply show 输出话术。",
        "In scripts use `qreply find` and `qreply show`.",
    ),
    "no-hits": ("没有找到“{query}”。", "Nothing found for “{query}”."),
    "unknown-id": ("没有编号为 {id} 的话术。", "There is no phrase with the id {id}."),
    "unknown-id.hint": ("相近的有：{near}", "Close ones: {near}"),
    "unknown-id.find": ("用 qreply find 查找编号。", "Find ids with `qreply find`."),
    "unknown-scenario": ("没有场景“{name}”，现有：{known}。", "No scenario “{name}”; there are {known}."),
    "named": ("{name}（{title}）", "{name} ({title})"),
    "unknown-platform": ("没有平台“{name}”，可选：{known}。", "No platform “{name}”; choose from {known}."),
    "unknown-shop": ("设置里没有店铺“{name}”。", "The settings have no shop “{name}”."),
    "unknown-shop.known": ("设置里有：{known}", "The settings have: {known}"),
    "unknown-shop.none": ("在 {path} 的 shops 里添加。", "Add it under `shops` in {path}."),
    "bad-set": ("--set 要写成 名=值，收到的是“{given}”。", "--set takes name=value, not “{given}”."),
    "no-such-message": (
        "“{title}”只有 {count} 条消息，没有第 {number} 条。",
        "“{title}” has {count} messages, there is no number {number}.",
    ),
    "book-problems": (
        "话术本有 {count} 处问题，第一处在 {place}：{message}",
        "The phrasebook has {count} problems, the first at {place}: {message}",
    ),
    "book-problems.hint": ("运行 qreply check 查看全部。", "Run `qreply check` to see them all."),
    "copied": ("已复制 {count} 字", "Copied {count} characters"),
    "copy-failed.hint": (
        "不加 --copy 可以把文字输出来；qreply doctor 检查剪贴板。",
        "Without --copy the text is printed; `qreply doctor` looks into it.",
    ),
    "settings-written": ("已生成设置文件：{path}", "Wrote the settings: {path}"),
    "settings-kept": ("设置文件已存在，没有改动：{path}", "The settings exist and were left alone: {path}"),
    "book-written": ("已把自带话术本复制到：{path}", "Copied the shipped phrasebook to {path}"),
    "book-next": (
        "改好后用 qreply check {path} 检查，用 qreply --phrasebook {path} 打开；长期使用请写进设置的 books。",
        "Edit it, check it with `qreply check {path}`, open it with `qreply --phrasebook {path}`; "
        "to keep using it, name it under `books` in the settings.",
    ),
    "book-exists": (
        "{path} 里已有话术本，没有改动。",
        "{path} already holds a phrasebook and was left alone.",
    ),
    "book-exists.hint": ("请换一个空文件夹。", "Choose an empty folder."),
    "cannot-write": ("无法写入 {path}：{reason}", "Cannot write {path}: {reason}"),
    "cannot-read": ("无法读取 {path}：{reason}", "Cannot read {path}: {reason}"),
    "cannot-open": ("打不开 {path}：{reason}", "Cannot open {path}: {reason}"),
    "own-file": (
        "{path} 是 qreply 自己的文件，不能写在这里。",
        "{path} is a file of qreply's own and is not written to.",
    ),
    "own-file.hint": ("换一个文件夹。", "Choose another folder."),
    "exists": ("{path} 已经存在，没有动它。", "{path} exists and was left alone."),
    "exists.hint": ("换一个名字，或者加 --force 覆盖。", "Choose another name, or replace it with --force."),
    "no-stream": ("输出或输入中断了：{reason}", "Output or input broke off: {reason}"),
    "settings-locked": (
        "设置读不了（{reason}），先用默认的：{path}",
        "The settings cannot be read ({reason}), the defaults are used: {path}",
    ),
    "no-file": ("{path}：{reason}", "{path}: {reason}"),
    "stdin-undecodable": ("从标准输入读到的不是文字。", "What stdin holds is no text."),
    "stdin-undecodable.hint": (
        "请用 UTF-8、GBK 或 UTF-16 编码传入。",
        "Pipe UTF-8, GBK or UTF-16.",
    ),
    "book-away": ("话术本 {path}：{message}", "Phrasebook {path}: {message}"),
    "bad-settings": (
        "设置有误，{path}:{line}:{column}：{message}",
        "Settings, {path}:{line}:{column}: {message}",
    ),
    "settings.unknown-key": ("不认识的设置项“{key}”", "unknown setting “{key}”"),
    "settings.did-you-mean": ("是不是“{near}”？", "Did you mean “{near}”?"),
    "settings.known-keys": ("可用的有：{known}", "There are: {known}"),
    "settings.not-text": ("“{key}”应该是一段文字", "“{key}” takes a text"),
    "settings.not-number": (
        "“{key}”应该是大于 0 的整数，不是“{given}”",
        "“{key}” takes a whole number, not “{given}”",
    ),
    "settings.not-key": ("终端里没有“{given}”这个键", "terminals know no key “{given}”"),
    "settings.not-key.hint": (
        "可以用 f1 到 f12、ctrl+字母（h、i、j、m 除外）、alt+字母或数字、方向键等",
        "There are f1 to f12, ctrl+letter (but h, i, j, m), alt+letter or digit, arrows and the like",
    ),
    "settings.not-list": ("“{key}”应该是一个列表，每项前面加 -", "“{key}” takes a list, each item after a -"),
    "settings.not-mapping": ("“{key}”应该是 名: 值", "“{key}” takes name: value"),
    "settings.colon": ("冒号要用半角 : ，后面空一格", "Put a plain : and a blank after each name"),
    "settings.not-choice": ("“{key}”可以是 {known}，不是“{given}”", "“{key}” takes {known}, not “{given}”"),
    "settings.twice": ("“{key}”写了两次", "“{key}” stands twice"),
    "settings.no-book": ("这里要写话术本的文件夹", "a phrasebook's folder is missing here"),
    "settings.no-home": ("找不到“{given}”里的用户文件夹", "there is no home folder for “{given}”"),
    "settings.no-name": ("店铺缺少 name", "a shop needs a name"),
    "settings.no-shop": ("shop 写的“{name}”不在 shops 里", "`shop` names “{name}”, which `shops` lacks"),
}
