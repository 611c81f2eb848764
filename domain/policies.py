"""A whole policy as people write it: one file with quiet days, the steps of every rule and the numbers of each profile.

What a file leaves out stays as it is built in; so a file may hold nothing but what is to be different.
"""

from collections.abc import Iterable, Iterator
from math import inf

from pydantic import Field, JsonValue, ValidationError
from pydantic_core import from_json, to_json

from domain import lateness
from domain.calendar import Calendar
from domain.commands import RULES as COMMANDS
from domain.escalation import ANCHORS
from domain.policy import POLICIES, EscalationRule, LifecyclePolicy, PolicySet, Profile, Step
from domain.values import Slug, Text, Value

_NOT_NUMBERS = {"profile", "day", "rules", "calendar"}


class WrittenRule(Value):
    """When a rule tells whom; what it is about cannot be changed."""

    steps: tuple[Step, ...] = Field(min_length=1, max_length=20)
    patient: bool | None = None
    """Whether patience and quiet days stretch it."""


class PolicyFile(Value):
    """A policy as a file."""

    calendar: Calendar | None = None
    rules: dict[Slug, WrittenRule] = Field(default_factory=dict)
    """By the name of the rule."""
    profiles: dict[Profile, dict[Slug, JsonValue]] = Field(default_factory=dict)
    """The numbers of each profile, by name."""

    @classmethod
    def of(cls, policies: PolicySet) -> "PolicyFile":
        """The file that says all of it."""
        first, *_ = policies.policies
        return cls(
            calendar=first.calendar,
            rules={rule.name: WrittenRule(steps=rule.steps, patient=rule.patient) for rule in first.rules},
            profiles={p.profile: p.model_dump(mode="json", exclude=_NOT_NUMBERS) for p in policies.policies},
        )

    def policies(self, built_in: PolicySet) -> PolicySet:
        """What the file says, completed by what is built in; all that is wrong with it at once."""
        flaws = list(_flaws_of_rules(self.rules))
        policies = []
        for policy in built_in.policies:
            try:
                policies.append(self._policy(policy))
            except ValidationError as error:
                flaws += flaws_of(error, f"/profiles/{policy.profile}")
        if flaws:
            raise Flawed(flaws)
        return PolicySet(policies=tuple(policies))

    def _policy(self, built_in: LifecyclePolicy) -> LifecyclePolicy:
        numbers = built_in.model_dump(exclude=_NOT_NUMBERS) | self.profiles.get(built_in.profile, {})
        rest = {"rules": tuple(map(self._rule, built_in.rules)), "calendar": self.calendar or built_in.calendar}
        return LifecyclePolicy.model_validate({**numbers, "profile": built_in.profile, **rest})

    def _rule(self, built_in: EscalationRule) -> EscalationRule:
        said = self.rules.get(built_in.name)
        changes = {name: value for name, value in said or () if value is not None}
        return built_in.model_copy(update=changes) if changes else built_in


class Flaw(Value):
    """One thing that is wrong with a policy, and where, as a JSON pointer."""

    where: str
    what: Text
    """English, with the names of `params` in braces; the key of its translations."""
    params: dict[str, str] = Field(default_factory=dict)

    @property
    def text(self) -> str:
        """Both in one line."""
        return f"{self.where or '/'}: {self.what.format(**self.params)}"


class Flawed(Exception):
    """This is not a policy that the engine could work with."""

    def __init__(self, flaws: Iterable[Flaw]) -> None:
        self.flaws = tuple(flaws)
        super().__init__("; ".join(flaw.text for flaw in self.flaws))


class Difference(Value):
    """One place at which two policies differ; None where one of them says nothing."""

    where: str
    before: JsonValue
    after: JsonValue


def load(text: str | bytes, built_in: PolicySet) -> PolicySet:
    """The policies that a file says, completed by what is built in; raises `Flawed` with everything that is wrong."""
    try:
        file = PolicyFile.model_validate_json(text, strict=True)
    except ValidationError as error:
        raise Flawed(flaws_of(error)) from None
    careless = [flaw for name, rule in file.rules.items() for flaw in _flaws_of_care(name, rule.steps)]
    if careless:
        raise Flawed((*_flaws_of_rules(file.rules), *careless))
    return file.policies(built_in)


def stored(body: dict[str, JsonValue]) -> PolicySet:
    """A published policy as it was kept; rules that this release does not know any more are left aside.

    What only later releases ask of a policy does not make it unreadable.
    """
    rules = body.get("rules")
    known = {name: rule for name, rule in rules.items() if name in _BUILT_IN} if isinstance(rules, dict) else {}
    return PolicyFile.model_validate_json(to_json({**body, "rules": known}), strict=True).policies(PolicySet())


