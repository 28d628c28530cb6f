"""Tell which rows of other tools are switched off, whichever way round they say so."""

from __future__ import annotations

from collections.abc import Mapping

from qreply.text.normalize import fold

_OFF = frozenset(
    (
        "否", "停用", "禁用", "已停用", "已禁用", "未启用", "不启用", "关闭", "已关闭", "关", "下线", "已下线", "无效",
        "草稿", "作废", "删除", "已删除", "offline", "disabled", "inactive", "off", "0", "false", "no", "n", "draft",
        "archived", "×", "✗", "✘", "x",
    )
)  # fmt: skip
_DISABLED = frozenset(
    (
        "是", "对", "停用", "已停用", "禁用", "已禁用", "作废", "已作废",
        "√", "✓", "✔", "☑", "v", "1", "true", "yes", "y", "on",
    )
)  # fmt: skip


def is_switched_off(found: Mapping[str, str]) -> bool:
    """Tell whether a row is not in use, by its cells `enabled` and `disabled`."""
    said = {name: fold(found.get(name, "").strip()) for name in ("enabled", "disabled")}
    return said["enabled"] in _OFF or said["disabled"] in _DISABLED
