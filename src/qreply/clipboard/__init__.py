"""Copying that is verified: a backend for each system, and outcomes that are honest.

`detect` chooses the backends by the environment, `Clipboard.copy` tries them until one reads back what was
written, `Copier` does so in the background for a screen.
"""

from qreply.clipboard.clipboard import HIDDEN, Clipboard
from qreply.clipboard.copier import Copier
from qreply.clipboard.detect import detect
from qreply.clipboard.outcome import Attempt, Outcome, Status
from qreply.clipboard.picture import Picture, read_picture

__all__ = [
    "HIDDEN",
    "Attempt",
    "Clipboard",
    "Copier",
    "Outcome",
    "Picture",
    "Status",
    "detect",
    "read_picture",
]
