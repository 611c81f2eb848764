"""What a reader may see: of a partnership's state, of what has happened in it, and of what was asked in vain.

Every door reads through here, whoever holds the key: staff and admins see what their organisation sees, and no more.
"""

from collections.abc import Iterable
from typing import Any, TypeVar, get_args

from domain.catalogue import AnyCommand
from domain.clocks import EscalationRaised
from domain.disclosure import Confided, is_one_of, is_raiser, known_to, neutral, present, told_to
from domain.message import Actor, ActorKind, ClockChange, Command, Event
from domain.partnership import Partnership
from domain.record import Recorded
from domain.relaying import RULE as RELAYED
from domain.retaliation import RULE as RETALIATION
from domain.slices.clocks import Clock
from domain.slices.concerns import Concern
from domain.slices.relaying import RelayedWord
from domain.values import Role, Visibility

R = TypeVar("R", bound=Recorded)

_COMMANDS: tuple[type[Command], ...] = get_args(get_args(AnyCommand)[0])
_PRIVATE = {command.model_fields["kind"].default for command in _COMMANDS if command.private}


def seen_by(p: Partnership, reader: Actor) -> Partnership:
    """The state as a reader may see it; to whom nothing was told, it looks as if nothing were there."""
    return p.but(
        concerns=tuple(_as_told(x, reader, p) for x in p.concerns if known_to(reader, x, p)),
        clocks=tuple(clock for clock in p.clocks if not clock.private or _may_know(clock, reader, p)),
        evaluation=p.evaluation.sealed(),
        relayed=tuple(word for word in p.relayed if not word.private or _of_two(word, reader)),
    )


def _of_two(word: RelayedWord, reader: Actor) -> bool:
    """What was sealed is for whose word it is, and for whoever has recorded it."""
    return reader.kind is ActorKind.PERSON and reader.person_id in {word.person_id, word.by}


def _as_told(x: Concern, reader: Actor, p: Partnership) -> Concern:
    """Only the raiser sees whom else the raiser has told, and what they have said."""
    if is_raiser(reader, x, p):
        return x
    mine = {reader.person_id}
    return x.but(
        told=tuple(c for c in x.told if is_one_of((c,), reader, p)),
        heard_by=tuple(q for q in x.heard_by if q in mine),
        agreed=tuple(q for q in x.agreed if q in mine),
        check_from=x.check_from if is_one_of(neutral(x.told), reader, p) else None,
    )


def _may_know(clock: Clock, reader: Actor, p: Partnership) -> bool:
    """A private clock is for those who know what it is about; the question to the raiser, for no side at all."""
    if clock.rule == RELAYED:
        return any(_of_two(word, reader) for word in p.relayed if word.word_id == clock.about)
    concern = next((x for x in p.concerns if x.key == clock.about), None)
    if concern is None:
        return _is_neutral(reader, p)
    if is_raiser(reader, concern, p):
        return True
    if clock.rule == RETALIATION:
        return is_one_of(neutral(present(concern.told, p)), reader, p)
    return told_to(reader, concern, p)


def may_read(entry: Recorded, reader: Actor, p: Partnership) -> bool:
    """Whether something that has happened is for these eyes; the same for every side and every role."""
    match entry.visibility:
        case Visibility.BOTH:
            return True
        case Visibility.OWN_SIDE:
            return reader.org_id is not None and reader.org_id == entry.actor.org_id
        case Visibility.FACILITATOR:
            return reader == entry.actor or _is_neutral(reader, p)
        case Visibility.RAISER:
            return reader == entry.actor
        case Visibility.NAMED:
            return isinstance(entry.event, Confided) and _is_reader(entry.event, reader, p)


def _is_reader(event: Confided, reader: Actor, p: Partnership) -> bool:
    """Its raiser for ever, others as long as they hold a post."""
    raiser, told = event.readers[:1], event.readers[1:]
    return is_one_of(raiser, reader, p) or is_one_of(present(told, p), reader, p)


def _is_neutral(reader: Actor, p: Partnership) -> bool:
    """Whether a reader is the facilitator, and speaks for no side."""
    holders = {person.person_id for person in p.holders(Role.FACILITATOR)}
    return reader.kind is ActorKind.PERSON and reader.person_id in holders and p.party(reader.org_id) is None


def shown(entry: R, reader: Actor, p: Partnership) -> R | None:
    """Something that has happened, without what rides along and is not for these eyes; None where nothing is left."""
    if not may_read(entry, reader, p):
        return None
    event = entry.event
    raiser = isinstance(event, Confided) and is_one_of(event.readers[:1], reader, p)
    clocks = tuple(change for change in event.clocks if not change.private or (raiser and _of(change, reader)))
    changes: dict[str, object] = {"clocks": clocks, "salt": ""} if clocks != event.clocks else {}
    if isinstance(event, Confided) and event.readers and not raiser:
        changes |= {"readers": (), "salt": ""} | ({"to": ()} if isinstance(event, EscalationRaised) else {})
    return entry.model_copy(update={"event": event.model_copy(update=changes)}) if changes else entry


def _of(change: ClockChange, raiser: Actor) -> bool:
    """Whether a clock runs for a concern of the raiser's own."""
    return change.about.startswith(f"{raiser.person_id}/")


def salted(event: Event, salt: str) -> Event:
    """An event as it is to be recorded: whoever holds its hash and not its words must not find them by trying."""
    private = event.visibility is not Visibility.BOTH or any(change.private for change in event.clocks)
    return event.model_copy(update={"salt": salt}) if private else event


def may_read_refused(commands: Iterable[dict[str, Any]], sender: Actor, reader: Actor) -> bool:
    """Whether a refused submission is for these eyes: what is private is for its sender alone, also in vain."""
    if any(command.get("kind") in _PRIVATE for command in commands):
        return reader == sender
    return reader.org_id is None or sender.org_id in {None, reader.org_id}
