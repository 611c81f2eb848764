"""A volcano, and four who help at once: a public office, an NGO, a carrier and neighbours; the carrier leaves again."""

from domain.ending import EndPartnership
from domain.future import EndByAgreement, EndingGround
from domain.people import LeavePartnership
from domain.values import OrgId, OrgKind
from tests.scenarios.chronicle import Chronicle

OFFICE, NGO, CARRIER, NEIGHBOURS = map(OrgId, ("bpbd-sleman", "tanggap-bersama", "angkut-cepat", "warga-kali"))
ALL = (OFFICE, NGO, CARRIER, NEIGHBOURS)


class Disaster(Chronicle):
    """Half a year after the eruption."""

    title = "Tanggap erupsi"
    cast = {  # noqa: RUF012 - the cast of this chronicle
        OFFICE: ("BPBD Sleman", OrgKind.PUBLIC_OFFICE),
        NGO: ("Tanggap Bersama", OrgKind.NGO),
        CARRIER: ("Angkut Cepat", OrgKind.COMPANY),
        NEIGHBOURS: ("Warga Kali", OrgKind.INFORMAL),
    }

    def whole(self) -> "Disaster":
        """From the first hour to a good end."""
        self.active(contact_interval_days=3, evaluation_interval_days=60)
        self.hours_and_days(10)
        self.kept_word("blankets", CARRIER, OFFICE)
        self.then(self.lead(CARRIER), LeavePartnership(reason="Our trucks are needed elsewhere."))
        self.orgs = self.p.orgs
        self.hours_and_days(10)
        self.reviewed(dict.fromkeys(self.orgs, 5))
        self.together(self.question()).settled_by_all()
        return self.wait(2)

    def hours_and_days(self, count: int) -> "Disaster":
        """They meet every other day."""
        for _ in range(count):
            self.wait(2).met()
        return self

    def question(self) -> EndByAgreement:
        """The houses stand again."""
        self.asked()
        return EndByAgreement(ground=EndingGround.SUCCESS, reason="Everybody has a roof.")

    def settled_by_all(self) -> "Disaster":
        """The three who stayed part as friends."""
        self.say_goodbye()
        return self.then(self.lead(OFFICE), EndPartnership())
