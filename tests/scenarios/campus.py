"""A university and a technology firm: from two friends to two institutions, over five years."""

from domain.institutionalisation import DeepenPartnership
from domain.rooting import AgreeStrategy, ProtectKeyPerson, RecordCoreCase, RecordMandate
from domain.values import Depth, OrgId, OrgKind, Role
from tests.domain.story import person
from tests.scenarios.chronicle import SEATS, Chronicle

UNIVERSITY, FIRM = OrgId("universitas-merapi"), OrgId("piranti-cerdas")


class Campus(Chronicle):
    """A laboratory that belongs to both."""

    title = "Laboratorium bersama"
    cast = {  # noqa: RUF012 - the cast of this chronicle
        UNIVERSITY: ("Universitas Merapi", OrgKind.UNIVERSITY),
        FIRM: ("Piranti Cerdas", OrgKind.COMPANY),
    }

    def whole(self) -> "Campus":
        """Five years."""
        self.active(evaluation_interval_days=365)
        self.two_friends().several_people()
        self.reviewed({UNIVERSITY: 4, FIRM: 4})
        self.deeper(Depth.SHARED, "Three people on each side know each other.")
        for _ in range(2):
            self.quarters(4)
            self.reviewed({UNIVERSITY: 5, FIRM: 4})
        self.rooted()
        self.deeper(Depth.INSTITUTIONAL, "It stands in both plans.")
        self.quarters(8)
        return self.reviewed({UNIVERSITY: 5, FIRM: 5})

    def two_friends(self) -> "Campus":
        """Only the two who began it meet."""
        for _ in range(6):
            self.wait(28).met(Role.LEAD)
        return self

    def several_people(self) -> "Campus":
        """Others are brought along; leadership and field stand behind it."""
        self.supported()
        for _ in range(6):
            self.wait(28).met(*SEATS)
        return self

    def quarters(self, count: int) -> "Campus":
        """A meeting every month, of several people."""
        for _ in range(count * 3):
            self.wait(29).met(*SEATS)
        return self

    def rooted(self) -> "Campus":
        """Notes, mandates and a strategy; those who began it stay part of it."""
        for org in self.orgs:
            sponsor = person(Role.SPONSOR, org)
            self.say(self.lead(org), RecordCoreCase(text="It teaches what we sell.", endorsed_by=sponsor))
            self.say(self.lead(org), RecordMandate(text="Signed by the head.", reference=f"{org}/2030/1"))
            self.say(self.lead(org), ProtectKeyPerson(person_id=person(Role.LEAD, org), reason="She began it."))
        return self.together(AgreeStrategy(horizon=self.day(5 * 365), text="A laboratory in every district."))

    def deeper(self, to: Depth, evidence: str) -> "Campus":
        """All agree that it rests on more than before."""
        return self.together(DeepenPartnership(to=to, evidence=evidence))
