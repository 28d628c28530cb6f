"""Which ways lead to the user's clipboard, best first."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping

from qreply.clipboard import tools
from qreply.clipboard.board import Clipboard
from qreply.clipboard.limit import Timing
from qreply.clipboard.way import Way

Which = Callable[[str], str | None]


def detect(
    environ: Mapping[str, str], platform: str, which: Which = shutil.which, *, timing: Timing | None = None
) -> Clipboard:
    """The clipboard of these surroundings: `environ` like os.environ, `platform` like sys.platform."""
    ways: list[Way] = []
    del platform
    if environ.get("DISPLAY") and which("xclip"):
        ways.append(tools.xclip(environ))
    return Clipboard(ways, timing or Timing())
