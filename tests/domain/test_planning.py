"""When people hear: never in their quiet, never more than one digest a day, and everything that still matters once."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from domain.directory.cards import Channel, ContactPoint, PersonCard, PointState
from domain.notices.choices import Choices, NoticeKind, Timing
from domain.notices.patience import patient
from domain.notices.planning import PATIENCE, STALE, NewLetter, Outgoing, Plan, Reader, Waiting, next_try, plan
from domain.notices.timing import BATCH, DaysOff, Habits, due
from domain.values import PersonId

MONDAY = datetime(2027, 1, 4, 2, 0, tzinfo=UTC)
"""Nine in the morning in Jakarta."""

NO_DAYS_OFF = DaysOff(frozenset())
SATURDAY_SUNDAY, FRIDAY_SATURDAY = frozenset({5, 6}), frozenset({4, 5})
USUAL = Habits(off=NO_DAYS_OFF)
MAIL = ContactPoint(channel=Channel.EMAIL, address="dewi@example.org")
CHAT = ContactPoint(channel=Channel.WHATSAPP, address="+62811", rank=2)

hours = st.times().map(lambda t: t.replace(second=0, microsecond=0, tzinfo=None))
zones = st.sampled_from(("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura", "Europe/Amsterdam", "America/New_York"))
moments = st.integers(0, 365 * 24 * 60).map(lambda minutes: MONDAY + timedelta(minutes=minutes))
free = st.frozensets(st.dates(date(2027, 1, 1), date(2028, 1, 1)), max_size=20)
habits = st.builds(
    Habits,
    zones,
    hours,
    hours,
    hours,
    st.builds(DaysOff, st.sampled_from((frozenset({5, 6}), frozenset({4, 5}))), free),
)


def reader(
    *points: ContactPoint,
    habits: Habits = USUAL,
    choices: Choices = Choices(),  # noqa: B008 - frozen
    **known: Any,  # noqa: ANN401 - the fields of a reader
) -> Reader:
    """Somebody with a mailbox."""
    card = PersonCard(person_id=PersonId("dewi"), name="Dewi", points=points or (MAIL,), choices=choices)
    return Reader(card=card, habits=habits, **known)


def waiting(number: int, kind: NoticeKind = NoticeKind.NEWS, at: datetime = MONDAY, **known: object) -> Waiting:
    given = {"notice_id": UUID(int=number), "partnership_id": UUID(int=1), "kind": kind, "created_at": at}
    return Waiting.model_validate(given | known)


def sent(made: NewLetter, at: datetime, kind: NoticeKind = NoticeKind.NEWS, **known: object) -> Outgoing:
    fields = {"letter_id": made.letter_id, "digest": made.digest, "kinds": (kind,), "composed_at": at}
    return Outgoing.model_validate(fields | {"channel": made.channel, "address": made.address} | known)


def look(*notices: Waiting, to: Reader | None = None, at: datetime = MONDAY, told: date | None = None) -> Plan:
    return plan(to or reader(), notices, (), at, told)


@given(habits, moments, st.sampled_from(NoticeKind), st.sampled_from((Timing.NOW, Timing.DIGEST)))
def test_nothing_but_safety_comes_in_quiet_hours_or_on_a_day_off(
    habits: Habits, at: datetime, kind: NoticeKind, timing: Timing
) -> None:
    comes = due(kind, timing, at, habits)
    assert comes >= at
    if kind is not NoticeKind.SAFETY or timing is Timing.DIGEST:
        assert not habits.quiet(comes)
    if kind in {NoticeKind.NEWS, NoticeKind.REMINDER, NoticeKind.REQUEST} or timing is Timing.DIGEST:
        assert habits.day(comes) not in habits.off


@given(habits, moments)
def test_there_is_at_most_one_digest_a_day_and_it_comes_within_days(habits: Habits, at: datetime) -> None:
    digests = habits.digests(at)
    days = [habits.day(next(digests)) for _ in range(30)]
    assert len(set(days)) == len(days)
    assert days[0] - habits.day(at) <= timedelta(days=30)


@given(habits, st.lists(st.tuples(moments, st.sampled_from(NoticeKind), st.booleans()), max_size=25))
def test_in_a_year_everything_is_told_once_and_a_day_has_one_digest(
    habits: Habits, told: list[tuple[datetime, NoticeKind, bool]]
) -> None:
    """Looks as the workflow looks: when something is new, and when the plan says so."""
    ahead = sorted((waiting(n + 1, kind, at) for n, (at, kind, _) in enumerate(told)), key=lambda n: n.created_at)
    here, went, digests, last = reader(habits=habits), Counter[UUID](), Counter[date](), None
    now, open_ = MONDAY, list[Waiting]()
    while ahead or open_:
        planned = plan(here, open_, (), now, last)
        gone = {verdict.notice_id for verdict in planned.verdicts}
        for letter in planned.letters:
            kinds = {n.kind for n in open_ if n.notice_id in letter.notice_ids}
            went.update(letter.notice_ids)
            gone |= set(letter.notice_ids)
            assert not habits.quiet(now) or (kinds == {NoticeKind.SAFETY} and not letter.digest)
            if letter.digest:
                last = habits.day(now)
                digests[last] += 1
        open_ = [n for n in open_ if n.notice_id not in gone]
        moments_ahead = [m for m in (planned.next_at if open_ else None, ahead[0].created_at if ahead else None) if m]
        if moments_ahead:
            now = max(now, min(moments_ahead))
            open_ += [n for n in ahead if n.created_at <= now]
            ahead = [n for n in ahead if n.created_at > now]
    assert set(went.values()) <= {1}
    assert set(digests.values()) <= {1}
    assert {n for n, (at, _, _) in enumerate(told, 1)} == {n.int for n in went}


def test_what_happens_within_minutes_comes_together() -> None:
    first, second = waiting(1, NoticeKind.REQUEST), waiting(2, NoticeKind.REQUEST, MONDAY + timedelta(minutes=4))
    assert look(first).letters == ()
    assert look(first).next_at == MONDAY + BATCH
    (letter,) = look(first, second, at=MONDAY + BATCH).letters
    assert letter.notice_ids == (first.notice_id, second.notice_id)


def test_safety_waits_for_nothing_and_comes_alone() -> None:
    night = MONDAY + timedelta(hours=14)
    safety, request = waiting(1, NoticeKind.SAFETY, night), waiting(2, NoticeKind.REQUEST, MONDAY)
    planned = look(safety, request, at=night)
    assert [letter.notice_ids for letter in planned.letters] == [(safety.notice_id,)]
    assert planned.next_at == night  # it is handed over now, and looked at again
    assert look(request, at=night).next_at == MONDAY + timedelta(hours=21)


def test_what_is_settled_or_old_or_for_somebody_who_has_left_is_not_sent() -> None:
    done = waiting(1, settled="what it asks for has been done")
    lost = waiting(2, posted=False)
    old = waiting(3, at=MONDAY - STALE - timedelta(days=1))
    assert {v.notice_id.int: v.state for v in look(done, lost, old).verdicts} == {
        1: "settled",
        2: "departed",
        3: "settled",
    }
    assert [v.state for v in look(waiting(1), to=reader(left=True)).verdicts] == ["departed"]


def test_of_several_reminders_the_last_one_says_it_all() -> None:
    reminders = [
        waiting(n, NoticeKind.REMINDER, MONDAY + timedelta(hours=n), rule="contact", about="") for n in (1, 2, 3)
    ]
    planned = look(*reminders, at=MONDAY + timedelta(hours=23))
    assert [v.notice_id.int for v in planned.verdicts] == [1, 2]
    assert [letter.notice_ids for letter in planned.letters] == [(UUID(int=3),)]


def test_silence_is_chosen_and_nobody_is_unreachable_by_choice() -> None:
    quiet = Choices(by_kind={NoticeKind.NEWS: Timing.OFF})
    assert [v.state for v in look(waiting(1), to=reader(choices=quiet)).verdicts] == ["silent"]
    wrong = MAIL.model_copy(update={"state": PointState.WRONG})
    phone = ContactPoint(channel=Channel.PHONE, address="+62274")
    reasons = [look(waiting(1), to=reader(*points)).verdicts[0].reason for points in ((wrong,), (phone,))]
    assert [look(waiting(1), to=reader(wrong)).verdicts[0].state, *reasons] == [
        "unreachable",
        "every known address is wrong: correct one, and it goes out",
        "only a telephone number is known: call them, or add an address",
    ]


def test_what_one_address_has_refused_goes_to_the_next() -> None:
    notice = waiting(1, NoticeKind.REQUEST, tried=((MAIL.channel, MAIL.address),))
    (letter,) = look(notice, to=reader(MAIL, CHAT), at=MONDAY + BATCH).letters
    assert letter.channel is Channel.WHATSAPP
    failing = MAIL.model_copy(update={"state": PointState.FAILING})
    (letter,) = look(waiting(2, NoticeKind.REQUEST), to=reader(failing, CHAT), at=MONDAY + BATCH).letters
    assert letter.channel is Channel.WHATSAPP


def test_while_somebody_stands_in_they_hear_and_the_absent_one_hears_on_return() -> None:
    away = reader(away_until=date(2027, 1, 15), stand_in=PersonId("budi"))
    request, secret = waiting(1, NoticeKind.REQUEST), waiting(2, NoticeKind.REQUEST, private=True)
    planned = look(request, secret, to=away, at=MONDAY + BATCH)
    assert planned.handed == (request.notice_id,)
    assert [letter.notice_ids for letter in planned.letters] == [(secret.notice_id,)]
    alone = look(request, to=away, at=MONDAY + BATCH)
    assert alone.next_at is not None
    assert away.habits.day(alone.next_at) == date(2027, 1, 16)


def test_a_letter_is_tried_later_and_later_and_given_up_after_days() -> None:
    (made,) = look(waiting(1, NoticeKind.REQUEST), at=MONDAY + BATCH).letters
    always = Habits(quiet_from=time(0), quiet_until=time(0), off=NO_DAYS_OFF)
    at, tries, gaps = MONDAY, 0, list[timedelta]()
    while at - MONDAY < PATIENCE:
        tries += 1
        letter = sent(made, MONDAY, tries=tries, tried_at=at)
        gaps.append(next_try(letter, always, at) - at)
        at += gaps[-1]
    assert gaps == sorted(gaps)
    assert 20 < tries < 40
    planned = plan(reader(), (), (sent(made, MONDAY, tries=tries, tried_at=at),), at, None)
    assert [letter.letter_id for letter in planned.given_up] == [made.letter_id]


def test_no_second_digest_begins_while_one_is_on_its_way() -> None:
    tomorrow = MONDAY + timedelta(hours=22, minutes=30)
    (made,) = look(waiting(1), at=tomorrow).letters
    stuck = sent(made, tomorrow, tries=9, tried_at=tomorrow + timedelta(hours=20))
    later = tomorrow + timedelta(days=1)
    planned = plan(reader(), (waiting(2, at=tomorrow),), (stuck,), later, reader().habits.day(tomorrow))
    assert planned.letters == ()
    assert [letter.letter_id for letter in planned.on_their_way] == [made.letter_id]


ELSEWHERE = ("email", "dewi@gone.example")


def security(number: int, **known: Any) -> Waiting:  # noqa: ANN401 - the fields of a notice
    """What is somebody's own."""
    return waiting(number, NoticeKind.SECURITY, partnership_id=None, **known)


