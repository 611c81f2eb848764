"""What is to be done for one person now: which notices go out in which letter, which need none, when to look again."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid5

from pydantic import Field

from domain.directory.cards import Channel, ContactPoint, PersonCard, Point, sendable
from domain.notices.choices import NoticeKind, Timing
from domain.notices.timing import BATCH, Habits, due
from domain.values import Instant, PersonId, State

STALE = timedelta(days=30)
"""News that could not be told in this time is news no more; the inbox has it."""

PAUSES = tuple(timedelta(minutes=m) for m in (1, 5, 15, 30, 60, 120, 240, 360))
"""Between the tries of one letter; the last one repeats."""

PATIENCE = timedelta(days=5)
"""For which one letter is tried, so that a long weekend without a provider loses nothing."""

ITEMS = 60
"""More in one letter nobody reads; the rest comes with the next one."""

NEVER = datetime.min.replace(tzinfo=UTC)

_HANDED = frozenset({NoticeKind.REQUEST, NoticeKind.REMINDER, NoticeKind.LEGAL, NoticeKind.SAFETY})
"""What a stand-in hears of; news waits for the one who is away."""


class Waiting(State):
    """A notice that has not gone out yet, and what is known of its matter now."""

    notice_id: UUID
    partnership_id: UUID | None = None
    kind: NoticeKind
    rule: str | None = None
    about: str = ""
    task: str | None = None
    private: bool = False
    told_for: PersonId | None = None
    created_at: Instant
    settled: str | None = None
    """Why nobody needs to be told any more."""
    posted: bool = True
    """The reader has a role there today."""
    held: bool = False
    """It is about a task in the reader's hands; for that, nobody needs a role there."""
    said: bool = False
    """The same was sent to its reader within the minutes before."""
    tried: tuple[Point, ...] = ()
    """Addresses that have refused it."""
    point: Point | None = None
    """The one address that it goes to."""
    asked: bool = False
    """Its reader has asked for it a moment ago, and looks out for it: it goes at once, at any hour."""


class Outgoing(State):
    """A letter that is on its way."""

    letter_id: UUID
    digest: bool
    kinds: tuple[NoticeKind, ...]
    asked: bool = False
    channel: Channel
    address: str
    composed_at: Instant
    tries: int = 0
    tried_at: Instant | None = None


@dataclass(frozen=True)
class Reader:
    """Somebody who is to be told, as the directory knows them today."""

    card: PersonCard
    habits: Habits
    left: bool = False
    away_until: date | None = None
    """The last day on which they are away and somebody stands in."""
    stand_in: PersonId | None = None

    @property
    def points(self) -> tuple[ContactPoint, ...]:
        """Where something can be sent, the best first."""
        return sendable(self.card.points)

    def known(self, place: Point) -> ContactPoint | None:
        """What the directory knows of an address; none where it is not theirs any more."""
        return next((p for p in self.card.points if (p.channel, p.address) == place), None)


class Verdict(State):
    """A notice that is not sent, and why."""

    notice_id: UUID
    state: str
    reason: str


class NewLetter(State):
    """A letter that begins its way."""

    letter_id: UUID
    channel: Channel
    address: str
    digest: bool
    thread: UUID
    notice_ids: tuple[UUID, ...]


class OnItsWay(State):
    """A letter that nobody has taken yet, for whoever looks."""

    letter_id: UUID
    channel: Channel
    digest: bool
    tries: int = 0
    at: Instant
    """When it is handed over, or tried again."""


class Plan(State):
    """What is to be done for one person."""

    verdicts: tuple[Verdict, ...] = ()
    handed: tuple[UUID, ...] = ()
    """Notices that somebody who stands in is told as well."""
    given_up: tuple[Outgoing, ...] = ()
    letters: tuple[NewLetter, ...] = ()
    on_their_way: tuple[OnItsWay, ...] = ()
    """Every letter that is to be handed over, now or later."""
    waiting: dict[NoticeKind, int] = Field(default_factory=dict)
    """How many notices of each kind wait for their hour."""
    next_at: Instant | None = None
    """When to look again; none where nothing is left."""


@dataclass(frozen=True)
class _Route:
    notice: Waiting
    point: ContactPoint
    timing: Timing
    at: Instant


