"""What the parties give: recorded by the giver, confirmed by the receiver, credited by the others, never priced."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Literal, Self

from pydantic import model_validator

from domain.commitments import serves
from domain.message import Circumstances, Command, Event
from domain.partnership import Partnership
from domain.refusals import AlreadyExists, NotWaivable, OwnSide, TooMany, UnknownItem, UnknownParty
from domain.slices.contributions import Amount, Gave, Given, Tally
from domain.values import ContributionKind, Instant, Line, OrgId, Slug, Text, Value

OPEN_CONTRIBUTIONS = 40
"""So many of one side may wait for the receivers' word at a time."""

UNITS = 8
"""In so many units one party may count one kind."""


class ContributionRecorded(Event):
    """A party says what it has given: money, a name, an idea, an open ear."""

    type: Literal["contribution.recorded"] = "contribution.recorded"
    contribution_id: Slug
    by_org: OrgId
    to_org: OrgId | None = None
    gives: ContributionKind
    text: Text
    amount: Amount | None = None
    unit: Line | None = None
    valued: Line | None = None
    goal_id: Slug | None = None
    pledge_id: Slug | None = None

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """It waits for the receiver's word."""
        said = self.model_dump(include=set(Given.model_fields))
        given = Given(given_at=at, number=p.version + 1, **said)
        return p.but(contributions=p.contributions.but(open=(*p.contributions.open, given)))


class RecordContribution(Command):
    """Tell what your side has given; a price is never asked, and listening counts as much as money."""

    kind: Literal["record_contribution"] = "record_contribution"
    contribution_id: Slug
    gives: ContributionKind
    text: Text
    amount: Amount | None = None
    unit: Line | None = None
    valued: Line | None = None
    """What it is worth, in the giver's own words; nobody adds this up."""
    to_org: OrgId | None = None
    """The receiver; with three or more parties it may be for all."""
    goal_id: Slug | None = None
    pledge_id: Slug | None = None
    """The pledge in the agreement that it fulfils."""

    @model_validator(mode="after")
    def _counts_in_something(self) -> Self:
        if (self.amount is None) != (self.unit is None):
            raise ValueError("amount and unit are given together, or not at all")
        return self

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """By the giver; between two parties the receiver is clear."""
        side, ledger = c.speaker.side, p.contributions
        others = tuple(org for org in p.orgs if org != side)
        to_org = self.to_org or (others[0] if len(others) == 1 else None)
        if to_org == side:
            raise OwnSide(org=side)
        if to_org is not None and to_org not in others:
            raise UnknownParty(org=to_org)
        if any(given.contribution_id == self.contribution_id for given in ledger.open):
            raise AlreadyExists(what="contribution", item=self.contribution_id)
        if sum(given.by_org == side for given in ledger.open) >= OPEN_CONTRIBUTIONS:
            raise TooMany(what="Contributions that wait for a word", limit=OPEN_CONTRIBUTIONS)
        if self.unit and len(_units(p, side, self.gives) | {self.unit}) > UNITS:
            raise TooMany(what="Units for one kind of contribution", limit=UNITS)
        serves(p, self.goal_id)
        if self.pledge_id is not None and (side, self.pledge_id) not in _pledged(p):
            raise UnknownItem(what="pledge", item=self.pledge_id)
        yield ContributionRecorded(by_org=side, to_org=to_org, **self.model_dump(exclude={"kind", "to_org"}))


def _units(p: Partnership, org_id: OrgId, gives: ContributionKind) -> set[str]:
    waiting = {q.unit for q in p.contributions.open if q.by_org == org_id and q.gives is gives and q.unit}
    return waiting | set(given_by(p, org_id).kinds.get(gives, Tally()).sums)


def _pledged(p: Partnership) -> set[tuple[OrgId, Slug]]:
    return {(q.by_org, q.contribution_id) for q in p.draft.pledges}


class ContributionConfirmed(Event):
    """The receiver says that it was given; from now on it counts."""

    type: Literal["contribution.confirmed"] = "contribution.confirmed"
    contribution_id: Slug
    by_org: OrgId

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """One more in the giver's tally."""
        given = next((q for q in p.contributions.open if q.contribution_id == self.contribution_id), None)
        return _answered(_counted(p, given) if given else p, self.contribution_id)


class ConfirmContribution(Command):
    """Confirm, with thanks, that something was given to you."""

    kind: Literal["confirm_contribution"] = "confirm_contribution"
    contribution_id: Slug

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """Only the receiver can say so."""
        _must_have_received(p, self.contribution_id, c)
        yield ContributionConfirmed(contribution_id=self.contribution_id, by_org=c.speaker.side)


