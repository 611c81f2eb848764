"""Speaking to the engine about one partnership, and bringing back a workflow that Temporal has lost."""

from collections.abc import Awaitable, Callable
from typing import TypeVar
from uuid import UUID

import structlog

from api.ports import Engine, Ports
from api.problems import PartnershipClosed, UnknownPartnership
from workflows.gateway import Gone

T = TypeVar("T")

_log = structlog.get_logger()


async def engaged(outside: Ports, partnership_id: UUID, ask: Callable[[Engine], Awaitable[T]]) -> T:
    """The engine's answer; an open partnership that Temporal has lost is started again from the ledger first."""
    try:
        return await ask(outside.engine)
    except Gone:
        row = await outside.reading.get(partnership_id)
    if row is None:
        raise UnknownPartnership
    if row.closed:
        raise PartnershipClosed
    _log.warning("workflow_recovered", partnership_id=str(partnership_id))
    await outside.engine.recover(partnership_id)
    return await ask(outside.engine)