def plan(
    reader: Reader, waiting: Iterable[Waiting], outgoing: Iterable[Outgoing], now: Instant, digest_day: date | None
) -> Plan:
    """What becomes of all that waits for a person; `digest_day` is the day of their last digest."""
    outgoing = tuple(outgoing)
    given_up = tuple(letter for letter in outgoing if _hopeless(letter))
    trying = tuple(letter for letter in outgoing if letter not in given_up)
    verdicts: list[Verdict] = []
    routes: list[_Route] = []
    handed: list[UUID] = []
    for notice in _newest(waiting, verdicts):
        over = verdict(notice, reader, now)
        route = None if over else _route(notice, reader, digest_day)
        if route is None:
            verdicts.append(over or _nowhere(notice, reader))
            continue
        if reader.stand_in and _is_handed(notice):
            handed.append(notice.notice_id)
        routes.append(route)
    digest_waits = any(letter.digest for letter in trying)
    times = _times(routes, reader, now)
    ripe = [r for r in routes if times[r.notice.notice_id] <= now and not (digest_waits and r.timing is Timing.DIGEST)]
    letters = tuple(_letters(ripe, reader, now))
    taken = {notice_id for letter in letters for notice_id in letter.notice_ids}
    on_their_way = (
        *(_trying(letter, next_try(letter, reader.habits, now)) for letter in trying),
        *(OnItsWay(letter_id=x.letter_id, channel=x.channel, digest=x.digest, at=now) for x in letters),
    )
    left = [r for r in routes if r.notice.notice_id not in taken and not (digest_waits and r.timing is Timing.DIGEST)]
    again = (max(times[r.notice.notice_id], now + PAUSES[0]) for r in left)
    return Plan(
        verdicts=tuple(verdicts),
        handed=tuple(handed),
        given_up=given_up,
        letters=letters,
        on_their_way=on_their_way,
        waiting=dict(Counter(r.notice.kind for r in routes if r.notice.notice_id not in taken)),
        next_at=min((*(x.at for x in on_their_way), *again, *((now,) if given_up else ())), default=None),
    )


def _trying(letter: Outgoing, at: Instant) -> OnItsWay:
    return OnItsWay(letter_id=letter.letter_id, channel=letter.channel, digest=letter.digest, tries=letter.tries, at=at)


def next_try(letter: Outgoing, habits: Habits, now: Instant) -> Instant:
    """When a letter may be handed over next: later and later, and never in the quiet of its reader."""
    pause = PAUSES[min(letter.tries, len(PAUSES)) - 1] if letter.tries else timedelta(0)
    earliest = (letter.tried_at or letter.composed_at) + pause
    return habits.awake(max(earliest, now), pressing(letter.kinds), asked=letter.asked)


def pressing(kinds: Iterable[NoticeKind]) -> NoticeKind:
    """The most urgent of these kinds."""
    present = set(kinds)
    urgent = (NoticeKind.SAFETY, NoticeKind.SECURITY, NoticeKind.LEGAL)
    return next((kind for kind in urgent if kind in present), NoticeKind.NEWS)


def _hopeless(letter: Outgoing) -> bool:
    return letter.tried_at is not None and letter.tried_at - letter.composed_at >= PATIENCE


def _newest(waiting: Iterable[Waiting], verdicts: list[Verdict]) -> Iterator[Waiting]:
    """Of several reminders of one matter the last one, which says it all; of what comes at one time, the first."""
    last: dict[object, Waiting] = {}
    asked: dict[object, Instant] = {}
    for notice in sorted(waiting, key=lambda n: (n.created_at, n.notice_id)):
        same = (notice.partnership_id, notice.task, notice.kind, notice.told_for)
        if notice.task and notice.created_at - asked.get(same, NEVER) <= BATCH:
            verdicts.append(_repeated(notice))
            continue
        asked[same] = notice.created_at
        reminds = notice.rule is not None and notice.kind is not NoticeKind.REQUEST
        matter = (notice.partnership_id, notice.rule, notice.about, notice.told_for) if reminds else notice.notice_id
        if matter in last:
            verdicts.append(_over(last.pop(matter), "a later one says the same"))
        last[matter] = notice
    yield from last.values()


def verdict(notice: Waiting, reader: Reader, now: Instant) -> Verdict | None:
    """Why a notice is not sent to anybody, if so."""
    if notice.settled:
        return _over(notice, notice.settled)
    if notice.said:
        return _repeated(notice)
    if reader.left:
        return Verdict(notice_id=notice.notice_id, state="departed", reason="they have left")
    if not (notice.posted or notice.held):
        return Verdict(notice_id=notice.notice_id, state="departed", reason="they have no role there any more")
    if notice.kind is NoticeKind.NEWS and now - notice.created_at > STALE:
        return _over(notice, "it has grown old before it could be told")
    return None


def _repeated(notice: Waiting) -> Verdict:
    return _over(notice, "it was said within the minutes before")


def _over(notice: Waiting, reason: str) -> Verdict:
    return Verdict(notice_id=notice.notice_id, state="settled", reason=reason)


def _route(notice: Waiting, reader: Reader, digest_day: date | None) -> _Route | None:
    """On which address a notice goes out and when, as its reader has chosen; none where there is no such address."""
    if notice.point:
        return _bound(notice, notice.point, reader)
    for point in reader.points:
        timing = Timing.NOW if notice.asked else reader.card.choices.timing(notice.kind, point.channel)
        if timing is not Timing.OFF and (point.channel, point.address) not in notice.tried:
            comes = due(notice.kind, timing, notice.created_at, reader.habits, digest_day)
            return _Route(notice, point, timing, notice.created_at if notice.asked else comes)
    return None


