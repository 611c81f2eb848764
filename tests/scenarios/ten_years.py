"""Ten years and forty evaluations: a bakery and a school, a calm life in which every season they ask how it is."""

from domain.values import OrgId, OrgKind
from tests.scenarios.chronicle import Chronicle

BAKERY, SCHOOL = OrgId("roti-makmur"), OrgId("smk-melati")
SEASONS = 40


class TenYears(Chronicle):
    """Bread for the canteen."""

    title = "Roti untuk kantin"
    cast = {BAKERY: ("Roti Makmur", OrgKind.COMPANY), SCHOOL: ("SMK Melati", OrgKind.PUBLIC_OFFICE)}  # noqa: RUF012

    def whole(self) -> "TenYears":
        """Forty seasons."""
        self.active(evaluation_interval_days=91).supported()
        for season in range(SEASONS):
            self.season(season)
        return self

    def season(self, number: int) -> "TenYears":
        """Three meetings and a promise; then they ask how it is, which on both sides has its ups and downs."""
        for _ in range(2):
            self.wait(28).met()
        self.wait(14).kept_word(f"season-{number}", BAKERY, SCHOOL).met()
        self.wait(6)
        self.asked_how_it_is().answered({BAKERY: 5 - number % 2, SCHOOL: 5 - number % 3 // 2})
        return self.wait(2)
