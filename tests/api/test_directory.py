"""The directory over HTTP: staff keep all of it, partners their own part, and everything can be found and put right."""

from typing import Any
from uuid import uuid4

import httpx2
import pytest

from api import examples
from domain.directory.cards import Channel, PointState
from domain.values import OrgId, PersonId
from store.keys import KeyRole
from tests.api.calling import Api, appoint, bearer, fresh, key

SCHOOL: dict[str, Any] = examples.ORGANISATIONS["school"]["value"]
DEWI: dict[str, Any] = examples.PEOPLE["headmistress"]["value"]


async def put(api: Api, path: str, body: object, caller: str | None = None, **headers: str) -> httpx2.Response:
    sent = bearer(caller or api.keys.operator) | {name.replace("_", "-"): value for name, value in headers.items()}
    return await api.http.put(path, json=body, headers=sent)


@pytest.fixture
async def school(api: Api) -> str:
    """The id of a new school with a headmistress of the same id."""
    school = f"school-{fresh()[:12]}"
    assert (await put(api, f"/v1/organisations/{school}", SCHOOL)).status_code == 201
    assert (await put(api, f"/v1/people/{school}", DEWI)).status_code == 201
    post = {"org_id": school, "title": "Kepala Sekolah"}
    assert (await put(api, f"/v1/positions/{school}.head", post)).status_code == 201
    term = {"person_id": school, "since": "2026-01-01"}
    assert (await put(api, f"/v1/positions/{school}.head/fillings", term)).status_code == 200
    return school


async def test_what_is_entered_is_read_and_listed(api: Api, school: str) -> None:
    assert (await put(api, f"/v1/organisations/{school}", SCHOOL)).status_code == 200
    known = (await api.get(f"/v1/organisations/{school}")).json()
    assert known == {**SCHOOL, "org_id": school, "legal_id": None, "note": None}
    person = (await api.get(f"/v1/people/{school}")).json()
    assert [(p["channel"], p["address"], p["state"]) for p in person["points"]] == [
        ("whatsapp", "+6281234567890", "untried"),
        ("email", "dewi@melati.sch.id", "untried"),
    ]
    assert [filling["position_id"] for filling in person["fillings"]] == [f"{school}.head"]
    (listed,) = (await api.get(f"/v1/people?org={school}")).json()["items"]
    assert (listed["person_id"], listed["positions"]) == (school, ["Kepala Sekolah"])
    (position,) = (await api.get(f"/v1/positions?org={school}")).json()["items"]
    assert [holder["person_id"] for holder in position["holders"]] == [school]
    assert (await api.get(f"/v1/positions?org={school}&vacant=true")).json()["items"] == []
    assert [o["org_id"] for o in (await api.get(f"/v1/organisations?q={school}")).json()["items"]] == [school]


@pytest.mark.parametrize(
    ("path", "identity"), [("organisations", "org_id"), ("people", "person_id"), ("positions", "position_id")]
)
async def test_pages_follow_each_other(api: Api, school: str, path: str, identity: str) -> None:
    for number in (1, 2):
        await put(api, f"/v1/organisations/{school}-{number}", SCHOOL)
        await put(api, f"/v1/people/{school}-{number}", {"name": f"{school} {number}"})
        await put(api, f"/v1/positions/{school}-{number}", {"org_id": school, "title": "Guru"})
    found, following = list[str](), f"/v1/{path}?limit=1"
    while following:
        page = (await api.get(following)).json()
        found += [item[identity] for item in page["items"]]
        following = page["next"]
    assert [item for item in found if item.startswith(f"{school}-")] == [f"{school}-1", f"{school}-2"]
    assert len(found) == len({*found})


