"""What import and export say."""

from __future__ import annotations

from qreply.i18n import Texts

_FORMATS: Texts = {
    "format.qianniu": ("千牛快捷短语 CSV", "Qianniu CSV"),
    "format.wangwang": ("旺旺助手 V3 CSV", "Wangwang helper V3 CSV"),
    "format.xlsx": ("Excel 表格", "Excel workbook"),
    "format.espanso": ("espanso 匹配文件", "espanso match file"),
    "format.beeftext": ("Beeftext", "Beeftext"),
    "format.csv": ("CSV 表格", "CSV table"),
    "format.own-csv": ("qreply CSV", "qreply CSV"),
    "format.json": ("qreply JSON", "qreply JSON"),
    "format.md": ("Markdown 手册", "Markdown handbook"),
    "format.html": ("HTML 手册", "HTML handbook"),
}

_REFUSALS: Texts = {
    "unknown-format": ("认不出这是什么文件", "This file is of no known format"),
    "known-formats": (
        "能导入：千牛 CSV、旺旺助手 V3 CSV、xlsx、espanso、Beeftext 的 JSON 和 CSV、qreply 的 JSON 和 CSV，"
        "其他 CSV 用 --map 说明哪一列是什么",
        "Known are Qianniu CSV, Wangwang helper V3 CSV, xlsx, espanso, Beeftext JSON and CSV, qreply JSON and CSV; "
        "for any other CSV say with --map which column is what",
    ),
    "empty": ("文件是空的", "The file is empty"),
    "too-big": ("文件太大，超过 {limit} MB", "The file is larger than {limit} MB"),
    "split.hint": ("分成几个文件，或者只留话术再导入", "Split the file, or keep only the phrases in it"),
    "too-many-rows": ("超过 {limit} 行（条），太多了", "More than {limit} rows (entries) are too many"),
    "too-many-columns": ("超过 {limit} 列，太多了", "More than {limit} columns are too many"),
    "too-many-cells": ("格子超过 {limit} 个，太多了", "More than {limit} cells are too many"),
    "cell-too-big": (
        "有一格超过 {limit} MB，多半是少了一个引号",
        "A cell is larger than {limit} MB; a quote is missing, most likely",
    ),
    "json-limit": (
        "JSON 太大或嵌套太深（最多 {values} 个值、{levels} 层）",
        "The JSON is too large or too deep (at most {values} values, {levels} levels)",
    ),
    "doctype": ("里面有 DTD 声明，不读这样的文件", "It declares a DTD, which is not read"),
    "encrypted": ("这个 Excel 文件加了密码", "This workbook is protected by a password"),
    "encrypted.hint": (
        "用 Excel 或 WPS 打开，取消密码，另存为 .xlsx 再导入",
        "Open it, take the password off, and save it as .xlsx",
    ),
    "html": ("这其实是网页（HTML），不是 Excel 表格", "This is a web page (HTML), not a workbook"),
    "html.hint": (
        "很多后台导出的 .xls 是这样；用 Excel 或 WPS 打开，另存为 .xlsx 再导入",
        "Many back ends export such .xls files: open it in Excel or WPS and save it as .xlsx",
    ),
    "ods": ("这是 OpenDocument 表格（.ods）", "This is an OpenDocument spreadsheet (.ods)"),
    "ods.hint": (
        "用 LibreOffice 或 WPS 另存为 .xlsx 或 CSV 再导入",
        "Save it as .xlsx or CSV in LibreOffice",
    ),
    "no-table": (
        "这是 {kind} 文件，不是话术表格",
        "This is a file of the kind {kind}, not a table of phrases",
    ),
    "full-width-commas": (
        "各列之间用的是全角逗号“，”",
        "The columns are divided by full-width commas “，”",
    ),
    "full-width-commas.hint": (
        "把列之间的“，”换成半角“,”，回复里的不用换；或者用 Excel 另存为 CSV",
        "Put plain commas between the columns, or save it as CSV in a spreadsheet",
    ),
    "own-book": ("这已经是 qreply 的话术文件了", "This is a qreply phrasebook file already"),
    "own-book.hint": ("直接放进话术文件夹就能用", "Put it into the phrasebook folder as it is"),
    "old-excel": ("这是旧版 Excel 的 .xls 文件", "This is an .xls file of an old Excel"),
    "old-excel.hint": ("用 Excel 或 WPS 另存为 .xlsx 再导入", "Save it as .xlsx in Excel or WPS"),
    "no-xlsx": ("读 Excel 表格要另装一个组件", "Reading workbooks takes an extra"),
    "no-xlsx.hint": (
        "安装 openpyxl：{command}；或者另存为 CSV 再导入",
        "Install openpyxl: {command}; or save the workbook as CSV",
    ),
    "broken-xlsx.hint": (
        "用 Excel 或 WPS 打开，另存一份 .xlsx 再导入",
        "Open it in Excel or WPS and save it as .xlsx again",
    ),
    "broken-xlsx": ("这个 Excel 文件打不开（{reason}）", "This workbook cannot be opened ({reason})"),
    "no-csv.hint": ("用 Excel 打开，另存一份 CSV 再试", "Open it in a spreadsheet and save it as CSV again"),
    "no-text-column": (
        "找不到写回复内容的那一列，表头是：{known}",
        "No column holds the reply; the header is: {known}",
    ),
    "no-text-column.hint": (
        "用 --map 内容=列名 指定，没有列名就写第几列，如 --map 内容=2",
        "Name it with --map reply=COLUMN, or by its number: --map reply=2",
    ),
    "no-column": ("没有叫“{name}”的列", "There is no column “{name}”"),
    "columns": ("有这些列：{known}", "There are: {known}"),
    "unknown-field": ("--map 左边的“{name}”不认识", "--map does not know “{name}”"),
    "fields": ("左边可以写：{known}", "It takes: {known}"),
    "bad-map": ("--map 要写成 标题=列名，不是“{given}”", "--map takes title=COLUMN, not “{given}”"),
    "bad-map.hint": ("例如 --map 标题=名称 --map 内容=3", "For example --map title=name --map reply=3"),
    "no-folder": ("{path} 不是文件夹", "{path} is no folder"),
    "no-folder.hint": ("--to 后面写话术文件夹", "--to takes the phrasebook folder"),
    "no-format": ("从“{name}”看不出要导出成什么格式", "“{name}” does not tell the format"),
    "one-file": ("导出到哪个文件，写一次就好。", "Name the file to export to once."),
    "one-file.hint": ("例如 qreply export 话术.csv", "For example: qreply export phrases.csv"),
    "formats": ("用 --format 指定：{known}", "Say --format: {known}"),
}

