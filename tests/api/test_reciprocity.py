"""The picture of giving and gaining, as each side reads it in its own language."""

import pytest

from tests.api.calling import HOST, PARTNER, Api

EAR = {"kind": "record_contribution", "contribution_id": "ear", "gives": "care", "text": "An open ear"}
PAGES = {**EAR, "contribution_id": "pages", "gives": "time", "amount": "3", "unit": "evenings"}
GAIN = {"kind": "record_benefit", "level": "personal", "text": "Our youngest reads aloud", "gains": "learning"}


@pytest.mark.requirement("S0.16", "S1.25", "S4.3", "S1.16")
async def test_both_sides_read_the_same_picture(api: Api) -> None:
    path = await api.exploring()
    assert (await api.post(f"{path}/commands", {"commands": [EAR, PAGES, GAIN]})).status_code == 200
    thanks = {"kind": "confirm_contribution", "contribution_id": "pages"}
    assert (await api.post(f"{path}/commands", thanks, api.keys.partner)).status_code == 200
    mine, theirs = [(await api.get(f"{path}/reciprocity", key)).json() for key in (None, api.keys.partner)]
    assert mine == theirs
    assert mine["waiting"] == 1
    host, partner = mine["sides"]
    assert (host["org_id"], host["gave"]["time"]) == (HOST, {"count": 1, "unpriced": 0, "sums": {"evenings": "3"}})
    assert (partner["org_id"], partner["gave"], partner["gains"]) == (PARTNER, {}, None)
    assert (host["promises_kept"], host["promises_due"]) == (0, 0)


async def test_the_picture_in_indonesian(api: Api) -> None:
    path = await api.exploring()
    await api.post(f"{path}/commands", PAGES)
    await api.post(f"{path}/commands", {"kind": "confirm_contribution", "contribution_id": "pages"}, api.keys.partner)
    remarks = (await api.get(f"{path}/reciprocity", Accept_Language="id")).json()["remarks"]
    assert "Sejauh ini hanya Roti Makmur yang memberi waktu." in remarks


async def test_a_stranger_sees_nothing(api: Api) -> None:
    path = await api.exploring()
    assert (await api.get(f"{path}/reciprocity", api.keys.stranger)).status_code == 404