async def test_wrong_entries_are_told_with_their_places(api: Api, school: str) -> None:
    wrong = {**DEWI, "zone": "Mars", "points": [{"channel": "phone", "address": "0812"}]}
    answer = await put(api, f"/v1/people/{school}", wrong, Accept_Language="id")
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid-body")
    assert {fault["where"] for fault in answer.json()["errors"]} == {"/zone", "/points/0"}
    assert "nomor telepon" in answer.text
    silenced = {**DEWI, "choices": {"by_kind": {"safety": "off"}}}
    assert (await put(api, f"/v1/people/{school}", silenced)).status_code == 422
    assert (await put(api, f"/v1/organisations/{school}", {**SCHOOL, "domain": "x y"})).status_code == 422
    assert (await put(api, f"/v1/positions/{school}", {"org_id": "nowhere", "title": "x"})).status_code == 422
    assert (
        await put(api, f"/v1/positions/{fresh()}/fillings", {"person_id": "x", "since": "2026-01-01"})
    ).status_code == 404
    assert (await api.get("/v1/people/nobody-at-all")).json()["code"] == "unknown-person"
    assert (await api.get("/v1/organisations/nothing")).json()["code"] == "unknown-in-directory"
    person = (await api.get(f"/v1/people/{school}")).json()
    assert person["zone"] == DEWI["zone"]


async def test_absences_have_stand_ins(api: Api, school: str) -> None:
    path, budi = f"/v1/people/{school}/absences/{uuid4()}", f"budi-{fresh()[:8]}"
    away = {"starts": "2020-01-01", "ends": "2099-01-01", "stand_in": budi}
    assert (await put(api, path, away)).json()["errors"][0]["where"] == "/stand_in"
    await put(api, f"/v1/people/{budi}", {"name": "Budi"})
    answer = await put(api, path, away)
    assert (answer.status_code, answer.json()["stand_in"]) == (200, budi)
    assert (await put(api, path, {**away, "stand_in": school})).status_code == 422
    assert (await put(api, path, {**away, "ends": "2019-01-01"})).status_code == 422
    back = await api.http.delete(path, headers=bearer(api.keys.operator))
    assert (back.status_code, back.json()["stand_in"], back.json()["absences"]) == (200, None, [])
    assert (await api.http.delete(path, headers=bearer(api.keys.operator))).status_code == 404


async def test_who_has_keys_keeps_their_own_entries(api: Api, school: str) -> None:
    theirs = await key(api.ports, KeyRole.PARTNER, school, OrgId(school))
    moved = {**DEWI, "points": [{"channel": "email", "address": "elsewhere@example.org"}]}
    term = {"person_id": school, "since": "2026-02-01"}
    duplicate = {"gone": school, "into": f"{school}-2"}
    await put(api, f"/v1/people/{school}-2", {"name": "Dewi"})
    await put(api, f"/v1/organisations/{school}-2", SCHOOL)
    await put(api, f"/v1/positions/{school}-2", {"org_id": f"{school}-2", "title": "Guru"})
    for path, body in (
        (f"people/{school}", moved),
        (f"organisations/{school}", {**SCHOOL, "name": "x"}),
        (f"positions/{school}.head", {"org_id": school, "title": "x"}),
        (f"positions/{school}.head/fillings", term),
        (f"positions/{school}-2/fillings", term),
    ):
        refused = await put(api, f"/v1/{path}", body)
        assert (refused.status_code, refused.json()["code"]) == (403, "kept-elsewhere"), path
    assert (await api.post("/v1/directory/duplicates/people/merge", duplicate)).status_code == 403
    rows = f"id_orang,nama,surel\n{school},Dewi,elsewhere@example.org\n"
    refused = await send(api, rows)
    assert [fault["where"] for fault in refused.json()["errors"]] == ["o.csv, 2, id_orang"]
    assert (await put(api, f"/v1/people/{school}", moved, theirs)).status_code == 200
    nobodys = await key(api.ports, KeyRole.OPERATOR, "keeper")
    assert (await put(api, f"/v1/people/{school}", DEWI, nobodys)).status_code == 200


