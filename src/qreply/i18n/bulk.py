"""What `qreply replace`, `move` and `tag` say, and all that writes over a book's files."""

from __future__ import annotations

from qreply.i18n import Texts

TEXTS: Texts = {
    "dry": (
        "还没有写。看好了加上 --write，会改 {count} 个文件。",
        "Nothing is written yet. With --write {count} files are changed.",
    ),
    "written": ("已写好 {path}", "Wrote {path}"),
    "check": ("再检查一遍：{check}", "Now check it: {check}"),
    "stars": ("收藏已经跟过去了。", "Your stars have followed."),
    "hotkeys": (
        "{path} 里的快捷键和批量回复（hotkeys、round）已经改成新编号。",
        "hotkeys and round in {path} now name the new ids.",
    ),
    "hotkeys-by-hand": (
        "{path} 里的 hotkeys、round 没能改（{reason}），请自己改成新编号：{ids}",
        "hotkeys and round in {path} were left alone ({reason}); write the new ids yourself: {ids}",
    ),
    "elsewhere": (
        "编号变了：别的电脑上的收藏和 hotkeys 要各自改，这几条的使用次数从头算起。",
        "Their ids are new: stars and hotkeys on other computers stay as they are, and their use is counted anew.",
    ),
    "other-writing": (
        "“{text}”是同样的意思，写法不同，没有动：{places}",
        "“{text}” means the same in other words, and was left alone: {places}",
    ),
    "filled-writing": (
        "“{text}”在这里由占位的默认或选项拼成，写法不同，没有动：{places}",
        "“{text}” is made by a placeholder's default or options here, and was left alone: {places}",
    ),
    "and-more": ("{places} 等 {count} 处", "{places} and more, {count} in all"),
    "elsewhere-too": (
        "“{old}”还出现在没有改的地方：{counts}。要改就加上 --in {keys}",
        "“{old}” also stands where nothing was changed: {counts}. To change it there add --in {keys}",
    ),
    "elsewhere-count": ("{name} {count} 处", "{name} {count}"),
    "doubled": (
        "改了以后，{place}里有两个一样的“{value}”，请去掉一个",
        "{place} would have “{value}” twice; take one out",
    ),
    "place-phrase": ("{title}（{id}）", "{title} ({id})"),
    "place-fragment": ("片段“{name}”", "fragment “{name}”"),
    "place-placeholder": ("占位“{name}”", "placeholder “{name}”"),
    "place-tag": ("{place}的占位“{name}”", "placeholder “{name}” of {place}"),
    "place-key": ("{place}的{key}", "{key} of {place}"),
    "nothing": ("没有要改的。", "There is nothing to change."),
    "shipped": (
        "正在用的是自带的话术，不能改。",
        "In use is the phrasebook that comes with qreply, which stays as it is.",
    ),
    "shipped.hint": (
        "先复制一份：qreply init 我的话术；或者用 --phrasebook 指明改哪一本。",
        "Make a copy first: qreply init MY-BOOK; or name the book with --phrasebook.",
    ),
    "broken": ("{place} 有错，先改好它：{message}", "{place} has an error to be mended first: {message}"),
    "encoding": ("{path} 存的不是 UTF-8 编码", "{path} is not in UTF-8"),
    "unsound.hint": (
        "能改的它会改好，其余的会指出来：qreply check --fix {book}",
        "This mends what it can and names the rest: qreply check --fix {book}",
    ),
    "breaks": (
        "这样改了以后 {place} 会出错，没有改：{message}",
        "This would break {place}, so nothing was changed: {message}",
    ),
    "breaks.hint": (
        "先用 --in、-s 或 --tag 说清楚改哪里，或者打开文件改。",
        "Say with --in, -s or --tag what is meant, or change it in an editor.",
    ),
    "odd": (
        "{path} 的写法太特别，改了会变样，所以没有动",
        "{path} is written so that the change would spoil it; it was left alone",
    ),
    "odd.hint": (
        "请用编辑器改；qreply check 会说哪里特别。",
        "Change it in an editor; `qreply check` says what is odd.",
    ),
    "meanwhile": ("刚才有人改过它，请再来一次", "someone has changed it meanwhile; try again"),
    "partly": ("已经写好的：{paths}；其余的没有动。", "Written so far: {paths}; the rest is as it was."),
    "no-words": ("要写上文字，不能是空的", "Give some words; they cannot be empty"),
    "unknown-key": (
        "--in 不认识“{name}”，可以写：{known}",
        "--in does not know “{name}”; it takes {known}",
    ),
    "key": ("{name}（{title}）", "{name} ({title})"),
    "no-scenario": ("没有场景“{name}”", "There is no scenario “{name}”"),
    "scenario-like": ("没有场景“{name}”，是不是“{near}”？", "There is no scenario “{name}”; is it “{near}”?"),
    "scenario-like.hint": (
        "是就写 --to {near}；真要新开一个场景，加上 --new",
        "If so write --to {near}; to begin a new scenario add --new",
    ),
    "new-scenario": (
        "“{name}”是新的场景，原来有的是：{known}",
        "“{name}” is a new scenario; there are {known}",
    ),
    "no-tag": ("没有哪一条有标签“{name}”", "No phrase has the tag “{name}”"),
    "no-target": (
        "写上移到哪里：--to 场景，或者 --group 分组",
        "Say where to: --to SCENARIO or --group GROUP",
    ),
    "which": (
        "写上哪几条：编号或编码，或者 --scenario 场景、--tag 标签",
        "Say which: ids or codes, or --scenario, or --tag",
    ),
    "id-taken": ("{id} 移过去要叫 {new}，那里已经有了", "{id} would become {new}, which is there already"),
    "id-taken.hint": ("先给其中一条换个编号。", "Give one of them another id first."),
    "cannot-move": (
        "这几条的写法太特别，移不动，所以没有动",
        "They are written so that they cannot be moved",
    ),
    "one-file": ("{path} 是单独一个文件，移不出去", "{path} is a book of one file, which nothing can leave"),
    "one-file.hint": ("把话术放进一个文件夹，再移。", "Put it into a folder of its own first."),
    "means-other": (
        "{id} 移过去就变样了：那里没有它用的占位或片段，或者有效期不同",
        "{id} would mean something else there: its placeholders, fragments or validity differ",
    ),
    "means-other.hint": (
        "把用到的占位、片段也写到那个文件里，再移。",
        "Declare in that file what it uses, then move it.",
    ),
}