def test_what_an_address_of_before_is_to_hear_goes_there_alone_and_to_no_other() -> None:
    told = [security(1), security(2, point=ELSEWHERE), waiting(3, NoticeKind.REQUEST)]
    everything = Choices(by_kind=dict.fromkeys(NoticeKind, Timing.DIGEST))
    for choices in (Choices(), everything):
        made = plan(reader(choices=choices), told, (), MONDAY + timedelta(days=1), None).letters
        places = {(x.channel, x.address): {n.int for n in x.notice_ids} for x in made}
        assert places == {ELSEWHERE: {2}, (MAIL.channel, MAIL.address): {1, 3}}
    kept = plan(reader(), [security(1), security(2, point=(MAIL.channel, MAIL.address))], (), MONDAY + BATCH, None)
    assert [len(letter.notice_ids) for letter in kept.letters] == [1, 1]


def test_an_address_of_before_that_takes_nothing_is_let_be() -> None:
    (verdict,) = plan(reader(), [security(1, point=ELSEWHERE, tried=(ELSEWHERE,))], (), MONDAY, None).verdicts
    assert (verdict.state, verdict.reason) == ("settled", "the address of before takes nothing any more")
    gone = Reader(card=PersonCard(person_id=PersonId("dewi"), name="Dewi"), habits=USUAL)
    assert not plan(gone, [security(1, point=ELSEWHERE)], (), MONDAY, None).verdicts


