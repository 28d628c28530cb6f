"""Choose the reply that a row of a round asks for by its status."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from qreply.phrasebook.model import Phrase
from qreply.text.normalize import fold

if TYPE_CHECKING:
    from qreply.workspace.round_list import RoundRow
    from qreply.workspace.workspace import Workspace

SKIP = "skip"
SKIPPED_AS = (SKIP, "跳过")

# What platforms call the stations of an order, with what the shipped book says there. One who wants their money back,
# or has it, is told nothing by the dozen. For 运输中 there is no reply: that all goes well says only who has looked.
STATUSES: Mapping[str, str] = {
    **dict.fromkeys(("等待买家付款", "待付款", "未付款", "待支付", "未支付"), "pre-sale/unpaid-reminder"),
    **dict.fromkeys(("买家已付款", "已付款", "待发货", "已支付"), "pre-sale/paid-confirm"),
    **dict.fromkeys(("卖家已发货", "已发货", "待收货"), "logistics/track-shipped"),
    **dict.fromkeys(("到达所在城市", "到达本市", "到达目的地"), "logistics/track-arrived"),
    **dict.fromkeys(("派送中", "派件中", "正在派送"), "logistics/track-dispatching"),
    **dict.fromkeys(("停滞", "无物流", "未更新"), "logistics/track-stuck"),
    **dict.fromkeys(("未揽收", "待揽收", "等待揽收"), "logistics/no-pickup-scan"),
    **dict.fromkeys(("已签收", "签收", "交易成功", "已收货"), "logistics/signed-care"),
    **dict.fromkeys(("好评", "已好评", "已评价"), "complaint/review-reply-good"),
    **dict.fromkeys(
        ("退款", "退货", "售后", "已取消", "已关闭", "交易关闭", "拒收", "未签收", "差评", "中评"), SKIP
    ),
}

FindPhrase = Callable[[str], Phrase | None]


def find_in(workspace: Workspace) -> FindPhrase:
    """Return a function that finds a phrase that may be sent, by its id, code or title.

    It finds the first phrase that has it, or None.
    """
    index = workspace.phrasebook.index
    ids: dict[str, str] = {}
    for phrase in map(index.phrase, range(len(index))):
        for name in (phrase.id, *phrase.codes, phrase.title):
            ids.setdefault(fold(name), phrase.id)

    def find(name: str) -> Phrase | None:
        phrase_id = ids.get(fold(name.strip()), "")
        phrase = workspace.phrasebook.index.by_id(phrase_id) if phrase_id else None
        return phrase if phrase is not None and phrase.available_on(workspace.profile.platform) else None

    return find


class RoundReplies:
    """The phrase that answers each status.

    What was given for this round goes before what the settings say, and that before what is usual.
    """

    def __init__(
        self, find: FindPhrase, given: Mapping[str, str], settled: Mapping[str, str], *, default: str = ""
    ) -> None:
        """Find phrases with `find`, by id, code or title.

        `default` is for rows without a status that says anything.
        """
        self._find = find
        self._given, self._settled, self._usual = map(_folded, (given, settled, STATUSES))
        self._default = default
        self._chosen: dict[str, str] = {}

    @property
    def unknown(self) -> list[tuple[str, str]]:
        """Return the statuses for which the settings name a reply that is not there, and its name."""
        return [(status, name) for status, name in self._settled.items() if not self._is_usable(name)]

    def choose(self, row: RoundRow, phrase: Phrase) -> bool:
        """Answer rows like `row` with `phrase` from now on, where nothing else answers them.

        Returns whether nothing else did.
        """
        if self.name_of(row):
            return False
        self._chosen[fold(row.status)] = phrase.id
        return True

    def forget(self, row: RoundRow) -> None:
        """Take back what was chosen for rows like `row`."""
        self._chosen.pop(fold(row.status), None)

    def is_left_out(self, row: RoundRow) -> bool:
        """Tell whether customers with this status are not to be written to."""
        return self.name_of(row) == SKIP

    def phrase_of(self, row: RoundRow) -> Phrase | None:
        """Return the phrase for `row`; None where the agent is to find one."""
        name = self.name_of(row)
        return self._find(name) if name and name != SKIP else None

    def name_of(self, row: RoundRow) -> str:
        """Return what the row's reply is called, SKIP for none, "" where nothing tells."""
        if row.reply:
            return SKIP if row.reply in SKIPPED_AS else row.reply
        status = fold(row.status)
        if given := self._look_up(self._given, status):
            return given
        usual = self._look_up(self._settled, status) or self._named(row.status)
        usual = usual or self._look_up(self._usual, status)
        if usual == SKIP:  # whatever all others are told
            return SKIP
        return self._default or usual or self._chosen.get(status, "")

    def _look_up(self, table: Mapping[str, str], status: str) -> str:
        """Return what `table` has for `status`, else for a status that this one contains.

        Of several such, one that leaves the row out goes first, then the longest.
        """
        if self._is_usable(name := table.get(status, "")):
            return name
        known = [known for known in table if known in status and self._is_usable(table[known])]
        return table[max(known, key=lambda one: (table[one] == SKIP, len(one)))] if known else ""

    def _named(self, status: str) -> str:
        phrase = self._find(status) if status else None
        return phrase.id if phrase else ""

    def _is_usable(self, name: str) -> bool:
        return name == SKIP or (bool(name) and self._find(name) is not None)


def _folded(table: Mapping[str, str]) -> dict[str, str]:
    return {fold(status): SKIP if name in SKIPPED_AS else name for status, name in table.items()}
