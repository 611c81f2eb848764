"""`kemitraan dev`: the whole product on this machine, in one tree of processes, until Ctrl-C."""

import asyncio
import os
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from cli.failures import Failure, Misused
from cli.profile import STATE, Profile, Voice
from cli.screen import put_lines, say
from cli.seed.portfolio import NEWCOMER, PARTNER, PORTFOLIO, organisations
from cli.seed.seeding import seed
from cli.settings import Settings
from cli.stack.folder import Folder
from cli.stack.halting import Halted, until_halted
from cli.stack.tree import Outside, Tree
from cli.stack.voices import voiced
from cli.upkeep import recovered


async def dev(
    *,
    state: Annotated[Path, Parameter(env_var="KEMITRAAN_STATE")] = Path(STATE),
    reset: bool = False,
    yes: bool = False,
    seeds: Annotated[bool, Parameter(name="--seed")] = True,
    exit_when_ready: bool = False,
) -> None:
    """Bring up Postgres, Temporal with its UI, the worker and the API, with a small realistic portfolio.

    Parameters
    ----------
    state
        Where everything is kept between runs.
    reset
        Forget everything first.
    yes
        Do not ask before forgetting.
    seeds
        Tell the portfolio of stories to a new engine.
    exit_when_ready
        Stop again as soon as everything serves.
    """
    settings = Settings.of_environment()
    if settings.production:
        raise Misused("KEMITRAAN_ENV says production; this stack is for development only")
    folder = Folder(state)
    with folder.owned():
        for name in folder.end_orphans():
            say(f"ended {name}, which an earlier run had left behind")
        if reset:
            _reset(folder, yes)
        tree = Tree(folder, _outside(settings), settings.day)
        try:
            await until_halted(tree, lambda: _live(tree, folder, seeds, exit_when_ready))
        except Halted:
            say("stopped; everything is kept for the next start")


async def _live(tree: Tree, folder: Folder, seeds: bool, exit_when_ready: bool) -> None:
    began = time.monotonic()
    say("starting Postgres and Temporal, then the worker and the API")
    forgetful = not folder.temporal.exists()
    known = await tree.up()
    new = not known.voices
    if forgetful and known.temporal_ui and not new:
        await _remember(known)
    known = await voiced(folder.path, known, organisations(*PORTFOLIO), NEWCOMER)
    if seeds and (told := await seed(folder.path, known)):
        say(f"told {told} stories; `kemitraan list` shows them")
    _show(known, folder)
    if new:
        _show_keys(known.voices, folder)
    say(
        f"ready in {time.monotonic() - began:.1f} s; development only, not for production. Ctrl-C stops it",
        style="bold",
    )
    if not exit_when_ready:
        await asyncio.Event().wait()


async def _remember(known: Profile) -> None:
    """Temporal has lost its file: the ledger still knows every partnership."""
    report = await recovered(known.dsn, known.temporal_address, known.temporal_namespace)
    say(f"Temporal was empty: {report.running} open partnerships were started again from the ledger")


def _outside(settings: Settings) -> Outside:
    return Outside(
        dsn=settings.dsn,
        temporal_address=settings.temporal_address,
        temporal_namespace=settings.temporal_namespace,
        ports={"api": settings.api_port},
    )


def _reset(folder: Folder, yes: bool) -> None:
    if not yes:
        if not sys.stdin.isatty():
            raise Misused("--reset asks before it forgets everything; add --yes where nobody can answer")
        say(f"Everything in {folder.path} will be gone. Go on? [y/N]")
        if input().strip().lower() not in {"y", "yes"}:
            raise Failure("nothing was changed")
    folder.reset()


def _show(known: Profile, folder: Folder) -> None:
    rows = [
        ("API", known.url),
        ("OpenAPI", f"{known.url}/openapi.json"),
        ("Temporal UI", known.temporal_ui or "where your Temporal has it"),
        ("Temporal", f"{known.temporal_address}, namespace {known.temporal_namespace}"),
        ("Postgres", "yours, as KEMITRAAN_DSN says" if os.environ.get("KEMITRAAN_DSN") else known.dsn),
        ("Mail that would go out", folder.mail),
        ("Logs, keys, data", folder.path),
    ]
    put_lines("Kemitraan", rows)


def _show_keys(voices: Iterable[Voice], folder: Folder) -> None:
    shown = [voice for voice in voices if voice.org in {NEWCOMER.id, PARTNER.id}]
    rows = [(f"{voice.person}, {voice.org} ({voice.role})", voice.key) for voice in shown]
    put_lines("API keys, shown this once", rows)
    say(f"the keys of everybody else are in {folder.profile}, for `kemitraan … --as NAME`")
