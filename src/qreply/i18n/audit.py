"""Texts of `qreply audit`."""

from __future__ import annotations

from qreply.i18n import Texts

TEXTS: Texts = {
    "empty": ("{path} 里没有问题。", "{path} holds no questions."),
    "share": (
        "{questions} 条问题，话术本能答 {answered} 条（{share}）",
        "{answered} of {questions} questions are answered ({share})",
    ),
    "scenarios": ("能答的，按场景", "Answered, by scenario"),
    "gaps": ("答不了的（{count} 条），相近的合在一起", "Not answered ({count}), alike ones together"),
    "nearest": ("最接近：{title}", "nearest: {title}"),
    "more": ("…… 还有 {count} 组，-o 缺口.csv 有全部", "… and {count} more; -o gaps.csv has them all"),
    "no-column": ("没有“{name}”这一列。", "There is no column “{name}”."),
    "which-column": (
        "看不出问题在哪一列，请用 --column 指定。",
        "Which column holds the questions? Name it with --column.",
    ),
    "columns": ("有这些列：{known}", "There are: {known}"),
}
