"""Ending well: what is owed, the statement of what was invested, the shared message and the lessons."""

from collections.abc import Iterable
from typing import Literal

from pydantic import Field

from domain.clocks import Anchor, Anchors
from domain.contributions import Invested, invested
from domain.farewell import asked, unanswered
from domain.guards import Facts, guard, holds
from domain.message import Circumstances, Command, Event
from domain.partnership import Partnership
from domain.policy import LifecyclePolicy
from domain.refusals import (
    AlreadyDone,
    AlreadyExists,
    NotWaivable,
    NotYours,
    PartyMissing,
    TooMany,
    UnknownItem,
    UnknownParty,
)
from domain.slices.ending import Closing, EndingItem
from domain.stages import Stage
from domain.values import Instant, OrgId, PersonId, Slug, Text

ITEMS_A_SIDE = 20
"""So many open things one side can name; more are a list of its own."""


class EndingItemAdded(Event):
    """Something that one party owes another before the end."""

    type: Literal["ending.item_added"] = "ending.item_added"
    item_id: Slug
    about: Literal["task", "asset", "data", "people", "message", "credit", "thanks"]
    text: Text
    owner_org: OrgId
    owed_to: OrgId
    due_at: Instant
    by_org: OrgId | None = None

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """One open item more."""
        item = EndingItem(**self.model_dump(include=set(EndingItem.model_fields)))
        return p.but(ending=p.ending.but(items=(*p.ending.items, item)))


class AddEndingItem(Command):
    """Name what one party owes another before the end: a task, an asset, data, credit or thanks."""

    kind: Literal["add_ending_item"] = "add_ending_item"
    item_id: Slug
    about: Literal["task", "asset", "data", "people", "message", "credit", "thanks"]
    text: Text
    owner_org: OrgId
    owed_to: OrgId
    due_at: Instant

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """Between two parties."""
        for org in (self.owner_org, self.owed_to):
            if p.party(org) is None:
                raise UnknownParty(org=org)
        if any(item.item_id == self.item_id for item in p.ending.items):
            raise AlreadyExists(what="item", item=self.item_id)
        side = c.speaker.side
        if sum(item.by_org == side for item in p.ending.items) >= ITEMS_A_SIDE:
            raise TooMany(what="The open items that your side has named", limit=ITEMS_A_SIDE)
        yield EndingItemAdded(by_org=side, **self.model_dump(exclude={"kind"}))


def _item(p: Partnership, item_id: Slug) -> EndingItem:
    for item in p.ending.items:
        if item.item_id == item_id:
            return item
    raise UnknownItem(what="item", item=item_id)


class EndingItemGiven(Event):
    """Whoever owes it says that it is given; whoever is owed it has not said so yet."""

    type: Literal["ending.item_given"] = "ending.item_given"
    item_id: Slug
    by_org: OrgId

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """It waits for its receiver."""
        items = tuple(i.but(given_at=at) if i.item_id == self.item_id else i for i in p.ending.items)
        return p.but(ending=p.ending.but(items=items))


class EndingItemDone(Event):
    """What was owed has been given."""

    type: Literal["ending.item_done"] = "ending.item_done"
    item_id: Slug
    by_org: OrgId

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """Closed; the ledger remembers it."""
        return _without(p, self.item_id)


class CompleteEndingItem(Command):
    """Say that what was owed has been given; it is done when its receiver says so."""

    kind: Literal["complete_ending_item"] = "complete_ending_item"
    item_id: Slug

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """The receiver's word closes it; the giver's waits for that."""
        item, side = _item(p, self.item_id), c.speaker.side
        if side not in {item.owner_org, item.owed_to}:
            raise NotYours(owner=item.owner_org)
        if side == item.owed_to:
            yield EndingItemDone(item_id=self.item_id, by_org=side)
        elif item.given_at:
            raise AlreadyDone(what="Saying that this is given")
        else:
            yield EndingItemGiven(item_id=self.item_id, by_org=side)


class EndingItemWaived(Event):
    """The party to whom it is owed lets it go."""

    type: Literal["ending.item_waived"] = "ending.item_waived"
    item_id: Slug
    by_org: OrgId
    reason: Text

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """Closed; the ledger remembers it."""
        return _without(p, self.item_id)


class WaiveEndingItem(Command):
    """Let something that is owed to you go."""

    kind: Literal["waive_ending_item"] = "waive_ending_item"
    item_id: Slug
    reason: Text

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """Only by the party to whom it is owed."""
        item = _item(p, self.item_id)
        if c.speaker.side != item.owed_to:
            raise NotWaivable(owed_to=item.owed_to)
        yield EndingItemWaived(item_id=self.item_id, by_org=c.speaker.side, reason=self.reason)


def _without(p: Partnership, item_id: Slug) -> Partnership:
    left = tuple(item for item in p.ending.items if item.item_id != item_id)
    return p.but(ending=p.ending.but(items=left))


