"""`kemitraan record`: a whole partnership as a file to take along, and its proof without the engine."""

from pathlib import Path

from cyclopts import App
from pydantic import ValidationError

from cli import profile
from cli.failures import Failure, Misused, NotFound
from cli.files import place_for
from cli.remote import Api
from cli.screen import Output, put_json, say
from cli.steering import As
from store.portable import PortableRecord, check

app = App(name="record", help="Take the record of a partnership along, and check one.")


@app.command
async def save(partnership_id: str, file: Path, *, speaker: As = None) -> None:
    """Save everything that you may see of a partnership, with the hash of every event.

    Parameters
    ----------
    partnership_id
        Which partnership.
    file
        Where to write it; a file that exists is not overwritten.
    speaker
        Whose key of the development stack to use; it decides what is shown.
    """
    if place_for(file).exists():
        raise Misused(f"{file} exists already")
    async with Api(*profile.door(speaker)) as api:
        found = (await api.get(f"/v1/partnerships/{partnership_id}/record")).or_raise()
    record = PortableRecord.model_validate(found)
    file.write_text(record.model_dump_json(indent=1) + "\n")
    say(f"{len(record.events)} events are in {file}")


@app.command(name="check")
def check_(file: Path, *, output: Output = Output.TABLE) -> None:
    """Hold a saved record against its own hashes; needs no engine, no database and no key.

    Parameters
    ----------
    file
        The saved record.
    output
        table or json.
    """
    try:
        record = PortableRecord.model_validate_json(file.read_bytes())
    except FileNotFoundError:
        raise NotFound(f"there is no file {file}") from None
    except (OSError, ValidationError):
        raise Misused(f"{file} is not a record that `kemitraan record save` has written") from None
    checked = check(record)
    if output is Output.JSON:
        put_json(checked.model_dump(mode="json"))
    if checked.faults:
        raise Failure("; ".join(checked.faults))
    told = f"{checked.sealed_again} of {checked.events} events are as they were written"
    say(f"{told}; {checked.kept_private} are private to others and only held in their place")
