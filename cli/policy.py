"""`kemitraan policy`: the rules as a file that is shown, changed, checked, published and compared."""

from pathlib import Path
from typing import Annotated, Any

from cyclopts import App, Parameter

from cli import profile
from cli.failures import Misused, NotFound
from cli.remote import Api
from cli.screen import Output, put_json, put_table, say
from cli.steering import As
from domain.policies import Flawed, differences, load, stored, written
from domain.policy import PolicySet
from store.calendars import UnknownCountry, national_holidays
from store.policies import built_in

app = App(name="policy", help="Show, check, publish and compare policies.")

NEWEST = "newest"


@app.command
async def show(version: str = NEWEST, *, speaker: As = None) -> None:
    """Show a whole policy as a file: change it, check it, publish it.

    Parameters
    ----------
    version
        Its number, or `newest`; 0 is built in and needs no running engine.
    speaker
        Whose key of the development stack to use.
    """
    put_json(written(await _policies(version, speaker)))


@app.command
def check(file: Path) -> None:
    """Tell everything that is wrong with a policy; needs no running engine.

    Parameters
    ----------
    file
        The policy as JSON; what it leaves out stays as it is built in.
    """
    changed = differences(built_in(), read(file))
    say(f"{file} is a policy; it differs from what is built in at {len(changed)} places")


@app.command
async def publish(
    file: Path,
    *,
    what_is_new: Annotated[str, Parameter(name="--note")],
    speaker: As = None,
    output: Output = Output.TABLE,
) -> None:
    """Publish a policy as the next version, for all partnerships that are proposed from now on.

    Parameters
    ----------
    file
        The policy as JSON.
    what_is_new
        What is new about it, and why.
    speaker
        Whose key of the development stack to use; an admin's.
    output
        table or json.
    """
    body = {"note": what_is_new, "policy": written(read(file))}
    async with Api(*profile.door(speaker)) as api:
        published = (await api.post("/v1/policies", body, "not needed")).or_raise()
    if output is Output.JSON:
        put_json(published)
    say(f"version {published['version']} is published; open partnerships move with the command adopt_policy")


@app.command(name="list")
async def list_(*, speaker: As = None, output: Output = Output.TABLE) -> None:
    """List all published policies, the oldest first.

    Parameters
    ----------
    speaker
        Whose key of the development stack to use.
    output
        table or json.
    """
    async with Api(*profile.door(speaker)) as api:
        items = (await api.get("/v1/policies")).or_raise()["items"]
    if output is Output.JSON:
        put_json(items)
        return
    columns = ("version", "published_at", "published_by", "note")
    put_table("Policies", columns, [[item[column] for column in columns] for item in items])


@app.command
async def diff(before: str, after: str, *, speaker: As = None, output: Output = Output.TABLE) -> None:
    """Show every place at which two policies differ.

    Parameters
    ----------
    before
        A number, `newest`, or a file.
    after
        A number, `newest`, or a file.
    speaker
        Whose key of the development stack to use.
    output
        table or json.
    """
    found = differences(await _policies(before, speaker), await _policies(after, speaker))
    if output is Output.JSON:
        put_json([difference.model_dump(mode="json") for difference in found])
        return
    rows = [(d.where, _brief(d.before), _brief(d.after)) for d in found]
    put_table(f"From {before} to {after}", ("where", "before", "after"), rows)


@app.command
def holidays(*, country: str = "ID", years: str) -> None:
    """Show a country's national holidays as quiet periods, to be put under `calendar` of a policy.

    Parameters
    ----------
    country
        Two letters, such as ID.
    years
        One year, or from the first to the last: 2027-2031.
    """
    first, _, last = years.partition("-")
    if not (first.isdecimal() and (last or first).isdecimal() and 1970 <= int(first) <= int(last or first) < 2100):  # noqa: PLR2004
        raise Misused("--years is one year or two: 2027-2031")
    try:
        found = national_holidays(country, range(int(first), int(last or first) + 1))
    except UnknownCountry:
        raise NotFound(f"no holidays are known for {country}") from None
    put_json([period.model_dump(mode="json") for period in found])


def read(file: Path) -> PolicySet:
    """The policies that a file says, or all that is wrong with it; needs neither a database nor an engine."""
    try:
        return load(file.read_bytes(), built_in())
    except FileNotFoundError:
        raise NotFound(f"there is no file {file}") from None
    except OSError as error:
        raise Misused(f"{file} cannot be read: {error}") from None
    except Flawed as flawed:
        for flaw in flawed.flaws[1:]:
            say(flaw.text, style="red")
        raise Misused(flawed.flaws[0].text) from None


async def _policies(name: str, speaker: str | None) -> PolicySet:
    if name == "0":
        return built_in()
    if name != NEWEST and not name.isdecimal():
        return read(Path(name))
    async with Api(*profile.door(speaker)) as api:
        return stored((await api.get(f"/v1/policies/{name}")).or_raise()["policy"])


def _brief(value: Any) -> str:  # noqa: ANN401 - any JSON
    """Steps as `7 owner, 21 leads`; a quiet period by its last day and reason."""
    match value:
        case None:
            return ""
        case [{"after": _}, *_]:
            return ", ".join(f"{step['after']:g} {step['audience']}" for step in value)
        case {"ends": ends, "reason": reason}:
            return f"until {ends}: {reason}"
        case _:
            return str(value)
