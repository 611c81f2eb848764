"""Carrying a departure through all its partnerships, again and again until nothing is left; safe to repeat anywhere."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import structlog

from api.engagement import engaged
from api.ports import Ports
from api.problems import PartnershipClosed, UnknownDeparture
from domain.departures import Leaving, Mover, Part, Plan, foreseen
from domain.message import Circumstances
from domain.partnership import Partnership
from domain.record import Outcome
from domain.refusals import AlreadyClosed
from domain.values import Instant
from store.departures import Answered, Departure
from store.pool import UNAVAILABLE

AT_ONCE = 8
"""Partnerships that are spoken to at the same time."""

LEFT_ALONE = timedelta(minutes=1)
"""After which somebody else takes over a departure that has not come to its end."""

AT_A_TIME = 60.0
"""Seconds for which one departure is carried on before the next one has its turn."""

_log = structlog.get_logger()


async def keep_sweeping(outside: Ports) -> None:
    """Look again and again for what was left alone; cancelled when the process ends."""
    while True:
        try:
            await Departing(outside).sweep()
        except UNAVAILABLE as error:
            _log.warning("sweep_postponed", error=repr(error))
        await asyncio.sleep(LEFT_ALONE.total_seconds())


class Departing:
    """One API's hands for departures."""

    def __init__(self, outside: Ports) -> None:
        self._outside = outside

    async def over(self, leaving: Leaving) -> Instant:
        """When a last day is over, where the person lives."""
        return leaving.over(await self._outside.departures.zone(leaving.person_id) or "Asia/Jakarta")

    async def parts(self, leaving: Leaving, mover: Mover, over: Instant) -> tuple[Part, ...]:
        """What is to be said in each partnership today."""
        names = await self._outside.departures.names(leaving.named)
        former = await self._outside.departures.former(leaving) if leaving.named else {}
        known_as = self._outside.directory.known_as
        mover = replace(mover, ids=await known_as(mover.actor.person_id))
        ids = await known_as(leaving.person_id)
        plan = Plan(leaving=leaving, mover=mover, over=over, names=names, former=former, ids=ids)
        return plan.parts(await self._outside.departures.duties(leaving, former), datetime.now(UTC))

    async def rehearsed(self, departure: Departure) -> Departure:
        """The same with what would come of it; nothing is done."""
        ids = [answered.part.partnership_id for answered in departure.parts]
        states = {p.id: p for p in await self._outside.departures.duties(departure.leaving, ids)}
        parts = [part async for part in self._foreseen(departure, states)]
        moved = await self._outside.departures.rehearse(departure)
        return departure.model_copy(update={"parts": tuple(parts), "moved": moved})

    async def carried(self, departure_id: UUID, seconds: float) -> Departure:
        """As far as it comes in this time; whatever stands in the way is raised, once the others have been heard."""
        deadline = time.monotonic() + seconds
        while True:
            departure = await self._outside.departures.get(departure_id)
            if departure is None:
                raise UnknownDeparture
            waiting = [answered.part for answered in departure.parts if answered.outcome is None]
            if departure.finished_at or (waiting and time.monotonic() > deadline):
                return departure
            if waiting:
                await self._say(departure, waiting, deadline)
            elif not await self._more(departure):
                await self._outside.departures.finish(departure_id)

    async def sweep(self) -> None:
        """Go on with what was left alone, by a process that died."""
        for departure_id in await self._outside.departures.unfinished(datetime.now(UTC) - LEFT_ALONE):
            _log.warning("departure_resumed", departure_id=str(departure_id))
            try:
                await self.carried(departure_id, AT_A_TIME)
            except Exception as error:  # whatever stands in the way of one: the next one has its turn
                _log.warning("departure_stuck", departure_id=str(departure_id), error=repr(error))

    async def _foreseen(self, departure: Departure, states: dict[UUID, Partnership]) -> AsyncIterator[Answered]:
        now = datetime.now(UTC)
        for answered in departure.parts:
            p = states[answered.part.partnership_id]
            circumstances = Circumstances(now=now, policy=await self._outside.policy_of(p))
            submission = answered.part.submission(departure.departure_id, now)
            yield Answered(part=answered.part, outcome=foreseen(p, submission, circumstances))

    async def _more(self, departure: Departure) -> bool:
        """Whether duties came to them since it was planned; each partnership is asked once."""
        asked = {answered.part.partnership_id for answered in departure.parts}
        found = await self.parts(departure.leaving, departure.mover, departure.over)
        more = [part for part in found if part.partnership_id not in asked]
        if more:
            await self._outside.departures.add(departure, more)
        return bool(more)

    async def _say(self, departure: Departure, parts: Iterable[Part], deadline: float) -> None:
        queue = iter(parts)
        troubles = await asyncio.gather(*(self._work(departure, queue, deadline) for _ in range(AT_ONCE)))
        for trouble in troubles:
            if trouble:
                raise trouble

    async def _work(self, departure: Departure, queue: Iterator[Part], deadline: float) -> Exception | None:
        trouble: Exception | None = None
        for part in queue:
            if time.monotonic() > deadline:
                break
            try:
                outcome = await self._outcome(departure, part)
                await self._outside.departures.answered(departure.departure_id, outcome, part.partnership_id)
            except Exception as error:  # the other partnerships are heard first
                trouble = error
        return trouble

    async def _outcome(self, departure: Departure, part: Part) -> Outcome:
        submission = part.submission(departure.departure_id, datetime.now(UTC))
        try:
            return await engaged(self._outside, part.partnership_id, lambda engine: engine.submit(submission))
        except PartnershipClosed:
            row = await self._outside.reading.get(part.partnership_id)
            if row is None:
                raise
            refusal = AlreadyClosed(stage=row.stage).report()
            return Outcome(
                command_id=submission.command_id,
                status="refused",
                version=row.version,
                stage=row.stage,
                refusal=refusal,
            )
