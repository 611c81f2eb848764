"""The directory: organisations and people as they are known today, how they can be reached, and who stands in."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from domain.directory.cards import Absence, Channel, ContactPoint, Organisation, PersonCard, PointState
from domain.directory.sheets import Kind
from domain.message import Actor
from domain.values import OrgId, PersonId
from store import directory_log, own, tags
from store.pool import Connection, Pool, Row, borrowed
from store.tags import ALWAYS, Only

HOPS = 5
"""Stand-ins who are away themselves, one after the other; further than that nobody stands in."""

_FIELDS = tuple(name for name in PersonCard.model_fields if name != "points")

_PEOPLE = f"""
select asked.person_id as asked, {", ".join(f"p.{name}" for name in _FIELDS)}, (
    select coalesce(jsonb_agg(to_jsonb(c) - '{{person_id,since}}'::text[] order by rank, channel, address), '[]')
    from contact_points c where c.person_id = p.person_id
) as points
from people asked join people p on p.person_id = coalesce(asked.merged_into, asked.person_id)
where asked.person_id = any($1)
"""

_ORGANISATIONS = f"""
select asked.org_id as asked, {", ".join(f"o.{name}" for name in Organisation.model_fields)}
from organisations asked join organisations o on o.org_id = coalesce(asked.merged_into, asked.org_id)
where asked.org_id = any($1)
"""

_IDS = "select known_as($1)"

_LEFT = """
select p.left_on from people asked join people p on p.person_id = coalesce(asked.merged_into, asked.person_id)
where asked.person_id = $1
"""

_AWAY = """
select a.absence_id, a.person_id, a.starts, a.ends, a.note,
    case when s.left_on < $2 then null else s.person_id end as stand_in
from absences a
left join people named on named.person_id = a.stand_in
left join people s on s.person_id = coalesce(named.merged_into, named.person_id)
where $2 between a.starts and a.ends
    and a.person_id = (select coalesce(merged_into, person_id) from people where person_id = $1)
order by a.starts desc, a.absence_id limit 1
"""

MARK = """
update contact_points set state = $4, problem = $5, since = now()
where person_id = (select coalesce(merged_into, person_id) from people where person_id = $1)
    and channel = $2 and address = $3 and (state, problem) is distinct from ($4, $5)
