"""Folders that are closed to the user, as `sudo qreply` may leave them: right words, and what can work works."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from qreply.cli import run
from qreply.storage.locations import history_path, settings_path
from tests.support.systems import IS_WINDOWS

pytestmark = pytest.mark.usefixtures("indexed")


@pytest.fixture
def closed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[Path]:
    """Folders into which nobody may look; a stand-in, since to root all are open."""
    if IS_WINDOWS:
        pytest.skip("Windows keeps the settings and all else in one folder")
    folders: list[Path] = []
    stat = Path.stat

    def refuse(path: Path, *, follow_symlinks: bool = True) -> os.stat_result:
        if any(folder in path.parents for folder in folders):
            raise PermissionError(13, "Permission denied", str(path))
        return stat(path, follow_symlinks=follow_symlinks)

    monkeypatch.setattr(Path, "stat", refuse)
    for name, folder in {"XDG_CONFIG_HOME": "config", "XDG_STATE_HOME": "state"}.items():
        monkeypatch.setenv(name, str(tmp_path / folder))
    return folders


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (["find", "zenmetuihuo"], 0),
        (["show", "logistics/track-moving"], 0),
        (["check"], 0),
        (["stats"], 1),
        (["init"], 1),
        (["doctor"], 2),
    ],
)
def test_closed_settings_are_said_and_the_defaults_hold(
    closed: list[Path], capsys: pytest.CaptureFixture[str], command: list[str], code: int
) -> None:
    closed.append(settings_path().parent)
    assert run(command) == code
    shown = capsys.readouterr()
    assert "设置读不了（没有权限）" in shown.err
    assert "ermission" not in shown.out + shown.err
    assert "中断" not in shown.err


def test_settings_that_were_named_must_be_readable(
    closed: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    closed.append(tmp_path / "secret")
    assert run(["find", "x", "--config", str(tmp_path / "secret" / "s.yaml")]) == 2
    assert "没有权限" in capsys.readouterr().err


@pytest.mark.parametrize("command", [["stats"], ["stats", "--forget"], ["stats", "--export", "x.csv"]])
def test_a_closed_history_is_not_taken_for_an_empty_one(
    closed: list[Path], capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    closed.append(history_path().parent)
    assert run(command) == 1
    assert "history.db：没有权限" in capsys.readouterr().err


def test_doctor_names_what_is_closed(closed: list[Path], capsys: pytest.CaptureFixture[str]) -> None:
    closed.append(history_path().parent.parent)
    run(["doctor"])
    assert "没有权限，打不开" in capsys.readouterr().out


@pytest.mark.parametrize(
    "command", [["audit"], ["import", "--to", "book"], ["stats", "--merge"], ["import", "x.csv", "--to"]]
)
def test_a_closed_file_is_said_in_the_user_s_language(
    closed: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    closed.append(tmp_path / "secret")
    (tmp_path / "x.csv").write_text("编码,标题,内容\nfh,发货,今天发\n", encoding="utf-8")
    command = [str(tmp_path / word) if word == "x.csv" else word for word in command]
    assert run([*command, str(tmp_path / "secret" / "a.csv")]) == 1
    said = capsys.readouterr().err
    assert "没有权限" in said
    assert "ermission" not in said
