"""The Windows clipboard from inside WSL, through PowerShell.

clip.exe guesses encodings, so the text travels as base64 of UTF-8 in both directions. Untested on a real
system.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from hashlib import sha256

from qreply.clipboard.backends import process
from qreply.clipboard.backends.base import PrivateError
from qreply.clipboard.backends.commands import CommandBackend
from qreply.clipboard.deadline import Deadline
from qreply.clipboard.picture import Picture
from qreply.i18n import t

# A PowerShell that hung while starting must not put an old text there later: Windows goes on with a program
# when its Linux half was killed. `SetDataObject` leaves the data to the system, and tries again while locked.
WRITE = """
$ErrorActionPreference = 'Stop'; $ProgressPreference = 'SilentlyContinue'
Add-Type -AssemblyName System.Windows.Forms
$text = [Text.Encoding]::UTF8.GetString([Convert]::FromBase64String([Console]::In.ReadToEnd()))
$data = New-Object Windows.Forms.DataObject
$data.SetText($text, 'UnicodeText')
foreach ($name in 'ExcludeClipboardContentFromMonitorProcessing', 'CanIncludeInClipboardHistory',
    'CanUploadToCloudClipboard') {
    $data.SetData($name, (New-Object IO.MemoryStream (,[byte[]](0, 0, 0, 0))))
}
if (((Get-Date) - (Get-Process -Id $PID).StartTime).TotalSeconds -gt 2) { exit 3 }
[Windows.Forms.Clipboard]::SetDataObject($data, $true, 5, 50)
"""
_MARKED = b"private"  # no base64 is so
GLANCE = """
$ErrorActionPreference = 'Stop'; $ProgressPreference = 'SilentlyContinue'
Add-Type -AssemblyName System.Windows.Forms
$data = [Windows.Forms.Clipboard]::GetDataObject()
$history = $data.GetData('CanIncludeInClipboardHistory')
if ($data.GetDataPresent('ExcludeClipboardContentFromMonitorProcessing') -or
    $data.GetDataPresent('Clipboard Viewer Ignore') -or
    ($history -is [IO.MemoryStream] -and -not ($history.ToArray() -ne 0))) {
    [Console]::Out.Write('private'); exit 0
}
if (-not $data.GetDataPresent('UnicodeText')) { exit 4 }
$text = [string]$data.GetData('UnicodeText')
[Console]::Out.Write([Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes($text)))
"""
READ = """
$ErrorActionPreference = 'Stop'; $ProgressPreference = 'SilentlyContinue'
Add-Type -AssemblyName System.Windows.Forms
if (-not [Windows.Forms.Clipboard]::ContainsText('UnicodeText')) { exit 4 }
$text = [Windows.Forms.Clipboard]::GetText('UnicodeText')
[Console]::Out.Write([Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes($text)))
"""
WRITE_PICTURE = """
$ErrorActionPreference = 'Stop'; $ProgressPreference = 'SilentlyContinue'
Add-Type -AssemblyName System.Windows.Forms, System.Drawing
$bytes = [Convert]::FromBase64String([Console]::In.ReadToEnd())
$stream = New-Object IO.MemoryStream (,$bytes)
$data = New-Object Windows.Forms.DataObject
$data.SetImage([Drawing.Image]::FromStream($stream))
if ($bytes[0] -eq 137) { $data.SetData('PNG', $false, $stream) }
$digest = [BitConverter]::ToString([Security.Cryptography.SHA256]::Create().ComputeHash($bytes))
$data.SetData('qreply', (New-Object IO.MemoryStream (,[Text.Encoding]::ASCII.GetBytes($digest))))
if (((Get-Date) - (Get-Process -Id $PID).StartTime).TotalSeconds -gt 4) { exit 3 }
[Windows.Forms.Clipboard]::SetDataObject($data, $true, 5, 50)
"""
READ_PICTURE = """
$ErrorActionPreference = 'Stop'; $ProgressPreference = 'SilentlyContinue'
Add-Type -AssemblyName System.Windows.Forms
$data = [Windows.Forms.Clipboard]::GetDataObject()
$digest = $data.GetData('qreply')
if (-not $data.GetDataPresent('Bitmap') -or $digest -isnot [IO.MemoryStream]) { exit 4 }
[Console]::Out.Write([Text.Encoding]::ASCII.GetString($digest.ToArray()))
"""


class PowerShell(CommandBackend):
    """Windows PowerShell with the text in base64."""

    patience = 2.2  # starting it twice takes most of a second, much more when cold
    tells_private = True
    marks_own = True

    def __init__(self, path: str, environ: Mapping[str, str]) -> None:
        super().__init__("powershell.exe", _command(path, WRITE), _command(path, READ), environ)
        self._picture_writer, self._picture_reader = (
            _command(path, WRITE_PICTURE),
            _command(path, READ_PICTURE),
        )
        self._glancer = _command(path, GLANCE)
        self.takes_pictures = True

    def write_picture(self, picture: Picture, deadline: Deadline) -> None:
        process.feed(self._picture_writer, base64.b64encode(picture.data), self._environ, deadline)

    def holds_picture(self, picture: Picture, deadline: Deadline) -> bool:
        # Windows keeps it as a bitmap: beside it lies what tells that it was made of this file.
        told = process.ask(self._picture_reader, self._environ, deadline).decode("ascii", "replace")
        return told.strip().replace("-", "").lower() == sha256(picture.data).hexdigest()

    def glance(self, deadline: Deadline) -> str:
        data = process.ask(self._glancer, self._environ, deadline)
        if data == _MARKED:
            raise PrivateError(t("clipboard.private"))
        return self._decoded(data)

    def encode(self, text: str) -> bytes:
        return base64.b64encode(re.sub("\r?\n", "\r\n", text).encode())

    def decode(self, data: bytes) -> str:
        try:
            return base64.b64decode(data.strip(), validate=True).decode()
        except binascii.Error as error:
            raise ValueError(str(error)) from error


def _command(path: str, script: str) -> list[str]:
    encoded = base64.b64encode(script.encode("utf-16-le")).decode()
    return [path, "-NoLogo", "-NoProfile", "-NonInteractive", "-STA", "-EncodedCommand", encoded]