def _bound(notice: Waiting, place: Point, reader: Reader) -> _Route | None:
    """To the one address that it is for, also where that has been taken away meanwhile, and never with the digest."""
    if place in notice.tried:
        return None
    point = reader.known(place) or ContactPoint(channel=place[0], address=place[1])
    return _Route(notice, point, Timing.NOW, due(notice.kind, Timing.NOW, notice.created_at, reader.habits))


def _nowhere(notice: Waiting, reader: Reader) -> Verdict:
    """Chosen silence is not the same as nobody to be reached."""
    if notice.point:
        return _over(notice, "the address of before takes nothing any more")
    untried = [p for p in reader.points if (p.channel, p.address) not in notice.tried]
    if untried:
        return Verdict(notice_id=notice.notice_id, state="silent", reason="they have chosen not to be told")
    return Verdict(notice_id=notice.notice_id, state="unreachable", reason=_why_unreachable(notice, reader))


def _why_unreachable(notice: Waiting, reader: Reader) -> str:
    if notice.tried:
        return "no address of theirs has taken it: correct one, and it goes out"
    if any(p.channel is Channel.PHONE for p in reader.card.points):
        return "only a telephone number is known: call them, or add an address"
    if reader.card.points:
        return "every known address is wrong: correct one, and it goes out"
    return "no address is known: add one, and it goes out"


def _is_handed(notice: Waiting) -> bool:
    """What was confided stays with its reader, and nobody stands in for a stand-in."""
    return notice.kind in _HANDED and not notice.private and notice.told_for is None


def _times(routes: list[_Route], reader: Reader, now: Instant) -> dict[UUID, Instant]:
    """When each goes out; with what goes out at once goes whatever else has come within these minutes."""
    times = {r.notice.notice_id: _goes_at(r, reader, now) for r in routes}
    urgent = [r for r in routes if r.timing is Timing.NOW and not _is_apart(r.notice)]
    if any(times[r.notice.notice_id] <= now for r in urgent):
        for r in urgent:
            if times[r.notice.notice_id] <= now + BATCH:
                times[r.notice.notice_id] = reader.habits.awake(now, r.notice.kind)
    return times


def _is_apart(notice: Waiting) -> bool:
    """What comes at any hour takes nothing else along."""
    return notice.asked or notice.kind is NoticeKind.SAFETY


def _goes_at(route: _Route, reader: Reader, now: Instant) -> Instant:
    """What is overdue goes out as soon as its reader is awake, what a stand-in has heard when they are back."""
    notice, at = route.notice, route.at
    rests = notice.kind is NoticeKind.NEWS or (_is_handed(notice) and notice.kind is not NoticeKind.SAFETY)
    if reader.away_until and rests:
        at = max(at, next(reader.habits.digests(now, reader.away_until)))
    return at if at > now else reader.habits.awake(now, notice.kind, asked=notice.asked)


def _letters(ripe: list[_Route], reader: Reader, now: Instant) -> Iterator[NewLetter]:
    """Safety for itself, what was asked for or is for one address alone too; the rest by address, or in one digest."""
    digest = [r for r in ripe if r.timing is Timing.DIGEST]
    if digest:
        point = digest[0].point
        able = [r for r in digest if reader.card.choices.timing(r.notice.kind, point.channel) is not Timing.OFF]
        fit = [r for r in able if (point.channel, point.address) not in r.notice.tried]
        yield _letter(fit, point, reader, now, digest=True)
    apart: dict[tuple[bool, bool, bool, ContactPoint], list[_Route]] = {}
    for r in (r for r in ripe if r.timing is Timing.NOW):
        key = (r.notice.kind is not NoticeKind.SAFETY, not r.notice.asked, r.notice.point is not None, r.point)
        apart.setdefault(key, []).append(r)
    for key in sorted(apart, key=lambda key: key[:3]):
        yield _letter(apart[key], key[3], reader, now, digest=False)


def _letter(routes: list[_Route], point: ContactPoint, reader: Reader, now: Instant, *, digest: bool) -> NewLetter:
    notices = [r.notice for r in routes][:ITEMS]
    own = uuid5(_READERS, reader.card.person_id)
    about = {n.partnership_id or own for n in notices}
    first = notices[0]
    return NewLetter(
        letter_id=uuid5(first.notice_id, f"letter/{point.channel}/{point.address}/{now.isoformat()}"),
        channel=point.channel,
        address=point.address,
        digest=digest,
        thread=about.pop() if len(about) == 1 and not digest else own,
        notice_ids=tuple(n.notice_id for n in notices),
    )


_READERS = UUID("8f0f0c0e-6d6b-5a0e-9c57-6b656d697472")
"""Under which every reader has a thread of their own."""
