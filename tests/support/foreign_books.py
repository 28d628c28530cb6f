"""Phrases as odd as a lead may write them, for round trips."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from datetime import datetime
from io import BytesIO
from pathlib import Path

from hypothesis import strategies as st

from qreply.errors import QReplyError
from qreply.exchange.foreign_file import read_foreign, read_text
from qreply.exchange.formats.variables import BRACES, Tag, template
from qreply.exchange.importer import ImportPlan, Target, make_plan
from qreply.phrasebook.loader import Book, assemble
from qreply.phrasebook.model import Phrase, Phrasebook, Placeholder, Scenario, Scope, Validity, Wording
from qreply.phrasebook.reading.file import read_file
from qreply.phrasebook.reading.source import Source
from qreply.phrasebook.references import used_scope
from qreply.text.safety import clean, clean_line

ODD = "亲好发货ab1 \n\t　:：#-－|>'\"“”\\{}｛｝[]【】,，?!&*%@`~=/<$é—…👍\u200d🏽❤\ufe0f"
texts = st.text(st.sampled_from(ODD), max_size=40).map(lambda text: clean(text).strip("\n"))
said = texts.filter(lambda text: bool(text.strip()))
lines = st.text(st.sampled_from(ODD), min_size=1, max_size=14).map(clean_line).filter(bool)
words = st.text(st.sampled_from("发货快递尺码退款abc12"), min_size=1, max_size=6)
FRAGMENTS = {"落款": "有事找{{店名}}~", "问好": "亲{{>落款}}"}
PLACEHOLDERS = {
    "单号": Placeholder(
        "单号", ask="单号：几?", pattern=r"[A-Z]{0,4}\d{10,15}", from_clipboard=True, private=True
    ),
    "快递": Placeholder("快递", default="中通", options=("中通", "no", "0123"), remember=True),
    "时限": Placeholder("时限", default=""),
    "发货日": Placeholder("发货日", date="+2wd", format="M月D日"),
}
TAGS = (
    "{{称呼}}",
    "{{单号}}",
    "{{快递}}",
    "{{时限=48|24|72}}",
    "{{?时限}}再等{{时限}}{{/时限}}",
    "{{发货日}}",
    "{{>问好}}",
)


@st.composite
def templates(draw: st.DrawFn, tags: tuple[str, ...] = TAGS) -> str:
    """A text that is a right template, whatever stands around its tags."""
    pieces: list[str | Tag] = [draw(said)]
    for _ in range(draw(st.integers(0, 2))):
        pieces += [Tag(draw(st.sampled_from(tags))), draw(texts)]
    return template(pieces).strip("\n")


@st.composite
def phrases(draw: st.DrawFn, key: str = "a") -> Phrase:
    """A phrase with all there is to a phrase."""
    scenario = draw(st.sampled_from(("logistics", "pre-sale", "vip 客户")))
    wording: st.SearchStrategy[Wording] = st.lists(templates(), min_size=1, max_size=3).map(tuple)
    wordings = tuple(draw(st.lists(wording, min_size=1, max_size=3)))
    several = st.lists(lines, max_size=3).map(tuple)
    moments = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)).map(
        lambda moment: moment.replace(microsecond=0)
    )
    valid = st.one_of(
        st.just(()),
        moments.map(lambda since: (Validity(since),)),
        moments.map(lambda until: (Validity(None, until.replace(microsecond=999_999)),)),
        moments.map(lambda since: (Validity(datetime(2020, 1, 1)), Validity(since))),
    )
    return Phrase(
        f"{scenario}/{key}{draw(words)}",
        scenario,
        draw(lines),
        wordings,
        group=draw(st.one_of(st.just(""), lines)),
        code=draw(st.one_of(st.just(""), lines)),
        asks=draw(several),
        negative_words=draw(several),
        tags=draw(several),
        platform_wordings={"pdd": (wordings[0],)} if draw(st.booleans()) else {},
        only=draw(st.sampled_from(((), ("pdd",), ("taobao", "jd")))),
        note=draw(texts),
        next=draw(st.sampled_from(((), ("logistics/x", "vip 客户/y")))),
        no_answer=draw(st.sampled_from(("", "logistics/x"))),
        images=draw(several),
        readings=draw(st.sampled_from(({}, {"银行": "yin hang"}))),
        valid=draw(valid),
        scope=Scope({**BRACES, **PLACEHOLDERS}, FRAGMENTS),
    )


@st.composite
def books(draw: st.DrawFn) -> Phrasebook:
    """A small book."""
    found = [draw(phrases(key)) for key in "abc"[: draw(st.integers(1, 3))]]
    titles = {"logistics": "物流", "pre-sale": "售前", "vip 客户": "老客户：1"}
    scenarios = tuple(Scenario(name, titles[name]) for name in dict.fromkeys(one.scenario for one in found))
    return Phrasebook(scenarios, tuple(found))


def planned(
    text: str, target: Phrasebook | None = None, mapping: Mapping[str, str] | None = None
) -> ImportPlan:
    """What importing the text would do."""
    goal = Target(target or Phrasebook())
    return make_plan(read_text(text, mapping or {}), goal, (), lambda _done, _total: None)


def loaded(plan: ImportPlan) -> Phrasebook:
    """The book that the plan's files make; they must be free of errors."""
    files = tuple(read_file(Source(file.name, file.text)) for file in plan.files)
    book = assemble([Book(Path(), files)])
    assert [problem for problem in book.problems if problem.severity == "error"] == []
    return book


