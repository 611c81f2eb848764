"""Why a command is refused: one class per reason, whose docstring is the message that people read."""

from collections.abc import Iterable
from enum import StrEnum
from re import sub
from typing import ClassVar, Self

from pydantic import Field

from domain.values import Value


class Nature(StrEnum):
    """What kind of no it is, so that a door can answer in its own terms."""

    INVALID = "invalid"
    """The command itself cannot be right, whatever the state."""
    FORBIDDEN = "forbidden"
    """Somebody else may do this."""
    CONFLICT = "conflict"
    """Not in this state of the partnership."""
    STALE = "stale"
    """The sender looked at an older state."""


class Unmet(Value):
    """A guard that does not hold: its name, its message in English and the facts that fill it."""

    guard: str
    message: str
    params: dict[str, str] = Field(default_factory=dict)

    @property
    def text(self) -> str:
        """The English sentence."""
        return self.message.format(**self.params)


class RefusalReport(Value):
    """A refusal as it is kept and sent."""

    code: str
    nature: Nature
    message: str
    """English, with the names of `params` in braces; the key of every translation."""
    params: dict[str, str] = Field(default_factory=dict)
    unmet: tuple[Unmet, ...] = ()

    @property
    def text(self) -> str:
        """The English sentence."""
        return self.message.format(**self.params)


class Refusal(Exception):
    """The command is refused."""

    nature: ClassVar[Nature] = Nature.CONFLICT

    def __init__(self, *, unmet: Iterable[Unmet] = (), **params: object) -> None:
        self.unmet = tuple(unmet)
        self.params = {name: str(value) for name, value in params.items()}
        super().__init__(self.report().text)

    @classmethod
    def code(cls) -> str:
        """The stable name of this reason."""
        return sub(r"(?<!^)(?=[A-Z])", "-", cls.__name__).lower()

    def report(self) -> RefusalReport:
        """This refusal as a value."""
        return RefusalReport(
            code=self.code(),
            nature=self.nature,
            message=" ".join((self.__doc__ or "").split()),
            params=self.params,
            unmet=self.unmet,
        )


class NotYetProposed(Refusal):
    """There is no such partnership yet; it begins with a proposal."""


class AlreadyProposed(Refusal):
    """This partnership has been proposed before."""


class AlreadyClosed(Refusal):
    """This partnership is {stage} and its record is closed; a new partnership can follow it."""


class NotInThisStage(Refusal):
    """{command} cannot be done while the partnership is {stage}; it can be done while it is {stages}."""


class GuardsUnmet(Refusal):
    """{command} cannot be done yet: {reasons}"""

    @classmethod
    def because(cls, command: str, missing: Iterable[Unmet]) -> Self:
        """The refusal that names what is missing."""
        unmet = tuple(missing)
        sentences = "; ".join(m.text.removesuffix(".") for m in unmet)
        return cls(command=command, reasons=f"{sentences}.", unmet=unmet)


class NotAParty(Refusal):
    """Only somebody who speaks for a party of this partnership can do this."""

    nature = Nature.FORBIDDEN


class NotBinding(Refusal):
    """Only the lead, the alternate or the sponsor of a party can bind it."""

    nature = Nature.FORBIDDEN


class NotMandated(Refusal):
    """Only a person with a safeguarding mandate in this partnership can do this."""

    nature = Nature.FORBIDDEN


class ClockOnly(Refusal):
    """Only the passing of time does this."""

    nature = Nature.FORBIDDEN


class NotYourSide(Refusal):
    """This belongs to {owner}; nobody can do it for another party."""

    nature = Nature.FORBIDDEN


class StaleVersion(Refusal):
    """You looked at version {seen}, and the partnership is at version {now}; read it again."""

    nature = Nature.STALE


class UnknownParty(Refusal):
    """{org} is not a party of this partnership."""

    nature = Nature.INVALID


class OwnSide(Refusal):
    """{org} is your own side; name another party."""

    nature = Nature.INVALID


