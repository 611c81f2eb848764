"""What the parties call success: defined by all together, allowed to change, and felt as well as counted."""

from collections.abc import Iterable
from typing import Literal

from pydantic import Field

from domain.adjusting import Settles
from domain.agreement import success_is_also_felt, withdrawn
from domain.amendment import settled
from domain.difference import Difference, success_differences
from domain.draft import Draft, Indicator
from domain.drafting import must_be_parties
from domain.message import Circumstances, Command, Event
from domain.partnership import Partnership
from domain.refusals import AlreadyDone, GuardsUnmet, UnknownItem
from domain.values import Instant, OrgId, Slug, Text


def _redefined(draft: Draft, defined: tuple[Indicator, ...], dropped: tuple[Slug, ...]) -> Draft:
    gone = {*dropped, *(i.indicator_id for i in defined)}
    return draft.but(indicators=(*(i for i in draft.indicators if i.indicator_id not in gone), *defined))


class SuccessRedefined(Event):
    """All parties have agreed on another definition of success."""

    type: Literal["success.redefined"] = "success.redefined"
    version: int
    defined: tuple[Indicator, ...]
    """Signs that are new or reworded."""
    dropped: tuple[Slug, ...]
    changes: tuple[Difference, ...]
    reason: Text
    accepted_by: tuple[OrgId, ...]

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """In the agreement in force and in the draft that follows it."""
        after = p.reworded(lambda draft: _redefined(draft, self.defined, self.dropped))
        signs = {i.indicator_id for i in after.content.indicators}
        return after.but(success=p.success.redefined(signs))


class RedefineSuccess(Command):
    """Agree together on what you call success from now on: new signs, other words, signs that no longer count."""

    kind: Literal["redefine_success"] = "redefine_success"
    defined: tuple[Indicator, ...] = Field(default=(), max_length=20)
    dropped: tuple[Slug, ...] = Field(default=(), max_length=20)
    reason: Text
    settles: Settles = ()

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """Once every party has agreed; at least one sign stays a feeling."""
        must_be_parties(p, *(org for sign in self.defined for org in sign.asked_of))
        known = {i.indicator_id for i in p.content.indicators}
        for sign in self.dropped:
            if sign not in known:
                raise UnknownItem(what="indicator", item=sign)
        after = _redefined(p.content, self.defined, self.dropped)
        changes = tuple(success_differences(p.content.indicators, after.indicators))
        if not changes:
            raise AlreadyDone(what="Defining success this way")
        if missing := success_is_also_felt.unmet(p.but(draft=after), c):
            raise GuardsUnmet.because(self.kind, (missing,))
        yield from withdrawn(p, "success has been defined anew")
        yield SuccessRedefined(
            version=p.success.version + 1,
            defined=self.defined,
            dropped=self.dropped,
            changes=changes,
            reason=self.reason,
            accepted_by=p.orgs,
        )
        yield from settled(p, self.settles)
