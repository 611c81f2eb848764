"""An informal reading group and a company: its leader is elected away in year one, the money is lost in year two."""

from domain.funding import ChooseFundingPlan, CloseFundingChange, ReportFunding
from domain.slices.funding import FundingOption
from domain.values import FundingStatus, OrgId, OrgKind
from tests.scenarios.chronicle import Chronicle

COMPANY, GROUP = OrgId("penerbit-fajar"), OrgId("kelompok-baca-kali")


class ReadingGroup(Chronicle):
    """Books for a village by a river."""

    title = "Buku untuk kampung kali"
    cast = {COMPANY: ("Penerbit Fajar", OrgKind.COMPANY), GROUP: ("Kelompok Baca Kali", OrgKind.INFORMAL)}  # noqa: RUF012

    def whole(self) -> "ReadingGroup":
        """Three years."""
        self.active()
        self.first_year()
        self.second_year()
        return self.third_year()

    def first_year(self) -> "ReadingGroup":
        """They meet every month; in the fourth the group elects another lead, who keeps the goals."""
        self.supported()
        for month in range(4):
            self.met().wait(26)
            self.kept_word(f"box-{month}", COMPANY, GROUP)
        self.elected(GROUP, "mbak-wulan").wait(3)
        self.handed_over(GROUP)
        for _ in range(2):
            self.met().wait(28)
        self.reviewed({COMPANY: 5, GROUP: 4})
        for month in range(4, 8):
            self.met().wait(15).kept_word(f"evening-{month}", GROUP, COMPANY)
        return self

    def second_year(self) -> "ReadingGroup":
        """The company loses its budget; within a fortnight all agree to do less, and half a year later it is back."""
        self.met().then(self.lead(COMPANY), ReportFunding(status=FundingStatus.LOST, source="education budget"))
        self.wait(5)
        self.together(ChooseFundingPlan(org_id=COMPANY, option=FundingOption.REDUCE, text="One box every other month"))
        for _ in range(6):
            self.wait(25).met()
        self.then(self.lead(COMPANY), CloseFundingChange(text="The foundation has stepped in."))
        self.then(self.lead(COMPANY), ReportFunding(status=FundingStatus.STABLE))
        return self

    def third_year(self) -> "ReadingGroup":
        """The days are as before."""
        self.reviewed({COMPANY: 5, GROUP: 5})
        for _ in range(6):
            self.wait(28).met()
        return self
