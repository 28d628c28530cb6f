"""Read back a phrase's row, which `phrase_table` has written and people have edited."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from difflib import get_close_matches

from qreply.exchange.formats.phrase_table import (
    FROM,
    LINES,
    MESSAGES,
    OTHERS,
    READING,
    READINGS,
    SAID,
    SEPARATOR,
    TEXTS,
    UNTIL,
    WORDING_COLUMN,
    WORDINGS,
    WORDS,
    texts_of,
)
from qreply.exchange.formats.row_stamp import OF_FILE
from qreply.i18n import join_words, t
from qreply.phrasebook.model import PLATFORMS
from qreply.phrasebook.writing.yaml_writer import Tree
from qreply.phrasebook.yaml_keys import PLATFORM_NAMES

_ALIKE = 0.5  # of a platform's two characters one is right


def with_cells(
    tree: Mapping[str, Tree], cells: Mapping[str, str], rest: Mapping[str, Tree]
) -> dict[str, Tree]:
    """Return a phrase's tree with what its row says.

    Fields that have no column in the table stay as they are.
    """
    after = dict(tree)
    fields: list[tuple[str, str, Callable[[str], Tree]]] = [
        *((column, key, str) for column, key in TEXTS.items()),
        *((column, key, _split_lines) for column, key in LINES.items()),
        *((column, key, _codes if key == "code" else _split_words) for column, key in WORDS.items()),
        (READINGS, "readings", _split_readings),
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
    return {key: value for key, value in after.items() if value and key not in OF_FILE}


def list_in(column: str, text: str) -> Sequence[str] | None:
    """Return what the cell of a column of lists holds, None for another column."""
    if column in LINES:
        return texts_of(_split_lines(text))
    if column not in WORDS:
        return None
    words = _split_words(text)
    return texts_of(_platform_names(words) if WORDS[column] == "only" else words)


def odd_platform(name: str) -> dict[str, str]:
    """Return the values of a note on `name`, which is no platform."""
    close = get_close_matches(name.lower(), PLATFORM_NAMES, 1, _ALIKE)
    near = PLATFORMS[PLATFORM_NAMES[close[0]]] if close else ""
    return {
        "name": name,
        "known": join_words(PLATFORMS.values()),
        "near": t("exchange.meant", near=near) if near else "",
    }


def _split_lines(text: str) -> Tree:
    return tuple(filter(None, (line.strip() for line in text.split("\n"))))


def _split_words(text: str) -> Tree:
    return tuple(filter(None, (word.strip() for word in SEPARATOR.split(text))))


def _codes(text: str) -> Tree:
    codes = _split_words(text)
    return codes[0] if isinstance(codes, tuple) and len(codes) == 1 else codes


def _bare_numbers(value: Tree) -> list[str]:
    """Return codes as a spreadsheet leaves them that takes 007 for a number."""
    return [code.lstrip("0") if code.isdecimal() else code for code in texts_of(value)]


def _platform_names(value: Tree) -> Tree:
    return tuple(PLATFORM_NAMES.get(name.lower(), name) for name in texts_of(value))


def _split_readings(text: str) -> Tree:
    return {found[1].strip(): found[2].strip() for found in READING.finditer(text)}


def _said_in(tree: Mapping[str, Tree], cells: Mapping[str, str], rest: Mapping[str, Tree]) -> dict[str, Tree]:
    """Return what the columns of wordings say: on any platform, and on each that has columns."""
    given: dict[str, dict[int, str]] = {}
    for column, text in cells.items():
        if (found := WORDING_COLUMN.fullmatch(column)) and (
            found[1].lower() in PLATFORM_NAMES or not found[1]
        ):
            platform = PLATFORM_NAMES.get(found[1].lower(), "")
            given.setdefault(platform, {})[int(found[3] or 1)] = text.strip("\n")
    if others := cells.get(OTHERS):
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
            said = dict.fromkeys(SAID, "") | _said_tree(wordings)
            if not wordings:
                said |= {key: rest[key] for key in SAID if key in rest}
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