async def test_a_wrong_number_is_a_list_for_somebody(api: Api, school: str) -> None:
    person = PersonId(school)
    said = "WhatsApp does not know this number"
    await api.ports.directory.mark_point(person, Channel.WHATSAPP, "+6281234567890", PointState.WRONG, said)
    answer = await api.get("/v1/directory/contact-points?state=wrong&limit=100")
    (point,) = [item for item in answer.json()["items"] if item["person_id"] == school]
    assert (point["problem"], point["others"], point["name"]) == (said, 1, "Dewi Lestari")
    corrected = {**DEWI, "points": [{"channel": "whatsapp", "address": "0813-3456-7890"}]}
    assert (await put(api, f"/v1/people/{school}", corrected)).status_code == 200
    items = (await api.get("/v1/directory/contact-points?limit=100")).json()["items"]
    assert school not in {item["person_id"] for item in items}


async def test_duplicates_are_listed_merged_and_recorded(api: Api, school: str) -> None:
    twin, other = f"{school}-twin", f"{school}-other"
    for name in (twin, other):
        await put(
            api, f"/v1/people/{name}", {"name": "x", "points": [{"channel": "email", "address": f"{school}@x.id"}]}
        )
    listed = (await api.get("/v1/directory/duplicates/people?limit=100")).json()["items"]
    assert {"number", "name"} == {*next(t for t in listed if (t["first"], t["second"]) == (other, twin))["signs"]}
    merge = {"gone": twin, "into": school}
    first = await api.post("/v1/directory/duplicates/people/merge", merge)
    assert (first.status_code, first.json()["moved"]) == (200, {"contact_points": 1})
    assert (await api.post("/v1/directory/duplicates/people/merge", merge)).json()["moved"] == {}
    assert (await api.get(f"/v1/people/{twin}")).json()["person_id"] == school
    answer = await put(api, f"/v1/people/{twin}", DEWI)
    assert (answer.status_code, answer.json()["code"], school in answer.json()["detail"]) == (409, "merged-into", True)
    for body, status in (({"gone": school, "into": school}, 422), ({"gone": school, "into": "nobody-at-all"}, 404)):
        assert (await api.post("/v1/directory/duplicates/people/merge", body)).status_code == status
    two = {"first": other, "second": school}
    assert (await api.post("/v1/directory/duplicates/people/differ", two)).status_code == 204
    log = (await api.get(f"/v1/directory/log?about={twin}")).json()["items"]
    assert [(change["what"], change["actor"]["person_id"]) for change in log] == [
        ("people.merged", "sari"),
        ("person.put", "sari"),
    ]


