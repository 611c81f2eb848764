"""Reading: lists, pages, one partnership and its next steps, what has happened, what was refused."""

from urllib.parse import quote

import pytest

from api.views import Step
from domain.message import Actor
from domain.privacy import may_read
from domain.values import PersonId, Visibility
from tests.api.calling import HOST, PARTNER, Api, appoint, fresh
from tests.domain.story import Story


async def _every(api: Api, first: str) -> list[dict[str, object]]:
    """All items of a list, page by page."""
    items: list[dict[str, object]] = []
    following: str | None = first
    while following:
        page = (await api.get(following)).json()
        items += page["items"]
        following = page["next"]
    return items


@pytest.mark.parametrize("limit", [1, 2, 3, 100])
async def test_pages_show_every_partnership_once(api: Api, limit: int) -> None:
    word = f"w{fresh()}"
    paths = [await api.proposed(f"{word} {n}") for n in range(5)]
    found = await _every(api, f"/v1/partnerships?q={word}&limit={limit}")
    assert [f"/v1/partnerships/{item['id']}" for item in found] == paths[::-1]


async def test_a_page_stays_where_it_is_while_new_ones_come(api: Api) -> None:
    word = f"w{fresh()}"
    old = [await api.proposed(f"{word} {n}") for n in range(3)]
    first = (await api.get(f"/v1/partnerships?q={word}&limit=1")).json()
    await api.proposed(f"{word} new")
    rest = await _every(api, first["next"])
    assert [f"/v1/partnerships/{item['id']}" for item in rest] == old[1::-1]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", True),
        ("stage=proposed", True),
        ("stage=active", False),
        ("phase=initiation", True),
        ("phase=ending", False),
        ("profile=informal", True),
        ("profile=formal", False),
        (f"org={PARTNER}", True),
        ("org=nobody", False),
        ("open=true", True),
        ("open=false", False),
        (f"deadline_before={quote('2099-01-01T00:00:00+07:00')}", True),
        ("deadline_before=2001-01-01T00:00:00Z", False),
        (f"stage=proposed&profile=informal&org={HOST}&open=true", True),
    ],
)
async def test_filters(api: Api, query: str, found: bool) -> None:
    word = f"w{fresh()}"
    await api.proposed(f"Roti {word}", profile="informal")
    items = (await api.get(f"/v1/partnerships?q={word[:9]}&{query}")).json()["items"]
    assert bool(items) is found


async def test_a_version_is_not_sent_twice(api: Api) -> None:
    path = await api.proposed()
    first = await api.get(path)
    assert first.headers["ETag"] == '"4"'
    same = await api.get(path, If_None_Match=first.headers["ETag"])
    assert (same.status_code, same.content, same.headers["ETag"]) == (304, b"", '"4"')
    await api.post(f"{path}/commands", appoint("budi", "member"))
    assert (await api.get(path, If_None_Match='W/"4", "3"')).status_code == 200


async def test_next_steps_say_what_is_missing_and_who_may(api: Api) -> None:
    path = await api.proposed()
    steps = {step["command"]: step for step in (await api.get(path)).json()["next_steps"]}
    assert steps["begin_exploring"] == {
        "command": "begin_exploring",
        "name": "begin exploring",
        "meaning": "Start getting to know each other.",
        "who": "party",
        "who_may": "whoever speaks for a party",
        "joint": False,
        "leads_to": "exploring",
        "allowed": False,
        "yours": True,
        "unmet": [
            {
                "guard": "every_party_willing",
                "text": "Every party must have said that it is willing; still open: SMK Melati.",
            },
            {"guard": "lead_on_each_side", "text": "Each side must have a lead; missing at: SMK Melati."},
        ],
    }
    assert not (await api.get(path, api.keys.viewer)).json()["next_steps"][0]["yours"]
    assert Step.model_validate_json(Step(**steps["begin_exploring"]).model_dump_json())


async def test_the_timeline_tells_everything_once_and_in_order(api: Api) -> None:
    path = await api.exploring()
    told = await _every(api, f"{path}/timeline?limit=2")
    assert [e["version"] for e in told] == [*range(1, len(told) + 1)]
    back = await _every(api, f"{path}/timeline?limit=3&order=newest")
    assert back == told[::-1]
    assert (await api.get(path)).headers["ETag"] == f'"{len(told)}"'


async def test_refusals_are_kept_with_their_commands(api: Api) -> None:
    path = await api.proposed()
    for _ in range(3):
        await api.post(f"{path}/commands", {"kind": "begin_exploring"})
    kept = await _every(api, f"{path}/refusals?limit=2")
    assert [r["code"] for r in kept] == ["guards-unmet"] * 3
    assert kept[0]["commands"] == [{"kind": "begin_exploring"}]
    assert str(kept[0]["detail"]).startswith("Begin exploring cannot be done yet")


async def test_each_side_reads_its_own_refusals(api: Api) -> None:
    path = await api.proposed()
    await api.post(f"{path}/commands", {"kind": "begin_exploring"})
    await api.post(f"{path}/commands", {"kind": "begin_assessing"}, api.keys.partner)
    mine = (await api.get(f"{path}/refusals")).json()["items"]
    theirs = (await api.get(f"{path}/refusals", api.keys.partner)).json()["items"]
    assert ([r["code"] for r in mine], [r["code"] for r in theirs]) == (["guards-unmet"], ["not-in-this-stage"])


@pytest.mark.parametrize(
    ("visibility", "readers"),
    [
        (Visibility.BOTH, {"sari", "lead.host", "dewi", "facilitator"}),
        (Visibility.OWN_SIDE, {"sari", "lead.host"}),
        (Visibility.FACILITATOR, {"facilitator", "sari"}),
        (Visibility.RAISER, {"sari"}),
        (Visibility.NAMED, set()),
    ],
)
def test_an_event_is_read_by_those_for_whom_it_is(visibility: Visibility, readers: set[str]) -> None:
    state = Story(crowd=True).proposed().p
    said = (
        Story()
        .proposed()
        .ledger[0]
        .model_copy(update={"visibility": visibility, "actor": Actor(person_id=PersonId("sari"), org_id=HOST)})
    )
    callers = {"sari": HOST, "lead.host": HOST, "dewi": PARTNER, "facilitator": None}
    actors = {name: Actor(person_id=PersonId(name), org_id=org) for name, org in callers.items()}
    assert {name for name, actor in actors.items() if may_read(said, actor, state)} == readers
