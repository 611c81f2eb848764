"""The eleven stages of a partnership and the four phases they belong to."""

from enum import StrEnum


class Phase(StrEnum):
    """The part of a partnership's life that a stage belongs to."""

    INITIATION = "initiation"
    AGREEMENT = "agreement"
    OPERATION = "operation"
    ENDING = "ending"
    CLOSED = "closed"


class Stage(StrEnum):
    """Where a partnership stands; health, depth, engagement and funding are told apart from it."""

    PROPOSED = "proposed"
    EXPLORING = "exploring"
    ASSESSING = "assessing"
    DESIGNING = "designing"
    AGREEING = "agreeing"
    ACTIVE = "active"
    PAUSED = "paused"
    DECIDING_FUTURE = "deciding_future"
    WINDING_DOWN = "winding_down"
    ENDED = "ended"
    NOT_PURSUED = "not_pursued"

    @property
    def phase(self) -> Phase:
        """The phase this stage belongs to."""
        return _PHASES[self]


_PHASES = {
    Stage.PROPOSED: Phase.INITIATION,
    Stage.EXPLORING: Phase.INITIATION,
    Stage.ASSESSING: Phase.INITIATION,
    Stage.DESIGNING: Phase.AGREEMENT,
    Stage.AGREEING: Phase.AGREEMENT,
    Stage.ACTIVE: Phase.OPERATION,
    Stage.PAUSED: Phase.OPERATION,
    Stage.DECIDING_FUTURE: Phase.ENDING,
    Stage.WINDING_DOWN: Phase.ENDING,
    Stage.ENDED: Phase.ENDING,
    Stage.NOT_PURSUED: Phase.CLOSED,
}

INITIATING = (Stage.PROPOSED, Stage.EXPLORING, Stage.ASSESSING)
BEFORE_ACTIVE = (*INITIATING, Stage.DESIGNING, Stage.AGREEING)
WORKING = (Stage.ACTIVE, Stage.PAUSED, Stage.DECIDING_FUTURE)
OPEN = (*BEFORE_ACTIVE, *WORKING, Stage.WINDING_DOWN)
EVERY = tuple(Stage)
