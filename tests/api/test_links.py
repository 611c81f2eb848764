"""Links without an account: looking never acts, sending acts once, and every no is said with what would be right."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from domain.commitments import MakeCommitment, ReportDone
from domain.contributions import RecordContribution
from domain.links import LinkAct
from domain.message import Actor, Command
from domain.pausing import PausePartnership
from domain.values import ContributionKind, PersonId, Role
from tests.api.calling import Api
from tests.api.visiting import (
    PARTNER,
    A,
    B,
    Story,
    Visitor,
    appointed,
    asked,
    listed,
    new,
    text_of,
    version,
    visitor,
    voice,
)

PROPOSED = "suggests a partnership"


async def willing(api: Api, **changes: Any) -> Visitor:  # noqa: ANN401 - fields of a link
    return await visitor(api, new().proposed(), LinkAct.DECLARE_WILLINGNESS, **changes)


async def member(api: Api, person: PersonId) -> Visitor:
    """Somebody else of the same side."""
    who = Actor(person_id=person, org_id=PARTNER)
    return await visitor(api, appointed(new().proposed(), who), LinkAct.DECLARE_WILLINGNESS, who)


async def test_looking_never_acts_however_often(api: Api) -> None:
    link = await willing(api)
    for agent in ("Mozilla/5.0", "GoogleImageProxy", "Slackbot-LinkExpanding 1.0"):
        page = await link.looks(User_Agent=agent)
        assert (page.status_code, PROPOSED in page.text) == (200, True)
    assert (await api.http.head(link.path)).status_code == 405
    assert await link.events("partnership.willingness_declared") == ()
    assert (await api.ports.links.find(link.token)).used_at is None  # type: ignore[union-attr]


async def test_a_word_is_given_once_in_the_name_of_whom_the_link_is_for(api: Api) -> None:
    link = await willing(api)
    page = await link.done(willing="yes", note="Mari berkenalan")
    assert "You have said that you would like to get to know each other." in page
    (event,) = await link.events("partnership.willingness_declared")
    assert (event.actor, event.channel) == (B, "link")
    assert event.event.model_dump(include={"willing", "note"}) == {"willing": True, "note": "Mari berkenalan"}


async def test_a_repeat_hears_the_first_answer(api: Api) -> None:
    link = await willing(api)
    first = await link.done(willing="yes")
    assert await link.done(willing="yes") == first
    assert await link.done(willing="no") == first
    assert first == (await link.looks()).text
    assert len(await link.events("partnership.willingness_declared")) == 1


async def test_a_used_link_says_what_happened_when_and_by_whom_in_either_language(api: Api) -> None:
    await listed(api, B.person_id)
    link = await willing(api)
    await link.done(willing="no")
    english, indonesian = [(await link.looks(code)).text for code in ("en", "id")]
    assert "Ibu Sari Wulandari" in english
    assert "WIB" in english
    assert "Terima kasih" in indonesian


async def test_the_page_speaks_the_language_of_the_directory_and_can_be_switched(api: Api) -> None:
    person = PersonId(f"p-{uuid4().hex[:8]}")
    await listed(api, person, language="id")
    link = await member(api, person)
    page = await api.http.get(link.path, headers={"Accept-Language": "en"})
    assert (page.headers["Content-Language"], 'lang="id"' in page.text) == ("id", True)
    assert (await link.looks("en")).headers["Content-Language"] == "en"
    assert (await link.looks("xx")).headers["Content-Language"] == "id"


async def test_a_forwarded_link_says_whose_it_is(api: Api) -> None:
    await listed(api, B.person_id)
    page = await (await willing(api)).looks()
    assert "This link is for Ibu Sari Wulandari of Kelompok Baca Kampung." in page.text


async def test_headers_keep_the_secret_and_allow_no_script(api: Api) -> None:
    link = await willing(api)
    for page in (await link.looks(), await link.sends(), await api.http.get("/l/nothing")):
        assert page.headers["Cache-Control"] == "no-store"
        assert page.headers["Referrer-Policy"] == "same-origin"
        policy = page.headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'; style-src 'sha256-")
        assert "unsafe" not in policy
        assert "<script" not in page.text


@pytest.mark.parametrize(
    ("headers", "taken"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Sec-Fetch-Site": "none"}, True),
        ({"Sec-Fetch-Site": "same-site"}, False),
        ({"Sec-Fetch-Site": "cross-site"}, False),
        ({"Origin": "http://api"}, True),
        ({"Origin": "https://evil.example"}, False),
        ({"Origin": "null"}, False),
        ({}, True),
    ],
)
async def test_only_our_own_pages_can_send(api: Api, headers: dict[str, str], taken: bool) -> None:
    link = await willing(api)
    answer = await api.http.post(link.path, data={"willing": "yes"}, headers=headers)
    assert answer.status_code == (303 if taken else 403), answer.text
    assert bool(await link.events("partnership.willingness_declared")) is taken


async def test_what_is_missing_is_marked_and_nothing_typed_is_lost(api: Api) -> None:
    link = await willing(api)
    answer = await link.sends(note="Kami <b>senang</b>")
    assert answer.status_code == 422
    assert "Please choose one." in answer.text
    assert "Kami &lt;b&gt;senang&lt;/b&gt;</textarea>" in answer.text
    too_long = await link.sends(willing="yes", note="x" * 4001)
    assert (too_long.status_code, "at most 4000 characters" in too_long.text) == (422, True)
    assert "You have said" in await link.done(willing="yes", note="x")


async def test_a_no_of_the_rules_is_told_in_words_and_another_try_is_possible(api: Api) -> None:
    member = voice(Role.MEMBER, PARTNER)
    story = appointed(new().agreeing(), member)
    link = await visitor(api, story, LinkAct.ACCEPT_VERSION, member, version(story))
    for _ in range(2):
        answer = await link.sends("id", answer="accept")
        assert answer.status_code == 409
        assert "Hanya penanggung jawab, wakil, atau sponsor" in answer.text
    kept = await api.ports.links.find(link.token)
    assert kept is not None
    assert (kept.tries, kept.used_at) == (2, None)
    assert await link.events("agreement.accepted") == ()


async def test_a_version_is_shown_whole_and_accepted(api: Api) -> None:
    story = new().agreeing()
    link = await visitor(api, story, LinkAct.ACCEPT_VERSION, B, version(story))
    page = (await link.looks()).text
    for part in ("Every child reads.", "Read", "Something good", "Do they like it?", "Host", "Plans", "Books"):
        assert (part in page) is (part != "Every child reads."), part
    assert "You have accepted version 1 of the agreement." in await link.done(answer="accept")
    (accepted,) = await link.events("agreement.accepted")
    assert (accepted.actor, accepted.channel) == (B, "link")


async def test_an_amendment_shows_what_differs(api: Api) -> None:
    story = new().amended()
    link = await visitor(api, story, LinkAct.ACCEPT_VERSION, B, version(story))
    assert "The contact interval changes from 30 to 14 days." in (await link.looks()).text
    assert "Jarak antarpertemuan berubah dari 30 menjadi 14 hari." in (await link.looks("id")).text


async def test_a_change_can_be_asked_for_instead(api: Api) -> None:
    story = new().agreeing()
    link = await visitor(api, story, LinkAct.ACCEPT_VERSION, B, version(story))
    assert (await link.sends(answer="change")).status_code == 422
    assert "You have asked for a change" in await link.done(answer="change", reason="Our harvest is in May")
    assert len(await link.events("agreement.offer_withdrawn")) == 1


async def test_another_version_is_not_accepted_by_an_old_link(api: Api) -> None:
    story = new().agreeing()
    link = await visitor(api, story, LinkAct.ACCEPT_VERSION, B, {"version": "1", "hash": "0" * 64})
    for answer in (await link.looks(), await link.sends(answer="accept")):
        assert "There is something newer" in answer.text
    assert await link.events("agreement.accepted") == ()


async def test_an_evaluation_is_answered_under_seal(api: Api) -> None:
    story = asked(new().active())
    running = story.p.evaluation.running
    link = await visitor(api, story, LinkAct.ANSWER_EVALUATION, B, {"about": running.evaluation_id})
    page = (await link.looks()).text
    assert page.count('value="cannot_say"') == 13
    assert "You answer once, and an answer cannot be changed." in page
    assert len(page.encode()) < 50_000
    assert (await link.sends()).status_code == 422
    told = await link.done(**{"D1.1": "4", "D4.1": "cannot_say", "keep": "The tea", "role_suits": "no"})
    assert "The tea" not in told
    (event,) = await link.events("evaluation.answered")
    shown = event.event.model_dump(include={"scores", "words", "role_suits", "person_id"})
    assert shown == {
        "scores": {"D1.1": 4, "D4.1": "cannot_say"}, "words": {"keep": "The tea"}, "role_suits": False,
        "person_id": B.person_id,
    }  # fmt: skip
    other = await visitor(api, story, LinkAct.ANSWER_EVALUATION, B)
    assert "You have answered already" in (await other.looks()).text


async def test_the_full_form_is_light_enough(api: Api) -> None:
    from domain.slices.evaluation import Form  # noqa: PLC0415

    link = await visitor(api, asked(new().active(), Form.FULL), LinkAct.ANSWER_EVALUATION)
    for code in ("en", "id"):
        page = (await link.looks(code)).text
        assert page.count('value="cannot_say"') == 26
        assert len(page.encode()) < 50_000


async def test_a_pulse(api: Api) -> None:
    link = await visitor(api, new().active(), LinkAct.ANSWER_PULSE)
    assert (await link.sends()).status_code == 422
    await link.done(belonging="5", climate="2")
    (event,) = await link.events("pulse.answered")
    assert event.event.model_dump(mode="json", include={"values"}) == {"values": {"belonging": 5, "climate": 2}}


async def given(api: Api) -> Visitor:
    gift = RecordContribution(contribution_id="books", gives=ContributionKind.KNOWLEDGE, text="Forty <old> books")
    return await visitor(api, new().active().then(A, gift), LinkAct.CONFIRM_CONTRIBUTION, B, {"about": "books"})


async def promised(api: Api) -> Visitor:
    story = new().active()
    promise = MakeCommitment(
        commitment_id="shelves", to_org=PARTNER, text="Two shelves", due_at=story.now + timedelta(days=9)
    )
    story.then(A, promise).then(A, ReportDone(commitment_id="shelves", evidence="They stand in the hall"))
    return await visitor(api, story, LinkAct.CONFIRM_COMMITMENT, B, {"about": "shelves"})


@pytest.mark.parametrize(
    ("made", "shown", "answer", "event"),
    [
        (given, "Forty &lt;old&gt; books", {"answer": "confirm"}, "contribution.confirmed"),
        (given, "Knowledge", {"answer": "differ", "reason": "Twenty arrived"}, "contribution.disputed"),
        (promised, "They stand in the hall", {"answer": "confirm"}, "commitment.confirmed"),
        (promised, "Two shelves", {"answer": "differ", "reason": "One is missing"}, "commitment.returned"),
    ],
)
async def test_what_was_given_and_promised_is_confirmed_or_seen_differently(
    api: Api, made: Callable[[Api], object], shown: str, answer: dict[str, str], event: str
) -> None:
    link: Visitor = await made(api)  # type: ignore[misc]
    assert shown.lower() in (await link.looks()).text.lower()
    assert "Yayasan Lestari" in await link.done(**answer)
    assert len(await link.events(event)) == 1


def proposed_pause() -> Story:
    story = new(datetime.now(UTC) - timedelta(days=60)).active()
    pause: Command = PausePartnership(reason="Harvest", resume_at=story.now + timedelta(days=60))
    story.say(A, pause)
    return story


@pytest.mark.parametrize(
    ("answer", "event"),
    [({"answer": "agree"}, "decision.taken"), ({"answer": "decline", "reason": "Not now"}, "decision.declined")],
)
async def test_a_joint_decision_is_agreed_to_or_declined(api: Api, answer: dict[str, str], event: str) -> None:
    story = proposed_pause()
    about = {"about": "pause_partnership", "number": str(story.p.decisions[0].number)}
    link = await visitor(api, story, LinkAct.AGREE_TO_DECISION, B, about)
    page = (await link.looks()).text
    assert "Harvest" in page
    assert "Until when you rest" in page
    await link.done(**answer)
    assert len(await link.events(event)) == 1


async def test_an_acceptance_that_somebody_recorded_is_objected_to(api: Api) -> None:
    story = new().agreeing()
    story.say(A, story.assisted(PARTNER))
    link = await visitor(api, story, LinkAct.OBJECT_TO_ACCEPTANCE)
    page = (await link.looks()).text
    assert "Said at the well" in page
    assert (await link.sends()).status_code == 422
    await link.done(answer="object", ground="Nobody has asked us")
    assert len(await link.events("agreement.objected")) == 1


async def test_a_concern_is_for_those_who_were_chosen(api: Api) -> None:
    link = await visitor(api, new().active(), LinkAct.RAISE_CONCERN)
    page = (await link.looks()).text
    assert "The facilitator, who belongs to no side: nobody at present" in page
    answer = await link.sends(text="I carry this alone", about="workload", severity="serious")
    assert (answer.status_code, "I carry this alone" in answer.text) == (422, True)
    told = await link.done(
        text="I carry this alone", about="workload", severity="serious", disclose_to="own_lead", wishes="Help"
    )
    assert "I carry this alone" not in told
    (event,) = await link.events("concern.raised")
    shown = event.event.model_dump(mode="json", include={"about", "severity", "wishes", "disclose_to"})
    assert shown == {"about": "workload", "severity": "serious", "wishes": "Help", "disclose_to": "own_lead"}
    row = str(await api.ports.pool.fetchval("select links::text from links where link_id = $1", link.grant.link_id))
    assert "alone" not in row


async def test_the_record_shows_what_its_reader_may_see_and_can_be_taken_along(api: Api) -> None:
    story = asked(new().active())
    writer = await visitor(api, story, LinkAct.RAISE_CONCERN, A)
    await writer.done(text="A secret of the host", about="other", severity="light", disclose_to="own_side")
    reader = await visitor(api, story, LinkAct.READ_RECORD)
    page = (await reader.looks()).text
    assert "A secret of the host" not in page
    assert "Every side and level is asked how the partnership is." in page
    older = await api.http.get(f"{reader.path}?lang=en&before=5")
    assert "One side suggests a partnership" in older.text
    assert "Satu pihak mengusulkan kemitraan" in (await api.http.get(f"{reader.path}?lang=id&before=5")).text
    file = await api.http.get(f"{reader.path}/record")
    assert file.headers["Content-Disposition"].startswith("attachment")
    assert file.json()["made_for"] == B.person_id
    assert "A secret of the host" not in file.text
    assert (await api.http.get(f"{writer.path}/record")).status_code == 404


@pytest.mark.parametrize(("column", "word"), [("expires_at", "This link has expired"), ("revoked_at", "called back")])
async def test_links_that_are_over_do_nothing(api: Api, column: str, word: str) -> None:
    past = datetime.now(UTC) - timedelta(minutes=1)
    link = await willing(api, **({"expires_at": past} if column == "expires_at" else {}))
    if column == "revoked_at":
        await api.ports.links.revoke(link.grant.link_id, past)
    for answer in (await link.looks(), await link.sends(willing="yes")):
        assert (answer.status_code, word in answer.text) == (410, True)
    assert await link.events("partnership.willingness_declared") == ()


async def test_a_fresh_link_is_sent_to_whom_it_belongs_and_shown_to_nobody(api: Api) -> None:
    link = await willing(api, expires_at=datetime.now(UTC) - timedelta(minutes=1))
    await listed(api, B.person_id, points=[{"channel": "email", "address": "sari@melati.sch.id"}])
    assert "Send me a fresh link" in (await link.looks()).text
    for _ in range(2):
        answer = await api.http.post(f"{link.path}/again?lang=en", headers={"Sec-Fetch-Site": "same-origin"})
        assert (answer.status_code, "A fresh link is on its way" in answer.text) == (200, True)
        assert "melati.sch.id" not in answer.text
    rows = await api.ports.pool.fetch(
        "select * from notices where partnership_id = $1 and kind = 'security'", link.story.p.id
    )
    (row,) = rows
    assert (row["person_id"], row["state"]) == (B.person_id, "waiting")
    token = await text_of(api, row["params"]["link"])
    assert token not in answer.text
    assert PROPOSED in (await api.http.get(f"/l/{token}?lang=en")).text


async def test_only_an_expired_link_is_sent_again(api: Api) -> None:
    link = await willing(api)
    await api.ports.links.revoke(link.grant.link_id, datetime.now(UTC))
    answer = await api.http.post(f"{link.path}/again?lang=en")
    assert "called back" in answer.text


async def test_nobody_who_has_left_can_act(api: Api) -> None:
    person = PersonId(f"p-{uuid4().hex[:8]}")
    await listed(api, person)
    link = await member(api, person)
    await api.ports.pool.execute("update people set left_on = '2020-01-01' where person_id = $1", person)
    answer = await link.sends(willing="yes")
    assert (answer.status_code, "no longer yours" in answer.text) == (410, True)


async def test_nothing_is_lost_when_nobody_can_decide_now(idle: tuple[Api, object]) -> None:
    api, _ = idle
    link = await willing(api)
    answer = await link.sends(willing="yes", note="Mari <kita> mulai")
    assert answer.status_code == 503
    assert 'name="note" value="Mari &lt;kita&gt; mulai"' in answer.text


@pytest.mark.parametrize("kind", ["text/plain", "application/json"])
async def test_what_is_no_form_is_not_read(api: Api, kind: str) -> None:
    link = await willing(api)
    answer = await api.http.post(link.path, content=b"willing=yes", headers={"Content-Type": kind})
    assert (answer.status_code, "could not be read" in answer.text) == (400, True)


async def test_a_side_that_is_no_party_has_no_part(api: Api) -> None:
    link = await willing(api, org_id="koperasi-lain")
    assert "Your side has no part" in (await link.looks()).text
