"""How often links may be opened: unhurried, and counted over all processes of the API."""

from dataclasses import replace
from uuid import uuid4

from tests.api.calling import Api, calling
from tests.api.test_links import willing


async def test_an_unknown_link_says_so_and_guessing_is_slowed(api: Api) -> None:
    codes = [(await api.http.get(f"/l/{uuid4().hex}")).status_code for _ in range(24)]
    assert codes[0] == 404
    assert codes[-1] == 429
    assert (await (await willing(api)).looks()).status_code == 200


async def test_one_link_is_not_asked_for_too_often(api: Api) -> None:
    link = await willing(api)
    answers = [await link.looks() for _ in range(32)]
    assert answers[0].status_code == 200
    assert answers[-1].status_code == 429
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 60
    assert "A little slower, please" in answers[-1].text


async def test_every_process_knows_how_often_a_link_was_asked_for(api: Api) -> None:
    link = await willing(api)
    async with calling(replace(api.ports)) as another:  # same database, nothing else in common
        answers = [await replace(link, api=api_).looks() for _ in range(16) for api_ in (api, another)]
    codes = [answer.status_code for answer in answers]
    assert codes == [200] * 30 + [429] * 2
