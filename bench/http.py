"""A command over HTTP, side by side with the same command through the SDK to the same worker."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle
from uuid import uuid4

import httpx2

from bench import anchors
from bench.crowd import Member, gathered
from bench.ground import Ground, api
from bench.report import Report, compared, line
from bench.rounds import Rounds, alternately, timed
from store.keys import Holder, KeyRole, Keys
from tests.domain.teller import A
from workflows.options import workflow_id
from workflows.partnership import PartnershipWorkflow

ANCHOR = "the same command as an SDK update"
AT_MOST = 1.5

_MEMBERS = 20
_EACH = 15
"""Commands of every contender in one round."""


async def measure(on: Ground, rounds: int) -> Report:
    """Both wait for the same answer; the difference is what HTTP, keys, decoding and the look for a repeat cost."""
    members = await gathered(on, _MEMBERS)
    key, _ = await Keys(on.pool).create(
        Holder(role=KeyRole.OPERATOR, person_id=A.person_id, org_id=A.org_id, label="bench")
    )
    headers = {"Authorization": f"Bearer {key}"}
    async with api(on) as url, httpx2.AsyncClient(base_url=url, headers=headers, trust_env=False) as http:
        caller = Caller(on, http, cycle(members))
        ways = {"sdk": caller.sdk, "http": caller.over_http, "no-op": caller.nothing, "echo": caller.echo}
        measured = await alternately(rounds, _EACH, {name: timed(way) for name, way in ways.items()})
    return _report(measured)


@dataclass(frozen=True)
class Caller:
    """Sends one command after the other, each to the next partnership."""

    on: Ground
    http: httpx2.AsyncClient
    members: Iterator[Member]

    async def sdk(self) -> None:
        """The anchor."""
        member = next(self.members)
        handle = self.on.client.get_workflow_handle_for(PartnershipWorkflow.run, workflow_id(member.id))
        submission = member.submission()
        member.heard(await handle.execute_update(PartnershipWorkflow.submit, submission, id=str(submission.command_id)))

    async def over_http(self) -> None:
        """The way that staff take."""
        member = next(self.members)
        body = member.submission().commands[0].model_dump(mode="json", exclude_none=True)
        path = f"/v1/partnerships/{member.id}/commands"
        answer = await self.http.post(path, json=body, headers={"Idempotency-Key": uuid4().hex})
        answer.raise_for_status()

    async def nothing(self) -> None:
        """HTTP alone."""
        (await self.http.get("/livez")).raise_for_status()

    async def echo(self) -> None:
        """The barest update there is."""
        member = next(self.members)
        await member.bare.execute_update(anchors.Bare.echo, member.message())


def _report(measured: Rounds) -> Report:
    names = {
        "sdk": ANCHOR,
        "http": "over HTTP",
        "no-op": "HTTP without any work (GET /livez)",
        "echo": "a bare update without any work",
    }
    shows = compared("http: a command, until the caller has the answer", measured, "sdk", names, "ms")
    return Report(shows, (line("command over HTTP", ANCHOR, measured.ratio("http", "sdk"), at_most=AT_MOST),))
