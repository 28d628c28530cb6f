"""What counts as answered depends on the question and the phrase, hardly on the size of the book or on the goods."""

from __future__ import annotations

import pytest

from benchmarks.coverage import judgements
from qreply.phrasebook.model import Phrase, Phrasebook
from qreply.search.confidence import ANSWERED, strength
from qreply.search.goods import goods_in
from qreply.search.index import Index
from qreply.search.query import Query

SHIP = Phrase(
    "a/ship", "a", "什么时候发货", (("好的",),), asks=("几时能发出来", "多久发货呀", "还要等几天发货")
)
WASH = Phrase("a/wash", "a", "衣服怎么洗", (("好的",),), asks=("能机洗吗", "能不能放洗衣机"))


def sureness(question: str, *phrases: Phrase) -> float:
    index = Index.build(Phrasebook(phrases=phrases))
    return strength(Query.of(question), index.find(question), len(index))


@pytest.mark.parametrize(("book", "most"), [("full", 0.17), ("shoes", 0.08), ("two", 0.06)])
def test_few_questions_are_misjudged_whatever_the_size_of_the_book(book: str, most: float) -> None:
    found = judgements(book)
    wrong = [one.text for one in found if one.counts != one.is_answered]
    assert len(wrong) <= most * len(found), wrong


@pytest.mark.parametrize(
    "question",
    [
        "什么时候发货呀",
        "这台洗碗机什么时候发货呀",
        "我前天买的三条围巾什么时候发货呀",
        "那双凉鞋什么时候发货呀",
    ],
)
def test_the_goods_do_not_change_what_is_asked(question: str) -> None:
    assert sureness(question, SHIP, WASH) >= ANSWERED


@pytest.mark.parametrize("question", ["能加盟吗", "你们招不招暑假工", "能开增值税专用发票吗", "可以便宜点吗"])
def test_two_phrases_do_not_answer_everything(question: str) -> None:
    assert sureness(question, SHIP, WASH) < ANSWERED


@pytest.mark.parametrize("letters", ["sm shi hou fh", "shenmeshihoufahuo"])
def test_letters_are_judged_by_their_evidence(letters: str) -> None:
    assert sureness(letters, SHIP, WASH) > sureness("zhuanpiao", SHIP, WASH)


@pytest.mark.parametrize(
    ("question", "goods"),
    [
        ("昨天拍的两件毛衣什么时候能发", "昨天拍的两件毛衣"),
        ("这个高压锅怎么退", "这个高压锅"),
        ("我买的东西到哪了", "我买的东西"),
        ("羽绒服能机洗吗", "羽绒服"),
        ("这件能机洗吗", "这件"),
        ("两个包邮吗", ""),
        ("鞋底会发黄吗", ""),
        ("能开发票吗", ""),
    ],
)
def test_goods_are_told_from_what_is_asked(question: str, goods: str) -> None:
    assert "".join(question[offset] for offset in sorted(goods_in(question))) == goods
