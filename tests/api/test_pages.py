"""The pages as people see them: a real browser at 360 px with JavaScript switched off, in both languages, and axe."""

import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import uvicorn
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, async_playwright

from api.app import create_app
from domain.links import LinkAct
from tests.api.calling import Api
from tests.api.occasions import PAGES
from tests.api.visiting import B, Visitor, listed, visitor

CHROMIUM = "/usr/bin/chromium"
PICTURES = os.environ.get("KEMITRAAN_TEST_PICTURES")
"""A folder for pictures of the pages, for those who want to look."""

pytestmark = pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="there is no Chromium here")

each_language = pytest.mark.parametrize("code", ["id", "en"])


@pytest.fixture(scope="module")
async def site(api: Api) -> AsyncIterator[str]:
    """The address of a server on this machine."""
    config = uvicorn.Config(create_app(api.ports), port=0, log_level="warning", access_log=False, lifespan="off")
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    await serving


@pytest.fixture(scope="module")
async def browser() -> AsyncIterator[Browser]:
    """A browser."""
    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        await started.close()


@pytest.fixture
async def phone(browser: Browser, site: str) -> AsyncIterator[Page]:
    """A small phone without JavaScript."""
    context = await browser.new_context(
        base_url=site, java_script_enabled=False, viewport={"width": 360, "height": 740}, is_mobile=True, has_touch=True
    )
    yield await context.new_page()
    await context.close()


@pytest.fixture
async def eye(browser: Browser, site: str) -> AsyncIterator[Page]:
    """The same phone as axe needs it, which is a script itself."""
    context = await browser.new_context(
        base_url=site, bypass_csp=True, viewport={"width": 360, "height": 740}, is_mobile=True, has_touch=True
    )
    yield await context.new_page()
    await context.close()


async def taken(page: Page, name: str) -> None:
    """A picture, where somebody wants to look; nothing is wider than the phone."""
    if PICTURES:
        await page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)


async def fits(page: Page) -> None:
    wide = await page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 360, f"the page is {wide} px wide"
    small = await page.evaluate(
        "[...document.querySelectorAll('button,.pick,summary,.act,textarea,input[type=time],nav a')]"
        ".filter(e => e.getClientRects().length && e.getBoundingClientRect().height < 44).map(e => e.outerHTML)"
    )
    assert small == [], "too small for a thumb"


async def accessible(page: Page) -> None:
    found = await Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


async def opened(api: Api, act: LinkAct) -> Visitor:
    points = [{"channel": "email", "address": "sari@melati.sch.id"}, {"channel": "whatsapp", "address": "+62812345679"}]
    await listed(api, B.person_id, points=points)
    story, about = PAGES[act]()
    return await visitor(api, story, act, B, about)


@each_language
@pytest.mark.parametrize("act", [*LinkAct])
async def test_each_page_fits_a_small_phone_and_everybody_can_use_it(
    api: Api, eye: Page, act: LinkAct, code: str
) -> None:
    link = await opened(api, act)
    answer = await eye.goto(f"{link.path}?lang={code}")
    assert answer is not None
    assert answer.status == 200, await eye.content()
    assert len(await answer.body()) < 50_000
    await taken(eye, f"{act}-{code}")
    await fits(eye)
    await accessible(eye)
    if act not in {LinkAct.READ_RECORD, LinkAct.SET_PREFERENCES, LinkAct.DECLARE_WILLINGNESS}:
        return
    wrong = await eye.goto(f"/l/nothing?lang={code}")
    assert wrong is not None
    await fits(eye)
    await accessible(eye)


@each_language
async def test_an_evaluation_is_answered_without_javascript(api: Api, phone: Page, code: str) -> None:
    link = await opened(api, LinkAct.ANSWER_EVALUATION)
    await phone.goto(f"{link.path}?lang={code}")
    await phone.get_by_role("button").click()
    assert await phone.get_by_role("alert").is_visible()
    await taken(phone, f"evaluation-wrong-{code}")
    for n in range(1, 14):
        group = phone.locator(f'input[name="D{n}.1"]')
        await group.nth(n % 5).check()
    await phone.locator('input[name="D4.1"][value="cannot_say"]').check()
    await phone.locator('textarea[name="keep"]').fill("Teh sore bersama")
    await phone.get_by_role("button").click()
    thanks = {"id": "Anda telah menjawab evaluasi.", "en": "You have answered the evaluation."}[code]
    assert await phone.get_by_role("status").get_by_text(thanks).is_visible()
    await taken(phone, f"evaluation-done-{code}")
    (event,) = await link.events("evaluation.answered")
    scores = event.event.model_dump()["scores"]
    assert (len(scores), scores["D4.1"], scores["D3.1"]) == (13, "cannot_say", 4)
    await phone.reload()
    await phone.goto(link.path)
    assert len(await link.events("evaluation.answered")) == 1


@each_language
async def test_a_version_is_accepted_without_javascript(api: Api, phone: Page, code: str) -> None:
    link = await opened(api, LinkAct.ACCEPT_VERSION)
    await phone.goto(f"{link.path}?lang={code}")
    accept = {"id": "Kami menyetujui versi 2", "en": "We accept version 2"}[code]
    await phone.get_by_role("button", name=accept).click()
    done = {
        "id": "Anda telah menyetujui versi 2 dari perjanjian.",
        "en": "You have accepted version 2 of the agreement.",
    }
    assert await phone.get_by_role("status").get_by_text(done[code]).is_visible()
    await taken(phone, f"accepted-{code}")
    accepted = await link.events("agreement.accepted")
    assert (accepted[0].actor, accepted[0].channel) == (B, "link")


async def test_the_language_is_switched_by_a_link(api: Api, phone: Page) -> None:
    link = await opened(api, LinkAct.DECLARE_WILLINGNESS)
    await phone.goto(link.path)
    assert await phone.get_by_role("heading", level=1).inner_text() == "Bersediakah Anda menjajaki ini bersama?"
    await phone.get_by_role("link", name="English").click()
    assert await phone.get_by_role("heading", level=1).inner_text() == "Do you want to explore this together?"
