"""Whatever a foreign file holds, there is a plan whose files load, or a word of why not; never anything else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qreply.errors import QReplyError
from qreply.exchange.exporter import exported
from qreply.exchange.foreign_file import read_foreign
from qreply.exchange.importer import Target, make_plan
from tests.conftest import BOOK
from tests.exchange.test_formats import BEEFTEXT, ESPANSO, QIANNIU, V3
from tests.support.foreign_books import loaded

SAMPLES = {
    "qianniu": QIANNIU.encode("gbk"),
    "wangwang": V3.encode(),
    "espanso": ESPANSO.encode(),
    "beeftext": json.dumps(BEEFTEXT, ensure_ascii=False).encode(),
    "json": exported(BOOK, "json")[0],
    "csv": exported(BOOK, "csv")[0],
}
PIECES = [
    b"\x00",
    b"\xff",
    b'"',
    b"\n",
    b",",
    b"{{",
    b"}}",
    b": ",
    b"[",
    b"}",
    b"- ",
    b"#",
    b"\t",
    b"null",
    b"1e999",
    "｛｛".encode(),
]


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("foreign") / "file"


@pytest.mark.parametrize("name", SAMPLES)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_a_damaged_file_is_taken_or_refused_in_words(file: Path, name: str, data: st.DataObject) -> None:
    sample = SAMPLES[name]
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(sample)))
        end = data.draw(st.integers(start, min(len(sample), start + 40)))
        sample = (
            sample[:start] + data.draw(st.sampled_from(PIECES)) * data.draw(st.integers(0, 3)) + sample[end:]
        )
    file.write_bytes(sample)
    try:
        batch = read_foreign(file, {})
    except QReplyError as error:
        told = error
    else:
        plan = make_plan(batch, Target(), (), lambda _done, _total: None)
        assert len(loaded(plan).phrases) == plan.count
        return
    assert told.message
