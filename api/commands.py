"""Sending commands: decided by the engine, answered once, and answered the same for ever under the same key."""

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response

from api.auth import Decider, Principal
from api.bodies import JsonBody
from api.engagement import engaged
from api.headers import ExpectedVersion, IdempotencyKey, command_id, etag, proposed_id
from api.partnerships import visible
from api.ports import Outside, Ports
from api.problems import AnswerPending, IdempotencyKeyReused, Refused
from api.schemas import Accepted, CommandBody, Commands, Proposal
from domain.catalogue import AnyCommand
from domain.initiation import ProposePartnership
from domain.record import Outcome, Submission
from workflows.gateway import StillPending

router = APIRouter(prefix="/partnerships", tags=["commands"])

PROPOSAL = JsonBody(Proposal)
COMMANDS = JsonBody(CommandBody)


@router.post("", status_code=201, summary="Propose a partnership", operation_id="proposePartnership")
async def propose(
    *,
    caller: Decider,
    outside: Outside,
    request: Request,
    response: Response,
    key: IdempotencyKey,
    proposal: Annotated[Proposal, Depends(PROPOSAL)],
) -> Accepted:
    """Begin a partnership; its id follows from your key, so that a repeat never begins a second one."""
    command = command_id(caller.key.key_id, key)
    submission = _submission(caller, proposed_id(command), command, proposal.commands)
    answer = await _decided(outside, submission, caller)
    response.headers["Location"] = f"{request.url.path}/{answer.partnership_id}"
    response.headers["ETag"] = etag(answer.version)
    return answer


@router.post("/{partnership_id}/commands", summary="Send commands", operation_id="sendCommands")
async def send(
    *,
    caller: Decider,
    outside: Outside,
    response: Response,
    partnership_id: UUID,
    key: IdempotencyKey,
    expected_version: ExpectedVersion,
    body: Annotated[AnyCommand | Commands, Depends(COMMANDS)],
) -> Accepted:
    """One command, or several that are decided together, all or nothing."""
    commands = body.commands if isinstance(body, Commands) else (body,)
    command = command_id(caller.key.key_id, key)
    submission = _submission(caller, partnership_id, command, commands, expected_version)
    answer = await _decided(outside, submission, caller)
    response.headers["ETag"] = etag(answer.version)
    return answer


def _submission(
    caller: Principal,
    partnership_id: UUID,
    command_id: UUID,
    commands: tuple[AnyCommand, ...],
    expected_version: int | None = None,
) -> Submission:
    return Submission(
        partnership_id=partnership_id,
        command_id=command_id,
        actor=caller.actor,
        commands=commands,
        submitted_at=datetime.now(UTC),
        expected_version=expected_version,
    )


async def _decided(outside: Ports, submission: Submission, caller: Principal) -> Accepted:
    """The first answer to a submission, from the ledger where it was given before, also to one who has left since."""
    earlier = await outside.reading.find(submission.partnership_id, submission.command_id)
    if earlier and earlier.digest != submission.digest:
        raise IdempotencyKeyReused
    outcome = earlier.outcome if earlier else await _submit(outside, submission, caller)
    if outcome.status == "mismatch":  # used between our look and the engine's
        raise IdempotencyKeyReused
    if outcome.refusal is not None:
        raise Refused(outcome.refusal, outcome.stage)
    return Accepted.of(submission.partnership_id, outcome)


async def _submit(outside: Ports, submission: Submission, caller: Principal) -> Outcome:
    if caller.confined_to is not None and not isinstance(submission.commands[0], ProposePartnership):
        await visible(outside, caller, submission.partnership_id)
    try:
        return await engaged(outside, submission.partnership_id, lambda engine: engine.submit(submission))
    except StillPending:
        raise AnswerPending(submission.partnership_id, submission.command_id) from None
