"""Duplicates: found by name, number and domain, and made one with a record."""

from datetime import date
from uuid import uuid4

import pytest

from domain.directory.cards import Absence, Away, Channel, ContactPoint, Filling, Organisation, PersonCard, Position
from domain.directory.likeness import Sign
from domain.directory.sheets import Kind
from domain.values import OrgId, OrgKind, PersonId
from store import directory_log
from store.directory import Directory, MergedAway
from store.merging import Merging, NotTwo, Pair, Unknown
from store.pool import Pool
from store.positions import Positions
from tests.store.test_directory import SARI

MAIL = ContactPoint(channel=Channel.EMAIL, address="dewi@melati.sch.id")
PHONE = ContactPoint(channel=Channel.PHONE, address="+6281234567890")
WHATSAPP = ContactPoint(channel=Channel.WHATSAPP, address="+6281234567890")


@pytest.fixture
def merging(pool: Pool) -> Merging:
    return Merging(pool)


@pytest.fixture
async def directory(pool: Pool) -> Directory:
    directory = Directory(pool)
    for org_id, name, domain in (
        ("melati", "SMK Melati", "melati.sch.id"),
        ("melati-2", "smk  melati.", None),
        ("roti", "PT Roti Makmur, Tbk.", None),
        ("roti-2", "Roti Makmur", None),
        ("sekolah", "Sekolah Kami", "melati.sch.id"),
    ):
        org = Organisation(org_id=OrgId(org_id), name=name, kind=OrgKind.COMPANY, domain=domain)
        await directory.put_organisation(org, SARI)
    for person_id, name, points in (
        ("dewi", "Dewi Lestari", (MAIL, WHATSAPP)),
        ("dewi-2", "Ibu Dr. Dewi Lestari, M.Pd.", (PHONE,)),
        ("joko", "Joko", (MAIL,)),
        ("siti", "Siti", ()),
    ):
        await directory.put_person(PersonCard(person_id=PersonId(person_id), name=name, points=points), SARI)
    return directory


async def test_twins_are_found_and_say_why(directory: Directory, merging: Merging) -> None:
    organisations = await merging.twins(Kind.ORGANISATIONS)
    assert [(twins.first, twins.second, twins.signs) for twins in organisations] == [
        ("melati", "melati-2", (Sign.NAME,)),
        ("melati", "sekolah", (Sign.DOMAIN,)),
        ("roti", "roti-2", (Sign.NAME,)),
    ]
    people = await merging.twins(Kind.PEOPLE)
    assert [(twins.first, twins.second, twins.signs) for twins in people] == [
        ("dewi", "dewi-2", (Sign.NAME, Sign.NUMBER)),
        ("dewi", "joko", (Sign.NUMBER,)),
    ]
    assert await merging.twins(Kind.PEOPLE, Pair("dewi", "dewi-2"), 1) == people[1:]


async def test_those_who_are_two_are_not_shown_again(directory: Directory, merging: Merging) -> None:
    await merging.distinct(Kind.PEOPLE, Pair("joko", "dewi"), SARI)
    assert [twins.second for twins in await merging.twins(Kind.PEOPLE)] == ["dewi-2"]


async def test_of_two_people_one_remains_with_everything(directory: Directory, merging: Merging, pool: Pool) -> None:
    positions = Positions(pool)
    await positions.put(Position(position_id="head", org_id=OrgId("melati"), title="Kepala"), SARI)
    await positions.fill(Filling(position_id="head", person_id=PersonId("dewi-2"), since=date(2026, 1, 1)), SARI)
    days = Away(starts=date(2026, 3, 1), ends=date(2026, 3, 9))
    for person, stand_in in (("siti", "dewi-2"), ("dewi-2", "dewi")):
        given = {"absence_id": uuid4(), "person_id": person, "stand_in": stand_in}
        away = Absence.model_validate({**dict(days), **given})
        await positions.put_absence(away, SARI)
    merged = await merging.merge(Kind.PEOPLE, "dewi-2", "dewi", SARI)
    assert merged.moved == {"contact_points": 1, "fillings": 1, "absences": 1, "stand_ins": 1}
    dewi = await directory.person(PersonId("dewi-2"))
    assert dewi is not None
    assert (dewi.person_id, dewi.name) == ("dewi", "Dewi Lestari")
    assert {point.channel for point in dewi.points} == {Channel.EMAIL, Channel.WHATSAPP, Channel.PHONE}
    assert [filling.position_id for filling in await positions.terms(PersonId("dewi-2"))] == ["head"]
    assert await directory.stand_in(PersonId("siti"), date(2026, 3, 2)) is None  # dewi herself is away
    assert [away.stand_in for away in await positions.absences(PersonId("dewi"), date(2026, 1, 1))] == [None]
    change, *_ = await directory_log.read(pool, "dewi-2")
    assert (change.what, change.detail["into"], change.actor) == ("people.merged", "dewi", SARI)
    assert [twins.second for twins in await merging.twins(Kind.PEOPLE)] == ["joko"]


async def test_whatever_was_merged_before_leads_to_the_last_one(directory: Directory, merging: Merging) -> None:
    await merging.merge(Kind.ORGANISATIONS, "sekolah", "melati-2", SARI)
    await merging.merge(Kind.ORGANISATIONS, "melati-2", "melati", SARI)
    assert (await merging.merge(Kind.ORGANISATIONS, "sekolah", "melati", SARI)).moved == {}
    known = await directory.organisation(OrgId("sekolah"))
    assert known is not None
    assert known.org_id == "melati"
    with pytest.raises(MergedAway, match="melati"):
        await merging.merge(Kind.ORGANISATIONS, "roti", "sekolah", SARI)
    with pytest.raises(MergedAway, match="melati"):
        await merging.merge(Kind.ORGANISATIONS, "sekolah", "roti", SARI)


async def test_what_cannot_be_merged(directory: Directory, merging: Merging) -> None:
    with pytest.raises(NotTwo):
        await merging.merge(Kind.PEOPLE, "dewi", "dewi", SARI)
    with pytest.raises(Unknown):
        await merging.merge(Kind.PEOPLE, "dewi", "nobody", SARI)
