"""Whoever types or pastes what a command reads from stdin is told how to end it."""

from __future__ import annotations

import io
import sys

import pytest

from qreply.cli.streams import name_end_key, read_input_bytes, standard_streams


class Terminal(io.TextIOWrapper):
    """A stdin that somebody types into."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("system", "key"), [("linux", "Ctrl+D"), ("win32", "Ctrl+Z 再回车")])
def test_the_key_that_ends_it_is_said(
    system: str, key: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", Terminal(io.BytesIO("小明\n".encode())))
    with standard_streams(), monkeypatch.context() as elsewhere:
        elsewhere.setattr(sys, "platform", system)
        assert read_input_bytes() == "小明\n".encode()
        assert name_end_key() == key
    assert key in capsys.readouterr().err


def test_a_pipe_is_read_without_a_word(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("小明\n".encode())))
    with standard_streams():
        assert read_input_bytes() == "小明\n".encode()
    assert capsys.readouterr().err == ""
