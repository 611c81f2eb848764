"""The OpenAPI document, completed with what FastAPI cannot know: bodies, examples and problems."""

import json
from collections.abc import Iterator
from typing import Any, Literal

from pydantic import TypeAdapter

from api import examples
from api.cloudevents import BATCH, BINARY, STRUCTURED, CloudEvent
from api.directory.upkeep import Difference, Merge
from api.links.staff import LinkOffer
from api.policies import NewPolicy
from api.problems import MEDIA_TYPE
from api.receipts import examples as receipts
from api.receipts.telling import MAIL, NewReceipt
from api.receipts.whatsapp import WhatsAppNews
from api.schemas import CommandBody, Pending, ProblemDocument, Proposal
from api.tasking import Assignment, FollowUp, Note, Reassignment
from domain.departures import Leaving
from domain.directory.cards import AboutPosition, Away
from domain.directory.entries import FillingEntry, OrganisationEntry, PersonEntry

Json = dict[str, Any]

DESCRIPTION = """\
The life of a partnership between organisations, as durable workflows.

Send commands under an `Idempotency-Key`: the same key gives the same answer for ever, and what you have written you can
read at once.
Every answer that is not a success is a problem (RFC 9457) whose `code` never changes and whose `type` opens a page.
`Accept-Language: id` or `en` chooses the language of everything that is written for people.
"""

TAGS = [
    {"name": "partnerships", "description": "What is, what has happened, and what may come next."},
    {"name": "commands", "description": "What people want done."},
    {"name": "events", "description": "What services have noticed, as CloudEvents 1.0."},
    {"name": "policies", "description": "The rules as data: reminders, patience, quiet days, numbers."},
    {"name": "tasks", "description": "What waits for people, in one queue; done by doing the thing itself."},
    {"name": "links", "description": "Links for people without an account: sent, listed, called back."},
    {"name": "departures", "description": "People who leave, and all their duties at once."},
    {"name": "directory", "description": "Organisations, positions, duplicates, and addresses that do not work."},
    {"name": "people", "description": "People, how they are reached, when they are away, their calendars."},
    {"name": "health", "description": "For those who run it."},
    {"name": "problems", "description": "What went wrong, explained."},
]

BODIES: dict[str, dict[str, tuple[str, dict[str, Any]]]] = {
    "proposePartnership": {"application/json": ("Proposal", examples.PROPOSALS)},
    "sendCommands": {"application/json": ("CommandBody", examples.COMMANDS)},
    "publishPolicy": {"application/json": ("NewPolicy", examples.POLICIES)},
    "previewDeparture": {"application/json": ("Leaving", examples.DEPARTURES)},
    "startDeparture": {"application/json": ("Leaving", examples.DEPARTURES)},
    "reassignTask": {"application/json": ("Assignment", examples.ASSIGNMENTS)},
    "reassignTasks": {"application/json": ("Reassignment", examples.REASSIGNMENTS)},
    "followUpTask": {"application/json": ("FollowUp", examples.FOLLOW_UPS)},
    "commentTask": {"application/json": ("Note", examples.NOTES)},
    "putOrganisation": {"application/json": ("OrganisationEntry", examples.ORGANISATIONS)},
    "putPerson": {"application/json": ("PersonEntry", examples.PEOPLE)},
    "putAbsence": {"application/json": ("Away", examples.ABSENCES)},
    "putPosition": {"application/json": ("AboutPosition", examples.POSITIONS)},
    "fillPosition": {"application/json": ("FillingEntry", examples.TERMS)},
    "mergeDuplicate": {"application/json": ("Merge", examples.MERGES)},
    "tellApart": {"application/json": ("Difference", examples.DIFFERENCES)},
    "offerLink": {"application/json": ("LinkOffer", examples.LINKS)},
    "tellReceipt": {"application/json": ("NewReceipt", receipts.RECEIPTS)},
    "tellBounce": {MAIL: ("Mail", receipts.MAILS)},
    "hearWhatsApp": {"application/json": ("WhatsAppNews", receipts.NEWS)},
    "reportEvents": {
        STRUCTURED: ("CloudEvent", examples.EVENTS),
        BATCH: ("CloudEventBatch", examples.BATCHES),
        BINARY: ("CloudEventData", examples.DATA),
    },
}
"""Schema and examples of the bodies that are decoded by our own hands, by operation and media type."""

_REF = "#/components/schemas/{model}"

