"""A real spreadsheet program that opens, changes and saves a workbook: LibreOffice, without a window."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from xml.sax.saxutils import escape

PROGRAM = shutil.which("soffice") or shutil.which("libreoffice")
_TIMEOUT = 120  # seconds; its first start takes some

_MODULE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1"
 script:language="StarBasic">SOURCE</script:module>
"""
_SOURCE = """
Sub Edit
  Dim hide(0) As New com.sun.star.beans.PropertyValue
  Dim form(0) As New com.sun.star.beans.PropertyValue
  hide(0).Name = "Hidden"
  hide(0).Value = True
  form(0).Name = "FilterName"
  form(0).Value = "Calc MS Excel 2007 XML"
  document = StarDesktop.loadComponentFromURL("BEFORE", "_blank", 0, hide())
  STEPS
  document.storeToURL("AFTER", form())
  document.close(True)
End Sub
"""


def edit_workbook(path: Path, steps: list[str], home: Path) -> Path:
    """Let the program do `steps`, which are Basic over `document`, and return the workbook that it saves.

    `home` is a folder for its profile, which need not exist.
    """
    saved = path.with_name(f"saved-{path.name}")
    _start(home, "--terminate_after_init")  # makes the profile, with an empty module
    source = _SOURCE.replace("STEPS", "\n  ".join(steps))
    source = source.replace("BEFORE", path.as_uri()).replace("AFTER", saved.as_uri())
    module = home / "user" / "basic" / "Standard" / "Module1.xba"
    module.write_text(_MODULE.replace("SOURCE", escape(source)), "utf-8")
    _start(home, "macro:///Standard.Module1.Edit")
    return saved


def _start(home: Path, argument: str) -> None:
    home.mkdir(exist_ok=True)
    profile = f"-env:UserInstallation={home.as_uri()}"
    subprocess.run(
        [str(PROGRAM), profile, "--headless", "--norestore", "--nologo", argument],
        check=True,
        timeout=_TIMEOUT,
        capture_output=True,
        env={**os.environ, "HOME": str(home)},
    )