"""


def _put(table: str, key: str, columns: Iterable[str]) -> str:
    names = tuple(columns)
    changes = ", ".join(f"{name} = excluded.{name}" for name in names if name != key)
    return (
        f"insert into {table} ({', '.join(names)}) select {', '.join(names)} "
        f"from jsonb_populate_record(null::{table}, $1) on conflict ({key}) do update set {changes}, "
        "updated_at = now() returning xmax = 0"
    )


_PUT_ORGANISATION = _put("organisations", "org_id", Organisation.model_fields)

_PUT_PERSON = _put("people", "person_id", _FIELDS)

_DROP_POINTS = """
delete from contact_points c where person_id = $1 and not exists (
    select from jsonb_populate_recordset(null::contact_points, $2) kept
    where (kept.channel, kept.address) = (c.channel, c.address)
)
"""

_PUT_POINTS = """
insert into contact_points (person_id, channel, address, rank)
select $1, channel, address, rank from jsonb_populate_recordset(null::contact_points, $2)
on conflict (person_id, channel, address) do update set rank = excluded.rank
"""


class MergedAway(Exception):
    """What was to be changed has turned out to be another one, and is kept under that id."""

    def __init__(self, into: str) -> None:
        super().__init__(into)
        self.into = into


class Directory:
    """Organisations and people; whoever was merged is found under the id that remains."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def person(self, person_id: PersonId) -> PersonCard | None:
        """Somebody, under this id or the one that they were merged into."""
        return (await self.people([person_id])).get(person_id)

    async def people(self, ids: Collection[PersonId]) -> dict[PersonId, PersonCard]:
        """Those who are known, by the ids that were asked for."""
        async with borrowed(self._pool) as connection:
            rows = await connection.fetch(_PEOPLE, list(ids))
        return {row["asked"]: _card(row) for row in rows}

    async def known_as(self, person_id: PersonId) -> tuple[PersonId, ...]:
        """Every id of somebody who was merged with a duplicate, the one that remains first; of others theirs alone."""
        async with borrowed(self._pool) as connection:
            return tuple(await connection.fetchval(_IDS, person_id))

    async def organisation(self, org_id: OrgId) -> Organisation | None:
        """One of them, under this id or the one that it was merged into."""
        return (await self.organisations([org_id])).get(org_id)

    async def organisations(self, ids: Collection[OrgId]) -> dict[OrgId, Organisation]:
        """Those that are known, by the ids that were asked for."""
        async with borrowed(self._pool) as connection:
            rows = await connection.fetch(_ORGANISATIONS, list(ids))
        return {row["asked"]: Organisation(**{name: row[name] for name in Organisation.model_fields}) for row in rows}

    async def left(self, person_id: PersonId) -> date | None:
        """The last day of somebody who leaves or has left; nothing is sent to them after it."""
        async with borrowed(self._pool) as connection:
            day: date | None = await connection.fetchval(_LEFT, person_id)
        return day

    async def absence(self, person_id: PersonId, on: date) -> Absence | None:
        """Whether somebody is away on a day, and who stands in."""
        async with borrowed(self._pool) as connection:
            row = await connection.fetchrow(_AWAY, person_id, on)
        return Absence(**row) if row else None

    async def stand_in(self, person_id: PersonId, on: date) -> PersonId | None:
        """Who acts for somebody who is away on a day; none where they are there, or nobody stands in."""
        seen, here = {person_id}, person_id
        for _ in range(HOPS):
            away = await self.absence(here, on)
            if away is None:
                return here if here != person_id else None
            if away.stand_in is None or away.stand_in in seen:
                return None
            seen.add(here := away.stand_in)
        return None

    async def put_organisation(self, org: Organisation, actor: Actor, only: Only = ALWAYS) -> bool:
        """An organisation as it is from now on, and whether it is a new one."""
        async with borrowed(self._pool) as connection, connection.transaction():
            known = await _locked(connection, "organisations", "org_id", org.org_id)
            before = Organisation(**{n: known[n] for n in Organisation.model_fields}) if known else None
            if before != org or only.new:
                await tags.hold(connection, Kind.ORGANISATIONS, org.org_id, only)
                is_new = await connection.fetchval(_PUT_ORGANISATION, org.model_dump(mode="json"))
                tags.first(only, is_new=is_new)
                await directory_log.write(
                    connection, actor, "organisation.put", org.org_id, changed=_changed(before, org)
                )
        return known is None

    async def put_person(self, card: PersonCard, actor: Actor, only: Only = ALWAYS) -> bool:
        """Somebody as they are from now on, and whether they are new; a contact point that stays keeps its state.

        Whoever was known hears how they are reached from now on, at the addresses of before as well.
        """
        async with borrowed(self._pool) as connection, connection.transaction():
            known = await _locked(connection, "people", "person_id", card.person_id)
            row = await connection.fetchrow(_PEOPLE, [card.person_id])
            before = _card(row) if row else None
            if before is None or _plain(before) != _plain(card) or only.new:
                await tags.hold(connection, Kind.PEOPLE, card.person_id, only)
                points = [point.model_dump(mode="json") for point in card.points]
                kept = card.model_dump(mode="json", exclude={"points"})
                tags.first(only, is_new=await connection.fetchval(_PUT_PERSON, kept))
                await connection.execute(_DROP_POINTS, card.person_id, points)
                await connection.execute(_PUT_POINTS, card.person_id, points)
                await directory_log.write(
                    connection, actor, "person.put", card.person_id, changed=_changed(before, card)
                )
            if before and _plain(before).points != _plain(card).points:
                await own.readdressed(connection, actor, {card.person_id: before.points})
        return known is None

    async def mark_point(
        self, person_id: PersonId, channel: Channel, address: str, state: PointState, problem: str | None = None
    ) -> None:
        """What became of sending to a contact point; nothing happens where somebody has removed it meanwhile."""
        async with borrowed(self._pool) as connection:
            await connection.execute(MARK, person_id, channel, address, state, problem)


async def _locked(connection: Connection, table: str, key: str, value: str) -> "Row | None":
    """The row that is about to change, for this transaction alone."""
    row = await connection.fetchrow(f"select * from {table} where {key} = $1 for update", value)
    if row and row["merged_into"]:
        raise MergedAway(row["merged_into"])
    return row


def _card(row: Row) -> PersonCard:
    fields: dict[str, Any] = {name: row[name] for name in PersonCard.model_fields}
    return PersonCard.model_validate(fields)


def _plain(card: PersonCard) -> PersonCard:
    """Somebody without what became of their contact points."""
    points = (ContactPoint(**point.model_dump(include={"channel", "address", "rank"})) for point in card.points)
    return card.model_copy(update={"points": tuple(sorted(points, key=lambda p: (p.rank, p.channel, p.address)))})


def _changed(before: Organisation | PersonCard | None, after: Organisation | PersonCard) -> list[str]:
    """The names of the fields that differ; all where there was nothing."""
    was = dict(before or ())
    return [name for name, value in after if before is None or was[name] != value]
