"""What keeps a page with a secret in its address safe: strict headers, posts from our own pages alone, a calm pace."""

from typing import Any
from urllib.parse import urlsplit

from limits import RateLimitItem, RateLimitItemPerDay, RateLimitItemPerMinute
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import SlidingWindowCounterRateLimiter
from starlette.requests import Request

from api.links.endings import ELSEWHERE, TOO_OFTEN, Over
from language.pages.rendering import STYLE_HASH

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

ONE_LINK = RateLimitItemPerMinute(30)
ONE_CLIENT = RateLimitItemPerMinute(300)
"""A whole village can share one address."""
GUESSES = RateLimitItemPerMinute(20)
"""Unknown links from one client."""
AGAIN = RateLimitItemPerDay(3)
"""Fresh links instead of one old one."""


class Pace:
    """How often a link, and a client, may come; each process of the API counts for itself."""

    def __init__(self) -> None:
        self._limiter = SlidingWindowCounterRateLimiter(MemoryStorage())

    async def hold(self, limit: RateLimitItem, *whose: str) -> None:
        """Count a request, and refuse it where there were too many."""
        if not await self._limiter.hit(limit, *whose):
            raise Over(TOO_OFTEN, retry_after=limit.get_expiry())

    async def left(self, limit: RateLimitItem, *whose: str) -> bool:
        """Whether one more would be taken."""
        return await self._limiter.test(limit, *whose)


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
