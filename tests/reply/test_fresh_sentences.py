"""Sentences by somebody who had not seen the rules: B must be barred, W at least warned of, P must pass unmarked.

On first sight, before any rule was changed for them, the rules had found 34 of 55 B, 29 of 40 W and let 54 of 55 P
pass in the first file; 11 of 22, 7 of 16 and 21 of 22 in the second.

The third and fourth were written later, again blind: 66 of 100 B, 46 of 70 W and 106 of 110 P were found right, and
23 of 48, 17 of 32 and 48 of 50. The rules were then widened on the third alone. After that, with its sentences still
unseen, the fourth stood at 29 of 48, 27 of 32 and 47 of 50: B in unseen words is well below what the rules do on those
they were widened on. Last, all B, the first 17 W and every other P of the fourth were read and the rules widened on
them, so none of these files can measure B any more. Its other 15 W, of which 13 are right, stay unread, and so the
fourth is held as a whole.

The fifth are nine rounds written by one hand, each before anything was changed for it, while constructions took the
place of lists of words. First sight, round by round: 73 of 94 B, 36 of 40 W and 94 of 99 P; 56 of 128, 32 of 42 and 73
of 75; 13 of 28, 8 of 14 and 104 of 117; 42 of 73, 13 of 24 and 47 of 48; 65 of 73, 25 of 29 and 29 of 30; 22 of 28, 6
of 8 and 75 of 80; 56 of 67, 21 of 24 and 30 of 30; 17 of 38, 5 of 15 and 48 of 50; 65 of 87 B and 19 of 20 P. The
fifth, seventh and ninth are as plain as the lead's, the eighth is rustic.

The sixth file is the measure: of its sentences only the counts were ever seen, and none is to be read while rules are
changed. The same hand wrote 105 of them before it had seen any rule, in the voices of shopkeepers, and the last 80,
plain ones, when the rules were done. With the rules as they were: 17 and 24 of 43 and 32 B, 12 and 19 of 22 and 20 W,
36 and 28 of 40 and 28 P. Then: 34 and 27, 18 and 20, 36 and 28; now 62 of 75 B,
38 of 42 W and 64 of 68 P.

The seventh to eleventh were again written by the one hand that then widened the rules, not by strangers, the seventh
before it had read most of them; each was measured before a rule was changed for it, and read after that; of the last
only the P that were hit were read. First sight, file by file: 26 of 54 B, 23 of 33 W and 58 of 63 P (3 of these
barred); 34, 29 and 59 (3); 38, 27 and 59 (3); 38 of 50, 24 of 28 and 45 of 50 (2); 40 of 50, 24 of 28 and 48 of 52
(3). They are evasive and colloquial, the last less so. The rules from before the seventh find 34, 37, 35 and 40 B in
the other four, 28, 27, 23 and 24 W: widening on a file helps little with the next, and nine in ten B are out of its
reach.

The twelfth and thirteenth were written by four strangers who saw neither rules nor code. The twelfth holds the first
three's, and nine replies of our own that were barred or warned of without reason. What two of them had called B
though it is praise of goods, an absolute, a cure, an outcome or a disclaimer counts as W, as the lead has it. First
sight: 38 of 43 B, 28 of 44 W and 59 of 63 P (3 barred) of the first; 28 of 38, 18 of 32 and 49 of 50 (1) of the
second, both sly; then, with the rules widened on these two, 41 of 50, 29 of 30 and 58 of 60 (0) of the third. The
thirteenth is the fourth's, with plain sentences among them; it was measured once and not read: 49 of 50 B, 27 of 32 W
and 53 of 55 P (1 barred), where the rules from before the twelfth had 48, 26 and 52 (2).

The fourteenth were written by two strangers who were told to write no two alike. First sight: 62 of 80 B, 43 of 70 W
and 69 of 70 P (1 barred), where cures, which they called B, count as W again. No widening reaches such sentences, so
what rules have no words for is told since by likeness (reply/likeness.py), and the fifteenth file is what that learns
from: twenty more strangers' sentences, of which the rules alone had barred 45 B in 100 and warned of 34 W in 100. With
it the files that it does not learn from stand at 70 of 75 B, 42 of 42 W and 62 of 68 P (3 barred) of the sixth; 47 of
50, 27 of 28 and 50 of 52 (1) of the eleventh; 49 of 50, 31 of 32 and 54 of 55 (0) of the thirteenth; 73 of 80, 63 of
70 and 69 of 70 (0) of the fourteenth.

The sixteenth are two more strangers', written when all that was done. First sight: 81 of 90 B, 58 of 60 W and 66 of 70
P (2), where the rules alone had 71, 44 and 65 (3).

All these are mostly bare. Someone who put courtesy around offences found that it silenced what told of them: between
亲，您好， and ，喜欢可以直接拍下哦~ 136 of the 345 B that nothing learns from were barred, and 59 of the 232 W marked.
The table has since seen its examples in courtesy, and a sentence is weighed without its ends too. Now 323 B, 216 W and
300 P (4 barred) of the bare ones are right, and in that courtesy 330, 226 and 292 (8).

The seventeenth, a measure too, are whole replies with the courtesy of the trade, by a stranger who wrote them after
that. First sight: 65 of 70 B, 45 of 50 W and 85 of 90 P (0 barred); with what was there before, 62, 40 and 87. A table
made anew of a few more examples moves each of these counts by one or two, for which the bounds leave room.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from qreply.phrasebook.loader import rules_of
from qreply.reply.compliance import review
from qreply.storage.locations import shipped_phrasebook

RULES = rules_of(shipped_phrasebook() / "rules")
FILES = {
    number: Path(__file__).parents[1] / "data" / f"compliance-{number}.tsv"
    for number in (*range(1, 15), 16, 17)
}
READ = (1, 2, 3)
SHARED = Path(__file__).parents[3] / "shared" / "cases" / "rules.tsv"


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def verdict(sentence: str, platform: str) -> str:
    found = review(sentence, RULES, platform)
    return "B" if any(finding.blocks for finding in found) else "W" if found else "P"


ROWS = [pytest.param(row, id=row["sentence"]) for number in READ for row in rows(FILES[number])]


@pytest.mark.parametrize("row", ROWS)
def test_a_sentence_is_judged_as_its_writer_would(row: dict[str, str]) -> None:
    found = verdict(row["sentence"], row["platform"])
    assert found == row["expected"] or (row["expected"], found) == ("W", "B")


def test_most_of_the_leads_sentences_are_judged_as_the_lead_would() -> None:
    if not SHARED.is_file():
        pytest.skip(f"no {SHARED}: the lead's sentences are not here")
    assert_most_are_right(rows(SHARED))


@pytest.mark.parametrize(
    ("number", "blocked"), [(4, 1), (5, 4), *((number, 0) for number in (7, 8, 9, 10, 12))]
)
def test_most_of_a_file_are_judged_as_their_writer_would(number: int, blocked: int) -> None:
    assert_most_are_right(rows(FILES[number]), blocked=blocked)


@pytest.mark.parametrize(
    ("number", "shares", "blocked"),
    [
        (6, (0.9, 0.93, 0.91), 3),
        (11, (0.88, 0.9, 0.94), 2),
        (13, (0.96, 0.93, 0.94), 1),
        (14, (0.91, 0.86, 0.96), 1),
        (16, (0.92, 0.93, 0.91), 2),
        (17, (0.9, 0.9, 0.94), 1),
    ],
)
def test_the_measure_has_not_sunk(number: int, shares: tuple[float, float, float], blocked: int) -> None:
    assert_most_are_right(rows(FILES[number]), shares, blocked)


@pytest.mark.parametrize("frame", ["亲，{}~", "您好，{}哦~", "亲，您好，{}，喜欢可以直接拍下哦~"])
@pytest.mark.parametrize("number", [13, 16])
def test_courtesy_hides_no_offence(number: int, frame: str) -> None:
    table = [{**row, "sentence": frame.format(row["sentence"].rstrip("。~"))} for row in rows(FILES[number])]
    assert_most_are_right(table, (0.93, 0.96, 0.87), blocked=3)


def assert_most_are_right(
    table: list[dict[str, str]], shares: tuple[float, float, float] = (0.92, 0.85, 0.95), blocked: int = 1
) -> None:
    found = [(row["expected"], verdict(row["sentence"], row["platform"])) for row in table]
    for kind, share in zip("BWP", shares, strict=True):
        judged = [level for expected, level in found if expected == kind]
        right = sum(level == kind or (kind, level) == ("W", "B") for level in judged)
        assert right / len(judged) >= share, kind
    assert sum(pair == ("P", "B") for pair in found) <= blocked
