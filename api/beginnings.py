"""How partnerships begin: templates to start from, and what the record tells of one beginning."""

from typing import Self
from uuid import UUID

from fastapi import APIRouter

from api.auth import Reader
from api.language import Speaks
from api.partnerships import visible
from api.ports import Outside
from domain.beginning import BEGINS, Beginning, beginning
from domain.policy import Profile
from domain.templates import TEMPLATES, Template
from domain.values import ContributionKind, OrgKind, Value
from language.catalogue import Language

router = APIRouter(tags=["partnerships"])

EVENTS = 200
"""More than any beginning has."""


class SuggestedPart(Value):
    """What one kind of party often does and gives."""

    kind: OrgKind
    role: str
    strategy_part: str
    delivery_part: str
    gives: tuple[ContributionKind, ...]


class Suggestion(Value):
    """What partnerships of a well-known kind begin with; the parties word it as their own."""

    name: str
    """What a proposal names as its `template`."""
    meaning: str
    profile: Profile
    goals: dict[str, str]
    indicators: dict[str, str]
    parts: tuple[SuggestedPart, ...]

    @classmethod
    def of(cls, template: Template, language: Language) -> Self:
        """In words."""
        say = language.say
        return cls(
            name=template.name,
            meaning=say(template.meaning),
            profile=template.profile,
            goals={goal.goal_id: say(goal.text) for goal in template.goals},
            indicators={sign.indicator_id: say(sign.question) for sign in template.indicators},
            parts=tuple(
                SuggestedPart(
                    kind=part.kind,
                    role=say(part.role),
                    strategy_part=say(part.strategy_part),
                    delivery_part=say(part.delivery_part),
                    gives=part.gives,
                )
                for part in template.parts
            ),
        )


class Templates(Value):
    """All templates."""

    items: tuple[Suggestion, ...]


@router.get("/templates", summary="Read what partnerships can begin with", operation_id="getTemplates")
async def get_templates(caller: Reader, language: Speaks) -> Templates:
    """Goals, signs of success and parts of well-known kinds of partnership, in the reader's language."""
    return Templates(items=tuple(Suggestion.of(template, language) for template in TEMPLATES))


@router.get("/partnerships/{partnership_id}/beginning", summary="Read how it began", operation_id="getBeginning")
async def get_beginning(*, caller: Reader, outside: Outside, partnership_id: UUID) -> Beginning:
    """Who had the idea, why just this partner, how the parties stand to each other, what one lacks and another has."""
    await visible(outside, caller, partnership_id)
    told = await outside.reading.happened(partnership_id, *BEGINS, limit=EVENTS)
    return beginning(entry.event for entry in reversed(told))
