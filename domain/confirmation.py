"""What waits for the word of one party: something given or done for it, or a question about a date."""

from collections.abc import Iterable

from domain.clocks import Anchor, Anchors
from domain.partnership import Partnership
from domain.policy import LifecyclePolicy
from domain.stages import Stage


def _waiting(p: Partnership, policy: LifecyclePolicy) -> Iterable[Anchor]:
    if p.stage in {Stage.PAUSED, Stage.ENDED, Stage.NOT_PURSUED}:
        return
    for q in p.commitments:
        if q.done and q.done_at:
            yield Anchor(q.done_at, f"commitment/{q.commitment_id}", owner=q.to_org, event=q.done_by)
        elif q.asking:
            about = f"renegotiation/{q.commitment_id}"
            yield Anchor(q.asking.asked_at, about, owner=q.to_org, event=q.asking.number)
    for given in p.contributions.open:
        about = f"contribution/{given.contribution_id}"
        yield Anchor(given.given_at, about, owner=given.to_org, event=given.number)


ANCHORS: dict[str, Anchors] = {"confirmation": _waiting}
