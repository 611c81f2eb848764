"""The shell of one partnership on a real server: what callers see, and how a workflow begins and ends."""

from uuid import uuid4

from temporalio.client import WorkflowExecutionStatus

from domain.initiation import BeginExploring, DeclareWillingness, DoNotPursue
from domain.people import ReleasePerson
from domain.stages import Stage
from domain.values import PersonId, Role
from tests.domain.story import appointment
from tests.domain.teller import HOST, INITIATOR, PARTNER, A, B, service
from tests.temporal import Temporal, replay
from tests.workflows.engine import running


async def test_who_submits_hears_the_outcome_and_the_state_is_the_fold_of_the_ledger(temporal: Temporal) -> None:
    async with running(temporal) as engine:
        story = engine.story().exploring()
        await engine.tell(*story.submissions)
        assert await engine.state() == engine.memory.state(engine.id)
        assert engine.memory.state(engine.id).stage is Stage.EXPLORING
        assert len(engine.memory.ledger[engine.id]) == len(story.ledger)
        await replay(*await engine.histories())


async def test_a_refusal_is_an_outcome_and_stays_the_answer_for_ever(temporal: Temporal) -> None:
    async with running(temporal) as engine:
        await engine.say(INITIATOR, engine.story().proposal())
        too_early = engine.submission(A, BeginExploring())
        refused = await engine.gateway.submit(too_early)
        assert refused.status == "refused"
        assert refused.refusal is not None
        await engine.say(A, appointment(Role.LEAD, HOST))
        await engine.say(B, appointment(Role.LEAD, PARTNER), DeclareWillingness(willing=True))
        again = await engine.gateway.submit(too_early)
        assert again.refusal == refused.refusal
        assert (await engine.say(A, BeginExploring())).stage is Stage.EXPLORING


async def test_commands_sent_together_are_decided_together(temporal: Temporal) -> None:
    async with running(temporal) as engine:
        first = await engine.say(INITIATOR, engine.story().proposal(), appointment(Role.LEAD, HOST))
        assert first.event_types[-1] == "person.appointed"
        unknown = ReleasePerson(person_id=PersonId("nobody"))
        outcome = await engine.say(A, appointment(Role.ALTERNATE, HOST), unknown)
        assert outcome.status == "refused"
        assert outcome.version == first.version


async def test_a_stale_version_is_refused_and_a_repeat_of_an_accepted_one_is_not(temporal: Temporal) -> None:
    async with running(temporal) as engine:
        first = await engine.say(INITIATOR, engine.story().proposal())
        seen = engine.submission(A, appointment(Role.LEAD, HOST), expected_version=first.version)
        assert (await engine.gateway.submit(seen)).status == "accepted"
        stale = engine.submission(A, appointment(Role.SPONSOR, HOST), expected_version=first.version)
        refused = await engine.gateway.submit(stale)
        assert refused.refusal is not None
        assert refused.refusal.code == "stale-version"
        await engine.handle.signal("upgrade")  # the server forgets update ids with the run
        await engine.say(A, appointment(Role.MEMBER, HOST))
        assert (await engine.gateway.submit(seen)).status == "accepted"


async def test_reports_are_decided_in_their_order_and_nobody_waits(temporal: Temporal) -> None:
    async with running(temporal) as engine:
        await engine.say(INITIATOR, engine.story().proposal())
        reports = [engine.submission(service(HOST), appointment(role, HOST)) for role in (Role.LEAD, Role.ALTERNATE)]
        await engine.report(*reports)
        recorded = [entry.command_id for entry in engine.memory.ledger[engine.id]]
        assert recorded[-2:] == [report.command_id for report in reports]


async def test_a_refused_proposal_leaves_no_workflow(temporal: Temporal) -> None:
    async with running(temporal) as engine:
        submission = engine.submission(A, engine.story().proposal(HOST, HOST))
        refused = await engine.gateway.submit(submission)
        assert refused.status == "refused"
        assert (await engine.handle.result()).stage is Stage.PROPOSED
        assert await engine.status() is WorkflowExecutionStatus.COMPLETED
        again = await engine.gateway.submit(submission)
        assert again.refusal == refused.refusal


async def test_a_partnership_that_is_not_pursued_completes_its_workflow(temporal: Temporal) -> None:
    async with running(temporal) as engine:
        proposal = engine.submission(INITIATOR, engine.story().proposal())
        first = await engine.gateway.submit(proposal)
        last = await engine.say(A, DoNotPursue(reason="No time", message="Thank you for the tea."))
        result = await engine.handle.result()
        assert (result.version, result.stage) == (last.version, Stage.NOT_PURSUED)
        description = await engine.handle.describe()
        found = {pair.key.name: pair.value for pair in description.typed_search_attributes}
        assert found["KemitraanStage"] == "not_pursued"
        again = await engine.gateway.submit(proposal)
        assert again.event_types == first.event_types
        assert await engine.status() is WorkflowExecutionStatus.COMPLETED


async def test_a_submission_of_another_partnership_is_turned_away(temporal: Temporal) -> None:
    async with running(temporal) as engine:
        await engine.say(INITIATOR, engine.story().proposal())
        astray = engine.submission(A, appointment(Role.LEAD, HOST), partnership_id=uuid4())
        await engine.handle.signal("report", {"submissions": [astray.model_dump(mode="json")]})
        await engine.say(A, appointment(Role.LEAD, HOST))
        assert astray.command_id not in engine.memory.answers
