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
from store.portable import PortableRecord, check, compare

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
def check_(file: Path, other: Path | None = None, *, output: Output = Output.TABLE) -> None:
    """Hold a saved record against its own hashes, and against another side's; needs no engine, no database, no key.

    Parameters
    ----------
    file
        The saved record.
    other
        The record of the same partnership that another side has saved: it shows what was rewritten or cut off.
    output
        table or json.
    """
    record = _read(file)
    checked = check(record)
    if other is not None:
        theirs = _read(other)
        found = (*(f"in {other}, {fault}" for fault in check(theirs).faults), *compare(record, theirs))
        checked = checked.model_copy(update={"faults": (*checked.faults, *found)})
    if output is Output.JSON:
        put_json(checked.model_dump(mode="json"))
    if checked.faults:
        raise Failure("; ".join(checked.faults))
    say(f"{checked.sealed_again} of {checked.events} events are as they were written")
    if checked.unproved:
        say(f"private to others, and only held in their place: {', '.join(map(str, checked.unproved))}")
    say(f"the end is event {checked.events}, sealed as {checked.end}: so it is in every side's record of that moment")
    if other is not None:
        say(f"{other} tells the same, as far as both go: to event {min(record.version, theirs.version)}")
        if theirs.version > record.version:
            say(f"it goes on to event {theirs.version}: {file} was saved earlier, or its end was cut off")


def _read(file: Path) -> PortableRecord:
    try:
        return PortableRecord.model_validate_json(file.read_bytes())
    except FileNotFoundError:
        raise NotFound(f"there is no file {file}") from None
    except (OSError, ValidationError):
        raise Misused(f"{file} is not a record that `kemitraan record save` has written") from None
