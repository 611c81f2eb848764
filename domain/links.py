"""What a link can do for somebody without an account: one act, for one person, in one partnership."""

from enum import StrEnum
from uuid import UUID

from pydantic import Field

from domain.values import Instant, OrgId, PersonId, Value


class LinkAct(StrEnum):
    """The single purpose of a link."""

    DECLARE_WILLINGNESS = "declare_willingness"
    ACCEPT_VERSION = "accept_version"
    ANSWER_EVALUATION = "answer_evaluation"
    ANSWER_PULSE = "answer_pulse"
    CONFIRM_CONTRIBUTION = "confirm_contribution"
    CONFIRM_COMMITMENT = "confirm_commitment"
    AGREE_TO_DECISION = "agree_to_decision"
    OBJECT_TO_ACCEPTANCE = "object_to_acceptance"
    """Against an acceptance that somebody recorded on your behalf."""
    ANSWER_RELAYED_WORD = "answer_relayed_word"
    """To a word that somebody recorded for you: it was yours, or it was not."""
    RAISE_CONCERN = "raise_concern"
    ANSWER_RETALIATION_CHECK = "answer_retaliation_check"
    """Whether somebody has suffered for a concern that they raised."""
    READ_RECORD = "read_record"
    SET_PREFERENCES = "set_preferences"
    """One's own language, channels and quiet hours, and unsubscribing."""


READING = frozenset({LinkAct.READ_RECORD, LinkAct.SET_PREFERENCES})
"""Acts that can be done again and again, and that say nothing to others."""

OF_ONES_OWN = frozenset({LinkAct.ANSWER_RETALIATION_CHECK})
"""Acts about what somebody has confided: theirs also without a role or after the end, and nobody hears of the link."""

MADE_FOR_ONESELF = {"made_for": "oneself"}
"""What a link is about that its reader was given on a page of their own: no list shows it."""


class Grant(Value):
    """What a link is bound to; its text can be made from nothing else, and with the engine's own key alone."""

    link_id: UUID
    person_id: PersonId
    org_id: OrgId | None = None
    partnership_id: UUID | None = None
    """None where the act concerns the person alone."""
    act: LinkAct
    about: dict[str, str] = Field(default_factory=dict)
    """The thing acted upon, such as the number and hash of a version."""
    expires_at: Instant