def written(policies: PolicySet) -> dict[str, JsonValue]:
    """The whole policy as JSON, for a file or for the store."""
    body: dict[str, JsonValue] = PolicyFile.of(policies).model_dump(mode="json", exclude_none=True)
    return body


def differences(before: PolicySet, after: PolicySet) -> tuple[Difference, ...]:
    """Every place at which two policies differ, in the order of the file."""
    old, new = dict(_leaves("", written(before))), dict(_leaves("", written(after)))
    places = dict.fromkeys((*old, *new))
    return tuple(
        Difference(where=place, before=old.get(place), after=new.get(place))
        for place in places
        if old.get(place) != new.get(place)
    )


def flaws_of(error: ValidationError, under: str = "") -> Iterator[Flaw]:
    """Pydantic's errors with their places."""
    for detail in error.errors(include_url=False, include_input=False):
        where = under + "".join(f"/{step}" for step in detail["loc"] if step != "[key]")
        yield Flaw(
            where=where, what="It is not valid: {why}.", params={"why": detail["msg"].removeprefix("Value error, ")}
        )


def _flaws_of_rules(rules: dict[Slug, WrittenRule]) -> Iterator[Flaw]:
    for name, rule in rules.items():
        built_in = _BUILT_IN.get(name)
        if built_in is None or name not in ANCHORS:
            yield Flaw(where=f"/rules/{name}", what="There is no rule of this name.")
            continue
        if rule.patient and not built_in.patient:
            yield Flaw(where=f"/rules/{name}/patient", what="Patience never moves calendar dates or safety.")
        yield from _flaws_of_steps(f"/rules/{name}/steps", built_in.model_copy(update={"steps": rule.steps}))


def _flaws_of_steps(where: str, rule: EscalationRule) -> Iterator[Flaw]:
    so_far = -inf
    for number, step in enumerate(rule.steps):
        if step.after < so_far:
            yield Flaw(where=f"{where}/{number}", what="Steps come in the order of their days.")
        if step.offer is not None and step.offer not in _KINDS:
            yield Flaw(where=f"{where}/{number}/offer", what="There is no command of this name.")
        so_far = step.after
    early = rule.before_the_leads()
    if early is not None:
        yield Flaw(where=f"{where}/{early}", what="Both leads hear of it before any sponsor.")


def _flaws_of_care(name: str, steps: tuple[Step, ...]) -> Iterator[Flaw]:
    """What no policy may do: act before the day, let nothing be late, hurry silence, or keep safety waiting."""
    rule, where = _BUILT_IN.get(name), f"/rules/{name}/steps"
    if rule is None:
        return
    first, last = rule.steps[0].after, rule.steps[-1].after
    for number, step in enumerate(steps):
        if first >= 0 and step.after < 0:
            yield Flaw(where=f"{where}/{number}", what="What happens on a day never happens before it.")
    if name in lateness.CONSEQUENCES and steps[-1].after <= 0:
        yield Flaw(where=where, what="This rule needs a last step after the day: else nothing would ever be late.")
    elif last >= 0 > max(first, steps[-1].after):
        yield Flaw(where=where, what="This rule needs a last step on the day itself or later, as it is built in.")
    if name in _SETTLED_BY_SILENCE and steps[-1].after < last / 2:
        yield Flaw(
            where=f"{where}/{len(steps) - 1}",
            what="What silence settles here is not hurried: the last step comes after {least} or later.",
            params={"least": f"{last / 2:g}"},
        )
    if rule.conduct_or_safety and steps[0].after > first:
        yield Flaw(
            where=f"{where}/0",
            what="What concerns safety is told no later than after {most} days, as it is built in.",
            params={"most": f"{first:g}"},
        )


def _leaves(where: str, value: JsonValue) -> Iterator[tuple[str, JsonValue]]:
    if isinstance(value, dict) and where.count("/") < 3:  # noqa: PLR2004 - /rules/<name>/steps is one thing
        for name, inner in value.items():
            yield from _leaves(f"{where}/{name}", inner)
    elif where == "/calendar/quiet" and isinstance(value, list):
        for period in value:
            told = from_json(to_json(period))
            yield f"{where}/{told['starts']}", period
    else:
        yield where, value


_KINDS = {rule.kind for rule in COMMANDS}

_SETTLED_BY_SILENCE = frozenset({"confirmation", "farewell", "invitation"})
"""Rules after whose last step an end goes on without whoever has not answered."""

_BUILT_IN = {rule.name: rule for policy in POLICIES.values() for rule in policy.rules}
