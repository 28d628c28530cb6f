"""Foreign files of every format, damaged in a settled order: bytes, and what the bytes stand for."""

from __future__ import annotations

import json
import random
import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

from qreply.exchange.exporter import exported
from tests.conftest import BOOK
from tests.exchange.test_formats import BEEFTEXT, ESPANSO, QIANNIU, V3
from tests.support.foreign_books import archive, raw_row, raw_workbook

_XLSX = raw_workbook(
    raw_row(1, A="标题", B="内容", C="分组")
    + raw_row(2, A="发货", B="今天_x000D_发", C="物流")
    + '<row r="4"><c r="A4" t="s"><v>0</v></c><c r="B4" t="s"><v>1</v></c><c r="D4"><v>1.5</v></c></row>',
    before='<dimension ref="A1:D4"/>',
    shared="<si><t>退货</t></si><si><r><t>在订单里</t></r><r><t>申请</t></r></si>",
)
SAMPLES: dict[str, bytes] = {
    "qianniu": QIANNIU.encode("gbk"),
    "wangwang": V3.encode(),
    "csv": '标题;内容;问法\n发货;"今天\n发";什么时候发|几时发\n'.encode("utf-16"),
    "beeftext-csv": 'fh,今天就给您发出,发货\nth,"在订单里, 申请",退货\n'.encode(),
    "espanso": ESPANSO.encode(),
    "beeftext": json.dumps(BEEFTEXT, ensure_ascii=False).encode(),
    "json": exported(BOOK, "json")[0],
    "own-csv": exported(BOOK, "csv")[0],
    "xlsx": _XLSX,
}
_PIECES = (
    *(b"\x00", b"\xff", b'"', b"\n", b",", b"{{", b"}}", b": ", b"[", b"}", b"- ", b"#", b"\t", b"null", b"1e999"),
    *(b"-1", b"99999999999999999999", b"<", b"&#0;", b"&x;", b"'", b"=", b"\r", b"\xef\xbb\xbf", b"PK\x03\x04"),
    *("｛｛".encode(), "，".encode(), "\u202e".encode(), "😀".encode(), b"#{combo:fh}", b"{{>x}}", b"!!python/x "),
)  # fmt: skip
_ODD: tuple[Any, ...] = (
    5,
    "x",
    None,
    True,
    [],
    [1],
    {},
    {"a": [1]},
    1.5,
    "",
    [None],
    "{{?a}}",
    "#{combo:fh}",
    -1,
)


def mutants(name: str, count: int, seed: int = 24) -> Iterator[bytes]:
    """So many damaged copies of the sample, always the same ones."""
    chance = random.Random(f"{name} {seed}")
    ways: list[Callable[[bytes, random.Random], bytes]] = [_spliced]
    if name in ("beeftext", "json"):
        ways += [_of_other_types] * 2
    elif name == "xlsx":
        ways += [_with_damaged_part] * 4
    for _ in range(count):
        data = SAMPLES[name]
        for _ in range(chance.choice((1, 1, 2, 3))):
            data = chance.choice(ways)(data, chance)
        yield data


def _spliced(data: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(data) + 1)
    end = min(start + chance.choice((0, 1, 2, 40, 400)), len(data))
    if chance.random() < 0.2:
        other = chance.randrange(len(data) + 1)
        return data[:start] + data[other : other + 60] + data[end:]
    return data[:start] + chance.choice(_PIECES) * chance.choice((1, 1, 2, 30)) + data[end:]


def _of_other_types(data: bytes, chance: random.Random) -> bytes:
    """A value in the tree replaced by another kind of value."""
    try:
        tree = json.loads(data)
    except (ValueError, RecursionError):
        return _spliced(data, chance)
    node = tree
    while isinstance(node, dict | list) and node:
        keys = list(node) if isinstance(node, dict) else list(range(len(node)))
        key: Any = chance.choice(keys)
        if not isinstance(node[key], dict | list) or not node[key] or chance.random() < 0.2:
            node[key] = chance.choice(_ODD)
            break
        node = node[key]
    return json.dumps(tree, ensure_ascii=False).encode("utf-8", "backslashreplace")


def _with_damaged_part(data: bytes, chance: random.Random) -> bytes:
    """A workbook of which one part is damaged, and the archive around it sound."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as file:
            parts: dict[str, str | bytes] = {name: file.read(name) for name in file.namelist()}
    except Exception:  # noqa: BLE001 - damaged before, in one of many ways
        return _spliced(data, chance)
    if not parts:
        return _spliced(data, chance)
    name = chance.choice(list(parts))
    part = parts[name]
    assert isinstance(part, bytes)
    parts[name] = _spliced(part, chance)
    return archive(parts)
