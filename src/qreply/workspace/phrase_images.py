"""Put a picture that a phrase names on the clipboard."""

from __future__ import annotations

from pathlib import Path
from threading import Event

from qreply.clipboard import Clipboard, Outcome, Status, read_picture
from qreply.errors import NotCopiedError
from qreply.i18n import t
from qreply.phrasebook.images import find_image, names_file
from qreply.phrasebook.model import Phrase


def copy_image(clipboard: Clipboard, phrase: Phrase, name: str, given_up: Event) -> Outcome:
    """Copy the picture called `name` of `phrase`.

    The outcome's reason names its file where it was not copied. It takes as long as its disk and the clipboard do:
    it is not for the screen's own thread.
    """
    path = find_image(phrase, name)
    if path is None:
        reason = t("clipboard.picture-missing" if names_file(name) else "clipboard.picture-named", name=name)
        return Outcome(Status.FAILED, "", reason, ())
    try:
        outcome = clipboard.copy_picture(read_picture(path), given_up)
    except NotCopiedError as error:
        outcome = Outcome(Status.FAILED, "", error.message, ())
    return outcome._replace(reason=_with_place(outcome, path))


def _with_place(outcome: Outcome, path: Path) -> str:
    if outcome.status is not Status.FAILED:
        return outcome.reason
    return t("clipboard.picture-by-hand", reason=outcome.reason, path=path.absolute())