async def test_a_partner_keeps_its_own_people_and_sees_no_others(api: Api, school: str) -> None:
    mine, own = OrgId(f"mine-{fresh()[:8]}"), f"ani-{fresh()[:8]}"
    partner = await key(api.ports, KeyRole.PARTNER, "ani", mine)
    assert (await put(api, f"/v1/organisations/{mine}", SCHOOL, partner)).status_code == 201
    assert (await put(api, f"/v1/people/{own}", {"name": "Ani"}, partner)).status_code == 201
    post = {"org_id": mine, "title": "Ketua"}
    assert (await put(api, f"/v1/positions/{mine}.head", post, partner)).status_code == 201
    term = {"person_id": own, "since": "2026-01-01"}
    assert (await put(api, f"/v1/positions/{mine}.head/fillings", term, partner)).status_code == 200
    assert [p["person_id"] for p in (await api.get("/v1/people", partner)).json()["items"]] == [own]
    assert [o["org_id"] for o in (await api.get("/v1/organisations", partner)).json()["items"]] == [mine]
    for path in (f"people/{school}", f"organisations/{school}", f"positions/{school}.head"):
        assert (await api.get(f"/v1/{path}", partner)).status_code == 404
    taken = [
        await put(api, f"/v1/people/{school}", {"name": "Mine now"}, partner),
        await put(api, f"/v1/organisations/{school}", SCHOOL, partner),
        await put(api, f"/v1/positions/{school}.head", post, partner),
        await put(api, f"/v1/positions/{mine}.head/fillings", {**term, "person_id": school}, partner),
        await put(
            api, f"/v1/people/{school}/absences/{uuid4()}", {"starts": "2026-01-01", "ends": "2026-01-02"}, partner
        ),
    ]
    assert {answer.status_code for answer in taken} == {404}


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("organisations/{}", {**SCHOOL, "note": "Two of us"}, "note"),
        ("people/{}", {**DEWI, "zone": "Asia/Jayapura"}, "zone"),
        ("positions/{}.head", {"org_id": "{}", "title": "Wakil"}, "title"),
    ],
)
async def test_whoever_comes_later_with_what_was_read_before_is_stopped(
    api: Api, school: str, path: str, body: dict[str, Any], field: str
) -> None:
    address = "/v1/" + path.format(school)
    body = {name: value.format(school) if value == "{}" else value for name, value in body.items()}
    other = {**body, field: "Asia/Makassar" if field == "zone" else "Somebody else"}
    read = await api.get(address)
    seen = read.headers["ETag"]
    assert (await api.get(address)).headers["ETag"] == seen
    first = await put(api, address, body, If_Match=seen)
    assert (first.status_code, first.json()[field]) == (200, body[field])
    assert first.headers["ETag"] == (await api.get(address)).headers["ETag"] != seen
    assert (await put(api, address, body, If_Match=seen)).status_code == 200  # the same sent again
    late = await put(api, address, other, If_Match=seen, Accept_Language="id")
    assert (late.status_code, late.json()["code"]) == (412, "changed-meanwhile")
    assert late.headers["Content-Type"] == "application/problem+json"
    assert late.json()["title"] == "Yang Anda lihat adalah keadaan lama"
    assert f"/{field}" in {error["where"] for error in late.json()["errors"]}
    assert (await api.get(address)).json() == first.json()
    assert (await put(api, address, other)).json()[field] == other[field]  # without the header the last one wins


async def test_what_is_new_and_what_is_there_can_be_asked_for(api: Api, school: str) -> None:
    address, new = f"/v1/organisations/{school}", f"/v1/organisations/{school}-new"
    there = await put(api, address, {**SCHOOL, "name": "Mine"}, If_None_Match="*")
    assert (there.status_code, there.json()["code"], "errors" in there.json()) == (412, "already-there", False)
    for known in (f"/v1/people/{school}", f"/v1/positions/{school}.head"):
        body = {"org_id": school, "title": "Mine"} if "positions" in known else DEWI
        assert (await put(api, known, body, If_None_Match="*")).json()["code"] == "already-there"
    nothing = await put(api, new, SCHOOL, If_Match="*", Accept_Language="id")
    assert (nothing.status_code, nothing.json()["code"]) == (412, "not-there-yet")
    assert nothing.json()["detail"].startswith("Belum ada apa-apa dengan id ini")
    assert (await api.get(new)).status_code == 404
    assert (await put(api, new, SCHOOL, If_None_Match="*")).status_code == 201
    assert (await put(api, address, {**SCHOOL, "name": "Mine"}, If_Match="*")).status_code == 200
    for header in ({"If_Match": "7"}, {"If_Match": 'W/"7"'}, {"If_None_Match": '"7"'}):
        answer = await put(api, address, SCHOOL, **header)
        assert (answer.status_code, answer.json()["code"][:11]) == (400, "invalid-if-")


async def test_posts_and_absences_heed_what_was_read(api: Api, school: str) -> None:
    position, person = f"/v1/positions/{school}.head", f"/v1/people/{school}"
    old = (await api.get(position)).headers["ETag"]
    term = {"person_id": school, "since": "2026-01-01", "until": "2026-06-30"}
    filled = await put(api, f"{position}/fillings", term, If_Match=old)
    assert (filled.status_code, filled.headers["ETag"] == old) == (200, False)
    late = await put(api, f"{position}/fillings", {**term, "until": "2026-03-31"}, If_Match=old)
    assert (late.status_code, [error["where"] for error in late.json()["errors"]]) == (412, ["/holders"])
    away, days = f"{person}/absences/{uuid4()}", {"starts": "2026-03-01", "ends": "2099-03-09"}
    seen = (await put(api, away, days)).headers["ETag"]
    changed = await put(api, away, {**days, "ends": "2099-03-10"}, If_Match=seen)
    assert changed.status_code == 200
    stopped = await api.http.delete(away, headers=bearer(api.keys.operator) | {"If-Match": seen})
    assert (stopped.status_code, [error["where"] for error in stopped.json()["errors"]]) == (412, ["/absences"])
    back = await api.http.delete(away, headers=bearer(api.keys.operator) | {"If-Match": changed.headers["ETag"]})
    assert (back.status_code, back.json()["absences"]) == (200, [])


