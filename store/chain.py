"""The hash chain: each event's hash seals its whole envelope and the hash before it."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from store.pool import Row

GENESIS = bytes(32)
"""What stands in place of a hash before the first event."""

ENVELOPE = (
    "partnership_id",
    "version",
    "event_id",
    "command_id",
    "ordinal",
    "type",
    "data",
    "actor",
    "channel",
    "visibility",
    "occurred_at",
    "recorded_at",
)
"""The columns that a hash seals. Never change them: every chain ever written would break."""

_EXACT = 2**53
"""Below this a double tells every whole number apart."""


def seal(prev_hash: bytes, row: Row) -> bytes:
    """The hash of a ledger row that follows another."""
    return sha256(prev_hash + canonical({name: row[name] for name in ENVELOPE})).digest()


def canonical(value: Mapping[str, Any]) -> bytes:
    """The one spelling of a value: sorted keys, no spaces, and numbers as jsonb spells them (1e2 becomes 100)."""
    text = json.dumps(value, default=_plain)
    numbers_settled = json.loads(text, parse_int=_number, parse_float=_number)
    return json.dumps(numbers_settled, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def _plain(value: object) -> str:
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else str(value)


def _number(literal: str) -> float | int:
    value = float(literal)
    return int(value) if abs(value) < _EXACT and value.is_integer() else value
