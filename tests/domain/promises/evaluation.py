"""What holds of evaluations, whatever anybody says: the seal, the small groups, the unknown sides."""

from collections.abc import Callable

from domain.evaluation import EvaluationAnswered, EvaluationOpened
from domain.findings import EvaluationClosed, ResultsPublished
from domain.message import ActorKind
from domain.partnership import Partnership
from domain.pulse import PulseAnswered, PulsePublished
from domain.results import ANONYMOUS_FROM
from domain.review import ActionCompleted, ActionDropped
from domain.slices.evaluation import SideAnswers
from domain.stages import Stage
from domain.values import Visibility
from tests.domain.promises.told import Told


def answers_are_for_their_authors_alone(told: Told) -> None:
    for before, entry, _ in told.steps:
        if isinstance(entry.event, EvaluationAnswered | PulseAnswered):
            assert entry.visibility is Visibility.RAISER
            assert entry.actor.kind is ActorKind.PERSON
            assert entry.actor.person_id == entry.event.person_id
            assert entry.actor.org_id == entry.event.org_id
            assert before.party(entry.event.org_id)


def the_seal_hides_every_score(told: Told) -> None:
    """What is sealed looks the same whatever people have said, as long as as many have."""
    p = told.states[-1]
    sealed = p.evaluation.sealed()
    assert sealed.pulse == ()
    if p.evaluation.open and sealed.open:
        assert [s.answers for s in sealed.open.sides] == [s.answers for s in p.evaluation.open.sides]
        assert all(s == SideAnswers(org_id=s.org_id).but(levels=s.levels) for s in sealed.open.sides)
        assert all(part.level is None and not part.sums for s in sealed.open.sides for part in s.levels)


def nothing_is_published_while_it_is_open(told: Told) -> None:
    for before, entry, after in told.steps:
        if isinstance(entry.event, EvaluationClosed):
            assert before.evaluation.open is not None
            assert after.evaluation.open is None
        if isinstance(entry.event, ResultsPublished):
            assert before.evaluation.open is None
        if isinstance(entry.event, EvaluationOpened):
            assert before.evaluation.open is None


def nobody_can_be_read_from_an_anonymous_side(told: Told) -> None:
    sides = {s.org_id: s for p in told.states for s in _sides(p)}
    for _, entry, _ in told.steps:
        if isinstance(entry.event, ResultsPublished):
            for org, levels in entry.event.scores_by_level.items():
                assert entry.event.anonymous[org]
                for dimension in {d for means in levels.values() for d in means}:
                    counts = {q.level: q.sums.get(dimension, (0, 0))[1] for q in sides[org].levels}
                    shown = {level for level, means in levels.items() if dimension in means}
                    rest = sum(count for level, count in counts.items() if level not in shown)
                    assert all(counts[level] >= ANONYMOUS_FROM for level in shown)
                    assert rest == 0 or rest >= ANONYMOUS_FROM
            for org, anonymous in entry.event.anonymous.items():
                assert anonymous == (entry.event.answers_by_side[org] >= ANONYMOUS_FROM)


def _sides(p: Partnership) -> tuple[SideAnswers, ...]:
    return p.evaluation.open.sides if p.evaluation.open else ()


def a_silent_side_is_unknown(told: Told) -> None:
    for _, entry, after in told.steps:
        if isinstance(entry.event, ResultsPublished):
            assert after.evaluation.last
            silent = {org for org, answers in entry.event.answers_by_side.items() if not answers}
            assert silent <= set(entry.event.unknown_sides)
            assert set(after.evaluation.last.means).isdisjoint(entry.event.unknown_sides)


def a_pulse_of_few_is_shown_to_nobody(told: Told) -> None:
    for before, entry, _ in told.steps:
        if isinstance(entry.event, PulsePublished):
            heard = {q.org_id: q.sums for q in before.evaluation.pulse}
            for org, means in entry.event.means_by_side.items():
                assert all(heard[org][item][1] >= ANONYMOUS_FROM for item in means)


def only_its_owner_settles_an_action(told: Told) -> None:
    for before, entry, _ in told.steps:
        if isinstance(entry.event, ActionCompleted | ActionDropped):
            owner = {a.action_id: a.owner_org for a in before.reviews.actions}
            assert owner[entry.event.action_id] == entry.actor.org_id


def who_has_left_has_said_nothing(told: Told) -> None:
    p = told.states[-1]
    last, heard = p.evaluation.last, {s.org_id for s in _sides(p)}
    spoken = {*heard, *(last.means if last else ()), *p.evaluation.outcomes, *(q.org_id for q in p.evaluation.pulse)}
    assert spoken | {a.owner_org for a in p.reviews.actions} <= set(p.orgs)


ALWAYS: tuple[Callable[[Told], None], ...] = (
    answers_are_for_their_authors_alone,
    the_seal_hides_every_score,
    nothing_is_published_while_it_is_open,
    nobody_can_be_read_from_an_anonymous_side,
    a_silent_side_is_unknown,
    a_pulse_of_few_is_shown_to_nobody,
    only_its_owner_settles_an_action,
    who_has_left_has_said_nothing,
)


def _awaited(p: Partnership) -> bool:
    return p.evaluation.open is not None and p.stage is not Stage.PAUSED


OPEN: dict[str, Callable[[Partnership, str], bool]] = {
    "evaluation_schedule": lambda p, _: p.evaluation.open is None and p.stage is Stage.ACTIVE,
    "evaluation": lambda p, org: _awaited(p) and org in p.orgs and org not in {s.org_id for s in _sides(p)},
    "evaluation_closing": lambda p, _: _awaited(p),
    "pulse": lambda p, _: p.evaluation.open is None and p.stage is Stage.ACTIVE,
    "pulse_closing": lambda p, _: bool(p.evaluation.pulse),
    "action": lambda p, action: action in {a.action_id for a in p.reviews.actions} and p.stage is not Stage.PAUSED,
}
"""For each rule, whether what its clock is about is open."""