TABLE = "org_id,nama,jenis\n{0}-a,Alfa,perusahaan\n{0}-b,Beta,{1}\n"


async def send(api: Api, text: str, query: str = "", kind: str = "text/csv") -> httpx2.Response:
    headers = bearer(api.keys.operator) | {"Content-Type": kind, "Accept-Language": "id"}
    return await api.http.post(f"/v1/directory/import?name=o.csv{query}", content=text.encode(), headers=headers)


async def test_a_table_is_imported_whole_or_not_at_all(api: Api) -> None:
    school = fresh()
    wrong, right = TABLE.format(school, "firma"), TABLE.format(school, "yayasan")
    dry = await send(api, wrong, "&dry_run=true")
    assert (dry.status_code, dry.json()["done"]) == (200, False)
    (problem,) = dry.json()["problems"]
    assert (problem["sheet"], problem["row"], problem["column"]) == ("o.csv", 3, "jenis")
    assert problem["what"].startswith("Ini bukan jenis organisasi")
    refused = await send(api, wrong)
    assert (refused.status_code, refused.json()["code"]) == (422, "invalid-body")
    assert refused.json()["errors"][0]["where"] == "o.csv, 3, jenis"
    assert (await api.get(f"/v1/organisations/{school}-a")).status_code == 404
    done = await send(api, right)
    assert (done.status_code, done.json()["counts"]) == (200, {"organisations": {"new": 2, "changed": 0}})
    assert (await api.get(f"/v1/organisations/{school}-b")).json()["kind"] == "ngo"
    assert (await send(api, "{}", kind="application/json")).status_code == 415
    assert (await send(api, "x" * 100)).status_code == 422


async def test_what_seems_to_be_there_already_is_told_and_entered_all_the_same(api: Api, school: str) -> None:
    table = f"id_orang;nama;surel\n{school}-a;Ani {school};{school}@x.id\n{school}-b;Eka {school};{school}@X.id\n"
    for query, done in (("&dry_run=true", False), ("", True)):
        answer = (await send(api, table, query)).json()
        assert (answer["done"], answer["rows"], answer["problems"], answer["warned"]) == (done, 2, [], 1)
        (warning,) = answer["warnings"]
        assert (warning["sheet"], warning["row"], warning["column"]) == ("o.csv", 3, "surel")
        assert warning["what"] == (
            f"Ini tampaknya sama dengan Ani {school} ({school}-a, o.csv, 2): nomor atau alamatnya sama"
        )


