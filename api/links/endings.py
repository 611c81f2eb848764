"""Why a link does not lead on, each with a kind word about what is right instead."""

from dataclasses import dataclass
from http import HTTPStatus


@dataclass(frozen=True, kw_only=True)
class Ending:
    """One reason, in English; the key of its translations."""

    heading: str
    meaning: str
    status: HTTPStatus = HTTPStatus.GONE
    again: bool = False
    """Whether a fresh link can be sent to whom it belongs."""


class Over(Exception):
    """The page shows this, and nothing else."""

    def __init__(self, ending: Ending, *, retry_after: int | None = None) -> None:
        super().__init__(ending.meaning)
        self.ending = ending
        self.retry_after = retry_after


UNKNOWN = Ending(
    heading="This link is not known here",
    meaning="Perhaps a part of it was lost on the way. Please open it from your message once more, as a whole; "
    "your next message from us will hold a working one too.",
    status=HTTPStatus.NOT_FOUND,
)

EXPIRED = Ending(
    heading="This link has expired",
    meaning="Links work for some time only, so that an old message does no harm. Nothing is lost.",
    again=True,
)

REVOKED = Ending(
    heading="This link was called back",
    meaning="It can no longer be used. If you still want to say something, please ask whoever you work with here.",
)

DEPARTED = Ending(
    heading="This link is no longer yours to use",
    meaning="On record, you have left the post to which it belonged. Thank you for all that you have done here.",
)

NO_PART = Ending(
    heading="This is over",
    meaning="Your side has no part in this partnership any more, so nothing is asked of you.",
)

CLOSED = Ending(
    heading="This is over",
    meaning="The partnership is closed, and nothing more is asked of you. Thank you for having been part of it.",
)

SETTLED = Ending(
    heading="This is settled already",
    meaning="What this link asked for has been done meanwhile, or is not needed any more. You need do nothing.",
)

NEWER = Ending(
    heading="There is something newer",
    meaning="This is not what lies before you any more. A message with a link to the newer one comes to you by itself.",
)

ANSWERED = Ending(
    heading="You have answered already",
    meaning="Thank you. An answer is given once and cannot be changed, so that nobody can be pressed to change it.",
)

SENT = Ending(
    heading="A fresh link is on its way",
    meaning="It goes to the address that is on record for you. Where nothing comes within the hour, please tell "
    "whoever you work with here: perhaps the address is no longer right.",
    status=HTTPStatus.OK,
)

TOO_OFTEN = Ending(
    heading="A little slower, please",
    meaning="This page was asked for very often in a short time. Nothing is lost; try again in a minute.",
    status=HTTPStatus.TOO_MANY_REQUESTS,
)

ELSEWHERE = Ending(
    heading="This did not come from our page",
    meaning="For your safety nothing was done. Please open your link again, and answer there.",
    status=HTTPStatus.FORBIDDEN,
)

UNREADABLE = Ending(
    heading="This could not be read",
    meaning="What arrived here was damaged or too large, and nothing was done. Please open your link again.",
    status=HTTPStatus.BAD_REQUEST,
)

BROKEN = Ending(
    heading="Something went wrong on our side",
    meaning="We have taken note of it, and it is not your fault. Please try again in a few minutes.",
    status=HTTPStatus.INTERNAL_SERVER_ERROR,
)

UNLISTED = Ending(
    heading="We do not know how to reach you yet",
    meaning="You do not stand in the directory. Please ask whoever you work with here to put you there.",
)
