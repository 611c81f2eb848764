"""The door for services: CloudEvents 1.0, binary, structured or in batches, and what became of each."""

from datetime import UTC, datetime
from typing import Any, Literal

from fastapi import APIRouter, Request, Response
from starlette.responses import JSONResponse

from api.answering import ProblemResponse, document
from api.auth import Reporter
from api.cloudevents import delivery
from api.intake import Intake, Verdict
from api.language import Speaks
from api.ports import Outside
from api.problems import NothingTaken, Problem, TooManyReports
from api.schemas import Received, ReceivedBatch
from language.catalogue import Language

router = APIRouter(prefix="/events", tags=["events"])

RETRY_SECONDS = 2
"""A partnership that keeps up has applied its reports by then."""


@router.post(
    "", status_code=202, summary="Report events", operation_id="reportEvents", response_model=Received | ReceivedBatch
)
async def report_events(caller: Reporter, outside: Outside, language: Speaks, request: Request) -> Response:
    """An event accepted is never lost and takes effect once; the same `source` and `id` is the same event for ever."""
    sent = await delivery(request)
    verdicts = await Intake(outside, caller, datetime.now(UTC)).take(sent.events)
    if sent.batch:
        return _many(verdicts, language, request)
    return _one(verdicts[0], language, request)


def _one(verdict: Verdict, language: Language, request: Request) -> Response:
    if verdict.problem:
        raise _with_patience(verdict.problem)
    received = _received(verdict, language, request.url.path)
    return JSONResponse(received.model_dump(mode="json", exclude_none=True), 200 if verdict.repeated else 202)


def _many(verdicts: list[Verdict], language: Language, request: Request) -> Response:
    """202 when something was taken and nothing must be sent again; whoever sends all again does no harm."""
    told = ReceivedBatch(outcomes=tuple(_received(v, language, request.url.path) for v in verdicts))
    body = told.model_dump(mode="json", exclude_none=True)
    problem = _of_all(verdicts)
    if problem is None:
        return JSONResponse(body, 202)
    body |= document(problem, language, request.url.path)
    return ProblemResponse(body, problem.status, headers=_with_patience(problem).headers)


def _of_all(verdicts: list[Verdict]) -> Problem | None:
    if any(isinstance(v.problem, TooManyReports) for v in verdicts):
        return TooManyReports()
    return NothingTaken() if verdicts and all(v.problem for v in verdicts) else None


def _with_patience(problem: Problem) -> Problem:
    if isinstance(problem, TooManyReports):
        problem.headers["Retry-After"] = str(RETRY_SECONDS)
    return problem


def _received(verdict: Verdict, language: Language, instance: str) -> Received:
    outcome: Literal["accepted", "duplicate", "refused"]
    outcome = "refused" if verdict.problem else "duplicate" if verdict.repeated else "accepted"
    submission = verdict.submission
    return Received(
        source=_text(verdict.event, "source"),
        id=_text(verdict.event, "id"),
        outcome=outcome,
        partnership_id=submission.partnership_id if submission else None,
        command_id=submission.command_id if submission else None,
        problem=document(verdict.problem, language, instance) if verdict.problem else None,
    )


def _text(event: Any, name: str) -> str | None:  # noqa: ANN401 - whatever was sent
    value = event.get(name) if isinstance(event, dict) else None
    return value if isinstance(value, str) else None
