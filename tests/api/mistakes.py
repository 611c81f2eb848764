"""Wrong requests, one a line: what is wrong, what is sent, and which answer it gets."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from api.cloudevents import BATCH, MOST, STRUCTURED
from api.decoding import MAX_BYTES, MAX_DEPTH
from tests.api.calling import HOST, PARTNER, appoint, event, proposal

HERE, CLOSED = "/v1/partnerships/{id}", "/v1/partnerships/{closed}"
"""The paths of a partnership in which both sides explore, and of one that is closed."""

NOTHING = "00000000-0000-0000-0000-000000000001"


@dataclass(frozen=True)
class Mistake:
    """A wrong request and its answer."""

    what: str
    status: int
    code: str
    body: Any = None
    """JSON to write, or bytes to send as they are; none for a request without a body."""
    path: str = f"{HERE}/commands"
    method: str = "POST"
    caller: str | None = "operator"
    headers: Mapping[str, str | None] = field(default_factory=dict)
    """In place of the usual ones; None leaves one out."""


JSON = "application/json"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
LATIN = {"Content-Type": f"{JSON}; charset=latin-1"}
CONTACT = event(HERE)["data"]
AGAIN = {"kind": "propose_partnership", **{k: v for k, v in proposal().items() if k != "then"}}
FORGED = {"Authorization": "Bearer kmt_000000000000_" + "0" * 64}
URGENT = {"kind": "request_urgent_end", "ground": "law", "text": "because"}
NEUTRAL = {**appoint("budi"), "role": "facilitator"}
ENDING = {"kind": "end_partnership"}
OTHER = {**CONTACT, "note": "something else"}
LIST = "/v1/partnerships"
USED = {"Idempotency-Key": "{used}"}
LEAVING = {"kind": "leave_partnership", "reason": "x"}
MEMBER = appoint("budi", "member")


def mistakes() -> Iterator[Mistake]:
    """All of them, in the order of the documentation."""
    yield from JSON_THAT_IS_NONE
    yield from PROPOSALS
    yield from COMMANDS
    yield from RIGHTS
    yield from KEYS_AND_VERSIONS
    yield from EVENTS
    yield from ADDRESSES
    yield from READING
    yield from DIRECTORY
    yield from LEAVERS


def _raw(what: str, status: int, code: str, body: bytes, **more: Any) -> Mistake:  # noqa: ANN401 - any field
    return Mistake(what, status, code, body, **more)


def _proposal(what: str, status: int, code: str, **changes: Any) -> Mistake:  # noqa: ANN401 - any JSON
    return Mistake(what, status, code, proposal(**changes), path="/v1/partnerships")


def _command(what: str, status: int, code: str, **command: Any) -> Mistake:  # noqa: ANN401 - any JSON
    return Mistake(what, status, code, command)


def _contact(what: str, status: int, code: str, **changes: Any) -> Mistake:  # noqa: ANN401 - any JSON
    return Mistake(what, status, code, {"kind": "record_contact", **CONTACT, **changes})


def _header(what: str, status: int, code: str, name: str, value: str | None) -> Mistake:
    return Mistake(what, status, code, MEMBER, headers={name: value})


def _event(what: str, status: int, code: str, *without: str, **changes: Any) -> Mistake:  # noqa: ANN401 - any JSON
    sent = {name: value for name, value in event(HERE, "e-1", **changes).items() if name not in without}
    return Mistake(what, status, code, sent, "/v1/events", caller="service", headers={"Content-Type": STRUCTURED})


def _binary(what: str, status: int, code: str, body: Any = CONTACT, **headers: str | None) -> Mistake:  # noqa: ANN401 - any JSON
    attributes = {f"ce-{name}": str(value) for name, value in event(HERE, "e-1").items() if name != "data"}
    changed = {name.replace("_", "-"): value for name, value in headers.items()}
    return Mistake(what, status, code, body, "/v1/events", caller="service", headers={**attributes, **changed})


def _batch(what: str, status: int, code: str, body: Any) -> Mistake:  # noqa: ANN401 - any JSON
    return Mistake(what, status, code, body, "/v1/events", caller="service", headers={"Content-Type": BATCH})


def _get(what: str, status: int, code: str, path: str, **more: Any) -> Mistake:  # noqa: ANN401 - any field
    return Mistake(what, status, code, None, path, "GET", **more)


JSON_THAT_IS_NONE = (
    _raw("an empty body", 400, "not-json", b""),
    _raw("JSON that stops in the middle", 400, "not-json", b'{"kind": "tick"'),
    _raw("single quotes", 400, "not-json", b"{'kind': 'tick'}"),
    _raw("a comma too many", 400, "not-json", b'{"kind": "tick",}'),
    _raw("something behind the end", 400, "not-json", b'{"kind": "tick"} {}'),
    _raw("a byte order mark", 400, "not-json", b'\xef\xbb\xbf{"kind": "tick"}'),
    _raw("Latin-1 instead of UTF-8", 400, "not-utf8", '{"kind": "caf\xe9"}'.encode("latin-1")),
    _raw("UTF-16", 400, "not-utf8", '{"kind": "tick"}'.encode("utf-16")),
    _raw("the same name twice", 400, "not-strict-json", b'{"kind": "tick", "kind": "begin_exploring"}'),
    _raw("the same name twice, spelled differently", 400, "not-strict-json", b'{"kind": "tick", "\\u006bind": "x"}'),
    _raw("NaN", 400, "not-strict-json", b'{"kind": "accept_version", "version": NaN, "hash": "x"}'),
    _raw("a number beyond all bounds", 400, "not-strict-json", b'{"kind": "accept_version", "version": 1e400}'),
    _raw("an integer of more than 64 bits", 400, "not-strict-json", b'{"version": 9223372036854775808}'),
    _raw("an integer of 5000 digits", 400, "not-strict-json", b'{"version": ' + b"9" * 5000 + b"}"),
    _raw("U+0000 in a text", 400, "not-strict-json", b'{"kind": "tick", "note": "a\\u0000b"}'),
    _raw("half of a surrogate pair", 400, "not-strict-json", b'{"kind": "tick", "note": "\\ud83d"}'),
    _raw("half of a surrogate pair as a name", 400, "not-strict-json", b'{"\\udc00": 1}'),
    _raw("nesting one level too deep", 400, "not-strict-json", b"[" * (MAX_DEPTH + 1) + b"]" * (MAX_DEPTH + 1)),
    _raw("nesting of 100,000 levels", 400, "not-strict-json", b"[" * 100_000 + b"]" * 100_000),
    _raw("a body one byte too large", 413, "body-too-large", b'"' + b"a" * (MAX_BYTES - 1) + b'"'),
    _raw("a form", 415, "unsupported-media-type", b"kind=tick", headers=FORM),
    _raw("no media type", 415, "unsupported-media-type", b'{"kind": "tick"}', headers={"Content-Type": None}),
    _raw("JSON in Latin-1, and saying so", 415, "unsupported-media-type", b'{"kind": "tick"}', headers=LATIN),
)  # fmt: skip

PROPOSALS = (
    _raw("a list in place of an object", 422, "invalid-body", b"[]", path="/v1/partnerships"),
    _proposal("a field of the wrong type", 422, "invalid-body", title=7),
    _proposal("an empty title", 422, "invalid-body", title="  "),
    _proposal("a title with a control character", 422, "invalid-body", title="Bread\x07"),
    _proposal("an unknown field", 422, "invalid-body", colour="red"),
    _proposal("a role of one's own choosing", 422, "invalid-body", actor={"person_id": "dewi"}),
    _proposal("one party alone", 422, "invalid-body", parties=[proposal()["parties"][0]]),
    _proposal("the same party twice", 422, "too-few-parties", parties=[proposal()["parties"][0]] * 2),
    _proposal("an identifier in capital letters", 422, "invalid-body", proposer_org="ROTI"),
    _proposal("a predecessor that is no UUID", 422, "invalid-body", predecessor_id="the-old-one"),
    _proposal("a predecessor that is not there", 409, "not-linked", predecessor_id=NOTHING),
    _proposal("in the name of the other side", 403, "not-your-side", proposer_org=PARTNER),
    _proposal("a second proposal in the same breath", 409, "already-proposed", then=[AGAIN]),
)  # fmt: skip

COMMANDS = (
    _command("an unknown kind", 422, "invalid-body", kind="marry"),
    Mistake("no kind", 422, "invalid-body", {"person_id": "budi"}),
    Mistake("no command at all", 422, "invalid-body", {"commands": []}),
    Mistake("51 commands", 422, "invalid-body", {"commands": [MEMBER] * 51}),
    Mistake("a list without its name", 422, "invalid-body", [MEMBER]),
    Mistake("a command that is a text", 422, "invalid-body", {"commands": ["begin_exploring"]}),
    _command("yes in place of true", 422, "invalid-body", kind="declare_willingness", willing="yes"),
    _command("1 in place of true", 422, "invalid-body", kind="declare_willingness", willing=1),
    _contact("a day that does not exist", 422, "invalid-body", held_at="2026-02-30T09:00:00Z"),
    _contact("a time without its zone", 422, "invalid-body", held_at="2026-03-02T09:00:00"),
    _contact("a time as a number", 422, "invalid-body", held_at=1767225600),
    _contact("the year 2500", 422, "invalid-body", held_at="2500-01-01T00:00:00Z"),
    _contact("a contact in the future", 422, "not-in-the-past", held_at="2098-01-01T00:00:00Z"),
    _contact("a contact with somebody who is no party", 422, "unknown-party", orgs=[HOST, "koperasi-lain"]),
    _contact("a contact with oneself", 422, "not-two-way", orgs=[HOST, HOST]),
    _command("a role that nobody can give alone", 422, "invalid-body", **NEUTRAL),
    _command("a text of 5000 characters", 422, "invalid-body", kind="raise_blocker", blocker_id="b", text="a" * 5000),
    _command("a blocker that is not open", 409, "unknown-item", kind="clear_blocker", blocker_id="nothing", how="so"),
    _command("a command of a later stage", 409, "not-in-this-stage", kind="end_partnership"),
    _command("a step whose guards do not hold", 409, "guards-unmet", kind="begin_assessing"),
    Mistake("a good command beside a bad one", 409, "not-in-this-stage", {"commands": [MEMBER, ENDING]}),
    Mistake("a command to a closed partnership", 409, "partnership-closed", MEMBER, path=f"{CLOSED}/commands"),
)  # fmt: skip

RIGHTS = (
    Mistake("no key", 401, "unauthenticated", MEMBER, caller=None),
    Mistake("a key that nobody was given", 401, "unauthenticated", MEMBER, caller=None, headers=FORGED),
    Mistake("a viewer's command", 403, "not-your-role", MEMBER, caller="viewer"),
    Mistake("a service's command", 403, "not-your-role", MEMBER, caller="service"),
    Mistake("an operator's event", 403, "not-your-role", event(HERE), "/v1/events"),
    Mistake("a command of somebody who is no party", 404, "unknown-partnership", MEMBER, caller="stranger"),
    _command("taking the other side's person away", 403, "not-your-side", kind="release_person", person_id="dewi"),
    _command("taking over the other side's person", 409, "wrong-side", **appoint("dewi", "member")),
    _command("the clock's work", 403, "clock-only", kind="tick"),
    _command("the urgent path without a mandate", 403, "not-mandated", **URGENT),
    Mistake("a word that binds, from somebody who cannot bind", 403, "not-binding", LEAVING, caller="member"),
)  # fmt: skip

KEYS_AND_VERSIONS = (
    _header("no Idempotency-Key", 400, "missing-idempotency-key", "Idempotency-Key", None),
    _header("an empty Idempotency-Key", 400, "invalid-idempotency-key", "Idempotency-Key", ""),
    _header("an Idempotency-Key with a space", 400, "invalid-idempotency-key", "Idempotency-Key", "a b"),
    _header("an Idempotency-Key of 201 characters", 400, "invalid-idempotency-key", "Idempotency-Key", "k" * 201),
    Mistake("an Idempotency-Key that was used for something else", 422, "idempotency-key-reused", MEMBER, headers=USED),
    _header("a version that is not true any more", 412, "stale-version", "If-Match", '"1"'),
    _header("a version without quotes", 400, "invalid-if-match", "If-Match", "1"),
    _header("a weak version", 400, "invalid-if-match", "If-Match", 'W/"1"'),
)  # fmt: skip

EVENTS = (
    _event("an event of another CloudEvents version", 422, "invalid-event", specversion="0.3"),
    _event("an event without an id", 422, "invalid-event", "id"),
    _event("an event without a source", 422, "invalid-event", "source"),
    _event("an event with a line break in its id", 422, "invalid-event", id="a\nb"),
    _event("an event without a partnership", 422, "invalid-event", "partitionkey"),
    _event("an event about something that is no UUID", 422, "invalid-event", partitionkey="bread"),
    _event("an event about nothing that exists", 404, "unknown-partnership", partitionkey=NOTHING),
    _event("an event about a closed partnership", 409, "partnership-closed", partitionkey="{closed}"),
    _event("an event of an unknown type", 422, "unknown-event-type", type="com.example.sneezed"),
    _event("an event that would decide for people", 422, "unknown-event-type", type="id.kemitraan.begin_exploring.v1"),
    _event("an event of an unknown version", 422, "unknown-event-type", type="id.kemitraan.record_contact.v2"),
    _event("an event from the future", 422, "invalid-event", time="2098-01-01T00:00:00Z"),
    _event("an event with a time that does not exist", 422, "invalid-event", time="2026-13-01T00:00:00Z"),
    _event("an event with an attribute in capital letters", 422, "invalid-event", Colour="red"),
    _event("an event whose data is binary", 422, "invalid-event", data_base64="AAAA"),
    _event("an event whose data is XML", 422, "invalid-event", datacontenttype="text/xml"),
    _event("an event whose data is a text", 422, "invalid-event", data="bread"),
    _event("an event whose data is not what its type says", 422, "invalid-event", data={"held_at": "yesterday"}),
    _event("an event that was sent before with other content", 409, "event-conflict", id="{sent}", data=OTHER),
    _binary("a binary event without its type", 422, "invalid-event", ce_type=None),
    _binary("a binary event whose source is not UTF-8", 422, "invalid-event", ce_source="%ff"),
    _binary("a binary event with a null byte in its id", 422, "invalid-event", ce_id="a%00b"),
    _binary("a binary event with a list as data", 422, "invalid-event", [1, 2]),
    _binary("a binary event with half a body", 400, "not-json", b'{"held_at":'),
    _binary("a binary event with a picture", 415, "unsupported-media-type", b"PNG", Content_Type="image/png"),
    _batch("a batch that is no list", 422, "invalid-event", event(HERE)),
    _batch("a batch with too many events", 422, "invalid-event", [{}] * (MOST + 1)),
    _batch("a batch without one good event", 422, "nothing-taken", [{}, 7, event(HERE, type="x")]),
    _batch("a batch with the same name twice in one event", 400, "not-strict-json", b'[{"id": "a", "id": "b"}]'),
)  # fmt: skip

ADDRESSES = (
    _get("an address that is not there", 404, "unknown-address", "/v1/friendships"),
    _get("a slash too many", 404, "unknown-address", "/v1/partnerships/"),
    _get("a partnership that does not exist", 404, "unknown-partnership", f"/v1/partnerships/{NOTHING}"),
    _get("a partnership whose id is no UUID", 404, "unknown-partnership", "/v1/partnerships/bread"),
    _get("a partnership of others", 404, "unknown-partnership", HERE, caller="stranger"),
    Mistake("a method that is not known here", 405, "wrong-method", path=HERE, method="DELETE"),
    Mistake("a change without a command", 405, "wrong-method", {"stage": "active"}, path=HERE, method="PUT"),
    _get("a problem that does not exist", 404, "unknown-address", "/problems/love"),
)  # fmt: skip

READING = (
    _get("a stage that does not exist", 400, "invalid-parameters", "/v1/partnerships?stage=married"),
    _get("an unknown filter", 400, "invalid-parameters", "/v1/partnerships?colour=red"),
    _get("a page of 0 rows", 400, "invalid-parameters", "/v1/partnerships?limit=0"),
    _get("a page of 101 rows", 400, "invalid-parameters", "/v1/partnerships?limit=101"),
    _get("a cursor of one's own making", 400, "invalid-cursor", "/v1/partnerships?cursor=bm9uc2Vuc2U"),
    _get("a cursor that is no text", 400, "invalid-cursor", "/v1/partnerships?cursor=%F0%9F%A5%90"),
    _get("a cursor of another list", 400, "invalid-cursor", f"{HERE}/timeline?cursor=eyJhIjoxfQ"),
    _get("a deadline without its zone", 400, "invalid-parameters", f"{LIST}?deadline_before=2026-01-01T00:00:00"),
    _get("an order that does not exist", 400, "invalid-parameters", f"{HERE}/timeline?order=best"),
    _get("a search with U+0000", 400, "invalid-parameters", "/v1/partnerships?q=a%00b"),
)  # fmt: skip


def written(body: Any) -> bytes:  # noqa: ANN401 - any JSON
    """A body as it is sent."""
    return body if isinstance(body, bytes) else json.dumps(body).encode()


_GOES = {"person_id": "sari", "last_day": "2090-01-31"}
_DEPARTURES = "/v1/departures"

LEAVERS = (
    Mistake("a leaver whom nobody knows", 404, "unknown-person", _GOES | {"person_id": "nobody"}, path=_DEPARTURES),
    Mistake("a leaver of another side", 404, "unknown-person", _GOES, path=_DEPARTURES, caller="partner"),
    Mistake("a last day that is none", 422, "invalid-body", _GOES | {"last_day": "2090-02-30"}, path=_DEPARTURES),
    Mistake("a successor whom nobody knows", 422, "invalid-body", _GOES | {"successor": "nobody"}, path=_DEPARTURES),
    Mistake("a successor who leaves", 422, "invalid-body", _GOES | {"successors": {"x": "sari"}}, path=_DEPARTURES),
    Mistake(
        "a departure without a key", 400, "missing-idempotency-key", _GOES,
        path=_DEPARTURES, headers={"Idempotency-Key": None},
    ),
    Mistake("a departure that there is not", 404, "unknown-departure", path=f"{_DEPARTURES}/{NOTHING}", method="GET"),
    Mistake("the calendar of nobody", 404, "unknown-person", path="/v1/people/nobody/feed"),
    Mistake("an address of a calendar that was revoked", 404, "unknown-address", path="/calendar/x.ics", method="GET"),
)  # fmt: skip

_SCHOOL = {"name": "SMK Melati", "kind": "public_office"}
_BAKERS = "/v1/people/sari"


def _put(what: str, status: int, code: str, path: str, body: object) -> Mistake:
    return Mistake(what, status, code, body, path=path, method="PUT")


def _point(what: str, channel: str, address: str) -> Mistake:
    body = {"name": "Sari", "points": [{"channel": channel, "address": address}]}
    return _put(what, 422, "invalid-body", _BAKERS, body)


DIRECTORY = (
    _point("a telephone number that cannot be one", "whatsapp", "0812"),
    _point("an e-mail address that cannot be one", "email", "sari@"),
    _point("a channel that does not exist", "pigeon", "sari"),
    _put("a time zone that does not exist", 422, "invalid-body", _BAKERS, {"name": "Sari", "zone": "Mars"}),
    _put(
        "silence about what concerns safety", 422, "invalid-body", _BAKERS,
        {"name": "Sari", "choices": {"by_kind": {"safety": "off"}}},
    ),
    _put("an organisation of no kind", 422, "invalid-body", "/v1/organisations/smk", {**_SCHOOL, "kind": "firm"}),
    _put("a domain that cannot be one", 422, "invalid-body", "/v1/organisations/smk", {**_SCHOOL, "domain": "a b"}),
    _put("an id with capitals", 404, "unknown-in-directory", "/v1/organisations/SMK", _SCHOOL),
    _put(
        "a position of an organisation that nobody knows", 422, "invalid-body", "/v1/positions/head",
        {"org_id": "nowhere", "title": "Head"},
    ),
    _put(
        "somebody in a position that there is not", 404, "unknown-in-directory", "/v1/positions/none/fillings",
        {"person_id": "sari", "since": "2027-01-01"},
    ),
    _get("an organisation that nobody knows", 404, "unknown-in-directory", "/v1/organisations/nowhere"),
    _get("a person whom nobody knows", 404, "unknown-person", "/v1/people/nobody"),
    Mistake(
        "a change of what is not there", 412, "not-there-yet", _SCHOOL,
        path="/v1/organisations/smk", method="PUT", headers={"If-Match": "*"},
    ),
    Mistake(
        "an ETag where only what is new may be entered", 400, "invalid-if-none-match", _SCHOOL,
        path="/v1/organisations/smk", method="PUT", headers={"If-None-Match": '"7"'},
    ),
    Mistake(
        "a duplicate of itself", 422, "one-and-the-same", {"gone": "sari", "into": "sari"},
        path="/v1/directory/duplicates/people/merge",
    ),
    Mistake(
        "a table with an error in it", 422, "invalid-body", b"name,kind\nMelati,firm\n",
        path="/v1/directory/import?name=o.csv", headers={"Content-Type": "text/csv"},
    ),
    Mistake("a table as JSON", 415, "unsupported-media-type", {}, path="/v1/directory/import"),
)  # fmt: skip
