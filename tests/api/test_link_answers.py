"""Only an answer that is named exactly is one, and of two that come at the same time the first one counts."""

import asyncio
from dataclasses import replace

import pytest

from domain.links import LinkAct
from domain.record import Outcome, Submission
from tests.api.calling import Api, calling
from tests.api.occasions import PAGES
from tests.api.visiting import B, Visitor, listed, visitor

ONE_CLICK = {"List-Unsubscribe": "One-Click"}
TYPED = {"reason": "One is missing", "ground": "Nobody asked us", "text": "It is too much", "note": "With joy"}


async def opened(api: Api, act: LinkAct) -> Visitor:
    await listed(api, B.person_id)
    story, about = PAGES[act]()
    return await visitor(api, story, act, B, about)


@pytest.mark.parametrize("act", [act for act in LinkAct if act is not LinkAct.SET_PREFERENCES])
async def test_whatever_names_no_answer_changes_nothing(api: Api, act: LinkAct) -> None:
    link = await opened(api, act)
    before = await link.version()
    unclear: tuple[dict[str, str | list[str]], ...] = (
        {},
        {**ONE_CLICK},
        {"answer": "xxx"},
        {"answer": "xxx", "willing": "maybe", "role_suits": "perhaps", "D1.1": "many", **TYPED},
        {"answer": ["xxx", "yyy"], **TYPED},
        {**TYPED},
    )
    for fields in unclear:
        page = await link.sends(**fields)
        assert page.status_code == (303 if act is LinkAct.READ_RECORD else 422), (fields, page.text)
    assert await link.version() == before
    kept = await api.ports.links.find(link.token)
    assert kept is not None
    assert kept.used_at is None


@pytest.mark.parametrize(
    ("act", "answers"),
    [
        (LinkAct.ACCEPT_VERSION, ["accept", "change"]),
        (LinkAct.AGREE_TO_DECISION, ["agree", "decline"]),
        (LinkAct.ANSWER_RELAYED_WORD, ["confirm", "object"]),
        (LinkAct.CONFIRM_CONTRIBUTION, ["confirm", "differ"]),
        (LinkAct.CONFIRM_COMMITMENT, ["confirm", "differ"]),
    ],
)
async def test_two_answers_at_once_are_none(api: Api, act: LinkAct, answers: list[str]) -> None:
    link = await opened(api, act)
    before = await link.version()
    page = await link.sends(answer=answers, **TYPED)
    assert (page.status_code, "Please choose one." in page.text) == (422, True)
    assert await link.version() == before


async def test_only_what_a_mail_program_sends_unsubscribes(api: Api) -> None:
    link = await opened(api, LinkAct.SET_PREFERENCES)
    unclear: tuple[dict[str, str | list[str]], ...] = ({}, {"answer": "xxx"}, {"List-Unsubscribe": "xxx"})
    for fields in unclear:
        assert (await link.sends(**fields)).status_code == 422
    card = await api.ports.directory.person(B.person_id)
    assert card is not None
    assert card.choices.by_kind == {}


class Late:
    """A way to the engine that is slower than another window's."""

    def __init__(self, api: Api) -> None:
        self._engine = api.ports.engine
        self.asked, self.go = asyncio.Event(), asyncio.Event()

    async def submit(self, submission: Submission) -> Outcome:
        """What the engine says, once it is let through."""
        self.asked.set()
        await self.go.wait()
        return await self._engine.submit(submission)


@pytest.mark.parametrize(
    ("first", "second", "event"),
    [("confirm", "differ", "contribution.confirmed"), ("differ", "confirm", "contribution.disputed")],
)
async def test_the_page_tells_what_was_recorded_and_not_what_came_second(
    api: Api, first: str, second: str, event: str
) -> None:
    link, late = await opened(api, LinkAct.CONFIRM_CONTRIBUTION), Late(api)
    async with calling(replace(api.ports, engine=late)) as other:  # type: ignore[arg-type]
        waiting = asyncio.create_task(replace(link, api=other).sends(answer=second, reason="Twenty arrived"))
        await late.asked.wait()
        assert (await link.sends(answer=first, reason="Twenty arrived")).status_code == 303
        await unused(link)
        late.go.set()
        assert (await waiting).status_code == 303
    assert len(await link.events(event)) == 1
    assert (await link.looks()).status_code == 303  # it finds what was recorded
    page = (await link.looks()).text
    assert "What you sent has arrived, and was recorded." in page
    assert "Yayasan Lestari how you see it" not in page
    assert "confirmed, with thanks" not in page


async def unused(link: Visitor) -> None:
    """What was recorded has not been noted at the link yet."""
    await link.api.ports.pool.execute(
        "update links set used_at = null, outcome = null where link_id = $1", link.grant.link_id
    )


async def test_whoever_comes_second_hears_what_was_recorded_first(api: Api) -> None:
    link = await opened(api, LinkAct.CONFIRM_CONTRIBUTION)
    await link.sends(answer="confirm")
    await unused(link)
    assert "was recorded" in await link.done(answer="differ", reason="Twenty arrived")
    assert await link.events("contribution.disputed") == ()
