"""How partnerships are shown: lists, states with their next steps, what has happened, what was refused."""

from datetime import datetime
from typing import Any, Self
from uuid import UUID

from domain.commands import Who
from domain.difference import Difference, differences
from domain.draft import Draft
from domain.message import Actor, Event
from domain.partnership import Partnership
from domain.policy import Profile
from domain.record import Recorded
from domain.refusals import Unmet
from domain.slices.engagement import EngagementState
from domain.slices.health import Band
from domain.stages import Phase, Stage
from domain.steps import NextStep
from domain.transitions import StageChanged
from domain.values import Depth, OrgId, Value, Visibility
from language.catalogue import Language
from store.commands import RefusedCommand
from store.projection import PartnershipRow

WHO = {
    Who.ANYBODY: "anybody with a key",
    Who.PARTY: "whoever speaks for a party",
    Who.PERSON: "a person who speaks for a party",
    Who.BINDING: "the lead, the alternate or the sponsor of a party",
    Who.PARTICIPANT: "whoever speaks for a party, and the facilitator",
    Who.MANDATED: "a person with a safeguarding mandate",
    Who.CLOCK: "the passing of time",
}
"""Who may take a step, in words."""


def happened(event: Event, language: Language) -> str:
    """What has happened, as a sentence."""
    if isinstance(event, StageChanged):
        return language.say("The partnership is now at this stage: {stage}", {"stage": event.after})
    return language.say(" ".join((type(event).__doc__ or "").split()))


class Missing(Value):
    """A guard that does not hold."""

    guard: str
    text: str

    @classmethod
    def of(cls, unmet: Unmet, language: Language) -> Self:
        """In words."""
        return cls(guard=unmet.guard, text=language.unmet(unmet))


class Step(Value):
    """What may be done now or later, by whom, and what is still missing."""

    command: str | None
    """The `kind` to send; none where it happens by itself."""
    name: str
    meaning: str
    who: Who
    who_may: str
    joint: bool
    """Takes effect only when every party has agreed."""
    leads_to: Stage | None
    allowed: bool
    yours: bool
    """Whether the holder of this key is somebody who may do it."""
    unmet: tuple[Missing, ...]

    @classmethod
    def of(cls, step: NextStep, language: Language) -> Self:
        """In words."""
        return cls(
            name=language.command(step.command),
            meaning=language.say(step.meaning),
            who_may=language.say(WHO[step.who]),
            unmet=tuple(Missing.of(unmet, language) for unmet in step.unmet),
            **step.model_dump(include={"command", "who", "joint", "leads_to", "allowed", "yours"}),
        )


class Summary(Value):
    """A partnership in a list."""

    id: UUID
    version: int
    title: str
    stage: Stage
    stage_name: str
    phase: Phase
    profile: Profile
    depth: Depth
    health: Band
    """As last written down; unknown is never good."""
    engagement: EngagementState
    sector: str | None
    org_ids: tuple[OrgId, ...]
    proposed_at: datetime
    stage_since: datetime
    updated_at: datetime
    next_deadline: datetime | None
    predecessor_id: UUID | None
    closed: bool

    @classmethod
    def of(cls, row: PartnershipRow, language: Language, **more: Any) -> Self:  # noqa: ANN401 - fields of subclasses
        """A read row in words."""
        shown = {name: getattr(row, name) for name in Summary.model_fields if name != "stage_name"}
        return cls(stage_name=language.stage(row.stage), **shown, **more)


class Detail(Summary):
    """A partnership with its whole state and what may come next."""

    state: Partnership
    next_steps: tuple[Step, ...]


class Listed(Value):
    """A page of partnerships, the newest proposal first."""

    items: tuple[Summary, ...]
    next: str | None = None
    """Where the next page is; none on the last one."""


class Happened(Value):
    """Something that has happened, as the ledger keeps it."""

    version: int
    event_id: UUID
    command_id: UUID
    actor: Actor
    channel: str
    visibility: Visibility
    occurred_at: datetime
    recorded_at: datetime
    event: dict[str, Any]

    @classmethod
    def of(cls, recorded: Recorded) -> Self:
        """A ledger entry."""
        shown = {name: getattr(recorded, name) for name in cls.model_fields if name != "event"}
        return cls(event=recorded.event.model_dump(mode="json"), **shown)


class Timeline(Value):
    """A page of what has happened."""

    items: tuple[Happened, ...]
    next: str | None = None


class Changes(Value):
    """What would change if the version before the parties were accepted, or if the draft were offered as it is."""

    version: int | None
    """The version that lies before the parties; none while it is being written."""
    hash: str | None
    """What accepting it must quote."""
    against: int | None
    """The version in force with which it is compared; none before the first agreement, where everything is new."""
    changes: tuple[str, ...]
    settles: tuple[str, ...]
    """Change proposals that it settles."""

    @classmethod
    def of(cls, p: Partnership, language: Language) -> Self:
        """In words, with the parties by their names."""
        return cls(
            version=p.offer.version if p.offer else None,
            hash=p.offer.hash if p.offer else None,
            against=p.agreement.version if p.agreement else None,
            changes=tuple(
                _worded(difference, p, language)
                for difference in differences(p.content if p.agreement else Draft(), p.draft)
            ),
            settles=p.offer.settles if p.offer else (),
        )


def _worded(difference: Difference, p: Partnership, language: Language) -> str:
    party = p.party(OrgId(difference.params.get("party", "")))
    return language.say(difference.what, {**difference.params, **({"party": party.name} if party else {})})


class RefusedSubmission(Value):
    """What somebody wanted and could not have, whole enough to be sent again."""

    command_id: UUID
    actor: Actor
    channel: str
    submitted_at: datetime
    commands: tuple[dict[str, Any], ...]
    code: str
    detail: str
    unmet: tuple[Missing, ...]
    stage: Stage
    """The stage in which it was refused."""

    @classmethod
    def of(cls, refused: RefusedCommand, language: Language) -> Self:
        """A refusal in words."""
        report = refused.outcome.refusal
        return cls(
            code=report.code if report else "",
            detail=language.refusal(report) if report else "",
            unmet=tuple(Missing.of(u, language) for u in report.unmet) if report else (),
            stage=refused.outcome.stage,
            **refused.model_dump(include={"command_id", "actor", "channel", "submitted_at", "commands"}),
        )


class RefusedSubmissions(Value):
    """A page of refused submissions, the newest first."""

    items: tuple[RefusedSubmission, ...]
    next: str | None = None
