"""Lists of the directory: found by words, by organisation, and addresses that need somebody."""

from datetime import date

import pytest

from domain.directory.cards import Channel, Filling, Organisation, PersonCard, PointState, Position
from domain.values import OrgId, OrgKind, PersonId
from store.browsing import Browsing
from store.directory import Directory
from store.pool import Pool
from store.positions import Positions
from tests.store.test_directory import DEWI, ROTI, SARI

TODAY = date(2027, 1, 4)


@pytest.fixture
async def browsing(pool: Pool) -> Browsing:
    directory, positions = Directory(pool), Positions(pool)
    await directory.put_organisation(ROTI, SARI)
    await directory.put_organisation(
        Organisation(org_id=OrgId("melati"), name="SMK 100% Melati", kind=OrgKind.UNIVERSITY), SARI
    )
    await directory.put_person(DEWI, SARI)
    await directory.put_person(PersonCard(person_id=PersonId("ani"), name="Ani"), SARI)
    await positions.put(Position(position_id="head", org_id=ROTI.org_id, title="Kepala"), SARI)
    await positions.fill(Filling(position_id="head", person_id=DEWI.person_id, since=TODAY), SARI)
    return Browsing(pool)


async def test_organisations_are_found_by_their_names(browsing: Browsing) -> None:
    assert [org.org_id for org in await browsing.organisations()] == ["melati", "roti-makmur"]
    assert [org.org_id for org in await browsing.organisations("MAKMUR")] == ["roti-makmur"]
    assert [org.org_id for org in await browsing.organisations("0% m")] == ["melati"]
    assert await browsing.organisations("%x%") == ()
    assert [org.org_id for org in await browsing.organisations(kind=OrgKind.COMPANY)] == ["roti-makmur"]
    assert [org.org_id for org in await browsing.organisations(after="melati", limit=1)] == ["roti-makmur"]


async def test_people_are_found_by_name_and_organisation(browsing: Browsing) -> None:
    assert [person.name for person in await browsing.people(TODAY)] == ["Ani", "Dewi Lestari"]
    (dewi,) = await browsing.people(TODAY, org_id=ROTI.org_id)
    assert (dewi.person_id, dewi.positions) == ("dewi", ("Kepala",))
    assert await browsing.people(date(2027, 1, 3), org_id=ROTI.org_id) == ()
    assert [person.person_id for person in await browsing.people(TODAY, "lest")] == ["dewi"]


async def test_addresses_that_do_not_work_are_a_list_for_somebody(browsing: Browsing, pool: Pool) -> None:
    assert await browsing.troubled([*PointState]) != ()
    assert await browsing.troubled([PointState.WRONG]) == ()
    number = DEWI.points[0]
    said = (PointState.WRONG, "WhatsApp does not know this number; ask for another one")
    await Directory(pool).mark_point(DEWI.person_id, Channel.WHATSAPP, number.address, *said)
    (trouble,) = await browsing.troubled([PointState.WRONG, PointState.FAILING])
    assert (trouble.name, trouble.address, trouble.state, trouble.problem) == ("Dewi Lestari", number.address, *said)
    assert trouble.others == 1
    await pool.execute("update people set left_on = '2026-12-31' where person_id = 'dewi'")
    assert await browsing.troubled([PointState.WRONG]) == ()
