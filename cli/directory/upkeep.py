"""`kemitraan directory`: whole tables in and out, duplicates, addresses that do not work, and who changed what."""

from uuid import uuid4

from cyclopts import App

from cli import profile
from cli.remote import Api, everything
from cli.screen import Output, put_json, put_table, say
from cli.steering import As
from domain.directory.sheets import Kind

app = App(name="directory", help="Tables in and out, duplicates, addresses that do not work, the log.")
app.command("cli.directory.tables:import_", name="import", help="Enter whole tables, all rows or none.")
app.command("cli.directory.tables:export", name="export", help="Write whole tables.")


@app.command
async def troubles(*, speaker: As = None, output: Output = Output.TABLE) -> None:
    """List addresses that do not work, and what the other side said: somebody has to ask for better ones.

    Parameters
    ----------
    speaker
        Whose key of the development stack to use.
    output
        table or json.
    """
    async with Api(*profile.door(speaker)) as api:
        items = await everything(api, "/v1/directory/contact-points")
    if output is Output.JSON:
        put_json(items)
        return
    columns = ("person_id", "name", "channel", "address", "state", "others", "problem")
    put_table("Addresses that do not work", columns, [[item[column] for column in columns] for item in items])


@app.command
async def duplicates(kind: Kind, *, speaker: As = None, output: Output = Output.TABLE) -> None:
    """List pairs that seem to be one.

    Parameters
    ----------
    kind
        organisations or people.
    speaker
        Whose key of the development stack to use.
    output
        table or json.
    """
    async with Api(*profile.door(speaker)) as api:
        items = await everything(api, f"/v1/directory/duplicates/{kind}")
    if output is Output.JSON:
        put_json(items)
        return
    columns = ("first", "first_name", "second", "second_name")
    rows = [[*(item[column] for column in columns), ", ".join(item["signs"])] for item in items]
    put_table("Duplicates, as it seems", (*columns, "because of"), rows)


@app.command
async def merge(kind: Kind, gone: str, into: str, *, speaker: As = None) -> None:
    """Make one of two: all that hangs on the first goes over to the second.

    Parameters
    ----------
    kind
        organisations or people.
    gone
        The id that leads to the other one from now on.
    into
        The id that remains.
    speaker
        Whose key of the development stack to use.
    """
    async with Api(*profile.door(speaker)) as api:
        body = {"gone": gone, "into": into}
        moved = (await api.post(f"/v1/directory/duplicates/{kind}/merge", body, uuid4().hex)).or_raise()["moved"]
    told = ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in moved.items())
    say(f"{gone} leads to {into} now; went over: {told or 'nothing'}")


@app.command
async def differ(kind: Kind, first: str, second: str, *, speaker: As = None) -> None:
    """Say that two are not one; they are not listed again.

    Parameters
    ----------
    kind
        organisations or people.
    first
        An id.
    second
        Another id.
    speaker
        Whose key of the development stack to use.
    """
    async with Api(*profile.door(speaker)) as api:
        body = {"first": first, "second": second}
        (await api.post(f"/v1/directory/duplicates/{kind}/differ", body, uuid4().hex)).or_raise()
    say(f"{first} and {second} are two")


@app.command
async def log(about: str | None = None, *, speaker: As = None, output: Output = Output.TABLE) -> None:
    """Tell who changed what, the newest first.

    Parameters
    ----------
    about
        One id alone.
    speaker
        Whose key of the development stack to use.
    output
        table or json.
    """
    async with Api(*profile.door(speaker)) as api:
        items = await everything(api, "/v1/directory/log", most=200, **({"about": about} if about else {}))
    if output is Output.JSON:
        put_json(items)
        return
    rows = [(item["at"], item["actor"]["person_id"], item["what"], item["about"], item["detail"]) for item in items]
    put_table("Changes", ("at", "by", "what", "about", "detail"), rows, brief=True)
