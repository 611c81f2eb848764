"""How somebody wishes to be reached: changed on their own page, or silenced at one press of a mail program."""

from dataclasses import replace
from datetime import time
from http import HTTPStatus

from fastapi import Request
from starlette.responses import RedirectResponse, Response

from api.faults import Fault
from api.links import safety
from api.links.answers import html, worded
from api.links.endings import UNLISTED, Over
from api.links.form import CHOOSE, Form
from api.links.visit import Visit
from domain.directory.cards import Channel, ContactPoint, PersonCard
from domain.notices.choices import Choices, NoticeKind, Timing
from domain.questionnaire import Wording
from language.catalogue import languages
from language.pages.rendering import native

KINDS = (
    Wording(key=NoticeKind.REQUEST, meaning="When others wait for your word"),
    Wording(key=NoticeKind.REMINDER, meaning="When something is due or has been open for long"),
    Wording(key=NoticeKind.NEWS, meaning="When something has happened that concerns you"),
)

TIMINGS = (
    Wording(key=Timing.NOW, meaning="At once"),
    Wording(key=Timing.DIGEST, meaning="Once a day, all together"),
    Wording(key=Timing.OFF, meaning="Not at all"),
)

TIMES = (
    Wording(key="digest_at", meaning="When does the daily message come?"),
    Wording(key="quiet_from", meaning="From when in the evening should it be quiet?"),
    Wording(key="quiet_until", meaning="And until when in the morning?"),
)

CHANNELS = (
    Wording(key=Channel.EMAIL, meaning="E-mail"),
    Wording(key=Channel.WHATSAPP, meaning="WhatsApp"),
    Wording(key=Channel.TELEGRAM, meaning="Telegram"),
    Wording(key=Channel.SLACK, meaning="Slack"),
)

NO_TIME = Fault(where="", what="There is no such time; write hours and minutes, such as 07:30.")
ONE_CLICK = ("List-Unsubscribe", "One-Click")
"""What mail programs post by themselves (RFC 8058), and what the button of the page sends."""
LESS = frozenset({NoticeKind.NEWS, NoticeKind.REMINDER})
"""What one press silences; nothing of it is needed to keep a promise or to be safe."""


def _shown(
    visit: Visit, typed: Form | None = None, faults: dict[str, str] | None = None, *, saved: bool = False
) -> Response:
    card, say = visit.card, visit.words.say
    if card is None:
        raise Over(UNLISTED)
    timings = [(wording.key, say(wording.meaning)) for wording in TIMINGS]
    reached = {point.channel for point in card.points}
    given = {
        "languages_chosen": [(code, native(code)) for code in languages()],
        "kinds": [(wording.key, say(wording.meaning), timings) for wording in KINDS],
        "channels": [(wording.key, say(wording.meaning)) for wording in CHANNELS if wording.key in reached],
        "times": [(wording.key, say(wording.meaning)) for wording in TIMES],
        "typed": _of(card) if typed is None else typed,
        "faults": faults or {},
        "saved": saved,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if faults else HTTPStatus.OK
    return html(visit, "preferences.html", given, status)


def _of(card: PersonCard) -> Form:
    """The choices of somebody as the page shows them."""
    first = min(card.points, key=lambda point: point.rank, default=None)
    chosen = {wording.key: (card.choices.timing(NoticeKind(wording.key), ""),) for wording in KINDS}
    times = {wording.key: (f"{getattr(card, wording.key):%H:%M}",) for wording in TIMES}
    return Form(chosen | times | {"language": (card.language,), "channel": (first.channel,) if first else ()})


async def _changed(visit: Visit, card: PersonCard, form: Form) -> Response:
    times = {wording.key: _time(form.one(wording.key)) for wording in TIMES}
    kinds = {wording.key: form.one(wording.key) for wording in KINDS}
    code = form.one("language")
    wrong = {name: NO_TIME for name, at in times.items() if at is None}
    wrong |= {name: CHOOSE for name, timing in kinds.items() if timing not in {*Timing}}
    if code not in languages():
        wrong["language"] = CHOOSE
    if wrong:
        return _shown(visit, form, {name: worded(fault, visit.words) for name, fault in wrong.items()})
    timings = {NoticeKind(name): Timing(timing) for name, timing in kinds.items() if timing}
    changes = {"language": code, "choices": _with(card.choices, timings), "points": _first(card, form.one("channel"))}
    await visit.outside.directory.put_person(card.model_copy(update=times | changes), visit.actor)
    return _saved(visit, code)


def _time(text: str | None) -> time | None:
    try:
        return time.fromisoformat(text or "").replace(tzinfo=None)
    except ValueError:
        return None


def _first(card: PersonCard, channel: str | None) -> tuple[ContactPoint, ...]:
    """The points with those of one channel before all others."""
    if channel is None:
        return card.points
    ordered = sorted(card.points, key=lambda point: (point.channel != channel, point.rank))
    return tuple(point.model_copy(update={"rank": min(rank, 9)}) for rank, point in enumerate(ordered, 1))


def _with(choices: Choices, kinds: dict[NoticeKind, Timing]) -> Choices:
    """Other timings on every channel, and what was chosen for one channel alone gives way."""
    channels = {
        channel: {kind: timing for kind, timing in chosen.items() if kind not in kinds}
        for channel, chosen in choices.by_channel.items()
    }
    return Choices(by_kind={**choices.by_kind, **kinds}, by_channel=channels)


def _saved(visit: Visit, code: str | None = None) -> Response:
    location = f"{visit.path}?lang={code or visit.words.code}&saved=1"
    return RedirectResponse(location, HTTPStatus.SEE_OTHER, headers=safety.headers())


async def looked(visit: Visit, request: Request) -> Response:
    """The choices as they are now."""
    return _shown(visit, saved="saved" in request.query_params)


async def acted(visit: Visit, form: Form) -> Response:
    """Other choices; or less of everything, at one press."""
    card = visit.card
    if card is None:
        raise Over(UNLISTED)
    name, value = ONE_CLICK
    if form.one(name) != value:
        return await _changed(visit, card, form)
    quieter = card.model_copy(update={"choices": _with(card.choices, dict.fromkeys(LESS, Timing.OFF))})
    await visit.outside.directory.put_person(quieter, visit.actor)
    return _shown(replace(visit, card=quieter), saved=True)  # no redirect: mail programs follow none
