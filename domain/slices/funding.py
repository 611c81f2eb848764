"""What a change of somebody's money sets going."""

from enum import StrEnum

from domain.values import FundingStatus, Instant, Line, OrgId, State


class FundingOption(StrEnum):
    """What can be done when money becomes unsure."""

    REDUCE = "reduce"
    RETIME = "retime"
    REPLACE = "replace"
    PAUSE = "pause"
    END_WITH_CARE = "end_with_care"


class FundingShock(State):
    """A party's money is not sure any more, and the parties look for a way together."""

    org_id: OrgId
    status: FundingStatus
    source: Line | None = None
    since: Instant
    """When it became at risk, or lost."""
    unsure_since: Instant | None = None
    """When it became unsure in whatever way, without a plan and without a word of all to go on since."""
    lost_since: Instant | None = None
    """When it was first lost since then, whatever was said of it afterwards."""
    number: int
    """The event that says what it touches."""
    plan: FundingOption | None = None
    """What all have agreed to do."""
    carried_out: bool = False
    """The plan has been carried out; it is kept until the money is sure again."""
    faced: bool = False
    """The parties have decided about the future knowing it; time does not ask again."""

    @property
    def open(self) -> bool:
        """Whether something is still to be agreed or done."""
        return not self.carried_out

    @property
    def lost(self) -> bool:
        """Whether the money is gone, and not only unsure or less."""
        return self.status is FundingStatus.LOST
