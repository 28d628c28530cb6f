"""argparse's own sentences in the user's language, which it looks up by gettext."""

from __future__ import annotations

import contextlib
import gettext
import os
from collections.abc import Iterator
from pathlib import Path

from qreply import i18n
from qreply.i18n import current_language

DOMAIN = "argparse"
LOCALES = Path(i18n.__file__).parent / "locale"
"""Holds `<language>/LC_MESSAGES/argparse.mo`, made from the .po beside it by scripts/make_messages.py."""


@contextlib.contextmanager
def translated_argparse() -> Iterator[None]:
    """Let argparse speak the current language meanwhile.

    The environment stays as it was for other programs.
    """
    before = os.environ.get("LANGUAGE"), gettext.textdomain()
    os.environ["LANGUAGE"] = current_language()
    gettext.bindtextdomain(DOMAIN, str(LOCALES))
    gettext.textdomain(DOMAIN)
    try:
        yield
    finally:
        gettext.textdomain(before[1])
        if before[0] is None:
            del os.environ["LANGUAGE"]
        else:
            os.environ["LANGUAGE"] = before[0]
