"""Ledger rows and the events they keep, one turned into the other."""

from typing import Any

from domain.record import Recorded
from store.pool import Row


class Entry(Recorded):
    """A recorded event and its place in the ledger."""

    position: int
    """Its number in the one order over all partnerships."""
    hash: str
    """Seals this event and all before it in its partnership."""


_ENVELOPE = tuple(name for name in Recorded.model_fields if name != "event")


def columns(event: Recorded) -> dict[str, Any]:
    """A recorded event as the columns that its hash seals."""
    said = {name: getattr(event, name) for name in _ENVELOPE}
    data = event.event.model_dump(mode="json", exclude={"type"})
    return said | {"actor": event.actor.model_dump(mode="json"), "type": event.event.type, "data": data}


def recorded(row: Row) -> Recorded:
    """The event that a row keeps."""
    return Recorded.model_validate(_said(row))


def entry(row: Row) -> Entry:
    """The event that a row keeps, with its place."""
    return Entry.model_validate(_said(row) | {"position": row["position"], "hash": row["hash"].hex()})


def _said(row: Row) -> dict[str, Any]:
    event = {"type": row["type"], **row["data"]}
    return {name: row[name] for name in _ENVELOPE} | {"event": event}