class ContributionDisputed(Event):
    """The receiver sees it differently; it does not count until both see the same."""

    type: Literal["contribution.disputed"] = "contribution.disputed"
    contribution_id: Slug
    by_org: OrgId
    reason: Text

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """Off the list; the giver may tell it anew, in words that both can share."""
        return _answered(p, self.contribution_id)


class DisputeContribution(Command):
    """Say how you see it, where something was not given to you as it is told."""

    kind: Literal["dispute_contribution"] = "dispute_contribution"
    contribution_id: Slug
    reason: Text

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """Only the receiver can say so."""
        _must_have_received(p, self.contribution_id, c)
        yield ContributionDisputed(contribution_id=self.contribution_id, by_org=c.speaker.side, reason=self.reason)


def _must_have_received(p: Partnership, contribution_id: Slug, c: Circumstances) -> None:
    given = next((q for q in p.contributions.open if q.contribution_id == contribution_id), None)
    if given is None:
        raise UnknownItem(what="contribution", item=contribution_id)
    receivers = (given.to_org,) if given.to_org else tuple(org for org in p.orgs if org != given.by_org)
    if c.speaker.side not in receivers:
        raise NotWaivable(owed_to=", ".join(receivers))


class ContributionCredited(Event):
    """A party has been named in public for what it gave."""

    type: Literal["contribution.credited"] = "contribution.credited"
    org_id: OrgId
    """Who was named."""
    by_org: OrgId
    where: Line
    contribution_id: Slug | None = None

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """One credit more."""
        gave = given_by(p, self.org_id)
        return _with(p, gave.but(credited=gave.credited + 1))


class CreditContribution(Command):
    """Tell where you have named another party for what it gave: a report, a stage, a wall."""

    kind: Literal["credit_contribution"] = "credit_contribution"
    org_id: OrgId
    where: Line
    contribution_id: Slug | None = None

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """Nobody credits oneself."""
        if self.org_id == c.speaker.side:
            raise OwnSide(org=self.org_id)
        if p.party(self.org_id) is None:
            raise UnknownParty(org=self.org_id)
        yield ContributionCredited(by_org=c.speaker.side, **self.model_dump(exclude={"kind"}))


class Invested(Value):
    """What one party has given, as confirmed: sums in their own units, and a count of what has no amount."""

    org_id: OrgId
    sums: dict[ContributionKind, dict[str, Decimal]]
    unpriced: dict[ContributionKind, int]


def invested(p: Partnership) -> tuple[Invested, ...]:
    """The confirmed contributions of every party, also of those of which nothing is on record."""
    return tuple(
        Invested(
            org_id=org,
            sums={kind: tally.sums for kind, tally in given_by(p, org).kinds.items() if tally.sums},
            unpriced={kind: tally.unpriced for kind, tally in given_by(p, org).kinds.items() if tally.unpriced},
        )
        for org in p.orgs
    )


def given_by(p: Partnership, org_id: OrgId) -> Gave:
    """What one party has given, as confirmed."""
    return next((gave for gave in p.contributions.gave if gave.org_id == org_id), Gave(org_id=org_id))


def _counted(p: Partnership, given: Given) -> Partnership:
    gave = given_by(p, given.by_org)
    tally = gave.kinds.get(given.gives, Tally())
    sums = dict(tally.sums)
    if given.amount is not None and given.unit is not None:
        sums[given.unit] = sums.get(given.unit, Decimal(0)) + given.amount
    more = tally.but(count=tally.count + 1, unpriced=tally.unpriced + (given.amount is None), sums=sums)
    return _with(p, gave.but(kinds={**gave.kinds, given.gives: more}))


def _with(p: Partnership, gave: Gave) -> Partnership:
    others = tuple(g for g in p.contributions.gave if g.org_id != gave.org_id)
    return p.but(contributions=p.contributions.but(gave=(*others, gave)))


def _answered(p: Partnership, contribution_id: Slug) -> Partnership:
    left = tuple(q for q in p.contributions.open if q.contribution_id != contribution_id)
    return p.but(contributions=p.contributions.but(open=left))


def left(p: Partnership, org_id: OrgId) -> Partnership:
    """The state without what a party gave or was to receive that has gone; the ledger keeps it."""
    waiting = tuple(q for q in p.contributions.open if org_id not in {q.by_org, q.to_org})
    return p.but(
        contributions=p.contributions.but(
            open=waiting, gave=tuple(g for g in p.contributions.gave if g.org_id != org_id)
        )
    )
