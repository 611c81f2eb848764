"""News: what happened, told to those who must hear of it although nobody waits for them."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from string import Formatter

from domain.disclosure import Confided, is_one_of
from domain.message import Actor, Event
from domain.notices.choices import NoticeKind
from domain.notices.headlines import HEADLINES, LESS, SAID_BY, Headline, To
from domain.notices.notice import Notice
from domain.partnership import Partnership
from domain.policy import RULES
from domain.privacy import may_read
from domain.record import Recorded
from domain.slices.commitments import Commitment
from domain.slices.contributions import Given
from domain.slices.parties import Person
from domain.values import BINDING_ROLES, OrgId, PersonId, Role

KINDS = {
    **dict.fromkeys(
        (
            "start",
            "notice_deadline",
            "end_date",
            "holding_over",
            "reflection",
            "operational_end",
            "objection",
            "relayed",
        ),
        NoticeKind.LEGAL,
    ),
    **{rule.name: NoticeKind.SAFETY for rule in RULES if rule.conduct_or_safety},
}
"""Rules whose nudges cannot be silenced: dates of the agreement, and safety."""

_SPEAKERS = {*BINDING_ROLES, Role.FACILITATOR}


def news(before: Partnership, after: Partnership, events: Sequence[Recorded]) -> Iterator[Notice]:
    """What one submission has brought that people hear of."""
    happened: set[type[Event]] = {type(entry.event) for entry in events}
    told = [entry for entry in events if type(entry.event) in HEADLINES and _worth(entry.event, happened)]
    lone = [entry for entry in told if type(entry.event) not in LESS]
    for entry in lone or told:
        yield from _told(before, after, entry)


def in_words(event: Event, p: Partnership) -> tuple[str, dict[str, str]] | None:
    """What has happened as others were told of it, with what fills its braces; none where not all is known.

    In a record that is read later: what the event names is looked for in the state of today.
    """
    for headline in HEADLINES.get(type(event), ()):
        if headline.to in {To.SPEAKERS, To.ALL} and headline.suits(event):
            params = _params(headline.what, p, p, event)
            return (headline.what, params) if all(params.values()) else None
    return None


def _worth(event: Event, happened: set[type[Event]]) -> bool:
    return SAID_BY.get(type(event)) not in happened


def _told(before: Partnership, after: Partnership, entry: Recorded) -> Iterator[Notice]:
    """Each reader hears the first sentence that is for them."""
    heard = {entry.actor.person_id}
    for headline in HEADLINES[type(entry.event)]:
        if not headline.suits(entry.event):
            continue
        for person in _readers(headline.to, before, after, entry):
            if person.person_id not in heard and _allowed(person, after, entry):
                heard.add(person.person_id)
                yield _notice(headline, person, before, after, entry)


def _notice(headline: Headline, person: Person, before: Partnership, after: Partnership, entry: Recorded) -> Notice:
    return Notice(
        person_id=person.person_id,
        org_id=person.org_id,
        kind=headline.kind,
        what=headline.what,
        why=headline.why,
        params=_params(headline.what, before, after, entry.event),
        event=entry.version,
        private=isinstance(entry.event, Confided),
    )


def _allowed(person: Person, p: Partnership, entry: Recorded) -> bool:
    return may_read(entry, _actor(person), p)


def _readers(to: To, before: Partnership, p: Partnership, entry: Recorded) -> Iterable[Person]:
    """Who of those who hold a role today is meant; somebody who has just been released is not among them."""
    return (person for person in p.people if _is_meant(person, to, before, p, entry.event))


def _is_meant(person: Person, to: To, before: Partnership, p: Partnership, event: Event) -> bool:
    match to:
        case To.ALL:
            meant = True
        case To.SPEAKERS:
            meant = person.role in _SPEAKERS
        case To.SIDE | To.RECEIVER | To.GIVER:
            meant = person.role in BINDING_ROLES and person.org_id == _side(to, before, event)
        case To.PERSON:
            meant = person.person_id == getattr(event, "person_id", None)
        case To.READERS | To.RAISER:
            raiser = getattr(event, "readers", ())[:1]
            meant = is_one_of(raiser, _actor(person), p) is (to is To.RAISER)
    return meant


def _side(to: To, before: Partnership, event: Event) -> OrgId | None:
    if to is To.GIVER:
        thing = _thing(event, before)
        return thing.by_org if thing else None
    return _org(event, "to_org") if to is To.RECEIVER else _org(event, "org_id", "by_org")


def _actor(person: Person) -> Actor:
    return Actor(person_id=person.person_id, org_id=person.org_id)


def _org(event: Event, *names: str) -> OrgId | None:
    return next((org for name in names if (org := getattr(event, name, None))), None)


def _thing(event: Event, before: Partnership) -> Commitment | Given | None:
    """The promise or the gift that an event is about, as it was before it."""
    promise, gift = getattr(event, "commitment_id", None), getattr(event, "contribution_id", None)
    promises = (c for c in before.commitments if c.commitment_id == promise)
    return next(promises, None) or next((g for g in before.contributions.open if g.contribution_id == gift), None)


def _params(what: str, before: Partnership, after: Partnership, event: Event) -> dict[str, str]:
    names = (name for _, name, _, _ in Formatter().parse(what) if name)
    return {name: _param(name, before, after, event) for name in names}


def _param(name: str, before: Partnership, after: Partnership, event: Event) -> str:
    if name in _TELLERS:
        return _TELLERS[name](before, after, event)
    value = getattr(event, name, None)
    value = getattr(event, name.removesuffix("_at").removesuffix("_on"), None) if value is None else value
    return value.isoformat() if isinstance(value, date | datetime) else str(value or "")


def _party(before: Partnership, after: Partnership, event: Event) -> str:
    org = _org(event, "org_id", "by_org")
    party = after.party(org) or before.party(org)
    return party.name if party else str(org or "")


def _person(before: Partnership, after: Partnership, event: Event) -> str:
    person_id = PersonId(getattr(event, "person_id", ""))
    known = after.person(person_id) or before.person(person_id)
    return known.name if known else person_id


def _promise(before: Partnership, after: Partnership, event: Event) -> str:
    return str(getattr(_thing(event, before), "text", ""))


def _command(before: Partnership, after: Partnership, event: Event) -> str:
    return str(getattr(event, "about", ""))


_TELLERS = {"name": _party, "person": _person, "promise": _promise, "command": _command}
"""Words that are not simply a field of the event."""
