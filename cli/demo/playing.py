"""`kemitraan demo`: three whole lives on a real engine whose days last a moment, and a check that all went well."""

import asyncio
import shutil
import tempfile
from collections.abc import Mapping
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from cli import listing
from cli.demo.checking import Told, faults
from cli.demo.lives import LIVES
from cli.demo.progress import Watch, watching
from cli.failures import Failure
from cli.profile import Profile
from cli.remote import Api, everything
from cli.screen import Output, put_json, say
from cli.seed.portfolio import organisations
from cli.stack.folder import Folder
from cli.stack.halting import until_halted
from cli.stack.tree import Outside, Tree
from cli.stack.voices import voiced
from cli.stories.cast import Story
from cli.stories.teller import Teller

EXPECTED = {story.key: expected for story, expected in LIVES}

_PATIENCE = 90.0
_LONGEST_PAUSE = 0.5
"""A life goes by quickly here: who waits longer between tries misses too many of its days."""


async def demo(
    *,
    day: Annotated[float, Parameter(name="--day-seconds")] = 0.1,
    output: Output = Output.TABLE,
) -> None:
    """Play three partnerships from first contact to their end, on a throw-away stack, and check every step.

    Parameters
    ----------
    day
        Seconds that a day lasts.
    output
        How the lives are told afterwards.
    """
    place = Path(tempfile.mkdtemp(prefix="kemitraan-demo-"))
    folder = Folder(place)
    try:
        with folder.owned():
            tree = Tree(folder, Outside(), timedelta(seconds=day))
            told = await until_halted(tree, lambda: _play(tree, folder, day))
    finally:
        shutil.rmtree(place, ignore_errors=True)
    _tell(told, output)
    wrong = [f"{story.title}: {fault}" for story, life in told for fault in faults(story, EXPECTED[story.key], life)]
    if wrong:
        raise Failure("\n".join(wrong))
    say("every stage, refusal and timer came as it should", style="green")


async def _play(tree: Tree, folder: Folder, day: float) -> list[tuple[Story, Told]]:
    say("starting a throw-away stack")
    stories = [story for story, _ in LIVES]
    known = await voiced(folder.path, await tree.up(), organisations(*stories), stories[0].orgs[0])
    say(f"a day lasts {day:g} s; watch it at {known.temporal_ui}")
    async with AsyncExitStack() as stack:
        apis = {voice.org: await stack.enter_async_context(_api(known, voice.key)) for voice in known.voices}
        with watching(day) as watch:
            return list(await asyncio.gather(*(_live(story, apis, day, watch) for story in stories)))


def _api(known: Profile, key: str) -> Api:
    return Api(known.url, key, patience=_PATIENCE, longest_pause=_LONGEST_PAUSE)


async def _live(story: Story, apis: Mapping[str, Api], day: float, watch: Watch) -> tuple[Story, Told]:
    """One life, and how the engine remembers it."""
    watch.follow(story)
    teller = Teller(
        story,
        apis,
        now=lambda: datetime.now(UTC),
        day=timedelta(seconds=day),
        hears=lambda _, step: watch.hear(story, step),
    )
    path = f"/v1/partnerships/{await teller.tell()}"
    api = apis[story.orgs[0].id]
    return story, Told(
        partnership=(await api.get(path)).or_raise(),
        timeline=await everything(api, f"{path}/timeline"),
        refusals=[refused for org in story.orgs for refused in await everything(apis[org.id], f"{path}/refusals")],
    )


def _tell(told: list[tuple[Story, Told]], output: Output) -> None:
    if output is Output.JSON:
        put_json([{"story": story.key, **life._asdict()} for story, life in told])
        return
    for story, life in told:
        listing.put_timeline(f"{story.title}: {life.partnership['stage_name']}", life.timeline)
