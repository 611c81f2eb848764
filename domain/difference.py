"""What differs between two contents of an agreement, in words that people read before they accept."""

from collections.abc import Iterable, Iterator

from pydantic import Field

from domain.draft import Draft, EndType, Goal, Indicator, Pledge, Responsibility, Terms
from domain.values import Value

_LONGEST = 300
"""Characters of a text that are quoted; the version itself has all of it."""


class Difference(Value):
    """One difference: an English sentence, the key of its translations, and what fills its braces."""

    what: str
    params: dict[str, str] = Field(default_factory=dict)

    @property
    def text(self) -> str:
        """The English sentence."""
        return self.what.format(**self.params)


def differences(old: Draft, new: Draft) -> tuple[Difference, ...]:
    """Every difference in meaning; none when only the order differs."""
    return (
        *_goals(old, new),
        *success_differences(old.indicators, new.indicators),
        *_roles(old, new),
        *_pledges(old, new),
        *_terms(old.terms, new.terms),
    )


def _said(*, what: str, **params: object) -> Difference:
    return Difference(what=what, params={name: _short(str(value)) for name, value in params.items()})


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"


def _goals(old: Draft, new: Draft) -> Iterator[Difference]:
    before, after = ({g.goal_id: g for g in draft.goals} for draft in (old, new))
    for goal in before.values():
        if goal.goal_id not in after:
            yield _said(what="This goal is dropped: {before}", before=goal.text)
    for goal in after.values():
        known = before.get(goal.goal_id)
        yield from _goal(known, goal) if known else [_said(what="This goal is new: {after}", after=goal.text)]


def _goal(old: Goal, new: Goal) -> Iterator[Difference]:
    if old.text != new.text:
        yield _said(what="The goal “{before}” now reads: {after}", before=old.text, after=new.text)
    for org in sorted({*old.benefit_by_org, *new.benefit_by_org}):
        before, after = old.benefit_by_org.get(org), new.benefit_by_org.get(org)
        if after is None:
            yield _said(what="The goal “{goal}” no longer says what {party} gains.", goal=new.text, party=org)
        elif after != before:
            yield _said(
                what="What {party} gains from the goal “{goal}” is now: {after}", party=org, goal=new.text, after=after
            )
    if (old.clear, old.achievable) != (new.clear, new.achievable):
        yield _said(what="Whether the goal “{goal}” is clear and achievable is seen differently.", goal=new.text)


def success_differences(old: Iterable[Indicator], new: Iterable[Indicator]) -> Iterator[Difference]:
    """What differs between two definitions of success."""
    before, after = ({i.indicator_id: i for i in signs} for signs in (old, new))
    for sign in before.values():
        if sign.indicator_id not in after:
            yield _said(what="This sign of success is dropped: {before}", before=sign.question)
    for sign in after.values():
        known = before.get(sign.indicator_id)
        yield from (
            _sign(known, sign) if known else [_said(what="This sign of success is new: {after}", after=sign.question)]
        )


def _sign(old: Indicator, new: Indicator) -> Iterator[Difference]:
    if old.question != new.question:
        yield _said(what="The sign of success “{before}” now asks: {after}", before=old.question, after=new.question)
    if old.aim != new.aim:
        yield _said(
            what="The target of “{sign}” changes from {before} to {after}.",
            sign=new.question, before=old.aim, after=new.aim,
        )  # fmt: skip
    if (old.subjective, set(old.asked_of)) != (new.subjective, set(new.asked_of)):
        yield _said(what="How the sign of success “{sign}” is found out, or whom it asks, changes.", sign=new.question)


def _roles(old: Draft, new: Draft) -> Iterator[Difference]:
    before, after = ({r.org_id: r for r in draft.responsibilities} for draft in (old, new))
    for org, role in before.items():
        if org not in after:
            yield _said(what="{party} no longer has the role {before}.", party=org, before=role.role)
    for org, role in after.items():
        known = before.get(org)
        yield from (
            role_differences(known, role)
            if known
            else [_said(what="{party} takes the role {after}.", party=org, after=role.role)]
        )


