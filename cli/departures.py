"""`kemitraan depart` moves all duties of somebody who leaves; `kemitraan calendar` gives a calendar its address."""

from typing import Annotated, Any
from uuid import uuid4

from cyclopts import Parameter

from cli import profile
from cli.failures import Misused, Unreachable
from cli.remote import Api
from cli.screen import Output, put_json, put_table, say
from cli.steering import As, Key

PATIENCE = 600.0
"""Seconds: a departure from very many partnerships is carried on by asking again."""


async def depart(
    person: str,
    *,
    last_day: str,
    successor: str | None = None,
    post: tuple[str, ...] = (),
    position: str | None = None,
    org: str | None = None,
    reason: str | None = None,
    preview: Annotated[bool, Parameter(negative=())] = False,
    key: Key = None,
    speaker: As = None,
    output: Output = Output.TABLE,
) -> None:
    """Let somebody leave: every role, post, task and stand-in of theirs moves, in all partnerships, by one call.

    Parameters
    ----------
    person
        The id of whoever leaves.
    last_day
        Such as 2027-06-30; a day that has gone by takes their roles at once.
    successor
        Who comes after them wherever nobody is named for the post.
    post
        `POSITION=PERSON`: who comes after them on one post; as often as needed.
    position
        They leave this post alone, and stay.
    org
        They leave this organisation alone.
    reason
        For the record of each partnership; everybody there can read it.
    preview
        Only show what would happen.
    key
        Send the same key again to go on after an interruption; without one, a new key is made and told.
    speaker
        Whose key of the development stack to use.
    output
        table or json.
    """
    named = {"successor": successor, "position_id": position, "org_id": org, "reason": reason}
    body = {"person_id": person, "last_day": last_day, "successors": dict(map(_named, post))}
    body |= {name: value for name, value in named.items() if value}
    key = key or f"cli-{uuid4()}"
    async with Api(*profile.door(speaker), patience=None if preview else PATIENCE) as api:
        try:
            told = (await api.post(f"/v1/departures{'/preview' if preview else ''}", body, key)).or_raise()
        except Unreachable as error:
            raise Unreachable(f"{error}; go on with --key {key}") from None
    if output is Output.JSON:
        put_json(told)
    else:
        _put(told)
    if not preview:
        say(f"kept as {told['id']}; repeat it safely with --key {key}", style="dim")


async def calendar(person: str, *, end: Annotated[bool, Parameter(negative=())] = False, speaker: As = None) -> None:
    """Make an address at which a calendar program finds somebody's due dates and meetings; the one before ends.

    Parameters
    ----------
    person
        Whose calendar.
    end
        End the address instead, and make none.
    speaker
        Whose key of the development stack to use.
    """
    async with Api(*profile.door(speaker)) as api:
        if end:
            (await api.delete(f"/v1/people/{person}/feed")).or_raise()
            say(f"the calendar of {person} has no address any more")
            return
        told = (await api.post(f"/v1/people/{person}/feed", None, "not needed")).or_raise()
    put_json(told)
    say("whoever has this address reads the calendar; it is not shown again", style="dim")


def _named(text: str) -> tuple[str, str]:
    position, _, person = text.partition("=")
    if not (position and person):
        raise Misused(f"--post is POSITION=PERSON, not {text!r}")
    return position, person


def _put(told: dict[str, Any]) -> None:
    rows = [_row(duty) for duty in told["duties"]]
    put_table(f"{told['person_id']}, until {told['last_day']}", ("partnership", "role", "then", "outcome"), rows)
    moved = told["directory"]
    say(
        f"{len(rows)} partnerships, {told['leadership_changes']} leadership changes opened, {told['refused']} refused; "
        f"{len(moved['posts'])} posts, {moved['tasks']} tasks and {moved['stand_ins']} stand-ins moved"
    )
    if moved["left_on"]:
        say(f"nothing is sent to {told['person_id']} after {moved['left_on']}")


def _row(duty: dict[str, Any]) -> tuple[str, ...]:
    outcome = duty["refusal"] or ("a leadership change opens" if duty["leadership_change"] else duty["outcome"])
    return duty["title"], duty["role"], duty["successor"] or duty["kept"] or "", outcome
