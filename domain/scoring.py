"""The four parts of health: what each side says, keeps and hears, and what would outlast the people of today."""

from collections.abc import Iterable, Iterator, Mapping
from math import isclose
from typing import NamedTuple

from pydantic import Field

from domain.concerns import disclosed_severe
from domain.contact import last_met
from domain.partnership import Partnership
from domain.policy import LifecyclePolicy
from domain.promises import recent_promises
from domain.questionnaire import FAIRNESS, FIRST
from domain.results import NAMED_GAP, gaps
from domain.review import unowned
from domain.slices.evaluation import Results
from domain.slices.parties import Party
from domain.stages import Stage
from domain.support import SUPPORTED_LEVELS, supported_levels
from domain.values import FundingStatus, Instant, OrgId, Role, Value

VOICE, PROMISES, CONTACT = 50, 20, 15
"""The most that each part gives."""

EACH = 3
"""Points for each of the five signs of continuity: 15 together."""

LITTLE_DATA, ENOUGH_PROMISES = 14, 3
ENOUGH_DIMENSIONS = 7
"""With fewer of them told by a side, nobody can say how it fares."""

LOWEST, HIGHEST = 1, 5
UNFAIR = 2.0
"""A side that answers no higher than this on fairness feels used."""

CAP = 49
"""The most that is left where a side feels used, or a severe concern is known to all."""

MEANINGS = {
    "voice": "{party} is the less content side: on average it answers {mean} of 5.",
    "voice_alike": "{parties} are alike content, and no side less than they: on average they answer {mean} of 5.",
    "gap": "The sides see {dimension} differently: {low} and {high} of 5.",
    "promises": "{party} kept or moved in time {kept} of the {due} promises that fell due in the last 180 days.",
    "promises_alike": "{parties} kept or moved in time alike, of what fell due in the last 180 days: {kept}.",
    "little_data": "Little data on {party}: fewer than {enough} promises each fell due in the last 180 days.",
    "contact": "The last contact was {days} days ago; one every {agreed} days is agreed.",
    "absent": "The last contact of {parties} was {days} days ago; one every {agreed} days is agreed.",
    "posts": "A lead or an alternate is missing at: {parties}.",
    "support": "Support is not named at {levels} levels at: {parties}.",
    "funding": "Funding is unsure and no plan is agreed at: {parties}.",
    "agreement": "No agreement is in force, and no end is decided.",
    "actions": "Nobody in particular does these actions: {actions}.",
    "unfair": "What is gained does not feel fair for what is given at: {parties}; above {cap} is not possible then.",
    "severe": "A severe concern is known to all sides; above {cap} is not possible then.",
    "silent": "{party} has not answered the last evaluation.",
    "sparse": "Of {party} too little is known: {known} of {of} dimensions, and at least {enough} are needed.",
    "unsaid": "It is not known whether what {party} gains feels fair for what it gives.",
    "unreviewed": "There has been no evaluation yet.",
    "stale": "The last evaluation was {days} days ago; one every {agreed} days is agreed.",
}
"""What a line says, in English; the key of its translations."""


class Line(Value):
    """Some lost points, or something to be said without points: why, and in which events it can be read."""

    about: str
    points: int = 0
    params: dict[str, str] = Field(default_factory=dict)
    events: tuple[int, ...] = ()
    """The numbers of the events."""

    @property
    def meaning(self) -> str:
        """The sentence with its placeholders."""
        return MEANINGS[self.about]


class Loss(NamedTuple):
    """What will be a line as soon as somebody reads it: mostly only the points are asked for."""

    about: str
    points: int
    events: tuple[int | None, ...]
    params: Mapping[str, object]

    @property
    def line(self) -> Line:
        """Written out."""
        known = tuple(event for event in self.events if event is not None)
        said = {name: str(value) for name, value in self.params.items()}
        return Line(about=self.about, points=self.points, params=said, events=known)


def loss(about: str, lost: float, events: tuple[int | None, ...] = (), **params: object) -> Loss:
    """Some lost points; parts of points count as the nearer whole."""
    return Loss(about, round(lost), events, params)


Views = Mapping[OrgId, float]
"""What each side says, on average."""


def said(results: Results) -> Views:
    """The average over all dimensions that a side has answered."""
    return {org: sum(view.values()) / len(view) for org, view in results.means.items() if view}


def voice(p: Partnership, means: Views, results: Results) -> Iterator[Loss]:
    """The less content side counts; where they are alike, none of them is singled out."""
    lowest = min(means.values())
    lost = VOICE * (HIGHEST - lowest) / (HIGHEST - LOWEST)
    alike = [org for org, mean in means.items() if isclose(mean, lowest)]
    if len(alike) > 1:
        yield loss("voice_alike", lost, (results.event,), parties=_names(p, alike), mean=f"{lowest:.1f}")
    else:
        yield loss("voice", lost, (results.event,), party=_names(p, alike), mean=f"{lowest:.1f}")


def apart(results: Results) -> Iterator[Loss]:
    """Wide gaps between the views; they cost nothing and are named."""
    names = {dimension.key: dimension.meaning for dimension in FIRST.dimensions}
    for dimension, gap in gaps(results.means).items():
        if gap >= NAMED_GAP:
            seen = sorted(view[dimension] for view in results.means.values() if dimension in view)
            named = names.get(dimension, dimension)
            yield loss("gap", 0, (results.event,), dimension=named, low=f"{seen[0]:g}", high=f"{seen[-1]:g}")