def test_what_is_ones_own_has_a_thread_of_its_own() -> None:
    (letter,) = plan(reader(), [security(1)], (), MONDAY + BATCH, None).letters
    (other,) = plan(reader(), [security(2)], (), MONDAY + BATCH, None).letters
    assert letter.thread == other.thread != letter.notice_ids[0]


def test_what_its_reader_has_asked_for_a_moment_ago_goes_at_once_and_alone() -> None:
    at_nine = MONDAY.replace(hour=14)  # in the evening
    digest = Choices(by_kind={NoticeKind.SECURITY: Timing.DIGEST})
    fresh = waiting(1, NoticeKind.SECURITY, at_nine, partnership_id=None, asked=True)
    others = (waiting(2, NoticeKind.SECURITY, at_nine), waiting(3, NoticeKind.REQUEST, at_nine))
    for chosen in (Choices(), digest):
        planned = look(fresh, *others, to=reader(choices=chosen), at=at_nine)
        (letter,) = planned.letters
        assert letter.notice_ids == (fresh.notice_id,)
        assert next_try(sent(letter, at_nine, NoticeKind.SECURITY, asked=True), USUAL, at_nine) == at_nine
        assert next_try(sent(letter, at_nine, NoticeKind.SECURITY), USUAL, at_nine) > at_nine
    by_day = look(*(waiting(n, NoticeKind.SECURITY, MONDAY - BATCH, asked=n == 1) for n in (1, 2, 3)))
    assert sorted(len(letter.notice_ids) for letter in by_day.letters) == [1, 2]


def test_whoever_may_ask_for_something_at_any_moment_is_always_woken() -> None:
    assert NoticeKind.SECURITY not in patient(reader(), MONDAY, MONDAY + timedelta(minutes=1), None)
