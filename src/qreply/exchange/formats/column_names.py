"""What tables call their columns, and what these hold."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

from qreply.exchange.import_limits import LABEL
from qreply.text.normalize import fold

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "text": (
        "内容", "回复", "快捷短语", "快捷短语内容", "快捷回复", "快捷回复内容",
        "话术", "话术内容", "回复内容", "短语内容", "短语", "回答", "答案", "正文",
        "标准话术", "团队话术内容", "推荐话术", "回复话术", "自动回复", "自动回复内容", "标准回复",
        "答复", "新话术", "新回复", "新内容",
        "reply", "content", "snippet", "text", "answer", "message", "body", "phrase", "response", "responses",
    ),
    "variants": ("其他说法", "备用话术", "备选话术", "备用回复", "其他回复", "其他话术", "变体", "variants", "variant"),
    "title": (
        "标题", "名称", "话术标题", "主题", "话术名称", "模板名称", "短语名称", "问题标题", "title", "name", "label",
    ),
    "code": (
        "编码", "快捷编码", "快捷短语编码", "快捷码", "快捷键", "简码", "短码", "快捷词",
        "code", "keyword", "shortcut", "short_code", "shortcode", "autotext", "abbreviation", "trigger",
    ),
    "scenario": ("场景", "一级分组", "一级分类", "scenario"),
    "group": (
        "分组", "分类", "快捷短语分组", "类别", "目录", "二级分组", "二级分类", "话术分组", "话术分类", "分组名称",
        "所属分组", "应用环节", "场景分类", "group", "category", "cat", "folder",
    ),
    "asks": (
        "问法", "问题", "客户问题", "顾客问题", "买家问题", "相似问", "相似问法", "标准问", "标准问题",
        "触发关键词", "触发词", "客户问", "顾客问", "买家问", "客户说", "顾客说", "买家说",
        "asks", "question", "questions", "keywords", "patterns",
    ),
    "words": ("关键词", "关键字"),  # asks where no other column has them, else tags
    "tags": ("标签", "tags", "tag"),
    "only": ("仅限", "平台", "适用平台", "only", "platform", "platforms"),
    "note": ("提示", "备注", "说明", "note", "notes", "description"),
    "images": ("图片", "图片名", "图片名称", "图片文件", "images", "image"),
    "enabled": (
        "是否启用", "启用", "启用状态", "状态", "是否有效", "有效", "是否可用", "可用", "enabled",
        "active", "status", "is_active",
    ),
    "disabled": ("是否停用", "停用", "是否禁用", "禁用", "是否作废", "作废", "disabled", "is_disabled"),
}  # fmt: skip
_BY_NAME = {alias: name for name, aliases in COLUMNS.items() for alias in aliases}
_NUMBERED = re.compile(
    "((?:备用|备选|其他|快捷|标准)?(?:话术|回复|短语|说法)|变体|答案|回答|内容|话术内容|回复内容|答复"
    "|reply|answer|response|text|message|content|variant"
    "|(?:问法|问题|相似问|相似问法|关键词|question|ask|keyword))[_ -]?([0-9]{1,2}|[一二三四五六七八九])"
)
_GIVEN_UP = re.compile("[（(]已?(?:作废|停用|弃用|废弃|不用|旧)[版的了]?[)）]")
FURTHER = " #"  # between a key of JSON and the number of a further reply in its list
SEVERAL_ALLOWED = ("variants", "asks", "tags", "images")  # of which each column counts

_PAIR = {"q": "asks", "a": "text"}
_LONGEST_NAME = 12  # characters of a column's name

# Words in the names of columns, ours or not: a row with one of them, and nothing long, is no phrase.
_NAMING = re.compile(
    "内容|名称|标题|编码|编号|分组|分类|排序|序号|回复|话术|关键词|短语|问题|答案"
    "|^(?:id|keyword|snippet|name|description|autotext|phrase|shortcut|title|text|content|group|category|abbreviation"
    "|trigger|replacement|expansion|code|reply|message|answer|question)s?$"
)


def known_column(header: str) -> str:
    """Return what a column of that name holds, "" if it says nothing to us."""
    if len(header) > LABEL:
        return ""
    if _GIVEN_UP.search(header):
        return ""
    content = fold(re.sub(r"[（(].*?[)）]|[\s*:：]+", "", unicodedata.normalize("NFKC", header)))
    if (known := _BY_NAME.get(content)) is not None:
        return known
    name, further, _ = content.partition(FURTHER.strip())
    if further and _BY_NAME.get(name) in ("text", "variants"):
        return "variants"
    if found := _NUMBERED.fullmatch(content):
        return (
            "asks" if _BY_NAME.get(found[1]) in ("asks", "words", "code") or found[1] == "ask" else "variants"
        )
    return ""


def known_columns(header: Sequence[str]) -> list[str]:
    """Return what each column holds; q and a are known side by side alone."""
    known = [known_column(cell) for cell in header]
    letters = [cell.strip().casefold() for cell in header]
    if "text" not in known and _PAIR.keys() <= set(letters):
        return [_PAIR.get(letter, name) for letter, name in zip(letters, known, strict=True)]
    return known


def is_header(cells: Sequence[str]) -> bool:
    """Tell whether the cells name columns: one for the text and at least one more."""
    known = set(known_columns(cells))
    return bool({"text", "variants"} & known) and len(known - {""}) > 1


def names_columns(cells: Sequence[str]) -> bool:
    """Tell whether the cells read like names of columns, be they known or not."""
    filled = [fold(cell.strip()) for cell in cells if cell.strip()]
    return all(len(cell) <= _LONGEST_NAME for cell in filled) and any(map(_NAMING.search, filled))


def columns_in(mapping: Mapping[str, str]) -> list[str]:
    """Return the names and numbers of columns in a mapping, which gives several to some of ours."""
    found: list[str] = []
    for ours, theirs in mapping.items():
        several = known_column(ours) in SEVERAL_ALLOWED
        found += [column.strip() for column in theirs.split(",")] if several else [theirs]
    return found
