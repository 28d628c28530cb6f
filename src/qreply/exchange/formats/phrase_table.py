"""Write a phrase as a row with a column for each of its fields, and read it back.

People edit such rows in a spreadsheet.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from hashlib import blake2b

from qreply.exchange.formats.json_values import parse_json
from qreply.phrasebook.model import PLATFORMS, Phrase, Wording
from qreply.phrasebook.references import used_scope
from qreply.phrasebook.writing.serializer import PhraseFile, head_of, phrase_tree, placeholders_of
from qreply.phrasebook.writing.yaml_writer import Tree
from qreply.phrasebook.yaml_keys import PLATFORM_NAMES

ID, SCENARIO, SCENARIO_TITLE, TITLE, REPLY = "编号", "场景", "场景名", "标题", "回复"
REST, CHECK = "其余", "校验"
FROM, UNTIL = "有效从", "有效到"
MESSAGES, WORDINGS = "\n---\n", "\n===\n"

_OTHERS = "其他说法"  # all but the first, as tables of earlier versions have them
_TEXTS = {"分组": "group", TITLE: "title", "提示": "note", "没有时": "no-answer"}
_LINES = {"问法": "asks", "排除": "not"}
_WORDS = {"编码": "code", "标签": "tags", "仅限": "only", "接着": "next", "图片": "images"}
_READINGS = "读音"
_SEPARATOR = re.compile(r"[\n,，、;；]+")
_WORDING = re.compile(r"(.*?)(?:(回复)|说法([2-9]|[1-9][0-9]))")
_READING = re.compile(r"([^\n:：]+)[:：][ \t]*([^\n]*)")
_SAID = ("reply", "messages", "variants")
_OF_FILE = {"valid-file": "valid", "placeholders": "placeholders", "fragments": "fragments"}

_COLUMNS = frozenset(
    (ID, SCENARIO, SCENARIO_TITLE, REST, CHECK, FROM, UNTIL, _READINGS, _OTHERS, *_TEXTS, *_LINES, *_WORDS)
)

Cells = dict[str, str]


def header_of_phrases(phrases: Iterable[Phrase], *, with_titles: bool) -> list[str]:
    """Name the columns that these phrases take, what a lead edits first.

    At least two wordings have one.
    """
    most: dict[str, int] = {"": 2}
    for phrase in phrases:
        most[""] = max(most[""], len(phrase.wordings))
        for platform, wordings in phrase.platform_wordings.items():
            if platform not in PLATFORMS:
                continue
            most[platform] = max(most.get(platform, 1), len(wordings))
    said = [name for platform, count in most.items() for name in wording_columns(platform, count)]
    ends = (SCENARIO_TITLE, ID, REST, CHECK) if with_titles else (ID, REST, CHECK)
    return [
        TITLE, "编码", "问法", *said[: most[""]], "标签", "分组", SCENARIO, "提示", "排除", *said[most[""] :], "仅限",
        FROM, UNTIL, "接着", "没有时", "图片", _READINGS, *ends,
    ]  # fmt: skip


def wording_columns(platform: str, count: int) -> list[str]:
    """Name the columns of this many wordings on a platform, or on any."""
    head = PLATFORMS.get(platform, platform)
    return [f"{head}{REPLY}", *(f"{head}说法{number}" for number in range(2, count + 1))]


def is_phrase_column(column: str) -> bool:
    """Tell whether a column of that name is one of ours."""
    found = _WORDING.fullmatch(column)
    return column in _COLUMNS or bool(found and (not found[1] or found[1].lower() in PLATFORM_NAMES))


def is_phrase_table(header: Sequence[str]) -> bool:
    """Tell whether a table with this header is one of ours: its rows have ids."""
    return ID in header and REPLY in header and bool({REST, CHECK} & set(header))


def cells_of(phrase: Phrase) -> Cells:
    """Return what stands in the phrase's row by column.

    What no column can hold stands in the last but one.
    """
    rest: dict[str, Tree] = phrase_tree(phrase)
    rest.pop("id", "")
    cells: Cells = {ID: phrase.id, SCENARIO: phrase.scenario}
    for column, key in _TEXTS.items():
        cells[column] = str(rest.pop(key, ""))
    for column, key in _LINES.items():
        cells[column] = "\n".join(_several(rest.pop(key, ())))
    for column, key in _WORDS.items():
        words = [PLATFORMS.get(word, word) if key == "only" else word for word in _several(rest.get(key, ()))]
        if not any(map(_SEPARATOR.search, words)):
            cells[column] = "\n".join(words)
            rest.pop(key, "")
    cells |= _validity_cells(rest.pop("valid", {}))
    lines = _reading_lines(phrase.readings)
    if all(map(_READING.fullmatch, lines)):
        cells[_READINGS] = "\n".join(lines)
        rest.pop("readings", "")
    if _are_plain(phrase.wordings):
        cells |= _wording_cells("", phrase.wordings)
        for key in _SAID:
            rest.pop(key, "")
    if all(platform in PLATFORMS and _are_plain(said) for platform, said in phrase.platform_wordings.items()):
        for platform, wordings in phrase.platform_wordings.items():
            cells |= _wording_cells(platform, wordings)
        rest.pop("platforms", "")
    used = used_scope(phrase)
    sheet = PhraseFile("", "", phrase.valid[0] if len(phrase.valid) > 1 else None)
    rest |= {
        "valid-file": head_of(sheet).get("valid", {}),
        "placeholders": placeholders_of(used.placeholders),
        "fragments": used.fragments,
    }
    kept = {key: value for key, value in rest.items() if value}
    cells[REST] = json.dumps(kept, ensure_ascii=False, default=dict) if kept else ""
    cells[CHECK] = check_of(cells)
    return cells


def check_of(cells: Mapping[str, str]) -> str:
    """Return what tells whether a row was edited since its export.

    In letters, which no spreadsheet takes for a number.
    """
    said = sorted(
        (column, text.strip())
        for column, text in cells.items()
        if text.strip() and column not in (SCENARIO, SCENARIO_TITLE, REST, CHECK)
    )
    rest = rest_of(cells) if cells.get(REST) else {}  # what its file declares may come from another book
    own = cells[REST] if rest is None else {key: value for key, value in rest.items() if key not in _OF_FILE}
    digest = blake2b(
        json.dumps([said, own], sort_keys=True, default=dict).encode(), digest_size=6
    ).hexdigest()
    return digest.translate(str.maketrans("0123456789", "ghijklmnop"))


def rest_of(cells: Mapping[str, str]) -> dict[str, Tree] | None:
    """Return what stands in the column for the rest; None if it is not what qreply writes there."""
    try:
        rest = parse_json(cells.get(REST) or "{}")
    except ValueError:
        return None
    return rest if isinstance(rest, dict) else None


def head_in(rest: Mapping[str, Tree]) -> dict[str, Tree]:
    """Return what the file of the row's phrase declares, by the file's keys."""
    return {key: rest.get(name, {}) for name, key in _OF_FILE.items()}


def with_cells(
    tree: Mapping[str, Tree], cells: Mapping[str, str], rest: Mapping[str, Tree]
) -> dict[str, Tree]:
    """Return a phrase's tree with what its row says.

    Fields that have no column in the table stay as they are.
    """
    after = dict(tree)
    fields: list[tuple[str, str, Callable[[str], Tree]]] = [
        *((column, key, str) for column, key in _TEXTS.items()),
        *((column, key, _split_lines) for column, key in _LINES.items()),
        *((column, key, _codes if key == "code" else _split_words) for column, key in _WORDS.items()),
        (_READINGS, "readings", _split_readings),
    ]
    for column, key, read in fields:
        if column in cells:
            value = read(cells[column].strip("\n" if key == "note" else None)) or rest.get(key, "")
            after[key] = _platform_names(value) if key == "only" else value
    if FROM in cells or UNTIL in cells:
        old = tree.get("valid")
        old = old if isinstance(old, Mapping) else {}
        given = {"from": cells.get(FROM), "until": cells.get(UNTIL)}
        after["valid"] = {
            key: value
            for key, text in given.items()
            if (value := old.get(key, "") if text is None else text.strip())
        }
    if _bare_numbers(after.get("code", "")) == _bare_numbers(tree.get("code", "")):
        after["code"] = tree.get("code", "")
    after |= _said_in(tree, cells, rest)
    return {key: value for key, value in after.items() if value and key not in _OF_FILE}


def _several(value: Tree) -> Sequence[str]:
    if isinstance(value, str):
        return [value] if value else []
    return list(map(str, value)) if isinstance(value, Sequence) else []


def _split_lines(text: str) -> Tree:
    return tuple(filter(None, (line.strip() for line in text.split("\n"))))


def _split_words(text: str) -> Tree:
    return tuple(filter(None, (word.strip() for word in _SEPARATOR.split(text))))


def _codes(text: str) -> Tree:
    codes = _split_words(text)
    return codes[0] if isinstance(codes, tuple) and len(codes) == 1 else codes


def _bare_numbers(value: Tree) -> list[str]:
    """Return codes as a spreadsheet leaves them that takes 007 for a number."""
    return [code.lstrip("0") if code.isdecimal() else code for code in _several(value)]


def _platform_names(value: Tree) -> Tree:
    return tuple(PLATFORM_NAMES.get(name.lower(), name) for name in _several(value))


def _split_readings(text: str) -> Tree:
    return {found[1].strip(): found[2].strip() for found in _READING.finditer(text)}


def _reading_lines(readings: Mapping[str, str]) -> list[str]:
    return [f"{word}: {reading}" for word, reading in readings.items()]


def _validity_cells(valid: Tree) -> Cells:
    known = valid if isinstance(valid, Mapping) else {}
    return {FROM: str(known.get("from", "")), UNTIL: str(known.get("until", ""))}


def _are_plain(wordings: Sequence[Wording]) -> bool:
    """Tell whether no message holds a line that divides messages or wordings."""
    texts = (text for wording in wordings for text in wording)
    return not any(f"\n{text}\n".count(mark) for text in texts for mark in (MESSAGES, WORDINGS))


def _wording_cells(platform: str, wordings: Sequence[Wording]) -> Cells:
    return dict(zip(wording_columns(platform, len(wordings)), map(MESSAGES.join, wordings), strict=False))


def _said_in(tree: Mapping[str, Tree], cells: Mapping[str, str], rest: Mapping[str, Tree]) -> dict[str, Tree]:
    """Return what the columns of wordings say: on any platform, and on each that has columns."""
    given: dict[str, dict[int, str]] = {}
    for column, text in cells.items():
        if (found := _WORDING.fullmatch(column)) and (found[1].lower() in PLATFORM_NAMES or not found[1]):
            platform = PLATFORM_NAMES.get(found[1].lower(), "")
            given.setdefault(platform, {})[int(found[3] or 1)] = text.strip("\n")
    if others := cells.get(_OTHERS):
        given.setdefault("", {}).update(enumerate(others.split(WORDINGS), 2))
    platforms: dict[str, Tree] = {}
    known = tree.get("platforms")
    platforms |= known if isinstance(known, Mapping) else {}
    kept = rest.get("platforms")
    platforms |= kept if isinstance(kept, Mapping) else {}
    said: dict[str, Tree] = {}
    for platform, texts in given.items():
        old = tree if not platform else platforms.get(platform, {})
        wordings = _merged(old if isinstance(old, Mapping) else {}, texts)
        if not platform:
            said = dict.fromkeys(_SAID, "") | _said_tree(wordings)
            if not wordings:
                said |= {key: rest[key] for key in _SAID if key in rest}
        elif wordings:
            platforms[platform] = _said_tree(wordings)
        elif not (isinstance(kept, Mapping) and platform in kept):
            platforms.pop(platform, None)
    return said | {"platforms": platforms}


def _merged(old: Mapping[str, Tree], texts: Mapping[int, str]) -> list[Tree]:
    """Return the wordings in the columns; those of `old` that have no column stay."""
    wordings = _wordings_in(old)
    found: list[Tree] = []
    for number in range(1, max(len(wordings), *texts) + 1):
        if number in texts:
            messages = [message for message in texts[number].split(MESSAGES) if message.strip()]
            found += [messages[0] if len(messages) == 1 else tuple(messages)] if messages else []
        elif number <= len(wordings):
            found.append(wordings[number - 1])
    return found


def _wordings_in(tree: Mapping[str, Tree]) -> list[Tree]:
    if messages := tree.get("messages"):
        return [messages]
    variants = tree.get("variants", ())
    others = (
        list(variants) if isinstance(variants, Sequence) and not isinstance(variants, str) else [variants]
    )
    return [*([reply] if (reply := tree.get("reply")) else []), *(each for each in others if each)]


def _said_tree(wordings: Sequence[Tree]) -> dict[str, Tree]:
    """Return the keys that say these wordings, as the serializer would write them."""
    if not wordings:
        return {}
    first, *others = wordings
    if isinstance(first, str):
        return {"reply": first, **({"variants": others} if others else {})}
    return {"variants": list(wordings)} if others else {"messages": first}
