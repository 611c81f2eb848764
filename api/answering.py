"""Problems and refusals on their way out: RFC 9457 documents in the reader's language, for every error there can be."""

from http import HTTPStatus
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse

from api.faults import faults_of_parameters
from api.language import speaks, told
from api.problems import (
    MEDIA_TYPE,
    NATURES,
    AnswerPending,
    InvalidParameters,
    Problem,
    Refused,
    Unavailable,
    Undecided,
    Unexpected,
    UnknownAddress,
    UnknownDeparture,
    UnknownInDirectory,
    UnknownPartnership,
    UnknownPerson,
    UnknownTask,
    WrongMethod,
    sentence,
)
from api.schemas import Pending
from language.catalogue import Language
from store.pool import UNAVAILABLE
from workflows import gateway

_log = structlog.get_logger()

RETRY_SECONDS = 5
"""After which a part that was away is likely to be back."""


AWAY: tuple[type[Exception], ...] = (gateway.Unreachable, gateway.StillPending, *UNAVAILABLE)
"""What tells that Temporal or Postgres is away, for callers who do not wait for an answer of theirs."""

PENDING_SECONDS = 2
"""After which an answer that was on its way is likely to be there."""


class ProblemResponse(JSONResponse):
    """An answer that is a problem."""

    media_type = MEDIA_TYPE


def document(problem: Problem, language: Language, instance: str) -> dict[str, Any]:
    """A problem in words."""
    answer = {
        "type": f"/problems/{problem.code()}",
        "title": language.say(problem.title),
        "status": problem.status,
        "detail": language.say(sentence(type(problem)), problem.params),
        "instance": instance,
        "code": problem.code(),
    }
    return answer | ({"errors": [told(f, language) for f in problem.faults]} if problem.faults else {})


def refusal(refused: Refused, language: Language, instance: str) -> dict[str, Any]:
    """The domain's no, with the guards that do not hold."""
    report = refused.report
    status, title = NATURES[report.nature]
    return {
        "type": f"/problems/{report.code}",
        "title": language.say(title),
        "status": status,
        "detail": language.refusal(report),
        "instance": instance,
        "code": report.code,
        "stage": refused.stage,
        "unmet": [{"guard": u.guard, "text": language.unmet(u)} for u in report.unmet],
    }


def answer(request: Request, problem: Problem) -> ProblemResponse:
    """A problem as a response."""
    told = document(problem, speaks(request), request.url.path)
    return ProblemResponse(told, problem.status, headers={**problem.headers, **_about(request)})


def install(app: FastAPI) -> None:
    """Let every error leave as a problem."""
    app.add_exception_handler(Problem, _problem)
    app.add_exception_handler(Refused, _refused)
    app.add_exception_handler(RequestValidationError, _parameters)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(AnswerPending, _pending)
    app.add_exception_handler(gateway.Undecided, _undecided)
    for kind in AWAY:
        app.add_exception_handler(kind, _unavailable)
    app.add_exception_handler(Exception, _unexpected)


def _about(request: Request) -> dict[str, str]:
    return {"Content-Language": speaks(request).code, "Vary": "Accept-Language"}


async def _problem(request: Request, error: Exception) -> ProblemResponse:
    return answer(request, error if isinstance(error, Problem) else Unexpected())


async def _refused(request: Request, error: Exception) -> ProblemResponse:
    if not isinstance(error, Refused):
        return await _unexpected(request, error)
    told = refusal(error, speaks(request), request.url.path)
    return ProblemResponse(told, told["status"], headers=_about(request))


_UNKNOWN: dict[str, type[Problem]] = {
    "task_id": UnknownTask,
    "departure_id": UnknownDeparture,
    "person_id": UnknownPerson,
    **dict.fromkeys(("org_id", "position_id", "absence_id", "kind"), UnknownInDirectory),
}
"""What an id in the path names, where it is not a partnership: an id that can be none names nothing."""


async def _parameters(request: Request, error: Exception) -> ProblemResponse:
    details = error.errors() if isinstance(error, RequestValidationError) else []
    for detail in details:
        if detail["loc"][0] == "path":
            return answer(request, _UNKNOWN.get(str(detail["loc"][-1]), UnknownPartnership)())
    return answer(request, InvalidParameters(faults=faults_of_parameters(details)))


async def _http(request: Request, error: Exception) -> ProblemResponse:
    """What the framework says by itself: nothing there, or not this way."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    headers = error.headers if isinstance(error, HTTPException) else None
    if status == HTTPStatus.METHOD_NOT_ALLOWED:
        return answer(request, WrongMethod(method=request.method, headers=headers))
    return answer(request, UnknownAddress() if status == HTTPStatus.NOT_FOUND else Problem())


async def _pending(request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, AnswerPending):
        return await _unexpected(request, error)
    told = Pending(
        partnership_id=error.partnership_id,
        command_id=error.command_id,
        detail=speaks(request).say(sentence(AnswerPending)),
    )
    headers = {"Retry-After": str(PENDING_SECONDS), **_about(request)}
    return JSONResponse(told.model_dump(mode="json"), HTTPStatus.ACCEPTED, headers=headers)


async def _undecided(request: Request, error: Exception) -> ProblemResponse:
    _log.error("undecided", path=request.url.path, error=repr(error))
    return answer(request, Undecided())


async def _unavailable(request: Request, error: Exception) -> ProblemResponse:
    _log.warning("part_unavailable", path=request.url.path, error=repr(error))
    return answer(request, Unavailable(headers={"Retry-After": str(RETRY_SECONDS)}))


async def _unexpected(request: Request, error: Exception) -> ProblemResponse:
    _log.error("request_failed", path=request.url.path, exc_info=error)
    return answer(request, Unexpected())
