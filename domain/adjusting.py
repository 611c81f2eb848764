"""The light path of change: a small change takes effect when all have said yes, without a whole new version."""

from collections.abc import Iterable
from typing import Annotated, Literal

from pydantic import Field

from domain.agreement import withdrawn
from domain.amendment import settled
from domain.difference import Difference, differences, role_differences
from domain.draft import Draft, Responsibility, Terms
from domain.drafting import must_be_parties
from domain.guards import Facts, guard, holds
from domain.message import Circumstances, Command, Event
from domain.partnership import Partnership
from domain.policy import Profile
from domain.refusals import AlreadyDone
from domain.values import Instant, Slug, Text

Settles = Annotated[tuple[Slug, ...], Field(max_length=10)]
"""Change proposals that are settled with it."""


def _with_role(draft: Draft, role: Responsibility) -> Draft:
    kept = tuple(r for r in draft.responsibilities if r.org_id != role.org_id)
    return draft.but(responsibilities=(*kept, role))


class RoleChanged(Event):
    """A party's role in the agreement in force has changed, with the consent of all."""

    type: Literal["role.changed"] = "role.changed"
    before: Responsibility | None
    after: Responsibility
    reason: Text
    changes: tuple[Difference, ...]
    version: int
    revision: int

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """In the agreement in force and in the draft that follows it."""
        return _revised(p.reworded(lambda draft: _with_role(draft, self.after)))


class ChangeRole(Command):
    """Agree together that a party's role changes, because roles do not stay as they were."""

    kind: Literal["change_role"] = "change_role"
    responsibility: Responsibility
    reason: Text
    settles: Settles = ()

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """For a party; a version that lies before the parties is taken back, for it does not know the new role."""
        must_be_parties(p, self.responsibility.org_id)
        held = {r.org_id: r for r in p.content.responsibilities}
        before = held.get(self.responsibility.org_id)
        if before == self.responsibility:
            raise AlreadyDone(what="Changing this role")
        version, revision = _next(p)
        changes = tuple(role_differences(before, self.responsibility)) if before else ()
        yield from withdrawn(p, "a role has changed")
        yield RoleChanged(
            before=before,
            after=self.responsibility,
            reason=self.reason,
            changes=changes,
            version=version,
            revision=revision,
        )
        yield from settled(p, self.settles, small=1)


class TermsAdjusted(Event):
    """The intervals of the agreement in force have changed, with the consent of all."""

    type: Literal["agreement.terms_adjusted"] = "agreement.terms_adjusted"
    contact_interval_days: int
    evaluation_interval_days: int
    reason: Text
    changes: tuple[Difference, ...]
    version: int
    revision: int

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """In the agreement in force and in the draft that follows it."""
        intervals = self.model_dump(include={"contact_interval_days", "evaluation_interval_days"})
        return _revised(p.reworded(lambda draft: draft.but(terms=_with(draft.terms, intervals))))


def _with(terms: Terms | None, intervals: dict[str, object]) -> Terms | None:
    return terms and terms.model_copy(update=intervals)


class AdjustTerms(Command):
    """Agree together to meet or to evaluate more often or less often."""

    kind: Literal["adjust_terms"] = "adjust_terms"
    contact_interval_days: int | None = Field(default=None, ge=1, le=365)
    evaluation_interval_days: int | None = Field(default=None, ge=7, le=730)
    reason: Text
    settles: Settles = ()

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """What is not named stays; a version that lies before the parties is taken back."""
        named = self.model_dump(include={"contact_interval_days", "evaluation_interval_days"}, exclude_none=True)
        now = p.content
        if now.terms is None:
            raise LookupError("an agreement in force has terms")
        after = now.terms.model_copy(update=named)
        changes = differences(now, now.but(terms=after))
        if not changes:
            raise AlreadyDone(what="Changing these intervals")
        version, revision = _next(p)
        yield from withdrawn(p, "the intervals have changed")
        yield TermsAdjusted(
            contact_interval_days=after.contact_interval_days,
            evaluation_interval_days=after.evaluation_interval_days,
            reason=self.reason,
            changes=changes,
            version=version,
            revision=revision,
        )
        yield from settled(p, self.settles, small=1)


def _next(p: Partnership) -> tuple[int, int]:
    """Which version this changes, and the how manieth small change to it this is."""
    return (p.agreement.version, p.agreement.revision + 1) if p.agreement else (0, 1)


def _revised(p: Partnership) -> Partnership:
    return p.but(agreement=p.agreement and p.agreement.but(revision=p.agreement.revision + 1))


@guard
def small_changes_are_light(p: Partnership, c: Circumstances) -> Facts:
    """in a formal partnership every change of the agreement is a new version; offer one instead."""
    return holds(p.profile is not Profile.FORMAL)
