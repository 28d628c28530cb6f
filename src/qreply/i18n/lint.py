"""What `check` says of books that load but were meant otherwise; part of the area `problem`."""

from __future__ import annotations

from qreply.i18n import Texts

TEXTS: Texts = {
    "rule-blocks": (
        "“{text}”不能发，客服会复制不了：{why}（规则 {id}，{platforms}）",
        "“{text}” is never copied: {why} (rule {id}, {platforms})",
    ),
    "rule-blocks.hint": ("改成：{say}", "Say instead: {say}"),
    "rule-blocks-say-nothing": (
        "“{text}”不能发，客服会复制不了：{why}（规则 {id}，{platforms}）",
        "“{text}” is never copied: {why} (rule {id}, {platforms})",
    ),
    "rule-blocks-say-nothing.hint": (
        "换一种说法；规则本身不对，就在 rules 里写 {id} 的例外",
        "Say it differently; if the rule is wrong, write an exception for {id}",
    ),
    "rule-warns": (
        "“{text}”要留意，客服每次要多按一次回车：{why}（规则 {id}，{platforms}）",
        "Mind “{text}”, which costs a second Enter: {why} (rule {id}, {platforms})",
    ),
    "rule-warns.hint": ("可以改成：{say}", "Say instead: {say}"),
    "rule-warns-say-nothing": (
        "“{text}”要留意，客服每次要多按一次回车：{why}（规则 {id}，{platforms}）",
        "Mind “{text}”, which costs a second Enter: {why} (rule {id}, {platforms})",
    ),
    "rule-warns-say-nothing.hint": (
        "换一种说法；规则本身不对，就在 rules 里写 {id} 的例外",
        "Say it differently; if the rule is wrong, write an exception for {id}",
    ),
    "rule-too-slow": (
        "规则 {id} 查这条回复太慢，没有查完，客服会复制不了",
        "Rule {id} takes too long on this reply, which is never copied",
    ),
    "rule-too-slow.hint": ("把这条规则的样式改简单", "Make the rule's pattern simpler"),
    "unknown-rule": ("没有编号是“{id}”的规则可以关闭", "There is no rule `{id}` to turn off"),
    "unknown-rule.hint": ("qreply rules 列出全部编号", "`qreply rules` lists the ids"),
    "mistyped-rule": ("没有编号是“{id}”的规则可以关闭", "There is no rule `{id}` to turn off"),
    "mistyped-rule.hint": ("是不是“{near}”？", "Did you mean `{near}`?"),
    "hole": ("“{written}”会原样发给客户", "“{written}” is sent to customers as it stands"),
    "hole.hint": ("是要填的内容就写成 {meant}", "If something belongs here, write {meant}"),
    "hole-in-name": (
        "标题、编码、问法里的“{written}”只照原样搜，不会填上内容",
        "“{written}” in a title, code or ask is searched as it stands; nothing is filled in",
    ),
    "hole-in-name.hint": (
        "写成顾客会说的话，去掉括号",
        "Write what customers say, without the braces",
    ),
    "odd-field": ("{written} 不会按您想的那样填", "{written} is not filled as was meant"),
    "odd-field.hint": ("是不是 {meant}？", "Did you mean {meant}?"),
    "leftover-escape": (
        "“{written}”会原样发给客户，不是换行",
        "“{written}” is sent as it stands, not as a line break",
    ),
    "leftover-escape.hint": ("用 | 另起一行写，直接换行", "Write the text below a |, with real line breaks"),
    "leftover-html": ("网页代码“{written}”会原样发给客户", "The markup “{written}” is sent as it stands"),
    "leftover-html.hint": ("删掉，换成文字或换行", "Replace it by text or a line break"),
    "leftover-excel-escape": (
        "Excel 带来的“{written}”会原样发给客户",
        "“{written}”, from Excel, is sent as it stands",
    ),
    "leftover-excel-escape.hint": ("删掉它", "Delete it"),
    "leftover-mojibake": ("这里有乱码“{written}”", "Garbled characters: “{written}”"),
    "leftover-mojibake.hint": ("重新输入这几个字", "Type them again"),
    "leftover-excel-error": (
        "Excel 的错误值“{written}”会原样发给客户",
        "Excel's error “{written}” is sent as it stands",
    ),
    "leftover-excel-error.hint": ("补上原来的内容", "Put in what belongs here"),
    "leftover-excel-number": (
        "“{written}”像是 Excel 留下的公式，或者它改过的号码",
        "“{written}” looks like a formula of Excel, or a number that it has changed",
    ),
    "leftover-excel-number.hint": (
        "是号码就填上原来的，是文字就去掉开头的 =",
        "Put in the number as it was; of a text take the = away",
    ),
    "leftover-comment": ("“{written}”不是注释，会发给客户", "“{written}” is no comment here; it is sent"),
    "leftover-comment.hint": (
        "注释写在 reply 上面一行，和 reply 左边对齐",
        "Put comments above `reply`, aligned with it",
    ),
    "leftover-bar": ("开头的“{written}”会发给客户", "“{written}” at the start is sent"),
    "leftover-bar.hint": ("是要另起一行写就用半角的 |", "To start a new line use the plain |"),
    "leftover-conflict": ("合并留下的“{written}”会发给客户", "“{written}”, left by a merge, is sent"),
    "leftover-conflict.hint": ("只留对的那一份", "Keep the right version only"),
    "title-twice": ("标题“{title}”在 {where} 也有", "The title `{title}` is also at {where}"),
    "title-twice.hint": (
        "列表里分不清两条，换一个标题",
        "Nobody can tell them apart in the list; rename one",
    ),
    "reply-twice": (
        "“{title}”和“{first}”（{where}）的回复一样",
        "`{title}` has the same reply as `{first}` ({where})",
    ),
    "reply-twice.hint": ("合成一条，问法写在一起", "Make one phrase of them, with all asks"),
    "reply-nearly-twice": (
        "“{title}”和“{first}”（{where}）的回复差不多",
        "`{title}` has nearly the same reply as `{first}` ({where})",
    ),
    "reply-nearly-twice.hint": (
        "一个意思就合成一条，或者写成 variants",
        "If they mean the same, make one of them, or write `variants`",
    ),
    "image-missing": ("找不到图片“{name}”", "There is no image `{name}`"),
    "image-missing.hint": (
        "把图片放在同一个文件夹，或者改名字",
        "Put it into the same folder, or mend its name",
    ),
    "copy-not-read": (
        "{name} 像是 {first} 的副本，没有读",
        "{name} looks like a copy of {first}, and is not read",
    ),
    "copy-not-read.hint": (
        "把它移出话术文件夹；真是另一个文件就改个名字",
        "Move it out of the folder; if it is a file of its own, rename it",
    ),
    "ending-not-read": ("{name} 没有读：结尾是 {ending}", "{name} is not read, for it ends in {ending}"),
    "ending-not-read.hint": ("改名为 {meant}", "Rename it to {meant}"),
    "folder-not-read": ("子文件夹 {name} 里的话术没有读", "The phrases in the folder {name} are not read"),
    "folder-not-read.hint": (
        "把文件移到上一层；规则放在 rules 文件夹",
        "Move its files one level up; rules belong in `rules`",
    ),
    "conflict-mark": ("这里是 git 合并冲突的标记", "A mark of a merge conflict in git"),
    "conflict-mark.hint": (
        "两份里只留对的一份，删掉 <<<<<<<、=======、>>>>>>> 这几行",
        "Keep the right one of the two versions, and delete the lines <<<<<<<, ======= and >>>>>>>",
    ),
    "forgotten-dash": (
        "“{key}”在这一条里已经有了，像是下一条的开头",
        "`{key}` stands in this phrase already; this looks like the next one",
    ),
    "forgotten-dash.hint": (
        "在它前面加“- ”，下面各项左边对齐；不要删",
        "Put `- ` before it, and align the keys below; do not delete it",
    ),
    "empty-file": ("文件里没有话术，也没有规则", "The file holds no phrases and no rules"),
    "empty-file.hint": ("写上 phrases，或者删掉文件", "Add `phrases`, or delete the file"),
    "blanks-joined": ("> 会把几行并成一行，中文之间多出空格", "> joins the lines, with blanks between hanzi"),
    "blanks-joined.hint": ("换成 |", "Use | instead"),
    "bad-reading": ("读音“{value}”里有汉字", "The reading `{value}` has hanzi in it"),
    "bad-reading.hint": ("写拼音，字之间空一格，如 yin hang", "Write pinyin, a blank between syllables"),
    "validity-text": ("有效期要分开写", "A validity has two keys"),
    "validity-text.hint": (
        "写成 {{from: 2026-11-01, until: 2026-11-15}}",
        "Write {{from: 2026-11-01, until: 2026-11-15}}",
    ),
    "platform-text": ("平台下面要写 reply", "A `reply` belongs below a platform"),
    "platform-text.hint": ("写成 拼多多: {{reply: 文字}}", "Write pdd: {{reply: text}}"),
    "readings-text": ("读音要写成“词: 拼音”", "Readings are `word: pinyin`"),
    "readings-text.hint": ("写成 {{重量: zhong liang}}", "Write {{word: zhong liang}}"),
    "list-without-phrases": ("列表上面少了 phrases: 这一行", "A line `phrases:` is missing above the list"),
    "list-without-phrases.hint": (
        "在第一条前面加一行 phrases:",
        "Put a line `phrases:` before the first item",
    ),
    "table-text": ("这是表格，不是话术文件", "This is a table, not a phrasebook file"),
    "table-text.hint": ("用 qreply import 导入", "Bring it in with `qreply import`"),
}
