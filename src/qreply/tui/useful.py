"""Which keys do something at the moment."""

from __future__ import annotations

from qreply.reply.render import Prepared
from qreply.workspace.session import Session


def useful_keys(session: Session, prepared: Prepared | None) -> frozenset[str]:
    """The ids of keys that would change something about `prepared`, the session's draft as it is now."""
    keys = {
        "customer-next": len(session.customers.all) > 1,
        "again": session.customer.last is not None,
        "follow": bool(session.following()),
        "new-phrase": prepared is None,
    }
    if prepared is not None:
        keys |= {
            "fill": bool(prepared.slots),
            "optional": any(slot.part for slot in prepared.slots),
            "suggestion": any(finding.rule.say is not None for finding in prepared.findings),
            "wording": len(prepared.phrase.wordings_on(session.desk.profile.platform)) > 1,
            "join": len(session.wording) > 1,
        }
    return frozenset(name for name, useful in keys.items() if useful)