class InvestmentStatementIssued(Event):
    """What each party has invested is written down, priced or not."""

    type: Literal["ending.investment_statement_issued"] = "ending.investment_statement_issued"
    by_org: OrgId
    invested: dict[OrgId, Text]
    totals: tuple[Invested, ...] = ()
    """What the ledger of contributions has confirmed: sums in their own units, and a count of what has no amount."""

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """Its author has seen it."""
        return p.but(ending=p.ending.but(statement_issued=True, statement_at=at, statement_seen=(self.by_org,)))


class IssueInvestmentStatement(Command):
    """Write down what each party has invested: time, knowledge, trust and money."""

    kind: Literal["issue_investment_statement"] = "issue_investment_statement"
    invested: dict[OrgId, Text] = Field(min_length=2, max_length=20)

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """For every party, and only parties; a new statement must be seen anew."""
        for org in self.invested:
            if p.party(org) is None:
                raise UnknownParty(org=org)
        for org in p.orgs:
            if org not in self.invested:
                raise PartyMissing(org=org)
        yield InvestmentStatementIssued(by_org=c.speaker.side, invested=self.invested, totals=invested(p))


class InvestmentStatementSeen(Event):
    """A party has seen the statement."""

    type: Literal["ending.investment_statement_seen"] = "ending.investment_statement_seen"
    org_id: OrgId

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """One party more has seen it."""
        return p.but(ending=p.ending.but(statement_seen=(*p.ending.statement_seen, self.org_id)))


class SeeInvestmentStatement(Command):
    """Say that your side has seen the statement of what was invested."""

    kind: Literal["see_investment_statement"] = "see_investment_statement"

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """Once a party."""
        if c.speaker.side in p.ending.statement_seen:
            raise AlreadyDone(what="Seeing the statement")
        yield InvestmentStatementSeen(org_id=c.speaker.side)


class MessageAgreed(Event):
    """The parties agree on what they tell others about the end."""

    type: Literal["ending.message_agreed"] = "ending.message_agreed"
    text: Text

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """The shared message."""
        return p.but(ending=p.ending.but(message=self.text))


class AgreeMessage(Command):
    """Agree together on the message about the end."""

    kind: Literal["agree_message"] = "agree_message"
    text: Text

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """Once every party has agreed."""
        yield MessageAgreed(text=self.text)


class LessonRecorded(Event):
    """A party says what it has learned, or that it has nothing to add."""

    type: Literal["lesson.recorded"] = "lesson.recorded"
    org_id: OrgId
    text: Text | None = None
    share: bool = False

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """This side has been asked and has answered."""
        lessons = tuple(dict.fromkeys((*p.ending.lessons_from, self.org_id)))
        return p.but(ending=p.ending.but(lessons_from=lessons))


class RecordLesson(Command):
    """Say what your side has learned; without a text it says that there is nothing to add."""

    kind: Literal["record_lesson"] = "record_lesson"
    text: Text | None = None
    share: bool = False
    """Whether it may be offered to similar partnerships."""

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """As often as there is something to say."""
        yield LessonRecorded(org_id=c.speaker.side, text=self.text, share=self.share)


class PartnershipEnded(Event):
    """It has ended."""

    type: Literal["partnership.ended"] = "partnership.ended"
    ground: str
    mutual: bool
    urgent: bool = False
    decided_by: tuple[PersonId, ...] = ()
    """The two people with a mandate, where the end is urgent."""
    to_tell: tuple[OrgId, ...] = ()
    """Parties that neither of the two speaks for, and that are to be told within two days."""
    lapsed: tuple[str, ...] = ()
    """Change proposals, and at an urgent end operational agreements, that were still open: none is dropped silently."""
    unanswered: tuple[str, ...] = ()
    """What a side was asked for again and again and has not answered: `message`, `statement/…`, `lesson/…`, `item/…`
    or `commitment/…`."""

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """Aftercare begins."""
        p = p.but(proposals=(), operational=())
        closing = Closing(
            ended_at=at,
            urgent=self.urgent,
            decided_by=self.decided_by,
            to_tell=self.to_tell,
            undecided=self.to_tell,
        )
        return p.but(closing=closing, pause=None, offer=None, urgent=None)


class EndPartnership(Command):
    """End, once everything owed is settled and said."""

    kind: Literal["end_partnership"] = "end_partnership"

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """Any party may take this last step; the guards have seen to the rest."""
        yield PartnershipEnded(
            ground=p.ending.ground or "term",
            mutual=p.ending.mutual,
            lapsed=lapsing(p),
            unanswered=tuple(about for about in asked(p) if unanswered(p, about)),
        )


def lapsing(p: Partnership) -> tuple[str, ...]:
    """What an end leaves unsettled."""
    return (*(q.proposal_id for q in p.proposals), *(one.operational_id for one in p.operational))


@guard
def statement_issued(p: Partnership, c: Circumstances) -> Facts:
    """the statement of what was invested must have been issued."""
    return holds(p.ending.statement_issued)


def _items_due(p: Partnership, policy: LifecyclePolicy) -> Iterable[Anchor]:
    if p.stage is Stage.WINDING_DOWN:
        for item in p.ending.items:
            if item.given_at is None:
                yield Anchor(item.due_at, item.item_id, owner=item.owner_org)


ANCHORS: dict[str, Anchors] = {"ending_item": _items_due}
