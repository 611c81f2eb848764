"""What a policy has done to people, counted over many lives."""

from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from domain.clocks import EscalationRaised
from domain.future import FutureDiscussionOpened
from domain.health import health
from domain.message import Event
from domain.partnership import Partnership
from domain.policy import Audience
from domain.slices.health import Band
from domain.stages import Stage
from domain.values import PersonId
from simulation.life import Life

OPEN = "still together"
ENDS = (OPEN, "winding down", "ended together", "ended by one side", "ended urgently")


class Tally:
    """Counts, and nothing else; the same lives give the same counts."""

    def __init__(self, years: int) -> None:
        self.partnerships = 0
        self.years_lived = 0.0
        self.events = 0
        self.person_weeks = 0.0
        self.nudges: Counter[str] = Counter()
        """Nudges by rule: each person told counts once."""
        self.most = 0.0
        """The most nudges a week that anybody got over the years together."""
        self.to_sponsors = 0
        self.questions: Counter[str] = Counter()
        self.ends: Counter[str] = Counter()
        self.bands: list[Counter[str]] = [Counter() for _ in range(years)]
        self.scores: list[int] = [0] * years
        self._told: Counter[PersonId] = Counter()

    def see(self, event: Event, p: Partnership) -> None:
        """Something has happened in the life that is lived now."""
        self.events += 1
        if isinstance(event, EscalationRaised):
            self.nudges[event.rule] += len(event.to)
            self._told.update(event.to)
            self.to_sponsors += event.audience is Audience.SPONSORS
        elif isinstance(event, FutureDiscussionOpened):
            self.questions["a party" if event.by_org else "time"] += 1

    def year(self, number: int, life: Life) -> None:
        """How one life stands at the end of a year."""
        if life.p.closing is None:
            found = health(life.p, life.sitting.policy, life.now)
            self.bands[number][found.band] += 1
            self.scores[number] += found.score or 0

    def over(self, life: Life, lived: timedelta) -> None:
        """One life has been lived."""
        weeks = lived / life.sitting.policy.day / 7
        people = [person.person_id for person in life.p.people if person.org_id]
        self.partnerships += 1
        self.years_lived += lived / life.sitting.policy.day / 365.25
        self.person_weeks += weeks * len(people)
        self.most = max([self.most, *(count / weeks for count in self._told.values())])
        self.ends[ending(life.p)] += 1
        self._told.clear()

    def told(self) -> Mapping[str, Any]:
        """Everything, for a table, a plot or a file."""
        known = [sum(n for band, n in bands.items() if band != Band.UNKNOWN) for bands in self.bands]
        return {
            "partnerships": self.partnerships,
            "years lived": round(self.years_lived, 1),
            "events": self.events,
            "nudges a person and week": round(sum(self.nudges.values()) / self.person_weeks, 4),
            "nudges a week of the most nudged person": round(self.most, 4),
            "steps to sponsors a partnership and year": round(self.to_sponsors / self.years_lived, 4),
            "nudges by rule": dict(sorted(self.nudges.items())),
            "questions of the future, by": dict(sorted(self.questions.items())),
            "how it ended": {end: self.ends[end] for end in ENDS},
            "health by year": [dict(sorted(bands.items())) for bands in self.bands],
            "mean score by year": [
                round(score / count, 2) if count else None for score, count in zip(self.scores, known, strict=True)
            ],
        }


def ending(p: Partnership) -> str:
    """How it ended, if it did."""
    if p.closing is None:
        return "winding down" if p.stage is Stage.WINDING_DOWN else OPEN
    return "ended urgently" if p.closing.urgent else "ended together" if p.ending.mutual else "ended by one side"
