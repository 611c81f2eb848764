"""A year of three partnerships and twelve people: every mail is counted and read; two days have no mail server."""

import os
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from functools import cached_property
from http import HTTPStatus
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

import pytest
from temporalio.testing import WorkflowEnvironment

from activities.channels.chosen import channels
from activities.handling import Handling
from api.ports import Ports
from domain.directory.cards import PersonCard
from domain.notices.choices import NoticeKind
from domain.notices.timing import Habits
from domain.people import PersonReleased
from domain.policy import PolicySet
from domain.values import PersonId, Role
from store.calendars import days_off
from store.limits import Limit, Limits
from store.pool import Pool
from tests.api.calling import calling
from tests.domain.teller import person
from tests.notifying import KEY, know, whole
from tests.year.cast import FARMERS, MOVED_BOX, READER, WITHOUT_NEWS, address, cards, lost
from tests.year.living import Arrival, Box, Deed, Year
from tests.year.reading import REASONS, letter_id, links, page, text, undated, unsubscribes
from tests.year.stories import LEAVES, NEUTRAL, Tale, year
from workflows.gateway import Gateway

EXAMPLE = Path(__file__).parents[2] / "docs" / "mailbox.md"

BEGINS = datetime(2030, 1, 7, 2, tzinfo=UTC)
"""Always the same year, with the same holidays, so that its mail is the same."""

ACTIONS_A_LETTER = 8.5
"""A start, a look, a wait, a look and the delivery; and what comes between, or needs no letter in the end."""

LENGTH = timedelta(days=365)
OUTAGE = timedelta(days=22.9), timedelta(days=24.9)
"""In these days an agreement comes into force."""

AWAY = person(Role.LEAD, FARMERS)
STANDS_IN = person(Role.ALTERNATE, FARMERS)

HAND_ON = """
insert into absences (absence_id, person_id, stand_in, starts, ends) values (gen_random_uuid(), $1, $2, $3, $4)
"""

KINDS = """
select letter_id, array_agg(distinct n.kind) as kinds from letter_notices join notices n using (notice_id)
group by letter_id
"""

TOLD_THEMSELVES = """
select count(*) from notices n join ledger l on l.partnership_id = n.partnership_id and l.version = n.version
where l.actor ->> 'person_id' = n.person_id and n.kind = 'news'
"""


class Boundless(Limits):
    """A year of clicks in a minute is nobody in a hurry."""

    async def take(self, limit: Limit, whose: str) -> float:
        """Everybody may come."""
        return 0.0


class Unhurried(Ports):
    """Those of an API that serves the year."""

    @cached_property
    def limits(self) -> Limits:
        return Boundless(self.pool)


class Lived(NamedTuple):
    """What a year has left behind."""

    box: Box
    cards: dict[PersonId, PersonCard]
    digests: set[UUID]
    kinds: dict[UUID, set[NoticeKind]]
    left: datetime
    opened: Counter[tuple[int, str]]
    """What the links of all mails answered, opened as soon as they came."""
    spent: Counter[str]
    """What telling them has cost, in actions by kind."""

    def reader(self, arrival: Arrival) -> PersonCard:
        """Whose mail it is."""
        return next(card for card in self.cards.values() if address(card.person_id) == arrival.to)

    def habits(self, card: PersonCard) -> Habits:
        """How they wish to hear."""
        off = days_off(card.country, self.left.year)
        return Habits(card.zone, card.digest_at, card.quiet_from, card.quiet_until, off)


