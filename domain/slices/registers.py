"""Entries of shared understanding that are still open: somebody owes an answer, or they are not settled yet."""

from enum import StrEnum

from domain.values import Instant, OrgId, Slug, State


class Register(StrEnum):
    """What kind of understanding an entry belongs to."""

    EXPECTATION = "expectation"
    DOUBT = "doubt"
    OWN_PLAN = "own_plan"
    HELP_OFFER = "help_offer"
    SUPPORT_REQUEST = "support_request"
    CORRECTION = "correction"
    STRENGTH = "strength"
    GAP = "gap"
    DIFFERENCE = "difference"
    IDEA = "idea"
    LEARNING = "learning"
    PROBLEM = "problem"
    ACTIVITY = "activity"
    PARTICIPATION = "participation"
    OPPORTUNITY = "opportunity"
    CHALLENGE = "challenge"
    NETWORK_GAIN = "network_gain"
    GROWTH_AIM = "growth_aim"
    PUBLIC_CREDIT = "public_credit"
    AIM = "aim"


class Entry(State):
    """An open entry; what each side says under it is in the ledger, side by side."""

    entry_id: Slug
    in_register: Register
    org_id: OrgId
    """The party that wrote it."""
    text: str
    """How it begins; the ledger has all of it."""
    at: Instant
    event: int
    to_org: OrgId | None = None
    """The party that it speaks to; none where it speaks to all others."""
    asks: bool = False
    """Those to whom it speaks owe an answer."""
    stays: bool = False
    """It stays open when all have answered, until somebody closes it."""
    answered: tuple[OrgId, ...] = ()
