"""How much the parties are still in it together: engaged, slack, silent or contested, since when, and why."""

from enum import StrEnum

from domain.values import Instant, OrgId, State


class EngagementState(StrEnum):
    """How the parties accompany each other."""

    ENGAGED = "engaged"
    SLACK = "slack"
    SILENT = "silent"
    CONTESTED = "contested"


class Sign(StrEnum):
    """What speaks for a change of engagement."""

    QUIET = "quiet"
    """The parties have not been in touch for longer than they agreed."""
    MISSED_PROMISES = "missed_promises"
    CONTACT = "contact"
    """They are in touch again, or have decided together to go on."""
    CONFLICT = "conflict"
    SETTLEMENT = "settlement"


class Signal(State):
    """One reason for a change, with the numbers of the events in which it can be read."""

    sign: Sign
    events: tuple[int, ...] = ()


class ConflictCause(StrEnum):
    """Why a partner has become an opponent."""

    RIVALRY = "rivalry"
    OPEN_CONFLICT = "open_conflict"
    BROKEN_TRUST = "broken_trust"
    OTHER = "other"


class Engagement(State):
    """Where the engagement stands; what was before is in the ledger."""

    state: EngagementState = EngagementState.ENGAGED
    since: Instant | None = None
    """None while it has never been anything but engaged."""
    number: int | None = None
    """The number of the event that changed it last."""
    signals: tuple[Signal, ...] = ()
    cause: ConflictCause | None = None
    by_org: OrgId | None = None
    """The party that has said that it is contested."""

    @property
    def contested(self) -> bool:
        """Whether the parties are at odds."""
        return self.state is EngagementState.CONTESTED

    def because(self, sign: Sign) -> bool:
        """Whether this sign speaks for it."""
        return any(signal.sign is sign for signal in self.signals)
