"""What an update would change in a book: the old text beside the new, differences in colour."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import accumulate

from rapidfuzz.distance import Indel
from rich.cells import cell_len
from rich.table import Table
from rich.text import Text

from qreply.cli.import_report import print_notes
from qreply.cli.table import line_width, print_rich
from qreply.exchange.edited_rows import WITH_HINTS
from qreply.exchange.import_limits import LINES
from qreply.exchange.update_plan import ChangeKind, Clash, PhraseChange, UpdatePlan
from qreply.i18n import current_language, join_words, t
from qreply.phrasebook.model import PLATFORMS, Phrase
from qreply.phrasebook.writing.serializer import phrase_tree
from qreply.phrasebook.writing.yaml_writer import Tree
from qreply.phrasebook.yaml_keys import ON_PLATFORM, PHRASE, VALIDITY, Shape
from qreply.text.safety import clean

_MAX_SHOWN = 100  # changes; who changes more wants to know how many
_MAX_LINES = 8  # of a value; of longer ones those that differ, and their neighbours
_KINDS: tuple[ChangeKind, ...] = ("changed", "moved", "new", "removed")
_MARGINS = 2  # cells around a column
_WIDE = 100  # cells from which a text may be broken in its column
_MOST_LINES = 4
_WORD = re.compile(r"[A-Za-z0-9_-]+|.", re.DOTALL)
_GONE_FIELDS = ("code", "asks", "reply", "messages")  # by which a phrase is known again
_OLD, _NEW, _GONE, _ADDED = "red", "green", "bold white on red", "bold black on green"


def print_update(plan: UpdatePlan) -> None:
    """Print the counts, each change, and what is to be told."""
    counts = [t(f"exchange.count.{kind}", count=plan.count(kind)) for kind in _KINDS if kind != "moved"]
    if plan.count("moved"):
        counts.insert(1, t("exchange.count.moved", count=plan.count("moved")))
    if plan.changes:
        print(t("exchange.update-summary", counts=join_words(counts), same=plan.same))
    parts: list[str | Text | Table] = []
    ordered = sorted(plan.changes, key=lambda change: _KINDS.index(change.kind))
    for change in ordered[:_MAX_SHOWN]:
        parts += [_heading(change), _fields(change)]
    print_rich(parts)
    if len(ordered) > _MAX_SHOWN:
        print(t("exchange.more-changes", count=len(ordered) - _MAX_SHOWN))
    for clash in plan.clashes[:_MAX_SHOWN]:
        print_rich([_clash_heading(clash), _clash_columns(clash)])
    print_notes(plan.notes, doubtful="exchange.doubtful-update")
    for code in sorted({note.code for note in plan.notes} & WITH_HINTS):
        print("  " + t(f"exchange.{code}.hint"))
    if plan.problems:
        print(t("exchange.new-problems", count=len(plan.problems)))
        for problem in plan.problems[:LINES]:
            print(f"  {problem.path}:{problem.line}: {problem.message}")
        if len(plan.problems) > LINES:
            print("  " + t("exchange.more-notes", count=len(plan.problems) - LINES))


def _heading(change: PhraseChange) -> Text:
    phrase = change.phrase
    values = {"id": phrase.id, "title": phrase.title, "place": change.place}
    text = t(f"exchange.heading.{change.kind}", **values, old=change.before.id if change.before else "")
    return Text(clean(text.rstrip()), style="bold")


def _fields(change: PhraseChange) -> Table:
    """Draw the fields that differ: old beside new, or above it where columns are narrow.

    For a phrase that comes or goes it draws the fields that tell which one it is.
    """
    table = _field_table()
    before, after = _values(change.before), _values(change.after)
    if change.kind == "removed":
        before = {
            key: before[key] for key in (_name(field, PHRASE) for field in _GONE_FIELDS) if key in before
        }
    if change.before is None or change.after is None:
        style = _NEW if change.after else _OLD
        for key, text in (after or before).items():  # all that comes in is to be seen, whatever its length
            table.add_row(key, Text(text if after else _cut(text.split("\n")), style=style))
        return table
    pairs = {
        key: _around_difference(before.get(key, ""), after.get(key, ""))
        for key in dict.fromkeys((*after, *before))
        if before.get(key, "") != after.get(key, "")
    }
    return _beside(pairs, t("exchange.before"), t("exchange.after"))


def _beside(pairs: Mapping[str, tuple[str, str]], left: str, right: str, *, is_said: bool = False) -> Table:
    """Draw two texts of each field beside one another, or above where it is narrow.

    What they are called is said there, too, if `is_said`.
    """
    if not _fit_in_columns(pairs):
        return _stacked(pairs, (("−", left), ("+", right)) if is_said else ())
    table = _field_table()
    table.add_column(ratio=1, overflow="fold")
    if pairs:
        table.add_row("", Text(left, style="dim"), Text(right, style="dim"))
    for key, texts in pairs.items():
        table.add_row(key, *_marked(*texts))
    return table


def _fit_in_columns(pairs: Mapping[str, tuple[str, str]]) -> bool:
    """Tell whether texts read well side by side: where it is narrow, those left unbroken."""
    width = line_width()
    room = (width - max(map(cell_len, pairs), default=0)) // 2 - _MARGINS
    most = _MOST_LINES if width >= _WIDE else 1
    lines = (line for texts in pairs.values() for text in texts for line in text.split("\n"))
    return all(cell_len(line) <= most * room for line in lines)


def _stacked(pairs: Mapping[str, tuple[str, str]], signs: Sequence[tuple[str, str]]) -> Table:
    """Draw each old text above the new one, over the full width: what stayed stands near."""
    table = Table(box=None, expand=True, padding=(0, 1), show_header=False, pad_edge=True)
    table.add_column(no_wrap=True, style="dim")
    table.add_column(no_wrap=True, width=1)
    table.add_column(ratio=1, overflow="fold")
    for sign, name in signs:
        table.add_row("", Text(sign, style="dim"), Text(name, style="dim"))
    for key, texts in pairs.items():
        shown = [(sign, text) for sign, text in zip("−+", _marked(*texts), strict=True) if text.plain]
        for at, (sign, text) in enumerate(shown):
            table.add_row("" if at else key, Text(sign, style=_OLD if sign == "−" else _NEW), text)
    return table


def _clash_heading(clash: Clash) -> Text:
    values = {"id": clash.phrase.id, "title": clash.phrase.title, "place": clash.place}
    return Text(clean(t("exchange.heading.clash", **values).rstrip()), style="bold")


def _clash_columns(clash: Clash) -> Table:
    """Draw what the book says now beside what the table says, column by column."""
    pairs = {
        column: _around_difference(clean(there), clean(here))
        for column, (there, here) in clash.columns.items()
    }
    return _beside(pairs, t("exchange.in-book"), t("exchange.in-table"), is_said=True)


def _field_table() -> Table:
    table = Table(box=None, expand=True, padding=(0, 1), show_header=False, pad_edge=True)
    table.add_column(no_wrap=True, style="dim")
    table.add_column(ratio=1, overflow="fold")
    return table


def _values(phrase: Phrase | None) -> Mapping[str, str]:
    """Return what the phrase says, field by field; what it says on a platform is a field, too."""
    if phrase is None:
        return {}
    values: dict[str, Tree] = {}
    for key, value in phrase_tree(phrase).items():
        if key == "platforms" and isinstance(value, Mapping):
            for platform, said in value.items():
                for inner, text in said.items() if isinstance(said, Mapping) else ():
                    values[f"{PLATFORMS.get(platform, platform)} {_name(inner, ON_PLATFORM)}"] = text
        elif key != "id":
            values[_name(key, PHRASE)] = value
    return {name: clean(_shown(value)) for name, value in values.items()}


def _shown(value: Tree) -> str:
    if isinstance(value, Mapping):
        return "\n".join(f"{_name(key, VALIDITY)}: {_shown(inner)}" for key, inner in value.items())
    if isinstance(value, (str, int)):
        return str(value)
    return "\n".join(map(_shown, value))


def _name(key: str, shape: Shape) -> str:
    known = shape.by_name.get(key)
    return known.chinese if known and current_language() == "zh" else key


def _around_difference(old: str, new: str) -> tuple[str, str]:
    """Leave out equal lines of long values, but those next to a difference."""
    before, after = old.split("\n"), new.split("\n")
    if max(len(before), len(after)) <= _MAX_LINES or not old or not new:
        return old, new
    shown: tuple[list[str], list[str]] = [], []
    steps = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    for number, (tag, start, end, other, last) in enumerate(steps):
        if tag == "equal":
            first, behind = number == 0, number + 1 == len(steps)
            kept = _edges(before[start:end], at_start=first, at_end=behind)
            shown[0].extend(kept)
            shown[1].extend(kept)
        else:
            shown[0].extend(before[start:end])
            shown[1].extend(after[other:last])
    return "\n".join(shown[0]), "\n".join(shown[1])


def _edges(lines: Sequence[str], *, at_start: bool, at_end: bool) -> list[str]:
    """Return those of equal lines that stand next to a difference, with … for the others."""
    head, tail = [] if at_start else lines[:1], [] if at_end else lines[-1:]
    return list(lines) if len(lines) <= len(head) + len(tail) + 1 else [*head, "…", *tail]


def _cut(lines: Sequence[str]) -> str:
    return "\n".join([*lines[:_MAX_LINES], "…"] if len(lines) > _MAX_LINES + 1 else lines)


def _marked(old: str, new: str) -> Iterator[Text]:
    """Yield both texts, in each of which is marked what the other has not.

    Words in letters are marked as a whole.
    """
    before, after = Text(old, style=_OLD), Text(new, style=_NEW)
    if old and new:
        words, others = _WORD.findall(old), _WORD.findall(new)
        starts = [0, *accumulate(map(len, words))], [0, *accumulate(map(len, others))]
        for step in Indel.opcodes(words, others):
            if step.tag == "delete":
                before.stylize(_GONE, starts[0][step.src_start], starts[0][step.src_end])
            elif step.tag == "insert":
                after.stylize(_ADDED, starts[1][step.dest_start], starts[1][step.dest_end])
    yield from (before, after)
