"""Whether this instance lives, may serve, and which release it is."""

import asyncio
from importlib.metadata import PackageNotFoundError, version

import structlog
from fastapi import APIRouter

from api.auth import Anybody
from api.faults import NOT_ANSWERING, fault
from api.ports import Outside, Probe
from api.problems import NotReady
from api.schemas import Health, Version

router = APIRouter(tags=["health"])

PATIENCE = 2.0
"""Seconds for one probe: a load balancer asks every few seconds."""

_log = structlog.get_logger()


@router.get("/livez", summary="Is the process alive?", operation_id="isAlive")
async def livez(_: Anybody) -> Health:
    """Yes, when this answers."""
    return Health()


@router.get("/readyz", summary="May requests be sent here?", operation_id="isReady")
async def readyz(_: Anybody, outside: Outside) -> Health:
    """Yes, when the database answers in the shape this release needs, and Temporal answers a real call."""
    names = tuple(outside.ready)
    answers = await asyncio.gather(*(_answers(name, outside.ready[name]) for name in names))
    silent = [name for name, ok in zip(names, answers, strict=True) if not ok]
    if silent:
        raise NotReady(faults=[fault(NOT_ANSWERING, name) for name in silent])
    return Health(checks=names)


@router.get("/version", summary="Which release is this?", operation_id="getVersion")
async def get_version(_: Anybody) -> Version:
    """Name and version."""
    try:
        release = version("kemitraan")
    except PackageNotFoundError:  # run from the sources, without being installed
        release = "source"
    return Version(name="kemitraan", version=release)


async def _answers(name: str, probe: Probe) -> bool:
    try:
        async with asyncio.timeout(PATIENCE):
            await probe()
    except Exception as error:  # whatever it is, it is a no
        _log.warning("not_ready", probe=name, error=repr(error))
        return False
    return True
