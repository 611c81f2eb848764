"""The pages behind links: looking never acts, posting acts once, and whatever happens, a page answers."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from http import HTTPStatus

import structlog
from fastapi import APIRouter, Request
from starlette.responses import Response

from api.answering import AWAY
from api.auth import Anybody
from api.language import wanted
from api.links import form as forms
from api.links import preferences, record, safety
from api.links.acts import ACTS
from api.links.again import again
from api.links.answers import done, html, later, over, there, worded
from api.links.endings import BROKEN, UNKNOWN, Over
from api.links.form import Form, Unclear
from api.links.sending import arrived, sent
from api.links.visit import Visit
from api.ports import Outside, Ports
from domain.links import LinkAct
from domain.record import Outcome
from language.catalogue import Language, language, languages

router = APIRouter(include_in_schema=False)

_log = structlog.get_logger()

Step = Callable[[Visit], Awaitable[Response]]


@router.get("/l/{token}")
async def look(_: Anybody, outside: Outside, request: Request, token: str) -> Response:
    """Show what the link is about; nothing changes, however often a scanner comes by."""
    return await _answered(outside, request, token, lambda visit: _looked(visit, request))


@router.post("/l/{token}")
async def act(_: Anybody, outside: Outside, request: Request, token: str) -> Response:
    """Do what the page was filled in for."""
    try:
        form = await forms.read(request)
    except Over as ended:
        return over(ended, _spoken(request, None), None)
    return await _answered(outside, request, token, lambda visit: _acted(visit, form), form)


@router.post("/l/{token}/again")
async def send_again(_: Anybody, outside: Outside, request: Request, token: str) -> Response:
    """Send a fresh link, to whom it belongs alone."""
    return await _answered(outside, request, token, again)


@router.get("/l/{token}/record")
async def take_along(_: Anybody, outside: Outside, request: Request, token: str) -> Response:
    """The whole record as a file."""
    return await _answered(outside, request, token, record.taken_along)


async def _answered(outside: Ports, request: Request, token: str, step: Step, form: Form | None = None) -> Response:
    """Whatever happens, a page answers, and what was typed is not lost."""
    words, visit = _spoken(request, None), None
    try:
        visit = await _opened(outside, request, token)
        words = visit.words
        return await step(visit)
    except Over as ended:
        return over(ended, words, visit)
    except AWAY as away:
        _log.warning("part_unavailable", error=repr(away))
        return later(words, form)
    except Exception as error:  # an unexpected failure is still a page, and in the log without the address
        _log.exception("link_failed", error=repr(error))
        return over(Over(BROKEN), words, visit)


async def _opened(outside: Ports, request: Request, token: str) -> Visit:
    client = safety.client(request)
    if request.method == "POST":
        safety.came_from_us(request, outside.public_url)
    await safety.hold(outside.limits, safety.ONE_CLIENT, client)
    link = await outside.links.find(token)
    if link is None:
        await safety.hold(outside.limits, safety.GUESSES, client)
        raise Over(UNKNOWN)
    await safety.hold(outside.limits, safety.ONE_LINK, str(link.link_id))
    card = await outside.directory.person(link.person_id)
    words = _spoken(request, card.language if card else None).there(card.zone if card else "Asia/Jakarta")
    row = await outside.reading.get(link.partnership_id) if link.partnership_id else None
    return Visit(outside, token, link, words, datetime.now(UTC), card, row)


def _spoken(request: Request, of_person: str | None) -> Language:
    """What the reader has switched to, else what the directory knows, else what the browser asks for."""
    chosen = request.query_params.get("lang")
    if chosen in languages():
        return language(chosen)
    return language(of_person) if of_person else wanted(request.headers.get("accept-language"))


async def _looked(visit: Visit, request: Request) -> Response:
    await visit.check()
    if visit.link.act is LinkAct.READ_RECORD:
        return await record.looked(visit, request)
    if visit.link.act is LinkAct.SET_PREFERENCES:
        return await preferences.looked(visit, request)
    if visit.link.used_at is None and await arrived(visit):
        return there(visit)
    if visit.link.used_at is not None:
        return done(visit)
    return await _asked(visit)


async def _acted(visit: Visit, form: Form) -> Response:
    await visit.check()
    if visit.link.act is LinkAct.READ_RECORD:
        return there(visit)
    if visit.link.act is LinkAct.SET_PREFERENCES:
        return await preferences.acted(visit, form)
    if visit.link.used_at is not None or await arrived(visit):
        return there(visit)
    try:
        outcome = await sent(visit, ACTS[visit.link.act].asks(visit, form))
    except Unclear as unclear:
        faults = {name: worded(fault, visit.words) for name, fault in unclear.faults.items()}
        return await _asked(visit, form, HTTPStatus.UNPROCESSABLE_ENTITY, faults=faults)
    return await _heard(visit, form, outcome)


async def _heard(visit: Visit, form: Form, outcome: Outcome) -> Response:
    """What the engine has answered; a no comes with its reasons, and with everything that was typed."""
    if outcome.refusal is None:
        return there(visit)
    return await _asked(visit, form, HTTPStatus.CONFLICT, refused=visit.words.refusal(outcome.refusal))


async def _asked(
    visit: Visit, form: Form | None = None, status: HTTPStatus = HTTPStatus.OK, **more: object
) -> Response:
    this = ACTS[visit.link.act]
    shown = await this.shows(visit)
    typed = form if form is not None else shown.get("usual", {})
    return html(visit, this.template, {**shown, "typed": typed, **more}, status)
