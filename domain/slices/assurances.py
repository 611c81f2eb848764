"""What parties ask each other to show before and while they rely on one another."""

from enum import StrEnum

from domain.values import Instant, OrgId, Slug, State


class AssuranceKind(StrEnum):
    """What is asked for: light, so that everybody can give it, or made for bodies with legal form."""

    CONVERSATION = "conversation"
    COMMUNITY_REFERENCE = "community_reference"
    SELF_DESCRIPTION = "self_description"
    SAFEGUARDING = "safeguarding"
    SCREENING = "screening"
    LEGAL_REGISTRATION = "legal_registration"
    FINANCIAL_REPORT = "financial_report"
    INSURANCE = "insurance"


class AssuranceOutcome(StrEnum):
    """What was found."""

    GIVEN = "given"
    WITH_CONDITIONS = "with_conditions"
    NOT_GIVEN = "not_given"


class Assurance(State):
    """One that was asked for, or that holds until a date."""

    assurance_id: Slug
    of_org: OrgId
    asked_by: OrgId
    kind: AssuranceKind
    due_at: Instant
    """When it is to be given; once given, when it expires."""
    outcome: AssuranceOutcome | None = None
    """Unknown, until its owner has said."""
    lapsed: bool = False
    """Its day has passed."""
    event: int
    """The number of the event that says so."""
