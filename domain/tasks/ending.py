"""Tasks of ending well: what is owed and said before the end, the urgent path, and the care afterwards."""

from collections.abc import Iterator

from domain.aftercare import AFTERCARE_CONTACTS
from domain.farewell import ready
from domain.partnership import Partnership
from domain.slices.ending import Closing, EndingItem
from domain.stages import Stage
from domain.tasks.beginning import not_only
from domain.tasks.task import BINDS, Task, brief
from domain.values import OrgId, Role

_LOOKS_BACK = (Role.SPONSOR, Role.LEAD, Role.ALTERNATE)


def winding_down(p: Partnership) -> Iterator[Task]:
    """What an ending asks of each side, and at last the end itself."""
    if p.stage is not Stage.WINDING_DOWN:
        return
    yield from (_owed(p, item) for item in p.ending.items)
    for org in p.orgs:
        yield from _unsaid(p, org)
    if ready(p) and not p.operational:
        for org in p.orgs:
            yield Task(
                kind="end_partnership",
                org_id=org,
                roles=BINDS,
                what="everything is done and said: take the last step, and end with thanks",
                commands=("end_partnership",),
            )


def _owed(p: Partnership, item: EndingItem) -> Task:
    receiver = p.party(item.owed_to)
    if item.given_at:
        return _given(p, item)
    return Task(
        kind="complete_ending_item",
        about=item.item_id,
        org_id=item.owner_org,
        what="give {party} what you still owe before the end, and say when it is done: {text}",
        params={"party": receiver.name if receiver else item.owed_to, "text": brief(item.text)},
        due_at=item.due_at,
        rule="ending_item",
        commands=("complete_ending_item",),
    )


def _given(p: Partnership, item: EndingItem) -> Task:
    giver = p.party(item.owner_org)
    return Task(
        kind="confirm_ending_item",
        about=f"item/{item.item_id}",
        org_id=item.owed_to,
        what="{party} says that you have been given what was owed to you: say whether it is so: {text}",
        params={"party": giver.name if giver else item.owner_org, "text": brief(item.text)},
        since=item.given_at,
        rule="farewell",
        commands=("complete_ending_item", "waive_ending_item"),
    )


def _unsaid(p: Partnership, org: OrgId) -> Iterator[Task]:
    if not p.ending.statement_issued:
        yield Task(
            kind="issue_investment_statement",
            org_id=org,
            what="write down what each party has invested: time, knowledge, trust and money",
            about="statement",
            rule="farewell",
            commands=("issue_investment_statement",),
        )
    elif org not in p.ending.statement_seen:
        yield Task(
            kind="see_investment_statement",
            org_id=org,
            roles=BINDS,
            what="read what each party has invested, and say that you have seen it",
            about=f"statement/{org}",
            rule="farewell",
            commands=("see_investment_statement",),
        )
    if p.ending.message is None:
        yield Task(
            kind="agree_message",
            org_id=org,
            roles=BINDS,
            what="agree together on what you tell others about the end",
            about="message",
            rule="farewell",
            commands=("agree_message",),
        )
    if org not in p.ending.lessons_from:
        yield Task(
            kind="record_lesson",
            org_id=org,
            what="say what your side has learned, or that there is nothing to add",
            about=f"lesson/{org}",
            rule="farewell",
            commands=("record_lesson",),
        )


def urgent_request(p: Partnership) -> Iterator[Task]:
    """A request for an end at once waits for a second person with a mandate."""
    if p.urgent is None:
        return
    for q in p.people:
        if q.safeguarding and q.person_id != p.urgent.by_person:
            yield Task(
                kind="answer_urgent_request",
                org_id=q.org_id,
                person_id=q.person_id,
                what="somebody with a mandate asks for an end at once: confirm it, or say why it is not needed",
                commands=("confirm_urgent_end", "drop_urgent_request"),
            )


def afterwards(p: Partnership) -> Iterator[Task]:
    """After the end: those to be told of an urgent one, its review, and two friendly contacts."""
    if p.closing is None or p.stage is not Stage.ENDED:
        return
    if p.closing.urgent:
        yield from _after_urgent_end(p, p.closing)
    clock, declined = p.clock("aftercare"), p.closing.declined
    if clock and clock.step > p.closing.aftercare and p.closing.aftercare < AFTERCARE_CONTACTS:
        for org in (org for org in p.orgs if org not in declined):
            yield Task(
                kind="record_aftercare",
                about=str(p.closing.aftercare + 1),
                org_id=org,
                what="ask each other how it is now, some time after the end; or say that you would rather not",
                since=p.closing.ended_at,
                rule="aftercare",
                commands=("record_aftercare",),
            )


def _after_urgent_end(p: Partnership, closing: Closing) -> Iterator[Task]:
    know = [org for org in p.orgs if org not in closing.to_tell]
    for told in closing.to_tell:
        party = p.party(told)
        for org in know or p.orgs:
            yield Task(
                kind="tell_urgent_end",
                about=told,
                org_id=org,
                what="tell {party} in person of the urgent end, and say when and how you did",
                params={"party": party.name if party else told},
                since=closing.ended_at,
                rule="urgent_end",
                commands=("tell_urgent_end",),
            )
    if not closing.to_tell and not closing.reviewed:
        for org in closing.undecided or p.orgs:
            yield Task(
                kind="review_urgent_end",
                org_id=org,
                roles=not_only(p, org, _LOOKS_BACK, *closing.decided_by),
                what="say, as somebody who did not decide it, whether the urgent end was right or is regretted",
                since=closing.ended_at,
                rule="urgent_end",
                commands=("record_urgent_review",),
            )
