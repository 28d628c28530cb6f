"""Whether a value has the form that its placeholder declares, and the form it is copied in."""

from __future__ import annotations

import re

from qreply.phrasebook.expressions import matches_whole
from qreply.phrasebook.limits import VALUE
from qreply.text.nfkc import normalize

_LABEL = re.compile(r"^[^\W\d_][^:：\d]{0,9}[:：]")
_AROUND = " \t\n。.,;!?~，；！？、"


def fits(value: str, pattern: str) -> bool:
    """Tell whether `value` has the form `pattern`, within the limits of time and length.

    An empty value fits any form. Digits of other scripts, which `\\d` would take, fit none: no courier's page reads
    them.
    """
    if not value or not pattern:
        return len(value) <= VALUE
    if len(value) > VALUE or any(sign.isdecimal() and not sign.isascii() for sign in value):
        return False
    try:
        return matches_whole(pattern, value)
    except TimeoutError:
        return False


def fitted(value: str, pattern: str) -> str:
    """Return `value` in the form that fits `pattern`.

    Full width is made plain; blanks, a label and a full stop are taken off. What fits as it stands, or in no form,
    comes back as it is.
    """
    if not value or not pattern or len(value) > VALUE or fits(value, pattern):
        return value
    plain = normalize(value).text.strip(_AROUND)
    content = _LABEL.sub("", plain).strip(_AROUND)
    forms = (plain, content, "".join(plain.split()), "".join(content.split()))
    return next((form for form in forms if form and fits(form, pattern)), value)