async def lived(environment: WorkflowEnvironment, handling: Handling, pool: Pool, dsn: str) -> Lived:
    """The whole year, with all that goes wrong in it."""
    now, begins = await environment.get_current_time(), BEGINS
    tales, life = year(begins), Year(environment, pool)
    box = Box(life.now)
    box.refusals[lost(MOVED_BOX)] = "550 5.1.1 no such mailbox"
    await box.open()
    await know(pool, *cards())
    ways = {"KEMITRAAN_SMTP_URL": box.url, "KEMITRAAN_MAIL_FROM": "Kemitraan <kemitraan@surat.example>"}
    left = _left(tales)

    async def forget() -> None:
        box.forget = 1

    deeds = [deed for tale in tales for deed in life.said(tale.submissions)]
    deeds += [Deed(begins + OUTAGE[0], box.close), Deed(begins + OUTAGE[1], box.open)]
    deeds += [Deed(begins + timedelta(days=70), forget)]
    deeds += [
        Deed(left, lambda: pool.execute("update people set left_on = $2 where person_id = $1", LEAVES, left.date())),
        Deed(begins, lambda: pool.execute(HAND_ON, AWAY, STANDS_IN, *_away(begins))),
    ]
    opened: Counter[tuple[int, str]] = Counter()
    ports = Unhurried(pool, Gateway(environment.client), PolicySet(), {}, link_key=KEY)
    async with calling(ports) as api, whole(environment.client, pool, dsn, channels(ways), handling):

        async def reads(mail: EmailMessage) -> None:
            for path in {*links(mail), unsubscribes(mail)}:
                answer = await api.http.get(path)
                opened[answer.status_code, "" if answer.is_success else str(mail["Subject"])] += 1

        box.reads = reads
        await environment.sleep(begins - now - timedelta(minutes=1))
        await life.live(deeds, begins + LENGTH)
    await box.close()
    rows = await pool.fetch("select letter_id from letters where digest")
    kinds = {row["letter_id"]: {*map(NoticeKind, row["kinds"])} for row in await pool.fetch(KINDS)}
    everybody = {card.person_id: card for card in cards()}
    return Lived(
        box, everybody, {row["letter_id"] for row in rows}, kinds, left, opened, sum(life.spent.values(), Counter())
    )


def _left(tales: list[Tale]) -> datetime:
    ledger = (entry for tale in tales for entry in tale.ledger if isinstance(entry.event, PersonReleased))
    return next(entry.recorded_at for entry in ledger)


def _away(begins: datetime) -> tuple[object, object]:
    return (begins + timedelta(days=99)).date(), (begins + timedelta(days=115)).date()


@pytest.mark.alone
async def test_a_year_of_mail(skipping: WorkflowEnvironment, handling: Handling, pool: Pool, dsn: str) -> None:
    told = await lived(skipping, handling, pool, dsn)
    arrivals = told.box.arrivals
    assert len({arrival.to for arrival in arrivals}) == len(told.cards)
    _nobody_is_nagged(told)
    _nobody_is_disturbed(told)
    _everything_can_be_understood(told)
    _nothing_is_doubled(told)
    await _nothing_is_lost(told, pool)
    await _whom_it_must_not_reach(told, pool)
    await _telling_is_cheap(told, pool)
    mine = [arrival for arrival in arrivals if arrival.to == address(READER)]
    example = page(told.cards[READER], mine)
    if os.environ.get("KEMITRAAN_WRITE_EXAMPLE"):
        EXAMPLE.write_text(example)
    assert set(told.opened) == {(HTTPStatus.OK, "")}, told.opened
    assert told.opened[HTTPStatus.OK, ""] > len(arrivals)
    assert undated(EXAMPLE.read_text()) == undated(example)


def _nobody_is_nagged(told: Lived) -> None:
    """Never more than one digest a person and day."""
    digests = {letter_id(a.mail): a for a in told.box.arrivals if letter_id(a.mail) in told.digests}
    days = Counter((a.to, told.habits(told.reader(a)).day(a.at)) for a in digests.values())
    assert len(days) > 50
    assert set(days.values()) == {1}


