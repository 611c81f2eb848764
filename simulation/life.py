"""One life: people act by themselves and when they are nudged, the clock looks when a deadline comes."""

import math
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from heapq import heappop, heappush
from itertools import count
from random import Random

from domain.message import Actor, Command, Event
from domain.partnership import Partnership
from domain.values import OrgId, Role
from simulation.manners import Manner, drawn
from simulation.sitting import Sitting, holder

YEAR = 365.25
DAYS_OF_SILENCE = (60.0, 240.0)
MEMORY = 0.4
"""How much of a hurt, or of a joy, is left after a year."""

Action = Callable[[], object]
Habit = Callable[["Life", Event], None]
"""What people do when something has happened."""

Witness = Callable[[Event, Partnership], None]
"""Who only looks."""


class Life:
    """One partnership as it is lived."""

    def __init__(
        self, number: int, seed: int, start: Sitting, habits: Mapping[str, Sequence[Habit]], witness: Witness
    ) -> None:
        self.rng = Random(f"{seed}/{number}")
        self.sitting = start.copy()
        self.manners: dict[OrgId, Manner] = {org: drawn(self.rng) for org in start.p.orgs}
        self.leads: dict[OrgId, int] = dict.fromkeys(start.p.orgs, 0)
        """How many leads each side has seen so far."""
        self._moods: dict[OrgId, tuple[datetime, float]] = {}
        self._silent_until: dict[OrgId, datetime] = {}
        self._habits = habits
        self._witness = witness
        self._agenda: list[tuple[datetime, int, Action]] = []
        self._order = count()

    @property
    def p(self) -> Partnership:
        """The state now."""
        return self.sitting.p

    @property
    def now(self) -> datetime:
        """The virtual time."""
        return self.sitting.now

    def live(self, until: datetime) -> None:
        """From now until then, or until nothing more can happen."""
        while not self.p.closed:
            planned, deadline = self._agenda[0][0] if self._agenda else until, self.p.next_deadline or until
            due = min(planned, deadline)
            if due >= until:
                break
            self.sitting.now = max(self.now, due)
            if deadline <= planned:
                self._happened(self.sitting.tick())
            else:
                heappop(self._agenda)[2]()
        self.sitting.now = until

    # ---- what people can do ----

    def say(self, org: OrgId, *commands: Command, role: Role = Role.LEAD) -> bool:
        """Somebody of a side says this; whether it was accepted."""
        return self.speak(self.voice(org, role), *commands)

    def speak(self, actor: Actor, *commands: Command) -> bool:
        """Somebody says this; whether it was accepted."""
        events = self.sitting.say(actor, *commands)
        self._happened(events)
        return bool(events)

    def voice(self, org: OrgId, role: Role = Role.LEAD) -> Actor:
        """Who holds a role today, or would."""
        held = self.p.holders(role, org)
        return Actor(person_id=held[0].person_id, org_id=org) if held else holder(role, org)

    def later(self, days: float, action: Action) -> None:
        """Do something in so many days."""
        heappush(self._agenda, (self.after(days), next(self._order), action))

    def after(self, days: float) -> datetime:
        """The moment so many days from now."""
        return self.now + self.sitting.policy.days(days)

    # ---- chance ----

    def between(self, bounds: tuple[float, float]) -> float:
        """Some number of days."""
        return self.rng.uniform(*bounds)

    def perhaps(self, chance: float) -> bool:
        """Whether it happens."""
        return self.rng.random() < chance

    def sometime(self, rate: float, action: Action) -> None:
        """Do something once, at a random moment, where it happens so often a year."""
        if rate > 0:
            self.later(self.rng.expovariate(rate) * YEAR, action)

    def heeds(self, org: OrgId) -> bool:
        """Whether a nudge moves this side now."""
        return not self.silent(org) and self.perhaps(self.manners[org].heeds)

    def soon(self, org: OrgId, action: Action) -> None:
        """Do something as soon as this side does such things."""
        self.later(self.between(self.manners[org].delay), action)

    # ---- moods ----

    def mood(self, org: OrgId) -> float:
        """What this side would answer now, from 1 to 5."""
        since, felt = self._moods.get(org, (self.now, 0.0))
        years = (self.now - since) / self.sitting.policy.days(YEAR)
        faded = felt * math.pow(MEMORY, years)
        return min(5.0, max(1.0, self.manners[org].mood + faded))

    def feel(self, org: OrgId, more: float) -> None:
        """Better, or worse; what is felt fades over the years."""
        self._moods[org] = (self.now, self.mood(org) - self.manners[org].mood + more)

    # ---- silence ----

    def silent(self, org: OrgId) -> bool:
        """Whether this side answers nobody at present."""
        return self._silent_until.get(org, self.now) > self.now

    def fall_silent(self, org: OrgId) -> None:
        """Nobody of this side answers for some months."""
        self._silent_until[org] = self.after(self.between(DAYS_OF_SILENCE))

    def _happened(self, events: Sequence[Event]) -> None:
        for event in events:
            self._witness(event, self.p)
        for event in events:
            for habit in self._habits.get(event.type, ()):
                habit(self, event)
