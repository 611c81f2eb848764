"""Tasks of coming to an agreement: the word of each party on what lies before all of them."""

from collections.abc import Iterator

from domain.links import LinkAct
from domain.partnership import Partnership
from domain.tasks.task import Task
from domain.values import BINDING_ROLES, Role

_BINDING = tuple(role for role in Role if role in BINDING_ROLES)


def acceptances(p: Partnership) -> Iterator[Task]:
    """The offered version waits for each party that has not accepted it."""
    if p.offer is None:
        return
    given = {a.org_id for a in p.offer.acceptances}
    for party in p.parties:
        if party.org_id not in given:
            yield Task(
                kind="accept_version",
                about=str(p.offer.version),
                org_id=party.org_id,
                roles=_BINDING,
                what="read version {version} of the agreement, and accept it if it is right for you",
                params={"version": str(p.offer.version), "hash": p.offer.hash},
                since=p.offer.offered_at,
                rule="acceptance",
                commands=("accept_version",),
                act=LinkAct.ACCEPT_VERSION,
            )


def decisions(p: Partnership) -> Iterator[Task]:
    """What one party has proposed and all decide waits for those who have said nothing yet."""
    for decision in p.decisions:
        for party in p.parties:
            if party.org_id not in decision.agreed:
                yield Task(
                    kind="agree_to_decision",
                    about=decision.about,
                    org_id=party.org_id,
                    roles=_BINDING,
                    what="say whether you agree to: {command}",
                    params={"command": decision.about, "number": str(decision.number or "")},
                    event=decision.number,
                    commands=("agree_to_decision", "decline_decision"),
                    act=LinkAct.AGREE_TO_DECISION,
                )
