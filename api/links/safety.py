"""What keeps a page with a secret in its address safe: strict headers, posts from our own pages alone, a calm pace."""

from datetime import timedelta
from math import ceil
from typing import Any
from urllib.parse import urlsplit

from starlette.requests import Request

from api.links.endings import ELSEWHERE, TOO_OFTEN, Over
from language.pages.rendering import STYLE_HASH
from store.limits import Limit, Limits

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": f"default-src 'none'; style-src '{STYLE_HASH}'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    # With `no-referrer`, browsers without Fetch Metadata would post with the origin "null", which says nothing;
    # this one tells no other site anything, and our own pages hold no link to one.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}

_MINUTE, _DAY = timedelta(minutes=1), timedelta(days=1)

ONE_LINK = Limit("link", 30, _MINUTE)
ONE_CLIENT = Limit("client", 300, _MINUTE)
"""A whole village can share one address."""
GUESSES = Limit("guesses", 20, _MINUTE)
"""Unknown links from one client."""
AGAIN = Limit("again", 3, _DAY)
"""Fresh links instead of one old one."""


async def hold(limits: Limits, limit: Limit, whose: str) -> None:
    """Count a request, and refuse it where there were too many."""
    left = await limits.take(limit, whose)
    if left:
        raise Over(TOO_OFTEN, retry_after=ceil(left))


def client(request: Request) -> str:
    """From where somebody comes, as far as it can be told."""
    return request.client.host if request.client else "-"


def came_from_us(request: Request, public_url: str) -> None:
    """Refuse what another site has made a browser send; programs that are no browser name no origin at all."""
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    ours = {request.headers.get("host", ""), urlsplit(public_url).netloc}
    same = site in {"same-origin", "none"} if site else origin is None or urlsplit(origin).netloc in ours
    if not same:
        raise Over(ELSEWHERE)


def headers(**more: Any) -> dict[str, str]:  # noqa: ANN401 - values of headers
    """Those of every page, and some of this one."""
    return HEADERS | {name.replace("_", "-"): str(value) for name, value in more.items()}
