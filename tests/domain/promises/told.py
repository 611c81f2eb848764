"""One accepted submission, as the promises of the engine look at it."""

from collections.abc import Iterable, Iterator

from domain.clocks import EscalationRaised
from domain.lifecycle import evolve
from domain.message import Actor, Circumstances, Voice
from domain.partnership import Partnership
from domain.policy import LifecyclePolicy
from domain.record import Recorded
from domain.relaying import RelayedWordCounted


class Told:
    """One accepted submission: its events, each with the state before and after it."""

    def __init__(
        self, before: Partnership, actor: Actor, recorded: tuple[Recorded, ...], policy: LifecyclePolicy
    ) -> None:
        self.actor = actor
        self.recorded = tuple(_heard(recorded))
        self.policy = policy
        self.states = [before]
        for entry in recorded:
            self.states.append(evolve(self.states[-1], entry))

    def circumstances(self, p: Partnership, entry: Recorded) -> Circumstances:
        """What held when an event was decided upon."""
        return Circumstances(now=entry.recorded_at, policy=self.policy, voice=Voice.of(entry.actor, p))

    @property
    def steps(self) -> Iterable[tuple[Partnership, Recorded, Partnership]]:
        """Before, event, after."""
        return zip(self.states, self.recorded, self.states[1:], strict=False)


def _heard(recorded: Iterable[Recorded]) -> Iterator[Recorded]:
    """The events, each with whoever has said it, also where it was recorded for them and counts now."""
    whose: Actor | None = None
    for entry in recorded:
        event = entry.event
        if isinstance(event, RelayedWordCounted) and not event.confirmed:
            whose = Actor(person_id=event.person_id, org_id=event.readers[0].org_id)
        elif isinstance(event, EscalationRaised):
            whose = None
        yield entry.model_copy(update={"actor": whose}) if whose else entry
