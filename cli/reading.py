"""`kemitraan show`, `list` and `timeline`: how things stand and how they came about."""

from typing import Annotated

from cyclopts import Parameter

from cli import listing, profile
from cli.remote import Api, everything
from cli.screen import Output, put_json
from cli.steering import As
from domain.policy import Profile
from domain.stages import Phase, Stage


async def show(partnership_id: str, *, speaker: As = None, output: Output = Output.TABLE) -> None:
    """Show one partnership: its state, its next steps, and what is still missing for each.

    Parameters
    ----------
    partnership_id
        Which partnership.
    speaker
        Whose key of the development stack to use; it decides which steps are yours.
    output
        table or json.
    """
    async with _api(speaker) as api:
        found = (await api.get(f"/v1/partnerships/{partnership_id}")).or_raise()
    if output is Output.JSON:
        put_json(found)
    else:
        listing.put_partnership(found)


async def list_(
    *,
    stage: Stage | None = None,
    phase: Phase | None = None,
    profile_name: Annotated[Profile | None, Parameter(name="--profile")] = None,
    org: str | None = None,
    text: str | None = None,
    still_open: Annotated[bool | None, Parameter(name="--open", negative="--closed")] = None,
    limit: int = 50,
    speaker: As = None,
    output: Output = Output.TABLE,
) -> None:
    """List partnerships, the newest first.

    Parameters
    ----------
    stage
        Only those in this stage.
    phase
        Only those in this phase.
    profile_name
        Only those of this profile.
    org
        Only those with this party.
    text
        Only those whose title has words that begin like this.
    still_open
        Only those that are open, or only those that are closed.
    limit
        At most so many.
    speaker
        Whose key of the development stack to use; a partner sees its own partnerships only.
    output
        table or json.
    """
    filters = {"stage": stage, "phase": phase, "profile": profile_name, "org": org, "q": text}
    asked = {name: str(value) for name, value in filters.items() if value is not None}
    if still_open is not None:
        asked["open"] = str(still_open).lower()
    async with _api(speaker) as api:
        items = await everything(api, "/v1/partnerships", most=limit, **asked)
    if output is Output.JSON:
        put_json(items)
    else:
        listing.put_list(items)


async def timeline(partnership_id: str, *, speaker: As = None, output: Output = Output.TABLE) -> None:
    """Tell what has happened in one partnership, the oldest first.

    Parameters
    ----------
    partnership_id
        Which partnership.
    speaker
        Whose key of the development stack to use.
    output
        table or json.
    """
    async with _api(speaker) as api:
        items = await everything(api, f"/v1/partnerships/{partnership_id}/timeline")
    if output is Output.JSON:
        put_json(items)
    else:
        listing.put_timeline("What has happened", items)


def _api(speaker: str | None) -> Api:
    return Api(*profile.door(speaker))