async def test_tables_are_exported_as_they_can_be_imported(api: Api, school: str) -> None:
    for path, kind in (
        ("export/people.csv?separator=semicolon", "text/csv"),
        ("export/organisations.csv", "text/csv"),
        ("export.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ):
        table = await api.get(f"/v1/directory/{path}")
        assert (table.status_code, table.headers["Content-Type"].partition(";")[0]) == (200, kind)
        assert "attachment" in table.headers["Content-Disposition"]
        headers = bearer(api.keys.operator) | {"Content-Type": kind}
        again = await api.http.post("/v1/directory/import?dry_run=true", content=table.content, headers=headers)
        assert again.json()["problems"] == []
        assert {(c["new"], c["changed"]) for c in again.json()["counts"].values()} == {(0, 0)}
    log = (await api.get("/v1/directory/log?about=directory")).json()["items"]
    assert log[0]["detail"] == {"tables": ["organisations", "people", "positions"]}


async def test_a_term_on_which_roles_hang_ends_by_a_departure_alone(api: Api, school: str) -> None:
    post = {"position_id": f"{school}.head"}
    term = {"person_id": school, "since": "2026-01-01", "until": "2026-06-30"}
    path = await api.proposed("Led by the head", then=[{**appoint(school), **post}])
    for language, words in (("en", f"kemitraan depart {school}"), ("id", "Akhiri keduanya sekaligus")):
        refused = await put(api, f"/v1/positions/{school}.head/fillings", term, Accept_Language=language)
        assert (refused.status_code, refused.json()["code"]) == (409, "roles-hang-on-the-post")
        assert words in refused.json()["detail"]
    gone = {"person_id": school, "last_day": "2026-06-30", **post}
    left = await api.post("/v1/departures", gone, Idempotency_Key=fresh())
    assert left.status_code == 200, left.text
    people = (await api.get(path)).json()["state"]["people"]
    assert school not in [person["person_id"] for person in people]
    (filling,) = (await api.get(f"/v1/people/{school}")).json()["fillings"]
    assert filling["until"] == "2026-06-30"
    assert (await put(api, f"/v1/positions/{school}.head/fillings", term)).status_code == 200


async def test_roles_that_came_to_a_post_after_its_term_are_in_a_list(api: Api, school: str) -> None:
    term = {"person_id": school, "since": "2026-01-01", "until": "2026-06-30"}
    asked = f"/v1/positions?org={school}&past_term=true"
    assert (await put(api, f"/v1/positions/{school}.head/fillings", term)).status_code == 200
    assert (await api.get(asked)).json()["items"] == []
    await api.proposed("Led by who was head", then=[{**appoint(school), "position_id": f"{school}.head"}])
    (post,) = (await api.get(asked)).json()["items"]
    assert (post["position_id"], post["holders"], post["past_term"]) == (f"{school}.head", [], [school])
    leaving = {"person_id": school, "last_day": "2026-06-30", "position_id": f"{school}.head"}
    assert (await api.post("/v1/departures", leaving, Idempotency_Key=fresh())).status_code == 200
    assert (await api.get(asked)).json()["items"] == []
    assert (await api.get("/v1/positions?past_term=perhaps")).status_code == 400


@pytest.mark.parametrize(("written", "kept"), [("WIT", "Asia/Jayapura"), ("wita", "Asia/Makassar")])
async def test_zones_may_be_written_as_people_call_them(api: Api, school: str, written: str, kept: str) -> None:
    assert (await put(api, f"/v1/people/{school}", {**DEWI, "zone": written})).json()["zone"] == kept
    assert (await put(api, f"/v1/organisations/{school}", {**SCHOOL, "zone": written})).json()["zone"] == kept


async def test_a_language_in_which_nobody_is_written_to_is_told(api: Api, school: str) -> None:
    refused = await put(api, f"/v1/people/{school}", {**DEWI, "language": "jv"}, Accept_Language="id")
    assert refused.status_code == 422
    (fault,) = refused.json()["errors"]
    assert (fault["where"], fault["expected"]) == ("/language", "salah satu dari: en, id")
    table = b"name,language\nDewi,jv\n"
    told = await api.http.post(
        "/v1/directory/import?dry_run=true", content=table,
        headers=bearer(api.keys.operator) | {"Content-Type": "text/csv"},
    )  # fmt: skip
    assert [(p["row"], p["column"]) for p in told.json()["problems"]] == [(2, "language")]


@pytest.mark.parametrize("hour", ["9 pm", "25:00", "", 7, None])
async def test_a_wrong_hour_is_told_in_the_language_of_the_reader(api: Api, school: str, hour: object) -> None:
    refused = await put(api, f"/v1/people/{school}", {**DEWI, "quiet_from": hour}, Accept_Language="id")
    (fault,) = refused.json()["errors"]
    assert fault["where"] == "/quiet_from"
    assert fault["what"] in {"Waktu seperti itu tidak ada.", "Jenisnya keliru."}
    assert fault["expected"] == "jam dan menit, misalnya 07.30"
