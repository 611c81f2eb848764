"""Leaving by the command line, on a whole development stack."""

import httpx2
import pytest
from icalendar import Calendar

from tests.cli.running import Kemitraan

LEAD = "dewi-lestari"


def test_a_preview_changes_nothing_and_then_it_is_done_once(kemitraan: Kemitraan) -> None:
    asked = ("depart", "wahyu-hidayat", "--last-day", "2090-01-31")
    seen = kemitraan(*asked, "--preview", "--output", "json").json
    assert (seen["state"], seen["id"]) == ("preview", None)
    assert seen["duties"]
    told = kemitraan(*asked, "--key", "wahyu-leaves", "--output", "json").json
    assert told["state"] == "finished"
    assert [duty["outcome"] for duty in told["duties"]] == [duty["outcome"] for duty in seen["duties"]]
    assert kemitraan(*asked, "--key", "wahyu-leaves", "--output", "json").json == told
    table = kemitraan(*asked, "--preview")
    assert table.code == 0, table.err
    assert "wahyu-hidayat, until 2090-01-31" in table.out


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("nobody-at-all", "--last-day", "2090-01-31"), 3, "no such person"),
        ((LEAD, "--last-day", "soon"), 2, "/last_day"),
        ((LEAD, "--last-day", "2090-01-31", "--successor", "nobody-at-all"), 2, "/successor"),
        ((LEAD, "--last-day", "2090-01-31", "--post", "nonsense"), 2, "POSITION=PERSON"),
    ],
)
def test_what_is_wrong_is_told_in_one_line(kemitraan: Kemitraan, words: tuple[str, ...], code: int, says: str) -> None:
    said = kemitraan("depart", *words)
    assert said.code == code
    assert says in said.err
    assert len(said.err.strip().splitlines()) == 1


def test_a_calendar_has_an_address_until_it_is_ended(kemitraan: Kemitraan) -> None:
    url = kemitraan("calendar", LEAD).json["url"]
    read = httpx2.get(url, trust_env=False)
    assert read.status_code == 200
    assert Calendar.from_ical(read.content)["prodid"]
    ended = kemitraan("calendar", LEAD, "--end")
    assert (ended.code, ended.out) == (0, "")
    assert httpx2.get(url, trust_env=False).status_code == 404
