"""Start qreply: `python -m qreply`, and the console script."""

from __future__ import annotations

import gc
import os
import sys


def main() -> int:
    """Run the command line; returns its exit code."""
    # Before the first textual import: kitty keys garble Chinese IME commits of five or more characters.
    os.environ.setdefault("TEXTUAL_DISABLE_KITTY_KEY", "1")
    if sys.platform == "win32":
        # Every console that shows the screen at all has all colours; asked before the screen is up, it says 256.
        os.environ.setdefault("TEXTUAL_COLOR_SYSTEM", "truecolor")
    # What is imported stays: collecting among it costs a start of 100 ms five of them.
    gc.disable()
    from qreply.runtime.background import install_hooks

    install_hooks()
    try:
        from qreply.cli import run

        return run(sys.argv[1:])
    except Exception as error:  # noqa: BLE001 - a traceback's last line may quote a customer
        from qreply.tui.crash import report

        print(report(error), file=sys.stderr)  # noqa: T201
        return 1


if __name__ == "__main__":
    sys.exit(main())
