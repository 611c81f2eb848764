"""A link speaks for the side on which its person has a role today, and is offered by that side or by a neutral one."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from domain.concerns import DiscloseConcern, RaiseConcern, WithdrawConcern
from domain.disclosure import Disclosure
from domain.leaving import AnnounceLeaving
from domain.links import OF_ONES_OWN, LinkAct
from domain.message import Actor
from domain.people import ReleasePerson
from domain.slices.concerns import ConcernKind
from domain.values import OrgId, PersonId, Role
from store.keys import KeyRole
from tests.api.calling import Api, key
from tests.api.visiting import HOST, PARTNER, B, Story, Visitor, appointed, listed, new, visitor, voice
from tests.domain.teller import FACILITATOR

MEMBER = voice(Role.MEMBER, PARTNER)
PRIVATE = RaiseConcern(
    concern_id="alone", about=ConcernKind.WORKLOAD, text="I carry this alone", disclose_to=Disclosure.OWN_LEAD
)


def released(who: Actor = MEMBER) -> Story:
    """Somebody had a role here, has confided something, and has none any more."""
    story = appointed(new().active(), who)
    return story.then(who, PRIVATE).then(B, ReleasePerson(person_id=who.person_id, reason="Another post"))


async def offered(api: Api, story: Story, by: str | None, **changes: object) -> dict[str, object]:
    """What the API says to staff of a side who offer a link."""
    body = {"person_id": B.person_id, "org_id": PARTNER, "partnership_id": str(story.p.id), "act": "read_record"}
    staff = await key(api.ports, KeyRole.OPERATOR, "sari", OrgId(by) if by else None)
    answer = await api.post("/v1/links", body | changes, staff, Idempotency_Key=uuid4().hex)
    kept = await api.ports.pool.fetchval("select count(*) from links where partnership_id = $1", story.p.id)
    told: dict[str, object] = answer.json()
    return {"status": answer.status_code, "links": kept, **told}


async def in_store(api: Api) -> Story:
    """A partnership at work."""
    return (await visitor(api, new().active(), LinkAct.SET_PREFERENCES)).story


@pytest.mark.parametrize("by", [PARTNER, None])
async def test_ones_own_staff_and_staff_of_no_side_offer_links(api: Api, by: str | None) -> None:
    assert (await offered(api, await in_store(api), by))["status"] == 201


@pytest.mark.parametrize("act", ["confirm_contribution", "accept_version", "read_record"])
async def test_staff_of_one_side_offer_none_to_people_of_another(api: Api, act: str) -> None:
    told = await offered(api, await in_store(api), HOST, act=act)
    assert (told["status"], told["code"]) == (422, "not-of-your-side")


@pytest.mark.parametrize("org", [HOST, "no-such-org"])
@pytest.mark.parametrize("by", [HOST, PARTNER, None])
async def test_nobody_is_made_to_speak_for_a_side_where_they_have_no_role(api: Api, org: str, by: str | None) -> None:
    told = await offered(api, await in_store(api), by, org_id=org)
    assert told["status"] == 422
    assert told["errors"][0]["where"] == "/org_id"  # type: ignore[index]


async def test_somebody_without_a_role_is_offered_nothing(api: Api) -> None:
    known = await listed(api, PersonId(f"p-{uuid4().hex[:8]}"))
    told = await offered(api, await in_store(api), None, person_id=known.person_id)
    assert told["status"] == 422


@pytest.mark.parametrize("act", [act for act in LinkAct if act is not LinkAct.SET_PREFERENCES])
@pytest.mark.parametrize("org", [HOST, None])
async def test_a_link_for_another_side_opens_nothing(api: Api, act: LinkAct, org: OrgId | None) -> None:
    link = await visitor(api, new().active(), act, org_id=org)
    for answer in (await link.looks(), await link.sends(answer="confirm")):
        assert (answer.status_code, "no longer yours" in answer.text) == (410, True)


@pytest.mark.parametrize(
    "act", [act for act in LinkAct if act not in {LinkAct.SET_PREFERENCES, LinkAct.READ_RECORD, *OF_ONES_OWN}]
)
async def test_whoever_lost_their_role_says_nothing_through_a_link(api: Api, act: LinkAct) -> None:
    link = await visitor(api, released(), act, MEMBER)
    concern = {"text": "It goes on", "about": "other", "severity": "light", "disclose_to": "own_lead"}
    for answer in (await link.looks(), await link.sends(answer="confirm", **concern)):
        assert (answer.status_code, "no longer yours" in answer.text) == (410, True)


async def test_whoever_lost_their_role_reads_no_further(api: Api) -> None:
    story = released().then(MEMBER, WithdrawConcern(concern_id="alone"))
    other = voice(Role.ALTERNATE, PARTNER)
    story.then(B, ReleasePerson(person_id=other.person_id))
    link = await visitor(api, story, LinkAct.READ_RECORD, other)
    for answer in (await link.looks(), await api.http.get(f"{link.path}/record")):
        assert (answer.status_code, "no longer yours" in answer.text) == (410, True)
    again = await api.http.post(f"{link.path}/again?lang=en")
    assert "no longer yours" in again.text


async def test_whoever_confided_something_still_reads_what_became_of_that_and_no_more(api: Api) -> None:
    link = await visitor(api, released(), LinkAct.READ_RECORD, MEMBER)
    page = await link.looks()
    assert (page.status_code, "I carry this alone" in page.text) == (200, True)
    assert page.text.count("<li value") == 1
    assert "/record" not in page.text
    assert (await api.http.get(f"{link.path}/record")).status_code == 410


@pytest.mark.parametrize(
    ("answer", "next_"),
    [
        ("none", "Should it turn out otherwise"),
        ("some", "There is no facilitator at present"),
        ("afraid_to_say", "You will be asked once more later"),
    ],
)
async def test_whoever_lost_their_role_still_says_whether_they_suffered_for_what_they_raised(
    api: Api, answer: str, next_: str
) -> None:
    further = DiscloseConcern(concern_id="alone", to=Disclosure.SPONSORS, text="I carry this alone")
    story = released().then(MEMBER, further, WithdrawConcern(concern_id="alone"))
    link = await visitor(api, story, LinkAct.ANSWER_RETALIATION_CHECK, MEMBER, {"about": story.p.concerns[0].key})
    page = await link.looks()
    assert (page.status_code, "I carry this alone" in page.text) == (200, False)
    await link.sends(answer=answer, text="I am not asked along any more")
    assert next_ in (await link.looks()).text
    (event,) = await link.events("concern.retaliation_checked")
    assert event.event.model_dump()["answer"] == answer
    other = await visitor(api, story, LinkAct.ANSWER_RETALIATION_CHECK, B, {"about": story.p.concerns[0].key})
    assert (await other.looks()).status_code == 410


async def test_where_there_is_a_facilitator_it_is_said_who_hears_of_harm_and_they_do(api: Api) -> None:
    story = Story(partnership_id=uuid4(), crowd=True).active().then(MEMBER, PRIVATE)
    story.then(MEMBER, DiscloseConcern(concern_id="alone", to=Disclosure.SPONSORS, text="I carry this alone"))
    story.then(MEMBER, WithdrawConcern(concern_id="alone"))
    link = await visitor(api, story, LinkAct.ANSWER_RETALIATION_CHECK, MEMBER, {"about": story.p.concerns[0].key})
    assert "If it is a yes, Bu Sari will hear of it at once." in (await link.looks()).text
    await link.sends(answer="some")
    assert "The facilitator hears of it at once" in (await link.looks()).text
    (event,) = await link.events("concern.retaliation_checked")
    assert FACILITATOR.person_id in {reader["person_id"] for reader in event.event.model_dump()["readers"]}


async def test_somebody_whose_last_day_has_gone_by_reads_no_further(api: Api) -> None:
    story = new(datetime.now(UTC) - timedelta(days=90)).active()
    leaving = ((voice(Role.ALTERNATE, PARTNER), -2, 410), (voice(Role.SPONSOR, PARTNER), 2, 200))
    for who, days, _ in leaving:
        story.say(B, AnnounceLeaving(person_id=who.person_id, last_day=datetime.now(UTC) + timedelta(days=days)))
    for who, _, code in leaving:
        link = await visitor(api, story, LinkAct.READ_RECORD, who)
        assert (await link.looks()).status_code == code


async def test_who_stands_in_for_somebody_reads_as_long_as_they_do(api: Api) -> None:
    away, here = PersonId(f"p-{uuid4().hex[:8]}"), PersonId(f"p-{uuid4().hex[:8]}")
    for person in (away, here):
        await listed(api, person)
    story = appointed(new().active(), Actor(person_id=away, org_id=PARTNER))
    link = await visitor(api, story, LinkAct.READ_RECORD, person_id=here)
    assert (await link.looks()).status_code == 410
    today = date.today()  # noqa: DTZ011 - a day before and after is away as well
    dates = {"starts": today - timedelta(days=3), "ends": today + timedelta(days=3)}
    await away_from(api, away, here, **dates)
    assert (await link.looks()).status_code == 200
    acting = await visitor(api, story, LinkAct.RAISE_CONCERN, person_id=here)
    assert (await acting.looks()).status_code == 410


async def away_from(api: Api, away: PersonId, stand_in: PersonId, *, starts: date, ends: date) -> None:
    await api.ports.pool.execute(
        "insert into absences (absence_id, person_id, stand_in, starts, ends) values ($1, $2, $3, $4, $5)",
        uuid4(),
        away,
        stand_in,
        starts,
        ends,
    )


def concern_of(page: str) -> str:
    """Where the page leads somebody on whom something weighs."""
    _, _, after = page.partition('class="act" href="/l/')
    return "/l/" + after.partition('"')[0]


async def test_every_reader_with_a_role_can_say_in_private_what_weighs_on_them(api: Api) -> None:
    link = await visitor(api, new().active(), LinkAct.READ_RECORD)
    pages = [await link.looks(code) for code in ("en", "id", "en")]
    assert "Is something weighing on you?" in pages[0].text
    assert "Ada yang mengganjal?" in pages[1].text
    path = concern_of(pages[0].text).partition("?")[0]
    assert path == concern_of(pages[2].text).partition("?")[0]
    page = await api.http.get(f"{path}?lang=en")
    assert "What weighs on you?" in page.text
    said = Visitor(api, link.story, link.grant, path.removeprefix("/l/"))
    await said.done(text="I carry this alone", about="workload", severity="light", disclose_to="own_lead")
    (event,) = await link.events("concern.raised")
    assert event.actor == B


async def test_that_somebody_has_opened_the_record_is_told_to_nobody(api: Api) -> None:
    link = await visitor(api, new().active(), LinkAct.READ_RECORD)
    await link.looks()
    staff = await key(api.ports, KeyRole.OPERATOR, "sari", None)
    listed_ = (await api.get(f"/v1/links?person_id={B.person_id}&limit=100", staff)).json()["items"]
    mine = [one["act"] for one in listed_ if one["partnership_id"] == str(link.story.p.id)]
    assert mine == ["read_record"]
