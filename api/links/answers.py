"""What goes back to the reader: pages with strict headers, whatever has happened."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.answering import RETRY_SECONDS
from api.faults import Fault
from api.language import told
from api.links import safety
from api.links.endings import EXPIRED, Over
from api.links.form import Form
from api.links.visit import Did, Visit
from language.catalogue import Language
from language.pages.rendering import page


def html(visit: Visit, template: str, shown: Mapping[str, Any], status: HTTPStatus = HTTPStatus.OK) -> Response:
    """A page for this visit."""
    title = visit.row.title if visit.row else ""
    return _page(template, visit.words, {"about": title, "whose": visit.whose, "here": visit.path, **shown}, status)


def over(ended: Over, words: Language, visit: Visit | None) -> Response:
    """The link leads no further, and why."""
    ending = ended.ending
    shown = {
        "heading": words.say(ending.heading),
        "told": words.say(ending.meaning),
        "again": ending is EXPIRED and visit is not None and visit.link.partnership_id is not None,
        "here": visit.path if visit else "",
        "whose": visit.whose if visit else "",
    }
    more = {"Retry-After": ended.retry_after} if ended.retry_after else {}
    return _page("over.html", words, shown, ending.status, more)


def _page(
    template: str, words: Language, shown: Mapping[str, Any], status: HTTPStatus, more: Mapping[str, Any] | None = None
) -> Response:
    headers = safety.headers(Content_Language=words.code, **(more or {}))
    return HTMLResponse(page(template, words, shown), status, headers=headers)


def worded(fault: Fault, words: Language) -> str:
    """What is wrong with a field, and what would be right."""
    said = told(fault, words)
    expected = said.get("expected")
    return f"{said['what']} ({expected})" if expected else said["what"]


def done(visit: Visit) -> Response:
    """What was done, by whom and when."""
    did = Did.model_validate(visit.link.outcome or {"meaning": ""})
    say, at = visit.words.say, visit.link.used_at
    shown = {
        "did": say(did.meaning, did.params),
        "further": say(did.further),
        "person": visit.person,
        "used_at": at.isoformat() if at else "",
    }
    return html(visit, "done.html", shown)


def later(words: Language, form: Form | None) -> Response:
    """Nothing is lost: the same again, at one press, and it counts once."""
    shown = {
        "heading": words.say("One moment more"),
        "told": words.say("We cannot be reached for a moment. Please try again in a minute.")
        if form is None
        else words.say("Perhaps it has not arrived yet. Please send it again in a moment; it counts only once."),
        "typed": form,
    }
    return _page("later.html", words, shown, HTTPStatus.SERVICE_UNAVAILABLE, {"Retry-After": RETRY_SECONDS})


def there(visit: Visit) -> Response:
    """Look at what has come of it, so that going back or reloading sends nothing twice."""
    location = f"{visit.path}?lang={visit.words.code}"
    return RedirectResponse(location, HTTPStatus.SEE_OTHER, headers=safety.headers())
