"""Tasks of looking at the partnership: answers of each person, the talk about results, actions, health, contact."""

from collections.abc import Iterable, Iterator

from domain.contact import last_met
from domain.links import LinkAct
from domain.partnership import Partnership
from domain.slices.evaluation import Running
from domain.slices.health import Band
from domain.slices.parties import Person
from domain.slices.reviews import Action
from domain.stages import WORKING, Stage
from domain.tasks.task import Task, brief
from domain.values import OrgId, PersonId

_TALKED_ABOUT_IN = frozenset({*WORKING, Stage.DESIGNING, Stage.AGREEING, Stage.WINDING_DOWN})
_PULSE_IN = frozenset({*WORKING, Stage.WINDING_DOWN})
_RULE_OF = {Band.WATCH: "health_watch", Band.STRAINED: "health_strained"}


def evaluation(p: Partnership) -> Iterator[Task]:
    """Everybody is asked in person, and nobody else is shown who has answered; a side without people, as a whole."""
    running = p.evaluation.open
    if running is None:
        return
    for org in p.orgs:
        answered = running.side(org).people
        people = _silent(p, org, answered)
        yield from (_answer(p, running, org, person.person_id) for person in people)
        if not answered and not people:
            yield _answer(p, running, org)


def _silent(p: Partnership, org: OrgId, answered: Iterable[PersonId]) -> tuple[Person, ...]:
    known = set(answered)
    return tuple(q for q in p.people if q.org_id == org and q.person_id not in known)


def _answer(p: Partnership, running: Running, org: OrgId, person_id: PersonId | None = None) -> Task:
    clock = p.clock("evaluation", org) or p.clock("evaluation_closing")
    return Task(
        kind="answer_evaluation",
        about=org,
        org_id=org,
        person_id=person_id,
        what="say how the partnership is, under seal: nobody else ever reads your answers",
        params={"item": running.evaluation_id},
        since=running.opened_at,
        due_at=clock.anchor if clock else running.due_at,
        event=running.event,
        rule="evaluation",
        commands=("answer_evaluation",),
        act=LinkAct.ANSWER_EVALUATION,
    )


def pulse(p: Partnership) -> Iterator[Task]:
    """Half-way between two evaluations everybody may say how it feels, until it has been told."""
    clock = p.clock("pulse")
    told = p.evaluation.pulse_told_at
    if clock is None or not clock.step or p.stage not in _PULSE_IN or (told and told >= clock.anchor):
        return
    answered = {person_id for side in p.evaluation.pulse for person_id in side.people}
    for org in p.orgs:
        for person in _silent(p, org, answered):
            yield Task(
                kind="answer_pulse",
                org_id=org,
                person_id=person.person_id,
                what="say in a minute how it feels to work together",
                event=clock.event,
                rule="pulse",
                commands=("answer_pulse",),
                act=LinkAct.ANSWER_PULSE,
            )


def results(p: Partnership) -> Iterator[Task]:
    """What an evaluation has shown waits to be talked about together."""
    last = p.evaluation.last
    if last is None or not last.means or p.reviews.discussed == last.evaluation_id or p.stage not in _TALKED_ABOUT_IN:
        return
    for org in p.orgs:
        yield Task(
            kind="discuss_results",
            about=last.evaluation_id,
            org_id=org,
            what="talk with the others about what the evaluation has shown, and tell of the talk",
            since=last.closed_at,
            event=last.event,
            commands=("record_review",),
        )


def actions(p: Partnership) -> Iterator[Task]:
    """What a side has taken upon itself after an evaluation."""
    if p.stage is not Stage.ENDED:
        for action in p.reviews.actions:
            yield _action(action)


def _action(action: Action) -> Task:
    return Task(
        kind="complete_action",
        about=action.action_id,
        org_id=action.owner_org,
        hand=action.owner_person,
        what="do what your side has taken upon itself, and say when it is done: {text}",
        params={"text": brief(action.text)},
        due_at=action.due_at,
        event=action.event,
        rule="action",
        commands=("complete_action", "drop_action"),
    )


def health(p: Partnership) -> Iterator[Task]:
    """A partnership that is not well waits for the care of each side."""
    rule = _RULE_OF.get(p.health.band)
    if rule and p.stage is Stage.ACTIVE:
        for org in p.orgs:
            yield Task(
                kind="care_for_health",
                org_id=org,
                what="the partnership is not well: read what costs it strength, and talk with the others about it",
                since=p.health.since,
                event=p.health.event,
                rule=rule,
                commands=("record_contact", "discuss_future"),
            )


def contact(p: Partnership) -> Iterator[Task]:
    """Each side is asked to get in touch when the agreed time has passed: with whom the others have met without."""
    clock = p.clock("contact")
    if clock and clock.step:
        absent = last_met(p).of
        for org in p.orgs:
            others = ", ".join(party.name for party in absent if party.org_id != org)
            alone = not others or org in {party.org_id for party in absent}
            yield Task(
                kind="get_in_touch",
                org_id=org,
                what=(
                    "get in touch with the others, for the agreed time has passed; a coffee or a call counts"
                    if alone
                    else "get in touch with {parties}, whom nobody has met in the agreed time; even a call counts"
                ),
                params={} if alone else {"parties": others},
                event=clock.event,
                rule="contact",
                commands=("record_contact",),
            )


def conflict(p: Partnership) -> Iterator[Task]:
    """While the parties are at odds: their interests anew, and a way to settle it."""
    if not p.engagement.contested or p.stage not in WORKING:
        return
    for q in p.parties:
        if not q.interests_declared:
            yield Task(
                kind="declare_interests",
                org_id=q.org_id,
                what="tell anew of any conflict of interest, or that there is none, for you are at odds",
                since=p.engagement.since,
                event=p.engagement.number,
                rule="contested",
                commands=("declare_interests",),
            )
    declared = all(q.interests_declared for q in p.parties)
    for org in p.orgs:
        yield Task(
            kind="settle_conflict",
            org_id=org,
            what="look for a way to settle what you are at odds about; a facilitator can help",
            since=p.engagement.since,
            event=p.engagement.number,
            rule="contested",
            commands=("settle_contested", "appoint_neutral") if declared else ("appoint_neutral",),
        )


def roots(p: Partnership) -> Iterator[Task]:
    """Sides that were asked what the partnership rests on, and have not written it down."""
    if p.roots.asked_at is None or p.stage is not Stage.ACTIVE:
        return
    for org in p.orgs:
        if org not in p.core_cases:
            yield Task(
                kind="say_what_it_rests_on",
                org_id=org,
                what="write down what this partnership means for your core work, so that it outlives its first people",
                since=p.roots.asked_at,
                rule="institutionalise",
                commands=("record_core_case", "record_support"),
            )
