"""What a command may import: start-up time is counted in keys an agent has to wait for."""

from __future__ import annotations

import subprocess
import sys

import pytest

SLOW = ("textual", "rich", "pypinyin", "opencc", "numpy", "sqlite3", "sqlalchemy", "psycopg", "pymysql")

LOOK = """
import sys
try:
    {code}
except SystemExit:
    pass
print(*(name for name in {slow!r} if name in sys.modules), file=sys.stderr)
"""


@pytest.mark.parametrize(
    "code",
    [
        "import qreply.workspace.workspace, qreply.authoring.editor, qreply.exchange.importer",
        "from qreply.cli import run; run(['find', 'fahuo'])",
        "from qreply.cli import run; run(['show', 'logistics/track-moving'])",
        "from qreply.cli import run; run(['--version'])",
    ],
)
def test_the_core_and_the_commands_import_nothing_slow(code: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOOK.format(code=code, slow=SLOW)],
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=True,
    )
    assert done.stderr.strip() == ""
