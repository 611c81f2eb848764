"""A lost or expired link: a fresh one goes to the address that is on record, which the page never shows."""

from datetime import timedelta
from uuid import uuid5

from starlette.responses import Response

from api.links import safety
from api.links.answers import there
from api.links.endings import EXPIRED, NO_PART, SENT, Over
from api.links.visit import Visit
from domain.links import OF_ONES_OWN, Grant, LinkAct
from domain.notices.choices import NoticeKind
from domain.notices.notice import Notice

LIFETIME = timedelta(days=14)
PRIVATE = frozenset(
    {LinkAct.ANSWER_EVALUATION, LinkAct.ANSWER_PULSE, LinkAct.RAISE_CONCERN, LinkAct.ANSWER_RELAYED_WORD, *OF_ONES_OWN}
)


async def again(visit: Visit) -> Response:
    """At most one a day, however often it is asked for; it does exactly what the old one did."""
    try:
        await visit.check()
    except Over as over:
        if over.ending is not EXPIRED:
            raise
    if visit.link.act is LinkAct.SET_PREFERENCES:  # it never expires
        return there(visit)
    if visit.row is None:
        raise Over(NO_PART)
    await safety.hold(visit.outside.limits, safety.AGAIN, str(visit.link.link_id))
    fresh = Grant(
        **visit.link.grant.model_dump(exclude={"link_id", "expires_at"}),
        link_id=uuid5(visit.link.link_id, f"again/{visit.now:%Y-%m-%d}"),
        expires_at=visit.now + LIFETIME,
    )
    notice = Notice(
        person_id=fresh.person_id,
        org_id=fresh.org_id,
        kind=NoticeKind.SECURITY,
        what="open the fresh link that you have asked for",
        why="you have asked for it on the page of an older link",
        event=visit.p.version,
        private=fresh.act in PRIVATE,
    )
    await visit.outside.links.send(fresh, notice, visit.now)
    raise Over(SENT)