def role_differences(old: Responsibility, new: Responsibility) -> Iterator[Difference]:
    """What differs between two roles of one party."""
    if old.role != new.role:
        yield _said(
            what="The role of {party} changes from {before} to {after}.",
            party=new.org_id, before=old.role, after=new.role,
        )  # fmt: skip
    if old.strategy_part != new.strategy_part:
        yield _said(what="The part of {party} in the strategy is now: {after}", party=new.org_id,
                    after=new.strategy_part)  # fmt: skip
    if old.delivery_part != new.delivery_part:
        yield _said(what="The part of {party} in the work is now: {after}", party=new.org_id,
                    after=new.delivery_part)  # fmt: skip
    if old.responsibilities != new.responsibilities:
        yield _said(what="The duties of {party} are now: {after}", party=new.org_id,
                    after="; ".join(new.responsibilities) or "-")  # fmt: skip


def _pledges(old: Draft, new: Draft) -> Iterator[Difference]:
    before, after = ({q.contribution_id: q for q in draft.pledges} for draft in (old, new))
    for name, pledge in before.items():
        if name not in after or after[name].by_org != pledge.by_org:
            yield _said(what="{party} no longer promises: {before}", party=pledge.by_org, before=pledge.text)
    for name, pledge in after.items():
        known = before.get(name)
        same = known is not None and known.by_org == pledge.by_org
        yield from _pledge(known, pledge) if known and same else [_promised(pledge)]


def _promised(pledge: Pledge) -> Difference:
    whose = {"party": pledge.by_org, "after": pledge.text, "kinds": pledge.kind}
    if pledge.amount is None:
        return _said(what="{party} promises: {after} ({kinds})", **whose)
    return _said(what="{party} promises: {after} ({kinds}, {worth})", worth=_worth(pledge), **whose)


def _pledge(old: Pledge, new: Pledge) -> Iterator[Difference]:
    if old.text != new.text:
        yield _said(
            what="What {party} promises changes from {before} to {after}.",
            party=new.by_org, before=old.text, after=new.text,
        )  # fmt: skip
    if old.kind != new.kind:
        yield _said(what="{party} promises “{after}” as {kinds} now.", party=new.by_org, after=new.text, kinds=new.kind)
    if (old.amount, old.unit) != (new.amount, new.unit):
        yield _said(
            what="How much {party} promises of “{after}” changes from {before_worth} to {after_worth}.",
            party=new.by_org, after=new.text, before_worth=_worth(old), after_worth=_worth(new),
        )  # fmt: skip


def _worth(pledge: Pledge) -> str:
    """A number and its unit, which each language writes in its own way."""
    return "-" if pledge.amount is None else f"{pledge.amount} {pledge.unit or ''}".rstrip()


def _terms(old: Terms | None, new: Terms | None) -> Iterator[Difference]:
    if new is None or old == new:
        return
    if old is None:
        yield _said(
            what="It starts on {start_day_at}; notice is given {notice} days before, contact is held every {contact} "
            "days and an evaluation every {evaluation} days.",
            start_day_at=new.starts_at.isoformat(), notice=new.notice_days,
            contact=new.contact_interval_days, evaluation=new.evaluation_interval_days,
        )  # fmt: skip
        yield _end(new)
        return
    if old.starts_at != new.starts_at:
        yield _said(
            what="It starts on {after_day_at} and not on {before_day_at}.",
            before_day_at=old.starts_at.isoformat(), after_day_at=new.starts_at.isoformat(),
        )  # fmt: skip
    if (old.end_type, old.ends_at, old.milestone) != (new.end_type, new.ends_at, new.milestone):
        yield _end(new)
    if old.notice_days != new.notice_days:
        yield _said(what="The time of notice changes from {before} to {after} days.", before=old.notice_days,
                    after=new.notice_days)  # fmt: skip
    if old.contact_interval_days != new.contact_interval_days:
        yield _said(what="The contact interval changes from {before} to {after} days.",
                    before=old.contact_interval_days, after=new.contact_interval_days)  # fmt: skip
    if old.evaluation_interval_days != new.evaluation_interval_days:
        yield _said(what="The evaluation interval changes from {before} to {after} days.",
                    before=old.evaluation_interval_days, after=new.evaluation_interval_days)  # fmt: skip


def _end(terms: Terms) -> Difference:
    if terms.end_type is EndType.FIXED and terms.ends_at:
        return _said(what="It ends on {end_day_at}.", end_day_at=terms.ends_at.isoformat())
    if terms.end_type is EndType.MILESTONE:
        return _said(what="It ends when this is reached: {after}", after=terms.milestone)
    return _said(what="No end is foreseen.")
