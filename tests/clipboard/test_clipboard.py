"""The clipboard as the rest of qreply sees it: outcomes, reading, and what it remembers of itself."""

from __future__ import annotations

from threading import Event, Thread

import pytest

from qreply.clipboard import Attempt, Clipboard, Status
from qreply.clipboard.backends.base import Backend, BackendError
from qreply.clipboard.deadline import Deadline
from qreply.i18n import use_language
from tests.support.clipboard_tools import scaled_timeouts


class Paper(Backend):
    """A clipboard in memory that fails as it is told."""

    def __init__(self, name: str = "paper", *, fails: str = "", slow: float = 0.0) -> None:
        self.name = name
        self.fails = fails
        self.slow = slow
        self.text = ""
        self.written: list[str] = []
        self.abandoned = 0

    def write(self, text: str, deadline: Deadline) -> None:
        deadline.sleep(self.slow)
        if self.fails:
            raise BackendError(self.fails)
        self.written.append(text)
        self.text = text

    def read(self, deadline: Deadline) -> str:
        deadline.sleep(self.slow)
        if self.fails:
            raise BackendError(self.fails)
        return self.text

    def cancel(self) -> None:
        self.abandoned += 1


class Wire(Paper):
    """A way that never answers."""

    reads = False
    unverifiable_reason = "clipboard.no-answer"


def test_verified_is_what_was_read_back() -> None:
    paper = Paper()
    outcome = Clipboard([paper]).copy("亲，您好")
    assert (outcome.status, outcome.backend, outcome.reason) == (Status.VERIFIED, "paper", "")
    assert not paper.abandoned


def test_sent_says_why_it_is_no_more() -> None:
    outcome = Clipboard([Wire("wire")]).copy("亲")
    assert (outcome.status, outcome.backend) == (Status.SENT, "wire")
    assert "核对" in outcome.reason


def test_reading_the_wrong_clipboard_proves_nothing() -> None:
    paper = Paper()
    paper.unverifiable_reason = "clipboard.xwayland"
    outcome = Clipboard([paper]).copy("亲")
    assert outcome.status is Status.SENT
    assert "XWayland" in outcome.reason


def test_the_next_way_is_tried_and_the_first_abandoned() -> None:
    broken, wire = Paper("broken", fails="坏了"), Wire("wire")
    outcome = Clipboard([broken, wire]).copy("亲")
    assert outcome.attempts[0] == Attempt("broken", Status.FAILED, "坏了")
    assert outcome.backend == "wire"
    assert broken.abandoned == 1


def test_all_failed_tells_of_the_best_way() -> None:
    outcome = Clipboard([Paper("a", fails="甲坏了"), Paper("b", fails="乙坏了")]).copy("亲")
    assert (outcome.status, outcome.backend, outcome.reason) == (Status.FAILED, "", "甲坏了")
    assert len(outcome.attempts) == 2


def test_no_way_at_all_names_the_doctor() -> None:
    outcome = Clipboard([]).copy("亲")
    assert outcome.status is Status.FAILED
    assert "qreply doctor" in outcome.reason
    use_language("en")
    try:
        assert "qreply doctor" in Clipboard([]).copy("亲").reason
    finally:
        use_language("zh")


@pytest.mark.parametrize("text", ["", " \n ", "\x00\x1b\u200b"])
def test_nothing_is_not_copied(text: str) -> None:
    paper = Paper()
    assert Clipboard([paper]).copy(text).status is Status.FAILED
    assert paper.written == []


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("亲\x1b]52;c;5Lqy\x07您好", "亲]52;c;5Lqy您好"),
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("转账\u202e0001\u202c元", "转账0001元"),
        ("\ud800亲", "亲"),
        ("/:087 👨‍👩‍👧 ❤️ 【～】\n末行", "/:087 👨‍👩‍👧 ❤️ 【～】\n末行"),
    ],
)
def test_what_leaves_is_clean(text: str, written: str) -> None:
    paper = Paper()
    assert Clipboard([paper]).copy(text).status is Status.VERIFIED
    assert paper.written == [written]


