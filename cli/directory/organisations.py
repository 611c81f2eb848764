"""`kemitraan org`: the organisations of the directory."""

from typing import Annotated, Any

from cyclopts import App, Parameter

from cli import profile
from cli.directory.entries import changed
from cli.remote import Api, everything
from cli.screen import Output, put_json, put_lines, put_table, say
from cli.steering import As
from domain.values import OrgKind

app = App(name="org", help="List, show and enter organisations.")


@app.command(name="list")
async def list_(
    *, q: str | None = None, kind: OrgKind | None = None, speaker: As = None, output: Output = Output.TABLE
) -> None:
    """List organisations.

    Parameters
    ----------
    q
        A part of the name, or the id.
    kind
        company, ngo, university, public_office or informal.
    speaker
        Whose key of the development stack to use.
    output
        table or json.
    """
    asked: dict[str, Any] = {name: value for name, value in (("q", q), ("kind", kind)) if value}
    async with Api(*profile.door(speaker)) as api:
        items = await everything(api, "/v1/organisations", **asked)
    if output is Output.JSON:
        put_json(items)
        return
    columns = ("org_id", "name", "kind", "domain", "zone")
    put_table("Organisations", columns, [[item[column] for column in columns] for item in items])


@app.command
async def show(org: str, *, speaker: As = None, output: Output = Output.TABLE) -> None:
    """Show one organisation and its positions.

    Parameters
    ----------
    org
        Its id.
    speaker
        Whose key of the development stack to use.
    output
        table or json.
    """
    async with Api(*profile.door(speaker)) as api:
        found = (await api.get(f"/v1/organisations/{org}")).or_raise()
        positions = await everything(api, "/v1/positions", org=found["org_id"])
    if output is Output.JSON:
        put_json({**found, "positions": positions})
        return
    put_lines(found["name"], [(name, value) for name, value in found.items() if value is not None])
    rows = [(p["position_id"], p["title"], ", ".join(h["person_id"] for h in p["holders"])) for p in positions]
    put_table("Positions", ("position", "title", "filled by"), rows)


@app.command
async def put(
    org: str,
    *,
    name: str | None = None,
    kind: OrgKind | None = None,
    domain: str | None = None,
    legal_id: str | None = None,
    zone: str | None = None,
    remark: Annotated[str | None, Parameter(name="--note")] = None,
    speaker: As = None,
) -> None:
    """Enter an organisation, or change what is named of one that is known.

    Parameters
    ----------
    org
        Its id.
    name
        What it is called.
    kind
        company, ngo, university, public_office or informal.
    domain
        Its name on the internet.
    legal_id
        Its registration, where it has one.
    zone
        Its time zone, such as Asia/Makassar.
    remark
        What else one should know.
    speaker
        Whose key of the development stack to use.
    """
    said = {"name": name, "kind": kind, "domain": domain, "legal_id": legal_id, "zone": zone, "note": remark}
    async with Api(*profile.door(speaker)) as api:
        kept = await changed(api, f"/v1/organisations/{org}", "org_id", said)
    say(f"{kept['org_id']} is {kept['name']}")
