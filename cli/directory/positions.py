"""`kemitraan position`: posts that people fill for a time."""

from typing import Any

from cyclopts import App

from cli import profile
from cli.remote import Api, everything
from cli.screen import Output, put_json, put_table, say
from cli.steering import As
from domain.values import Level

app = App(name="position", help="List, enter and fill positions.")


@app.command(name="list")
async def list_(
    *,
    org: str | None = None,
    vacant: bool = False,
    past_term: bool = False,
    speaker: As = None,
    output: Output = Output.TABLE,
) -> None:
    """List positions, with who fills them today.

    Parameters
    ----------
    org
        Of this organisation.
    vacant
        Those alone that nobody fills today.
    past_term
        Those alone on which roles hang of people whose term is over; `kemitraan depart` moves these.
    speaker
        Whose key of the development stack to use.
    output
        table or json.
    """
    only = {name: "true" for name, wanted in (("vacant", vacant), ("past_term", past_term)) if wanted}
    asked: dict[str, Any] = {**({"org": org} if org else {}), **only}
    async with Api(*profile.door(speaker)) as api:
        items = await everything(api, "/v1/positions", **asked)
    if output is Output.JSON:
        put_json(items)
        return
    rows = [
        (
            item["position_id"],
            item["title"],
            item["level"],
            ", ".join(h["person_id"] for h in item["holders"]),
            ", ".join(item["past_term"]),
        )
        for item in items
    ]
    put_table("Positions", ("position", "title", "level", "filled by", "roles past their term"), rows)


@app.command
async def put(position: str, *, org: str, title: str, level: Level | None = None, speaker: As = None) -> None:
    """Enter a position, or change it.

    Parameters
    ----------
    position
        Its id, such as smk-melati.head.
    org
        The id of its organisation.
    title
        What it is called.
    level
        leadership, management or field.
    speaker
        Whose key of the development stack to use.
    """
    async with Api(*profile.door(speaker)) as api:
        body = {"org_id": org, "title": title, "level": level}
        kept = (await api.put(f"/v1/positions/{position}", body)).or_raise()
    say(f"{kept['position_id']} is {kept['title']} of {kept['org_id']}")


@app.command
async def fill(position: str, *, person: str, since: str, until: str | None = None, speaker: As = None) -> None:
    """Put somebody into a position from a day on; with the same day again and a last one, end it.

    Where roles in partnerships hang on it, `kemitraan depart PERSON --position POSITION` ends it, and moves those.

    Parameters
    ----------
    position
        Its id.
    person
        The id of who fills it.
    since
        Their first day, such as 2027-03-10.
    until
        Their last day, where it is known.
    speaker
        Whose key of the development stack to use.
    """
    async with Api(*profile.door(speaker)) as api:
        body = {"person_id": person, "since": since, "until": until}
        kept = (await api.put(f"/v1/positions/{position}/fillings", body)).or_raise()
    holders = ", ".join(holder["person_id"] for holder in kept["holders"])
    say(f"{position} is filled by {holders}" if holders else f"{position} is vacant today")
