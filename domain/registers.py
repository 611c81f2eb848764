"""Registers of shared understanding: one way to write, answer and close what the sides see, want, doubt and learn."""

from collections.abc import Iterable, Iterator
from typing import Literal

from domain.clocks import Anchor, Anchors
from domain.message import Circumstances, Command, Event
from domain.partnership import Partnership
from domain.policy import LifecyclePolicy
from domain.refusals import AlreadyExists, Incomplete, NotYours, OwnSide, OwnWord, TooMany, UnknownItem, UnknownParty
from domain.register_rules import RULE_OF, Asks, RegisterRule
from domain.slices.registers import Entry, Register
from domain.stages import OPEN, Stage
from domain.values import Instant, OrgId, Slug, Text

MOST = 20
"""Open entries, and decisions that some have not read yet: as much as people can keep in mind."""

REMEMBERED = 60
"""Characters of a text that the state keeps."""

TALKING = tuple(stage for stage in OPEN if stage is not Stage.PROPOSED)
"""Before willingness nothing is asked of anybody."""

WAITING = frozenset(TALKING) - {Stage.PAUSED}
"""Where answers are asked for again; a rest is a rest."""


class EntryWritten(Event):
    """A party has written something into a register that all can read."""

    type: Literal["entry.written"] = "entry.written"
    entry_id: Slug
    in_register: Register
    by_org: OrgId
    text: Text
    to_org: OrgId | None = None
    goal_id: Slug | None = None
    about: Slug | None = None
    benefit: Text | None = None
    strain: Text | None = None
    own_action: Text | None = None
    joint_action: Text | None = None
    contact: int | None = None
    asks: bool = False
    """Those to whom it speaks owe an answer."""
    stays: bool = False
    """It stays open until somebody closes it."""

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """What waits for somebody is remembered; all else is in the ledger alone."""
        if not (self.asks or self.stays):
            return p
        entry = Entry(
            entry_id=self.entry_id,
            in_register=self.in_register,
            org_id=self.by_org,
            text=self.text[:REMEMBERED],
            at=at,
            event=p.version + 1,
            to_org=self.to_org,
            asks=self.asks,
            stays=self.stays,
        )
        return p.but(registers=(*p.registers, entry))


class WriteEntry(Command):
    """Write into a register what all should know: an expectation, a doubt, a plan, an idea, a problem and more."""

    kind: Literal["write_entry"] = "write_entry"
    entry_id: Slug
    in_register: Register
    text: Text
    to_org: OrgId | None = None
    """The party that it speaks to; without one it speaks to all others."""
    goal_id: Slug | None = None
    """The shared goal that it serves."""
    about: Slug | None = None
    """The open entry that it speaks of."""
    benefit: Text | None = None
    """What good comes of it."""
    strain: Text | None = None
    """What it costs, strains or risks."""
    own_action: Text | None = None
    """What your side does about it by itself."""
    joint_action: Text | None = None
    """What you do about it together."""
    contact: int | None = None
    """The number of the contact's event from which it came."""

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """Whole, about things that exist, and not beyond what people can keep in mind."""
        rule = RULE_OF[self.in_register]
        self._must_be_whole(rule)
        self._must_fit(p, c)
        asks = rule.asks is not Asks.NOTHING
        if asks or rule.stays:
            must_be_new(p, self.entry_id)
            must_have_room(p, c.speaker.side)
        yield EntryWritten(by_org=c.speaker.side, asks=asks, stays=rule.stays, **self.model_dump(exclude={"kind"}))

    def _must_be_whole(self, rule: RegisterRule) -> None:
        missing = [need for need in rule.needs if all(getattr(self, name) is None for name in need.split(" or "))]
        if missing:
            raise Incomplete(what=self.in_register, missing=", ".join(missing))

    def _must_fit(self, p: Partnership, c: Circumstances) -> None:
        if self.to_org == c.speaker.side:
            raise OwnSide(org=c.speaker.side)
        if self.to_org is not None and p.party(self.to_org) is None:
            raise UnknownParty(org=self.to_org)
        must_be_a_goal(p, self.goal_id)
        must_have_happened(p, *(() if self.contact is None else (self.contact,)))
        if self.about is not None:
            plan = opened(p, self.about)
            helps = self.in_register is Register.HELP_OFFER
            if helps and (plan.in_register, plan.org_id) != (Register.OWN_PLAN, self.to_org):
                raise UnknownItem(what="plan of theirs", item=self.about)


