"""Rules as data: every duration, threshold and escalation step, in three profiles."""

from datetime import timedelta
from enum import StrEnum
from typing import Literal

from pydantic import Field

from domain.calendar import Calendar
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
    FACILITATOR = "facilitator"
    """The neutral person; what is private falls back to whoever raised it."""
    RAISER = "raiser"
    """Whoever raised a concern, alone."""
    ENGINE = "engine"
    """Nobody: the step only lets the engine look again."""


class Step(Value):
    """When, counted from the anchor, and to whom."""

    after: float = Field(ge=-3650, le=3650)
    """In days, or in agreed intervals where the rule counts in those."""
    audience: Audience
    offer: Slug | None = None
    """A command that may help now; the nudge only offers it, and it never happens by itself."""


class EscalationRule(Value):
    """One escalation: its steps in order, and whether the patience factor stretches them."""

    name: Slug
    steps: tuple[Step, ...] = Field(min_length=1)
    patient: bool = True
    """False for calendar dates and safety: neither patience nor quiet days ever move those."""
    held: bool = True
    """Whether it waits while patience has been granted; what is not patient never waits."""
    conduct_or_safety: bool = False
    """Sponsors may hear of it before both leads do."""
    meaning: Line

    def before_the_leads(self) -> int | None:
        """The first step that speaks to sponsors although no step before it has spoken to the leads, if it may not."""
        heard = False
        for number, step in enumerate(self.steps):
            if step.audience is Audience.SPONSORS and not heard and not self.conduct_or_safety:
                return number
            heard = heard or step.audience is Audience.LEADS
        return None


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
    dependence_share: float = Field(default=0.8, gt=0, le=1)
    """From this share of contacts on, a partnership stands on one pair of people."""
    dependence_contacts: int = Field(default=5, ge=1)
    """Fewer contacts tell nothing about it."""
    quiet_limit_days: float = Field(default=62, gt=0)
    """The longest quiet period that one side may ask for: a fasting month with the feast, or a harvest."""
    quiet_year_days: float = Field(default=92, gt=0)
    """The most quiet days that one side may ask for within a year."""
    grace_days: float = Field(default=30, ge=0)
    """How long reminders wait while the leadership of a side changes."""
    patience_limit_days: float = Field(default=60, gt=0)
    """The longest patience that anybody may grant at once."""
    patience_year_days: float = Field(default=120, gt=0)
    """The most patience that one side may grant within a year, to itself and others."""
    evaluation_days: float = Field(default=14, gt=0)
    """How long an evaluation waits for answers; patience stretches it."""
    evaluation_extension_days: float = Field(default=7, gt=0)
    """How much longer, once, where a party asks; and for whoever comes back from a pause."""
    evaluation_before_end_days: float = Field(default=60, ge=0)
    """How long before a fixed end the parties look at their partnership."""
    evaluation_after_shock_days: float = Field(default=30, ge=0)
    """How long after a shock: lost money, a new leader, a pause for safety."""
    evaluation_form: Literal["short", "full"] = "full"
    """What an evaluation asks that opens by itself."""
    aftercare_early_days: float = Field(default=14, ge=0)
    """How long before its day the second contact after the end may be held."""
    rules: tuple[EscalationRule, ...]
    calendar: Calendar = Calendar()

    def days(self, count: float) -> timedelta:
        """That many of this policy's days."""
        return self.day * count

    def rule(self, name: str) -> EscalationRule | None:
        """The rule of this name, if the policy has it."""
        for rule in self.rules:  # asked for after each event; a generator would cost more than it finds
            if rule.name == name:
                return rule
        return None


def _rule(
    name: str,
    meaning: str,
    *steps: tuple[float, Audience] | tuple[float, Audience, str],
    patient: bool = True,
    held: bool = True,
    conduct_or_safety: bool = False,
) -> EscalationRule:
    return EscalationRule(
        name=name,
        meaning=meaning,
        patient=patient,
        held=held,
        conduct_or_safety=conduct_or_safety,
        steps=tuple(
            Step(after=after, audience=audience, offer=next(iter(offer), None)) for after, audience, *offer in steps
        ),
    )


_OWNER, _PROPOSER, _LEADS = Audience.OWNER, Audience.PROPOSER, Audience.LEADS
_SPONSORS, _FACILITATOR, _ENGINE = Audience.SPONSORS, Audience.FACILITATOR, Audience.ENGINE
_RAISER = Audience.RAISER

