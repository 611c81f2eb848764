"""What waits for the word of one party: something given or done for it, or a question about a date.

People say thank you when they meet. So whatever was given or done is asked about once the agreed contact is due again,
and not while they have had no occasion; a question about a date cannot wait for that.
"""

from collections.abc import Iterable

from domain.clocks import Anchor, Anchors
from domain.partnership import Partnership
from domain.policy import LifecyclePolicy
from domain.stages import Stage

_WEEK, _MONTH = 7, 31


def _waiting(p: Partnership, policy: LifecyclePolicy) -> Iterable[Anchor]:
    if p.stage in {Stage.PAUSED, Stage.ENDED, Stage.NOT_PURSUED}:
        return
    round_ = min(p.agreement.terms.contact_interval_days if p.agreement else _MONTH, _MONTH)
    for q in p.commitments:
        if q.done and q.done_at:
            yield Anchor(q.done_at, f"commitment/{q.commitment_id}", round_, owner=q.to_org, event=q.done_by)
        elif q.asking:
            about = f"renegotiation/{q.commitment_id}"
            yield Anchor(q.asking.asked_at, about, _WEEK, owner=q.to_org, event=q.asking.number)
    for given in p.contributions.open:
        about = f"contribution/{given.contribution_id}"
        yield Anchor(given.given_at, about, round_, owner=given.to_org, event=given.number)


ANCHORS: dict[str, Anchors] = {"confirmation": _waiting}