class EntryAnswered(Event):
    """A party has put its own view under an entry."""

    type: Literal["entry.answered"] = "entry.answered"
    entry_id: Slug
    org_id: OrgId
    answer: Text
    accepted: bool | None = None
    last: bool = False
    """Nobody owes an answer any more, and the entry is closed with it."""

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """One view more."""
        if self.last:
            return _without(p, self.entry_id)
        return p.but(
            registers=tuple(
                e.but(answered=tuple(dict.fromkeys((*e.answered, self.org_id)))) if e.entry_id == self.entry_id else e
                for e in p.registers
            )
        )


class AnswerEntry(Command):
    """Put your own view under what another side has written; both stay side by side."""

    kind: Literal["answer_entry"] = "answer_entry"
    entry_id: Slug
    answer: Text
    accepted: bool | None = None
    """Yes or no, where the register asks for it."""

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """Each other party, as often as it likes while the entry is open."""
        entry = opened(p, self.entry_id)
        if entry.org_id == c.speaker.side:
            raise OwnWord
        if RULE_OF[entry.in_register].asks is Asks.YES_OR_NO and self.accepted is None:
            raise Incomplete(what=entry.in_register, missing="accepted")
        last = not entry.stays and set(owing(p, entry)) <= {c.speaker.side}
        yield EntryAnswered(org_id=c.speaker.side, last=last, **self.model_dump(exclude={"kind"}))


class EntryClosed(Event):
    """An entry is settled, or let go."""

    type: Literal["entry.closed"] = "entry.closed"
    entry_id: Slug
    by_org: OrgId
    outcome: Text

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """Closed; the ledger remembers it."""
        return _without(p, self.entry_id)


class CloseEntry(Command):
    """Close an entry with what came of it: a solution, a result, or that you let it go."""

    kind: Literal["close_entry"] = "close_entry"
    entry_id: Slug
    outcome: Text

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """By whoever wrote it; what is shared, by any party."""
        entry = opened(p, self.entry_id)
        if entry.org_id != c.speaker.side and not RULE_OF[entry.in_register].shared:
            raise NotYours(owner=entry.org_id)
        yield EntryClosed(by_org=c.speaker.side, **self.model_dump(exclude={"kind"}))


def opened(p: Partnership, entry_id: Slug) -> Entry:
    """The open entry of this name; refuse when there is none."""
    for entry in p.registers:
        if entry.entry_id == entry_id:
            return entry
    raise UnknownItem(what="entry", item=entry_id)


def owing(p: Partnership, entry: Entry) -> tuple[OrgId, ...]:
    """The parties that owe an answer."""
    spoken_to = (org for org in p.orgs if org != entry.org_id and entry.to_org in {None, org})
    return tuple(org for org in spoken_to if entry.asks and org not in entry.answered)


def must_be_new(p: Partnership, entry_id: Slug) -> None:
    """Refuse a name that an open entry has."""
    if any(entry.entry_id == entry_id for entry in p.registers):
        raise AlreadyExists(what="entry", item=entry_id)


def must_have_room(p: Partnership, side: OrgId) -> None:
    """Refuse more of one side than people can keep in mind."""
    if sum(e.org_id == side for e in p.registers) + sum(m.by_org == side for m in p.minutes) >= MOST:
        raise TooMany(what="open entries and unread decisions", limit=MOST)


def must_be_a_goal(p: Partnership, goal_id: Slug | None) -> None:
    """Refuse when a goal is named that the parties do not share."""
    if goal_id is not None and all(goal.goal_id != goal_id for goal in p.draft.goals):
        raise UnknownItem(what="goal", item=goal_id)


def must_have_happened(p: Partnership, *numbers: int) -> None:
    """Refuse when an event is cited that has never been."""
    for number in numbers:
        if not 0 < number <= p.version:
            raise UnknownItem(what="event", item=number)


def left(p: Partnership, org_id: OrgId) -> Partnership:
    """The same without what a party that has left wrote or was asked."""
    kept = (entry for entry in p.registers if org_id not in {entry.org_id, entry.to_org})
    return p.but(registers=tuple(e.but(answered=tuple(o for o in e.answered if o != org_id)) for e in kept))


def only(orgs: tuple[OrgId, ...]) -> OrgId | None:
    """The one whose turn it is; none where it is the turn of several."""
    return orgs[0] if len(orgs) == 1 else None


def _without(p: Partnership, entry_id: Slug) -> Partnership:
    return p.but(registers=tuple(entry for entry in p.registers if entry.entry_id != entry_id))


def _owed(p: Partnership, policy: LifecyclePolicy) -> Iterator[Anchor]:
    if p.stage in WAITING:
        for entry in p.registers:
            if waited_for := owing(p, entry):
                yield Anchor(entry.at, entry.entry_id, owner=only(waited_for), event=entry.event)


ANCHORS: dict[str, Anchors] = {"entry": _owed}