def test_line_breaks_may_change_their_kind_and_nothing_else() -> None:
    class Windowsish(Paper):
        ending = ""

        def read(self, deadline: Deadline) -> str:
            return super().read(deadline).replace("\n", "\r\n") + self.ending

    paper = Windowsish()
    board = Clipboard([paper], scaled_timeouts(0.05))
    assert board.copy("a\nb").status is Status.VERIFIED
    for paper.ending in ("\n", "\r\n", " ", "\0"):
        assert board.copy("a\nb").status is Status.FAILED


def test_paste_takes_the_first_that_can_be_read_and_cleans_it() -> None:
    paper = Paper()
    paper.text = "单号\x1b[31m YT123\r\n第二行\u200b"
    assert (
        Clipboard([Wire("wire"), Paper(fails="坏了"), Paper("empty"), paper]).paste()
        == "单号[31m YT123\n第二行"
    )
    assert Clipboard([Wire("wire"), Paper(fails="坏了"), Paper("empty")]).paste() is None
    assert Clipboard([]).paste() is None


def test_paste_takes_the_beginning_of_what_is_longer_than_any_message() -> None:
    paper = Paper()
    paper.text = "长" * 3_000_000
    assert Clipboard([paper]).paste() == "长" * 1_000_000


def test_an_interrupted_copy_leaves_nothing_unconfirmed() -> None:
    class Interrupted(Paper):
        def read(self, deadline: Deadline) -> str:
            del deadline
            raise KeyboardInterrupt

    paper = Interrupted()
    with pytest.raises(KeyboardInterrupt):
        Clipboard([paper]).copy("亲")
    assert paper.abandoned == 1


def test_qreply_knows_what_it_wrote_itself() -> None:
    board = Clipboard([Paper()])
    board.copy("亲，您好\n第二行")
    assert board.wrote("亲，您好\r\n第二行\n")
    assert not board.wrote("亲，您好")
    for number in range(1000):
        board.copy(f"第 {number} 条")
    assert board.wrote("第 999 条")
    assert not board.wrote("亲，您好\n第二行")  # only the latest are remembered


def test_only_digests_are_remembered() -> None:
    board = Clipboard([])
    board.copy("13800000000")
    assert "13800000000" not in repr(vars(board))


def test_the_worst_case_is_within_the_promise() -> None:
    granted: list[float] = []

    class Stuck(Paper):
        def write(self, text: str, deadline: Deadline) -> None:
            del text
            granted.append(deadline.left())
            deadline.sleep(60)
            raise BackendError("卡住了")

    outcome = Clipboard([Stuck("a"), Stuck("b"), Stuck("c"), Wire("wire")]).copy("亲")
    assert len(granted) == 3
    assert sum(granted) < 2.5
    assert outcome.backend == "wire"  # the last way had its time too


def test_copies_happen_one_after_the_other() -> None:
    paper = Paper(slow=0.02)
    board = Clipboard([paper])
    statuses: list[Status] = []
    threads = [
        Thread(target=lambda text=text: statuses.append(board.copy(text).status))
        for text in ("甲", "乙", "丙")
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [Status.VERIFIED] * 3
    assert sorted(paper.written) == sorted(["甲", "乙", "丙"])


def test_a_copy_that_waits_in_vain_fails_in_time() -> None:
    begun, go_on = Event(), Event()

    class Deaf(Paper):
        def write(self, text: str, deadline: Deadline) -> None:
            begun.set()
            go_on.wait(60)
            super().write(text, deadline)

    board = Clipboard([Deaf()], scaled_timeouts(0.05))
    first = Thread(target=board.copy, args=("甲",))
    first.start()
    assert begun.wait(30)
    assert board.copy("乙").status is Status.FAILED
    go_on.set()
    first.join()


def test_giving_up_ends_a_copy() -> None:
    given_up = Event()
    given_up.set()
    outcome = Clipboard([Paper(fails="坏了"), Paper()]).copy("亲", given_up)
    assert outcome.status is Status.FAILED
    assert "取代" in outcome.reason


def test_the_ways_may_change_while_qreply_runs() -> None:
    papers = [Paper("desk")]
    board = Clipboard(lambda: papers)
    assert board.copy("甲").backend == "desk"
    papers[:] = [Paper("ssh")]
    assert board.copy("乙").backend == "ssh"
