"""Three partnerships in one year: one works, one has a hard time, one comes to a good end."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Self
from uuid import UUID

from domain.concerns import AcknowledgeConcern, RaiseConcern
from domain.ending import EndPartnership
from domain.funding import ReportFunding
from domain.future import EndByAgreement, EndingGround
from domain.message import Actor
from domain.pausing import PausePartnership, ResumePartnership
from domain.people import AppointNeutral, AppointPerson, ReleasePerson
from domain.policy import Profile
from domain.slices.concerns import ConcernKind, Severity
from domain.values import FundingStatus, OrgId, Role
from tests.domain.story import appointment, person, voice
from tests.scenarios.chronicle import SEATS, Chronicle
from tests.year.cast import FARMERS, LIBRARY, MOTHERS, NAMES, ORGANISATIONS, UNIVERSITY

NEUTRAL = Actor(person_id=person(Role.SPONSOR, FARMERS))
"""Who speaks for no side in a partnership of others."""

LEAVES = person(Role.ALTERNATE, UNIVERSITY)
"""Who leaves in mid-year, and is written to no more."""


class Tale(Chronicle):
    """A partnership whose people have names."""

    cast = ORGANISATIONS

    def whole(self) -> Self:
        """All of it."""
        raise NotImplementedError

    def proposed(self, profile: Profile | None = None) -> Self:
        """Until it is proposed, with people in every seat."""
        self.say(voice(Role.LEAD, self.orgs[0]), self.proposal(), *self.seats(self.orgs[0]))
        for org in self.orgs[1:]:
            self.say(voice(Role.LEAD, org), *self.seats(org))
        return self

    def seats(self, org: OrgId) -> Iterable[AppointPerson]:
        """The people of a side."""
        for role in SEATS:
            yield appointment(role, org).model_copy(update={"name": NAMES[person(role, org)]})


class Garden(Tale):
    """A garden of herbs: promises, an evaluation, and something severe in the middle of a night."""

    title = "Kebun obat keluarga"

    def whole(self) -> Self:
        """The year."""
        self.active().supported()
        self.together(AppointNeutral(person_id=NEUTRAL.person_id, name=NAMES[NEUTRAL.person_id], role=Role.FACILITATOR))
        for month in range(3):
            self.met().wait(20).kept_word(f"seeds-{month}", LIBRARY, MOTHERS)
        self.wait(3.75)  # two at night
        hurt = voice(Role.ALTERNATE, MOTHERS)
        self.say(hurt, RaiseConcern(
            concern_id="path", about=ConcernKind.SAFETY, severity=Severity.SEVERE, text="Nobody walks there alone."
        ))  # fmt: skip
        self.wait(0.4).then(NEUTRAL, AcknowledgeConcern(concern_id="path"))
        self.wait(6.85).met().wait(70).reviewed({LIBRARY: 5, MOTHERS: 4})
        for _ in range(3):
            self.wait(25).met()
        return self


class School(Tale):
    """Students teach: money is at risk, contacts are missed, somebody leaves, and all rest for a month."""

    title = "Mahasiswa mengajar"

    def whole(self) -> Self:
        """The year."""
        self.active().met().wait(75)
        self.met().then(voice(Role.LEAD, UNIVERSITY), ReportFunding(status=FundingStatus.AT_RISK, source="faculty"))
        self.wait(28).then(voice(Role.LEAD, UNIVERSITY), ReportFunding(status=FundingStatus.STABLE))
        self.then(voice(Role.LEAD, UNIVERSITY), ReleasePerson(person_id=LEAVES, reason="A new post elsewhere"))
        self.wait(10).together(PausePartnership(reason="Exams", resume_at=self.day(30)))
        self.wait(29).together(ResumePartnership())
        return self.met().wait(60)


class Market(Tale):
    """A market of farmers: it has done what it was for, and ends well."""

    title = "Pasar petani"

    def whole(self) -> Self:
        """From the first word to the last visit."""
        self.active().met().wait(40).met().wait(20)
        self.asked().wait(5).together(EndByAgreement(ground=EndingGround.SUCCESS, reason="The market runs by itself"))
        self.wait(3).say_goodbye().wait(2).then(voice(Role.LEAD, FARMERS), EndPartnership())
        return self.wait(60)


LIVES: tuple[tuple[type[Tale], OrgId, OrgId, float], ...] = (
    (Garden, LIBRARY, MOTHERS, 0.0),
    (School, LIBRARY, UNIVERSITY, 8.06),
    (Market, FARMERS, LIBRARY, 21.1),
)
"""Each with its parties and the day of the year on which it begins."""


def year(begins: datetime) -> list[Tale]:
    """The three of them, told."""
    told = []
    for number, (kind, first, second, after) in enumerate(LIVES, 1):
        tale = kind(first, second, now=begins + timedelta(days=after), partnership_id=UUID(int=number << 64, version=5))
        told.append(tale.whole())
    return told
