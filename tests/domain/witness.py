"""A story that remembers everything said, also in vain, and tells it again with two sides in each other's place."""

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, NamedTuple, Self

from domain.draft import EndType
from domain.ending import AddEndingItem
from domain.initiation import DeclareWillingness, ProposePartnership
from domain.message import Actor, ActorKind, Command
from domain.partnership import Partnership
from domain.policy import FORMAL, LifecyclePolicy, Profile
from domain.refusals import Refusal
from domain.stages import Stage
from domain.values import OrgId, Role
from tests.domain.story import HOST, PARTNER, Story, drafting_day, voice
from tests.domain.teller import KINDS, NAMES, answer, name

STARTS = (
    "proposed", "exploring", "assessing", "designing", "drafted", "agreeing", "active", "amended", "paused",
    "deciding", "amended asked", "paused asked", "deciding talked", "reshaping", "reshaped", "winding_down owing",
    "settled", "ended", "not_pursued",
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
    deaf: bool
    """Nothing reached anybody."""


class Witness(Story):
    """A story with everything that was said."""

    def __init__(self, *orgs: OrgId, policy: LifecyclePolicy = FORMAL, even: bool = False) -> None:
        super().__init__(*orgs, policy=policy, crowd=True)
        self.said: list[Said] = []
        self.even = even
        """All say at once that they are willing; then proposing has left no difference between the sides."""
        self.began_even = 0
        """How many events it took until then."""
        self._looks: tuple[Partnership, datetime, set[Actor]] = self.p, self.now, set()

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
            offered = self.p.offer.hash if self.p.offer else ""
            self.said.append(Said(self.now, actor, commands, reply, offered, self.deaf))
        return happened

    def first_look(self, actor: Actor) -> bool:
        """Whether this actor looks at this very state at this very moment for the first time; later it is the same."""
        p, now, actors = self._looks
        if p is not self.p or now != self.now:
            actors = set()
            self._looks = self.p, self.now, actors
        first = actor not in actors
        actors.add(actor)
        return first

    def copy(self) -> Self:
        """The same, remembered apart."""
        other = super().copy()
        other.said = [*self.said]
        return other

    def proposal(self, *orgs: OrgId) -> ProposePartnership:
        """The same between two that are alike in kind and name, and may ask the same of each other; a third is not."""
        said = super().proposal(*orgs)
        alike = {"kind": KINDS[PARTNER], "name": NAMES[PARTNER]}
        parties = tuple(q.model_copy(update=alike) if q.org_id == HOST else q for q in said.parties)
        return said.model_copy(update={"parties": parties})

    def proposed(self, profile: Profile | None = None) -> Self:
        """The same, and then perhaps even."""
        super().proposed(profile)
        if self.even:
            self.each(Role.LEAD, DeclareWillingness(willing=True))
            self.began_even = len(self.ledger)
        return self

    def owing(self) -> Self:
        """Each side owes the other something before the end."""
        for owner, to in ((HOST, PARTNER), (PARTNER, HOST)):
            item = AddEndingItem(
                item_id=f"key-{owner}", about="asset", text="Keys", owner_org=owner, owed_to=to, due_at=self.day(9)
            )
            self.say(voice(Role.LEAD, owner), item)
        return self

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
        self.story = Witness(*witness.orgs, policy=witness.policy, even=witness.even)
        self.story.began_even = witness.began_even
        self.hashes: dict[str, str] = {}

    def text(self, text: str) -> str:
        """A text with the names, and with them the hashes, changed."""
        text = text.replace(HOST, NEITHER).replace(PARTNER, HOST).replace(NEITHER, PARTNER)
        for seen, now in self.hashes.items():
            text = text.replace(seen, now)
        return text

    def tell(self) -> None:
        """Everything again, the proposal itself by the other side as well, unless all were willing at once."""
        for n, said in enumerate(self.witness.said):
            self.story.now, self.story.deaf = said.at, said.deaf
            swap = self.text if n or not self.witness.even else str
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

    def image(self) -> list[object]:
        """What the first telling looks like in the mirror: where it has come to, and all that has happened."""
        return _told(self.witness, self.text)

    def told(self) -> list[object]:
        """The second telling."""
        return _told(self.story, str)


def _in_any_order(actor: Actor, reply: str) -> list[str]:
    """What the clock brings about at one moment comes in the order of names, which the mirror turns round."""
    return sorted(reply.split()) if actor.kind is ActorKind.CLOCK else reply.split()


def _told(witness: Witness, as_seen: Callable[[str], str]) -> list[object]:
    """The state and every event with its author and its readers.

    Where all were willing at once, it does not matter who proposed: there the proposal stays as it is.
    """
    types = [name(entry.event) for entry in witness.ledger]
    state = json.loads(as_seen(witness.p.model_dump_json()))
    ledger = [json.loads(as_seen(entry.model_dump_json(exclude=_OF_THE_LEDGER))) for entry in witness.ledger]
    if witness.even:
        state["parties"] = [party | {"proposer": None} for party in state["parties"]]
        del ledger[: witness.began_even]
    clocks = [(entry["recorded_at"], entry["event"].pop("clocks")) for entry in ledger]
    moved = [change | {"at": at} for at, changes in clocks for change in changes]  # which event carries it is chance
    return [_orderless(each, types) for each in (state, ledger, moved)]


_OF_THE_LEDGER = {"version", "event_id", "command_id", "ordinal"}
_NUMBERS = {"event", "events", "number"}
"""Fields that cite events by their numbers, which follow the order of names where the clock has brought them about."""


def _orderless(value: Any, types: Sequence[str], field: str = "") -> Any:  # noqa: ANN401 - JSON
    """The same without the order of what stands side by side; an event that is cited stands there by its type."""
    if isinstance(value, dict):
        return {key: _orderless(one, types, key) for key, one in sorted(value.items())}
    if isinstance(value, list):
        return sorted((_orderless(one, types, field) for one in value), key=json.dumps)
    cites = field in _NUMBERS and isinstance(value, int) and 0 < value <= len(types)
    return types[value - 1] if cites else value
