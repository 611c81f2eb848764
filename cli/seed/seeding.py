"""Telling the portfolio to a new engine, once: an interrupted start goes on where it was, and doubles nothing."""

import asyncio
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from cli.files import write
from cli.profile import Profile
from cli.remote import Api
from cli.seed.people import introduce
from cli.seed.portfolio import PORTFOLIO, organisations
from cli.stories.cast import Story
from cli.stories.teller import Teller

_AT_ONCE = 6
_PATIENCE = 60.0


class Sown(BaseModel):
    """How far the seeding of a stack has come."""

    model_config = ConfigDict(frozen=True)

    now: datetime
    """The moment that the stories count from, the same however often they are told."""
    done: bool = False


async def seed(folder: Path, profile: Profile) -> int:
    """Tell what has not been told yet; how many stories there are, or 0 when there was nothing to do."""
    record = folder / "seeded.json"
    sown = Sown.model_validate_json(record.read_bytes()) if record.exists() else Sown(now=datetime.now(UTC))
    if sown.done or (not record.exists() and await _peopled(profile)):
        return 0
    write(record, sown.model_dump_json().encode())
    await tell(profile, sown.now)
    write(record, sown.model_copy(update={"done": True}).model_dump_json().encode())
    return len(PORTFOLIO)


async def tell(profile: Profile, now: datetime) -> None:
    """Tell the whole portfolio, some stories at a time."""
    turn = asyncio.Semaphore(_AT_ONCE)
    async with AsyncExitStack() as stack:
        apis = {
            voice.org: await stack.enter_async_context(Api(profile.url, voice.key, patience=_PATIENCE))
            for voice in profile.voices
        }
        await introduce(apis, organisations(*PORTFOLIO), now)
        await asyncio.gather(*(_told(story, apis, now, turn) for story in PORTFOLIO))


async def _told(story: Story, apis: dict[str, Api], now: datetime, turn: asyncio.Semaphore) -> None:
    async with turn:
        await Teller(story, apis, now=lambda: now, day=timedelta(days=1)).tell()


async def _peopled(profile: Profile) -> bool:
    """Whether somebody else has used this engine before: its portfolio is not ours to fill."""
    async with Api(profile.url, profile.voices[0].key, patience=_PATIENCE) as api:
        return bool((await api.get("/v1/partnerships", {"limit": 1})).or_raise()["items"])
