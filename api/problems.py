"""Every answer that is not a success: one class per reason, whose docstring is the detail that people read."""

from collections.abc import Iterable, Iterator, Mapping
from re import sub
from typing import ClassVar
from uuid import UUID

from api.faults import Fault
from domain.refusals import Nature, Refusal, RefusalReport

MEDIA_TYPE = "application/problem+json"

NATURES = {
    Nature.INVALID: (422, "The command cannot be right"),
    Nature.FORBIDDEN: (403, "Somebody else may do this"),
    Nature.CONFLICT: (409, "Not possible in the present state"),
    Nature.STALE: (412, "You looked at an older state"),
}
"""How a refusal of each nature is told over HTTP."""


class Problem(Exception):
    """Something is wrong."""

    status: ClassVar[int] = 400
    title: ClassVar[str] = "The request is not understood"

    def __init__(
        self, *, faults: Iterable[Fault] = (), headers: Mapping[str, str] | None = None, **params: object
    ) -> None:
        self.faults = tuple(faults)
        self.headers = dict(headers or {})
        self.params = {name: str(value) for name, value in params.items()}
        super().__init__(sentence(type(self)).format(**self.params))

    @classmethod
    def code(cls) -> str:
        """The stable name of this reason."""
        return sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", cls.__name__).lower()


class Refused(Exception):
    """The domain has refused a submission, and its report is the answer."""

    def __init__(self, report: RefusalReport, stage: str) -> None:
        super().__init__(report.text)
        self.report = report
        self.stage = stage


class AnswerPending(Exception):
    """Your commands have arrived, and the answer is still being worked out; send the same again, under the same key."""

    def __init__(self, partnership_id: UUID, command_id: UUID) -> None:
        super().__init__(sentence(type(self)))
        self.partnership_id = partnership_id
        self.command_id = command_id


class InvalidBody(Problem):
    """The body is JSON, but not what this address takes; see `errors`."""

    status = 422
    title = "The body is not valid"


class InvalidParameters(Problem):
    """A header or a query parameter is not valid; see `errors`."""

    status = 400
    title = "The parameters are not valid"


class UnsupportedMediaType(Problem):
    """This address takes {expected}, and nothing else."""

    status = 415
    title = "Unsupported media type"


class BodyTooLarge(Problem):
    """The body is larger than {limit} bytes."""

    status = 413
    title = "The body is too large"


class BodyTooSlow(Problem):
    """The body has not arrived within {seconds} seconds."""

    status = 408
    title = "The body took too long"


class NotUtf8(Problem):
    """The body is not UTF-8: the byte at position {position} is out of place."""


class NotJson(Problem):
    """The body is not JSON: reading stopped at line {line}, column {column}."""


class NotStrictJson(Problem):
    """The body is JSON that two readers could read in two ways; see `errors`."""


class MissingIdempotencyKey(Problem):
    """Send an Idempotency-Key header, and the same one again whenever you repeat this request."""

    title = "The Idempotency-Key is missing"


class InvalidIdempotencyKey(Problem):
    """An Idempotency-Key has 1 to 200 visible ASCII characters and is sent once."""

    title = "The Idempotency-Key is not valid"


class IdempotencyKeyReused(Problem):
    """This Idempotency-Key was used before for something else; nothing was done."""

    status = 422
    title = "The Idempotency-Key was used before"


class InvalidIfMatch(Problem):
    """If-Match names one version as the ETag gave it, such as "7"."""

    title = "The If-Match header is not valid"


class InvalidIfNoneMatch(Problem):
    """If-None-Match takes `*` alone here: enter it only if there is nothing yet."""

    title = "The If-None-Match header is not valid"


class InvalidCursor(Problem):
    """This cursor was not given out by this list; follow the `next` link as it is."""

    title = "The cursor is not valid"


class Unauthenticated(Problem):
    """Send a valid key as `Authorization: Bearer kmt_...`; this one is missing, unknown, revoked or expired."""

    status = 401
    title = "Who are you?"


class NotYourRole(Problem):
    """A key with the role {role} may not do this; it takes one of: {roles}."""

    status = 403
    title = "Your key may not do this"


class UnknownPartnership(Problem):
    """There is no such partnership, or you are not part of it."""

    status = 404
    title = "No such partnership"


class UnknownPerson(Problem):
    """There is no such person, or they do not belong to your side."""

    status = 404
    title = "No such person"


class UnknownInDirectory(Problem):
    """There is nothing of this id in the directory, or it is not of your organisation."""

    status = 404
    title = "Not in the directory"


