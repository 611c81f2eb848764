"""`kemitraan key`: who may speak to the API, kept in the database as hashes."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from cyclopts import App
from pydantic import ValidationError

from cli import profile
from cli.failures import Misused, NotFound
from cli.screen import Output, put_json, put_table, say
from cli.upkeep import reaching_postgres
from domain.values import OrgId, PersonId
from store.keys import Holder, Key, KeyRole, Keys
from store.pool import open_pool

app = App(name="key", help="Make, list and revoke API keys.")


@app.command
async def create(
    *, role: KeyRole, person: str, org: str | None = None, label: str | None = None, output: Output = Output.TABLE
) -> None:
    """Make a key, and show it this once.

    Parameters
    ----------
    role
        What the key is for; a partner sees and does only what concerns its own partnerships.
    person
        The id of who will use it.
    org
        The id of the organisation for which it speaks.
    label
        What the list shows.
    output
        table or json.
    """
    try:
        holder = Holder(
            role=role, person_id=PersonId(person), org_id=OrgId(org) if org else None, label=label or person
        )
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
        raise Misused(f"{fault['loc'][0]}: {fault['msg']}") from None
    async with _keys() as keys:
        text, key = await keys.create(holder)
    if output is Output.JSON:
        put_json({"key": text, **_shown(key)})
    else:
        print(text)
        say("this is the only time it is shown", style="dim")


@app.command(name="list")
async def list_(*, output: Output = Output.TABLE) -> None:
    """List all keys, without their secrets.

    Parameters
    ----------
    output
        table or json.
    """
    async with _keys() as keys:
        found = await keys.list()
    if output is Output.JSON:
        put_json([_shown(key) for key in found])
        return
    rows = [(k.key_id, k.role, k.person_id, k.org_id, k.label, k.last_used, k.revoked_at) for k in found]
    put_table("Keys", ("id", "role", "person", "organisation", "label", "last used", "revoked"), rows)


@app.command
async def revoke(key_id: str) -> None:
    """End a key for ever.

    Parameters
    ----------
    key_id
        The id in the list: the twelve characters behind `kmt_`.
    """
    async with _keys() as keys:
        if not await keys.revoke(key_id):
            raise NotFound(f"there is no living key {key_id}")
    say(f"{key_id} is revoked")


def _shown(key: Key) -> dict[str, object]:
    return key.model_dump(mode="json")


@asynccontextmanager
async def _keys() -> AsyncIterator[Keys]:
    with reaching_postgres():
        async with await open_pool(profile.dsn(), size=2) as pool:
            yield Keys(pool)