def promises(p: Partnership, policy: LifecyclePolicy, now: Instant) -> Iterator[Loss]:
    """The side that has kept less of its word counts; where they are alike, none of them is singled out."""
    found = {org: _promises(p, org, policy, now) for org in p.orgs}
    worst = max(found.values(), key=_weight)
    alike = [org for org, one in found.items() if _weight(one) == _weight(worst)]
    yield worst if len(alike) == 1 else _alike(p, {org: found[org] for org in alike}, worst)


def _weight(found: Loss) -> tuple[int, bool]:
    """How much it costs, and what is known before what is not."""
    return found.points, found.about == "promises"


def _alike(p: Partnership, found: Mapping[OrgId, Loss], one: Loss) -> Loss:
    """One line for sides of which the same is to be said."""
    events = tuple(sorted(event for each in found.values() for event in each.events if event is not None))
    if one.about == "little_data":
        return loss("little_data", one.points, events, party=_names(p, found), enough=ENOUGH_PROMISES)
    kept = ", ".join(f"{each.params['kept']}/{each.params['due']}" for each in found.values())
    return loss("promises_alike", one.points, events, parties=_names(p, found), kept=kept)


def _promises(p: Partnership, org: OrgId, policy: LifecyclePolicy, now: Instant) -> Loss:
    due = recent_promises(p, org, now, policy.day)
    if len(due) < ENOUGH_PROMISES:
        known = tuple(promise.number for promise in due)
        return loss("little_data", PROMISES - LITTLE_DATA, known, party=_name(p, org), enough=ENOUGH_PROMISES)
    broken = tuple(promise.number for promise in due if not promise.kept)
    kept = len(due) - len(broken)
    lost = PROMISES * len(broken) / len(due)
    return loss("promises", lost, broken, party=_name(p, org), kept=kept, due=len(due))


def contact(p: Partnership, policy: LifecyclePolicy, now: Instant) -> Iterator[Loss]:
    """The last two-way contact of each party against the agreed interval; before it, the beginning of the work."""
    met = last_met(p)
    since = met.at or p.active_since
    if p.agreement is None or since is None:
        yield loss("agreement", CONTACT)
        return
    agreed, days = p.agreement.terms.contact_interval_days, (now - since) / policy.day
    lost = CONTACT * (1 - min(1.0, agreed / days)) if days > 0 else 0.0
    said = {"days": int(max(days, 0)), "agreed": agreed}
    if met.of:
        yield loss("absent", lost, (met.event,), parties=", ".join(party.name for party in met.of), **said)
    else:
        yield loss("contact", lost, (met.event,), **said)


def continuity(p: Partnership) -> Iterator[Loss]:
    """Five signs that it would outlast a change of people and a loss of money."""
    if parties := ", ".join(_without_posts(p)):
        yield loss("posts", EACH, parties=parties)
    if bare := tuple(_without_support(p)):
        said = tuple(s.event for s in p.support if s.org_id in {party.org_id for party in bare})
        yield loss("support", EACH, said, levels=SUPPORTED_LEVELS, parties=", ".join(party.name for party in bare))
    if parties := ", ".join(_without_money(p)):
        yield loss("funding", EACH, (p.shock[0].number,) if p.shock else (), parties=parties)
    if p.agreement is None and p.stage is not Stage.WINDING_DOWN:
        yield loss("agreement", EACH)
    if orphans := unowned(p):
        yield loss("actions", EACH, tuple(a.event for a in orphans), actions=", ".join(a.action_id for a in orphans))


def _without_posts(p: Partnership) -> Iterator[str]:
    filled = {(q.org_id, q.role) for q in p.people}
    return (q.name for q in p.parties if not {(q.org_id, Role.LEAD), (q.org_id, Role.ALTERNATE)} <= filled)


def _without_support(p: Partnership) -> Iterator[Party]:
    return (party for party in p.parties if len(supported_levels(p, party.org_id)) < SUPPORTED_LEVELS)


def _without_money(p: Partnership) -> Iterator[str]:
    planned = {shock.org_id for shock in p.shock if shock.plan}
    unsure = {FundingStatus.AT_RISK, FundingStatus.LOST}
    return (q.name for q in p.parties if q.funding in unsure and q.org_id not in planned)


def unfair(p: Partnership, results: Results) -> Iterator[Loss]:
    """Sides that feel used; whether a side does can be unknown, and then the whole health is."""
    used = [q.name for q in p.parties if results.means.get(q.org_id, {}).get(FAIRNESS, HIGHEST) <= UNFAIR]
    if used:
        yield loss("unfair", 0, (results.event,), parties=", ".join(used), cap=CAP)


def unsaid(party: Party, results: Results) -> Iterator[Loss]:
    """Why what a side has said tells too little of how it fares: what is missing is never taken for good."""
    view = results.means.get(party.org_id, {})
    if not view:
        yield loss("silent", 0, (results.event,), party=party.name)
        return
    if len(view) < ENOUGH_DIMENSIONS:
        numbers = {"known": len(view), "of": len(FIRST.dimensions), "enough": ENOUGH_DIMENSIONS}
        yield loss("sparse", 0, (results.event,), party=party.name, **numbers)
    if FAIRNESS not in view:
        yield loss("unsaid", 0, (results.event,), party=party.name)


def severe(p: Partnership) -> Iterator[Loss]:
    """A severe concern, once its raiser has let all sides know."""
    if known := disclosed_severe(p):
        yield loss("severe", 0, tuple(concern.opened for concern in known), cap=CAP)


def _names(p: Partnership, orgs: Iterable[OrgId]) -> str:
    return ", ".join(_name(p, org) for org in orgs)


def _name(p: Partnership, org: OrgId) -> str:
    party = p.party(org)
    return party.name if party else org
