"""A year of three partnerships and twelve people: every mail is counted and read."""

import re
from collections import Counter
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from temporalio.testing import WorkflowEnvironment

from activities.channels.chosen import channels
from activities.handling import Handling
from store.pool import Pool
from tests.notifying import know, whole
from tests.temporal import skipping_time
from tests.year.cast import cards
from tests.year.living import Box, Deed, Year
import tests.year.dbg_tmp  # noqa
from tests.year.stories import year


async def test_year(skipping: WorkflowEnvironment, handling: Handling, pool: Pool, dsn: str) -> None:
    now = await skipping.get_current_time()
    begins = datetime(now.year + 1, 1, 4, 2, 0, tzinfo=now.tzinfo)
    tales = year(begins)
    await know(pool, *cards())
    life = Year(skipping, pool)
    box = Box(life.now)
    await box.open()
    settings = {"KEMITRAAN_SMTP_URL": box.url, "KEMITRAAN_MAIL_FROM": "Kemitraan <kemitraan@example.org>"}
    async with whole(skipping.client, pool, dsn, channels(settings), handling):
        deeds = [deed for tale in tales for deed in life.said(tale.submissions)]
        await skipping.sleep(begins - now - timedelta(minutes=1))
        await life.live([d for d in deeds if d.at < begins + timedelta(days=40)], begins + timedelta(days=40))
        print(len(box.arrivals))
        for a in box.arrivals:
            print(a.at.astimezone(ZoneInfo("Asia/Jakarta")), a.to, a.mail["Subject"])
    await box.close()