class MergedInto(Problem):
    """This turned out to be a duplicate of {into}; write there."""

    status = 409
    title = "It is kept under another id"


class ChangedMeanwhile(Problem):
    """It was changed after you had read it (see `errors`); nothing was done. Read it again, and send its new ETag."""

    status = 412
    title = "You looked at an older state"


class AlreadyThere(Problem):
    """There is something of this id already; nothing was done. Read it, and send its ETag as If-Match to change it."""

    status = 412
    title = "You looked at an older state"


class NotThereYet(Problem):
    """There is nothing of this id that could match; nothing was done. Send it without If-Match to enter it."""

    status = 412
    title = "You looked at an older state"


class OneAndTheSame(Problem):
    """These are one and the same id; a duplicate has two."""

    status = 422
    title = "One and the same"


class KeptElsewhere(Problem):
    """{org} keeps this entry itself; nothing was done. Ask them to change it, or whoever keeps the whole directory."""

    status = 403
    title = "Somebody else keeps this"


class RolesHangOnThePost(Problem):
    """{person} holds roles that hang on this post; nothing was done.

    End both at once by a departure: POST /v1/departures with `position_id`, or `kemitraan depart {person} --position
    {position}`.
    """

    status = 409
    title = "A departure ends this term"


class UnknownNotice(Problem):
    """You were not told of such a thing."""

    status = 404
    title = "No such notice"


class NotTheProvider(Problem):
    """This does not come from the provider: its token or its signature is not the one that was set up here."""

    status = 403
    title = "Not the provider"


class UnknownDeparture(Problem):
    """There is no such departure, or it is not of your side."""

    status = 404
    title = "No such departure"


class UnknownTask(Problem):
    """There is no such task, or it is not yours to see."""

    status = 404
    title = "No such task"


class TaskDone(Problem):
    """This task is done: what it asked for has happened, or is not needed any more."""

    status = 409
    title = "The task is done"


class TaskInOtherHands(Problem):
    """This task is in the hands of {person}; ask them, or give it to somebody else."""

    status = 409
    title = "The task is in other hands"


class NotOfYourSide(Problem):
    """{person} does not belong to your side, or has left."""

    status = 422
    title = "Not somebody of your side"


class UnknownLink(Problem):
    """There is no such link, or it is not of your organisation."""

    status = 404
    title = "No such link"


class UnknownPolicyVersion(Problem):
    """There is no published policy of this number."""

    status = 404
    title = "No such policy"


class UnknownAddress(Problem):
    """There is nothing at this address."""

    status = 404
    title = "Nothing here"


class WrongMethod(Problem):
    """This address does not know the method {method}."""

    status = 405
    title = "Wrong method"


class PartnershipClosed(Problem):
    """This partnership is closed for good; nothing more can happen in it."""

    status = 409
    title = "The partnership is closed"


class TooManyReports(Problem):
    """Too many reports of this partnership wait to be applied; send the same again in a few seconds."""

    status = 429
    title = "Too many at once"


class InvalidEvent(Problem):
    """This is not a CloudEvent 1.0 that can be taken; see `errors`."""

    status = 422
    title = "The event is not valid"


class UnknownEventType(Problem):
    """Events of the type {type} are not known here."""

    status = 422
    title = "Unknown event type"


class EventConflict(Problem):
    """An event with this source and id was sent before with other content; nothing was done."""

    status = 409
    title = "The event was sent before with other content"


class NothingTaken(Problem):
    """None of these events could be taken; see `outcomes`."""

    status = 422
    title = "Nothing was taken"


class Unavailable(Problem):
    """A part of the service cannot be reached; send the same again in a few seconds, under the same key."""

    status = 503
    title = "Not available right now"


class NotReady(Problem):
    """This instance is not ready to serve; see `errors`."""

    status = 503
    title = "Not ready"


class Undecided(Problem):
    """This could not be decided for an unexpected reason, which our staff can see; nothing was done."""

    status = 500
    title = "It could not be decided"


class Unexpected(Problem):
    """Something went wrong on our side, and it has been logged; send the same again under the same key."""

    status = 500
    title = "Something went wrong"


def sentence(kind: type[Exception]) -> str:
    """What a kind of answer says in English, with its parameters in braces; the key of its translations."""
    return " ".join((kind.__doc__ or "").split())


def problems() -> Iterator[type[Problem]]:
    """Every kind of problem."""
    yield from Problem.__subclasses__()


def refusals() -> Iterator[type[Refusal]]:
    """Every kind of refusal."""
    yield from Refusal.__subclasses__()
