"""Links as staff see them: sent to their people, listed without their text, called back by their own side."""

from typing import Any
from uuid import uuid4

from domain.links import LinkAct
from domain.message import Actor
from domain.values import OrgId, PersonId
from store.keys import KeyRole
from tests.api.calling import Api, key
from tests.api.occasions import PAGES
from tests.api.visiting import HOST, PARTNER, B, Story, Visitor, appointed, listed, new, text_of, visitor

PROPOSED = "suggests a partnership"


async def willing(api: Api, **changes: Any) -> Visitor:  # noqa: ANN401 - fields of a link
    return await visitor(api, new().proposed(), LinkAct.DECLARE_WILLINGNESS, **changes)


def ask(story: Story, act: LinkAct = LinkAct.DECLARE_WILLINGNESS, **changes: object) -> dict[str, object]:
    about = {"person_id": B.person_id, "org_id": PARTNER, "partnership_id": str(story.p.id), "act": act}
    return about | changes


async def staff(api: Api, org: str | None = PARTNER) -> str:
    return await key(api.ports, KeyRole.OPERATOR, "sari", OrgId(org) if org else None)


async def test_staff_send_a_link_and_never_see_it(api: Api) -> None:
    link = await willing(api)
    again, body = uuid4().hex, ask(link.story)
    sent = await api.post("/v1/links", body, await staff(api), Idempotency_Key=again)
    assert sent.status_code == 201, sent.text
    token = await text_of(api, sent.json()["link_id"])
    assert token not in sent.text
    row = await api.ports.pool.fetchrow("select * from notices where params->>'link' = $1", sent.json()["link_id"])
    assert row is not None
    assert (row["person_id"], row["kind"]) == (B.person_id, "request")
    assert PROPOSED in (await api.http.get(f"/l/{token}?lang=en")).text


async def test_a_link_is_for_the_side_where_its_person_has_a_role(api: Api) -> None:
    link = await willing(api)
    body = {name: value for name, value in ask(link.story).items() if name != "org_id"}
    sent = await api.post("/v1/links", body, await staff(api), Idempotency_Key=uuid4().hex)
    assert (sent.status_code, sent.json()["org_id"]) == (201, PARTNER)


async def test_the_same_key_sends_the_same_link(api: Api) -> None:
    link, again, operator = await willing(api), uuid4().hex, await staff(api)
    first, second = [await api.post("/v1/links", ask(link.story), operator, Idempotency_Key=again) for _ in range(2)]
    assert first.json()["link_id"] == second.json()["link_id"]
    other = await api.post("/v1/links", ask(link.story, LinkAct.READ_RECORD), operator, Idempotency_Key=again)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency-key-reused")


async def test_nobody_learns_from_a_list_or_a_button_that_somebody_has_confided_something(api: Api) -> None:
    story, about = PAGES[LinkAct.ANSWER_RETALIATION_CHECK]()
    await listed(api, B.person_id)
    link = await visitor(api, story, LinkAct.ANSWER_RETALIATION_CHECK, B, about)
    for by in (await staff(api, PARTNER), await staff(api, None)):
        shown = (await api.get(f"/v1/links?person_id={B.person_id}", by)).json()["items"]
        assert [one["act"] for one in shown if one["partnership_id"] == str(story.p.id)] == []
        told = await api.post(f"/v1/links/{link.grant.link_id}/revoke", {}, by)
        assert told.json()["code"] == "unknown-link"
        key = {"Idempotency_Key": uuid4().hex}
        refused = await api.post("/v1/links", ask(story, LinkAct.ANSWER_RETALIATION_CHECK), by, **key)
        assert (refused.status_code, refused.json()["errors"][0]["where"]) == (422, "/act")
    assert (await link.looks()).status_code == 200


async def test_links_are_listed_and_called_back_by_their_own_side(api: Api) -> None:
    person = PersonId(f"p-{uuid4().hex[:8]}")
    who = Actor(person_id=person, org_id=PARTNER)
    link = await visitor(api, appointed(new().proposed(), who), LinkAct.DECLARE_WILLINGNESS, who)
    await listed(api, person)
    await link.done(willing="yes")
    private = await visitor(api, link.story, LinkAct.RAISE_CONCERN, person_id=person)
    await private.done(text="It is too much", about="workload", severity="light", disclose_to="own_lead")
    own, other, of_none = await staff(api, PARTNER), await staff(api, HOST), await staff(api, None)
    query = f"/v1/links?person_id={person}"
    shown = (await api.get(query, own)).json()["items"]
    assert [(one["act"], one["used_at"] is None) for one in shown] == [
        ("raise_concern", True),
        ("declare_willingness", False),
    ]
    assert link.token not in str(shown)
    assert (await api.get(query, other)).json()["items"] == []
    assert len((await api.get(f"{query}&limit=1", of_none)).json()["items"]) == 1
    revoke = f"/v1/links/{private.grant.link_id}/revoke"
    assert (await api.post(revoke, {}, other)).json()["code"] == "unknown-link"
    assert (await api.post(revoke, {}, own)).json()["revoked_at"] is not None
    assert "called back" in (await private.looks()).text


async def test_a_link_needs_somebody_who_is_known(api: Api) -> None:
    link = await willing(api)
    answer = await api.post("/v1/links", ask(link.story, person_id="nobody"), await staff(api))
    assert (answer.status_code, answer.json()["errors"][0]["where"]) == (422, "/person_id")
    gone = await api.post("/v1/links", ask(link.story, partnership_id=str(uuid4())), await staff(api))
    assert gone.json()["code"] == "unknown-partnership"