_REPORT: Texts = {
    "summary": ("来自{format}，可带入 {count} 条：", "From a {format}, {count} phrase(s) come in:"),
    "file": ("{path}  {title}  {count} 条", "{path}  {title}  {count} phrase(s)"),
    "changed": ("有改动（{count}）：", "Changed ({count}):"),
    "doubtful": ("已带入，请看一眼（{count}）：", "Taken, worth a look ({count}):"),
    "refused": ("没有带入（{count}）：", "Not taken ({count}):"),
    "note": ("{places}：{message}", "{places}: {message}"),
    "more-notes": ("…… 还有 {count} 行", "… and {count} lines more"),
    "more-places": ("{places} 等 {count} 处", "{places} … ({count} places)"),
    "line": ("第 {line} 行", "line {line}"),
    "entry": ("第 {number} 条", "entry {number}"),
    "sheet-line": ("“{sheet}”第 {line} 行", "“{sheet}” line {line}"),
    "no-group": ("没有分组的", "without a group"),
    "unasked": (
        "有 {count} 条还没有问法（asks），补上顾客会怎么问，就更容易搜到。",
        "{count} phrase(s) have no `asks` yet; add what customers say to find them better.",
    ),
    "dry": (
        "还没有写任何文件。确认以后加上 --write。",
        "Nothing has been written. Add --write when content.",
    ),
    "nothing": ("没有可以写的话术。", "There is nothing to write."),
    "written": (
        "写好了：{count} 条，{files} 个文件，在 {path}",
        "Written: {count} phrase(s), {files} file(s) in {path}",
    ),
    "next": (
        "检查一遍：qreply check {path}；试用：qreply --phrasebook {path}",
        "Check them: qreply check {path}; try them: qreply --phrasebook {path}",
    ),
    "comparing": ("比对话术", "comparing"),
    "exported": ("导出了 {count} 条到 {path}（{format}）", "Exported {count} phrase(s) to {path} ({format})"),
    "lost": ("这种格式放不下，或者变了样的：", "What the format cannot hold, or changes:"),
    "rules-stay": (
        "话术本自己的 {count} 条合规规则不在里面，请另外复制 rules 文件夹。",
        "The book's own {count} compliance rule(s) are not in it; copy the rules folder.",
    ),
    "book-broken": (
        "话术本里有错误，出错的几条没有导出；先运行 qreply check",
        "The book has errors, and phrases with errors are not exported; run qreply check first",
    ),
    "comment.origin": ("从{format}导入，共 {count} 条", "Imported from a {format}, {count} phrase(s)"),
    "comment.next": (
        "请给每条补上 asks（顾客会怎么问），搜索全靠它；改完运行 qreply check",
        "Please add asks (what customers say) to each phrase, since searching thrives on them; then run qreply check",
    ),
    "level.block": ("会拦截", "blocked"),
    "level.warn": ("会提醒", "warned"),
    "flag": ("合规{level}：“{text}”，{why}", "rule ({level}): “{text}”, {why}"),
}

