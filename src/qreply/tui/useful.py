"""Which keys do something at the moment."""

from __future__ import annotations

from qreply.reply.render import RenderedReply
from qreply.workspace.session import Session


def useful_keys(session: Session, rendered: RenderedReply | None) -> frozenset[str]:
    """The ids of keys that would change something about `rendered`, the session's draft as it is now."""
    keys = {
        "customer-next": len(session.customers.all) > 1,
        "again": session.customer.last is not None,
        "follow": bool(session.following()),
        "new-phrase": rendered is None,
    }
    if rendered is not None:
        keys |= {
            "fill": bool(rendered.slots),
            "optional": any(slot.part for slot in rendered.slots),
            "suggestion": any(finding.rule.say is not None for finding in rendered.findings),
            "wording": len(rendered.phrase.wordings_on(session.workspace.profile.platform)) > 1,
            "join": len(session.wording) > 1,
        }
    return frozenset(name for name, useful in keys.items() if useful)
