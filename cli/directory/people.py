"""`kemitraan person`: the people of the directory, how they are reached, and when they are away."""

from typing import Annotated, Any
from uuid import UUID, uuid4

from cyclopts import App, Parameter

from cli import profile
from cli.directory.entries import known
from cli.remote import Api, everything
from cli.screen import Output, put_json, put_lines, put_table, say
from cli.steering import As
from domain.directory.cards import AboutPerson, Honorific

app = App(name="person", help="List, show and enter people, and when they are away.")


@app.command(name="list")
async def list_(
    *, q: str | None = None, org: str | None = None, speaker: As = None, output: Output = Output.TABLE
) -> None:
    """List people.

    Parameters
    ----------
    q
        A part of the name, or the id.
    org
        Those who fill a post of this organisation today.
    speaker
        Whose key of the development stack to use.
    output
        table or json.
    """
    asked: dict[str, Any] = {name: value for name, value in (("q", q), ("org", org)) if value}
    async with Api(*profile.door(speaker)) as api:
        items = await everything(api, "/v1/people", **asked)
    if output is Output.JSON:
        put_json(items)
        return
    rows = [(item["person_id"], item["name"], ", ".join(item["positions"]), item["left_on"]) for item in items]
    put_table("People", ("person", "name", "positions", "left on"), rows)


@app.command
async def show(person: str, *, speaker: As = None, output: Output = Output.TABLE) -> None:
    """Show somebody: how they are reached, which posts they fill, when they are away.

    Parameters
    ----------
    person
        Their id.
    speaker
        Whose key of the development stack to use.
    output
        table or json.
    """
    async with Api(*profile.door(speaker)) as api:
        found = (await api.get(f"/v1/people/{person}")).or_raise()
    if output is Output.JSON:
        put_json(found)
        return
    plain = ("person_id", "honorific", "language", "zone", "digest_at", "quiet_from", "quiet_until", "left_on")
    put_lines(found["name"], [(name, found[name]) for name in plain if found[name] is not None])
    points = [(p["rank"], p["channel"], p["address"], p["state"], p["problem"]) for p in found["points"]]
    put_table("Reached by", ("rank", "channel", "address", "state", "problem"), points)
    posts = [(f["position_id"], f["since"], f["until"]) for f in found["fillings"]]
    put_table("Positions", ("position", "since", "until"), posts)
    away = [(a["absence_id"], a["starts"], a["ends"], a["stand_in"], a["note"]) for a in found["absences"]]
    put_table("Away", ("id", "from", "until", "stand-in", "note"), away)


@app.command
async def put(
    person: str,
    *,
    name: str | None = None,
    honorific: Honorific | None = None,
    language: str | None = None,
    zone: str | None = None,
    reach: tuple[str, ...] = (),
    digest_at: str | None = None,
    quiet_from: str | None = None,
    quiet_until: str | None = None,
    remark: Annotated[str | None, Parameter(name="--note")] = None,
    speaker: As = None,
) -> None:
    """Enter somebody, or change what is named of somebody who is known.

    Parameters
    ----------
    person
        Their id.
    name
        What they are called.
    honorific
        bapak, ibu or kak.
    language
        id or en.
    zone
        Their time zone, such as Asia/Makassar.
    reach
        `CHANNEL:ADDRESS`, the one to be tried first at first; replaces all that is known. Channels: email,
        whatsapp, telegram, slack, webhook, phone.
    digest_at
        When the daily digest comes, such as 07:30.
    quiet_from
        From then on nothing is sent, such as 20:00.
    quiet_until
        Until then nothing is sent, such as 06:00.
    remark
        What else one should know.
    speaker
        Whose key of the development stack to use.
    """
    said = {
        "name": name, "honorific": honorific, "language": language, "zone": zone, "digest_at": digest_at,
        "quiet_from": quiet_from, "quiet_until": quiet_until, "note": remark, "points": _points(reach),
    }  # fmt: skip
    path = f"/v1/people/{person}"
    async with Api(*profile.door(speaker)) as api:
        before = await known(api, path, "person_id")
        entry = {name: value for name, value in before.fields.items() if name in {*AboutPerson.model_fields, "points"}}
        entry["points"] = [{n: point[n] for n in ("channel", "address", "rank")} for point in entry.get("points", ())]
        entry |= {name: value for name, value in said.items() if value is not None}
        kept = (await api.put(path, entry, before.etag)).or_raise()
    say(f"{kept['person_id']} is {kept['name']}, with {len(kept['points'])} ways to be reached")


@app.command
async def away(
    person: str,
    *,
    starts: Annotated[str, Parameter(name="--from")],
    ends: Annotated[str, Parameter(name="--until")],
    stand_in: str | None = None,
    remark: Annotated[str | None, Parameter(name="--note")] = None,
    speaker: As = None,
) -> None:
    """Say when somebody is away, and who stands in.

    Parameters
    ----------
    person
        Their id.
    starts
        Their first day away, such as 2027-03-10.
    ends
        Their last day away.
    stand_in
        The id of who acts for them meanwhile.
    remark
        Why, if others may know.
    speaker
        Whose key of the development stack to use.
    """
    body = {"starts": starts, "ends": ends, "stand_in": stand_in, "note": remark}
    absence = uuid4()
    async with Api(*profile.door(speaker)) as api:
        (await api.put(f"/v1/people/{person}/absences/{absence}", body)).or_raise()
    say(f"{person} is away from {starts} until {ends}; `kemitraan person back {person} {absence}` takes it back")


@app.command
async def back(person: str, absence: UUID, *, speaker: As = None) -> None:
    """Say that somebody is not away after all.

    Parameters
    ----------
    person
        Their id.
    absence
        The id of the absence, as `kemitraan person show` tells it.
    speaker
        Whose key of the development stack to use.
    """
    async with Api(*profile.door(speaker)) as api:
        (await api.delete(f"/v1/people/{person}/absences/{absence}")).or_raise()
    say(f"{person} is there")


def _points(reach: tuple[str, ...]) -> list[dict[str, Any]] | None:
    """Contact points in the order in which they were named; none where nothing was said."""
    named = [text.partition(":") for text in reach]
    return [{"channel": c, "address": a, "rank": min(n, 9)} for n, (c, _, a) in enumerate(named, 1)] or None