def content(phrase: Phrase) -> dict[str, object]:
    """All that the phrase means, and nothing of where it stands."""
    scope = used_scope(phrase)
    return {
        name: getattr(phrase, name)
        for name in Phrase._fields
        if name not in ("scope", "path", "line", "platform_wordings", "readings")
    } | {
        "placeholders": dict(scope.placeholders),
        "fragments": dict(scope.fragments),
        "platforms": dict(phrase.platform_wordings),
        "readings": dict(phrase.readings),
    }


def names(folder: Path | str) -> list[str]:
    """What the folder holds."""
    return sorted(path.name for path in Path(folder).iterdir())


def codes(plan: ImportPlan) -> set[str]:
    """The codes of the plan's notes."""
    return {note.code for note in plan.notes}


def archive(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip of these parts, such as a workbook."""
    data = BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as file:
        for name, part in parts.items():
            file.writestr(name, part)
    return data.getvalue()


_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def raw_workbook(rows: str, *, before: str = "", shared: str = "") -> bytes:
    """A workbook whose only sheet has the XML `rows`, and `before` them what stands above them."""
    return archive(
        {
            "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
            f'<Override PartName="/xl/sharedStrings.xml" ContentType="{_TYPE}.sharedStrings+xml"/>'
            f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/></Types>',
            "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
            f'<Relationship Id="a" Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><sheets>'
            '<sheet name="a" sheetId="1" r:id="s"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
            f'<Relationship Id="s" Type="{_RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/>'
            f'<Relationship Id="t" Type="{_RELATIONS}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
            "xl/sharedStrings.xml": f'<sst xmlns="{_MAIN}">{shared}</sst>',
            "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_MAIN}">{before}'
            f"<sheetData>{rows}</sheetData></worksheet>",
        }
    )


def raw_row(number: object, **cells: str) -> str:
    """A row of such a sheet: texts by column."""
    written = "".join(
        f'<c r="{column}{number}" t="inlineStr"><is><t>{text}</t></is></c>' for column, text in cells.items()
    )
    return f'<row r="{number}">{written}</row>'


def outcome_of(path: Path, data: bytes) -> str:
    """Bring in a file of these bytes: "taken" if its phrases load, or "refused" if words said why not."""
    path.write_bytes(data)
    try:
        batch = read_foreign(path, {})
    except QReplyError as error:
        said = f"{error.message} {error.hint}".strip()
        return "refused" if said else "refused without a word"
    plan = make_plan(batch, Target(), (), lambda _done, _total: None)
    if any(not note.message for note in plan.notes):
        return "noted without a word"
    return "taken" if len(loaded(plan).phrases) == plan.count else "taken amiss"
