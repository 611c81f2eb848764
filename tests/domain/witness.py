"""A story that remembers everything said, also in vain, and tells it again with two sides in each other's place."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple, Self

from domain.draft import EndType
from domain.initiation import DeclareWillingness
from domain.message import Actor, ActorKind, Command
from domain.policy import FORMAL, LifecyclePolicy, Profile
from domain.refusals import Refusal
from domain.stages import Stage
from domain.values import OrgId, Role
from tests.domain.story import HOST, PARTNER, Story, drafting_day
from tests.domain.teller import answer

STARTS = (
    "proposed", "exploring", "assessing", "designing", "drafted", "agreeing", "active", "amended", "paused",
    "deciding", "amended asked", "paused asked", "deciding talked", "reshaping", "reshaped", "winding_down", "settled",
    "ended", "not_pursued",
)  # fmt: skip
"""Where a life may be taken up, by the ways of a story."""

WITH_TERMS = {"drafted", "agreeing", "active", "amended", "paused", "deciding"}
NEITHER = "neither-of-them"


class Said(NamedTuple):
    """One submission and what came of it."""

    at: datetime
    actor: Actor
    commands: tuple[Command, ...]
    answer: str
    offered: str
    """The hash of the version that lay before the parties afterwards."""


class Witness(Story):
    """A story with everything that was said."""

    def __init__(self, *orgs: OrgId, policy: LifecyclePolicy = FORMAL, even: bool = False) -> None:
        super().__init__(*orgs, policy=policy, crowd=True)
        self.said: list[Said] = []
        self.even = even
        """All say at once that they are willing; then proposing has left no difference between the sides."""

    def say(
        self, actor: Actor, *commands: Command, predecessor: Stage | None = None, expected_version: int | None = None
    ) -> list[str]:
        """The same, remembered."""
        reply = ""
        try:
            happened = super().say(actor, *commands, predecessor=predecessor, expected_version=expected_version)
            reply = " ".join(happened)
        except Refusal as refused:
            reply = answer(refused)
            raise
        finally:
            self.said.append(Said(self.now, actor, commands, reply, self.p.offer.hash if self.p.offer else ""))
        return happened

    def copy(self) -> Self:
        """The same, remembered apart."""
        other = super().copy()
        other.said = [*self.said]
        return other

    def proposed(self, profile: Profile | None = None) -> Self:
        """The same, and then perhaps even."""
        super().proposed(profile)
        return self.each(Role.LEAD, DeclareWillingness(willing=True)) if self.even else self

    def start(self, ways: str, days: float | None = None) -> Self:
        """Come to a start, under an agreement that ends some days after it was written, or is open."""
        ends_at = drafting_day(days, self.policy) if days else None
        fixed = {"end_type": EndType.FIXED, "ends_at": ends_at} if ends_at else {}
        for way in ways.split():
            getattr(self, way)(**(fixed if way in WITH_TERMS else {}))
        return self


class Mirror:
    """The first two sides in each other's place."""

    def __init__(self, witness: Witness) -> None:
        self.witness = witness
        self.story = Witness(*witness.orgs, policy=witness.policy)
        self.hashes: dict[str, str] = {}

    def text(self, text: str) -> str:
        """A text with the names, and with them the hashes, changed."""
        text = text.replace(HOST, NEITHER).replace(PARTNER, HOST).replace(NEITHER, PARTNER)
        for seen, now in self.hashes.items():
            text = text.replace(seen, now)
        return text

    def tell(self, *, proposal_too: bool) -> None:
        """Everything again, the proposal itself by the other side as well, or by the same side as before."""
        for n, said in enumerate(self.witness.said):
            self.story.now = said.at
            swap = self.text if n or proposal_too else str
            actor = Actor.model_validate_json(swap(said.actor.model_dump_json()))
            commands = [type(c).model_validate_json(swap(c.model_dump_json())) for c in said.commands]
            assert _in_any_order(actor, self.again(actor, commands)) == _in_any_order(actor, said.answer)
            if said.offered and self.story.p.offer:
                self.hashes[said.offered] = self.story.p.offer.hash

    def again(self, actor: Actor, commands: Sequence[Command]) -> str:
        """What comes of it this time."""
        try:
            return " ".join(self.story.say(actor, *commands))
        except Refusal as refused:
            return answer(refused)

    def image(self) -> dict[str, Any]:
        """What the state of the first telling looks like in the mirror."""
        return _orderless(self.text(self.witness.p.model_dump_json()))

    def state(self) -> dict[str, Any]:
        """The state of the second telling."""
        return _orderless(self.story.p.model_dump_json())


def _in_any_order(actor: Actor, reply: str) -> list[str]:
    """What the clock brings about at one moment comes in the order of names, which the mirror turns round."""
    return sorted(reply.split()) if actor.kind is ActorKind.CLOCK else reply.split()


def _without_number(value: dict[str, Any]) -> dict[str, Any]:
    """The same without the number of an event, which follows the order of names too."""
    return {key: one for key, one in value.items() if key != "event"}


def _orderless(text: str) -> dict[str, Any]:
    """A state without the order of parties and clocks, and without what the proposal says of each."""
    state: dict[str, Any] = json.loads(text, object_hook=_without_number)
    unequal = dict.fromkeys(("name", "kind", "proposer"))
    state["parties"] = sorted((party | unequal for party in state["parties"]), key=json.dumps)
    state["clocks"] = sorted(state["clocks"], key=json.dumps)
    state["grace"] = sorted(state["grace"], key=json.dumps)
    state["leadership"] = {key: sorted(open_, key=json.dumps) for key, open_ in state["leadership"].items()}
    return state