def _nobody_is_disturbed(told: Lived) -> None:
    """Nothing in quiet hours but what concerns safety, and on days off nothing that can wait."""
    at_night = []
    for arrival in told.box.arrivals:
        kinds, habits = told.kinds[letter_id(arrival.mail)], told.habits(told.reader(arrival))
        if habits.quiet(arrival.at):
            assert kinds == {NoticeKind.SAFETY}, (arrival.at, arrival.to, kinds)
            at_night.append((habits.here(arrival.at), arrival.to, str(arrival.mail["Subject"])))
        if not kinds & {NoticeKind.LEGAL, NoticeKind.SAFETY}:
            assert habits.day(arrival.at) not in habits.off, (arrival.at, arrival.to, kinds)
    assert {(at.hour, to) for at, to, _ in at_night} == {(5, address(NEUTRAL.person_id))}, at_night  # what was severe


def _everything_can_be_understood(told: Lived) -> None:
    """Each in its reader's language, with a reason for everything in it and a link."""
    for arrival in told.box.arrivals:
        card = told.reader(arrival)
        assert arrival.mail["Content-Language"] == card.language
        reasons = text(arrival.mail).count(REASONS[card.language])
        assert reasons >= 1
        assert len(links(arrival.mail)) == reasons + 1  # and one to their choices
        assert "{" not in text(arrival.mail)


def _nothing_is_doubled(told: Lived) -> None:
    """One mail was taken without a word and came again, under the same id and with the same words."""
    ids = Counter(letter_id(arrival.mail) for arrival in told.box.arrivals)
    (twice,) = (letter for letter, count in ids.items() if count > 1)
    first, second = (a.mail for a in told.box.arrivals if letter_id(a.mail) == twice)
    assert first.as_bytes() == second.as_bytes()


async def _nothing_is_lost(told: Lived, pool: Pool) -> None:
    """What two days without a server had kept back has come, and everything that was to be told has been."""
    states = Counter({row[0]: row[1] for row in await pool.fetch("select state, count(*) from notices group by 1")})
    assert set(states) <= {"sent", "settled", "silent", "departed"}, states
    assert min(states["sent"], states["settled"], states["silent"], states["departed"]) > 0, states
    sent = {row[0] for row in await pool.fetch("select letter_id from letters where state = 'sent'")}
    assert sent == {letter_id(arrival.mail) for arrival in told.box.arrivals}
    late = await pool.fetch("select distinct letter_id from attempts where outcome = 'not_now'")
    assert len(late) > 3
    assert {row[0] for row in late} <= sent | {r[0] for r in await pool.fetch("select letter_id from letters")} - sent
    often = await pool.fetchval(
        "select count(*) from (select notice_id from letter_notices join letters using (letter_id) "
        "where state = 'sent' group by 1 having count(*) > 1) doubled"
    )
    assert often == 0


async def _telling_is_cheap(told: Lived, pool: Pool) -> None:
    """What it costs grows with the letters, and not with all that happens."""
    notices = await pool.fetchval("select count(*) from notices")
    spent = told.spent.total()
    sys.stdout.write(f"{notices} notices, {len(told.box.arrivals)} letters, {spent} actions: {dict(told.spent)}\n")
    assert spent <= ACTIONS_A_LETTER * len(told.box.arrivals)


async def _whom_it_must_not_reach(told: Lived, pool: Pool) -> None:
    """Nobody who has left or wishes no news, no address that is wrong, nobody of what they have done themselves."""
    assert not [a for a in told.box.arrivals if a.to == address(LEAVES) and a.at > told.left]
    mine = [told.kinds[letter_id(a.mail)] for a in told.box.arrivals if a.to == address(WITHOUT_NEWS)]
    assert mine
    assert all(NoticeKind.NEWS not in kinds for kinds in mine)
    state = await pool.fetchval("select state from contact_points where address = $1", lost(MOVED_BOX))
    assert state == "wrong"
    assert await pool.fetchval(TOLD_THEMSELVES) == 0
    stood_in = await pool.fetchval("select count(*) from notices where told_for = $1 and state = 'sent'", AWAY)
    assert stood_in > 0
