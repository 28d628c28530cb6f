"""Tell which actions are of use now: the screen only shows their keys."""

from __future__ import annotations

from qreply.reply.rendered_reply import RenderedReply
from qreply.workspace.session import Session


def useful_actions(session: Session, rendered: RenderedReply | None) -> frozenset[str]:
    """Return the ids of actions that would change something about `rendered`, the draft."""
    actions = {
        "customer-next": len(session.customers.all) > 1,
        "again": session.customer.last is not None,
        "follow": bool(session.drafting.following()),
        "new-phrase": rendered is None,
        "remind": session.sending.promise() is not None or bool(session.reminders.pressing()),
        "append": session.can_add,
    }
    if session.switching.served_round is not None:
        actions |= dict.fromkeys(
            ("queue-skip", "queue-undo", "queue-back"), session.switching.served_round.is_current
        )
    if rendered is not None:
        actions |= {
            "picture": bool(rendered.phrase.images) and not session.is_practice,
            "fill": bool(rendered.fields),
            "optional": any(field.part for field in rendered.fields),
            "suggestion": any(finding.rule.suggestion is not None for finding in rendered.findings),
            "wording": len(rendered.phrase.wordings_on(session.workspace.profile.platform)) > 1,
            "join": len(session.drafting.wording) > 1,
        }
    return frozenset(name for name, is_useful in actions.items() if is_useful)
