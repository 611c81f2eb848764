"""How a letter looks on a small phone: nothing sticks out, by day and in the dark, and everybody can read it."""

from collections.abc import AsyncIterator
from typing import Literal

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, async_playwright

from domain.notices.choices import NoticeKind
from language.letters.rendering import render
from tests.letters import item, letter, notice


@pytest.fixture(scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield started
        await started.close()


@pytest.mark.parametrize("code", ["id", "en"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_a_letter_is_readable_on_a_small_phone(
    browser: Browser, code: str, scheme: Literal["light", "dark"]
) -> None:
    kinds = (*NoticeKind, NoticeKind.NEWS)
    items = [item(notice(kind, private=kind is NoticeKind.SAFETY), title="Nama" * 40) for kind in kinds]
    page = await browser.new_page(viewport={"width": 360, "height": 740}, color_scheme=scheme)
    await page.set_content(render(letter(*items, digest=True, language=code)).html)
    assert await page.evaluate("document.documentElement.scrollWidth") == 360
    seen = await Axe().run(page)
    assert seen.violations_count == 0, seen.generate_report()
