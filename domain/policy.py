"""Rules as data: every duration, threshold and escalation step, in three profiles."""

from datetime import timedelta
from enum import StrEnum

from pydantic import Field

from domain.values import Line, Slug, Value


class Profile(StrEnum):
    """How much form a partnership bears, and how much patience it needs."""

    FORMAL = "formal"
    INFORMAL = "informal"
    URGENT = "urgent"


class Audience(StrEnum):
    """Whom a step of an escalation speaks to; both leads before any sponsor."""

    OWNER = "owner"
    PROPOSER = "proposer"
    LEADS = "leads"
    SPONSORS = "sponsors"
    ENGINE = "engine"
    """Nobody: the step only lets the engine look again."""


class Step(Value):
    """When, counted from the anchor, and to whom."""

    after: float
    """In days, or in agreed intervals where the rule counts in those."""
    audience: Audience


class EscalationRule(Value):
    """One escalation: its steps in order, and whether the patience factor stretches them."""

    name: Slug
    steps: tuple[Step, ...] = Field(min_length=1)
    patient: bool = True
    """False for calendar dates and safety: patience never moves those."""
    meaning: Line


class LifecyclePolicy(Value):
    """All numbers of one profile."""

    profile: Profile
    patience: float = Field(gt=0, le=10)
    day: timedelta = Field(default=timedelta(days=1), gt=timedelta(0))
    """The length of a day; shorter only where a whole life is to be watched in a minute."""
    acquaintance_contacts: int = Field(ge=1)
    acquaintance_days: float = Field(ge=0)
    objection_days: float = Field(ge=1)
    pause_limit_days: float = Field(gt=0)
    safety_pause_limit_days: float = Field(gt=0)
    second_resume_days: float = Field(gt=0)
    reflection_days: float = Field(ge=1)
    institutional_after_days: float = Field(ge=0)
    retention_days: float = Field(gt=0)
    rules: tuple[EscalationRule, ...]

    def days(self, count: float) -> timedelta:
        """That many of this policy's days."""
        return self.day * count

    def rule(self, name: str) -> EscalationRule | None:
        """The rule of this name, if the policy has it."""
        return next((rule for rule in self.rules if rule.name == name), None)


def _rule(name: str, meaning: str, *steps: tuple[float, Audience], patient: bool = True) -> EscalationRule:
    return EscalationRule(
        name=name,
        meaning=meaning,
        patient=patient,
        steps=tuple(Step(after=after, audience=audience) for after, audience in steps),
    )


_OWNER, _PROPOSER, _LEADS = Audience.OWNER, Audience.PROPOSER, Audience.LEADS
_SPONSORS, _ENGINE = Audience.SPONSORS, Audience.ENGINE

RULES = (
    _rule(
        "willingness", "an invited party has not said whether it is willing",
        (7, _OWNER), (21, _OWNER), (45, _PROPOSER),
    ),
    _rule(
        "initiation_idle", "nothing has happened while getting to know each other",
        (30, _OWNER), (45, _LEADS), (90, _LEADS),
    ),
    _rule(
        "acceptance", "a version lies before the parties and is not accepted by all",
        (5, _OWNER), (10, _OWNER), (14, _LEADS), (30, _SPONSORS), (60, _LEADS),
    ),
    _rule(
        "objection", "an assisted acceptance may still be objected to",
        (0, _ENGINE), patient=False,
    ),
    _rule(
        "start", "the agreed start date is near",
        (-7, _LEADS), (0, _ENGINE), patient=False,
    ),
    _rule(
        "contact", "the agreed interval between contacts has passed",
        (1.0, _OWNER), (1.5, _LEADS), (2.0, _SPONSORS), (3.0, _LEADS),
    ),
    _rule(
        "commitment", "a commitment falls due",
        (-7, _OWNER), (-1, _OWNER), (0, _OWNER), (7, _LEADS), (21, _SPONSORS), (45, _LEADS), patient=False,
    ),
    _rule(
        "notice_deadline", "the last day for giving notice is near",
        (-60, _OWNER), (-30, _LEADS), (-7, _SPONSORS), (0, _LEADS), patient=False,
    ),
    _rule(
        "end_date", "the agreed end date is near",
        (-180, _OWNER), (-90, _LEADS), (-60, _SPONSORS), (-30, _OWNER), (-14, _OWNER), (-7, _OWNER), (0, _LEADS),
        patient=False,
    ),
    _rule(
        "holding_over", "the end date has passed without a decision",
        (30, _SPONSORS), patient=False,
    ),
    _rule(
        "resume", "the date on which the pause should be over is near",
        (-14, _OWNER), (-3, _OWNER), (0, _LEADS), patient=False,
    ),
    _rule(
        "reflection", "the time for reflection after a notice is over",
        (0, _LEADS), patient=False,
    ),
    _rule(
        "ending_item", "something owed before the end falls due",
        (-7, _OWNER), (0, _OWNER), (7, _LEADS), (14, _SPONSORS), patient=False,
    ),
    _rule(
        "urgent_end", "an urgent end must be told to the other side and reviewed",
        (2, _LEADS), (30, _SPONSORS), patient=False,
    ),
    _rule(
        "aftercare", "a contact after the end is due",
        (30, _LEADS), (180, _LEADS), (190, _LEADS), patient=False,
    ),
)  # fmt: skip
"""The escalation steps of `formal`, in days; the other profiles stretch the patient ones by their factor."""

FORMAL = LifecyclePolicy(
    profile=Profile.FORMAL,
    patience=1.0,
    acquaintance_contacts=2,
    acquaintance_days=14,
    objection_days=7,
    pause_limit_days=90,
    safety_pause_limit_days=14,
    second_resume_days=14,
    reflection_days=14,
    institutional_after_days=365,
    retention_days=3650,
    rules=RULES,
)
INFORMAL = FORMAL.model_copy(update={"profile": Profile.INFORMAL, "patience": 1.5})
URGENT = FORMAL.model_copy(
    update={
        "profile": Profile.URGENT,
        "patience": 0.5,
        "acquaintance_contacts": 1,
        "acquaintance_days": 0,
    }
)

POLICIES = {policy.profile: policy for policy in (FORMAL, INFORMAL, URGENT)}
"""The policy that a partnership of each profile starts with."""


class PolicySet(Value):
    """One policy for each profile: what a running engine works with."""

    policies: tuple[LifecyclePolicy, ...] = tuple(POLICIES.values())

    def of(self, profile: Profile) -> LifecyclePolicy:
        """The policy of a profile."""
        return next(policy for policy in self.policies if policy.profile is profile)

    def with_day(self, day: timedelta) -> "PolicySet":
        """The same rules with a day of another length."""
        return PolicySet(policies=tuple(p.model_copy(update={"day": day}) for p in self.policies))
