"""What a problem's `type` opens: a page for people about this kind of answer."""

from html import escape
from itertools import chain

from fastapi import APIRouter
from starlette.responses import HTMLResponse

from api.auth import Anybody
from api.language import Speaks
from api.problems import NATURES, UnknownAddress, problems, refusals, sentence

router = APIRouter(tags=["problems"])

_PAGE = """<!doctype html>
<html lang="{language}">
<meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title>
<h1>{title}</h1>
<p>{detail}</p>
<p><code>{status} {code}</code></p>
"""

KINDS = {
    code: (status, title, detail)
    for code, status, title, detail in chain(
        ((p.code(), p.status, p.title, sentence(p)) for p in problems()),
        ((r.code(), *NATURES[r.nature], sentence(r)) for r in refusals()),
    )
}
"""Status, title and sentence of each code."""


@router.get("/problems/{code}", summary="Read about a problem", operation_id="getProblem", response_class=HTMLResponse)
async def get_problem(_: Anybody, language: Speaks, code: str) -> HTMLResponse:
    """A small page for people; names in braces stand for what your answer filled in."""
    if code not in KINDS:
        raise UnknownAddress
    status, title, detail = KINDS[code]
    page = _PAGE.format(
        language=language.code,
        title=escape(language.say(title)),
        detail=escape(language.say(detail)),
        status=status,
        code=code,
    )
    return HTMLResponse(page, headers={"Content-Language": language.code, "Vary": "Accept-Language"})