_SCHEMAS: dict[str, Any] = {
    "Proposal": Proposal,
    "CommandBody": CommandBody,
    "NewPolicy": NewPolicy,
    "Leaving": Leaving,
    "Assignment": Assignment,
    "Reassignment": Reassignment,
    "FollowUp": FollowUp,
    "Note": Note,
    "OrganisationEntry": OrganisationEntry,
    "PersonEntry": PersonEntry,
    "Away": Away,
    "AboutPosition": AboutPosition,
    "FillingEntry": FillingEntry,
    "Merge": Merge,
    "Difference": Difference,
    "LinkOffer": LinkOffer,
    "NewReceipt": NewReceipt,
    "Mail": str,
    "WhatsAppNews": WhatsAppNews,
    "CloudEvent": CloudEvent,
    "CloudEventBatch": list[CloudEvent],
    "CloudEventData": dict[str, Any],
    "ProblemDocument": ProblemDocument,
    "Pending": Pending,
}

_PROBLEMS = {
    400: "What was sent is not understood.",
    401: "No valid key was sent.",
    403: "Somebody else may do this.",
    404: "There is nothing here, or not for you.",
    408: "The body took too long.",
    409: "Not possible in the present state.",
    412: "You looked at an older state.",
    413: "The body is too large.",
    415: "The media type is not taken here.",
    422: "What was sent is understood and cannot be right.",
    429: "Too much at once; wait as long as Retry-After says.",
    500: "Something went wrong on our side.",
    503: "A part is not available; wait as long as Retry-After says.",
}

_FURTHER: dict[str, set[int]] = {
    "claimTask": {409},
    "releaseTask": {409},
    "dropAbsence": {412},
    "verifyWhatsApp": {403, 404},
    "hearWhatsApp": {403, 404},
    "isReady": {503},
}
"""What may go wrong and does not follow from the parts of an operation."""


def completed(document: Json) -> Json:
    """The document with everything that FastAPI cannot know."""
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    schemas |= _components(schemas)
    for operation in _operations(document):
        _complete(operation)
    return document


def _components(known: Json) -> Json:
    """The schemas of bodies and problems; a definition that FastAPI shows in another shape gets a name of its own."""
    wanted: list[tuple[str, Literal["validation"], TypeAdapter[Any]]]
    wanted = [(name, "validation", TypeAdapter(type_)) for name, type_ in _SCHEMAS.items()]
    named, rest = TypeAdapter.json_schemas(wanted, ref_template=_REF)
    schemas = {**rest["$defs"], **{name: schema for (name, _), schema in named.items() if "$ref" not in schema}}
    text = json.dumps(
        {f"{name}Input" if known.get(name, body) != body else name: body for name, body in schemas.items()}
    )
    for name, body in schemas.items():
        if known.get(name, body) != body:
            text = text.replace(f'"{_ref(name)}"', f'"{_ref(name)}Input"')
    completed: Json = json.loads(text)
    return completed


def _ref(name: str) -> str:
    return _REF.format(model=name)


def _operations(document: Json) -> Iterator[Json]:
    for path in document["paths"].values():
        yield from path.values()


def _complete(operation: Json) -> None:
    name, responses = operation["operationId"], operation["responses"]
    responses.pop("422", None)
    if name in BODIES:
        content = {media: _media(*shown) for media, shown in BODIES[name].items()}
        operation["requestBody"] = {"required": True, "content": content}
    for status in sorted(_statuses(operation)):
        responses[str(status)] = _response(_PROBLEMS[status], "ProblemDocument", MEDIA_TYPE)
    for parameter in operation.get("parameters", ()):
        if parameter["name"] == "idempotency-key":
            parameter["required"] = True
            responses.setdefault("202", _response("The answer has not come yet.", "Pending"))


def _statuses(operation: Json) -> set[int]:
    """What may go wrong with an operation."""
    statuses = {500}
    if "security" in operation:
        statuses |= {401, 403, 503}
    if "parameters" in operation:
        statuses |= {400}
    if any(p["in"] == "path" for p in operation.get("parameters", ())) or operation["operationId"] == "reportEvents":
        statuses |= {404}
    if "requestBody" in operation:
        statuses |= {400, 408, 409, 412, 413, 415, 422}
    if operation["operationId"] == "reportEvents":
        statuses = statuses - {412} | {429}
    return statuses | _FURTHER.get(operation["operationId"], set())


def _media(schema: str, shown: Json) -> Json:
    return {"schema": {"$ref": _ref(schema)}, "examples": shown}


def _response(description: str, schema: str, media_type: str = "application/json") -> Json:
    content = {media_type: {"schema": {"$ref": _ref(schema)}}}
    return {"description": description, "content": content}
