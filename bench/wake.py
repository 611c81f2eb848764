"""What an idle partnership leaves behind over ten years: events to replay when it wakes, and bytes kept open."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import dropwhile
from operator import attrgetter
from uuid import uuid4

from temporalio.api.enums.v1 import EventType
from temporalio.api.history.v1 import HistoryEvent

from bench.ground import Ground
from bench.lives import Teller, decade
from bench.report import Line, Report, table
from domain.partnership import Partnership

AT_MOST_EVENTS = 50
AT_MOST_BYTES = 600

_WAKING = 2
"""The task that wakes it is scheduled and started: two events more."""

_SKIPPING = {
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_OPTIONS_UPDATED,
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_TIME_SKIPPING_TRANSITIONED,
}
"""Written where time is skipped, and never in life."""


@dataclass(frozen=True)
class Idle:
    """An idle partnership, when a stretch of silence is over."""

    lasted: timedelta
    state: int
    """Bytes of its state as JSON, without what equals its default."""
    history: Sequence[HistoryEvent]
    """Of the open run."""

    @property
    def events(self) -> int:
        """To replay when it wakes now; the workflow counts the events of skipping as its own, but for the last ones."""
        return sum(1 for _ in dropwhile(_skips, reversed(self.history))) + _WAKING

    @property
    def beside(self) -> int:
        """Bytes of history above those of the state; below zero where packing the state spares more."""
        return self.open - self.state

    @property
    def open(self) -> int:
        """Bytes of history in life."""
        return sum(_bytes(event) for event in self.history if not _skips(event))


async def measure(on: Ground, _: int) -> Report:
    """Counts are no times: once is enough."""
    story = decade(datetime.now(UTC), uuid4())
    seen: list[Idle] = []

    async def look(lasted: timedelta) -> None:
        history = await teller.handle.fetch_history()
        row = await on.reading.get(story.p.id)
        state = row.state if row else Partnership(id=story.p.id)
        seen.append(Idle(lasted, len(state.model_dump_json(exclude_defaults=True)), history.events))

    teller = Teller(on, story, look)
    await teller.tell()
    return _report(seen)


def _skips(event: HistoryEvent) -> bool:
    return event.event_type in _SKIPPING


def _bytes(event: HistoryEvent) -> int:
    """Without what only skipping time writes into the first event of a run."""
    in_life = HistoryEvent()
    in_life.CopyFrom(event)
    if in_life.HasField("workflow_execution_started_event_attributes"):
        in_life.workflow_execution_started_event_attributes.ClearField("time_skipping_config")
        in_life.workflow_execution_started_event_attributes.ClearField("time_skipping_state_propagation")
    return in_life.ByteSize()


def _report(seen: Sequence[Idle]) -> Report:
    least, most = min(seen, key=lambda i: i.beside), max(seen, key=lambda i: i.beside)
    longest = max(seen, key=lambda i: i.events)
    altogether, state = (_mean(seen, bytes_of) for bytes_of in (attrgetter("open"), attrgetter("state")))
    shows = table(
        "wake: an idle partnership in ten years", "", "events to replay", "bytes open", "of state", "beside it"
    )
    named = {"least": least, "most bytes": most, "most events": longest, "first year": seen[0], "tenth year": seen[-1]}
    for what, idle in named.items():
        shows.add_row(what, f"{idle.events}", f"{idle.open:,}", f"{idle.state:,}", f"{idle.beside:,}")
    shows.add_row("average over time", "", f"{altogether:,}", f"{state:,}", f"{altogether - state:,}")
    return Report(shows, tuple(_lines(longest, least, most, altogether - state)))


def _mean(seen: Sequence[Idle], bytes_of: Callable[[Idle], int]) -> int:
    """Over the time for which they were kept."""
    time = sum((i.lasted for i in seen), timedelta())
    return round(sum(bytes_of(i) * (i.lasted / time) for i in seen))


def _lines(longest: Idle, least: Idle, most: Idle, mean: int) -> Iterator[Line]:
    yield Line(
        what="events replayed to wake, at any age",
        anchor="bare loop after ten years: 3,640",
        measured=longest.events,
        at_most=AT_MOST_EVENTS,
        spread="a count",
    )
    yield Line(
        what="open history while idle, beside the state",
        anchor="a new run: 340 bytes",
        measured=mean,
        unit="bytes",
        at_most=AT_MOST_BYTES,
        spread=f"{least.beside:,} to {most.beside:,}",
    )
