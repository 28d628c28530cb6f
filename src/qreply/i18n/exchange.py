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
    "format.own-csv": ("qreply 导出的 CSV", "CSV exported by qreply"),
    "format.own-xlsx": ("qreply 导出的 Excel 表格", "workbook exported by qreply"),
    "format.json": ("qreply JSON", "qreply JSON"),
    "format.json-list": ("JSON 列表", "JSON list"),
    "format.folder": ("文件夹", "folder"),
    "format.md": ("Markdown 手册", "Markdown handbook"),
    "format.html": ("HTML 手册", "HTML handbook"),
}

_REFUSALS: Texts = {
    "unknown-format": ("认不出这是什么文件", "This file is of no known format"),
    "known-formats": (
        "能导入：千牛 CSV、旺旺助手 V3 CSV、xlsx、espanso、Beeftext 的 JSON 和 CSV、JSON 列表、qreply 自己导出的，"
        "其他表格用 --map 说明哪一列是什么；装着这些文件的文件夹也行",
        "Known are Qianniu CSV, Wangwang helper V3 CSV, xlsx, espanso, Beeftext JSON and CSV, JSON lists, what qreply "
        "exports, and folders of these; for any other table say with --map which column is what",
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
        "很多后台导出的 .xls 是这样；用 Excel 或 WPS 打开，另存为 .xlsx 再用",
        "Many back ends export such .xls files: open it in Excel or WPS and save it as .xlsx",
    ),
    "ods": ("这是 OpenDocument 表格（.ods）", "This is an OpenDocument spreadsheet (.ods)"),
    "ods.hint": (
        "用 LibreOffice 或 WPS 另存为 .xlsx 或 CSV 再用",
        "Save it as .xlsx or CSV in LibreOffice",
    ),
    "no-table": (
        "这是 {kind} 文件，不是表格",
        "This is a file of the kind {kind}, not a table",
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
    "no-xlsx": ("读写 Excel 表格要另装一个组件", "Workbooks take an extra"),
    "no-xlsx.hint": (
        "安装 openpyxl：{command}；或者用 CSV",
        "Install openpyxl: {command}; or use CSV",
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
        "用 --map 内容=列名 指定，没有列名就写第几列",
        "Name it with --map reply=COLUMN, or by its number",
    ),
    "map-reply": (
        "回复在哪一列用 --map 指定，看着像是 --map 内容={column}",
        "say --map reply={column}, it seems",
    ),
    "no-column": ("没有叫“{name}”的列", "There is no column “{name}”"),
    "column-twice": (
        "“{name}”这一列给了“{other}”，不能再给“{ours}”",
        "the column “{name}” is {other} already, and cannot be {ours}, too",
    ),
    "columns": ("有这些列：{known}", "There are: {known}"),
    "unknown-field": ("--map 左边的“{name}”不认识", "--map does not know “{name}”"),
    "fields": ("左边可以写：{known}", "It takes: {known}"),
    "bad-map": ("--map 要写成 标题=列名，不是“{given}”", "--map takes title=COLUMN, not “{given}”"),
    "bad-map.hint": ("例如 --map 标题=名称 --map 内容=3", "For example --map title=name --map reply=3"),
    "no-ids": (
        "{path} 里没有“编号”这一列，认不出哪一行是哪一条",
        "{path} has no column “编号” to tell the phrases by",
    ),
    "no-column-of-ours": (
        "{path} 少了{columns}这一列{near}",
        "{path} has no column {columns}{near}",
    ),
    "no-column-of-ours.hint": (
        "列名别改：改回去，或者重新导出一份再改",
        "Leave the columns' names as they are: change it back, or export anew",
    ),
    "no-ids.hint": (
        "更新用的表要先 qreply export 话术.xlsx 导出来再改；别处来的表不加 --update，当新话术带入",
        "Update with an edited export: qreply export phrases.xlsx; import other tables without --update",
    ),
    "no-book": ("{path} 里还没有话术", "There is no phrasebook in {path}"),
    "book-is-file": ("{path} 是一个文件，不是话术文件夹", "{path} is a file, not a phrasebook folder"),
    "book-is-file.hint": ("写它所在的文件夹：--to {folder}", "Name its folder: --to {folder}"),
    "no-book.hint": ("--to 后面写要更新的话术文件夹", "--to takes the phrasebook folder to update"),
    "no-files": ("{path} 里没有能导入的文件", "Nothing in {path} can be imported"),
    "too-many-files": ("文件超过 {limit} 个，太多了", "More than {limit} files are too many"),
    "update-alone": (
        "--update 不能和 --map、--fill-down 一起用",
        "--update goes without --map and --fill-down",
    ),
    "update-alone.hint": (
        "更新用 qreply 自己导出的表，列名别改",
        "It takes tables that qreply exported, with their columns' names",
    ),
    "update-odd": ("这些改动写不回话术文件", "These changes cannot be written into the book's files"),
    "update-odd.hint": (
        "把改动分几次导入，看看是哪一条；或者直接改文件",
        "Import them a few at a time to see which it is, or edit the files",
    ),
    "cell-too-long": (
        "“{id}”有一格超过 {limit} 个字，Excel 放不下；用 CSV 或 JSON",
        "“{id}” has a cell of more than {limit} characters, more than Excel holds; use CSV or JSON",
    ),
    "yaml-is-book": ("话术本就是 YAML 文件，不用导出：“{name}”", "A book is YAML already: “{name}”"),
    "yaml-is-book.hint": (
        "直接复制话术文件夹；要 espanso 的，文件名写 .yml 或加 --format espanso",
        "Copy the folder; for espanso name the file .yml or add --format espanso",
    ),
    "no-folder": ("{path} 不是文件夹", "{path} is no folder"),
    "no-folder.hint": ("--to 后面写话术文件夹", "--to takes the phrasebook folder"),
    "no-format": ("从“{name}”看不出要导出成什么格式", "“{name}” does not tell the format"),
    "one-file": ("导出到哪个文件，写一次就好。", "Name the file to export to once."),
    "one-file.hint": ("例如 qreply export 话术.csv", "For example: qreply export phrases.csv"),
    "formats": ("用 --format 指定：{known}", "Say --format: {known}"),
}

_REPORT: Texts = {
    "source": ("{name}：{format}（{reason}）", "{name}: {format} ({reason})"),
    "source-plain": ("{name}：{format}", "{name}: {format}"),
    "reason.key": ("里面有 {key}", "it has the key {key}"),
    "reason.header": ("{place}是表头：{columns}", "{place} is the header: {columns}"),
    "reason.workbook": ("内容是 .xlsx", "it is an .xlsx inside"),
    "reason.own-columns": ("有“编号”“回复”和“其余”或“校验”这几列", "it has our columns “编号” and “回复”"),
    "reason.numbers": ("没有表头，按 --map 给的列", "no header, columns as --map says"),
    "reason.beeftext-rows": (
        "没有表头，三列：短码、最长的一列、名称",
        "no header, three columns: a short code, the longest text, a name",
    ),
    "reason.json": ("一列对象，有 {columns}", "a list of objects with {columns}"),
    "columns-read": ("哪一列是什么：{columns}", "columns: {columns}"),
    "sheet-columns": ("“{sheets}”里哪一列是什么：{columns}", "columns in {sheets}: {columns}"),
    "between-columns": ("，", "; "),
    "column-use": ("{field}←第 {number} 列“{name}”", "{field} ← {number} “{name}”"),
    "column-key": ("{field}←“{name}”", "{field} ← “{name}”"),
    "column-number": ("{field}←第 {number} 列", "{field} ← {number}"),
    "field.text": ("回复", "reply"),
    "field.variants": ("其他说法", "variants"),
    "field.title": ("标题", "title"),
    "field.code": ("编码", "code"),
    "field.scenario": ("场景", "scenario"),
    "field.group": ("分组", "group"),
    "field.asks": ("问法", "asks"),
    "field.tags": ("标签", "tags"),
    "field.only": ("仅限", "only"),
    "field.note": ("提示", "note"),
    "field.images": ("图片", "images"),
    "field.enabled": ("是否启用", "enabled"),
    "field.disabled": ("是否停用", "disabled"),
    "samples": ("前 {count} 条带进来是这样：", "the first {count} come in like this:"),
    "sample": ("{code}{title}：{text}", "{code}{title}: {text}"),
    "sample-variants": (
        "{code}{title}：{text}（{count} 种说法）",
        "{code}{title}: {text} ({count} wordings)",
    ),
    "more-files": ("…… 还有 {count} 个文件", "… and {count} files more"),
    "summary": ("可带入 {count} 条：", "{count} phrase(s) come in:"),
    "file": ("{path}  {title}  {count} 条", "{path}  {title}  {count} phrase(s)"),
    "changed": ("有改动（{count}）：", "Changed ({count}):"),
    "doubtful": ("将带入，请看一眼（{count}）：", "To be taken, worth a look ({count}):"),
    "doubtful-update": ("请看一眼（{count}）：", "Worth a look ({count}):"),
    "refused": ("没有带入（{count}）：", "Not taken ({count}):"),
    "note": ("{places}：{message}", "{places}: {message}"),
    "more-notes": ("…… 同样的还有 {count} 处", "… and {count} more of this sort"),
    "more-places": ("{places} 等 {count} 处", "{places} … ({count} places)"),
    "line": ("第 {line} 行", "line {line}"),
    "row": ("第 {row} 行", "row {row}"),
    "entry": ("第 {number} 条", "entry {number}"),
    "sheet-line": ("“{sheet}”第 {line} 行", "“{sheet}” row {line}"),
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
    "exporting": ("写表格", "writing"),
    "own-folder": ("我的话术", "my-book"),
    "make-a-book": (
        "导出的是自带的话术，改了要放进自己的文件夹：先 qreply init {book} 建一份。",
        "These are the shipped phrases; edited ones go into a folder of yours: qreply init {book} makes one.",
    ),
    "update-later": (
        "改好以后：qreply import {file} --to {book} --update，先看改了什么，再加 --write 写回去。",
        "Once edited: qreply import {file} --to {book} --update shows the changes; --write writes them.",
    ),
    "none-taken": (
        "没有写得进去的改动；和话术本一样的 {count} 条。",
        "No change can be taken; {count} are as the book has them.",
    ),
    "update-each": (
        "这张表里有 {count} 本话术（{books}）：--to 写哪一本，就改哪一本；各导入一次。",
        "The table holds {count} books ({books}): --to names which one is changed; import it once into each.",
    ),
    "nothing-changed": ("没有要改的，{count} 条都一样。", "Nothing to change: all {count} are the same."),
    "update-instead": (
        "其中 {count} 条的编号话术本里已经有了：要改原来的那几条，加 --update。",
        "{count} of these ids are in the book: --update changes those phrases instead.",
    ),
    "update-first": (
        "没有写任何文件：其中 {count} 条的编号话术本里已经有了。要改原来的那几条，加 --update；"
        "真要当新的一条加在旁边，加 --force。",
        "Nothing has been written: {count} of these ids are in the book. --update changes those phrases; --force adds "
        "them beside these.",
    ),
    "update-summary": ("{counts}；没变的 {same} 条。", "{counts}; {same} unchanged."),
    "count.changed": ("改 {count} 条", "{count} changed"),
    "count.moved": ("换场景 {count} 条", "{count} moved"),
    "count.new": ("新 {count} 条", "{count} new"),
    "count.removed": ("删 {count} 条", "{count} removed"),
    "heading.changed": ("改  {title}（{id}） {place}", "changed  {title} ({id}) {place}"),
    "heading.moved": ("换场景  {title}（{old} → {id}） {place}", "moved  {title} ({old} → {id}) {place}"),
    "heading.new": ("新  {title}（{id}） {place}", "new  {title} ({id}) {place}"),
    "heading.removed": ("删  {title}（{id}）", "removed  {title} ({id})"),
    "heading.clash": ("没有动  {title}（{id}） {place}", "left alone  {title} ({id}) {place}"),
    "in-book": ("话术本现在", "the book now"),
    "in-table": ("表格里", "the table"),
    "new-table": ("新表{suffix}", "new{suffix}"),
    "export-anew": (
        "这张表里的改动已经在话术本里了；接着改，先导出一份新的：{command}",
        "The table's changes are in the book; export anew before you edit on: {command}",
    ),
    "before": ("原来", "before"),
    "after": ("改成", "after"),
    "more-changes": ("…… 还有 {count} 条，没有全列出来", "… and {count} more"),
    "new-problems": (
        "写进去以后 qreply check 会说（{count}）：",
        "qreply check will say afterwards ({count}):",
    ),
    "updated": ("写好了 {files} 个文件：", "{files} file(s) written:"),
    "untitled": ("没有标题", "untitled"),
    "odd-file": (
        "这个文件的写法比较特别（比如写在一行的 {{…}} 里），请直接改文件",
        "the file is written in an unusual way, such as all on one line; edit the file itself",
    ),
    "prompt.scenario": ("从下拉里选，或者写一个新的场景", "choose one, or write a new one"),
    "prompt.only": (
        "只用于某几个平台时填，一行一个；空着就都能用",
        "platforms it is for, one a line; empty for all",
    ),
    "prompt.tags": ("一行一个，可以选，也可以写新的", "one a line, from the list or new"),
    "prompt.asks": ("顾客会怎么问，一行一个（Alt+回车换行）", "what customers ask, one a line (Alt+Enter)"),
    "prompt.code": ("快捷编码，有几个就一行一个", "short codes, one a line"),
    "prompt.id": (
        "qreply 靠它认出这一条，请不要改；新加的一行空着就行",
        "qreply finds the phrase by it; empty in new rows",
    ),
    "prompt.reply": (
        "要分几条发，中间单独写一行 ---",
        "a line --- divides messages that are sent one by one",
    ),
    "exported": ("导出了 {count} 条到 {path}（{format}）", "Exported {count} phrase(s) to {path} ({format})"),
    "lost": ("这种格式放不下，或者变了样的：", "What the format cannot hold, or changes:"),
    "rules-stay": (
        "话术本自己的 {count} 条合规规则不在里面，请另外复制 rules 文件夹。",
        "The book's own {count} compliance rule(s) are not in it; copy the rules folder.",
    ),
    "book-broken": (
        "{files} 里有错误，因此有 {count} 条没有导出。先改好再导出：{check}",
        "{files}: errors, for which {count} phrases were not exported. Mend them first: {check}",
    ),
    "book-broken.uncounted": (
        "{files} 里有错误，出错的那些没有导出。先改好再导出：{check}",
        "{files}: errors, and what has them was not exported. Mend it first: {check}",
    ),
    "comment.origin": ("从 {format} 导入，共 {count} 条", "Imported from a {format}, {count} phrase(s)"),
    "comment.next": (
        "请给常用的补上 asks（顾客会怎么问），整句话就搜得到；改完运行 qreply check",
        "Please add asks (what customers say) to those in use: whole sentences find them then; and run qreply check",
    ),
    "level.block": ("会拦截", "blocked"),
    "level.warn": ("会提醒", "warned"),
    "flag": ("合规{level}：“{text}”，{why}", "rule ({level}): “{text}”, {why}"),
}

_NOTES: Texts = {
    "variable": ("变量 {theirs} 改成 {ours}，{count} 处", "variable {theirs} became {ours}, {count} time(s)"),
    "placeholder-asked": ("变成要填的“{name}”", "became the placeholder “{name}”"),
    "placeholder-options": (
        "变成要选的“{name}”：{options}",
        "became the placeholder “{name}” with the options {options}",
    ),
    "placeholder-date": (
        "变成自动填的日期“{name}”：{day}，写成 {form}",
        "became the date “{name}”, filled by itself: {day}, as {form}",
    ),
    "day.today": ("当天", "today"),
    "day.later": ("{count} 天后", "{count} day(s) later"),
    "day.earlier": ("{count} 天前", "{count} day(s) earlier"),
    "reply-cleared": (
        "“{title}”的“回复”清空了，后面的说法就成了第一种",
        "“回复” of “{title}” was emptied, so that the next wording is its first",
    ),
    "group": (
        "分组 {theirs} 放到场景“{scenario}”，{count} 条",
        "group {theirs} went to “{scenario}”, {count} phrase(s)",
    ),
    "no-group": (
        "没有分组的 {count} 条放到场景“{scenario}”",
        "{count} phrase(s) without a group went to “{scenario}”",
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
        "{name} 像是变量，但不认识，改成发送前要填的",
        "{name} looks like a variable and is not known; it is asked for",
    ),
    "hidden-row": (
        "这一行在表格里是隐藏的（或者被筛选掉了）；要带进来就取消隐藏",
        "the row is hidden, or filtered out; show it to take it in",
    ),
    "hidden-sheet": (
        "工作表“{name}”是隐藏的，{count} 行；要带进来就取消隐藏",
        "the sheet “{name}” is hidden, {count} row(s); show it to take it in",
    ),
    "switched-off": ("原来是停用的：{shown}", "switched off: {shown}"),
    "blank-groups": (
        "有 {count} 格分组（分类）空着，当作没有分组；要跟上面一行一样，加 --fill-down",
        "{count} group cell(s) are blank and mean no group; --fill-down takes the one above",
    ),
    "merged": (
        "合并的单元格按上面的填了 {count} 格",
        "{count} cell(s) that were merged with those above say the same",
    ),
    "uncalculated": (
        "这一行有公式，但文件里没有算好的结果；用 Excel 打开存一次再导入",
        "a formula without its result; open the workbook, save it, and import it again",
    ),
    "extra-column": (
        "“{name}”这一列是后加的（{count} 格），不管；给客服看的写在“提示”里",
        "the column “{name}” was added ({count} cells) and is left alone",
    ),
    "id-twice": (
        "编号 {id} 前面已经有一行，这一行当作新的一条",
        "the id {id} stands in a row before; this one is a new phrase",
    ),
    "not-in-this-book": (
        "有 {count} 行没有改过，这本话术里没有它们，不管",
        "{count} row(s) were not edited and are not in this book; they are left alone",
    ),
    "changed-on-both-sides": (
        "“{title}”（{id}）的{columns}，导出以后话术本里也改过，没有动",
        "“{title}” ({id}): the book has changed {columns} too since the export, so these cells stay",
    ),
    "changed-on-both-sides.hint": (
        "要以表格为准（比如话术本里的就是上次从这张表导进去的），先加 --force 看一遍，再加 --write；"
        "要接着改，先导出一份新的",
        "to take the table's, as where the book has what this table brought before, see what --force changes, then add "
        "--write; export anew before you edit on",
    ),
    "unstamped": (
        "“{title}”（{id}）和话术本里不一样，没有动",
        "“{title}” ({id}) differs from the book, and stays",
    ),
    "unstamped.hint": (
        "“校验”空了（或者没有这一列），分不清是您改的还是话术本后来改的；"
        "要以表格为准，先加 --force 看一遍，再加 --write",
        "without “校验” it is not known which side has changed; to take the table's, see what --force changes, then "
        "add --write",
    ),
    "unstamped-gone": (
        "“{title}”（{id}）话术本里没有，没有加",
        "“{title}” ({id}) is not in the book, and is not added",
    ),
    "unstamped-gone.hint": (
        "“校验”空了（或者没有这一列），分不清是新加的还是话术本里已经删了的；新加的清空“编号”，或者加 --force",
        "without “校验” it is not known whether it is new or was removed in the book; to add it, empty its “编号”, or "
        "--force it",
    ),
    "known-by-name": (
        "“{title}”这一行没有编号，当作话术本里同名（或同编码）的 {id}，写得不一样，没有动",
        "the row “{title}” has no id and was taken for {id}, of the same title or code, which differs and stays",
    ),
    "known-by-name.hint": (
        "要接着改，先导出一份新的；要以表格为准，先加 --force 看一遍，再加 --write；要另加一条，换个标题和编码",
        "export anew before you edit on; to take the table's, see what --force changes, then add --write; to add one "
        "beside it, give it another title and code",
    ),
    "in-another-book": (
        "“{title}”（{id}）是从另一本话术“{book}”导出来的，这里没有动；要改它，--to 后面写那一本",
        "“{title}” ({id}) was exported from another book, “{book}”, and is left alone here; --to that book changes it",
    ),
    "in-another-book-now": (
        "新加的“{title}”已经在另一本话术“{book}”里了，这里不再加；这一本也要，就加 --force",
        "the new “{title}” is in another book now, “{book}”, and is not added here; --force adds it to this one too",
    ),
    "new-in-this-book": (
        "这张表是几本话术一起导出的：新加的 {count} 条会写进“{book}”这一本；该进另一本的，--to 写那一本",
        "the table was exported from several books: its {count} new phrase(s) go into “{book}”; --to another puts them "
        "there",
    ),
    "new-question-mark": (
        "“{column}”里新有的 ? 也许是保存时丢了的表情或生僻字；存成「CSV UTF-8」再改一次，本来就是问号的不用管",
        "a new ? in “{column}” may be an emoji that saving the file lost; save as “CSV UTF-8” and edit it again, "
        "unless a question mark was meant",
    ),
    "cannot-be-empty": (
        "“{column}”清空了，这一格不能空，还是“{stays}”",
        "“{column}” was emptied; it cannot be without, and stays “{stays}”",
    ),
    "lost-perhaps": (
        "“{column}”里新有的 ? 多半是保存时丢了的表情或生僻字，这一格没有动；存成「CSV UTF-8」再改",
        "a new ? in “{column}” is most likely an emoji that saving the file lost; the cell stays: save as “CSV UTF-8” "
        "and edit it again",
    ),
    "code-with-blank": (
        "编码“{written}”中间有空格，算一个编码；是几个编码，用顿号隔开",
        "the code “{written}” has a blank in it and counts as one; put commas between several",
    ),
    "changed-by-excel": (
        "“{column}”是“{written}”，像是 Excel 改过的；原来不是这样，就把那一格设成文本再填",
        "“{column}” is “{written}”, as if a spreadsheet had changed it; if so make the cell text and type it again",
    ),
    "odd-divider": (
        "单独一行的“{written}”会原样发给顾客；要分几条发，写成 ---",
        "the line “{written}” is sent as it stands; what divides messages is ---",
    ),
    "asks-in-a-line": (
        "“问法”里“{written}”写在一行，算一句；几句就一行一句",
        "“问法” has “{written}” on one line, which is one ask; write each on a line of its own",
    ),
    "column-gone": (
        "“{name}”这一列没有了，原来的 {count} 格不动；要清空，留着这一列，清空格子",
        "the column “{name}” is gone; its {count} cell(s) stay: to clear them keep the column and empty the cells",
    ),
    "id-emptied": (
        "“编号”清空了，还是 {id}；这一行的其他改动照常",
        "its id was emptied, and stays {id}; the row's other changes count",
    ),
    "hidden-edit": (
        "这一行在表格里是隐藏的（或者被筛选掉了），改动也算",
        "the row is hidden, or filtered out; its changes count all the same",
    ),
    "other-sheet": (
        "“{title}”这一行放到了别的工作表，“场景”还是“{scenario}”，没有换场景；要换，改“场景”这一格",
        "the row “{title}” stands in another sheet, and its “场景” still says “{scenario}”: it stays there; edit that "
        "cell to move it",
    ),
    "removed-changed": (
        "“{title}”（{id}）表格里删了，可是导出以后话术本里改过，没有删；真要删就加 --force",
        "“{title}” ({id}) was taken out of the table, and the book has changed it since the export: it stays; --force "
        "removes it",
    ),
    "some-removed-changed": (
        "“{title}”（{id}）表格里删了；删掉的几条里有的导出以后话术本里改过，分不清是哪一条，没有删；真要删就加 --force",
        "“{title}” ({id}) was taken out of the table; the book has changed one of those since the export, and which is "
        "not known: it stays; --force removes it",
    ),
    "since-export": (
        "话术本里有 {count} 条，这张表导出的时候还没有，留着：{names}；要改要删，先导出一份新的",
        "{count} phrase(s) came into the book after this table was exported and stay: {names}; export anew to change "
        "them",
    ),
    "gone-from-book": (
        "“{title}”（{id}）表格里改过，话术本里已经没有这一条了，没有动；"
        "要当新的一条加上，清空这一行的“编号”，或者加 --force",
        "“{title}” ({id}) was edited, and is no longer in the book; to add it, empty its “编号”, or --force it",
    ),
    "id-stays": (
        "编号改成了 {written}，编号不能这样改，还是 {id}；这一行的其他改动照常",
        "the id was edited to {written}, and stays {id}; the row's other changes count",
    ),
    "characters-lost": (
        "这个文件保存时丢了表情，已按话术本里的保留；下次存成「CSV UTF-8」",
        "saving this file lost its emoji; they stay as the book has them. Save it as “CSV UTF-8” next time",
    ),
    "lost-unclear": (
        "“{column}”这一格改过，又有保存时变成 ? 的表情，看不出原来在哪里，这一格没有动；存成「CSV UTF-8」再改",
        "“{column}” was edited, and it is not clear where its emoji stood that were saved as ?; it stays: save as "
        "“CSV UTF-8” and edit it again",
    ),
    "sheet-lacks-column": (
        "工作表“{sheet}”少了{columns}这一列{near}，整张没有读，它的话术不动；列名改回去再导入",
        "the sheet “{sheet}” has no column {columns}{near}: it is not read, its phrases stay; mend the name",
    ),
    "scenario-not-in-table": (
        "表格里没有“{title}”的任何一行，它的 {count} 条不动",
        "the table has no row of “{title}”; its {count} phrase(s) stay",
    ),
    "removed-unclear": (
        "表格里没有的 {count} 条，分不清是您删的，还是导出以后话术本里新加的，没有删；真要删就加 --force",
        "whether {count} phrase(s) were taken out of the table or added to the book since cannot be told: they stay; "
        "--force removes them",
    ),
    "many-removed": (
        "“{title}”在表格里少了 {count} 条（一共 {all} 条），太多了，都没有删；真要删就加 --force",
        "{count} of {all} phrases of “{title}” are missing in the table: too many, so all stay; --force removes them",
    ),
    "not-spliced": ("“{title}”（{id}）写不进去：{reason}", "“{title}” ({id}) cannot be written: {reason}"),
    "file-failed": ("{message}", "{message}"),
    "other-files": (
        "{count} 个文件不是表格、JSON 或 YAML",
        "{count} file(s) that are no tables, JSON or YAML",
    ),
    "import-outside": (
        "引用的 {name} 不在这个文件夹里，没有读",
        "the import {name} lies outside of the folder and was not read",
    ),
    "import-unread": ("引用的 {name} 读不了：{message}", "the import {name} cannot be read: {message}"),
    "unknown-variable": ("{written} 没有定义，改成要填的", "{written} is not defined; it is asked for"),
    "code": (
        "用到 {name}，这里不会运行，改成手动填写；原来的命令：{command}",
        "uses {name}, which is never run here; it is asked for. The command was: {command}",
    ),
    "date": (
        "日期写法 {written} 这里写不出来，改成手动填写",
        "the date {written} cannot be said here; it is asked for",
    ),
    "same-text": (
        "“{title}”和“{other}”（{first}）文字完全一样",
        "“{title}” says the same as {first} “{other}”",
    ),
    "near": (
        "“{title}”和“{other}”（{first}）几乎一样",
        "“{title}” says nearly the same as {first} “{other}”",
    ),
    "rule": ("“{title}” {flag}", "“{title}” {flag}"),
    "code-taken": (
        "“{title}”的编码 {written}，“{other}”（{first}）也有",
        "the code {written} of “{title}” is that of {first} “{other}” too",
    ),
    "ask-taken": (
        "“{title}”的问法“{written}”，“{other}”（{first}）也有",
        "the ask “{written}” of “{title}” stands in {first} “{other}” too",
    ),
    "unknown-platform": (
        "“仅限”里的“{name}”不认识，这一行没有动；可选：{known}{near}",
        "“仅限” names no platform {name}; the row stays as it is. There are: {known}{near}",
    ),
    "platform-not-taken": (
        "“平台”里的“{name}”不认识，没有限平台；可选：{known}{near}",
        "“{name}” is no platform, so the phrase is for all. There are: {known}{near}",
    ),
    "nowhere-to-use": (
        "“仅限”里的“{name}”不认识，这一条在哪个平台都用不上；可选：{known}{near}",
        "“仅限” names no platform {name}: the phrase is of no use on any. There are: {known}{near}",
    ),
    "was-it": ("（是不是现在的“{name}”？）", " (is it “{name}” now?)"),
    "meant": ("；是不是 {near}？", "; did you mean {near}?"),
    "still-named": (
        "“{title}”（{id}）要删，可是还有 {count} 条指着它：{names}；把那几条的“{columns}”也改掉",
        "“{title}” ({id}) is to be removed, and {count} phrase(s) still name it: {names}; change their “{columns}” too",
    ),
    "new-scenario": (
        "会新开场景“{scenario}”{near}",
        "this begins a scenario “{scenario}”{near}",
    ),
    "leads-nowhere": (
        "“{column}”里的 {written} 话术本里没有{near}",
        "“{column}” names {written}, which is not in the book{near}",
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
    "column-by-number": (
        "第 {name} 列，{count} 格；需要的话用 --map 指定",
        "column {name}, {count} cell(s); --map takes it in",
    ),
    "cut-by-comma": (
        "这一行比表头多 {count} 格，内容多半被逗号切断了：{shown}；给有逗号的那一格加上英文双引号，"
        "或者用 Excel 改好另存为 CSV；真是多出来的一列，就给它写上列名",
        "the row has {count} cell(s) more than the header, cut by a comma most likely: {shown}; put quotes around the "
        "cell with the comma, or save the table as CSV in a spreadsheet; name the column if it is one",
    ),
    "text-cut": (
        "第 {column} 列的内容多半被逗号切断了（{count} 行没有带入）：{shown}；给有逗号的那一格加上英文双引号，"
        "真是另外一列，就用 --map 提示={next} 带进来",
        "a comma has cut the text of column {column} most likely ({count} row(s) stay out): {shown}; put quotes around "
        "the cell with the comma, or take it in as a column of its own by --map note={next}",
    ),
    "text-beside": (
        "第 {column} 列右边还有字没带进来（{count} 行）：{shown}；要是被逗号切断的，"
        "给有逗号的那一格加上英文双引号再导入",
        "right of column {column} is text that does not come in ({count} row(s)): {shown}; if a comma has cut it off, "
        "put quotes around the cell with the comma",
    ),
    "sheet-not-ours": (
        "工作表“{sheet}”没有“回复”这一列，{count} 行没有读；要加成话术，第一行写上“标题”“问法”“回复”",
        "the sheet “{sheet}” has no column “回复”, and its {count} row(s) were not read; to add them as phrases begin "
        "it with a row “标题”, “问法”, “回复”",
    ),
    "header-again": ("又是一行表头", "the header once more"),
    "above-header": ("表头上面的说明：{shown}", "above the header: {shown}"),
    "sheet": (
        "工作表“{name}”没有认得的表头，{count} 行{hint}",
        "sheet “{name}” has no header of phrases, {count} row(s){hint}",
    ),
    "pictures": (
        "表格里嵌着 {count} 张图片，请另外保存",
        "{count} picture(s) in the workbook; save them apart",
    ),
    "empty-entry": ("是空的", "is empty"),
    "no-phrases": ("这一段不是话术", "this part holds no phrases"),
    "broken-rest": (
        "“其余”一栏读不出来；那里只能是 qreply 写的内容，备注写在“提示”里，这一格清空再导入",
        "the last column cannot be read; it holds what qreply writes, notes go elsewhere: empty the cell",
    ),
    "problem": ("{message}", "{message}"),
    "problem-hint": ("{message}；{hint}", "{message}; {hint}"),
    "problem-of": ("“{title}”{message}", "“{title}”: {message}"),
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
    "lost.fields": ("放不下：{fields}", "no place for {fields}"),
    "lost-field": ("{field}（{count} 条）", "{field} ({count})"),
    "lost.characters": ("GBK 里没有的字，写成了 ?：{characters}", "not in GBK, written as ?: {characters}"),
    "lost.placeholders": (
        "要填的 {names} 照原样写着 {{{{名}}}}，发送前要手动改",
        "{names} stand as {{{{…}}}} and are to be filled by hand",
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
