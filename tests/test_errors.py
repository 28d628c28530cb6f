"""What the system refused is said in the user's language, whichever system it is."""

from __future__ import annotations

import errno
import sys

import pytest

from qreply.errors import reason_of
from qreply.i18n import use_language


def refused(name: str, windows: int | None = None) -> OSError:
    error = OSError(getattr(errno, name), "in another language")
    if windows is not None:
        error.winerror = windows  # type: ignore[attr-defined, unused-ignore]
    return error


def test_networks_errors_are_said() -> None:
    assert reason_of(refused("ETIMEDOUT")) == "没有回应"
    assert reason_of(refused("EHOSTUNREACH")) == "网络盘断开了"


@pytest.mark.parametrize(
    ("error", "zh", "en"),
    [
        (refused("EACCES"), "正在 Excel 等别的程序里开着", "open in another program such as Excel"),
        (refused("EACCES", 5), "正在 Excel 等别的程序里开着", "open in another program such as Excel"),
        (refused("EACCES", 32), "正被别的程序占用", "another program is using it"),
        (refused("EINVAL", 1224), "正被别的程序占用", "another program is using it"),
        (refused("ENOENT", 53), "网络盘断开了", "the network drive is gone"),
        (refused("EINVAL", 64), "网络盘断开了", "the network drive is gone"),
        (refused("EINVAL", 121), "没有回应", "it does not answer"),
        (refused("EINVAL", 123), "Windows 不允许的字符", "characters that Windows does not allow"),
        (refused("EINVAL"), "Windows 不允许的字符，或者网络盘", "does not allow, or the network drive"),
        (refused("ENOENT", 2), "没有这个文件", "no such file"),
    ],
    ids=lambda value: str(getattr(value, "winerror", "")) if isinstance(value, OSError) else "",
)
def test_windows_own_reasons(error: OSError, zh: str, en: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    assert zh in reason_of(error)
    use_language("en")
    assert en in reason_of(error)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not tell it apart")
def test_elsewhere_a_file_that_is_closed_to_us_is_just_that() -> None:
    assert reason_of(refused("EACCES")) == "没有权限"
