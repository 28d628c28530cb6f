"""Write qreply.exe and 启动.cmd into a folder that holds `python` and `app`: write_launchers.py FOLDER."""

from __future__ import annotations

import io
import sys
import zipfile
from pathlib import Path

from pip._vendor import distlib

# pip's own launcher, as for every console script: it starts the Python that the line behind it names, from whatever
# folder it lies in itself, on the archive behind that.
SHEBANG = b"#!<launcher_dir>\\python\\python.exe\r\n"
MAIN = "import sys\nfrom qreply.__main__ import main\nsys.exit(main())\n"

# A narrow window beside the chat. Windows Terminal draws hanzi, marks pastes and has all colours; without it Windows'
# own console must do. The lines are ASCII, since cmd reads them in the code page of the machine.
START = """\
@echo off
set "QREPLY=%~dp0qreply.exe"
set "TERMINAL="
for %%I in (wt.exe) do set "TERMINAL=%%~$PATH:I"
if not defined TERMINAL set "TERMINAL=%LOCALAPPDATA%\\Microsoft\\WindowsApps\\wt.exe"
if exist "%TERMINAL%" (
  start "" "%TERMINAL%" -w new --size 45,40 --title qreply -d "%~dp0." "%QREPLY%" %*
  exit /b 0
)
chcp 65001 >nul
title qreply
mode con: cols=45 lines=40 >nul 2>nul
"%QREPLY%" %*
if errorlevel 1 pause
"""


def main(folder: Path) -> None:
    """Write both."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr(zipfile.ZipInfo("__main__.py"), MAIN)
    launcher = Path(distlib.__file__).with_name("t64.exe").read_bytes()
    (folder / "qreply.exe").write_bytes(launcher + SHEBANG + archive.getvalue())
    (folder / "启动.cmd").write_bytes(START.replace("\n", "\r\n").encode("ascii"))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
