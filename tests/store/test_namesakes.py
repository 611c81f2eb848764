"""Rows without an id meet whom the directory knows: never written over by mistake, and back where they had left."""

from datetime import date
from pathlib import Path

import pytest

from domain.values import PersonId
from store import directory_log
from store.directory import Directory
from store.importing import Count, Importing
from store.pool import Pool
from tests.store.test_directory import SARI
from tests.store.test_importing import ORGANISATIONS, PEOPLE, TODAY, told, written


@pytest.fixture
def importing(pool: Pool) -> Importing:
    return Importing(pool, SARI, TODAY)


async def test_a_namesake_is_not_written_over_whom_the_directory_knows(
    importing: Importing, pool: Pool, tmp_path: Path
) -> None:
    first = "name,whatsapp\nDewi Lestari,0812-3456-7890\nJoko,\n"
    await importing.run([written(tmp_path, "p.csv", first)])
    again = await importing.run([written(tmp_path, "p.csv", first)])
    assert (again.problems, again.counts["people"]) == ((), Count())
    for row in ("Dewi Lestari,0813-1111-1111,", "Dewi lestari,,", "Joko,,joko@y.id"):
        text = f"name,whatsapp,email\n{row}\n"
        (problem,) = (await importing.run([written(tmp_path, "q.csv", text)])).problems
        assert (problem.row, problem.column) == (2, "person_id")
    assert problem.params == {"id": "joko", "name": "Joko"}
    known = await Directory(pool).person(PersonId("dewi-lestari"))
    assert known is not None
    assert [p.address for p in known.points] == ["+6281234567890"]
    meant = "person_id,name,whatsapp\ndewi-lestari,Dewi Lestari,0813-1111-1111\n"
    assert (await importing.run([written(tmp_path, "r.csv", meant)])).counts["people"] == Count()


async def test_organisations_of_one_name_are_told_apart_by_domain_and_legal_number(
    importing: Importing, tmp_path: Path
) -> None:
    await importing.run([written(tmp_path, "o.csv", ORGANISATIONS)])
    same = await importing.run([written(tmp_path, "o.csv", ORGANISATIONS)])
    assert same.problems == ()
    other = await importing.run([written(tmp_path, "q.csv", "name,kind,domain\nRoti Makmur,company,roti.id\n")])
    assert told(other) == [("q.csv", 2, "org_id")]


async def test_whoever_is_imported_into_a_post_after_leaving_is_back(
    importing: Importing, pool: Pool, tmp_path: Path
) -> None:
    files = [written(tmp_path, "o.csv", ORGANISATIONS), written(tmp_path, "p.csv", PEOPLE)]
    await importing.run(files)
    await pool.execute("update people set left_on = '2027-01-03' where person_id = 'dewi'")
    post = "org_id,position,person_id,since,until\nsmk-melati,Guru,dewi,{}\n"
    await importing.run([written(tmp_path, "old.csv", post.format("2026-01-01,2026-12-31"))])
    assert await Directory(pool).left(PersonId("dewi")) == date(2027, 1, 3)
    await importing.run([written(tmp_path, "new.csv", post.format("2027-01-04,"))])
    assert await Directory(pool).left(PersonId("dewi")) is None
    assert "person.returned" in [change.what for change in await directory_log.read(pool, "dewi")]
