"""Telling people: what waits for one of them is planned, and a letter is handed over to a channel."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID, uuid5

import structlog
from pydantic import Field
from temporalio import activity

from activities.channels import port
from activities.channels.port import Never, NotNow
from domain.appointments import Entry
from domain.directory.cards import Channel, PersonCard, PointState
from domain.links import READING, Grant, LinkAct
from domain.notices import planning
from domain.notices.choices import NoticeKind
from domain.notices.invitations import told_in
from domain.notices.letter import Item, Letter
from domain.notices.planning import OnItsWay, Reader
from domain.notices.timing import Habits
from domain.values import Instant, PersonId, State
from store.calendars import days_off
from store.directory import Directory
from store.letters import Attempt, Due, Enclosed, Letters
from store.links import Links

log = structlog.get_logger()

LINK_LASTS = timedelta(days=60)
"""From when a letter was composed; a page of an old link sends a new one."""

SENT = "sent"
"""The outcome of a letter that was taken."""

AWAY = "no way out is set up for this channel"


class Someone(State):
    """Whose notices are looked at."""

    person_id: PersonId


class Handover(State):
    """A letter that is to be handed over."""

    person_id: PersonId
    letter_id: UUID


class Turn(State):
    """What is to be done for somebody now, and when to look again."""

    at: Instant
    name: str = ""
    letters: tuple[OnItsWay, ...] = ()
    waiting: dict[NoticeKind, int] = Field(default_factory=dict)
    """How many notices of each kind wait for their hour."""
    next_at: Instant | None = None
    settled: int = 0
    """Notices that need not be sent."""


class Told(State):
    """What became of a letter this time."""

    outcome: str
    reason: str | None = None


class Notifying:
    """The two steps of telling somebody something; both are safe to repeat."""

    def __init__(
        self,
        letters: Letters,
        directory: Directory,
        channels: Mapping[Channel, port.Channel],
        links: Links | None = None,
        public_url: str = "",
    ) -> None:
        """Without links a letter says what is to be done, and leaves it to its reader to find the way."""
        self._letters = letters
        self._directory = directory
        self._channels = channels
        self._links = links
        self._url = public_url.rstrip("/")

    @activity.defn(name="plan_notices")
    async def plan(self, who: Someone) -> Turn:
        """Decide what goes out to somebody now, and when to look again."""
        now = activity.info().started_time
        reader = await self._reader(who.person_id, now)
        if reader.card.person_id != who.person_id:
            await self._letters.merged(who.person_id)
            return Turn(at=now)
        planned = await self._letters.plan(reader, now)
        for letter in planned.given_up:
            await self._mark(reader, letter.channel, letter.address, PointState.FAILING, "nothing has arrived for days")
        log.info("notices_planned", person_id=who.person_id, letters=len(planned.on_their_way), next_at=planned.next_at)
        return Turn(
            at=now,
            name=reader.card.name,
            letters=planned.on_their_way,
            waiting=planned.waiting,
            next_at=planned.next_at,
            settled=len(planned.verdicts),
        )

    @activity.defn(name="deliver_letter")
    async def deliver(self, handover: Handover) -> Told:
        """Hand a letter over, if it still says something that its reader needs to hear and may hear now."""
        now = activity.info().started_time
        reader = await self._reader(handover.person_id, now)
        due = await self._letters.due(handover.letter_id, reader, now)
        if due is None:
            return Told(outcome="gone")
        if not _in_use(due, reader):
            await self._letters.close(handover.letter_id, "settled", "the address is not in use any more", now)
            return Told(outcome="gone")
        open_ = await self._still_open(due, reader, now)
        if not open_:
            await self._letters.close(handover.letter_id, "settled", "nothing in it needs to be said any more", now)
            return Told(outcome="settled")
        asked = all(e.waiting.asked for e in open_)
        if reader.habits.awake(now, planning.pressing(e.notice.kind for e in open_), asked=asked) > now:
            return Told(outcome="quiet")
        return await self._send(await self._letter(due, open_, reader), reader, now)

    async def _still_open(self, due: Due, reader: Reader, now: Instant) -> list[Enclosed]:
        """What is still to be said; of the rest it is written down why not."""
        over = {e.waiting.notice_id: planning.verdict(e.waiting, reader, now) for e in due.enclosed}
        await self._letters.judge([verdict for verdict in over.values() if verdict], now)
        return [e for e in due.enclosed if over[e.waiting.notice_id] is None]

    async def _send(self, letter: Letter, reader: Reader, now: Instant) -> Told:
        told, detail, name = Told(outcome=SENT), "", None
        channel = self._channels.get(letter.channel)
        try:
            if channel is None:
                raise Never(AWAY)
            detail, name = await channel.send(letter)
            await self._mark(reader, letter.channel, letter.address, PointState.GOOD)
        except NotNow as unsent:
            told, detail = Told(outcome="not_now", reason=unsent.reason), unsent.detail
        except Never as unsent:
            told, detail = Told(outcome="never", reason=unsent.reason), unsent.detail
            if unsent.address_wrong:
                await self._mark(reader, letter.channel, letter.address, PointState.WRONG, str(unsent))
        attempt = Attempt(told.outcome, told.reason, detail or None, name)
        await self._letters.tried(letter.letter_id, now, attempt)
        if told.outcome == SENT:
            await self._letters.invitations.told(reader.card.person_id, letter.invitations, now)
        log.info("letter_tried", letter_id=str(letter.letter_id), channel=letter.channel, outcome=told.outcome)
        return told

    async def _mark(
        self, reader: Reader, channel: Channel, address: str, state: PointState, problem: str | None = None
    ) -> None:
        known = reader.known((channel, address))
        if known and (known.state, known.problem) != (state, problem):
            await self._directory.mark_point(reader.card.person_id, channel, address, state, problem)

    async def _reader(self, person_id: PersonId, now: Instant) -> Reader:
        """Somebody as the directory knows them today; whoever is not in it cannot be reached."""
        card = await self._directory.person(person_id) or PersonCard(person_id=person_id, name=person_id)
        off = days_off(card.country, now.year)
        habits = Habits(card.zone, card.digest_at, card.quiet_from, card.quiet_until, off)
        today = habits.day(now)
        left = await self._directory.left(person_id)
        stand_in = await self._directory.stand_in(person_id, today)
        absence = await self._directory.absence(person_id, today) if stand_in else None
        return Reader(
            card=card,
            habits=habits,
            left=left is not None and left < today,
            away_until=absence.ends if absence else None,
            stand_in=stand_in,
        )

    async def _letter(self, due: Due, enclosed: list[Enclosed], reader: Reader) -> Letter:
        """What goes out; to an address that is not theirs any more without a link, for it opens their own choices."""
        expires_at = due.row["composed_at"] + LINK_LASTS
        letter_id: UUID = due.row["letter_id"]
        own = Grant(
            link_id=uuid5(letter_id, "preferences"),
            person_id=due.row["person_id"],
            act=LinkAct.SET_PREFERENCES,
            expires_at=expires_at,
        )
        own_link = await self._link(own) if reader.known((due.row["channel"], due.row["address"])) else None
        items = [await self._item(letter_id, e, expires_at, own_link) for e in enclosed]
        return Letter(
            letter_id=letter_id,
            to=reader.card,
            channel=Channel(due.row["channel"]),
            address=due.row["address"],
            language=due.row["language"],
            digest=due.row["digest"],
            thread=UUID(due.row["thread"]),
            composed_at=due.row["composed_at"],
            items=tuple(items),
            preferences_link=own_link,
            invitations=await self._days(due, enclosed, reader),
        )

    async def _days(self, due: Due, enclosed: list[Enclosed], reader: Reader) -> tuple[Entry, ...]:
        """For the reader's own calendar; mail alone can carry them, and only to an address that is theirs."""
        if due.row["channel"] != Channel.EMAIL or not reader.known((Channel.EMAIL, due.row["address"])):
            return ()
        asked = {
            (e.waiting.partnership_id, day)
            for e in enclosed
            if e.waiting.partnership_id and e.waiting.told_for is None
            for day in told_in(e.notice)
        }
        return await self._letters.invitations.due(reader.card.person_id, asked, due.row["composed_at"])

    async def _item(self, letter_id: UUID, enclosed: Enclosed, expires_at: Instant, own_link: str | None) -> Item:
        """One notice with the one link that helps: to act, where the reader may, to read, or to their own choices.

        It is made for the id under which the partnership knows its reader, whatever they are called by now. Its pages
        are for those who have a role there; whoever holds one of its tasks alone gets no link to them.
        """
        notice = enclosed.notice
        if enclosed.waiting.partnership_id is None:
            return Item(notice=notice, link=own_link)
        posted = enclosed.waiting.posted
        acts = enclosed.act is not None and enclosed.waiting.told_for is None
        grant = await self._given(enclosed) or Grant(
            link_id=uuid5(letter_id, str(enclosed.waiting.notice_id)),
            person_id=notice.person_id,
            org_id=notice.org_id,
            partnership_id=enclosed.waiting.partnership_id,
            act=LinkAct(enclosed.act) if enclosed.act and acts else LinkAct.READ_RECORD,
            about=enclosed.acts_on if acts else {},
            expires_at=expires_at,
        )
        return Item(
            notice=notice,
            partnership_id=enclosed.waiting.partnership_id,
            title=enclosed.title,
            due_at=enclosed.due_at,
            link=await self._link(grant) if posted else None,
            acts=posted and grant.act not in READING,
        )

    async def _given(self, enclosed: Enclosed) -> Grant | None:
        """What was made for this notice, such as a fresh link; whoever stands in does not get what is another's."""
        made = enclosed.notice.params.get("link") if enclosed.waiting.told_for is None else None
        link = await self._links.get(UUID(made)) if self._links and made else None
        return link.grant if link else None

    async def _link(self, grant: Grant) -> str | None:
        return f"{self._url}/l/{await self._links.offer(grant)}" if self._links else None


def _in_use(due: Due, reader: Reader) -> bool:
    """Whether a letter may still go where it was to go: to an address of today, or one that is to hear of its end."""
    place = (due.row["channel"], due.row["address"])
    return any((p.channel, p.address) == place for p in reader.points) or any(
        enclosed.waiting.point == place for enclosed in due.enclosed
    )
