"""Shared by all tests: a small book, a still clock, a clipboard that remembers, and no settings of the machine's."""

from __future__ import annotations

import gc
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from threading import Event

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from qreply.clipboard import Clipboard, Outcome, Picture, Status
from qreply.i18n import use_language
from qreply.phrasebook import book_watch, watcher
from qreply.phrasebook.model import Phrase, Phrasebook, Placeholder, Rule, Scenario, Scope
from qreply.runtime import background
from qreply.search.storage.index_cache import IndexedPhrasebook
from qreply.settings.settings import Settings, Shop
from qreply.storage.locations import cache_path, settings_path, shipped_phrasebook
from qreply.workspace.books import BookSource
from qreply.workspace.workspace import Workspace

# Workers, and every program that tests start, would compile all of qreply anew each time.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# A busy machine draws examples slowly, which says nothing about what they are drawn for.
hypothesis_settings.register_profile("busy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("busy")


def pytest_xdist_auto_num_workers() -> int:
    """Three a processor: two thirds of the time tests wait, for programs that they have started, or for the screen."""
    return 3 * (os.cpu_count() or 1)


# What is imported and collected stays: looking for garbage among it would take a twentieth of the time.
gc.disable()


def pytest_collection_finish() -> None:
    gc.freeze()
    gc.enable()


SLOW_FIRST = frozenset(("end_to_end", "team", "exchange"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest, so that no worker is alone with it at the end."""
    items.sort(key=lambda item: not SLOW_FIRST.intersection(item.path.parts))


# Where the user's own files are looked for: by Linux, by macOS, and by Windows, where platformdirs asks the system.
HOMES = (
    *("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "HOME"),
    *("USERPROFILE", "WIN_PD_OVERRIDE_LOCAL_APPDATA", "WIN_PD_OVERRIDE_APPDATA"),
)

MONDAY = datetime(2026, 11, 23, 9, 30)

BOOK = Phrasebook(
    scenarios=(Scenario("pre-sale", "售前"), Scenario("logistics", "物流"), Scenario("complaint", "投诉")),
    phrases=(
        Phrase(
            "pre-sale/stock",
            "pre-sale",
            "有货",
            (("亲，有货的，可以直接拍~\n",),),
            code="yh",
            asks=("有货吗",),
        ),
        Phrase(
            "logistics/ship-when",
            "logistics",
            "什么时候发货",
            (("{{称呼}}，付款后{{时限=48}}小时内发出哦~",), ("您好，{{时限=48}}小时内安排发出~",)),
            code="fh",
            asks=("什么时候发货", "多久能发出"),
            note="揽收才算发货",
            next=("logistics/track", "complaint/slow"),
            platform_wordings={"pdd": (("亲，成团后{{时限=48}}小时内发出~",),)},
        ),
        Phrase(
            "logistics/track",
            "logistics",
            "报单号",
            (("亲，{{快递}}单号{{快递单号}}，请留意~",),),
            code="dh",
            asks=("单号多少",),
            scope=Scope(
                {
                    "快递": Placeholder("快递", options=("中通", "圆通"), default="中通", remember=True),
                    "快递单号": Placeholder(
                        "快递单号", ask="快递单号是多少", pattern=r"[A-Z]{0,4}\d{10,15}", from_clipboard=True
                    ),
                }
            ),
        ),
        Phrase(
            "logistics/parts",
            "logistics",
            "备注",
            (("已备注。{{?赠品}}送您赠品。{{/赠品}}{{?补偿}}补您{{补偿}}。{{/补偿}}",),),
            code="bz",
        ),
        Phrase(
            "complaint/slow",
            "complaint",
            "物流太慢致歉",
            (("亲，非常抱歉。", "我们正在催。", "给您补{{金额=5}}元券。"),),
            code="mc",
            asks=("太慢了",),
        ),
        Phrase(
            "complaint/contact",
            "complaint",
            "加好友",
            (("请加{{号码}}。",),),
            code="jhy",
            asks=("怎么联系你",),
        ),
        Phrase(
            "complaint/promise", "complaint", "承诺", (("明天一定到的。",),), code="cn", asks=("明天能到吗",)
        ),
        Phrase(
            "pre-sale/group-buy",
            "pre-sale",
            "拼团",
            (("拼单即可~",),),
            code="pt",
            asks=("怎么拼团",),
            only=("pdd",),
        ),
    ),
    rules=(
        Rule(
            "wechat",
            "block",
            "不能引导站外联系。",
            words=("微信",),
            exceptions=("微信支付",),
            suggestion="在这里联系我",
        ),
        Rule("sure", "warn", "不要打包票。", patterns=("一定.{0,2}到",)),
    ),
)


class FakeClipboard(Clipboard):
    """A clipboard that keeps what it is given and answers as told."""

    def __init__(self, status: Status = Status.VERIFIED) -> None:
        super().__init__([])
        self.status = status
        self.texts: list[str] = []
        self.pictures: list[Picture] = []
        self.reads = 0
        self.is_followed = False  # whether it can be looked at unasked
        self._own: set[str] = set()

    def copy(self, text: str, given_up: Event | None = None) -> Outcome:
        del given_up
        self.texts.append(text)
        self._own.add(text)
        return Outcome(self.status, "fake", "" if self.status is Status.VERIFIED else "0/1", ())

    def copy_picture(self, picture: Picture, given_up: Event | None = None) -> Outcome:
        del given_up
        self.pictures.append(picture)
        return Outcome(self.status, "fake", "" if self.status is Status.VERIFIED else "0/1", ())

    def wrote(self, text: str) -> bool:
        return text in self._own

    def paste_table(self) -> str | None:
        return self.paste()

    def paste(self) -> str | None:
        self.reads += 1
        return self.texts[-1] if self.texts else None

    @property
    def can_glance(self) -> bool:
        return self.is_followed

    def glance(self) -> str | None:
        return self.paste()


def until(true: Callable[[], object]) -> None:
    for _ in range(1_000):
        if true():
            return
        time.sleep(0.01)
    raise AssertionError("never came true")


@pytest.fixture(scope="session")
def _homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """One place after another that nothing is in, and that is not made either."""
    folder = tmp_path_factory.mktemp("homes")
    return (folder / str(number) for number in count())


@pytest.fixture(autouse=True)
def _at_home(
    request: pytest.FixtureRequest, _homes: Iterator[Path], monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """Chinese, all colours, and folders of its own, so that no test reads or writes the user's files."""
    monkeypatch.setenv("COLORTERM", "truecolor")
    monkeypatch.delenv("NO_COLOR", raising=False)
    # A folder of pytest's for each of thousands of tests that need none would take longer than most of them.
    needs_folder = "tmp_path" in request.fixturenames
    home = request.getfixturevalue("tmp_path") / "home" if needs_folder else next(_homes)
    for name in HOMES:
        monkeypatch.setenv(name, str(home))
    use_language("zh")
    background.forget()
    yield
    use_language("zh")


@pytest.fixture
def settled() -> None:
    """Settings, if empty ones: without, the screen first asks who the agent is."""
    settings_path().parent.mkdir(parents=True, exist_ok=True)
    settings_path().write_text("", encoding="utf-8")


@pytest.fixture(scope="session")
def _indexes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the index of the shipped book is, made once for all processes that test."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / "indexes"
    book = shipped_phrasebook()
    BookSource([book], book / "rules", folder).open()
    return folder


@pytest.fixture
def indexed(_indexes: Path) -> None:
    """The index of the shipped book, which a program started for the first time makes for half a second."""
    shutil.copytree(_indexes, cache_path(), copy_function=os.link, dirs_exist_ok=True)


@pytest.fixture
def quick_watch(monkeypatch: pytest.MonkeyPatch) -> None:
    """Watch books five times as fast: their files are saved whole in tests that do not mean them otherwise."""
    for module, names in (
        (watcher, ("POLL_SECONDS",)),
        (book_watch, ("SETTLED_SECONDS", "SHRUNK_SECONDS", "HOT_SECONDS", "CONTENT_SECONDS")),
    ):
        for name in names:
            monkeypatch.setattr(module, name, getattr(module, name) / 5)


class Clock:
    """A clock that stands still until it is set."""

    def __init__(self) -> None:
        self.now = MONDAY

    def __call__(self) -> datetime:
        return self.now

    def forward(self, by: timedelta) -> None:
        self.now += by


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def make_desk() -> Callable[..., Workspace]:
    def make(
        book: Phrasebook = BOOK,
        *,
        shops: tuple[Shop, ...] = (),
        platform: str = "",
        clock: Callable[[], datetime] = lambda: MONDAY,
    ) -> Workspace:
        settings = Settings(Path("settings.yaml"), shops=shops, platform=platform)
        return Workspace(IndexedPhrasebook.of(book), settings, clock)

    return make


@pytest.fixture
def workspace(make_desk: Callable[..., Workspace]) -> Workspace:
    return make_desk()


@pytest.fixture
def clipboard() -> FakeClipboard:
    return FakeClipboard()
