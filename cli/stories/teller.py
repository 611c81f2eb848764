"""Telling a story to the engine over HTTP: each step under its own key, so that telling it again changes nothing."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from cli.failures import Failure
from cli.remote import Answer, Api, everything
from cli.stories.cast import IsRefused, Org, Says, Signs, Step, Story, Waits, dated, line

_WAIT_SECONDS = 90.0
_LOOK_AGAIN = 0.05
_PASSING = {"not-in-this-stage", "guards-unmet", "different-version", "already-done"}
"""What a signature meets when the offer has just lapsed or been answered; one looks again."""


@dataclass
class Teller:
    """Tells one story."""

    story: Story
    apis: Mapping[str, Api]
    """One for each organisation, by its id."""
    now: Callable[[], datetime]
    day: timedelta
    hears: Callable[[str, Step], None] = lambda partnership_id, step: None
    partnership_id: str = field(default="", init=False)
    _proposed: Counter[str] = field(default_factory=Counter, init=False)
    """How often each command has been sent so far."""

    async def tell(self) -> str:
        """Every step in order; the partnership's id."""
        for number, step in enumerate(self.story.steps):
            await self._take(step, f"story/{self.story.key}/{number}")
            self.hears(self.partnership_id, step)
        return self.partnership_id

    async def _take(self, step: Step, key: str) -> None:
        match step:
            case Says():
                (await self._send(step.org, await self._informed(step.lines), key)).or_raise()
                self._proposed.update(str(one["kind"]) for one in step.lines)
            case IsRefused():
                self._compare(step, await self._send(step.org, step.lines, key))
            case Signs():
                await self._sign(step, key)
            case Waits():
                await self._wait(step)

    async def _informed(self, lines: tuple[Mapping[str, Any], ...]) -> tuple[Mapping[str, Any], ...]:
        """A yes to what another has proposed names that proposal: the same one when the story is told again."""
        if all(one["kind"] != "agree_to_decision" for one in lines):
            return lines
        proposed = [h["event"] for h in await self.timeline() if h["event"]["type"] == "decision.proposed"]
        numbers = {about: [e.get("number") for e in proposed if e["about"] == about] for about in self._proposed}
        return tuple(
            one if one["kind"] != "agree_to_decision"
            else {**one, "number": numbers[str(one["about"])][self._proposed[str(one["about"])] - 1]}
            for one in lines
        )  # fmt: skip

    async def _send(self, org: Org, lines: tuple[Mapping[str, Any], ...], key: str) -> Answer:
        """Commands in the name of an organisation's lead."""
        api = self.apis[org.id]
        told = [dated(one, self.now(), self.day) for one in lines]
        if told[0]["kind"] != "propose_partnership":
            return await api.post(self._path("/commands"), {"commands": told}, key)
        proposal, *then = told
        answer = await api.post("/v1/partnerships", {**proposal, "then": then}, key)
        self.partnership_id = str(answer.or_raise()["partnership_id"])
        return answer

    def _compare(self, step: IsRefused, answer: Answer) -> None:
        """The refusal is the one that the story expects."""
        missing = set(step.guards) - set(answer.guards)
        if answer.code != step.code or missing:
            kinds = ", ".join(str(one["kind"]) for one in step.lines)
            told = answer.code or "accepted"
            raise Failure(f"{self.story.title}: {kinds} should be refused by {step.guards or step.code}, but is {told}")

    async def _sign(self, step: Signs, key: str) -> None:
        """Offer, and accept what is offered, until all have accepted or it is in force; an offer may lapse."""
        deadline = time.monotonic() + _WAIT_SECONDS
        while not await self._signed(step, key):
            if time.monotonic() > deadline:
                raise Failure(f"{self.story.title}: the agreement was not signed")
            await asyncio.sleep(_LOOK_AGAIN)

    async def _signed(self, step: Signs, key: str) -> bool:
        """Whether it is done; if not, what is missing is done now."""
        state = await self.state()
        offer, wanted = state["offer"], [org.id for org in step.accepting]
        accepted = {one["org_id"] for one in offer["acceptances"]} if offer else set()
        if state["agreement"] or accepted.issuperset(wanted):
            return True
        if offer is None:
            key = f"{key}/offer-{state['last_offered'] + 1}"
            _tolerate(await self._send(step.by, (line("offer_version"),), key))
            return False
        for org in step.accepting:
            if org.id not in accepted:
                _tolerate(await self._accept(org, step, offer, key))
        return False

    async def _accept(self, org: Org, step: Signs, offer: Mapping[str, Any], key: str) -> Answer:
        read = {"version": offer["version"], "hash": offer["hash"]}
        key = f"{key}/{offer['version']}-{org.id}"
        if org not in step.assisted:
            return await self._send(org, (line("accept_version", **read),), key)
        evidence = f"{org.lead} said yes by phone to {step.by.lead}, and asked to have it written down."
        assisted = line("record_assisted_acceptance", org_id=org.id, evidence=evidence, **read)
        told = line("tell_acceptance", org_id=org.id, told=f"{step.by.lead} read it out to them when they met next.")
        return await self._send(step.by, (assisted, told), key)

    async def _wait(self, step: Waits) -> None:
        deadline = time.monotonic() + _WAIT_SECONDS
        while not await self._has_come(step):
            if time.monotonic() > deadline:
                raise Failure(f"{self.story.title}: waited in vain for {step.rule or step.stage or step.days}")
            await asyncio.sleep(_LOOK_AGAIN)

    async def _has_come(self, step: Waits) -> bool:
        if step.rule:
            return any(_raised(happened["event"], step) for happened in await self.timeline())
        state = await self.state()
        if step.stage and state["stage"] != step.stage:
            return False
        since = datetime.fromisoformat(state["in_force_since"] or state["active_since"]) if step.days else self.now()
        return self.now() >= since + step.days * self.day

    async def state(self) -> dict[str, Any]:
        """How the partnership stands."""
        state = (await self._any_api().get(self._path())).or_raise()["state"]
        return dict(state)

    async def timeline(self) -> list[dict[str, Any]]:
        """All that has happened, as the first party may see it."""
        return await everything(self._any_api(), self._path("/timeline"))

    def _any_api(self) -> Api:
        return self.apis[self.story.orgs[0].id]

    def _path(self, rest: str = "") -> str:
        return f"/v1/partnerships/{self.partnership_id}{rest}"


def _tolerate(answer: Answer) -> None:
    if answer.code not in _PASSING:
        answer.or_raise()


def _raised(event: Mapping[str, Any], step: Waits) -> bool:
    is_it = event["type"] == "escalation.raised" and event["rule"] == step.rule
    return is_it and int(event["step"]) >= step.step