_NOTES: Texts = {
    "variable": ("变量 {theirs} 改成 {ours}，{count} 处", "variable {theirs} became {ours}, {count} time(s)"),
    "placeholder": ("变成要填的“{name}” {about}", "became the placeholder “{name}” {about}"),
    "group": (
        "分组 {theirs} 放到场景“{scenario}”，{count} 条",
        "group {theirs} went to “{scenario}”, {count} phrase(s)",
    ),
    "group-below": (
        "分组 {theirs} 放到场景“{scenario}”的“{group}”，{count} 条",
        "group {theirs} went to “{scenario}”, “{group}”, {count} phrase(s)",
    ),
    "unsafe": ("去掉了 {count} 个看不见的字符", "{count} invisible character(s) were removed"),
    "tabs": ("制表符换成了空格", "tabs became blanks"),
    "markup": ("去掉了文字格式，只留文字", "formatting was left out, the words stay"),
    "keystroke": ("{written} 是打字时的动作，去掉了", "{written} is for typing and was left out"),
    "nested": ("引用的 {written} 直接写进来了", "the text of {written} was written out"),
    "setting": (
        "设置 {name} 在这里没有用处，{count} 处",
        "the setting {name} means nothing here, {count} time(s)",
    ),
    "prefix": (
        "快捷码前面的 {prefix} 去掉了，{count} 个",
        "{prefix} before codes was dropped, {count} time(s)",
    ),
    "regex": (
        "用正则表达式 {pattern} 触发的，没有编码",
        "triggered by the pattern {pattern}, so it has no code",
    ),
    "image": (
        "图片 {name} 记在 images 里，要手动发送",
        "the image {name} is kept in images, to be sent by hand",
    ),
    "id": ("编号 {id} 已经有了，改成 {new}", "the id {id} is taken, so it became {new}"),
    "file-name": (
        "已经有 {name}，不动它，写进 {new}",
        "{name} exists and stays as it is; this goes to {new}",
    ),
    "file-further": (
        "同一个名字的占位或片段有两种意思，所以另写一个文件 {new}（{name} 之外）",
        "a placeholder or fragment means two things, hence a further file {new} beside {name}",
    ),
    "quotes": (
        "表格里的引号不成对，请看看这一条有没有把后面的也吞进去",
        "quotes do not match; see whether this one has swallowed those after it",
    ),
    "like-variable": (
        "{name} 像是变量，但不认识，照原样留着",
        "{name} looks like a variable, and stays as it is",
    ),
    "unknown-variable": ("{written} 没有定义，改成要填的", "{written} is not defined; it is asked for"),
    "code": (
        "用到 {name}，这里不会运行，改成手动填写；原来的命令：{command}",
        "uses {name}, which is never run here; it is asked for. The command was: {command}",
    ),
    "date": (
        "日期写法 {written} 这里写不出来，改成手动填写",
        "the date {written} cannot be said here; it is asked for",
    ),
    "disabled": ("“{name}”原来是停用的", "“{name}” was disabled"),
    "same-text": ("“{title}”和{first}“{other}”文字完全一样", "“{title}” says the same as {first} “{other}”"),
    "near": ("“{title}”和{first}“{other}”几乎一样", "“{title}” says nearly the same as {first} “{other}”"),
    "rule": ("“{title}” {flag}", "“{title}” {flag}"),
    "code-shared": (
        "编码 {shortcut} 有 {count} 条在用：{titles}",
        "code {shortcut} serves {count} phrases: {titles}",
    ),
    "target-broken": (
        "{path} 里现有的话术有 {count} 个错误，先用 qreply check 看看",
        "the book in {path} has {count} error(s); see qreply check",
    ),
    "too-long": (
        "有一格 {count} 个字，最多 {limit} 个；分成几条再导入",
        "a cell has {count} characters, {limit} at most; split it",
    ),
    "refers-too-much": (
        "“{name}”连同引用的内容太长（最多 {limit} 个字），或者互相引用；拆开再导入",
        "“{name}” is too long with all it refers to ({limit} characters at most), or refers to itself; split it",
    ),
    "odd-type": (
        "这里的内容不是这种文件该有的，改成原来工具导出的样子再试",
        "this is not what such a file holds; export it anew",
    ),
    "header": ("把这一行当作表头：{shown}", "this row was taken for the header: {shown}"),
    "no-header": (
        "没有表头，从这一行起都当作话术：{shown}",
        "no header: phrases begin with this row: {shown}",
    ),
    "guessed-columns": (
        "没有表头，看着像 Beeftext：第 1 列当编码，第 2 列当回复，第 3 列当标题；不对就用 --map 说明",
        "no header; it looks like Beeftext: code, reply, title; say otherwise with --map",
    ),
    "long-number": (
        "有 15 位以上的数字，Excel 可能已经改掉了末几位；把那一列设成文本再填",
        "has a number of more than 15 digits, whose end Excel may have changed; make the column text",
    ),
    "no-text": ("没有回复内容：{shown}", "no reply in it: {shown}"),
    "only-image": ("只有图片，没有文字：{shown}", "an image without a text: {shown}"),
    "column": (
        "“{name}”这一列，{count} 格；需要的话用 --map 指定",
        "the column “{name}”, {count} cell(s); --map takes it in",
    ),
    "above-header": ("表头上面的说明：{shown}", "above the header: {shown}"),
    "sheet": (
        "工作表“{name}”没有话术的表头，{count} 行",
        "sheet “{name}” has no header of phrases, {count} row(s)",
    ),
    "pictures": (
        "表格里嵌着 {count} 张图片，请另外保存",
        "{count} picture(s) in the workbook; save them apart",
    ),
    "no-phrases": ("这一段不是话术", "this part holds no phrases"),
    "broken-rest": (
        "“其余”一栏读不出来；那里只能是 qreply 写的内容，备注写在“提示”里，这一格清空再导入",
        "the last column cannot be read; it holds what qreply writes, notes go elsewhere: empty the cell",
    ),
    "problem": ("{message}", "{message}"),
    "differs": ("写成话术文件以后意思会变", "it would not mean the same in a phrasebook file"),
    "there-already": ("“{title}”话术本里已经有了（{id}）", "“{title}” is in the book already ({id})"),
    "twice": (
        "“{title}”和{first}一模一样，只留一条",
        "“{title}” is the same as {first} in all; one is taken",
    ),
    "espanso-key": ("文件里的 {name} 部分", "the part {name} of the file"),
}

