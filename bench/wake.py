"""What an idle partnership leaves behind over ten years: events to replay when it wakes, and bytes kept open."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from bench.ground import Ground
from bench.lives import Teller, decade
from bench.report import Line, Report, table
from domain.partnership import Partnership

AT_MOST_EVENTS = 50
AT_MOST_BYTES = 600

_WAKING = 2
"""The task that wakes it is scheduled and started: two events more."""


@dataclass(frozen=True)
class Idle:
    """An idle partnership at one moment."""

    lasts: timedelta
    events: int
    bytes: int
    state: int
    """Bytes of its state."""

    @property
    def beside(self) -> int:
        """Bytes beside the state."""
        return self.bytes - self.state


async def measure(on: Ground, _: int) -> Report:
    """Looked at before each stretch of silence, however short."""
    story = decade(datetime.now(UTC), uuid4())
    seen: list[Idle] = []

    async def look(lasts: timedelta) -> None:
        described = (await teller.handle.describe()).raw_description.workflow_execution_info
        row = await on.reading.get(story.p.id)
        state = row.state if row else Partnership(id=story.p.id)
        size = len(state.model_dump_json())
        seen.append(Idle(lasts, described.history_length + _WAKING, described.history_size_bytes, size))

    teller = Teller(on, story, look)
    await teller.tell()
    return _report(seen)


def _report(seen: list[Idle]) -> Report:
    shows = table(
        "wake: what an idle partnership leaves behind", "", "events to replay", "state, bytes", "beside it, bytes"
    )
    least, most = min(seen, key=lambda i: i.bytes), max(seen, key=lambda i: i.bytes)
    for what, idle in (("least, after a new run", least), ("most in ten years", most), ("at the end", seen[-1])):
        shows.add_row(what, f"{idle.events}", f"{idle.state:,}", f"{idle.beside:,}")
    time = sum((i.lasts for i in seen), timedelta())
    mean = sum(i.beside * (i.lasts / time) for i in seen)
    shows.add_row("on average over time", "", "", f"{mean:,.0f}")
    events = max(i.events for i in seen)
    return Report(
        shows,
        (
            Line(
                what="events replayed to wake, at most",
                anchor="bare loop after ten years: 3,640",
                measured=events,
                at_most=AT_MOST_EVENTS,
                spread=f"{min(i.events for i in seen)} to {events}",
            ),
            Line(
                what="open history while idle, beside the state",
                anchor="state + 340 bytes",
                measured=round(mean),
                unit="bytes",
                at_most=AT_MOST_BYTES,
                spread=f"{least.beside:,} to {most.beside:,}",
            ),
        ),
    )