RULES = (
    _rule(
        "willingness", "an invited party has not said whether it is willing",
        (7, _OWNER), (21, _OWNER), (45, _PROPOSER, "do_not_pursue"),
    ),
    _rule(
        "initiation_idle", "nothing has happened while getting to know each other",
        (30, _OWNER), (45, _LEADS), (90, _LEADS, "do_not_pursue"),
    ),
    _rule(
        "acceptance", "a version lies before the parties and is not accepted by all",
        (5, _OWNER), (10, _OWNER), (14, _LEADS), (30, _SPONSORS), (60, _LEADS),
    ),
    _rule("objection", "an assisted acceptance may still be objected to", (0, _ENGINE), patient=False),
    _rule("relayed", "a word that was recorded for somebody may still be objected to", (0, _ENGINE), patient=False),
    _rule(
        "start", "the agreed start date is near",
        (-7, _LEADS), (0, _ENGINE), patient=False,
    ),
    _rule(
        "contact", "the agreed interval between contacts has passed",
        (1.0, _OWNER), (1.5, _LEADS), (2.0, _SPONSORS), (3.0, _LEADS, "discuss_future"),
    ),
    _rule(
        "contested", "the parties are at odds; a facilitator can help, and each declares its interests anew",
        (0, _LEADS, "appoint_neutral"), (14, _SPONSORS),
    ),
    _rule(
        "institutionalise", "it is time to ask what the partnership rests on, so that it can outlive its first people",
        (365, _LEADS),
    ),
    _rule(
        "commitment", "a commitment falls due",
        (-7, _OWNER), (-1, _OWNER), (0, _OWNER), (7, _LEADS), (21, _SPONSORS), (45, _LEADS, "ask_renegotiation"),
        patient=False,
    ),
    _rule(
        "confirmation", "something given, done or asked waits for the word of the other side",
        (1.0, _OWNER), (2.0, _OWNER), (3.0, _LEADS),
    ),
    _rule(
        "funding_risk", "a party's money is less or at risk, and there is no plan for it yet",
        (14, _OWNER), (21, _LEADS), (30, _SPONSORS), (60, _LEADS, "discuss_future"),
    ),
    _rule(
        "funding_lost", "a party's money is lost, and there is no plan for it yet",
        (3, _OWNER), (7, _LEADS), (14, _SPONSORS), (30, _LEADS, "discuss_future"),
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
    _rule("evaluation_schedule", "it is time to look at the partnership together", (0, _ENGINE), patient=False),
    _rule(
        "evaluation", "a side has not said yet how the partnership is",
        (-7, _OWNER), (-2, _OWNER), (0, _LEADS), (7, _SPONSORS),
    ),
    _rule(
        "evaluation_closing", "the time for answering an evaluation is over",
        (0, _ENGINE), (10, _ENGINE),
    ),
    _rule(
        "pulse", "it is half-way between two evaluations, and time to say how it feels to work together",
        (0, _LEADS),
    ),
    _rule(
        "pulse_closing", "the time for answering a pulse is over",
        (14, _ENGINE),
    ),
    _rule(
        "action", "something that a side took upon itself after an evaluation falls due",
        (-7, _OWNER), (0, _OWNER), (14, _LEADS), (30, _SPONSORS), patient=False,
    ),
    _rule(
        "health_watch", "the partnership needs care: its health is below good",
        (0, _LEADS), (30, _SPONSORS),
    ),
    _rule(
        "health_strained", "the partnership is strained",
        (0, _LEADS), (7, _SPONSORS),
    ),
    _rule("review_stale", "the last evaluation has grown too old to say anything", (0, _ENGINE), patient=False),
    _rule(
        "holding_over", "the end date has passed without a decision",
        (15, _LEADS), (30, _SPONSORS), patient=False,
    ),
    _rule(
        "resume", "the date on which the pause should be over is near",
        (-14, _OWNER), (-3, _OWNER), (0, _LEADS), patient=False,
    ),
    _rule(
        "invitation", "an invitation to talk about the future waits for an answer",
        (3, _OWNER), (7, _OWNER), (14, _LEADS),
    ),
    _rule(
        "reflection", "the time for reflection after a notice is over",
        (0, _LEADS), patient=False,
    ),
    _rule(
        "notice_open", "a notice could be acted on, and nobody has done so; after a while it holds no more",
        (30, _OWNER), (60, _LEADS), patient=False,
    ),
    _rule(
        "decision", "something that all decide together waits for a party's word",
        (7, _OWNER), (21, _OWNER), (45, _LEADS),
    ),
    _rule(
        "farewell", "something that is said before the end waits for a side",
        (7, _OWNER), (21, _OWNER), (45, _LEADS), (60, _SPONSORS),
    ),
    _rule(
        "proposal", "a proposed change waits for an answer",
        (7, _OWNER), (21, _OWNER), (45, _LEADS),
    ),
    _rule(
        "operational_end", "the end date of an operational agreement is near or has passed",
        (-30, _LEADS), (-7, _LEADS), (0, _LEADS), patient=False,
    ),
    _rule(
        "ending_item", "something owed before the end falls due",
        (-7, _OWNER), (0, _OWNER), (7, _LEADS), (14, _SPONSORS), patient=False,
    ),
    _rule(
        "urgent_end", "an urgent end must be told to the other side and reviewed",
        (2, _LEADS, "tell_urgent_end"), (30, _SPONSORS, "record_urgent_review"),
        (60, _SPONSORS, "record_urgent_review"), patient=False,
    ),
    _rule(
        "aftercare", "a contact after the end is due",
        (30, _LEADS), (180, _LEADS), (190, _LEADS), patient=False,
    ),
    _rule(
        "entry", "somebody has written for the others and waits for an answer",
        (7, _OWNER), (21, _OWNER), (45, _LEADS),
    ),
    _rule(
        "informed", "a decision was recorded and a party has not said yet that it knows",
        (3, _OWNER), (7, _OWNER), (14, _OWNER),
    ),
    _rule(
        "availability", "what a party said of its time holds no longer and is asked for again",
        (-7, _OWNER), (0, _OWNER), (14, _OWNER), patient=False,
    ),
    _rule(
        "vacancy", "a post is vacant and somebody else stands in",
        (0, _OWNER, "appoint_person"), (7, _LEADS), (21, _SPONSORS), (45, _LEADS, "open_evaluation"), held=False,
    ),
    _rule(
        "handover", "the leadership of a side changes and the handover is not finished",
        (7, _OWNER), (14, _OWNER), (21, _LEADS), (30, _SPONSORS), (60, _OWNER, "reaffirm_goals"),
        held=False,
    ),
    _rule(
        "goals_questioned", "a new lead has questioned the shared goals",
        (0, _LEADS, "discuss_future"), held=False,
    ),
    _rule("last_day", "the last day of somebody who leaves has come", (0, _ENGINE), patient=False),
    _rule(
        "assurance", "something that a party was asked to show is due or expires",
        (-60, _OWNER), (-30, _OWNER), (-7, _OWNER), (0, _LEADS), (14, _SPONSORS), patient=False,
    ),
    _rule(
        "concern", "somebody has confided a concern and nobody has said yet that they heard it",
        (2, _FACILITATOR), (3, _FACILITATOR), (5, _FACILITATOR), held=False,
    ),
    _rule(
        "concern_severe",
        "a severe concern or one about safety is to be heard today; any party can pause, two with a mandate can end it",
        (0, _FACILITATOR), (1, _FACILITATOR), patient=False, held=False, conduct_or_safety=True,
    ),
    _rule(
        "concern_talk", "a concern waits for a first talk about it",
        (7, _FACILITATOR), (14, _FACILITATOR), (30, _FACILITATOR), held=False,
    ),
    _rule(
        "clarification", "a misunderstanding is to be cleared up soon, before it becomes a crack",
        (3, _FACILITATOR), (7, _FACILITATOR), patient=False, held=False,
    ),
    _rule(
        "concern_step", "a concern is not settled; its next step is for the one who raised it to take, or not",
        (60, _RAISER), (180, _RAISER), held=False,
    ),
    _rule(
        "retaliation_check", "whoever raised a concern is asked whether anybody has made them suffer for it",
        (30, _RAISER), (37, _RAISER), (44, _FACILITATOR), patient=False, held=False,
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
INFORMAL = FORMAL.model_copy(update={"profile": Profile.INFORMAL, "patience": 1.5, "evaluation_form": "short"})
URGENT = FORMAL.model_copy(
    update={
        "profile": Profile.URGENT,
        "patience": 0.5,
        "acquaintance_contacts": 1,
        "evaluation_form": "short",
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

    @property
    def day(self) -> timedelta:
        """How long a day is."""
        return self.policies[0].day

    def with_day(self, day: timedelta) -> "PolicySet":
        """The same rules with a day of another length; days that are not those of the calendar know no holidays."""
        calendar = {} if day == timedelta(days=1) else {"calendar": Calendar()}
        return self._with(day=day, **calendar)

    def with_calendar(self, calendar: Calendar) -> "PolicySet":
        """The same rules with other quiet days."""
        return self._with(calendar=calendar)

    def _with(self, **changes: object) -> "PolicySet":
        return PolicySet(policies=tuple(p.model_copy(update=changes) for p in self.policies))
