"""Search attributes: what the Temporal UI can list and filter partnerships by; values are a function of the state."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from temporalio.api.enums.v1 import IndexedValueType
from temporalio.api.operatorservice.v1 import AddSearchAttributesRequest, ListSearchAttributesRequest
from temporalio.common import (
    SearchAttributeKey,
    SearchAttributePair,
    SearchAttributeUpdate,
    TypedSearchAttributes,
)
from temporalio.service import OperatorService

from domain.initiation import ProposePartnership
from domain.partnership import Partnership
from domain.slices.engagement import EngagementState
from domain.slices.pausing import PauseKind
from domain.stages import Stage

STAGE = SearchAttributeKey.for_keyword("KemitraanStage")
PHASE = SearchAttributeKey.for_keyword("KemitraanPhase")
PROFILE = SearchAttributeKey.for_keyword("KemitraanProfile")
DEPTH = SearchAttributeKey.for_keyword("KemitraanDepth")
TITLE = SearchAttributeKey.for_keyword("KemitraanTitle")
PARTIES = SearchAttributeKey.for_keyword_list("KemitraanParties")
HEALTH = SearchAttributeKey.for_keyword("KemitraanHealth")
"""Written once it has been known; runs of releases that did not know it replay unchanged."""
ENGAGEMENT = SearchAttributeKey.for_keyword("KemitraanEngagement")
"""Written only where it is not what it should be; runs of releases that did not know it replay unchanged."""
ATTENTION = SearchAttributeKey.for_keyword("KemitraanAttention")
NEXT_DEADLINE = SearchAttributeKey.for_datetime("KemitraanNextDeadline")

KEYS: tuple[SearchAttributeKey[Any], ...] = (
    STAGE, PHASE, PROFILE, DEPTH, HEALTH, ENGAGEMENT, TITLE, PARTIES, ATTENTION, NEXT_DEADLINE,
)  # fmt: skip
"""A namespace holds at most ten keywords and three of each other type."""

_RIDES_ALONG = {NEXT_DEADLINE.name}
"""In runs that are not sparing it moves with almost every command: it is written with a timer, or with others."""

_CALENDAR = frozenset({
    "start", "objection", "notice_deadline", "end_date", "holding_over", "resume", "reflection", "operational_end",
    "assurance", "last_day", "urgent_end", "aftercare",
})  # fmt: skip
"""Rules about a date of the whole partnership. The others remind, and their dates move with almost every command: to
show them in lists would cost more than the commands. Never change this set: open runs would not replay.
"""

Values = dict[SearchAttributeKey[Any], Any]
Changes = Sequence[SearchAttributeUpdate[Any]]


def values(p: Partnership | None, *, parked: bool, sparing: bool = True) -> Values:
    """The attributes of a partnership."""
    if p is None or not p.exists:
        return {ATTENTION: "parked"} if parked else {}
    found: Values = {
        STAGE: str(p.stage),
        PHASE: str(p.stage.phase),
        PROFILE: str(p.profile),
        DEPTH: str(p.depth),
        HEALTH: str(p.health.band) if p.health.event else None,
        ENGAGEMENT: None if p.engagement.state is EngagementState.ENGAGED else str(p.engagement.state),
        TITLE: p.title,
        PARTIES: list(p.orgs),
        ATTENTION: "parked" if parked else next(_attention(p, sparing=sparing), None),
        NEXT_DEADLINE: _next_date(p) if sparing else p.shown_deadline,
    }
    return {key: value for key, value in found.items() if value is not None}


def _next_date(p: Partnership) -> datetime | None:
    """The nearest date of the calendar: the date itself, and not the reminder before it."""
    dated = (c for c in p.clocks if c.rule in _CALENDAR and not c.private)
    return min((max(c.anchor, c.due_at) for c in dated if c.due_at), default=None)


def _attention(p: Partnership, *, sparing: bool) -> Iterator[str]:
    """Why somebody should look at this partnership, the most pressing reason first.

    Unanswered is what was reminded of to the last of several steps. What comes once invites, and only runs that are not
    sparing call that unanswered too.
    """
    least = 2 if sparing else 1
    if p.urgent or (p.pause and p.pause.kind is PauseKind.SAFETY):
        yield "safety"
    if p.engagement.contested:
        yield "contested"
    if p.holding_over:
        yield "holding_over"
    if any(clock.finished and clock.step >= least and not clock.private for clock in p.clocks):
        yield "unanswered"


def proposed(command: ProposePartnership) -> TypedSearchAttributes:
    """The attributes of a proposal, which cost nothing at the start of a workflow."""
    blank: Values = {
        STAGE: str(Stage.PROPOSED),
        PHASE: str(Stage.PROPOSED.phase),
        PROFILE: str(command.profile),
        DEPTH: str(Partnership.model_fields["depth"].default),
        TITLE: command.title,
        PARTIES: [party.org_id for party in command.parties],
    }
    return written(blank)


def written(wanted: Values) -> TypedSearchAttributes:
    """These values, as a new run takes them."""
    return TypedSearchAttributes([SearchAttributePair(key, value) for key, value in wanted.items()])


def changes(now: TypedSearchAttributes, wanted: Values, *, rearmed: bool = False, sparing: bool = True) -> Changes:
    """What to write so that they fit; in runs that are not sparing a deadline alone only with a timer, or if sooner."""
    differing = [key for key in KEYS if _plain(now.get(key)) != _plain(wanted.get(key))]
    alone = not sparing and all(key.name in _RIDES_ALONG for key in differing)
    if not wanted or (alone and not rearmed and not _sooner(now.get(NEXT_DEADLINE), wanted.get(NEXT_DEADLINE))):
        return ()
    return [key.value_set(wanted[key]) if wanted.get(key) is not None else key.value_unset() for key in differing]


def _sooner(shown: datetime | None, due: datetime | None) -> bool:
    """Whether the list would show a later deadline than there is, or none."""
    return due is not None and (shown is None or due < shown)


def _plain(value: object) -> object:
    return list(value) if isinstance(value, list | tuple) else value


class WrongAttributeType(Exception):
    """A search attribute of this name exists with another type; remove or rename it first."""


async def register(operator: OperatorService, namespace: str) -> None:
    """Make the namespace know every attribute; adding one that exists with another type would say nothing."""
    found = await _known(operator, namespace)
    missing = {key.name: _type(key) for key in KEYS if key.name not in found}
    if missing:
        await operator.add_search_attributes(AddSearchAttributesRequest(namespace=namespace, search_attributes=missing))
    wrong = [key.name for key in KEYS if found.get(key.name, _type(key)) != _type(key)]
    if wrong:
        raise WrongAttributeType(f"{', '.join(wrong)} in namespace {namespace}")


async def _known(operator: OperatorService, namespace: str) -> dict[str, IndexedValueType.ValueType]:
    listed = await operator.list_search_attributes(ListSearchAttributesRequest(namespace=namespace))
    return dict(listed.custom_attributes)


def _type(key: SearchAttributeKey[Any]) -> IndexedValueType.ValueType:
    return IndexedValueType.ValueType(int(key.indexed_value_type))
