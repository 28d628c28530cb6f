"""What `qreply check` says around the problems."""

from __future__ import annotations

from qreply.i18n import Texts

TEXTS: Texts = {
    "says": ("{severity}：{message}", "{severity}: {message}"),
    "both": ("{message}。{hint}", "{message}. {hint}"),
    "error": ("错误", "error"),
    "warning": ("提醒", "warning"),
    "kind": ("{severity}：{count} 处 [{code}]", "{severity}: {count} × [{code}]"),
    "more": ("……还有 {count} 处，用 --all 全部列出", "… and {count} more; --all lists them"),
    "mend": ("改法：{hint}", "Mend: {hint}"),
    "fine": ("{files} 个文件都没有问题", "{files} file(s), no problems"),
    "summary": (
        "{files} 个文件，{errors} 个错误，{warnings} 个提醒",
        "{files} file(s), {errors} error(s), {warnings} warning(s)",
    ),
    "mendable": ("。有 {count} 处可以用 --fix 自动修好", "; --fix can mend {count} of them"),
    "mended": ("{path}：修好了 {count} 处", "{path}: {count} mended"),
    "not-written": ("{path}：写不回去（{reason}）", "{path}: could not be written ({reason})"),
}