class PartyMissing(Refusal):
    """Every party must be named; missing: {org}."""

    nature = Nature.INVALID


class UnknownItem(Refusal):
    """There is no open {what} called {item}."""


class AlreadyExists(Refusal):
    """There is a {what} called {item} already."""


class AlreadyDone(Refusal):
    """{what} has been done already."""


class TooFewParties(Refusal):
    """A partnership needs at least two different parties, and exactly one of them proposes it."""

    nature = Nature.INVALID


class WrongSide(Refusal):
    """{person} already has a role here, as {side}; nobody takes over a person of another side."""


class NotLinked(Refusal):
    """A new partnership can follow only one that has ended or was not pursued."""


class DifferentVersion(Refusal):
    """Version {version} with this hash is not what lies before the parties; what does is version {offered}."""


class NotAssisted(Refusal):
    """An assisted acceptance records the word of another party; accept for your own party yourself."""

    nature = Nature.INVALID


class DecisionOpen(Refusal):
    """Another proposal of this kind is open; agree to it, or decline it first."""


class TooLong(Refusal):
    """{what} can last at most {days} days."""

    nature = Nature.INVALID


class CouldNotSay(Refusal):
    """{person} could not say this here and now, so nobody can record it for them."""


class NotInTheFuture(Refusal):
    """{what} must lie in the future."""

    nature = Nature.INVALID


class NotInThePast(Refusal):
    """{what} cannot lie in the future."""

    nature = Nature.INVALID


class NotTwoWay(Refusal):
    """A contact joins at least two parties of this partnership."""

    nature = Nature.INVALID


class OnlyTwoParties(Refusal):
    """With two parties nobody can leave alone; discuss the future together instead."""


class NotWaivable(Refusal):
    """Only {owed_to}, to whom this is owed, can waive or confirm it."""

    nature = Nature.FORBIDDEN


class NotYours(Refusal):
    """Only {owner} can report this as done."""

    nature = Nature.FORBIDDEN


class DateNeeded(Refusal):
    """{what} is needed, because {reason}."""

    nature = Nature.INVALID


class OneStep(Refusal):
    """Depth moves one step at a time, and this is not the next one."""


class NothingToAfter(Refusal):
    """Aftercare follows the end; both contacts have been held or declined already."""


class Incomplete(Refusal):
    """{what} needs {missing}."""

    nature = Nature.INVALID


class OwnWord(Refusal):
    """This is your own side's word; the others answer it."""

    nature = Nature.FORBIDDEN


class UnknownPolicy(Refusal):
    """There is no published policy {version}; the newest is {newest}."""


class NotSilent(Refusal):
    """Whoever speaks is not silent; somebody else can tell that a lead has not been heard of."""


class TooHeavy(Refusal):
    """{org} is an informal group; ask it for a conversation, a reference from its community, a description of
    itself or its care for people's safety, never for the papers of a legal body.
    """

    nature = Nature.INVALID


class TooEarly(Refusal):
    """{what} is possible from {day} on."""


class TooMany(Refusal):
    """{what} can be at most {limit}; close what is settled first."""


class NotOnTheScale(Refusal):
    """{what} is answered on a scale from 1 to 5."""

    nature = Nature.INVALID


class ChangesAgreement(Refusal):
    """This changes the agreement itself; it takes effect with a version that settles it, or by a small joint change."""


class DifferentText(Refusal):
    """The text with this hash is not what lies before the parties as {item}; read it again."""


class PersonOnly(Refusal):
    """Only a person can do this; a service cannot."""

    nature = Nature.FORBIDDEN


class NobodyInRole(Refusal):
    """There is nobody to tell in that role yet; choose somebody else, or wait until one is named."""


class NobodyTold(Refusal):
    """{what} must know of this first; tell them, in your own words, what they should know."""


class DifferentProposal(Refusal):
    """What waits for your word as {item} is proposal number {number}; read it, and name it."""
