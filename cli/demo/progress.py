"""What one sees while the lives go by: one line for each, and what has just happened in it."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn

from cli.screen import ERR
from cli.stories.cast import IsRefused, Says, Signs, Step, Story, Waits


class Watch:
    """Shows how far each life has come, counted in policy days."""

    def __init__(self, progress: Progress, day_seconds: float) -> None:
        self._progress = progress
        self._day = day_seconds
        self._began = time.monotonic()
        self._tasks: dict[str, TaskID] = {}

    def follow(self, story: Story) -> None:
        """A life begins."""
        self._tasks[story.key] = self._progress.add_task(story.title, total=len(story.steps), now="")

    def hear(self, story: Story, step: Step) -> None:
        """A step has been taken."""
        day = (time.monotonic() - self._began) / self._day
        told = words(step)
        self._progress.update(self._tasks[story.key], advance=1, now=f"day {day:.0f}: {told}")
        if not self._progress.console.is_terminal:
            self._progress.console.print(f"{story.title}, day {day:.0f}: {told}", markup=False, soft_wrap=True)


@contextmanager
def watching(day_seconds: float) -> Iterator[Watch]:
    """A display that is gone when the lives are over; plain lines where there is no terminal."""
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(bar_width=20),
        TextColumn("{task.fields[now]}"),
    )
    with Progress(*columns, console=ERR, transient=True, disable=not ERR.is_terminal) as progress:
        yield Watch(progress, day_seconds)


def words(step: Step) -> str:
    """A step in a few words."""
    match step:
        case Says(org=org, lines=lines):
            return f"{org.lead}: {', '.join(_kind(one['kind']) for one in lines)}"
        case IsRefused(org=org, lines=lines, guards=guards):
            return f"{org.lead} may not {', '.join(_kind(one['kind']) for one in lines)} yet: {', '.join(guards)}"
        case Signs(assisted=assisted):
            return f"the agreement is signed{', one by phone' if assisted else ''}"
        case Waits(rule=rule, stage=stage, days=days):
            return (
                f"reminder {_kind(rule)}" if rule else f"it is {_kind(stage)}" if stage else f"{days:.0f} days at work"
            )


def _kind(name: str | None) -> str:
    return (name or "").replace("_", " ")