_LOST: Texts = {
    "lost.escaped-braces": (
        "大括号前的反斜杠，到 espanso 里就没有了",
        "backslashes before braces are gone in espanso",
    ),
    "lost.field": (
        "{field}：{count} 条有，放不下",
        "{field}: {count} phrase(s) have it, and it has no place",
    ),
    "lost.characters": ("GBK 里没有的字，写成了 ?：{characters}", "not in GBK, written as ?: {characters}"),
    "lost.placeholders": (
        "有占位，照原样写着 {{名}}，发送前要手动改",
        "has placeholders, which stand as {{…}} and are to be filled by hand",
    ),
    "lost.variants-as-rows": ("几种说法各占一行", "each wording is a row of its own"),
    "lost.messages-as-rows": ("分几条发的，各占一行", "each message is a row of its own"),
    "lost.messages": ("分几条发的，合成了一条", "several messages became one"),
    "lost.optional-part": ("填了才出现的部分，变成一直出现", "an optional part is always there"),
    "lost.working-days": ("按工作日算的日期，改成手动填写", "a date in working days is asked for"),
    "lost.placeholder-details": (
        "占位的样式、保密、记住、剪贴板来源放不下",
        "patterns, privacy, memory and clipboard of placeholders have no place",
    ),
}

_HANDBOOK: Texts = {
    "handbook.title": ("客服话术手册", "Replies for customer service"),
    "handbook.about": ("【】里的内容要按实际情况填写。", "Fill in what stands between 【】."),
    "handbook.asks": ("顾客会问：", "Customers ask: "),
    "handbook.variant": ("也可以说：", "Or:"),
    "handbook.on": ("{platform}：", "{platform}:"),
    "handbook.note": ("提示：", "Note: "),
    "handbook.images": ("要发的图片：", "Images to send: "),
    "handbook.only": ("只用于：", "Only for: "),
    "handbook.next": ("接着：", "Then: "),
}

TEXTS: Texts = {**_FORMATS, **_REFUSALS, **_REPORT, **_NOTES, **_LOST, **_HANDBOOK}
