"""Say about a reply what it is, where its values are from, and what is for the agent only."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.content import Content

from qreply.i18n import join_words, t
from qreply.phrasebook.limits import REPLY
from qreply.reply.rendered_reply import Field, RenderedReply
from qreply.reply.values import Origin
from qreply.tui.cell_width import plain_emoji
from qreply.tui.state_line import name_customer
from qreply.tui.widgets.prose import Heading
from qreply.workspace.sending import SendAttempt
from qreply.workspace.session import Session

_TOLD = (
    (Origin.LISTED, "$text-success"),
    (Origin.OFFERED, "$text-warning"),
    (Origin.DERIVED, "$text-warning"),
    (Origin.CARRIED, "$text-success"),
)
_SHORT = 4  # characters that tell one number from another
_MAX_TOLD = 5  # replies a customer was sent that are listed

Words = list[tuple[str, str]]


def describe_head(session: Session, rendered: RenderedReply) -> tuple[Words, Words]:
    """Name the reply: its title, and where in the book it is, by names that agents know."""
    phrase = rendered.phrase
    titles = {scenario.name: scenario.title for scenario in session.workspace.phrasebook.scenarios}
    where = " · ".join(filter(None, (titles.get(phrase.scenario, ""), phrase.group, phrase.code)))
    copied = session.sending.shown
    place = session.drafting.place
    if copied:
        place = f"{copied.message + 1}/{copied.total}" if copied.total > 1 else ""
    right: Words = [(f"{plain_emoji(where)}", "muted")]
    if place:
        right.append((f" · {place}" if where else place, "place"))
    return [(copied.title if copied else phrase.title, "title")], right


def describe_below(
    session: Session, rendered: RenderedReply, doubtful: Sequence[str]
) -> list[Content | Heading]:
    """Return what stands below the reply's text.

    That is what is wrong with it, its length, notes, and what the customer was told.
    """
    below: list[Content | Heading] = []
    if loud := [*_wrong(rendered), *_sources(rendered, doubtful)]:
        below.append(Content("\n").join(loud))
    below.append(Content.styled(" · ".join(_measures(session, rendered)), "$muted"))
    if quiet := list(_for_the_agent(rendered)):
        below += [Heading(t("screen.for-you")), Content("\n").join(quiet)]
    return [*below, *_told(session)]


def _measures(session: Session, rendered: RenderedReply) -> list[str]:
    wordings = len(rendered.phrase.wordings_on(session.workspace.profile.platform))
    measures = [t("screen.length", count=len(rendered.text))]
    draft = session.draft
    if wordings > 1 and draft is not None and not session.sending.shown:
        measures.append(t("screen.wording-of", number=draft.turn % wordings + 1, total=wordings))
    return measures


def _told(session: Session) -> list[Content | Heading]:
    """Return what the current customer was told and is promised: titles and times, no words."""
    customer = session.customer
    promised = session.reminders.promised_to(customer.visit)
    if not (customer.sent_replies or promised):
        return []
    lines = [
        Content.styled(f"{one.at:%H:%M} {plain_emoji(one.title)}", "$muted")
        for one in customer.sent_replies[-_MAX_TOLD:]
    ]
    lines += [
        Content.styled(t("reminder.promised", time=session.reminders.spell_due(one)), "$text-warning")
        for one in promised
    ]
    return [Heading(t("screen.told", customer=name_customer(customer))), Content("\n").join(lines)]


def _sources(rendered: RenderedReply, doubtful: Sequence[str]) -> list[Content]:
    """Return where values come from that the agent did not just type: a word beside the colour."""
    lines = []
    for origin, style in _TOLD:
        if names := [field.name for field in rendered.fields if field.value and field.value.origin is origin]:
            lines.append(Content.styled(t(f"screen.{origin}", names=join_words(names)), style))
    if doubtful:
        lines.append(Content.styled(t("reply.carried", names=join_words(doubtful)), "$text-warning bold"))
    lines += [Content.styled(describe_rival(field), "$text-warning bold") for field in rendered.rivals]
    return lines


def describe_rival(field: Field) -> str:
    """Say that the clipboard holds another value than the one carried from an earlier reply."""
    return t("screen.rival", name=field.name, rival=shorten(field.rival))


def shorten(value: str) -> str:
    """Keep the end of `value`, by which people tell numbers apart."""
    return value if len(value) <= _SHORT else f"…{value[-_SHORT:]}"


def _wrong(rendered: RenderedReply) -> list[Content]:
    lines = []
    if rendered.expired:
        lines.append(Content.styled(t("reply.expired"), "$text-error bold"))
    if rendered.broken:
        lines.append(Content.styled(t("reply.broken"), "$text-error bold"))
    if rendered.overlong:
        lines.append(Content.styled(t("reply.overlong", limit=REPLY), "$text-error bold"))
    for finding in rendered.findings:
        style = "$text-error" if finding.blocks else "$text-warning"
        lines.append(Content.styled(finding.describe(rendered.text), style))
        if finding.rule.suggestion:
            lines.append(Content.styled(t("reply.say", say=finding.rule.suggestion), "$text-success"))
    return lines


def _for_the_agent(rendered: RenderedReply) -> list[Content]:
    """Return the notes, which no customer sees: quieter than the reply."""
    phrase = rendered.phrase
    lines = []
    if phrase.note:
        lines.append(Content.styled(phrase.note.strip(), "$muted"))
    if phrase.images:
        lines.append(Content.styled(t("screen.images", images=join_words(phrase.images)), "$text-accent"))
    return lines


def describe_question(attempt: SendAttempt, key_of: Callable[[str], str], *, behind: bool) -> str:
    """Return what to decide on before the next Enter.

    `behind` tells that the reply is to be added to the message before.
    """
    if attempt.words or not attempt.rivals:
        words = "\u3000".join(filter(None, (attempt.words, *map(describe_rival, attempt.rivals))))
        if behind:
            return t("screen.confirm-added", words=words, key=key_of("append"))
        return t("screen.confirm", words=words)
    field = attempt.rivals[0]
    carried = shorten(field.value.text) if field.value else ""
    return t("screen.rival-keys", rival=describe_rival(field), key=key_of("customer-new"), carried=carried)
